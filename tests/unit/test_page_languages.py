"""Which language a page speaks, and where the switch of languages leads."""

import pytest

from copro.book.languages import counterparts, in_language, language_of, switch
from copro.report.words.languages import LANGUAGES

PAGES = {"index", "glossary", "claims", "2_norway/norway_practice"}
PAGES |= {f"{one}/{page}" for one in ("nb", "de", "da") for page in ("index", "glossary")}
PAGES |= {f"summaries/{one}" for one in LANGUAGES} | {"nb/chapters", "de/chapters", "da/chapters"}


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ("index", "en"),
        ("nb/index", "nb"),
        ("de/find_your_place", "de"),
        ("summaries/da", "da"),
        ("summaries/en", "en"),
        ("2_norway/norway_practice", "en"),
        ("search", "en"),
    ],
)
def test_the_language_of_a_page_is_that_of_its_folder(page, language):
    assert language_of(page) == language


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_is_its_own_counterpart_and_the_counterpart_of_its_counterparts(page):
    own = counterparts(page, PAGES)
    assert own[language_of(page)] == page
    for language, other in own.items():
        assert language_of(other) == language
        assert counterparts(other, PAGES) == own


def test_the_switch_leads_to_the_same_page_where_there_is_one_and_else_to_the_start():
    assert switch("nb/glossary", PAGES)["de"] == "de/glossary"
    assert switch("2_norway/norway_practice", PAGES)["da"] == "da/index"
    assert switch("nb/chapters", PAGES)["en"] == "index"
    assert in_language("meeting", "nb") == "nb/meeting"
