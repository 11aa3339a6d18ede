"""Facts of the field that the measures of discourse must respect.

The first part uses rows made up for the test, the second the published tables.
"""

import re

import pandas as pd
import pytest

from copro.data import load
from copro.measures.parliaments import counts as discourse, windows as near
from copro.methods import rates

NOR, DEU, DNK = (discourse.CORPORA[c] for c in ("NOR", "DEU", "DNK"))


def test_take_off_needs_years_in_a_row():
    """Synthetic: the word in single years, and in a row."""
    years = pd.DataFrame({"year": range(2000, 2008), "word": [0, 4, 0, 9, 9, 0, 2, 0]})
    assert discourse.take_off(years) is None
    assert discourse.take_off(years.assign(word=[0, 1, 0, 0, 1, 3, 2, 8])) == 2004


def test_days_without_a_hit_are_shared_out_within_a_session():
    """Synthetic: a session of 40 days, 30 of them with a hit, 10 in autumn and 20 in spring."""
    dates = [f"2000-10-{d:02d}" for d in range(1, 11)] + [f"2001-02-{d:02d}" for d in range(1, 21)]
    found = pd.DataFrame(
        {"parl_session": "2000-2001", "date": dates, "year": [int(d[:4]) for d in dates]}
    )
    coverage = pd.DataFrame({"parl_session": ["2000-2001"], "n_sitting_days": [40]})
    assert discourse.sitting_days(NOR, found, coverage).to_dict() == {2000: 13, 2001: 27}


def test_sitting_days_by_year_add_up_to_those_of_the_table():
    coverage = load("discourse/coverage_storting")
    days = discourse.sitting_days(NOR, discourse.matching(NOR, load(NOR.tables[0]), 1998), coverage)
    assert days.sum() == coverage["n_sitting_days"].sum() == 1771


def test_a_check_by_reading_that_was_not_made_is_an_error():
    with pytest.raises(ValueError, match="DNK"):
        discourse.precision(load("discourse/validation"), "DNK", NOR.welfare_check)


@pytest.fixture(scope="module")
def speeches():
    return load("discourse/speeches")


@pytest.mark.parametrize(
    "corpus, words", [(NOR, 57.4), (DEU, 55.5)], ids=lambda c: getattr(c, "country", "")
)
def test_words_spoken_equal_those_printed_with_the_tables(corpus, words):
    assert (
        round(discourse.spoken(corpus, load(corpus.tables[1]), 1998)["words"].sum() / 1e6, 1)
        == words
    )


def test_no_corpus_counts_cooperation_or_the_volunteer_services():
    """Their phrases are made of words of other groups; services are no welfare vocabulary."""
    for corpus in discourse.CORPORA.values():
        assert not {"cooperation_voluntary", "volunteer_service", "voluntariness_ambiguous"} & set(
            corpus.groups
        )


def test_samskaping_has_one_hit_in_the_storting(speeches):
    word = discourse.word_by_year(
        NOR,
        discourse.spoken(NOR, load(NOR.tables[1]), 1998),
        load(NOR.terms_table),
        load("discourse/coproduction_hits_hand_coded"),
    )
    assert word.set_index("year")["word"].to_dict() == {
        y: int(y == 2011) for y in range(1998, 2017)
    }
    assert (word["all"].sum(), word["welfare"].sum()) == (5, 2)


def test_the_programmes_of_2025_hold_the_first_traces():
    papers = discourse.programmes(
        NOR, load("discourse/programme_counts"), load("discourse/programme_documents")
    )
    assert papers[["year", "word", "users"]].values.tolist() == [[2017, 0, 0], [2025, 7, 4]]
    both = discourse.in_both(
        NOR, load("discourse/programme_counts"), load("discourse/programme_documents")
    )
    assert both == {"first": 2017, "last": 2025, "parties": 8, "before": 0, "after": 1}


def test_hits_by_speech_and_by_row_are_the_same(speeches):
    for corpus in (NOR, DEU):
        found, hits = discourse.matching(corpus, speeches, 1998), load("discourse/hits")
        own = hits[
            hits["speech_id"].isin(found["speech_id"]) & hits["term_group"].isin(corpus.groups)
        ]
        assert len(own) == found["n_vocabulary"].sum()


def test_german_drug_care_is_left_out_and_denmark_has_no_baseline(speeches):
    usual = near.random_windows(DEU, load("discourse/baseline_frames_by_field"), 1998)
    assert "Drug care" not in near.fields_usual(DEU, usual).index and not DNK.baseline
    assert usual.loc[usual["policy_field"] == "ANY", "n_windows"].sum() == 32_531


def test_a_later_first_year_drops_the_periods_that_it_cuts(speeches):
    usual = near.random_windows(NOR, load("discourse/baseline_frames_by_field"), 2005)
    rows = near.dated(
        near.windows(NOR, load("discourse/hits"), discourse.matching(NOR, speeches, 2005)), usual
    )
    assert (
        set(usual["period"]) == {"2006-2010", "2011-2016"} == set(rows["period"])
        and rows["year"].min() == 2006
    )


def test_an_earlier_last_year_drops_later_speeches_words_and_the_periods_that_it_cuts(speeches):
    found = discourse.matching(DEU, speeches, 1998, 2017)
    usual = near.random_windows(DEU, load("discourse/baseline_frames_by_field"), 1998, 2017)
    assert found["year"].max() == 2017 and set(usual["period"]) == {"2009-2013", "2014-2017"}
    totals = load(DEU.tables[1]).query("country == 'DEU' and year <= 2017")
    own = totals.loc[~totals["role"].isin(["chair", "procedure"]), "n_tokens"].sum()
    assert discourse.spoken(DEU, load(DEU.tables[1]), 1998, 2017)["words"].sum() == own


def test_a_later_first_year_keeps_the_days_of_its_years(speeches):
    every, coverage = discourse.matching(NOR, speeches, 1998), load(NOR.coverage)
    later = discourse.matching(NOR, speeches, 2005)
    whole = discourse.sitting_days(NOR, every, coverage)
    kept = discourse.days_within(NOR, every, coverage, later)
    assert kept.equals(whole.loc[2005:]) and kept.index.min() == 2005
    # The autumn of 2004 is in the session of 2004-2005, so these days would all be put in 2005.
    assert discourse.sitting_days(NOR, later, coverage)[2005] > kept[2005]


def test_every_parliament_says_what_its_record_lacks():
    for corpus in (NOR, DEU):
        assert corpus.parliament in corpus.gap and corpus.programmes_note


def test_the_programmes_of_2025_use_samskaping_and_the_german_ones_no_word_of_co_production():
    counts = load("discourse/programme_counts")
    assert discourse.programme_word(NOR, counts, 2025) == "the word samskaping"
    assert discourse.programme_word(DEU, counts, 2025) == "a word of co-production"


def split(corpus, speeches):
    usual = near.random_windows(corpus, load("discourse/baseline_frames_by_field"), 1998)
    rows = near.dated(
        near.windows(corpus, load("discourse/hits"), discourse.matching(corpus, speeches, 1998)),
        usual,
    )
    return rows, usual, near.frames_by_words(corpus, rows, usual)


def test_two_parts_of_the_vocabulary_add_up_and_small_ones_carry_fewer_fields(speeches):
    rows, usual, parted = split(NOR, speeches)
    market = parted[(parted["frame"] == "Market") & (parted["field"] == "All domestic talk")]
    assert len(market) == len(rows) and market["part"].sum() == rows["wf_market"].sum()
    fields = parted.groupby("words")["field"].unique()
    assert "Elderly care" in fields["others"] and "Elderly care" not in fields["providers"]
    base = near.usual_by_words(NOR, parted, usual, ["field", "frame"])
    assert set(base.index) == set(
        parted[["words", "field", "frame"]].itertuples(index=False, name=None)
    )
    assert base.loc[("others", "Health", "Market")].equals(
        base.loc[("providers", "Health", "Market")]
    )


@pytest.mark.parametrize(
    "corpus, expected",
    [(NOR, (True, False)), (DEU, (False, False))],
    ids=lambda c: getattr(c, "country", ""),
)
def test_norwegian_market_words_gather_near_words_for_providers(corpus, expected, speeches):
    """The total of a frame must not be told as if it held near all words of the vocabulary."""
    _, usual, parted = split(corpus, speeches)
    part = parted[(parted["frame"] == "Market") & (parted["field"] == "All domestic talk")]
    found = rates.share_ratios(
        part,
        by=["words", "field", "frame"],
        part="part",
        cluster="date",
        draws=300,
        seed=1,
        precision=discourse.precision(
            load("discourse/validation"), corpus.country, corpus.domestic_check
        ),
        baseline=near.usual_by_words(corpus, part, usual, ["field", "frame"]),
    ).set_index("words")
    assert (
        tuple(found.loc[["providers", "others"], "low"] > 1) == expected
        and found.loc["others", "high"] < 1
    )


def test_words_for_providers_grew_in_the_storting(speeches):
    share = near.provider_share(split(NOR, speeches)[0])
    assert share.is_monotonic_increasing and share.iloc[-1] > 5 * share.iloc[0]


def test_market_words_hold_a_word_for_tender_except_in_german():
    words = (
        load("discourse/term_dictionary")
        .query("kind == 'frame' and group == 'market'")
        .set_index("language")["regex"]
    )
    assert "anbud" in words["no"] and "udbud" in words["da"]
    assert not any(word in words["de"] for word in ("ausschreib", "vergabe"))
    assert r"\bmarkt\b" in words["de"] and r"\bmarked\w*" in words["no"]


def test_two_more_genres_of_the_storting_hold_no_word_of_co_creation():
    asked = discourse.questions(load("discourse/storting_questions_1996_2015"))
    headed = discourse.titles(load("discourse/storting_case_titles_2021_2025"))
    assert (asked.asked, asked.word, asked.span) == (32_315, 0, "1996 to 2015")
    assert (headed.asked, headed.word, headed.span) == (2_283, 0, "2021 to 2025")
    assert asked.ends[0] == 0 and asked.ends[1] == pytest.approx(3.689 / 32_315, rel=1e-3)
    assert discourse.genres_told(asked, headed._replace(word=1)) == (
        "Two other genres were searched: the word is in none of the 32,315 questions from 1996 to "
        "2015 and 1 of the 2,283 titles of cases from 2021 to 2025."
    )


def test_a_wider_pattern_finds_speeches_that_the_list_misses(speeches):
    missed = discourse.put_aside(discourse.matching(NOR, speeches, 1998))
    assert missed == {"counted": 13_200, "aside": 1_320, "phrases": 861, "met": 704}


def test_each_overlap_is_a_phrase_that_both_patterns_catch():
    """The phrase of the list holds the word that is looked for near it."""
    words = load("discourse/term_dictionary").set_index("id")
    for overlaps in near.OVERLAPS.values():
        for one in overlaps:
            key = one.column.split("_", 1)[1]
            language = one.term.split("_")[0]
            looked_for = words[(words.index == key) & (words["language"] == language)]["regex"]
            assert re.search(words.loc[one.term, "regex"], one.phrase, re.I), one
            assert re.search(looked_for.item(), one.phrase, re.I), one


def test_without_the_term_that_overlaps_the_german_elderly_stay_named_more_often(speeches):
    """Seniorenbüro is a volunteer centre, and senior a word of elderly care."""
    rows, usual, _ = split(DEU, speeches)
    (overlap, *_) = near.OVERLAPS["DEU"]
    long, base = near.disjoint(rows, usual, overlap)
    found = rates.share_ratios(
        long, by=["words"], part="part", cluster="date", baseline=base, draws=200, seed=1
    ).set_index("words")
    assert found["n"].tolist() == [len(rows), len(rows) - 387]
    assert found.loc["without", "ratio"] < found.loc["all", "ratio"]
    assert found.loc["without", "low"] > 1
