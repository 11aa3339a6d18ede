"""The configurations of a truth table as minimisation sees them, and one minimisation over them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np

from .chart import as_chart, dominated
from .cover import Covers, minimal_covers
from .errors import AllPositiveError, ContradictionError, NoPositiveRowError, ParameterError
from .implicants import implicant_chart
from .inclusion_cuts import included_covers, included_terms, require_cover
from .irredundant import irredundant_covers
from .rows import Excluded, read_rows
from .terms import DASH, FREE, all_configurations, cells, covers, row_numbers, term_name
from .truthtable import TruthTable


@dataclass(frozen=True, eq=False)
class Minimised:
    """Prime implicants, int8 array (t, k), and the covers chosen from them."""

    primes: np.ndarray
    covers: Covers

    def models(self) -> list[np.ndarray]:
        """Terms (s, k) of each listed cover."""
        return [self.primes[list(c)].astype(int) for c in self.covers.models]

    def brief(self) -> Minimised:
        """The same without prime implicants and all models but the first."""
        return Minimised(self.primes[:0], replace(self.covers, models=self.covers.models[:1]))

    @property
    def exhausted(self) -> bool:
        """Whether every model is listed and proved to be smallest."""
        found = self.covers
        return found.smallest and found.counted and len(found.models) == found.n_models


def numbered(marks: np.ndarray) -> tuple[int, ...]:
    """Row numbers of marked configurations."""
    return tuple((np.flatnonzero(marks) + 1).tolist())


class Options(TypedDict, total=False):
    """Options of `minimize` that say what counts as a model, and how long to look for it."""

    seconds: float | None
    row_dominance: bool
    irredundant: bool
    term_incl: float
    model_incl: float


class Space:
    """Configurations of a truth table sorted into positive, negative and remainders.

    Parameters
    ----------
    table : TruthTable
    exclude : sequence of int, or str
        Remainders that count as negative, see `read_rows`.

    Raises
    ------
    NoPositiveRowError, AllPositiveError, ParameterError, ContradictionError
    """

    def __init__(self, table: TruthTable, exclude: Excluded = ()):
        self.table, self.levels = table, table.data.levels
        self._named: dict[bytes, str] = {}
        if table.observed.empty:
            raise NoPositiveRowError(
                "truth table",
                "no case in any row: every case has some membership of exactly 0.5",
                "cases above or below 0.5 in every condition",
            )
        self.positive = table.configurations("1")
        # Rows below the frequency cut-off have cases, yet count as remainders.
        seen = table.configurations("0", "1", "C")
        self.unseen = np.ones(int(np.prod(self.levels)), dtype=bool)
        self.unseen[row_numbers(seen[(seen != DASH).all(axis=1)], self.levels) - 1] = False
        if len(self.positive) == 0:
            cuts = table.cutoffs
            raise NoPositiveRowError(
                "truth table",
                f"no positive row (highest inclusion {table.observed['incl'].max():.3f})",
                f"a row of at least {cuts.n} case(s) with inclusion >= {cuts.incl:g} and PRI >= "
                f"{cuts.pri:g}; lower the cut-offs if that can be defended",
            )
        if len(set(table.data.y)) == 1:
            raise AllPositiveError(
                "outcome " + table.data.outcome,
                f"all rows positive: every case has membership {table.data.y[0]:g}",
                "an outcome that differs between cases",
            )
        # The cube of cells to keep out or not has a place for "-" where a condition has such cells.
        self.cube: tuple[int, ...] = tuple(table.row_levels)
        # A positive row with "-" stands for both levels there; cells with "-" are no remainders.
        free = cells(np.where(self.positive == DASH, FREE, self.positive), self.cube).reshape(
            self.cube
        )
        for axis in np.flatnonzero(table.row_levels > self.levels):
            free[(slice(None),) * axis + (-1,)] = True
        self._free = free.ravel()
        negative = table.configurations("0", "C")
        exclude = read_rows(table, exclude)
        if exclude:
            negative = np.concatenate([negative, self._excluded(exclude)])
        self.negative = np.zeros(len(self._free), dtype=bool)
        self.negative[
            row_numbers(np.where(negative == DASH, self.levels, negative), table.row_levels) - 1
        ] = True

    def _excluded(self, exclude: tuple[int, ...]) -> np.ndarray:
        wrong = [r for r in exclude if not 1 <= r <= len(self.unseen)]
        if wrong:
            raise ParameterError("exclude", f"row {wrong[0]}", f"rows 1 to {len(self.unseen)}")
        rows = all_configurations(self.levels)[np.array(exclude, dtype=int) - 1].astype(int)
        positive = covers(self.positive, rows).any(axis=0)
        if positive.any():
            row = int(np.array(exclude)[positive][0])
            raise ContradictionError(f"exclude, row {row}", "a positive row", "remainders")
        return rows

    def no_remainder(self, allowed: np.ndarray | None = None) -> np.ndarray:
        """Cells of the cube to keep out when only remainders inside `allowed` terms may be used."""
        free = self._free if allowed is None else self._free | cells(allowed, self.cube)
        return ~free | self.negative

    def minimise(
        self,
        off: np.ndarray,
        cap: int,
        count: bool = True,
        seconds: float | None = None,
        row_dominance: bool = False,
        irredundant: bool = False,
        term_incl: float = 0.0,
        model_incl: float = 0.0,
    ) -> Minimised:
        """All prime implicants and smallest covers of the positive rows, keeping `off` cells out.

        Options as in `minimize`.
        """
        if not off.any():
            raise AllPositiveError(
                "truth table",
                "all rows positive: nothing is left to keep out",
                "a negative row (or, for the conservative solution, a remainder)",
            )
        primes, chart = implicant_chart(self.positive, off, self.table.row_levels)
        if term_incl > 0:
            primes = included_terms(primes, self.table.data, self.positive, term_incl)
            chart = as_chart(covers(primes, self.positive))
            require_cover(chart, term_incl)
        if row_dominance:
            kept = ~dominated(chart)
            primes, chart = primes[kept], chart[kept]
        if model_incl > 0:
            return Minimised(
                primes, included_covers(chart, primes, self.table.data, model_incl, cap)
            )
        return Minimised(
            primes,
            irredundant_covers(chart, cap)
            if irredundant
            else minimal_covers(chart, cap, count, seconds=seconds),
        )

    def remainders(self, terms: np.ndarray) -> np.ndarray:
        """Which configurations, by row number, are remainders inside the terms."""
        return cells(terms, self.levels) & self.unseen

    def name(self, term: np.ndarray) -> str:
        """A term in words."""
        key = term.tobytes()
        if key not in self._named:
            data = self.table.data
            self._named[key] = term_name(term, data.conditions, data.multivalue)
        return self._named[key]

    def names(self, terms: np.ndarray) -> tuple[str, ...]:
        """Sorted names of several terms."""
        return tuple(sorted(self.name(t) for t in terms))
