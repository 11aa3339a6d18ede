"""What is no page of the contents, or is not there when a page opens, is accessible too."""

import pytest

from .pages import AXE, RUN_AXE

THEMES = ("light", "dark")


def faults(page):
    page.evaluate(AXE)
    return page.evaluate(RUN_AXE)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_figure_on_its_own(visit, theme, width):
    page = visit("figures/no-practice-units", width=width, theme=theme)
    assert faults(page) == [] and page.problems == [] and page.requests == []


@pytest.mark.parametrize("theme", THEMES)
def test_the_list_below_the_field_of_the_search(visit, theme):
    page = visit("2_norway/norway_practice", width=1280, theme=theme)
    page.keyboard.press("/")
    page.keyboard.type("sykehjem")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert faults(page) == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_of_the_search_with_hits(visit, theme, width):
    page = visit("search?q=hjemmetjenester", width=width, theme=theme)
    page.locator("a.hit").first.wait_for()
    assert faults(page) == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_map_with_its_layer_and_its_list(visit, theme, width):
    page = visit("3_germany/germany_elderly_care", width=width, theme=theme)
    figure = page.locator("#fig-de-elderly-homes-map")
    figure.scroll_into_view_if_needed()
    figure.locator(".map-list summary").click()
    assert faults(page) == []
