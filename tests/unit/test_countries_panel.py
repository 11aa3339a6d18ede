"""Every panel estimate of the chapter on institutions, a second time
(see ``panel_by_statsmodels``).
"""

import pandas as pd
import pytest
from panel_by_statsmodels import second

from copro.measures.countries import models
from copro.methods import influence
from copro.methods.panel import ESTIMATORS, fit_panel

KEYS = {"unit": "iso3", "time": "year"}


@pytest.fixture(scope="module")
def data(country_tables):
    return models.country_years(country_tables)


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("question", models.QUESTIONS, ids=lambda q: q.key)
def test_every_estimate_is_reproduced(data, question, estimator):
    frame, x = models.sample(data, question), list(question.x)
    found = fit_panel(frame, question.y, x, estimators=(estimator,), **KEYS).set_index("term")
    estimates, errors = second(frame, question.y, x, estimator, **KEYS)
    for term in x:
        assert found.loc[term, "estimate"] == pytest.approx(estimates[term], rel=1e-6)
        assert found.loc[term, "se"] == pytest.approx(errors[term], rel=1e-6)


@pytest.mark.parametrize("estimator", ["fixed", "two-way"])
def test_the_longer_period_is_reproduced(data, estimator):
    frame = models.sample(data, models.QUESTIONS[1], (2009, 2021))
    found = fit_panel(frame, "volunteering", ["spending"], estimators=(estimator,), **KEYS).iloc[0]
    estimates, errors = second(frame, "volunteering", ["spending"], estimator, **KEYS)
    assert found["estimate"] == pytest.approx(estimates["spending"], rel=1e-6)
    assert found["se"] == pytest.approx(errors["spending"], rel=1e-6)


def test_leave_one_out_is_the_model_without_that_country(data):
    question = models.QUESTIONS[2]
    frame, x = models.sample(data, question), list(question.x)
    loose = influence.leave_one_out(frame, question.y, x, estimator="two-way", **KEYS)
    for gone in ("JPN", "NLD"):
        estimates, _ = second(frame[frame["iso3"] != gone], question.y, x, "two-way", **KEYS)
        part = loose[loose["left_out"] == gone].set_index("term")["estimate"]
        assert part[x].to_numpy() == pytest.approx(estimates[x].to_numpy(), rel=1e-6)
    assert len(loose) == 2 * frame["iso3"].nunique()


def test_the_range_names_the_unit_that_moves_the_estimate_most():
    """Synthetic: three fits of one term."""
    loose = pd.DataFrame(
        {
            "term": "x",
            "left_out": ["a", "b", "c"],
            "estimate": [1.0, 1.5, -2.0],
            "low": [0.5, -0.1, -3.0],
            "high": [1.5, 2.0, -1.0],
        }
    )
    found = influence.range_of(loose, pd.Series({"x": 1.1})).iloc[0]
    assert (found["lowest"], found["highest"], found["most"], found["include_zero"]) == (
        -2.0,
        1.5,
        "c",
        1,
    )


def test_two_units_cannot_be_left_out_one_by_one():
    frame = pd.DataFrame(
        {"iso3": list("aabb"), "year": [1, 2, 1, 2], "y": [1.0, 2, 3, 5], "x": [1.0, 3, 2, 5]}
    )
    with pytest.raises(ValueError, match="2 units"):
        influence.leave_one_out(frame, "y", ["x"], estimator="fixed", **KEYS)
