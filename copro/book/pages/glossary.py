"""The glossary: each concept with its word in four languages, and the way back from every word."""

from copro.book.render import render

NAMES = {"nb": "Norwegian", "de": "German", "da": "Danish"}


def glossary(terms: list[dict]) -> str:
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
