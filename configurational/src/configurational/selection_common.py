"""What the choice of cases for sufficiency and for necessity has in common: pairs and flags."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .crossover import above, at_crossover
from .errors import ParameterError
from .sets import Cases
from .terms import FREE, memberships

# Memberships as 1 - x miss equality by rounding errors; calibration is never this fine.
EPSILON = 1e-9
# Pairs of one term; a table of them takes some 100 bytes each.
MAX_PAIRS = 2_000_000
ORDER = {"both": 0, "first": 1, "second": 2, "none": 3}


def at_most(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """X <= y, rounding errors aside."""
    return x <= y + EPSILON


def under(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """X < y by more than a rounding error."""
    return x < y - EPSILON


def lowest(scores: np.ndarray, groups: np.ndarray | None = None) -> np.ndarray:
    """Which scores are the lowest of all, or of their group: bool array."""
    series = pd.Series(scores, dtype=float)
    least = series.min() if groups is None else series.groupby(list(groups)).transform("min")
    return np.asarray(series <= least + EPSILON, dtype=bool)


def which(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Of which case of a pair something is true: "both", "first", "second" or "none"."""
    return np.select([first & second, first, second], ["both", "first", "second"], "none").astype(
        object
    )


def all_pairs(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every case of `first` with every case of `second`, as two arrays of positions.

    Raises
    ------
    ParameterError
        More pairs than anyone reads or memory carries.
    """
    if len(first) * len(second) > MAX_PAIRS:
        raise ParameterError(
            "kind",
            f"{len(first)} times {len(second)} cases to be paired",
            f"at most {MAX_PAIRS} pairs: pair a part of the cases",
        )
    return np.repeat(first, len(second)), np.tile(second, len(first))


def ranked_pairs(chosen: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of different cases, the first being at least as typical (score as low)."""
    i, j = all_pairs(chosen, chosen)
    keep = (i != j) & at_most(scores[i], scores[j])
    return i[keep], j[keep]


def ordered(table: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Sort by columns in turn: marks with "both" and True first, numbers from the lowest."""
    if table.empty:
        return table.reset_index(drop=True)

    def key(column: pd.Series) -> pd.Series:
        if column.dtype == bool:
            return ~column
        if column.name in ("clean", "f_in_outcome", "unique"):
            return column.map(ORDER)
        return column.round(12) if column.dtype.kind == "f" else column

    return table.sort_values(list(keys), key=key, kind="stable").reset_index(drop=True)


def own_rows(data: Cases) -> tuple[np.ndarray, np.ndarray]:
    """The truth-table row of each case, as digits "101", and its membership there (n,).

    "?" stands at a crossover membership, which puts a case in no row, "-" where a condition does
    not apply to the case.
    """
    member = np.where(data.fuzzy, above(data.values), data.values).astype(int)
    unclear = at_crossover(data.values) & data.fuzzy & ~data.dont_care
    digits = np.where(data.dont_care, "-", np.where(unclear, "?", member.astype(str)))
    own = np.where(data.fuzzy, np.where(above(data.values), data.values, 1 - data.values), 1.0)
    own = np.where(data.dont_care, 1.0, own)
    return np.array(["".join(row) for row in digits], dtype=object), own.min(axis=1)


def literal_memberships(data: Cases, term: np.ndarray) -> np.ndarray:
    """Membership in each literal of a term (k,), float array (n, literals)."""
    used = np.flatnonzero(term != FREE)
    single = np.full((len(used), len(term)), FREE)
    single[np.arange(len(used)), used] = term[used]
    return memberships(data, single)
