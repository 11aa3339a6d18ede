"""The Norwegian voluntary sector in national statistics: work, money, ownership of places.

Units: full-time equivalents (FTE), NOK million at current prices, shares in percent.
"""

import pandas as pd

from copro.english import number_word

# Groups 03 and 04 of the satellite account. Statistics Norway counts kindergartens as social
# services, so this is not care alone.
HEALTH_SOCIAL = ["Health", "Social services"]
KINDERGARTENS = "Social services, kindergartens included"
# Words by which a code of the register would name nursing homes, and other care or its users.
HOMES = ["sykehjem", "pleiehjem", "aldershjem"]
CARE = ["eldre", "omsorg(?!an)", "hjemme", "rusmid", "avhengig", "narkotika"]
MEASURES = {
    "paid_employees_fte": "paid_fte",
    "volunteers_fte": "volunteer_fte",
    "value_added_excl_unpaid_work": "value_added_nok_million",
    "labour_cost_equivalent_of_volunteer_work": "volunteer_work_nok_million",
}
SOURCES = {
    "funding_share_households": "Households",
    "funding_share_central_government": "Central government",
    "funding_share_municipalities_counties": "Municipalities and counties",
    "funding_share_other": "Other sources",
}


def by_activity(account: pd.DataFrame, year: int) -> pd.DataFrame:
    """Groups of the satellite account in one year, a row a group, largest work force first.

    Takes the satellite account (year, icnpo_group, measure, value); returns activity and the
    columns of ``MEASURES`` that the year has. A cell the source leaves empty stays missing.

    Raises ``ValueError`` for a year that has totals only.
    """
    rows = account[(account["year"] == year) & account["measure"].isin(MEASURES)]
    groups = rows[rows["icnpo_group_code"] != "00"]
    if groups.empty:
        raise ValueError(f"the satellite account has no activity groups for {year}")
    wide = groups.pivot(index="icnpo_group", columns="measure", values="value")
    wide = wide[[m for m in MEASURES if m in wide]].rename(columns=MEASURES)
    order = wide[["paid_fte", "volunteer_fte"]].sum(axis=1).sort_values(ascending=False).index
    return wide.loc[order].rename_axis("activity").rename_axis(None, axis=1).reset_index()


def with_kindergartens(activities: pd.DataFrame) -> pd.DataFrame:
    """The rows, with the group of social services named so that a reader sees what is in it."""
    return activities.replace({"activity": {"Social services": KINDERGARTENS}})


def mostly(row: pd.Series) -> str:
    """Whether most of the work in a row (columns paid_fte,
    volunteer_fte) is "voluntary" or "paid".
    """
    return "voluntary" if row["volunteer_fte"] > row["paid_fte"] else "paid"


def fold(activities: pd.DataFrame, keep: int, columns: list[str]) -> pd.DataFrame:
    """The first ``keep`` rows and all others added up in one row that says how many they are."""
    rest = activities.iloc[keep:]
    other = pd.DataFrame([{"activity": f"{len(rest)} other groups", **rest[columns].sum()}])
    return pd.concat([activities.iloc[:keep][["activity", *columns]], other], ignore_index=True)


def funding(account: pd.DataFrame) -> pd.DataFrame:
    """Where the money came from: year, source, share of total funding in percent.

    Sources stand by their mean share, the largest first, years in order.
    """
    rows = account[account["measure"].isin(SOURCES)]
    out = pd.DataFrame(
        {"year": rows["year"], "source": rows["measure"].map(SOURCES), "share_pct": rows["value"]}
    )
    size = out.groupby("source")["share_pct"].transform("mean")
    return (
        out.assign(size=size)
        .sort_values(["size", "year"], ascending=[False, True])
        .drop(columns="size")
        .reset_index(drop=True)
    )


def who_pays(funding: pd.DataFrame) -> tuple[pd.Series, str]:
    """The shares of the last year of ``funding`` by source (percent), and the name of the words on
    them: "households" if they pay most and the state more than municipalities and counties, else
    "other".
    """
    last = funding[funding["year"] == funding["year"].max()].set_index("source")["share_pct"]
    ordered = last["Central government"] > last["Municipalities and counties"]
    return last, "households" if last.idxmax() == "Households" and ordered else "other"


def most_moved(funding: pd.DataFrame) -> float:
    """By how many percentage points the share of a source moved at most between any two years."""
    ends = funding.groupby("source")["share_pct"].agg(["min", "max"])
    return float((ends["max"] - ends["min"]).max())


def joined_at_split(places: pd.DataFrame, year: int) -> pd.DataFrame:
    """``private_places`` for one chart: the older series up to the year before the split, under
    the name of the newer one, so that a break in ``year`` parts them.
    """
    old = "All private (older series)"
    kept = places[(places["series"] != old) | (places["year"] < year)]
    return kept.replace({"series": {old: "All private"}})


def larger_private(nonprofit: float, commercial: float) -> str:
    """Which private owners hold more places: "commercial" or "nonprofit", "equal" if as many."""
    if nonprofit == commercial:
        return "equal"
    return "commercial" if commercial > nonprofit else "nonprofit"


def few_and_most(care: float, drugs: float) -> str:
    """Name of the words on the private shares (percent) of places in care and in drug treatment:
    "apart" if they are below a fifth and above a half, else "other".
    """
    return "apart" if care < 20 and drugs > 50 else "other"


def private_places(ownership: pd.DataFrame) -> pd.DataFrame:
    """Private share of the places in care institutions: year, series, share in percent.

    The older series (to 2011) has no split; the newer one (from 2011) has. Both are kept,
    with the year in which they overlap.
    """
    old = "private places as share of all places (older series)"
    new = "private places as share of all places"
    names = {
        (old, "all private"): "All private (older series)",
        (new, "all private"): "All private",
        (new, "private nonprofit (privat ideell)"): "Non-profit",
        (new, "private commercial (privat kommersiell)"): "Commercial",
    }
    rows = ownership[ownership["indicator"].isin([old, new])]
    series = [names[pair] for pair in zip(rows["indicator"], rows["subgroup"])]
    out = pd.DataFrame(
        {"year": rows["reference_year"].astype(int), "series": series, "share_pct": rows["value"]}
    )
    rank = out["series"].map(list(names.values()).index)
    return (
        out.assign(rank=rank)
        .sort_values(["rank", "year"])
        .drop(columns="rank")
        .reset_index(drop=True)
    )


def codes_naming(codes: pd.DataFrame, patterns: list[str]) -> pd.DataFrame:
    """Activity codes of the voluntary register whose Norwegian label matches one
    of the patterns.
    """
    return codes[codes["label_no"].str.lower().str.contains("|".join(patterns))]


def have(count: int, one: str = "has", more: str = "have") -> str:
    """How many have something, with the verb.

    >>> have(0), have(1, "is for", "are for"), have(3)
    ('none has', 'one is for', 'three have')
    """
    return f"{number_word(count) if count else 'none'} {more if count > 1 else one}"
