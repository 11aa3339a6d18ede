"""Countries: all defensible specifications behind the five estimates on institutions.

Every claim is about changes within countries, relative to other countries in the same year.

Left out because it would change the question or cannot be defended: estimates without year effects
(a recession moves spending ratio and outcome together); comparisons between countries; random
effects; fewer than ten countries; intervals clustered by year, since few years have all countries;
weights by inhabitants (the question is about countries as cases); transfers over own revenue, which
have no bound where own revenue is small. Years are never filled.
"""

import pandas as pd

from copro.measures.countries import indicators as inst
from copro.methods.multiverse.grid import Dimension, Exclusion, Grid, dimension

EUROPE = set(
    """
    AUT BEL BGR CHE CYP CZE DEU DNK ESP EST FIN FRA GBR GRC HRV HUN IRL ISL ITA LTU LUX LVA
    MLT NLD NOR POL PRT ROU SVK SVN SWE
    """.split()
)
FORMERLY_COMMUNIST = set(
    """
    ALB BGR CZE EST HRV HUN LTU LVA POL ROU SRB SVK SVN
    """.split()
)
FEDERAL = {"AUS", "AUT", "BEL", "CAN", "CHE", "DEU", "USA"}
FISCAL_EXTRA = {"health": "local_health", "edu": "local_education"}
HELD = {"local_health": "health", "local_education": "education"}
LAG = (
    "local_tax",
    "local_social",
    "spending",
    "spending_steady",
    "ageing",
    "old_spending",
    "old_only",
)

# What the columns of ``panel`` are, for the tables of the grids; ``<column>_before`` is the same of
# the year before.
MEANINGS = {
    "transfers": "net transfers to municipalities in percent of their own spending",
    "volunteering": "volunteered in the past month, percent",
    "beds": "beds in long-term care per 1,000 inhabitants aged 65+",
    "local_tax": "municipal share of all taxes, percent",
    "local_social": "municipal share of social protection, percent",
    "local_health": "municipal share of health spending, percent",
    "local_education": "municipal share of education spending, percent",
    "spending": "public social spending, percent of GDP",
    "spending_steady": (
        "public social spending without unemployment and labour-market programmes, percent of GDP"
    ),
    "private": "voluntary private social spending, percent of GDP",
    "v2cseeorgs": "entry and exit of organisations (V-Dem, v2cseeorgs)",
    "ageing": "people aged 65+ per 100 aged 15–64",
    "old_spending": "public spending on old age and health, percent of GDP",
    "old_only": "public spending on old age, percent of GDP",
    "hospital": "hospital beds per 1,000 inhabitants",
    "iso3": "country",
    "year": "year",
    "equal": "one over the number of years of the country",
    "in_europe": "countries of Europe",
    "unitary": "countries that are no federation",
    "never_communist": "countries that were not communist",
    "not_asia": "all but Japan and Korea",
    "not_denmark": "all but Denmark",
    "many_years": (
        "countries with a value in ten years or more (volunteering: ten of the eleven waves)"
    ),
    "twenty_years": "countries with a value in twenty years or more",
    **{f"from_{year}": f"{year} and later" for year in (1995, 2000, 2005, 2011)},
    **{f"until_{year}": f"to {year}" for year in (2007, 2017)},
    "sure_years": "2011 to 2017",
}
MEANINGS |= {f"{column}_before": f"{MEANINGS[column]}, year before" for column in LAG}

TITLES = {
    "inst-transfers-local-tax": "Countries: transfers and tax share",
    "inst-transfers-local-social": "Countries: transfers and social protection",
    "inst-volunteering-spending": "Countries: volunteering and spending",
    "inst-beds-ageing": "Countries: beds and ageing",
    "inst-beds-old-spending": "Countries: beds and spending",
}


# Years of the panel of each outcome.
YEARS = {"transfers": (1990, 2016), "volunteering": (2009, 2021), "beds": (1990, 2019)}


def panel(
    data: pd.DataFrame, tables: dict[str, pd.DataFrame], outcome: str, years: tuple[int, int]
) -> pd.DataFrame:
    """Country-years for the specifications of one outcome of ``models.country_years``.

    Adds other measures of the same things, values of the year before (``_before``), what is held
    constant, a weight that lets each country count the same, and truth values for samples. Spending
    is in percent of GDP; ``spending_steady`` leaves out unemployment and labour-market programmes,
    ``old_only`` is old age without health.
    """
    keys = ["iso3", "year"]
    frame = data.merge(_fiscal(tables[inst.FISCAL]), on=keys, how="left").merge(
        _branches(tables[inst.SPENDING]), on=keys, how="left"
    )
    care = tables[inst.CARE]
    hospital = (
        care[care["indicator"] == "hospital_beds_per_1000"]
        .set_index(keys)["value"]
        .rename("hospital")
    )
    frame = frame.join(hospital, on=keys).merge(
        tables[inst.CIVIL][[*keys, "v2cseeorgs"]], on=keys, how="left"
    )
    before = (
        frame[[*keys, *LAG]]
        .assign(year=frame["year"] + 1)
        .rename(columns={column: f"{column}_before" for column in LAG})
    )
    frame = frame.merge(before, on=keys, how="left")
    frame = frame[frame["year"].between(*years) & frame[outcome].notna()].reset_index(drop=True)
    size = frame.groupby("iso3")["year"].transform("size")
    return frame.assign(
        equal=1 / size,
        many_years=size >= 10,
        twenty_years=size >= 20,
        in_europe=frame["iso3"].isin(EUROPE),
        unitary=~frame["iso3"].isin(FEDERAL),
        never_communist=~frame["iso3"].isin(FORMERLY_COMMUNIST),
        not_asia=~frame["iso3"].isin({"JPN", "KOR"}),
        not_denmark=frame["iso3"] != "DNK",
        **{f"from_{year}": frame["year"] >= year for year in (1995, 2000, 2005, 2011)},
        **{f"until_{year}": frame["year"] <= year for year in (2007, 2017)},
        sure_years=frame["year"].between(*inst.GIVING_YEARS),
    )


def _fiscal(table: pd.DataFrame) -> pd.DataFrame:
    rows = table[(table["sector_code"] == "LG") & table["indicator_code"].isin(FISCAL_EXTRA)]
    wide = 100 * rows.pivot(index=["iso3", "year"], columns="indicator_code", values="value")
    return wide.rename(columns=FISCAL_EXTRA).reset_index()


def _branches(table: pd.DataFrame) -> pd.DataFrame:
    wide = table.pivot(
        index=["iso3", "year"], columns=["source", "branch"], values="spending_pct_gdp"
    )
    public = wide["public"]
    return pd.DataFrame(
        {
            "spending_steady": public["total"]
            - public["unemployment"]
            - public["active_labour_market_programmes"],
            "old_only": public["old_age"],
            "private": wide[("voluntary_private", "total")],
        }
    ).reset_index()


def _grid(
    key: str,
    claim: str,
    outcome: str,
    dimensions: list[Dimension],
    excluded: list[Exclusion],
) -> Grid:
    always = [
        dimension(
            "Weights",
            "weights",
            {"country-years": None, "countries": "equal"},
            "Each country-year counts the same, or each country.",
        ),
        dimension(
            "Compared with",
            "effects",
            {"all countries": ["year"]},
            "All countries in the same year.",
        ),
        dimension(
            "Estimator",
            "estimator",
            {"country and year effects": "two-way", "first differences": "first differences"},
            "Both use changes within countries; first differences only those "
            "from one year to the next.",
        ),
        dimension(
            "Clusters of the interval",
            "cluster",
            {"country": "iso3"},
            "Errors go together within a country over time.",
        ),
    ]
    return Grid(
        name=f"countries {key}",
        claims={claim: outcome},
        unit="iso3",
        effect_unit="iso3",
        time="year",
        scheme="mirror",
        dimensions=[*dimensions, *always],
        excluded=excluded,
    )


def panels(data: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """``panel`` for each of ``grids`` by its name, in the years of its outcome."""
    found = {}
    for grid in grids():
        (outcome,) = grid.claims.values()
        found[grid.name] = panel(data, tables, outcome, YEARS[outcome])
    return found


def grids() -> list[Grid]:
    """Declared choices of the five claims."""
    return [
        _transfers("local_tax", "local_social"),
        _transfers("local_social", "local_tax"),
        _volunteering(),
        _beds("ageing"),
        _beds("old_spending"),
    ]


def _transfers(term: str, other: str) -> Grid:
    other_label = {"local_tax": "tax share", "local_social": "social protection"}[other]
    extras: list[list[str]] = [
        [],
        ["local_health"],
        ["local_education"],
        ["local_health", "local_education"],
    ]
    sets = {
        ", ".join([other_label, *(HELD[key] for key in extra)]): [other, *extra] for extra in extras
    }
    sets |= {", ".join(HELD[key] for key in extra) or "none": extra for extra in extras}
    one = [label for label in sets if label != "none" or term == "local_social"]
    return _grid(
        term,
        f"inst-transfers-{term.replace('_', '-')}",
        "transfers",
        [
            dimension(
                "Period",
                "rows",
                {
                    "1990–2016": None,
                    "from 1995": "from_1995",
                    "from 2000": "from_2000",
                    "to 2007": "until_2007",
                },
                "Before 1995 two countries have values; the financial crisis changed "
                "what the state passes on.",
            ),
            dimension(
                "Sample",
                "rows",
                {
                    "all countries": None,
                    "Europe": "in_europe",
                    "without formerly communist": "never_communist",
                    "without federations": "unitary",
                    "ten years or more": "many_years",
                },
                "Kinds of states in which transfers to municipalities mean different things.",
            ),
            dimension(
                "Measured",
                "exposure",
                {"same year": term, "the year before": f"{term}_before"},
                "Grants may follow with the next budget.",
            ),
            dimension(
                "Held constant",
                "controls",
                sets,
                "The other term of the chapter's model, and the municipal shares of "
                "health and education spending.",
            ),
        ],
        [
            Exclusion(
                when={
                    "Period": ["from 1995"],
                    "Sample": ["without formerly communist", "ten years or more"],
                    "Held constant": one,
                },
                why=(
                    "Before 1995 one of these countries has the values, and year effects absorb "
                    "it: the same estimate as from 1990, counted once."
                ),
            ),
            Exclusion(
                when={"Period": ["from 1995"], "Sample": ["without federations"]},
                why=(
                    "Before 1995 no more than one of these countries has values, and year "
                    "effects absorb it: counted once."
                ),
            ),
        ],
    )


def _volunteering() -> Grid:
    sets = {
        "none": [],
        "private spending": ["private"],
        "law on associations": ["v2cseeorgs"],
        "both": ["private", "v2cseeorgs"],
    }
    return _grid(
        "volunteering",
        "inst-volunteering-spending",
        "volunteering",
        [
            dimension(
                "Period",
                "rows",
                {
                    "2011–2017": "sure_years",
                    "2009–2017": "until_2017",
                    "2011–2021": "from_2011",
                    "2009–2021": None,
                },
                "The first two waves are of doubtful year; 2020 and 2021 "
                "are years of the pandemic.",
            ),
            dimension(
                "Sample",
                "rows",
                {
                    "all countries": None,
                    "Europe": "in_europe",
                    "without formerly communist": "never_communist",
                    "without federations": "unitary",
                    "nearly every wave": "many_years",
                },
                "Kinds of states, and countries asked in nearly every wave.",
            ),
            dimension(
                "Spending",
                "exposure",
                {
                    "all, same year": "spending",
                    "all, year before": "spending_before",
                    "without unemployment": "spending_steady",
                    "the same, year before": "spending_steady_before",
                },
                "Unemployment benefits follow the economy, which may itself move "
                "volunteering; habits may answer late.",
            ),
            dimension(
                "Held constant",
                "controls",
                sets,
                "Voluntary private social spending (mostly insurance) and how freely "
                "organisations may form (V-Dem).",
            ),
        ],
        [
            Exclusion(
                when={
                    "Period": ["2011–2021", "2009–2021"],
                    "Spending": ["without unemployment", "the same, year before"],
                },
                why="Branches of spending are complete to 2019 only.",
            )
        ],
    )


def _beds(term: str) -> Grid:
    exposures = {
        "ageing": {"same year": "ageing", "the year before": "ageing_before"},
        "old_spending": {
            "old age and health": "old_spending",
            "the year before": "old_spending_before",
            "old age only": "old_only",
            "old age, year before": "old_only_before",
        },
    }[term]
    other, label = {"ageing": ("old_spending", "spending"), "old_spending": ("ageing", "age")}[term]
    sets = {
        label: [other],
        f"{label}, hospital beds": [other, "hospital"],
        "none": [],
        "hospital beds": ["hospital"],
    }
    return _grid(
        f"beds {term}",
        f"inst-beds-{term.replace('_', '-')}",
        "beds",
        [
            dimension(
                "Period",
                "rows",
                {
                    "1990–2019": None,
                    "from 1995": "from_1995",
                    "from 2000": "from_2000",
                    "from 2005": "from_2005",
                },
                "In 1990 four countries have values, from 2003 on nearly all.",
            ),
            dimension(
                "Sample",
                "rows",
                {
                    "all countries": None,
                    "Europe": "in_europe",
                    "without Japan and Korea": "not_asia",
                    "without Denmark": "not_denmark",
                    "twenty years or more": "twenty_years",
                },
                "Japan and Korea built up care insurance in these years; the Danish step of 2017 "
                "may be a matter of counting; short series say little of change.",
            ),
            dimension(
                "Measured",
                "exposure",
                exposures,
                "Beds are built with a delay; health spending contains more than care.",
            ),
            dimension(
                "Held constant",
                "controls",
                sets,
                "The other term of the chapter's model, and hospital beds, which "
                "may stand in for care beds.",
            ),
        ],
        [
            Exclusion(
                when={"Sample": ["Europe"], "Estimator": ["first differences"]},
                why="Germany counts every second year; nine countries are left.",
            )
        ],
    )
