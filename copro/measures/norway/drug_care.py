"""Drug care in Norway: use, need, deaths, treatment places by owner.

Units: shares in percent with the 95 % intervals of the source, persons, places per 100,000 adults.
"""

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from copro.measures.shared.published import pick, pick_each

SUBSTANCES = {
    "cannabis": "Cannabis",
    "cocaine": "Cocaine",
    "amphetamines": "Amphetamines",
    "ecstasy_mdma": "Ecstasy (MDMA)",
}
PRIVATE = "private institutions with contract"
# Period that the survey asks about, as a sentence says it.
ASKED = {"last_12_months": "in the last 12 months", "ever": "at some time in their life"}
# Sources of counts of treatment places, as the table names them.
SERIES = {
    "samdata_2008": "SAMDATA 2008",
    "lilleeng_2017": "SAMDATA 2017",
    "ssb_samfunnsspeilet_2014": "Statistics Norway 2014",
}


class Course(NamedTuple):
    """A series of years in a few facts: its ends, its lowest and its highest value.

    Of several years with the same value the first is named.
    """

    first_year: int
    first: float
    last_year: int
    last: float
    low_year: int
    low: float
    peak_year: int
    peak: float


def course(series: pd.Series) -> Course:
    """The course of a series with years as index, in the order of the years; counts stay whole.

    >>> course(pd.Series({2001: 5.0, 2002: 9.0, 2003: 4.0})).peak_year
    2002
    """
    return Course(
        int(series.index[0]),
        series.iloc[0].item(),
        int(series.index[-1]),
        series.iloc[-1].item(),
        int(series.idxmin()),
        series.min().item(),
        int(series.idxmax()),
        series.max().item(),
    )


def after_peak(series: pd.Series) -> str:
    """Whether a series stays above its first value from its peak on: "above", else "peaked".

    >>> after_peak(pd.Series({2001: 5.0, 2002: 9.0, 2003: 4.0}))
    'peaked'
    """
    later = series[series.index >= series.idxmax()]
    return "above" if later.min() > series.iloc[0] else "peaked"


def prevalence(survey: pd.DataFrame, period: str, age_group: str, sex: str = "all") -> pd.DataFrame:
    """Use of each substance by year: substance, year, share_pct, low, high, respondents_n.

    Raises ``ValueError`` if the survey has no such cell (four weeks: cannabis only).
    """
    rows = survey[
        (survey["period"] == period) & (survey["age_group"] == age_group) & (survey["sex"] == sex)
    ]
    if rows.empty:
        raise ValueError(f"no prevalence for {period}, {age_group}, {sex}")
    rows = rows.assign(
        substance=rows["substance"].map(SUBSTANCES),
        rank=rows["substance"].map(list(SUBSTANCES).index),
    )
    return (
        rows.sort_values(["rank", "year"])
        .rename(
            columns={
                "prevalence_pct": "share_pct",
                "ci95_lower_pct": "low",
                "ci95_upper_pct": "high",
            }
        )[["substance", "year", "share_pct", "low", "high", "respondents_n"]]
        .reset_index(drop=True)
    )


def first_and_last(use: pd.DataFrame) -> pd.DataFrame:
    """First and last year of each substance and whether their intervals lie apart.

    Returns one row a substance: columns of the first year with suffix ``_first``, of the last
    with ``_last``, and ``apart``. Intervals that overlap do not show that nothing changed.
    """
    ends = [
        use[use["year"] == year].set_index("substance")
        for year in (use["year"].min(), use["year"].max())
    ]
    out = ends[0].join(ends[1], lsuffix="_first", rsuffix="_last")
    out["apart"] = (out["low_last"] > out["high_first"]) | (out["high_last"] < out["low_first"])
    return out.reset_index()


def clearly_changed(ends: pd.DataFrame) -> list[str]:
    """Substances of ``first_and_last`` whose intervals of the two years lie apart."""
    return list(ends.loc[ends["apart"], "substance"])


def with_margins(use: pd.DataFrame, substances: Collection[str]) -> pd.DataFrame:
    """``prevalence`` with low and high for some substances only, so that a chart draws no other
    band.
    """
    return use.assign(
        low=use["low"].where(use["substance"].isin(substances)),
        high=use["high"].where(use["substance"].isin(substances)),
    )


def palette(substances: Collection[str]) -> dict[str, str]:
    """Colour slot of each substance: its own for some, quiet for all others."""
    own = dict(zip(substances, ("blue", "orange", "green", "purple")))
    return {name: own.get(name, "quiet") for name in SUBSTANCES.values()}


def about(persons: float) -> str:
    """A number of people to the nearest thousand.

    >>> about(14326)
    '14,000'
    """
    return f"{round(persons, -3):,.0f}"


def short_name(substance: str) -> str:
    """A substance in a sentence and in an id: ``Ecstasy (MDMA)`` -> ``ecstasy``."""
    return substance.split()[0].lower()


def change_in_words(ends: pd.DataFrame, first: int, last: int) -> str:
    """What ``first_and_last`` shows, as a title: the substances whose intervals lie apart,
    by direction.
    """
    apart = ends[ends["apart"]]
    up = apart["share_pct_last"] > apart["share_pct_first"]
    parts = [
        f"{' and '.join(short_name(name) for name in names)} was {word}"
        for names, word in (
            (apart.loc[up, "substance"], "higher"),
            (apart.loc[~up, "substance"], "lower"),
        )
        if len(names)
    ]
    if not parts:
        return f"No substance was clearly more or less used in {last} than in {first}"
    return f"Use of {', of '.join(parts)} in {last} than in {first}" + (
        "; no other change is clear" if len(apart) < len(ends) else ""
    )


def deaths(emcdda: pd.DataFrame, country: str = "Norway") -> pd.DataFrame:
    """Drug-induced deaths by year: year, series (all, men, women), persons;
    all is men plus women.
    """
    rows = emcdda[
        (emcdda["country"] == country)
        & (emcdda["indicator"] == "drug_induced_deaths")
        & emcdda["sex"].isin(["male", "female"])
    ]
    wide = rows.pivot(index="year", columns="sex", values="value")
    wide = pd.DataFrame(
        {"All": wide["male"] + wide["female"], "Men": wide["male"], "Women": wide["female"]}
    )
    return wide.reset_index().melt("year", var_name="series", value_name="persons")


def mean_age(emcdda: pd.DataFrame, country: str = "Norway") -> pd.Series:
    """Mean age at a drug-induced death in years, by year."""
    rows = emcdda[
        (emcdda["country"] == country) & (emcdda["indicator"] == "mean_age_at_drug_induced_death")
    ]
    return rows.set_index("year")["value"]


def announced(figures: pd.DataFrame) -> pd.DataFrame:
    """Announced drug-induced deaths by year (index): persons, and ``first``:
    announced for the first time there.

    A page that gives several years announces only the newest of them; those before it had been
    printed earlier.
    """
    newest = figures.groupby("source_url")["year"].transform("max")
    return pd.DataFrame(
        {
            "persons": figures["drug_induced_deaths_n"].to_numpy(),
            "first": (figures["year"] == newest).to_numpy(),
        },
        index=figures["year"].rename("year"),
    )


def substitution_clients(
    emcdda: pd.DataFrame, country: str = "Norway", year: int = 2017
) -> pd.Series:
    """Clients in opioid substitution by medicine, in persons.

    Takes the table by medicine, not ``ost_methadone_clients``, whose value for Norway in 2017
    contradicts it.
    """
    rows = emcdda[
        (emcdda["country"] == country)
        & (emcdda["year"] == year)
        & emcdda["indicator"].str.startswith("ost_clients_")
    ]
    return rows.set_index(rows["indicator"].str.removeprefix("ost_clients_"))["value"]


def injecting(estimates: pd.DataFrame) -> pd.DataFrame:
    """People who inject drugs by year: year, series (yearly estimate, mean of three years),
    persons.
    """
    names = {
        "people_who_inject_drugs_3year_moving_average_n": "Mean of three years",
        "people_who_inject_drugs_estimate_n": "Yearly estimate",
    }
    return estimates.rename(columns=names).melt(
        "year", list(names.values()), var_name="series", value_name="persons"
    )


def places_by_owner(treatment: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """Inpatient places per 100,000 adults: year, owner, places;
    public is what is left of all places.

    The source prints rounded rates, so the public rate may be off by one.
    """
    rows = []
    for year in years:
        rate = {
            who: pick(
                treatment,
                indicator="inpatient places per 100,000 adults",
                subgroup=who,
                reference_year=year,
            )["value"]
            for who in ("all", PRIVATE)
        }
        rows += [
            (year, "Private with a contract", rate[PRIVATE]),
            (year, "Health trusts", rate["all"] - rate[PRIVATE]),
        ]
    return pd.DataFrame(rows, columns=["year", "owner", "places"])


def rates_by_year(by_owner: pd.DataFrame) -> pd.DataFrame:
    """Places per 100,000 adults of ``places_by_owner``, one row a year (index): private, trusts,
    and share, the private part of both in percent.
    """
    wide = by_owner.pivot(index="year", columns="owner", values="places").rename(
        columns={"Private with a contract": "private", "Health trusts": "trusts"}
    )
    wide["share"] = 100 * wide["private"] / (wide["private"] + wide["trusts"])
    return wide[["private", "trusts", "share"]]


def counted_places(treatment: pd.DataFrame) -> pd.DataFrame:
    """Inpatient places as printed, in order of their years: columns of the table, series (the
    source in words) and year (as text).
    """
    counts = pick_each(
        treatment,
        ["reference_year", "indicator"],
        indicator=["inpatient places", "inpatient places (older SSB count)"],
        subgroup="all",
        unit="count",
    ).sort_values("reference_year")
    return counts.assign(
        series=counts["source_key"].map(SERIES),
        year=counts["reference_year"].map("{:.0f}".format),
    )


def trust_beds(beds: pd.DataFrame) -> pd.DataFrame:
    """Beds for substance-use treatment in the public health trusts by region: a column a year.

    Not a capacity of the region: private institutions with a contract are not in the table.
    Trusts without a value count as none and are reported in ``trusts_without_value``.
    """
    value = "beds_substance_use_treatment_n"
    wide = beds.pivot_table(index="health_region", columns="year", values=value, aggfunc="sum")
    last = beds[beds["year"] == beds["year"].max()]
    wide.columns = [f"beds_{year}" for year in wide.columns]
    wide["trusts"] = last.groupby("health_region")["health_trust"].nunique()
    wide["trusts_without_value"] = last[value].isna().groupby(last["health_region"]).sum()
    return wide.reset_index()
