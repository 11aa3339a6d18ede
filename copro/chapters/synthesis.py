"""Choices of the chapters of the synthesis."""

from pydantic import Field

from copro.chapters.parameters import Parameters


class FramingConditions(Parameters):
    """When a combination of framing conditions counts as leading to high co-production."""

    incl_cut: float = Field(
        0.75,
        ge=0.51,
        le=0.75,
        description="Least share of high cases in a combination; above 0.75 no combination of the "
        "whole set qualifies",
    )
    n_cut: int = Field(
        1, ge=1, le=4, description="Least number of cases of a combination; fewer count as none"
    )
    # Below 88 need would have a direction, and the verdicts name the share of the book.
    keep: float = Field(
        97.5,
        ge=90,
        le=97.5,
        description="Draws of studies that must keep a direction before it is trusted, in percent",
        json_schema_extra={"sweep": [90.0]},
    )


class FramingCountries(Parameters):
    """When a combination of institutions counts as going with many or with few volunteers."""

    incl_cut: float = Field(
        0.8,
        ge=0.75,
        le=0.85,
        description="Least inclusion of a combination; the chapter itself repeats the analysis "
        "from 0.75 to 0.85",
    )


class WhatPeopleGet(Parameters):
    """What the two passes must have in common before a direction is told."""

    least_alpha: float = Field(
        0.667,
        ge=0.667,
        le=0.8,
        description="Agreement of the passes from which a direction is told (Krippendorff's "
        "alpha); 0.667 is the least for a tentative conclusion, 0.8 the usual one for a firm "
        "conclusion",
        json_schema_extra={"sweep": [0.8]},
    )
    least_studies: int = Field(
        5,
        ge=5,
        le=10,
        description="Least number of studies in each pass from which a direction is told",
        json_schema_extra={"sweep": [10]},
    )


class Multiverse(Parameters):
    """How the curves are tested."""

    permutations: int = Field(
        199, ge=99, le=999, description="Shuffled histories behind each permutation test"
    )
    seed: int = Field(
        2020,
        ge=0,
        le=2**32 - 1,
        description="Seed of the shuffles",
        json_schema_extra={"sweep": [0]},  # one other stands for all
    )


class PotentialsAndLimits(Parameters):
    """What the survey that would settle the open hypotheses is planned with."""

    power: float = Field(
        0.8,
        ge=0.5,
        le=0.99,
        description="Chance to find a difference that exists; 0.8 is the usual minimum",
    )
    alpha: float = Field(
        0.05, ge=0.001, le=0.1, description="Two-sided level of the test; 0.05 is the usual one"
    )
    icc: float = Field(
        0.05,
        ge=0,
        le=0.3,
        description="Intraclass correlation: how alike answers from one municipality are; the "
        "chapter shows a range around it",
    )
    response_rate: float = Field(
        0.5,
        ge=0.1,
        le=1,
        description="Share of those asked who answer; published surveys of the same kind reached "
        "about half to three quarters",
    )
    cluster_size: int = Field(
        5,
        ge=2,
        le=50,
        description="Answers of units or associations in each municipality; two at least, one from "
        "each field compared",
    )
