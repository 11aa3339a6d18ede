"""The claims ledger: every claim with its evidence, tables, notebook and cell."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from copro.book.ranges import fares, ranges
from copro.book.render import render
from copro.data.catalogue import card
from copro.report.records.model import Claim
from copro.report.words.sources import credits
from copro.run.computed import made

NEAREST = 2  # functions that are named, those nearest to the number
NAMED = 3  # credit lines that stand beside a claim; one on dozens of tables would be a page long


def ledger(
    claims: list[dict[str, Any]],
    chapters: Mapping[str, Mapping[str, Any]],
    code: Mapping[str, Sequence[str]],
    moves: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> str:
    """The page of all claims, chapter by chapter, as Markdown; ``code`` is that of each chapter,
    cell by cell; ``moves`` says with which choices a claim moves, of no claim where none was tried.
    """
    stated = list(map(Claim.of, claims))
    return render(
        "ledger.md.j2",
        claims=claims,
        chapters=chapters,
        pages={one["id"]: one["page"] for one in claims},
        spans=ranges(stated),
        fares=fares(stated),
        made={one.id: made(code[one.chapter], one) for one in stated},
        NEAREST=NEAREST,
        terms=terms,
        moves=moves,
    )


def terms(names: list[str]) -> str:
    """Credit lines and licences of the tables in a sentence;
    of more than ``NAMED`` lines only the cards tell.
    """
    lines = credits(names)
    if len(lines) > NAMED:
        return ""
    licences = list(dict.fromkeys(card(name)["licence_as_stated"] for name in names))
    return render("terms.md.j2", credits=lines, licences=licences)
