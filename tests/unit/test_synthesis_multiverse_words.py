"""Sentences of the chapter on the multiverse follow from its numbers.

All rows here are synthetic.
"""

import pandas as pd
import pytest

from copro.measures.synthesis import multiverse_words as words


def rows(*given):
    """(question, title, reading, told, place) of each claim."""
    return pd.DataFrame(given, columns=["question", "title", "reading", "told", "place"]).assign(
        own="0.23", range="0.33 to 2.09"
    )


HOMES = ("Germany", "Germany: homes", "robust", True, "")
CASH = ("Germany", "Germany: cash", "depends on choices", True, "")
BEDS = ("Norway", "Norway: beds", "robust", True, "")
AGEING = ("Countries", "Countries: ageing", "direction only", False, "below")


def test_the_answer_counts_readings():
    assert words.answer(rows(HOMES, BEDS, CASH, AGEING)["reading"]) == (
        "Two keep their sign in nearly every specification, and shuffled histories hardly ever "
        "give such a curve. One keeps its sign, but chance alone could draw such a curve. One "
        "changes its sign with the choices."
    )
    assert words.answer(rows(HOMES)["reading"]) == (
        "One keeps its sign in nearly every specification, and shuffled histories "
        "hardly ever give such a curve."
    )
    assert words.answer(rows(CASH)["reading"]).startswith(
        "None of them keeps its sign in nearly every specification while shuffled"
    )


@pytest.mark.parametrize(
    "n, of, expected",
    [
        (0, 3, "none of them"),
        (1, 1, "one of them"),
        (2, 3, "two of them"),
        (3, 3, "all three of them"),
    ],
)
def test_a_part_in_words(n, of, expected):
    assert words.part(n, of) == expected


@pytest.mark.parametrize(
    "percent, expected",
    [
        (9, "hardly any"),
        (44, "fewer than half"),
        (50.8, "about half"),
        (60, "most"),
        (90, "nearly all"),
    ],
)
def test_a_share_in_words(percent, expected):
    assert words.share(percent) == expected


def test_a_chapter_at_the_edge_of_its_range_is_named():
    assert "Countries: ageing (0.23; range 0.33 to 2.09)" in words.outside(
        rows(HOMES, AGEING)
    ) and words.outside(rows(HOMES, AGEING)).startswith("For one of the two estimates the chapter")
    assert (
        words.outside(rows(HOMES))
        == "No chapter's own estimate lies at the edge of the range of nine in ten, or outside it."
    )


def test_the_title_on_beds_says_less_than_one_for_one_only_if_no_estimate_reaches_one():
    every, nearly = words.beds_title(0.13, 0.63, 100), words.beds_title(-0.01, 0.89, 99.8)
    assert every.endswith("one for one in every specification of the grid") and nearly.endswith(
        "nearly all specifications of the grid, by less than one for one in all"
    )
    assert (
        words.beds_title(0.13, 1.02, 100)
        == words.beds_title(-0.3, 0.9, 90)
        == "How far beds go with the number of the oldest depends on the specification"
    )


def test_the_title_on_homes_says_no_more_than_the_reading():
    assert words.homes_title("robust", 50.8) == (
        "Ageing goes with residential care in nearly all specifications; about "
        "half of them have p < .05"
    )
    assert "chance could draw" in words.homes_title("direction only", 43)
    assert (
        words.homes_title("depends on choices", 43)
        == "The link of ageing with residential care depends on the choices"
    )


@pytest.mark.parametrize(
    "given, expected",
    [
        (
            [BEDS, BEDS, CASH],
            (
                "Two of the three other curves that ask about zero stand clear of chance in "
                "every respect, both in Norway"
            ),
        ),
        (
            [BEDS, BEDS, BEDS, CASH],
            (
                "Three of the four other curves that ask about zero stand clear of chance in "
                "every respect, all of them in Norway"
            ),
        ),
        (
            [BEDS, CASH],
            (
                "One of the two other curves that ask about zero stands clear of chance in "
                "every respect, in Norway"
            ),
        ),
        (
            [CASH, AGEING],
            (
                "None of the two other curves that ask about zero stand "
                "clear of chance in every respect"
            ),
        ),
        (
            [BEDS, HOMES],
            (
                "All of the two other curves that ask about zero stand clear "
                "of chance in every respect"
            ),
        ),
    ],
)
def test_the_title_on_the_other_claims_counts_and_places_them(given, expected):
    assert words.others_title(rows(*given)) == expected


def test_what_a_chapter_cannot_tell_and_what_it_tells_too_surely():
    assert words.unsure(rows(HOMES, AGEING)) == (
        "Chapters cannot tell one of the estimates from zero. The sign of none of them "
        "changes with the choices as well."
    )
    assert words.unsure(rows(HOMES)) == "Every chapter tells its estimate from zero."
    assert words.fragile(rows(HOMES, CASH, AGEING)).endswith(
        "not robust: Germany: cash (depends on choices)."
    )
    assert (
        words.fragile(rows(HOMES))
        == "Every estimate that a chapter tells from zero is robust here."
    )
    clearer = ("Norway", "Norway: payments", "robust", False, "")
    assert words.unsure(rows(clearer)).endswith("clearer than in their chapter: Norway: payments.")
