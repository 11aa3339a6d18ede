"""Three parliaments side by side.

Small frames are made up for the test; the rest are the tables and the ledger.
"""

import pandas as pd
import pytest
from made_up import stated

from copro.data import load
from copro.measures.parliaments import counts, folketing, side_by_side as compared
from copro.report import read_claims
from copro.report.records.model import Interval


@pytest.fixture(scope="module")
def frames():
    return compared.frames_block(read_claims())


@pytest.fixture(scope="module")
def told(frames):
    return compared.frame_table(frames, "NOR", "DEU").set_index(["block", "frame"])


def test_danish_frames_are_missing_and_not_left_out(frames):
    danish = frames[frames["iso3"] == "DNK"]
    assert len(danish) == 2 * len(counts.FRAMES) and danish[["value", "low", "high"]].isna().all(
        axis=None
    )
    assert frames[frames["iso3"] != "DNK"].notna().all(axis=None)


def test_a_claim_of_a_parliament_with_windows_must_be_there():
    with pytest.raises(KeyError, match="disc-nor-frame"):
        compared.frames_block({"other": stated("other", 1.0)})


def test_a_frame_without_an_interval_is_named():
    with pytest.raises(ValueError, match="'disc-nor-frame-efficiency' has no interval"):
        compared.frames_block({"disc-nor-frame-efficiency": stated("disc-nor-frame-efficiency", 1)})


def made_up(**market):
    """Synthetic claims on the market: value and n, with an interval around the value."""
    return {
        (id := f"disc-{code}-frame-market{end}"): stated(
            id, value, interval=Interval(value - 0.1, value + 0.1), n=n
        )
        for code, cells in market.items()
        for end, (value, n) in zip(("", "-providers", "-others"), cells)
    }


@pytest.fixture
def near():
    """Synthetic: 20 of 100 hits are words for providers,
    near which the market stands at 6 times.
    """
    return compared.market_by_words(
        made_up(nor=[(2.0, 100), (6.0, 20), (1.0, 80)], deu=[(0.5, 200), (1.0, 20), (0.44, 180)])
    )


def test_a_total_is_taken_apart_by_words(near):
    assert near["share"].tolist() == [20, 10]
    assert (near.loc["NOR", "is"], near.loc["DEU", "is"], near.loc["NOR", "told"]) == (
        "more common",
        "as usual",
        "6.00 (5.90 to 6.10)",
    )


def test_frames_of_part_of_the_vocabulary_come_from_claims_of_their_own():
    """Synthetic: claims with the end of the id that is asked for, and no others."""
    ids = [
        f"disc-{code}-{part}-{key}-others"
        for code in ("nor", "deu")
        for part in ("frame", "elderly")
        for key in counts.FRAMES
    ]
    ledger = {id: stated(id, 0.5, interval=Interval(0.4, 0.6)) for id in ids}
    assert (compared.frames_block(ledger, "-others").query("iso3 != 'DNK'")["value"] == 0.5).all()
    with pytest.raises(KeyError, match="disc-nor-frame"):
        compared.frames_block(ledger)


def test_frames_of_the_field(told):
    market = told.loc[(compared.TALK, "Market")]
    assert (market["NOR_is"], market["DEU_is"]) == ("more common", "less common")
    assert told.loc[(compared.ELDERLY, "Efficiency"), "NOR_is"] == "as usual"


def test_the_expected_contrast_in_elderly_care_is_half_carried(told):
    parts = compared.expected_contrast(told.reset_index()).set_index("frame")
    assert list(parts["stands_out"][["Efficiency", "Market", "Democracy"]]) == [False, True, True]


def test_multiples_of_two_languages_are_not_compared(told):
    """Each multiple is read against its own parliament;
    a column that sets one against the other would be read as a finding.
    """
    assert set(told.columns) == {"NOR", "NOR_is", "DEU", "DEU_is"}


@pytest.mark.parametrize(
    "low, high, expected",
    [(1.1, 2, "more common"), (0.3, 0.9, "less common"), (0.9, 1.1, "as usual")],
)
def test_an_interval_that_holds_one_is_as_usual(low, high, expected):
    assert compared.stands_out(pd.Series({"low": low, "high": high})) == expected


@pytest.mark.parametrize(
    "norway, germany, expected",
    [(2640, 3019, "no difference"), (20, 3019, "for"), (2640, 20, "against"), (20, 20, "against")],
)
def test_instead_is_said_of_each_parliament_by_itself(norway, germany, expected):
    value = compared.instead({"NOR": norway, "DEU": germany, "DNK": 221})
    assert value.startswith(expected)
    assert ("does not set Germany apart" in compared.instead_told(value)) == (
        expected == "no difference"
    )


def test_topics_hold_the_vocabulary_once_and_without_volunteer_services():
    groups = [g for own in compared.TOPICS.values() for g in own]
    assert len(groups) == len(set(groups)) and set(groups) == {*counts.GROUPS, counts.WORD}
    assert "volunteer_service" not in groups and "cooperation_voluntary" not in groups


def test_topics_add_up_to_the_vocabulary_and_zero_patterns_are_left_out():
    """Synthetic: two Danish speeches."""
    columns = {f"n_{g}": [0, 0] for g in (*counts.CORPORA["DNK"].groups, counts.WORD)}
    found = pd.DataFrame(
        columns
        | {
            "n_voluntary_work": [2, 0],
            "n_civil_society": [1, 4],
            "n_coproduction": [0, 1],
            "date": ["a", "b"],
        }
    )
    sums = compared.by_topic(counts.CORPORA["DNK"], found).groupby("topic")["n"].sum()
    assert (
        sums["Work, engagement"] == 2
        and sums["Civil society"] == 5
        and sums["Co-production"] == 1
        and sums.sum() == 8
    )
    assert "Non-profit providers" not in sums.index  # no such pattern in Danish
    shown = compared.words_block(
        {
            "DNK": pd.DataFrame(
                {"topic": ["Civil society"], "rate": [60.0], "low": [50.0], "high": [70.0]}
            )
        }
    )
    assert (
        list(shown["row"]) == list(compared.TOPICS)
        and shown.set_index("row")["value"].isna().sum() == len(compared.TOPICS) - 1
    )


def test_no_parliament_speaks_of_co_production():
    speeches = load("discourse/speeches")
    for code, corpus in counts.CORPORA.items():
        found = (
            folketing.sittings(load("discourse/folketing_meetings_1990_2021"))
            if code == "DNK"
            else counts.matching(corpus, speeches, 1998)
        )
        sums = compared.by_topic(corpus, found).groupby("topic")["n"].sum()
        assert sums["Co-production"] == {"NOR": 5, "DEU": 4, "DNK": 14}[code]
        assert sums.drop("Co-production").sum() == found["n_vocabulary"].sum()
        assert sums["Co-production"] < found["n_vocabulary"].sum() / 100


def test_common_years_are_those_that_all_parliaments_have():
    """Synthetic: three years, of which two parliaments share one."""
    found = {"NOR": pd.DataFrame({"year": [1, 2]}), "DEU": pd.DataFrame({"year": [2, 3]})}
    assert {k: v["year"].tolist() for k, v in compared.within(found, "common").items()} == {
        "NOR": [2],
        "DEU": [2],
    }
    assert compared.within(found, "own")["DEU"]["year"].tolist() == [2, 3]
    said = {"NOR": "1 to 2", "DEU": "2 to 3"}
    assert compared.covered(said, "own") == "Storting 1 to 2 and Bundestag 2 to 3"
    assert "arguments: all years" in compared.covered(said, "common")


def test_a_multiple_that_does_not_survive_its_family_is_as_usual():
    row = {"low": 1.02, "high": 4.0}
    assert compared.stands_out(row) == "more common"
    assert compared.stands_out(row | {"clear": False}) == "as usual"


def test_other_genres_without_the_word():
    none, one = stated("a", 0.0, n=32_315), stated("b", 2.0, n=2_283)
    assert compared.genres_told(none, none).startswith("none of the 32,315 and 32,315 ")
    assert compared.genres_told(none, one).startswith("some of the 32,315 and 2,283 ")


def test_the_answer_hangs_on_how_many_established_words_stand_against_one():
    uses, welfare = {"NOR": 5, "DEU": 4, "DNK": 1}, {"NOR": 2, "DEU": 0}
    seldom = compared.spoken_of(uses, welfare, {"NOR": 2640, "DEU": 3019, "DNK": 221})
    assert seldom == (
        "They hardly speak of co-production. On welfare its words came up "
        "2 times in the Storting and never in the Bundestag, where the caring community is counted "
        "apart. In the Folketing they came up once, subject not asked."
    )
    assert "hardly" not in compared.spoken_of(uses, welfare, {"NOR": 2640, "DEU": 3019, "DNK": 20})
    assert compared.more_often({"NOR": 2640, "DEU": 20}) == "In one of the two parliaments"
    assert compared.more_often({"NOR": 200, "DEU": 2, "DNK": 221}).startswith("In two of the three")


def test_arguments_common_to_both_parliaments(told):
    both = compared.both_more(told.reset_index())
    assert both == ["democracy", "community"] and "democracy and community" in (
        compared.both_told(both)
    )
    assert compared.both_told([]).startswith("No kind of argument")


def test_the_market_is_told_apart_by_words(near):
    said = compared.market_told(near, {"NOR": "less common", "DEU": "as usual"})
    assert said.startswith(
        "In the Storting market words are more common than usual near non-profit providers and "
        "less common than usual near other associations."
    )


def test_expected_links_are_counted_in_words(told):
    parts = compared.expected_contrast(told.reset_index())
    assert compared.met(parts) == "two (market in Norway and democracy in Germany)"
    assert compared.met(parts.assign(stands_out=False)) == "none"
    assert compared.clearer(told.reset_index(), "NOR") == "market"


def test_shares_are_of_the_uses_of_one_parliament_and_missing_words_say_so():
    """Synthetic: a Danish day with three uses, two of them of work."""
    columns = {f"n_{g}": [0, 0] for g in (*counts.CORPORA["DNK"].groups, counts.WORD)}
    found = pd.DataFrame(
        columns
        | {
            "n_voluntary_work": [2, 0],
            "n_civil_society": [0, 1],
            "n_vocabulary": [2, 1],
            "date": ["a", "b"],
        }
    )
    part = compared.shares({"DNK": found}, {"DNK": 2}, draws=20, seed=1)["DNK"]
    rates = part.set_index("topic")["rate"]
    assert rates["Work, engagement"] == pytest.approx(200 / 3)
    rows = compared.told(pd.DataFrame({"value": [rates["Work, engagement"], None]}))
    assert rows["told"].tolist() == ["67 %", "not counted"]
