"""What is no page of the contents, or is not there when a page opens, is accessible too."""

from itertools import product

from .pages import AXE, COLOURS, faults


def everywhere(page, part, widths=(1280, 390)):
    """What axe finds in a part of a page at each width: by all its rules in the dark, of colours
    in the light too; the rest is looked at with every page.
    """
    page.evaluate(AXE)
    found = []
    for theme, width in product(("dark", "light"), widths):
        page.emulate_media(color_scheme=theme)
        page.evaluate("theme => {document.documentElement.dataset.theme = theme}", theme)
        page.set_viewport_size({"width": width, "height": 900})
        rules = {} if theme == "dark" else {"runOnly": COLOURS}
        found += [(theme, width, one) for one in faults(page, part, **rules)]
    return found


def test_a_figure_on_its_own(visit):
    page = visit("figures/no-practice-units", width=1280)
    assert everywhere(page, "html") == [] and page.problems == [] and page.requests == []


def test_the_list_below_the_field_of_the_search(visit):
    page = visit("2_norway/norway_practice", width=1280)
    page.keyboard.press("/")
    page.keyboard.type("sykehjem")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert everywhere(page, "header.bar", widths=[1280]) == []


def test_the_page_of_the_search_with_hits(visit):
    page = visit("search?q=hjemmetjenester", width=1280)
    page.locator("a.hit").first.wait_for()
    assert everywhere(page, "article") == []


def test_a_map_with_its_layer_and_its_list(visit):
    page = visit("3_germany/germany_elderly_care", width=1280)
    figure = page.locator("#fig-de-elderly-homes-map")
    figure.scroll_into_view_if_needed()
    figure.locator(".map-list summary").click()
    assert everywhere(page, "#fig-de-elderly-homes-map") == []
