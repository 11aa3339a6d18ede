"""Framing conditions: counts by hand from the table of cases, and every wording there is."""

import itertools

import pandas as pd
import pytest

import configurational as qca
from copro.data import load
from copro.measures.synthesis import (
    case_choice,
    cases,
    framing,
    pairs as pair_words,
    survey_design,
)


@pytest.fixture(scope="module")
def everything():
    return load("cases/cases")


@pytest.fixture(scope="module")
def complete(everything):
    return cases.calibrate(everything)


def coded(*rows: tuple[int, int, int, int]) -> pd.DataFrame:
    """Cases made up for the test: D, F, R, HIGH, each a cluster of its own."""
    frame = pd.DataFrame(rows, columns=["D", "F", "R", "HIGH"])
    return frame.assign(case_id=[f"case {i}" for i in range(len(frame))], cluster=range(len(frame)))


ALL_ROWS = list(itertools.product((0, 1), repeat=3))


def test_sides_name_what_the_engine_calls_its_sets(complete):
    data = qca.prepare(complete, "HIGH", framing.CONDITIONS, "case_id")
    assert set(framing.sides()) == set(qca.single_necessity(data).reset_index()["set"])


def test_the_combination_of_all_three_is_counted():
    frame = coded((1, 1, 1, 1), (1, 1, 1, 0), (1, 1, 0, 1), (1, 1, 1, 1))
    assert framing.together(frame) == ("2 of 3", 3)


def test_the_cases_behind_the_combination_are_told_in_words(complete):
    told = framing.together_told(complete)
    assert len(told) == framing.together(complete)[1]
    assert set(told["same"]) | set(told["new"]) | set(told["b"]) == {"yes", "no"}
    assert (
        told["same"].eq("yes").sum()
        == told["formalisation_and_level_rest_on_same_fact"].astype(bool).sum()
    )


def test_a_combination_with_the_outcome_is_the_solution_and_what_is_assumed_is_named():
    rows = [(*row, int(row == (1, 1, 1))) for row in ALL_ROWS if row != (1, 1, 0)]
    found = framing.solution(coded(*rows), 0.75, 1)
    assert (found["conservative"], found["parsimonious"]) == ("D*F*R", "D*F")
    assert (found["assumed"], found["empty"], found["behind"]) == ("D*F*~R", 1, 1)
    assert (found["cases"], found["high"], found["dfr"]) == (7, 1, "1 of 1")


def test_without_a_positive_row_there_is_no_solution_and_without_a_negative_one_any():
    none = framing.solution(coded(*((*row, 0) for row in ALL_ROWS)), 0.75, 1)
    every = framing.solution(coded(*((*row, 1) for row in ALL_ROWS)), 0.75, 1)
    assert {none[kind] for kind in framing.TYPES} == {framing.NO_SOLUTION}
    assert {every[kind] for kind in framing.TYPES} == {survey_design.ANY}
    assert (none["assumed"], none["behind"]) == (every["assumed"], every["behind"]) == ("none", 0)


@pytest.mark.parametrize("incl_cut", [0.51, 0.6, 0.75])
@pytest.mark.parametrize("n_cut", [1, 2, 3, 4])
def test_the_solution_of_the_whole_is_that_of_the_engine_at_every_cut_off(
    complete, incl_cut, n_cut
):
    truth = qca.truth_table(
        complete, "HIGH", framing.CONDITIONS, "case_id", incl_cut=incl_cut, n_cut=n_cut
    )
    models = qca.minimize(truth, "conservative", None).models
    found = framing.solution(complete, incl_cut, n_cut)
    assert found["conservative"] == " or ".join(" + ".join(model) for model in models)
    assert found["cases"] == len(complete) and found["high"] == complete["HIGH"].sum()


def test_solutions_are_those_of_their_groups():
    frame = coded(*((*row, int(row == (1, 1, 1))) for row in ALL_ROWS))
    solved = framing.solutions({"whole": frame, "without": frame[:-1]}, 0.75, 1)
    assert list(solved["sample"]) == ["whole", "without"]
    assert list(solved["conservative"]) == ["D*F*R", "no solution"]


def test_groups_that_are_no_sample_do_not_count_as_stable():
    solved = pd.DataFrame(
        {
            "sample": ["whole", "a", "b", "c", "Norway"],
            "conservative": ["D", "D", "F", "no solution", "D"],
            "behind": [9, 1, 4, 0, 1],
        }
    )  # made up for the test
    assert framing.stability(solved, ["whole", "a", "b", "c"]) == (3, 1, 1)


def test_choices_of_one_case_a_cluster():
    frame = coded((1, 1, 1, 1), (1, 1, 1, 0), (0, 0, 0, 0)).assign(cluster=["a", "a", "b"])
    assert framing.choices(frame, 0.75, 1) == (2, 1)


def test_bounds_are_told_as_counts(complete):
    bounds = cases.by_bound(complete, framing.CONDITIONS)
    told = framing.bounds_told(bounds).set_index(["condition", "bound"])
    assert tuple(told.loc[("R", "kept"), ["present", "absent"]]) == ("9 of 22", "2 of 24")
    assert told.loc[("R", "kept"), "row"] == "all 46 cases of other studies"
    assert told.loc[("R", "dropped"), "row"] == "without the 9 doubtful rows (37)"
    points = framing.slopes(framing.bounds_told(bounds))
    assert len(points) == len(bounds) and not points.isna().any(axis=None)
    assert points["where"].nunique() == 2
    assert framing.rising(bounds) == ["associations needed"]
    turned = bounds.assign(difference=-bounds["difference"].abs())
    assert framing.rising(turned) == []


def test_only_need_is_closer_in_most_pairs_and_in_none_less_close(complete):
    """What the opening of the chapter says, on the cases themselves."""
    pairs = case_choice.matched(cases.others(complete), "DFR")
    found = case_choice.moves(pairs, "DFR").set_index("condition")
    need, room = found.loc["R"], found.loc["D"]
    assert (need["closer"], need["pairs"]) == (5, 7)  # six of eight with the founding study
    assert pair_words.rest_on(pairs, "R") == (
        "the seven pairs on need rest on four cases without it. Cooperation is coded high in two "
        "of five closer pairs."
    )
    assert need["less"] == 0 and need["closer"] > need["pairs"] / 2
    assert room["less"] > room["closer"]
    assert framing.lasting(cases.at_both(cases.by_bound(complete, framing.CONDITIONS))) == []


def test_pairs_are_drawn_with_the_largest_step_first(complete):
    pairs = case_choice.matched(complete, framing.CONDITIONS)
    drawn = pair_words.pairs_to_read(pairs, complete, "R")
    assert (drawn["present"] - drawn["absent"]).is_monotonic_decreasing
    assert drawn["row"].is_unique and set(drawn["move"]) <= set(pair_words.MOVED.values())
    assert not drawn["row"].str.contains("_").any()
    assert set(pair_words.moves_told(case_choice.moves(pairs, "DFR"))["name"]) == {
        *framing.NAMES.values()
    }


def test_groups_without_cases_of_both_kinds_are_not_compared():
    frame = coded((1, 1, 1, 1), (1, 1, 0, 0), (1, 1, 1, 0), (1, 1, 0, 0), (1, 1, 1, 1)).assign(
        place=list("aabbc")
    )
    assert framing.more_with(frame, "place") == framing.More(more=1, compared=2)


def test_the_founding_study_makes_the_fields_look_more_alike_than_they_are(complete):
    of_fields = [
        framing.more_with(part, "policy_field") for part in (complete, cases.others(complete))
    ]
    assert of_fields == [framing.More(6, 6), framing.More(4, 5)]


def test_cases_to_read_next_name_what_they_lack(complete):
    chosen = case_choice.to_read_next(case_choice.best(complete, framing.CONDITIONS))
    told = pair_words.to_read_next(chosen, complete)
    assert len(told) == len(chosen) and not told.isna().any(axis=None)
    lacks_none = told["lacks"] == "–"
    assert lacks_none.equals(
        told["kind"].isin([pair_words.KINDS[k] for k in list(pair_words.KINDS)[:2]])
    )


@pytest.mark.parametrize(
    ("said", "last", "number"),
    [
        (("no clear direction",) * 3, [], "none"),
        (("no clear direction", "no clear direction", "for"), ["associations needed"], "one"),
        (
            ("against", "no clear direction", "for"),
            ["discretion", "associations needed"],
            "several",
        ),
        (("for",) * 3, ["discretion", "formal agreement", "associations needed"], "several"),
    ],
)
def test_what_lasts_in_words(said, last, number):
    by_condition = dict(zip(framing.CONDITIONS, said, strict=True))
    assert framing.lasting(by_condition) == last
    assert framing.number_of_lasting(last) == number
    assert framing.listed(last) == (", ".join(last) if last else "none")


def test_necessity_and_sufficiency_by_sample():
    whole = coded((1, 1, 1, 1), (1, 0, 1, 1), (0, 1, 0, 0), (0, 0, 0, 0))
    found = framing.by_sample({"whole": whole, "part": whole.drop(1), "rest": whole[1:]})
    table = framing.single(found).set_index("sample")
    assert list(table.index) == ["whole (4)", "part (3)", "rest (3)"]
    assert table.loc["whole (4)", ["necessity_D", "necessity_F"]].tolist() == [1, 0.5]
    assert table.loc["whole (4)", ["sufficiency_R", "sufficiency_F"]].tolist() == [1, 0.5]


def test_parts_add_up_to_the_whole(complete):
    parts = framing.by_part(complete)
    assert parts["cases"].sum() == 2 * len(complete)
    assert parts["high"].sum() == 2 * complete["HIGH"].sum()
    assert parts["part"].iloc[-1] in cases.COUNTRIES.values()


def test_pairs_are_counted_and_told(everything):
    pairs = pd.DataFrame(
        {
            "rise": [1, 2, 0, -1, None, 1],
            "over_time": [True, True, True, True, True, False],
            "same_fact": [True, False, True, False, False, False],
            "by_rule": [False, True, False, False, False, False],
        }
    )  # made up for the test
    assert framing.rises(pairs) == framing.Rises(
        events=5, higher=2, same=1, apart=1, all=3, resting=2, marked=1, ruled=1
    )
    told = framing.pairs_told(pairs)
    assert list(told["moves"]) == ["higher", "higher", "the same", "lower", "not known", "higher"]
    assert list(told["rests"][:3]) == ["yes, marked", "yes, by the code book", "yes, marked"]
    assert set(framing.pairs_told(cases.before_after(everything))["moves"]) <= {
        *framing.MOVES.values(),
        "not known",
    }


def test_fields_of_two_studies_are_told_in_words(everything):
    told = framing.fields_told(everything).set_index("case_id")
    assert sorted(told.index) == sorted(framing.FIELDS)
    assert set(told["country"]) == {"Germany", "Norway"}
    assert not told["dependence"].str.contains("_").any()


@pytest.mark.parametrize(
    ("mandated", "voluntary", "words"),
    [
        ("high", "low", "points the other way"),
        ("medium", "medium", "no difference"),
        ("low", "medium", "points that way"),
    ],
)
def test_what_a_mandated_field_says_about_discretion(mandated, voluntary, words):
    assert framing.turned(mandated, voluntary) == words


def test_cells_have_names_in_one_line_and_every_clause_a_column(everything):
    cells = framing.cells(cases.typology(everything))
    assert not cells["what"].str.contains("\n|- ").any()
    assert set(framing.HOLDS) <= set(cells["what"])
    lead = framing.leading(cases.typology(everything))
    assert set(lead["group"]) == {"who coordinates"} and set(lead["name"]) == set(cells["name"])


def test_the_truth_table_in_words_begins_with_the_largest_share(complete):
    whole = qca.truth_table(complete, "HIGH", framing.CONDITIONS, "case_id").complete()
    told = framing.truth_told(whole)
    assert told.iloc[0][framing.CONDITIONS].tolist() == ["yes"] * 3
    assert told["cases"].sum() == len(complete) and set(told["mark"]) <= {*cases.MARKS.values()}


def test_conditions_of_each_type_are_told_in_words(everything):
    told = framing.typology_told(cases.typology(everything))
    assert len(told) == len(cases.TYPES)
    assert {"formal agreement", "associations needed"} < set(told.columns)
    assert told["formal agreement"].str.fullmatch(r"(\d+|none) of \d+").all()


def test_pairs_of_the_field_table_in_words_and_as_drawn():
    pairs = pd.DataFrame(
        {
            "condition": ["R", "R", "D"],
            "lower": ["a", "b", "a"],
            "upper": ["c", "c", "b"],
            "change": [1, 1, 0],
        }
    )  # made up
    assert pair_words.closer_in(pairs, "R") == "in both pairs"
    assert pair_words.closer_in(pairs, "D") == "not in the one pair"
    assert pair_words.closer_in(pairs, "F") == "in no pair, for there is none"
    drawn = pair_words.field_pairs(pairs, pd.Series({"a": 0, "b": 0, "c": 1}))
    assert drawn.iloc[-1]["row"] == "discretion:\nb / a"
    assert drawn.iloc[0].tolist() == ["need:\nc / a", 0, 1]


def test_solutions_of_several_levels_are_those_of_the_engine():
    frame = coded(*((*row, int(row == (1, 1, 1))) for row in ALL_ROWS if row != (1, 1, 0)))
    frame = frame.assign(name=frame["case_id"])
    lines, top = pair_words.solved_levels(frame, {"HIGH": "high"})
    assert top["HIGH", "conservative"] == ["D*F*R"] and top["HIGH", "parsimonious"] == ["D*F"]
    by_kind = lines.set_index("kind")["remainders"]
    assert by_kind["conservative"] == "none" and by_kind["parsimonious"] == "D*F*~R"


def test_the_best_case_is_that_of_the_pairs_and_weak_unless_it_lasts(complete):
    pairs = case_choice.matched(complete, framing.CONDITIONS)
    moves = case_choice.moves(pairs, framing.CONDITIONS)
    assert framing.best_case(moves, []) == "Need has the best case, but a weak one."
    assert framing.best_case(moves, ["associations needed"]) == "Need has the best case."
    even = moves.assign(pairs=4, closer=2, less=0)
    assert framing.best_case(even, []) == "No condition has the best case."
    agreement = moves.assign(closer=[0, 3, 0], less=0, pairs=4)
    assert framing.best_case(agreement, []).startswith("Agreements have the best case")


def test_no_pattern_names_what_does_not_stay_ahead():
    every = list(framing.NAMES.values())
    assert framing.no_pattern(every) == "All three stay ahead without doubtful codes."
    assert framing.no_pattern(every[1:]) == "Room to choose shows no lasting pattern."
    assert framing.no_pattern([]).startswith("Need, room to choose and agreements show")


def test_all_doubtful_rows_are_coded_high(complete):
    assert framing.doubtful_high(cases.bounds(complete)) == "all nine"


def test_pairs_of_the_field_table_say_what_they_share():
    rows = [("R", "a", "b"), ("R", "a", "c"), ("D", "b", "c")]  # made up for the test
    pairs = pd.DataFrame(rows, columns=["condition", "lower", "upper"])
    assert pair_words.sharing(pairs, "R") == "all pairs on need share one case (a)"
    assert pair_words.sharing(pairs, "D") == "no case is in all pairs on discretion"
    assert pair_words.alone(pairs, "F") == "No pair differs in formal agreement alone."
    assert pair_words.alone(pairs, "R") == "Two pairs differ in associations needed alone."
    room = pd.Series({"a": 0, "b": 0, "c": 2})
    assert pair_words.room_reached(pairs, room) == (
        "Some pair on discretion alone reaches much of it."
    )
    assert pair_words.room_reached(pairs, room.clip(upper=1)).startswith("No pair")
