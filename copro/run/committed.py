"""The form of the committed results, and keeping in it what a new run only repeats.

Results are a few texts: ``claims.json``, ``figures.csv`` and ``tables.csv`` (a row for each, with
what a figure draws), ``tables/<id>.csv``, and ``sources.csv`` (the sha256 of each table that any of
them rests on or that the Snakefile names). A value within its tolerance of the committed one is not
new: its digits stay, so that a renewed reference differs only where something changed.
"""

import csv
import io
import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from copro.report.records.ledger import Ledger, near
from copro.report.records.model import Claim, Results

FIGURE = ["id", "title", "page", "cell", "tables", "drawn", "picture_sha256", "alt", "caption"]
TABLE = ["id", "page", "cell", "tables", "caption"]
SOURCE = ["table", "sha256"]
LISTS = {"figures.csv": FIGURE, "tables.csv": TABLE, "sources.csv": SOURCE}
SWEPT = ("sweep.csv", "sweep_settings.csv", "what_if")  # written by the sweep, beside the rest
TOLERANCE = 1e-6  # relative, of numbers in result tables


def texts(
    found: Results, folders: list[Path], named: dict[str, str] | None = None
) -> dict[str, str]:
    """Results of notebooks run into ``folders``: path in the reference -> text.

    ``named``: sha256 of further tables, on which perhaps no result rests, by name.
    """
    hashes = (named or {}) | {
        name: digest for result in found.all() for name, digest in result.hashes.items()
    }
    own = {
        f"tables/{file.name}": file.read_text(encoding="utf-8")
        for folder in folders
        for file in folder.glob("tables/*.csv")
    }
    return {
        "claims.json": Ledger(found.claims).text(),
        "figures.csv": _written(FIGURE, [one.record() for one in found.figures]),
        "tables.csv": _written(TABLE, [one.record() for one in found.tables]),
        "sources.csv": _written(
            SOURCE, [{"table": n, "sha256": hashes[n]} for n in sorted(hashes)]
        ),
        **{name: own[name] for name in sorted(own)},
    }


def _written(columns: list[str], rows: Sequence[dict[str, Any]]) -> str:
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        row | ({"tables": " ".join(row["tables"])} if isinstance(row.get("tables"), list) else {})
        for row in rows
    )
    return target.getvalue()


def claims(results: Mapping[str, str]) -> Ledger:
    """The claims of results."""
    return Ledger.of_text(results["claims.json"])


def rows(text: str) -> list[dict[str, str]]:
    """Rows of a CSV, each a dict of texts."""
    return list(csv.DictReader(io.StringIO(text)))


def read(folder: Path) -> dict[str, str]:
    """The texts of a folder of results; a list that is not there, or of another form, is empty."""
    files = sorted([*folder.glob("*.json"), *folder.glob("*.csv"), *folder.glob("tables/*.csv")])
    found = {str(file.relative_to(folder)): file.read_text(encoding="utf-8") for file in files}
    for name, columns in LISTS.items():
        if not found.get(name, "").startswith(empty := _written(columns, [])):
            found[name] = empty
    return {"claims.json": "[]\n"} | found


def write(results: dict[str, str], target: Path) -> None:
    """Put the texts into the folder ``target``, in the place of what was there; what belongs to the
    sweep stays.
    """
    from copro.run.notebook import replace

    work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    for name, text in results.items():
        (work / name).parent.mkdir(exist_ok=True)
        (work / name).write_text(text, encoding="utf-8", newline="")
    for name in filter(lambda one: (target / one).exists(), SWEPT):
        (shutil.copytree if (target / name).is_dir() else shutil.copyfile)(
            target / name, work / name
        )
    replace(work, target)


def of_page(results: dict[str, str], page: str, raw: set[str]) -> dict[str, str]:
    """What one page of the book has made of the results; of the sources, which are shared,
    those named in ``raw``.
    """
    tables = [row for row in rows(results["tables.csv"]) if row["page"] == page]
    own = {f"tables/{row['id']}.csv" for row in tables}
    kept = {n: text for n, text in results.items() if not n.startswith("tables/") or n in own}
    figures = [row for row in rows(results["figures.csv"]) if row["page"] == page]
    named = [row for row in rows(results["sources.csv"]) if row["table"] in raw]
    return kept | {
        "claims.json": claims(results).of(page).text(),
        "figures.csv": _written(FIGURE, figures),
        "tables.csv": _written(TABLE, tables),
        "sources.csv": _written(SOURCE, named),
    }


def keep(new: dict[str, str], old: dict[str, str], alike: set[str]) -> dict[str, str]:
    """The texts of ``new`` in which every value that ``old`` holds, within its tolerance,
    has the digits of ``old``.

    ``alike``: ids of the figures whose pictures look the same.
    """
    before = claims(old)
    merged = Ledger(_kept_claim(claim, before.get(id)) for id, claim in claims(new).items())
    drawn = {row["id"]: row for row in rows(old["figures.csv"])}
    figures = [
        _kept_figure(row, drawn.get(row["id"], {}), alike) for row in rows(new["figures.csv"])
    ]
    return new | {
        "claims.json": merged.text(),
        "figures.csv": _written(FIGURE, figures),
        **{
            name: keep_table(text, old[name])
            for name, text in new.items()
            if name.startswith("tables/") and name in old
        },
    }


def _kept_claim(new: Claim, old: Claim | None) -> Claim:
    # Where the words differ the number was rounded to another side: both are new then.
    if old is None or new.sentence != old.sentence:
        return new
    return Claim.of(kept(new.record(), old.record(), old.tolerance))


def _kept_figure(new: dict[str, Any], old: Mapping[str, Any], alike: set[str]) -> dict[str, Any]:
    same = new["id"] in alike and new["drawn"] == old.get("drawn")
    return new | {"picture_sha256": old["picture_sha256"]} if same else new


def kept(new: Any, old: Any, tolerance: float) -> Any:
    """``new``, with each number that is near its counterpart in ``old`` written as there."""
    if isinstance(new, dict) and isinstance(old, dict):
        return {
            key: kept(value, old[key], tolerance) if key in old else value
            for key, value in new.items()
        }
    if isinstance(new, list) and isinstance(old, list) and len(new) == len(old):
        return [kept(one, other, tolerance) for one, other in zip(new, old)]
    return old if near(new, old, tolerance) else new


def keep_table(new: str, old: str) -> str:
    """A result table (CSV) with the digits of the old one wherever a cell agrees with it."""
    pair = [list(csv.reader(io.StringIO(text))) for text in (new, old)]
    if [len(row) for row in pair[0]] != [len(row) for row in pair[1]] or pair[0][:1] != pair[1][:1]:
        return new
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows(
        [q if same_cell(p, q) else p for p, q in zip(*both)] for both in zip(*pair)
    )
    return target.getvalue()


def same_cell(one: str, other: str) -> bool:
    """Whether two cells of a CSV agree: whole numbers and words exactly,
    other numbers within ``TOLERANCE``.
    """
    if one == other or (re.fullmatch(r"-?\d*", one) and re.fullmatch(r"-?\d*", other)):
        return one == other
    try:
        return near(float(one), float(other), TOLERANCE)
    except ValueError:
        return False


def keep_notebook(new: str, old: str, alike: set[str]) -> str:
    """The committed notebook ``old`` (JSON) with the outputs of the executed one ``new``.

    Cells stay those of ``old``: a run leaves out what was written for another choice, which has no
    outputs then, and a page has a heading of its own. Outputs that agree with those of ``old`` keep
    their digits and pictures.
    """
    book, executed = json.loads(old), json.loads(new)
    made = {cell["id"]: cell for cell in executed["cells"] if cell["cell_type"] == "code"}
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            run = made.get(cell["id"], {"execution_count": None, "outputs": []})
            known = {_key(output): output for output in cell["outputs"]}
            cell["execution_count"] = run["execution_count"]
            cell["outputs"] = [
                _kept_output(output, known.get(_key(output)), alike) for output in run["outputs"]
            ]
    executed["cells"] = book["cells"]
    return json.dumps(executed, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _key(output: Mapping[str, Any]) -> tuple[str | None, str | None]:
    record = output.get("metadata", {}).get("copro", {})
    return record.get("type"), record.get("id")


def _kept_output(
    new: dict[str, Any], old: Mapping[str, Any] | None, alike: set[str]
) -> dict[str, Any]:
    record = new.get("metadata", {}).get("copro")
    if not record or old is None or new["data"]["text/plain"] != old["data"]["text/plain"]:
        return new
    if record["type"] == "picture":
        return new | {"data": old["data"]} if record["id"] in alike else new
    before = old["metadata"]["copro"]
    record = (
        _kept_figure(record, before, alike)
        if record["type"] == "figure"
        else kept(record, before, record.get("tolerance", TOLERANCE))
    )
    return new | {"metadata": new["metadata"] | {"copro": record}}
