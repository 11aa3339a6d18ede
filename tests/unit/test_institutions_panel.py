"""Every panel estimate of the chapter on institutions, a second time: least squares of statsmodels.

Country and year effects are written out as dummies, random effects as quasi-demeaned data after
Baltagi and Chang (1994). Standard errors are the cluster-robust ones of statsmodels; both sides
multiply by G/(G-1) (N-1)/(N-K) but count K differently where effects are absorbed, so they are
compared after the same K.
"""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from copro.data import load
from copro.measures import institution_models as models
from copro.measures import institutions as inst
from copro.methods import influence
from copro.methods.panel import ESTIMATORS, fit_panel

KEYS = {"unit": "iso3", "time": "year"}


@pytest.fixture(scope="module")
def data():
    return models.country_years({name: load(name) for name in inst.TABLES})


def dummies(column):
    return pd.get_dummies(column, drop_first=True, dtype=float, prefix=column.name)


def second(frame, y, x, estimator):
    """(estimates, standard errors) by statsmodels, in the order of ``x``."""
    frame, groups = frame.reset_index(drop=True), frame["iso3"].reset_index(drop=True)
    design, absorbed = sm.add_constant(frame[x]), 0
    if estimator == "between":
        means = frame.groupby("iso3")[[y, *x]].mean()
        fit = sm.OLS(means[y], sm.add_constant(means[x])).fit(cov_type="HC1")
        return fit.params[x], fit.bse[x]
    if estimator == "random":
        return quasi_demeaned(frame, y, x)
    if estimator == "first differences":
        frame = frame.sort_values(["iso3", "year"])
        # Years that some country has follow each other; a gap of one country is no difference.
        order = {year: i for i, year in enumerate(sorted(frame["year"].unique()))}
        step = frame["year"].map(order).groupby(frame["iso3"]).diff()
        frame = frame.groupby("iso3")[[y, *x]].diff()[step == 1]
        design, groups = frame[x], groups[frame.index]
    if estimator in ("fixed", "two-way"):
        design = design.join(dummies(frame["iso3"]))
        # Country effects alone are not counted in K, since they lie within the clusters; with year effects all are.
        absorbed = frame["iso3"].nunique() if estimator == "fixed" else 0
    if estimator == "two-way":
        design = design.join(dummies(frame["year"]))
    fit = sm.OLS(frame[y], design).fit(cov_type="cluster", cov_kwds={"groups": pd.factorize(groups)[0]})
    rows, columns = design.shape
    return fit.params[x], fit.bse[x] * np.sqrt((rows - columns) / (rows - (columns - absorbed)))


def quasi_demeaned(frame, y, x):
    groups, rows = frame["iso3"], len(frame)
    size = groups.map(groups.value_counts())
    units = groups.nunique()
    within = sm.OLS(frame[y], sm.add_constant(frame[x]).join(dummies(groups))).fit()
    noise = within.ssr / within.df_resid
    means = frame[[y, *x]].groupby(groups).transform("mean")
    between = sm.OLS(means[y], sm.add_constant(means[x])).fit()  # every row: weights are the rows of a country
    # Trace term of Baltagi and Chang: sum of T_i minus tr((Z'PZ)^-1 Z'ZZ'Z) over the group means.
    z = sm.add_constant(frame[x]).groupby(groups).mean()
    count = groups.value_counts()[z.index]
    weighted = z.mul(count, axis=0)
    trace = np.trace(np.linalg.inv(z.T @ weighted) @ (weighted.T @ weighted))
    variance = max(0.0, (between.ssr - (units - len(x) - 1) * noise) / (rows - trace))
    theta = 1 - np.sqrt(noise / (size * variance + noise))
    left = frame[[y, *x]].sub(means.mul(theta, axis=0)).assign(constant=1 - theta)
    fit = sm.OLS(left[y], left[[*x, "constant"]]).fit(cov_type="cluster", cov_kwds={"groups": pd.factorize(groups)[0]})
    return fit.params[x], fit.bse[x]


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("question", models.QUESTIONS, ids=lambda q: q.key)
def test_every_estimate_is_reproduced(data, question, estimator):
    frame, x = models.sample(data, question), list(question.x)
    found = fit_panel(frame, question.y, x, estimators=(estimator,), **KEYS).set_index("term")
    estimates, errors = second(frame, question.y, x, estimator)
    for term in x:
        assert found.loc[term, "estimate"] == pytest.approx(estimates[term], rel=1e-6)
        assert found.loc[term, "se"] == pytest.approx(errors[term], rel=1e-6)


@pytest.mark.parametrize("estimator", ["fixed", "two-way"])
def test_the_longer_period_is_reproduced(data, estimator):
    frame = models.sample(data, models.QUESTIONS[1], (2009, 2021))
    found = fit_panel(frame, "volunteering", ["spending"], estimators=(estimator,), **KEYS).iloc[0]
    estimates, errors = second(frame, "volunteering", ["spending"], estimator)
    assert found["estimate"] == pytest.approx(estimates["spending"], rel=1e-6)
    assert found["se"] == pytest.approx(errors["spending"], rel=1e-6)


def test_leave_one_out_is_the_model_without_that_country(data):
    question = models.QUESTIONS[2]
    frame, x = models.sample(data, question), list(question.x)
    loose = influence.leave_one_out(frame, question.y, x, estimator="two-way", **KEYS)
    for gone in ("JPN", "NLD"):
        estimates, _ = second(frame[frame["iso3"] != gone], question.y, x, "two-way")
        part = loose[loose["left_out"] == gone].set_index("term")["estimate"]
        assert part[x].to_numpy() == pytest.approx(estimates[x].to_numpy(), rel=1e-6)
    assert len(loose) == 2 * frame["iso3"].nunique()


def test_the_range_names_the_unit_that_moves_the_estimate_most():
    """Synthetic: three fits of one term."""
    loose = pd.DataFrame({"term": "x", "left_out": ["a", "b", "c"], "estimate": [1.0, 1.5, -2.0],
                          "low": [0.5, -0.1, -3.0], "high": [1.5, 2.0, -1.0]})
    found = influence.range_of(loose, pd.Series({"x": 1.1})).iloc[0]
    assert (found["lowest"], found["highest"], found["most"], found["include_zero"]) == (-2.0, 1.5, "c", 1)


def test_two_units_cannot_be_left_out_one_by_one():
    frame = pd.DataFrame({"iso3": list("aabb"), "year": [1, 2, 1, 2], "y": [1.0, 2, 3, 5], "x": [1.0, 3, 2, 5]})
    with pytest.raises(ValueError, match="2 units"):
        influence.leave_one_out(frame, "y", ["x"], estimator="fixed", **KEYS)
