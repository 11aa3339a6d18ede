"""The range of a claim over its multiverse, beside the claim: in the ledger and in its chapter.

A claim that was made with ``multiverse=`` says how the estimate of another claim varies over all
defensible specifications. Chapters run before it, so the range is added when the book is gathered.
"""

from copro.methods.multiverse.curve import PLACES, whole
from copro.report.words.numbers import escape, number

# Claims that are one specification, or nearly one, of another claim: they show the range of that
# one.
PART_OF = {
    "de-ageing-residential-census": "de-ageing-residential",
    "no-beds-elasticity-larger": "no-beds-elasticity-two-way",
    "de-neighbours-residential": "de-ageing-residential",
    "de-neighbours-cash": "de-ageing-cash",
    "de-land-years-residential": "de-ageing-residential",
    "de-land-years-cash": "de-ageing-cash",
    "inst-crowding-out": "inst-volunteering-spending",
}


def ranges(claims: list[dict]) -> dict[str, str]:
    """Id of a claim -> a sentence on its range, with a link, as Markdown."""
    found = {claim["multiverse"]["of"]: claim for claim in claims if claim.get("multiverse")}
    lines = {id: _sentence(claim, "") for id, claim in found.items()}
    return lines | {
        id: _sentence(found[whole], " of the same question")
        for id, whole in PART_OF.items()
        if whole in found
    }


def _sentence(claim: dict, which: str) -> str:
    facts, digits = claim["multiverse"], claim["digits"]
    span = f"{number(facts['low'], digits)} to {number(facts['high'], digits)}"
    told = (
        (
            f"{whole(facts['same_sign'])} % with the sign of the preferred one, "
            f"{whole(facts['clear'])} % with p < .05"
        )
        if "clear" in facts
        else (
            f"which {'holds' if facts['low'] <= 1 <= facts['high'] else 'does not hold'} "
            "1 (in proportion)"
        )
    )
    told += f"; the chapter's own lies {PLACES[facts['place']]}" if facts["place"] else ""
    words = escape(
        f"Over {facts['n']:,} specifications{which}: median {number(facts['median'], digits)}, "
        f"nine in ten from {span}, {told}"
    )
    return f"{words} ([multiverse](#claim-{claim['id']}))."
