"""Words that follow from counts of words: what a sentence says must hold for every parliament
and first year.

Small frames are made up for the test; the rest are the notebook, the tables and the ledger.
"""

import re

import pandas as pd
import pytest

from copro.chapters.notebooks import cells_of, notebook_path
from copro.measures.parliaments import counts, words as say
from copro.report.words.file import Words

NOR, DEU = (counts.CORPORA[c] for c in ("NOR", "DEU"))
OWN = re.compile(
    "|".join(
        part
        for c in counts.CORPORA.values()
        for part in (c.parliament, c.name, c.comparison, *c.word.split(" or "))
    )
)


def test_what_is_written_for_every_parliament_names_none():
    """The chapter is run for two parliaments: a cell that names one of them needs its country."""
    texts = [c for c in cells_of(notebook_path("discourse")) if c["type"] == "markdown"]
    for cell in texts:
        needs = [tag for tag in cell["tags"] if tag.startswith("needs:country=")]
        assert needs or not OWN.search(cell["source"]), cell["source"]
    headings = re.findall("^#+ .*", "\n".join(c["source"] for c in texts), flags=re.M)
    assert headings[0] == "# The voluntary sector in parliament"
    assert not any(c.parliament in heading for c in counts.CORPORA.values() for heading in headings)


def test_frames_are_never_told_as_arguments_for_co_creation():
    text = "\n".join(c["source"] for c in cells_of(notebook_path("discourse")))
    assert "They say nothing on how co-creation is argued" in text


@pytest.mark.parametrize(
    "corpus, years, part",
    [
        (NOR, (1998, 2016), "1998 and 2016 are part years"),
        (NOR, (2005, 2016), "2016 is a part year"),
        (DEU, (2009, 2017), "2009, 2015 and 2017 are part years"),
    ],
)
def test_fewer_years_have_fewer_part_years(corpus, years, part):
    assert part in say.limits(corpus, *years)


def levels(*stretches):
    """Synthetic: stretches of years with one level each."""
    return pd.DataFrame(stretches, columns=["first", "last", "rate"])


@pytest.mark.parametrize("first", [2009, 2011])
def test_new_editions_of_the_german_minutes_stay_marked(first):
    spans = say.spans(DEU, range(first, 2027), levels((2010, 2025, 50)))
    assert list(spans.values()) == [(first, 2015), (2016, 2017), (2018, 2026)]
    assert list(spans)[1] == "edition 2016–17"
    assert list(say.spans(DEU, range(first, 2018), levels((2010, 2016, 50)))) == list(spans)[:2]


def test_periods_of_one_level_carry_it_in_their_name():
    found = levels((1999, 2005, 19.6), (2006, 2015, 32.4))
    assert say.spans(NOR, range(1998, 2017), found) == {
        "1999–05: 20": (1999, 2005),
        "2006–15: 32": (2006, 2015),
    }
    assert say.before(found) == ", after 20 from 1999 to 2005" and say.before(found[:1]) == ""


@pytest.mark.parametrize(
    "rates, course", [([5], "same"), ([5, 8], "more"), ([8, 5], "less"), ([5, 8, 5], "changes")]
)
def test_the_course_of_a_series_has_words_for_every_parliament(rates, course):
    assert say.course(levels(*((2000, 2001, rate) for rate in rates))) == course
    for country in ("nor", "deu"):
        assert course in Words("discourse").variants(f"disc-{country}-years")


def test_a_word_that_never_came_up_was_never_used():
    assert say.used("dugnad", 0) == "It never used dugnad."
    assert say.used("dugnad", 2) == "It used dugnad 2 times."


def test_a_take_off_is_told_with_its_year():
    assert say.taken_off(None, 2016) == "no take-off up to 2016"
    assert say.taken_off(2010, 2016) == "a take-off from 2010"


def test_arguments_and_care_have_a_sentence_whatever_was_found():
    assert say.near_told([]).startswith("No kind of argument")
    assert say.near_told(["market"]) == "Words of market are more common than usual near them."
    assert say.care_told("less often than").startswith("Compared with what is usual, ")
    assert [say.party_order(apart) for apart in (True, False)] == ["apart", "alike"]


@pytest.mark.parametrize(
    "pair, words",
    [
        ((0, 3), "none of the three"),
        ((2, 3), "two of the three"),
        ((2, 2), "both"),
        ((4, 4), "all four"),
    ],
)
def test_parts_of_a_set_are_said_in_words(pair, words):
    assert say.of_all(*pair) == words


def test_programmes_are_told_with_their_year():
    latest = pd.Series({"users": 0, "documents": 7, "year": 2025})
    assert say.programmes_told(latest) == "none of 7 (2025)"
    assert say.programmes_told(pd.Series({**latest, "users": 4})) == "4 of 7 (2025)"


@pytest.mark.parametrize("count, sentence", [(0, "none uses"), (1, "one uses"), (4, "4 use")])
def test_none_and_one_are_words(count, sentence):
    assert say.some_do(count, "uses", "use") == sentence


def test_uses_in_welfare_are_told_apart_from_other_uses():
    """Every use of a word of co-production was read: 2 of 5 in the Storting,
    0 of 4 in the Bundestag, 1 of 1 in the Folketing.
    """
    assert [say.of_welfare(*pair) for pair in ((5, 2), (4, 0), (1, 1), (3, 3), (0, 0))] == [
        ", 2 of them of welfare",
        ", never of welfare",
        ", of welfare",
        ", each time of welfare",
        "",
    ]


@pytest.mark.parametrize(
    "years, calm, sentence",
    [
        (
            [2006],
            [2006],
            (
                "one lasting change of level (from 2006). Without the busiest day of "
                "each year the same is found"
            ),
        ),
        (
            [],
            [],
            "no lasting change of level. Without the busiest day of each year the same is found",
        ),
        (
            [2003, 2006],
            [],
            (
                "two lasting changes of level (from 2003 and 2006). Without the busiest "
                "day of each year none is found"
            ),
        ),
        (
            [],
            [2010],
            (
                "no lasting change of level. Without the busiest day of each year new "
                "levels would begin in 2010"
            ),
        ),
    ],
)
def test_a_new_level_is_told_with_and_without_large_debates(years, calm, sentence):
    assert say.new_levels(years, calm) == sentence


def frames(**lows):
    """Synthetic: frames of which the lower end of the interval says whether they are clear of 1."""
    return pd.DataFrame(
        {
            "ratio": {frame: low + 0.5 for frame, low in lows.items()},
            "clear": {frame: low > 1 for frame, low in lows.items()},
        }
    )


@pytest.mark.parametrize(
    "whole, others, sentence",
    [
        (
            frames(Market=1.3),
            frames(Market=0.4),
            (
                "words of market are more common than usual. Without the words for non-profit "
                "providers no kind of word is clearly more common."
            ),
        ),
        (
            frames(Market=0.9),
            frames(Market=0.4),
            ("no kind of word is clearly more common than usual, with and without the words"),
        ),
        (frames(Market=1.3), frames(), "Too few passages are left without the words"),
        (frames(), frames(), "Too few passages name elderly care"),
    ],
)
def test_frames_of_elderly_care_are_told_only_where_they_were_counted(whole, others, sentence):
    assert sentence in say.elderly_frames(whole, others)


def periods(**ratios):
    """Synthetic: each frame with one ratio in the first period and one in the last,
    and intervals of a tenth each way.
    """
    return pd.DataFrame(
        [
            {"period": period, "frame": frame, "ratio": r, "low": r - 0.1, "high": r + 0.1}
            for frame in counts.FRAMES.values()
            for period, r in zip(("1998-2005", "2011-2016"), ratios.get(frame, (1, 1)))
        ]
    )


def test_a_frame_moves_only_where_the_intervals_of_the_two_periods_lie_apart():
    told = say.shifts(periods(Market=(0.8, 2.4)), periods(Market=(0.7, 0.8)))
    assert told == (
        "Words of market moved from 0.80 times the usual in 1998–2005 to 2.40 times in 2011–2016. "
        "Without the words for non-profit providers they moved from 0.70 to 0.80, which is no "
        "clear move."
    )
    assert "is a clear move too" in say.shifts(
        periods(Market=(0.8, 2.4)), periods(Market=(0.8, 2.4))
    )
    assert say.shifts(periods(), periods()).startswith("No kind of word moved")
    assert say.shifts(periods().query("period == '2011-2016'"), periods()) == ""


@pytest.mark.parametrize(
    "elderly, drug, sentence",
    [
        ("less often than", "", "Drug care is left out"),
        ("less often than", "less often than", "Both elderly care and drug care"),
        (
            "less often than",
            "more often than",
            "less often than culture and leisure; drug care is named with them more often",
        ),
        (say.compared({"low": 1, "high": 3}, {"low": 2, "high": 4}),) * 2
        + ("Neither elderly care nor drug care",),
    ],
)
def test_two_fields_beside_culture_and_leisure(elderly, drug, sentence):
    """Synthetic: the words of two comparisons, alike, apart and one of them missing."""
    assert sentence in say.against_leisure(elderly, drug)
    assert say.against_leisure(elderly, drug).count("neither") == 0


def test_overlapping_intervals_are_not_told_apart():
    """Synthetic: three rows with intervals."""
    low, mid, high = ({"low": a, "high": a + 2} for a in (0, 1, 5))
    assert (
        say.compared(low, high) == "less often than"
        and say.compared(high, low) == "more often than"
    )
    assert say.compared(low, mid).startswith("neither")


def test_frames_above_the_usual_are_those_that_are_clear_of_one_and_above():
    """Synthetic: one frame above, one not clear of 1, one below."""
    cells = pd.DataFrame(
        {"ratio": [2.0, 1.5, 0.4], "clear": [True, False, True]},
        index=["Democracy", "Market", "Efficiency"],
    )
    assert say.above_usual(cells) == ["democracy"]
