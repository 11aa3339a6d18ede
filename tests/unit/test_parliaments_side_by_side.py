"""Three parliaments side by side.

Small frames are made up for the test; the rest are the tables and the ledger.
"""

import json

import pandas as pd
import pytest

from copro.data import load
from copro.measures.parliaments import counts, side_by_side as compared
from copro.paths import REFERENCE


@pytest.fixture(scope="module")
def frames():
    return compared.frames_block(
        pd.DataFrame(json.loads((REFERENCE / "claims.json").read_text(encoding="utf-8")))
    )


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
        compared.frames_block(pd.DataFrame({"id": ["other"], "value": [1.0], "interval": [None]}))


def made_up(**market):
    """Synthetic claims on the market: id, value, interval, n."""
    rows = [
        (f"disc-{code}-frame-market{end}", value, [value - 0.1, value + 0.1], n)
        for code, cells in market.items()
        for end, (value, n) in zip(("", "-providers", "-others"), cells)
    ]
    return pd.DataFrame(rows, columns=["id", "value", "interval", "n"])


def test_a_total_is_taken_apart_by_words():
    """Synthetic: 20 of 100 hits are words for providers,
    near which the market stands at 6 times.
    """
    near = compared.market_by_words(
        made_up(nor=[(2.0, 100), (6.0, 20), (1.0, 80)], deu=[(0.5, 200), (1.0, 20), (0.44, 180)])
    )
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
    ledger = pd.DataFrame({"id": ids, "value": 0.5, "interval": [[0.4, 0.6]] * len(ids)})
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
    speeches, danish = load("discourse/speeches"), load("discourse/speeches_folketing")
    for code, corpus in counts.CORPORA.items():
        found = counts.matching(corpus, danish if code == "DNK" else speeches, 1998)
        sums = compared.by_topic(corpus, found).groupby("topic")["n"].sum()
        assert sums["Co-production"] == {"NOR": 5, "DEU": 4, "DNK": 1}[code]
        assert sums.drop("Co-production").sum() == found["n_vocabulary"].sum()
        assert sums["Co-production"] < found["n_vocabulary"].sum() / 100
