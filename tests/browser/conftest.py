"""A real browser. Without one the tests are skipped, unless COPRO_BROWSER=required (as in CI)."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


def absent(message):
    if os.environ.get("COPRO_BROWSER") == "required":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser():
    """Chromium, as installed on this machine."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("no playwright: install the packages of requirements.lock")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        absent(f"no browser: install chromium (Debian: apt-get install chromium); looked for {', '.join(NAMES)}")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield found
        found.close()
