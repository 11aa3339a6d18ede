"""Profiles of places: indicators of every municipality and Kreis,
and their position among comparable ones.

What is common to the countries; the indicators themselves are in ``norway.profiles``,
``germany.profiles`` and ``denmark.profiles``. What they are called in which language is said
elsewhere (``book/words/indicators.json``): here they, their sections, the groups of places and the
reasons for a missing value have short names only. A place is a unit of one country, known by the
code of its register (``0301``). Values are never compared across countries.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from copro.measures.shared.country import Country
from copro.measures.shared.oldest import Ahead
from copro.methods import pooling

UNIT_COLUMNS = ["unit_code", "unit_name", "kind", "region_code", "region_name", "group"]


@dataclass(frozen=True)
class Indicator:
    """One row of a profile: its unit and digits, from which tables, and where it is explained.

    ``compare`` is false for counts, which say how big a place is and not how it is placed.
    ``chapter`` is the page of the book whose limits bind the indicator. A line over the years is
    not drawn across the ``breaks``: years in which a new definition, or a new base, begins.
    """

    id: str
    section: str
    unit: str
    digits: int
    tables: tuple[str, ...]
    chapter: str
    compare: bool = True
    breaks: tuple[int, ...] = ()


Tables = dict[str, pd.DataFrame]  # by name


@dataclass(frozen=True)
class ProfileSource:
    """What a page on places needs from a country: its tables, indicators, outlines and words.

    ``outlines`` is the table of shapes with its column of unit codes. The functions take the
    ``tables`` by name. ``units`` gives ``UNIT_COLUMNS`` and, where the sentences on a place speak
    of them, ``aged``: inhabitants aged 80 or over. ``values`` gives all indicators of the units in
    long form (see ``rows``), ``bases`` the inhabitants aged 80 or over, by unit code, that an
    indicator of a year is divided by. ``persons`` gives, for shares of persons that were counted,
    how many there are and of how many, by unit code; ``series`` every year of an indicator
    (unit_code, indicator, year, value) for those that have at least three; ``ahead`` what may come.
    """

    country: Country
    tables: tuple[str, ...]
    outlines: tuple[str, str]
    indicators: tuple[Indicator, ...]
    units: Callable[[Tables], pd.DataFrame]
    values: Callable[[Tables, pd.DataFrame], pd.DataFrame]
    bases: Callable[[Tables], dict[tuple[str, int], pd.Series]]
    persons: Callable[[Tables], dict[tuple[str, int], tuple[pd.Series, pd.Series]]]
    series: Callable[[Tables, pd.DataFrame], pd.DataFrame]
    ahead: Callable[[Tables], Ahead] | None = None

    @property
    def file(self) -> str:
        """The country in the name of a file."""
        return self.country.name.lower()

    def placed(self, tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Units with their ``label``, and values with positions (``placed``, ``ranked``)."""
        units = self.units(tables)
        units["label"] = labels(units)
        frame = placed(self.values(tables, units), units, self.indicators)
        return units, ranked(frame, units, self.persons(tables))


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
    frame["group_median"] = group.transform("median").round(4)  # as pages carry it
    frame["lower_n"] = group.rank("min") - 1
    frame["equal_n"] = group.rank("max") - group.rank("min")
    others = (frame["group_n"] - 1).where(frame["group_n"] > 1)
    frame["percentile"] = 100 * (frame["lower_n"] + frame["equal_n"] / 2) / others
    return frame


def ranked(
    frame: pd.DataFrame,
    units: pd.DataFrame,
    persons: dict[tuple[str, int], tuple[pd.Series, pd.Series]],
) -> pd.DataFrame:
    """The values with ``rank_low`` and ``rank_high``: where chance could put the unit in its group.

    Ranks count from the lowest of the group. Shares are partially pooled towards what units of the
    same group and region have in common (``methods.pooling``), and 95 of 100 draws lie between the
    two. Where no number of persons is known, both are missing.
    """
    traits = units.set_index("unit_code")[["group", "region_code"]]
    design = pd.get_dummies(traits, dtype=float)
    design = design.drop(columns=design.columns[design.columns.str.startswith("region_code")][0])
    found = []
    for (indicator, year), (counts, base) in persons.items():
        counts, base = counts.reindex(traits.index), base.reindex(traits.index)
        limits = pooling.possible_ranks(pooling.shares(counts, base, design), traits["group"])
        found.append(
            limits.rename(columns="rank_{}".format)
            .rename_axis("unit_code")
            .reset_index()
            .assign(indicator=indicator, year=year)
        )
    if not found:
        return frame.assign(rank_low=float("nan"), rank_high=float("nan"))
    return frame.merge(
        pd.concat(found), on=["unit_code", "indicator", "year"], how="left", validate="1:1"
    )


def several_years(parts: dict[str, pd.DataFrame], places: pd.DataFrame) -> pd.DataFrame:
    """Every year of several indicators, long: unit_code, indicator, year, value.

    ``parts`` has, by indicator, a frame of unit_code, year and value.
    """
    frame = pd.concat(
        [part.assign(indicator=name) for name, part in parts.items()], ignore_index=True
    )
    kept = frame["unit_code"].isin(set(places["unit_code"])) & frame["value"].notna()
    return frame.loc[kept, ["unit_code", "indicator", "year", "value"]].reset_index(drop=True)


def yearly(table: pd.DataFrame, code: str, value: pd.Series) -> pd.DataFrame:
    """A value of a table by unit and year, for ``several_years``."""
    return pd.DataFrame({"unit_code": table[code], "year": table["year"], "value": value})
