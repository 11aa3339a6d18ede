"""What stays of an executed notebook."""

import json

import nbformat
import pytest

from copro.pipeline.results import clean

V4 = nbformat.v4


@pytest.mark.parametrize("year, left", [(2021, ["# A", "Written for 2021."]), (2009, ["# A"])])
def test_what_was_written_for_one_choice_is_not_said_of_another(year, left):
    written = V4.new_markdown_cell("Written for 2021.", metadata={"tags": ["needs:map_year=2020|2021"]})
    book = V4.new_notebook(cells=[V4.new_markdown_cell("# A"), written])
    cells = json.loads(clean(book, parameters={"map_year": year}))["cells"]
    assert ["".join(cell["source"]) for cell in cells] == left
