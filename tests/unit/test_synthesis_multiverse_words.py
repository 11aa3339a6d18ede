"""Sentences of the chapter on the multiverse follow from its numbers.

All rows here are synthetic.
"""

import dataclasses

import pandas as pd
import pytest

from copro.measures.synthesis import multiverse_words as words
from copro.methods.multiverse.curve import PLACES
from copro.report.records.model import Claim, Interval


def rows(*given):
    """(question, title, reading, told, place) of each claim."""
    return pd.DataFrame(given, columns=["question", "title", "reading", "told", "place"]).assign(
        own="0.23", range="0.33 to 2.09", excluded="undecided"
    )


HOMES = ("Germany", "Germany: homes", "robust", True, "")
CASH = ("Germany", "Germany: cash", "depends on choices", True, "")
BEDS = ("Norway", "Norway: beds", "robust", True, "")
AGEING = ("Countries", "Countries: ageing", "direction only", False, "below")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            [HOMES, BEDS, CASH, AGEING],
            (
                "Two keep their direction in nearly all of them, more than chance would give. One "
                "keeps its direction, but chance alone could do that. One does not keep its "
                "direction in 95 % of them."
            ),
        ),
        (
            [HOMES],
            "One keeps its direction in nearly all of them, more than chance would give.",
        ),
        (
            [CASH, CASH],
            (
                "None keeps its direction in nearly all of them, more than chance would give. Two "
                "do not keep their direction in 95 % of them."
            ),
        ),
    ],
)
def test_the_answer_counts_findings(given, expected):
    assert words.answer(rows(*given)["reading"]) == expected


@pytest.mark.parametrize(
    "n, of, expected",
    [
        (0, 3, "none of them"),
        (1, 1, "one of them"),
        (2, 2, "both of them"),
        (2, 3, "two of them"),
        (3, 3, "all three of them"),
    ],
)
def test_a_part_in_words(n, of, expected):
    assert words.part(n, of) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([HOMES, BEDS, CASH], "Two of three findings survive nearly all other choices"),
        ([HOMES, CASH], "One of two findings survives nearly all other choices"),
        ([HOMES, BEDS], "All two findings survive nearly all other choices"),
        ([CASH, AGEING], "None of two findings survives nearly all other choices"),
    ],
)
def test_the_title_counts_robust_findings(given, expected):
    assert words.title(rows(*given)["reading"]) == expected


def levels(*given):
    """(name, own, reading, beside_one) of Norwegian levels."""
    return pd.DataFrame(given, columns=["name", "own", "reading", "beside_one"])


def test_a_range_that_includes_one_is_not_called_proportion():
    beds = ("Beds and people aged 80 or over, levels", "0.83", words.INCLUDES, "below")
    nursing = ("Nursing payments and people aged 80 or over, levels", "0.88", words.INCLUDES)
    assert words.levels(levels(beds, (*nursing, "below"))) == (
        "No choice settles it: the range includes 1 for both of them. The chapter's own intervals "
        "for beds (0.83) and nursing payments (0.88) lie below 1."
    )
    assert words.levels(levels(beds, (*nursing[:2], words.LEAVES_OUT, ""))) == (
        "The range includes 1 for one of them. The chapter's own interval for beds (0.83) lies "
        "below 1."
    )


def test_a_chapter_at_the_edge_of_its_range_is_named():
    said = words.outside(rows(HOMES, AGEING))
    assert said == (
        "For one of the two estimates the chapter chose a nearly extreme specification. Its "
        "estimate lies at the edge of the range or outside it: Countries: ageing (0.23; range "
        "0.33 to 2.09)."
    )
    assert words.outside(rows(HOMES)) == (
        "No chapter's own estimate lies at the edge of its range or outside it."
    )
    assert words.edge("", "0.23") == ""
    assert words.edge("below", "0.23") == "; the chapter's own, 0.23, lies below the range"
    assert words.edge("low", "0.23").endswith("lies near the lower end")
    assert set(words.EDGES) == set(PLACES) - {""}


def test_numbers_that_come_out_again_are_counted_or_all_of_them():
    assert "all {value} estimates" in words.reproduced(16, 16)
    assert "{value} of {all} estimates" in words.reproduced(15, 16)


def test_what_is_open_and_what_is_said_too_surely():
    assert words.unsure(rows(HOMES, AGEING)) == (
        "For one of the estimates the chapter itself could not rule out zero. By the smallest "
        "difference that would matter, one is undecided. The direction of none of them changes "
        "with the choices as well."
    )
    assert words.unsure(rows(HOMES)) == (
        "In every chapter the interval of the estimate leaves out zero."
    )
    assert words.fragile(rows(HOMES, CASH, AGEING)) == (
        "One is clear in its chapter and not robust here. Quote it with the range: Germany: cash."
    )
    assert words.fragile(rows(HOMES)) == (
        "The one finding that leaves out zero in its chapter is robust here."
    )
    assert words.fragile(rows(HOMES, HOMES, AGEING)) == (
        "Both findings that leave out zero in their chapter are robust here."
    )
    assert words.fragile(rows(AGEING)) == "No finding leaves out zero in its chapter."
    clearer = ("Norway", "Norway: payments", "robust", False, "")
    assert words.unsure(rows(clearer)).endswith(
        "more than chance would give: Norway: payments. But the test takes places as independent."
    )


SUMMARY = {
    "preferred": 0.8,
    "n": 40,
    "median": 0.9,
    "low": 0.7,
    "high": 1.1,
    "lower": 50.0,
    "same_sign": 100.0,
    "p_median": 0.01,
}


def stated(low, high):
    return Claim(
        id="a-b",
        sentence="It is 0.8.",
        value=0.8,
        unit="elasticity",
        interval=Interval(low, high),
        kind="model estimate",
        tables=("a/b",),
        hashes={},
        tolerance=1e-6,
    )


@pytest.fixture
def summarised():
    titles = {"no-b": "Norway: beds and people aged 80 or over, levels", "de-tax": "Germany: homes"}
    claims = {"no-b": stated(0.5, 1.0), "de-tax": stated(-0.1, 1.0)}
    return words.summarised({"no-b": SUMMARY, "de-tax": SUMMARY}, titles, claims, 199)


def test_levels_ask_about_one_and_say_nothing_of_zero(summarised):
    level, other = summarised.to_dict("records")
    assert [level["reading"], other["reading"]] == [words.INCLUDES, "robust"]
    assert pd.isna(level["p_median_shown"]) and other["p_median_shown"] == "0.010"
    assert [level["told"], other["told"]] == [True, False]
    few = {"de-tax": dataclasses.replace(stated(-0.1, 1.0), interval=None)}  # too few clusters
    none = words.summarised({"de-tax": SUMMARY}, {"de-tax": "Germany: homes"}, few, 199).iloc[0]
    assert not none["told"] and none["excluded"] == "undecided"
    assert other["excluded"] == "not less by enough to matter, perhaps more"
    outside = words.summarised(
        {"no-b": SUMMARY | {"high": 0.99}},
        {"no-b": level["title"]},
        {"no-b": stated(0.5, 1.0)},
        199,
    )
    assert outside["reading"].tolist() == [words.LEAVES_OUT]


def test_the_figure_shows_robust_findings_first_and_levels_last(summarised):
    drawn = words.drawn(summarised)
    assert drawn["name"].tolist() == ["Germany: homes", "Norway: beds and people aged 80 or over"]
    assert drawn["line"].tolist() == [0, 1] and drawn["country"].tolist() == ["DEU", "NOR"]
