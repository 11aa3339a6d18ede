"""The profile of a place in plain sentences. Says higher and lower, never better and worse."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from copro.english import number_word
from copro.report.words.numbers import number, quantity, typeset

Row = Any  # a row of a frame, as ``itertuples`` gives it
Found = dict[tuple[str, int], Row]  # values of one unit with positions, by indicator and year
SMALL = 100  # below so many people one person moves a share by a percentage point or more


def norway(unit: Row, found: Found) -> list[str]:
    """Sentences on a municipality: how old, who is reached, how small.

    ``unit`` has label, group and aged (inhabitants aged 80 or over).
    """
    old, aged = found["aged-80-plus", 2026], int(unit.aged)
    group = str(unit.group).replace("and over", "or more")
    lines = [
        (
            f"In {unit.label}, {_percent(old)} of the inhabitants were 80 or older on "
            f"1 January 2026. That is {_rank(old, f' municipalities with {group} inhabitants')} "
            f"({_typical(old)})."
        )
    ]
    parts = [
        f"Of its people aged 80 or over, {_percent(row)} {what} at the end of 2025: {_placed(row)}."
        for name, what in (
            ("home-services", "used home services"),
            ("nursing-home", "lived in a nursing home"),
        )
        if _known(row := found[name, 2025])
    ]
    if parts:
        lines.append(" ".join(parts))
    if aged < SMALL:
        lines.append(
            f"Only {aged} people here are 80 or over, so one person changes a share of them by "
            f"{number(100 / aged)} percentage points. Read these figures with care."
        )
    return [typeset(line) for line in lines]


def germany(unit: Row, found: Found) -> list[str]:
    """Sentences on a Kreis: how old, and who looks after people in need of care.

    ``unit`` has label and group.
    """
    old = found["aged-65-plus", 2022]
    lines = [
        (
            f"In {unit.label}, {_percent(old)} of the inhabitants were 65 or older in 2022. "
            f"That is {_rank(old, ' Kreise of its settlement type')} ({unit.group}; "
            f"{_typical(old)})."
        )
    ]
    words = {
        "cash": "{} received only the cash allowance for care by relatives",
        "home-care": "home-care services looked after {}",
        "residential": "{} lived in full residential care",
    }
    parts = [
        f"Of the people in need of care there, {said.format(_percent(row))}: {_placed(row)}."
        for name, said in words.items()
        if _known(row := found[name, 2023])
    ]
    if parts:
        parts[0] = parts[0].replace(" there,", " there in December 2023,")
        rest = ["The rest had care grade 1 without benefits."] * _known(found["grade-1", 2023])
        lines.append(" ".join([*parts, *rest]))
    return [typeset(line) for line in lines]


SENTENCES: dict[str, Callable[[Row, Found], list[str]]] = {"NOR": norway, "DEU": germany}


def small(base: int, unit: str) -> str:
    """The remark on a figure that is divided by fewer than ``SMALL`` people aged 80 or over."""
    by = (
        f"{number(100 / base)} percentage points"
        if unit == "percent"
        else f"about {number(100 / base)} %"
    )
    return typeset(
        f"Divided by only {base} people aged 80 or over: one person more or less "
        f"changes it by {by}."
    )


def missing(rows: list[tuple[str, int]]) -> list[str]:
    """One sentence that names what has no value, from labels and years;
    none if nothing is missing.
    """
    if not rows:
        return []
    names = "; ".join(f"{label[:1].lower()}{label[1:]} ({year})" for label, year in rows)
    return [f"No value: {names}. The table gives the reason."]


def rank(lower: int, equal: int, all: int, whom: str = "") -> str:
    """Where a place lies among all of its group (``whom``), counted from the nearer end.

    >>> rank(8, 0, 21, " municipalities"), rank(20, 0, 21)
    ('the 9th lowest of the 21 municipalities', 'the highest of the 21')
    >>> rank(1, 2, 21)
    'the 2nd lowest of the 21, as in two others'
    """
    below, above = lower + 1, all - lower - equal
    place, end = min((below, "lowest"), (above, "highest"), key=lambda one: one[0])
    if equal == all - 1:
        return f"the same as in all of the {all}{whom}"
    shared = f", as in {number_word(equal)} other{'s' * (equal > 1)}" if equal else ""
    return f"the {ordinal(place) + ' ' if place > 1 else ''}{end} of the {all}{whom}{shared}"


def ordinal(n: int) -> str:
    """A place in digits.

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 112, 121)]
    ['1st', '2nd', '3rd', '4th', '11th', '112th', '121st']
    """
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def _rank(row: Row, whom: str = "") -> str:
    return rank(int(row.lower_n), int(row.equal_n), int(row.group_n), whom)


def _typical(row: Row) -> str:
    return f"typical: {number(row.group_median)} %"


def _placed(row: Row) -> str:
    return f"{_rank(row)} ({_typical(row)})"


def _percent(row: Row) -> str:
    return quantity(row.shown, "percent")


def _known(row: Row) -> bool:
    return bool(pd.notna(row.value))
