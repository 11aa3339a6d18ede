"""Texts in four languages with the same computed numbers, written as each language does.

The summaries are ``book/summaries/LANGUAGE.md``; in them, and in all texts of ``native``,
``[[claim-id]]`` stands for the value of a claim,
``[[claim-id:low]]`` and ``[[claim-id:high]]`` for the ends of its interval, ``[[claim-id:n]]`` for
the number of observations, ``[[claim-id:word]]`` for a count up to twelve in words,
``[[claim-id:times]]`` for how often (once, twelve times), ``[[verdicts]]`` for the table of
verdicts. Each leads to its claim. ``[[claim-id:year]]`` and other names stand for the choice of
that name with which the chapter of the claim ran: what a choice moves is not typed.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from copro.book.render import render
from copro.errors import Expected
from copro.report.words.languages import number

HYPOTHESES = range(1, 9)
NARROW = "\N{NARROW NO-BREAK SPACE}"
OF = re.compile(r"(\d+|none) of (\d+)")
PLACE = re.compile(r"\[\[([a-z0-9-]+)(?::([a-z_]+))?\]\]( %)?")


class SummaryError(Expected):
    """A summary that names a claim or a word that is not there."""


def to_claim(shown: str, id: str) -> str:
    """A number that leads to its claim.

    >>> to_claim("83 %", "no-units")
    '[83 %](#claim-no-units)'
    """
    return f"[{shown}](#claim-{id})"


def fill(
    text: str,
    claims: list[dict[str, Any]],
    words: dict[str, Any],
    language: str,
    name: str,
    parts: Mapping[str, Callable[[], str]] | None = None,
    to: Callable[[str, str], str] = to_claim,
) -> str:
    """A text with the numbers of ``claims`` in the place of their names; ``parts`` are further
    pieces by name. ``SummaryError`` names the text (``name``) and the cause.

    Each number leads to its claim, or where ``to`` leads it, a function of what is shown and id.
    """
    by_id = {claim["id"]: claim for claim in claims}

    def value(match: re.Match[str]) -> str:
        id, end, percent = match[1], match[2], match[3] or ""
        if id == "verdicts":
            return verdicts(by_id, words, name)
        if parts and id in parts:
            return parts[id]()
        claim = _claim(by_id, id, name)
        if end in ("word", "times"):
            said = in_words if end == "word" else times
            return to(said(claim["value"], words, language), id)
        if isinstance(claim["value"], str) and end is None:
            return to(said_word(claim, words, name), id)
        if end in (chosen := claim.get("parameters", {})):
            return f"{chosen[end]}{percent.replace(' ', NARROW)}"
        low, high = claim["interval"] or (None, None)
        found = {None: claim["value"], "n": claim["n"], "low": low, "high": high}
        if found.get(end) is None:
            what = "interval" if end in ("low", "high") else end
            raise SummaryError(f"{name}: the claim {id!r} has no {what}")
        shown = number(found[end], 0 if end == "n" else claim["digits"], language) + (
            f"{NARROW}%" if percent else ""
        )
        return to(shown, id)

    return PLACE.sub(value, text)


def verdicts(by_id: dict[str, dict[str, Any]], words: dict[str, Any], name: str) -> str:
    """The verdicts on the eight hypotheses as a table; each leads to its claim."""
    rows = []
    for place in HYPOTHESES:
        found = _claim(by_id, f"syn-verdict-h{place}", name)
        if found["value"] not in words:
            raise SummaryError(f"{name}: no word for the verdict {found['value']!r} in words.json")
        rows.append((words[f"H{place}"], words[found["value"]], found["id"]))
    return render("verdicts.md.j2", words=words, rows=rows).rstrip("\n")


def _claim(by_id: dict[str, dict[str, Any]], id: str, name: str) -> dict[str, Any]:
    if id not in by_id:
        raise SummaryError(f"{name} names the claim {id!r}, which no notebook makes")
    return by_id[id]


def said_word(claim: dict[str, Any], words: dict[str, Any], name: str) -> str:
    """The value of a claim that is a verdict, ``9 of 22`` or ``none of 22``, in the words of a
    language.
    """
    value = claim["value"]
    if count := OF.fullmatch(value):
        part = words["none"] if count[1] == "none" else count[1]
        return f"{part} {words['of']} {count[2]}"
    if value not in words:
        raise SummaryError(f"{name}: no word for {value!r}, the value of {claim['id']!r}")
    return str(words[value])


def shown(claim: dict[str, Any], words: dict[str, Any], language: str, name: str) -> str:
    """The value of a claim by itself, with its percent sign, or how often: ``83 %``, ``einmal``."""
    if isinstance(claim["value"], str):
        return said_word(claim, words, name)
    if claim["unit"] in ("time", "times"):
        return times(claim["value"], words, language)
    sign = "\N{NARROW NO-BREAK SPACE}%" if claim["unit"] == "percent" else ""
    return number(claim["value"], claim["digits"], language) + sign


def in_words(count: int, words: dict[str, Any], language: str) -> str:
    """A count up to twelve in words, a larger one in digits."""
    return (
        words["numbers"][int(count)]
        if count < len(words["numbers"])
        else number(count, 0, language)
    )


def times(count: int, words: dict[str, Any], language: str) -> str:
    """How often: ``times(1, words, "nb")`` is ``én gang``,
    ``times(5, words, "de")`` is ``fünfmal``.
    """
    never, once, many = words["times"]
    return {0: never, 1: once}.get(int(count), many.format(n=in_words(count, words, language)))
