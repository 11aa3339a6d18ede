"""What the pages of the book that are no chapters are drawn from."""

from collections.abc import Collection

from copro.book.edition import cards
from copro.book.languages import LANGUAGES, in_language
from copro.book.pages import explore, places


def drawn() -> dict[str, Collection[str]]:
    """Page -> names of the raw tables that it shows itself, not through claims and figures."""
    profiles = {in_language("find_your_place", one): places.TABLES for one in LANGUAGES}
    return {"explore": explore.TABLES, "data_catalogue": cards(), **profiles}


def drawn_from() -> list[str]:
    """Names of the tables that pages are drawn from; the catalogue shows cards, not tables."""
    return sorted({*explore.TABLES, *places.TABLES})
