"""Agreement between coders: percent, Cohen's kappa, Krippendorff's alpha.

Ratings are a frame with a row for each unit and a column for each coder; a missing value is a
unit that the coder did not rate. Alpha (Krippendorff 2004) is 1 - observed / expected
disagreement, from the coincidences of values within units. What counts as disagreement is a
distance: "nominal", "ordinal", "interval" and "ratio" are his; for sets of labels there are
``jaccard`` and ``masi`` (Passonneau 2006). Alpha is 1 when all agree, 0 when the coders agree as
often as chance would have it, and negative below that.
"""

from collections.abc import Callable, Iterable
from itertools import compress, permutations
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.stats.inter_rater import cohens_kappa

Labels = frozenset[str]
Metric = str | Callable[[Labels, Labels], float]


def jaccard(one: Labels, two: Labels) -> float:
    """1 - shared / all labels; two empty sets are the same.

    >>> round(jaccard(frozenset("ab"), frozenset("bc")), 3)  # 1 of 3 labels is shared
    0.667
    """
    return 1 - len(one & two) / len(one | two) if one | two else 0.0


def masi(one: Labels, two: Labels) -> float:
    """Jaccard's distance, harder on overlap: the likeness counts 2/3 where one set lies within
    the other and 1/3 where each has labels of its own.

    >>> round(masi(frozenset("ab"), frozenset("bc")), 3)  # 1 - 1/3 * 1/3
    0.889
    """
    if one == two:
        return 0.0
    return 1 - (1 - jaccard(one, two)) * (2 / 3 if one <= two or two <= one else 1 / 3)


def percent(ratings: pd.DataFrame) -> float:
    """Units to which both of two coders give the same value, in percent of those both rated.

    >>> percent(pd.DataFrame({"one": [1, 1, 0, 0], "two": [1, 0, 0, 0]}))
    75.0
    """
    one, two = _pair(ratings)
    return float(100 * np.mean([a == b for a, b in zip(one, two)]))


def kappa(ratings: pd.DataFrame, weights: str | None = None) -> float:
    """Cohen's kappa of two coders; ``weights`` "linear" or "quadratic" needs ordered values.

    Missing (NaN) where both coders use one and the same value throughout.

    >>> # They agree on 3 of 4 units, by chance on half of them: (0.75 - 0.5) / (1 - 0.5).
    >>> round(kappa(pd.DataFrame({"one": [1, 1, 0, 0], "two": [1, 0, 0, 0]})), 3)
    0.5
    """
    table = confusion(ratings)
    if len(table) == 1:
        return float("nan")
    return float(cohens_kappa(table.to_numpy(), wt=weights, return_results=False))


def confusion(ratings: pd.DataFrame, order: list[Any] | None = None) -> pd.DataFrame:
    """Units by the value of the first (rows) and of the second coder (columns), zeros kept.

    ``order`` fixes the values and their order; otherwise those that occur, sorted.

    >>> confusion(pd.DataFrame({"one": [1, 1, 0, 0], "two": [1, 0, 0, 0]}))
       0  1
    0  2  0
    1  1  1
    """
    one, two = _pair(ratings)
    order = order or _sorted({*one, *two})
    place = {value: index for index, value in enumerate(order)}
    grid = np.zeros((len(order), len(order)), dtype=int)
    np.add.at(grid, ([place[v] for v in one], [place[v] for v in two]), 1)
    return pd.DataFrame(grid, index=order, columns=order)


def alpha(ratings: pd.DataFrame, metric: Metric = "nominal") -> float:
    """Krippendorff's alpha for any number of coders; units with one value or none do not count.

    Missing (NaN) where all values are the same: nothing could have been disagreed upon.
    Raises ``ValueError`` for an unknown metric or if no unit was rated twice.

    >>> # Two of eight pairs differ, three values are 1, five 0: 1 - (8 - 1) * 2 / (2 * 3 * 5).
    >>> round(alpha(pd.DataFrame({"one": [1, 1, 0, 0], "two": [1, 0, 0, 0]})), 3)
    0.533
    """
    values, pairs = _coincidences(ratings)
    totals = pairs.sum(axis=1)
    distances = _distances(values, totals, metric)
    expected = totals @ distances @ totals / (totals.sum() - 1)
    return float(1 - (pairs * distances).sum() / expected) if expected > 0 else float("nan")


def alphas(ratings: dict[str, pd.DataFrame], sets: Metric = masi) -> pd.Series:
    """Alpha of each code by its name: nominal, or with the distance ``sets``
    where values are sets.

    >>> ratings = {"field": pd.DataFrame({"one": [1, 1, 0, 0], "two": [1, 0, 0, 0]})}
    >>> alphas(ratings).round(3).to_dict()
    {'field': 0.533}
    """
    return pd.Series(
        {field: alpha(frame, _metric(frame, sets)) for field, frame in ratings.items()}
    )


def summary(ratings: dict[str, pd.DataFrame], sets: Metric = masi) -> pd.DataFrame:
    """A row for each code rated by two coders: field, units_n, percent, kappa, alpha.

    Distances as in ``alphas``. Percent and kappa treat every set of labels as a value of its own.

    >>> summary({"field": pd.DataFrame({"one": [1, 1, 0, 0], "two": [1, 0, 0, 0]})}).round(3)
       field  units_n  percent  kappa  alpha
    0  field        4     75.0    0.5  0.533
    """
    known = alphas(ratings, sets)
    rows = [
        (field, len(frame.dropna()), percent(frame), kappa(frame), known[field])
        for field, frame in ratings.items()
    ]
    return pd.DataFrame(rows, columns=["field", "units_n", "percent", "kappa", "alpha"])


def _metric(frame: pd.DataFrame, sets: Metric) -> Metric:
    return sets if isinstance(frame.iloc[0, 0], frozenset) else "nominal"


def _pair(ratings: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The values of two coders on the units that both rated."""
    if ratings.shape[1] != 2:
        raise ValueError(f"found {ratings.shape[1]} coders, expected 2")
    both = ratings.dropna()
    if both.empty:
        raise ValueError("no unit was rated by both coders")
    return both.iloc[:, 0], both.iloc[:, 1]


def _sorted(values: Iterable[Any]) -> list[Any]:
    """Numbers by size, sets by their labels, words by the alphabet."""
    return sorted(values, key=lambda v: sorted(v) if isinstance(v, frozenset) else v)


def _coincidences(ratings: pd.DataFrame) -> tuple[list[Any], np.ndarray]:
    """Values, and how often two of them meet in a unit: the pairs that its coders form (values,
    values).
    """
    given = ratings.notna().to_numpy()
    rows = [list(compress(row, there)) for row, there in zip(ratings.to_numpy(object), given)]
    rows = [row for row in rows if len(row) > 1]
    if not rows:
        raise ValueError("no unit was rated by two coders")
    values = _sorted({v for row in rows for v in row})
    place = {value: index for index, value in enumerate(values)}
    pairs = np.zeros((len(values), len(values)))
    for row in rows:
        for one, two in permutations([place[v] for v in row], 2):
            pairs[one, two] += 1 / (len(row) - 1)
    return values, pairs


def _distances(values: list[Any], totals: np.ndarray, metric: Metric) -> np.ndarray:
    """Distance of every two values; only the ordinal one depends on how often values occur."""
    if callable(metric):
        return np.array([[metric(a, b) for b in values] for a in values])
    if metric == "nominal":
        return 1 - np.eye(len(values))
    if metric == "ordinal":
        middle = np.cumsum(totals) - totals / 2  # mean rank of each value
        return np.subtract.outer(middle, middle) ** 2
    if metric not in ("interval", "ratio"):
        raise ValueError(
            f"unknown metric {metric!r}; expected nominal, ordinal, interval, ratio or a distance"
        )
    numbers = np.asarray(values, dtype=float)
    gaps = np.subtract.outer(numbers, numbers)
    if metric == "interval":
        return gaps**2
    sums = np.add.outer(numbers, numbers)
    return np.divide(gaps, sums, out=np.zeros_like(gaps), where=sums != 0) ** 2
