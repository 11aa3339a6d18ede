"""The start page: its findings and its one figure."""

import json
from typing import Any

from copro.book.render import render
from copro.errors import Expected
from copro.paths import ROOT

# The findings of the start page, in this order: id of the claim -> id of the figure that shows it,
# or null.
FINDINGS = json.loads((ROOT / "book" / "findings.json").read_text(encoding="utf-8"))
STORY = "no-elderly-coverage-map"


class PageError(Expected):
    """A page that would name something that is not there."""


def findings(claims: list[dict], chapters: dict) -> str:
    """Value, sentence, badge, figure and place of each claim of ``FINDINGS``, as Markdown."""
    by_id = {claim["id"]: claim for claim in claims}
    rows: list[tuple[dict, dict[str, Any] | None]] = []
    for id, figure in FINDINGS.items():
        if id not in by_id:
            raise PageError(f"book/findings.json names the claim {id!r}, which no notebook makes")
        page, number = numbered(figure, chapters) if figure else ("", 0)
        place = {"id": figure, "page": page, "number": number} if figure else None
        rows.append((by_id[id], place))
    return render("findings.md.j2", findings=rows)


def numbered(figure: str, chapters: dict) -> tuple[str, int]:
    """Page and number of a figure."""
    for page, chapter in chapters.items():
        if figure in chapter["numbers"]["figures"]:
            return page, chapter["numbers"]["figures"][figure]["number"]
    raise PageError(f"the start page names the figure {figure!r}, which no notebook draws")


def story(figures: list[dict], chapters: dict) -> str:
    """The one figure of the start page, as Markdown."""
    _, number = numbered(STORY, chapters)
    record = next(figure for figure in figures if figure["id"] == STORY)
    return render("story.md.j2", figure=record, number=number)
