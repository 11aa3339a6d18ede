"""What a chapter reads is known before it runs, from its cell of sources."""

import json

import nbformat
import pytest
from made_up import stated
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from copro.book.dress import dress
from copro.chapters.chapter import Chapter
from copro.chapters.notebooks import ChapterError
from copro.chapters.registry import chapter, chapters
from copro.chapters.sources import Sources, evaluate
from copro.report import read_claims
from copro.run import results


def test_a_chapter_may_choose_its_tables_by_a_parameter():
    norway, germany = (chapter(name).sources() for name in ("discourse", "discourse_germany"))
    assert "discourse/coverage_storting" in norway.tables
    assert "discourse/coverage_bundestag" in germany.tables
    assert "discourse/coverage_storting" not in germany.tables
    chosen = 'one = load({"NOR": "a/b", "DEU": "c/d"}[country])'
    assert evaluate(chosen, {"country": "DEU"}) == Sources(("c/d",))


def test_every_way_of_reading_is_written_down_once_and_in_order():
    code = """
from copro.data import load as read
from copro.report import evidence, read_claims
from copro.report.words.file import Words

words = Words("housing")
survey = evidence("a/survey", "a/weights", kind="survey", unit="percent").but(digits=0)
both = survey + evidence("a/register")
homes, again = read("a/homes"), read("a/survey")
rows = both.frame
said = read_claims("theory", "contrast").set_index("id")["value"]
"""
    assert evaluate(code, {}) == Sources(
        ("a/survey", "a/weights", "a/register", "a/homes"), ("theory", "contrast")
    )


def test_an_import_is_carried_out_only_where_an_assignment_uses_it():
    assert evaluate("import no_such_module\none = load('a/b')", {}).tables == ("a/b",)
    with pytest.raises(ChapterError, match=r"line 2: cannot be carried out .*No module named"):
        evaluate("\nimport no_such_module\none = load(no_such_module.TABLE)", {})


def test_the_chapters_of_the_book_are_in_the_order_of_its_contents():
    found = chapters()
    names = list(found)
    assert names.index("literature_map") < names.index("verdicts") < names.index("theory")
    assert found["discourse_germany"].page == "3_germany/discourse_germany"
    assert found["discourse_germany"].command == "discourse --set country=DEU"
    assert found["discourse_germany"].heading == "The voluntary sector in parliament: Germany"


def test_claims_come_in_the_order_of_the_chapters_that_are_named():
    claims = read_claims("contrast", "theory").values()
    assert list(dict.fromkeys(c.origin.chapter for c in claims)) == ["contrast", "theory"]


def test_what_is_in_a_table_is_taken_apart_in_the_next_cell():
    with pytest.raises(ChapterError, match=r"line 1: cannot .*take it apart in the next cell"):
        evaluate("first, *others = evidence('a/b').frames", {})


def executed(*between):
    """A made-up notebook as a run leaves it: sources, what stands between, a cell with a claim."""
    record = {"type": "claim"} | stated("a-b", 1).record()
    output = new_output("display_data", {"text/html": "x"}, metadata={"copro": record})
    made = new_notebook(
        cells=[
            new_code_cell("year = 1", metadata={"tags": ["parameters"]}),
            new_code_cell("one = load('a/b')", metadata={"tags": ["sources"]}),
            *between,
            new_code_cell("claim('a-b')", outputs=[output]),
        ]
    )
    return json.loads(nbformat.writes(made))


@pytest.mark.parametrize(("between", "place"), [([], 2), ([new_markdown_cell("## A section")], 3)])
def test_a_result_is_made_in_the_cell_that_the_page_counts(between, place):
    """Sources directly above code are one cell with it on the page."""
    notebook = executed(*between)
    found = results.collect(nbformat.from_dict(notebook), Chapter("made_up", part="2_norway"), {})
    assert [claim.origin.cell for claim in found.claims] == [place]
    page = [
        "".join(cell["source"])
        for cell in json.loads(dress(json.dumps(notebook), "2_norway/any", {}, {}, {}))["cells"]
        if cell["cell_type"] == "code"
    ]
    assert len(page) == place and page[place - 1].endswith("claim('a-b')")
    assert "one = load('a/b')" in page[1]
