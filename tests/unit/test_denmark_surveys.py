"""Danish survey figures.

Small frames are made up for the test; the rest are the published tables.
"""

import pandas as pd
import pytest

from copro.data import load
from copro.measures.denmark import surveys as danish


def test_printed_words_come_before_numbers():
    rows = pd.DataFrame(
        {
            "value": [4.9, 50.0],
            "value_text": [None, "around 50 percent"],
            "unit": ["percent", "percent"],
        }
    )
    assert danish.printed(rows).tolist() == ["4.9 %", "around 50 percent"]


def test_the_parallel_table_keeps_every_figure_with_its_limit():
    index = load("published/comparison_index")
    found = danish.parallel(
        index, danish.homes_by_owner(load("denmark/nursing_homes_by_owner_2026"))
    )
    expected = index[index["country"].isin(["NO", "DK"]) & index["theme"].isin(danish.THEMES)]
    assert (
        len(found) == len(expected) + 2
        and found["limit"].notna().all()
        and found["figure"].ne("").all()
    )
    assert set(found["country"]) == {"Norway", "Denmark"}
    assert found["theme"].drop_duplicates().tolist() == list(danish.THEMES.values())
    # The list of 2026 stands beside the printed figures: the Danish counterpart of Norway's 4.9 %
    # of 2014.
    assert found.loc[found["year"] == "2026", ["measure", "figure"]].to_numpy().tolist() == [
        ["dwellings in nursing homes by owner: municipality", "77.9 %"],
        ["dwellings in nursing homes by owner: self-owning institution", "12.6 %"],
    ]
    assert found.loc[found["figure"] == "around 50 percent", "year"].tolist() == ["–"]


def test_no_danish_figure_names_culture_so_h5_is_not_tested():
    names = [
        *load("published/dk_institutions_by_field")["subgroup"],
        *load("published/dk_associations_cooperation")["subgroup"].dropna(),
    ]
    assert names and not [name for name in names if "cultur" in name or "sport" in name]


def test_self_owning_institutions_run_an_eighth_of_the_dwellings_in_danish_nursing_homes():
    found = danish.homes_by_owner(load("denmark/nursing_homes_by_owner_2026")).set_index("owner")
    assert found["share_pct"].round(1).to_dict() == {
        "Municipality": 77.9,
        "Self-owning institution": 12.6,
        "Free nursing home": 4.9,
        "Private": 2.1,
        "Owner not stated": 2.5,
    }
    assert (found["nursing_homes"].sum(), found["dwellings"].sum()) == (907, 43_454)
    # So a count that calls 9 % of all dwellings, 3,855, private cannot hold all self-owning
    # institutions.
    printed = (
        load("published/dk_care_homes_outside_municipality")
        .query("subgroup == 'Denmark'")
        .set_index("indicator")["value"]
    )
    assert (
        found.loc["Self-owning institution", "share_pct"]
        > printed["private share of care dwellings"]
    )
    assert found.loc["Self-owning institution", "dwellings"] > printed["private care dwellings"]


def test_missing_entries_widen_what_can_be_non_profit_from_13_to_22_to_12_to_24_percent():
    listed = danish.homes_by_owner(load("denmark/nursing_homes_by_owner_2026"))
    # 22 entries of 47.91 dwellings: (9,605 + 1,054) of (43,454 + 1,054).
    assert 100 - listed["share_pct"].iloc[0] == pytest.approx(22.1, abs=0.05)
    assert listed["share_pct"].iloc[1] == pytest.approx(12.56, abs=0.005)
    assert danish.nonprofit(listed) == pytest.approx((12.26, 23.95), abs=0.02)
    assert danish.at_least(listed, "Municipality") == pytest.approx(76.05, abs=0.02)


def test_every_owner_has_a_row_and_no_other_is_left_out():
    rows = pd.DataFrame(
        {"owner": list(danish.OWNERS), "nursing_homes_n": [1] * 5, "homes_n": [10, 20, 30, 40, 100]}
    )  # made up
    assert danish.homes_by_owner(rows)["share_pct"].tolist() == [5, 10, 15, 20, 50]
    assert set(load("denmark/nursing_homes_by_owner_2026")["owner"]) == set(danish.OWNERS)
    with pytest.raises(KeyError):
        danish.homes_by_owner(rows.iloc[1:])


def test_sample_sizes_are_those_printed():
    found = danish.cooperation(load("published/dk_associations_cooperation")).set_index("row")
    assert found.loc["A school, 2016"][["share_pct", "n"]].tolist() == [26, 1525]
    assert found.loc["Any municipal institution, 2018", "share_pct"] == 43
    assert found["n"].isna().sum() == 2 and len(found) == 5


def test_a_partner_without_a_name_is_an_error():
    rows = pd.DataFrame(
        {
            "indicator": ["associations that cooperate with the institution type"],
            "subgroup": ["a zoo"],
            "reference_year": [2016],
            "value": [1.0],
            "sample_size": ["9"],
        }
    )
    with pytest.raises(ValueError, match="no English name"):
        danish.cooperation(rows)


def test_volunteering_keeps_the_years_without_sample_size():
    found = danish.volunteering(load("published/dk_volunteering_2004_2020")).set_index(
        ["field", "year"]
    )
    assert found.loc[("Social field", 2004), "share_pct"] == 3 and pd.isna(
        found.loc[("Social field", 2004), "n"]
    )
    assert found.loc[("Any field", 2020), "n"] == 7191 and ("Any field", 2004) not in found.index


def test_public_owners_hold_most_places_where_they_have_more_than_half():
    assert [danish.public_owners(*two) for two in ((77.9, 88.9), (50, 50), (60, 40))] == [
        "Public owners held most places in both countries",
        "Public owners held most places in neither country",
        "Public owners held most places in Denmark",
    ]
