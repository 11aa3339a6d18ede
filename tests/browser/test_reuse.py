"""The code that shows a figure elsewhere, as it is copied."""

import re


def test_the_copied_code_holds_the_address_of_this_book(visit, site):
    page = visit("2_norway/norway_practice")
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', "
        "{value: {writeText: async (text) => {window.copied = text}}})"
    )
    row = page.locator("#fig-no-practice-units .files")
    row.get_by_role("button", name="copy embed code").click()
    row.get_by_text("copied", exact=True).wait_for()
    address = re.search(r'src="([^"]+)"', page.evaluate("window.copied")).group(1)
    assert address == (site / "figures" / "no-practice-units.html").as_uri()


def test_a_figure_fits_its_frame(visit):
    for width in (680, 360):
        page = visit("figures/no-practice-units", width=width, height=620)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("img").evaluate("image => image.complete && image.naturalWidth > 0")
        assert page.problems == [] and page.requests == []
