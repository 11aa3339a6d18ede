"""Choices of the chapters on the literature."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from copro.chapters.parameters import Parameters

Works = Annotated[
    Literal["all", "first_set"],
    Field(
        description="Works that count: all, or those of the first set alone; of works that entered "
        "later the passes were shown country, field and a remark on cooperation"
    ),
]


class LiteratureMap(Parameters):
    """Which works are counted."""

    first_year: int = Field(
        1970, ge=1900, le=2025, description="Earliest year of publication shown"
    )
    works: Works = "all"


class LiteratureFactors(Parameters):
    """Which works are counted."""

    first_year: int = Field(
        1970,
        ge=1900,
        le=2015,
        description="Earliest year of publication counted; works without a year always count",
    )
    works: Works = "all"
    pairs: ClassVar[tuple[Mapping[str, object], ...]] = (
        {"works": "first_set", "first_year": 2015},
    )


class CodingAgreement(Parameters):
    """How agreement is measured."""

    sets: Literal["masi", "jaccard"] = Field(
        "masi",
        description="Distance of two sets of labels: MASI is harder on partial overlap than "
        "Jaccard",
    )
