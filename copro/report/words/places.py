"""The profile of a place in plain sentences, in four languages; higher and lower, never better.

The texts stand in ``book/words/places.json`` (sentences, labels of the page) and
``book/words/indicators.json`` (indicators, units, groups, reasons for a missing value).
"""

from collections.abc import Callable
from typing import Any

import pandas as pd

from copro.report.words.languages import number, words
from copro.report.words.numbers import THIN, typeset

Row = Any  # a row of a frame, as ``itertuples`` gives it
Found = dict[tuple[str, int], Row]  # values of one unit with positions, by indicator and year
SMALL = 100  # below so many people one person moves a share by a percentage point or more


def norway(unit: Row, found: Found, language: str) -> list[str]:
    """Sentences on a municipality: how old, who is reached, how small.

    ``unit`` has label, group and aged (inhabitants aged 80 or over).
    """
    say = words("places", language)
    lines = [_told("NOR.old", unit, found["aged-80-plus", 2026], language, whom="whom.NOR")]
    parts = [
        _told(f"NOR.{name}", unit, row, language)
        for name in ("home-services", "nursing-home")
        if _known(row := found[name, 2025])
    ]
    if parts:
        lines.append(" ".join(parts))
    if int(unit.aged) < SMALL:
        by = number(100 / unit.aged, 1, language)
        lines.append(say["few"].format(n=int(unit.aged), by=by))
    return [typeset(line) for line in lines]


def germany(unit: Row, found: Found, language: str) -> list[str]:
    """Sentences on a Kreis: how old, and who looks after people in need of care.

    ``unit`` has label and group.
    """
    lines = [_told("DEU.old", unit, found["aged-65-plus", 2022], language, whom="whom.DEU")]
    parts = [
        _told(f"DEU.{name}", unit, row, language)
        for name in ("cash", "home-care", "residential")
        if _known(row := found[name, 2023])
    ]
    if parts and _known(found["grade-1", 2023]):
        parts.append(words("places", language)["DEU.rest"])
    return [typeset(line) for line in [*lines, " ".join(parts)] if line]


def denmark(unit: Row, found: Found, language: str) -> list[str]:
    """Sentences on a Danish municipality: how old, how long a life, whose nursing homes.

    ``unit`` has label and group.
    """
    say = words("places", language)
    change = found["growth-80-plus", 2020]
    lines = [
        _told("DNK.old", unit, found["aged-80-plus", 2020], language, whom="whom.DNK"),
        _told(f"DNK.{grew(change.shown)}", unit, change, language),
    ]
    if _known(life := found["life-expectancy", 2019]):
        lines.append(say["DNK.life"].format(value=number(life.shown, 1, language)))
    homes, dwellings = (found[name, 2026].value for name in ("nursing-homes", "dwellings"))
    own = found["self-owning", 2026]
    lines.append(
        say["DNK.homes"].format(
            n=number(homes, 0, language),
            dwellings=number(dwellings, 0, language),
            value=_percent(own.shown, language),
            typical=_typical(own, language),
        )
    )
    return [typeset(line) for line in lines]


Say = Callable[[Row, Found, str], list[str]]
SENTENCES: dict[str, Say] = {"NOR": norway, "DEU": germany, "DNK": denmark}


def ahead(place: str, row: Row, of: Row, language: str) -> str:
    """How many people aged 80 or over a place may have, how sure that is, and how it was tested.

    ``row`` has now, people, low and high; ``of`` then, target, step and tested
    (``measures.shared.oldest.Ahead``).
    """
    people = {name: number(row[name], 0, language) for name in ("now", "people", "low", "high")}
    return typeset(
        words("places", language)["ahead"].format(
            place=place,
            year=of.target,
            then=of.then,
            step=of.step,
            years=of.target - of.then,
            tested=number(of.tested, 0, language),
            **people,
        )
    )


def grew(change: float) -> str:
    """Which sentence tells of a change: that of a fall only where the number fell.

    >>> grew(3.1), grew(0.0), grew(-2.0)
    ('grew', 'grew', 'fell')
    """
    return "fell" if change < 0 else "grew"


def small(base: int, unit: str, language: str) -> str:
    """The remark on a figure that is divided by fewer than ``SMALL`` people aged 80 or over."""
    text = words("places", language)["small.percent" if unit == "percent" else "small.other"]
    return typeset(text.format(n=base, by=number(100 / base, 1, language)))


def missing(rows: list[tuple[str, int]], language: str) -> list[str]:
    """One sentence that names what has no value, from labels and years;
    none if nothing is missing.
    """
    if not rows:
        return []
    if language != "de":
        rows = [(label[:1].lower() + label[1:], year) for label, year in rows]
    names = "; ".join(f"{label} ({year})" for label, year in rows)
    return [words("places", language)["no_value"].format(list=names)]


def rank(lower: int, equal: int, all: int, language: str, whom: str = "") -> str:
    """Where a place lies among all of its group (``whom``), counted from the nearer end.

    >>> rank(8, 0, 21, "en", " municipalities"), rank(20, 0, 21, "en")
    ('the 9th lowest of the 21 municipalities', 'the highest of the 21')
    >>> rank(1, 2, 21, "en"), rank(8, 0, 21, "nb")
    ('the 2nd lowest of the 21, as in 2 others', 'nr. 9 fra bunnen av 21')
    """
    say = words("places", language)
    low = from_below(lower, equal, all)
    place = lower + 1 if low else all - lower - equal
    if equal == all - 1:
        return say["rank.same"].format(all=all, whom=whom)
    text = say[("rank.low" if low else "rank.high") + ("" if place > 1 else "est")]
    shared = say["rank.shared_one" if equal == 1 else "rank.shared"].format(n=equal)
    return text.format(n=nth(place, language), all=all, whom=whom) + (shared if equal else "")


def nth(n: int, language: str) -> str:
    """A place in digits, with its ending in English.

    >>> [nth(n, "en") for n in (1, 2, 3, 4, 11, 112, 121)], nth(3, "nb")
    (['1st', '2nd', '3rd', '4th', '11th', '112th', '121st'], '3')
    """
    if language != "en":
        return str(n)
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def from_below(lower: int, equal: int, all: int) -> bool:
    """Whether the rank of a place is counted from the lowest: the nearer end."""
    return lower + 1 <= all - lower - equal


def chance(row: Row, language: str) -> str:
    """Between which ranks chance could put a place, from the end from which its rank is counted.

    Empty if no number of persons is known. ``row`` has lower_n, equal_n, group_n, rank_low and
    rank_high (see ``measures.shared.profiles.ranked``).
    """
    if pd.isna(row.rank_low):
        return ""
    say, (low, high) = words("places", language), (int(row.rank_low), int(row.rank_high))
    if low == high:
        return say["chance_none"]
    below = from_below(int(row.lower_n), int(row.equal_n), int(row.group_n))
    if not below:
        low, high = int(row.group_n) + 1 - high, int(row.group_n) + 1 - low
    ends = {"low": nth(low, language), "high": nth(high, language)}
    return say["chance.low" if below else "chance.high"].format(**ends)


def _told(name: str, unit: Row, row: Row, language: str, whom: str = "") -> str:
    """A sentence with value, rank and typical value, and how far chance could move the rank."""
    say = words("places", language)
    group = words("indicators", language)[f"group.{unit.group}"] if whom else ""
    among = say[whom].format(group=group) if whom else ""
    change = name.endswith(("grew", "fell"))  # the verb says the direction of the value
    text = say[name].format(
        place=unit.label,
        value=_percent(abs(row.shown) if change else row.shown, language),
        rank=rank(int(row.lower_n), int(row.equal_n), int(row.group_n), language, among),
        typical=_typical(row, language, signed=change),
    )
    return f"{text} {chance(row, language)}".strip()


def _typical(row: Row, language: str, signed: bool = False) -> str:
    value = "+" * (signed and row.group_median > 0) + _percent(row.group_median, language)
    return words("places", language)["typical"].format(value=value)


def _percent(value: float, language: str) -> str:
    return number(value, 1, language) + f"{THIN}%"


def _known(row: Row) -> bool:
    return bool(pd.notna(row.value))
