"""Choice of cases: where they stand, pairs that differ in one condition, and what to read next."""

import pandas as pd
import pytest

import configurational as qca
from copro.measures.synthesis import case_choice

# Made up: D and R lead to HIGH, but for one case.
CASES = pd.DataFrame(
    [
        ("a", "NOR", "care", "s1", 1, 1, 1),
        ("b", "NOR", "care", "s2", 1, 0, 0),
        ("c", "DEU", "care", "s3", 1, 0, 0),
        ("d", "DEU", "sport", "s4", 1, 1, 1),
        ("e", "DEU", "sport", "s4", 0, 0, 0),
        ("f", "NOR", "sport", "s5", 1, 1, 0),
        ("g", "DEU", "care", "s6", 0, 1, 1),
        ("h", "NOR", "care", "s7", 0, 1, 0),
        ("i", "NOR", "care", "s8", 0, 1, 0),
        ("j", "DEU", "care", "s9", 1, 1, 1),
    ],
    columns=["case_id", "country", "policy_field", "cluster", "D", "R", "HIGH"],
)
SOLUTION = qca.minimize(qca.truth_table(CASES, "HIGH", ["D", "R"], "case_id", incl_cut=0.75))


def test_cases_within_a_country_and_a_study_are_counted():
    inside = CASES["case_id"].isin(case_choice.members(SOLUTION, "D*R"))
    found = case_choice.within(inside, CASES, "country").set_index("country")
    assert SOLUTION.models == (("D*R",),)
    assert found.loc["DEU", ["cases", "members", "high", "share"]].tolist() == [5, 2, 2, 1]
    assert found.loc["NOR", ["cases", "members", "high", "share"]].tolist() == [5, 2, 1, 0.5]
    by_study = case_choice.within(inside, CASES, "cluster").set_index("cluster")
    assert by_study.loc["s2", "members"] == 0 and pd.isna(by_study.loc["s2", "share"])


def test_cluster_diagnostics_are_those_of_the_engine():
    fit = case_choice.nested(SOLUTION, CASES, unit="cluster", cluster="country")
    assert fit.consistency == pytest.approx(0.75)
    assert fit.between["consistency"].to_dict() == {"DEU": 1.0, "NOR": 0.5}


def test_cases_to_read_next_answer_a_question_each():
    found = case_choice.to_read_next(SOLUTION)
    assert found.groupby("kind")["case"].agg(set).to_dict() == {
        "typical": {"a", "d", "j"},
        "deviant_consistency": {"f"},
        "deviant_coverage": {"g"},
    }
    assert found.set_index("case").loc["g", "row"] == "01"


def test_matched_pairs_ask_for_no_outcome():
    cases = CASES.assign(level=2 * CASES["HIGH"])
    pairs = case_choice.matched(cases, ["D", "R"])
    alike = pairs.set_index(["present", "absent"])["move"]
    assert set(pairs["policy_field"]) == {"care"}
    assert alike.loc[("a", "b")] == 1  # differ in R alone: high with it, not without
    assert alike.loc[("a", "h")] == 1  # differ in D alone
    assert ("a", "f") not in alike.index  # another field
    assert ("d", "e") not in alike.index  # differ in both


def test_moves_add_up_to_the_pairs_and_count_cases_used_twice():
    cases = CASES.assign(level=2 * CASES["HIGH"])
    found = case_choice.moves(case_choice.matched(cases, ["D", "R"]), ["D", "R"])
    assert (found[["closer", "same", "less"]].sum(axis=1) == found["pairs"]).all()
    by = found.set_index("condition")
    assert by.loc["D", ["pairs", "closer", "less"]].tolist() == [3, 2, 0]
    assert by.loc["D", "repeated"] == 2


def test_the_best_combination_is_found_at_whatever_share():
    low = CASES.assign(HIGH=[1, 0, 0, 0, 0, 0, 0, 0, 0, 1])  # a and j of a, d, f, j
    assert case_choice.best(low, ["D", "R"]).models == (("D*R",),)
