"""The main path of the built book keeps the rules of docs/style.md, folded text included."""

import re

import pytest
from bs4 import BeautifulSoup

from copro.chapters import registry
from copro.paths import BUILD
from copro.run import plain

PAGES = plain.path()
APPENDICES = [
    page.rpartition("/")[2] for part, page in registry.contents() if part.startswith("Appendices")
]


@pytest.fixture(scope="module")
def readings(site):
    """How each chapter of the path reads in the build behind the site."""
    notebooks = BUILD / "notebooks"
    return {name: plain.reading(name, notebooks / name / f"{name}.ipynb") for name in PAGES}


def test_the_path_has_eight_to_ten_chapters():
    assert 8 <= len(PAGES) <= 10


@pytest.mark.parametrize("name", PAGES)
def test_a_chapter_of_the_path_reads_plainly(readings, name):
    assert readings[name].faults() == [], plain.told(readings[name])


@pytest.mark.parametrize("name", APPENDICES)
def test_no_sentence_of_an_appendix_is_too_long(name, site):
    chapter = plain.reading(name, BUILD / "notebooks" / name / f"{name}.ipynb")
    assert [one for one in chapter.sentences if one[0] > plain.LONGEST] == []


def test_the_path_can_be_read_in_an_evening(readings):
    words = {name: one.words for name, one in readings.items()}
    assert sum(words.values()) <= plain.BOOK_WORDS, words


@pytest.mark.parametrize("name", PAGES)
def test_what_was_measured_is_what_the_page_says(readings, name, site):
    """Each sentence of text, claims and captions stands on the page."""
    page = BeautifulSoup((site / f"{PAGES[name]}.html").read_text("utf-8"), "html.parser")
    for work in page.article.select('a[href*="references.html#"]'):  # is no word of a sentence
        work.extract()
    said = _letters(page.article.get_text())
    kinds = ("text", "claim", "caption")
    measured = [one for one in readings[name].pieces if one.kind in kinds]
    assert measured
    assert [one.text for one in measured if _letters(one.text)[:60] not in said] == []


def _letters(text: str) -> str:
    """Letters and digits alone: quotes and spaces are set otherwise on a page."""
    return re.sub(r"[\W_]+", "", text)
