"""What people get from working together: published figures by the group that was asked.

They differ in wording, unit and year: they stand side by side and are not ranked.
Sources: the tables named in ``TABLES``.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from copro.measures.shared.country import DENMARK, GERMANY, NORWAY
from copro.measures.shared.published import pick


class Figure(NamedTuple):
    """A printed figure: the group that it speaks of, words for it, its table and its row."""

    group: str
    words: str
    table: str
    where: Mapping[str, Any]


_GERMANY = "published/de_koproduktion_2014"
_REFUGEES = "published/de_municipal_surveys_refugees_2016"
_CARE = "published/no_population_ltc_volunteering_2014"
_ASSOCIATIONS = "published/dk_healthy_ageing_association_surveys"
EVER = Figure(
    "Citizens and users",
    "Citizens who ever worked with their municipality for children or seniors",
    _GERMANY,
    {
        "indicator": "citizens who have ever worked together with their municipality "
        "to improve the situation of children or seniors"
    },
)
POTENTIAL = Figure(
    "Staff",
    "Staff of administrations and nonprofits who rate the potential as high",
    _GERMANY,
    {
        "indicator": "employees of local administrations and nonprofit organisations who rate the "
        "potential of co-production as high"
    },
)
CENTRAL = Figure(
    "Municipalities",
    "Municipalities that stress volunteers as the central resource for refugees",
    _REFUGEES,
    {"indicator": "municipalities that stress strong voluntary engagement as the central resource"},
)
FIGURES = (
    EVER,
    Figure(
        "Citizens and users",
        "Citizens who want better involvement",
        _GERMANY,
        {"indicator": "citizens who want better involvement"},
    ),
    Figure(
        "Volunteers",
        "Citizens willing to give more hours to young or older people",
        _GERMANY,
        {"subgroup": "lower of the two shares"},
    ),
    Figure(
        "Volunteers",
        "Population that volunteers in care",
        _CARE,
        {"subgroup": "voluntary work in the care field"},
    ),
    Figure(
        "Volunteers",
        "Volunteers' share of work in the third sector",
        "published/eu_third_sector_2014",
        {"indicator": "volunteers as share of the third-sector workforce"},
    ),
    POTENTIAL,
    Figure(
        "Staff",
        "Care units with volunteer activities",
        "published/no_ltc_units_volunteer_activities_2015",
        {"indicator": "units with one or more volunteer activities"},
    ),
    Figure(
        "Associations",
        "Associations asked about health and older people",
        _ASSOCIATIONS,
        {"indicator": "associations surveyed"},
    ),
    Figure(
        "Associations",
        "Of these, answered",
        _ASSOCIATIONS,
        {"indicator": "associations that answered"},
    ),
    CENTRAL,
    Figure(
        "Municipalities",
        "Municipalities that point to active refugee initiatives",
        _REFUGEES,
        {"indicator": "municipalities that point to active welcome or refugee initiatives"},
    ),
    Figure(
        "Municipalities",
        "Municipalities asked what helps volunteering",
        "published/de_municipal_engagement_promotion",
        {"indicator": "municipalities in the online survey"},
    ),
)
TABLES = tuple(dict.fromkeys(figure.table for figure in FIGURES))
PLACES = {c.iso2: c.name for c in (NORWAY, GERMANY, DENMARK)} | {"EU28+NO": "EU and Norway"}


def row_of(figure: Figure, frames: Mapping[str, pd.DataFrame]) -> pd.Series:
    """The row of its table on which a figure rests; ``frames`` are the tables by name."""
    return pick(frames[figure.table], **figure.where)


def answer(row: pd.Series) -> str:
    """What was printed: its own words where it was printed in words, else the number with "%" for
    shares and "nearly" where the table says so.

    >>> answer(pd.Series({"value": 83.0, "unit": "percent of units", "value_text": None}))
    '83 %'
    >>> answer(pd.Series({"value": 1060.0, "unit": "count", "value_text": None}))
    '1,060'
    """
    if pd.notna(row["value_text"]):
        return str(row["value_text"])
    if not str(row["unit"]).startswith("percent"):
        return f"{row['value']:,.0f}"
    return f"{'nearly ' if '(nearly)' in row['unit'] else ''}{row['value']:g} %"


def said(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Every figure, a row each: group, words, answer, place, year."""
    rows = []
    for figure in FIGURES:
        row = row_of(figure, frames)
        rows.append(
            (
                figure.group,
                figure.words,
                answer(row),
                PLACES[row["country"]],
                f"{row['reference_year']:.0f}",
            )
        )
    return pd.DataFrame(rows, columns=["group", "words", "answer", "place", "year"])


def asking_users(frames: Mapping[str, pd.DataFrame]) -> int:
    """Tables whose figures come from users of a service."""
    return sum(
        frame["unit_of_analysis"].str.contains("user", case=False).any()
        for frame in frames.values()
    )
