"""Choices that several chapters offer."""

from typing import Annotated

from pydantic import Field

Draws = Annotated[
    int, Field(ge=200, le=10_000, description="Draws of the bootstrap over sitting days")
]
Seed = Annotated[
    int,
    Field(
        ge=0,
        le=1_000_000,
        description="Seed of the bootstrap",
        json_schema_extra={"sweep": [0]},  # one other stands for all
    ),
]
