"""The start page: the answer, the verdict board and the findings."""

import json
from functools import cache
from typing import Any

from copro.book.render import render
from copro.errors import Expected
from copro.measures.synthesis.evidence import TILES, VERDICTS, overall
from copro.measures.synthesis.hypotheses import HYPOTHESES
from copro.paths import ROOT
from copro.report.records.tiles import slug

VERDICT = "syn-verdict-{}"  # id of the claim on a hypothesis
NEED = "frame-need-kept"  # close cooperation where the municipality needs associations
# What the answer says of the cases: with and without need, and again without doubtful codes.
CASES = {
    "need": NEED,
    "others": "frame-others-kept",
    "firm": "frame-need-dropped",
    "firm_others": "frame-others-dropped",
}


class PageError(Expected):
    """A page that would name something that is not there."""


@cache
def listed() -> dict[str, str | None]:
    """The findings in their order: id of the claim -> id of the figure that shows it, or None.

    Read when asked for: a build of results alone needs no page.
    """
    return json.loads((ROOT / "book" / "findings.json").read_text(encoding="utf-8"))


def findings(claims: list[dict[str, Any]], chapters: dict[str, dict[str, Any]]) -> str:
    """Value, sentence, badge, figure and place of each claim of ``listed``, as Markdown."""
    rows: list[tuple[dict[str, Any], dict[str, Any] | None]] = []
    for id, figure in listed().items():
        page, number = numbered(figure, chapters) if figure else ("", 0)
        place = {"id": figure, "page": page, "number": number} if figure else None
        rows.append((claim_of(claims, id), place))
    return render("findings.md.j2", findings=rows)


def board(claims: list[dict[str, Any]], words: dict[str, Any] | None = None, top: str = "") -> str:
    """The verdict board in eight lines: verdict and plain question, each leading to its card.

    ``words`` are those of another language (``book/summaries/words.json``), whose page ``top``
    leads to the root of the book.
    """
    rows = []
    for hypothesis in HYPOTHESES:
        claim = claim_of(claims, VERDICT.format(hypothesis.id.lower()))
        word = TILES[claim["value"]]
        rows.append(
            {
                "claim": claim["id"],
                "word": native(claim["value"], words) if words else word,
                "says": slug(word),
                "question": words[hypothesis.id] if words else hypothesis.question,
                "page": claim["page"],
                "card": f"card-{hypothesis.id.lower()}",
            }
        )
    return render("board.md.j2", rows=rows, top=top, words=words)


def native(verdict: str, words: dict[str, Any]) -> str:
    """The word of a verdict that fits on a tile."""
    return str(words["tile"] if verdict == VERDICTS[-1] else words[verdict])


def answer(claims: list[dict[str, Any]]) -> str:
    """The answer of the book in short, as Markdown; its numbers are those of claims."""
    verdicts = [claim_of(claims, VERDICT.format(h.id.lower()))["value"] for h in HYPOTHESES]
    cases = {name: claim_of(claims, id) for name, id in CASES.items()}
    return render("answer.md.j2", overall=overall(verdicts), **cases)


def claim_of(claims: list[dict[str, Any]], id: str) -> dict[str, Any]:
    """The claim of an id; ``PageError`` where no notebook makes it."""
    found = next((claim for claim in claims if claim["id"] == id), None)
    if found is None:
        raise PageError(f"the start page names the claim {id!r}, which no notebook makes")
    return found


def numbered(figure: str, chapters: dict[str, dict[str, Any]]) -> tuple[str, int]:
    """Page and number of a figure."""
    for page, chapter in chapters.items():
        if figure in chapter["numbers"]["figures"]:
            return page, chapter["numbers"]["figures"][figure]["number"]
    raise PageError(f"the start page names the figure {figure!r}, which no notebook draws")
