"""The search finds chapters, in an order that helps a reader."""

import pytest

from .pages import CHAPTERS


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
