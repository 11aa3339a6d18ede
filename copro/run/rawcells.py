"""Which cells of a raw table changed since the reference was renewed.

The reference keeps digests of each table (``digests``), some hundred characters: one for each
column, and two for each row that it shares with others, as a row and a column of a square share
its points. They tell where a cell changed. The parity of a column (its cells, put together by XOR)
gives back the value that was there, which the digest of the column confirms. Where Git has the old
file, that is read instead: it tells several changed cells of one column apart, and rows that came
or went.
"""

import csv
import hashlib
import io
import json
import math
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any, NamedTuple

from copro.data.catalogue import card, path, read_bytes
from copro.paths import ROOT

WIDEST = 24  # bytes of a cell; of a column with a wider one no parity is kept
TRIES = 2_000  # places at which a lost value is looked for
NAMED = 5  # cells that are named before the rest is counted
BETWEEN = "\x1f"


class Grid(NamedTuple):
    """A raw table as texts: its columns and rows."""

    columns: list[str]
    rows: list[list[str]]

    def column(self, name: str) -> list[str]:
        """The cells of a column."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]


class Cell(NamedTuple):
    """A cell that changed: places of the rows in which it may be (one where it is certain; none
    where nothing is known), its column, and what it held before and holds now (None where unknown).
    """

    rows: tuple[int, ...]
    column: str
    before: str | None
    after: str | None


def grid(format: str, raw: bytes) -> Grid:
    r"""The table in a file of a format ("csv", "geojson"; of any other its lines).

    >>> grid("csv", b"year,n\n2018,5\n")
    Grid(columns=['year', 'n'], rows=[['2018', '5']])
    """
    text = raw.decode("utf-8", errors="replace")
    if format == "csv":
        rows = list(csv.reader(io.StringIO(text)))
        columns = rows[0] if rows else []
        return Grid(columns, [[*row, *[""] * len(columns)][: len(columns)] for row in rows[1:]])
    if format == "geojson":
        places = json.loads(text)["features"]
        names = list(dict.fromkeys(key for one in places for key in one["properties"]))
        return Grid(
            [*names, "geometry"],
            [
                [str(one["properties"].get(name, "")) for name in names]
                + [json.dumps(one["geometry"])]
                for one in places
            ],
        )
    return Grid(["text"], [[line] for line in text.splitlines()])


def digests(table: Grid) -> dict[str, Any]:
    """What the reference keeps of a table: number of rows, a digest and the parity of each column,
    and digests of rows that lie side by side and of rows at equal distances.
    """
    step = _step(len(table.rows))
    rows = [BETWEEN.join(row) for row in table.rows]
    return {
        "rows": len(rows),
        "columns": {
            name: f"{_digest(cells, 12)} {_parity(cells).hex()}".strip()
            for name, cells in ((name, table.column(name)) for name in table.columns)
        },
        "beside": " ".join(_digest(rows[k : k + step], 4) for k in range(0, len(rows), step)),
        "apart": " ".join(_digest(rows[k::step], 4) for k in range(min(step, len(rows)))),
    }


def _step(rows: int) -> int:
    return math.isqrt(max(rows - 1, 0)) + 1


def _digest(texts: Sequence[str], length: int) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:length]


def _parity(cells: Sequence[str]) -> bytes:
    """The cells put together by XOR; nothing where one of them is wide."""
    coded = [cell.encode() for cell in cells]
    width = max(map(len, coded), default=0)
    if not 0 < width <= WIDEST:
        return b""
    import numpy as np

    points = np.array(coded, dtype=f"S{width}").view(np.uint8).reshape(len(coded), -1)
    return np.bitwise_xor.reduce(points, axis=0).tobytes()


def located(table: Grid, known: Mapping[str, Any]) -> list[Cell]:
    """The cells of a table that differ from those of which ``known`` keeps digests.

    >>> old = Grid(["year", "n"], [["2017", "11000"], ["2018", "11779"], ["2019", "9"]])
    >>> new = Grid(["year", "n"], [["2017", "11000"], ["2018", "12679"], ["2019", "9"]])
    >>> located(new, digests(old))
    [Cell(rows=(1,), column='n', before='11779', after='12679')]
    """
    own = digests(table)
    before, after = known["columns"], own["columns"]
    if list(before) != list(after) or known["rows"] != own["rows"]:
        return []
    step = _step(own["rows"])
    beside, apart = (
        [k for k, (p, q) in enumerate(zip(known[key].split(), own[key].split())) if p != q]
        for key in ("beside", "apart")
    )
    rows = [k * step + j for k, j in product(beside, apart) if k * step + j < own["rows"]]
    return [
        _lost(table.column(name), name, before[name], rows)
        for name in after
        if before[name] != after[name]
    ]


def _lost(cells: list[str], name: str, known: str, rows: Sequence[int]) -> Cell:
    """The cell of a column that changed, with the value that the parity gives back."""
    wanted, _, parity = known.partition(" ")
    now = _parity(cells)
    for row in islice(rows if parity else (), TRIES):
        value = _xor(bytes.fromhex(parity), now, cells[row].encode())
        if value is not None and _digest([*cells[:row], value, *cells[row + 1 :]], 12) == wanted:
            return Cell((row,), name, value, cells[row])
    return Cell(tuple(rows), name, None, cells[rows[0]] if len(rows) == 1 else None)


def _xor(*parts: bytes) -> str | None:
    width = max(map(len, parts))
    whole = 0
    for part in parts:
        whole ^= int.from_bytes(part.ljust(width, b"\0"), "big")
    try:
        return whole.to_bytes(width, "big").rstrip(b"\0").decode()
    except UnicodeDecodeError:
        return None


def changes(name: str, sha256: str, known: Mapping[str, Any] | None) -> list[str]:
    """What changed in the table ``name`` since its file had this ``sha256``, in words.

    ``known`` are the digests that the reference keeps of it; None where it keeps none.
    """
    sheet, raw = card(name), read_bytes(name)
    now = grid(sheet["format"], raw)
    old = _from_git(name, sha256)
    if old is not None:
        said = list(_compared(sheet, grid(sheet["format"], old), now))
    elif known is None:
        said = []
    elif list(known["columns"]) != now.columns:
        said = [f"columns {', '.join(known['columns'])} -> {', '.join(now.columns)}"]
    elif known["rows"] != len(now.rows):
        said = [f"{known['rows']} rows -> {len(now.rows)} rows"]
    else:
        said = [_said(sheet, now, cell) for cell in located(now, known)]
    more = [f"and {len(said) - NAMED} more"] if len(said) > NAMED else []
    return said[:NAMED] + more or ["the file changed, though no cell of it that is known"]


def _from_git(name: str, sha256: str) -> bytes | None:
    """The file of a table with this sha256, from the last commit or the last that renewed the
    results; None where Git has none.
    """
    place = f"./{path(name).relative_to(ROOT).as_posix()}"
    for commit in ("HEAD", "results/sources.csv"):
        if "/" in commit:
            commit = git("log", "-1", "--format=%H", "--", commit).decode().strip()
        content = git("show", f"{commit}:{place}") if commit else b""
        if hashlib.sha256(content).hexdigest() == sha256:
            return content
    return None


def git(*arguments: str, folder: Path = ROOT) -> bytes:
    """What Git answers in a folder; nothing where it is not there."""
    try:
        asked = subprocess.run(["git", *arguments], check=False, cwd=folder, capture_output=True)
        return asked.stdout
    except OSError:
        return b""


def _compared(sheet: Mapping[str, Any], old: Grid, new: Grid) -> Iterator[str]:
    """All that differs between two states of a table, row by row of the same key."""
    if old.columns != new.columns:
        yield f"columns {', '.join(old.columns)} -> {', '.join(new.columns)}"
        return
    before, after = _keyed(sheet, old), _keyed(sheet, new)
    if len(before) < len(old.rows) or len(after) < len(new.rows):  # the key does not tell them
        before, after = (_placed(one) for one in (old, new))
    for key in dict.fromkeys([*before, *after]):
        if key not in after:
            yield f"row {', '.join(key)}: gone"
        elif key not in before:
            yield f"{_row(sheet, new, after[key])}: added"
        else:
            for column, p, q in zip(new.columns, old.rows[before[key]], new.rows[after[key]]):
                if p != q:
                    yield _said(sheet, new, Cell((after[key],), column, p, q))


def _keyed(sheet: Mapping[str, Any], table: Grid) -> dict[tuple[str, ...], int]:
    key = sheet.get("schema", {}).get("primaryKey") or table.columns
    places = [table.columns.index(name) for name in key if name in table.columns]
    return {tuple(row[k] for k in places): n for n, row in enumerate(table.rows)}


def _placed(table: Grid) -> dict[tuple[str, ...], int]:
    return {(str(place),): place for place in range(len(table.rows))}


def _row(sheet: Mapping[str, Any], table: Grid, row: int) -> str:
    """A row as a message names it: by its key, and by the line of the file."""
    key = sheet.get("schema", {}).get("primaryKey", [])
    values = [table.rows[row][table.columns.index(one)] for one in key if one in table.columns]
    if not values:
        return f"line {row + 1}"
    return f"row {', '.join(values)}" + (f" (line {row + 2})" if sheet["format"] == "csv" else "")


def _said(sheet: Mapping[str, Any], table: Grid, cell: Cell) -> str:
    """A changed cell in words."""
    rows = [_row(sheet, table, row) for row in cell.rows[:NAMED]]
    where = " or ".join(rows) + (" or others" if len(cell.rows) > NAMED else "")
    place = f"{where or 'some row'}, column {cell.column}"
    if cell.after is None:
        return f"{place}: several cells changed"
    return f"{place}: {_short(cell.before)} -> {_short(cell.after)}"


def _short(value: str | None) -> str:
    if value is None:
        return "another value"
    return (value if len(value) <= 60 else f"{value[:57]}...") or "nothing"
