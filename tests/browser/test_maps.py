"""Maps of places: name and value under the pointer, a click to the profile, a list for keys."""

import re

import pytest
from playwright.sync_api import expect

from copro.book.map_layers import MAPS

PAGES = {"NOR": "2_norway/norway_elderly_care", "DEU": "3_germany/germany_elderly_care"}


@pytest.fixture(scope="module")
def chapters(visit_once):
    """The chapter of a country, for those who only look."""
    return {country: visit_once(page) for country, page in PAGES.items()}


def laid(page, id):
    page.locator(f"#fig-{id}").scroll_into_view_if_needed()
    page.wait_for_selector(f"#fig-{id}[data-laid]")
    return page, page.locator(f"#fig-{id}")


@pytest.mark.parametrize("id", MAPS)
def test_a_place_says_its_name_and_value_and_leads_to_its_profile(chapters, id):
    page, figure = laid(chapters[MAPS[id].country], id)
    code = {"NOR": "5501", "DEU": "09162"}[MAPS[id].country]  # Tromsø, Munich
    shape = figure.locator(f'svg a[href$="{MAPS[id].country}-{code}"] path').first
    shape.hover(force=True)
    said = figure.locator(".map-words")
    expect(said).to_have_text(re.compile(r"^(Tromsø|München).*: \d+\.\d %$"))
    in_list = figure.locator(".map-list li", has_text=said.inner_text().split(":")[0]).first
    assert said.inner_text().split(": ")[1] in in_list.text_content()
    assert page.problems == [] and page.requests == []


def test_a_click_opens_the_profile_of_the_place(visit):
    page, figure = laid(visit(PAGES["NOR"]), "no-elderly-coverage-map")
    figure.locator('svg a[href$="NOR-5501"] path').first.click(force=True)
    page.wait_for_selector("#place-profile:not([hidden])")
    assert "Tromsø" in page.locator("#place-heading").inner_text()


@pytest.mark.parametrize("id", MAPS)
def test_the_keyboard_has_every_place_in_a_list(visit, id):
    # Where the picture is another one.
    page, figure = laid(visit(PAGES[MAPS[id].country], width=390), id)
    assert not figure.locator("svg").is_visible()
    figure.locator(".map-list summary").focus()
    page.keyboard.press("Enter")
    places = figure.locator(".map-list a")
    said = figure.locator(".map-list summary").inner_text()
    assert f"All {places.count()} places" in said and places.count() in (357, 400)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find_your_place.html#*")


def test_the_outlines_lie_on_the_picture(chapters):
    _page, figure = laid(chapters["DEU"], "de-elderly-homes-map")
    picture = figure.locator("img.in-light").bounding_box()
    layer = figure.locator("svg").bounding_box()
    assert all(abs(picture[key] - layer[key]) <= 1 for key in picture)
