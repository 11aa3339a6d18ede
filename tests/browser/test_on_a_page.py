"""What a reader does on a page: keys, theme, print."""

import json

import pytest

from .pages import AXE, RUN_AXE

FOCUSED = """async () => {
    await Promise.all(document.getAnimations().map(a => a.finished.catch(() => {})));
    const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
    const seen = e.checkVisibility({opacityProperty: true, visibilityProperty: true});
    const ring = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0)
        || s.boxShadow !== 'none';
    return {tag: e.tagName, id: e.id, text: e.textContent.trim().slice(0, 40),
            seen: seen && b.width > 0, ring,
            inside: b.bottom > 0 && b.top < innerHeight && b.right > 0 && b.left < innerWidth}}"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(
    "name", ["index", "2_norway/norway_elderly_care", "1_literature/literature_map", "claims"]
)
def test_the_tab_key_leads_through_the_page_and_shows_where_it_is(visit, name, width):
    page = visit(name, width=width)
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


def test_what_is_folded_is_printed_open_but_not_the_code(visit):
    page = visit("4_synthesis/verdicts")
    notes = page.locator("details.source > p")
    assert notes.count() >= 3 and not notes.first.is_visible()
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert all(notes.nth(i).is_visible() for i in range(notes.count()))
    assert not page.locator("details.above-input").first.is_visible()
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert not notes.first.is_visible()


def test_axe_would_find_a_fault(visit):
    """The rule engine runs and sees: an image without words, put in by this test."""
    page = visit("index")
    page.evaluate(AXE)
    page.evaluate("() => document.querySelector('article').append(new Image())")
    assert any(line.startswith("image-alt") for line in page.evaluate(RUN_AXE))


def test_the_claims_are_the_same_for_people_and_machines(visit, site):
    claims = json.loads((site / "files" / "claims.json").read_text(encoding="utf-8"))
    page = visit("claims")
    shown = page.evaluate("() => document.querySelector('article').innerText")
    assert all(claim["id"] in shown for claim in claims)
