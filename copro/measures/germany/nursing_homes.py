"""Germany: places in nursing homes 2003-2023 by count, their bases,
and who pays where money runs out.

Places are those for permanent residents. They are taken from counts where counts are published:
the rates by Kreis (``germany.PLACES``) do not come back to the counted places in 2003 (several
Länder) and 2007 (Schleswig-Holstein, a fifth too low), and those of 2011 rest on the census.
"""

import pandas as pd

from copro.measures.germany import kreise as germany
from copro.measures.shared.statistics import weighted_mean

LONG_TERM, CASH_2023 = "nursing_home_places_longterm_inpatient", "cash_allowance_only_recipients"
CARE_ASSISTANCE = "care_assistance_hilfe_zur_pflege"
RATE_YEARS = (2019, 2021)  # counts by Land end in 2017
AGED_75, FROM_65_TO_74 = "75 Jahre und mehr", "65 bis unter 75 Jahre"
# Kreise of 2015 that are part of another one in 2021: Eisenach, and the two that became Göttingen.
MERGED = {germany.EISENACH: germany.WARTBURGKREIS, "03152": "03159", "03156": "03159"}
BASES = {
    "inhabitants": "Per 1,000 inhabitants 2021",
    "aged_65": "Per 1,000 aged 65+, 2021",
    "aged_80": "Per 1,000 aged 80+, 2023",
}


def two_bases(official: pd.DataFrame) -> pd.DataFrame:
    """The national care mix on two bases, a row a year: of all in need of care,
    and of those with one of the three benefits.

    ``official`` holds the counts of 2019 to 2023 (residents with short-term stays). Returns need
    and drawn (persons), grade_1_pct (share of all who are in care grade 1 and draw none of the
    three), and for cash, home and homes the shares ``<what>_all_pct`` and ``<what>_drawn_pct``,
    indexed by year.
    """
    counts = official.set_index("year")
    what = {
        "cash": CASH_2023,
        "home": "home_care_service_recipients",
        "homes": "nursing_home_recipients",
    }
    out = pd.DataFrame(
        {
            "need": counts["care_dependent"],
            "drawn": counts[list(what.values())].sum(axis=1, skipna=False),
        }
    )
    out["grade_1"] = counts["care_grade1_without_benefits"]
    out["grade_1_pct"] = 100 * out["grade_1"] / out["need"]
    for name, column in what.items():
        out[f"{name}_all_pct"] = 100 * counts[column] / out["need"]
        out[f"{name}_drawn_pct"] = 100 * counts[column] / out["drawn"]
    return out


def side_of_land(typology: pd.DataFrame) -> pd.Series:
    """ "East" or "West" by Land code. Raises ``ValueError`` if a Land lies on both sides."""
    sides = (
        typology["east_west"]
        .map({"Ost": "East", "West": "West"})
        .groupby(typology["kreis_code"].str[:2])
    )
    if (sides.nunique() != 1).any():
        raise ValueError("a Land lies on both sides")
    return sides.first()


def places_by_side(
    land_counts: pd.DataFrame, panel: pd.DataFrame, latest: pd.DataFrame, typology: pd.DataFrame
) -> pd.DataFrame:
    """Places for permanent residents in East and West, every second year 2003-2023.

    Counts of the Länder until 2017, rates of the Kreise times inhabitants in 2019 and 2021, counts
    of the Kreise in 2023. Returns year, east_west, ``places``, ``aged_65`` (inhabitants aged 65
    and over, from ``panel``; none for 2011, whose age shares rest on the census and whose
    inhabitants do not, and none for 2023) and ``source``.
    """
    sides = side_of_land(typology)
    counted = land_counts[land_counts["land_code"] != "DE"]
    rates = panel[panel["year"].isin(RATE_YEARS)]
    parts = {
        "counts of the Länder": (counted, counted[LONG_TERM]),
        "rates of the Kreise": (rates, rates[germany.PLACES] * rates["population"] / 10_000),
        "counts of the Kreise": (latest, latest[LONG_TERM]),
    }
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "year": frame["year"],
                    "east_west": frame["land_code"].map(sides),
                    "places": values,
                    "source": source,
                }
            )
            for source, (frame, values) in parts.items()
        ]
    )
    out = rows.groupby(["year", "east_west", "source"])["places"].sum().reset_index()
    old = (
        panel[panel["year"] != germany.CENSUS_YEAR].groupby(["year", "east_west"])["aged_65"].sum()
    )
    return out.join(old, on=["year", "east_west"])


def pace(by_side: pd.DataFrame, base: int) -> pd.DataFrame:
    """Places and inhabitants aged 65+ of Germany since the year ``base``, which is 100:
    year, what, index.
    """
    own = by_side[by_side["year"] >= base].groupby("year")[["places", "aged_65"]]
    both = own.apply(pd.DataFrame.sum, skipna=False)
    names = {"places": "Places in homes", "aged_65": "People aged 65 or over"}
    index = (100 * both / both.loc[base]).rename(columns=names).rename_axis(columns="what")
    long = index.stack().rename("index").reset_index().dropna(subset="index")
    return long.sort_values(["what", "year"], ascending=[False, True], ignore_index=True)


def rate_gap(panel: pd.DataFrame, land_counts: pd.DataFrame) -> pd.DataFrame:
    """Places rebuilt from rates of the Kreise against counts of the Länder: year, land_code,
    gap_pct.
    """
    rebuilt = (
        (panel[germany.PLACES] * panel["population"] / 10_000)
        .groupby([panel["land_code"], panel["year"]])
        .sum()
        .rename("rebuilt")
        .reset_index()
    )
    both = rebuilt.merge(land_counts, on=["land_code", "year"], validate="1:1")
    return both[["year", "land_code"]].assign(gap_pct=100 * (both["rebuilt"] / both[LONG_TERM] - 1))


def on_three_bases(
    panel: pd.DataFrame, latest: pd.DataFrame, typology: pd.DataFrame
) -> pd.DataFrame:
    """Places per 1,000 of three bases by settlement type and side of the country.

    2021 per inhabitant and per inhabitant aged 65+ (rates), 2023 per inhabitant aged 80+ (counts);
    the number aged 80+ is published by Kreis for 2023 only. Ratios of sums. Returns
    settlement_code, settlement, east_west, base, places_per_1000, index (Germany is 100) and
    kreise_n.
    """
    keys = ["settlement_code", "settlement", "east_west"]
    now = panel[panel["year"] == 2021].assign(
        places=lambda d: d[germany.PLACES] * d["population"] / 10_000
    )
    sums = now.groupby(keys)[["places", "population", "aged_65"]].sum()
    new = latest.merge(germany.settlement(typology), on="kreis_code", validate="1:1").groupby(keys)
    counts = new[[LONG_TERM, "population_80plus"]].sum()
    values = {
        "inhabitants": sums["places"] / sums["population"],
        "aged_65": sums["places"] / sums["aged_65"],
        "aged_80": counts[LONG_TERM] / counts["population_80plus"],
    }
    all_sums, all_counts = sums.sum(), counts.sum()
    germany_rate = {
        BASES["inhabitants"]: all_sums["places"] / all_sums["population"],
        BASES["aged_65"]: all_sums["places"] / all_sums["aged_65"],
        BASES["aged_80"]: all_counts[LONG_TERM] / all_counts["population_80plus"],
    }
    out = pd.DataFrame({BASES[base]: 1000 * value for base, value in values.items()})
    out = (
        out.assign(kreise_n=new.size())
        .reset_index()
        .melt([*keys, "kreise_n"], var_name="base", value_name="places_per_1000")
    )
    out["index"] = out["places_per_1000"] / out["base"].map(germany_rate) / 10
    return out.sort_values(
        ["settlement_code", "east_west"], ascending=[True, False], kind="stable", ignore_index=True
    )


def two_ends(bases: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``on_three_bases`` per inhabitant and per inhabitant aged 80+, for slopes.

    Adds ``group`` (settlement and side in words) and ``named`` (large cities and sparsely
    populated Kreise).
    """
    kept = [BASES["inhabitants"], BASES["aged_80"]]
    own = bases[bases["base"].isin(kept)].sort_values(
        "base", key=lambda names: names.map(kept.index), kind="stable", ignore_index=True
    )
    return own.assign(
        base=own["base"].map(
            {kept[0]: "Per inhabitant\n(2021)", kept[1]: "Per person aged\n80 or over (2023)"}
        ),
        group=own["settlement"] + ", " + own["east_west"],
        named=own["settlement"].isin(["Large cities", "Sparsely populated"]),
    )


def slope_words(slope: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``two_ends`` that are named, a row a group: group, one and other (index at the
    ends).
    """
    own = slope[slope["named"]]
    grouped = own.groupby("group", sort=False)["index"]
    return pd.DataFrame({"one": grouped.first(), "other": grouped.last()}).reset_index()


def ranks_turn(bases: pd.DataFrame) -> str:
    """ "turn" where the sparsely populated East has more places than the large cities of the West
    per inhabitant, and fewer than that of the West per inhabitant aged 80+; else "plain".
    """
    at = bases.set_index(["base", "settlement", "east_west"])["places_per_1000"]
    rural, per, per_80 = "Sparsely populated", BASES["inhabitants"], BASES["aged_80"]
    many = at[per, rural, "East"] > at[per, "Large cities", "West"]
    few = at[per_80, rural, "East"] < at[per_80, rural, "West"]
    return "turn" if many and few else "plain"


def shares_of_age(ages: pd.DataFrame) -> pd.DataFrame:
    """Shares (percent) of inhabitants aged 65+ and 75+ in 2015 by Kreis of 2021,
    indexed by code.
    """
    kreise = ages[ages["level"] == "kreis"]
    wide = kreise.assign(code=kreise["region_code"].replace(MERGED)).pivot_table(
        index="code", columns="age_group", values="population_total", aggfunc="sum"
    )
    share = wide[[FROM_65_TO_74, AGED_75]].div(wide["total"], axis=0) * 100
    return pd.DataFrame({"aged_65_pct": share.sum(axis=1), "aged_75_pct": share[AGED_75]})


def care_assistance(
    social: pd.DataFrame, ages: pd.DataFrame, land_counts: pd.DataFrame, typology: pd.DataFrame
) -> pd.DataFrame:
    """Recipients of care assistance (Hilfe zur Pflege) by Land, fewest per old inhabitant first.

    Länder only: Kreis values leave out what supra-local bodies pay. Returns land_code, land_name,
    east_west, recipients_2010, recipients_2015, change_pct, per_1000_75plus (2015; some recipients
    are younger), residential_pct (persons in need of care in permanent residential care 2015).
    """
    land = social[social["level"] == "land"]
    wide = land.pivot(index="region_code", columns="year", values=CARE_ASSISTANCE)
    old = ages[(ages["level"] == "land") & (ages["age_group"] == AGED_75)].set_index("region_code")[
        "population_total"
    ]
    then = land_counts[land_counts["year"] == 2015].set_index("land_code")
    names = land.drop_duplicates("region_code").set_index("region_code")["region_name"]
    out = pd.DataFrame(
        {
            "land_name": names.str.replace(", Land", ""),
            "east_west": side_of_land(typology),
            "recipients_2010": wide[2010],
            "recipients_2015": wide[2015],
            "change_pct": 100 * (wide[2015] / wide[2010] - 1),
            "per_1000_75plus": 1000 * wide[2015] / old,
            "residential_pct": 100
            * then["nursing_home_longterm_recipients"]
            / then["care_dependent"],
        }
    ).dropna(subset="recipients_2015")
    return (
        out.rename_axis("land_code").reset_index().sort_values("per_1000_75plus", ignore_index=True)
    )


def fifths_of_tax(panel: pd.DataFrame, finance: pd.DataFrame, latest: pd.DataFrame) -> pd.DataFrame:
    """The care mix of 2021 and places of 2023 in five groups of Kreise by tax capacity in 2019.

    City states are left out. Each group holds a fifth of the Kreise. Returns fifth, kreise_n,
    tax_eur (mean of the Kreise, EUR per inhabitant), the three shares of the mix (weighted by
    persons in need of care) and places_per_1000_80plus.
    """
    money = finance.loc[finance["year"] == 2019, ["kreis_code", germany.TAX]]
    frame = (
        panel[panel["year"] == 2021]
        .merge(money, on="kreis_code", validate="1:1")
        .merge(
            latest[["kreis_code", LONG_TERM, "population_80plus"]], on="kreis_code", validate="1:1"
        )
    )
    names = ["Lowest fifth", "Second", "Middle", "Fourth", "Highest fifth"]
    frame["fifth"] = pd.qcut(frame[germany.TAX], 5, labels=names).astype(str)
    rows = [
        {"fifth": name, "kreise_n": len(part), "tax_eur": part[germany.TAX].mean()}
        | {share: weighted_mean(part[share], part["need"]) for share in germany.SHARES}
        | {"places_per_1000_80plus": 1000 * part[LONG_TERM].sum() / part["population_80plus"].sum()}
        for name, part in ((name, frame[frame["fifth"] == name]) for name in names)
    ]
    return pd.DataFrame(rows)
