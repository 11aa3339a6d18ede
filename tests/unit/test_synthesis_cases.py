"""Cases for configurational analysis: calibration, the field table of Trætteberg and Enjolras,
rural municipalities. Small frames are made up for the test.
"""

from math import comb

import pandas as pd
import pytest

import configurational as qca
from copro.data import load
from copro.measures.synthesis import cases, hypotheses, rural as rural_words
from copro.methods import configurations

DFR = ["D", "F", "R"]


@pytest.fixture(scope="module")
def table():
    return load("cases/cases")


@pytest.fixture(scope="module")
def five(table):
    return cases.calibrate(cases.table4_rows(table))


def test_table_4_as_crisp_sets(five):
    found = {
        row.name_: (row.D, row.F, row.R, row.HIGH, row.ABOVE_LOW)
        for row in five.assign(name_=five["name"]).itertuples()
    }
    assert found == {
        "culture and leisure": (1, 1, 1, 1, 1),
        "integration": (0, 0, 0, 0, 0),
        "health and care": (0, 0, 0, 0, 0),
        "children and adolescents": (0, 0, 0, 0, 0),
        "children, Oslo districts": (0, 0, 1, 0, 1),
    }


def test_coded_cases_agree_with_the_printed_table(table):
    printed = hypotheses.field_profile(load("published/no_traetteberg_enjolras_table4")).set_index(
        "field"
    )
    rows = cases.table4_rows(table).set_index("name")
    fields = {"integration": "integration of immigrants"}
    for name in (
        "culture and leisure",
        "integration",
        "health and care",
        "children and adolescents",
    ):
        words, row = printed.loc[fields.get(name, name)], rows.loc[name]
        assert words["discretion"].split()[0] == {"high": "much"}.get(
            row["local_discretion"], row["local_discretion"]
        )
        assert (words["formalisation"], words["co-production"]) == (
            row["formalisation"],
            row["coproduction_level"],
        )
        assert ("mutual" in words["dependence"]) == (row["resource_dependency"] == "mutual")
    assert "mutual dependence" in printed.loc["children and adolescents", "dependence_exception"]
    assert (
        (printed["co-production_exception"] != "").sum()
        == (rows["coproduction_level"] == "medium").sum()
        == 2
    )


def test_some_discretion_can_count_as_discretion(table):
    found = cases.calibrate(cases.table4_rows(table), some_is_discretion=True).set_index("name")[
        "D"
    ]
    assert found.to_dict() == {
        "culture and leisure": 1,
        "integration": 1,
        "health and care": 0,
        "children and adolescents": 0,
        "children, Oslo districts": 0,
    }


def test_interview_base_is_read_from_the_table():
    printed = load("published/no_traetteberg_enjolras_table4")
    assert cases.interview_base(printed) == (89, 12)
    with pytest.raises(ValueError, match="expected one text"):
        cases.interview_base(printed.assign(sample_size=["a", *printed["sample_size"][1:]]))


def test_solutions_of_table_4(five):
    high, more = (qca.truth_table(five, y, DFR, "name") for y in ("HIGH", "ABOVE_LOW"))
    assert qca.minimize(high).models == (("D*F*R",),)
    assert qca.minimize(high, "parsimonious").models == (("D",), ("F",))
    assert qca.minimize(more, "intermediate", "1,1,1").models == (("R",),)


def test_rules_that_fit_table_4(five):
    fitting = configurations.consistent_rules(five, DFR, "HIGH")
    assert (
        len(fitting) == 2**5 and (fitting[(1, 1, 1)] == 1).all() and (fitting[(0, 0, 1)] == 0).all()
    )
    # 20 increasing rules of three conditions exist (Dedekind); without any case all are listed.
    assert len(configurations.consistent_rules(five.iloc[:0], DFR, "HIGH", increasing=True)) == 20
    with pytest.raises(ValueError, match="at most 4"):
        configurations.consistent_rules(five, list("ABCDE"), "HIGH")


def test_only_pairs_that_differ_in_one_condition_are_contrasts():
    frame = pd.DataFrame(
        {"case": list("abcd"), "D": [0, 2, 0, 2], "F": [0, 0, 1, 1], "Y": [0, 1, 0, 0]}
    )
    found = configurations.single_contrasts(frame, ["D", "F"], "Y", "case")
    assert set(found.itertuples(index=False, name=None)) == {
        ("D", "a", "b", 1),
        ("F", "a", "c", 0),
        ("D", "c", "d", 0),
        ("F", "b", "d", -1),
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([1, 1], "for"),
        ([1, 0], "both ways"),
        ([0], "no difference"),
        ([1, -1], "against"),
        ([], "no answer"),
    ],
)
def test_direction_of_contrasts(changes, expected):
    frame = pd.DataFrame(
        {"condition": ["R"] * len(changes), "change": changes}, columns=["condition", "change"]
    )
    assert cases.direction(frame, "R") == expected


def test_inversions_need_a_later_tier():
    tiers = (("a",), ("b", "c"))
    assert cases.inversions({"a": 1, "b": 2, "c": 0}, tiers) == [("a", "b")]
    assert cases.inversions({"a": 2, "b": 1, "c": 2}, tiers) == []


def test_chance_of_necessity_is_that_of_drawing_without_return():
    frame = pd.DataFrame({"A": [1, 1, 1, 0, 0], "Y": [1, 1, 0, 0, 0]})
    found = configurations.chance_of_necessity(frame, ["A"], "Y").set_index("literal")
    assert (
        found.loc["A", "chance"] == pytest.approx(comb(3, 2) / comb(5, 2))
        and found.loc["A", "necessary"]
    )
    assert (
        found.loc["~A", "chance"] == pytest.approx(comb(2, 2) / comb(5, 2))
        and not found.loc["~A", "necessary"]
    )


def test_rural_municipalities_with_very_volatile_associations():
    frame, conditions, target = cases.rural_cases(
        load("norway/rural_associations_hordaland_1980_2000"), "volatility"
    )
    assert len(frame) == 22 and len(conditions) == 8 and frame[target].sum() == 6
    wide = qca.truth_table(frame, target, conditions, "municipality")
    assert len(wide.observed) == 20 and set(wide.observed["incl"]) == {0, 1}
    chance = configurations.chance_of_necessity(frame, conditions, target)
    assert list(chance.loc[chance["necessary"], "literal"]) == ["GROWTH", "~DENSE", "CITY"]
    # 13, 12 and 9 of the 22 have the trait.
    assert chance.set_index("literal").loc[
        ["GROWTH", "~DENSE", "CITY"], "chance"
    ].tolist() == pytest.approx([comb(n, 6) / comb(22, 6) for n in (13, 12, 9)])


def test_density_is_explained_without_volatility():
    _, conditions, target = cases.rural_cases(
        load("norway/rural_associations_hordaland_1980_2000"), "density"
    )
    assert target == "DENSE" and "VOLATILE" not in conditions and len(conditions) == 7


@pytest.fixture(scope="module")
def complete(table):
    return cases.calibrate(table)


def test_complete_cases_and_the_shared_fact(complete):
    assert (len(complete), complete["cluster"].nunique(), complete["HIGH"].sum()) == (51, 35, 12)
    high = complete[complete["HIGH"] == 1]
    assert (
        high["formalisation_and_level_rest_on_same_fact"].sum() == 8
        and high["level_by_rule_b"].sum() == 1
    )


# The truth table printed in data/cases/README.md: cases, level high, level not low.
@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((1, 1, 1), (8, 6, 8)),
        ((1, 1, 0), (10, 2, 9)),
        ((1, 0, 1), (8, 1, 7)),
        ((1, 0, 0), (7, 0, 3)),
        ((0, 1, 1), (6, 2, 6)),
        ((0, 1, 0), (6, 0, 6)),
        ((0, 0, 1), (2, 1, 2)),
        ((0, 0, 0), (4, 0, 1)),
    ],
)
def test_truth_table_of_the_readme(complete, row, expected):
    wanted = dict(zip(DFR, row))
    high, n = cases.tally(complete, **wanted)
    assert (n, high, cases.tally(complete, "ABOVE_LOW", **wanted)[0]) == expected
    line = qca.truth_table(complete, "HIGH", DFR, "case_id").observed.set_index(DFR).loc[row]
    assert (line["n"], line["incl"]) == (n, pytest.approx(high / n))


def test_necessity_and_sufficiency_of_the_readme(complete):
    found = qca.single_necessity(qca.prepare(complete, "HIGH", DFR, "case_id"))
    assert found.loc[DFR, "incl"].tolist() == pytest.approx([9 / 12, 10 / 12, 10 / 12])
    assert found.loc[DFR, "cov"].round(2).tolist() == [0.27, 0.33, 0.42]
    assert cases.tally(complete, F=1)[1] == 30 and cases.tally(complete, "ABOVE_LOW", F=1) == (
        29,
        30,
    )


def test_the_best_combination_in_the_samples_of_the_readme(complete):
    found = {
        name: cases.tally(part, D=1, F=1, R=1) for name, part in cases.samples(complete).items()
    }
    assert found["all complete cases"] == (6, 8) and found["without the founding study"] == (5, 7)
    assert found["without rule (b), planned, low"] == (5, 7)
    assert found["without agreement = level"] == (2, 4) and found["without any of these"] == (0, 2)


def test_need_of_the_municipality_in_the_readme(complete):
    assert (cases.tally(complete, R=0), cases.tally(complete, R=1)) == ((2, 27), (10, 24))
    german = complete[complete["country"] == "DEU"]
    assert (cases.tally(german, R=0), cases.tally(german, R=1)) == ((0, 17), (4, 13))
    assert complete["policy_field"].value_counts()[
        ["elderly_ltc", "drug_mental_health"]
    ].tolist() == [9, 9]


def test_more_conditions_more_often_high(complete):
    share = complete.groupby(complete[DFR].sum(axis=1))["HIGH"].mean()
    assert share.is_monotonic_increasing and share.iloc[-1] == 0.75


def test_no_solution_at_the_usual_cut_and_one_at_075(complete):
    with pytest.raises(qca.NoPositiveRowError):
        qca.minimize(qca.truth_table(complete, "HIGH", DFR, "case_id", incl_cut=0.8))
    for kind, expect in (("conservative", None), ("intermediate", "1,1,1"), ("parsimonious", None)):
        found = qca.minimize(
            qca.truth_table(complete, "HIGH", DFR, "case_id", incl_cut=0.75), kind, expect
        )
        assert found.models == (("D*F*R",),) and found.assumptions == ((),)


MADE_UP = pd.DataFrame(
    {
        "case_id": list("abcd"),
        "cluster": ["x", "x", "y", "z"],
        "D": [1, 0, 1, 0],
        "F": [1, 1, 0, 0],
        "HIGH": [1, 0, 1, 0],
    }
)


def test_every_choice_of_one_case_a_cluster_is_made_once():
    ways = cases.cluster_choices(MADE_UP["cluster"])
    assert ways.tolist() == [[0, 2, 3], [1, 2, 3]]
    with pytest.raises(ValueError, match="2 ways"):
        cases.cluster_choices(MADE_UP["cluster"], most=1)


def test_truth_tables_of_choices_agree_with_the_engine(complete):
    ways = cases.cluster_choices(complete["cluster"])
    assert len(ways) == 4800
    found = cases.row_patterns(complete, ways, DFR, 0.75, 1)
    assert found["choices"].sum() == 4800
    for pattern, example in zip(found["pattern"], found["example"]):
        rows = qca.truth_table(complete.iloc[ways[example]], "HIGH", DFR, "case_id", incl_cut=0.75)
        assert "".join(rows.complete()["OUT"]) == pattern


def test_contrasts_count_cases():
    found = cases.contrasts(MADE_UP, ["D", "F"]).set_index("condition")
    assert found.loc[
        "D", ["present_high", "present", "absent_high", "absent", "present_pct", "absent_pct"]
    ].tolist() == [2, 2, 0, 2, 100, 0]


def test_the_bounds_leave_out_the_founding_study_and_differ_in_nine_high_cases(complete):
    found = cases.bounds(complete)
    assert {name: (len(part), part["HIGH"].sum()) for name, part in found.items()} == {
        "kept": (46, 11),
        "dropped": (37, 2),
    }
    gone = found["kept"].drop(found["dropped"].index)
    assert (
        (gone["HIGH"] == 1).all()
        and gone["level_by_rule_b"].sum() == 1
        and not gone["case_id"].str.startswith("NO_T4_").any()
    )


# Shares with and without, counted by hand from the table; the founding study left out.
@pytest.mark.parametrize(
    ("condition", "kept", "dropped", "said"),
    [
        ("D", (8, 32, 3, 14), (1, 25, 1, 12), "no clear direction"),
        ("F", (9, 29, 2, 17), (0, 20, 2, 17), "no clear direction"),
        ("R", (9, 22, 2, 24), (2, 15, 0, 22), "no clear direction"),
    ],
)
def test_what_the_cases_say_at_both_bounds(complete, condition, kept, dropped, said):
    found = cases.by_bound(complete, DFR)
    for bound, counts in (("kept", kept), ("dropped", dropped)):
        row = found[(found["condition"] == condition) & (found["bound"] == bound)].iloc[0]
        assert tuple(row[["present_high", "present", "absent_high", "absent"]]) == counts
        k, n, k0, n0 = counts
        assert (
            row["difference"] == pytest.approx(100 * (k / n - k0 / n0))
            and row["low"] <= row["difference"] <= row["high"]
        )
    assert cases.at_both(found)[condition] == said


def test_directions_do_not_hang_on_the_seed(complete):
    for seed in (1, 2, 3):
        found = cases.by_bound(complete, DFR, seed=seed).set_index(["bound", "condition"])[
            "direction"
        ]
        assert (
            found[found == "for"].index.tolist() == [("kept", "R")]
            and (found.drop(("kept", "R")) == "no clear direction").all()
        )


def test_a_draw_without_a_difference_does_not_keep_a_direction(complete):
    """At the stricter bound two cases are high, in two clusters;
    whoever draws neither has no case that is high: (27/29)^29 is 13 %.
    """
    strict = cases.bounds(complete)["dropped"]
    assert strict.loc[strict["HIGH"] == 1, "cluster"].nunique() == 2
    kept = cases.by_bound(complete, ["R"]).set_index("bound")["kept"]
    neither = 100 * (1 - 2 / strict["cluster"].nunique()) ** strict["cluster"].nunique()
    assert (
        kept["dropped"] == pytest.approx(100 - neither, abs=1.5)
        and kept["dropped"] < cases.KEEP < kept["kept"]
    )


def test_what_lasts_is_the_same_for_every_share_of_draws_on_offer(complete):
    """The verdicts name the share of the book whatever the chapter on the cases is asked for."""
    conditions = ["D", "F", "R"]
    book, loose = (
        cases.at_both(cases.by_bound(complete, conditions, keep=keep)) for keep in (cases.KEEP, 90)
    )
    assert book == loose == dict.fromkeys(conditions, "no clear direction")


def test_clusters_are_drawn_and_not_cases():
    """Two clusters, one all high with the condition, one all low without it:
    whoever draws both sees 100 points.
    """
    made = pd.DataFrame(
        {"cluster": ["x"] * 3 + ["y"] * 5, "D": [1] * 3 + [0] * 5, "HIGH": [1] * 3 + [0] * 5}
    )
    drawn = cases.differences(made, "D", draws=1000, seed=1)
    assert (
        set(drawn) == {100.0} and 400 < len(drawn) < 600
    )  # in half of the draws one side is empty


def test_cases_of_other_studies_are_too_few_for_the_order_of_fields(table):
    found = cases.by_tier(table).set_index("tier")["known"]
    assert found.to_dict() == {
        "culture and leisure": 3,
        "integration, health and care": 45,
        "children and adolescents": 5,
    }


def test_pairs_are_told_with_their_codes(table):
    found = cases.before_after(table).set_index("pair")
    assert found["rise"].to_dict() == {
        "Würzburg, refugees": 1,
        "Miltenberg, refugees": 0,
        "Kitzingen, volunteer centre": 0,
        "Sweden, user organisations in addiction care": 0,
        "Veitshöchheim, neighbourhood help": 1,
        "Norway, integration (field table)": 1,
        "Norway, children (field table)": 1,
    }
    assert found.index[found["same_fact"]].tolist() == ["Würzburg, refugees"]
    assert found.index[found["by_rule"]].tolist() == ["Veitshöchheim, neighbourhood help"]
    assert cases.grounds(found).value_counts().to_dict() == {
        "no": 5,
        "yes, marked": 1,
        "yes, by the code book": 1,
    }
    assert found.index[~found["over_time"]].tolist() == ["Norway, children (field table)"]
    assert found.loc["Veitshöchheim, neighbourhood help", "formalisation"] == "none → high"
    assert found.loc["Norway, integration (field table)", "resource_dependency"] == "little → –"


def test_typology_counts_known_codes_only(table):
    found = cases.typology(table)
    cell = found.set_index(
        [found["type"].str.split("\n").str[0], found["column"].str.replace("\n", " ")]
    )
    assert cell.loc[("delivery", "association"), ["part", "whole"]].tolist() == [32, 45]
    assert cell.loc[("several types", "both jointly"), ["part", "whole"]].tolist() == [17, 24]
    assert cell.loc[("co-management", "associations needed"), ["part", "whole"]].tolist() == [1, 4]
    assert found[found["group"] == "who coordinates"].groupby("type")["part"].sum().tolist() == [
        12,
        9,
        45,
        24,
    ]


def test_fields_and_countries_of_cases_have_words(table):
    assert set(table["policy_field"].dropna()) <= set(cases.FIELDS) and set(
        table["country"].dropna()
    ) <= set(cases.COUNTRIES)
    assert not [
        words
        for words in [*cases.FIELDS.values(), *cases.COUNTRIES.values()]
        if "_" in words or words.isupper()
    ]


@pytest.mark.parametrize("outcome", ["volatility", "density"])
def test_traits_of_rural_municipalities_have_words_and_shares(outcome):
    table = load("norway/rural_associations_hordaland_1980_2000")
    rural, conditions, target = cases.rural_cases(table, outcome)
    chance = rural_words.chance(rural, conditions, target)
    assert chance["trait"].is_unique and len(chance) == 2 * len(conditions)
    drawn = rural_words.traits(chance, int(rural[target].sum()), len(rural))
    own = drawn[drawn["of"] == "with the outcome"]
    assert own["share"].between(50, 100).all() and own["share"].is_monotonic_decreasing
    solved = rural_words.solutions(
        qca.truth_table(rural, target, conditions, "municipality")
    ).set_index("kind")
    assert solved.loc["conservative", "assumed"] == 0 < solved.loc["parsimonious", "assumed"]


def test_doubtful_close_cases_and_delivery_are_counted_in_the_set_that_is_named(table):
    complete = cases.calibrate(table)
    assert cases.on_one_fact(complete) == (8, 12)
    assert cases.on_one_fact(cases.others(complete)) == (8, 11)
    assert cases.of_type(table, "delivery") == (56, 116)
