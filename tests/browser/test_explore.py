"""The interactive charts: by keyboard, without a network, with the works behind a cell."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def page(visit):
    page = visit("explore", width=390)
    page.wait_for_selector("#gap-map svg")
    return page


def test_every_chart_is_drawn(page):
    for id in ("country-dots", "country-lines", "terms-nor", "terms-deu", "gap-map"):
        assert page.locator(f"#{id} svg").count() == 1, id
    assert page.problems == [] and page.requests == []


def test_another_country_is_chosen_by_keyboard(page):
    choice = page.get_by_label("Country 1", exact=True)
    choice.focus()
    page.keyboard.type("Swed")
    text = page.locator("[data-tool=countries] .explore-text").first
    assert choice.input_value() == "Sweden"
    expect(text).to_contain_text("Sweden:")
    expect(text).not_to_contain_text("Norway:")


def test_a_country_without_a_value_is_named(page):
    page.get_by_label("Indicator", exact=True).select_option("Municipal dependency on transfers")
    expect(page.locator("[data-tool=countries] .explore-text").first).to_contain_text(
        "Denmark: no value."
    )


def test_the_choice_of_words_moves_the_lines(page):
    before = page.locator("#terms-nor svg").inner_html()
    page.get_by_label("Words 1", exact=True).first.select_option("Civil society")
    page.wait_for_function(
        "old => document.querySelector('#terms-nor svg').innerHTML !== old", arg=before
    )


def test_a_click_on_a_cell_lists_its_works(page):
    cells = page.locator("#gap-map svg .mark-rect path")
    before = page.locator(".explore-list p").inner_text()
    cells.nth(1).click()  # the first is chosen from the start
    expect(page.locator(".explore-list p")).not_to_have_text(before)
    head = page.locator(".explore-list p").inner_text()
    field = page.get_by_label("Policy field", exact=True).input_value()
    theme = page.get_by_label("Outcome", exact=True).input_value()
    assert head.startswith(f"{field}, {theme}")
    listed = page.locator(".explore-list li").count()
    assert f"{listed} work" in head or (listed == 0 and "no work in this set" in head)


def test_an_empty_cell_says_so(page):
    page.get_by_label("Policy field", exact=True).select_option("elderly care")
    page.get_by_label("Outcome", exact=True).select_option("innovation")
    expect(page.locator(".explore-list p")).to_contain_text("no work in this set")


def test_without_scripts_the_figures_and_files_remain(visit):
    page = visit("explore", java_script_enabled=False)
    assert page.locator("article img.in-light").count() == 4
    assert page.locator("noscript").count() >= 1
