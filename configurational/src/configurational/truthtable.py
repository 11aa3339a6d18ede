"""Truth tables: every configuration with its cases, inclusion, PRI and outcome value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from .checks import require_kind, require_share, require_whole
from .crossover import above, at_crossover
from .errors import ConditionsError, ParameterError
from .fit import inclusion_and_pri
from .sets import Cases, prepare
from .terms import DASH, FREE, all_configurations, configuration_name, memberships, row_numbers

# A row whose inclusion equals the cut-off is positive; sums of floats miss equality by this little.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Cutoffs:
    """Cut-offs of a truth table.

    Attributes
    ----------
    incl : float
        A row is positive from this inclusion on.
    incl_low : float or None
        Rows from here to below `incl` are contradictions ("C"); without it they are negative.
    pri : float
        A positive row also needs this PRI.
    n : int
        Rows with fewer cases are remainders.
    """

    incl: float = 1.0
    incl_low: float | None = None
    pri: float = 0.0
    n: int = 1

    def __post_init__(self) -> None:
        for name in ("incl", "pri"):
            require_share(f"{name}_cut", getattr(self, name))
        if self.incl_low is not None:
            require_share(
                "incl_cut_low",
                self.incl_low,
                high=self.incl,
                expected=f"a share from 0 to incl_cut ({self.incl})",
            )
        require_whole("n_cut", self.n, 1, "a whole number of cases from 1")


@dataclass(frozen=True, eq=False)
class TruthTable:
    """A truth table.

    Attributes
    ----------
    data : Cases
    cutoffs : Cutoffs
    observed : DataFrame
        One line per configuration that has cases, indexed by row number: one column per
        condition, then OUT ("1", "0", "C", "?"), n, incl, PRI and cases (tuple of labels).
    row_levels : int array (k,)
        Levels that number the rows; one more than `data.levels` for conditions with "-" cells.
    free_contradictions : bool
        Whether contradictory rows count as remainders, see `contradictions_as_remainders`.
    """

    data: Cases
    cutoffs: Cutoffs
    observed: pd.DataFrame
    row_levels: np.ndarray
    free_contradictions: bool = False

    def __str__(self) -> str:
        from .printing import write

        return write(self)

    def rebuilt(self, data: Cases | None = None, cutoffs: Cutoffs | None = None) -> TruthTable:
        """The truth table of other cases or cut-offs, contradictions treated as in this one."""
        table = build(
            self.data if data is None else data, self.cutoffs if cutoffs is None else cutoffs
        )
        return table.freed() if self.free_contradictions else table

    def freed(self) -> TruthTable:
        """The same truth table with contradictory rows ("C") as remainders ("?")."""
        observed = self.observed.assign(OUT=self.observed["OUT"].replace("C", "?"))
        return replace(self, observed=observed, free_contradictions=True)

    def configurations(self, *values: str) -> np.ndarray:
        """Configurations (m, k) whose OUT is one of `values`; "-" cells read as `DASH`."""
        rows, out = self._rows
        return rows[np.isin(out, values)]

    @cached_property
    def _rows(self) -> tuple[np.ndarray, np.ndarray]:
        """The configurations (m, k) that have cases, and the OUT of each."""
        rows = self.observed[list(self.data.conditions)].to_numpy(dtype=int)
        return rows, self.observed["OUT"].to_numpy(dtype=str)

    def complete(self) -> pd.DataFrame:
        """All configurations, remainders without cases included, as in `observed`."""
        names = list(self.data.conditions)
        rows = all_configurations(self.row_levels).astype(int)
        rows[(rows == self.data.levels)] = DASH
        table = self.observed.reindex(pd.RangeIndex(1, len(rows) + 1))
        table[names] = rows
        table["OUT"] = table["OUT"].fillna("?")
        table["n"] = table["n"].fillna(0).astype(int)
        table["cases"] = [c if isinstance(c, tuple) else () for c in table["cases"]]
        return table

    def config(self, table: pd.DataFrame) -> list[str]:
        """Digits of each configuration of `observed` or `complete()`."""
        return [
            configuration_name(r) for r in table[list(self.data.conditions)].to_numpy(dtype=int)
        ]


def truth_table(
    frame: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str] | None = None,
    id_column: str | None = None,
    incl_cut: float | tuple[float, float] = 1.0,
    incl_cut_low: float | None = None,
    pri_cut: float = 0.0,
    n_cut: int = 1,
    negate: bool = False,
) -> TruthTable:
    """Build a truth table from calibrated cases (Ragin 2008; Schneider & Wagemann 2012, ch. 7).

    Parameters
    ----------
    frame, outcome, conditions, id_column, negate
        As in `prepare`.
    incl_cut, incl_cut_low, pri_cut, n_cut
        As in `Cutoffs`. A pair (0.8, 0.6) stands for `incl_cut` and `incl_cut_low`.

    Raises
    ------
    QCAError
        See `prepare` and `Cutoffs`.
    """
    cutoffs = Cutoffs(*_inclusion_cuts(incl_cut, incl_cut_low), pri_cut, n_cut)
    return build(prepare(frame, outcome, conditions, id_column, negate), cutoffs)


def _inclusion_cuts(
    cut: float | tuple[float, float], low: float | None
) -> tuple[float, float | None]:
    """Upper and lower cut-off, given as two arguments or as one pair."""
    if not isinstance(cut, (tuple, list)):
        return cut, low
    if low is not None or len(cut) != 2:
        raise ParameterError(
            "incl_cut",
            f"{cut}" + ("" if low is None else f" beside incl_cut_low {low}"),
            "one share, or a pair such as (0.8, 0.6)",
        )
    for share in cut:
        require_share("incl_cut", share)
    if cut[1] > cut[0]:
        raise ParameterError(
            "incl_cut", f"{cut}", f"the higher cut-off first: ({cut[1]}, {cut[0]})"
        )
    return cut[0], cut[1]


def build(data: Cases, cutoffs: Cutoffs) -> TruthTable:
    """Build a truth table from checked cases.

    A case belongs to the one configuration in which its membership exceeds 0.5; inclusion and
    PRI of a configuration are taken over all cases.

    Raises
    ------
    ConditionsError
        Fewer than two conditions.
    """
    require_kind("data", data, Cases)
    require_kind("cutoffs", cutoffs, Cutoffs)
    if len(data.conditions) < 2:
        raise ConditionsError(
            "conditions",
            f"{len(data.conditions)} ({', '.join(data.conditions)})",
            "at least two: configurations need more than one condition",
        )
    config = case_configurations(data)
    placed = ~(at_crossover(data.values) & data.fuzzy).any(axis=1)
    row_levels = data.levels + data.dont_care.any(axis=0)
    numbers = row_numbers(np.where(config == DASH, data.levels, config), row_levels)
    order = np.flatnonzero(placed)[np.argsort(numbers[placed], kind="stable")]
    found, starts = np.unique(numbers[order], return_index=True)
    lines, shared = [], np.minimum(data.y, 1 - data.y)
    for number, members, x in zip(
        found, np.split(order, starts[1:]), _row_memberships(data, config[order[starts]])
    ):
        lines.append(
            [
                number,
                *config[members[0]],
                len(members),
                *inclusion_and_pri(x, data.y, shared),
                tuple(data.cases[i] for i in members),
            ]
        )
    names = list(data.conditions)
    table = pd.DataFrame(lines, columns=["row", *names, "n", "incl", "PRI", "cases"]).set_index(
        "row"
    )
    table.insert(
        len(names), "OUT", outcome_values(table["n"], table["incl"], table["PRI"], cutoffs)
    )
    return TruthTable(data, cutoffs, table, row_levels)


def case_configurations(data: Cases) -> np.ndarray:
    """Configuration (n, k) that each case is closest to: levels, `DASH` for "-" cells."""
    nearest = np.where(data.fuzzy, above(data.values), data.values).astype(int)
    return np.where(data.dont_care, DASH, nearest)


def outcome_values(n: pd.Series, incl: pd.Series, pri_: pd.Series, cutoffs: Cutoffs) -> np.ndarray:
    """OUT of rows from their number of cases, inclusion and PRI."""
    enough = incl >= cutoffs.incl - TOLERANCE
    out = np.where(enough & (pri_ >= cutoffs.pri - TOLERANCE), "1", "0").astype(object)
    if cutoffs.incl_low is not None:
        out[(~enough & (incl >= cutoffs.incl_low - TOLERANCE)).to_numpy()] = "C"
    out[(n < cutoffs.n).to_numpy()] = "?"
    return out


def _row_memberships(data: Cases, rows: np.ndarray) -> Iterator[np.ndarray]:
    """Membership (n,) of the cases in each configuration; a "-" in it is matched by "-" alone.

    Configurations in row order share their first literals with the one before: what these make of
    the memberships is kept.
    """
    k = len(data.conditions)
    single = {
        (j, int(level)): _in_level(data, j, int(level))
        for j in range(k)
        for level in np.unique(rows[:, j])
    }
    # prefix[j]: memberships in the first j literals of the configuration at hand.
    prefix = [np.ones(len(data.cases))] + [np.empty(0)] * k
    before = np.full(k, FREE)
    for row in rows:
        differs = np.flatnonzero(row != before)
        for j in range(differs[0] if len(differs) else k, k):
            prefix[j + 1] = np.minimum(prefix[j], single[j, int(row[j])])
        before = row
        yield prefix[k]


def _in_level(data: Cases, j: int, level: int) -> np.ndarray:
    """Membership (n,) in one level of a condition, or in its "-"."""
    if level == DASH:
        return data.dont_care[:, j].astype(float)
    term = np.full((1, len(data.conditions)), FREE)
    term[0, j] = level
    return memberships(data, term)[:, 0]
