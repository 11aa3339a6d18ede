"""Results as values: claims, figures and tables, and where each of them was made.

A value is frozen. ``record`` and ``of`` turn it into the dict that JSON holds and back: in the
outputs of a notebook, in ``results.json`` of a run and in ``results/claims.json``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple, Self, cast

Value = int | float | str


class Interval(NamedTuple):
    """An interval in the unit of its value."""

    low: float
    high: float


@dataclass(frozen=True)
class Origin:
    """Where a result was made.

    Parameters
    ----------
    chapter : name of the page's notebook ("notebook" in JSON), e.g. ``norway_elderly_care``
    page : page of the book, e.g. ``2_norway/norway_elderly_care``
    cell : number of its cell among the code cells of the page, from 1 on
        (``copro.chapters.cells``); the page shows the cell under the anchor ``cell-N``
    cell_id : id of the cell in the notebook
    parameters : all parameters of the run
    """

    chapter: str
    page: str
    cell: int
    cell_id: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """The origin as JSON holds it, behind the fields of the result."""
        return {
            "notebook": self.chapter,
            "page": self.page,
            "cell": self.cell,
            "cell_id": self.cell_id,
            "parameters": dict(self.parameters),
        }

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Origin":
        """The origin in the record of a result; ``NOWHERE`` if it has none."""
        if "notebook" not in record:
            return NOWHERE
        names = ("notebook", "page", "cell", "cell_id", "parameters")
        return cls(*(record[name] for name in names))


NOWHERE = Origin("", "", 0, "")  # of a result that is being made: it does not know its page


@dataclass(frozen=True)
class Range:
    """How the estimate of another claim varies over all its specifications.

    Parameters
    ----------
    of : id of that claim
    place : where its own estimate lies, a key of ``copro.methods.multiverse.curve.PLACES``
    n : number of specifications
    median, low, high : of the estimates; nine in ten lie from ``low`` to ``high``
    same_sign : percent with the sign of the preferred one; None where the question is not zero
    p_median : p of the permutation test of the median; None likewise
    """

    of: str
    place: str
    n: int
    median: float
    low: float
    high: float
    same_sign: float | None = None
    p_median: float | None = None


class Result:
    """What claims, figures and tables have in common: the tables they rest on, with their sha256,
    and their origin. Each of them declares its fields in the order in which JSON holds them.
    """

    id: str
    tables: tuple[str, ...]
    hashes: Mapping[str, str]
    origin: Origin

    def record(self) -> dict[str, Any]:
        """The result as JSON holds it; without its origin as long as it has none."""
        own = {name: _json(getattr(self, name)) for name in _names(type(self))}
        return own | (self.origin.record() if self.origin != NOWHERE else {})

    def on(self, page: str) -> Self:
        """The same result, as if it stood on another page."""
        return replace(cast(Any, self), origin=replace(self.origin, page=page))

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """The result that a record holds; ``TypeError`` names the fields that it lacks."""
        own = {name: record[name] for name in _names(cls) if name in record}
        if "tables" in own:
            own["tables"] = tuple(own["tables"])
        return cast(Any, cls)(**own, origin=Origin.of(record))


@dataclass(frozen=True, kw_only=True)
class Claim(Result):
    """A sentence that a reader might quote, with its number and its evidence.

    Parameters
    ----------
    sentence : as the reader sees it
    value : a number, or a word
    unit : unit of value and interval
    interval : None where there is none; ``level`` is its level in percent
    n : number of observations behind the value
    kind : class of evidence, a key of ``copro.report.records.claim.KINDS``
    tolerance : relative difference between two machines
    shown, digits : the value with its unit and its decimals, for pages; the committed reference
        keeps neither
    multiverse : range of another claim over all its specifications
    message : whether it is the message of its section, which the page sets in a box
    disagree : codes it rests on, in words, on which the passes of coding agree too little for a
        conclusion -> Krippendorff's alpha, None where there is none
    """

    id: str
    sentence: str
    value: Value
    unit: str
    interval: Interval | None = None
    level: float | None = None
    n: int | None = None
    kind: str
    tables: tuple[str, ...]
    hashes: Mapping[str, str]
    tolerance: float
    shown: str = ""
    digits: int = 1
    multiverse: Range | None = None
    message: bool = False
    disagree: Mapping[str, float | None] = field(default_factory=dict)
    origin: Origin = NOWHERE

    def record(self) -> dict[str, Any]:
        """The claim as JSON holds it; a range, a message or doubtful codes only where it is so."""
        seldom = {name for name in ("multiverse", "message", "disagree") if not getattr(self, name)}
        return {k: v for k, v in super().record().items() if k not in seldom}

    @property
    def chapter(self) -> str:
        """Name of the notebook that makes it."""
        return self.origin.chapter

    def committed(self) -> dict[str, Any]:
        """The record without what is only for pages."""
        return {k: v for k, v in self.record().items() if k not in ("shown", "digits", "message")}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """The claim that a record holds; ``TypeError`` names the fields that it lacks."""
        interval, multiverse = record.get("interval"), record.get("multiverse")
        parts = {
            "interval": None if interval is None else Interval(*interval),
            "multiverse": None if multiverse is None else Range(**multiverse),
        }
        return super().of({**record, **parts})


@dataclass(frozen=True, kw_only=True)
class Figure(Result):
    """A picture in words, with what it draws (``copro.report.records.digest``)."""

    id: str
    title: str
    caption: str
    alt: str
    source: str
    tables: tuple[str, ...]
    hashes: Mapping[str, str]
    drawn: str
    picture_sha256: str
    origin: Origin = NOWHERE


@dataclass(frozen=True, kw_only=True)
class Table(Result):
    """A table in words; its rows are in ``tables/<id>.csv``."""

    id: str
    caption: str
    source: str
    tables: tuple[str, ...]
    hashes: Mapping[str, str]
    origin: Origin = NOWHERE


@dataclass(frozen=True)
class Results:
    """The results of one notebook, or of several in the order in which they run."""

    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()

    def all(self) -> tuple[Result, ...]:
        """Claims, then figures, then tables."""
        return (*self.claims, *self.figures, *self.tables)

    def __add__(self, other: "Results") -> "Results":
        """The results of both, kind by kind."""
        return Results(
            self.claims + other.claims, self.figures + other.figures, self.tables + other.tables
        )

    def on(self, page: str) -> "Results":
        """The same results, as if they stood on another page."""
        return Results(*(tuple(r.on(page) for r in getattr(self, f.name)) for f in fields(self)))

    def record(self) -> dict[str, list[dict[str, Any]]]:
        """The results as JSON holds them: lists of ``claims``, ``figures`` and ``tables``."""
        return {one.name: [r.record() for r in getattr(self, one.name)] for one in fields(self)}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Results":
        """The results that a record holds."""
        return cls(
            tuple(map(Claim.of, record["claims"])),
            tuple(map(Figure.of, record["figures"])),
            tuple(map(Table.of, record["tables"])),
        )


def _names(kind: type[Result]) -> list[str]:
    """Fields of a result but its origin, in the order in which JSON holds them."""
    return [one.name for one in fields(cast(Any, kind)) if one.name != "origin"]


def _json(part: Any) -> Any:
    """A field as JSON holds it."""
    if isinstance(part, tuple):
        return list(part)
    if isinstance(part, Range):
        own = {one.name: getattr(part, one.name) for one in fields(part)}
        return {name: value for name, value in own.items() if value is not None}
    return dict(part) if isinstance(part, Mapping) else part
