"""What if? at the head of a chapter: by keyboard, in the address, and whole without a script."""

import pytest
from playwright.sync_api import expect

from copro.run import sweep

from .pages import AXE, TOO_WIDE, faults

CHAPTER, CHOICE = "2_norway/norway_drug_care", "period=ever"

pytestmark = pytest.mark.skipif(not sweep.SWEEP.is_file(), reason="no sweep is committed")


def test_a_choice_is_made_by_keyboard_and_kept_in_the_address(visit):
    page = visit(CHAPTER, width=390)
    select, box = page.get_by_label("What if?", exact=True), page.locator(".what-if-shown")
    assert box.inner_text() == ""
    select.focus()
    page.keyboard.type("Use in the last")
    expect(page.locator(".what-if .table-count")).to_contain_text("claims change")
    assert CHOICE in page.url
    changed = box.locator("tbody tr")
    assert changed.count() > 0 and changed.first.locator("ins").count() > 0
    picture = box.locator("img.in-light")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("e => e.complete && e.naturalWidth > 0", arg=picture.element_handle())
    again = visit(f"{CHAPTER}?{CHOICE}")
    assert again.locator(".what-if-shown tbody tr").count() == changed.count()
    page.get_by_role("button", name="Back to the book").press("Enter")
    expect(box).to_have_text("")
    assert CHOICE not in page.url and page.problems == [] and page.requests == []


def test_without_scripts_every_choice_stands_in_the_fold(visit):
    page = visit(CHAPTER, java_script_enabled=False)
    page.locator(".what-if > details > summary").click()
    own = [
        one
        for one in sweep.read_settings(sweep.SETTINGS.read_text(encoding="utf-8"))
        if one.setting.startswith("norway_drug_care.") and one.changed
    ]
    sections = page.locator(".what-if section")
    assert sections.count() == len(own) > 0
    assert sections.first.locator("tbody tr").first.is_visible()
    assert page.locator(".what-if select").count() == 0


def test_axe_finds_nothing_in_what_a_choice_shows(visit):
    page = visit(f"{CHAPTER}?{CHOICE}", width=390)
    page.evaluate(AXE)
    for theme in ("light", "dark"):
        page.evaluate("theme => {document.documentElement.dataset.theme = theme}", theme)
        assert faults(page, shown=False) == [] and page.evaluate(TOO_WIDE) <= 0, theme
