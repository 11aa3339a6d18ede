"""The contrast of welfare regimes (H7), point by point.

H7: in a corporatist welfare state associations are the main providers (they have more than half),
in a social-democratic one they complement public provision. A point is one measure on which the
two should differ. *Same definition*: one table for all countries. *Parallel measure*: figures that
are alike and not the same; they come from claims of earlier chapters, so that no number is computed
twice, and each is set against a limit within its own country (half of the places, any talk of the
same parliament).

Units: percent, index points, "times". A value whose year is not printed is shown and not read, and
so is one that stands alone: H7 compares two countries.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from copro.measures.countries import indicators as inst
from copro.measures.shared.stated import Said, Stated

SAME, PARALLEL = "same definition", "parallel measure"
HALF = 50  # percent: from here on an owner provides most of the places
FOR, AGAINST, SILENT = "as expected", "the other way", "no answer"
REGIMES = "countries/welfare_regime_analyst_coding"
SOCIAL, CORPORATIST = "social_democratic", "conservative"  # the words of the table
OWNERS = "germany/care_provider_ownership_1999_2021"
DANISH = "denmark/nursing_homes_by_owner_2026"
ROLE, PAID, ROOM, TALK, GIVEN, DUTY = (
    "Who provides: ",
    "Who pays",
    "Who decides",
    "What is said in parliament",
    "Who volunteers",
    "Who is held responsible",
)
# Why spending by level of government is shown and not read.
LEVELS = "shows which level of government pays, not who provides"


@dataclass(frozen=True)
class Point:
    """One measure, and what H7 expects of it.

    ``high`` is the regime of which H7 expects the higher value. ``rule`` is "limit" (each country
    lies on its own side of ``limit``), "intervals" (the intervals lie apart), "spread" (the
    difference is at least half the distance between the quartiles of all countries) or "shown"
    (placed beside the others and never read, ``says`` tells why).
    """

    key: str
    theme: str
    measure: str
    high: str
    rule: Literal["limit", "intervals", "spread", "shown"]
    unit: str = "%"
    badge: str = SAME
    limit: float = HALF
    says: str = "half"


POINTS = (
    Point(
        "places",
        ROLE + "care institutions",
        "Places held by non-profit owners",
        CORPORATIST,
        "limit",
        badge=PARALLEL,
    ),
    Point(
        "public",
        ROLE + "care institutions",
        "Places held by public owners",
        SOCIAL,
        "limit",
        badge=PARALLEL,
    ),
    Point(
        "home",
        ROLE + "home care",
        "Clients of non-profit services",
        CORPORATIST,
        "limit",
        badge=PARALLEL,
    ),
    Point(
        "drug",
        ROLE + "drug treatment",
        "Non-profit share (Norway: inpatient places, Germany: facilities)",
        CORPORATIST,
        "limit",
        badge=PARALLEL,
    ),
    Point(
        "funding",
        PAID,
        "Government's part of the money of the voluntary sector",
        CORPORATIST,
        "limit",
        badge=PARALLEL,
    ),
    Point(
        "local_social",
        PAID,
        "Municipal share of public spending on social protection",
        SOCIAL,
        "shown",
        says=LEVELS,
    ),
    Point(
        "local_health",
        PAID,
        "Municipal share of public spending on health",
        SOCIAL,
        "shown",
        says=LEVELS,
    ),
    Point(
        "local_autonomy",
        ROOM,
        "Autonomy of municipalities (Local Autonomy Index)",
        CORPORATIST,
        "spread",
        "points",
    ),
    Point(
        "regional_authority",
        ROOM,
        "Authority of regions (Regional Authority Index)",
        CORPORATIST,
        "spread",
        "points",
    ),
    Point("local_tax", ROOM, "Municipal share of taxes", CORPORATIST, "spread"),
    Point(
        "leisure",
        TALK,
        "Associations named with elderly care, relative to culture and leisure",
        CORPORATIST,
        "limit",
        "times",
        PARALLEL,
        1,
        "culture and leisure",
    ),
    Point("volunteering", GIVEN, "Volunteered in the past month", SOCIAL, "spread"),
    Point(
        "duty_1990", DUTY, "Government definitely responsible in old age, 1990", SOCIAL, "intervals"
    ),
    Point(
        "duty_2016", DUTY, "Government definitely responsible in old age, 2016", SOCIAL, "intervals"
    ),
)
BY_KEY = {p.key: p for p in POINTS}
MINUTES = "disc-{}-size"  # years of the minutes: as the claim of this id says
# Point, country, how the claims are read, their ids, year(s): "value" (their sum), "at most" (the
# share of all private owners bounds that of non-profit ones), "between" (the owners known to be
# non-profit, and those that may be), "listed" (of a list that lacks a few homes; owners
# that are not stated may be of this kind too), "rest" (100 less the value), "most" (a word: more
# than half), "over" (the first over the second).
CLAIMED = (
    ("places", "NOR", "value", ("no-sector-nonprofit-places-2014",), "2014"),
    ("places", "DEU", "value", ("de-sector-places-2015",), "2015"),
    ("places", "DNK", "between", ("dk-homes-self-owning", "dk-homes-nonprofit-most"), "2026"),
    ("public", "NOR", "rest", ("dk-norway-private",), "2014"),
    ("public", "DNK", "listed", ("dk-homes-municipal",), "2026"),
    ("home", "DEU", "at most the rest", ("de-sector-home-care",), "2015"),
    ("drug", "NOR", "at most", ("no-drug-private-2016",), "2016"),
    ("drug", "DEU", "most", ("de-drug-charitable",), ""),
    ("funding", "NOR", "value", ("no-sector-funding-state", "no-sector-funding-municipal"), "2018"),
    ("leisure", "NOR", "over", ("disc-nor-field-elderly", "disc-nor-field-culture"), MINUTES),
    ("leisure", "DEU", "over", ("disc-deu-field-elderly", "disc-deu-field-culture"), MINUTES),
)
# Tables of the points on one definition, and those of the names of countries.
SHARED = (inst.FISCAL, inst.LOCAL, inst.REGIONAL, inst.GIVING, inst.ATTITUDES)
COLUMNS = ["key", "iso3", "value", "low", "high", "years", "note"]
Bounded = tuple[
    float | None, float, float
]  # value (None where only its bounds are known), low, high


def pair(focus: list[str], regimes: pd.DataFrame) -> tuple[str | None, str | None]:
    """The first social-democratic and the first conservative (corporatist) country of ``focus``,
    or None.
    """
    coded = regimes.set_index("iso3")["welfare_regime"]
    kinds = [coded.get(code) for code in focus]
    social, corporatist = (
        next((c for c, kind in zip(focus, kinds) if kind == wanted), None)
        for wanted in (SOCIAL, CORPORATIST)
    )
    return social, corporatist


def behind(ledger: Said) -> list[str]:
    """Names of the tables behind the figures that are read against each other: that of
    ``public_places``, then those of the claims of earlier chapters in the order of ``CLAIMED``.
    Raises ``KeyError`` for a claim that is not there.
    """
    named = [name for *_, ids, _ in CLAIMED for i in ids for name in ledger[i].tables]
    return list(dict.fromkeys([OWNERS, *named]))


def claimed(ledger: Said) -> pd.DataFrame:
    """The parallel figures from the claims of earlier chapters, a row a point and country
    (``COLUMNS``).

    ``low`` and ``high`` bound the value: the interval of the claim, or what the printed figure
    leaves open; ``value`` is missing where only bounds are known, and ``note`` has them in words.
    Raises ``KeyError`` for a claim that is not there.
    """
    rows = [
        (key, iso3, *READ[how](*(ledger[i] for i in ids)), _years(ledger, iso3, years))
        for key, iso3, how, ids, years in CLAIMED
    ]
    out = pd.DataFrame(rows, columns=COLUMNS[:-1]).astype(
        {"value": float, "low": float, "high": float}
    )
    bounded = out["value"].isna()
    words = [
        _bounds(how, low, high)
        for (_, _, how, *_), low, high in zip(CLAIMED, out["low"], out["high"])
    ]
    return out.assign(note=pd.Series(words, out.index).where(bounded))


def _years(ledger: Said, iso3: str, years: str) -> str:
    """Years of a row: as noted, or those of the minutes that its chapter has read."""
    if years != MINUTES:
        return years
    first, last = re.findall(r"\b\d{4}\b", ledger[MINUTES.format(iso3.lower())].sentence)[:2]
    return f"{first}–{last}"


def _bounds(how: str, low: float, high: float) -> str:
    return {
        "most": "most",
        "listed": f"{low:.1f} % of the list",
        "between": f"{low:.1f} to {high:.1f} % of the list",
    }.get(how, f"at most {high:.1f} %")


def _value(*claims: Stated) -> Bounded:
    total = sum(claim.value for claim in claims)
    low, high = claims[0].interval or (total, total)
    return total, low, high


def _over(first: Stated, second: Stated) -> Bounded:
    assert first.interval and second.interval, f"{first.id} and {second.id} have intervals"
    (low, high), (least, most) = first.interval, second.interval
    return first.value / second.value, low / most, high / least


READ: dict[str, Callable[..., Bounded]] = {
    "value": _value,
    "over": _over,
    "at most": lambda c: (None, 0, c.value),
    "rest": lambda c: (100 - c.value,) * 3,
    "at most the rest": lambda c: (None, 0, 100 - c.value),
    "between": lambda known, most: (None, known.value, most.value),
    "listed": lambda c: (None, c.value, 100),
    "most": lambda c: (None, HALF + 1e-9, 100),
}


def public_places(owners: pd.DataFrame, year: int) -> pd.DataFrame:
    """Public share of the places in German nursing homes as a row of ``COLUMNS``;
    takes ``germany.sector.ownership``.
    """
    one = owners[
        (owners["panel"] == "Places in nursing homes")
        & (owners["year"] == year)
        & (owners["owner"] == "Public")
    ]
    share = float(one["share_pct"].iloc[0])
    return pd.DataFrame([("public", "DEU", share, share, share, str(year), None)], columns=COLUMNS)


def shared(now: pd.DataFrame) -> pd.DataFrame:
    """Points on one definition, all countries, without intervals (``COLUMNS``);
    takes ``countries.indicators.latest``.
    """
    own = now[now["key"].isin([p.key for p in POINTS if p.rule in ("spread", "shown")])]
    return own.assign(low=own["value"], high=own["value"], note=None)[COLUMNS]


def duty(views: pd.DataFrame) -> pd.DataFrame:
    """Government's responsibility in old age in 1990 and 2016 (``COLUMNS``); takes
    ``countries.indicators.attitudes`` with ``low`` and ``high``. A country in parts (Germany
    1990) has no value of its own: its bounds cover the parts.
    """
    own = views[views["year"].isin([1990, 2016])]
    own = own.assign(words=own["group"] + own["share_pct"].map(" {:.1f} %".format))
    rows = own.groupby(["year", "iso3"], as_index=False).agg(
        value=("share_pct", "mean"),
        low=("low", "min"),
        high=("high", "max"),
        parts=("group", "size"),
        note=("words", ", ".join),
    )
    rows["value"], rows["note"] = (
        rows["value"].where(rows["parts"] == 1),
        rows["note"].where(rows["parts"] > 1),
    )
    return rows.assign(key="duty_" + rows["year"].astype(str), years=rows["year"].astype(str))[
        COLUMNS
    ]


def least_difference(now: pd.DataFrame, factor: float = 0.5) -> pd.Series:
    """By indicator: ``factor`` times the distance between the quartiles of all countries
    with a value.
    """
    grouped = now.groupby("key")["value"]
    return factor * (grouped.quantile(0.75) - grouped.quantile(0.25))


def readings(
    values: pd.DataFrame,
    social: str | None,
    corporatist: str | None,
    least: pd.Series,
    names: pd.Series,
) -> pd.DataFrame:
    """The reading of every point for two countries, by the rule of the point: key, theme, badge,
    reading, why, ``compared`` (False where a figure is missing, undated or leaves both sides open).
    """
    known = values.set_index(["key", "iso3"])
    rows = []
    for p in POINTS:
        if social is None or corporatist is None:
            reading, why, compared = SILENT, "no country of one of the two regimes is chosen", False
        else:
            one, other = (
                known.loc[(p.key, c)] if (p.key, c) in known.index else None
                for c in (social, corporatist)
            )
            reading, why, compared = _read(
                p, one, other, least.get(p.key), names[social], names[corporatist]
            )
        rows.append((p.key, p.theme, p.badge, reading, why, compared))
    return pd.DataFrame(rows, columns=["key", "theme", "badge", "reading", "why", "compared"])


def _read(
    p: Point,
    social: pd.Series | None,
    corporatist: pd.Series | None,
    least: float,
    social_name: str,
    corporatist_name: str,
) -> tuple[str, str, bool]:
    rows = {social_name: social, corporatist_name: corporatist}
    known = {name: row for name, row in rows.items() if row is not None and row["years"]}
    if len(known) < len(rows):
        unread = [
            f"{name}: {'no value' if row is None else 'no year is printed'}"
            for name, row in rows.items()
            if name not in known
        ]
        return SILENT, "; ".join(unread), False
    if p.rule == "shown":
        return SILENT, p.says, False
    if p.rule == "limit":
        return _read_at_limit(p, known, social_name)
    if p.rule == "intervals":
        return _read_by_intervals(p, known, social_name)
    return _read_by_difference(p, known, social_name, least)


def _read_at_limit(p: Point, rows: dict[str, pd.Series], social_name: str) -> tuple[str, str, bool]:
    """Each country on its own side of the limit."""
    wanted = {name: (p.high == SOCIAL) == (name == social_name) for name in rows}
    sides = {name: above(row, p.limit) for name, row in rows.items()}
    words = {name: f"{name} {_side(side)} {p.says}" for name, side in sides.items()}
    failed = [name for name, side in sides.items() if side is not None and side != wanted[name]]
    if failed:
        return AGAINST, "; ".join(words[name] for name in failed), True
    told = None not in sides.values()
    return FOR if told else SILENT, "; ".join(words.values()), told


def _read_by_intervals(
    p: Point, rows: dict[str, pd.Series], social_name: str
) -> tuple[str, str, bool]:
    """The intervals lie apart."""
    one, other = rows.items()
    for (name, upper), (_, lower) in ((one, other), (other, one)):
        if upper["low"] > lower["high"]:
            return _as_expected(p, name, social_name)
    parts = [name for name, row in rows.items() if isinstance(row["note"], str)]
    why = f"the parts of {parts[0]} lie apart" if parts else "the intervals overlap"
    return SILENT, why, True


def _read_by_difference(
    p: Point, rows: dict[str, pd.Series], social_name: str, least: float
) -> tuple[str, str, bool]:
    """A difference of at least ``least``."""
    (one, social), (other, corporatist) = rows.items()
    gap = corporatist["value"] - social["value"]
    if abs(gap) < least:
        return SILENT, f"a difference of {abs(gap):.1f}, less than {least:.1f}", True
    return _as_expected(p, other if gap > 0 else one, social_name)


def _as_expected(p: Point, higher: str, social_name: str) -> tuple[str, str, bool]:
    expected = (p.high == SOCIAL) == (higher == social_name)
    return FOR if expected else AGAINST, f"{higher} higher", True


def above(row: Mapping[str, float], limit: float) -> bool | None:
    """Whether all that a figure leaves open lies above the limit (True), below it
    (False) or on both sides (None).
    """
    return True if row["low"] > limit else False if row["high"] < limit else None


def _side(side: bool | None) -> str:
    return {True: "above", False: "below", None: "on either side of"}[side]


def beside(
    values: pd.DataFrame, found: pd.DataFrame, social: str, corporatist: str, other: str
) -> pd.Series:
    """By point: the country of the pair on whose side a third one stands, "no value",
    or "–" where the point does not tell.

    At a limit the side is that of the limit, otherwise that of the nearer value.
    """
    known, out = values.set_index(["key", "iso3"]), {}
    for p, reading in zip(POINTS, found["reading"]):
        rows = [
            known.loc[(p.key, c)] if (p.key, c) in known.index else None
            for c in (social, corporatist, other)
        ]
        if reading == SILENT or rows[2] is None:
            out[p.key] = "–" if reading == SILENT else "no value"
        elif p.rule == "limit":
            sides = [r if r is None else above(r, p.limit) for r in rows]
            out[p.key] = next(
                (
                    c
                    for c, side in zip((social, corporatist), sides)
                    if side is not None and side == sides[2]
                ),
                "neither",
            )
        else:
            gaps = [
                abs(known.loc[(p.key, c), "value"] - rows[2]["value"])
                for c in (social, corporatist)
            ]
            out[p.key] = social if gaps[0] < gaps[1] else corporatist
    return pd.Series(out)
