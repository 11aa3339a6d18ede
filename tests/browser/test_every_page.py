"""Every page in a real browser: phone, tablet and desk, light and dark, without a network."""

import json
from functools import cache
from importlib.resources import files

import pytest
import yaml

from copro.paths import ROOT

WIDTHS = (390, 768, 1440)
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# Reading by a screen reader is the point, so every rule of axe counts, the advisory ones too.
RUN_AXE = """async () => (await axe.run(
    document, {resultTypes: ['violations'], preload: false})).violations.map(v =>
     `${v.id} (${v.impact}): ` + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '))"""
# Another width lets the browser choose another file for a picture: what counts is what it has in
# the end.
BROKEN_IMAGES = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const shown = [...document.images].filter(i => i.getClientRects().length);
    shown.forEach(i => {i.loading = 'eager'});
    for (let i = 0; i < 2 || shown.some(image => !image.complete); i++) await frame();
    return shown.filter(i => !i.naturalWidth).map(i => i.src)}"""
# The page itself never scrolls sideways; wide tables and formulas do so inside their own box.
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSED = """async () => {
    await Promise.all(document.getAnimations().map(a => a.finished.catch(() => {})));
    const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
    const seen = e.checkVisibility({opacityProperty: true, visibilityProperty: true});
    const ring = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0)
        || s.boxShadow !== 'none';
    return {tag: e.tagName, id: e.id, text: e.textContent.trim().slice(0, 40),
            seen: seen && b.width > 0, ring,
            inside: b.bottom > 0 && b.top < innerHeight && b.right > 0 && b.left < innerWidth}}"""


@cache
def contents() -> list[str]:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [toc["root"], *(c["file"] for part in toc["parts"] for c in part["chapters"])]


CHAPTERS = [name for name in contents() if name[:2] in ("1_", "2_", "3_", "4_")]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", [*contents(), "search"])
def test_a_page_is_whole_at_every_width(visit, name, theme):
    page = visit(name, theme=theme)
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(TOO_WIDE) <= 0, f"{name} scrolls sideways at {width} px"
        assert page.evaluate(BROKEN_IMAGES) == []
        if width != 768:  # the two layouts of the theme
            assert page.evaluate(RUN_AXE) == [], f"{name} at {width} px, {theme}"
    assert page.problems == [] and page.requests == []


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


def search(visit, words):
    """Addresses of what the search finds, in its order; the list is read once it is whole."""
    page = visit("search?q=" + "+".join(words))
    page.wait_for_function(
        "() => document.querySelector('.search-summary')?.textContent.startsWith('Search finished')"
    )
    found = page.eval_on_selector_all(
        "#search-results li a", "links => links.map(a => a.getAttribute('href'))"
    )
    return list(dict.fromkeys(address.split("#")[0].split("?")[0] for address in found))


@pytest.mark.parametrize("name", CHAPTERS)
def test_search_finds_each_chapter_by_its_title(visit, site, name):
    from bs4 import BeautifulSoup

    heading = BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser").h1
    title = heading.get_text().removesuffix("#").strip()
    found = search(
        visit, [w for w in title.replace(":", "").replace(",", "").split() if len(w) > 3]
    )
    assert f"{name}.html" in found[:5], found


def test_search_ranks_chapters_before_lists_of_everything(visit):
    found = search(visit, ["elderly", "care", "Norwegian", "municipalities"])
    assert "2_norway/norway_elderly_care.html" in found[:3]
    chapters = [
        place for place, address in enumerate(found) if address[:2] in ("1_", "2_", "3_", "4_")
    ]
    lists = [
        place
        for place, address in enumerate(found)
        if address in ("claims.html", "data_catalogue.html", "index.html")
    ]
    assert lists and max(chapters) < min(lists), found
    assert (
        search(visit, ["Claims", "ledger"])[0] == "claims.html"
    )  # who asks for a page by name finds it


def test_who_searches_for_a_place_is_led_to_the_places(visit):
    page = visit("search?q=Lillehammerbyen")
    page.wait_for_function(
        "() => document.querySelector('.search-summary')?.textContent.startsWith('No page "
        "holds all of these words')"
    )
    page.get_by_role("link", name="Find your place", exact=True).last.click()
    page.wait_for_selector("#place-search[data-ready]")


def test_a_published_book_shows_an_excerpt_of_what_was_found(browser, site):
    """Other than from disk, where a browser does not read other pages:
    through a server on this machine.
    """
    import threading
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(
            f"http://127.0.0.1:{server.server_port}/search.html?q=volunteers+replace+paid+staff"
        )
        found = page.locator("#search-results li", has=page.locator('a[href^="summaries/en.html"]'))
        found.locator("p").wait_for()
        assert "replace paid staff" in found.inner_text()
        page.close()
        server.shutdown()


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
