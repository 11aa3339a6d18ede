"""Colours are asked for once of all that looks alike; a fault that is put in is found as before."""

import pytest

from .pages import AXE, COLOURS, faults

# What is there and is whole, then the same with a fault. In the light theme, on a white ground.
DARK = "display: flow-root; background: #000; width: 300px; height: 60px"
MOVED = f"position: relative; {DARK}"
CASES = {
    "another colour": ("<p>words</p>", "<p style='color: #bbb'>words</p>"),
    "another ground around it": (
        "<div><p>words</p></div>",
        "<div style='background: #444; color: #222'><p>words</p></div>",
    ),
    "something around it is pale": (
        "<div><p>words</p></div>",
        "<div style='opacity: .3'><p>words</p></div>",
    ),
    "too small for its colour": (
        "<p style='color: #888; font-size: 40px'>words</p>",
        "<p style='color: #888; font-size: 16px'>words</p>",
    ),
    "its twin leaves the box of the ground": (
        f"<div style='{DARK}'><p style='color: #333; margin: 90px 0 0'>words</p></div>",
        f"<div style='{DARK}'><p style='color: #333; margin: 0'>words</p></div>",
    ),
    "it is moved over the ground of another": (
        f"<div style='{DARK}'><p style='color: #eee'>words</p></div><p>words</p>",
        (
            f"<div style='{DARK}'><p style='color: #eee'>words</p></div>"
            "<p style='position: relative; top: -60px'>words</p>"
        ),
    ),
    "it is clipped where its twin is not": (
        (
            "<div style='overflow: hidden; width: 0; height: 0'>"
            "<p style='color: #bbb; margin: 20px'>words</p></div>"
        ),
        "<div style='overflow: hidden'><p style='color: #bbb; margin: 20px'>words</p></div>",
    ),
    "it stands elsewhere without a ground": (
        f"<div style='{MOVED}'><p style='position: absolute; color: #eee; top: 0'>words</p></div>",
        (
            f"<div style='{MOVED}'><p style='position: absolute; color: #eee; top: 90px'>words</p>"
            "</div>"
        ),
    ),
    "something lies below it": (
        "<p>words</p>",
        (
            "<div style='position: relative; z-index: 0'><div style='position: absolute;"
            " z-index: -1; inset: 0; background: #222'></div><p>words</p></div>"
        ),
    ),
    "a neighbour lies below it": (
        "<div style='display: grid'><div></div><p>words</p></div>",
        (
            "<div style='display: grid'><div style='grid-area: 1/1; background: #222'></div>"
            "<p style='grid-area: 1/1'>words</p></div>"
        ),
    ),
    "its twin is a mere sign": (
        "<p style='color: #bbb'>–</p>",
        "<p style='color: #bbb'>words</p>",
    ),
    "a link that only its colour tells from its text": (
        "<ul><li><a href='#' style='text-decoration: none; color: #333'>words</a></li></ul>",
        (
            "<ul><li><a href='#' style='text-decoration: none; color: #333'>words</a> with more"
            " words beside it</li></ul>"
        ),
    ),
    "a link in a text that is pale itself": (
        "<p>words <a href='#'>words</a> and many more of them</p>",
        "<p>words <a href='#' style='color: #aaa'>words</a> and many more of them</p>",
    ),
    "a field, which holds no text of its own": (
        "<input aria-label='words' value='words'>",
        "<input aria-label='words' value='words' style='color: #bbb; background: #fff'>",
    ),
    "on a phone alone": (
        "<p class='planted'>words</p>",
        "<style>@media (max-width: 500px) {.planted {color: #bbb}}</style>",
    ),
}


@pytest.fixture(scope="module")
def page(visit_once):
    page = visit_once("how_to_cite", width=1280)
    page.evaluate(AXE)
    assert faults(page, fresh=True) == [] and faults(page, runOnly=COLOURS) == []
    return page


@pytest.mark.parametrize("case", CASES)
def test_what_looks_otherwise_is_asked_for(page, case):
    page.evaluate(
        """() => {
        window.asked = undefined;
        document.querySelectorAll('#planted').forEach(one => one.remove())}"""
    )
    page.set_viewport_size({"width": 1280, "height": 900})
    assert faults(page, fresh=True) == []
    for number, planted in enumerate(CASES[case]):
        page.evaluate(
            """html => document.querySelector('article').insertAdjacentHTML(
                'beforeend', `<div id="planted">${html}</div>`)""",
            planted,
        )
        fresh, of_all = set(), set()
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            fresh.update(one.partition(" ")[0] for one in faults(page, fresh=True))
            of_all.update(one.partition(" ")[0] for one in faults(page, runOnly=COLOURS))
        assert fresh == of_all and bool(of_all) == bool(number), case


def test_a_page_that_did_not_change_is_not_asked_again(page):
    faults(page, fresh=True)
    asked = "document.querySelectorAll('[aria-grabbed], [data-asked]').length"
    assert page.evaluate(asked) == 0
    assert page.evaluate("getComputedStyle(document.querySelector('article p')).visibility") == (
        "visible"
    )
