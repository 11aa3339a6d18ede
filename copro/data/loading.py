"""Reading a table: validated against its card, with its provenance in ``df.attrs``."""

import hashlib
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pandera
import pyarrow

from copro.data import corrections, errors, schema
from copro.data.catalogue import card, read_bytes
from copro.kept import kept
from copro.session import current


def load(name: str) -> pd.DataFrame:
    """The table ``name``, e.g. ``norway/elderly_care_kostra_2023_2025``.

    Returns a DataFrame (a GeoDataFrame in WGS84 for outlines) with the columns, types and
    units of the card. ``df.attrs`` carries name, sha256, credit line, licence, class of
    evidence, breaks, known problems and the corrections carried out.

    Raises a ``DataError`` naming table, line, column, what was found and what was expected:
    unknown name, hash that differs from the card, truncated file, wrong columns, wrong type,
    value out of bounds or not in its list, missing value, duplicate key, bad encoding, no file,
    outline without a unit.

    >>> frame = load("norway/people_who_inject_drugs_2012_2024")
    >>> len(frame), frame.columns[1]
    (13, 'people_who_inject_drugs_estimate_n')
    >>> frame.attrs["evidence_class"]
    'model estimate'
    """
    _check_declared(name)
    sheet = card(name)
    if sheet["format"] not in ("csv", "geojson"):
        raise errors.UnknownTable(
            name,
            found=f"a {sheet['format']} file",
            expected="a table; use copro.data.path for other files",
        )
    raw = read_bytes(name)
    frame = _read_geojson(sheet, raw) if sheet["format"] == "geojson" else _read_csv(sheet, raw)
    digest = "sha256:" + hashlib.sha256(raw).hexdigest()
    if digest != sheet["hash"]:
        raise errors.HashDiffers(name, found=digest, expected=sheet["hash"])
    frame.attrs = {
        "name": name,
        "sha256": digest.removeprefix("sha256:"),
        "credit": sheet["credit"],
        "licence": sheet["licence_as_stated"],
        "evidence_class": sheet["evidence_class"],
        "breaks": sheet.get("breaks", ""),
        "known_problems": sheet.get("known_problems", ""),
        "corrections": corrections.entries(name),
    }
    current().loaded[name] = frame.attrs["sha256"]
    return frame


def _check_declared(name: str) -> None:
    """In a pipeline run only the declared inputs may be read, or a stale result could pass."""
    allowed = current().allowed
    if allowed is not None and name not in allowed:
        raise errors.UndeclaredTable(
            name,
            found="a read that the chapter's cell of sources does not name",
            expected=f"one of {' '.join(allowed)}",
        )


def _decode(sheet: dict[str, Any], raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise errors.BadEncoding(
            sheet["name"], row=line, found=f"byte {raw[problem.start]:#04x}", expected="UTF-8"
        ) from None


def _read_csv(sheet: dict[str, Any], raw: bytes) -> pd.DataFrame:
    """The table in the types of its card; one that passed its checks before is not checked again
    unless file, card, corrections or the checks themselves have changed.
    """
    name = sheet["name"]
    said = json.dumps([sheet, corrections.entries(name)]).encode()
    body = kept(
        f"tables/{name.replace('/', '-')}.arrow",
        [raw, said, _checks()],
        lambda: _to_arrow(_checked(sheet, raw)),
    )
    with pyarrow.ipc.open_file(body) as file:
        columns = file.read_all().to_pandas(use_threads=False)
    return pd.DataFrame(dict(columns.items()))  # laid out in memory as ``_checked`` does


@cache
def _checks() -> bytes:
    """What checks a table: the code of this folder, and the packages behind it."""
    own = b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    return own + " ".join(p.__version__ for p in (pd, pandera, pyarrow)).encode()


def _to_arrow(frame: pd.DataFrame) -> bytes:
    table, target = pyarrow.Table.from_pandas(frame, preserve_index=False), io.BytesIO()
    with pyarrow.ipc.new_file(target, table.schema) as file:
        file.write_table(table)
    return target.getvalue()


def _checked(sheet: dict[str, Any], raw: bytes) -> pd.DataFrame:
    name, content = sheet["name"], _decode(sheet, raw)
    try:
        text = pd.read_csv(
            io.StringIO(content), dtype=str, keep_default_na=False, na_values=[""], index_col=False
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as problem:
        raise errors.Unreadable(
            name, found=str(problem).strip(), expected="a CSV as on the card"
        ) from None
    schema.check_columns(sheet, list(text.columns))
    # Index = line of the file, for messages. (No table has line breaks inside a cell: tested.)
    text.index = text.index + 2
    if len(text) < sheet["rows"] or not content.endswith("\n"):
        short = len(text) < sheet["rows"] or len(raw) < sheet["bytes"]
        error = errors.Truncated if short else errors.NoLineEnd
        raise error(
            name,
            row=len(text) + 1,
            found=f"{len(text):,} rows, {len(raw):,} bytes",
            expected=f"{sheet['rows']:,} rows, {sheet['bytes']:,} bytes",
        )
    frame = schema.coerce(sheet, corrections.apply(name, text))
    schema.check_values(sheet, frame)
    _check_row_count(sheet, frame)
    return frame.reset_index(drop=True)


def _check_row_count(sheet: dict[str, Any], frame: pd.DataFrame) -> None:
    if len(frame) != sheet["rows"]:
        error = errors.Truncated if len(frame) < sheet["rows"] else errors.TooManyRows
        raise error(sheet["name"], found=f"{len(frame):,} rows", expected=f"{sheet['rows']:,} rows")


def _read_geojson(sheet: dict[str, Any], raw: bytes) -> pd.DataFrame:
    import geopandas  # late: only maps need it

    name, content = sheet["name"], _decode(sheet, raw)
    try:
        collection = json.loads(content)
    except json.JSONDecodeError as problem:
        error = errors.Truncated if len(raw) < sheet["bytes"] else errors.Unreadable
        raise error(
            name,
            row=problem.lineno,
            found=f"{problem.msg} after {len(raw):,} bytes",
            expected=f"GeoJSON of {sheet['bytes']:,} bytes",
        ) from None
    frame = geopandas.GeoDataFrame.from_features(collection["features"], crs="EPSG:4326")
    frame.index = frame.index + 1
    columns = [c for c in frame.columns if c != "geometry"]
    schema.check_columns(sheet, columns)
    schema.check_values(sheet, schema.coerce(sheet, pd.DataFrame(frame[columns]).astype(str)))
    empty = frame.geometry.isna() | frame.geometry.is_empty
    if empty.any():
        raise errors.MissingValue(
            name, row=empty.idxmax(), column="geometry", found="no outline", expected="a polygon"
        )
    _check_units(sheet, frame)
    _check_row_count(sheet, frame)
    return frame.reset_index(drop=True)


def _check_units(sheet: dict[str, Any], frame: pd.DataFrame) -> None:
    """Every outline belongs to a unit of the table named in the card's foreign key."""
    for rule in sheet["schema"].get("foreignKeys", []):
        field, target = rule["fields"][0], rule["reference"]
        units = _read_csv(card(target["resource"]), read_bytes(target["resource"]))
        orphan = ~frame[field].isin(units[target["fields"][0]])
        if orphan.any():
            row = orphan.idxmax()
            raise errors.NoSuchUnit(
                sheet["name"],
                row=row,
                column=field,
                more=int(orphan.sum()) - 1,
                found=repr(frame.loc[row, field]),
                expected=f"a {target['fields'][0]} of {target['resource']}",
            )
