"""Partial pooling: estimates of small units are drawn towards what units like them have in common.

Parametric empirical Bayes after Efron and Morris (1975, 1977) and Morris (1983): each estimate is
normal with a known variance around a value of its own, and these values are normal around what a
regression gives. Shares are handled on the arcsine scale, on which the variance depends on the
number of persons only, so that a share of zero has one too.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]


def shrink(estimates: pd.Series, variances: pd.Series, design: pd.DataFrame) -> pd.DataFrame:
    """Estimates drawn towards a regression on ``design``, the more the larger their variance.

    ``design`` has a column for each regressor, a constant among them, and the index of the
    estimates. The variance between units is the one at which the squared deviations are as large
    as expected (Paule and Mandel); the weights are those of Morris (1983), which with equal
    variances give the estimator of James and Stein.

    Returns a row for each unit: ``estimate``, ``towards`` (the regression), ``pull`` (share of the
    way towards it) and ``spread`` (standard deviation, the estimation of the rest included).

    Raises
    ------
    ValueError
        With fewer than three units more than regressors, a missing value or a variance of zero.

    Batting averages after 45 times at bat; Efron and Morris (1977) print a factor of 0.212 and
    0.294 for the first of the 18:

    >>> hits = pd.Series(
    ...     [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7], dtype=float
    ... )
    >>> known = pd.Series(hits.mean() / 45 * (1 - hits.mean() / 45) / 45, index=hits.index)
    >>> pooled = shrink(hits / 45, known, pd.DataFrame({"constant": 1.0}, index=hits.index))
    >>> (1 - pooled["pull"]).round(3)[0].item(), pooled["estimate"].round(3)[0].item()
    (0.212, 0.294)
    """
    from scipy.optimize import brentq  # late: each build asks for tables of profiles, and no more

    y, v = estimates.to_numpy(dtype=float), variances.to_numpy(dtype=float)
    x = design.reindex(estimates.index).to_numpy(dtype=float)
    k, r = len(y), int(np.linalg.matrix_rank(x)) if len(y) else 0
    if not (np.isfinite(y).all() and np.isfinite(x).all() and (v > 0).all()):
        raise ValueError("estimates and design must be finite, variances above zero")
    if k - r < 3:
        raise ValueError(f"{k} units for {r} regressors: at least three more units are needed")

    def excess(between: float) -> float:
        return float((((y - _fitted(x, y, v + between)) ** 2) / (v + between)).sum() - (k - r))

    high = float(np.var(y) + v.max()) * k
    between = float(brentq(excess, 0.0, high)) if excess(0.0) > 0 else 0.0
    towards = _fitted(x, y, v + between)
    pull = (k - r - 2) / (k - r) * v / (v + between)
    mean_total = float((v + between).mean())
    extra = 2 / (k - r - 2) * pull**2 * mean_total / (v + between) * (y - towards) ** 2
    return pd.DataFrame(
        {
            "estimate": y - pull * (y - towards),
            "towards": towards,
            "pull": pull,
            "spread": np.sqrt(v * (1 - (k - r) / k * pull) + extra),
        },
        index=estimates.index,
    )


def _fitted(x: Array, y: Array, total: Array) -> Array:
    root = 1 / np.sqrt(total)
    coefficients = np.linalg.lstsq(x * root[:, None], y * root, rcond=None)[0]
    return np.asarray(x @ coefficients, dtype=np.float64)


def shares(counts: pd.Series, persons: pd.Series, design: pd.DataFrame) -> pd.DataFrame:
    """Shares (0 to 1) of ``counts`` in ``persons``, partially pooled (see ``shrink``).

    Adds ``share``, the pooled share; the other columns are on the arcsine scale. Units without a
    count or without persons are left out.

    >>> counts, persons = pd.Series([1, 3, 6, 30, 280, 300]), pd.Series([10] * 3 + [100, 900, 1100])
    >>> found = shares(counts, persons, pd.DataFrame({"constant": 1.0}, index=counts.index))
    >>> found["share"].round(2).tolist()
    [0.18, 0.3, 0.46, 0.3, 0.31, 0.27]
    """
    known = counts.notna() & (persons > 0)
    raw = (counts[known] / persons[known]).astype(float)
    found = shrink(np.arcsin(np.sqrt(raw)), 1 / (4 * persons[known].astype(float)), design[known])
    return found.assign(share=np.sin(found["estimate"].clip(0, np.pi / 2)) ** 2)


def possible_ranks(
    pooled: pd.DataFrame,
    group: pd.Series,
    *,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Between which ranks of its group a unit lies: ``low`` and ``high``, 1 for the lowest value.

    Values of all units are drawn from ``pooled`` (``estimate``, ``spread``) and ranked within
    ``group``; the interval holds ``level`` of a unit's ranks.

    >>> pooled = pd.DataFrame({"estimate": [0.0, 1.0, 1.0], "spread": [0.01, 0.2, 0.2]})
    >>> possible_ranks(pooled, pd.Series(["a", "a", "a"])).values.tolist()
    [[1, 1], [2, 3], [2, 3]]
    """
    random = np.random.default_rng(seed)
    drawn = random.normal(
        pooled["estimate"].to_numpy(), pooled["spread"].to_numpy(), (draws, len(pooled))
    )
    members, placed = group.reindex(pooled.index).to_numpy(), np.empty_like(drawn)
    for name in pd.unique(members):
        own = members == name
        placed[:, own] = drawn[:, own].argsort(axis=1).argsort(axis=1) + 1
    tail = (1 - level) / 2
    low, high = np.quantile(placed, [tail, 1 - tail], axis=0)
    return pd.DataFrame(
        {"low": np.floor(low).astype(int), "high": np.ceil(high).astype(int)}, index=pooled.index
    )
