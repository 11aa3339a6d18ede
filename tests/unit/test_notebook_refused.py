"""A notebook that cannot do what is asked is refused before a kernel starts."""

import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from copro.chapters.notebooks import ChapterError, cells_of, notebooks
from copro.chapters.parameters import model_of
from copro.run import isolation, notebook as run

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """Writes a notebook with so many cells tagged as parameters,
    which the pipeline then finds by any name.
    """

    def write(tagged, metadata=KERNEL):
        cells = [
            new_code_cell("year = 2016", metadata={"tags": ["parameters"]}) for _ in range(tagged)
        ]
        nbformat.write(
            new_notebook(cells=[*cells, new_code_cell("print(year)")], metadata=metadata),
            tmp_path / "made_up.ipynb",
        )

    monkeypatch.setattr(run, "notebook_path", lambda name: tmp_path / f"{name}.ipynb")
    return write


@pytest.mark.parametrize("tagged", [0, 2])
def test_a_parameter_that_would_be_overwritten(notebook, tagged):
    notebook(tagged)
    with pytest.raises(
        run.NotebookFailed,
        match=f"year cannot be set: found {tagged} code cells tagged 'parameters'; expected one",
    ):
        run._check_notebook("made_up", {"year": 2010})
    run._check_notebook("made_up", {})


def test_one_tagged_cell_takes_it(notebook):
    notebook(1)
    run._check_notebook("made_up", {"year": 2010})


def test_a_cell_of_text_sets_nothing(tmp_path, notebook):
    notebook(0)
    made = nbformat.read(tmp_path / "made_up.ipynb", 4)
    made.cells.insert(0, new_markdown_cell("year = 2016", metadata={"tags": ["parameters"]}))
    nbformat.write(made, tmp_path / "made_up.ipynb")
    with pytest.raises(run.NotebookFailed, match="found 0 code cells"):
        run._check_notebook("made_up", {"year": 2010})


def test_a_name_that_the_cell_does_not_assign(notebook):
    notebook(1)
    with pytest.raises(
        run.NotebookFailed,
        match="month cannot be set: the cell tagged 'parameters' does not assign it",
    ):
        run._check_notebook("made_up", {"year": 2010, "month": 5})
    assert run._assigned(
        "a = b\nc: int = 1\nd: int\ne, f = 1, 2\n# g = 1\nh.i = 2\nif a == 1:\n    j = 1\n"
    ) == {"a", "c", "e", "f"}


@pytest.mark.parametrize("text", ["{", "[]", "{}"])
def test_a_file_that_is_no_notebook_is_named(tmp_path, text):
    (tmp_path / "made_up.ipynb").write_text(text)
    with pytest.raises(
        ChapterError, match=r"made_up.ipynb: found no notebook .*expected JSON with cells"
    ):
        cells_of(tmp_path / "made_up.ipynb")


def test_no_kernel_named(notebook):
    notebook(1, {})
    with pytest.raises(
        run.NotebookFailed,
        match=r"no language in metadata\.kernelspec.*choose it in JupyterLab and save",
    ):
        run._check_notebook("made_up", {})


def test_a_backend_of_the_user_gives_way_to_ours(monkeypatch):
    for name in isolation.FOLDERS:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("PYTHONUTF8", "1")
    monkeypatch.setenv("MPLBACKEND", "module://no_such_backend")
    isolation.isolate()
    assert os.environ["MPLBACKEND"] == "agg"


def test_every_committed_notebook_passes():
    for name in notebooks():
        run._check_notebook(name, dict.fromkeys(model_of(name).model_fields))
