"""Norway: all defensible specifications behind the elasticities of beds and payments.

Two questions, two multiverses. *Changes* ("two-way"): where the number of the oldest grew more than
elsewhere. Only estimators that use changes within municipalities answer it. *Levels* ("pooled"):
comparing municipalities with each other. Only estimators that use differences between
municipalities answer it. A larger municipality has more of everything, so its elasticity is asked
about one (in proportion), not about zero. Random effects mix the two and belong to neither.

Left out because it would change the question or cannot be defended: other ages than 80+ as
exposure; the rate per inhabitant aged 80+ as outcome (its coefficient is the elasticity minus one,
the same model); random effects; intervals without clusters or clustered by four to eleven years;
samples chosen by the size of the change in the outcome.
"""

import numpy as np
import pandas as pd

from copro.measures.norway import municipalities as norway
from copro.methods.multiverse.grid import Dimension, Exclusion, Grid, Option, dimension

OUTCOMES = {
    "beds": "care_institution_beds_n",
    "home-payments": "user_payments_home_based_care_nok_1000",
    "nursing-payments": "user_payments_nursing_home_nok_1000",
}
TITLES = {
    f"no-{short}-elasticity-{claim}": f"Norway: {what} and people aged 80 or over, {question}"
    for short, what in {
        "beds": "beds",
        "home-payments": "home payments",
        "nursing-payments": "nursing payments",
    }.items()
    for claim, question in (("two-way", "changes"), ("pooled", "levels"))
}
SAMPLES = {
    "all municipalities": None,
    "2,000 inhabitants and more": "from_2000",
    "10,000 inhabitants and more": "from_10000",
    "under 50,000 inhabitants": "under_50000",
    "without merged ones": "never_merged",
    "a value in every year": "balanced",
}
WHY = {
    "Sample": (
        "Small municipalities move by single beds and users; cities are units of another "
        "kind; sums of municipalities that merged later describe no administration of that "
        "time; gaps may not be random."
    ),
    "Weights": (
        "Each municipality counts the same (the question is what municipalities do) or by its "
        "inhabitants aged 80+ (what the old meet)."
    ),
    "Counted": (
        "Beds and accounts are those of a year; inhabitants are counted on 1 "
        "January after or before it."
    ),
    "Compared with": (
        "Elsewhere can be the whole country or the same county, which shares "
        "labour market and distances."
    ),
    "Clusters of the interval": (
        "Errors go together within a municipality over time, perhaps within a county (15)."
    ),
}
# Choices of changes and of levels alike.
ALIKE = (
    dimension("Sample", "rows", SAMPLES, WHY["Sample"]),
    dimension("Weights", "weights", {"none": None, "aged 80+": "aged_80"}, WHY["Weights"]),
    dimension(
        "Counted",
        "exposure",
        {"1 January after": "log_end", "1 January before": "log_start"},
        WHY["Counted"],
    ),
)
CLUSTERS = dimension(
    "Clusters of the interval",
    "cluster",
    {"municipality": "municipality_code", "county": "county"},
    WHY["Clusters of the interval"],
)
# What the columns of ``panel`` are, for the tables of the grids.
MEANINGS = {
    "log_value": (
        "beds, or the sum of payments, in logarithms; municipality-years with nothing are left out"
    ),
    "log_end": "inhabitants aged 80+ on 1 January of the year after, in logarithms",
    "log_start": "inhabitants aged 80+ on 1 January of the same year, in logarithms",
    "log_total": "inhabitants on 1 January of the year after, in logarithms",
    "log_67_79": "inhabitants aged 67–79, the same day, in logarithms",
    "share_90": "people aged 90+ per 100 aged 80+, the same day",
    "aged_80": "mean number of inhabitants aged 80+ over the years",
    "municipality_code": "municipality of 2024",
    "county": "county of 2024",
    "year": "year",
    "from_2000": "municipalities with a mean of 2,000 inhabitants or more",
    "from_10000": "municipalities with a mean of 10,000 inhabitants or more",
    "under_50000": "municipalities with a mean below 50,000 inhabitants",
    "never_merged": "municipalities of 2024 that were one municipality in every year",
    "balanced": "municipalities with a value in every year of the period",
    "before_last": "years before the last",
    "first_and_last": "first and last year",
    "without_2007_2008": "all years but 2007 and 2008",
    "from_2009": "2009 and later",
    **{f"in_{year}": f"{year} alone" for year in range(2006, 2019)},
}
CONTROLS = {"inhabitants": "log_total", "aged 67–79": "log_67_79", "share 90+": "share_90"}


def panel(
    values: pd.DataFrame,
    population: pd.DataFrame,
    crosswalk: pd.DataFrame,
    municipalities: pd.DataFrame,
) -> pd.DataFrame:
    """Municipality-years without gaps for the specifications of one outcome.

    ``values`` is a frame of ``norway.beds_panel`` or ``payments_panel``; years in which a
    municipality reported nothing (or no positive value) have a missing ``log_value``. Adds
    inhabitants of the following and of the same 1 January in logarithms, the share of the aged 80+
    who are 90 and over (percent), the mean number of inhabitants aged 80+ as weight, county, and
    columns of truth values for samples and years.
    """
    years = sorted(values["year"].unique())
    units = values["municipality_code"].unique()
    people = population[population["municipality_code"].isin(units)]
    ends = people.assign(year=people["year"] - 1).query("year in @years")
    frame = ends.merge(
        people[["municipality_code", "year", norway.AGE_80]].rename(
            columns={norway.AGE_80: "start"}
        ),
        on=["municipality_code", "year"],
        validate="1:1",
    )
    frame = frame.merge(
        values[["municipality_code", "year", "log_value"]],
        on=["municipality_code", "year"],
        how="left",
        validate="1:1",
    )
    frame["county"] = (
        frame["municipality_code"]
        .map(municipalities.set_index("municipality_code")["county_code"])
        .fillna(frame["municipality_code"].str[:2])
    )  # Ålesund until 2023 (1507) is no municipality of 2024
    mean = frame.groupby("municipality_code")[["population_total", norway.AGE_80]].transform("mean")
    out = frame[["municipality_code", "year", "county", "log_value"]].assign(
        log_end=np.log(frame[norway.AGE_80]),
        log_start=np.log(frame["start"]),
        log_total=np.log(frame["population_total"]),
        log_67_79=np.log(frame["population_67_79"]),
        share_90=100 * frame["population_90_plus"] / frame[norway.AGE_80],
        aged_80=mean[norway.AGE_80],
        from_2000=mean["population_total"] >= 2000,
        from_10000=mean["population_total"] >= 10_000,
        under_50000=mean["population_total"] < 50_000,
        never_merged=~frame["municipality_code"].isin(_merged(crosswalk, years)),
    )
    for year in years:
        out[f"in_{year}"] = out["year"] == year
    first, last = years[0], years[-1]
    return out.assign(
        first_and_last=out["year"].isin([first, last]),
        before_last=out["year"] < last,
        from_2009=out["year"] >= 2009,
        without_2007_2008=~out["year"].isin([2007, 2008]),
    )


def _merged(crosswalk: pd.DataFrame, years: list[int]) -> set[str]:
    """Municipalities of 2024 that were several in at least one of the years."""
    whole = crosswalk[~crosswalk["municipality_code_2024"].isin(norway.split_units(crosswalk))]
    found = set()
    for year in years:
        then = whole[whole["first_year"].le(year) & whole["last_year"].ge(year)]
        found |= set(
            then.loc[
                then.duplicated("municipality_code_2024", keep=False), "municipality_code_2024"
            ]
        )
    return found


def grids() -> list[Grid]:
    """Declared choices of all six claims."""
    return [grid for short in OUTCOMES for grid in (_changes(short), _levels(short))]


def name(short: str, question: str) -> str:
    """Name of a grid: ``short`` of ``OUTCOMES``, question "changes" or "levels"."""
    return f"norway {short} {question}"


def _grid(
    short: str,
    question: str,
    claim: str,
    dimensions: list[Dimension],
    excluded: list[Exclusion],
) -> Grid:
    return Grid(
        name=name(short, question),
        claims={f"no-{short}-elasticity-{claim}": "log_value"},
        unit="municipality_code",
        effect_unit="municipality_code",
        time="year",
        scheme="swap",
        dimensions=dimensions,
        excluded=excluded,
    )


def _changes(short: str) -> Grid:
    if short == "beds":
        periods: dict[str, Option] = {
            "2015–2018": None,
            "2015–2017": "before_last",
            "2015 and 2018, one change": "first_and_last",
        }
        why, short_period = (
            (
                "The codes of Trøndelag changed in 2018; over three years beds have more "
                "time to change than over one."
            ),
            ["2015 and 2018, one change"],
        )
    else:
        periods = {
            "2006–2016": None,
            "without 2007, 2008": "without_2007_2008",
            "2009–2016": "from_2009",
        }
        why, short_period = (
            (
                "The printed sums of payments for home-based care are the same in 2007 and 2008, "
                "which is doubtful for the table."
            ),
            [],
        )
    labels = list(CONTROLS)
    sets: dict[str, list[str]] = {"none": []} | {label: [CONTROLS[label]] for label in labels}
    sets |= {
        f"{a}, {b}": [CONTROLS[a], CONTROLS[b]]
        for i, a in enumerate(labels)
        for b in labels[i + 1 :]
    }
    sets |= {"all three": list(CONTROLS.values())}
    same = [
        Exclusion(
            when={"Period": short_period, "Estimator": ["first differences"]},
            why=(
                "With two years first differences are the estimate with unit and "
                "year effects: counted once."
            ),
        ),
        Exclusion(
            when={"Period": short_period, "Sample": ["a value in every year"]},
            why=(
                "A municipality with a value in one of two years has no change: the same "
                "estimate as of all, counted once."
            ),
        ),
    ]
    return _grid(
        short,
        "changes",
        "two-way",
        [
            dimension("Period", "rows", periods, why),
            *ALIKE,
            dimension(
                "Compared with",
                "effects",
                {"the country": ["year"], "the county": ["county", "year"]},
                WHY["Compared with"],
            ),
            dimension(
                "Estimator",
                "estimator",
                {"unit and year effects": "two-way", "first differences": "first differences"},
                "Both use changes within municipalities; first differences only those "
                "from one year to the next.",
            ),
            dimension(
                "Held constant",
                "controls",
                sets,
                "Inhabitants of all ages (a growing municipality builds), those aged 67–79, who "
                "use the same services, and the share aged 90+ among the 80+, whose need is "
                "greater (the first two in logarithms).",
            ),
            CLUSTERS,
        ],
        same if short_period else [],
    )


def _levels(short: str) -> Grid:
    years = range(2015, 2019) if short == "beds" else range(2006, 2017)
    together = f"{years[0]}–{years[-1]}"
    single = [str(year) for year in years]
    effects = {
        "the country": [],
        "the country, same year": ["year"],
        "the county": ["county"],
        "the county, same year": ["county", "year"],
    }
    return _grid(
        short,
        "levels",
        "pooled",
        [
            dimension(
                "Period",
                "rows",
                {together: None} | {str(year): f"in_{year}" for year in years},
                "All years together or any one of them.",
            ),
            *ALIKE,
            dimension("Compared with", "effects", effects, WHY["Compared with"]),
            dimension(
                "Estimator",
                "estimator",
                {"pooled": "pooled", "means of the years": "between"},
                "Both compare municipalities; means of the years leave out "
                "what changes within them.",
            ),
            dimension(
                "Held constant",
                "controls",
                {"none": [], "share 90+": ["share_90"]},
                "The claim compares sizes, so other sizes are not held constant; the share aged "
                "90+ among the 80+ is no size.",
            ),
            CLUSTERS,
        ],
        [
            Exclusion(
                when={"Period": single, "Estimator": ["means of the years"]},
                why="With one year both estimators are the same.",
            ),
            Exclusion(
                when={
                    "Period": single,
                    "Compared with": ["the country, same year", "the county, same year"],
                },
                why="With one year, year effects are the constant.",
            ),
            Exclusion(
                when={"Period": single, "Sample": ["a value in every year"]},
                why="With one year every municipality has a value in every year.",
            ),
            Exclusion(
                when={
                    "Estimator": ["means of the years"],
                    "Compared with": ["the country, same year", "the county, same year"],
                },
                why="Means over the years have no year.",
            ),
        ],
    )
