"""What stays of an executed notebook."""

import json

import nbformat
import pytest
from made_up import stated

from copro.chapters.chapter import Chapter
from copro.report.records.model import Origin
from copro.run.results import ResultsError, clean, collect, merge

V4 = nbformat.v4


@pytest.mark.parametrize("year, left", [(2021, ["# A", "Written for 2021."]), (2009, ["# A"])])
def test_what_was_written_for_one_choice_is_not_said_of_another(year, left):
    written = V4.new_markdown_cell(
        "Written for 2021.", metadata={"tags": ["needs:map_year=2020|2021"]}
    )
    book = V4.new_notebook(cells=[V4.new_markdown_cell("# A"), written])
    cells = json.loads(clean(book, parameters={"map_year": year}))["cells"]
    assert ["".join(cell["source"]) for cell in cells] == left


def test_the_copy_of_an_instance_runs_again_as_that_instance():
    """As papermill leaves it: the defaults, then a cell of its own with the values of the run."""
    defaults = "# Other values: copro run\ncountry = 'NOR'\nfocus = [\n    'NOR',\n]\nseed = 1998"
    book = V4.new_notebook(
        cells=[
            V4.new_markdown_cell("# A"),
            V4.new_code_cell(defaults, metadata={"tags": ["parameters", "hide-input"]}),
            V4.new_code_cell(
                '# Parameters\ncountry = "DEU"\nfocus = ["DEU", "DNK"]\n',
                metadata={"tags": ["injected-parameters"]},
            ),
            V4.new_code_cell("says = country, focus, seed"),
        ]
    )
    copy = nbformat.reads(clean(book), as_version=4)
    assert [cell.metadata.get("tags") for cell in copy.cells] == [
        None,
        ["parameters", "hide-input"],
        None,
    ]
    assert copy.cells[1].source.startswith("# Other values: copro run\n")
    known = {}
    for cell in copy.cells[1:]:
        exec(cell.source, known)  # noqa: S102
    assert known["says"] == ("DEU", ["DEU", "DNK"], 1998)


def cell(*records, **more):
    outputs = [
        V4.new_output("display_data", {}, metadata={"copro": record | {"type": kind}})
        for kind, record in records
    ]
    return V4.new_code_cell("pass", outputs=outputs, **more)


def run_of(name, *claims):
    """An executed notebook with a cell of parameters that a run put in, and one of claims."""
    injected = V4.new_code_cell("year = 2020", metadata={"tags": ["injected-parameters"]})
    records = [("claim", claim.record()) for claim in claims]
    shown = cell(*records, ("picture", {"id": "a-c"}), id="a1b2c3d4")
    book = V4.new_notebook(cells=[V4.new_markdown_cell("# A"), cell(), injected, shown])
    return collect(book, Chapter(name, notebook="verdicts"), {"year": 2020})


def test_each_result_knows_the_cell_that_made_it_and_a_picture_is_none():
    found = run_of("made_up", stated("a-b", 1))
    assert found.claims == (
        stated(
            "a-b", 1, origin=Origin("made_up", "4_synthesis/made_up", 2, "a1b2c3d4", {"year": 2020})
        ),
    )
    assert found.figures == found.tables == ()


@pytest.mark.parametrize("second, told", [("two", "one and again in two"), ("", "one and again")])
def test_an_id_that_is_used_twice_names_both_notebooks(tmp_path, second, told):
    runs = {"one": [stated("a-b", 1)], "two": [stated("a-c", 2)]}
    runs[second or "one"].append(stated("a-b", 3))
    for name, claims in runs.items():
        (tmp_path / name).mkdir()
        text = json.dumps(run_of(name, *claims).record())
        (tmp_path / name / "results.json").write_text(text, encoding="utf-8")
    with pytest.raises(ResultsError, match=f"claim 'a-b' is made in {told}"):
        merge([tmp_path / name for name in runs])
