"""Germany: associational life by Kreis beside the care mix, Kreise of one Land compared.

A description of places: no table counts cooperation, and sports clubs are not care. The mix is that
of the people who draw one of the three benefits. Each measure of associational life is a deviation
from the mean of its Land, in "typical differences": the standard deviation of Kreise within
Länder. City states are left out, since they are Land and municipality at once.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from copro.english import listed
from copro.measures.germany import kreise as germany
from copro.measures.germany.neighbours import SHOWN_KM, widest
from copro.measures.shared.interest import SMALLEST
from copro.methods import equivalence as eq, spatial
from copro.methods.multiverse.grid import Grid, dimension
from copro.methods.wild import wild_clusters

MEMBERS, CLUBS = "sports_club_memberships_per_100", "sports_clubs_per_100000"
FOUNDATIONS = "foundations_log"
MEASURES = {
    MEMBERS: "Members of sports clubs",
    CLUBS: "Sports clubs",
    FOUNDATIONS: "Foundations, 2013",
}
CASH, HOMES, HOME = germany.SHARES
CARE = {HOME: "Home care", HOMES: "Homes", CASH: "Cash only"}
SHORT = {HOME: "home-care", HOMES: "homes", CASH: "cash"}
SAID = {
    "Members of sports clubs": "members of sports clubs",
    "Sports clubs": "sports clubs",
    "Foundations, 2013": "foundations",
}
LIVING = {"Home care": "have home care", "Homes": "live in homes", "Cash only": "have cash only"}
DRAWING = {"Home care": "with home care", "Homes": "in homes", "Cash only": "with cash only"}
YEARS = (2019, 2021, 2023)
YEAR = 2021
TYPES = ["settlement_2", "settlement_3", "settlement_4"]
CONTROLS = [germany.AGED_65, "tax_10pct", *TYPES]
WITHOUT = "Without Gelsenkirchen"
GELSENKIRCHEN = "05513"  # 76 memberships for 100 inhabitants: a football club
MERGED = {"03152": "03159", "03156": "03159", "16056": "16063"}
INTEREST = SMALLEST["mix by associations"]
GROUPS = {
    "All Kreise": "everywhere",
    "West": "is_west",
    "East": "is_east",
    "Urban Kreise and cities": "is_urban",
    "Rural Kreise": "is_rural",
    WITHOUT: "no_football",
}
RECIPIENTS = {
    CASH: "cash_allowance_only_recipients",
    HOME: "home_care_service_recipients",
    HOMES: "nursing_home_recipients",
}


class Expected(NamedTuple):
    """What would count for and against a hypothesis, said before anything is estimated."""

    hypothesis: str
    reason: str
    counts_for: str
    counts_against: str


EXPECTED = {
    "h3": Expected(
        "H3, mutual need",
        "Associations that can help let more people stay at home.",
        "more home care and fewer in homes, both by enough to matter",
        "less home care or more in homes by enough to matter, or both links too small to matter",
    ),
    "h6": Expected(
        "H6, place does not matter",
        "The link should be the same in East and West, in town and country.",
        "all differences between the links too small to matter",
        "any difference between the links that is large enough to matter",
    ),
    "h7": Expected(
        "H7, welfare regime",
        "Where associations provide care, more of them means fewer people with cash only.",
        "fewer with cash only, by enough to matter",
        "more with cash only by enough to matter, or a link too small to matter",
    ),
}


def foundations_2021(foundations: pd.DataFrame) -> pd.DataFrame:
    """Foundations per 100,000 inhabitants of 2013 on the Kreise of 2021: counts and inhabitants of
    merged Kreise are added. Columns kreis_code, per_100000.
    """
    code = foundations["kreis_code"].replace(MERGED)
    sums = foundations.groupby(code)[["foundations", "implied_population"]].sum()
    density = 100_000 * sums["foundations"] / sums["implied_population"]
    return density.rename("per_100000").rename_axis("kreis_code").reset_index()


def kreise(
    panel: pd.DataFrame,
    latest: pd.DataFrame,
    finance: pd.DataFrame,
    context: pd.DataFrame,
    sports: pd.DataFrame,
    foundations: pd.DataFrame,
    typology: pd.DataFrame,
    year: int = YEAR,
) -> tuple[pd.DataFrame, dict[str, float]]:
    """Kreis-years of ``YEARS`` with the care mix, associational life and controls; and how large a
    typical difference is, in the unit of each measure (foundations: in percent). ``chosen`` marks
    those of ``year``, whose links are read.

    ``latest`` are the counts of 2023, which take ages and inhabitants of 2021; ``finance`` is of
    2019. The measures of associational life have one value a Kreis and are deviations from the
    Land, in typical differences.
    """
    counts = latest.set_index("kreis_code")[list(RECIPIENTS.values())]
    mix = 100 * counts.div(counts.sum(axis=1), axis=0)
    drawn = germany.among_recipients(panel[panel["year"].isin(YEARS)])
    last = drawn[drawn["year"] == YEAR].assign(year=2023)
    for share, column in RECIPIENTS.items():
        last[share] = last["kreis_code"].map(mix[column])
    frame = germany.model_panel(
        pd.concat([drawn, last], ignore_index=True), finance, list(YEARS), finance_year=2019
    )
    work = context.loc[context["year"] == 2019].set_index("kreis_code")["unemployment_rate_pct"]
    region = typology.set_index("kreis_code")["planning_region_code"]
    frame = frame.assign(
        unemployed=frame["kreis_code"].map(work),
        planning_region=frame["kreis_code"].map(region),
        inhabitants=frame["population"],
        chosen=frame["year"] == year,
        everywhere=True,
        is_west=frame["east"] == 0,
        is_east=frame["east"] == 1,
        is_urban=frame["settlement_code"] <= 2,
        is_rural=frame["settlement_code"] > 2,
        no_football=frame["kreis_code"] != GELSENKIRCHEN,
        no_large_city=frame["settlement_code"] != 1,
        **{f"in_{year}": frame["year"] == year for year in YEARS},
    )
    density = foundations_2021(foundations).set_index("kreis_code")["per_100000"]
    plain = sports.set_index("kreis_code")[[MEMBERS, CLUBS]].assign(
        **{FOUNDATIONS: np.log(density)}
    )
    one = frame.drop_duplicates("kreis_code").set_index("kreis_code")["land_code"]
    inside = plain.loc[one.index] - plain.loc[one.index].groupby(one).transform("mean")
    typical = inside.std()
    for measure in MEASURES:
        frame[measure] = frame["kreis_code"].map(inside[measure] / typical[measure])
    typical[FOUNDATIONS] = 100 * np.expm1(typical[FOUNDATIONS])
    return frame, {str(measure): float(size) for measure, size in typical.items()}


def linked(
    frame: pd.DataFrame, share: str, measure: str, places: pd.DataFrame
) -> tuple[dict[str, float], pd.Series]:
    """The link of a measure with a share in the chosen year (percentage points for a typical
    difference): estimate, se (errors of neighbours), n, low and high; and what is left, by Kreis.

    The interval is the wider of two: errors shared by neighbours, or by a whole Land. ``least``
    and ``most`` are infinite where Länder are too few for the second; words follow from them.
    """
    return _fit(frame, share, [measure, *CONTROLS], places)


def _fit(
    frame: pd.DataFrame, share: str, terms: list[str], places: pd.DataFrame
) -> tuple[dict[str, float], pd.Series]:
    now = frame[frame["chosen"]]
    # Of the settlement types that a group has, one is what the others are compared with.
    had = [kind for kind in TYPES if now[kind].any()]
    unused = {*TYPES} - {*(had if (now[TYPES].sum(axis=1) == 0).any() else had[1:])}
    kept = [term for term in terms if term not in unused]
    rows, left = spatial.conley_in_groups(
        now, share, kept, unit="kreis_code", group="land_code", places=places, cutoff=SHOWN_KM
    )
    lands = pd.get_dummies(now["land_code"], dtype=float).iloc[:, 1:]
    by_land = wild_clusters(
        now.join(lands),
        share,
        [*kept, *lands],
        unit="kreis_code",
        time="year",
        cluster="land_code",
        between=True,
    )
    found = widest(rows.head(1).assign(units=len(now)), by_land)
    row = rows.iloc[0]
    low, high = found["interval"] or (row["low"], row["high"])
    ends = {"low": low, "high": high, "least": found["low"], "most": found["high"]}
    return {k: row[k] for k in ("estimate", "se", "n")} | ends, left


def links(frame: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """``linked`` for each of ``CARE``, ``MEASURES`` and ``GROUPS``: also care, measure, group, and
    ``reading``, what the interval leaves out (``copro.methods.equivalence``).
    """
    rows = [
        {"share": share, "measure": measure, "group": group}
        | linked(frame[frame[column]], share, measure, places)[0]
        for share in CARE
        for measure in MEASURES
        for group, column in GROUPS.items()
    ]
    return _read(pd.DataFrame(rows))


def contrasts(frame: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """By how much the link with members of sports clubs differs: East less West, rural less urban,
    for each share, by an interaction. Columns as in ``links``.
    """
    sides = {"East less West": "is_east", "Rural less urban": "is_rural"}
    rows = []
    for share in CARE:
        for name, column in sides.items():
            both = frame.assign(apart=frame[MEMBERS] * frame[column])
            found, _ = _fit(both, share, ["apart", MEMBERS, *CONTROLS], places)
            rows.append({"share": share, "measure": MEMBERS, "group": name} | found)
    return _read(pd.DataFrame(rows))


def _read(rows: pd.DataFrame) -> pd.DataFrame:
    said = [eq.reading(row.least, row.most, INTEREST.size) for row in rows.itertuples()]
    return rows.drop(columns=["least", "most"]).assign(
        reading=said, care=rows["share"].map(CARE), measured=rows["measure"].map(MEASURES)
    )


def counts_for_h3(home: str, homes: str) -> str:
    """What two readings, of home care and of homes, say on H3 by ``EXPECTED``.

    >>> counts_for_h3(eq.MORE, eq.LESS), counts_for_h3(eq.UNDECIDED, eq.EQUIVALENT)
    ('for', 'undecided')
    """
    if home == eq.MORE and homes == eq.LESS:
        return "for"
    too_small = home == homes == eq.EQUIVALENT
    return "against" if home == eq.LESS or homes == eq.MORE or too_small else "undecided"


def counts_for_h6(differences: list[str]) -> str:
    """What the readings of differences between links say on H6 by ``EXPECTED``.

    >>> counts_for_h6([eq.EQUIVALENT, eq.EQUIVALENT]), counts_for_h6([eq.EQUIVALENT, eq.MORE])
    ('for', 'against')
    """
    if all(said == eq.EQUIVALENT for said in differences):
        return "for"
    return "against" if {eq.MORE, eq.LESS} & set(differences) else "undecided"


def counts_for_h7(cash: str) -> str:
    """What the reading of cash only says on H7 by ``EXPECTED``.

    >>> counts_for_h7(eq.LESS), counts_for_h7(eq.EQUIVALENT), counts_for_h7(eq.NOT_MORE)
    ('for', 'against', 'undecided')
    """
    if cash == eq.LESS:
        return "for"
    return "against" if cash in (eq.MORE, eq.EQUIVALENT) else "undecided"


def agreed(said: list[str]) -> str:
    """What several measures say together: their word if it is the same, else "undecided".

    >>> agreed(["against", "against"]), agreed(["against", "undecided"])
    ('against', 'undecided')
    """
    return said[0] if len(set(said)) == 1 else "undecided"


def by_measure(rows: pd.DataFrame, apart: pd.DataFrame) -> pd.DataFrame:
    """What each measure says on the three hypotheses, by ``links`` and ``contrasts``: measured,
    h3, h6, h7. H6 is looked at with members of sports clubs alone.
    """
    said = rows.set_index(["group", "measure", "share"])["reading"]
    found = said["All Kreise"]
    out = [
        {
            "measured": name,
            "h3": counts_for_h3(found[measure, HOME], found[measure, HOMES]),
            "h7": counts_for_h7(found[measure, CASH]),
        }
        for measure, name in MEASURES.items()
    ]
    if (WITHOUT, MEMBERS, HOMES) in said.index:  # what one football club decides is undecided
        less = said[WITHOUT]
        if counts_for_h3(less[MEMBERS, HOME], less[MEMBERS, HOMES]) != out[0]["h3"]:
            out[0]["h3"] = "undecided"
        if counts_for_h7(less[MEMBERS, CASH]) != out[0]["h7"]:
            out[0]["h7"] = "undecided"
    h6 = counts_for_h6(list(apart["reading"]))
    return pd.DataFrame(out).assign(h6=[h6, "not looked at", "not looked at"])


def of_one_sign(estimates: pd.Series) -> float:
    """The larger share of estimates on one side of zero, in percent.

    >>> of_one_sign(pd.Series([1.0, 2.0, -1.0, 3.0]))
    75.0
    """
    return float(100 * max((estimates > 0).mean(), (estimates < 0).mean()))


def answer(rows: pd.DataFrame) -> str:
    """The answer of the chapter from ``links``, as sentences: whether any link matters, then by
    measure those that do and those that are too small to, also without Gelsenkirchen.
    """
    whole = rows[rows["group"] == "All Kreise"]
    without = rows[rows["group"] == WITHOUT].set_index(["measure", "share"])["reading"]
    strong = whole[whole["reading"].isin([eq.MORE, eq.LESS])]
    if strong.empty:
        head = "No link is shown to be large enough to matter."
        some = whole[whole["reading"].isin([eq.SOME_MORE, eq.SOME_LESS])]
        if len(some):
            told = [
                f"Where there are more {SAID[measure]}, "
                f"{listed(f'{many} {LIVING[care]}' for care, many in _pairs(part))}, but perhaps "
                "by too little to matter."
                for measure, part in some.groupby("measured", sort=False)
            ]
            return " ".join([head, *told])
    else:
        both = strong.groupby("share")["measure"].nunique().max() == len(MEASURES)
        head = "Yes." if both else "It depends on what is counted."
    said = [head]
    for measure, part in whole.groupby("measured", sort=False):
        name = SAID[measure]
        told = part[part["reading"].isin([eq.MORE, eq.LESS])]
        small = part[part["reading"] == eq.EQUIVALENT]
        if len(told):
            how = [f"{many} {LIVING[care]}" for care, many in _pairs(told)]
            said.append(f"Where there are more {name}, {listed(how)}.")
        elif len(small):
            said.append(f"With {name} {_linked(small['care'])} too small to matter.")
            keys = list(zip(small["measure"], small["share"]))
            frail = [without.get(key, eq.EQUIVALENT) != eq.EQUIVALENT for key in keys]
            if any(frail):
                said.append(f"Without Gelsenkirchen {_linked(small['care'][frail])} not settled.")
    return " ".join(said)


def title(rows: pd.DataFrame) -> str:
    """The message of ``links`` on all Kreise: which measures have a link that is large enough to
    matter, and what is said of sports clubs if they have none.
    """
    whole = rows[rows["group"] == "All Kreise"]
    strong = whole[whole["reading"].isin([eq.MORE, eq.LESS])]
    said = []
    for measure, part in strong.groupby("measured", sort=False):
        how = [f"{many} people {DRAWING[care]}" for care, many in _pairs(part)]
        said.append(f"More {SAID[measure]}, {listed(how)}")
    if not said:
        return "No link with associational life is shown to be large enough to matter"
    clubs = whole[whole["measure"].isin([MEMBERS, CLUBS])]
    if not clubs["reading"].isin([eq.MORE, eq.LESS]).any():
        small = (clubs["reading"] == eq.EQUIVALENT).all()
        said.append(f"Sports clubs: {'too small to matter' if small else 'not settled'}")
    return ". ".join(said)


def agreement(rows: pd.DataFrame) -> str:
    """Whether the measures say the same of all Kreise, as a sentence. Takes ``links``."""
    whole = rows[rows["group"] == "All Kreise"]
    said = whole["reading"].where(whole["reading"].isin([eq.MORE, eq.LESS]), "")
    if (said.groupby(whole["share"]).nunique() > 1).any():
        return "The measures disagree."
    if (said == "").all():
        return "No measure has a link that is shown to be large enough to matter."
    return "The measures agree."


def _linked(cares: pd.Series) -> str:
    links, verb = ("link", "is") if len(cares) == 1 else ("links", "are")
    return f"the {links} to {listed(care.lower() for care in cares)} {verb}"


def _pairs(rows: pd.DataFrame) -> list[tuple[str, str]]:
    words = {eq.MORE: "more", eq.LESS: "fewer", eq.SOME_MORE: "more", eq.SOME_LESS: "fewer"}
    return [(row.care, words[row.reading]) for row in rows.itertuples()]


TITLES = {f"ka-{SHORT[share]}": f"Germany: {name.lower()}" for share, name in CARE.items()}
MEANINGS = {
    MEMBERS: "memberships in sports clubs per 100 inhabitants, typical differences within the Land",
    CLUBS: "sports clubs per 100,000 inhabitants, the same",
    FOUNDATIONS: "foundations per 100,000 inhabitants of 2013 (logarithm), the same",
    **{share: f"{name.lower()}, percent of those with a benefit" for share, name in CARE.items()},
    germany.AGED_65: "share of inhabitants aged 65+, percent",
    "tax_10pct": "tax capacity of 2019 per inhabitant, logarithm to the base 1.1",
    "settlement_2": "urban Kreis (0 or 1)",
    "settlement_3": "rural Kreis with towns (0 or 1)",
    "settlement_4": "sparsely settled Kreis (0 or 1)",
    "unemployed": "unemployment rate of 2019, percent",
    "inhabitants": "inhabitants",
    "kreis_code": "Kreis of 2021",
    "land_code": "Land",
    "planning_region": "planning region (Raumordnungsregion)",
    "is_west": "Kreise of the West",
    "is_east": "Kreise of the East",
    "no_football": "all but Gelsenkirchen",
    "no_large_city": "Kreise that are not a large city",
    **{f"in_{year}": f"mix of {year}" for year in YEARS},
}


def grid(year: int = YEAR) -> Grid:
    """The choices that could have been made otherwise, a small multiverse of three claims;
    ``year`` is that of the chapter.
    """
    return Grid(
        name="associations",
        claims={f"ka-{SHORT[share]}": share for share in CARE},
        unit="kreis_code",
        time="year",
        effect_unit="kreis_code",
        scheme="swap",
        dimensions=[
            dimension(
                "Measured by",
                "exposure",
                {name: measure for measure, name in MEASURES.items()},
                "No table measures associations in care; these three stand for associational life.",
            ),
            dimension(
                "Year",
                "rows",
                {str(one): f"in_{one}" for one in (year, *YEARS)},
                "The definition of care need has been one since 2019.",
            ),
            dimension(
                "Kreise",
                "rows",
                {
                    "all": None,
                    "West": "is_west",
                    "East": "is_east",
                    "without Gelsenkirchen": "no_football",
                    "without large cities": "no_large_city",
                },
                "East and West differ in associations and in care; a football club lifts one city.",
            ),
            dimension(
                "Weights",
                "weights",
                {"none": None, "inhabitants": "inhabitants"},
                "Each Kreis counts the same, or by its inhabitants.",
            ),
            dimension(
                "Held constant",
                "controls",
                {
                    "age, taxes, type": CONTROLS,
                    "age, type": [germany.AGED_65, *TYPES],
                    "age": [germany.AGED_65],
                    "nothing": [],
                    "age, taxes, type, unemployment": [*CONTROLS, "unemployed"],
                },
                "What places differ in besides; some of it may follow from associational life.",
            ),
            dimension(
                "Compared with",
                "effects",
                {"the Land": ["land_code"], "the planning region": ["planning_region"]},
                "Land effects always: East and West, law and federations differ by Land.",
            ),
            dimension("Estimator", "estimator", {"pooled": "pooled"}, "One year at a time."),
            dimension(
                "Clusters of the interval",
                "cluster",
                {"Kreis": "kreis_code"},
                "Intervals decide nothing here; the chapter has errors shared by neighbours.",
            ),
        ],
    )
