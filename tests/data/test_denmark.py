"""Facts of the Danish tables: Sundhedsdatastyrelsen (Plejehjemsoversigten)."""

import pytest

HOMES = "denmark/nursing_homes_by_owner_2026"
# Nursing homes and dwellings by owner, added up by hand from the list of the register.
BY_OWNER = {
    "municipal": (730, 33_849),
    "self-owning": (94, 5_457),
    "free nursing home (friplejebolig)": (48, 2_148),
    "private": (14, 933),
    "not stated": (21, 1_067),
}


@pytest.mark.parametrize("owner", BY_OWNER)
def test_nursing_homes_and_dwellings_by_owner(table, owner):
    rows = table(HOMES).query("owner == @owner")
    assert (rows["nursing_homes_n"].sum(), rows["homes_n"].sum()) == BY_OWNER[owner]


def test_every_municipality_is_there_and_one_has_no_municipal_nursing_home(table):
    t = table(HOMES)
    assert t["municipality_code"].nunique() == 98  # since the reform of 2007
    assert set(t["municipality_code"]) - set(
        t.query("owner == 'municipal'")["municipality_code"]
    ) == {"0270"}  # Gribskov


def test_the_only_unknown_size_is_in_vejle(table):
    rows = table(HOMES).query("nursing_homes_without_size_n > 0")
    assert rows[["municipality_code", "owner", "nursing_homes_without_size_n"]].values.tolist() == [
        ["0630", "municipal", 1]
    ]


def test_the_list_and_an_employers_organisation_agree_where_no_home_is_self_owning(table):
    """The list has 160 of 365 dwellings in Greve as private (44 %);
    Dansk Industri printed 42 % for 2024.
    """
    greve = table(HOMES).query("municipality_code == '0253'").set_index("owner")["homes_n"]
    assert greve.to_dict() == {"municipal": 205, "private": 160}
    printed = (
        table("published/dk_care_homes_outside_municipality")
        .query("subgroup == 'Greve'")["value"]
        .item()
    )
    assert 100 * greve["private"] / greve.sum() == pytest.approx(printed, abs=2)


PEOPLE = "denmark/population_by_age_2008_2020"
BANDS = ["0_19", "20_64", "65_79", "80_84", "85_89", "90_plus"]


def test_municipalities_add_up_to_denmark(table):
    """National sums as Statistics Denmark prints them."""
    years = table(PEOPLE).groupby("year")
    whole = years["population_total"].sum()
    assert (whole[2008], whole[2010], whole[2020]) == (5_475_791, 5_534_738, 5_822_763)
    old = years[[f"population_{band}" for band in BANDS[2:]]].sum().sum(axis=1)
    assert (old[2008], old[2020]) == (853_041, 1_155_991)
    oldest = years[[f"population_{band}" for band in BANDS[3:]]].sum().sum(axis=1)
    assert (oldest[2008], oldest[2020]) == (225_040, 272_326)


def test_age_groups_add_up_in_every_row(table):
    people = table(PEOPLE)
    bands = people[[f"population_{band}" for band in BANDS]].sum(axis=1)
    assert (bands == people["population_total"]).all()
    assert people.groupby("year").size().eq(99).all()  # 98 municipalities and Christiansø


def test_deaths_of_municipalities_add_up_to_denmark(table):
    deaths = table("denmark/deaths_2006_2019")
    denmark = deaths["area_code"] == "0000"
    columns = ["deaths_total", "deaths_80plus"]
    parts = deaths[~denmark].groupby("year")[columns].sum()
    assert parts.equals(deaths[denmark].set_index("year")[columns])
    assert parts.loc[2019].tolist() == [53_958, 27_521]


def test_life_expectancy_is_joined_to_the_right_names(table):
    """Lolland has the shortest life and the north of Copenhagen the longest,
    as Statistics Denmark prints it.
    """
    years = table("denmark/life_expectancy_2000_2019").set_index("municipality_code")
    last = years[years["period"] == "2015-2019"]["life_expectancy_at_birth"]
    assert last["0000"] == 80.9 and last.idxmin() == "0360" and last.idxmax() in ("0157", "0230")
    first = years[years["period"] == "2000-2004"]["life_expectancy_at_birth"]
    assert first["0000"] == 77.1
    empty = years[years["life_expectancy_at_birth"].isna()]
    assert set(empty.index) == {"0411", "0492", "0563", "0741", "0825"} and len(empty) == 80


def test_the_list_of_municipalities_fits_the_outlines_and_the_regions(table):
    places = table("denmark/municipalities_2021")
    assert set(table("denmark/boundaries_2021")["municipality_code"]) == set(
        places["municipality_code"]
    )
    outside = places[places["outside_municipal_division"]]
    assert outside["municipality_name"].tolist() == ["Christiansø"]
    assert places["population_2021q1"].sum() == 5_840_045
    assert places["region_code"].nunique() == 5 and places["province"].nunique() == 11


def test_one_outline_crosses_itself(table):
    outlines = table("denmark/boundaries_2021")
    assert outlines.loc[~outlines.is_valid, "municipality_code"].tolist() == ["0250"]


def test_the_statbank_has_home_help_by_municipality(table):
    tables = table("denmark/statbank_tables_by_municipality").set_index("table_id")
    assert len(tables) == 86 and {"AED06", "AED12", "HJEMSYG", "SMDBV001", "FOLK1A"} <= set(
        tables.index
    )
    assert tables.loc["AED06", ["first_period", "last_period"]].tolist() == [
        "2008-01-01",
        "2024-01-01",
    ]
