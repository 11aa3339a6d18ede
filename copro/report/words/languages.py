"""The languages of the book's surroundings, their numbers, and where their words stand.

Chapters are English; what leads to them can be had in four languages. The words of an area (the
frame of a page, a profile) stand in ``book/words/AREA.json``, one entry a text with all four
languages side by side, so that none is forgotten: ``{"search": {"en": "Search", "nb": "Søk", …}}``.
"""

import json
from functools import cache, lru_cache
from pathlib import Path

from copro.errors import Expected
from copro.paths import ROOT

LANGUAGES = ("en", "nb", "de", "da")  # ISO 639-1; pages of another than the first lie in its folder
WORDS = ROOT / "book" / "words"


class WordsError(Expected):
    """A text that a language lacks, or a file of words that cannot be read."""


def words(area: str, language: str) -> dict[str, str]:
    """All texts of an area in one language, by their name; ``WordsError`` names what is missing."""
    return _said(f"{WORDS}/{area}.json", language)


@cache
def _said(file: str, language: str) -> dict[str, str]:
    return {name: texts[language] for name, texts in _read(Path(file)).items()}


@cache
def _read(file: Path) -> dict[str, dict[str, str]]:
    texts = json.loads(file.read_text(encoding="utf-8"))
    for name, found in texts.items():
        if missing := [one for one in LANGUAGES if not found.get(one)]:
            raise WordsError(
                f"{file.name}: the text {name!r} has no {', no '.join(missing)}; "
                f"each text is written in {', '.join(LANGUAGES)}"
            )
    return texts


@lru_cache(10_000)  # of the numbers of all places many are the same
def number(value: float, digits: int, language: str) -> str:
    """A number as the language writes it.

    >>> number(1234.5, 1, "de"), number(-0.26, 1, "da")
    ('1.234,5', '−0,3')
    """
    from decimal import Decimal

    from babel.numbers import format_decimal

    rounded = Decimal(f"{value:.{digits}f}") + 0  # as numbers.py rounds; a zero has no sign
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    shown: str = format_decimal(rounded, format=pattern, locale=language)
    return shown.replace("-", "\N{MINUS SIGN}")
