"""The Folketing over 31 years.

Small frames are made up for the test; the rest are the published tables.
"""

import pandas as pd
import pytest

from copro.data import load
from copro.measures.parliaments import counts, folketing
from copro.report.words.file import Words


@pytest.fixture(scope="module")
def rows():
    return folketing.sittings(load("discourse/folketing_meetings_1990_2021"))


def test_samskabelse_enters_in_2015_and_stays_below_one_use_in_a_million_words(rows):
    since = rows["year"].ge(folketing.FIRST)
    parts = folketing.word_by(rows, since).set_index("year")
    before, after = parts.loc[False], parts.loc[True]
    assert (before["word"], before["word_days"], before["low"]) == (0, 0, 0)
    assert before["high"] == pytest.approx(3.689 / 125.235, rel=1e-3)  # exact limit of no event
    assert (after["word"], after["word_days"]) == (14, 8) and after["high"] < folketing.RARE
    years = folketing.word_by(rows, rows["year"])
    assert counts.take_off(years) == 2015
    assert folketing.entered(2015, 2021, after["rate"]) == "a weak take-off from 2015"
    assert folketing.entered(None, 2021, 0) == "no take-off up to 2021"
    assert folketing.rarely(2.0) == "and is in common use"


def test_established_words_are_those_of_the_sittings(rows):
    assert rows["n_vocabulary"].sum() == 6_998 and rows["n_coproduction"].sum() == 14
    assert folketing.by_group(rows)["n"].sum() == rows["n_vocabulary"].sum()


def decade(group, *ends):
    """Synthetic: intervals of the first and the last decade."""
    first, *_, last = folketing.DECADES
    return [
        {"group": group, "period": period, "low": low, "high": high}
        for period, (low, high) in zip((first, last), ends)
    ]


def test_moves_need_intervals_that_lie_apart_and_every_variant_has_words():
    levels = pd.DataFrame(
        decade("Work", (1, 2), (3, 4))
        + decade("Sector", (3, 4), (1, 2))
        + decade("Other", (1, 3), (2, 4))
    )
    found = folketing.moves(levels)
    assert found == {"more": ["Work"], "less": ["Sector"], "same": ["Other"]}
    assert folketing.moves_told(found) == (
        "Since the 1990s it has named work more often and sector less often."
    )
    none = {"more": [], "less": [], "same": ["Other"]}
    kinds = [found, found | {"less": []}, found | {"more": []}, none]
    variants = Words("discourse_denmark").variants("disc-dnk-years")
    assert [folketing.moved(one) for one in kinds] == ["both", "more", "less", "same"]
    assert {folketing.moved(one) for one in kinds} <= set(variants)
    assert "no kind" in folketing.moves_told(none).lower()


def test_fields_are_looked_for_in_speeches_with_an_established_word():
    """A speech that holds samskabelse alone names no voluntary sector."""
    speeches = load("discourse/folketing_speeches_1990_2021")
    named = folketing.named_by_field(speeches)
    terms = [term for term in folketing.TERMS if term in speeches]
    assert len(named) == len(counts.FIELDS) * (speeches[terms].sum(axis=1) > 0).sum()
    assert len(named) < len(counts.FIELDS) * len(speeches)
