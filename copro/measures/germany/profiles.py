"""Profiles of the 400 German Kreise of 2021, compared within their settlement type."""

import json

import pandas as pd

from copro.data import corrections
from copro.measures.germany import kreise as germany
from copro.measures.shared.country import GERMANY
from copro.measures.shared.profiles import UNIT_COLUMNS, Indicator, ProfileSource, Tables, rows

CHAPTER = "3_germany/germany_elderly_care"
CARE = "germany/kreis_care_inkar_2003_2021"
COUNTS = "germany/kreis_care_counts_2023"
CONTEXT = "germany/kreis_context_1995_2022"
FINANCE = "germany/kreis_municipal_finance_1995_2019"
TYPES = "germany/kreis_typology_2017"
UNITS = "germany/kreise_2021"
TABLES = (CARE, COUNTS, CONTEXT, FINANCE, TYPES, UNITS)

AGE, MIX, CAPACITY, MONEY = "Age structure", "Care need and care mix", "Capacity", "Finance"
DEBT = "core_budget_debt_eur_per_inhabitant"
NEW_LAW = (
    "Figures before 2019 rest on another definition of care need and stand in the "
    "chapter; the figures of 2021 and 2023 share one. Since 2019 people in care grade 1 "
    "without benefits are counted, so the three shares do not add up to 100; in 2023 the "
    "rest is, but for a few persons, these people. Where their number is not published, "
    "the rest is not in these columns."
)
MONEY_NOTE = (
    "Municipalities and Kreis together, current prices. The income systems of the Länder differ, "
    "so levels of Kreise in two Länder are compared with care. The series ends in 2019."
)
INDICATORS = (
    Indicator(
        "inhabitants",
        AGE,
        "Inhabitants",
        "persons",
        0,
        (UNITS,),
        "All inhabitants on 31 December.",
        CHAPTER,
        compare=False,
    ),
    Indicator(
        "aged-65-plus",
        AGE,
        "Aged 65 and over",
        "percent",
        1,
        (CONTEXT,),
        "Share of inhabitants aged 65 or older.",
        CHAPTER,
    ),
    Indicator(
        "mean-age", AGE, "Mean age", "years", 1, (CONTEXT,), "Mean age of all inhabitants.", CHAPTER
    ),
    Indicator(
        "number-80-plus",
        AGE,
        "Number aged 80 and over",
        "persons",
        0,
        (COUNTS,),
        "Inhabitants aged 80 or older on 31 December.",
        CHAPTER,
        compare=False,
    ),
    Indicator(
        "need",
        MIX,
        "Persons in need of care per 100 inhabitants",
        "per 100",
        1,
        (CARE,),
        (
            "Persons of all ages who receive benefits of long-term care insurance, per 100 "
            "inhabitants, in December. "
        )
        + NEW_LAW,
        CHAPTER,
    ),
    Indicator(
        "cash",
        MIX,
        "Cash allowance only",
        "percent",
        1,
        (COUNTS, CARE),
        (
            "Share of the persons in need of care, of all ages, who receive only the cash "
            "allowance for care by relatives (Pflegegeld), in December. "
        )
        + NEW_LAW,
        CHAPTER,
    ),
    Indicator(
        "home-care",
        MIX,
        "Served by a home-care service",
        "percent",
        1,
        (COUNTS, CARE),
        (
            "Share of the persons in need of care, of all ages, who are served by a home-care "
            "service (ambulanter Pflegedienst), in December. "
        )
        + NEW_LAW,
        CHAPTER,
    ),
    Indicator(
        "residential",
        MIX,
        "In full residential care",
        "percent",
        1,
        (COUNTS,),
        (
            "Share of the persons in need of care, of all ages, in full residential care, "
            "short-term care included, in December. The chapter shows the share without "
            "short-term care for 2021, which is lower; the two must not be compared. "
        )
        + NEW_LAW,
        CHAPTER,
    ),
    Indicator(
        "grade-1",
        MIX,
        "Care grade 1 without benefits of homes or services",
        "percent",
        1,
        (COUNTS,),
        (
            "Share of the persons in need of care, of all ages, in the lowest care grade "
            "(Pflegegrad 1) who receive no benefits of homes or services, in December. "
        )
        + NEW_LAW,
        CHAPTER,
    ),
    Indicator(
        "places-80",
        CAPACITY,
        "Nursing-home places per 1,000 aged 80 and over",
        "places",
        0,
        (COUNTS,),
        "Places for permanent full-time residents in nursing homes in December, per 1,000 "
        "inhabitants aged 80 or older. Residents may come from other Kreise.",
        CHAPTER,
    ),
    Indicator(
        "places",
        CAPACITY,
        "Nursing-home places per 10,000 inhabitants",
        "places",
        1,
        (CARE,),
        "Places for permanent full-time residents in nursing homes in December, per 10,000 "
        "inhabitants of all ages.",
        CHAPTER,
    ),
    Indicator(
        "tax",
        MONEY,
        "Municipal tax capacity per inhabitant",
        "EUR",
        0,
        (FINANCE, TYPES),
        "What municipalities could raise in taxes at standard rates (Steuerkraft), per inhabitant. "
        + MONEY_NOTE,
        CHAPTER,
    ),
    Indicator(
        "grants",
        MONEY,
        "General grants of the Land per inhabitant",
        "EUR",
        0,
        (FINANCE, TYPES),
        "General grants of the Land to its municipalities (Schlüsselzuweisungen), per inhabitant. "
        + MONEY_NOTE,
        CHAPTER,
    ),
    Indicator(
        "debt",
        MONEY,
        "Debt of the core budgets per inhabitant",
        "EUR",
        0,
        (FINANCE, TYPES),
        "Debt of the core budgets of municipalities and Kreis, per inhabitant. " + MONEY_NOTE,
        CHAPTER,
    ),
)

CITY_STATE = "a city state is municipality and Land at once, and the concept does not apply"
NOT_PUBLISHED = "none in the published table"
DOUBTFUL = (
    "the table prints 0 for 2019 beside about EUR 300 in the years before; "
    "declared missing as doubtful"
)


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


def bases(tables: Tables) -> dict[tuple[str, int], pd.Series]:
    """None: no Kreis has so few inhabitants aged 80+ that one person moves a figure."""
    return {}


SOURCE = ProfileSource(
    country=GERMANY,
    plural="Kreise",
    region="Land",
    grouped_by="settlement type of 2017",
    tables=TABLES,
    outlines=("germany/boundaries_kreise_2021", "kreis_code"),
    indicators=INDICATORS,
    units=units,
    values=values,
    bases=bases,
)
