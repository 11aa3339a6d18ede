"""What stays of an executed notebook."""

import json

import nbformat
import pytest

from copro.run.results import clean

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
