"""Figures as printed in publications: statistical offices, associations, surveys and articles of
Norway, Germany and Denmark, with Table 4 of Trætteberg and Enjolras (2023)."""

import pytest

from copro.data.catalogue import package

OWNERS = "no_ssb_care_institution_ownership"
PROVIDERS = "de_care_providers_by_type"
TREATMENT = "no_addiction_treatment_by_owner"
PRIVATE_OLDER = "private places as share of all places (older series)"
TABLE_4 = {
    "culture and leisure": ["much local discretion", "high", "mutual dependence", "high"],
    "integration of immigrants": [
        "some local discretion",
        "limited",
        "little dependence both ways, except following the arrival of asylum seekers in 2015",
        "low, but higher during the arrival of asylum seekers in 2015",
    ],
    "health and care": [
        "little local discretion",
        "limited",
        "voluntary organizations highly dependent on municipalities",
        "low",
    ],
    "children and adolescents": [
        "little local discretion",
        "limited",
        (
            "voluntary organizations dependent on municipalities, except in disadvantaged "
            "districts in Oslo, where there is mutual dependence"
        ),
        "low, except in disadvantaged districts in Oslo",
    ],
}
TABLE_4_COLUMNS = [
    "laws and regulations",
    "formalization",
    "resource dependency",
    "co-production in policy formulation",
]
# Sources read as a page only; every other source key is a work of the bibliography.
PAGES = set(
    """
    bagfw_2016 bagfw_2018_report bagfw_2020 bagfw_campaign barmer_pflegereport bekken_ks_page
    blaues_kreuz_page destatis_laendervergleich_2003 destatis_pflegestatistik_2015
    destatis_press_2005 dhs_2024 di_2022 di_2024 emcdda_germany_treatment
    frivillighet_norge_2020 frivillighet_norge_count frivillighetsbarometeret_2022
    frivillighetsbarometeret_2024 frivilligraadet_facts ibsen_slides jensen_2014
    jhu_npi_handbook kl_momentum_2024 korfor_page kraeftens_bekaempelse_2024
    ntnu_volunteering_page ops_indsigt_2022 pflegemarkt_2021 rusfeltet_page samdata_2008
    ssb_orgsat ssb_pleie ssb_samfunnsspeilet_2014 ssb_speshelserus_2007
    ssb_ukens_statistikk_1996 statistik_2017_fuenf_verbaende stortinget_717_2016 vhw_2016
    vive_2020 zand_news ziviz_2011""".split()
)
NAMES = [
    resource["name"]
    for resource in package()["resources"]
    if resource["name"].startswith("published/")
    and resource["name"] != "published/comparison_index"
]


def cell(t, **where):
    for column, key in where.items():
        t = t[t[column] == key]
    [found] = t["value"]
    return found


def printed(t, **where):
    for column, key in where.items():
        t = t[t[column] == key]
    return t.set_index("subgroup")["value"]


def test_a_row_has_a_number_or_words(table):
    """But for the volunteers of volunteer centres, whose cell is empty in the source."""
    wrong = []
    for name in NAMES:
        t = table(name)
        empty = set(t.loc[t["value"].isna() & t["value_text"].isna(), "subgroup"])
        wrong += [(name, subgroup) for subgroup in empty - {"Volunteer centres"}]
    assert not wrong, "\n".join(map(str, wrong))


def test_sources_are_works_or_known_pages(table):
    known = PAGES | set(table("literature/works")["key"])
    wrong = [(name, key) for name in NAMES for key in set(table(name)["source_key"]) - known]
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("field", TABLE_4)
def test_table_4_of_traetteberg_and_enjolras(table, field):
    t = table("published/no_traetteberg_enjolras_table4").query("subgroup == @field")
    assert t.set_index("indicator")["value_text"].to_dict() == dict(
        zip(TABLE_4_COLUMNS, TABLE_4[field])
    )


FIGURES = {
    "addiction treatment places Norway 2016": (
        TREATMENT,
        {"indicator": "inpatient places", "subgroup": "all", "reference_year": 2016},
        1923,
    ),
    "private care places Norway 2014": (
        OWNERS,
        {
            "indicator": "private places as share of all places",
            "subgroup": "all private",
            "reference_year": 2014,
        },
        11.1,
    ),
    "private share 2011, older series": (
        OWNERS,
        {"indicator": PRIVATE_OLDER, "reference_year": 2011},
        9.6,
    ),
    "private share 2011, newer series": (
        OWNERS,
        {
            "indicator": "private places as share of all places",
            "subgroup": "all private",
            "reference_year": 2011,
        },
        9.8,
    ),
    "volunteers Germany 2019": (
        "de_volunteer_rate",
        {"indicator": "share of people who volunteer", "reference_year": 2019},
        39.7,
    ),
    "volunteers Denmark 2020": (
        "dk_volunteering_2004_2020",
        {"indicator": "volunteered in the last year", "reference_year": 2020},
        40,
    ),
    "third sector in the German economy": (
        "de_third_sector_2007",
        {"indicator": "share of total gross value added"},
        4.1,
    ),
    "free welfare, elderly care": (
        "de_bagfw_free_welfare",
        {
            "indicator": "facilities and services",
            "subgroup": "elderly care",
            "reference_year": 2016,
        },
        19_515,
    ),
    "care units with volunteers": (
        "no_ltc_units_volunteer_activities_2015",
        {"indicator": "units with one or more volunteer activities"},
        83,
    ),
    "volunteering policies 2017": (
        "no_municipal_volunteering_policy",
        {"reference_year": 2017},
        41,
    ),
    "volunteering policies 2019": (
        "no_municipal_volunteering_policy",
        {"reference_year": 2019},
        64,
    ),
}


@pytest.mark.parametrize(("name", "where", "expected"), FIGURES.values(), ids=list(FIGURES))
def test_figure(table, name, where, expected):
    assert cell(table(f"published/{name}"), **where) == expected


@pytest.mark.parametrize("year", [2011, 2012, 2013, 2014])
def test_private_share_is_nonprofit_and_commercial(table, year):
    share = printed(
        table(f"published/{OWNERS}"),
        indicator="private places as share of all places",
        reference_year=year,
    )
    parts = (
        share["private nonprofit (privat ideell)"]
        + share["private commercial (privat kommersiell)"]
    )
    assert parts == pytest.approx(share["all private"], abs=0.1001)


@pytest.mark.parametrize("year", [2011, 2012, 2013, 2014])
def test_places_are_those_of_two_kinds_of_ward(table, year):
    places = printed(table(f"published/{OWNERS}"), indicator="places", reference_year=year)
    assert places["nursing-home wards"] + places["residential-home wards"] == places["all"]


@pytest.mark.parametrize(
    ("indicator", "year"),
    [
        ("share of care homes by provider type", 2003),
        ("share of care homes by provider type", 2015),
        ("share of places by provider type", 2015),
        ("share of home-care services by provider type", 2015),
        ("share of persons by provider type", 2003),
    ],
)
def test_shares_of_german_owners_add_up(table, indicator, year):
    shares = printed(table(f"published/{PROVIDERS}"), indicator=indicator, reference_year=year)
    owners = ["nonprofit, Germany", "private, Germany", "public, Germany"]
    assert shares[owners].sum() == pytest.approx(100, abs=1)


def test_treatment_places_by_owner_and_by_region_add_up(table):
    t = table(f"published/{TREATMENT}").query("indicator == 'inpatient places' and unit == 'count'")
    owners = printed(t, reference_year=2016)
    assert (
        owners["private institutions with contract"] + owners["health trusts (public)"]
        == owners["all"]
    )
    for year in [2006, 2007]:
        regions = printed(t, reference_year=year)
        assert regions.drop("all").sum() == regions["all"]


def test_employees_of_free_welfare_add_up(table):
    t = table("published/de_bagfw_free_welfare").query(
        "reference_year == 2016 and subgroup == 'all fields'"
    )
    employed = t.set_index("indicator")["value"]
    assert (
        employed["part-time employees"] + employed["full-time employees"] == employed["employees"]
    )


@pytest.mark.parametrize(
    ("indicator", "measure"),
    [
        ("paid employees", "paid_employees_fte"),
        ("volunteers", "volunteers_fte"),
        ("total", "paid_and_volunteers_fte"),
    ],
)
def test_printed_full_time_equivalents_are_those_of_the_satellite_account(
    table, indicator, measure
):
    keys = ["year", "group"]
    account = table("norway/nonprofit_satellite_account_2009_2018").query("measure == @measure")
    account = account.rename(columns={"icnpo_group": "group"}).set_index(keys)["value"]
    t = table("published/no_ssb_npi_fte_by_activity")
    t = t[t["indicator"] == f"full-time equivalents: {indicator}"].dropna(subset="value")
    totals = t[t["subgroup"] == "Total"].set_index("reference_year")["value"]
    assert totals.to_dict() == {year: account[year, "Total"] for year in (2009, 2010)}
    assert sorted(t["value"]) == sorted(account.loc[2009:2010].dropna())


def test_private_places_of_the_older_series_are_those_of_the_national_table(table):
    older = (
        table(f"published/{OWNERS}")
        .query("indicator == @PRIVATE_OLDER")
        .set_index("reference_year")["value"]
    )
    national = table("norway/elderly_care_national_1992_2010").query(
        "measure == 'institutions_private_places_pct'"
    )
    national = national.set_index("year")["value"]
    assert (older[national.index] == national).all() and len(national) == 8


def test_comparison_index_covers_three_countries(table):
    t = table("published/comparison_index")
    assert t["country"].value_counts().to_dict() == {"NO": 19, "DK": 16, "DE": 8, "SE": 1}


def test_comparison_index_repeats_rows_of_the_tables(table):
    columns = "country indicator subgroup unit reference_year value value_text source_key".split()
    index = table("published/comparison_index")
    for name, rows in index.groupby("table"):
        source = table(f"published/{name.removesuffix('.csv')}")
        found = (
            rows[columns]
            .astype(object)
            .merge(source[columns].astype(object), how="left", indicator=True)
        )
        assert len(found) == len(rows) and (found["_merge"] == "both").all(), name
