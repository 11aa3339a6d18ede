"""Why a result changed: which changed input reaches it, by the ways that the build goes.

A raw table, its card and its corrections reach the results that name the table, and else those of
the chapters that load it; a module those of the chapters that import it; a cell those made in it or
below it; words, parameters and a text those of their chapter; lock and software all. Whatever
reaches a chapter reaches those that read its claims. A result is explained by the inputs that reach
it directly; only where none does, by those that reach it through another chapter or result.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from copro.chapters.chapter import Chapter
from copro.run.committed import claims, rows
from copro.run.dependencies import RUNNERS, modules_of_notebook
from copro.run.differences import Difference
from copro.run.inputs import Changed

NO_INPUT = "no changed input explains this"
UNKNOWN = "the reference does not hold its inputs (`make reference` adds them)"
NAMED = 3  # changed inputs without a consequence that are named before the rest is counted
PAGES = 6  # pages that are named before the rest is counted
RAW = ("table", "card", "correction")
DIRECT, THROUGH = 2, 1
END = 10**6  # a cell below all others


class Result(NamedTuple):
    """A result that differs: its page, the number of its cell and its tables."""

    page: str
    cell: int
    tables: frozenset[str]


class Why:
    """What explains each of some differences.

    Parameters
    ----------
    found : differences between a run and the reference
    inputs : changed inputs; None where the reference does not hold them
    new, old : results of the run and of the reference
    chapters : all chapters of the book by name

    ``shown`` holds the pages of the built book that show a result or a raw table, by kind and id
    (``copro.run.shown``); as long as it is empty, a result stands on the page of its chapter alone.
    """

    def __init__(
        self,
        found: Iterable[Difference],
        inputs: list[Changed] | None,
        new: Mapping[str, str],
        old: Mapping[str, str],
        chapters: Mapping[str, Chapter],
    ) -> None:
        self._found = [one for one in found if one.kind != "raw table"]
        self.inputs = inputs
        self.shown: Mapping[tuple[str, str], Collection[str]] = {}
        self._results = _results(old) | _results(new)
        self._chapters = chapters

    @cached_property
    def by_difference(self) -> dict[Difference, list[Changed]]:
        """Each difference with the inputs that explain it."""
        explained = {}
        for one in self._found:
            result = self._results.get((one.kind, one.id), Result(one.page, END, frozenset()))
            reached = [(self._reaches(it, result), it) for it in self.inputs or []]
            strongest = max((how for how, _ in reached), default=0)
            explained[one] = [it for how, it in reached if how == strongest > 0]
        return explained

    def _reaches(self, it: Changed, result: Result) -> int:
        """How an input reaches a result: ``DIRECT``, ``THROUGH`` another, or not (0)."""
        name = result.page.rpartition("/")[2]
        if it.kind in ("lock", "software"):
            return DIRECT
        if it.kind in RAW and it.name in result.tables:
            return DIRECT
        if it.kind not in RAW and self._own(it, name, result.cell):
            return DIRECT
        behind = {name, *self._earlier(name)}
        return THROUGH if any(self._own(it, one, None) for one in behind) else 0

    def _own(self, it: Changed, name: str, cell: int | None) -> bool:
        """Whether an input is one of a chapter, above the cell of that number."""
        chapter = self._chapters.get(name)
        if chapter is None:
            return False
        if it.kind == "module":
            own = (*RUNNERS, *modules_of_notebook(chapter.source))
            return it.name in own or it.said.endswith("gone")
        if it.kind in RAW:
            return it.name in chapter.sources().tables
        if it.kind == "parameter":
            return it.name == name
        if it.kind == "text":
            return False
        return it.name == chapter.source and (cell is None or it.cell <= cell)

    def _earlier(self, name: str) -> set[str]:
        """The chapters whose claims a chapter reads, those behind them too."""
        if name not in self._chapters:
            return set()
        first = self._chapters[name].sources().earlier
        return {*first, *(far for near in first for far in self._earlier(near))}

    def lines(self, most: int = PAGES) -> list[str]:
        """The changed inputs, each with what it explains, then what none explains; of pages at
        most so many are named.
        """
        if not self._found and not self.inputs:
            return []
        if self.inputs is None:
            return [f"why: {UNKNOWN}"]
        said, idle = ["why:"], []
        for it in self.inputs:
            reached = [one for one, causes in self.by_difference.items() if it in causes]
            pages = self._pages_of(it)
            if reached or pages:
                said += [f"  {it.said}", *_listed(reached, pages, most)]
            else:
                idle.append(it.said)
        if idle:
            more = f" and {len(idle) - NAMED} more" if len(idle) > NAMED else ""
            said += [f"  changed without consequence: {'; '.join(idle[:NAMED])}{more}"]
        unknown = [one for one, causes in self.by_difference.items() if not causes]
        pages = self._together(unknown)
        return [*said, *([f"  {NO_INPUT}:", *_listed(unknown, pages, most)] if unknown else [])]

    def said(self, one: Difference) -> list[str]:
        """What explains a difference, in words; nothing of a raw table, which is an input."""
        known = [it.said for it in self.by_difference.get(one, [])]
        return known or ([] if one.kind == "raw table" else [NO_INPUT])

    def pages(self, one: Difference) -> list[str]:
        """All pages on which a result that differs stands: that of its chapter first."""
        shown = self.shown.get((one.kind, one.id), ())
        return list(dict.fromkeys([*([one.page] if one.page else []), *shown]))

    def by_page(self) -> dict[str, list[str]]:
        """Each page that changes, with the changed inputs that explain it, in words."""
        found: dict[str, list[str]] = {}
        for it in self.inputs or []:
            for page in self._pages_of(it):
                found.setdefault(page, []).append(it.said)
        for page in self._together(one for one in self._found if not self.by_difference[one]):
            found.setdefault(page, []).append(NO_INPUT)
        return dict(sorted(found.items()))

    def _pages_of(self, it: Changed) -> list[str]:
        """Pages on which the consequences of an input stand, and those that are made of it."""
        own = self._together(one for one, causes in self.by_difference.items() if it in causes)
        if it.kind == "text":
            own += [one.page for one in self._chapters.values() if one.source == it.name]
        drawn = self.shown.get(("raw table", it.name), ()) if it.kind in RAW else ()
        return list(dict.fromkeys([*own, *drawn]))

    def _together(self, found: Iterable[Difference]) -> list[str]:
        """The pages of several differences, those of their chapters first."""
        ones = list(found)
        every = [page for one in ones for page in self.pages(one)]
        return list(dict.fromkeys([*(one.page for one in ones), *every]))


def _results(results: Mapping[str, str]) -> dict[tuple[str, str], Result]:
    """All results by kind and id."""
    found = {
        ("claim", one.id): Result(one.origin.page, one.origin.cell, frozenset(one.tables))
        for one in claims(results).values()
    }
    for kind in ("figure", "table"):
        for row in rows(results[f"{kind}s.csv"]):
            tables = frozenset(row["tables"].split())
            found[kind, row["id"]] = Result(row["page"], int(row["cell"]), tables)
    return found


def _listed(found: list[Difference], pages: list[str], most: int) -> list[str]:
    """Results and pages by kind, a line for each."""
    kinds: dict[str, list[str]] = {}
    for one in found:
        kinds.setdefault(one.kind, []).append(one.id)
    kinds |= {"page": pages[:most]} if pages else {}
    said = [f"    {kind}{'s' * (len(ids) > 1)} {', '.join(ids)}" for kind, ids in kinds.items()]
    if len(pages) > most:
        said[-1] += f" and {len(pages) - most} more; all in the certificate"
    return said
