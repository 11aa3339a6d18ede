"""One-page summaries in four languages: the same computed numbers, written as each language does.

``book/summaries/LANGUAGE.md`` holds the words; ``[[claim-id]]`` stands for the value of a claim,
``[[claim-id:low]]`` and ``[[claim-id:high]]`` for the ends of its interval, ``[[claim-id:n]]`` for
the number of observations, ``[[claim-id:word]]`` for a count up to twelve in words,
``[[claim-id:times]]`` for how often (once, twelve times), ``[[verdicts]]`` for the table of
verdicts. Each leads to its claim.
"""

import json
import re
from pathlib import Path

from copro.book.render import render
from copro.errors import Expected
from copro.report.words.languages import LANGUAGES, number

HYPOTHESES = range(1, 9)
PLACE = re.compile(r"\[\[([a-z0-9-]+)(?::(low|high|n|word|times))?\]\]( %)?")


class SummaryError(Expected):
    """A summary that names a claim or a word that is not there."""


def write(claims: list[dict], stage: Path) -> None:
    """Fill the summaries in the folder that Jupyter Book reads;
    ``SummaryError`` names file and cause.
    """
    words = json.loads((stage / "summaries" / "words.json").read_text(encoding="utf-8"))
    for language in LANGUAGES:
        file = stage / "summaries" / f"{language}.md"
        others = {other: words[other]["language"] for other in LANGUAGES if other != language}
        text = fill(file.read_text(encoding="utf-8"), claims, words[language], language, file.name)
        heading, _, rest = text.partition("\n")
        file.write_text(
            render("summary.md.j2", heading=heading, others=others, text=rest), encoding="utf-8"
        )


def fill(text: str, claims: list[dict], words: dict, language: str, name: str) -> str:
    """A summary with the numbers of ``claims`` in the place of their names."""
    by_id = {claim["id"]: claim for claim in claims}

    def value(match: re.Match[str]) -> str:
        id, end, percent = match.groups()
        if id == "verdicts":
            return verdicts(by_id, words, name)
        claim = _claim(by_id, id, name)
        if end in ("word", "times"):
            said = in_words if end == "word" else times
            return f"[{said(claim['value'], words, language)}](#claim-{id})"
        low, high = claim["interval"] or (None, None)
        parts = {None: claim["value"], "n": claim["n"], "low": low, "high": high}
        if parts.get(end) is None:
            raise SummaryError(
                f"{name}: the claim {id!r} has no {'n' if end == 'n' else 'interval'}"
            )
        shown = number(parts[end], 0 if end == "n" else claim["digits"], language) + (
            "\N{NARROW NO-BREAK SPACE}%" if percent else ""
        )
        return f"[{shown}](#claim-{id})"

    return PLACE.sub(value, text)


def verdicts(by_id: dict, words: dict, name: str) -> str:
    """The verdicts on the eight hypotheses as a table; each leads to its claim."""
    rows = []
    for place in HYPOTHESES:
        found = _claim(by_id, f"syn-verdict-h{place}", name)
        if found["value"] not in words:
            raise SummaryError(f"{name}: no word for the verdict {found['value']!r} in words.json")
        rows.append((words[f"H{place}"], words[found["value"]], found["id"]))
    return render("verdicts.md.j2", words=words, rows=rows).rstrip("\n")


def _claim(by_id: dict, id: str, name: str) -> dict:
    if id not in by_id:
        raise SummaryError(f"{name} names the claim {id!r}, which no notebook makes")
    return by_id[id]


def in_words(count: int, words: dict, language: str) -> str:
    """A count up to twelve in words, a larger one in digits."""
    return (
        words["numbers"][int(count)]
        if count < len(words["numbers"])
        else number(count, 0, language)
    )


def times(count: int, words: dict, language: str) -> str:
    """How often: ``times(1, words, "nb")`` is ``én gang``,
    ``times(5, words, "de")`` is ``fünfmal``.
    """
    never, once, many = words["times"]
    return {0: never, 1: once}.get(int(count), many.format(n=in_words(count, words, language)))
