"""Profiles of the 98 Danish municipalities, compared within their size class.

Regions run hospitals, not elderly care, and the five municipality groups of Statistics Denmark are
in no public copy. Size is left: it says how far one person moves a share, as in Norway.
"""

import pandas as pd

from copro.measures.denmark import oldest as people
from copro.measures.shared import oldest
from copro.measures.shared.country import DENMARK
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

CHAPTER = "3_germany/denmark_check"
POPULATION = "denmark/population_by_age_2008_2020"
LIFE = "denmark/life_expectancy_2000_2019"
DEATHS = "denmark/deaths_2006_2019"
HOMES = "denmark/nursing_homes_by_owner_2026"
UNITS = "denmark/municipalities_2021"
STATBANK = "denmark/statbank_tables_by_municipality"
TABLES = (POPULATION, LIFE, DEATHS, HOMES, UNITS)

AGE, LIVES, CAPACITY = "age", "lives", "homes"
INDICATORS = (
    Indicator("inhabitants", AGE, "persons", 0, (POPULATION,), CHAPTER, compare=False),
    Indicator("number-65-plus", AGE, "persons", 0, (POPULATION,), CHAPTER, compare=False),
    Indicator("aged-65-plus", AGE, "percent", 1, (POPULATION,), CHAPTER),
    Indicator("number-80-plus", AGE, "persons", 0, (POPULATION,), CHAPTER, compare=False),
    Indicator("aged-80-plus", AGE, "percent", 1, (POPULATION,), CHAPTER),
    Indicator("growth-80-plus", AGE, "percent", 1, (POPULATION,), CHAPTER),
    Indicator("life-expectancy", LIVES, "years", 1, (LIFE,), CHAPTER),
    Indicator("deaths", LIVES, "persons", 0, (DEATHS,), CHAPTER, compare=False),
    Indicator("deaths-80-plus", LIVES, "persons", 0, (DEATHS,), CHAPTER, compare=False),
    Indicator("nursing-homes", CAPACITY, "nursing homes", 0, (HOMES,), CHAPTER, compare=False),
    Indicator("dwellings", CAPACITY, "dwellings", 0, (HOMES,), CHAPTER, compare=False),
    Indicator("municipal", CAPACITY, "percent", 1, (HOMES,), CHAPTER),
    Indicator("self-owning", CAPACITY, "percent", 1, (HOMES,), CHAPTER),
    Indicator("free", CAPACITY, "percent", 1, (HOMES,), CHAPTER),
    Indicator("private", CAPACITY, "percent", 1, (HOMES,), CHAPTER),
    Indicator("not-stated", CAPACITY, "percent", 1, (HOMES,), CHAPTER),
)

OWNERS = {
    "municipal": "municipal",
    "self-owning": "self-owning",
    "free": "free nursing home (friplejebolig)",
    "private": "private",
    "not-stated": "not stated",
}
CLASSES = {
    "under 20,000": 20_000,
    "20,000 to 39,999": 40_000,
    "40,000 to 59,999": 60_000,
    "60,000 to 99,999": 100_000,
    "100,000 and over": 10_000_000,
}
SMALL_POPULATION, NOT_PUBLISHED = "small-population", "not-published"
AGED_80 = ["population_80_84", "population_85_89", "population_90_plus"]
AGED_65 = ["population_65_79", *AGED_80]
# What the profile lacks, and the tables of statbank.dk that have it by municipality.
ABSENT = {
    "home-help": ("AED06", "AED12", "VH33"),
    "home-nursing": ("HJEMSYG",),
    "care-homes": ("AED07", "AED16", "AED21"),
    "drug-treatment": ("SMDBV001", "SMDBV004"),
    "clubs": ("IDRFOR01",),
    "age-today": ("FOLK1A", "BY2"),
}


def units(tables: Tables) -> pd.DataFrame:
    """Every municipality with its region and size class (by the inhabitants of 2020):
    ``UNIT_COLUMNS``, aged (inhabitants aged 80 or over on 1 January 2020) and other_name, its name
    in English. Christiansø, which belongs to no municipality, is left out.
    """
    listed = tables[UNITS]
    listed = listed[~listed["outside_municipal_division"]]
    people = _at(tables[POPULATION], 2020).loc[listed["municipality_code"]]
    edges = [0, *CLASSES.values()]
    sizes = pd.cut(people["population_total"], edges, right=False, labels=[*CLASSES])
    return pd.DataFrame(
        {
            "unit_code": listed["municipality_code"].to_numpy(),
            "unit_name": listed["municipality_name"].to_numpy(),
            "kind": "Kommune",
            "region_code": listed["region_code"].to_numpy(),
            "region_name": listed["region_name"].to_numpy(),
            "group": sizes.astype(str).to_numpy(),
            "aged": people[AGED_80].sum(axis=1).to_numpy(),
            "other_name": listed["name_statbank_en"].to_numpy(),
        }
    )[[*UNIT_COLUMNS, "aged", "other_name"]]


def values(tables: Tables, places: pd.DataFrame) -> pd.DataFrame:
    """All indicators, long: unit_code, indicator, year, value, missing (the reason), note.

    Ages are those of 1 January 2020, life expectancy is the mean of 2015-2019 (under 2019), deaths
    are those of 2019. Owners have shares of the dwellings in nursing homes in August 2026; an owner
    that is not in the list of a municipality has none there.
    """
    now, then = _at(tables[POPULATION], 2020), _at(tables[POPULATION], 2008)
    old, oldest = now[AGED_65].sum(axis=1), now[AGED_80].sum(axis=1)
    life = tables[LIFE][tables[LIFE]["period"] == "2015-2019"].set_index("municipality_code")
    years = life["life_expectancy_at_birth"]
    deaths = tables[DEATHS][tables[DEATHS]["year"] == 2019].set_index("area_code")
    homes = tables[HOMES].groupby("municipality_code")[["nursing_homes_n", "homes_n"]].sum()
    owners = tables[HOMES].pivot(index="municipality_code", columns="owner", values="homes_n")
    total = now["population_total"]
    plain = [
        ("inhabitants", 2020, total),
        ("number-65-plus", 2020, old),
        ("aged-65-plus", 2020, 100 * old / total),
        ("number-80-plus", 2020, oldest),
        ("aged-80-plus", 2020, 100 * oldest / total),
        ("growth-80-plus", 2020, 100 * (oldest / then[AGED_80].sum(axis=1) - 1)),
        ("deaths", 2019, deaths["deaths_total"]),
        ("deaths-80-plus", 2019, deaths["deaths_80plus"]),
        ("nursing-homes", 2026, homes["nursing_homes_n"]),
        ("dwellings", 2026, homes["homes_n"]),
        *(
            (name, 2026, 100 * owners[owner].fillna(0) / homes["homes_n"])
            for name, owner in OWNERS.items()
        ),
    ]
    parts = [rows(name, year, found, NOT_PUBLISHED, places) for name, year, found in plain]
    parts.append(rows("life-expectancy", 2019, years, SMALL_POPULATION, places))
    return pd.concat(parts, ignore_index=True)


def bases(tables: Tables) -> dict[tuple[str, int], pd.Series]:
    """Inhabitants aged 80+ that the change starts from; no other figure is divided by so few."""
    return {("growth-80-plus", 2020): _at(tables[POPULATION], 2008)[AGED_80].sum(axis=1)}


def persons(tables: Tables) -> dict[tuple[str, int], tuple[pd.Series, pd.Series]]:
    """How many inhabitants are of an age, and of how many, by municipality code."""
    now = _at(tables[POPULATION], 2020)
    return {
        ("aged-65-plus", 2020): (now[AGED_65].sum(axis=1), now["population_total"]),
        ("aged-80-plus", 2020): (now[AGED_80].sum(axis=1), now["population_total"]),
    }


def series(tables: Tables, places: pd.DataFrame) -> pd.DataFrame:
    """Every year of ages, deaths and life expectancy (each mean of five years at its last year)."""
    people, code = tables[POPULATION], "municipality_code"
    total, old = people["population_total"], people[AGED_65].sum(axis=1)
    oldest, deaths = people[AGED_80].sum(axis=1), tables[DEATHS]
    life = tables[LIFE].assign(year=tables[LIFE]["period"].str[-4:].astype(int))
    return several_years(
        {
            "inhabitants": yearly(people, code, total),
            "number-65-plus": yearly(people, code, old),
            "aged-65-plus": yearly(people, code, 100 * old / total),
            "number-80-plus": yearly(people, code, oldest),
            "aged-80-plus": yearly(people, code, 100 * oldest / total),
            "life-expectancy": yearly(life, code, life["life_expectancy_at_birth"]),
            "deaths": yearly(deaths, "area_code", deaths["deaths_total"]),
            "deaths-80-plus": yearly(deaths, "area_code", deaths["deaths_80plus"]),
        },
        places,
    )


def absent(statbank: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of the list of StatBank tables that would bring what a profile lacks, by what."""
    listed = statbank.drop_duplicates("table_id").set_index("table_id", drop=False)
    return {what: listed.loc[list(tables)] for what, tables in ABSENT.items()}


def _at(table: pd.DataFrame, year: int) -> pd.DataFrame:
    return table[table["year"] == year].set_index("municipality_code")


def ahead(tables: Tables) -> Ahead:
    """How many people aged 80 or over each municipality may have in 2030."""
    return oldest.ahead(people.counts(tables[POPULATION], tables[UNITS]), 2030)


SOURCE = ProfileSource(
    country=DENMARK,
    tables=TABLES,
    outlines=("denmark/boundaries_2021", "municipality_code"),
    indicators=INDICATORS,
    units=units,
    values=values,
    bases=bases,
    persons=persons,
    series=series,
    ahead=ahead,
)
