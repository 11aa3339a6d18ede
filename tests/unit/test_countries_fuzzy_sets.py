"""Countries as sets: anchors, memberships and choices, on made-up countries."""

import json

import pandas as pd
import pytest

import configurational as qca
from copro.data import load
from copro.measures.countries import fuzzy_sets as sets, indicators as inst
from copro.measures.countries.specifications import FORMERLY_COMMUNIST
from copro.paths import REFERENCE

RAW = pd.DataFrame(
    {  # made up
        "iso3": ["AAA", "BBB", "CCC"],
        "country": ["Aland", "Bland", "Cland"],
        "V": [10.0, 20.5, 30.0],
        "A": [33.0, 51.0, 67.0],
        "S": [5.0, 12.0, None],
        "P": [0.0, 1.6, 3.2],
        "T": [67.0, 33.0, 50.5],
        "D": [0.0, 1.0, None],
    }
)


def everything(rows):
    return pd.DataFrame(rows, columns=["key", "iso3", "year", "value"])


def test_participation_is_no_younger_than_volunteering():
    rows = everything(
        [
            ("volunteering", "AAA", 2011, 10.0),
            ("volunteering", "AAA", 2017, 30.0),
            ("volunteering", "AAA", 2021, 90.0),
            ("participation", "AAA", 2011, 1.0),
            ("participation", "AAA", 2017, 2.0),
            ("participation", "AAA", 2023, 9.0),
            ("local_autonomy", "AAA", 2014, 50.0),
            ("local_social", "AAA", 2016, 12.0),
            ("transfers", "BBB", 2016, 40.0),
        ]
    )
    regimes = pd.DataFrame({"iso3": ["AAA"], "welfare_regime": ["social_democratic"]})
    found = sets.raw_values(rows, regimes, pd.Series({"AAA": "Aland"})).set_index("iso3")
    assert list(found.index) == ["AAA"]  # BBB has no volunteering
    assert found.loc["AAA", ["V", "P", "A", "S", "D"]].tolist() == [20.0, 1.5, 50.0, 12.0, 1.0]


def test_a_country_without_a_regime_is_not_another_regime():
    rows = everything(
        [
            ("volunteering", "AAA", 2014, 20.0),
            ("participation", "AAA", 2014, 1.0),
            ("local_autonomy", "AAA", 2014, 50.0),
            ("local_social", "AAA", 2014, 12.0),
            ("transfers", "AAA", 2014, 40.0),
        ]
    )
    none = pd.DataFrame({"iso3": ["BBB"], "welfare_regime": ["liberal"]})
    assert sets.raw_values(rows, none, pd.Series(dtype=str))["D"].isna().all()


def test_memberships_follow_the_anchors_and_leave_out_countries_with_gaps():
    found = sets.members(RAW, sets.CORE)
    assert found["country"].tolist() == ["Aland", "Bland"]
    assert found.loc[0, ["V", "A", "S", "P"]].astype(float).round(6).tolist() == [0.05] * 4
    assert found.loc[1, "V"] > 0.5 and found.loc[1, "A"] > 0.5 and found.loc[1, "S"] < 0.5
    assert found.loc[1, "P"] == pytest.approx(0.5)


def test_less_transfers_is_more_own_money_and_regimes_stay_crisp():
    found = sets.members(RAW, ["T", "D"])
    assert found["T"].round(6).tolist() == [0.05, 0.95] and found["D"].tolist() == [0.0, 1.0]


def test_other_anchors_replace_those_of_one_set_only():
    found = sets.members(RAW, sets.CORE, {"V": (0, 5, 10)})
    assert found["V"].round(6).tolist() == [0.95, 0.999891] and found.loc[0, "A"] == pytest.approx(
        0.05
    )


def test_all_choices_are_made_and_the_argued_one_is_first():
    every = sets.choices()
    assert len(every) == 3**4 == len({str(anchors) for anchors in every})
    assert every[0] == {letter: sets.BY_LETTER[letter].anchors for letter in "VASP"}


def test_a_combination_counts_as_in_the_truth_table():
    cases = pd.DataFrame(
        {
            "country": list("abcdef"),
            "V": [0.9, 0.8, 0.3, 0.7, 0.1, 0.6],
            "A": [0.9, 0.7, 0.8, 0.2, 0.1, 0.6],
            "S": [0.8, 0.9, 0.1, 0.3, 0.2, 0.1],
        }
    )  # made up
    for cut, least in ((0.75, 1), (0.9, 1), (0.75, 2)):
        whole = qca.truth_table(
            cases, "V", ["A", "S"], "country", incl_cut=cut, n_cut=least
        ).complete()
        assert sets.counting(whole, cut, least) == tuple(whole.index[whole["OUT"] == "1"])
    assert (
        sets.counting(whole, 0.75, 1) == (3, 4)
        and sets.counting(whole, 0.76, 1) == (4,)
        and sets.counting(whole, 0.75, 3) == ()
    )


def test_a_cut_off_that_is_reached_but_for_rounding_is_reached():
    whole = pd.DataFrame({"n": [1, 1], "incl": [0.1 + 0.7, 0.799]})
    assert whole["incl"][0] < 0.8 and sets.counting(whole, 0.8, 1) == (0,)


@pytest.mark.parametrize("fuzzy", sets.SETS, ids=lambda s: s.letter)
def test_anchors_are_ordered_and_differ_from_their_alternatives(fuzzy):
    for anchors in (fuzzy.anchors, *fuzzy.others):
        assert sorted(anchors) in (list(anchors), list(anchors)[::-1]) and len(set(anchors)) == 3
    assert len({fuzzy.anchors, *fuzzy.others}) == 3 and fuzzy.reason


def test_configurations_are_named_by_letters_and_by_words():
    row = pd.Series({"A": 1, "S": 0, "P": 1})
    assert sets.words(row, sets.CORE) == "A*~S*P" and sets.plain(row) == "autonomy + participation"
    assert sets.plain(pd.Series({"A": 0, "S": 0, "P": 0})) == "none of the three"


def test_a_configuration_without_a_case_has_no_share():
    results = pd.DataFrame(
        {
            "outcome": "many",
            "configuration": ["A", "A", "A", "B"],
            "n": [2, 1, 0, 0],
            "passed": [True, False, False, False],
        }
    )
    found = sets.tally(results).set_index("configuration")
    assert found.loc["A", ["part", "whole", "share_pct"]].tolist() == [1, 2, 50]
    assert found.loc["B", "whole"] == 0 and pd.isna(found.loc["B", "share_pct"])


def test_a_wave_replaces_the_mean_and_the_pandemic_is_left_out():
    giving = pd.DataFrame(
        {
            "iso3": ["AAA", "BBB", "AAA", "AAA"],
            "year": [2012, 2012, 2017, 2021],
            "volunteered_time_pct": [11.0, 12.0, 13.0, 99.0],
        }
    )
    found = sets.by_wave(RAW, giving)
    assert list(found) == [2012, 2017]
    assert found[2012]["V"].tolist()[:2] == [11.0, 12.0] and found[2017]["V"].isna().sum() == 2


def test_what_the_chapter_says_of_formerly_communist_countries_holds():
    """Its sentences: none is in the set of a large municipal social share;
    without them the full combination has a higher inclusion.
    """
    members, truth = (
        pd.read_csv(REFERENCE / "tables" / f"frc-{name}.csv") for name in ("members", "truth")
    )
    communist = members[members["iso3"].isin(FORMERLY_COMMUNIST)]
    assert len(communist) == 10 and (communist["S"] < 0.5).all()
    claims = {
        c["id"]: c["value"]
        for c in json.loads((REFERENCE / "claims.json").read_text(encoding="utf-8"))
    }
    whole = truth.set_index(["A", "S", "P"]).loc[(1, 1, 1), "incl"]
    assert claims["frc-without-communist"] > whole


@pytest.fixture(scope="module")
def raw(country_tables):
    names = inst.country_names(country_tables)
    return sets.raw_values(inst.values(country_tables), load(sets.REGIMES), names)


@pytest.fixture(scope="module")
def cases(raw):
    return sets.members(raw, sets.CORE)


@pytest.mark.parametrize(
    ("incl_cut", "n_cut", "counts"), [(0.8, 1, "0"), (0.85, 3, "0"), (0.75, 1, "1"), (0.79, 3, "1")]
)
def test_six_countries_with_all_three_conditions_count_below_an_inclusion_of_0_792(
    cases, incl_cut, n_cut, counts
):
    whole = qca.truth_table(
        cases, "V", sets.CORE, "country", incl_cut=incl_cut, n_cut=n_cut
    ).complete()
    assert whole.iloc[7][["n", "OUT"]].tolist() == [6, counts]
    assert whole["n"].max() == 10 and whole.loc[whole["n"].idxmax(), list(sets.CORE)].tolist() == [
        1,
        0,
        0,
    ]


OUTCOMES = {"many": False, "few": True}


def test_combinations_are_told_with_their_countries(cases):
    many, few = (
        qca.truth_table(cases, "V", sets.CORE, "country", negate=negate).complete()
        for negate in OUTCOMES.values()
    )
    told = sets.told(many, few)
    assert told["n"].sum() == len(cases)
    assert "Norway" in told["names"].iloc[7] and told["combination"].iloc[7] == "A*S*P"
    assert set(told["OUT"]) | set(told["few_OUT"]) <= {"yes", "no", "too few countries"}


def test_every_choice_of_anchors_and_cut_off_is_one_analysis(raw):
    results, counts = sets.all_choices(raw, {"many": False}, 1)
    ways = len(sets.choices()) * len(sets.CUTS)
    assert len(counts) == ways and len(results) == 8 * ways
    assert results["passed"].sum() == counts["counts"].str.len().sum()
    brief = sets.briefly(sets.tally(results))
    assert {"all three", "none", "autonomy + money"} < set(brief["has"]) and brief["has"].is_unique
    assert brief["share_pct"].between(0, 100).all()


@pytest.mark.parametrize("negate", [False, True])
@pytest.mark.parametrize("letters", ["ASP", "ASPT", "ASPD"])
def test_each_solution_has_a_text_for_every_kind(raw, negate, letters):
    found = sets.solution(raw, "o", negate, "s", list(letters), 0.8, 1)
    assert found["rows"] == 2 ** len(letters) and found["sample"].startswith("s (")
    assert all(found[kind] for kind in ("conservative", "intermediate", "parsimonious"))
    assert (found["behind"] == "none") == (found["conservative"] in (sets.ANY, "no solution"))


def test_crossovers_that_give_the_same_lie_between_the_anchors(raw, cases):
    whole = qca.truth_table(cases, "V", sets.CORE, "country").complete()
    argued = {"many": sets.counting(whole, 0.8, 1)}
    found = sets.crossovers(raw, {"many": False}, argued, 0.8, 1)
    assert len(found) == len(sets.STEPS) and (found["same"] <= found["tried"]).all()
    assert found["same"].min() >= 1  # the crossover argued for is among those tried
