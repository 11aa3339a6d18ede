"""Calibration, necessity, enhanced standard analysis, theory evaluation, robustness,
expressions.
"""

import numpy as np
import pandas as pd
import pytest
from configurational.terms import (
    all_configurations,
    conjunction,
    covers,
    negation,
    parse_expression,
)
from qca_reference import published_file, published_table

import configurational as qca

RAGIN = np.exp(3) / (1 + np.exp(3))
ANCHORS = {
    "DEV": (400, 550, 900),
    "URB": (25, 50, 65),
    "LIT": (50, 75, 90),
    "IND": (20, 30, 40),
    "STB": (15, 9.5, 5),
    "SURV": (-9, 0, 10),
}


@pytest.mark.parametrize("column", ANCHORS)
def test_published_calibration_of_the_lipset_data(column):
    # Published to two decimals, with Ragin's log odds of 3 at the anchors.
    raw, fuzzy = (qca.read_csv(published_file(n))[column].to_numpy() for n in ("LR", "LF"))
    member = qca.direct(raw, dict(zip("eci", ANCHORS[column])), idm=RAGIN)
    assert np.abs(member - fuzzy).max() <= 0.005 + 1e-4


def test_direct_calibration():
    up = {"e": 0, "c": 5, "i": 10}
    assert qca.direct([0, 5, 10], up) == pytest.approx([0.05, 0.5, 0.95])
    assert qca.direct([0, 5, 10], {"e": 10, "c": 5, "i": 0}) == pytest.approx([0.95, 0.5, 0.05])
    assert qca.direct([-50, 50], up).tolist() == [0, 1]
    assert qca.direct([-1, 0, 2.5, 5, 7.5, 11], up, "linear").tolist() == [0, 0, 0.25, 0.5, 0.75, 1]
    bell = dict(zip(("e1", "c1", "i1", "i2", "c2", "e2"), range(6)))
    assert qca.direct(range(6), bell, "linear").tolist() == [0, 0.5, 1, 1, 0.5, 0]
    inverted = dict(zip(("i1", "c1", "e1", "e2", "c2", "i2"), range(6)))
    assert qca.direct(range(6), inverted, "linear").tolist() == [1, 0.5, 0, 0, 0.5, 1]
    assert qca.direct(range(6), bell)[[1, 4]] == pytest.approx(0.5)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: qca.direct([1], {"e": 1, "c": 1, "i": 2}), "e < c < i"),
        (lambda: qca.direct([1], {"e": 1, "c": 2}), "e, c, i or"),
        (lambda: qca.direct([1], {"e": 0, "c": 1, "i": 2}, "cubic"), "logistic or linear"),
        (lambda: qca.direct([1], {"e": 0, "c": 1, "i": 2}, idm=0.4), "idm"),
        (lambda: qca.direct([np.nan], {"e": 0, "c": 1, "i": 2}), "missing"),
        (lambda: qca.direct([1], dict.fromkeys(("e1", "c1", "i1", "i2", "c2", "e2"), 1)), "bell"),
        (lambda: qca.direct([1], {"e": -np.inf, "c": 1, "i": 2}), "anchor e: found -inf"),
        (lambda: qca.crisp([1], np.nan), "threshold: found nan"),
        (lambda: qca.multivalue([1], [0, np.inf]), "threshold: found inf"),
        (lambda: qca.multivalue([1], [2, 2]), "each above"),
        (lambda: qca.indirect([1, 2], [0, 1, 1]), "one per value"),
        (lambda: qca.indirect([1, 2, 3], [1, 1, 1]), "varying"),
        (lambda: qca.indirect([1, 2, 3, 4], [0, 0, 1, 1]), "separates"),
    ],
)
def test_calibration_errors(call, words):
    with pytest.raises(qca.QCAError, match=words):
        call()


def test_crisp_levels_and_indirect():
    assert qca.crisp([1, 2, 3], 2).tolist() == [0, 1, 1]
    assert qca.multivalue([1, 2, 3, 9], [2, 5]).tolist() == [0, 1, 1, 2]
    member = qca.indirect([1, 2, 3, 4, 5], [0, 0.2, 0.4, 0.8, 1])
    assert (np.diff(member) > 0).all() and member[0] < 0.2 < 0.8 < member[4]


def test_necessity_of_the_lipset_conditions():
    data = published_table("LF").data
    table = qca.single_necessity(data).round(3)
    assert table.loc["STB"].tolist() == [0.920, 0.680, 0.707]
    assert table.loc["LIT"].tolist() == [0.991, 0.509, 0.643]
    wide = qca.supersets(data, incl_cut=0.9, ron_cut=0.6)
    assert set(wide[wide["kind"] == "conjunction"].index) == {"STB", "LIT*STB"}
    assert (wide[["incl", "RoN"]] >= [0.9, 0.6]).all().all()
    for name in qca.supersets(data, depth=2).query("kind == 'disjunction'").index:
        assert all(table.loc[part, "incl"] < 0.9 for part in name.split(" + "))


def test_subsets_are_minimal():
    table = qca.subsets(published_table("LC").data, incl_cut=1, depth=2)
    assert {"DEV*STB", "URB*STB"} <= set(table.index) and (table["incl"] >= 1).all()
    with pytest.raises(qca.ParameterError, match="incl_cut"):
        qca.subsets(published_table("LC").data, incl_cut=3)


@pytest.mark.parametrize("search", [qca.single_necessity, qca.supersets, qca.subsets])
def test_nothing_is_necessary_or_sufficient_for_an_outcome_that_no_case_has(search):
    frame = pd.DataFrame({"A": [1, 0], "B": [0, 1], "Y": [0, 0]})
    assert len(search(qca.prepare(frame.assign(Y=[1, 0]), "Y")))
    with pytest.raises(qca.NoPositiveRowError, match="outcome Y: found membership 0 in every case"):
        search(qca.prepare(frame, "Y"))


@pytest.mark.parametrize("search", [qca.supersets, qca.subsets])
def test_the_depth_of_a_search_has_bounds(search):
    small = qca.prepare(pd.DataFrame({"A": [1, 0], "B": [0, 1], "Y": [0, 1]}), "Y")
    assert search(small).equals(search(small, depth=2))
    for depth in (-1, 0, 3):
        with pytest.raises(qca.ParameterError, match=f"depth: found {depth}; expected 1 to 2"):
            search(small, depth=depth)
    wide = qca.prepare(
        pd.DataFrame(np.eye(17, dtype=int), columns=[f"C{i}" for i in range(17)]).assign(Y=1), "Y"
    )
    with pytest.raises(
        qca.ParameterError, match=f"{3**17 - 1} expressions of 17 conditions; expected 1 to 3"
    ):
        search(wide, depth=17)


def test_enhanced_standard_analysis():
    table = published_table("LF")
    frame = qca.read_csv(published_file("LF"))
    negated = qca.minimize(
        qca.truth_table(frame, "SURV", incl_cut=0.8, negate=True), "parsimonious"
    )
    plain = qca.minimize(table, "parsimonious")
    both = set(plain.assumptions[0]) & set(negated.assumptions[0])
    assert both and qca.incoherent(plain, negated) == tuple(sorted(both))
    enhanced, excluded = qca.enhanced(
        table, necessary="LIT*STB", cannot_exist="URB*~IND*~DEV", negated=negated
    )
    assert excluded["incoherent"] == tuple(sorted(both))
    banned = set().union(*excluded.values())
    assert not banned & set(enhanced.assumptions[0])
    assert all({"LIT", "STB"} <= set(t.split("*")) for m in enhanced.models for t in m)
    assert qca.simultaneous_subsets(table, negated.table) == ()
    with pytest.raises(qca.ContradictionError, match="row 22"):
        qca.minimize(table, exclude=[22])
    with pytest.raises(qca.ParameterError, match="row 99"):
        qca.minimize(table, exclude=[99])


def test_theory_evaluation():
    solution = qca.minimize(published_table("LF"), "parsimonious")
    areas = qca.evaluate_theory(solution, "DEV*STB")
    assert areas.loc["T*S", "expression"] == "DEV*URB*STB + DEV*~IND*STB"
    assert areas.loc["T*S", "with_outcome"] == ("BE", "CZ", "FI", "IE", "NL", "UK")
    assert areas.loc["T*~S", "with_outcome"] == ("FR", "SE")
    placed = areas["with_outcome"].map(len).sum() + areas["without_outcome"].map(len).sum()
    assert placed == 18
    with pytest.raises(qca.ParameterError, match="'XX'"):
        qca.evaluate_theory(solution, "XX")


def test_cutoff_ranges():
    table = published_table("LF")
    frame = qca.read_csv(published_file("LF"))
    stable = qca.cutoff_range(table, "incl", "parsimonious")
    same = qca.minimize(table, "parsimonious").models
    assert stable.lower < 0.8 <= stable.upper
    for cut in (stable.lower + 1e-6, stable.upper):
        assert (
            qca.minimize(qca.truth_table(frame, "SURV", incl_cut=cut), "parsimonious").models
            == same
        )
    for cut in (stable.lower, stable.upper + 1e-6):
        assert (
            qca.minimize(qca.truth_table(frame, "SURV", incl_cut=cut), "parsimonious").models
            != same
        )
    assert qca.cutoff_range(table, "n") == qca.StableRange("n", 1, 1, 2)
    assert qca.cutoff_range(table, "pri").upper == pytest.approx(0.719387755102041)
    with pytest.raises(qca.ParameterError, match="incl, pri or n"):
        qca.cutoff_range(table, "x")


def test_anchor_range():
    raw, frame = (qca.read_csv(published_file(n)) for n in ("LR", "LF"))

    def models(member):
        return qca.minimize(qca.truth_table(frame.assign(DEV=member), "SURV", incl_cut=0.8)).models

    stable = qca.anchor_range(raw["DEV"], {"e": 400, "c": 550, "i": 900}, "c", 10, models)
    assert stable.lower <= 550 < stable.upper < 900
    at = {
        c: models(qca.direct(raw["DEV"], {"e": 400, "c": c, "i": 900}))
        for c in (550, stable.lower, stable.upper, stable.lower - 10, stable.upper + 10)
    }
    assert at[stable.lower] == at[550] == at[stable.upper]
    assert at[stable.lower - 10] != at[550] != at[stable.upper + 10]
    for option in ({"anchor": "z", "step": 1}, {"anchor": "c", "step": 0}):
        with pytest.raises(qca.ParameterError):
            qca.anchor_range([1, 2], {"e": 0, "c": 1, "i": 2}, models=models, **option)


def test_case_deletion_and_core():
    table = published_table("LF")
    deleted = qca.case_deletion(table, "parsimonious")
    assert list(deleted.index) == list(table.data.cases) and 0 < deleted["same"].sum() < 18
    first = qca.minimize(table, "conservative").models[0]
    core = qca.robust_core(table.data, first, [first])
    assert (core.rf_incl, core.rf_cov, core.rf_min, core.rf_max) == (1, 1, 1, 1)
    wider = qca.robust_core(table.data, first, [("DEV*~IND", "URB*STB"), ("URB*STB",)])
    assert wider.rf_cov < 1 and wider.rf_max < 1
    assert set(wider.memberships["type"]) == {"robust", "shaky", "outside"}
    with pytest.raises(qca.ParameterError, match="at least one"):
        qca.robust_core(table.data, first, [])


def test_expressions():
    names, levels = ("A", "B", "C"), np.array([2, 3, 2])
    rows = all_configurations(levels)

    def inside(terms):
        return covers(terms, rows).any(axis=0)

    a, b = (parse_expression(t, names, levels) for t in ("A*~B[0] + ~C", "B[0,2]*C"))
    assert (inside(negation(a, levels)) == ~inside(a)).all()
    assert (inside(conjunction(a, b)) == (inside(a) & inside(b))).all()
    for text in ("A*", "A + D", "B[7]", "B[0,]", "B[0 1]", ""):
        with pytest.raises(qca.ParameterError):
            parse_expression(text, names, levels)


def test_multivalue_expectations():
    frame = pd.DataFrame({"A": [2, 1, 0, 0], "B": [1, 1, 0, 1], "Y": [1, 1, 0, 0]})
    table = qca.truth_table(frame, "Y")
    assert qca.minimize(table).models == (("A[1]*B[1]", "A[2]*B[1]"),)
    assert qca.minimize(table, "parsimonious").models == (("A[1]", "A[2]"),)
    solution = qca.minimize(table, "intermediate", "1|2,0")
    assert solution.models == (("A[1]", "A[2]"),)
    assert solution.pairs[0].easy == (3, 5) and solution.pairs[0].difficult == ()
    for expect in ("1,5", "1", "1,0,1", "A[9]"):
        with pytest.raises(qca.ExpectationError):
            qca.minimize(table, "intermediate", expect)
    with pytest.raises(qca.ExpectationError, match="only intermediate"):
        qca.minimize(table, "parsimonious", "1,1")
    for option in ({"solution": "complex"}, {"cap": 0}):
        with pytest.raises(qca.ParameterError):
            qca.minimize(table, **option)


def test_a_condition_that_does_not_apply_cannot_tell_rows_apart():
    frame = pd.DataFrame({"A": ["1", "1", "0"], "B": ["-", "1", "0"], "Y": [1, 0, 0]})
    with pytest.raises(qca.ContradictionError, match="1-"):
        qca.minimize(qca.truth_table(frame, "Y"), "parsimonious")
