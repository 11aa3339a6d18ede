"""Agreement against irr 0.84.1 (R)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from copro.methods import agreement

HERE = Path(__file__).parent / "reference" / "agreement"
IRR = json.loads((HERE / "irr.json").read_text())
N = np.nan
# The two textbook examples for which irr's alpha is recorded: Krippendorff's four observers, and
# three observers of fifteen units.
DATA = {
    "kripp_C": pd.DataFrame(
        [
            [1, 1, N, 1],
            [2, 2, 3, 2],
            [3, 3, 3, 3],
            [3, 3, 3, 3],
            [2, 2, 2, 2],
            [1, 2, 3, 4],
            [4, 4, 4, 4],
            [1, 1, 2, 1],
            [2, 2, 2, 2],
            [N, 5, 5, 5],
            [N, N, 1, 1],
            [N, N, 3, N],
        ]
    ),
    "kripp_wiki": pd.DataFrame(
        {
            "A": [N] * 5 + [3, 4, 1, 2, 1, 1, 3, 3, N, 3],
            "B": [1, N, 2, 1, 3, 3, 4, 3] + [N] * 7,
            "C": [N, N, 2, 1, 3, 4, 4, N, 2, 1, 1, 3, 3, N, 4],
        }
    ),
}


def pair(one, two):
    return pd.DataFrame({"one": one, "two": two}, dtype=object)


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_is_that_of_irr(name, metric):
    assert agreement.alpha(DATA[name], metric) == pytest.approx(IRR[name][metric], rel=1e-12)


def test_kappa_is_that_of_irr():
    diagnoses = pd.read_csv(HERE / "irr_diagnoses_fleiss1971.csv")
    assert agreement.kappa(diagnoses[["rater2", "rater3"]]) == pytest.approx(
        IRR["kappa2_diag_23"], rel=1e-12
    )
    counts = pd.read_csv(HERE / "vision_counts.csv")
    eyes = counts.loc[counts.index.repeat(counts["n"]), ["r.eye", "l.eye"]]
    assert agreement.kappa(eyes, "quadratic") == pytest.approx(IRR["kappa2_w_vision"], rel=1e-12)
    assert agreement.kappa(eyes, "linear") == pytest.approx(IRR["kappa2_eq_vision"], rel=1e-12)


def test_distances_of_sets():
    a, b, ab, c = (frozenset(x) for x in ("a", "b", "ab", "c"))
    none = frozenset()
    assert agreement.jaccard(a, ab) == 0.5 and agreement.masi(a, ab) == pytest.approx(
        1 - 0.5 * 2 / 3
    )
    assert agreement.masi(ab, frozenset("bc")) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert agreement.masi(a, c) == agreement.jaccard(a, b) == agreement.masi(none, a) == 1
    assert agreement.masi(none, none) == agreement.jaccard(none, none) == 0


def test_alpha_of_single_labels_is_the_same_with_every_set_distance():
    words = pair(list("aabbcca"), list("aabbcab"))
    sets = words.map(frozenset)
    for metric in (agreement.masi, agreement.jaccard):
        assert agreement.alpha(sets, metric) == pytest.approx(agreement.alpha(words))


def test_overlap_counts_for_more_than_none():
    near = pair(
        [frozenset("ab"), frozenset("c"), frozenset("d")],
        [frozenset("a"), frozenset("c"), frozenset("d")],
    )
    far = pair(
        [frozenset("b"), frozenset("c"), frozenset("d")],
        [frozenset("a"), frozenset("c"), frozenset("d")],
    )
    assert 1 > agreement.alpha(near, agreement.masi) > agreement.alpha(far, agreement.masi)


def test_same_value_throughout_has_no_alpha_and_no_kappa():
    flat = pair(["a"] * 4, ["a"] * 4)
    assert np.isnan(agreement.alpha(flat)) and np.isnan(agreement.kappa(flat))
    assert agreement.percent(flat) == 100


def test_confusion_keeps_zeros_and_the_order():
    table = agreement.confusion(pair(["x", "x", "y"], ["x", "y", None]), order=["z", "y", "x"])
    assert table.loc["x", "y"] == table.loc["x", "x"] == 1 and table.to_numpy().sum() == 2
    assert list(table.columns) == ["z", "y", "x"] and table["z"].sum() == 0


def test_summary_takes_the_set_distance_where_values_are_sets():
    frames = {
        "set": pair([frozenset("ab"), frozenset("c")] * 9, [frozenset("a"), frozenset("c")] * 9),
        "word": pair(list("ab") * 9, list("aa") * 9),
    }
    rows = agreement.summary(frames).set_index("field")
    assert rows.loc["set", "percent"] == rows.loc["word", "percent"] == 50
    assert rows.loc["set", "alpha"] == pytest.approx(agreement.alpha(frames["set"], agreement.masi))
    assert rows["alpha"].to_dict() == pytest.approx(agreement.alphas(frames).to_dict())
    assert rows.loc["word", "kappa"] == pytest.approx(0)


@pytest.mark.parametrize(
    "frame, words",
    [
        (pd.DataFrame({"a": ["x"], "b": [None]}), "by two coders|by both"),
        (pd.DataFrame({"a": ["x"]}), "by two coders|found 1 coders"),
    ],
)
def test_ratings_that_cannot_be_compared_are_an_error(frame, words):
    for function in (agreement.alpha, agreement.percent):
        with pytest.raises(ValueError, match=words):
            function(frame)


def test_an_unknown_metric_is_named():
    with pytest.raises(ValueError, match="'cardinal'"):
        agreement.alpha(DATA["kripp_C"], "cardinal")
