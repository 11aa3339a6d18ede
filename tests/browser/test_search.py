"""The search as one types: from disk, by keyboard alone, in the words of four languages."""

import re
from functools import cache

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from copro.report.words.languages import LANGUAGES, words

from .pages import CHAPTERS

HITS = "#search-results a.hit"


def asked(page, text):
    """The page of the search once it has answered ``text``."""
    page.wait_for_function(
        "text => document.querySelector('.search-page').dataset.found === text", arg=text
    )
    return page


def typed(page, text):
    page.locator(".search-page input").fill(text)
    return asked(page, text)


@pytest.fixture(scope="module")
def find(visit_once):
    """``find(text)`` gives the addresses and the texts of what the search finds, best first: as for
    a reader who asks one thing after the other.
    """
    page = visit_once("search")

    def answer(text):
        found = typed(page, text).locator(HITS)
        addresses = found.evaluate_all("links => links.map(a => a.getAttribute('href'))")
        return [a.rpartition("html/")[2] for a in addresses], found.all_inner_texts()

    answer.page = page
    return answer


@pytest.fixture(scope="module")
def opened(visit_once, find):
    """``opened(language)`` is the page of the search for readers of that language."""
    own = cache(lambda language: visit_once(f"search?q=volunteers&lang={language}"))
    return lambda language: find.page if language == "en" else own(language)


@pytest.mark.parametrize("name", CHAPTERS)
def test_search_finds_each_chapter_by_its_title(find, site, name):
    text = (site / f"{name}.html").read_text(encoding="utf-8")
    heading = BeautifulSoup(text[text.index("<h1") :].partition("</h1>")[0], "html.parser")
    assert find(heading.get_text().removesuffix("#").strip())[0][0] == f"{name}.html"


@pytest.mark.parametrize(
    ("words_", "expected"),
    [
        ("hjemmetjenester Bergen", r"find_your_place\.html#NOR-4601"),
        ("Wohlfahrtsverbände", r"glossary\.html#term-free-welfare"),
        ("samskabelse", r"glossary\.html#term-co-creation|.*discourse_denmark\.html"),
        ("samskaping", r"glossary\.html#term-co-creation"),
        ("home care", r"glossary\.html#term-home-services"),
        ("Tromsø", r"find_your_place\.html#NOR-5501"),
        ("Tromsoe", r"find_your_place\.html#NOR-5501"),
        ("Goerlitz", r"find_your_place\.html#DEU-14626"),
        ("aeldrepleje", r"glossary\.html#term-elderly-care"),
        ("claims ledger", r"claims\.html"),
        ("no-home-services-mean", r".*#claim-no-home-services-mean$"),
        ("no-practice-units", r".*#fig-no-practice-units$"),
    ],
)
def test_a_reader_is_led_to_what_was_meant(find, words_, expected):
    assert re.match(expected, find(words_)[0][0])


def test_a_percentage_is_found_as_one_writes_it(find):
    for text in ("83 %", "83%"):
        addresses, texts = find(text)
        assert any("#claim-no-practice-units-any" in a for a in addresses[:5])
        assert all(re.search(r"83\s?%", t) for t in texts[:5])


def test_norwegian_words_lead_a_norwegian_to_places_and_terms(opened):
    page = typed(opened("nb"), "sykehjem")
    said = words("search", "nb")
    expect(page.locator("h1")).to_contain_text(said["heading"])
    expect(page.locator(HITS).first.locator(".hit-kind")).to_have_text(said["term"])
    assert page.locator("article").get_attribute("lang") == "nb"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_how_many_were_found(opened, language):
    page = typed(opened(language), "volunteers")
    said = words("search", language)["many"].replace("{n}", r"\d+")
    expect(page.locator("#search-state")).to_have_text(re.compile(f"^{said}$"))


def test_words_that_nothing_holds_together_are_said_to_be_so(find):
    addresses, _ = find("Lillehammerbyen samskaping")
    assert addresses
    expect(find.page.locator("#search-state")).to_have_text(words("search", "en")["some"])
    assert find("xyzzyqwv")[0] == []
    expect(find.page.locator("#search-state")).to_have_text(words("search", "en")["none"])


def test_a_chapter_is_searched_by_keyboard_alone_without_a_network(visit):
    page = visit("2_norway/norway_practice")
    assert page.evaluate("!window.coproSearch && !window.lunr")  # nothing is loaded before
    page.keyboard.press("/")
    page.keyboard.type("Wohlfahrtsverb")
    option = page.get_by_role("option")
    expect(option.first).to_contain_text("free welfare organisations")
    page.keyboard.press("ArrowDown")
    expect(option.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#term-free-welfare-organisations")
    assert page.problems == [] and page.requests == []


def test_enter_without_a_choice_leads_to_everything_at_an_address_to_share(find, visit):
    page = visit("index")
    page.keyboard.press("/")
    page.keyboard.type("paid staff")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address.endswith("/search.html?q=paid+staff"))
    asked(page, "paid staff")
    addresses, _ = find("paid staff")
    assert find.page.url == page.url and addresses
    assert page.locator(HITS).first.get_attribute("href").endswith(addresses[0])
    page.locator(".search-page input").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "search.html" not in address)


def test_a_stroke_in_a_field_is_a_letter_and_leads_to_the_search_elsewhere(visit):
    page = visit("find_your_place")
    page.locator("#place-input").focus()
    page.keyboard.type("/")
    assert page.locator("#place-input").input_value() == "/"
    phone = visit("2_norway/norway_practice", width=390)  # no field in the bar
    phone.keyboard.press("/")
    phone.wait_for_url("**/search.html")
    expect(phone.locator(".search-page input")).to_be_focused()
