"""The three factors, outcomes and frames: facts of the tables, and the rules on synthetic works."""

import pandas as pd
import pytest

from copro.data import load
from copro.measures.literature import (
    conclusions as readings,
    factors as lf,
    gaps,
    in_words,
    reliability,
    works as lit,
)
from copro.measures.synthesis.hypotheses import named
from copro.methods import agreement
from copro.report.records.claim import RELIABLE


@pytest.fixture(scope="module")
def coded():
    works = load("literature/works")
    return [
        lit.with_record(load(f"literature/coding_{which}"), works) for which in ("first", "second")
    ]


def made(**columns):
    """Synthetic coding: works a, b, ... with a result read, and only the columns given."""
    size = len(next(iter(columns.values())))
    names = [
        *lit.NAMES,
        "justification_frame",
        "outcome_direction",
        *(f"{c}_{x}" for c in lf.FACTORS for x in ("mentioned", "effect")),
    ]
    blank = {name: [None] * size for name in names} | {
        "result_read": ["yes"] * size,
        "key": list("abcdefgh"[:size]),
    }
    return pd.DataFrame(blank | columns, dtype=object)


# The tables


def test_pass_1_counts_only_works_with_a_result(coded):
    part = lf.reading(*coded, "pass 1")
    assert (len(part), lf.studies_n(part)) == (140, 136)
    assert len(lf.reading(*coded, "pass 2")) == 132 == len(lf.reading(*coded, "intersection"))


@pytest.mark.parametrize(
    "which, told, expected",
    [
        ("pass 1", [11, 16, 18], [2, 6, 15]),
        ("pass 2", [8, 10, 19], [2, 6, 15]),
        ("union", [13, 18, 22], [2, 7, 17]),
        ("intersection", [5, 8, 14], [1, 5, 12]),
    ],
)
def test_stated_and_expected_directions(coded, which, told, expected):
    rows = lf.evidence(lf.reading(*coded, which))
    assert rows["stated_n"].tolist() == told and rows["expected_n"].tolist() == expected
    assert (rows["expected_n"] + rows["mixed_n"] + rows["against_n"] == rows["stated_n"]).all()


def test_the_two_passes_differ_on_formal_agreements_without_the_founding_study(coded):
    rows = {
        name: lf.evidence(lf.reading(*coded, name)).set_index("hypothesis") for name in lf.READINGS
    }
    assert [rows["pass 1"].loc["H2", f"others_{c}_n"] for c in ("expected", "stated")] == [6, 15]
    assert [rows["pass 2"].loc["H2", f"others_{c}_n"] for c in ("expected", "stated")] == [6, 10]
    assert [rows["intersection"].loc["H2", f"others_{c}_n"] for c in ("expected", "stated")] == [
        5,
        8,
    ]
    assert [lf.strength(rows[name].loc["H2"]) for name in ("pass 1", "pass 2")] == [
        "no clear direction",
        "leans that way",
    ]


def test_union_names_at_least_and_intersection_at_most_what_a_pass_names(coded):
    named = {r: lf.mentions(lf.reading(*coded, r))["mentioned_n"] for r in lf.READINGS}
    assert (named["union"] >= named["pass 1"]).all() and (
        named["intersection"] <= named["pass 2"]
    ).all()


def test_directions_hold_every_study_that_has_a_code(coded):
    part = lf.reading(*coded, "pass 1")
    found = lf.directions(part).groupby("factor")["studies_n"].sum()
    assert found.to_dict() == {
        f.words: len(lf.by_study(part, f"{c}_effect")) for c, f in lf.FACTORS.items()
    }
    assert found.to_dict() == lf.mentions(part).set_index("factor")["mentioned_n"].to_dict()


def test_every_code_has_words(coded):
    for part in coded:
        for code in lf.FACTORS:
            assert set(part[f"{code}_effect"].dropna()) <= set(lf.DIRECTIONS)
        assert set(part["outcome_direction"].dropna()) <= set(lf.OUTCOMES)
        assert set(part["justification_frame"].dropna()) <= set(lf.FRAMES)


def test_hypotheses_have_the_names_that_every_page_uses():
    assert [f.called for f in lf.FACTORS.values()] == [named(h) for h in ("H1", "H2", "H3")]


def test_frames_count_every_study_with_an_argument(coded):
    part = lf.reading(*coded, "pass 2")
    assert lf.frames({"one": part})["one"].sum() == part["justification_frame"].notna().sum()


@pytest.mark.parametrize("first_year", range(1970, 2026, 5))
def test_whatever_is_counted_more_than_half_never_asked_by_one_pass_at_least(coded, first_year):
    """The answer of two chapters says "many" or "most", for every first year on offer."""
    passes = {
        which: lit.since(lf.reading(*coded, which), first_year) for which in ("pass 1", "pass 2")
    }
    parts = lf.outcome_parts(passes)
    counts = parts.pivot(index="coding", columns="part", values="studies_n")
    assert in_words.larger(counts["not studied"] / counts.sum(axis=1)) != "some"


def test_resources_are_named_most_often_and_no_outcome_leads_in_both_passes(coded):
    passes = {which: lf.reading(*coded, which) for which in ("pass 1", "pass 2")}
    leader = lf.named_most(passes)
    assert leader == "resource dependency"
    assert lf.leader_sentence(leader).startswith("Resources on either side are the condition")
    assert lf.leader_title(leader).startswith("Resources on either side are named most often")
    assert lf.mixed_sentence(lf.outcome_parts(passes)).startswith("No single outcome")


def test_parts_of_bars_hold_every_study_that_names_a_factor_or_has_an_outcome(coded):
    passes = {"First pass": lf.reading(*coded, "pass 1")}
    one = passes["First pass"]
    parts = lf.direction_parts(passes)
    assert (
        parts.groupby("factor", sort=False)["studies_n"].sum().tolist()
        == lf.mentions(one)["mentioned_n"].tolist()
    )
    assert lf.outcome_parts(passes)["studies_n"].tolist() == [65, 39, 20, 7]
    told = lf.direction_summary(one, one)
    assert told["one"].tolist() == ["2 of 11", "6 of 16", "15 of 18"]


# The rules (synthetic works)


def test_works_on_the_same_data_are_one_study_and_differing_directions_are_mixed():
    keys = ["parrado_etal_2013", "bovaird_etal_2014", "loeffler_etal_2008", "x"]
    part = made(key=keys, formalisation_effect=["positive", "negative", "unclear", "unclear"])
    assert lf.by_study(part, "formalisation_effect").to_dict() == {
        "parrado_etal_2013": "mixed",
        "x": "unclear",
    }
    part = made(key=keys, formalisation_effect=["positive", None, "unclear", None])
    assert lf.by_study(part, "formalisation_effect").to_dict() == {"parrado_etal_2013": "positive"}


@pytest.mark.parametrize(
    "one, two, union, intersection",
    [
        ("positive", "positive", "positive", "positive"),
        ("positive", None, "positive", None),
        (None, "negative", "negative", None),
        ("positive", "unclear", "positive", None),
        ("unclear", "negative", "negative", None),
        ("positive", "negative", "mixed", None),
        (None, None, None, None),
    ],
)
def test_union_and_intersection_of_directions(one, two, union, intersection):
    passes = [made(laws_regulations_effect=[code]) for code in (one, two)]
    for which, expected in (("union", union), ("intersection", intersection)):
        found = lf.reading(*passes, which)["laws_regulations_effect"].iloc[0]
        assert (None if pd.isna(found) else found) == expected


def test_two_frames_become_both_and_labels_are_joined_as_sets():
    one = made(justification_frame=["democracy"], countries=["UK;NO"], policy_field=["health"])
    two = made(justification_frame=["effectiveness"], countries=["GB"], policy_field=["general"])
    union, shared = (lf.reading(one, two, r) for r in ("union", "intersection"))
    assert (
        union["justification_frame"].tolist() == ["both"]
        and shared["justification_frame"].isna().all()
    )
    assert set(lit.labels(union, "countries")["label"]) == {"United Kingdom", "Norway"}
    assert set(lit.labels(shared, "countries")["label"]) == {"United Kingdom"}
    assert lit.labels(shared, "policy_field").empty


def test_a_work_without_result_counts_only_where_the_rule_says_so():
    one, two = made(method=["survey"]), made(method=["survey"], result_read=["no"])
    assert [len(lf.reading(one, two, r)) for r in lf.READINGS] == [1, 0, 1, 0]
    with pytest.raises(ValueError, match="'both'"):
        lf.reading(one, two, "both")


def test_the_study_of_origin_is_left_out_of_the_strength():
    part = made(key=[lf.ORIGIN, "b"], laws_regulations_effect=["negative", "positive"])
    row = lf.evidence(part).iloc[0]
    assert row[["stated_n", "expected_n", "others_stated_n", "others_expected_n"]].tolist() == [
        2,
        1,
        1,
        0,
    ]


@pytest.mark.parametrize(
    "stated, expected, words",
    [
        (5, 4, "points that way"),
        (4, 4, "leans that way"),
        (5, 3, "leans that way"),
        (4, 2, "no clear direction"),
        (0, 0, "no clear direction"),
    ],
)
def test_strength_follows_its_rule(stated, expected, words):
    assert lf.strength({"others_stated_n": stated, "others_expected_n": expected}) == words


def test_splits_count_a_study_once_per_label_and_leave_out_what_names_nothing():
    part = made(
        policy_field=["health;elderly_ltc", "elderly_ltc", "general"],
        formalisation_effect=["positive", "unclear", None],
    )
    rows = lf.split(part, "policy_field")
    assert rows[["label", "more", "no direction", "named_n"]].to_numpy().tolist() == [
        ["elderly care", 1, 1, 2],
        ["health", 1, 0, 1],
    ]
    words = lf.split_in_words({"one": part, "two": made(policy_field=["health"])}, "policy_field")
    assert words.to_numpy().tolist() == [
        ["formalisation", "elderly care", "1 more, 1 no direction", "not named"],
        ["formalisation", "health", "1 more", "not named"],
    ]
    assert (
        lf.stated(part, "elderly care") == {"a"} and lf.stated(part, "services in general") == set()
    )


def test_ratings_compare_sets_codes_and_empty_cells():
    one = made(countries=["UK", "NO"], outcome_direction=["mixed", None])
    two = made(countries=["GB", None], outcome_direction=[None, None])
    themes = pd.DataFrame(
        [
            {"key": key, "coder": coder, **dict.fromkeys(gaps.THEMES, coder == "pass_1")}
            for key in "ab"
            for coder in ("pass_1", "pass_2")
        ]
    )
    rated = reliability.ratings(one, two, themes)
    assert set(rated) == set(reliability.WORDS)
    assert rated["countries"].to_numpy().tolist() == [
        [frozenset({"United Kingdom"})] * 2,
        [frozenset({"Norway"}), frozenset()],
    ]
    assert rated["outcome_direction"].to_numpy().tolist() == [
        ["mixed", "not stated"],
        ["not stated"] * 2,
    ]
    assert rated["innovation"].to_numpy().tolist() == [[True, False]] * 2


def test_a_conclusion_needs_codes_on_which_the_passes_agree():
    needed = ". At least 0.667 is needed"
    assert reliability.gate({"laws": 0.39, "plans": 0.53, "need": float("nan")}, 0.667) == (
        "No conclusion is drawn: the two passes agree too little on laws (0.39), plans (0.53) and "
        "need (nan)" + needed
    )
    assert reliability.gate({"laws": 0.39, "need": 0.7}, 0.667) == (
        "A conclusion is drawn only on need (0.70); the two passes agree too little on laws (0.39)"
        + needed
    )
    assert (
        reliability.gate({"need": 0.667}, 0.667)
        == "The two passes agree enough for a conclusion on need (0.67)" + needed
    )


def test_labels_are_counted_by_the_pass_that_gives_them():
    one, two = (
        pd.Series(v) for v in ([frozenset("ab"), frozenset("a")], [frozenset("a"), frozenset()])
    )
    mention = pd.DataFrame({"pass 1": ["yes", "not stated"], "pass 2": ["yes", "yes"]})
    rows = reliability.by_label(
        {"stage": pd.DataFrame({"pass 1": one, "pass 2": two}), "formalisation_mentioned": mention},
        ("stage", "formalisation_mentioned"),
    )
    assert rows.to_numpy().tolist() == [
        ["stage", "a", 1, 1, 0, 50],
        ["stage", "b", 0, 1, 0, 0],
        ["mention of formalisation", "named", 1, 0, 1, 50],
    ]


def test_no_factor_leads_where_passes_differ_or_two_lead():
    laws = made(laws_regulations_mentioned=["yes"])
    plans = made(formalisation_mentioned=["yes"])
    tie = made(laws_regulations_mentioned=["yes"], formalisation_mentioned=["yes"])
    none = made(laws_regulations_mentioned=[None])
    assert lf.named_most({"a": laws, "b": laws}) == "laws and regulations"
    for parts in ((laws, plans), (tie, tie), (none, none)):
        leader = lf.named_most(dict(zip("ab", parts)))
        assert leader == lf.NOBODY
        assert lf.leader_title(leader).startswith("No condition")
        assert "do not agree" in lf.leader_sentence(leader)


def test_mixed_leads_only_where_it_leads_in_every_pass():
    one = made(outcome_direction=["mixed", "mixed", "positive"])
    two = made(outcome_direction=["mixed", "positive", "none"])
    assert "most often mixed" in lf.mixed_sentence(lf.outcome_parts({"a": one}))
    assert "No single outcome" in lf.mixed_sentence(lf.outcome_parts({"a": one, "b": two}))


def test_outcomes_by_method_show_both_passes_in_a_cell():
    one = made(method=["survey", "QCA"], outcome_direction=["mixed", "positive"])
    two = made(method=["survey", "survey"], outcome_direction=["mixed", "mixed"])
    table = lf.outcomes_by_method({"a": one, "b": two}).set_index("label")
    assert table.loc["survey", "mixed"] == "1 / 2" and table.loc["QCA", "positive"] == "1 / 0"


def test_conclusions_of_made_up_works():
    part = made(
        resource_dependency_mentioned=["yes"] * 5,
        resource_dependency_effect=["positive"] * 4 + ["mixed"],
        outcome_direction=["positive", "mixed", "not_studied", None, None],
        justification_frame=["democracy", "democracy", "effectiveness", None, None],
        policy_field=["drug_mental_health"] * 5,
    )
    found = readings.conclusions(part).set_index("conclusion")
    assert found.loc["H3, mutual need: direction for resource dependency"].tolist() == [
        "points that way",
        "4 of 5",
    ]
    assert found.loc["Direction of outcomes reported most often"].tolist() == [
        "mixed and positive",
        "1 of 2",
    ]
    assert found.loc["Most studies leave outcomes unstudied"].tolist() == ["no", "1 of 3"]
    assert found.loc["Argument met most often"].tolist() == ["stronger democracy", "2 of 3"]
    assert found.loc[
        "Better services alone are argued more often than democracy alone"
    ].tolist() == ["no", "1 of 3"]
    assert found.loc[
        "Five studies or more on drugs or mental health state a direction for a factor"
    ].tolist() == ["yes", "5 of 5"]


def test_a_conclusion_changes_with_its_answer_and_not_with_its_numbers():
    one = made(
        justification_frame=["democracy", "effectiveness", "effectiveness"],
        outcome_direction=["mixed"] * 3,
    )
    two = made(
        justification_frame=["democracy", "democracy", "effectiveness"],
        outcome_direction=["mixed"] * 2 + [None],
    )
    found = readings.across(one, two).set_index("conclusion")
    assert found.loc["Argument met most often", ["pass 1", "pass 2", "changes"]].tolist() == [
        "better services (2 of 3)",
        "stronger democracy (2 of 3)",
        "yes",
    ]
    assert found.loc[
        "Direction of outcomes reported most often", ["pass 2", "intersection", "changes"]
    ].tolist() == ["mixed (2 of 2)", "mixed (2 of 2)", "no"]


def test_seven_conclusions_depend_on_the_reading(coded):
    found = readings.across(*coded).set_index("conclusion")
    assert (found["changes"] == "yes").sum() == 7
    assert found.loc["H3, mutual need: direction for resource dependency", "changes"] == "no"
    assert found.loc["H2, formal agreements: direction for formalisation", "changes"] == "yes"


@pytest.mark.parametrize("which, works_n", [("all", 140), ("first_set", 103)])
def test_the_first_set_is_what_was_coded_before_later_works_entered(coded, which, works_n):
    """And in either set the passes agree too little on what the prose says they do."""
    first, second = coded
    themes = load("literature/outcome_themes")
    later = set(lit.entered(load("literature/candidates"))["key"])
    found = lit.findings(lit.of_set(first, which, later))
    assert len(found) == works_n
    if which == "first_set":  # by another table: outcomes were marked for the first set alone
        assert set(found["key"]) == set(themes["key"])
    alphas = agreement.alphas(reliability.ratings(found, second, themes))
    weak = [f"{code}_effect" for code in lf.FACTORS] + ["outcome_direction", "stage"]
    assert (alphas[weak] < RELIABLE).all() and alphas["policy_field"] >= RELIABLE


def test_what_counts_is_said_behind_a_noun(coded):
    frame = coded[0]
    assert lit.within(frame, 1970) == ""
    assert lit.within(frame, 1970, "first_set") == " (first set only)"
    assert lit.within(frame, 2015, "first_set") == " (2015 or later, or undated; first set only)"
