"""Profiles of the 400 German Kreise of 2021, compared within their settlement type."""

import json

import pandas as pd

from copro.data import corrections
from copro.measures.germany import kreise as germany
from copro.measures.shared.country import GERMANY
from copro.measures.shared.profiles import (
    UNIT_COLUMNS,
    Indicator,
    ProfileSource,
    Tables,
    rows,
    several_years,
    yearly,
)

CHAPTER = "3_germany/germany_elderly_care"
CARE = "germany/kreis_care_inkar_2003_2021"
COUNTS = "germany/kreis_care_counts_2023"
CONTEXT = "germany/kreis_context_1995_2022"
FINANCE = "germany/kreis_municipal_finance_1995_2019"
TYPES = "germany/kreis_typology_2017"
UNITS = "germany/kreise_2021"
TABLES = (CARE, COUNTS, CONTEXT, FINANCE, TYPES, UNITS)

AGE, MIX, CAPACITY, MONEY = "age", "mix", "capacity", "money"
DEBT = "core_budget_debt_eur_per_inhabitant"
# A new statistic, a new definition of care need, and people in care grade 1 counted as well.
LAWS = (2009, 2017, 2019)
INDICATORS = (
    Indicator("inhabitants", AGE, "persons", 0, (UNITS,), CHAPTER, compare=False),
    Indicator("aged-65-plus", AGE, "percent", 1, (CONTEXT,), CHAPTER, breaks=(2011,)),
    Indicator("mean-age", AGE, "years", 1, (CONTEXT,), CHAPTER, breaks=(2011,)),
    Indicator("number-80-plus", AGE, "persons", 0, (COUNTS,), CHAPTER, compare=False),
    Indicator("need", MIX, "per 100", 1, (CARE,), CHAPTER, breaks=(2011, *LAWS)),
    Indicator("cash", MIX, "percent", 1, (COUNTS, CARE), CHAPTER, breaks=LAWS),
    Indicator("home-care", MIX, "percent", 1, (COUNTS, CARE), CHAPTER, breaks=LAWS),
    Indicator("residential", MIX, "percent", 1, (COUNTS,), CHAPTER),
    Indicator("grade-1", MIX, "percent", 1, (COUNTS,), CHAPTER),
    Indicator("places-80", CAPACITY, "places", 0, (COUNTS,), CHAPTER),
    Indicator("places", CAPACITY, "places", 1, (CARE,), CHAPTER, breaks=(2009, 2011)),
    Indicator("tax", MONEY, "EUR", 0, (FINANCE, TYPES), CHAPTER, breaks=(2011,)),
    Indicator("grants", MONEY, "EUR", 0, (FINANCE, TYPES), CHAPTER, breaks=(2011,)),
    Indicator("debt", MONEY, "EUR", 0, (FINANCE, TYPES), CHAPTER, breaks=(2011,)),
)

CITY_STATE, NOT_PUBLISHED, DOUBTFUL = "city-state", "not-published", "doubtful"


def units(tables: Tables) -> pd.DataFrame:
    """Every Kreis of 2021 with its Land and settlement type: ``UNIT_COLUMNS``."""
    kreise = tables[UNITS]
    kinds = germany.settlement(tables[TYPES]).set_index("kreis_code")["settlement"]
    return pd.DataFrame(
        {
            "unit_code": kreise["kreis_code"],
            "unit_name": kreise["kreis_name"],
            "kind": kreise["kreis_type"],
            "region_code": kreise["land_code"],
            "region_name": kreise["land_name"],
            "group": kreise["kreis_code"].map(kinds),
        }
    )[UNIT_COLUMNS]


def values(tables: Tables, places: pd.DataFrame) -> pd.DataFrame:
    """All indicators, long: unit_code, indicator, year, value, missing (the reason), note.

    ``tables`` holds the tables of ``TABLES`` by name; ``places`` comes from ``units``.
    """
    care, context = _at(tables[CARE], 2021), _at(tables[CONTEXT], 2022)
    counts, kreise = tables[COUNTS].set_index("kreis_code"), tables[UNITS].set_index("kreis_code")
    need = counts["care_dependent"] / 100
    plain = [
        ("inhabitants", 2021, kreise["population_2021"]),
        ("aged-65-plus", 2022, context[germany.AGED_65]),
        ("mean-age", 2022, context["average_age_years"]),
        ("number-80-plus", 2023, counts["population_80plus"]),
        ("need", 2021, care[germany.NEED]),
        ("cash", 2021, care["share_cash_allowance_pct"]),
        ("cash", 2023, counts["cash_allowance_only_recipients"] / need),
        ("home-care", 2021, care["share_home_care_service_pct"]),
        ("home-care", 2023, counts["home_care_service_recipients"] / need),
        ("residential", 2023, counts["nursing_home_recipients"] / need),
        ("grade-1", 2023, counts["care_grade1_without_benefits"] / need),
        (
            "places-80",
            2023,
            1000 * counts["nursing_home_places_longterm_inpatient"] / counts["population_80plus"],
        ),
        ("places", 2021, care[germany.PLACES]),
    ]
    parts = [
        rows(indicator, year, found, NOT_PUBLISHED, places) for indicator, year, found in plain
    ]
    return pd.concat([*parts, *_money(tables, places)], ignore_index=True)


def _at(table: pd.DataFrame, year: int) -> pd.DataFrame:
    return table[table["year"] == year].set_index("kreis_code")


def corrected(table: str, column: str, year: int) -> list[str]:
    """Kreis codes of a year whose value in a column is corrected by declaration."""
    declared = corrections.of_table(table)
    keys = [json.loads(key) for key in declared.loc[declared["column"] == column, "key"]]
    return [key["kreis_code"] for key in keys if key["year"] == str(year)]


def _money(tables: Tables, places: pd.DataFrame) -> list[pd.DataFrame]:
    finance = _at(
        germany.finance_2021(tables[FINANCE], tables[TYPES], [germany.TAX, germany.GRANTS, DEBT]),
        2019,
    )
    reasons = pd.Series(NOT_PUBLISHED, index=places["unit_code"])
    reasons[places["region_code"].isin(germany.CITY_STATES).to_numpy()] = CITY_STATE
    doubtful = reasons.copy()
    doubtful[corrected(FINANCE, germany.GRANTS, 2019)] = DOUBTFUL
    return [
        rows("tax", 2019, finance[germany.TAX], reasons, places),
        rows("grants", 2019, finance[germany.GRANTS], doubtful, places),
        rows("debt", 2019, finance[DEBT], reasons, places),
    ]


def persons(tables: Tables) -> dict[tuple[str, int], tuple[pd.Series, pd.Series]]:
    """How many of the persons in need of care get what, by Kreis code; shares of 2021 have none."""
    counts = tables[COUNTS].set_index("kreis_code")
    columns = {
        "cash": "cash_allowance_only_recipients",
        "home-care": "home_care_service_recipients",
        "residential": "nursing_home_recipients",
        "grade-1": "care_grade1_without_benefits",
    }
    return {
        (name, 2023): (counts[column], counts["care_dependent"]) for name, column in columns.items()
    }


def series(tables: Tables, places: pd.DataFrame) -> pd.DataFrame:
    """Every year of age, care and finance; the shares of the care mix end with 2023."""
    code, care, context = "kreis_code", tables[CARE], tables[CONTEXT]
    counts = tables[COUNTS]
    finance = germany.finance_2021(
        tables[FINANCE], tables[TYPES], [germany.TAX, germany.GRANTS, DEBT]
    )
    need = counts["care_dependent"] / 100
    latest = {"cash": "cash_allowance_only_recipients", "home-care": "home_care_service_recipients"}
    mix = {"cash": "share_cash_allowance_pct", "home-care": "share_home_care_service_pct"}
    money = {"tax": germany.TAX, "grants": germany.GRANTS, "debt": DEBT}
    doubtful = finance[code].isin(corrected(FINANCE, germany.GRANTS, 2019)) & (
        finance["year"] == 2019
    )
    finance.loc[doubtful, germany.GRANTS] = float("nan")
    return several_years(
        {
            "aged-65-plus": yearly(context, code, context[germany.AGED_65]),
            "mean-age": yearly(context, code, context["average_age_years"]),
            "need": yearly(care, code, care[germany.NEED]),
            "places": yearly(care, code, care[germany.PLACES]),
            **{
                name: pd.concat(
                    [
                        yearly(care, code, care[column]),
                        yearly(counts, code, counts[latest[name]] / need),
                    ]
                )
                for name, column in mix.items()
            },
            **{name: yearly(finance, code, finance[column]) for name, column in money.items()},
        },
        places,
    )


def bases(tables: Tables) -> dict[tuple[str, int], pd.Series]:
    """None: no Kreis has so few inhabitants aged 80+ that one person moves a figure."""
    return {}


SOURCE = ProfileSource(
    country=GERMANY,
    tables=TABLES,
    outlines=("germany/boundaries_kreise_2021", "kreis_code"),
    indicators=INDICATORS,
    units=units,
    values=values,
    bases=bases,
    persons=persons,
    series=series,
)
