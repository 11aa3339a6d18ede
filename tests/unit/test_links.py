"""Addresses of the book: on its pages where they are configured, and absent where they are not."""

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader

from copro.book import links
from copro.book.pages import reproduce
from copro.paths import ROOT
from copro.report.words.languages import LANGUAGES, words

GIVEN = {
    "repository": "https://code.example.org/book",
    "doi": "10.5281/zenodo.1",
    "contact": "office@example.org",
    "report": "https://code.example.org/book/new?page={page}",
}


def footer(found, language="en"):
    """What every page says below its text, as the theme writes it."""
    theme = Environment(
        loader=FileSystemLoader(ROOT / "book" / "_theme" / "copro"), autoescape=True
    )
    text = theme.get_template("links.html").render(
        links=found,
        links_words=words("links", language),
        language=language,
        content_root="../",
        pagename="2_norway/discourse",
        edition={"archive": "files/book.tar.gz"},
    )
    return {a.get_text(): a["href"] for a in BeautifulSoup(text, "html.parser").find_all("a")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_configured_is_linked_in_each_language(language):
    said = words("links", language)
    assert footer(links.whole(GIVEN), language) == {
        said["source"]: "../files/book.tar.gz",
        said["repository"]: "https://code.example.org/book",
        said["doi"]: "https://doi.org/10.5281/zenodo.1",
        said["contact"]: "mailto:office@example.org",
        said["report"]: "https://code.example.org/book/new?page=2_norway/discourse",
    }


@pytest.mark.parametrize("nothing", [{}, dict.fromkeys(GIVEN, ""), dict.fromkeys(GIVEN)])
def test_what_is_not_configured_is_absent_and_not_broken(nothing):
    assert footer(links.whole(nothing)) == {words("links", "en")["source"]: "../files/book.tar.gz"}


def test_the_page_on_reproducing_shows_what_is_configured(monkeypatch):
    monkeypatch.setattr(links, "configured", lambda: links.whole(GIVEN))
    assert "(<https://doi.org/10.5281/zenodo.1>)" in reproduce.source()
    monkeypatch.setattr(links, "configured", dict)
    assert "doi.org" not in reproduce.source() and "tar.gz" in reproduce.source()


def test_an_address_that_no_page_shows_is_named():
    with pytest.raises(links.LinksError, match="copro_links has mail"):
        links.whole({"mail": "office@example.org"})
    with pytest.raises(links.LinksError, match="repository: 'somewhere' is no whole address"):
        links.whole({"repository": "somewhere"})


def test_the_addresses_of_this_book_can_be_followed():
    assert all(address.partition(":")[0] in ("https", "mailto") for address in
               links.configured().values())  # fmt: skip
