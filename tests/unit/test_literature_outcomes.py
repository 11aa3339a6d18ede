"""Outcomes coded in two passes: directions, what may be said of them, agreement as on the card."""

import pandas as pd
import pytest

from copro.data import load
from copro.measures.literature import outcome_titles as titles, outcomes, works as lit
from copro.methods import agreement


@pytest.fixture(scope="module")
def passes():
    return load("literature/outcomes_first"), load("literature/outcomes_second")


@pytest.fixture(scope="module")
def alphas(passes):
    return agreement.alphas(outcomes.ratings(*passes))


@pytest.fixture(scope="module")
def old(passes):
    """Agreement on the first set."""
    later = lit.entered(load("literature/candidates"))["key"]
    return agreement.alphas(outcomes.ratings(*(p[~p["key"].isin(later)] for p in passes)))


@pytest.mark.parametrize("code", outcomes.STATED)
def test_agreement_on_the_first_set_is_that_of_the_card_where_it_gives_a_number(old, code):
    """The card counts the work that the second pass did not find as rated, and rounds."""
    loose = {"service_quality": 0.04, "coping:flexible_funding": 0.02}
    assert old[code] == pytest.approx(outcomes.STATED[code], abs=loose.get(code, 0.011))


def test_a_work_that_a_pass_did_not_find_is_not_rated_by_it(passes):
    assert len(outcomes.found(passes[1])) == 121
    rated = outcomes.ratings(*passes)
    assert {len(frame) for frame in rated.values()} == {121}


@pytest.mark.parametrize("code", ["accountability"])
def test_below_the_threshold_no_conclusion_is_drawn(passes, alphas, code):
    told = outcomes.summary(*passes, alphas).set_index("code")
    assert alphas[code] < 0.667 and told.loc[code, "said"] == "no conclusion, the passes differ"
    assert told.loc[code, "outcome"] not in set(
        outcomes.drawn({"one": passes[0]}, told.reset_index(), people=True)["outcome"]
    )


def test_one_study_alone_reports_that_staff_gain(passes):
    assert all(outcomes.counts(part, "staff")["positive"] == 1 for part in passes)


def test_users_were_measured_in_one_work_and_that_is_an_experiment_on_costs(passes):
    measured = [set(part.loc[part["basis"] == "measured_users", "key"]) for part in passes]
    assert measured == [set(), {"thomsen_baekgaard_jensen_2020"}]
    asked = [set(part.loc[part["basis"] == "perceived_users", "key"]) for part in passes]
    assert "bakkeli_gronningsaeter_2020" in asked[0] & asked[1] and len(asked[0] & asked[1]) == 8


def made_up(**codes):
    rows = [{"key": key, "staff": code} for key, code in codes.items()]
    return pd.DataFrame(rows)


def test_works_on_the_same_data_count_once_and_are_mixed_where_they_differ():
    coding = made_up(
        parrado_etal_2013="positive",
        bovaird_etal_2014="negative",
        other="positive",
        no="not_reported",
    )
    assert outcomes.by_study(coding, "staff").to_dict() == {
        "parrado_etal_2013": "mixed",
        "other": "positive",
    }


@pytest.mark.parametrize(
    ("one", "two", "alpha", "said"),
    [
        ([5, 0, 0, 0], [4, 1, 0, 0], 0.667, "over half for the better"),
        ([5, 0, 0, 0], [4, 0, 0, 0], 0.9, "too few studies"),
        ([5, 0, 0, 0], [0, 0, 0, 5], 0.9, "no clear direction"),
        ([3, 3, 0, 0], [3, 3, 0, 0], 0.9, "no clear direction"),
        ([5, 0, 0, 0], [5, 0, 0, 0], 0.666, "no conclusion, the passes differ"),
        ([5, 0, 0, 0], [5, 0, 0, 0], float("nan"), "no conclusion, the passes differ"),
    ],
)
def test_what_small_counts_allow(one, two, alpha, said):
    tallies = [pd.Series(part, index=list(outcomes.DIRECTIONS)) for part in (one, two)]
    assert outcomes.conclusion(*tallies, alpha) == said


def test_side_effects_close_the_five_themes_of_the_panel(passes, alphas):
    rated = outcomes.ratings(*passes)
    told = outcomes.summary(*passes, alphas)
    themes = outcomes.by_theme(told, rated, alphas["unintended"])
    assert tuple(dict.fromkeys(themes["theme"])) == outcomes.THEMES
    assert themes.iloc[-1]["said"] == "no conclusion, the passes differ"


def test_every_label_of_the_tables_has_words(passes):
    for question, labels in outcomes.QUESTIONS.items():
        for part in passes:
            used = {code for cell in part[question].dropna() for code in cell.split(";")}
            assert used <= set(labels)


def test_cases_are_counted_once_and_small_fields_together():
    cases = load("cases/cases")
    fields = {code: code for code in cases["policy_field"].unique()}
    parts = outcomes.cases_parts(cases, fields)
    assert parts["cases_n"].sum() == 43
    assert parts["field"].iloc[-1] == "all other fields (4)"


def test_titles_follow_the_counts():
    bars = pd.DataFrame(
        {
            "outcome": ["Quality of services", "Costs and resources", "Costs and resources"],
            "coding": ["one", "one", "two"],
            "studies_n": [9, 8, 7],
        }
    )
    quality = titles.services_title
    assert quality(bars, [(8, 14), (11, 12)]) != quality(bars, [(7, 14), (11, 12)])
    assert quality(bars[1:], [(8, 14), (11, 12)]).startswith("Costs and resources: ")
    assert titles.longest(bars) == "Quality of services"  # a bar, not the sum of two passes
    grounds = pd.DataFrame(
        {
            "basis": [outcomes.BASIS["measured_users"], outcomes.BASIS["argued"]],
            "coding": "one",
            "works_n": [0, 9],
        }
    )
    assert titles.basis_title(grounds) == "None of 9 works measured or asked users"
    judged = pd.DataFrame(
        {
            "policy_field": ["elderly_ltc", "drug_mental_health", "drug_mental_health"],
            "perceived_outcome": ["positive", "negative", "mixed"],
        }
    )
    assert titles.cases_title(judged) == ("Of 3 judged cases 1 end well, 1 mixed, 1 badly")


def test_a_stricter_rule_takes_conclusions_away_and_makes_none(passes, alphas):
    book, firm, many = (
        outcomes.summary(*passes, alphas, rule).set_index("code")
        for rule in (outcomes.RULE, outcomes.Rule(alpha=0.8), outcomes.Rule(studies=10))
    )
    for told in (firm, many):
        other = told["said"] != book["said"]
        assert (
            other.any()
            and told.loc[other, "said"]
            .isin(["no conclusion, the passes differ", "too few studies"])
            .all()
        )
    below = book.index[book["alpha"] < 0.8]
    assert "service_quality" in below
    assert firm.loc[below, "said"].eq("no conclusion, the passes differ").all()
    drawn = outcomes.drawn({"one": passes[0]}, firm.reset_index(), False, outcomes.Rule(0.8))
    assert set(drawn["outcome"]) == set(
        book.loc[book["group"].eq(outcomes.SERVICES) & book["alpha"].ge(0.8), "outcome"]
    )
