"""The German voluntary sector.

Small frames are made up for the test; the rest are the published tables.
"""

import pandas as pd
import pytest

from copro.data import load
from copro.measures.germany import sector


@pytest.fixture(scope="module")
def care():
    return load("germany/care_provider_ownership_1999_2021")


def counts(total):
    """Synthetic: one Land, one year."""
    return pd.DataFrame(
        {
            "region_code": "XX",
            "service": "nursing_homes",
            "measure": "count_facilities",
            "year": 2017,
            "provider_type": ["non_profit", "private", "public", "total"],
            "value": [50.0, 40.0, 10.0, total],
        }
    )


def test_shares_come_from_counts_that_add_up():
    found = sector.shares_of_counts(counts(100.0), "XX").set_index("provider_type")["value"]
    assert found.to_dict() == {"non_profit": 50.0, "private": 40.0, "public": 10.0}


def test_counts_that_do_not_add_up_are_an_error():
    with pytest.raises(ValueError, match="XX: counts do not add up"):
        sector.shares_of_counts(counts(101.0), "XX")


def test_counts_without_all_three_kinds_give_no_share(care):
    assert set(sector.shares_of_counts(care)["year"]) == {
        2017
    }  # 2003: non-profit homes and total only


@pytest.mark.parametrize(
    "panel, year, owner, expected",
    [
        ("Places in nursing homes", 1999, "Non-profit", 63),
        ("Places in nursing homes", 2015, "Non-profit", 55),
        ("Nursing homes", 2017, "Non-profit", 100 * 7631 / 14480),
        ("Nursing homes", 2021, "Public", 4),
        ("Home-care services", 2015, "Private", 65.1),
    ],
)
def test_ownership_is_national_and_as_printed(care, panel, year, owner, expected):
    found = sector.ownership(care).set_index(["panel", "year", "owner"])
    assert found.loc[(panel, year, owner), "share_pct"] == pytest.approx(expected)
    assert found.loc[(panel, year, owner), "computed"] == (year == 2017)


def test_a_share_that_is_not_printed_stays_missing(care):
    found = sector.ownership(care).set_index(["panel", "year", "owner"])
    assert pd.isna(found.loc[("Clients of home-care services", 2015, "Non-profit"), "share_pct"])
    assert found.index.is_unique and len(found) == 8 * 4 * 3


def test_home_care_changed_more_than_homes(care):
    share = sector.ownership(care).set_index(["panel", "year", "owner"])["share_pct"]
    homes = (
        share["Places in nursing homes", 1999, "Non-profit"]
        - share["Places in nursing homes", 2015, "Non-profit"]
    )
    left = (
        100 - share["Clients of home-care services", 2015, "Private"]
    )  # for non-profit and public services together
    assert share["Clients of home-care services", 1999, "Non-profit"] - left > homes > 0


def test_private_providers_are_smaller_than_their_number_says(care):
    share = sector.ownership(care).set_index(["panel", "year", "owner"])["share_pct"]
    for units, size in (
        ("Home-care services", "Clients of home-care services"),
        ("Nursing homes", "Places in nursing homes"),
    ):
        assert share[units, 2015, "Private"] > share[size, 2015, "Private"]


def test_no_measure_is_known_for_all_laender(care):
    most, _ = sector.laender_known(care, ["service", "measure", "year"])
    assert most == 7


def test_the_two_series_of_volunteering_stay_apart():
    found = sector.volunteering(
        load("germany/volunteering_survey_1999_2014"), load("published/de_volunteer_rate")
    )
    wide = found.pivot(index="year", columns="series", values="share_pct")
    assert wide.loc[2014].to_dict() == {"Report of 2014": 43.6, "Report of 2019": 40.0}
    assert pd.isna(wide.loc[2019, "Report of 2014"])


def test_fields_without_a_name_are_an_error():
    survey = pd.DataFrame(
        {
            "breakdown": ["field"],
            "category": ["dancing"],
            "year": [2014],
            "volunteering_share_pct": [1.0],
        }
    )
    with pytest.raises(ValueError, match="no English name"):
        sector.fields(survey, 2014)


def test_free_welfare_leaves_what_is_not_printed_empty():
    found = sector.welfare_by_field(load("published/de_bagfw_free_welfare"), 2016).set_index(
        "subgroup"
    )
    assert found.loc["elderly care"].to_dict() == {
        "facilities": 19515,
        "places": 579255,
        "employees": 508758,
    }
    assert pd.isna(found.loc["youth welfare", "employees"])


def test_lines_hold_printed_shares_of_places_and_clients_only(care):
    rows = sector.over_time(sector.ownership(care))
    assert rows["share_pct"].notna().all()
    assert list(dict.fromkeys(rows["panel"])) == [
        "Places in nursing homes",
        "Clients of home-care services",
    ]
    ends = sector.first_and_last(rows).set_index(["panel", "owner"])
    assert list(ends.loc[("Places in nursing homes", "Non-profit"), ["one", "other"]]) == [63, 55]
    assert (ends["start"] < ends["end"]).all()
