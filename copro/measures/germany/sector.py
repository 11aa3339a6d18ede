"""Germany: who runs care, free welfare associations, volunteering, associations and foundations.

Units: shares in percent, counts as printed. All figures are national unless a region is named:
values of Länder are those that a report happened to print, mostly the highest and the lowest, so no
mean of Länder is ever taken. A missing ownership share stays missing, except where the counts of
all three kinds and their total are printed.
"""

import pandas as pd

OWNERS = {"non_profit": "Non-profit", "private": "Private", "public": "Public"}
# Service and measure as printed -> panel of the figure. The 2021 homes are those of a commercial
# database.
PANELS = {
    ("nursing_homes", "share_of_places_percent"): "Places in nursing homes",
    ("nursing_homes", "share_of_facilities_percent"): "Nursing homes",
    ("nursing_homes_full_inpatient", "share_of_facilities_percent"): "Nursing homes",
    ("home_care_services", "share_of_clients_percent"): "Clients of home-care services",
    ("home_care_services", "share_of_facilities_percent"): "Home-care services",
}
FIELDS = {
    "sport": "Sport",
    "school_kindergarten": "School, kindergarten",
    "culture_music": "Culture, music",
    "social_services": "Social services",
    "church_religion": "Church, religion",
    "leisure_social": "Leisure, sociability",
    "youth_adult_education": "Youth work, adult education",
    "politics": "Politics",
    "environment_animals": "Environment, animals",
    "rescue_fire_brigade": "Rescue, fire brigade",
    "other": "Other",
    "professional_interest": "Professional interests",
    "health": "Health",
    "justice": "Justice",
}
WELFARE = {
    "facilities and services": "facilities",
    "beds or places": "places",
    "employees": "employees",
}


def shares_of_counts(care: pd.DataFrame, region: str = "DE") -> pd.DataFrame:
    """Ownership shares computed from counts: service, year, provider_type, value (percent), total.

    Only where the three kinds add up to the printed total. Raises ``ValueError`` where all are
    printed and do not.
    """
    counts = care[(care["region_code"] == region) & (care["measure"] == "count_facilities")]
    wide = (
        counts.pivot(index=["service", "year"], columns="provider_type", values="value")
        .reindex(columns=[*OWNERS, "total"])
        .dropna()
    )
    off = wide[(wide[list(OWNERS)].sum(axis=1) - wide["total"]).abs() > 0.5]
    if len(off):
        raise ValueError(f"{region}: counts do not add up to their total in {list(off.index)}")
    shares = wide[list(OWNERS)].div(wide["total"], axis=0).mul(100)
    long = shares.stack().rename("value").reset_index()
    return long.merge(wide["total"].reset_index(), on=["service", "year"])


def ownership(care: pd.DataFrame) -> pd.DataFrame:
    """National ownership shares over time: year, panel, owner, share_pct, computed (from counts).

    Printed shares; shares from counts fill the years for which no share is printed. Every panel has
    every year and owner, with an empty share where nothing is printed.
    """
    rows = care[care["region_code"] == "DE"].copy()
    rows["panel"] = [PANELS.get(pair) for pair in zip(rows["service"], rows["measure"])]
    printed = rows.dropna(subset="panel").assign(computed=False)
    counted = shares_of_counts(care).assign(measure="share_of_facilities_percent", computed=True)
    counted["panel"] = [PANELS[pair] for pair in zip(counted["service"], counted["measure"])]
    columns = ["panel", "year", "provider_type", "value", "computed"]
    both = pd.concat([printed[columns], counted[columns]]).drop_duplicates(
        ["panel", "year", "provider_type"]
    )
    both = both.assign(owner=both["provider_type"].map(OWNERS)).rename(
        columns={"value": "share_pct"}
    )
    grid = pd.MultiIndex.from_product(
        [sorted(both["year"].unique()), dict.fromkeys(PANELS.values()), OWNERS.values()],
        names=["year", "panel", "owner"],
    )
    return both.set_index(grid.names)[["share_pct", "computed"]].reindex(grid).reset_index()


def over_time(owners: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``ownership`` with a printed share: places in homes, and clients of home care."""
    kept = ["Places in nursing homes", "Clients of home-care services"]
    own = owners[owners["panel"].isin(kept) & owners["share_pct"].notna()]
    return own.sort_values(
        ["panel", "owner", "year"], ascending=[False, True, True], ignore_index=True
    )


def first_and_last(rows: pd.DataFrame) -> pd.DataFrame:
    """The ends of each line of ``over_time``: panel, owner, start, one, end, other."""
    ends = rows.groupby(["panel", "owner"], sort=False).agg(
        start=("year", "first"),
        one=("share_pct", "first"),
        end=("year", "last"),
        other=("share_pct", "last"),
    )
    return ends[ends["start"] < ends["end"]].reset_index()


def laender_known(table: pd.DataFrame, keys: list[str]) -> tuple[int, int]:
    """Most Länder for which one indicator of one year is printed, and number of such indicators."""
    known = table[table["region_code"] != "DE"].groupby(keys)["region_code"].nunique()
    return int(known.max()), len(known)


def volunteering(survey: pd.DataFrame, weighted: pd.DataFrame) -> pd.DataFrame:
    """Share of people aged 14+ who volunteer, in two published series: series, year, share_pct.

    The reports of 1999 to 2014 and the later report, which weights by education and goes to 2019,
    print different levels for the same surveys; they are kept apart.
    """
    first = survey[survey["category"] == "total"][["year", "volunteering_share_pct"]].set_axis(
        ["year", "share_pct"], axis=1
    )
    second = weighted[weighted["indicator"].eq("share of people who volunteer")][
        ["reference_year", "value"]
    ].set_axis(["year", "share_pct"], axis=1)
    return pd.concat(
        [first.assign(series="Report of 2014"), second.assign(series="Report of 2019")],
        ignore_index=True,
    ).astype({"year": int})


def fields(survey: pd.DataFrame, year: int) -> pd.DataFrame:
    """Volunteering by field in one year, most common first: field, share_pct, kind
    (care or other).
    """
    rows = survey[(survey["breakdown"] == "field") & (survey["year"] == year)]
    out = pd.DataFrame(
        {
            "field": rows["category"].map(FIELDS),
            "share_pct": rows["volunteering_share_pct"],
            "kind": rows["category"]
            .isin(["social_services", "health"])
            .map({True: "Social services and health", False: "Other fields"}),
        }
    )
    if out["field"].isna().any():
        raise ValueError("a field of the survey has no English name")
    return out.sort_values("share_pct", ascending=False, ignore_index=True)


def welfare_by_field(free_welfare: pd.DataFrame, year: int) -> pd.DataFrame:
    """Free welfare associations: facilities, places and employees by field (a row each),
    as printed.
    """
    rows = free_welfare[
        (free_welfare["reference_year"] == year) & (free_welfare["unit"] == "count")
    ]
    rows = rows[rows["indicator"].isin(WELFARE)]
    wide = rows.pivot(index="subgroup", columns="indicator", values="value").rename(columns=WELFARE)
    return wide.sort_values("facilities", ascending=False).reset_index()[
        ["subgroup", *WELFARE.values()]
    ]
