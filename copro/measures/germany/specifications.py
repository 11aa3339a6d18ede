"""Germany: all defensible specifications behind the estimates for the care mix of the Kreise.

Changes within Kreise (ageing with three outcomes; tax capacity) and differences between Kreise (tax
capacity) are two questions, each with its own estimators. Random effects mix the two and belong to
neither.

Left out because it would change the question or cannot be defended: 2017, whose definition of need
stands alone; changes across the definitions (2015 to 2019); random effects; the city states, to
which municipal finance does not apply; intervals clustered by Land, since 13 clusters are too few;
intervals without clusters.
"""

import pandas as pd

from copro.measures.germany import kreise as germany
from copro.methods.multiverse.grid import Dimension, Exclusion, Grid, Option, dimension

YEARS = [2009, 2011, 2013, 2015, 2019, 2021]
HOMES = "share_residential_longterm_care_pct"
AGEING = {
    "de-ageing-residential": HOMES,
    "de-ageing-cash": "share_cash_allowance_pct",
    "de-ageing-home-care": "share_home_care_service_pct",
}
TITLES = {
    "de-ageing-residential": "Germany: residential care and ageing, changes",
    "de-ageing-cash": "Germany: cash only and ageing, changes",
    "de-ageing-home-care": "Germany: home care and ageing, changes",
    "de-tax-residential": "Germany: residential care and taxes, changes",
    "de-tax-residential-between": "Germany: residential care and taxes, levels",
}
TYPES = ["settlement_2", "settlement_3", "settlement_4"]
SAMPLES = {
    "all Kreise": None,
    "West": "is_west",
    "East": "is_east",
    "without large cities": "no_large_city",
    "borders unchanged": "same_borders",
}
LATER = "with 2019, 2021"
WITH_LATER = "germany ageing"  # the grid that has this period
# What the columns of ``panel`` are, for the tables of the grids. "Centred": less the mean of all
# Kreise in that year.
MEANINGS = {
    HOMES: (
        "share in residential care (from 2019 on of those who draw one of the three "
        "benefits), percent, centred"
    ),
    "share_cash_allowance_pct": "share with the cash allowance only, percent, centred",
    "share_home_care_service_pct": "share with home-care services, percent, centred",
    germany.AGED_65: "share of inhabitants aged 65+, percent, centred",
    "aged_before": "share of inhabitants aged 65+ the year before, percent",
    "tax_10pct": "tax capacity per inhabitant, logarithm to the base 1.1, centred",
    "tax_before": "the same, of the year before",
    "fiscal_10pct": (
        "tax capacity and general grants of the Land per inhabitant, logarithm "
        "to the base 1.1, centred"
    ),
    "unemployed": "unemployment rate, percent",
    "poor": "recipients of basic income support per 100 inhabitants aged 65+",
    "east": "East (0 or 1)",
    "settlement_2": "urban Kreis (0 or 1)",
    "settlement_3": "rural Kreis with towns (0 or 1)",
    "settlement_4": "sparsely settled Kreis (0 or 1)",
    "inhabitants": "mean number of inhabitants over the waves",
    "kreis_code": "Kreis of 2021",
    "land_code": "Land",
    "settlement_code": "settlement type (four)",
    "kreis_definition": "Kreis of 2021, a new unit from 2019 on (definition of need)",
    "year": "year",
    "is_west": "Kreise of the West",
    "is_east": "Kreise of the East",
    "no_large_city": "Kreise that are not a large city",
    "same_borders": "Kreise whose area has been one whole unit since 2009",
    "until_2015": "waves of 2009, 2011, 2013, 2015",
    "from_2011": "waves of 2011, 2013, 2015",
    "first_and_last": "waves of 2009 and 2015",
    **{f"in_{year}": f"wave of {year} alone" for year in YEARS[:4]},
}
WHY = {
    "Sample": (
        "East and West differ in age, provision and family; large cities are units of another "
        "kind; where borders changed since 2009 the publisher has carried figures over."
    ),
    "Weights": "Each Kreis counts the same, or by its inhabitants.",
    "Estimator": (
        "Both use changes within Kreise; first differences only those from one wave to the next."
    ),
    "Compared with": (
        "Elsewhere can be all Kreise, those of the same Land (law, prices, provision) or those "
        "of the same settlement type."
    ),
    "Clusters of the interval": (
        "Errors go together within a Kreis over time; the 13 Länder are too few for clusters."
    ),
}
# Choices of changes and of levels alike.
ALIKE = (
    dimension("Sample", "rows", SAMPLES, WHY["Sample"]),
    dimension("Weights", "weights", {"none": None, "inhabitants": "inhabitants"}, WHY["Weights"]),
)
CLUSTERS = dimension(
    "Clusters of the interval", "cluster", {"Kreis": "kreis_code"}, WHY["Clusters of the interval"]
)


def panel(
    kreise: pd.DataFrame, finance: pd.DataFrame, context: pd.DataFrame, crosswalk: pd.DataFrame
) -> pd.DataFrame:
    """Kreis-years for all specifications: ``germany.model_panel`` of both definitions,
    with what else they need.

    Takes ``germany.care_panel``, ``germany.finance_2021`` (all years), the context and the
    crosswalk of Kreis codes. Adds age share and tax capacity of the year before, unemployment and
    basic income in old age (percent), inhabitants as weight, the Kreis under each definition as
    unit, and truth values for samples and years. From 2019 on shares are those of the people who
    draw one of the three benefits: care grade 1 without benefits, which the statistics began to
    count between 2019 and 2021, would otherwise lower all of them.
    """
    late = kreise["year"] >= 2019
    kreise = pd.concat([kreise[~late], germany.among_recipients(kreise[late])]).sort_index()
    frame = germany.model_panel(kreise, finance, YEARS)
    keys = ["kreis_code", "year"]
    before = context[[*keys, germany.AGED_65]].rename(columns={germany.AGED_65: "aged_before"})
    money = germany.model_panel(
        kreise.assign(year=kreise["year"] - 1), finance, [y - 1 for y in YEARS]
    )
    for extra in (before, money[[*keys, "tax_10pct"]].rename(columns={"tax_10pct": "tax_before"})):
        frame = frame.merge(
            extra.assign(year=extra["year"] + 1), on=keys, how="left", validate="1:1"
        )
    frame = frame.merge(
        context[
            [*keys, "unemployment_rate_pct", "old_age_basic_income_support_rate_65plus_pct"]
        ].rename(
            columns={
                "unemployment_rate_pct": "unemployed",
                "old_age_basic_income_support_rate_65plus_pct": "poor",
            }
        ),
        on=keys,
        validate="1:1",
    )
    late = frame["year"] >= 2019
    # A Kreis that took something in has a second code, one that gave a part away a weight below
    # one.
    moved = (crosswalk["kreis_code_source"] != crosswalk["kreis_code_2021"]) | (
        crosswalk["population_weight"] < 1
    )
    changed = set(crosswalk.loc[moved & (crosswalk["year"] >= YEARS[0]), "kreis_code_2021"])
    return frame.assign(
        inhabitants=frame.groupby("kreis_code")["population"].transform("mean"),
        kreis_definition=frame["kreis_code"] + late.map({True: "b", False: "a"}),
        is_west=frame["east"] == 0,
        is_east=frame["east"] == 1,
        no_large_city=frame["settlement_code"] != 1,
        same_borders=~frame["kreis_code"].isin(changed),
        until_2015=~late,
        from_2011=~late & (frame["year"] >= 2011),
        first_and_last=frame["year"].isin([2009, 2015]),
        **{f"in_{year}": frame["year"] == year for year in YEARS[:4]},
    )


def grids() -> list[Grid]:
    """Declared choices of the five claims."""
    return [_ageing(), _tax_changes(), _levels()]


def panels(kreise: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of ``panel`` for each of ``grids`` by its name: those on tax capacity end in 2015,
    since there is none after 2019.
    """
    early = kreise[kreise["until_2015"]]
    return {grid.name: kreise if grid.name == WITH_LATER else early for grid in grids()}


def _subsets(columns: dict[str, str], first: str) -> dict[str, list[str]]:
    """All sets of columns under their labels, the set of ``first`` alone in front."""
    sets = {first: [columns[first]], "none": []}
    for label, column in columns.items():
        sets |= {
            (f"{known}, {label}" if chosen else label): [*chosen, column]
            for known, chosen in list(sets.items())
            if column not in chosen
        }
    return sets


def _grid(
    name: str,
    claims: dict[str, str],
    dimensions: list[Dimension],
    excluded: list[Exclusion],
    effect_unit: str = "kreis_definition",
) -> Grid:
    return Grid(
        name=name,
        claims=claims,
        unit="kreis_code",
        effect_unit=effect_unit,
        time="year",
        scheme="swap",
        dimensions=dimensions,
        excluded=excluded,
    )


def _ageing() -> Grid:
    sets = _subsets(
        {"tax capacity": "tax_10pct", "unemployment": "unemployed", "poverty in old age": "poor"},
        "tax capacity",
    )
    taxed = [label for label, chosen in sets.items() if "tax_10pct" in chosen]
    untaxed = Exclusion(
        when={"Period": [LATER], "Held constant": taxed}, why="There is no tax capacity after 2019."
    )
    exposures = {"same year": germany.AGED_65, "the year before": "aged_before"}
    return _changes(WITH_LATER, AGEING, exposures, sets, {LATER: None}, [untaxed])


def _tax_changes() -> Grid:
    exposures = {
        "tax capacity": "tax_10pct",
        "the year before": "tax_before",
        "with grants": "fiscal_10pct",
    }
    sets = _subsets(
        {"aged 65+": germany.AGED_65, "unemployment": "unemployed", "poverty in old age": "poor"},
        "aged 65+",
    )
    return _changes("germany tax", {"de-tax-residential": HOMES}, exposures, sets, {}, [])


def _changes(
    name: str,
    claims: dict[str, str],
    exposures: dict[str, str],
    sets: dict[str, list[str]],
    later: dict[str, Option],
    unknown: list[Exclusion],
) -> Grid:
    """A grid of changes; ``later`` are periods after 2015, ``unknown`` what they exclude."""
    periods: dict[str, Option] = {
        "2009–2015": "until_2015",
        "2011–2015": "from_2011",
        "2009 and 2015, one change": "first_and_last",
        **later,
    }
    counted_once = Exclusion(
        when={"Period": ["2009 and 2015, one change"], "Estimator": ["first differences"]},
        why=(
            "With two waves first differences are the estimate with Kreis and "
            "year effects: counted once."
        ),
    )
    return _grid(
        name,
        claims,
        [
            dimension(
                "Period",
                "rows",
                periods,
                "2011 onwards rests on the census throughout. Over six years the mix has more "
                "time to change. The years 2019 and 2021 follow another definition: each Kreis has "
                "its own effect under each, and only those with one of three benefits count.",
            ),
            *ALIKE,
            dimension(
                "Measured",
                "exposure",
                exposures,
                "The mix of December may follow the year or the one before; general grants "
                "of the Land replace taxes.",
            ),
            dimension(
                "Compared with",
                "effects",
                {
                    "all Kreise": ["year"],
                    "the Land": ["land_code", "year"],
                    "the settlement type": ["settlement_code", "year"],
                },
                WHY["Compared with"],
            ),
            dimension(
                "Estimator",
                "estimator",
                {"Kreis and year effects": "two-way", "first differences": "first differences"},
                WHY["Estimator"],
            ),
            dimension(
                "Held constant",
                "controls",
                sets,
                "All sets of: the other term of the chapter's model, unemployment, and basic "
                "income support among the aged 65+, which changes who pays for a home.",
            ),
            CLUSTERS,
        ],
        [counted_once, *unknown],
    )


def _levels() -> Grid:
    full = {
        "aged 65+, type, East": [germany.AGED_65, *TYPES, "east"],
        "aged 65+, type": [germany.AGED_65, *TYPES],
        "aged 65+, East": [germany.AGED_65, "east"],
        "aged 65+": [germany.AGED_65],
        "type, East": [*TYPES, "east"],
        "type": TYPES,
        "East": ["east"],
        "none": [],
    }
    sets = full | {
        f"{label}, unemployment" if chosen else "unemployment": [*chosen, "unemployed"]
        for label, chosen in full.items()
    }
    east = [label for label, chosen in sets.items() if "east" in chosen]
    single = ["2009", "2011", "2013", "2015"]
    return _grid(
        "germany tax levels",
        {"de-tax-residential-between": HOMES},
        [
            dimension(
                "Period",
                "rows",
                {"2009–2015": "until_2015", "2011–2015": "from_2011"}
                | {year: f"in_{year}" for year in single},
                "All waves together, those that rest on the census, or any one of them.",
            ),
            *ALIKE,
            dimension(
                "Measured",
                "exposure",
                {"tax capacity": "tax_10pct", "with grants": "fiscal_10pct"},
                "General grants of the Land replace taxes.",
            ),
            dimension(
                "Compared with",
                "effects",
                {"all Kreise": [], "the Land": ["land_code"]},
                "All Kreise, or those of the same Land (law, prices, provision).",
            ),
            dimension(
                "Estimator",
                "estimator",
                {"means of the waves": "between", "pooled": "pooled"},
                "Both compare Kreise; means of the waves leave out what changes within them.",
            ),
            dimension(
                "Held constant",
                "controls",
                sets,
                "All sets of: age structure, settlement type, East, unemployment.",
            ),
            CLUSTERS,
        ],
        [
            Exclusion(
                when={"Period": single, "Estimator": ["pooled"]},
                why="With one wave both estimators are the same.",
            ),
            Exclusion(
                when={"Sample": ["East", "West"], "Held constant": east},
                why="Within East or West there is no other side to hold constant.",
            ),
            Exclusion(
                when={"Compared with": ["the Land"], "Held constant": east},
                why="Every Land lies on one side.",
            ),
        ],
        effect_unit="kreis_code",
    )
