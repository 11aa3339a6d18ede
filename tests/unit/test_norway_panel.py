"""Every panel estimate of the chapter on Norwegian elderly care, a second time
(see ``panel_by_statsmodels``).
"""

import pandas as pd
import pytest
from panel_by_statsmodels import second, second_mundlak

from copro.chapters.norway import NorwayElderlyCare
from copro.data import load
from copro.measures.norway import municipal_words, municipalities
from copro.methods.mundlak import mundlak
from copro.methods.panel import fit_panel

KEYS = {"unit": "municipality_code", "time": "year"}
PAYMENTS = {
    "home-based care": "user_payments_home_based_care_nok_1000",
    "nursing homes": "user_payments_nursing_home_nok_1000",
}
OUTCOMES = ["beds", *PAYMENTS]


@pytest.fixture(scope="module")
def panels():
    population = load("norway/population_by_age_2006_2026_borders_2024")
    crosswalk = load("norway/municipality_code_crosswalk_to_2024")
    payments = load("norway/care_user_payments_2003_2016")
    out = {
        "beds": municipalities.beds_panel(
            load("norway/care_institution_beds_2015_2018"), population, crosswalk
        )
    }
    out |= {
        name: municipalities.payments_panel(payments, population, crosswalk, column)
        for name, column in PAYMENTS.items()
    }
    least = NorwayElderlyCare().min_population
    return {name: municipalities.of_size(frame, least) for name, frame in out.items()}


def test_the_chapter_weights_nothing_unless_asked():
    assert NorwayElderlyCare().weights == "none"  # the estimates below are those of the book


@pytest.mark.parametrize("estimator", ["pooled", "random", "fixed", "two-way"])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_estimate_is_reproduced(panels, outcome, estimator):
    frame = panels[outcome]
    found = fit_panel(frame, "log_value", ["log_80_plus"], estimators=(estimator,), **KEYS).iloc[0]
    estimates, errors = second(frame, "log_value", ["log_80_plus"], estimator, **KEYS)
    assert found["estimate"] == pytest.approx(estimates["log_80_plus"], rel=1e-6)
    assert found["se"] == pytest.approx(errors["log_80_plus"], rel=1e-6)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_difference_between_and_within_is_reproduced(panels, outcome):
    found = mundlak(panels[outcome], "log_value", ["log_80_plus"], **KEYS).terms.iloc[0]
    differences, errors = second_mundlak(panels[outcome], "log_value", ["log_80_plus"], **KEYS)
    assert (found["difference"], found["se"]) == pytest.approx(
        (differences["log_80_plus"], errors["log_80_plus"]), rel=1e-6
    )


def test_municipalities_differ_as_they_change_in_payments_for_home_based_care_only(panels):
    p = {
        name: mundlak(frame, "log_value", ["log_80_plus"], **KEYS).p
        for name, frame in panels.items()
    }
    assert p["beds"] < 1e-6 and p["nursing homes"] < 0.05 < p["home-based care"]


def test_in_municipalities_with_ten_thousand_inhabitants_or_more_beds_may_keep_step(panels):
    """On average over all municipalities they do not;
    78 % of the people aged 80 or over live in the larger ones.
    """
    larger = municipalities.of_size(panels["beds"], municipalities.LARGER)
    found = fit_panel(larger, "log_value", ["log_80_plus"], estimators=("two-way",), **KEYS).iloc[0]
    estimates, errors = second(larger, "log_value", ["log_80_plus"], "two-way", **KEYS)
    assert (found["estimate"], found["se"]) == pytest.approx(
        (estimates["log_80_plus"], errors["log_80_plus"]), rel=1e-6
    )
    assert 0 < found["low"] < 1 < found["high"] and municipalities.share_of_old(
        larger, panels["beds"]
    ) == pytest.approx(78, abs=0.5)


def test_oslo_weighs_more_than_any_other_municipality_and_moves_the_weighted_estimate(panels):
    without = {
        name: municipalities.of_size(frame, 0, {municipal_words.OSLO})
        for name, frame in panels.items()
    }
    for name, frame in panels.items():
        by_hand = frame[frame["municipality_code"] != "0301"]
        pd.testing.assert_frame_equal(without[name], by_hand)
        old = frame.groupby("municipality_code")["population_80_plus"].mean()
        assert old.idxmax() == "0301"
    weighted = dict(KEYS, weights="population_80_plus", estimators=("two-way",))
    all_of_them, rest = (
        fit_panel(part["beds"], "log_value", ["log_80_plus"], **weighted).iloc[0]
        for part in (panels, without)
    )
    assert all_of_them["units"] == rest["units"] + 1
    assert abs(all_of_them["estimate"] - rest["estimate"]) > 0.01


def test_payments_from_2009_on_are_those_of_the_longer_panel_without_its_first_years(panels):
    shorter = municipalities.payments_panel(
        load("norway/care_user_payments_2003_2016"),
        load("norway/population_by_age_2006_2026_borders_2024"),
        load("norway/municipality_code_crosswalk_to_2024"),
        PAYMENTS["home-based care"],
        first_year=2009,
    )
    longer = panels["home-based care"]
    pd.testing.assert_frame_equal(
        shorter, longer[longer["year"] >= 2009].reset_index(drop=True), check_like=True
    )
    # What the choice is there for: the national sum stands still from 2007 to 2008.
    sums = longer.groupby("year")[PAYMENTS["home-based care"]].sum()
    assert sums[2008] == pytest.approx(sums[2007], rel=0.02)
