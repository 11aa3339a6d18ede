"""The built pages in four languages: language, counterparts, menus and frame."""

import posixpath
import re
from functools import cache

import pytest
from bs4 import BeautifulSoup
from soups import soup

from copro.book import languages, numbering
from copro.book.languages import NATIVE, language_of
from copro.report.words.languages import LANGUAGES, words

PAGES = ["index", *(page for _, page in numbering.contents())]
FRAME = "header, nav#contents, nav#sections, .neighbours, footer, a.skip"


@cache
def top(file):
    """Head, header and menu of a page: what stands before its text, which may be long."""
    return BeautifulSoup(file.read_text(encoding="utf-8").partition("<main")[0], "html.parser")


def goal(page, href):
    """The page that a link leads to from another."""
    path = href.partition("#")[0].removesuffix(".html")
    if not path:
        return page
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path))


def test_a_page_says_its_language_and_names_the_same_page_in_the_others(site):
    wrong = []
    for page in PAGES:
        made = top(site / f"{page}.html")
        links = {one["hreflang"]: one["href"] for one in made.head.select("link[hreflang]")}
        named = {code: goal(page, href) for code, href in links.items()}
        same = languages.counterparts(page, PAGES)
        default = {"x-default": same["en"]} if "en" in same and len(same) > 1 else {}
        if made.html["lang"] != language_of(page) or made.header.has_attr("lang"):
            wrong.append((page, made.html["lang"]))
        if named != (same | default if len(same) > 1 else {}):
            wrong.append((page, named))
        wrong += [(page, one) for one in named.values() if not (site / f"{one}.html").is_file()]
    assert not wrong, "\n".join(map(str, wrong))


def test_the_switch_of_a_page_leads_to_its_counterpart_or_to_the_start(site):
    wrong = []
    for page in PAGES:
        links = top(site / f"{page}.html").select("header nav.languages a")
        goals = {one["hreflang"]: goal(page, one["href"]) for one in links}
        current = [one["lang"] for one in links if one.get("aria-current")]
        if (
            goals != languages.switch(page, PAGES)
            or current != [language_of(page)]
            or any(one["lang"] != one["hreflang"] for one in links)
        ):
            wrong.append((page, links))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_menu_lists_the_pages_of_its_language(site):
    wrong = []
    for page in PAGES:
        links = top(site / f"{page}.html").select("nav#contents li a")
        listed = [goal(page, one["href"]) for one in links]
        own = [one for one in PAGES if language_of(one) == language_of(page)]
        start = languages.in_language("index", language_of(page))
        if listed != [one for one in own if one != start]:
            wrong.append((page, listed))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("language", NATIVE)
def test_the_frame_of_a_page_holds_no_english(site, language):
    english, own = words("frame", "en"), words("frame", language)
    told = {word for name, word in english.items() if word != own[name] and "{" not in word}
    told -= {english["and"], english["example"]}
    for page in [one for one in PAGES if language_of(one) == language]:
        for part in soup(site / f"{page}.html").select(FRAME):
            texts = [text for text in part.stripped_strings if not text.startswith("{")]
            for tag in [part, *part.find_all(True)]:
                texts += [
                    tag[name] for name in ("aria-label", "placeholder", "title") if tag.get(name)
                ]
            for text in texts:
                found = [one for one in told if re.search(rf"\b{re.escape(one)}\b", text)]
                assert not found, (page, text, found)


def test_links_into_another_language_say_so(site):
    """In the text of a page, where a link leads out of its language."""
    for page in [one for one in PAGES if language_of(one) != "en"]:
        for link in soup(site / f"{page}.html").select("article a[href]:not(.headerlink)"):
            if re.match(r"https?:|mailto:|#", link["href"]) or ".html" not in link["href"]:
                continue
            other = language_of(goal(page, link["href"]))
            assert other == language_of(page) or link.get("hreflang") == other, (page, link)


def test_a_profile_leads_to_the_limits_of_its_chapter_in_its_language(site):
    for language in NATIVE:
        anchors = {one["id"] for one in soup(site / language / "chapters.html").select("[id]")}
        for country in ("NOR", "DEU", "DNK"):
            data = (site / "places" / "data" / f"{country}-{language}.js").read_text("utf-8")
            goals = re.findall(rf'{language}/chapters\.html#([\w-]+)"', data)
            assert goals and set(goals) <= anchors


def test_the_chapters_of_the_path_open_with_folds_in_three_languages(site):
    path = [page for part, page in numbering.contents() if part == "The book in ten chapters"]
    for page in path:
        folds = soup(site / f"{page}.html").select(".in-short > details")
        assert [fold["lang"] for fold in folds] == list(NATIVE)
        numbers = [
            sorted(link["href"] for link in fold.select("a[href*='#claim-']")) for fold in folds
        ]
        assert numbers[0] and numbers[1:] == numbers[:-1], page


def test_sources_and_summaries_of_chapters_show_the_same_numbers_in_each_language(site):
    for name in ("sources", "chapters"):
        found = []
        for language in LANGUAGES:
            page = soup(site / f"{languages.in_language(name, language)}.html")
            links = page.select("article a[href*='#claim-']")
            found.append(
                sorted(
                    (one["href"].partition("#")[2], re.sub(r"\D", "", one.get_text()))
                    for one in links
                )
            )
        assert len(found[0]) > 15 and found[1:] == found[:-1], name
