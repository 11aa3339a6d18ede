"""A change in words carries its direction in the verb and no sign in the number."""

import pytest

from copro.report.words.change import compared, moved, went


@pytest.mark.parametrize(
    ("change", "unit", "digits", "words"),
    [
        (2.24, "percent", 1, "rose by 2.2\N{NARROW NO-BREAK SPACE}%"),
        (-2.24, "percentage points", 1, "fell by 2.2 percentage points"),
        (-8.4, "percentage points", 0, "fell by 8 percentage points"),
        (-0.04, "percent", 1, "did not change"),
        (0, "percent", 1, "did not change"),
        (1234.5, "persons", 0, "rose by 1,234 persons"),
    ],
)
def test_a_change_says_its_direction(change, unit, digits, words):
    assert moved(change, unit, digits) == words


def test_figures_that_are_written_alike_did_not_move():
    assert [went(9.96, 10.04, 0), went(9.96, 10.04, 2)] == ["stayed the same", "rose"]
    assert [went(63, 55, 0), went(55, 63, 0)] == ["fell", "rose"]


@pytest.mark.parametrize(("one", "word"), [(49.9, "fewer"), (50.04, "as many"), (50.1, "more")])
def test_the_word_of_a_comparison_is_true_of_the_numbers_beside_it(one, word):
    assert compared(one, 50, ("fewer", "as many", "more")) == word
