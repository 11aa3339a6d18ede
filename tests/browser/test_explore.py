"""The interactive charts: by keyboard, without a network, with the works behind a cell."""

import pytest
from playwright.sync_api import expect


def drawn(visit):
    page = visit("explore", width=390)
    page.wait_for_selector("#gap-map svg")
    return page


@pytest.fixture(scope="module")
def tools(visit_once):
    """The same page, for those whose choice is in nobody else's way."""
    page = drawn(visit_once)
    yield page
    assert page.problems == [] and page.requests == []


def test_every_chart_is_drawn(tools):
    for id in ("country-dots", "country-lines", "terms-nor", "terms-deu", "gap-map"):
        assert tools.locator(f"#{id} svg").count() == 1, id


COUNTRIES = "[data-tool=countries]"


def test_another_country_is_chosen_by_keyboard_and_one_of_the_book_keeps_its_colour(visit):
    page = drawn(visit)
    colour = "e => getComputedStyle(e).borderColor"
    germany = page.get_by_role("button", name="Remove Germany")
    before = germany.evaluate(colour)
    choice = page.get_by_label("Another country", exact=True)
    choice.focus()
    page.keyboard.type("Swed")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    text = page.locator(f"{COUNTRIES} .explore-text").first
    expect(text).to_contain_text("Sweden:")
    expect(text).to_contain_text("Norway:")
    page.get_by_role("button", name="Remove Norway").click()
    expect(text).not_to_contain_text("Norway:")
    assert page.locator(".explore-chips li").count() == 3
    assert germany.evaluate(colour) == before


def test_a_country_without_a_value_is_named_and_the_charts_are_drawn_without_a_warning(tools):
    tools.get_by_label("Indicator", exact=True).select_option("Municipal dependency on transfers")
    expect(tools.locator(f"{COUNTRIES} .explore-text").first).to_contain_text("Denmark: no value.")
    expect(tools.locator(f"{COUNTRIES} .explore-title").first).to_contain_text(
        "Municipal dependency on transfers"
    )
    assert tools.problems == [] and tools.requests == []
    for axis in tools.locator(f"{COUNTRIES} .explore-axis").all():
        assert axis.inner_text() == "Unit: %"


def test_what_is_chosen_stands_in_the_address_and_comes_back(tools, visit):
    page = tools
    page.get_by_label("Indicator", exact=True).select_option("Municipal dependency on transfers")
    page.get_by_label("Another country", exact=True).select_option("Sweden")
    page.get_by_role("button", name="Add this country").click()
    page.get_by_label("From", exact=True).select_option("2005")
    page.get_by_label("Policy field", exact=True).select_option("elderly care")
    page.get_by_label("Outcome", exact=True).select_option("innovation")
    again = visit(f"explore?{page.url.partition('?')[2]}")
    again.wait_for_selector("#gap-map svg")
    for name in ("Indicator", "From", "Outcome"):
        assert (
            again.get_by_label(name, exact=True).input_value()
            == page.get_by_label(name, exact=True).input_value()
        )
    for which in (".explore-text", ".explore-chips"):
        assert (
            again.locator(f"{COUNTRIES} {which}").first.inner_text()
            == page.locator(f"{COUNTRIES} {which}").first.inner_text()
        )


def test_an_address_that_names_what_is_not_there_shows_the_start(visit):
    page = visit("explore?countries=Atlantis&indicator=none&from=1066")
    page.wait_for_selector("#gap-map svg")
    assert page.locator(".explore-chips li").count() == 3 and page.problems == []


def test_what_is_shown_can_be_taken_along(tools):
    tools.get_by_label("From", exact=True).select_option("2010")
    with tools.expect_download() as taken:
        tools.locator(f"{COUNTRIES} .explore-save").get_by_role("button", name="CSV").click()
    head, *lines = taken.value.path().read_text(encoding="utf-8").splitlines()
    assert {"indicator", "unit", "country", "year", "value"} <= set(head.split(",")) and lines
    with tools.expect_download() as taken:
        tools.locator(f"{COUNTRIES} .explore-save").get_by_role("button", name="SVG").click()
    assert taken.value.path().read_text(encoding="utf-8").startswith("<svg")


def test_the_choice_of_words_moves_the_lines(tools):
    before = tools.locator("#terms-nor svg").inner_html()
    tools.get_by_label("Words 1", exact=True).first.select_option("Civil society")
    tools.wait_for_function(
        "old => document.querySelector('#terms-nor svg').innerHTML !== old", arg=before
    )


def test_a_click_on_a_cell_lists_its_works(tools):
    cells = tools.locator("#gap-map svg .mark-rect path")
    before = tools.locator(".explore-list p").inner_text()
    cells.nth(2).click()  # the first is chosen from the start, the second by other tests
    expect(tools.locator(".explore-list p")).not_to_have_text(before)
    head = tools.locator(".explore-list p").inner_text()
    field = tools.get_by_label("Policy field", exact=True).input_value()
    theme = tools.get_by_label("Outcome", exact=True).input_value()
    assert head.startswith(f"{field}, {theme}")
    listed = tools.locator(".explore-list li").count()
    assert f"{listed} work" in head or (listed == 0 and "no work in this set" in head)


def test_an_empty_cell_says_so(tools):
    tools.get_by_label("Policy field", exact=True).select_option("elderly care")
    tools.get_by_label("Outcome", exact=True).select_option("innovation")
    expect(tools.locator(".explore-list p")).to_contain_text("no work in this set")


def test_without_scripts_the_figures_and_files_remain(visit):
    page = visit("explore", java_script_enabled=False)
    assert page.locator("article img.in-light").count() == 4
    assert page.locator("noscript").count() >= 1
