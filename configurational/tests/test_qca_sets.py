"""Reading and checking cases, and the truth table's cut-offs."""

import numpy as np
import pandas as pd
import pytest
from qca_reference import published_file, published_table

import configurational as qca

FRAME = pd.DataFrame(
    {"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 1, 0, 0]}, index=["a", "b", "c", "d"]
)


def changed(column, case, value):
    frame = FRAME.astype(object)
    frame.loc[case, column] = value
    return frame


@pytest.mark.parametrize(
    "frame, kind, words",
    [
        (changed("A", "b", None), qca.MissingValueError, ["column 'A', case b", "1 missing"]),
        (changed("A", "b", "NA"), qca.MissingValueError, ["column 'A', case b"]),
        (changed("A", "b", 1.2), qca.UncalibratedError, ["column 'A', case b", "1.2"]),
        (changed("A", "b", -1), qca.UncalibratedError, ["column 'A', case b", "-1"]),
        (changed("A", "b", 1994), qca.UncalibratedError, ["column 'A', case b", "1994"]),
        (changed("A", "b", "many"), qca.UncalibratedError, ["column 'A', case b", "'many'"]),
        (
            FRAME.assign(A=[1, 2, 3, 5]),
            qca.UncalibratedError,
            ["column 'A'", "from 1 to 5", "from 0"],
        ),
        (changed("Y", "c", 2), qca.UncalibratedError, ["outcome 'Y', case c", "Y[1]"]),
        (FRAME.iloc[:0], qca.QCAError, ["no case"]),
        (FRAME.set_axis(["a", "a", "b", "c"]), qca.QCAError, ["'a' more than once"]),
    ],
)
def test_bad_tables(frame, kind, words):
    with pytest.raises(kind) as caught:
        qca.truth_table(frame, "Y")
    assert all(w in str(caught.value) for w in words)


@pytest.mark.parametrize(
    "conditions, words",
    [
        (["A"], "at least two"),
        ([], "found none"),
        (["A", "A"], "A more than once"),
        (["A", "Y"], "the outcome 'Y' among them"),
        (["A", "~C"], r"condition '~C'.*without ~ \* \+"),
        (["A", "D+E"], r"condition 'D\+E'"),
        (["A", "D*E"], r"condition 'D\*E'"),
        (["A", "B x"], "condition 'B x'.*without spaces"),
        (["A", "B[1]"], r"condition 'B\[1\]'"),
        (["A", ""], "condition ''"),
        (["A", "n"], "condition 'n'.*column of the truth table"),
        (["A", "OUT"], "condition 'OUT'.*column of the truth table"),
    ],
)
def test_bad_conditions(conditions, words):
    with pytest.raises(qca.ConditionsError, match=words):
        qca.truth_table(
            FRAME.assign(**dict.fromkeys(set(conditions) - {"A", "Y"}, 1)), "Y", conditions
        )


def test_too_many_configurations():
    frame = pd.DataFrame(np.eye(21, dtype=int), columns=[f"C{i}" for i in range(21)]).assign(Y=1)
    with pytest.raises(qca.ConditionsError, match="20 binary conditions"):
        qca.truth_table(frame, "Y")


@pytest.mark.parametrize(
    "option",
    [{"incl_cut": 2}, {"pri_cut": -1}, {"n_cut": 0}, {"incl_cut": 0.8, "incl_cut_low": 0.9}],
)
def test_bad_cutoffs(option):
    with pytest.raises(qca.ParameterError, match=list(option)[-1]):
        qca.truth_table(FRAME, "Y", **option)


def test_constant_outcomes():
    with pytest.raises(qca.AllPositiveError, match="all rows positive"):
        qca.minimize(qca.truth_table(FRAME.assign(Y=1).iloc[:3], "Y"))
    with pytest.raises(qca.NoPositiveRowError, match="no positive row"):
        qca.minimize(qca.truth_table(FRAME.assign(Y=0), "Y"))


def test_no_negative_row_warns_when_remainders_are_left():
    frame = pd.DataFrame({"A": [1, 0], "B": [1, 0], "Y": [0.9, 0.95]})
    table = qca.truth_table(frame, "Y", incl_cut=0.8)
    solution = qca.minimize(table)
    assert solution.models == (("A*B", "~A*~B"),) and "limited diversity" in solution.messages[0]
    with pytest.raises(qca.AllPositiveError, match="all rows positive"):
        qca.minimize(table, "parsimonious")


def test_half_memberships_are_named_and_in_no_row():
    frame = FRAME.astype(float)
    frame.loc["b", "A"] = 0.5
    table = qca.truth_table(frame, "Y")
    assert table.data.messages == ("memberships of exactly 0.5 belong to no configuration: b (A)",)
    assert "b" not in sum(table.observed["cases"], ())


def test_levels_without_a_case_are_named():
    table = qca.truth_table(FRAME.assign(A=[0, 1, 3, 3]), "Y")
    assert table.data.messages == ("multi-value levels without a case: A (level 2)",)


def test_two_cutoffs_make_contradictions_that_stay_out():
    frame = pd.DataFrame(
        {"A": [1] * 4 + [0] * 4, "B": [1, 1, 0, 0, 1, 1, 0, 0], "Y": [1, 1, 1, 0, 1, 0, 0, 0]}
    )
    table = qca.truth_table(frame, "Y", incl_cut=0.8, incl_cut_low=0.5)
    assert table.observed["OUT"].tolist() == ["0", "C", "C", "1"]
    assert qca.minimize(table, "parsimonious").models == (("A*B",),)


def test_exact_ties_count_as_positive():
    frame = pd.DataFrame({"A": [1] * 10 + [0] * 2, "B": [1, 0] * 6, "Y": [1, 1] * 4 + [0, 0] * 2})
    table = qca.truth_table(frame, "Y", incl_cut=0.8)
    assert table.observed["OUT"].tolist() == ["0", "0", "1", "1"]
    thirds = pd.DataFrame(
        {"A": [0.9] * 3 + [0.1], "B": [0.9] * 3 + [0.1], "Y": [0.1, 0.1, 0.1, 0.9]}
    )
    incl = qca.truth_table(thirds, "Y").observed["incl"].iloc[-1]
    assert qca.truth_table(thirds, "Y", incl_cut=incl + 1e-14).observed["OUT"].iloc[-1] == "1"


def test_pri_and_frequency_cutoffs():
    table = published_table("LF")
    frame = qca.read_csv(published_file("LF"))
    strict = qca.truth_table(frame, "SURV", incl_cut=0.8, pri_cut=0.75)
    assert list(table.observed.query("OUT == '1'").index) == [22, 32]
    assert list(strict.observed.query("OUT == '1'").index) == [32]
    few = qca.truth_table(frame, "SURV", incl_cut=0.8, n_cut=2)
    assert set(few.observed.query("n < 2")["OUT"]) == {"?"}


def test_negated_outcomes_and_levels():
    frame = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [2, 1, 0, 0]})
    assert qca.prepare(frame, "Y[1,2]").y.tolist() == [1, 1, 0, 0]
    assert qca.prepare(frame, "~Y[2]").outcome == "~Y[2]"
    assert qca.prepare(frame, "~Y{0}", negate=True).y.tolist() == [0, 0, 1, 1]
    with pytest.raises(qca.ParameterError, match="level that no case has"):
        qca.prepare(frame, "Y[3]")


@pytest.mark.parametrize("outcome", ["Y[0,]", "Y[,]", "Y[0 1]", "Y+A", "~~Y", "Y Z", "Y[", ""])
def test_outcomes_that_cannot_be_read_are_refused(outcome):
    with pytest.raises(
        qca.ParameterError, match=r"outcome.*expected Y, ~Y or Y\[2\].*without spaces"
    ):
        qca.prepare(FRAME, outcome)


@pytest.mark.parametrize(
    "value, words",
    [(0.3, "case c: found the value 0.3"), (-1, "found the value -1"), ("-", "case c: found '-'")],
)
def test_an_outcome_without_levels_cannot_be_asked_for_a_level(value, words):
    frame = changed("Y", "c", value)
    for outcome in ("Y[1]", "~Y[1]"):
        with pytest.raises(qca.UncalibratedError, match=words):
            qca.prepare(frame, outcome)


def test_a_measurement_that_is_a_dash_is_missing():
    assert qca.raw_column(FRAME, "A")[1].tolist() == [1, 1, 0, 0]
    with pytest.raises(
        qca.MissingValueError, match="column 'A', case b: found '-'; expected a number"
    ):
        qca.raw_column(changed("A", "b", "-"), "A")


def test_cases_at_the_crossover_leave_no_row_to_explain():
    frame = FRAME.astype(float).assign(A=0.5)
    with pytest.raises(qca.NoPositiveRowError, match=r"no case in any row.*exactly 0\.5"):
        qca.minimize(qca.truth_table(frame, "Y"))


def test_labels_that_read_na_survive(tmp_path):
    (tmp_path / "t.csv").write_text("id,A,B,Y\nNA,1,1,1\nSE,0,1,0\n", encoding="utf-8")
    data = qca.prepare(qca.read_csv(str(tmp_path / "t.csv")), "Y", id_column="id")
    assert data.cases == ("NA", "SE")
