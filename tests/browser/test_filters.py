"""Filters of long tables and lists, from disk: choices, text, keyboard, shared address,
no script.
"""

import json
from functools import cache

import pytest

from .pages import FROM_THE_TOP

SEEN = """e => {
    const b = e.closest('li').getBoundingClientRect();
    return b.height > 0 && b.top < innerHeight && b.bottom > 0}"""
LISTS = {"claims": ("claims", "li"), "data_catalogue": ("tables", "section")}
# A mark is an empty span: what is seen or not is its item.
ITEMS = """tag => [...document.querySelectorAll('article [data-facts]')]
    .map(e => e.closest(tag)).filter(e => e.checkVisibility()).length"""


def count(page):
    return page.locator(".table-count").first.inner_text()


@pytest.fixture(scope="module")
def opened(visit_once):
    """``opened(name)`` is the page of a long list, for those who show all again."""
    return cache(visit_once)


def test_the_filters_of_a_table_work_without_a_network(visit):
    page = visit("1_literature/literature_map")
    page.evaluate("() => document.querySelectorAll('details').forEach(d => {d.open = true})")
    table = page.locator("figure[data-filters]").first
    every = table.locator("tbody tr").count()
    table.locator("form.table-filters select").first.select_option(index=1)
    shown = table.locator("tbody tr:not([hidden])").count()
    assert 0 < shown < every
    assert table.locator(".table-count").inner_text() == f"{shown} of {every} rows shown"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_filtered_by_its_facts_and_by_words(opened, name):
    noun, tag = LISTS[name]
    page = opened(name)
    every = page.evaluate(ITEMS, tag)
    assert every > 100 and count(page) == f"{every} of {every} {noun} shown"
    fields = page.locator("form.table-filters select")
    for i in range(fields.count()):
        fields.nth(i).select_option(index=1)
        shown = page.evaluate(ITEMS, tag)
        assert 0 < shown < every and count(page) == f"{shown} of {every} {noun} shown"
        # A choice says how many items it holds.
        assert f"({shown})" in fields.nth(i).evaluate("e => e.selectedOptions[0].textContent")
        page.locator("form.table-filters button", has_text="Show all").press("Enter")
        page.wait_for_function(
            f"document.querySelector('.table-count').textContent.startsWith('{every} of')"
        )
    page.get_by_label("Any text").fill("no such words anywhere")
    assert count(page) == f"0 of {every} {noun} shown"
    assert (
        page.locator("article section section:has([data-facts]):visible").count() == 0
    )  # no heading without an item
    page.get_by_label("Any text").fill("")
    assert page.problems == [] and page.requests == []


def test_claims_are_filtered_with_the_keyboard_alone(opened, site):
    page = opened("claims")
    page.evaluate(FROM_THE_TOP)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Skip to the text
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.labels?.[0]?.textContent") == "Any text":
            break
    page.keyboard.type("nursing HOMES")
    claims = json.loads((site / "files" / "claims.json").read_text(encoding="utf-8"))
    named = [
        c["id"]
        for c in claims
        if "nursing" in c["sentence"].lower() and "homes" in c["sentence"].lower()
    ]
    shown = page.evaluate(
        "() => [...document.querySelectorAll('article li:not([hidden]) "
        "[data-facts]')].map(e => e.id)"
    )
    assert named and {f"claim-{id}" for id in named} <= set(shown)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Show all
    page.wait_for_function(
        f"document.querySelector('.table-count').textContent.startsWith('{len(claims)} of')"
    )


def test_what_is_chosen_can_be_shared(opened, visit):
    page = opened("claims")
    page.get_by_label("Kind of evidence").select_option("survey")
    page.get_by_label("Any text").fill("denmark")
    said, address = count(page), page.url.partition("?")[2]
    page.locator("form.table-filters button").press("Enter")
    assert "survey" in address and "denmark" in address
    again = visit(f"claims?{address}")
    assert count(again) == said and not said.startswith("0 ")
    assert again.get_by_label("Kind of evidence").input_value() == "survey"


@pytest.mark.parametrize("query", ["", "?text=no+such+words", "?kind-of-evidence=survey"])
def test_an_address_with_an_anchor_leads_to_its_claim(visit, site, query):
    claims = json.loads((site / "files" / "claims.json").read_text(encoding="utf-8"))
    id = [c["id"] for c in claims if c["kind"] == "register"][-1]
    page = visit(f"claims{query}#claim-{id}")
    assert page.locator(f"#claim-{id}").evaluate(SEEN)


def test_an_anchor_that_is_followed_leads_to_its_claim_whatever_is_chosen(opened, site):
    claims = json.loads((site / "files" / "claims.json").read_text(encoding="utf-8"))
    first = next(c["id"] for c in claims if c["kind"] == "register")
    page = opened("claims")
    page.get_by_label("Any text").fill("no such words")
    page.evaluate(f"location.hash = 'claim-{first}'")
    page.wait_for_function(
        f"document.querySelector('.table-count').textContent.startsWith('{len(claims)} of')"
    )
    assert page.locator(f"#claim-{first}").evaluate(SEEN)


@pytest.mark.parametrize("name", [*LISTS, "reproduce"])
def test_without_scripts_nothing_is_hidden(opened, site, name):
    # A page that is only parsed runs no script.
    hidden = """text => new DOMParser().parseFromString(text, 'text/html')
        .querySelectorAll('form.table-filters, article [hidden]').length"""
    text = (site / f"{name}.html").read_text(encoding="utf-8")
    assert "<article" in text and opened("claims").evaluate(hidden, text) == 0
