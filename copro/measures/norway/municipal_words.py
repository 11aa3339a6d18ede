"""Norway: what sentences and figures say of municipalities, as words that follow from numbers."""

from typing import TYPE_CHECKING

import pandas as pd

from copro.english import MINUS, listed
from copro.measures.shared.interest import SMALLEST
from copro.measures.shared.statistics import CHANCE, FEW, apart
from copro.methods.equivalence import reading

if TYPE_CHECKING:
    from copro.methods.mundlak import Mundlak

COUNTING = {
    "none": "every municipality counting the same",
    "population": "weighted by inhabitants aged 80 or over",
}
OSLO = "0301"
# Two ends of the country, by counties of 2024, and the towns that a map names by their codes.
NORTH, FJORD = "The north", "Around the Oslo fjord"
COUNTIES = {
    NORTH: ("Nordland", "Troms", "Finnmark"),
    FJORD: ("Oslo", "Akershus", "Østfold", "Vestfold"),
}
TOWNS = {
    OSLO: "Oslo",
    "4601": "Bergen",
    "5001": "Trondheim",
    "1103": "Stavanger",
    "5501": "Tromsø",
}
# ``pace`` -> what beds did, a sentence without its full stop.
FOLLOWED = {
    "too few municipalities to say": "Too few municipalities are left to say whether beds followed",
    "more than in step": "Beds grew faster than the number of people aged 80 or over",
    "less than in step": "Beds followed the number of people aged 80 or over, but only in part",
    "less than in step, perhaps not at all": (
        "Beds followed the number of people aged 80 or over in part at most"
    ),
    "perhaps in step": "Beds followed the number of people aged 80 or over, perhaps in step",
    "both in step and no change are possible": (
        "Whether beds followed the number of people aged 80 or over is open"
    ),
}


def region(counties: pd.Series) -> pd.Series:
    """``NORTH``, ``FJORD`` or nothing for the names of counties, which may be in two languages."""
    of = {county: name for name, parts in COUNTIES.items() for county in parts}
    return counties.str.split("-").str[0].map(of)


def regional_medians(units: pd.DataFrame, value: str) -> dict[str, float]:
    """Median of a column over the municipalities of ``NORTH`` and of ``FJORD`` (``coverage``)."""
    return dict(units[value].groupby(region(units["county_name"])).median())


def with_regions(units: pd.DataFrame, value: str) -> pd.DataFrame:
    """Units of ``coverage`` with what a map says: ``region`` ("The north: 32 %", the median
    municipality) and ``town``, both empty for most.
    """
    words = {n: f"{n}: {m:.0f} %" for n, m in regional_medians(units, value).items()}
    return units.assign(
        region=region(units["county_name"]).map(words),
        town=units["municipality_code"].map(TOWNS),
    )


def more_in_the_north(units: pd.DataFrame, value: str) -> str:
    """Name of the words of the map: "north" if the north has the higher median, else "other"."""
    medians = regional_medians(units, value)
    return "north" if medians[NORTH] > medians[FJORD] else "other"


def sides(change: pd.DataFrame) -> tuple[str, str]:
    """In how many municipalities of ``coverage_change`` the share fell, and did not, as marks."""
    fell = int((change["change_pp"] < 0).sum())
    return f"fell in {fell}\nmunicipalities", f"rose or stayed\nin {len(change) - fell}"


def with_names(change: pd.DataFrame) -> pd.DataFrame:
    """``coverage_change`` with ``named``: Oslo and the municipalities that changed most each way,
    empty for the others.
    """
    ends = change["change_pp"].agg(["idxmin", "idxmax"])
    shown = change.index.isin(ends) | change["municipality_name"].str.startswith("Oslo")
    return change.assign(named=change["municipality_name"].str.split("-").str[0].where(shown))


def falls_with_size(sizes: pd.DataFrame, value: str) -> str:
    """Name of the words on a value of ``by_size``: "falls" if its median falls from class to class
    with the size of the municipality, else "other".
    """
    medians = sizes.loc[sizes["variable"] == value, "median"]
    return "falls" if medians.is_monotonic_decreasing else "other"


def pace(low: float, high: float, units: int) -> str:
    """What the interval of an elasticity says on keeping pace: 1 is in step, 0 is no change.

    Fewer than ``FEW`` municipalities say nothing, because intervals clustered by so few are too
    short.
    """
    if units < FEW:
        return "too few municipalities to say"
    if low > 1:
        return "more than in step"
    if high < 1:
        return "less than in step" if low > 0 else "less than in step, perhaps not at all"
    return "perhaps in step" if low > 0 else "both in step and no change are possible"


def enough(low: float, high: float, units: int) -> str:
    """What the interval of an elasticity leaves out, by the smallest change that matters; nothing
    for fewer than ``FEW`` municipalities (see ``pace``).

    >>> enough(0.15, 0.5, 300), enough(0.15, 0.5, 12)
    ('more, by enough to matter', 'too few municipalities to say')
    """
    if units < FEW:
        return "too few municipalities to say"
    return reading(low, high, SMALLEST["beds and payments by ageing"].size)


def ten_more(estimates: pd.DataFrame) -> pd.DataFrame:
    """What elasticities say in words of every day, a row an outcome of ``stack`` (two-way): change
    in percent where the number of people aged 80 or over grew by ten percent more than elsewhere.

    Returns outcome, change_pct, low_pct, high_pct (exact powers, not ten times the elasticity) and
    said, the change as a mark.
    """
    rows = estimates[estimates["estimator"] == "two-way"]
    ends = {
        name: 100 * (1.1 ** rows[end] - 1)
        for name, end in {"change_pct": "estimate", "low_pct": "low", "high_pct": "high"}.items()
    }
    said = [
        f"{value:+.0f} %".replace("-", MINUS) if round(value) else "0 %"
        for value in ends["change_pct"]
    ]
    return pd.DataFrame({"outcome": rows["outcome"], **ends, "said": said}).reset_index(drop=True)


def kept(least: int, units: int, without_oslo: bool = False) -> str:
    """Which municipalities a regression holds, to be set before a sentence; empty if all do."""
    few = ", too few for a firm interval" if units < FEW else ""
    if least:
        large = f"among the {units} municipalities with at least {least:,} inhabitants"
        return f"{large}{left_out(without_oslo)}{few}, "
    return f"without Oslo{few}, " if without_oslo else ""


def left_out(without_oslo: bool) -> str:
    """What is said behind a number of municipalities where Oslo is not among them."""
    return ", Oslo left out" if without_oslo else ""


def since(outcome: str, first_year: int) -> str:
    """An outcome of the regressions in a sentence, with its first year where that is a choice.

    >>> since("Payments for nursing homes", 2009), since("Payments for nursing homes", 2006)
    ('payments for nursing homes from 2009 on', 'payments for nursing homes')
    """
    later = first_year > 2006 and outcome.startswith("Payments")
    return outcome.lower() + (f" from {first_year} on" if later else "")


def larger_in_words(
    estimate: str, interval: str, *, least: str, of: str, pace: str, but: str = ""
) -> str:
    """What the beds of larger municipalities did, as a sentence: estimate and interval as text,
    ``least`` inhabitants, ``but`` (``left_out``), the share ``of`` the people aged 80 or over who
    live there, and ``pace`` in words.
    """
    return (
        f"In those with {least} inhabitants or more{but}, where {of} of these people live, the "
        f"estimate is {estimate} ({interval}): {pace}."
    )


def apart_in_words(tests: "dict[str, Mundlak]") -> str:
    """For which outcomes differences between municipalities are no guide to changes within them:
    one sentence.
    """
    words = {
        name: apart(test.terms["low"].iloc[0], test.terms["high"].iloc[0], test.clusters)
        for name, test in tests.items()
    }
    known = [name for name, word in words.items() if "too few" not in word]
    if not known:
        return "Too few municipalities are left to compare the two."
    yes, no = (
        listed(name.lower() for name in known if (words[name] == CHANCE) == maybe)
        for maybe in (False, True)
    )
    parts = [
        f"the two differ by more than chance for {yes}" if yes else "",
        f"for {no} the difference may be chance" if no else "",
    ]
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence[0].upper()}{sentence[1:]}."
