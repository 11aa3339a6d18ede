"""The profile of a place in plain sentences. Says higher and lower, never better and worse."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from copro.english import listed
from copro.report.words.numbers import number, quantity, typeset

Row = Any  # a row of a frame, as ``itertuples`` gives it
Found = dict[tuple[str, int], Row]  # values of one unit with positions, by indicator and year
SMALL = 100  # below so many people one person moves a share by a percentage point or more


def norway(unit: Row, found: Found) -> list[str]:
    """Sentences on a municipality: how old, who is reached, how small, what is missing.

    ``unit`` has label, group and aged (inhabitants aged 80 or older).
    """
    old, aged = found["aged-80-plus", 2026], int(unit.aged)
    lines = [
        (
            f"In {unit.label}, {_percent(old)} of the inhabitants were 80 or older on "
            f"1 January 2026: {_position(old)} other municipalities of its size class "
            f"(inhabitants: {unit.group}; median {number(old.group_median)} %)."
        )
    ]
    home, nursing = found["home-services", 2025], found["nursing-home", 2025]
    parts = [
        f"{_percent(row)} {what} (median of the class {number(row.group_median)} %; {_above(row)})"
        for row, what in ((home, "used home services"), (nursing, "lived in a nursing home"))
        if _known(row)
    ]
    if parts:
        lines.append(f"Of its inhabitants aged 80 or older, {listed(parts)} at the end of 2025.")
    if aged < SMALL:
        lines.append(
            f"With {aged} inhabitants of that age, one person more or less moves a share of them "
            f"by {number(100 / aged)} percentage points; beds and payments per inhabitant of "
            "that age move about as strongly. A remark beside each such figure says by how much."
        )
    return [typeset(line) for line in lines]


def germany(unit: Row, found: Found) -> list[str]:
    """Sentences on a Kreis: how old, who looks after those in need of care, what is missing.

    ``unit`` has label and group.
    """
    old = found["aged-65-plus", 2022]
    lines = [
        (
            f"In {unit.label}, {_percent(old)} of the inhabitants were 65 or older in 2022: "
            f"{_position(old)} other Kreise of its settlement type ({unit.group}; median "
            f"{number(old.group_median)} %)."
        )
    ]
    words = {
        "cash": "received only the cash allowance for care by relatives",
        "home-care": "were served by a home-care service",
        "residential": "were in full residential care",
    }
    parts = [
        (
            f"{_percent(found[name, 2023])} {what} (median of the type "
            f"{number(found[name, 2023].group_median)} %; {_above(found[name, 2023])})"
        )
        for name, what in words.items()
        if _known(found[name, 2023])
    ]
    if parts:
        lines.append(
            (f"Of the persons in need of care there in December 2023, {listed(parts)}")
            + (
                "; the rest had care grade 1 without benefits."
                if _known(found["grade-1", 2023])
                else "."
            )
        )
    return [typeset(line) for line in lines]


SENTENCES: dict[str, Callable[[Row, Found], list[str]]] = {"NOR": norway, "DEU": germany}


def small(base: int, unit: str) -> str:
    """The remark on a figure that is divided by fewer than ``SMALL`` people aged 80 or older."""
    by = (
        f"{number(100 / base)} percentage points"
        if unit == "percent"
        else f"about {number(100 / base)} %"
    )
    return typeset(
        f"Divided by only {base} people aged 80 or older: one person more or less moves it by {by}."
    )


def missing(rows: list[tuple[str, int]]) -> list[str]:
    """One sentence that names what has no value, from labels and years;
    none if nothing is missing.
    """
    if not rows:
        return []
    names = "; ".join(f"{label[:1].lower()}{label[1:]} ({year})" for label, year in rows)
    return [f"No value: {names}. The table gives the reason."]


def position(lower: int, equal: int, others: int) -> str:
    """``higher than in 3, lower than in 5 and the same as in 1 of the 9``:
    a place among the others.
    """
    parts = {"higher than": lower, "lower than": others - lower - equal, "the same as": equal}
    named = [f"{words} in {count}" for words, count in parts.items() if count]
    if len(named) == 1:
        return next(f"{words} in all {count}" for words, count in parts.items() if count)
    return f"{listed(named)} of the {others}"


def _position(row: Row) -> str:
    return position(int(row.lower_n), int(row.equal_n), int(row.group_n) - 1)


def _above(row: Row) -> str:
    return f"higher than in {int(row.lower_n)} of {int(row.group_n) - 1}"


def _percent(row: Row) -> str:
    return quantity(row.shown, "percent")


def _known(row: Row) -> bool:
    return bool(pd.notna(row.value))
