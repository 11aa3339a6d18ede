"""Places in German nursing homes, their bases, care assistance, and tables of panel estimates.

The first part uses small frames made up for the test, the second the published tables.
"""

import numpy as np
import pandas as pd
import pytest

from copro.data import load
from copro.measures.germany import kreise as germany, neighbours, nursing_homes as places


def test_a_land_on_both_sides_is_an_error():
    """Synthetic: two Kreise of one Land on two sides."""
    with pytest.raises(ValueError, match="both sides"):
        places.side_of_land(
            pd.DataFrame({"kreis_code": ["11000", "11001"], "east_west": ["Ost", "West"]})
        )


def test_pace_begins_at_one_hundred_and_skips_what_is_not_known():
    """Synthetic: two sides in four waves, the last without a number of people aged 65 or over."""
    by_side = pd.DataFrame(
        {
            "year": [2011, 2011, 2013, 2013, 2015, 2015, 2017, 2017],
            "east_west": ["East", "West"] * 4,
            "places": [45.0, 45, 50, 50, 50, 60, 60, 60],
            "aged_65": [np.nan, np.nan, 25.0, 25, 30, 30, 31, np.nan],
        }
    )
    found = places.pace(by_side, 2013).set_index(["what", "year"])["index"]
    assert found["Places in homes"].to_dict() == pytest.approx({2013: 100, 2015: 110, 2017: 120})
    assert found["People aged 65 or over"].to_dict() == pytest.approx({2013: 100, 2015: 120})


def test_dummies_of_land_and_year_leave_out_what_other_effects_hold():
    """Synthetic: three Länder in three years."""
    frame = pd.DataFrame(
        [(land, year) for land in ("01", "03", "05") for year in (2009, 2011, 2013)],
        columns=["land_code", "year"],
    )
    found = neighbours.land_years(frame)
    assert sorted(found) == ["land_03_2011", "land_03_2013", "land_05_2011", "land_05_2013"]
    assert (found.sum() == 1).all() and found[frame["year"] == 2009].to_numpy().sum() == 0


def test_the_range_of_waves_is_lowest_highest_and_largest_p():
    """Synthetic: one outcome in two waves."""
    waves = pd.DataFrame({"year": [2009, 2011], "moran": [0.3, 0.1], "p": [0.001, 0.2]})
    found = neighbours.moran_range([("Cash", "left", waves)]).loc["Cash"]
    assert found.to_dict() == pytest.approx({"left_low": 0.1, "left_high": 0.3, "left_p": 0.2})


# Published tables.


@pytest.fixture(scope="module")
def tables(kreis_panel):
    names = {
        "typology": "kreis_typology_2017",
        "latest": "kreis_care_counts_2023",
        "land": "land_care_counts_2003_2017",
        "ages": "population_by_age_2015",
        "social": "social_assistance_sgb_xii_2010_2015",
    }
    return {key: load(f"germany/{name}") for key, name in names.items()} | {"panel": kreis_panel}


@pytest.fixture(scope="module")
def by_side(tables):
    return places.places_by_side(
        tables["land"], tables["panel"], tables["latest"], tables["typology"]
    )


def test_places_of_eleven_waves_are_the_official_ones(by_side):
    total = by_side.groupby("year")["places"].sum()
    assert list(total.index) == list(range(2003, 2024, 2))
    assert (total[2003], total[2011], total[2015], total[2023]) == (
        683_941,
        830_781,
        866_300,
        874_562,
    )
    official = load("germany/national_care_counts_2019_2023").set_index("year")[
        "nursing_home_places_longterm_inpatient"
    ]
    assert total[2019] == pytest.approx(official[2019], abs=50) and total[2021] == pytest.approx(
        official[2021], abs=50
    )


def test_old_inhabitants_of_the_census_year_and_of_2023_are_not_known(by_side):
    assert set(by_side.loc[by_side["aged_65"].isna(), "year"]) == {2011, 2023}


def test_counts_of_kreise_and_of_laender_agree_until_2015(by_side):
    kreise = load("germany/kreis_care_counts_2003_2015")
    kreise = kreise[~kreise["overlaps_successor_rows"]].groupby("year")[places.LONG_TERM].sum()
    assert (by_side.groupby("year")["places"].sum()[kreise.index] - kreise).abs().max() == 0


def test_rates_of_2003_and_2007_do_not_come_back_to_the_counts(tables):
    gap = (
        places.rate_gap(tables["panel"], tables["land"])
        .set_index(["year", "land_code"])["gap_pct"]
        .sort_index()
    )
    assert gap[2007, "01"] == pytest.approx(-22.2, abs=0.05)
    assert gap[2003].max() == pytest.approx(4.05, abs=0.05)
    assert gap.drop([2003, 2007, 2011]).abs().max() < 0.04


def test_three_bases_use_all_kreise_and_give_the_national_ratio(tables):
    found = places.on_three_bases(tables["panel"], tables["latest"], tables["typology"])
    assert found.groupby("base")["kreise_n"].sum().to_dict() == dict.fromkeys(
        places.BASES.values(), 400
    )
    national = 1000 * 874_562 / 6_041_003
    assert (
        found.loc[found["base"] == places.BASES["aged_80"], "places_per_1000"]
        .between(national - 15, national + 25)
        .all()
    )


def test_ages_of_402_kreise_become_400_and_agree_with_the_context_table(tables):
    found = places.shares_of_age(tables["ages"])
    context = (
        load("germany/kreis_context_1995_2022")
        .query("year == 2015")
        .set_index("kreis_code")[germany.AGED_65]
    )
    assert set(found.index) == set(context.index)
    gap = (found["aged_65_pct"] - context).abs()
    # The three largest gaps lie in Thuringia, where the borders of Suhl and its neighbours moved
    # after 2015.
    assert (
        gap.median() < 0.006
        and set(gap.nlargest(3).index) == {"16054", "16066", "16072"}
        and gap.max() < 0.3
    )


def test_care_assistance_by_land_adds_up_to_the_country(tables):
    found = places.care_assistance(
        tables["social"], tables["ages"], tables["land"], tables["typology"]
    )
    assert (
        len(found) == 16
        and found["recipients_2015"].sum() == 349_461
        and found["recipients_2010"].sum() == 317_670
    )
    assert list(found["land_code"].iloc[-3:]) == ["04", "02", "11"]  # the city states stand highest
    assert set(found["land_code"].iloc[:4]) == {"12", "14", "15", "16"}


def test_fifths_hold_a_fifth_of_the_kreise_without_city_states(tables, kreis_finance):
    found = places.fifths_of_tax(tables["panel"], kreis_finance, tables["latest"])
    assert found["kreise_n"].sum() == 396 and found["kreise_n"].between(79, 80).all()
    assert found["tax_eur"].is_monotonic_increasing


def test_the_mix_of_three_years_on_two_bases():
    """Counts of the Federal Statistical Office, divided by hand:
    2,116,451 of 4,127,605 and of 3,917,372 in 2019.
    """
    found = places.two_bases(load("germany/national_care_counts_2019_2023"))
    assert found["drawn"].tolist() == [3_917_372, 4_394_180, 5_003_270]
    assert found["cash_all_pct"].round(1).tolist() == [51.3, 51.5, 54.5] and found[
        "cash_drawn_pct"
    ].round(1).tolist() == [54.0, 58.1, 62.0]
    assert found["homes_drawn_pct"].round(1).tolist() == [20.9, 18.1, 16.0] and found[
        "home_drawn_pct"
    ].round(1).tolist() == [25.1, 23.8, 22.0]
    assert found["grade_1_pct"].round(1).tolist() == [5.0, 11.4, 12.0]
    shares = found[["cash_drawn_pct", "home_drawn_pct", "homes_drawn_pct"]].sum(axis=1)
    assert shares.to_numpy() == pytest.approx(100)


def test_slopes_hold_two_ends_of_every_group_and_name_four(tables):
    bases = places.on_three_bases(tables["panel"], tables["latest"], tables["typology"])
    slope = places.two_ends(bases)
    assert slope.groupby("group").size().eq(2).all() and slope["group"].nunique() == 8
    said = places.slope_words(slope).set_index("group")
    assert list(said.loc["Sparsely populated, East"].round(0)) == [115, 95] and len(said) == 4


def test_the_rural_east_turns_from_many_places_to_few(tables):
    bases = places.on_three_bases(tables["panel"], tables["latest"], tables["typology"])
    assert places.ranks_turn(bases) == "turn"
    level = bases.assign(places_per_1000=1.0)
    assert places.ranks_turn(level) == "plain"
