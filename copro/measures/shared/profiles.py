"""Profiles of places: indicators of every municipality and Kreis,
and their position among comparable ones.

What is common to both countries; the indicators themselves are in ``norway.profiles`` and
``germany.profiles``. A place is a unit of one country, known by the code of its register
(``0301``). Values are never compared across countries.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from copro.measures.shared.country import Country

UNIT_COLUMNS = ["unit_code", "unit_name", "kind", "region_code", "region_name", "group"]


@dataclass(frozen=True)
class Indicator:
    """One row of a profile: what it measures, from which tables, and where it is explained.

    ``compare`` is false for counts, which say how big a place is and not how it is placed.
    ``chapter`` is the page of the book whose limits bind the indicator.
    """

    id: str
    section: str
    label: str
    unit: str
    digits: int
    tables: tuple[str, ...]
    definition: str
    chapter: str
    compare: bool = True


Tables = dict[str, pd.DataFrame]  # by name


@dataclass(frozen=True)
class ProfileSource:
    """What a page on places needs from a country: its tables, indicators, outlines and words.

    ``plural`` and ``region`` are what its units and the regions above them are called, and
    ``outlines`` is the table of shapes with its column of unit codes. The functions take the
    ``tables`` by name. ``units`` gives ``UNIT_COLUMNS`` and, where the sentences on a place speak
    of them, ``aged``: inhabitants aged 80 or over. ``values`` gives all indicators of the units in
    long form (see ``rows``), ``bases`` the inhabitants aged 80 or over, by unit code, that an
    indicator of a year is divided by.
    """

    country: Country
    plural: str
    region: str
    grouped_by: str
    tables: tuple[str, ...]
    outlines: tuple[str, str]
    indicators: tuple[Indicator, ...]
    units: Callable[[Tables], pd.DataFrame]
    values: Callable[[Tables, pd.DataFrame], pd.DataFrame]
    bases: Callable[[Tables], dict[tuple[str, int], pd.Series]]

    @property
    def file(self) -> str:
        """The country in the name of a file."""
        return self.country.name.lower()

    def placed(self, tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Units with their ``label``, and their values with positions (see ``placed``)."""
        units = self.units(tables)
        units["label"] = labels(units)
        return units, placed(self.values(tables, units), units, self.indicators)


def labels(units: pd.DataFrame) -> pd.Series:
    """A name for each unit that occurs once in its country.

    Two of one name get their kind in brackets where the kinds differ (a city and the Kreis around
    it), else their region. What follows a comma (``Leipzig, Stadt``) already tells a city apart.
    """
    base = units["unit_name"].str.split(",").str[0]
    shared = base.duplicated(keep=False) & ~units["unit_name"].str.contains(",")
    kinds = units.groupby(base)["kind"].transform("nunique")
    what = units["kind"].where(kinds > 1, units["region_name"])
    return units["unit_name"].where(~shared, units["unit_name"] + " (" + what + ")")


def rows(
    indicator: str,
    year: int,
    values: pd.Series,
    reasons: pd.Series | str,
    units: pd.DataFrame,
    notes: pd.Series | None = None,
) -> pd.DataFrame:
    """One indicator of one year for every unit: a value, or the reason why there is none.

    ``values`` is indexed by unit code; ``reasons`` is a text, or texts by unit code; ``notes``
    are remarks on a value, by unit code.
    """
    codes = pd.Index(units["unit_code"], name="unit_code")
    values = values.reindex(codes)
    reasons = (
        reasons.reindex(codes)
        if isinstance(reasons, pd.Series)
        else pd.Series(reasons, index=codes)
    )
    unexplained = codes[values.isna() & reasons.isna()]
    if len(unexplained):
        raise ValueError(f"{indicator} {year}: no value and no reason for {', '.join(unexplained)}")
    return pd.DataFrame(
        {
            "unit_code": codes,
            "indicator": indicator,
            "year": year,
            "value": values.to_numpy(dtype=float),
            "missing": reasons.where(values.isna()).to_numpy(),
            "note": (pd.Series(dtype=object) if notes is None else notes).reindex(codes).to_numpy(),
        }
    )


def placed(
    values: pd.DataFrame, units: pd.DataFrame, indicators: tuple[Indicator, ...]
) -> pd.DataFrame:
    """The values with the position of each unit within its comparison group.

    Adds group, group_n (units of the group with a value, the unit itself among them),
    group_median, lower_n and equal_n (other units of the group with a lower or the same value)
    and percentile (share of the other units that lie lower, ties by half). Values are compared
    as they are shown, rounded to the digits of the indicator, so that what reads the same counts
    as the same; ``value`` keeps its full precision. Counts have no position.
    """
    digits = {i.id: i.digits for i in indicators}
    compared = {i.id for i in indicators if i.compare}
    frame = values.merge(units[["unit_code", "group"]], on="unit_code", validate="m:1")
    frame["shown"] = [round(v, digits[i]) for v, i in zip(frame["value"], frame["indicator"])]
    group = frame[frame["indicator"].isin(compared)].groupby(
        ["indicator", "year", "group"], observed=True
    )["shown"]
    frame["group_n"] = group.transform("count")
    frame["group_median"] = group.transform("median")
    frame["lower_n"] = group.rank("min") - 1
    frame["equal_n"] = group.rank("max") - group.rank("min")
    others = (frame["group_n"] - 1).where(frame["group_n"] > 1)
    frame["percentile"] = 100 * (frame["lower_n"] + frame["equal_n"] / 2) / others
    return frame
