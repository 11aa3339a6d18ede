"""What the pages of the book that are no chapters are drawn from. Each build asks for it first, so
no page is imported here.
"""

from collections.abc import Collection

from copro.book.edition import cards
from copro.book.languages import LANGUAGES, in_language
from copro.measures.countries import indicators
from copro.measures.denmark import profiles as denmark
from copro.measures.germany import profiles as germany
from copro.measures.norway import profiles as norway

# Country -> what the profiles of its places are made of.
SOURCES = {one.country.iso3: one for one in (norway.SOURCE, germany.SOURCE, denmark.SOURCE)}
PLACES = [
    *(name for source in SOURCES.values() for name in (*source.tables, source.outlines[0])),
    denmark.STATBANK,
]
TERMS = ("discourse/totals_year_party", "discourse/counts_year_party_term")
WORKS = ("literature/works", "literature/coding_first", "literature/outcome_themes")
CHARTS = (*indicators.TABLES, *TERMS, *WORKS)


def drawn() -> dict[str, Collection[str]]:
    """Page -> names of the raw tables that it shows itself, not through claims and figures."""
    profiles = {in_language("find_your_place", one): PLACES for one in LANGUAGES}
    return {"explore": CHARTS, "data_catalogue": cards(), **profiles}


def drawn_from() -> list[str]:
    """Names of the tables that pages are drawn from; the catalogue shows cards, not tables."""
    return sorted({*CHARTS, *PLACES})
