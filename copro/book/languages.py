"""The language of a page and its counterparts: read off its address, in this one place.

English pages lie at the root (``glossary``), those of another language in its folder, under the
same name (``nb/glossary``). The one-page summaries have a folder of their own
(``summaries/en``, ``summaries/nb``). Chapters are English alone.
"""

from collections.abc import Container

from copro.report.words.languages import LANGUAGES

ENGLISH = LANGUAGES[0]
NATIVE = LANGUAGES[1:]
NAMES = {"en": "English", "nb": "Norsk", "de": "Deutsch", "da": "Dansk"}
SHORT = {"en": "EN", "nb": "NO", "de": "DE", "da": "DA"}  # as readers know them
START = "index"
SUMMARIES = "summaries"


def language_of(page: str) -> str:
    """The language of a page, by its address without ``.html``.

    >>> [language_of(page) for page in ("nb/glossary", "summaries/da", "2_norway/discourse")]
    ['nb', 'da', 'en']
    """
    folder, _, name = page.partition("/")
    said = name if folder == SUMMARIES else folder
    return said if said in LANGUAGES else ENGLISH


def in_language(page: str, language: str) -> str:
    """The address that a page has, or would have, in a language.

    >>> (
    ...     in_language("nb/glossary", "en"),
    ...     in_language("index", "de"),
    ...     in_language("summaries/en", "da"),
    ... )
    ('glossary', 'de/index', 'summaries/da')
    """
    folder, _, name = page.partition("/")
    if folder == SUMMARIES:
        return f"{SUMMARIES}/{language}"
    stem = name if folder in NATIVE else page
    return stem if language == ENGLISH else f"{language}/{stem}"


def counterparts(page: str, pages: Container[str]) -> dict[str, str]:
    """Language -> the same page in it, for the languages that have it among ``pages``; its own too.

    >>> counterparts("de/glossary", {"glossary", "de/glossary", "index"})
    {'en': 'glossary', 'de': 'de/glossary'}
    """
    named = {language: in_language(page, language) for language in LANGUAGES}
    return {language: other for language, other in named.items() if other in pages}


def switch(page: str, pages: Container[str]) -> dict[str, str]:
    """Language -> where the choice of it leads from a page: its counterpart, else the start page.

    >>> switch("claims", {"claims", "index", "nb/index", "de/index", "da/index"})["nb"]
    'nb/index'
    """
    there = counterparts(page, pages)
    return {one: there.get(one, in_language(START, one)) for one in LANGUAGES}
