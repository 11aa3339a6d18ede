"""Which terms of a solution survive when thresholds, cases and cut-offs move; in blocks.

A draw is one calibration of some cases: first each combination of the thresholds and samples that
are declared, then drawn ones, with thresholds between the declared ones and without a random tenth
of the clusters. Each draw is analysed at all cut-offs. It has random numbers of its own, and blocks
of draws give counts, which are added: so neither their size nor their order can change a result.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise, product
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pandas as pd
from configurational.crossover import above
from pydantic import BaseModel, ConfigDict

import configurational as qca
from copro.methods.configurations import passes
from copro.methods.multiverse import blocks
from copro.methods.multiverse.blocks import TENTH, Block
from copro.methods.multiverse.rows import Panel, as_arrays, stream

KINDS = ("conservative", "intermediate", "parsimonious")
SIZE = 40_000  # draws of a block: a minute or two of one core
DECLARED, DRAWN = "declared", "drawn"
WHOLE, NONE, COMBINATION, ALL = "the whole solution", "no solution", "combination", "all"
COLUMNS = "incl_cut n_cut solution term argued analyses found inside".split()


class Design(BaseModel):
    """What is analysed, and every choice that could be defended, those argued for first.

    ``thresholds`` maps conditions and outcome to their options: three numbers are full exclusion,
    crossover and full inclusion, a single one makes a crisp set from that value on. ``outcomes``
    maps a name to whether the outcome is negated, and to what is expected of each condition.
    ``samples`` are columns of truth values; ``cuts`` are inclusions, ``counts`` numbers of cases.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    conditions: list[str]
    outcome: str
    outcomes: dict[str, tuple[bool, str]]
    thresholds: dict[str, list[tuple[float, ...]]]
    samples: list[str]
    cluster: str
    cuts: list[float]
    counts: list[int]


@dataclass(frozen=True)
class Counts:
    """How often of ``draws``: a combination held enough cases (``held``) and counted (``passed``),
    both (outcomes, cuts, counts, combinations); the solution was that of the choices argued for
    (``same``) or there was none (``none``), both (outcomes, cuts, counts, kinds); a product was a
    term of it (``exact``) or lay within it (``within``), with a last axis of ``products``.
    """

    draws: np.ndarray
    held: np.ndarray
    passed: np.ndarray
    same: np.ndarray
    none: np.ndarray
    exact: np.ndarray
    within: np.ndarray


class Solved(NamedTuple):
    """A solution: its models as text, and which products are terms of all models, or within all."""

    models: str
    exact: np.ndarray
    within: np.ndarray


@dataclass(frozen=True)
class Task:
    """A design over its cases."""

    kind: ClassVar = "robustness"
    form: ClassVar = Counts  # of its results
    design: Design
    panel: Panel
    seed: int

    @property
    def told(self) -> dict[str, Any]:
        """What its jobs read beside the panel."""
        return {"design": self.design.model_dump(), "seed": self.seed}

    @classmethod
    def again(cls, told: dict[str, Any], panel: Panel) -> "Task":
        """The task from what its jobs read."""
        return cls(Design(**told["design"]), panel, told["seed"])

    @cached_property
    def key(self) -> str:
        """Digest of all that its results hang on."""
        engine = sorted(Path(qca.__file__).parent.glob("*.py"))
        code = blocks.code(*engine, Path(__file__))
        return blocks.digest(f"{self.design.model_dump_json()} {self.seed} {code}", self.panel)

    @cached_property
    def declared(self) -> list[tuple[Any, ...]]:
        """Sample and thresholds (of the outcome and each condition) of the declared draws; those
        argued for are the first.
        """
        return list(product(self.design.samples, *_options(self.design)))

    def run(self, block: Block) -> Counts:
        """The results of a block."""
        return compute(self, block)


def task(cases: pd.DataFrame, design: Design, seed: int) -> Task:
    """The work of a design over its cases; those without a value of a set are left out.

    >>> work = task(*example(), seed=1)
    >>> len(work.declared), work.declared[0]
    (2, ('all', (1.0,), (2.0,), (1.0,)))
    """
    sets = [design.outcome, *design.conditions]
    known = cases.dropna(subset=sets)[[*sets, *design.samples, design.cluster]]
    return Task(design, as_arrays(known.astype(dict.fromkeys(sets, float))), seed)


def example() -> tuple[pd.DataFrame, Design]:
    """A small one: eight cases, and an outcome that follows A.

    >>> example()[0].head(2)
       A  B  Y   at   all
    0  0  0  0  at0  True
    1  0  1  0  at1  True
    """
    cases = pd.DataFrame(
        [(a, b, int(a >= 2)) for a in (0, 1, 2, 3) for b in (0, 1)], columns=["A", "B", "Y"]
    )
    design = Design(
        name="small",
        conditions=["A", "B"],
        outcome="Y",
        outcomes={"it happens": (False, "1,1")},
        thresholds={"Y": [(1,)], "A": [(2,), (1,)], "B": [(1,)]},
        samples=["all"],
        cluster="at",
        cuts=[0.8, 0.5],
        counts=[1],
    )
    return cases.assign(at=[f"at{k}" for k in cases.index], all=True), design


def plan(task: Task, draws: int, size: int = SIZE) -> list[Block]:
    """The blocks of a task: those of the declared draws, then those of ``draws`` drawn ones.

    >>> [block.name for block in plan(task(*example(), seed=1), draws=30, size=20)]
    ['0-2x0-1', '2-22x0-1', '22-32x0-1']
    """
    first, last = len(task.declared), len(task.design.outcomes)
    return [
        Block(since, min(since + size, until), 0, last)
        for begin, until in ((0, first), (first, first + draws))
        for since in range(begin, until, size)
    ]


def compute(task: Task, block: Block) -> Counts:
    """The results of a block.

    >>> found = compute(task(*example(), seed=1), Block(0, 2, 0, 1))
    >>> found.same[0, :, 0, 0]  # the declared thresholds at both cut-offs
    array([1, 2])
    """
    design = task.design
    names, corners = products(design.conditions), _corners(len(design.conditions))
    whole = (len(design.outcomes), len(design.cuts), len(design.counts))
    shapes = [(), *[(len(corners),)] * 2, *[(len(KINDS),)] * 2, *[(len(KINDS), len(names))] * 2]
    total = Counts(*(np.zeros(whole + own, dtype=np.int64) for own in shapes))
    known: dict[tuple[Any, ...], list[Solved]] = {}
    argued = _argued(task)
    for draw in range(block.since, block.until):
        y, x = _memberships(task, draw)
        inside = np.where(corners, x[:, None], 1 - x[:, None]).min(axis=2)
        size, sums = above(inside).sum(axis=0), inside.sum(axis=0)
        for o, (negated, expected) in enumerate(design.outcomes.values()):
            own = 1 - y if negated else y
            joint = np.minimum(inside, own[:, None]).sum(axis=0)
            incl = np.divide(joint, sums, out=np.zeros(len(corners)), where=sums > 0)
            for (c, cut), (n, count) in product(enumerate(design.cuts), enumerate(design.counts)):
                held = size >= count
                passed = held & passes(incl, cut)
                pattern = (o, held.tobytes(), passed.tobytes())
                if pattern not in known:
                    known[pattern] = solve(design, own, x, expected, cut, count)
                at = (o, c, n)
                total.draws[at] += 1
                total.held[at] += held
                total.passed[at] += passed
                for k, found in enumerate(known[pattern]):
                    total.same[at][k] += found.models == argued[o][k].models
                    total.none[at][k] += found.models == NONE
                    total.exact[at][k] += found.exact
                    total.within[at][k] += found.within
    return total


def merge(plan: Iterable[Block], part: Callable[[Block], Counts]) -> Counts:
    """The counts of all blocks together.

    Raises ``ValueError`` where the blocks do not follow each other.

    >>> work = task(*example(), seed=1)
    >>> merge(plan(work, 9, size=4), lambda block: compute(work, block)).draws[0]
    array([[11],
           [11]])
    """
    ordered = sorted(plan)
    for before, after in pairwise(ordered):
        if before.until != after.since:
            raise ValueError(f"no block holds the draws {before.until} to {after.since}")
    parts = [part(block) for block in ordered]
    return Counts(*(sum(getattr(p, field.name) for p in parts) for field in fields(Counts)))


def products(conditions: Sequence[str]) -> list[str]:
    """All products of conditions, their absence and nothing, as terms are written.

    >>> products(["A", "B"])
    ['~A*~B', '~A*B', '~A', 'A*~B', 'A*B', 'A', '~B', 'B', '']
    """
    signs = [(f"~{one}", one, "") for one in conditions]
    return ["*".join(filter(None, each)) for each in product(*signs)]


def survival(task: Task, plan: Sequence[Block], part: Callable[[Block], Counts]) -> pd.DataFrame:
    """How often combinations count, and terms and whole solutions come back.

    A row for each outcome, cut-off (and for all of them), kind of solution and term, over the
    declared and over the drawn choices: analyses (in which a combination held enough cases), found
    (times it was there as it stands) and inside (times a solution held all of it), both also in
    percent. ``argued`` says whether the choices argued for have it; terms that neither they nor any
    analysis has are left out.

    >>> work = task(*example(), seed=1)
    >>> rows = survival(work, plan(work, 0), lambda block: compute(work, block))
    >>> at = (rows["incl_cut"] == "0.8") & (rows["solution"] == "parsimonious")
    >>> rows.loc[at, ["choices", "term", "argued", "analyses", "found"]]
         choices                term argued  analyses  found
    23  declared                   A    yes         2      1
    24  declared  the whole solution    yes         2      1
    25  declared         no solution     no         2      1
    """
    border, rows, argued = len(task.declared), [], _argued(task)
    for choices, own in (
        (DECLARED, [block for block in plan if block.until <= border]),
        (DRAWN, [block for block in plan if block.since >= border]),
    ):
        if own:
            found = merge(own, part)
            for o, outcome in enumerate(task.design.outcomes):
                rows += [
                    {"outcome": outcome, "choices": choices, **row}
                    for row in _told(task.design, found, o, argued[o])
                ]
    frame = pd.DataFrame(rows)
    share = 100 / frame["analyses"].where(frame["analyses"] > 0)
    return frame.assign(
        argued=np.where(frame["argued"], "yes", "no"),
        found_pct=frame["found"] * share,
        inside_pct=frame["inside"] * share,
    )


def solve(
    design: Design, y: np.ndarray, x: np.ndarray, expected: str, cut: float, count: int
) -> list[Solved]:
    """The solution of each kind, from memberships in the outcome (cases,) and in the conditions
    (cases, conditions). Where none is left to keep out, every product lies within it.

    >>> x = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
    >>> found = solve(example()[1], x[:, 0], x, "1,1", cut=0.8, count=1)
    >>> [one.models for one in found]
    ['A', 'A', 'A']
    """
    names, corners = products(design.conditions), _corners(len(design.conditions))
    signs = np.array(list(product((0, 1, 2), repeat=len(design.conditions))))
    covers = ((signs[:, None] == corners) | (signs[:, None] == 2)).all(axis=2)
    frame = pd.DataFrame(np.column_stack([x, y]), columns=[*design.conditions, design.outcome])
    table = qca.truth_table(frame, design.outcome, incl_cut=cut, n_cut=count)
    found = []
    for kind in KINDS:
        try:
            models = qca.minimize(table, kind, expected if kind == "intermediate" else None).models
        except qca.AllPositiveError:
            models = ((names[-1],),)
        except qca.NoPositiveRowError:
            nothing = np.zeros(len(names), dtype=bool)
            found.append(Solved(NONE, nothing, nothing))
            continue
        terms = np.array([np.isin(names, model) for model in models])
        held = [covers[one].any(axis=0) for one in terms]
        within = np.stack([(covers <= one).all(axis=1) for one in held])
        text = " or ".join(" + ".join(model) for model in models)
        found.append(Solved(text, np.all(terms, axis=0), np.all(within, axis=0)))
    return found


def _options(design: Design) -> list[list[tuple[float, ...]]]:
    return [design.thresholds[one] for one in (design.outcome, *design.conditions)]


def _corners(k: int) -> np.ndarray:
    """Combinations of conditions as truth values, in the order of a truth table."""
    return np.array(list(product((False, True), repeat=k)))


def _argued(task: Task) -> list[list[Solved]]:
    """The solutions of each outcome by the choices argued for."""
    y, x = _memberships(task, 0)
    own = task.design
    return [
        solve(own, 1 - y if negated else y, x, expected, own.cuts[0], own.counts[0])
        for negated, expected in own.outcomes.values()
    ]


def _memberships(task: Task, draw: int) -> tuple[np.ndarray, np.ndarray]:
    """Memberships of the cases of a draw in the outcome (cases,) and the conditions (cases, k)."""
    design, panel, place = task.design, task.panel, draw - len(task.declared)
    if place < 0:
        sample, *chosen = task.declared[draw]
        inside = panel[sample]
    else:
        numbers = stream(task.seed, design.name, place)
        sample = design.samples[numbers.integers(len(design.samples))]
        chosen = [_between(options, numbers) for options in _options(design)]
        there = np.unique(panel[design.cluster][panel[sample]])
        gone = numbers.permutation(there)[: max(1, len(there) // TENTH)]
        inside = panel[sample] & ~np.isin(panel[design.cluster], gone)
    sets = (design.outcome, *design.conditions)
    y, *x = (_calibrated(panel[one][inside], own) for one, own in zip(sets, chosen))
    return y, np.column_stack(x)


def _between(
    options: Sequence[tuple[float, ...]], numbers: np.random.Generator
) -> tuple[float, ...]:
    """A mixture of three thresholds each; of single ones one of them."""
    if len(options[0]) == 1:
        return options[int(numbers.integers(len(options)))]
    weights = numbers.dirichlet(np.ones(len(options)))
    return tuple(map(float, (weights[:, None] * np.array(options)).sum(axis=0)))


def _calibrated(values: np.ndarray, thresholds: Sequence[float]) -> np.ndarray:
    if len(thresholds) == 1:
        return (values >= thresholds[0]).astype(float)
    return qca.direct(values, dict(zip("eci", thresholds)))


def _told(
    design: Design, counts: Counts, outcome: int, argued: Sequence[Solved]
) -> Iterator[dict[str, Any]]:
    """The rows of an outcome."""
    names, corners = products(design.conditions), _corners(len(design.conditions))
    full = np.flatnonzero([name.count("*") == len(design.conditions) - 1 for name in names])
    places = [*product(range(len(design.cuts)), range(len(design.counts)))]
    for span in (places, *([one] for one in places)):
        i, j = span[0]
        at = (f"{design.cuts[i]:g}", str(design.counts[j])) if len(span) == 1 else (ALL, ALL)
        cut, count = map(list, zip(*span))
        draws, held, passed, same, none, exact, within = (
            getattr(counts, field.name)[outcome, cut, count].sum(axis=0).tolist()
            for field in fields(Counts)
        )
        told = [
            (COMBINATION, names[full[k]], argued[0].within[full[k]], held[k], passed[k], passed[k])
            for k in range(len(corners))
        ]
        for k, (kind, own) in enumerate(zip(KINDS, argued)):
            told += [
                (kind, name, own.exact[term], draws, exact[k][term], within[k][term])
                for term, name in enumerate(names)
                if name and (own.exact[term] or exact[k][term])
            ]
            told += [
                (kind, WHOLE, own.models != NONE, draws, same[k], same[k]),
                (kind, NONE, own.models == NONE, draws, none[k], none[k]),
            ]
        for row in told:
            yield dict(zip(COLUMNS, (*at, *row)))
