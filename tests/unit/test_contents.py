"""The contents of the book: parts, short titles, and the place of each chapter."""

import pytest
import yaml

from copro.book.languages import language_of
from copro.book.numbering import APPENDICES, place
from copro.chapters import new, registry

MAIN = "The book in ten chapters"


def test_the_main_path_has_ten_chapters_and_ends_with_what_follows():
    path = [page for part, page in registry.contents() if part == MAIN]
    assert len(path) == 10
    assert path[-2:] == ["4_synthesis/verdicts", "4_synthesis/potentials_and_limits"]


def test_every_chapter_stands_on_the_path_or_in_an_appendix():
    pages = {one.page for one in registry.chapters().values()}
    parts = {part for part, page in registry.contents() if page in pages}
    assert MAIN in parts
    assert all(part == MAIN or part.startswith(f"{APPENDICES}: ") for part in parts)


def test_every_chapter_has_a_short_title_of_its_own():
    titles = registry.short_titles()
    assert {one.page for one in registry.chapters().values()} <= set(titles)
    assert len({(language_of(page), title) for page, title in titles.items()}) == len(titles)


def test_a_chapter_is_numbered_by_its_place_on_the_path_whatever_its_folder():
    listed = registry.contents()
    assert place(MAIN, "4_synthesis/verdicts", listed) == "Chapter 9 of 10"
    assert place("Appendices", "a", listed) == "Appendix"


@pytest.mark.parametrize("above", ["1_literature/theory", "2_norway/oldest_2040", "sources"])
def test_a_new_line_takes_no_short_title_from_another_page(above):
    before = registry.CONTENTS.read_text(encoding="utf-8")
    after = yaml.safe_load(new._with_line(before, above, "2_norway/housing"))
    pages = [page for one in after["parts"] for page in one["chapters"]]
    files = [page["file"] for page in pages]
    assert files[files.index(above) + 1] == "2_norway/housing"
    assert {"file": "2_norway/housing"} in pages
    assert sum("title" in page for page in pages) == len(registry.short_titles())
