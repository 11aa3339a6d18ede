"""The smallest difference of interest of each measure: what would matter, said before it is
estimated.

One constant for the whole book. ``copro.methods.equivalence`` compares intervals with it.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from copro.english import listed, number_word
from copro.methods import equivalence as eq


class Interest(NamedTuple):
    """``size`` in ``unit`` for one step of ``step``, and why less would not matter."""

    size: float
    unit: str
    step: str
    why: str


SMALLEST = {
    "mix by associations": Interest(
        1.0,
        "percentage points",
        "a typical difference in associational life between two Kreise of a Land",
        "One point is about eighty people in a middle Kreis; the mix of a Kreis moves as much from "
        "one wave to the next.",
    ),
    "mix by ageing": Interest(
        0.5,
        "percentage points",
        "one point more people aged 65 or over",
        "Half a point for each point of ageing moves fewer people than a middle Kreis moves "
        "anyway from one wave to the next.",
    ),
    "mix by tax capacity": Interest(
        0.25,
        "percentage points",
        "10 % more tax capacity",
        "Between poor and rich Kreise lie about seven such steps; a quarter of a point each is "
        "less than two points in all.",
    ),
    "beds and payments by ageing": Interest(
        0.1,
        "percent",
        "1 % more people aged 80 or over",
        "In proportion would be 1; a tenth of that is one bed where ten would keep pace.",
    ),
    "transfers": Interest(
        0.5,
        "percentage points",
        "one point more of the term",
        "If half a point of one budget replaces one point of another, the budget has changed; less "
        "is within its yearly moves.",
    ),
    "volunteering": Interest(
        0.5,
        "percentage points",
        "1 % of GDP more",
        "A poll of a thousand people cannot see half a point, and no policy is made for less.",
    ),
    "beds": Interest(
        0.5,
        "beds per 1,000 people aged 65 or over",
        "one point more of the term",
        "Half a bed is about one in a hundred of those that countries have.",
    ),
    "rank correlation": Interest(
        0.2,
        "rank correlation",
        "one rating against another",
        "With .2, six in ten cases above the middle of one rating are above that of the other, "
        "instead of five in ten.",
    ),
}
# Claim -> the measure of ``SMALLEST`` that its estimate belongs to, by how the id begins.
BELONGS = {
    "de-ageing": "mix by ageing",
    "de-tax": "mix by tax capacity",
    "no-": "beds and payments by ageing",
    "inst-transfers": "transfers",
    "inst-volunteering": "volunteering",
    "inst-beds": "beds",
}


def reads(claim: str, low: float, high: float) -> str:
    """What the interval of a claim leaves out, by the smallest difference of its measure.

    Raises ``KeyError`` for a claim without a measure.

    >>> reads("de-tax-residential", -0.2, 0.1)
    'too small to matter'
    """
    for begins, measure in BELONGS.items():
        if claim.startswith(begins):
            return eq.reading(low, high, SMALLEST[measure].size)
    raise KeyError(f"no smallest difference is set for the claim {claim}")


def counted(readings: Iterable[str]) -> str:
    """Readings counted, as a part of a sentence, in the order of ``equivalence.READINGS``.

    >>> counted([eq.UNDECIDED, eq.EQUIVALENT, eq.UNDECIDED])
    'one is too small to matter and two are undecided'
    """
    count = Counter(readings)
    return listed(
        f"{number_word(count[said])} {'is' if count[said] == 1 else 'are'} {said}"
        if "," not in said
        else f"{number_word(count[said])} {'is' if count[said] == 1 else 'are'} “{said}”"
        for said in eq.READINGS
        if count[said]
    )
