"""Two runs side by side: a folder with one page, without links outside, to be sent to whoever asks
what a choice does.

A side is the committed reference, a run of one notebook (``copro run``) or a variant
(``copro build --set``, ``copro sweep``). Only what differs is shown, page by page.
"""

import base64
import csv
import difflib
import io
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from copro.book.apart import apart
from copro.book.render import render
from copro.chapters import registry
from copro.chapters.chapter import Chapter
from copro.chapters.notebooks import notebook_path
from copro.chapters.parameters import model_of
from copro.english import number_word
from copro.errors import Expected
from copro.paths import BUILD, REFERENCE
from copro.report.records.model import Claim
from copro.report.words.numbers import close, counted
from copro.run import committed, results, variants
from copro.run.build import NOTEBOOK_RESULTS
from copro.run.differences import Difference, differences
from copro.run.pictures import alike, pictures
from copro.run.reference import nearest_page

COMPARED = BUILD / "compare"
RUNS = BUILD / "runs"
REFERENCE_NAME = "reference"  # the word for the committed results
NUMBER = re.compile(r"-?\d*\.?\d+(e[+-]?\d+)?", re.I)
MOST = 100  # rows of a table that are shown; more are counted


class Side(NamedTuple):
    """What is compared: its name and what was set in it; the chapters that it may change, all of
    the book for the reference; whether it has no ``other`` chapter; and the folder of a chapter,
    None for the committed one.
    """

    name: str
    said: str
    chapters: frozenset[str]
    alone: bool
    folder: Callable[[str], Path | None]


class Pair(NamedTuple):
    """One result on both sides, as HTML or as rows, and what differs in words."""

    id: str
    what: str
    one: Any
    other: Any


class Rows(NamedTuple):
    """The rows of a table that are shown, and how many more there are."""

    head: list[str]
    rows: list[list[str]]
    more: int


class Page(NamedTuple):
    """What differs on a page of the book."""

    title: str
    claims: list[Pair]
    figures: list[Pair]
    tables: list[Pair]


def compare(names: tuple[str, str], target: Path = COMPARED) -> tuple[Path, str]:
    """Write the page that sets two runs side by side into a folder of its own below ``target``;
    returns the page and a line that counts what differs.

    Raises ``Expected`` where one of the runs is not there, or where they have no chapter in common.
    """
    one, other = map(side, names)
    wanted = chapters(one, other)
    if not wanted:
        raise Expected(f"{one.name} and {other.name} have no chapter in common")
    pages = [page for name in wanted if any((page := _page(name, one, other))[1:])]
    counts = [sum(len(page[kind]) for page in pages) for kind in (1, 2, 3)]
    said = ", ".join(
        f"{number_word(n)} {kind}{'' if n == 1 else 's'}"
        for n, kind in zip(counts, ("claim", "figure", "table"))
    )
    line = f"Of {number_word(len(wanted))} {'chapter' if len(wanted) == 1 else 'chapters'} these "
    line += f"results differ: {said}."
    folder = target / variants.as_name(f"{one.name}--{other.name}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    html = render("compare.html.j2", one=one, other=other, pages=pages, line=line)
    (folder / "index.html").write_text(html, encoding="utf-8")
    return folder / "index.html", line


def side(name: str) -> Side:
    """The side of a name: ``reference``, or a folder below ``_build/runs`` or ``_build/variants``,
    with or without the way to it.

    Raises ``Expected`` naming the folders that there are.
    """
    if name == REFERENCE_NAME:
        book = frozenset(registry.chapters())
        return Side(name, "nothing, the results are those of the book", book, False, lambda _: None)
    own = Path(name).name
    if (variants.VARIANTS / own / "notebooks").is_dir():
        made = variants.read(own)
        touched = frozenset(variants.touched(own))
        return Side(own, made.label, touched, False, lambda one: variants.folder(made, one))
    if (RUNS / own / "results.json").is_file():
        return _run(RUNS / own)
    known = [one.name for place in (variants.VARIANTS, RUNS) for one in place.glob("[!.]*")]
    near = difflib.get_close_matches(own, known, n=3, cutoff=0.3)
    raise Expected(
        f"no run {name!r} that is done; expected {REFERENCE_NAME!r} or a folder below _build/runs "
        f"or _build/variants{', such as ' + ' or '.join(near) if near else ''}"
    )


def _run(folder: Path) -> Side:
    """A run of one notebook, as the page of it that is nearest."""
    (notebook,) = (file.stem for file in folder.glob("*.ipynb"))
    found = results.read(folder)
    page = nearest_page(found, committed.claims(committed.read(REFERENCE)))
    page = page or Chapter(notebook).page
    given = next((one.origin.parameters for one in found.all()), {})
    own = model_of(notebook)().model_dump(mode="json")
    label = variants.Variant({notebook: {k: v for k, v in given.items() if v != own.get(k)}}).label
    chapter = frozenset({page.rpartition("/")[2]})
    return Side(
        folder.name, label or "nothing, as its notebook is", chapter, True, lambda _: folder
    )


def chapters(one: Side, other: Side) -> list[str]:
    """The chapters to compare, in the order of the book: all that a choice of either may change; of
    the run of a notebook only its own, and with the reference those of the other side.
    """
    sides = sorted((one, other), key=lambda side: side.name == REFERENCE_NAME)
    wanted = sides[0].chapters
    if sides[1].name != REFERENCE_NAME:
        wanted |= sides[1].chapters
    for side in sides:
        wanted &= side.chapters if side.alone else wanted
    return [name for name in registry.chapters() if name in wanted]


def _page(name: str, one: Side, other: Side) -> Page:
    chapter = registry.chapters()[name]
    old, new = (_texts(side, chapter) for side in (one, other))
    looks = [_looks(side, chapter) for side in (one, other)]
    found = differences(new, old, alike(looks[1], looks[0]))
    return Page(
        chapter.heading,
        _claims(found, old, new),
        _figures(found, old, new, looks),
        [
            Pair(row.id, row.what, *rows(*(_cells(texts, row.id) for texts in (old, new))))
            for row in found
            if row.kind == "table"
        ],
    )


def _texts(side: Side, chapter: Chapter) -> dict[str, str]:
    folder = side.folder(chapter.name)
    if folder is None:
        texts = committed.read(REFERENCE)
    else:
        texts = committed.texts(results.read(folder).on(chapter.page), [folder])
    return committed.of_page(texts, chapter.page, raw=set())


def _looks(side: Side, chapter: Chapter) -> dict[str, bytes]:
    """The pictures of a chapter; of an instance, which is not committed, those of the build."""
    folder = side.folder(chapter.name)
    if folder is None and chapter.source == chapter.name:
        file = notebook_path(chapter.source)
    else:
        folder = folder or NOTEBOOK_RESULTS / chapter.name
        file = next(iter(folder.glob("*.ipynb")), folder / f"{chapter.name}.ipynb")
    return pictures(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _claims(found: list[Difference], old: Mapping[str, str], new: Mapping[str, str]) -> list[Pair]:
    before, after = committed.claims(dict(old)), committed.claims(dict(new))
    return [
        Pair(row.id, row.what, *apart(_sentence(before.get(row.id)), _sentence(after.get(row.id))))
        for row in found
        if row.kind == "claim"
    ]


def _sentence(claim: Claim | None) -> str:
    return close(claim.sentence, counted(claim.n)) if claim else ""


def _figures(
    found: list[Difference],
    old: Mapping[str, str],
    new: Mapping[str, str],
    looks: list[dict[str, bytes]],
) -> list[Pair]:
    known = [{row["id"]: row for row in committed.rows(one["figures.csv"])} for one in (old, new)]
    return [
        Pair(
            row.id,
            row.what,
            *(_shown(words.get(row.id), look.get(row.id)) for words, look in zip(known, looks)),
        )
        for row in found
        if row.kind == "figure"
    ]


def _shown(words: Mapping[str, str] | None, picture: bytes | None) -> Markup:
    """A picture in the page itself, with its title and caption; '' where there is none."""
    if words is None:
        return Markup("")
    drawn = base64.b64encode(picture).decode() if picture else ""
    return Markup("{}<p><strong>{}</strong> {}</p>").format(
        Markup('<img src="data:image/png;base64,{}" alt="{}">').format(drawn, words["alt"])
        if drawn
        else "",
        words["title"],
        words["caption"],
    )


def rows(old: list[list[str]], new: list[list[str]]) -> tuple[Rows, Rows]:
    """Of two tables, each with its heads first, the rows of each that differ from that in the same
    place, with the columns that differ in one of them and those of words; all where the heads
    differ. Numbers within the tolerance of the reference are the same.

    >>> old = [["place", "n", "p"], ["a", "1", "5"], ["b", "2", "5"]]
    >>> rows(old, [*old[:2], ["b", "3", "5"]])[1]
    Rows(head=['place', 'n'], rows=[['b', '3']], more=0)
    """
    fits, same = old[:1] == new[:1], committed.same_cell
    places = range(1, max(len(old), len(new)))
    differ = [p for p in places if not fits or not _same(old[p : p + 1], new[p : p + 1])]
    heads = [list(range(len(side[0]) if side else 0)) for side in (old, new)]
    if fits and len(old) == len(new):
        kept = [
            n
            for n in heads[0]
            if any(_words(old[p][n]) or not same(old[p][n], new[p][n]) for p in differ)
        ]
        heads = [kept, kept]
    return _chosen(old, differ, heads[0]), _chosen(new, differ, heads[1])


def _same(old: list[list[str]], new: list[list[str]]) -> bool:
    """Whether the row in a place, if there is one, is the same in both tables."""
    return len(old) == len(new) and all(map(committed.same_cell, *old, *new))


def _chosen(table: list[list[str]], places: Sequence[int], columns: Sequence[int]) -> Rows:
    found = [[_short(table[p][n]) for n in columns] for p in places if p < len(table)]
    head = [table[0][n] for n in columns] if table else []
    return Rows(head, found[:MOST], max(0, len(found) - MOST))


def _words(cell: str) -> bool:
    """Whether a cell holds words, by which a reader knows a row."""
    return any(map(str.isalpha, cell)) and not NUMBER.fullmatch(cell)


def _short(cell: str) -> str:
    """A number in six digits; anything else as it is.

    >>> _short("0.834882103440265"), _short("2023"), _short("a")
    ('0.834882', '2023', 'a')
    """
    return f"{float(cell):.6g}" if NUMBER.fullmatch(cell) and "." in cell else cell


def _cells(texts: Mapping[str, str], id: str) -> list[list[str]]:
    """The rows of a table, its heads first; none where it is not made."""
    return list(csv.reader(io.StringIO(texts.get(f"tables/{id}.csv", ""))))
