"""Cases for configurational analysis: calibration, Table 4, rural municipalities. Small frames are
made up for the test."""

from math import comb

import configurational as qca
import pandas as pd
import pytest

from copro.data import load
from copro.measures import cases, synthesis
from copro.methods import configurations

DFR = ["D", "F", "R"]


@pytest.fixture(scope="module")
def table():
    return load("cases/cases")


@pytest.fixture(scope="module")
def five(table):
    return cases.calibrate(cases.table4_rows(table))


def test_table_4_as_crisp_sets(five):
    found = {row.name_: (row.D, row.F, row.R, row.HIGH, row.ABOVE_LOW)
             for row in five.assign(name_=five["name"]).itertuples()}
    assert found == {
        "culture and leisure": (1, 1, 1, 1, 1), "integration": (0, 0, 0, 0, 0), "health and care": (0, 0, 0, 0, 0),
        "children and adolescents": (0, 0, 0, 0, 0), "children, Oslo districts": (0, 0, 1, 0, 1)}


def test_coded_cases_agree_with_the_printed_table(table):
    printed = synthesis.field_profile(load("published/no_traetteberg_enjolras_table4")).set_index("field")
    rows = cases.table4_rows(table).set_index("name")
    fields = {"integration": "integration of immigrants"}
    for name in ("culture and leisure", "integration", "health and care", "children and adolescents"):
        words, row = printed.loc[fields.get(name, name)], rows.loc[name]
        assert words["discretion"].split()[0] == {"high": "much"}.get(row["local_discretion"], row["local_discretion"])
        assert (words["formalisation"], words["co-production"]) == (row["formalisation"], row["coproduction_level"])
        assert ("mutual" in words["dependence"]) == (row["resource_dependency"] == "mutual")
    assert "mutual dependence" in printed.loc["children and adolescents", "dependence_exception"]
    assert (printed["co-production_exception"] != "").sum() == (rows["coproduction_level"] == "medium").sum() == 2


def test_some_discretion_can_count_as_discretion(table):
    found = cases.calibrate(cases.table4_rows(table), some_is_discretion=True).set_index("name")["D"]
    assert found.to_dict() == {"culture and leisure": 1, "integration": 1, "health and care": 0,
                               "children and adolescents": 0, "children, Oslo districts": 0}


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
    assert len(fitting) == 2 ** 5 and (fitting[(1, 1, 1)] == 1).all() and (fitting[(0, 0, 1)] == 0).all()
    # 20 increasing rules of three conditions exist (Dedekind); without any case all are listed.
    assert len(configurations.consistent_rules(five.iloc[:0], DFR, "HIGH", increasing=True)) == 20
    with pytest.raises(ValueError, match="at most 4"):
        configurations.consistent_rules(five, list("ABCDE"), "HIGH")


def test_only_pairs_that_differ_in_one_condition_are_contrasts():
    frame = pd.DataFrame({"case": list("abcd"), "D": [0, 2, 0, 2], "F": [0, 0, 1, 1], "Y": [0, 1, 0, 0]})
    found = configurations.single_contrasts(frame, ["D", "F"], "Y", "case")
    assert set(found.itertuples(index=False, name=None)) == {
        ("D", "a", "b", 1), ("F", "a", "c", 0), ("D", "c", "d", 0), ("F", "b", "d", -1)}


@pytest.mark.parametrize(("changes", "expected"), [
    ([1, 1], "supports"), ([1, 0], "mixed"), ([0], "no difference"), ([1, -1], "contradicts"), ([], "cannot tell")])
def test_direction_of_contrasts(changes, expected):
    frame = pd.DataFrame({"condition": ["R"] * len(changes), "change": changes}, columns=["condition", "change"])
    assert cases.direction(frame, "R") == expected


def test_inversions_need_a_later_tier():
    tiers = (("a",), ("b", "c"))
    assert cases.inversions({"a": 1, "b": 2, "c": 0}, tiers) == [("a", "b")]
    assert cases.inversions({"a": 2, "b": 1, "c": 2}, tiers) == []


def test_chance_of_necessity_is_that_of_drawing_without_return():
    frame = pd.DataFrame({"A": [1, 1, 1, 0, 0], "Y": [1, 1, 0, 0, 0]})
    found = configurations.chance_of_necessity(frame, ["A"], "Y").set_index("literal")
    assert found.loc["A", "chance"] == pytest.approx(comb(3, 2) / comb(5, 2)) and found.loc["A", "necessary"]
    assert found.loc["~A", "chance"] == pytest.approx(comb(2, 2) / comb(5, 2)) and not found.loc["~A", "necessary"]


def test_rural_municipalities_with_very_volatile_associations():
    frame, conditions, target = cases.rural_cases(load("norway/rural_associations_hordaland_1980_2000"), "volatility")
    assert len(frame) == 22 and len(conditions) == 8 and frame[target].sum() == 6
    wide = qca.truth_table(frame, target, conditions, "municipality")
    assert len(wide.observed) == 20 and set(wide.observed["incl"]) == {0, 1}
    chance = configurations.chance_of_necessity(frame, conditions, target)
    assert list(chance.loc[chance["necessary"], "literal"]) == ["GROWTH", "~DENSE", "CITY"]
    # 13, 12 and 9 of the 22 have the trait.
    assert chance.set_index("literal").loc[["GROWTH", "~DENSE", "CITY"], "chance"].tolist() == pytest.approx(
        [comb(n, 6) / comb(22, 6) for n in (13, 12, 9)])


def test_density_is_explained_without_volatility():
    _, conditions, target = cases.rural_cases(load("norway/rural_associations_hordaland_1980_2000"), "density")
    assert target == "DENSE" and "VOLATILE" not in conditions and len(conditions) == 7


@pytest.fixture(scope="module")
def complete(table):
    return cases.calibrate(table)


def test_complete_cases_and_the_shared_fact(complete):
    assert (len(complete), complete["cluster"].nunique(), complete["HIGH"].sum()) == (51, 35, 12)
    high = complete[complete["HIGH"] == 1]
    assert high["formalisation_and_level_rest_on_same_fact"].sum() == 8 and high["level_by_rule_b"].sum() == 1


# The truth table printed in data/cases/README.md: cases, level high, level not low.
@pytest.mark.parametrize(("row", "expected"), [
    ((1, 1, 1), (8, 6, 8)), ((1, 1, 0), (10, 2, 9)), ((1, 0, 1), (8, 1, 7)), ((1, 0, 0), (7, 0, 3)),
    ((0, 1, 1), (6, 2, 6)), ((0, 1, 0), (6, 0, 6)), ((0, 0, 1), (2, 1, 2)), ((0, 0, 0), (4, 0, 1))])
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
    assert cases.tally(complete, F=1)[1] == 30 and cases.tally(complete, "ABOVE_LOW", F=1) == (29, 30)


def test_the_best_combination_in_the_samples_of_the_readme(complete):
    found = {name: cases.tally(part, D=1, F=1, R=1) for name, part in cases.samples(complete).items()}
    assert found["all complete cases"] == (6, 8) and found["without Table 4"] == (5, 7)
    assert found["without rule (b), planned, low"] == (5, 7)
    assert found["without agreement = level"] == (2, 4) and found["without any of these"] == (0, 2)


def test_need_of_the_municipality_in_the_readme(complete):
    assert (cases.tally(complete, R=0), cases.tally(complete, R=1)) == ((2, 27), (10, 24))
    german = complete[complete["country"] == "DEU"]
    assert (cases.tally(german, R=0), cases.tally(german, R=1)) == ((0, 17), (4, 13))
    assert complete["policy_field"].value_counts()[["elderly_ltc", "drug_mental_health"]].tolist() == [9, 9]


def test_more_conditions_more_often_high(complete):
    share = complete.groupby(complete[DFR].sum(axis=1))["HIGH"].mean()
    assert share.is_monotonic_increasing and share.iloc[-1] == 0.75


def test_no_solution_at_the_usual_cut_and_one_at_075(complete):
    with pytest.raises(qca.NoPositiveRowError):
        qca.minimize(qca.truth_table(complete, "HIGH", DFR, "case_id", incl_cut=0.8))
    for kind, expect in (("conservative", None), ("intermediate", "1,1,1"), ("parsimonious", None)):
        found = qca.minimize(qca.truth_table(complete, "HIGH", DFR, "case_id", incl_cut=0.75), kind, expect)
        assert found.models == (("D*F*R",),) and found.assumptions == ((),)


MADE_UP = pd.DataFrame({"case_id": list("abcd"), "cluster": ["x", "x", "y", "z"], "D": [1, 0, 1, 0],
                        "F": [1, 1, 0, 0], "HIGH": [1, 0, 1, 0]})


def test_every_choice_of_one_case_a_cluster_is_made_once():
    ways = cases.cluster_choices(MADE_UP["cluster"])
    assert ways.tolist() == [[0, 2, 3], [1, 2, 3]]
    assert cases.shares_over_choices(MADE_UP, ways, D=1).tolist() == [1, 1]
    assert cases.shares_over_choices(MADE_UP, ways, F=1).tolist() == [1, 0]
    with pytest.raises(ValueError, match="2 ways"):
        cases.cluster_choices(MADE_UP["cluster"], most=1)


def test_a_share_without_a_case_is_missing():
    ways = cases.cluster_choices(MADE_UP["cluster"])
    assert pd.isna(cases.shares_over_choices(MADE_UP, ways, D=0, F=1)[0])


def test_truth_tables_of_choices_agree_with_the_engine(complete):
    ways = cases.cluster_choices(complete["cluster"])
    assert len(ways) == 4800
    found = cases.row_patterns(complete, ways, DFR, 0.75, 1)
    assert found["choices"].sum() == 4800
    for pattern, example in zip(found["pattern"], found["example"]):
        rows = qca.truth_table(complete.iloc[ways[example]], "HIGH", DFR, "case_id", incl_cut=0.75)
        assert "".join(rows.complete()["OUT"]) == pattern


def test_contrasts_count_cases_and_choices():
    found = cases.contrasts(MADE_UP, ["D", "F"]).set_index("condition")
    assert found.loc["D", ["present_high", "present", "absent_high", "absent"]].tolist() == [2, 2, 0, 2]
    assert found.loc["F", ["choices", "choices_more"]].tolist() == [2, 1]


def test_only_need_keeps_its_direction_in_every_sample(complete):
    found = pd.concat([cases.contrasts(part, DFR) for part in cases.samples(complete).values()])
    kept = (found["present_pct"] > found["absent_pct"]) & (found["choices"] == found["choices_more"])
    assert kept.groupby(found["condition"]).all().to_dict() == {"D": False, "F": False, "R": True}


def test_pairs_are_told_with_their_codes(table):
    found = cases.before_after(table).set_index("pair")
    assert found["rise"].to_dict() == {
        "Würzburg, refugees": 1, "Miltenberg, refugees": 0, "Kitzingen, volunteer centre": 0,
        "Sweden, user organisations in addiction care": 0, "Veitshöchheim, neighbourhood help": 1,
        "Norway, integration (Table 4)": 1, "Norway, children (Table 4)": 1}
    assert found.index[found["same_fact"]].tolist() == ["Würzburg, refugees"]
    assert found.index[found["by_rule"]].tolist() == ["Veitshöchheim, neighbourhood help"]
    assert cases.grounds(found).value_counts().to_dict() == {"no": 5, "yes, marked": 1, "yes, by the code book": 1}
    assert found.index[~found["over_time"]].tolist() == ["Norway, children (Table 4)"]
    assert found.loc["Veitshöchheim, neighbourhood help", "formalisation"] == "none → high"
    assert found.loc["Norway, integration (Table 4)", "resource_dependency"] == "little → –"


def test_typology_counts_known_codes_only(table):
    found = cases.typology(table)
    cell = found.set_index([found["type"].str.split("\n").str[0], found["column"].str.replace("\n", " ")])
    assert cell.loc[("delivery", "association"), ["part", "whole"]].tolist() == [32, 45]
    assert cell.loc[("several types", "both jointly"), ["part", "whole"]].tolist() == [17, 24]
    assert cell.loc[("co-management", "associations needed"), ["part", "whole"]].tolist() == [1, 4]
    assert found[found["group"] == "who coordinates"].groupby("type")["part"].sum().tolist() == [12, 9, 45, 24]


def test_fields_and_countries_of_cases_have_words(table):
    assert set(table["policy_field"].dropna()) <= set(cases.FIELDS) and set(table["country"].dropna()) <= set(cases.COUNTRIES)
    assert not [words for words in [*cases.FIELDS.values(), *cases.COUNTRIES.values()] if "_" in words or words.isupper()]
