"""The book: pages gathered in one folder, built by Jupyter Book, put in place when whole."""

import contextlib
import json
import multiprocessing
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from copro.book import (
    archive,
    beside,
    csv_notes,
    groundwork,
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
    reproduce,
    start,
    what_if,
)
from copro.book.render import render
from copro.book.sphinx import side_by_side
from copro.chapters.cells import code
from copro.errors import Expected
from copro.paths import BUILD, NOTEBOOKS, ROOT
from copro.report.records.figure import on_paper
from copro.run import results
from copro.run.notebook import replace

STAGE = BUILD / "book"
OUTPUT = BUILD / "jupyter-book"
SAID = BUILD / "jupyter-book.txt"


class BookFailed(Expected):
    """Jupyter Book stopped, or warned of something; warnings are errors."""


def build_book(folders: list[Path], target: Path, choices: str = "") -> None:
    """Build the book from the results of the notebooks in ``folders`` into ``target``.

    ``target`` is replaced only when the new book is whole. ``choices`` are the parameters of an
    edition that is not the book's own; every page then says so. Uses the cores that are there.
    Raises ``BookFailed``.
    """
    processes = beside.processes()
    with _sphinx(processes) as build, beside.workers(processes) as team:
        begun = stage(folders, choices, team)
        build()
        for work in begun:
            work.result()
        made = OUTPUT / "_build" / "html"
        copied(STAGE / "extra", made)
        files = team.submit(machine_files.write, made)
        search_index.write(made, team)
        files.result()
    replace(made, target)


@contextlib.contextmanager
def _sphinx(processes: int) -> Iterator[Callable[[], None]]:
    """Jupyter Book, in a process that imports what it needs while the pages are gathered: gives
    what lets it build them and waits for it; that raises ``BookFailed`` where it stops or warns.

    The process is forked, if the system can, before there are others and threads.
    """
    words = ["build", str(STAGE), "--path-output", str(OUTPUT), "--all", "--warningiserror"]
    words += ["--nitpick", "--keep-going", "--quiet"]
    begin, told = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(
        target=side_by_side.build, args=(begin, told, SAID, processes, words)
    )
    process.start()

    def build() -> None:
        told.send(True)
        process.join()
        if process.exitcode:
            said = SAID.read_text(encoding="utf-8", errors="replace").splitlines()
            text = "\n".join(line for line in said if line.strip())
            raise BookFailed(f"the book did not build:\n{text[-6000:]}")

    try:
        yield build
    finally:
        told.close()
        process.join()


def stage(
    folders: list[Path], choices: str = "", team: Executor | None = None
) -> list[Future[None]]:
    """Gather everything that Jupyter Book reads into one fresh folder, and begin with what else the
    site has, in its folder ``extra``: gives the work on that which ``team`` may still do.
    """
    team = team or beside.Alone()
    shutil.rmtree(STAGE, ignore_errors=True)
    copied(ROOT / "book", STAGE)
    copied(groundwork.GROUND, STAGE)
    for name in ("_config.yml", "_toc.yml"):
        shutil.copyfile(ROOT / name, STAGE / name)
    extra = STAGE / "extra"
    found, known = results.merge(folders), numbering.gather(folders, choices)
    record = found.record()
    texts = native.Texts(record["claims"], known["chapters"])
    swept = what_if.read(record, known["chapters"], own=not choices)
    pages: list[Future[Any]] = [
        team.submit(_ledger, record["claims"], known["chapters"], folders, swept.moves()),
    ]
    by_name = {folder.name: folder for folder in folders}
    spans, fares = ranges.ranges(found.claims), ranges.fares(found.claims)
    for page, chapter in known["chapters"].items():
        name = chapter["name"]
        short = "\n\n".join(filter(None, (texts.head(name), swept.head(name))))
        given = (page, chapter["numbers"], spans, fares, short)
        pages.append(team.submit(_chapter, by_name[name] / f"{name}.ipynb", *given))
    _pages(record, folders, known)
    texts.write(STAGE)
    _files(record, folders, known, extra)
    what_if.write(extra)
    logo.write(STAGE / "_static")
    for work in pages:
        work.result()
    return [team.submit(archive.write, extra), team.submit(map_layers.write, extra)]


def _chapter(notebook: Path, page: str, *given: Any) -> None:
    """The page of an executed notebook; the rest is ``given`` to ``dress``."""
    target = STAGE / f"{page}.ipynb"
    target.parent.mkdir(exist_ok=True)
    target.write_text(dress(notebook.read_text(encoding="utf-8"), page, *given), encoding="utf-8")


def _ledger(
    claims: list[dict[str, Any]],
    chapters: dict[str, Any],
    folders: list[Path],
    moves: dict[str, list[str]],
) -> None:
    """The page of all claims; it reads the code of each chapter as its page shows it."""
    books = {one.name: (one / f"{one.name}.ipynb").read_text(encoding="utf-8") for one in folders}
    cells = {name: code(json.loads(book)["cells"]) for name, book in books.items()}
    text = ledger.ledger(claims, chapters, cells, moves)
    (STAGE / "claims.md").write_text(text, encoding="utf-8")


def _pages(
    found: dict[str, list[dict[str, Any]]], folders: list[Path], known: dict[str, Any]
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
        "references.bib": bibliography.bibliography(),
        "origins.json": json.dumps(tables_of_pages(found)),
        **explore.twins(found["figures"]),
    }.items():
        (STAGE / name).write_text(text, encoding="utf-8")


def tables_of_pages(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """Page -> names of the tables behind its claims, figures and tables."""
    names: dict[str, set[str]] = {}
    for records in found.values():
        for record in records:
            names.setdefault(record["page"], set()).update(record["tables"])
    return {page: sorted(tables) for page, tables in names.items()}


def _files(
    found: dict[str, list[dict[str, Any]]],
    folders: list[Path],
    known: dict[str, Any],
    extra: Path,
) -> None:
    """Pictures, and what can be downloaded: figures, tables, claims, citations, notebooks and the
    words beside them.
    """
    target, pictures = extra / "files", STAGE / "figures"
    for new in (pictures, target / "cite", target / "notebooks"):
        new.mkdir(parents=True)
    for folder in folders:
        for file in [*folder.glob("figures/*"), *folder.glob("tables/*")]:
            shutil.copyfile(file, (pictures if file.suffix == ".png" else target) / file.name)
        for file in folder.glob("figures/*.svg"):  # each beside its picture
            picture = file.with_suffix(".png")
            (target / picture.name).write_bytes(on_paper(picture.read_bytes()))
        shutil.copyfile(
            folder / f"{folder.name}.ipynb", target / "notebooks" / f"{folder.name}.ipynb"
        )
    for words in NOTEBOOKS.glob("*/*.words.md"):
        shutil.copyfile(words, target / "notebooks" / words.name)
    (target / "claims.json").write_text(
        json.dumps(found["claims"], ensure_ascii=False, indent=1), encoding="utf-8"
    )
    csv_notes.write([*found["figures"], *found["tables"]], target)
    embed.write(found["figures"], known["chapters"], extra)
    for chapter in known["chapters"].values():
        cited = target / "cite" / chapter["name"]
        cited.with_suffix(".bib").write_text(chapter["bibtex"], encoding="utf-8")
        cited.with_suffix(".ris").write_text(chapter["ris"], encoding="utf-8", newline="")
