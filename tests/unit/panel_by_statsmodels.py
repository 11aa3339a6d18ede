"""Panel estimates a second time: least squares of statsmodels, with nothing of ``copro.methods``.

Unit and time effects are written out as dummies, random effects as quasi-demeaned data after
Baltagi and Chang (1994). Standard errors are the cluster-robust ones of statsmodels, which multiply
by G/(G-1) (N-1)/(N-K) and count every dummy in K. They are brought to the K of the book, in which
unit dummies do not count, because units lie within the clusters here.
"""

import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm


def dummies(column):
    return pd.get_dummies(column, drop_first=True, dtype=float, prefix=column.name)


def clusters(groups):
    return {"cov_type": "cluster", "cov_kwds": {"groups": pd.factorize(groups)[0]}}


def second(frame, y, x, estimator, *, unit, time, cluster=None):
    """(estimates, standard errors) by statsmodels, indexed by ``x``;
    clusters are the units if not named.
    """
    frame = frame.dropna(subset=[y, *x]).reset_index(drop=True)
    groups = frame[cluster or unit]
    design, nested = sm.add_constant(frame[x]), 0
    if estimator == "between":
        means = frame.groupby(unit)[[y, *x]].mean()
        fit = sm.OLS(means[y], sm.add_constant(means[x])).fit(cov_type="HC1")
        return fit.params[x], fit.bse[x]
    if estimator == "random":
        left = quasi_demeaned(frame, y, x, unit)
        fit = sm.OLS(left[y], left[[*x, "constant"]]).fit(**clusters(groups))
        return fit.params[x], fit.bse[x]
    if estimator == "first differences":
        frame = frame.sort_values([unit, time])
        # Times that some unit has follow each other; a gap of one unit is no difference.
        order = {when: i for i, when in enumerate(sorted(frame[time].unique()))}
        step = frame[time].map(order).groupby(frame[unit]).diff()
        frame = frame.groupby(unit)[[y, *x]].diff()[step == 1]
        design, groups = frame[x], groups[frame.index]
    if estimator in ("fixed", "two-way"):
        design = design.join(dummies(frame[unit]))
        nested = frame[unit].nunique() - 1
    if estimator == "two-way":
        design = design.join(dummies(frame[time]))
    fit = sm.OLS(frame[y], design).fit(method="qr", **clusters(groups))
    return fit.params[x], fit.bse[x] * without(nested, design)


def without(nested, design):
    """Factor of a standard error if so many columns of the design do not count in K."""
    rows, columns = design.shape
    return np.sqrt((rows - columns) / (rows - columns + nested))


def quasi_demeaned(frame, y, x, unit):
    """y, x and the constant less theta times the means of the unit."""
    groups, rows = frame[unit], len(frame)
    size = groups.map(groups.value_counts())
    units = groups.nunique()
    varying = [c for c in x if frame.groupby(unit)[c].nunique().max() > 1]
    within = sm.OLS(frame[y], sm.add_constant(frame[varying]).join(dummies(groups))).fit(
        method="qr"
    )
    noise = within.ssr / within.df_resid
    means = frame[[y, *x]].groupby(groups).transform("mean")
    between = sm.OLS(
        means[y], sm.add_constant(means[x])
    ).fit()  # every row: weights are the rows of a unit
    # Trace term of Baltagi and Chang: sum of T_i minus tr((Z'PZ)^-1 Z'ZZ'Z) over the group means.
    z = sm.add_constant(frame[x]).groupby(groups).mean()
    count = groups.value_counts()[z.index]
    weighted = z.mul(count, axis=0)
    trace = np.trace(np.linalg.inv(z.T @ weighted) @ (weighted.T @ weighted))
    variance = max(0.0, (between.ssr - (units - len(x) - 1) * noise) / (rows - trace))
    theta = 1 - np.sqrt(noise / (size * variance + noise))
    return frame[[y, *x]].sub(means.mul(theta, axis=0)).assign(constant=1 - theta)


def second_mundlak(frame, y, x, *, unit, time, held=()):
    """(differences, standard errors) between less within,
    from means of units and of their years written out as columns.

    Where every unit is seen in every year the means of the years say nothing; statsmodels takes a
    generalised inverse.
    """
    frame = frame.dropna(subset=[y, *x]).reset_index(drop=True)
    years = dummies(frame[time])
    means = frame[x].join(years).groupby(frame[unit]).transform("mean").add_prefix("mean_")
    design = sm.add_constant(pd.concat([frame[[*x, *held]], means, years], axis=1))
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # the design may have too few independent columns, see above
        fit = sm.OLS(frame[y], design).fit(**clusters(frame[unit]))
    rank, (rows, columns) = np.linalg.matrix_rank(design), design.shape
    names = [f"mean_{name}" for name in x]
    return fit.params[names].set_axis(x), fit.bse[names].set_axis(x) * np.sqrt(
        (rows - columns) / (rows - rank)
    )
