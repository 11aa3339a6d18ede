"""What an answer rests on: the choice that was made, the cases that are meant, the levels named."""

import json

import numpy as np
import pandas as pd
import pytest
from configurational.cli import main
from qca_reference import published_file, published_table

import configurational as qca

LF = qca.read_csv(published_file("LF"))
TABLE = published_table("LF")
MIXED = pd.DataFrame(
    {"A": [1, 1, 0, 0, 0], "B": [1, 1, 1, 1, 0], "Y": [1, 1, 1, 0, 0]}, index=list("vwxyz")
)
LEVELS = pd.DataFrame({"A": [0, 1, 2, 2, 0], "B": [1, 1, 0, 1, 0], "Y": [0, 1, 1, 1, 0]})


@pytest.mark.parametrize(
    "choice, error",
    [
        (("intermediate",), qca.ExpectationError),
        (("?",), qca.ParameterError),
        (("intermediate", "1,1"), qca.ExpectationError),
        (("conservative", "1,1,1,1,1"), qca.ExpectationError),
        (("parsimonious", None, [99]), qca.ParameterError),
    ],
)
def test_a_choice_that_cannot_be_solved_is_never_robust(choice, error):
    for parameter in ("incl", "pri", "n"):
        with pytest.raises(error):
            qca.cutoff_range(TABLE, parameter, *choice)
    with pytest.raises(error):
        qca.case_deletion(TABLE, *choice)


def test_robustness_keeps_contradictions_as_remainders():
    table = qca.contradictions_as_remainders(qca.truth_table(MIXED, "Y", incl_cut_low=0.4))
    models = qca.minimize(table, "parsimonious").models
    assert models == (("A",), ("B",))
    # Without v or w the tables are the same; as negative rows the contradictions would leave A
    # alone.
    deleted = qca.case_deletion(table, "parsimonious")
    assert deleted.loc["v", "same"] and deleted.loc["v", "models"] == models
    found = qca.cutoff_range(table, "incl", "parsimonious")
    assert (found.lower, found.upper, found.lower_open) == (0.5, 1.0, True)
    assert table.rebuilt().observed["OUT"].tolist() == table.observed["OUT"].tolist()


def test_the_other_side_has_to_be_the_other_side():
    solution = qca.minimize(TABLE, "parsimonious")
    away = qca.truth_table(LF, "~SURV", incl_cut=0.8)
    negated = qca.minimize(away, "parsimonious")
    fewer = qca.truth_table(LF, "~SURV", "DEV,URB,LIT", incl_cut=0.8)
    assert qca.enhanced(TABLE, negated=negated)[1]["incoherent"] == qca.incoherent(
        solution, negated
    )
    for call in (
        lambda: qca.enhanced(TABLE, negated=solution),
        lambda: qca.enhanced(TABLE, negated=qca.minimize(fewer, "parsimonious")),
        lambda: qca.incoherent(solution, solution),
        lambda: qca.simultaneous_subsets(TABLE, TABLE),
        lambda: qca.simultaneous_subsets(TABLE, fewer),
    ):
        with pytest.raises(qca.ParameterError, match="the negation of SURV by DEV, URB"):
            call()


def test_clusters_follow_the_labels_of_the_cases():
    data = qca.prepare(LF, "SURV")
    frame = LF.assign(letter=[label[0] for label in LF.index])
    turned = frame.iloc[::-1]
    assert qca.cluster_columns(data, turned, "letter")[0].tolist() == frame["letter"].tolist()
    numbered = frame.reset_index(drop=True)
    assert qca.cluster_columns(data, numbered, "letter")[0].tolist() == frame["letter"].tolist()
    # Numbers from 1 are the labels that `prepare` gives.
    some = qca.prepare(numbered.drop(columns="letter"), "SURV").drop("1")
    assert qca.cluster_columns(some, numbered, "letter")[0].tolist() == frame["letter"].tolist()[1:]
    with pytest.raises(qca.ParameterError, match="AU more than once"):
        qca.cluster_columns(data, pd.concat([frame, frame]), "letter")


def test_a_multi_value_condition_needs_a_level_everywhere():
    table = qca.truth_table(LEVELS, "Y")
    solution = qca.minimize(table)
    for call in (
        lambda: qca.evaluate_theory(solution, "A"),
        lambda: qca.minimize(table, "parsimonious", exclude="~A*B"),
        lambda: qca.impossible(table, "A*B"),
        lambda: qca.contradicting_necessity(table, "A"),
        lambda: qca.robust_core(table.data, "A", ["B"]),
    ):
        with pytest.raises(qca.ParameterError, match="A, a condition of 3 levels, without a level"):
            call()
    with pytest.raises(qca.ExpectationError, match="without a level"):
        qca.minimize(table, "intermediate", "A, B")
    # B is crisp and needs none.
    assert len(qca.evaluate_theory(solution, "A[1,2]*B")) == 4


def test_conditions_need_an_order():
    for given in ({"DEV", "URB"}, frozenset(["DEV", "URB"])):
        with pytest.raises(qca.ConditionsError, match="which has no order"):
            qca.truth_table(LF, "SURV", given)
    assert qca.prepare(LF, "SURV", {"DEV": 1, "URB": 1}.keys()).conditions == ("DEV", "URB")


def test_a_membership_becomes_a_column_of_its_table():
    for frame in (LF, LF.reset_index(drop=True), LF.set_axis(range(5, 5 + len(LF)))):
        frame = frame.assign(CTX=qca.expression_membership(frame, "DEV*URB"))
        assert frame["CTX"].tolist() == np.minimum(frame["DEV"], frame["URB"]).tolist()


def test_the_command_keeps_contradictions_as_remainders_too(tmp_path, capsys):
    path = tmp_path / "mixed.csv"
    MIXED.to_csv(path)
    words = [
        "robustness",
        str(path),
        "--outcome",
        "Y",
        "--incl-cut-low",
        "0.4",
        "--solution",
        "parsimonious",
        "--cases",
        "--json",
    ]
    assert main([*words, "--contradictions-as-remainders"]) == 0
    freed = json.loads(capsys.readouterr().out)
    assert freed["models"] == [["A"], ["B"]] == freed["without_case"]["v"]["models"]
    assert freed["ranges"]["incl"]["lower"] == 0.5
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["models"] == [["A"]]
