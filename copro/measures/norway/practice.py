"""Cooperation in Norway where it was measured: figures of surveys that others published.

Shares in percent of the base that each survey has; bases, wordings and years differ, so the
rows stand side by side and are never ranked.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from copro.measures.shared.published import known_n

SAID_OF = {
    "percent of units": "care units",
    "percent of respondents": "municipal employees",
    "percent of local associations": "local associations",
    "percent of municipalities": "municipalities",
    "count of municipalities": "municipalities",
    "percent of population": "population",
    "percent of inhabitants": "inhabitants",
    'percent (approximate: "ca.")': "population, about",
    "full-time equivalents": "full-time equivalents",
    "percent of those 24 percent": "of the 24 % without an overview",
    "percent of those asked": "of those asked to take part",
}
# Figures as their sources name them -> as a chart names them; those left out are not drawn.
ACTIVITIES = {
    "units with one or more volunteer activities": "Any activity",
    "cultural or social activities": "Cultural or social activities",
    "exercise or physical activities": "Exercise (project page)",
    "practical help": "Practical help",
    "cultural activities (song, dance, theatre, music etc.)": "Cultural activities",
    "social activities (trips, outings, company etc.)": "Social activities",
    "visiting schemes": "Visiting schemes",
    "exercise and other physical activities": "Exercise (article)",
}
ANSWERS = {
    "municipality has an employee responsible for contact with the voluntary sector": (
        "Has a contact employee"
    ),
    "municipality lends public buildings free of charge to voluntary organisations": (
        "Lends buildings free of charge"
    ),
    "respondents who say their municipality has a volunteering policy": "Has a volunteering policy",
    "municipality has no overview of activities of voluntary organisations": (
        "Has no overview of activities"
    ),
    "association does not know whether the municipality has a contact person": (
        "Does not know whether\nthere is a contact person"
    ),
}
HELP = {
    "help or care to family or friends with special care needs (additional)": (
        "Help to family or friends\nwith special care needs"
    ),
    "voluntary work in the care field": "Voluntary work in the care field",
    "health, nursing and rescue": "Health, nursing and rescue",
    "social services and substance-abuse care": "Social services and\nsubstance-abuse care",
    "directly for state or municipal elderly care or other care": (
        "Directly for public elderly\ncare or other care"
    ),
}
NAMED_IN_PLAN = (
    "municipalities that name samskaping (co-creation) in the social part of the municipal plan "
    "(kommuneplanens samfunnsdel)"
)
PAGES = {
    "ntnu_volunteering_page": "Project page of NTNU (university)",
    "frivillige_aktiviteter_2018": "Article in a research journal",
}
# Design effect -> what is said of clusters of answers, and of the sample.
CLUSTERS = {
    1: "so every interval of this survey is likely too narrow",
    2: "so every interval is as wide as if half as many units had answered",
}
ASSUMED = {
    1: "assume a simple random sample of units",
    2: "assume how alike units of one municipality are, which is not printed",
}


def labelled(frame: pd.DataFrame, labels: dict[str, str]) -> pd.DataFrame:
    """Rows of ``shares`` that a chart shows, in the order of ``labels`` (figure -> label), with
    columns ``label``, ``page`` and ``said`` (the share as text).

    Raises ``ValueError`` if a figure of ``labels`` is not among the rows.
    """
    if lacking := sorted(set(labels) - set(frame["figure"])):
        raise ValueError(f"no figure {lacking[0]!r} among the shares")
    rows = frame.set_index("figure").loc[list(labels)].reset_index()
    return rows.assign(
        label=list(labels.values()),
        page=rows["source_key"].map(PAGES),
        said=rows["share_pct"].map("{:g} %".format),
    )


def shares(table: pd.DataFrame) -> pd.DataFrame:
    """Printed shares with what is needed to read them, a row a figure, in the order of the table.

    Returns figure, base, share_pct, n, year (as text), source_key. ``n`` is missing where none or
    only words are printed, and for a share of a part of the sample, whose size is not printed.
    Counts and figures in words are not in it.
    """
    rows = table[table["unit"].str.startswith("percent", na=False) & table["value"].notna()]
    rows = rows[rows["indicator"].ne("response rate") & rows["unit"].ne("percent")]
    part = rows["unit"].isin(["percent of those 24 percent", "percent of those asked"])
    n = pd.Series([known_n(row) for _, row in rows.iterrows()], index=rows.index, dtype="Int64")
    return pd.DataFrame(
        {
            "figure": rows["subgroup"].fillna(rows["indicator"]),
            "base": rows["unit"].map(SAID_OF),
            "share_pct": rows["value"],
            "n": n.mask(part),
            "year": rows["reference_year"].map("{:.0f}".format),
            "source_key": rows["source_key"],
        }
    ).reset_index(drop=True)


def foremost(drawn: pd.DataFrame) -> str:
    """Which activities of volunteers lead, by ``labelled`` rows of ``ACTIVITIES``: "culture" where
    culture and company are each more common than all others, else "several".
    """
    share = drawn.set_index("label")["share_pct"]
    first = share[["Cultural activities", "Social activities"]]
    others = share[["Exercise (article)", "Visiting schemes", "Practical help"]]
    return "culture" if first.min() > others.max() else "several"


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Figures printed as words only: figure, words, year."""
    rows = table[table["value"].isna()]
    return pd.DataFrame(
        {
            "figure": rows["indicator"],
            "words": rows["value_text"],
            "year": rows["reference_year"].map("{:.0f}".format),
        }
    ).reset_index(drop=True)


def municipalities_in(crosswalk: pd.DataFrame, year: int) -> int:
    """How many municipalities Norway had in a year, counted from the codes valid in it."""
    valid = (crosswalk["first_year"] <= year) & (year <= crosswalk["last_year"])
    return int(crosswalk.loc[valid, "municipality_code_original"].nunique())


def policies(table: pd.DataFrame, crosswalk: pd.DataFrame) -> pd.DataFrame:
    """Municipalities with a volunteering policy by year: year, count, share in percent, words,
    and who counted, as the end of a phrase (``by``).

    A printed count is divided by the number of municipalities of its year; a printed share
    stays as it is and has no count; printed words stay words.
    """
    rows = table[
        (table["unit_of_analysis"] == "municipality")
        & table["indicator"].str.startswith(
            (
                "municipalities with a volunteering policy",
                "municipalities with an adopted volunteering policy",
            )
        )
    ]
    out = []
    for row in rows.itertuples():
        counted = row.unit == "count of municipalities"
        all_municipalities = municipalities_in(crosswalk, row.reference_year)
        out.append(
            {
                "year": int(row.reference_year),
                "count": row.value if counted else None,
                "municipalities": all_municipalities,
                "share_pct": 100 * row.value / all_municipalities if counted else row.value,
                "words": row.value_text,
                "by": (
                    "in the press"
                    if "press" in row.source_location
                    else "of the umbrella body of associations"
                ),
            }
        )
    return pd.DataFrame(out).sort_values("year").reset_index(drop=True)


def policies_by_county(table: pd.DataFrame, municipalities: pd.DataFrame) -> pd.DataFrame:
    """Municipalities with a volunteering policy by county as the press printed them: county, count,
    municipalities, share_pct, printed; largest share first.

    The number of municipalities is that of the list, not the printed one. A county whose count
    exceeds it is a misprint: its share is missing, and it stands last. Oslo, one municipality, is
    not among them.
    """
    names = _counties(municipalities)
    rows = table[
        (table["indicator"] == "municipalities with a volunteering policy") & table["value"].notna()
    ]
    out = pd.DataFrame(
        {
            "county": rows["subgroup"],
            "count": rows["value"].astype(int),
            "municipalities": rows["subgroup"].map(names.value_counts()),
            "printed": rows["value_text"],
        }
    )
    share = 100 * out["count"] / out["municipalities"]
    out.insert(3, "share_pct", share.where(share <= 100))
    return out.sort_values(["share_pct", "county"], ascending=[False, True], ignore_index=True)


class Counted(NamedTuple):
    """Municipalities with a policy in the counties whose count can be used, and Oslo."""

    with_policy: int
    municipalities: int
    share_pct: float
    most_pct: float  # if every municipality of the other counties had one


def counted_in_counties(table: pd.DataFrame, municipalities: pd.DataFrame) -> Counted:
    """Add up ``policies_by_county``; Oslo, printed in words, has one municipality and a policy."""
    found = policies_by_county(table, municipalities)
    usable = found["share_pct"].notna()
    count = int(found.loc[usable, "count"].sum()) + 1
    known = int(found.loc[usable, "municipalities"].sum()) + 1
    others = int(found.loc[~usable, "municipalities"].sum())
    most = 100 * (count + others) / (known + others)
    return Counted(count, known, 100 * count / known, most)


def against_a_third(most_pct: float) -> str:
    """How one of three stands to the largest share that a list allows.

    >>> against_a_third(29.4), against_a_third(34)
    ('more than that', 'not more than that')
    """
    return "more than that" if most_pct < 100 / 3 else "not more than that"


def median_population(people: pd.DataFrame, municipalities: pd.DataFrame, year: int) -> pd.Series:
    """Inhabitants of the middle municipality of each county at the beginning of a year."""
    at = people[people["year"] == year].set_index("municipality_code")["population_total"]
    county = _counties(municipalities).set_axis(municipalities["municipality_code"])
    return at.groupby(county.reindex(at.index)).median()


def home_services_by_county(care: pd.DataFrame, municipalities: pd.DataFrame) -> pd.Series:
    """Percent of the inhabitants aged 80 or over with home services in each county, in the last
    year of the KOSTRA table, on the municipalities of 2024. Rates count by people, not by place.

    Raises ``ValueError`` for a municipality without a county.
    """
    at = care[care["year"] == care["year"].max()].set_index("municipality_code_2024")
    county = _counties(municipalities).set_axis(municipalities["municipality_code"])
    where = county.reindex(at.index)
    if where.isna().any():
        raise ValueError(f"no county for {sorted(at.index[where.isna()])}")
    people = at["population_80plus_jan1_next_year"]
    users = at["home_services_users_80plus_pct"] * people
    return users.groupby(where).sum() / people.groupby(where).sum()


def care_told(policies: Mapping[str, float], size: Mapping[str, float]) -> str:
    """What rank correlations of home services by county, with policies and with the size of
    municipalities, say together; both have low and high.

    >>> care_told({"low": -0.98, "high": -0.71}, {"low": -0.96, "high": -0.51})
    'Where more municipalities have a policy, a smaller share of people aged 80 or over has \
home services. The share is smaller where municipalities are large, too, so size may be the whole \
reason.'
    >>> care_told({"low": -0.3, "high": 0.4}, {"low": -0.96, "high": -0.51})
    'By county, home services show no clear link with policies.'
    """
    if policies["low"] <= 0 <= policies["high"]:
        return "By county, home services show no clear link with policies."
    much = "smaller" if policies["high"] < 0 else "larger"
    told = f"Where more municipalities have a policy, a {much} share of people aged 80 or over has"
    told += " home services. "
    if not (size["high"] < 0 if policies["high"] < 0 else size["low"] > 0):
        return told + "Whether the size of municipalities is the reason is not settled."
    return (
        f"{told}The share is {much} where municipalities are large, too, so size may be the whole "
        "reason."
    )


def _counties(municipalities: pd.DataFrame) -> pd.Series:
    """Name of the county of each municipality, without its Sami and Kven names."""
    return municipalities["county_name"].str.split("-").str[0]


def printed_response(table: pd.DataFrame) -> dict[str, str | float]:
    """How many municipal employees were asked and answered, by the counts that the report prints.

    Takes the table of policies, whose note carries the counts. Returns printed (recipients),
    complete (complete answers), said (the share that the report prints, as text) and share_pct,
    computed from the counts.

    Raises ``ValueError`` if no note has them.
    """
    found = (
        table["note"]
        .str.extract(r"prints (\d+) recipients, (\d+) complete answers as (\d+) percent")
        .dropna()
    )
    if found.empty:
        raise ValueError("no note of the table prints recipients and complete answers")
    recipients, complete, said = found.iloc[0]
    return {
        "printed": recipients,
        "complete": complete,
        "said": f"{said} %",
        "share_pct": 100 * int(complete) / int(recipients),
    }
