"""Outlook: the study that would settle H1 to H3, and words for its numbers."""

from typing import NamedTuple

import pandas as pd

from copro.measures.norway.sector import HEALTH_SOCIAL

# The solution where every combination counts and none is left to keep out.
ANY = "any combination (none speaks against)"


class Contrast(NamedTuple):
    """A comparison that a hypothesis needs: its groups, whether both are found inside one
    municipality, and the smaller group's share of the answers.
    """

    hypothesis: str
    groups: str
    within: bool
    share: float
    why: str


def contrasts(policy_pct: float, needed_n: int, not_needed_n: int) -> tuple[Contrast, ...]:
    """The comparisons for H1 to H3, with shares from claims: municipalities with a volunteering
    policy in percent; coded cases in which associations are needed and not.
    """
    share = needed_n / (needed_n + not_needed_n)
    return (
        Contrast(
            "H1",
            "units in a field with much local discretion, and units in a mandated field "
            "of the same municipality",
            True,
            0.5,
            "half and half by design",
        ),
        Contrast(
            "H2",
            "units of municipalities with an adopted volunteering policy, and of those without",
            False,
            policy_pct / 100,
            f"{policy_pct:.1f} % had a policy at the last count",
        ),
        Contrast(
            "H3",
            "units that need what associations have, and units that do not, "
            "compared between municipalities",
            False,
            share,
            f"{100 * share:.0f} % of the coded cases, which is no estimate of a share in practice",
        ),
    )


def none_for_zero(shown: str) -> str:
    """A number as it is shown in a sentence, with "none" for nothing: ``0 studies`` is ``none``."""
    return "none" if shown in ("no", "0") or shown.startswith("0 ") else shown


def alike(icc: float) -> str:
    """How alike answers from one municipality are, in words, with the intraclass correlation."""
    if icc == 0:
        return "unrelated (0)"
    return f"{'somewhat' if icc < 0.15 else 'very'} alike ({icc:g})"


def answers_each(size: int, even: int) -> str:
    """How many answers come from a municipality. H1 compares two fields of each and takes an even
    number, half from each field.

    >>> answers_each(4, 4), answers_each(5, 4)
    ('4 answers each', '5 answers each (4 on discretion)')
    """
    fields = "" if size == even else f" ({even} on discretion)"
    return f"{size} answers each{fields}"


def with_fewer(enough: bool) -> str:
    """Which words hold on the designs: with fewer answers too, or with the planned ones alone."""
    return "fewer" if enough else "planned"


def years_of_both(account: pd.DataFrame) -> list[int]:
    """Years in which the satellite account has paid and volunteer work for every group
    of ``HEALTH_SOCIAL``.
    """
    rows = account[
        account["icnpo_group"].isin(HEALTH_SOCIAL)
        & account["measure"].isin(["paid_employees_fte", "volunteers_fte"])
    ]
    cells = rows.dropna(subset="value").groupby("year").size()
    return [int(year) for year in cells.index[cells == 2 * len(HEALTH_SOCIAL)]]


def compared(number: float, planned: float) -> str:
    """How a number of answers compares with the planned one: fewer, as many or more."""
    return "as many" if number == planned else "fewer" if number < planned else "more"


def beyond(needed: int, total: int) -> str:
    """A clause to append to ``needed`` municipalities where there are only ``total``;
    empty where they suffice.
    """
    return f", more than the {total} that Norway has" if needed > total else ""


def fewer_answers(answers: float, planned: int) -> str:
    """The sentence on the answers that would come in if units were as many as in 2015.

    ``answers`` and ``planned`` are answers of units per municipality. Below two there is not one
    from each of the two fields that H1 compares, and no design to compute.
    """
    if answers < 2:
        return "With as many units as then, not even one answer from each field would come in"
    number = compared(round(answers), planned)
    than = "as planned here" if number == "as many" else "than planned here"
    return f"With as many units as then, {number} answers {than} would come in from each"
