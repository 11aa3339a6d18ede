"""Change points of a short series: exact segmentation with a penalty.

Optimal partitioning (Jackson et al. 2005): of all ways to cut a series into stretches of one
level, the one with the smallest weighted sum of squares plus a penalty for each cut.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats


def segments(
    values: ArrayLike, variances: ArrayLike, *, penalty: float | None = None, least: int = 2
) -> list[tuple[int, int]]:
    """Stretches of one level, as (first, last + 1) positions.

    ``variances`` are those of the single values. A stretch has at least ``least`` values.
    ``penalty`` defaults to 2 ln(n): a cut adds two parameters, its place and a level (the
    Bayesian information criterion). Raises ``ValueError`` for fewer than ``least`` values, or
    a variance that is not positive.

    >>> segments([1, 1, 1, 5, 5, 5], [0.1] * 6)
    [(0, 3), (3, 6)]
    >>> segments([1, 1, 1, 5, 5, 5], [10.0] * 6)  # too noisy to cut
    [(0, 6)]
    """
    values, weights = np.asarray(values, float), 1 / np.asarray(variances, float)
    n = len(values)
    if n < least or not (
        np.isfinite(values).all() and np.isfinite(weights).all() and (weights > 0).all()
    ):
        raise ValueError(
            f"{n} values; expected at least {least}, all finite with positive variances"
        )
    penalty = 2 * np.log(n) if penalty is None else penalty
    best, before = np.full(n + 1, np.inf), np.zeros(n + 1, int)
    best[0] = -penalty
    for end in range(least, n + 1):
        for start in range(end - least + 1):
            cost = best[start] + _cost(values[start:end], weights[start:end]) + penalty
            if cost < best[end]:
                best[end], before[end] = cost, start
    cuts, end = [], n
    while end > 0:
        start = int(before[end])
        cuts.append((start, end))
        end = start
    return cuts[::-1]


def _cost(values: np.ndarray, weights: np.ndarray) -> float:
    level = np.average(values, weights=weights)
    return float((weights * (values - level) ** 2).sum())


def noise_scale(values: ArrayLike, variances: ArrayLike) -> float:
    """How much neighbours differ beyond their variances: at least 1.

    Median of the squared standardised differences of neighbours over its expectation, so that
    the few differences at change points do not count.

    >>> noise_scale([1, 1, 1, 5, 5, 5], [0.1] * 6)
    1.0
    >>> round(noise_scale([0, 2, 0, 2], [1.0] * 4), 2)  # 4 / 2 over 0.455
    4.4
    """
    values, variances = np.asarray(values, float), np.asarray(variances, float)
    squares = np.diff(values) ** 2 / (variances[1:] + variances[:-1])
    return max(1.0, float(np.median(squares) / stats.chi2.median(1)))
