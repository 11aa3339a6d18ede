"""The voluntary sector: groups, totals, series that must not be joined."""

import pandas as pd
import pytest

from copro.data import load
from copro.measures.norway import sector
from copro.measures.shared.published import pick_each

ACCOUNT = "norway/nonprofit_satellite_account_2009_2018"
MADE_UP = pd.DataFrame(
    {  # made up for the test
        "year": [2010] * 6 + [2011],
        "icnpo_group_code": ["00", "01", "01", "02", "02", "03", "00"],
        "icnpo_group": ["Total", "A", "A", "B", "B", "C", "Total"],
        "measure": [
            "paid_employees_fte",
            *["paid_employees_fte", "volunteers_fte"] * 2,
            "paid_employees_fte",
            "paid_employees_fte",
        ],
        "value": [36.0, 5, 1, 10, 20, 21, 40],
    }
)


def test_groups_stand_by_size_and_an_empty_cell_stays_missing():
    found = sector.by_activity(MADE_UP, 2010)
    assert found["activity"].tolist() == ["B", "C", "A"]
    assert found["volunteer_fte"].isna().tolist() == [False, True, False]


def test_a_year_with_totals_only_is_an_error():
    with pytest.raises(ValueError, match="no activity groups for 2011"):
        sector.by_activity(MADE_UP, 2011)


def test_social_services_are_named_with_their_kindergartens():
    found = sector.with_kindergartens(sector.by_activity(load(ACCOUNT), 2010)).set_index("activity")
    assert (
        found.loc["Social services, kindergartens included", "paid_fte"] == 21_179
        and "Social services" not in found.index
    )
    assert found.loc["Health", "paid_fte"] == 14_946


@pytest.mark.parametrize("year", [2009, 2010])
def test_culture_is_mostly_voluntary_and_health_and_social_services_mostly_paid(year):
    work = sector.by_activity(load(ACCOUNT), year).set_index("activity")
    assert sector.mostly(work.loc["Culture and recreation"]) == "voluntary"
    assert [sector.mostly(work.loc[group]) for group in sector.HEALTH_SOCIAL] == ["paid", "paid"]


def test_folding_adds_up_what_is_left():
    found = sector.fold(sector.by_activity(MADE_UP, 2010), 1, ["paid_fte", "volunteer_fte"])
    assert found.to_dict("records") == [
        {"activity": "B", "paid_fte": 10, "volunteer_fte": 20},
        {"activity": "2 other groups", "paid_fte": 26, "volunteer_fte": 1},
    ]


def test_both_transcriptions_of_the_account_agree():
    printed = load("published/no_ssb_npi_fte_by_activity")
    for year in (2009, 2010):
        rows = pick_each(
            printed,
            "subgroup",
            indicator="full-time equivalents: paid employees",
            reference_year=year,
        )
        mine = sector.by_activity(load(ACCOUNT), year).set_index("activity")["paid_fte"]
        assert (
            rows[rows["subgroup"] != "Total"].set_index("subgroup")["value"].to_dict()
            == mine.to_dict()
        )


def test_the_largest_source_of_funding_stands_first_with_its_years_in_order():
    first = sector.funding(load(ACCOUNT)).head(3)
    assert set(first["source"]) == {"Households"} and list(first["year"]) == [2016, 2017, 2018]


def test_older_and_newer_series_stay_apart():
    found = sector.private_places(load("published/no_ssb_care_institution_ownership"))
    both = found[(found["year"] == 2011) & found["series"].str.startswith("All")].set_index(
        "series"
    )["share_pct"]
    assert both.to_dict() == {"All private (older series)": 9.6, "All private": 9.8}
    assert found[(found["series"] == "Non-profit") & (found["year"] == 2014)][
        "share_pct"
    ].tolist() == [4.9]


def test_codes_are_found_by_their_label():
    codes = pd.DataFrame(
        {"label_no": ["Ungdomsorganisasjoner", "Omsorg", "Eldre"]}
    )  # made up for the test
    assert sector.codes_naming(codes, ["eldre", "omsorg(?!an)"])["label_no"].tolist() == [
        "Omsorg",
        "Eldre",
    ]


def test_the_register_has_a_code_for_nursing_homes_and_none_for_other_care():
    codes = load("norway/icnpo_categories_voluntary_register")
    assert sector.codes_naming(codes, sector.HOMES)["icnpo_code"].tolist() == ["3200"]
    assert sector.codes_naming(codes, sector.CARE).empty
    assert [sector.have(n) for n in (0, 1, 3)] == ["none has", "one has", "three have"]


def test_households_pay_most_and_the_state_more_than_municipalities_and_counties():
    found = sector.funding(load(ACCOUNT))
    last, words = sector.who_pays(found)
    assert last.to_dict() == {
        "Households": 44.9,
        "Central government": 26.6,
        "Municipalities and counties": 16.7,
        "Other sources": 11.9,
    }
    assert words == "households"
    turned = found.replace(
        {"source": {"Households": "Other sources", "Other sources": "Households"}}
    )
    assert sector.who_pays(turned)[1] == "other"
    assert sector.most_moved(found) == pytest.approx(1.5)


def test_a_break_parts_the_older_series_of_places_from_the_newer_one():
    places = sector.private_places(load("published/no_ssb_care_institution_ownership"))
    found = sector.joined_at_split(places, 2011)
    assert set(found["series"]) == {"All private", "Non-profit", "Commercial"}
    everyone = found[found["series"] == "All private"]
    assert everyone["year"].is_unique and everyone.set_index("year")["share_pct"][2011] == 9.8


def test_words_on_owners_follow_their_shares():
    assert [sector.larger_private(4.9, other) for other in (6.2, 4.9, 3.0)] == [
        "commercial",
        "equal",
        "nonprofit",
    ]
    assert sector.few_and_most(11.1, 60.2) == "apart"
    assert sector.few_and_most(30, 60.2) == sector.few_and_most(11.1, 50) == "other"
