"""Parameters of the notebooks: one pydantic model each.

The model is the single source of the ``parameters`` cell of the notebook, of the table of
parameters in the book and of the validation. A test fails when a notebook drifts from it.
"""

import difflib
import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from copro.errors import Expected


class ParameterError(Expected):
    """A parameter that a notebook does not have, or a value it does not take."""


class Parameters(BaseModel):
    """Base of all parameter models: unknown names and wrong types are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class LiteratureMap(Parameters):
    """Which works are counted."""

    first_year: int = Field(
        1970, ge=1900, le=2025, description="Earliest year of publication shown"
    )


class LiteratureFactors(Parameters):
    """Which works are counted."""

    first_year: int = Field(
        1970,
        ge=1900,
        le=2015,
        description=("Earliest year of publication counted; works without a year always count"),
    )


class CodingAgreement(Parameters):
    """How agreement is measured."""

    sets: Literal["masi", "jaccard"] = Field(
        "masi",
        description=(
            "Distance of two sets of labels: MASI is harder on partial overlap than Jaccard"
        ),
    )


class Theory(Parameters):
    """The theory has no parameter of its own."""


class NorwayElderlyCare(Parameters):
    """Which cross-section is mapped, and how municipalities are weighted and screened."""

    year: Literal[2023, 2025] = Field(2025, description="Year of the maps of home services")
    min_population: int = Field(
        0,
        ge=0,
        le=100_000,
        description=(
            "Smallest population of a municipality (mean of its years) in the "
            "regressions; 0 keeps all"
        ),
    )
    weights: Literal["none", "population"] = Field(
        "none",
        description=(
            "Weights in the regressions: every municipality counts the same, or by "
            "its inhabitants aged 80+"
        ),
    )


class NorwaySector(Parameters):
    """Which year the work in the sector is shown for."""

    year: Literal[2009, 2010] = Field(
        2010,
        description=("Year of the full-time equivalents by activity; later years have totals only"),
    )


class NorwayPractice(Parameters):
    """How wide the intervals of the survey of care units are."""

    level: Literal[90, 95, 99] = Field(95, description="Level of the Wilson intervals, in percent")


class NorwayDrugCare(Parameters):
    """Whose drug use is shown, and over what time they were asked."""

    age_group: Literal["16-64", "16-30"] = Field("16-64", description="Age of the respondents")
    period: Literal["last_12_months", "ever"] = Field(
        "last_12_months", description=("Use in the last 12 months or at some time in life")
    )


class Discourse(Parameters):
    """Which parliament is read, from which year on."""

    country: Literal["NOR", "DEU", "DNK"] = Field(
        "NOR", description=("Parliament: Storting 1998-2016, Bundestag 2009-2026 or Folketing 2023")
    )
    year_from: int = Field(
        1998,
        ge=1998,
        le=2011,
        description=(
            "First year of the speeches; a period of the frames that begins earlier is left out"
        ),
    )
    draws: int = Field(
        1000, ge=200, le=10_000, description="Draws of the bootstrap over sitting days"
    )
    seed: int = Field(1998, ge=0, le=1_000_000, description="Seed of the bootstrap")


class NorwayCases(Parameters):
    """How the words of the field table of Trætteberg and Enjolras become sets,
    and which outcome of the rural municipalities is explained.
    """

    some_is_discretion: bool = Field(
        False,
        description=(
            "Whether 'some local discretion' counts as discretion; false: only 'much' does"
        ),
    )
    rural_outcome: Literal["volatility", "density"] = Field(
        "volatility",
        description=(
            "What is explained in the rural municipalities: very high volatility or "
            "high density of associations"
        ),
    )


class GermanyElderlyCare(Parameters):
    """Which years are mapped and regressed."""

    map_year: Literal[2009, 2011, 2013, 2015, 2019, 2021] = Field(
        2021, description="Year of the map"
    )
    last_year_before_break: Literal[2013, 2015] = Field(
        2015,
        description=("Last year of the panel before the definition of care need changed in 2017"),
    )


# ISO 3166-1 alpha-3 codes of the tables that compare countries (a test holds the list to the
# tables).
Country = Literal[
    "ALB",
    "AUS",
    "AUT",
    "BEL",
    "BGR",
    "CAN",
    "CHE",
    "CYP",
    "CZE",
    "DEU",
    "DNK",
    "ESP",
    "EST",
    "FIN",
    "FRA",
    "GBR",
    "GEO",
    "GRC",
    "HRV",
    "HUN",
    "IRL",
    "ISL",
    "ISR",
    "ITA",
    "JPN",
    "KOR",
    "LIE",
    "LTU",
    "LUX",
    "LVA",
    "MDA",
    "MKD",
    "MLT",
    "NLD",
    "NOR",
    "NZL",
    "POL",
    "PRT",
    "ROU",
    "SRB",
    "SVK",
    "SVN",
    "SWE",
    "TUR",
    "UKR",
    "USA",
]


class Institutions(Parameters):
    """Which countries are set off among all."""

    focus: list[Country] = Field(
        ["NOR", "DEU", "DNK"],
        min_length=1,
        max_length=6,
        description=("Countries to set off among all, ISO 3166 alpha-3 codes, e.g. [SWE,AUT]"),
    )

    @field_validator("focus")
    @classmethod
    def _once(cls, codes):
        if len(set(codes)) < len(codes):
            raise ValueError("each country once")
        return codes


class GermanySector(Parameters):
    """Printed national figures: nothing to choose."""


class GermanyDrugCare(Parameters):
    """Printed figures: nothing to choose."""


class DenmarkCheck(Parameters):
    """Printed figures: nothing to choose."""


class DiscourseCompared(Parameters):
    """How the intervals of the words are drawn; those of the frames come from the chapters
    of the parliaments.
    """

    draws: int = Field(
        1000, ge=200, le=10_000, description="Draws of the bootstrap over sitting days"
    )
    seed: int = Field(1998, ge=0, le=1_000_000, description="Seed of the bootstrap")


class Contrast(Institutions):
    """Which countries are read against each other."""

    focus: list[Country] = Field(
        ["NOR", "DEU", "DNK"],
        min_length=1,
        max_length=6,
        description=(
            "Countries of the table, ISO 3166 alpha-3 codes, e.g. [SWE,AUT]: the first "
            "social-democratic and the first corporatist one are read against each "
            "other, the others beside them"
        ),
    )


class FramingConditions(Parameters):
    """When a combination of framing conditions counts as leading to high co-production."""

    incl_cut: float = Field(
        0.75,
        ge=0.51,
        le=0.75,
        description=(
            "Least share of high cases in a combination; above 0.75 no combination "
            "of the whole set qualifies"
        ),
    )
    n_cut: int = Field(
        1, ge=1, le=4, description="Least number of cases of a combination; fewer count as none"
    )


class FramingCountries(Parameters):
    """When a combination of institutions counts as going with many or with few volunteers."""

    incl_cut: float = Field(
        0.8,
        ge=0.75,
        le=0.85,
        description=(
            "Least inclusion of a combination; the chapter itself repeats the "
            "analysis from 0.75 to 0.85"
        ),
    )
    n_cut: int = Field(
        1, ge=1, le=3, description="Least number of countries of a combination; fewer count as none"
    )


class Multiverse(Parameters):
    """How the curves are tested, and on how many cores."""

    permutations: int = Field(
        199, ge=99, le=1999, description="Shuffled histories behind each permutation test"
    )
    seed: int = Field(2020, ge=0, le=2**32 - 1, description="Seed of the shuffles")
    workers: int = Field(
        2, ge=1, le=16, description="Processes; the results are the same for any number"
    )


class Verdicts(Parameters):
    """The synthesis has no parameter of its own."""


class PotentialsAndLimits(Parameters):
    """What the survey that would settle the open hypotheses is planned with."""

    power: float = Field(
        0.8,
        ge=0.5,
        le=0.99,
        description=("Chance to find a difference that exists; 0.8 is the usual minimum"),
    )
    alpha: float = Field(
        0.05, ge=0.001, le=0.1, description="Two-sided level of the test; 0.05 is the usual one"
    )
    icc: float = Field(
        0.05,
        ge=0,
        le=0.3,
        description=(
            "Intraclass correlation: how alike answers from one municipality are; the "
            "chapter shows a range around it"
        ),
    )
    response_rate: float = Field(
        0.5,
        ge=0.1,
        le=1,
        description=(
            "Share of those asked who answer; published surveys of the same kind reached "
            "about half to three quarters"
        ),
    )
    cluster_size: int = Field(
        5,
        ge=2,
        le=50,
        description=(
            "Answers of units or associations in each municipality; two at least, one "
            "from each field compared"
        ),
    )


MODELS: dict[str, type[Parameters]] = {
    "literature_map": LiteratureMap,
    "literature_factors": LiteratureFactors,
    "coding_agreement": CodingAgreement,
    "theory": Theory,
    "norway_elderly_care": NorwayElderlyCare,
    "norway_sector": NorwaySector,
    "norway_practice": NorwayPractice,
    "norway_drug_care": NorwayDrugCare,
    "discourse": Discourse,
    "germany_elderly_care": GermanyElderlyCare,
    "institutions": Institutions,
    "germany_sector": GermanySector,
    "germany_drug_care": GermanyDrugCare,
    "denmark_check": DenmarkCheck,
    "discourse_compared": DiscourseCompared,
    "contrast": Contrast,
    "norway_cases": NorwayCases,
    "framing_conditions": FramingConditions,
    "framing_countries": FramingCountries,
    "multiverse": Multiverse,
    "verdicts": Verdicts,
    "potentials_and_limits": PotentialsAndLimits,
}
COUNTRY_HINTS = {"NO": "NOR", "DE": "DEU", "DK": "DNK", "no": "NOR", "de": "DEU", "dk": "DNK"}


def model_of(notebook: str) -> type[Parameters]:
    """Parameter model of a notebook; ``ParameterError`` with the nearest names if there is none."""
    if notebook not in MODELS:
        near = difflib.get_close_matches(notebook, MODELS, n=3, cutoff=0.4) or sorted(MODELS)
        raise ParameterError(f"no notebook {notebook!r}; expected {' or '.join(near)}")
    return MODELS[notebook]


def validate(notebook: str, given: dict) -> Parameters:
    """Parameters of a notebook from ``{name: value}``; strings are read as JSON where they are.

    JSON, not YAML: ``NO`` stays the text NO and never becomes false. Raises
    ``ParameterError`` naming notebook, parameter, what was found and what was expected.
    """
    model = model_of(notebook)
    for name in given:
        if name not in model.model_fields:
            near = difflib.get_close_matches(name, model.model_fields, n=1)
            known = ", ".join(model.model_fields) or "none"
            hint = f"did you mean {near[0]!r}?" if near else f"expected one of: {known}"
            raise ParameterError(f"{notebook}: unknown parameter {name!r}; {hint}")
    try:
        return model(**{name: _read(value) for name, value in given.items()})
    except ValidationError as problem:
        first = problem.errors()[0]
        name, found = ".".join(map(str, first["loc"])), first["input"]
        meant = COUNTRY_HINTS.get(found) if isinstance(found, str) else None
        said = f" (did you mean {meant}? countries are ISO 3166 alpha-3)" if meant else ""
        raise ParameterError(
            f"{notebook}: parameter {name!r}: found {found!r}; expected: {first['msg']}{said}"
        ) from None


def _read(value):
    """A value from the command line: JSON if it is JSON, a list if in brackets, else text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        pass
    if value.startswith("[") and value.endswith("]"):
        return [item.strip() for item in value[1:-1].split(",") if item.strip()]
    return value


def cell_source(model: type[Parameters]) -> str:
    """Source of the ``parameters`` cell that belongs to a model."""
    lines = [f"{name} = {_literal(field.default)}" for name, field in model.model_fields.items()]
    return "\n".join(
        ["# Parameters of this notebook; other values: copro run NAME --set name=value", *lines]
    )


def _literal(value: str | float | list[str]) -> str:
    """The value in Python, with the quotation marks of the formatter."""
    return repr(value) if isinstance(value, (int, float)) else json.dumps(value, ensure_ascii=False)


def changed(parameters: Parameters) -> dict:
    """Only the values that differ from the defaults: what papermill has to inject."""
    defaults = type(parameters)().model_dump()
    return {k: v for k, v in parameters.model_dump().items() if v != defaults[k]}


def describe(model: type[Parameters]) -> list[dict]:
    """Rows of the table of parameters in the book: name, type, default, description."""
    properties = model.model_json_schema().get("properties", {})
    return [
        {
            "name": name,
            "allowed": _allowed(properties[name]),
            "default": field.default,
            "description": field.description,
        }
        for name, field in model.model_fields.items()
    ]


def _allowed(rule: dict) -> str:
    if "enum" in rule:
        return ", ".join(map(str, rule["enum"]))
    if "items" in rule:
        return f"list of: {_allowed(rule['items'])}"
    if "minimum" in rule or "maximum" in rule:
        return f"{rule.get('minimum', 'any')} to {rule.get('maximum', 'any')}"
    return (
        "true or false"
        if rule.get("type") == "boolean"
        else rule.get("const", rule.get("type", ""))
    )
