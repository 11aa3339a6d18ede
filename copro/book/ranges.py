"""The range of a claim over its multiverse, beside the claim: in the ledger and in its chapter.

A claim that was made with ``multiverse=`` says how the estimate of another claim varies over all
defensible specifications. Chapters run before it, so the range is added when the book is gathered.
"""

from collections.abc import Iterable
from typing import NamedTuple

from copro.methods.multiverse.curve import PLACES, reading, whole
from copro.report.records.model import Claim, Range
from copro.report.words.numbers import number

# Claims that are one specification, or nearly one, of another claim: they show the range of that
# one.
PART_OF = {
    "de-ageing-residential-census": "de-ageing-residential",
    "no-beds-elasticity-larger": "no-beds-elasticity-two-way",
    "de-neighbours-residential": "de-ageing-residential",
    "de-neighbours-cash": "de-ageing-cash",
    "de-wild-residential": "de-ageing-residential",
    "de-wild-cash": "de-ageing-cash",
    "de-land-years-residential": "de-ageing-residential",
    "de-land-years-cash": "de-ageing-cash",
    "inst-crowding-out": "inst-volunteering-spending",
}


class Told(NamedTuple):
    """What is told of a range, and the id of the claim that states it."""

    words: str
    claim: str


def ranges(claims: Iterable[Claim]) -> dict[str, Told]:
    """Id of a claim -> what is told of its range."""
    found = {span.of: (claim, span) for claim in claims if (span := claim.multiverse)}
    lines = {id: _sentence(claim, span) for id, (claim, span) in found.items()}
    return lines | {
        id: _sentence(*found[whole], " of the same question")
        for id, whole in PART_OF.items()
        if whole in found
    }


def fares(claims: Iterable[Claim]) -> dict[str, str]:
    """Id of a claim -> how it fares under other choices, a key of ``FARES``."""
    stated = list(claims)
    found = {span.of: span for claim in stated if (span := claim.multiverse)}
    about = {claim.id: claim.multiverse.of for claim in stated if claim.multiverse} | PART_OF
    spans = {claim.id: found.get(about.get(claim.id, claim.id)) for claim in stated}
    by_id = {claim.id: claim for claim in stated}
    return {
        claim.id: _mark([claim, by_id.get(PART_OF.get(claim.id, ""), claim)], span)
        if (span := spans[claim.id])
        else "not varied"
        for claim in stated
    }


def _mark(claims: Iterable[Claim], span: Range) -> str:
    """The reading of a range, of claims that may be one specification of it (a claim, and the one
    that it is a part of): where the number of one lies outside the range, or its own interval
    includes zero, only the direction is robust.
    """
    mark = _fares(span)
    for claim in claims:
        inside = isinstance(claim.value, str) or span.low <= claim.value <= span.high
        unsure = claim.interval and claim.interval.low <= 0 <= claim.interval.high
        if mark == "robust" and (unsure or not inside):
            return "direction only"
    return mark


def _fares(span: Range) -> str:
    """The reading of a range. Where the question is not zero, nine in ten estimates on one side of
    zero keep the direction; whether they are in proportion is what the range itself says.
    """
    if span.same_sign is None or span.p_median is None:
        return "direction only" if span.low * span.high > 0 else "depends on choices"
    return reading({"same_sign": span.same_sign, "p_median": span.p_median})


def _sentence(claim: Claim, span: Range, which: str = "") -> Told:
    """What a claim says on the range of another one, or of its question (``which``)."""
    low, median, high = (
        number(value, claim.digits) for value in (span.low, span.median, span.high)
    )
    if span.same_sign is not None:
        told = f"{whole(span.same_sign)} % with the sign of the preferred one"
    else:
        holds = "holds" if span.low <= 1 <= span.high else "does not hold"
        told = f"which {holds} 1 (in proportion)"
    told += f"; the chapter's own lies {PLACES[span.place]}" if span.place else ""
    words = (
        f"Over {span.n:,} specifications{which}: median {median}, nine in ten from {low} to {high},"
        f" {told}"
    )
    return Told(words, claim.id)
