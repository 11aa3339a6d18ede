"""Who provides: owners of care homes in three countries, and the other measures that two share.

All are shares in percent. The counts differ in year and in what a place is; the words beside them
say how.
"""

import numpy as np
import pandas as pd

from copro.measures.denmark.surveys import homes_by_owner
from copro.measures.norway.sector import by_activity
from copro.measures.shared.published import pick

COUNTED = {"NOR": "Norway 2014", "DEU": "Germany 2015", "DNK": "Denmark 2026"}
CARE = ["Health", "Social services"]  # groups of the account; kindergartens are in the second
PLACES = "private places as share of all places"


def owners(norway: pd.DataFrame, germany: pd.DataFrame, denmark: pd.DataFrame) -> pd.DataFrame:
    """Share of care-home places by owner: iso3, country (with year), owner, share_pct.

    Norway: places in care institutions, 2014; what is not private is public. Germany: places in
    nursing homes, 2015. Denmark: dwellings on the list of nursing homes, 2026, on which free
    nursing homes, private ones and those without a stated owner may be of either kind: how many of
    them are for-profit is missing.
    """
    private = {
        kind: float(pick(norway, indicator=PLACES, subgroup=kind, reference_year=2014)["value"])
        for kind in (
            "all private",
            "private nonprofit (privat ideell)",
            "private commercial (privat kommersiell)",
        )
    }
    everyone, nonprofit, commercial = private.values()
    homes = germany[
        (germany["year"] == 2015)
        & (germany["region_code"] == "DE")
        & (germany["measure"] == "share_of_places_percent")
    ].set_index("provider_type")["value"]
    listed = homes_by_owner(denmark).set_index("owner")["share_pct"]
    known = listed[["Municipality", "Self-owning institution"]]
    rows = [
        ("NOR", "Public", 100 - everyone),
        ("NOR", "Non-profit", nonprofit),
        ("NOR", "For-profit", commercial),
        ("NOR", "Kind not known", 0.0),
        ("DEU", "Public", homes["public"]),
        ("DEU", "Non-profit", homes["non_profit"]),
        ("DEU", "For-profit", homes["private"]),
        ("DEU", "Kind not known", 0.0),
        ("DNK", "Public", known.iloc[0]),
        ("DNK", "Non-profit", known.iloc[1]),
        ("DNK", "For-profit", np.nan),
        ("DNK", "Kind not known", listed.sum() - known.sum()),
    ]
    out = pd.DataFrame(rows, columns=["iso3", "owner", "share_pct"])
    out.insert(1, "country", out["iso3"].map(COUNTED))
    return out


def paid_work_in_care(norway: pd.DataFrame, germany: pd.DataFrame) -> dict[str, float]:
    """Part of the paid work of non-profits that is in health and social services, by country.

    Norway: satellite account, 2010, kindergartens included; Germany: Johns Hopkins project, 1995.
    """
    account = by_activity(norway, 2010).set_index("activity")["paid_fte"]
    quoted = germany.set_index("activity")["value"]
    return {
        "NOR": float(100 * account[CARE].sum() / account.sum()),
        "DEU": float(quoted[CARE].sum()),
    }


def private_places_2007(table: pd.DataFrame) -> float:
    """Share of the beds in Norwegian drug treatment that private institutions had in 2007, at
    least: private institutions with regular finance from a health region are counted there. Day
    placements are left out.
    """
    at = table[table["reference_year"] == 2007].set_index(["indicator", "subgroup"])["value"]
    private, everyone = (
        at["beds and day placements", who] - at["day placements", who]
        for who in ("private institutions", "all")
    )
    return float(100 * private / everyone)


def times_as_dense(table: pd.DataFrame) -> dict[str, float]:
    """How many times as many associations per inhabitant there are in Norway as in Denmark, in the
    two cities and in the two counties around them; the table carries ratios only.
    """
    value = table.set_index("subgroup")["value"]
    return {
        "cities": float(value["Bergen"] / value["Odense"]),
        "counties": float(value["Hordaland without Bergen"] / value["Funen without Odense"]),
    }


def lies(least: float, most: float, low: float, high: float) -> str:
    """Where a range lies that is known by its ends only, between two values.

    >>> lies(12, 22, 5, 55), lies(2, 22, 5, 55)
    ('between the two', 'perhaps outside the two')
    """
    return "between the two" if low < least and most < high else "perhaps outside the two"


def side_by_side(
    work: dict[str, float], product: dict[str, float], drug: float, dense: dict[str, float]
) -> pd.DataFrame:
    """The measures that not all countries have, a row each: measure, norway, germany, denmark
    (missing where none is printed) and why they are not ranked.
    """
    rows = [
        (
            "Paid work of non-profits that is in health and social services (%)",
            work["NOR"],
            work["DEU"],
            None,
            "2010 and 1995; kindergartens in the Norwegian one",
        ),
        (
            "Non-profits in the domestic product (%)",
            product["NOR"],
            product["DEU"],
            None,
            "Norway with unpaid work and no year, Germany without it, 2007",
        ),
        (
            "Places in drug treatment in private institutions (%)",
            drug,
            None,
            None,
            "non-profit and for-profit not told apart",
        ),
        (
            "Associations per inhabitant, city (Denmark = 1)",
            dense["cities"],
            None,
            1.0,
            "Bergen and Odense; ratio only",
        ),
        (
            "Associations per inhabitant, around the city (Denmark = 1)",
            dense["counties"],
            None,
            1.0,
            "Hordaland and Funen; ratio only",
        ),
    ]
    return pd.DataFrame(rows, columns=["measure", "norway", "germany", "denmark", "limit"])
