"""Choices of the chapters on Norway, and the other parliaments that one of them reads."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from copro.chapters.chapter import instance
from copro.chapters.parameters import Parameters
from copro.chapters.shared import Draws, Seed


class NorwayElderlyCare(Parameters):
    """Which cross-section is mapped, and how municipalities are weighted and screened."""

    year: Literal[2023, 2025] = Field(2025, description="Year of the maps of home services")
    min_population: int = Field(
        0,
        ge=0,
        le=100_000,
        description="Smallest population of a municipality (mean of its years) in the regressions; "
        "0 keeps all",
    )
    weights: Literal["none", "population"] = Field(
        "none",
        description="Weights in the regressions: every municipality counts the same, or by its "
        "inhabitants aged 80+",
    )
    without_oslo: bool = Field(
        False,
        description="Without Oslo in the regressions: one municipality that is also a county, and "
        "by inhabitants the heaviest",
    )
    payments_from: Literal[2006, 2009] = Field(
        2006,
        description="First year of the payments in the regressions; 2009 leaves out the years in "
        "which the national sum stands still",
    )
    pairs: ClassVar[tuple[Mapping[str, object], ...]] = (
        {"weights": "population", "without_oslo": True},
        {"weights": "population", "min_population": 50_000},
    )


class NorwaySector(Parameters):
    """Which year the work in the sector is shown for."""

    year: Literal[2009, 2010] = Field(
        2010,
        description="Year of the full-time equivalents by activity; later years have totals only",
    )


class NorwayPractice(Parameters):
    """How wide the intervals of the survey of care units are."""

    level: Literal[90, 95, 99] = Field(95, description="Level of the Wilson intervals, in percent")
    design_effect: Literal[1, 2] = Field(
        1,
        description="Design effect of the survey of care units: by how much clusters of answers "
        "make the variance larger; no source prints it",
    )


class NorwayDrugCare(Parameters):
    """Whose drug use is shown, and over what time they were asked."""

    age_group: Literal["16-64", "16-30"] = Field("16-64", description="Age of the respondents")
    period: Literal["last_12_months", "ever"] = Field(
        "last_12_months", description="Use in the last 12 months or at some time in life"
    )
    first_year: Literal[2013, 2018] = Field(
        2013, description="First year of the survey of use, with which the last is compared"
    )


class Oldest2040(Parameters):
    """How wide the intervals of the municipalities are."""

    level: Literal[80, 90] = Field(
        80, description="Level of the intervals: percent of past errors that lie within"
    )


class Discourse(Parameters):
    """Which parliament is read, from which year to which."""

    country: Literal["NOR", "DEU"] = Field(
        "NOR", description="Parliament: Storting 1998-2016 or Bundestag 2009-2026"
    )
    year_from: int = Field(
        1998,
        ge=1998,
        le=2011,
        description="First year of the speeches; a period of the frames that begins earlier is "
        "left out",
    )
    year_to: int = Field(
        2026,
        ge=2017,
        le=2026,
        description="Last year of the speeches; a period of the frames that ends later is left "
        "out. Those of the Storting end in 2016",
        json_schema_extra={"sweep": [2017]},
    )
    draws: Draws = 1000
    seed: Seed = 1998


instance("discourse", title="The voluntary sector in parliament: Norway")
instance(
    "discourse_germany",
    of="discourse",
    country="DEU",
    title="The voluntary sector in parliament: Germany",
)


class NorwayCases(Parameters):
    """How the words of the field table of Trætteberg and Enjolras become sets,
    and which outcome of the rural municipalities is explained.
    """

    some_is_discretion: bool = Field(
        False,
        description="Whether 'some local discretion' counts as discretion; false: only 'much' does",
    )
    rural_outcome: Literal["volatility", "density"] = Field(
        "volatility",
        description="What is explained in the rural municipalities: very high volatility or high "
        "density of associations",
    )
