"""The glossary: each concept with its word in four languages, and the way back from every word."""

import re
from typing import Any

from copro.book.languages import ENGLISH
from copro.book.render import render
from copro.report.words.languages import LANGUAGES, words

NAMES = {"nb": "Norwegian", "de": "German", "da": "Danish"}


def glossary(terms: list[dict[str, Any]]) -> str:
    """Concepts in English and words by language, both alphabetically, as Markdown.

    A language without a word for a concept is left out there; each word leads to its concept.
    """
    lists = [
        (
            code,
            name,
            sorted(
                ((word, term["en"]) for term in terms for word in term[code]),
                key=lambda pair: pair[0].casefold(),
            ),
        )
        for code, name in NAMES.items()
    ]
    return render("glossary.md.j2", terms=terms, languages=NAMES, lists=lists)


# Letters that stand elsewhere than where their number in Unicode puts them.
ORDER = {"de": str.maketrans("äöü", "aou")} | dict.fromkeys(
    ("nb", "da"), str.maketrans("æøå", "{|}")
)


def term_id(concept: str, language: str) -> str:
    """The place of a concept on the glossary page of a language.

    >>> term_id("district (Kreis)", "nb")
    'term-nb-district-kreis'
    """
    return f"term-{language}-" + re.sub(r"[^a-z0-9]+", "-", concept.lower()).strip("-")


def native_glossary(terms: list[dict[str, Any]], language: str) -> str:
    """Concepts by their words in a language, in its alphabet, as Markdown.

    A concept for which the language has no word of its own stands under the word of the country
    that has it.
    """
    rows = []
    for term in terms:
        own = language if term[language] else next(one for one in NAMES if term[one])
        rows.append(
            {
                "id": term_id(term["en"], language),
                "words": term[own],
                "foreign": own if own != language else "",
                "meaning": term["meanings"][language],
                "others": {
                    one: [term["en"]] if one == ENGLISH else term[one]
                    for one in LANGUAGES
                    if one not in (language, own) and (one == ENGLISH or term[one])
                },
            }
        )
    order = ORDER[language]
    rows.sort(key=lambda row: row["words"][0].casefold().translate(order))
    return render("glossary_native.md.j2", rows=rows, names=words("languages", language))
