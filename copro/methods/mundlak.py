"""Mundlak's (1978) test, robust to clusters.

Do units differ from each other as they change over time?

The outcome is regressed on x, on the mean of x in each unit and on the years. The coefficient of x
is then the estimate with unit and year effects; that of the mean is the estimate between units less
the one within them (Wooldridge 2021 for unbalanced panels). Errors may go together within a unit,
which the classical test of Hausman (1978) does not allow. With weights all means are weighted, so
that the coefficient of x is the weighted estimate with unit and year effects.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from linearmodels.panel import PooledOLS
from linearmodels.panel.results import PanelEffectsResults
from scipy import stats


class Mundlak(NamedTuple):
    """``terms``: a row for each x with its estimate within units, the difference (between less
    within), standard error, interval and p of the difference. ``statistic`` is the F test of all
    differences with ``df`` and ``clusters`` - 1 degrees of freedom, ``p`` its p-value; ``n`` are
    unit-years.
    """

    terms: pd.DataFrame
    statistic: float
    df: int
    p: float
    n: int
    clusters: int


def mundlak(
    data: pd.DataFrame,
    y: str,
    x: list[str],
    *,
    unit: str,
    time: str,
    held: tuple[str, ...] = (),
    weights: str | None = None,
    level: float = 0.95,
) -> Mundlak:
    """Compare estimates between and within units; standard errors clustered by unit.

    ``data`` are unit-years, rows with a missing value are left out. ``held`` are columns that do
    not change within units and are held constant between them; ``weights`` is a column of analytic
    weights.

    Raises ``ValueError`` for a unit-year that stands twice or an x that does not change within
    units.

    >>> rows = [(u, t, 10 * u + t) for u in range(6) for t in range(3)]
    >>> panel = pd.DataFrame(rows, columns=["unit", "year", "x"])
    >>> panel["x"] += (panel["unit"] * panel["year"]) % 3
    >>> mean = panel.groupby("unit")["x"].transform("mean")
    >>> noise = 0.1 * np.array([1, -1, 0, 0, 1, -1] * 3)
    >>> panel["y"] = panel["x"] + 2 * mean + noise  # 1 within units, 3 between them
    >>> found = mundlak(panel, "y", ["x"], unit="unit", time="year")
    >>> found.terms[["term", "within", "difference"]].round(1)
      term  within  difference
    0    x     1.0         2.0
    >>> found.df, found.clusters
    (1, 6)
    """
    frame = (
        data[list(dict.fromkeys([unit, time, y, *x, *held, *([weights] if weights else [])]))]
        .dropna()
        .set_index([unit, time], drop=False)
        .rename_axis(["_unit", "_time"])
    )
    if frame.index.has_duplicates:
        raise ValueError(
            f"unit-year {frame.index[frame.index.duplicated()][0]} stands twice in the panel"
        )
    by_unit = frame.groupby(level=0)
    still = [name for name in x if np.isclose(by_unit[name].std().max(), 0)]
    if still:
        raise ValueError(f"{', '.join(still)} does not change within {unit}: nothing to compare")
    weight = frame[weights] if weights else pd.Series(1.0, index=frame.index)
    years = pd.get_dummies(frame[time], prefix="year", drop_first=True, dtype=float)
    design = pd.concat(
        [frame[x], _means(frame[x], weight), frame[list(held)], years], axis=1
    ).assign(constant=1.0)
    for name, seen in _means(years, weight).items():
        wider = design.assign(
            **{name: seen}
        )  # adds something only where units differ in their years, or in the weights of these
        design = wider if np.linalg.matrix_rank(wider) == wider.shape[1] else design
    fit = PooledOLS(frame[y], design, weights=weight).fit(
        cov_type="clustered", cluster_entity=True, group_debias=True
    )
    return _compare(fit, x, by_unit.ngroups, level)


def _means(columns: pd.DataFrame, weight: pd.Series) -> pd.DataFrame:
    """Weighted mean of each unit, on every row of the unit."""
    sums = columns.mul(weight, axis=0).groupby(level=0).transform("sum")
    return sums.div(weight.groupby(level=0).transform("sum"), axis=0).add_prefix("mean_")


def _compare(fit: PanelEffectsResults, x: list[str], clusters: int, level: float) -> Mundlak:
    means = [f"mean_{name}" for name in x]
    difference, cov = fit.params[means].to_numpy(), fit.cov.loc[means, means].to_numpy()
    se, wide = np.sqrt(np.diag(cov)), stats.t.ppf((1 + level) / 2, clusters - 1)
    statistic = float(difference @ np.linalg.solve(cov, difference) / len(x))
    terms = pd.DataFrame(
        {
            "term": x,
            "within": fit.params[x].to_numpy(),
            "difference": difference,
            "se": se,
            "low": difference - wide * se,
            "high": difference + wide * se,
            "p": 2 * stats.t.sf(np.abs(difference / se), clusters - 1),
        }
    )
    p = float(stats.f.sf(statistic, len(x), clusters - 1))
    return Mundlak(terms, statistic, len(x), p, int(fit.nobs), int(clusters))
