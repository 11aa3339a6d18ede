"""The book: pages gathered in one folder, built by Jupyter Book, put in place when whole."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from copro.book import (
    archive,
    csv_notes,
    logo,
    machine_files,
    map_layers,
    numbering,
    ranges,
    search_index,
)
from copro.book.copies import copied
from copro.book.dress import dress
from copro.book.pages import (
    bibliography,
    catalogue,
    embed,
    explore,
    glossary,
    ledger,
    native,
    places,
    reproduce,
    start,
    what_if,
)
from copro.book.render import render
from copro.chapters.cells import code
from copro.errors import Expected
from copro.paths import BUILD, NOTEBOOKS, ROOT
from copro.report.charts import vector
from copro.report.records.figure import on_paper
from copro.run import results
from copro.run.notebook import replace

STAGE = BUILD / "book"
OUTPUT = BUILD / "jupyter-book"
WEIGHTS = {
    "Regular": (400, "normal"),
    "It": (400, "italic"),
    "Semibold": (600, "normal"),
    "Bold": (700, "normal"),
}
# What the book is written in: Latin with the letters of its four languages, and some signs.
LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027), *range(0x2190, 0x2194))
LETTERS = "".join(map(chr, LATIN)) + "\u202f€−≈≤≥"


class BookFailed(Expected):
    """Jupyter Book stopped, or warned of something; warnings are errors."""


def build_book(folders: list[Path], target: Path, processes: int = 1, choices: str = "") -> None:
    """Build the book from the results of the notebooks in ``folders`` into ``target``.

    ``target`` is replaced only when the new book is whole. ``choices`` are the parameters of an
    edition that is not the book's own; every page then says so. Raises ``BookFailed``.
    """
    stage(folders, choices)
    command = [
        sys.executable,
        "-m",
        "copro.book.sphinx.side_by_side",
        str(processes),
        "build",
        str(STAGE),
        "--path-output",
        str(OUTPUT),
        "--all",
        "--warningiserror",
        "--nitpick",
        "--keep-going",
        "--quiet",
    ]
    done = subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        text = "\n".join(line for line in (done.stderr + done.stdout).splitlines() if line.strip())
        raise BookFailed(f"the book did not build:\n{text[-6000:]}")
    made = OUTPUT / "_build" / "html"
    machine_files.write(made)
    map_layers.write(made)
    search_index.write(made)
    archive.write(made)
    replace(made, target)


def stage(folders: list[Path], choices: str = "") -> None:
    """Gather everything that Jupyter Book reads into one fresh folder."""
    shutil.rmtree(STAGE, ignore_errors=True)
    copied(ROOT / "book", STAGE)
    for name in ("_config.yml", "_toc.yml"):
        shutil.copyfile(ROOT / name, STAGE / name)
    extra = STAGE / "extra" / "files"
    extra.mkdir(parents=True, exist_ok=True)
    (STAGE / "figures").mkdir()
    found, known = results.merge(folders), numbering.gather(folders, choices)
    chapters = {chapter["name"]: page for page, chapter in known["chapters"].items()}
    texts = native.Texts(found.record()["claims"], known["chapters"])
    swept = what_if.read(found.record(), known["chapters"], own=not choices)
    spans, fares = ranges.ranges(found.claims), ranges.fares(found.claims)
    for folder in folders:
        if page := chapters.get(folder.name):
            executed = (folder / f"{folder.name}.ipynb").read_text(encoding="utf-8")
            numbers = known["chapters"][page]["numbers"]
            (STAGE / page).parent.mkdir(exist_ok=True)
            (STAGE / f"{page}.ipynb").write_text(
                dress(
                    executed,
                    page,
                    numbers,
                    spans,
                    fares,
                    "\n\n".join(filter(None, (texts.head(folder.name), swept.head(folder.name)))),
                ),
                encoding="utf-8",
            )
        for file in [*folder.glob("figures/*"), *folder.glob("tables/*")]:
            shutil.copyfile(
                file, (STAGE / "figures" if file.suffix == ".png" else extra) / file.name
            )
        for file in folder.glob("figures/*.svg"):  # each beside its picture
            picture = file.with_suffix(".png")
            (extra / picture.name).write_bytes(on_paper(picture.read_bytes()))
    (extra / "claims.json").write_text(
        json.dumps(found.record()["claims"], ensure_ascii=False, indent=1), encoding="utf-8"
    )
    record = found.record()
    csv_notes.write([*record["figures"], *record["tables"]], extra)
    _pages(record, folders, known, swept.moves())
    what_if.write(STAGE / "extra")
    texts.write(STAGE)
    _chapter_files(known, folders, extra)
    logo.write(STAGE / "_static")
    _fonts(STAGE / "_static" / "fonts")


def _pages(
    found: dict[str, list[dict[str, Any]]],
    folders: list[Path],
    known: dict[str, Any],
    moves: dict[str, list[str]],
) -> None:
    """Pages, and parts that pages take in, which are made from results and cards."""
    terms = json.loads((STAGE / "terms.json").read_text(encoding="utf-8"))
    for name, text in {
        "_generated/findings.md": start.findings(found["claims"], known["chapters"]),
        "_generated/answer.md": start.answer(found["claims"]),
        "_generated/board.md": start.board(found["claims"]),
        "_generated/badges.md": render("legend.md.j2"),
        "_generated/citation.md": bibliography.own(),
        "_generated/origins.md": reproduce.origins(found),
        "_generated/parameters.md": reproduce.parameters(),
        "_generated/takes.md": reproduce.takes(),
        "_generated/machine.md": reproduce.machine(folders),
        "_generated/source.md": reproduce.source(),
        "_generated/corrections.md": catalogue.corrections_list(),
        "_generated/terms.md": glossary.glossary(terms),
        "_generated/site.json": json.dumps(known, ensure_ascii=False, indent=1),
        "data_catalogue.md": catalogue.catalogue(),
        "claims.md": ledger.ledger(found["claims"], known["chapters"], _code(folders), moves),
        "references.bib": bibliography.bibliography(),
        "origins.json": json.dumps(tables_of_pages(found)),
    }.items():
        (STAGE / name).parent.mkdir(exist_ok=True)
        (STAGE / name).write_text(text, encoding="utf-8")
    explore.write(found["figures"], STAGE)
    embed.write(found["figures"], known["chapters"], STAGE / "extra")
    places.write(STAGE)


def _code(folders: list[Path]) -> dict[str, list[str]]:
    """Chapter -> its code as its page shows it, cell by cell."""
    return {
        folder.name: code(
            json.loads((folder / f"{folder.name}.ipynb").read_text(encoding="utf-8"))["cells"]
        )
        for folder in folders
    }


def tables_of_pages(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """Page -> names of the tables behind its claims, figures and tables."""
    names: dict[str, set[str]] = {}
    for records in found.values():
        for record in records:
            names.setdefault(record["page"], set()).update(record["tables"])
    return {page: sorted(tables) for page, tables in names.items()}


def _chapter_files(known: dict[str, Any], folders: list[Path], target: Path) -> None:
    """Citations, executed notebooks and the words beside them, to be downloaded."""
    for name in ("cite", "notebooks"):
        (target / name).mkdir()
    for chapter in known["chapters"].values():
        (target / "cite" / f"{chapter['name']}.bib").write_text(chapter["bibtex"], encoding="utf-8")
        (target / "cite" / f"{chapter['name']}.ris").write_text(
            chapter["ris"], encoding="utf-8", newline=""
        )
    for folder in folders:
        shutil.copyfile(
            folder / f"{folder.name}.ipynb", target / "notebooks" / f"{folder.name}.ipynb"
        )
    for words in NOTEBOOKS.glob("*/*.words.md"):
        shutil.copyfile(words, target / "notebooks" / words.name)


def _fonts(folder: Path) -> None:
    """The typeface of the figures as web fonts, cut down to the letters that the book uses."""
    folder.mkdir(parents=True, exist_ok=True)
    faces = []
    for name, (weight, slant) in WEIGHTS.items():
        held = vector.cut(vector.face(name), LETTERS, "woff2", "liga", "tnum")
        (folder / f"{name}.woff2").write_bytes(held)
        faces.append(
            f'@font-face {{font-family: "Source Sans Pro"; src: url("{name}.woff2"); '
            f"font-weight: {weight}; font-style: {slant}; font-display: swap}}"
        )
    (folder / "fonts.css").write_text("\n".join(faces) + "\n", encoding="utf-8")
