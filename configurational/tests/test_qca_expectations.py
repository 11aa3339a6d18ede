"""Directional expectations: conjunctural ones as R decides them, and every way to write them."""

import json

import numpy as np
import pandas as pd
import pytest
from qca_reference import FOLDER, model_set, published_table

import configurational as qca

CONJUNCTURAL = {r["file"]: r for r in json.loads((FOLDER / "conjunctural.json").read_text())}
# Rows 001 and 101 are positive, 000, 100, 010 and 110 negative; 011 and 111 are remainders.
SMALL = pd.DataFrame(
    [[0, 0, 1, 1], [1, 0, 1, 1], [0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [1, 1, 0, 0]],
    columns=["A", "B", "C", "OUT"],
)


def small(expect):
    return qca.minimize(qca.truth_table(SMALL, "OUT"), "intermediate", expect).models


def lipset(expect):
    return qca.minimize(published_table("LF"), "intermediate", expect)


@pytest.mark.parametrize("name", CONJUNCTURAL)
def test_conjunctural_expectations_decide_as_in_r(name):
    reference = CONJUNCTURAL[name]
    frame = pd.read_csv(FOLDER / "conjunctural" / f"{name}.csv")
    table = qca.truth_table(frame, "OUT", incl_cut=reference["incl_cut"])
    solution = qca.minimize(table, "intermediate", reference["dir_exp"])
    found = {
        (p.conservative, p.parsimonious): (list(p.models), p.easy, p.difficult)
        for p in solution.pairs
    }
    assert found == {
        (model_set([p["C"]])[0], model_set([p["P"]])[0]): (
            model_set(p["models"]),
            tuple(p["easy"]),
            tuple(p["difficult"]),
        )
        for p in reference["pairs"].values()
    }


def test_there_are_sixty():
    assert len(CONJUNCTURAL) == 60


@pytest.mark.parametrize(
    "expect, model",
    [
        ("~B", "C*~B"),
        ("A*~B", "C*~B"),
        ("~A*~B", "C*~B"),  # B would have to become present
        ("B", "C"),
        ("A*B", "C"),
        ("B*~C", "C"),
        ("-,-,-", "C*~B"),
    ],
)
def test_no_counterfactual_goes_against_the_expectation(expect, model):
    assert small(expect) == (("~B*C" if model == "C*~B" else model,),)


@pytest.mark.parametrize("expect", [["A", "B*C"], ["B*C", "A"], "A, B*C", "A + B*C"])
def test_several_expectations_decide_in_any_order(expect):
    # The conservative term is ~A*~B*C, the parsimonious one is C.
    frame = pd.DataFrame(
        [[0, 0, 1, 1], [0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [1, 1, 0, 0]], columns=list("ABCY")
    )
    table = qca.truth_table(frame, "Y")
    assert qca.minimize(table).models == (("~A*~B*C",),)
    assert qca.minimize(table, "intermediate", expect).models == (("C",),)


@pytest.mark.parametrize("expect", ["B, ~A*~B", "~A*~B, B"])
def test_a_literal_that_one_expectation_holds_stays(expect):
    assert small("B") == (("C",),)
    assert small(expect) == (("~B*C",),)


@pytest.mark.parametrize(
    "absent",
    [
        [0] * 5,
        (0,) * 5,
        "0,0,0,0,0",
        np.zeros(5, dtype=int),
        np.zeros(5),
        pd.Series([0] * 5),
        dict.fromkeys(["DEV", "URB", "LIT", "IND", "STB"], 0),
        "~DEV, ~URB, ~LIT, ~IND, ~STB",
        {"STB": 0, "IND": 0, "LIT": "0", "URB": 0.0, "DEV": [0]},
        pd.Series(0, index=["DEV", "URB", "LIT", "IND", "STB"]),
    ],
    ids=lambda e: type(e).__name__,
)
def test_every_way_to_write_that_all_are_absent(absent):
    assert lipset(absent).models == (("DEV*~IND*STB", "URB*STB"), ("DEV*~URB*~IND", "URB*STB"))
    assert lipset("1,1,1,1,1").models == (("DEV*LIT*~IND*STB", "DEV*URB*LIT*STB"),)


def test_conditions_that_a_mapping_leaves_out_have_no_expectation():
    assert lipset({"URB": 1, "STB": None}).models == lipset("-,1,-,-,-").models
    assert lipset({}).models == qca.minimize(published_table("LF")).models


@pytest.mark.parametrize(
    "expect, words",
    [
        ({"DEV", "URB"}, "found a set"),
        (frozenset({1}), "found a frozenset"),
        (5, "found a int"),
        (b"1,1,1,1,1", "found a bytes"),
        (np.zeros((1, 5)), "found a ndarray"),
        (True, "found a bool"),
        (pd.DataFrame({"DEV": [1]}), "found a DataFrame"),
        (iter([1, 1, 1, 1, 1]), "found a list_iterator"),
        ([1, 1, 1, 1, 0.5], "entry 5: found 0.5"),
        ([True] * 5, "entry 1: found True"),
        ([1, 1, 1, 1, float("nan")], "entry 5: found nan"),
        ([1, 1, 1, 1, {}], "entry 5: found {}"),
        ({"DEV": 1, "GDP": 0}, "the condition 'GDP'"),
        ({"DEV": 2}, "level 2 of DEV"),
        ({"DEV": "high"}, "'high'"),
        ("DEV*~DEV", "holds nowhere"),
        ([1, 1], "2 entries"),
    ],
)
def test_what_is_not_understood_is_refused(expect, words):
    with pytest.raises(qca.ExpectationError) as caught:
        lipset(expect)
    assert words in str(caught.value)
