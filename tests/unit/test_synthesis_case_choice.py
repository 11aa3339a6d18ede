"""Choice of cases: pairs differ in one condition, and what they share decides which come first."""

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


def test_the_spread_counts_members_and_high_ones():
    found = case_choice.spread(SOLUTION, CASES, "country").set_index("country")
    assert SOLUTION.models == (("D*R",),)
    assert found.loc["DEU", ["cases", "members", "high", "share"]].tolist() == [5, 2, 2, 1]
    assert found.loc["NOR", ["cases", "members", "high", "share"]].tolist() == [5, 2, 1, 0.5]
    by_study = case_choice.spread(SOLUTION, CASES, "cluster").set_index("cluster")
    assert by_study.loc["s2", "members"] == 0 and pd.isna(by_study.loc["s2", "share"])


def test_cluster_diagnostics_are_those_of_the_engine():
    fit = case_choice.nested(SOLUTION, CASES, unit="cluster", cluster="country")
    assert fit.consistency == pytest.approx(0.75)
    assert fit.between["consistency"].to_dict() == {"DEU": 1.0, "NOR": 0.5}


def test_pairs_differ_in_one_condition_and_begin_with_the_most_alike():
    pairs = case_choice.one_condition_pairs(SOLUTION, CASES, "R")
    assert (pairs.loc[0, "first"], pairs.loc[0, "second"], pairs.loc[0, "shared"]) == ("a", "b", 2)
    assert set(pairs["second"]) == {"b", "c"}  # D like the first, R not, and not high
    assert pairs["shared"].is_monotonic_decreasing
    assert set(case_choice.one_condition_pairs(SOLUTION, CASES, "D")["second"]) == {"h", "i"}


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
