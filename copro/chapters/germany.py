"""Choices of the chapters on Germany and Denmark, and of those that compare countries."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field, field_validator

from copro.chapters.parameters import Parameters
from copro.chapters.shared import Draws, Seed

# ISO 3166-1 alpha-3 codes of the tables that compare countries (a test holds the list to the
# tables).
CODES = """
    ALB AUS AUT BEL BGR CAN CHE CYP CZE DEU DNK ESP EST FIN FRA GBR GEO GRC HRV HUN IRL ISL
    ISR ITA JPN KOR LIE LTU LUX LVA MDA MKD MLT NLD NOR NZL POL PRT ROU SRB SVK SVN SWE TUR
    UKR USA
"""
if TYPE_CHECKING:
    Country = str
else:
    Country = Literal[tuple(CODES.split())]


class GermanyElderlyCare(Parameters):
    """Which year is mapped, and which years and Länder are regressed."""

    map_year: Literal[2009, 2011, 2013, 2015, 2019, 2021] = Field(
        2021, description="Year of the map"
    )
    first_year: Literal[2009, 2011] = Field(
        2009,
        description="First year of the panel; the figures of 2009 rest on counts before the census",
    )
    last_year_before_break: Literal[2013, 2015] = Field(
        2015,
        description="Last year of the panel before the definition of care need changed in 2017",
    )
    laender: Literal["all", "west", "east"] = Field(
        "all",
        description="Länder in the models: all, the West or the East, each without city states",
    )


class GermanyDrugCare(Parameters):
    """Over how many years the drug deaths of a Land are taken together."""

    years_pooled: Literal[1, 3, 5] = Field(
        3,
        description="Years taken together at each end of the drug deaths by Land, 2002 to 2011: "
        "small Länder count few deaths a year",
    )


class KreisAssociations(Parameters):
    """Of which year the care mix is."""

    year: Literal[2021, 2023] = Field(
        2021,
        description="Year of the care mix; ages for 2023 are those of 2021",
    )


class Institutions(Parameters):
    """Which countries are set off among all."""

    focus: list[Country] = Field(
        ["NOR", "DEU", "DNK"],
        min_length=1,
        max_length=6,
        description="Countries to set off among all, ISO 3166 alpha-3 codes, e.g. [SWE,AUT]",
        json_schema_extra={"sweep": [["SWE", "AUT"], ["NOR", "DEU"], ["DNK", "SWE", "NLD", "GBR"]]},
    )

    @field_validator("focus")
    @classmethod
    def _once(cls, codes: list[Country]) -> list[Country]:
        if len(set(codes)) < len(codes):
            raise ValueError("each country once")
        return codes


class DiscourseDenmark(Parameters):
    """How the intervals of words that come together in debates are drawn."""

    draws: Draws = 1000
    seed: Seed = 1998


class DiscourseCompared(Parameters):
    """Which years of words are set side by side, and how their intervals are drawn; those of the
    frames come from the chapters of the parliaments.
    """

    period: Literal["own", "common"] = Field(
        "own",
        description="Years of the words: all that each parliament has, or those that all three "
        "have; arguments rest on all",
    )

    draws: Draws = 1000
    seed: Seed = 1998


class Contrast(Institutions):
    """Which countries are read against each other."""

    focus: list[Country] = Field(
        ["NOR", "DEU", "DNK"],
        min_length=1,
        max_length=6,
        description="Countries of the table, ISO 3166 alpha-3 codes, e.g. [SWE,AUT]: the first "
        "social-democratic and the first corporatist one are read against each other, the others "
        "beside them",
        json_schema_extra={"sweep": [["SWE", "AUT"], ["NOR", "DEU"], ["DNK", "DEU", "NOR"]]},
    )
