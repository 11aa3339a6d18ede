"""What is no page of the contents, or is not there when a page opens, is accessible too."""

import pytest

from .pages import AXE, RUN_AXE_ON_WHAT_IS_SHOWN

pytestmark = pytest.mark.parametrize("theme", ["light", "dark"])


def faults(page, widths=(1280, 390)):
    """What axe finds at each width; it is quicker each time it looks at a page."""
    page.evaluate(AXE)
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [(width, fault) for fault in page.evaluate(RUN_AXE_ON_WHAT_IS_SHOWN)]
    return found


def test_a_figure_on_its_own(visit, theme):
    page = visit("figures/no-practice-units", width=1280, theme=theme)
    assert faults(page) == [] and page.problems == [] and page.requests == []


def test_the_list_below_the_field_of_the_search(visit, theme):
    page = visit("2_norway/norway_practice", width=1280, theme=theme)
    page.keyboard.press("/")
    page.keyboard.type("sykehjem")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert faults(page, widths=[1280]) == []


def test_the_page_of_the_search_with_hits(visit, theme):
    page = visit("search?q=hjemmetjenester", width=1280, theme=theme)
    page.locator("a.hit").first.wait_for()
    assert faults(page) == []


def test_a_map_with_its_layer_and_its_list(visit, theme):
    page = visit("3_germany/germany_elderly_care", width=1280, theme=theme)
    figure = page.locator("#fig-de-elderly-homes-map")
    figure.scroll_into_view_if_needed()
    figure.locator(".map-list summary").click()
    assert faults(page) == []
