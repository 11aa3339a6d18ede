"""Norway: municipalities on the borders of 2024, ageing, care coverage, beds, user payments.

Units: shares in percent, beds per 1,000 inhabitants aged 80+, payments in NOK at current prices.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from copro.methods import pooling

if TYPE_CHECKING:
    from copro.methods.mundlak import Mundlak

AGE_80 = "population_80_plus"
LARGER = 10_000  # inhabitants from which a municipality counts as a larger one in the regressions
SIZE_CLASSES = {
    0: "under 2,000",
    2_000: "2,000 to 4,999",
    5_000: "5,000 to 9,999",
    10_000: "10,000 to 19,999",
    20_000: "20,000 to 49,999",
    50_000: "50,000 and over",
}


def share_80_plus(population: pd.DataFrame) -> pd.DataFrame:
    """Share of inhabitants aged 80+ in the country by year.

    Takes municipality-years; returns year, inhabitants, aged 80+, share in percent and the
    10th, 50th and 90th percentile of the municipal shares (every municipality counting once).
    Before 2020 five municipalities are not in the table, so persons are a little too few
    there; the share is that of the municipalities in the table.
    """
    frame = population.assign(share=100 * population[AGE_80] / population["population_total"])
    by_year = frame.groupby("year")
    out = by_year[["population_total", AGE_80]].sum()
    out["share_80_plus_pct"] = 100 * out[AGE_80] / out["population_total"]
    for percent in (10, 50, 90):
        out[f"municipal_p{percent}_pct"] = by_year["share"].quantile(percent / 100)
    out["municipalities_n"] = by_year.size()
    return out.reset_index()


def size_class(population: pd.Series) -> pd.Series:
    """Size class of a municipality by its number of inhabitants, ordered."""
    edges = [*SIZE_CLASSES, np.inf]
    return pd.cut(population, edges, right=False, labels=list(SIZE_CLASSES.values()))


def coverage(kostra: pd.DataFrame, year: int, municipalities: pd.DataFrame) -> pd.DataFrame:
    """Care coverage of one year for every municipality of 2024, missing ones as missing.

    Municipalities that were split at the reform of 2024 have no successor code and no value.
    """
    now = kostra[kostra["year"] == year].dropna(subset="municipality_code_2024")
    columns = [
        "home_services_users_80plus_pct",
        "nursing_home_residents_80plus_pct",
        "population_80plus_jan1_next_year",
    ]
    return (
        municipalities[["municipality_code", "municipality_name", "county_name"]]
        .merge(
            now[["municipality_code_2024", *columns]],
            how="left",
            validate="1:1",
            left_on="municipality_code",
            right_on="municipality_code_2024",
        )
        .drop(columns="municipality_code_2024")
    )


def by_size(units: pd.DataFrame, values: list[str], population: pd.Series) -> pd.DataFrame:
    """Quartiles of each value by size class; ``population`` is indexed by municipality code.

    Returns size_class, variable, median, lower and upper quartile, municipalities_n.
    """
    size = size_class(units["municipality_code"].map(population))
    rows = []
    for value in values:
        groups = units[value].groupby(size, observed=True)
        rows.append(
            pd.DataFrame(
                {
                    "variable": value,
                    "median": groups.median(),
                    "lower": groups.quantile(0.25),
                    "upper": groups.quantile(0.75),
                    "municipalities_n": groups.count(),
                }
            )
            .rename_axis("size_class")
            .reset_index()
            .astype({"size_class": str})
        )
    return pd.concat(rows, ignore_index=True)


def coverage_change(kostra: pd.DataFrame, crosswalk: pd.DataFrame) -> pd.DataFrame:
    """Home services among people aged 80 or over in 2023 and 2025,
    municipalities with both and whole.

    Municipalities on whose territory a split took place are left out. Change in percentage
    points.
    """
    wide = (
        kostra.dropna(subset="municipality_code_2024")
        .pivot(
            index="municipality_code_2024",
            columns="year",
            values=["home_services_users_80plus_pct", "population_80plus_jan1_next_year"],
        )
        .dropna()
    )
    wide.columns = [
        f"{'home_services_pct' if 'home' in a else 'aged_80_plus_n'}_{b}" for a, b in wide.columns
    ]
    wide = wide[~wide.index.isin(split_units(crosswalk))]
    wide["change_pp"] = wide["home_services_pct_2025"] - wide["home_services_pct_2023"]
    names = kostra[kostra["year"] == 2025].set_index("municipality_code_2024")["municipality_name"]
    return wide.assign(municipality_name=names).rename_axis("municipality_code").reset_index()


def by_age(change: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """``coverage_change`` with the inhabitants of two ages, as of the following 1 January.

    Adds for 2023 and 2025 ``aged_80_89_n_<year>``, ``aged_90_plus_n_<year>`` (persons) and
    ``share_90_plus_pct_<year>``, the latter's share of those aged 80 or over.
    """
    out = change.copy()
    for year in (2023, 2025):
        people = population[population["year"] == year + 1].set_index("municipality_code")
        out[f"aged_80_89_n_{year}"] = out["municipality_code"].map(people["population_80_89"])
        out[f"aged_90_plus_n_{year}"] = out["municipality_code"].map(people["population_90_plus"])
        out[f"share_90_plus_pct_{year}"] = (
            100 * out[f"aged_90_plus_n_{year}"] / out[f"aged_80_plus_n_{year}"]
        )
    return out


def ages_together(change: pd.DataFrame) -> pd.DataFrame:
    """All municipalities of ``by_age`` as one: a row a year with aged_80_89_n, aged_90_plus_n
    (persons), share_90_plus_pct and covered_pct (home services among those aged 80 or over,
    percent).
    """
    rows = []
    for year in (2023, 2025):
        young, old, everyone = (
            change[f"aged_{age}_n_{year}"].sum() for age in ("80_89", "90_plus", "80_plus")
        )
        covered = (
            change[f"home_services_pct_{year}"] * change[f"aged_80_plus_n_{year}"]
        ).sum() / everyone
        rows.append(
            {
                "year": year,
                "aged_80_89_n": young,
                "aged_90_plus_n": old,
                "share_90_plus_pct": 100 * old / everyone,
                "covered_pct": covered,
            }
        )
    return pd.DataFrame(rows).set_index("year")


def fall_from_age(together: pd.DataFrame, gap: float) -> float:
    """By how many percentage points coverage falls from 2023 to 2025 if only the ages change.

    ``gap`` says by how many percentage points more people aged 90 or over are reached than people
    aged 80 to 89; ``together`` comes from ``ages_together``.
    """
    share = together["share_90_plus_pct"]
    return float((share[2023] - share[2025]) / 100 * gap)


def use_by_age(together: pd.DataFrame, gap: float) -> tuple[float, float]:
    """Coverage of 2023 at 80 to 89 and at 90 or over (percent) that ``gap`` goes with."""
    now = together.loc[2023]
    young = now["covered_pct"] - now["share_90_plus_pct"] / 100 * gap
    return float(young), float(young + gap)


def possible_gaps(together: pd.DataFrame) -> tuple[float, float]:
    """The least and the largest gap of ``fall_from_age`` that is possible: in 2023 as few, or as
    many, people aged 90 or over were reached as the coverage of all allows (none and all of them,
    if that many were covered).
    """
    now = together.loc[2023]
    old = now["share_90_plus_pct"] / 100
    ends = (
        max(0.0, (now["covered_pct"] - 100 * (1 - old)) / old),
        min(100.0, now["covered_pct"] / old),
    )
    least, most = (
        float(reached - (now["covered_pct"] - old * reached) / (1 - old)) for reached in ends
    )
    return least, most


def chance_share(covered: pd.Series, people: pd.Series) -> float:
    """Part of the variance between municipalities that chance alone makes where few people live,
    in percent.

    ``covered`` is a share (percent) of ``people``. If each person used the service with the
    probability that the share of the municipality gives, its share would vary by share times (1 -
    share) / people.
    """
    known = covered.notna()
    share, people = covered[known] / 100, people[known]
    return float(100 * (share * (1 - share) / people).mean() / share.var())


def pooled(
    covered: pd.Series, people: pd.Series, inhabitants: pd.Series, county: pd.Series
) -> pd.Series:
    """``covered``, a share (percent) of ``people``, drawn towards municipalities of the same size
    class and county, the more the fewer people live there (``methods.pooling``).

    All four have the same index; a municipality without a share is left out.

    >>> small, large = [1000] * 4, [30000] * 4
    >>> drawn = pooled(
    ...     pd.Series([10.0, 50, 30, 30, 20, 22, 21, 19]),
    ...     pd.Series([60] * 4 + [1500] * 4),
    ...     pd.Series(small + large),
    ...     pd.Series(list("abababab")),
    ... )
    >>> drawn.round(0).tolist()
    [12.0, 48.0, 29.0, 30.0, 20.0, 22.0, 21.0, 19.0]
    """
    places = pd.DataFrame({"size": size_class(inhabitants).astype(str), "county": county})
    design = pd.get_dummies(places, dtype=float)
    return 100 * pooling.shares(covered * people / 100, people, design)["share"]


def of_size(panel: pd.DataFrame, least: int, without: Collection[str] = ()) -> pd.DataFrame:
    """Municipality-years of the municipalities with a mean
    of at least ``least`` inhabitants over their years, but for the codes in ``without``.

    The mean keeps or drops a municipality as a whole, so that none loses single years.
    """
    large = panel.groupby("municipality_code")["population_total"].transform("mean") >= least
    return panel[large & ~panel["municipality_code"].isin(without)]


def share_of_old(part: pd.DataFrame, panel: pd.DataFrame) -> float:
    """Share (percent) of the people aged 80 or over of ``panel`` who live
    in the municipality-years of ``part``.
    """
    return float(100 * part[AGE_80].sum() / panel[AGE_80].sum())


def not_in_table(kostra: pd.DataFrame, year: int, crosswalk: pd.DataFrame) -> list[str]:
    """Codes of 2024 of the municipalities of a year that have no row in the table of coverage."""
    valid = crosswalk[(crosswalk["first_year"] <= year) & (year <= crosswalk["last_year"])]
    present = kostra.loc[kostra["year"] == year, "municipality_code"]
    return sorted(
        valid.loc[
            ~valid["municipality_code_original"].isin(present), "municipality_code_2024"
        ].unique()
    )


def split_units(crosswalk: pd.DataFrame) -> set[str]:
    """Municipalities of 2024 that received only a part of an older one.

    The crosswalk gives equal parts there, which say nothing about how many people moved.
    """
    return set(crosswalk.loc[crosswalk["weight"] < 1, "municipality_code_2024"])


def to_borders_2024(table: pd.DataFrame, crosswalk: pd.DataFrame, value: str) -> pd.DataFrame:
    """A municipal count carried to the borders of 2024 by adding up merged municipalities.

    Takes year, municipality_code (of that year) and ``value``. Returns year,
    municipality_code (2024) and ``value``; a successor is kept only if every one of its
    predecessors reported in that year, and never if a split was involved. Codes without a row
    in the crosswalk are left out (named in the card of each table).
    """
    whole = crosswalk[~crosswalk["municipality_code_2024"].isin(split_units(crosswalk))]
    years = pd.DataFrame({"year": sorted(table["year"].unique())})
    expected = years.merge(whole, how="cross").query("first_year <= year <= last_year")
    reported = table[["year", "municipality_code", value]].dropna()
    joined = expected.merge(
        reported,
        how="left",
        left_on=["year", "municipality_code_original"],
        right_on=["year", "municipality_code"],
    )
    sums = joined.groupby(["year", "municipality_code_2024"])[value].sum(skipna=False)
    return sums.dropna().rename_axis(["year", "municipality_code"]).reset_index()


def beds_panel(
    beds: pd.DataFrame, population: pd.DataFrame, crosswalk: pd.DataFrame
) -> pd.DataFrame:
    """Beds in care institutions beside the population of the following 1 January.

    Returns municipality-years 2015-2018 on the borders of 2024: beds, inhabitants aged 80+,
    beds per 1,000 of them, and the logarithms of both. Municipality-years
    without a bed have no logarithm and are left out of it (NaN).
    """
    counts = to_borders_2024(beds, crosswalk, "care_institution_beds_n")
    return _with_population(
        counts, population, "care_institution_beds_n", "beds_per_1000_80plus", 1000
    )


def payments_panel(
    payments: pd.DataFrame,
    population: pd.DataFrame,
    crosswalk: pd.DataFrame,
    column: str,
    first_year: int = 2006,
) -> pd.DataFrame:
    """User payments beside the population of the following 1 January, ``first_year`` to 2016.

    The crosswalk and the population begin in 2006, so it is the earliest first year. Returns
    municipality-years with the payment in NOK per inhabitant aged 80+ (current prices) and
    the logarithms; zero and negative accounts have no logarithm (NaN).
    """
    counts = to_borders_2024(payments[payments["year"] >= first_year], crosswalk, column)
    return _with_population(counts, population, column, "payment_nok_per_80plus", 1000)


def _with_population(
    counts: pd.DataFrame, population: pd.DataFrame, value: str, rate: str, factor: float
) -> pd.DataFrame:
    people = population[["municipality_code", "year", "population_total", AGE_80]]
    people = people.assign(year=people["year"] - 1)  # 1 January is the end of the year before
    frame = counts.merge(people, on=["year", "municipality_code"], validate="1:1")
    positive = frame[value].where(frame[value] > 0)
    return frame.assign(
        **{
            rate: factor * frame[value] / frame[AGE_80],
            "log_value": np.log(positive),
            "log_80_plus": np.log(frame[AGE_80]),
            "log_population": np.log(frame["population_total"]),
        }
    )


def stack(results: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Tables of coefficients of several outcomes as one, with the outcome and a spelt-out model."""
    frame = pd.concat(
        [rows.assign(outcome=name) for name, rows in results.items()], ignore_index=True
    )
    return frame.assign(
        model=frame["estimator"]
        .str.replace("two-way", "unit and year effects")
        .str.replace("fixed", "unit effects")
    )


def with_differences(estimates: pd.DataFrame, tests: "dict[str, Mundlak]") -> pd.DataFrame:
    """``stack`` with a row for each outcome (of ``tests``) that says how far between and within are
    apart.
    """
    rows = [
        test.terms.rename(columns={"difference": "estimate"}).assign(
            outcome=name, model="between less within (Mundlak)", n=test.n, units=test.clusters
        )[["outcome", "model", "estimate", "se", "low", "high", "p", "n", "units"]]
        for name, test in tests.items()
    ]
    order = {name: i for i, name in enumerate(tests)}
    return pd.concat([estimates, *rows]).sort_values(
        "outcome", key=lambda names: names.map(order), kind="stable", ignore_index=True
    )
