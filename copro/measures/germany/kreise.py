"""Germany: the care mix and nursing-home places of the 400 Kreise of 2021, with their context.

Units: shares in percent of the persons in need of care, places per 10,000 inhabitants, money in
EUR per inhabitant at current prices. A Kreis is a county or a city of its own.

The legal definition of care need changed in 2017 and widened in 2019: 2009 to 2015, 2017, and
2019 to 2021 may be compared within, never across. Within the last stretch the definition is the
same but its coverage grows: more and more people of the lowest care grade are counted who draw none
of the three benefits. Changes of the mix after 2017 are therefore read ``among_recipients``.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from copro.english import MINUS, listed
from copro.measures.shared.interest import SMALLEST
from copro.measures.shared.statistics import CHANCE, left_out
from copro.methods.equivalence import EQUIVALENT, reading

NEED = "care_dependent_per_100_inhabitants"
PLACES = "nursing_home_places_per_10000_inhabitants"
AGED_65 = "share_65plus_pct"
TAX = "tax_capacity_eur_per_inhabitant"
GRANTS = "key_allocations_eur_per_inhabitant"
SHARES = {
    "share_cash_allowance_pct": "Cash allowance",
    "share_residential_longterm_care_pct": "Residential care",
    "share_home_care_service_pct": "Home-care service",
}
SETTLEMENT = {1: "Large cities", 2: "Urban Kreise", 3: "Rural, some towns", 4: "Sparsely populated"}
# Municipality and Land at once: most concepts of municipal finance do not apply, zeros mean
# missing.
CITY_STATES = ("02", "04", "11")
EISENACH, WARTBURGKREIS = "16056", "16063"
CENSUS_YEAR = 2011  # rates rest on the census population, population counts do not
# Land -> its name on a map, and by how many km it is set east and north of the middle of the Land.
LAND_NAMES = {
    "01": ("Schleswig-\nHolstein", 0, 0),
    "02": ("Hamburg", 0, 0),
    "03": ("Niedersachsen", 0, 0),
    "04": ("Bremen", 0, 0),
    "05": ("Nordrhein-\nWestfalen", 0, 0),
    "06": ("Hessen", 0, 0),
    "07": ("Rheinland-\nPfalz", 0, 0),
    "08": ("Baden-\nWürttemberg", 0, 0),
    "09": ("Bayern", 0, 0),
    "10": ("Saarland", 0, 0),
    "11": ("Berlin", 0, 0),
    "12": ("Brandenburg", 10, -55),
    "13": ("Mecklenburg-\nVorpommern", 0, 0),
    "14": ("Sachsen", 0, 0),
    "15": ("Sachsen-\nAnhalt", 0, 0),
    "16": ("Thüringen", 0, 0),
}
TERMS = {
    AGED_65: "Aged 65+ (+1 percentage point)",
    "tax_10pct": "Tax capacity (+10 %)",
    "settlement_2": "Urban Kreis (against large city)",
    "settlement_3": "Rural Kreis, some towns",
    "settlement_4": "Sparsely populated Kreis",
    "east": "East (without Berlin)",
}


def of_side(panel: pd.DataFrame, laender: str) -> pd.DataFrame:
    """The Kreis-years of the "west" or the "east", or of "all" Länder."""
    return panel if laender == "all" else panel[panel["east_west"] == laender.capitalize()]


def place(laender: str) -> str:
    """Where the Kreise of ``of_side`` are, as words after others; nothing for all.

    >>> place("west"), place("all")
    (' in the West', '')
    """
    return "" if laender == "all" else f" in the {laender.capitalize()}"


def fixed_terms(frame: pd.DataFrame) -> list[str]:
    """What a Kreis keeps over time and Kreise of ``model_panel`` differ in: settlement type, East.

    >>> kreise = pd.DataFrame({"settlement_2": [0, 1], "settlement_3": [1, 0]})
    >>> fixed_terms(kreise.assign(settlement_4=0, east=1))
    ['settlement_2', 'settlement_3']
    """
    terms = ["settlement_2", "settlement_3", "settlement_4", "east"]
    return [term for term in terms if frame[term].nunique() > 1]


def held_told(terms: list[str]) -> str:
    """``fixed_terms`` as the beginning of a sentence, with its verb.

    >>> held_told(["settlement_2", "east"]), held_told(["settlement_2"])
    ('Settlement type and East are', 'Settlement type is')
    """
    return "Settlement type and East are" if "east" in terms else "Settlement type is"


def richer(low: float, high: float) -> str:
    """What the interval of the estimate for tax capacity between Kreise says on homes.

    >>> richer(0.3, 0.9)
    'Richer districts have a larger share in homes'
    >>> richer(-0.1, 0.4)
    'Whether richer districts have a larger share in homes is not settled'
    """
    if low <= 0 <= high:
        return "Whether richer districts have a larger share in homes is not settled"
    return f"Richer districts have a {'larger' if low > 0 else 'smaller'} share in homes"


def care_panel(
    care: pd.DataFrame, population: pd.DataFrame, context: pd.DataFrame, typology: pd.DataFrame
) -> pd.DataFrame:
    """Kreis-years 2003-2021 with care indicators, inhabitants, share aged 65+, and settlement type.

    Takes the INKAR care table (400 Kreise, biennial), population (thousands), context and the
    typology of 2017. Adds ``population`` and ``need`` (persons; ``need`` is a weight in 2011,
    see ``total``), ``aged_65`` (persons), ``settlement`` and ``east_west``.

    Raises ``ValueError`` if a Kreis has no settlement type.
    """
    keys = ["kreis_code", "year"]
    panel = care.merge(population[[*keys, "population_1000"]], on=keys, validate="1:1")
    panel = panel.merge(context[[*keys, AGED_65]], on=keys, validate="1:1")
    panel = panel.merge(settlement(typology), on="kreis_code", how="left", validate="m:1")
    unknown = panel.loc[panel["settlement"].isna(), "kreis_code"].unique()
    if len(unknown):
        raise ValueError(f"no settlement type for Kreis {', '.join(unknown)}")
    people = panel["population_1000"] * 1000
    return panel.assign(
        population=people, need=people * panel[NEED] / 100, aged_65=people * panel[AGED_65] / 100
    )


def settlement(typology: pd.DataFrame) -> pd.DataFrame:
    """Settlement type (English) and East or West by Kreis of 2021.

    The typology is of 2017, when Eisenach was a Kreis of its own; it is dropped and
    Wartburgkreis, which took it in, keeps its own type (both are of type 4).
    """
    kept = typology[typology["kreis_code"] != EISENACH]
    return pd.DataFrame(
        {
            "kreis_code": kept["kreis_code"],
            "settlement_code": kept["settlement_type_code"],
            "settlement": kept["settlement_type_code"].map(SETTLEMENT),
            "east_west": kept["east_west"].map({"Ost": "East", "West": "West"}),
        }
    ).reset_index(drop=True)


def among_recipients(panel: pd.DataFrame) -> pd.DataFrame:
    """The panel with shares of those who draw one of the three benefits instead of all in need
    of care.

    The three shares (percent) then add up to 100, and ``need`` counts these persons. A Kreis-year
    without one of the shares has none of them. Other benefits (short-term stays in homes above all)
    are in neither the shares nor the new base.
    """
    drawn = panel[list(SHARES)].sum(axis=1, skipna=False)
    shares = panel[list(SHARES)].div(drawn, axis=0) * 100
    return panel.assign(**shares, need=panel["need"] * drawn / 100)


def total(panel: pd.DataFrame, rate: str, year: int) -> float:
    """A number of persons or places in one year: the sum of rate times inhabitants.

    ``rate`` is ``NEED``, ``PLACES`` or a share of ``SHARES``. Raises ``ValueError`` for 2011,
    whose rates rest on another population than the population table, and where a Kreis has no
    value, since a sum without it would be too small.
    """
    if year == CENSUS_YEAR:
        raise ValueError("the rates of 2011 rest on the census population: no count can be rebuilt")
    now = panel[panel["year"] == year]
    values = now[rate] * (
        now["population"] / 10_000
        if rate == PLACES
        else now["population"] / 100
        if rate == NEED
        else now["need"] / 100
    )
    if values.isna().any() or values.empty:
        raise ValueError(f"{rate} {year}: {int(values.isna().sum())} Kreise have no value")
    return float(values.sum())


def weighted(panel: pd.DataFrame, by: list[str] | None = None) -> pd.DataFrame:
    """Means of Kreise by year (and the columns in ``by``).

    Shares are weighted by persons in need of care, places and need by inhabitants, so that
    each mean is the ratio of the sums. ``places_per_1000_65plus`` divides places by inhabitants
    aged 65+. Kreise without a value are left out of that mean; ``<share>_n`` counts the others.
    """
    keys = ["year", *(by or [])]
    weights = dict.fromkeys(SHARES, "need") | {NEED: "population", PLACES: "population"}
    people = panel.groupby(keys)[["population", "aged_65"]].sum()
    out = pd.DataFrame({"kreise_n": panel.groupby(keys).size()})
    for value, weight in weights.items():
        known = panel[weight].where(panel[value].notna())
        parts = panel[keys].assign(top=panel[value] * known, bottom=known).groupby(keys)
        out[value] = parts["top"].sum(min_count=1) / parts["bottom"].sum(min_count=1)
    for share in SHARES:
        out[f"{share}_n"] = panel.groupby(keys)[share].count()
    out["places_per_1000_65plus"] = out[PLACES] / 10 * people["population"] / people["aged_65"]
    return out.reset_index()


def against_published(national: pd.DataFrame, land: pd.DataFrame) -> pd.DataFrame:
    """Means of Kreise beside the national row (``DE``) of the publisher.

    Returns year, measure, from_kreise, published and difference, without rows where one is missing.
    """
    measures = [*SHARES, PLACES]
    ours = national.melt("year", measures, "measure", "from_kreise")
    theirs = land[land["land_code"] == "DE"].melt("year", measures, "measure", "published")
    out = ours.merge(theirs, on=["year", "measure"], validate="1:1").dropna()
    return out.assign(difference=out["from_kreise"] - out["published"])


def mix_over_time(panel: pd.DataFrame) -> pd.DataFrame:
    """The three shares as rows: year, service, the weighted mean and the middle 80 % of Kreise.

    ``low`` and ``high`` are the 10th and 90th percentile, every Kreis counting once. Years
    without a value (before 2009) are left out.
    """
    by_year = panel.groupby("year")[list(SHARES)]
    parts = {
        "share_pct": weighted(panel).set_index("year")[list(SHARES)],
        "low": by_year.quantile(0.1),
        "high": by_year.quantile(0.9),
    }
    out = pd.concat({name: frame.stack() for name, frame in parts.items()}, axis=1).dropna()
    out = out.rename_axis(["year", "service"]).reset_index()
    return out.assign(service=out["service"].map(SHARES)).sort_values(
        ["service", "year"], ignore_index=True
    )


def mix_on_two_bases(panel: pd.DataFrame) -> pd.DataFrame:
    """``mix_over_time`` of all in need of care and of those who draw one of the three benefits,
    in the column base.
    """
    bases = {
        "Of all in need of care": panel,
        "Of those with one of the three benefits": among_recipients(panel),
    }
    return pd.concat(
        [mix_over_time(part).assign(base=name) for name, part in bases.items()], ignore_index=True
    )


def uncovered(panel: pd.DataFrame) -> pd.Series:
    """By how many percentage points the part with none of the three benefits rose
    from 2019 to 2021, by Kreis.
    """
    wide = (
        100 - panel.set_index(["kreis_code", "year"])[list(SHARES)].sum(axis=1, skipna=False)
    ).unstack("year")
    return wide[2021] - wide[2019]


def class_limits(values: pd.Series, classes: int = 5) -> list[int]:
    """Whole-number limits between classes of about equal size, for a map."""
    steps = np.linspace(0, 1, classes + 1)[1:-1]
    return sorted({round(limit) for limit in values.quantile(steps)})


def outer_borders(laender: pd.DataFrame) -> pd.DataFrame:
    """The Länder for the lines of a map, without holes.

    The outlines were dissolved from simplified Kreise, which left slivers inside; on a map they
    are specks. Enclaves (Berlin, Bremen) are drawn by their own outline. Takes and returns a
    GeoDataFrame; no value is computed from it.
    """
    from shapely import MultiPolygon, Polygon  # late: only the map needs it

    filled = [
        MultiPolygon([Polygon(part.exterior) for part in getattr(shape, "geoms", [shape])])
        for shape in laender.geometry
    ]
    return laender.set_geometry(filled, crs=laender.crs)


def finance_2021(finance: pd.DataFrame, typology: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Municipal finance (EUR per inhabitant) of the 401 Kreise of 2017 on the 400 of 2021.

    Eisenach is merged into Wartburgkreis with the inhabitants of 2017 as weights. City states
    are left out: they are Land and municipality at once, and zeros there mean missing.
    """
    kept = finance[~finance["kreis_code"].str[:2].isin(CITY_STATES)]
    people = kept["kreis_code"].map(typology.set_index("kreis_code")["population_2017"])
    merged = kept["kreis_code"].replace(EISENACH, WARTBURGKREIS)
    keys = [merged, kept["year"]]
    top = kept[columns].mul(people, axis=0).groupby(keys).sum(min_count=1)
    bottom = kept[columns].notna().mul(people, axis=0).groupby(keys).sum()
    return (top / bottom).rename_axis(["kreis_code", "year"]).reset_index()


def model_panel(
    panel: pd.DataFrame, finance: pd.DataFrame, years: list[int], *, finance_year: int | None = None
) -> pd.DataFrame:
    """Kreis-years for the regressions, without the city states, as deviations from the year's mean.

    Columns: the three shares, share aged 65+, ``tax_10pct`` (one unit is 10 % more tax capacity),
    ``fiscal_10pct`` (the same for tax capacity and general grants of the Land together), dummies
    for settlement type (large city as reference) and East. Deviations from the mean of the year
    take out what is common to all, prices above all; each Kreis counts the same.
    ``finance_year`` carries one year of finance to all years (after 2019 there is none).
    """
    frame = panel[panel["year"].isin(years) & ~panel["land_code"].isin(CITY_STATES)]
    money = finance.assign(
        tax_10pct=_in_tenths(finance[TAX]), fiscal_10pct=_in_tenths(finance[TAX] + finance[GRANTS])
    )
    columns = ["tax_10pct", "fiscal_10pct"]
    if finance_year is None:
        frame = frame.merge(
            money[["kreis_code", "year", *columns]],
            on=["kreis_code", "year"],
            how="left",
            validate="1:1",
        )
    else:
        one = money.loc[money["year"] == finance_year, ["kreis_code", *columns]]
        frame = frame.merge(one, on="kreis_code", how="left", validate="m:1")
    for code in (2, 3, 4):
        frame[f"settlement_{code}"] = (frame["settlement_code"] == code).astype(float)
    frame["east"] = (frame["east_west"] == "East").astype(float)
    centred = [*SHARES, AGED_65, *columns]
    frame[centred] = frame[centred] - frame.groupby("year")[centred].transform("mean")
    return frame


def _in_tenths(money: pd.Series) -> pd.Series:
    """Logarithm to the base 1.1: one unit is 10 % more. Zero and less mean missing."""
    return np.log(money.where(money > 0)) / np.log(1.1)


def stack(results: list[tuple[str, str, str, pd.DataFrame]]) -> pd.DataFrame:
    """Coefficient tables as one, from (outcome column, period, column of the clusters, table).

    Adds outcome, model and term spelt out, and period.
    """
    frame = pd.concat(
        [
            rows.assign(outcome=SHARES[outcome], period=period, by=by)
            for outcome, period, by, rows in results
        ],
        ignore_index=True,
    )
    models = {"random": "random effects", "two-way": "Kreis and year effects"}
    return frame.assign(
        model=frame["estimator"].replace(models), term_label=frame["term"].map(TERMS)
    )


def changed_by(estimate: float) -> str:
    """The verb before a difference between changes, which has its sign where it is below zero.

    >>> changed_by(-0.07), changed_by(0.04)
    ('changed by', 'gained')
    """
    return "changed by" if estimate < 0 else "gained"


def by_land_told(found: Mapping[str, Mapping[str, float]]) -> str:
    """What the intervals say once all Kreise of a Land share errors, in sentences: ``found`` are
    the results of ``wild_clusters`` by the words of their outcome. An end that is infinite means
    that there are too few Länder.

    >>> by_land_told({"homes": {"low": -0.03, "high": 1.56}})
    'The interval for homes includes zero (−0.03 to 1.56).'
    """
    if not all(np.isfinite([row[end] for row in found.values() for end in ("low", "high")])):
        return "They are too few for an interval."
    said = [
        f"{'That' if place else 'The interval'} for {words} {left_out(row['low'], row['high'], 0)} "
        f"{'it' if place else 'zero'} ({row['low']:.2f} to {row['high']:.2f})."
        for place, (words, row) in enumerate(found.items())
    ]
    return " ".join(said).replace("-", MINUS)


def ageing_told(period: str, found: Mapping[str, tuple[float, Mapping[str, float]]]) -> str:
    """What happened to shares where the population aged faster, in sentences.

    ``found`` has for each share, in words, the change of the country and the estimate with low
    and high, the outermost ends of its intervals (``neighbours.widest``). What one of them
    includes is said of these districts only, and that it is not certain.

    >>> homes = {"estimate": 0.9, "low": -0.1, "high": 1.6}
    >>> ageing_told("2009 to 2015", {"in homes": (-3.4, homes)})[52:]
    'from 2009 to 2015, the share in homes fell less (by 0.9 points), but this is not certain.'
    """
    firm, unsure, small = [], [], []
    for share, (change, row) in found.items():
        verb = "fell" if change < 0 else "rose"
        less = (change < 0) == (row["estimate"] > 0)
        said = f"the share {share} {verb} {'less' if less else 'more'} "
        said += f"(by {abs(row['estimate']):.1f} points)"
        if row["low"] > 0 or row["high"] < 0:
            firm.append(said)
        elif reading(row["low"], row["high"], SMALLEST["mix by ageing"].size) == EQUIVALENT:
            small.append(f"the share {share}")
        else:
            unsure.append(said)
    told = []
    if firm:
        told.append(f"Where the population aged faster from {period}, {listed(firm)}.")
    if unsure:
        aged = f"Where the population of these districts aged faster from {period}"
        told.append(f"{aged}, {listed(unsure)}, but this is not certain.")
    if small:
        told.append(f"For {listed(small)} the link with ageing is too small to matter.")
    return " ".join(told)


def certain(low: float, high: float) -> str:
    """What stands behind an estimate whose intervals, from ``low`` to ``high``, include zero.

    >>> certain(0.1, 0.9), certain(-0.1, 0.9)
    ('', ', which may be chance')
    """
    return f", {CHANCE}" if low <= 0 <= high else ""
