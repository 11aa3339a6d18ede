"""Published shares: whose they are, what n they have. Small tables are made up for the test."""

import pandas as pd
import pytest

from copro.data import load
from copro.measures.norway import practice

CROSSWALK = "norway/municipality_code_crosswalk_to_2024"


def test_a_share_of_a_part_of_the_sample_does_not_take_the_whole_sample_as_its_base():
    found = practice.shares(load("published/no_municipal_contact_2022")).set_index("share_pct")["n"]
    assert found[24] == 250
    assert found.loc[63] is pd.NA
    assert found.loc[48] is pd.NA  # "more than 4,000" is no number


def test_response_rates_and_counts_are_no_findings():
    found = practice.shares(load("published/no_ltc_units_volunteer_activities_2015"))
    assert sorted(found["share_pct"]) == [27, 29, 29, 44, 55, 61, 79, 83]
    assert set(found["n"]) == {244}
    assert practice.shares(load("published/no_municipalities_voluntary_care_2011")).empty


def test_every_share_names_its_base():
    for name in (
        "no_municipal_volunteering_policy",
        "no_population_ltc_volunteering_2014",
        "no_volunteering_2021_2024",
    ):
        assert practice.shares(load(f"published/{name}"))["base"].notna().all()


def test_culture_and_company_lead_only_where_both_are_more_common_than_all_else():
    units = practice.shares(load("published/no_ltc_units_volunteer_activities_2015"))
    drawn = practice.labelled(units, practice.ACTIVITIES)
    assert practice.foremost(drawn) == "culture"
    visits = drawn["label"].eq("Visiting schemes")
    assert practice.foremost(drawn.assign(share_pct=drawn["share_pct"].mask(visits, 58))) == (
        "several"
    )


def test_words_stay_words():
    found = practice.in_words(load("published/no_municipalities_voluntary_care_2011"))
    assert found["words"].tolist() == ["under half", "the majority"]


@pytest.mark.parametrize("year, count", [(2016, 428), (2018, 422), (2020, 356), (2024, 357)])
def test_number_of_municipalities(year, count):
    assert practice.municipalities_in(load(CROSSWALK), year) == count


def test_counts_are_divided_and_printed_shares_are_not():
    crosswalk = pd.DataFrame(
        {
            "municipality_code_original": ["1", "2", "3", "4"],
            "first_year": [2000] * 4,
            "last_year": [2030, 2030, 2030, 2018],
        }
    )  # made up for the test
    found = practice.policies(load("published/no_municipal_volunteering_policy"), crosswalk)
    assert found["year"].tolist() == [2017, 2019, 2020, 2021, 2024]
    assert found["share_pct"].iloc[:4].tolist() == pytest.approx(
        [100 * 41 / 4, 100 * 64 / 3, 100 * 64 / 3, 22.5]
    )
    assert (
        pd.isna(found["share_pct"].iloc[4])
        and found["words"].iloc[4] == "one of three municipalities"
    )
    press, body = "in the press", "of the umbrella body of associations"
    assert found["by"].tolist() == [press, press, body, body, press]


def test_policies_by_county_take_the_municipalities_that_a_county_has():
    """Four printed numbers are those of another division; one count exceeds its county."""
    found = practice.policies_by_county(
        load("published/no_policies_plans_by_county_2022_2024"), load("norway/municipalities_2024")
    ).set_index("county")
    assert len(found) == 14 and found["municipalities"].sum() == 356  # with Oslo 357
    assert found.loc["Akershus", "share_pct"] == pytest.approx(100 * 12 / 21)
    assert found.loc["Rogaland", "share_pct"] == found["share_pct"].max()
    assert found["share_pct"].isna().to_numpy().nonzero()[0].tolist() == [13]
    assert found.index[-1] == "Vestfold" and found["count"].iloc[-1] > 6
    assert sorted(found.index[found["share_pct"] == 0]) == ["Finnmark", "Troms"]
    assert found["count"].sum() + 1 == 107  # three in ten of 357, as the press says in words


def test_the_list_by_county_does_not_reach_the_third_that_the_press_prints():
    found = practice.counted_in_counties(
        load("published/no_policies_plans_by_county_2022_2024"), load("norway/municipalities_2024")
    )
    assert found[:2] == (99, 351) and round(found.share_pct, 1) == 28.2
    assert round(found.most_pct, 1) == 29.4
    assert practice.against_a_third(found.most_pct) == "more than that"


def test_the_printed_response_rate_does_not_fit_the_printed_counts():
    found = practice.printed_response(load("published/no_municipal_volunteering_policy"))
    assert (found["printed"], found["complete"], found["said"]) == ("656", "250", "25 %")
    assert found["share_pct"] == pytest.approx(38.1, abs=0.05)
    with pytest.raises(ValueError, match="no note"):
        practice.printed_response(pd.DataFrame({"note": ["made up"]}))


@pytest.mark.parametrize(
    "labels, tables",
    [
        (practice.ACTIVITIES, ["no_ltc_units_volunteer_activities_2015"]),
        (practice.ANSWERS, ["no_municipal_contact_2022", "no_municipal_volunteering_policy"]),
        (practice.HELP, ["no_population_ltc_volunteering_2014"]),
    ],
)
def test_a_chart_finds_every_figure_that_it_names(labels, tables):
    frame = pd.concat([practice.shares(load(f"published/{name}")) for name in tables])
    found = practice.labelled(frame, labels)
    assert found["label"].tolist() == list(labels.values()) and len(found) == len(labels)


def test_culture_and_company_are_more_common_than_practical_help():
    frame = practice.shares(load("published/no_ltc_units_volunteer_activities_2015"))
    found = practice.labelled(frame, practice.ACTIVITIES).set_index("label")["share_pct"]
    assert found[["Cultural activities", "Social activities"]].min() > found["Practical help"]
    assert found["Any activity"] > 50


def test_a_figure_that_a_chart_names_and_no_source_prints_is_an_error():
    frame = practice.shares(load("published/no_ltc_units_volunteer_activities_2015"))
    with pytest.raises(ValueError, match="no figure 'meals' among the shares"):
        practice.labelled(frame, {"meals": "Meals"})


def test_family_gives_far_more_care_than_volunteers():
    frame = practice.shares(load("published/no_population_ltc_volunteering_2014"))
    found = practice.labelled(frame, practice.HELP).set_index("label")["share_pct"]
    family = found.filter(like="family").iloc[0]
    assert family > 2 * found.drop(found.filter(like="family").index).max()


def test_home_services_of_a_county_count_by_people():
    care = pd.DataFrame(
        {
            "year": [2023, 2025, 2025],
            "municipality_code_2024": ["1", "1", "2"],
            "home_services_users_80plus_pct": [90.0, 20.0, 40.0],
            "population_80plus_jan1_next_year": [100, 300, 100],
        }
    )
    places = pd.DataFrame({"municipality_code": ["1", "2"], "county_name": ["Troms - Romsa"] * 2})
    found = practice.home_services_by_county(care, places)
    assert list(found) == [25.0]
    with pytest.raises(ValueError, match=r"no county for \['2'\]"):
        practice.home_services_by_county(care, places.head(1))


def test_every_county_has_a_rate_of_home_services_between_its_municipalities():
    care = load("norway/elderly_care_kostra_2023_2025")
    found = practice.home_services_by_county(care, load("norway/municipalities_2024"))
    assert len(found) == 15 and found.between(15, 40).all()
