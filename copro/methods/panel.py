"""Panel models: one call, one tidy table of coefficients, the correction stated.

Estimation is linearmodels'. The specification, with y for the outcome of unit i in year t:

* pooled: y on x and a constant; differences between units and over time count alike;
* between: means over time of each unit; only differences between units;
* random: unit effects as part of the error (Swamy and Arora 1972), uncorrelated with x by
  assumption;
* fixed: unit effects; only changes within units;
* two-way: unit and year effects; changes within units beyond the change common to all.

Standard errors allow for clusters. ``correction`` says which: CR1S is the sandwich of Liang and
Zeger (1986) times G/(G-1) * (N-1)/(N-K), where K leaves out effects nested in the clusters, so that
rows with and without unit effects can be compared (see ``clusters``; linearmodels counts unit
effects once there are year effects as well). With two times the two-way estimate is that of first
differences, and its standard error too, up to (N-1)/(N-K). HC1 (between) has no clusters beyond the
unit. Intervals use Student's t with G-1 degrees of freedom (G clusters).
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from linearmodels.panel import BetweenOLS, FirstDifferenceOLS, PanelOLS, PooledOLS, RandomEffects
from linearmodels.panel.results import PanelResults
from scipy import stats

from copro.methods.clusters import small_sample

ESTIMATORS = ("pooled", "between", "random", "fixed", "two-way", "first differences")
COLUMNS = """
    estimator term estimate se low high p n units clusters cluster correction r2_within
""".split()


def fit_panel(
    data: pd.DataFrame,
    y: str,
    x: list[str],
    *,
    unit: str,
    time: str,
    estimators: tuple[str, ...] = ("pooled", "random", "fixed", "two-way"),
    cluster: str | None = None,
    weights: str | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Fit y on x with each estimator.

    Parameters
    ----------
    data : unit-years; rows with a missing y, x or weight are left out
    unit, time : columns that name the unit and the (numeric) time
    cluster : column of the clusters of the standard errors; the unit if not given
    weights : column of analytic weights; not used by random effects on unbalanced panels

    Returns a row for each estimator and term (constants left out): estimate, standard error,
    interval, p-value, numbers of rows, units and clusters, and the correction of the standard
    error. Between and weighted random effects are left out where linearmodels has none.

    Raises ``ValueError`` for an unknown estimator, a duplicate unit-year, or an x that does
    not vary within units where unit effects are asked for.

    >>> panel = pd.DataFrame(
    ...     {
    ...         "unit": list("aabbcc"),
    ...         "year": [1, 2] * 3,
    ...         "x": [0, 1, 0, 2, 0, 3],
    ...         "y": [0, 1, 0, 5, 0, 7],
    ...     }
    ... )
    >>> # x grows by 1, 2 and 3, y by 1, 5 and 7: one more in x goes with (7 - 1) / 2 more in y.
    >>> found = fit_panel(panel, "y", ["x"], unit="unit", time="year", estimators=("two-way",))
    >>> found[["estimator", "term", "estimate", "n", "clusters", "correction"]].round(2)
      estimator term  estimate  n  clusters correction
    0   two-way    x       3.0  6         3       CR1S
    """
    frame = _prepare(data, y, x, unit, time, cluster, weights)
    rows: list[dict[str, str | float]] = []
    for estimator in estimators:
        result, clusters, correction, factor = _fit(frame, y, x, estimator, cluster, weights)
        rows += rows_of(
            x,
            result.params[x],
            factor * result.std_errors[x],
            free=clusters - 1,
            level=level,
            estimator=estimator,
            n=int(result.nobs),
            units=frame.index.get_level_values(0).nunique(),
            clusters=clusters,
            cluster=cluster or unit,
            correction=correction,
            r2_within=float(result.rsquared_within),
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _prepare(
    data: pd.DataFrame,
    y: str,
    x: list[str],
    unit: str,
    time: str,
    cluster: str | None,
    weights: str | None,
) -> pd.DataFrame:
    columns = [y, *x, *([cluster] if cluster else []), *([weights] if weights else [])]
    frame = data[[unit, time, *dict.fromkeys(c for c in columns if c not in (unit, time))]].dropna()
    twice = frame.duplicated([unit, time])
    if twice.any():
        first = frame[twice].iloc[0]
        raise ValueError(f"unit-year {first[unit]}-{first[time]} stands twice in the panel")
    numbers = pd.factorize(frame[unit], sort=True)[0]  # linearmodels handles them faster than names
    return frame.set_index([numbers, time], drop=False).rename_axis(["_unit", "_time"]).sort_index()


def _constant(x: pd.DataFrame) -> pd.DataFrame:
    return x.assign(constant=1.0)


def _fit(
    frame: pd.DataFrame,
    y: str,
    x: list[str],
    estimator: str,
    cluster: str | None,
    weights: str | None,
) -> tuple[PanelResults, int, str, float]:
    """The model as fitted, its clusters, the correction of its standard errors, and the factor
    by which they are still to be multiplied.
    """
    if estimator not in ESTIMATORS:
        raise ValueError(
            f"unknown estimator {estimator!r}; expected one of {', '.join(ESTIMATORS)}"
        )
    weight = frame[weights] if weights else None
    if estimator == "between":
        model = BetweenOLS(frame[y], _constant(frame[x]), weights=weight)
        result = model.fit(cov_type="robust", debiased=True, reweight=weights is not None)
        return result, result.nobs, "HC1", 1.0
    groups = (
        pd.factorize(frame[cluster])[0]
        if cluster
        else pd.factorize(frame.index.get_level_values(0))[0]
    )
    options = {
        "cov_type": "clustered",
        "group_debias": True,
        "clusters": pd.Series(groups, index=frame.index),
    }
    if estimator == "pooled":
        result = PooledOLS(frame[y], _constant(frame[x]), weights=weight).fit(**options)
    elif estimator == "random":
        result = RandomEffects(frame[y], _constant(frame[x]), weights=weight).fit(
            small_sample=True, **options
        )
    elif estimator == "first differences":
        result = FirstDifferenceOLS(frame[y], frame[x], weights=weight).fit(**options)
    else:
        _check_varies(frame, x, estimator)
        both = estimator == "two-way"
        result = PanelOLS(
            frame[y], frame[x], weights=weight, entity_effects=True, time_effects=both
        ).fit(
            cov_type="clustered",
            clusters=options["clusters"],
            debiased=False,
            auto_df=False,
            count_effects=False,
        )
        effects = [
            pd.factorize(frame.index.get_level_values(level))[0]
            for level in ((0, 1) if both else (0,))
        ]
        return (
            result,
            len(np.unique(groups)),
            "CR1S",
            np.sqrt(small_sample(len(x), effects, groups)),
        )
    return result, len(np.unique(groups)), "CR1S", 1.0


def _check_varies(frame: pd.DataFrame, x: list[str], estimator: str) -> None:
    spread = frame.groupby(level=0)[x].std().max()
    if still := [c for c in x if np.isclose(spread[c], 0)]:
        raise ValueError(
            f"{', '.join(still)} does not vary within units: {estimator} effects absorb it"
        )


def rows_of(
    terms: list[str],
    estimates: Iterable[float],
    errors: Iterable[float],
    *,
    free: int,
    level: float,
    **facts: str | float,
) -> list[dict[str, str | float]]:
    """A row for each term, with the interval and p-value of Student's t with ``free`` degrees of
    freedom, and the ``facts`` that all of them share.

    >>> (row,) = rows_of(["x"], [2.0], [0.5], free=60, level=0.95, estimator="pooled")
    >>> round(row["low"], 2), round(row["high"], 2), row["estimator"]
    (1.0, 3.0, 'pooled')
    """
    wide = stats.t.ppf((1 + level) / 2, free)
    return [
        {
            **facts,
            "term": term,
            "estimate": float(estimate),
            "se": float(se),
            "low": float(estimate - wide * se),
            "high": float(estimate + wide * se),
            "p": float(2 * stats.t.sf(abs(estimate / se), free)),
        }
        for term, estimate, se in zip(terms, estimates, errors, strict=True)
    ]
