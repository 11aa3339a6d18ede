"""Cases for configurational analysis: calibration, Table 4, rural municipalities. Small frames are
made up for the test."""

from math import comb

import pandas as pd
import pytest

from copro.data import load
from copro.measures import cases, synthesis
from copro.methods import configurations, qca

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
