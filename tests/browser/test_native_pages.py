"""Norwegian, German and Danish readers: the start page on a phone, the switch, the theme."""

import pytest

from copro.book.languages import NATIVE, SHORT
from copro.report.words.languages import LANGUAGES, words

PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_start_page_has_at_most_three_screens_of_a_phone(visit, language):
    page = visit("index" if language == "en" else f"{language}/index", **PHONE)
    assert page.evaluate("document.documentElement.scrollHeight") <= 3 * PHONE["height"]


@pytest.fixture(scope="module")
def sources(visit_once):
    return visit_once("sources", **PHONE)


@pytest.mark.parametrize("language", NATIVE)
def test_the_switch_leads_there_and_back(sources, language):
    page = sources
    page.click(".languages-button")
    page.click(f"nav.languages a[hreflang={language}]")
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator(".languages-button").inner_text().endswith(SHORT[language])
    page.click(".languages-button")
    page.click("nav.languages a[hreflang=en]")
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("language", NATIVE)
def test_the_theme_switch_speaks_the_language_of_the_page(visit, language):
    page = visit(f"{language}/glossary", theme="dark")
    button = page.locator('[data-switch="theme"]')
    say = words("frame", language)
    assert button.inner_text() == say["light"]
    button.click()
    assert button.inner_text() == say["dark"]


def test_a_chapter_is_told_in_short_where_its_fold_is_opened(visit):
    page = visit("4_synthesis/verdicts", **PHONE)
    fold = page.locator(".in-short > details[lang=de]")
    text = fold.locator("p")
    assert not text.is_visible()
    fold.locator("summary").click()
    assert text.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
