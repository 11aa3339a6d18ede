"""Denmark as a second Scandinavian check: who runs the nursing homes, printed survey figures,
and what stands beside them for Norway.

Units: shares in percent, as printed where they are; words where only words are printed. The
associations are those of five municipalities and no national sample; nothing here is comparable
with Norway beyond "parallel".
"""

import pandas as pd

from copro.measures.shared.country import DENMARK, NORWAY

COUNTRIES = {country.iso2: country.name for country in (NORWAY, DENMARK)}
THEMES = {
    "elderly care: who provides": "Who provides elderly care",
    "volunteering": "Volunteering",
    "cooperation with the municipality": "Cooperation with the municipality",
}
# What an association cooperates with, in the words of the figure.
PARTNERS = {
    "a school": "A school",
    "a day-care institution, after-school care, youth club or similar": "Day care or youth club",
    "another municipal or regional public institution": "Another public institution",
    "associations that cooperate with one or more municipal institutions": (
        "Any municipal institution"
    ),
    "associations that cooperate with a municipal institution or a municipal administration": (
        "An institution or the administration"
    ),
}
# Owner in the national list of nursing homes -> its name here, in the order in which owners are
# shown.
OWNERS = {
    "municipal": "Municipality",
    "self-owning": "Self-owning institution",
    "free nursing home (friplejebolig)": "Free nursing home",
    "private": "Private",
    "not stated": "Owner not stated",
}
ENTRIES = (
    929  # in the national list, about; the description of the table names them, which holds fewer
)
REGISTER_LIMIT = (
    "dwellings in nursing homes only; counted from a copy of the list that lacks a few entries"
)
VOLUNTEERS = {
    "volunteered in the last year": "Any field",
    "volunteered in the social field": "Social field",
}


def printed(rows: pd.DataFrame) -> pd.Series:
    """The figure as printed: words where there are words, else number and unit."""
    numbers = (
        rows["value"].map("{:g}".format)
        + " "
        + rows["unit"].fillna("").str.replace("percent", "%", n=1)
    )
    return rows["value_text"].where(rows["value_text"].notna(), numbers).str.strip()


def parallel(index: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Norwegian and Danish figures that can be set side by side: theme, country, measure, figure,
    year, limit.

    Takes ``published/comparison_index`` and the rows of ``homes_by_owner``, of which municipalities
    and self-owning institutions are shown; approximate figures without a printed year keep an empty
    year.
    """
    rows = index[index["country"].isin(COUNTRIES) & index["theme"].isin(THEMES)]
    measure = rows["indicator"] + rows["subgroup"].map(
        lambda s: f": {s}" if isinstance(s, str) else ""
    )
    out = pd.DataFrame(
        {
            "theme": rows["theme"].map(THEMES),
            "country": rows["country"].map(COUNTRIES),
            "measure": measure,
            "figure": printed(rows),
            "year": ["–" if pd.isna(year) else str(int(year)) for year in rows["reference_year"]],
            "limit": rows["comparability"],
        }
    )
    shown = listed[listed["owner"].isin([OWNERS["municipal"], OWNERS["self-owning"]])]
    counted = pd.DataFrame(
        {
            "theme": THEMES["elderly care: who provides"],
            "country": "Denmark",
            "measure": "dwellings in nursing homes by owner: " + shown["owner"].str.lower(),
            "figure": shown["share_pct"].map("{:.1f} %".format),
            "year": "2026",
            "limit": REGISTER_LIMIT,
        }
    )
    out = pd.concat([out, counted], ignore_index=True)
    order = {name: i for i, name in enumerate(THEMES.values())}
    return out.sort_values(
        ["theme", "country"],
        key=lambda c: c.map(order) if c.name == "theme" else c,
        ascending=[True, False],
        kind="stable",
        ignore_index=True,
    )


def homes_by_owner(register: pd.DataFrame) -> pd.DataFrame:
    """Danish nursing homes by owner: owner, nursing_homes, dwellings (counts), share_pct
    (of all dwellings).

    Takes ``denmark/nursing_homes_by_owner_2026``, a row a municipality and owner. Self-owning
    institutions are non-profit; among free nursing homes, private ones and those without a stated
    owner, non-profit and for-profit ones are not told apart.
    """
    sums = register.groupby("owner")[["nursing_homes_n", "homes_n"]].sum().loc[list(OWNERS)]
    return pd.DataFrame(
        {
            "owner": list(OWNERS.values()),
            "nursing_homes": sums["nursing_homes_n"].to_numpy(),
            "dwellings": sums["homes_n"].to_numpy(),
            "share_pct": (100 * sums["homes_n"] / sums["homes_n"].sum()).to_numpy(),
        }
    )


def at_least(listed: pd.DataFrame, owner: str) -> float:
    """Lowest possible share of dwellings of an owner, percent: all entries of the national list
    that the table lacks counted as of mean size and none of them as his. Takes ``homes_by_owner``.
    """
    homes, total = listed["nursing_homes"].sum(), listed["dwellings"].sum()
    own = listed.set_index("owner").loc[owner, "dwellings"]
    return float(100 * own / (total * ENTRIES / homes))


def nonprofit(listed: pd.DataFrame) -> tuple[float, float]:
    """Lowest and highest possible share of dwellings with a non-profit owner, percent: what is
    known to be self-owning, and what is not known to be municipal (``at_least``).
    """
    low, municipal = (at_least(listed, OWNERS[name]) for name in ("self-owning", "municipal"))
    return low, 100 - municipal


def cooperation(associations: pd.DataFrame) -> pd.DataFrame:
    """Associations that cooperate with the municipality: partner, year, share_pct, n
    (missing if not printed).
    """
    rows = associations[associations["indicator"].str.startswith("associations that cooperate")]
    key = rows["indicator"].where(rows["indicator"].isin(PARTNERS), rows["subgroup"])
    size = pd.to_numeric(rows["sample_size"], errors="coerce")
    out = pd.DataFrame(
        {
            "partner": key.map(PARTNERS),
            "year": rows["reference_year"],
            "share_pct": rows["value"],
            "n": size,
        }
    )
    if out["partner"].isna().any():
        raise ValueError("a figure on cooperation has no English name")
    return out.assign(row=out["partner"] + ", " + out["year"].astype(int).astype(str)).reset_index(
        drop=True
    )


def volunteering(survey: pd.DataFrame) -> pd.DataFrame:
    """Share who volunteered in the last year: field, year, share_pct, n
    (missing if not printed).
    """
    rows = survey[survey["indicator"].isin(VOLUNTEERS)]
    return pd.DataFrame(
        {
            "field": rows["indicator"].map(VOLUNTEERS),
            "year": rows["reference_year"].astype(int),
            "share_pct": rows["value"],
            "n": pd.to_numeric(rows["sample_size"], errors="coerce"),
        }
    ).reset_index(drop=True)


def public_owners(danish: float, norwegian: float) -> str:
    """Where public owners held more than half of the places for older people (percent), a clause.

    >>> public_owners(77.9, 88.9), public_owners(49, 88.9)
    ('Public owners held most places in both countries', 'Public owners held most places in Norway')
    """
    where = [name for name, share in (("Denmark", danish), ("Norway", norwegian)) if share > 50]
    places = {0: "neither country", 2: "both countries"}.get(len(where)) or where[0]
    return f"Public owners held most places in {places}"
