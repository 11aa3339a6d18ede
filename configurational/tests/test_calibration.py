"""Calibration: equal to R's `calibrate`, `findTh` and SetMethods' `indirectCalibration`."""

import json

import numpy as np
import pandas as pd
import pytest
from qca_reference import FOLDER

import configurational as qca

CALIBRATION = json.loads((FOLDER / "calibration.json").read_text())
CALLS = [(e["file"], c) for e in CALIBRATION for c in e["calibrate"]]
# Results are rounded to six digits by R; its beta regression stops early.
TOLERANCE = {"indirect": 2e-6, "beta": 1e-4}


def ours(file, key, call, grades):
    frame = pd.read_csv(FOLDER / "calibration" / f"{file}.csv")
    x = frame["x"].to_numpy()
    if key == "TFR":
        return qca.tfr(frame["likert"])
    if key == "indirect":
        return qca.indirect_thresholds(x, call["thresholds"])
    if key.startswith("SetMethods"):
        return (qca.indirect if call["binom"] else qca.indirect_beta)(x, grades)
    method = "ecdf" if call.get("ecdf") else "logistic" if call.get("logistic", True) else "linear"
    return qca.direct(
        x,
        call["thresholds"],
        method,
        call.get("idm", 0.95),
        call.get("below", 1),
        call.get("above", 1),
    )


def test_memberships_equal_to_r():
    wrong = []
    for file, reference in CALLS:
        found = ours(file, reference["key"], reference["call"], reference.get("grades"))
        beta = reference["call"].get("binom") is False
        tolerance = TOLERANCE.get("beta" if beta else reference["key"], 1e-9)
        expected = np.array(reference["values"], float)
        if np.shape(found) != expected.shape or not np.allclose(
            found, expected, atol=tolerance, rtol=0, equal_nan=True
        ):
            wrong.append((file, reference["key"], reference["call"], found, expected))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("entry", CALIBRATION, ids=lambda e: e["file"])
def test_suggested_anchors_equal_to_r(entry):
    x = pd.read_csv(FOLDER / "calibration" / f"{entry['file']}.csv")["x"]
    for asked in entry["findTh"]:
        # Distances in one dimension are the same by every name R knows them by.
        found = qca.suggest_anchors(x, asked["n"], asked["hclustm"])
        assert found.thresholds == pytest.approx(asked["thresholds"], abs=1e-9)


def test_how_many_calls_are_compared():
    assert len(CALLS) == 210 and sum(len(e["findTh"]) for e in CALIBRATION) == 98


def test_a_suggestion_says_that_it_is_no_theory_and_where_it_is_arbitrary():
    found = qca.suggest_anchors([1, 2, 2, 11, 12, 31, 33], n=2)
    assert "no theory" in found.messages[0] and len(found.messages) == 1
    assert found.groups.to_dict("list") == {
        "n": [3, 2, 2],
        "lowest": [1, 11, 31],
        "highest": [2, 12, 33],
    }
    assert "tied" in qca.suggest_anchors([1, 2, 3], n=1).messages[1]


def test_as_many_thresholds_are_suggested_as_are_asked_for():
    # Two pairs at one distance: a cut by height would merge both or none.
    found = qca.suggest_anchors([1, 2, 11, 12], n=2)
    assert len(found.thresholds) == 2 and found.groups["n"].sum() == 4
    assert "tied" in found.messages[1]


def test_relative_memberships_need_the_lowest_value_of_the_scale():
    assert qca.tfr([2, 3, 3, 5]).tolist() == [0.25, 0.75, 0.75, 1]
    assert qca.tfr([0, 1, 1, 3], lowest=0).round(3).tolist() == [0, 0.667, 0.667, 1]


def test_exponents_bend_the_linear_curve_towards_its_ends():
    anchors = {"e": 0, "c": 10, "i": 20}
    straight = qca.direct([5, 10, 15], anchors, "linear")
    assert straight.tolist() == [0.25, 0.5, 0.75]
    assert qca.direct([5, 10, 15], anchors, "linear", below=2, above=2).tolist() == [
        0.125,
        0.5,
        0.875,
    ]


def test_memberships_next_to_full_are_full():
    anchors = {"e": 0, "c": 10, "i": 20}
    assert qca.direct([0.001, 19.999], anchors, "linear").tolist() == [0, 1]


@pytest.mark.parametrize(
    "call, words",
    [
        (
            lambda: qca.direct([1, 2], {"e": 0, "c": 1, "i": 2}, below=2),
            "below.*linear method only",
        ),
        (
            lambda: qca.direct([1, 2], {"e": 0, "c": 1, "i": 2}, "linear", above=0),
            "above.*positive",
        ),
        (
            lambda: qca.direct([5, 6], {"e": 0, "c": 1, "i": 2}, "ecdf"),
            "both sides of the crossover",
        ),
        (
            lambda: qca.direct([5, 6], dict(e1=0, c1=1, i1=2, i2=3, c2=4, e2=5), "ecdf"),
            "e, c, i with",
        ),
        (lambda: qca.direct([5, 6], {"e": 0, "c": 1, "i": 2}, "odd"), "logistic or linear or ecdf"),
        (lambda: qca.indirect_thresholds([1, 2], []), "thresholds: found none"),
        (lambda: qca.indirect_thresholds([1, 2], [2, 1]), "each above the one before"),
        (lambda: qca.indirect_thresholds([-1, 2], [1]), "values: found -1"),
        (lambda: qca.indirect_thresholds([1, 2], [5]), "all values in one group"),
        (lambda: qca.indirect_beta([1, 2], [0.5]), "1 grades.*2, one per value"),
        (lambda: qca.indirect_beta([1, 2], [0.5, 1.5]), "grades outside 0 to 1"),
        (lambda: qca.tfr([1, 1]), "values from 1 to 1; expected values from 1"),
        (lambda: qca.tfr([0, 3]), "values from 0 to 3"),
        (lambda: qca.suggest_anchors([1, 2, 2], n=2), "2 thresholds for 2 distinct values"),
        (lambda: qca.suggest_anchors([1, 2, 3], method="odd"), "complete, single, average or ward"),
    ],
)
def test_bad_calls_are_refused(call, words):
    with pytest.raises(qca.ParameterError, match=words):
        call()
