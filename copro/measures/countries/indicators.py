"""Institutions: countries on one definition, and the place of some among all.

Units: shares in percent, social spending in percent of GDP, beds per 1,000 inhabitants aged 65 and
over, indices in their own points. A country without a value stays without one: nothing is filled.
Each indicator has one publisher and one definition for all countries; what the definition leaves
out differs between countries (German social insurance is in no level of the fiscal table) and is
said where the figure stands.
"""

from dataclasses import dataclass, field

import pandas as pd

from copro.english import MINUS, listed

FISCAL = "countries/fiscal_decentralisation_imf_1990_2017"
LOCAL, REGIONAL = (
    "countries/local_autonomy_index_1990_2014",
    "countries/regional_authority_index_1950_2018",
)
SPENDING, CARE = (
    "countries/social_expenditure_oecd_1990_2022",
    "countries/care_health_resources_1960_2025",
)
INFORMAL, ATTITUDES = (
    "countries/informal_care_ehis_2014_2019",
    "countries/issp_government_responsibility_1985_2016",
)
GIVING, CIVIL = "countries/world_giving_index_2009_2021", "countries/civil_society_vdem_1950_2023"
TABLES = (FISCAL, LOCAL, REGIONAL, SPENDING, CARE, INFORMAL, ATTITUDES, GIVING, CIVIL)
# The survey of informal care is keyed by Eurostat codes; its aggregates (EU27_2020, EU28) are no
# country.
EUROSTAT = {
    "AT": "AUT",
    "BE": "BEL",
    "BG": "BGR",
    "CY": "CYP",
    "CZ": "CZE",
    "DE": "DEU",
    "DK": "DNK",
    "EE": "EST",
    "EL": "GRC",
    "ES": "ESP",
    "FI": "FIN",
    "FR": "FRA",
    "HR": "HRV",
    "HU": "HUN",
    "IE": "IRL",
    "IS": "ISL",
    "IT": "ITA",
    "LT": "LTU",
    "LU": "LUX",
    "LV": "LVA",
    "MT": "MLT",
    "NL": "NLD",
    "NO": "NOR",
    "PL": "POL",
    "PT": "PRT",
    "RO": "ROU",
    "RS": "SRB",
    "SE": "SWE",
    "SI": "SVN",
    "SK": "SVK",
    "TR": "TUR",
    "UK": "GBR",
}
SINCE = 2010  # an older value says little about institutions of today and counts as missing
# Waves of the giving survey whose year is sure, before the pandemic and without the repeated wave.
GIVING_YEARS = (2011, 2017)


@dataclass(frozen=True)
class Indicator:
    """One indicator: where it stands in its table, and how it is written.

    ``pick`` filters rows, ``column`` holds the value, which is multiplied by ``scale``; ``within``
    asks for the mean of these years (first, last) instead of the latest value since ``SINCE``.
    """

    key: str
    label: str
    unit: str
    table: str
    column: str
    pick: dict[str, str] = field(default_factory=dict)
    scale: float = 1
    digits: int = 0
    within: tuple[int, int] | None = None
    without: tuple[str, ...] = ()


def _municipal(key: str, label: str, code: str, unit: str) -> Indicator:
    return Indicator(
        key, label, unit, FISCAL, "value", {"sector_code": "LG", "indicator_code": code}, scale=100
    )


INDICATORS = (
    _municipal("local_social", "Municipal share of social protection", "sp", "%"),
    _municipal("local_health", "Municipal share of health", "health", "%"),
    _municipal("local_tax", "Municipal share of taxes", "taxd", "%"),
    _municipal("transfers", "Municipal dependency on transfers", "transferDep1", "%"),
    Indicator(
        "local_autonomy",
        "Autonomy of municipalities (LAI)",
        "points",
        LOCAL,
        "local_autonomy_index",
    ),
    Indicator("regional_authority", "Authority of regions (RAI)", "points", REGIONAL, "n_rai"),
    Indicator(
        "spending",
        "Public social spending",
        "% of GDP",
        SPENDING,
        "spending_pct_gdp",
        {"source": "public", "branch": "total"},
        within=(2019, 2019),
    ),  # later years are provisional
    Indicator(
        "beds",
        "Beds in long-term care",
        "per 1,000 aged 65+",
        CARE,
        "value",
        {"indicator": "ltc_beds_per_1000_65plus"},
    ),
    Indicator(
        "informal",
        "People who care for others weekly",
        "%",
        INFORMAL,
        "giving_informal_care_pct",
        {"assistance": "any_informal_care", "age_group": "15_plus"},
    ),
    # Italy 2019 (11 to 19 percent by age) is implausible on the card of the table.
    Indicator(
        "neighbours",
        "Care mainly for non-relatives",
        "%",
        INFORMAL,
        "giving_informal_care_pct",
        {"assistance": "mainly_non_relatives", "age_group": "15_plus"},
        without=("ITA",),
    ),
    Indicator(
        "old_duty",
        "Government definitely responsible in old age",
        "%",
        ATTITUDES,
        "pct_definitely_should",
        {"item": "provide_living_standard_for_old", "breakdown": "total"},
    ),
    Indicator(
        "volunteering",
        "Volunteered in the past month (CAF)",
        "%",
        GIVING,
        "volunteered_time_pct",
        within=GIVING_YEARS,
    ),
    Indicator(
        "participation",
        "Participation in associations (V-Dem)",
        "scale points",
        CIVIL,
        "v2csprtcpt",
        digits=1,
    ),
)
LABELS = {i.key: i.label for i in INDICATORS}


def country_names(tables: dict[str, pd.DataFrame]) -> pd.Series:
    """English name by ISO alpha-3 code, for every country of the tables."""
    both = pd.concat([tables[CIVIL], tables[LOCAL], tables[FISCAL]])
    return (
        both.drop_duplicates("iso3")
        .set_index("iso3")["country"]
        .replace({"United States of America": "United States", "Macedonia": "North Macedonia"})
        .sort_index()
    )


def values(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """All indicators as rows: key, iso3, year, value.

    ``tables`` maps the names in ``TABLES`` to frames.

    Parts of a country (West and East Germany in the attitudes) are left out here; see
    ``attitudes``.
    """
    rows = []
    for i in INDICATORS:
        frame = tables[i.table]
        for column, wanted in i.pick.items():
            frame = frame[frame[column] == wanted]
        if "geo" in frame:
            frame = frame.assign(iso3=frame["geo"].map(EUROSTAT))
        if "part_of_country" in frame:
            frame = frame[frame["part_of_country"].isna()]
        part = frame[["iso3", "year"]].assign(key=i.key, value=frame[i.column] * i.scale)
        rows.append(
            part[part["iso3"].notna() & ~part["iso3"].isin(i.without)].dropna(subset="value")
        )
    return pd.concat(rows, ignore_index=True)[["key", "iso3", "year", "value"]]


def latest(everything: pd.DataFrame) -> pd.DataFrame:
    """One row for each indicator and country: the value of today, with its year(s) as text.

    The latest value since ``SINCE``, or the mean of the years an indicator names.
    """
    rows = []
    for i in INDICATORS:
        part = everything[everything["key"] == i.key]
        if i.within:
            part = part[part["year"].between(*i.within)]
            words = "–".join(map(str, dict.fromkeys(i.within)))
            now = part.groupby("iso3", as_index=False)["value"].mean().assign(years=words)
        else:
            part = part[part["year"] >= SINCE].sort_values("year")
            now = (
                part.groupby("iso3", as_index=False)
                .tail(1)
                .assign(years=lambda d: d["year"].astype(str))
            )
        rows.append(now.assign(key=i.key))
    return pd.concat(rows, ignore_index=True)[["key", "iso3", "years", "value"]]


def located(now: pd.DataFrame, focus: list[str], names: pd.Series) -> pd.DataFrame:
    """The place of every country on every indicator;
    focus countries without a value keep an empty row.

    Takes ``latest`` rows. Adds label, unit, digits, country, ``is_focus``, ``countries`` (with a
    value), ``rank`` (1 is the highest value), ``low``, ``lower`` and ``upper`` (quartiles),
    ``middle`` (median) and ``high`` of all countries, and ``position`` (0 lowest to 100 highest
    value of all countries).
    """
    rows = []
    for i in INDICATORS:
        part = now[now["key"] == i.key]
        absent = [c for c in focus if c not in set(part["iso3"])]
        part = pd.concat([part, pd.DataFrame({"key": i.key, "iso3": absent})], ignore_index=True)
        value = part["value"].astype(float)
        low, high = value.min(), value.max()
        rows.append(
            part.assign(
                value=value,
                label=i.label,
                unit=i.unit,
                digits=i.digits,
                country=part["iso3"].map(names),
                is_focus=part["iso3"].isin(focus),
                countries=value.count(),
                low=low,
                high=high,
                middle=value.median(),
                lower=value.quantile(0.25),
                upper=value.quantile(0.75),
                rank=value.rank(ascending=False, method="min"),
                position=100 * (value - low) / (high - low),
            )
        )
    return pd.concat(rows, ignore_index=True)


def by_distance(places: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Rows of ``located``, the indicators on which two countries lie furthest apart first.

    The distance is that of their positions among all countries; indicators on which one of them
    has no value come last.
    """
    at = places.pivot(index="key", columns="iso3", values="position")
    apart = (at[first] - at[second]).abs()
    order = apart.reindex(places["key"].unique()).sort_values(ascending=False, kind="stable")
    rank = {key: place for place, key in enumerate(order.index)}
    return places.sort_values("key", key=lambda keys: keys.map(rank), kind="stable").reset_index(
        drop=True
    )


def furthest_apart(places: pd.DataFrame, first: str, second: str) -> str:
    """Rows of ``by_distance`` as a title: on what two countries differ most."""
    named = places.drop_duplicates("iso3").set_index("iso3")["country"]
    both = places[places["iso3"].isin([first, second]) & places["value"].notna()]
    if not (compared := both["key"].value_counts().eq(2)).any():
        return f"{named[first]} and {named[second]} share no indicator here"
    label = both.loc[both["key"].isin(compared[compared].index), "label"].iloc[0]
    return f"{named[first]} and {named[second]} differ most on: {lowered(label)}"


def strips_title(places: pd.DataFrame, focus: list[str], names: pd.Series) -> str:
    """What the strips show, as a title: on what the first two countries differ most."""
    if len(focus) < 2:
        return f"{names[focus[0]]} among all countries"
    return furthest_apart(places, *focus[:2])


def side_by_side(places: pd.DataFrame, focus: list[str]) -> pd.DataFrame:
    """The values of the focus countries in words, a row an indicator (label, shown)."""
    own = pd.concat([places[places["iso3"] == code] for code in focus])
    order = {label: at for at, label in enumerate(dict.fromkeys(places["label"]))}
    own = own.sort_values("label", key=lambda labels: labels.map(order), kind="stable")
    texts = [
        f"{r.country} {r.value:.{max(r.digits, 1)}f}" if r.value == r.value else f"{r.country} none"
        for r in own.itertuples()
    ]
    grouped = own.assign(shown=texts).groupby("label", sort=False)["shown"]
    return grouped.agg(", ".join).reset_index()


def focus_table(places: pd.DataFrame, focus: list[str], names: pd.Series) -> pd.DataFrame:
    """A row for each indicator: the focus countries' value and rank as text,
    all countries beside them.

    Columns: label, one column for each focus code ("39.8 (rank 3, 2016)" or "no value"), middle,
    low, high and countries (as text with the digits of the indicator), ``<code>_value`` in full
    precision.
    """
    rows = []
    for i in INDICATORS:
        part = places[places["key"] == i.key].set_index("iso3")
        first, spot = part.iloc[0], f"{{:.{max(i.digits, 1)}f}}"
        row = {"label": f"{i.label}, {i.unit}"}
        for code in focus:
            here = part.loc[code]
            known = pd.notna(here["value"])
            row[code] = (
                f"{spot.format(here['value'])} (rank {here['rank']:.0f}, {here['years']})"
                if known
                else "no value"
            )
            row[f"{code}_value"] = here["value"]
        row |= {name: spot.format(first[name]) for name in ("low", "middle", "high")}
        rows.append(row | {"countries": int(first["countries"])})
    return pd.DataFrame(rows).replace("-", MINUS, regex=False)


def missing(places: pd.DataFrame) -> dict[str, list[str]]:
    """Focus country -> labels of the indicators on which it has no value
    (only countries that lack some).
    """
    gaps = places[places["is_focus"] & places["value"].isna()]
    return gaps.groupby("country", sort=False)["label"].agg(list).to_dict()


def lowered(label: str) -> str:
    """A label inside a sentence: abbreviations keep their capitals."""
    return label[0].lower() + label[1:]


def set_off(countries: list[str]) -> str:
    """What is coloured in the figures, as a sentence."""
    if len(countries) == 1:
        return f"The coloured dot is {countries[0]}."
    return f"Coloured are {listed(countries)}."


def opposite_sides(places: pd.DataFrame, first: str, second: str) -> tuple[list[str], int]:
    """Labels on which two countries lie on opposite sides of the median country,
    and the number compared.
    """
    side = places.assign(side=places["value"] > places["middle"])[places["value"].notna()]
    wide = (
        side.pivot(index="label", columns="iso3", values="side")
        .reindex(index=list(LABELS.values()), columns=[first, second])
        .dropna()
    )
    return list(wide.index[wide[first] != wide[second]]), len(wide)


def waves(giving: pd.DataFrame) -> pd.Series:
    """Waves of the giving survey in ``GIVING_YEARS``, by country:
    not all countries have all of them.
    """
    known = giving[giving["year"].between(*GIVING_YEARS)].dropna(subset="volunteered_time_pct")
    return known.groupby("iso3")["year"].nunique()


def levels(fiscal: pd.DataFrame, code: str, year: int, iso3: str) -> pd.Series:
    """Share of central, state and local government in one kind of spending, percent (CG, SG, LG).

    What the three leave out belongs to funds of their own, above all social insurance. The sum may
    exceed 100 (Denmark: 145 for social protection in 2016), because transfers between levels are
    not taken out. Levels that a country lacks are absent.
    """
    rows = fiscal[
        (fiscal["indicator_code"] == code)
        & (fiscal["year"] == year)
        & (fiscal["iso3"] == iso3)
        & fiscal["sector_code"].isin(["CG", "SG", "LG"])
    ]
    return 100 * rows.set_index("sector_code")["value"]


def attitudes(issp: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Government's responsibility for the old, every survey: iso3, group, year, n (answers),
    share_pct ("definitely should be", percent) and pooled.

    ``group`` is the country, or West and East Germany where the table has them apart (to 1990).
    ``pooled`` marks the German samples since then: they hold too many respondents from the East,
    which lifts the share and which no interval of a random sample shows.
    """
    rows = issp[
        (issp["item"] == "provide_living_standard_for_old") & (issp["breakdown"] == "total")
    ]
    part = rows["part_of_country"].map({"west": "West Germany", "east": "East Germany"})
    return pd.DataFrame(
        {
            "iso3": rows["iso3"],
            "group": part.fillna(rows["iso3"].map(names)),
            "year": rows["year"],
            "n": rows["n_valid"],
            "share_pct": rows["pct_definitely_should"],
            "pooled": rows["iso3"].eq("DEU") & part.isna(),
        }
    ).sort_values(["group", "year"], ignore_index=True)
