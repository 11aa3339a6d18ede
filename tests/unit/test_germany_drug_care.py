"""German drug care. Small frames are made up for the test; the rest are the published tables."""

import pandas as pd
import pytest

from copro.data import load
from copro.measures.germany import drug_care as drugs

EAST = {"Brandenburg", "Mecklenburg-Vorpommern", "Sachsen", "Sachsen-Anhalt", "Thüringen"}


@pytest.fixture(scope="module")
def people():
    return drugs.land_population(load("germany/kreis_population_1990_2021"))


@pytest.fixture(scope="module")
def deaths():
    return load("germany/land_drug_deaths_2002_2011")


def test_a_land_with_a_kreis_without_value_has_no_sum():
    kreise = pd.DataFrame(
        {
            "kreis_code": ["01001", "01002", "02000"],
            "year": 1991,
            "population_1000": [1.0, None, 3.0],
        }
    )
    assert drugs.land_population(kreise).to_dict("records") == [
        {"land_code": "02", "year": 1991, "population": 3000.0}
    ]


def test_substitution_sums_to_the_printed_totals(people):
    found = drugs.substitution(load("germany/land_opioid_substitution_2018"), people)
    assert (found["patients"].sum(), found["physicians"].sum(), len(found)) == (79395, 2585, 16)
    bremen = found.set_index("land_abbrev").loc["HB"]
    assert bremen["per_100000"] == pytest.approx(1e5 * 1768 / 683_000, rel=1e-3)


def test_city_states_have_the_highest_rates_and_the_east_without_berlin_the_lowest(people):
    order = list(
        drugs.substitution(load("germany/land_opioid_substitution_2018"), people)["land_name"]
    )
    assert set(order[:3]) == {"Bremen", "Hamburg", "Berlin"} and set(order[-5:]) == EAST


@pytest.mark.parametrize("years", [1, 3, 5])
def test_deaths_of_the_years_taken_together_are_those_of_the_table(people, deaths, years):
    names = load("germany/land_opioid_substitution_2018")[["land_abbrev", "land_name"]].assign(
        land_code=load("germany/land_opioid_substitution_2018")["land_code"]
        .astype(str)
        .str.zfill(2)
    )
    found = drugs.death_rates(deaths, people, names, drugs.ends(years))
    one = deaths[deaths["region_code"] == "BE"]
    own = found[found["land_name"] == "Berlin"]
    assert own["deaths"].tolist() == [
        one.loc[one["year"] < 2002 + years, "drug_deaths"].sum(),
        one.loc[one["year"] > 2011 - years, "drug_deaths"].sum(),
    ]


def test_a_land_without_inhabitants_is_an_error(people):
    with pytest.raises(ValueError, match="1 Länder have no inhabitants"):
        drugs.substitution(
            load("germany/land_opioid_substitution_2018"), people[people["land_code"] != "04"]
        )


def test_ten_laender_are_complete_and_rheinland_pfalz_is_not(deaths):
    assert drugs.complete_laender(deaths) == "BB BE BW BY HB HE HH MV NI NW".split()


def test_death_rates_are_ratios_of_sums():
    """Synthetic: one Land with ten years, one with nine."""
    deaths = pd.DataFrame(
        {
            "region_code": ["AA"] * 10 + ["BB"] * 9,
            "year": [*range(2002, 2012), *range(2002, 2011)],
            "drug_deaths": [2.0] * 5 + [4.0] * 5 + [9.0] * 9,
        }
    )
    people = pd.DataFrame(
        {"land_code": "01", "year": range(2002, 2012), "population": [1e5] * 9 + [3e5]}
    )
    names = pd.DataFrame(
        {"land_abbrev": ["AA", "BB"], "land_code": ["01", "02"], "land_name": ["A", "B"]}
    )
    found = drugs.death_rates(deaths, people, names, {"early": (2002, 2003), "late": (2010, 2011)})
    assert found["land_name"].tolist() == ["A", "A"]
    assert found.set_index("period")["rate"].to_dict() == {"early": 2.0, "late": 2.0}


def test_european_deaths_add_both_sexes_and_skip_half_reports():
    """Synthetic: the second year has men only."""
    european = pd.DataFrame(
        {
            "country": "X",
            "year": [2006, 2006, 2007],
            "indicator": "drug_induced_deaths",
            "age_group": "all",
            "sex": ["male", "female", "male"],
            "value": [30.0, 10.0, 50.0],
        }
    )
    people = pd.DataFrame({"country": "X", "year": [2006, 2007], "population": 1e6})
    found = drugs.european_deaths(european, people)
    assert found[["year", "deaths", "rate"]].to_dict("records") == [
        {"year": 2006, "deaths": 40.0, "rate": 4.0}
    ]


def test_new_year_is_put_under_the_year_that_ends():
    found = drugs.both_populations(pd.Series({2017: 82.0}), pd.Series({2018: 5.0})).set_index(
        "country"
    )
    assert found["year"].to_dict() == {"Germany": 2017, "Norway": 2017}


@pytest.mark.parametrize("country, expected", [("Norway", 7622), ("Germany", 78800)])
def test_substitution_clients_sum_to_those_of_the_checks(country, expected):
    assert (
        drugs.substitution_clients(load("countries/drug_care_emcdda_1990_2017"), 2017)[
            country
        ].sum()
        == expected
    )


def test_provider_types_count_medicines():
    found = drugs.provider_types(
        load("countries/opioid_substitution_provider_types_2019"), ["Norway", "Germany"]
    )
    assert found.set_index("provider").loc["Any doctor's practice"].to_dict() == {
        "Norway": 0,
        "Germany": 1,
    }


def test_the_three_city_states_lead_only_where_all_three_do():
    names = pd.DataFrame({"land_name": ["Bremen", "Hamburg", "Berlin", "Hessen"]})
    assert drugs.leading(names) == "cities"
    assert drugs.leading(names.iloc[[0, 1, 3, 2]]) == "other"
