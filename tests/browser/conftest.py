"""A real browser for the tests: Debian's Chromium, driven by Playwright."""

import pytest

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(chromium):
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def visit(browser, site):
    """``visit(name, width=, theme=, **options)`` opens a page from disk, with the network cut.

    The page has two lists: ``problems`` (console errors, failed scripts) and ``requests`` to any
    host.
    """
    contexts = []

    def open_page(name, *, width=1440, height=900, theme="light", **options):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            reduced_motion="reduce",
            offline=True,
            **options,
        )
        contexts.append(context)
        context.add_init_script(
            f"try {{localStorage.setItem('mode', '{theme}'); "
            f"localStorage.setItem('theme', '{theme}')}} catch {{}}"
        )
        page = context.new_page()
        page.problems, page.requests = [], []
        page.on("console", lambda m: page.problems.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on(
            "request",
            lambda r: (
                None
                if r.url.startswith(("file:", "data:", "blob:"))
                else page.requests.append(r.url)
            ),
        )
        address, _, fragment = name.partition("#")
        address, _, query = address.partition("?")
        page.goto(
            (site / f"{address}.html").as_uri()
            + (f"?{query}" if query else "")
            + (f"#{fragment}" if fragment else "")
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
