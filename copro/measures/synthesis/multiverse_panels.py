"""The panels and grids of all multiverses of the book, for its chapter and for runs at scale."""

from collections.abc import Mapping

import pandas as pd

from copro.measures.countries import (
    indicators,
    models,
    specifications as institution_specifications,
)
from copro.measures.germany import kreise, specifications as germany_specifications
from copro.measures.norway import municipalities, specifications as norway_specifications
from copro.methods.multiverse.grid import Grid

NORWAY = [
    "norway/population_by_age_2006_2026_borders_2024",
    "norway/municipality_code_crosswalk_to_2024",
    "norway/municipalities_2024",
    "norway/care_institution_beds_2015_2018",
    "norway/care_user_payments_2003_2016",
]
GERMANY = [
    "germany/kreis_care_inkar_2003_2021",
    "germany/kreis_population_1990_2021",
    "germany/kreis_context_1995_2022",
    "germany/kreis_typology_2017",
    "germany/kreis_municipal_finance_1995_2019",
    "germany/kreis_code_crosswalk_to_2021_1990_2020",
]
Tables = Mapping[str, pd.DataFrame]
TABLES = [*NORWAY, *GERMANY, *indicators.TABLES]
MODULES = (norway_specifications, germany_specifications, institution_specifications)


def grids() -> list[Grid]:
    """The grids of all claims, in the order of the book."""
    return [grid for module in MODULES for grid in module.grids()]


def panels(tables: Tables) -> dict[str, pd.DataFrame]:
    """Name of a grid -> its unit-years, from ``TABLES`` by name."""
    return norway(tables) | germany(tables) | countries(tables)


def norway(tables: Tables) -> dict[str, pd.DataFrame]:
    """The panels of Norwegian municipalities, from the tables of ``NORWAY``."""
    people, crosswalk, units, beds, payments = (tables[name] for name in NORWAY)
    found: dict[str, pd.DataFrame] = {}
    for short, column in norway_specifications.OUTCOMES.items():
        values = (
            municipalities.beds_panel(beds, people, crosswalk)
            if short == "beds"
            else municipalities.payments_panel(payments, people, crosswalk, column)
        )
        frame = norway_specifications.panel(values, people, crosswalk, units)
        found |= {
            norway_specifications.name(short, question): frame for question in ("changes", "levels")
        }
    return found


def germany(tables: Tables) -> dict[str, pd.DataFrame]:
    """The panels of German Kreise, from the tables of ``GERMANY``."""
    care, inhabitants, context, types, finance, codes = (tables[name] for name in GERMANY)
    money = kreise.finance_2021(finance, types, [kreise.TAX, kreise.GRANTS])
    frame = germany_specifications.panel(
        kreise.care_panel(care, inhabitants, context, types), money, context, codes
    )
    return germany_specifications.panels(frame)


def countries(tables: Tables) -> dict[str, pd.DataFrame]:
    """The panels of countries, from the tables of ``indicators.TABLES``."""
    own = {name: tables[name] for name in indicators.TABLES}
    return institution_specifications.panels(models.country_years(own), own)


# What makes the panels of a module of grids, and from which tables.
MADE = dict(zip(MODULES, ((NORWAY, norway), (GERMANY, germany), (indicators.TABLES, countries))))
