"""Countries on one definition.

Small frames are made up for the test; the rest are the published tables.
"""

from typing import get_args

import numpy as np
import pandas as pd
import pytest

from copro.chapters.germany import Country
from copro.chapters.parameters import ParameterError, describe, model_of, validate
from copro.data import load
from copro.measures.countries import indicators as inst, models
from copro.methods.panel import fit_panel


@pytest.fixture(scope="module")
def tables():
    return {name: load(name) for name in inst.TABLES}


@pytest.fixture(scope="module")
def places(tables):
    return inst.located(
        inst.latest(inst.values(tables)), ["NOR", "DEU", "DNK"], inst.country_names(tables)
    )


def value(places, key, iso3):
    return places.set_index(["key", "iso3"]).loc[(key, iso3), "value"]


def test_values_are_those_of_the_tables(places):
    """The tests of the data hold the values of other indicators to what is printed."""
    assert value(places, "local_social", "NOR") == pytest.approx(23.9028)
    assert value(places, "beds", "DEU") == pytest.approx(53.0)


def test_volunteering_is_a_mean_without_the_repeated_wave(places, tables):
    norway = tables[inst.GIVING].query("iso3 == 'NOR' and 2011 <= year <= 2017")[
        "volunteered_time_pct"
    ]
    assert value(places, "volunteering", "NOR") == norway.mean() and len(norway) == 5


def test_a_focus_country_without_a_value_keeps_its_row(places):
    assert np.isnan(value(places, "old_duty", "DNK")) and np.isnan(
        value(places, "transfers", "DNK")
    )
    assert inst.missing(places) == {"Denmark": [inst.LABELS["transfers"], inst.LABELS["old_duty"]]}
    assert "ITA" not in set(places.query("key == 'neighbours'")["iso3"])


def test_a_country_known_to_one_table_only_is_missing_on_all_others(tables):
    names = inst.country_names(tables)
    alone = inst.located(inst.latest(inst.values(tables)), ["ALB"], names)
    assert len(inst.missing(alone)["Albania"]) == len(inst.INDICATORS) - 1
    shown = inst.focus_table(alone, ["ALB"], names)
    assert (shown["ALB"] == "no value").sum() == len(inst.INDICATORS) - 1


def test_values_from_before_2010_count_as_missing(tables):
    now = inst.latest(inst.values(tables))
    assert "USA" not in set(now.query("key == 'transfers'")["iso3"])  # printed for 2000 only


def made_up(**by_country):
    """Synthetic: one indicator."""
    return pd.DataFrame(
        {
            "key": "beds",
            "iso3": list(by_country),
            "years": "2020",
            "value": list(by_country.values()),
        }
    )


def test_positions_run_from_lowest_to_highest_and_ranks_from_the_top():
    names = pd.Series({"AAA": "A", "BBB": "B", "CCC": "C", "DDD": "D"})
    found = inst.located(made_up(AAA=10.0, BBB=20.0, CCC=50.0), ["CCC", "DDD"], names)
    beds = found[found["key"] == "beds"].set_index("iso3")
    assert beds["position"].dropna().to_dict() == {"AAA": 0, "BBB": 25, "CCC": 100}
    assert beds["rank"].dropna().to_dict() == {"AAA": 3, "BBB": 2, "CCC": 1}
    assert (
        (beds["middle"] == 20).all()
        and (beds["countries"] == 3).all()
        and np.isnan(beds.loc["DDD", "value"])
    )
    assert (beds["lower"] == 15).all() and (beds["upper"] == 35).all()


def test_opposite_sides_compares_only_where_both_have_a_value(places):
    differ, compared = inst.opposite_sides(places, "NOR", "DNK")
    assert compared == len(inst.INDICATORS) - 2 and inst.LABELS["old_duty"] not in differ


def test_the_verdict_of_the_models_counts_what_can_be_told_from_zero():
    assert models.verdict(0, 5) == "Within countries over time none of the five links is clear."
    assert models.verdict(2, 5).endswith("two of the five links are clear.")
    assert models.verdict(1, 5).endswith("one of the five links is clear.")
    assert models.verdict(5, 5).endswith("all five links are clear.")


def test_between_countries_two_of_five_links_exclude_zero_and_both_are_of_transfers(tables):
    data = models.country_years(tables)
    keys = {"unit": "iso3", "time": "year", "estimators": ("between", "two-way")}
    estimates = models.stack(
        {q.key: fit_panel(models.sample(data, q), q.y, list(q.x), **keys) for q in models.QUESTIONS}
    )
    found = models.excluding_zero(estimates, "between")
    assert found == [
        "transfer dependency and municipal share of taxes",
        "transfer dependency and municipal share of social protection",
    ]
    assert models.excluding_zero(estimates, "two-way") == []
    assert models.across(found, 5) == (
        "Between countries two of the five links are clear: transfer dependency and municipal "
        "share of taxes; transfer dependency and municipal share of social protection."
    )
    assert models.across([], 5) == "Between countries none of the five links is clear."


def test_crowding_out_is_said_only_where_the_interval_lies_below_zero():
    within, below = (-0.7, 0.02), (-0.7, -0.02)
    assert models.crowding(within, within).endswith("is not shown. Nor is it ruled out.")
    assert "over the longer period only" in models.crowding(within, below)
    assert "over the shorter period only" in models.crowding(below, within)
    assert "fits crowding out" in models.crowding(below, below)
    assert "ruled out" not in models.crowding((0.1, 0.4), (0.2, 0.5))


def test_norway_has_fewer_waves_of_the_giving_survey(tables):
    waves = inst.waves(tables[inst.GIVING])
    assert waves[["NOR", "DEU", "DNK"]].tolist() == [5, 7, 7] and waves.max() == 7


def test_danish_levels_count_transfers_between_them_twice(tables):
    assert inst.levels(tables[inst.FISCAL], "sp", 2016, "DNK").sum() == pytest.approx(
        145.2, abs=0.05
    )


def test_the_three_german_levels_leave_social_insurance_out(tables):
    social = inst.levels(tables[inst.FISCAL], "sp", 2015, "DEU")
    assert social["LG"] == pytest.approx(14.0, abs=0.05) and social.sum() == pytest.approx(
        58.2, abs=0.05
    )
    assert list(inst.levels(tables[inst.FISCAL], "sp", 2015, "NOR").index) == ["CG", "LG"]


def test_west_and_east_stand_apart_until_1990(tables):
    views = inst.attitudes(tables[inst.ATTITUDES], inst.country_names(tables)).set_index(
        ["group", "year"]
    )
    assert views.loc[("Norway", 1990), "share_pct"] == 85.64
    assert views.loc[("West Germany", 1990), "share_pct"] == 54.09
    assert views.loc[("East Germany", 1990), "share_pct"] == 84.72
    assert views.index[views["pooled"]].tolist() == [
        ("Germany", 1996),
        ("Germany", 2006),
        ("Germany", 2016),
    ]
    assert ("Germany", 1990) not in views.index and ("West Germany", 1996) not in views.index


def test_moldova_has_its_own_code(tables):
    codes = tables[inst.LOCAL].set_index("country")["iso3"]
    assert set(codes["Moldova"]) == {"MDA"}


def test_spending_on_old_age_and_health_needs_both_branches(tables):
    data = models.country_years(tables).set_index(["iso3", "year"])
    branches = (
        tables[inst.SPENDING]
        .query("source == 'public' and iso3 == 'NOR' and year == 2019")
        .set_index("branch")["spending_pct_gdp"]
    )
    assert data.loc[("NOR", 2019), "old_spending"] == pytest.approx(
        branches["old_age"] + branches["health"]
    )
    assert np.isnan(data.loc[("NOR", 2022), "old_spending"])


def test_fallers_count_only_countries_with_both_years():
    """Synthetic: one falls, one rises, one has no second year."""
    data = pd.DataFrame({"iso3": list("aabbc"), "year": [1, 2, 1, 2, 1], "v": [3.0, 2, 2, 3, 9]})
    assert models.fallers(data, "v", 1, 2) == (1, 2)


def test_the_codes_of_the_parameter_are_those_of_the_tables(tables):
    known = set().union(
        *(t["iso3"] for t in tables.values() if "iso3" in t), inst.EUROSTAT.values()
    )
    assert set(get_args(Country)) == known
    assert known == set(inst.country_names(tables).index)


@pytest.mark.parametrize(
    "given, words",
    [
        ("[SWE,XXX]", ["XXX", "'ALB'", "'USA'"]),
        ("[NO]", ["did you mean NOR"]),
        ("[SWE,SWE]", ["each country once"]),
        ("[]", ["at least 1"]),
        ("[AUS,AUT,BEL,CAN,CHE,CYP,CZE]", ["at most 6"]),
    ],
)
def test_an_unknown_code_fails_with_the_list_of_codes(given, words):
    with pytest.raises(ParameterError, match="institutions: parameter 'focus") as caught:
        validate("institutions", {"focus": given})
    assert all(word in str(caught.value) for word in words)


def test_another_pair_is_allowed_and_the_book_lists_the_codes():
    assert validate("institutions", {"focus": "[SWE,AUT]"}).focus == ["SWE", "AUT"]
    assert "list of: ALB, AUS" in describe(model_of("institutions"))[0]["allowed"]


def test_indicators_stand_by_how_far_two_countries_lie_apart(places):
    found = inst.by_distance(places, "NOR", "DEU")
    order = list(dict.fromkeys(found["key"]))
    assert order[0] == "regional_authority" and len(found) == len(places)
    assert set(order) == {i.key for i in inst.INDICATORS}
    assert inst.furthest_apart(found, "NOR", "DEU") == (
        "Norway and Germany differ most on: authority of regions (RAI)"
    )


def test_indicators_without_a_value_of_one_country_come_last(places):
    found = inst.by_distance(places, "NOR", "DNK")
    last = list(dict.fromkeys(found["key"]))[-2:]
    assert set(last) == {"transfers", "old_duty"}


def test_two_countries_without_a_common_indicator_are_said_to_have_none(places):
    empty = places.assign(value=places["value"].where(places["iso3"] != "DEU"))
    assert inst.furthest_apart(empty, "NOR", "DEU").endswith("share no indicator here")


def test_values_of_the_focus_countries_stand_in_words(places):
    found = inst.side_by_side(places, ["NOR", "DEU", "DNK"]).set_index("label")["shown"]
    assert found[inst.LABELS["old_duty"]].endswith("Denmark none")
    assert found[inst.LABELS["local_social"]] == "Norway 23.9, Germany 14.0, Denmark 83.8"


def test_a_line_is_said_by_its_ends():
    rows = pd.DataFrame({"who": "Norway", "year": [2002, 1990, 1996], "v": [3.0, 1, 2]})
    assert models.line_ends(rows, "who", "v").to_dict("records") == [
        {"name": "Norway", "one": 1, "start": 1990, "other": 3, "end": 2002}
    ]


def test_norwegian_beds_fell_below_german_ones_and_both_have_to_be_drawn():
    at = pd.MultiIndex.from_tuples([("NOR", 2002), ("NOR", 2024), ("DEU", 2003), ("DEU", 2024)])
    series = pd.Series([60.0, 40, 50, 53], index=at)
    assert models.crossed(series, ["NOR", "DEU"]) == "below"
    assert models.crossed(series, ["NOR", "SWE"]) == "plain"
    assert models.crossed(series.replace(40.0, 55.0), ["NOR", "DEU"]) == "plain"


def test_one_country_alone_is_compared_with_no_other(places):
    names = places.drop_duplicates("iso3").set_index("iso3")["country"]
    assert inst.strips_title(places, ["NOR"], names) == "Norway among all countries"
    assert "differ most on" in inst.strips_title(places, ["NOR", "DEU"], names)


@pytest.mark.parametrize(
    "focus", [["NOR"], ["SWE", "AUT"], ["USA", "JPN", "POL", "ITA", "DEU", "ALB"]]
)
def test_the_words_hold_for_every_focus(tables, focus):
    names = inst.country_names(tables)
    found = inst.located(inst.latest(inst.values(tables)), focus, names)
    said = inst.set_off(list(names[focus]))
    assert all(names[code] in said for code in focus)
    rows = inst.side_by_side(found, focus)["shown"]
    assert len(rows) == len(inst.INDICATORS)
    assert all(row.startswith(names[focus[0]]) for row in rows)
