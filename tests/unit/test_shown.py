"""Which pages show a result is read from the built book; made up for the test."""

import importlib.util
import json

import pytest

from copro.paths import REFERENCE, ROOT
from copro.run import committed
from copro.run.differences import differences, other_digits, words
from copro.run.shown import glued, pages

SITE = {
    "2_norway/a.html": '<div class="claim" id="claim-one">1</div>'
    '<img src="../_images/map-dark.png"><source srcset="../_images/map-phone.png">',
    "nb/index.html": '<a href="../2_norway/a.html#claim-one"><span>9 av 22</span></a>'
    '<li data-claims="two three">uavklart</li>',
    "de/sources.html": '<span id="source-one"></span>',
    "list.html": '<a href="#claim-one"><span>one</span></a> <a href="#claim-one">9</a>'
    '<a href="2_norway/a.html#fig-map">Figure 1</a>',
    "reproduce.html": '<a class="x" href="2_norway/a.html#claim-one"><span>one</span></a>',
    "explore.html": '<img src="_images/map.png">',
    "figures/map.html": '<img src="map.png">',  # shown by other sites, and no page
    "this_run.html": '<a href="2_norway/a.html#claim-one">1</a>',
}


@pytest.fixture
def site(tmp_path):
    for name, text in SITE.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_number_a_line_of_sources_and_a_tile_show_a_claim_and_its_bare_name_does_not(site):
    found = pages(site, {})
    assert found["claim", "one"] == ["2_norway/a", "de/sources", "list", "nb/index"]
    assert found["claim", "two"] == found["claim", "three"] == ["nb/index"]


def test_a_figure_stands_where_its_picture_does_in_any_theme_or_width(site):
    assert pages(site, {})["figure", "map"] == ["2_norway/a", "explore"]


def test_pages_that_are_drawn_from_raw_tables_are_those_of_the_book(site):
    found = pages(site, {"explore": ["norway/a"], "gone": ["norway/a"]})
    assert found["raw table", "norway/a"] == ["explore"]


def test_words_that_prose_takes_in_are_compared_apart_from_claims():
    output = (
        '{"metadata": {"scrapbook": {"name": "%s"}}, '
        '"data": {"application/papermill.record/text/plain": "%s"}}'
    )
    text = '{"cells": [{"outputs": [%s, {"data": {}}, %s]}, {}]}'
    old, new = (
        dict(glued(text % (output % ("few", few), output % ("a-claim", claim))))
        for few, claim in (("two", "9"), ("three", "10"))
    )
    (found,) = words("2_norway/a", new, old, apart={"a-claim"})
    assert (found.kind, found.id, found.what) == ("text", "few", '"two" -> "three"')


def test_nbval_tells_committed_lines_first_and_leaves_other_tests_alone(monkeypatch):
    made = importlib.util.spec_from_file_location("outer_conftest", ROOT / "conftest.py")
    outer = importlib.util.module_from_spec(made)
    made.loader.exec_module(outer)
    monkeypatch.setenv("PYTEST_CURRENT_TEST", "notebooks/2_norway/a.ipynb::Cell 3 (call)")
    assert outer.pytest_assertrepr_compare("a\nold", "a\nnew")[1:] == ["- old", "+ new"]
    monkeypatch.setenv("PYTEST_CURRENT_TEST", "tests/unit/test_a.py::test_a (call)")
    assert outer.pytest_assertrepr_compare("a", "b") is None


def test_what_agrees_but_for_its_last_digits_is_named_and_is_no_difference():
    old = committed.read(REFERENCE)
    ledger = json.loads(old["claims.json"])
    nudged, moved = [one for one in ledger if isinstance(one["value"], float)][:2]
    nudged["value"] *= 1 + 1e-12
    moved["value"] *= 2
    new = old | {"claims.json": json.dumps(ledger)}
    found = differences(new, old, set())
    assert [one.id for one in found] == [moved["id"]]
    assert other_digits(new, old, found) == [("claim", nudged["id"])]
