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
    # axe makes much garbage and runs for a short time on each page; two workers share the
    # processors, so that what is done beside it is not free.
    (
        "--js-flags=--single-threaded-gc --min-semi-space-size=128 --max-semi-space-size=128"
        " --no-turbofan"
    ),
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


@pytest.fixture(scope="session")
def free_tabs():
    """Tabs that no test uses, by theme and options: to start one takes as long as a visit."""
    return {}


@pytest.fixture
def visit(browser, site, free_tabs):
    """``visit(name, width=, theme=, **options)`` opens a page from disk, with the network cut and
    nothing in its storage but the theme.

    The page has three lists: ``problems`` (what it says on the console, failed scripts),
    ``requests`` to any host, and ``asked``, all that it loaded.
    """
    yield from _visits(browser, site, free_tabs)


@pytest.fixture(scope="module")
def visit_once(browser, site, free_tabs):
    """The same for tests that share what they look at and leave it as it was."""
    yield from _visits(browser, site, free_tabs)


def _visits(browser, site, free_tabs):
    used = []

    def open_page(name, *, width=1440, height=900, theme="light", **options):
        kind = (theme, *sorted(options.items()))
        free = free_tabs.setdefault(kind, [])
        page = free.pop() if free else _tab(browser, theme, options)
        used.append((kind, page))
        for seen in (page.problems, page.requests, page.asked):
            seen.clear()
        page.set_viewport_size({"width": width, "height": height})
        address, mark, fragment = name.partition("#")
        address, question, query = address.partition("?")
        page.goto((site / f"{address}.html").as_uri() + question + query + mark + fragment)
        return page

    yield open_page
    for kind, page in used:
        if "java_script_enabled" not in dict(kind[1:]):
            page.evaluate("() => {localStorage.clear(); sessionStorage.clear()}")
        page.emulate_media(media="null")
        page.goto("about:blank")  # the next visit loads its page, even if it is the same
        free_tabs[kind].append(page)


def _tab(browser, theme, options):
    context = browser.new_context(
        color_scheme=theme, reduced_motion="reduce", offline=True, **options
    )
    context.add_init_script(f"try {{localStorage.setItem('theme', '{theme}')}} catch {{}}")
    page = context.new_page()
    page.problems, page.requests, page.asked = [], [], []
    page.on("console", lambda said: page.problems.append(said.text))
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("request", lambda r: _note(page, r.url))
    return page


def _note(page, url):
    page.asked.append(url)
    if not url.startswith(("file:", "data:", "blob:")):
        page.requests.append(url)
