"""Why a result changed: which changed input reaches it, by the ways that the build goes.

A raw table, its card and its corrections reach the results that name the table, and else those of
the chapters that load it; a module those of the chapters that import it; a cell those made in it or
below it; words, parameters and a text those of their chapter; lock and software all. Whatever
reaches a chapter reaches those that read its claims. A result is explained by the inputs that reach
it directly; only where none does, by those that reach it through another chapter or result.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from copro.chapters.chapter import Chapter
from copro.chapters.notebooks import cells_of, notebook_path
from copro.paths import ROOT
from copro.run.committed import claims, rows
from copro.run.dependencies import RUNNERS, modules_of_notebook
from copro.run.differences import Difference
from copro.run.inputs import Changed

NO_INPUT = "no changed input explains this"
UNKNOWN = "the reference does not hold its inputs (`make reference` adds them)"
NAMED = 3  # changed inputs without a consequence that are named before the rest is counted
DIRECT, THROUGH = 2, 1


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
        self._results = _results(old) | _results(new)
        self._chapters = chapters

    @cached_property
    def by_difference(self) -> dict[Difference, list[Changed]]:
        """Each difference with the inputs that explain it."""
        explained = {}
        for one in self._found:
            result = self._results[one.kind, one.id]
            reached = [(self._reaches(it, result), it) for it in self.inputs or []]
            strongest = max((how for how, _ in reached), default=0)
            explained[one] = [it for how, it in reached if how == strongest > 0]
        return explained

    def _reaches(self, it: Changed, result: Result) -> int:
        """How an input reaches a result: ``DIRECT``, ``THROUGH`` another, or not (0)."""
        name = result.page.rpartition("/")[2]
        if it.kind in ("lock", "software"):
            return DIRECT
        if it.kind in ("table", "card", "correction") and it.name in result.tables:
            return DIRECT
        if it.kind not in ("table", "card", "correction") and self._own(it, name, result.cell):
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
        if it.kind in ("table", "card", "correction"):
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

    def lines(self) -> list[str]:
        """The changed inputs, each with what it explains, then what none explains."""
        if not self._found and not self.inputs:
            return []
        if self.inputs is None:
            return [f"why: {UNKNOWN}"]
        said, idle = ["why:"], []
        for it in self.inputs:
            reached = [one for one, causes in self.by_difference.items() if it in causes]
            pages = self._pages(it, reached)
            if reached or pages:
                said += [f"  {it.said}", *_listed(reached, pages)]
            else:
                idle.append(it.said)
        if idle:
            more = f" and {len(idle) - NAMED} more" if len(idle) > NAMED else ""
            said += [f"  changed without consequence: {'; '.join(idle[:NAMED])}{more}"]
        unknown = [one for one, causes in self.by_difference.items() if not causes]
        return [*said, *([f"  {NO_INPUT}:", *_listed(unknown, [])] if unknown else [])]

    def _pages(self, it: Changed, reached: list[Difference]) -> list[str]:
        """Pages on which the consequences of an input stand or are quoted, and those whose text
        it is.
        """
        own = [one.page for one in reached]
        if it.kind == "text":
            own += [one.page for one in self._chapters.values() if one.source == it.name]
        ids = {one.id for one in reached if one.kind == "claim"}
        return list(dict.fromkeys([*own, *self._quoting(ids)]))

    def _quoting(self, ids: set[str]) -> Iterator[str]:
        """Pages whose source names one of the claims."""
        if not ids:
            return
        known = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ids))})(?![\w-])")
        for file in sorted((ROOT / "book").rglob("*.md")):
            if known.search(file.read_text(encoding="utf-8")):
                yield str(file.relative_to(ROOT / "book").with_suffix(""))
        for one in self._chapters.values():
            cells = cells_of(notebook_path(one.source))
            if any(known.search(cell["source"]) for cell in cells if cell["type"] == "markdown"):
                yield one.page


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


def _listed(found: list[Difference], pages: list[str]) -> list[str]:
    """Results and pages by kind, a line for each."""
    kinds: dict[str, list[str]] = {}
    for one in found:
        kinds.setdefault(one.kind, []).append(one.id)
    kinds |= {"page": pages} if pages else {}
    return [f"    {kind}{'s' * (len(ids) > 1)} {', '.join(ids)}" for kind, ids in kinds.items()]
