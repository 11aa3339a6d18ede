"""A change in words carries its direction in the verb and no sign in the number."""

import pytest

from copro.report.words.change import moved


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
