"""Profiles of the 357 Norwegian municipalities of 2024, compared within their size class."""

import pandas as pd

from copro.measures.norway import municipalities as norway
from copro.measures.shared.country import NORWAY
from copro.measures.shared.profiles import UNIT_COLUMNS, Indicator, ProfileSource, Tables, rows

CHAPTER = "2_norway/norway_elderly_care"
POPULATION = "norway/population_by_age_2006_2026_borders_2024"
KOSTRA = "norway/elderly_care_kostra_2023_2025"
BEDS = "norway/care_institution_beds_2015_2018"
PAYMENTS = "norway/care_user_payments_2003_2016"
NEED = "norway/expenditure_need_index_2025_2026"
CROSSWALK = "norway/municipality_code_crosswalk_to_2024"
UNITS = "norway/municipalities_2024"
TABLES = (POPULATION, KOSTRA, BEDS, PAYMENTS, NEED, CROSSWALK, UNITS)

AGE, CARE, CAPACITY, MONEY = (
    "Age structure",
    "Care for people aged 80 and over",
    "Capacity",
    "Finance",
)
INDICATORS = (
    Indicator(
        "inhabitants",
        AGE,
        "Inhabitants",
        "persons",
        0,
        (POPULATION,),
        "All inhabitants on 1 January.",
        CHAPTER,
        compare=False,
    ),
    Indicator(
        "aged-0-17",
        AGE,
        "Aged 0–17",
        "percent",
        1,
        (POPULATION,),
        "Share of inhabitants aged 0 to 17 on 1 January.",
        CHAPTER,
    ),
    Indicator(
        "aged-67-79",
        AGE,
        "Aged 67–79",
        "percent",
        1,
        (POPULATION,),
        "Share of inhabitants aged 67 to 79 on 1 January.",
        CHAPTER,
    ),
    Indicator(
        "aged-80-plus",
        AGE,
        "Aged 80 and over",
        "percent",
        1,
        (POPULATION,),
        "Share of inhabitants aged 80 or older on 1 January.",
        CHAPTER,
    ),
    Indicator(
        "growth-80-plus",
        AGE,
        "Change in the number aged 80 and over since 2020",
        "percent",
        1,
        (POPULATION,),
        "Number of inhabitants aged 80 or older on 1 January 2026 against 1 "
        "January 2020, borders of 2024.",
        CHAPTER,
    ),
    Indicator(
        "home-services",
        CARE,
        "Users of home services",
        "percent",
        1,
        (KOSTRA,),
        "Share of inhabitants aged 80 or older who use home services (hjemmetjenester), "
        "situation at the end of the year. The figures of two years are two cross-sections, not "
        "a trend; 2025 may be provisional.",
        CHAPTER,
    ),
    Indicator(
        "nursing-home",
        CARE,
        "Residents of nursing homes",
        "percent",
        1,
        (KOSTRA,),
        "Share of inhabitants aged 80 or older who live in a nursing home, situation at the end "
        "of the year. Other housing with care is not counted. 2025 may be provisional.",
        CHAPTER,
    ),
    Indicator(
        "beds",
        CAPACITY,
        "Beds in care institutions per 1,000 aged 80 and over",
        "beds",
        0,
        (BEDS, POPULATION, CROSSWALK),
        "Beds in nursing homes and other care institutions located in the municipality at the "
        "end of the year, public and private, for users of all ages, per 1,000 inhabitants aged "
        "80 or older on the following 1 January. Beds are bought and sold across borders. Added "
        "up to the borders of 2024; no later year is in the tables.",
        CHAPTER,
    ),
    Indicator(
        "need-index",
        MONEY,
        "Calculated expenditure need",
        "index",
        2,
        (NEED,),
        "Expenditure need per inhabitant as the income system of the state calculates it from "
        "age structure and other traits; the mean of Norway is 1. It says what services would "
        "cost, not what is spent.",
        CHAPTER,
    ),
    Indicator(
        "payments-home",
        MONEY,
        "User payments for home-based care per inhabitant aged 80 and over",
        "NOK",
        0,
        (PAYMENTS, POPULATION, CROSSWALK),
        "What users of all ages paid for home-based care in the year, current prices, divided by "
        "the inhabitants aged 80 or older on the following 1 January. Added up to the borders of "
        "2024; no later year is in the tables.",
        CHAPTER,
    ),
    Indicator(
        "payments-homes",
        MONEY,
        "User payments for nursing homes per inhabitant aged 80 and over",
        "NOK",
        0,
        (PAYMENTS, POPULATION, CROSSWALK),
        "What users of all ages paid for nursing homes in the year, current prices, divided by "
        "the inhabitants aged 80 or older on the following 1 January. Added up to the borders of "
        "2024; no later year is in the tables.",
        CHAPTER,
    ),
)

SPLIT = (
    "it holds a part of a municipality that was divided at a reform, and older figures cannot be "
    "divided between its parts"
)
INCOMPLETE = "not reported, or not by every older municipality that is now part of it"
SUPPRESSED = "suppressed by the publisher"
LEFT_OUT = "the table behind this book lacks it; it may have been published"
NOT_PUBLISHED = "none in the published table"


def units(tables: Tables) -> pd.DataFrame:
    """Every municipality of 2024 with county, size class (by the inhabitants of 2026) and
    inhabitants aged 80+ on 1 January 2026: ``UNIT_COLUMNS`` and aged.
    """
    municipalities, people = tables[UNITS], _at(tables[POPULATION], 2026)
    return pd.DataFrame(
        {
            "unit_code": municipalities["municipality_code"],
            "unit_name": municipalities["municipality_name"],
            "kind": "Kommune",
            "region_code": municipalities["county_code"],
            "region_name": municipalities["county_name"],
            "group": norway.size_class(
                municipalities["municipality_code"].map(people["population_total"])
            ).astype(str),
            "aged": municipalities["municipality_code"].map(people[norway.AGE_80]),
        }
    )[[*UNIT_COLUMNS, "aged"]]


def values(tables: Tables, places: pd.DataFrame) -> pd.DataFrame:
    """All indicators, long: unit_code, indicator, year, value, missing (the reason), note.

    ``tables`` holds the tables of ``TABLES`` by name; ``places`` comes from ``units``.
    """
    crosswalk = tables[CROSSWALK]
    young = set(places["unit_code"]) - set(_at(tables[POPULATION], 2020).index)  # formed in 2024
    parts = [
        *_ages(tables[POPULATION], places),
        *_care(tables[KOSTRA], tables[UNITS], young, places),
    ]
    older = pd.Series(INCOMPLETE, index=places["unit_code"])
    older[older.index.isin(norway.split_units(crosswalk))] = SPLIT
    beds = norway.beds_panel(tables[BEDS], tables[POPULATION], crosswalk)
    parts.append(rows("beds", 2018, _at(beds, 2018)["beds_per_1000_80plus"], older, places))
    for indicator, column in (
        ("payments-home", "user_payments_home_based_care_nok_1000"),
        ("payments-homes", "user_payments_nursing_home_nok_1000"),
    ):
        paid = norway.payments_panel(tables[PAYMENTS], tables[POPULATION], crosswalk, column)
        parts.append(
            rows(indicator, 2016, _at(paid, 2016)["payment_nok_per_80plus"], older, places)
        )
    need = _at(tables[NEED], 2026)
    second = need["value_from_secondary_workbook"].map(
        {True: "from a secondary workbook, not the printed table"}
    )
    parts.append(
        rows("need-index", 2026, need["expenditure_need_index"], NOT_PUBLISHED, places, second)
    )
    return pd.concat(parts, ignore_index=True)


def bases(tables: Tables) -> dict[tuple[str, int], pd.Series]:
    """Inhabitants aged 80+ that an indicator of a year is divided by, by municipality code.

    Figures of the end of a year have the inhabitants of the following 1 January; the change has
    those it starts from. Shares of all inhabitants and the index are left out: nowhere are they so
    few.
    """
    years = {
        ("growth-80-plus", 2026): 2020,
        ("home-services", 2023): 2024,
        ("home-services", 2025): 2026,
        ("nursing-home", 2025): 2026,
        ("beds", 2018): 2019,
        ("payments-home", 2016): 2017,
        ("payments-homes", 2016): 2017,
    }
    return {key: _at(tables[POPULATION], year)[norway.AGE_80] for key, year in years.items()}


def _at(table: pd.DataFrame, year: int) -> pd.DataFrame:
    return table[table["year"] == year].set_index("municipality_code")


def _ages(population: pd.DataFrame, places: pd.DataFrame) -> list[pd.DataFrame]:
    now, then = _at(population, 2026), _at(population, 2020)
    share = {
        "aged-0-17": "population_0_17",
        "aged-67-79": "population_67_79",
        "aged-80-plus": norway.AGE_80,
    }
    return [
        rows("inhabitants", 2026, now["population_total"], NOT_PUBLISHED, places),
        *(
            rows(name, 2026, 100 * now[column] / now["population_total"], NOT_PUBLISHED, places)
            for name, column in share.items()
        ),
        rows(
            "growth-80-plus",
            2026,
            100 * (now[norway.AGE_80] / then[norway.AGE_80] - 1),
            SPLIT,
            places,
        ),
    ]


def _care(
    kostra: pd.DataFrame, municipalities: pd.DataFrame, young: set[str], places: pd.DataFrame
) -> list[pd.DataFrame]:
    home, nursing = "home_services_users_80plus_pct", "nursing_home_residents_80plus_pct"
    before, now = (
        norway.coverage(kostra, year, municipalities).set_index("municipality_code")
        for year in (2023, 2025)
    )
    lacking = pd.Series(LEFT_OUT, index=places["unit_code"])
    lacking[lacking.index.isin(young)] = SPLIT
    empty = pd.Series(SUPPRESSED, index=places["unit_code"])
    empty[now.index[now[home].notna()]] = (
        NOT_PUBLISHED  # in the table, without a nursing-home share
    )
    return [
        rows("home-services", 2023, before[home], lacking, places),
        rows("home-services", 2025, now[home], SUPPRESSED, places),
        rows("nursing-home", 2025, now[nursing], empty, places),
    ]


SOURCE = ProfileSource(
    country=NORWAY,
    plural="municipalities",
    region="county",
    grouped_by="size class by inhabitants on 1 January 2026",
    tables=TABLES,
    outlines=("norway/boundaries_municipalities_2024", "municipality_code"),
    indicators=INDICATORS,
    units=units,
    values=values,
    bases=bases,
)
