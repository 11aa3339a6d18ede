"""What a reader does on a page: keys, theme, print."""

import json
from functools import cache

import pytest

from .pages import AXE, FROM_THE_TOP, faults

FOCUSED = """async () => {
    await Promise.all(document.getAnimations().map(a => a.finished.catch(() => {})));
    const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
    const seen = e.checkVisibility({opacityProperty: true, visibilityProperty: true});
    const ring = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0)
        || s.boxShadow !== 'none';
    return {tag: e.tagName, id: e.id, text: e.textContent.trim().slice(0, 40),
            seen: seen && b.width > 0, ring,
            inside: b.bottom > 0 && b.top < innerHeight && b.right > 0 && b.left < innerWidth}}"""


@pytest.fixture(scope="module")
def opened(visit_once):
    """``opened(name, width)`` is a page for those who leave it as it was."""
    open_once = cache(visit_once)

    def at(name, width=1440):
        page = open_once(name)
        page.set_viewport_size({"width": width, "height": 900})
        return page

    return at


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(
    "name", ["index", "2_norway/norway_elderly_care", "1_literature/literature_map", "claims"]
)
def test_the_tab_key_leads_through_the_page_and_shows_where_it_is(opened, name, width):
    page = opened(name, width)
    page.evaluate(FROM_THE_TOP)
    assert (
        page.evaluate(
            "() => [...document.querySelectorAll('[tabindex]')].filter(e => e.tabIndex > 0).length"
        )
        == 0
    )
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["tag"] == "BODY":
            break
        assert stop["seen"] and stop["ring"] and stop["inside"], stop
        stops.append((stop["tag"], stop["id"], stop["text"]))
    assert len(stops) >= 10 and len(set(stops)) > 8


def test_the_theme_switch_says_what_it_does(visit):
    page = visit("index", theme="dark")
    button = page.locator('[data-switch="theme"]')
    assert button.inner_text() == "Light theme"
    button.click()
    assert (
        page.evaluate("document.documentElement.dataset.theme") == "light"
        and button.inner_text() == "Dark theme"
    )


def test_what_is_folded_is_printed_open_but_not_the_code(opened):
    page = opened("4_synthesis/verdicts")
    notes = page.locator("details.source > p")
    assert notes.count() >= 3 and not notes.first.is_visible()
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert all(notes.nth(i).is_visible() for i in range(notes.count()))
    assert not page.locator("details.above-input").first.is_visible()
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert not notes.first.is_visible()


def test_axe_would_find_a_fault(opened):
    """The rule engine runs and sees: an image without words, put in by this test."""
    page = opened("index")
    page.evaluate(AXE)
    page.evaluate("() => document.querySelector('article').append(new Image())")
    assert any(line.startswith("image-alt") for line in faults(page, "article", shown=False))
    page.evaluate("() => document.querySelector('article').lastChild.remove()")


def test_the_claims_are_the_same_for_people_and_machines(opened, site):
    claims = json.loads((site / "files" / "claims.json").read_text(encoding="utf-8"))
    page = opened("claims")
    shown = page.evaluate("() => document.querySelector('article').innerText")
    assert all(claim["id"] in shown for claim in claims)


def test_a_link_to_something_folded_opens_its_fold(visit, site):
    page = visit("2_norway/norway_sector")
    code = page.locator(".files a", has_text="code").first
    cell = page.locator(code.get_attribute("href"))
    assert not cell.is_visible()
    code.click()
    cell.wait_for(state="visible")
    claims = json.loads((site / "files" / "claims.json").read_text(encoding="utf-8"))
    messages = {c["page"] for c in claims if c.get("message")}
    folded = [c for c in claims if c["page"] in messages and not c.get("message")]
    for claim in folded[:2]:
        page = visit(f"{claim['page']}#claim-{claim['id']}")
        place = page.locator(f"#claim-{claim['id']}")
        place.wait_for(state="visible")
        top = place.evaluate("e => e.getBoundingClientRect().top")
        assert 0 <= top < 900


def test_all_code_of_a_chapter_opens_at_its_foot_and_without_a_script_it_is_there(visit):
    page = visit("2_norway/norway_sector")
    folds = page.locator("details.above-input")
    assert folds.count() > 3 and not folds.first.is_visible()
    page.get_by_role("button", name="Show all code").click()
    assert all(folds.nth(i).is_visible() for i in range(folds.count()))
    page = visit("2_norway/norway_sector", java_script_enabled=False)
    assert page.locator("details.above-input > summary").first.is_visible()


def test_the_bar_stays_on_a_phone_and_leads_to_the_sections(opened):
    page = opened("2_norway/norway_sector", 390)
    page.evaluate("() => scrollTo(0, 3000)")
    bar = page.locator("header.bar")
    assert bar.evaluate("e => [e.getBoundingClientRect().top, e.offsetHeight < 70]") == [0, True]
    page.get_by_role("button", name="Sections").click()
    link = page.locator("#sections a:visible").nth(1)
    link.click()
    assert not page.locator("#sections").is_visible()
    goal = page.locator(f"[id='{page.url.partition('#')[2]}']")
    top = goal.evaluate("e => e.getBoundingClientRect().top")
    assert bar.evaluate("e => e.offsetHeight") <= top + 2 < 400


def test_the_list_of_sections_marks_the_one_that_is_read(opened):
    page = opened("4_synthesis/verdicts")
    for place in (0, 2):
        link = page.locator("#sections > ul > li > ul > li > a").nth(place)
        link.click()
        page.wait_for_function("link => link.ariaCurrent === 'true'", arg=link.element_handle())
        assert page.locator("#sections [aria-current]").count() == 1


def test_the_names_of_rows_stay_while_a_wide_table_scrolls(opened):
    page = opened("2_norway/norway_sector", 390)
    folds = page.locator("details:not([open])").element_handles()
    page.evaluate("folds => folds.forEach(fold => (fold.open = true))", folds)
    box = page.locator(".copro-table .table-scroll:has(th:nth-child(4))").first
    name = box.locator("tbody tr > :first-child:not([colspan])").first
    before = name.evaluate("e => e.getBoundingClientRect().left")
    assert box.evaluate("e => { e.scrollLeft = 100; return e.scrollLeft; }") > 50
    assert abs(name.evaluate("e => e.getBoundingClientRect().left") - before) <= 2
    page.evaluate("folds => folds.forEach(fold => (fold.open = false))", folds)


def test_a_command_in_a_table_is_whole_on_a_phone(visit):
    page = visit("first_ten_minutes", width=390)
    words = page.locator("td code .pre")
    lines = words.evaluate_all("all => all.map(one => one.getClientRects().length)")
    assert lines and set(lines) == {1}


def test_a_formula_stays_inside_its_box(opened):
    page = opened("2_norway/norway_elderly_care", 390)
    cut = """() => [...document.querySelectorAll('.formula')].map(box => {
        box.scrollLeft = 1e4;
        const right = box.firstElementChild.getBoundingClientRect().right;
        return right - box.getBoundingClientRect().right})"""
    assert all(over <= 1 for over in page.evaluate(cut))


def test_marks_and_links_of_a_claim_are_large_enough_to_touch(opened):
    small = """() => [...document.querySelectorAll(
        'article .evidence, article .mark, article .claim-source, article .files > *')]
        .filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect())
        .filter(b => b.height < 24 || b.width < 24).length"""
    assert opened("2_norway/norway_sector", 390).evaluate(small) == 0
