"""A cell has one number: that on its page, in messages, in the ledger and in links. What another
choice needs neither counts nor runs.
"""

import json
import re
from typing import Literal

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from copro.book import dress
from copro.chapters import cells, registry
from copro.chapters.chapter import Chapter
from copro.chapters.notebooks import notebook_path
from copro.chapters.parameters import Parameters
from copro.paths import ROOT
from copro.report.records.ledger import Ledger
from copro.run import notebook as run, plain, results, rules
from copro.run.twins import Drawer


class MadeUp(Parameters):
    """A choice of one country."""

    country: Literal["NOR", "DEU"] = "NOR"


def code(source, *tags, **more):
    return new_code_cell(source, metadata={"tags": [*tags, "hide-input"]}, **more)


MADE = [
    new_markdown_cell("# Title"),
    code('country = "NOR"', "parameters"),
    code("known = 1", "sources"),
    code("found = known"),
    new_markdown_cell("## Norway"),
    code("raise ValueError('never here')", "needs:country=NOR"),
    new_markdown_cell("## Last"),
    code("found / 0"),
]


@pytest.fixture
def made_up(tmp_path, monkeypatch):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    file = tmp_path / "made_up.ipynb"
    nbformat.write(new_notebook(cells=MADE, metadata={"kernelspec": kernel}), file)
    for room in (run, rules):
        monkeypatch.setattr(room, "notebook_path", lambda name: file)
    monkeypatch.setattr(rules, "model_of", lambda name: MadeUp)
    return file


def test_a_message_names_a_cell_as_its_page_does(made_up, capsys, tmp_path):
    """The cell of Norway does not run for Germany: it would stop the run before the last one."""
    with Drawer(tmp_path / "figures") as drawer, pytest.raises(run.NotebookFailed) as failed:
        run._execute("made_up", MadeUp(country="DEU"), tmp_path / "ran.ipynb", drawer)
    assert str(failed.value).startswith("notebook made_up, cell 3 (Last): ZeroDivisionError: ")
    assert re.findall(r"cell \S+  \w+", capsys.readouterr().err) == [
        "cell 1/3  Title",
        "cell 2/3  Title",
        "cell 3/3  Last",
    ]


def test_all_that_names_a_cell_counts_alike(made_up):
    kept = [cell for cell in MADE if cells.holds(cell, {"country": "DEU"})]
    record = {"type": "table", "id": "a-b", "caption": "c", "source": "s", "tables": ["a/b"]}
    kept[-1] = code("found / 0", outputs=[_shown(record | {"hashes": {}})])
    ran = new_notebook(cells=kept)
    found = results.collect(ran, Chapter("made_up", notebook="verdicts"), {"country": "DEU"})
    on_page = [cell for cell in dress._with_sources(kept) if cell["cell_type"] == "code"]
    assert found.tables[0].origin.cell == len(on_page) == 3
    assert cells.names(kept, None)[-1] == "cell 3"
    assert [one.place for one in plain.pieces(ran) if one.kind == "heading"] == [
        "text above cell 3",
        "text above cell 3",
    ]
    assert [cell.place for cell in rules.read("made_up").code] == [
        f"cell {n}" for n in (1, 2, 2, 3, 4)
    ]


def _shown(record):
    return nbformat.v4.new_output("display_data", {}, metadata={"copro": record})


def test_the_ledger_leads_to_the_cell_that_the_notebook_has_under_this_number():
    for claim in Ledger.of_text((ROOT / "results/claims.json").read_text()).values():
        made = claim.origin
        file = notebook_path(registry.chapter(made.chapter).source)
        known = json.loads(file.read_text(encoding="utf-8"))["cells"]
        place = [cell["id"] for cell in known].index(made.cell_id)
        assert cells.numbers(known, made.parameters)[place] == made.cell, claim.id


def test_what_needs_a_parameter_that_is_not_there_is_refused(made_up):
    run._check_needs("made_up", MadeUp())
    with pytest.raises(run.NotebookFailed, match="tagged needs:country=…; expected a parameter"):
        run._check_needs("made_up", Parameters())
