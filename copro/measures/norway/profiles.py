"""Profiles of the 357 Norwegian municipalities of 2024, compared within their size class."""

import pandas as pd

from copro.measures.norway import municipalities as norway, oldest as people
from copro.measures.shared import oldest
from copro.measures.shared.country import NORWAY
from copro.measures.shared.oldest import Ahead
from copro.measures.shared.profiles import (
    UNIT_COLUMNS,
    Indicator,
    ProfileSource,
    Tables,
    rows,
    several_years,
    yearly,
)

CHAPTER = "2_norway/norway_elderly_care"
POPULATION = "norway/population_by_age_2006_2026_borders_2024"
KOSTRA = "norway/elderly_care_kostra_2023_2025"
TYPED = "norway/home_services_80plus_kostra_2019_2023"
BEDS = "norway/care_institution_beds_2015_2018"
PAYMENTS = "norway/care_user_payments_2003_2016"
NEED = "norway/expenditure_need_index_2025_2026"
CROSSWALK = "norway/municipality_code_crosswalk_to_2024"
UNITS = "norway/municipalities_2024"
TABLES = (POPULATION, KOSTRA, TYPED, BEDS, PAYMENTS, NEED, CROSSWALK, UNITS)

AGE, CARE, CAPACITY, MONEY = "age", "care", "capacity", "money"
# The sums of payments for home-based care of 2007 and 2008 are the same number: no line between.
PAID_FROM = (PAYMENTS, POPULATION, CROSSWALK)
INDICATORS = (
    Indicator("inhabitants", AGE, "persons", 0, (POPULATION,), CHAPTER, compare=False),
    Indicator("aged-0-17", AGE, "percent", 1, (POPULATION,), CHAPTER),
    Indicator("aged-67-79", AGE, "percent", 1, (POPULATION,), CHAPTER),
    Indicator("aged-80-plus", AGE, "percent", 1, (POPULATION,), CHAPTER),
    Indicator("growth-80-plus", AGE, "percent", 1, (POPULATION,), CHAPTER),
    Indicator("home-services", CARE, "percent", 1, (KOSTRA, TYPED), CHAPTER),
    Indicator("nursing-home", CARE, "percent", 1, (KOSTRA,), CHAPTER),
    Indicator("beds", CAPACITY, "beds", 0, (BEDS, POPULATION, CROSSWALK), CHAPTER),
    Indicator("need-index", MONEY, "index", 2, (NEED,), CHAPTER),
    Indicator("payments-home", MONEY, "NOK", 0, PAID_FROM, CHAPTER, breaks=(2008,)),
    Indicator("payments-homes", MONEY, "NOK", 0, PAID_FROM, CHAPTER, breaks=(2008,)),
)

PAID = {
    "payments-home": "user_payments_home_based_care_nok_1000",
    "payments-homes": "user_payments_nursing_home_nok_1000",
}
# Codes of 2023 -> 2024 of the eight municipalities that only the table typed over has.
RENUMBERED = {
    "1806": "1806",
    "1875": "1875",
    "5055": "5055",
    "5056": "5056",
    "5059": "5059",
    "5402": "5503",
    "5412": "5512",
    "5426": "5540",
}
SPLIT, INCOMPLETE, SUPPRESSED = "split", "incomplete", "suppressed"
NOT_PUBLISHED, SECONDARY, TYPED_OVER = "not-published", "secondary", "typed"
# What municipalities and counties are called where the table has names in two or three languages.
EVERYDAY = {
    "Deatnu-Tana": "Tana",
    "Fauske-Fuosko": "Fauske",
    "Finnmark-Finnmárkku": "Finnmark",
    "Gáivuotna-Kåfjord-Kaivuono": "Kåfjord",
    "Guovdageaidnu-Kautokeino": "Kautokeino",
    "Innlandet-Sisdajven": "Innlandet",
    "Kárášjohka-Karasjok": "Karasjok",
    "Loabák-Lavangen": "Lavangen",
    "Nordland-Nordlándda": "Nordland",
    "Oslo-Oslove": "Oslo",
    "Porsanger-Porsáŋgu-Porsanki": "Porsanger",
    "Raarvihke-Røyrvik": "Røyrvik",
    "Snåase-Snåsa": "Snåsa",
    "Sortland-Suortá": "Sortland",
    "Storfjord-Omasvuotna-Omasvuono": "Storfjord",
    "Troms-Romssa": "Troms",
    "Trøndelag-Trööndelage": "Trøndelag",
    "Unjárga-Nesseby": "Nesseby",
}


def units(tables: Tables) -> pd.DataFrame:
    """Every municipality of 2024 with county, size class (by the inhabitants of 2026) and
    inhabitants aged 80+ on 1 January 2026: ``UNIT_COLUMNS``, aged, and other_name, the name with
    its Sami and Kven forms.
    """
    municipalities, people = tables[UNITS], _at(tables[POPULATION], 2026)
    return pd.DataFrame(
        {
            "unit_code": municipalities["municipality_code"],
            "unit_name": municipalities["municipality_name"].replace(EVERYDAY),
            "kind": "Kommune",
            "region_code": municipalities["county_code"],
            "region_name": municipalities["county_name"].replace(EVERYDAY),
            "other_name": municipalities["municipality_name"],
            "group": norway.size_class(
                municipalities["municipality_code"].map(people["population_total"])
            ).astype(str),
            "aged": municipalities["municipality_code"].map(people[norway.AGE_80]),
        }
    )[[*UNIT_COLUMNS, "aged", "other_name"]]


def values(tables: Tables, places: pd.DataFrame) -> pd.DataFrame:
    """All indicators, long: unit_code, indicator, year, value, missing (the reason), note.

    ``tables`` holds the tables of ``TABLES`` by name; ``places`` comes from ``units``.
    """
    crosswalk = tables[CROSSWALK]
    young = set(places["unit_code"]) - set(_at(tables[POPULATION], 2020).index)  # formed in 2024
    parts = [
        *_ages(tables[POPULATION], places),
        *_care(tables[KOSTRA], tables[TYPED], tables[UNITS], young, places),
    ]
    older = pd.Series(INCOMPLETE, index=places["unit_code"])
    older[older.index.isin(norway.split_units(crosswalk))] = SPLIT
    beds = norway.beds_panel(tables[BEDS], tables[POPULATION], crosswalk)
    parts.append(rows("beds", 2018, _at(beds, 2018)["beds_per_1000_80plus"], older, places))
    for indicator, column in PAID.items():
        paid = norway.payments_panel(tables[PAYMENTS], tables[POPULATION], crosswalk, column)
        parts.append(
            rows(indicator, 2016, _at(paid, 2016)["payment_nok_per_80plus"], older, places)
        )
    need = _at(tables[NEED], 2026)
    second = need["value_from_secondary_workbook"].map({True: SECONDARY})
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
    kostra: pd.DataFrame,
    typed: pd.DataFrame,
    municipalities: pd.DataFrame,
    young: set[str],
    places: pd.DataFrame,
) -> list[pd.DataFrame]:
    home, nursing = "home_services_users_80plus_pct", "nursing_home_residents_80plus_pct"
    before, now = (
        norway.coverage(kostra, year, municipalities).set_index("municipality_code")
        for year in (2023, 2025)
    )
    # Eight municipalities are in the table that was typed over only. None changed its borders
    # between 2023 and 2024, but codes of the north did.
    gaps = typed[(typed["year"] == 2023) & typed[home].notna()].set_index("region_code")[home]
    gaps.index = gaps.index.map(lambda code: RENUMBERED.get(code, code))
    shares, _ = before[home].align(pd.Series(index=places["unit_code"], dtype=float))
    filled = shares.fillna(gaps[gaps.index.isin(RENUMBERED.values())])
    added = pd.Series(TYPED_OVER, index=filled.index[filled.notna() & shares.isna()])
    lacking = pd.Series(NOT_PUBLISHED, index=places["unit_code"])
    lacking[lacking.index.isin(young)] = SPLIT
    empty = pd.Series(SUPPRESSED, index=places["unit_code"])
    empty[now.index[now[home].notna()]] = (
        NOT_PUBLISHED  # in the table, without a nursing-home share
    )
    return [
        rows("home-services", 2023, filled, lacking, places, added),
        rows("home-services", 2025, now[home], SUPPRESSED, places),
        rows("nursing-home", 2025, now[nursing], empty, places),
    ]


def persons(tables: Tables) -> dict[tuple[str, int], tuple[pd.Series, pd.Series]]:
    """How many persons a share counts, and of how many, by municipality code."""
    now = _at(tables[POPULATION], 2026)
    groups = {"aged-0-17": "0_17", "aged-67-79": "67_79", "aged-80-plus": "80_plus"}
    found = {
        (name, 2026): (now[f"population_{column}"], now["population_total"])
        for name, column in groups.items()
    }
    kostra, base = tables[KOSTRA], bases(tables)
    for indicator, year, column in (
        ("home-services", 2023, "home_services_users_80plus_pct"),
        ("home-services", 2025, "home_services_users_80plus_pct"),
        ("nursing-home", 2025, "nursing_home_residents_80plus_pct"),
    ):
        share = norway.coverage(kostra, year, tables[UNITS]).set_index("municipality_code")[column]
        people = base[indicator, year]
        found[indicator, year] = ((share * people.reindex(share.index) / 100).round(), people)
    return found


def series(tables: Tables, places: pd.DataFrame) -> pd.DataFrame:
    """Every year of the age groups, beds and user payments, on the borders of 2024."""
    people, crosswalk = tables[POPULATION], tables[CROSSWALK]
    total, code = people["population_total"], "municipality_code"
    beds = norway.beds_panel(tables[BEDS], people, crosswalk)
    parts = {
        "inhabitants": yearly(people, code, total),
        "aged-0-17": yearly(people, code, 100 * people["population_0_17"] / total),
        "aged-67-79": yearly(people, code, 100 * people["population_67_79"] / total),
        "aged-80-plus": yearly(people, code, 100 * people[norway.AGE_80] / total),
        "beds": yearly(beds, code, beds["beds_per_1000_80plus"]),
    }
    for indicator, column in PAID.items():
        paid = norway.payments_panel(tables[PAYMENTS], people, crosswalk, column)
        parts[indicator] = yearly(paid, code, paid["payment_nok_per_80plus"])
    return several_years(parts, places)


def ahead(tables: Tables) -> Ahead:
    """How many people aged 80 or over each municipality may have in 2040."""
    return oldest.ahead(people.counts(tables[POPULATION]), 2040)


SOURCE = ProfileSource(
    country=NORWAY,
    tables=TABLES,
    outlines=("norway/boundaries_municipalities_2024", "municipality_code"),
    indicators=INDICATORS,
    units=units,
    values=values,
    bases=bases,
    persons=persons,
    series=series,
    ahead=ahead,
)
