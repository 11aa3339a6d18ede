"""A notebook that cannot do what is asked is refused before a kernel starts."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from copro.pipeline import run

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """Writes a notebook with so many cells tagged as parameters, which the pipeline then finds by any name."""
    def write(tagged, metadata=KERNEL):
        cells = [new_code_cell("year = 2016", metadata={"tags": ["parameters"]}) for _ in range(tagged)]
        nbformat.write(new_notebook(cells=[*cells, new_code_cell("print(year)")], metadata=metadata), tmp_path / "made_up.ipynb")

    monkeypatch.setattr(run, "notebook_path", lambda name: tmp_path / f"{name}.ipynb")
    return write


@pytest.mark.parametrize("tagged", [0, 2])
def test_a_parameter_that_would_be_overwritten(notebook, tagged):
    notebook(tagged)
    with pytest.raises(run.NotebookFailed, match=f"year cannot be set: found {tagged} cells tagged 'parameters'; expected one"):
        run._check_notebook("made_up", {"year": 2010})
    run._check_notebook("made_up", {})


def test_one_tagged_cell_takes_it(notebook):
    notebook(1)
    run._check_notebook("made_up", {"year": 2010})


def test_no_kernel_named(notebook):
    notebook(1, {})
    with pytest.raises(run.NotebookFailed, match="no language in metadata.kernelspec.*choose it in JupyterLab and save"):
        run._check_notebook("made_up", {})


def test_every_committed_notebook_passes():
    from copro.pipeline.parameters import MODELS

    for name, model in MODELS.items():
        run._check_notebook(name, dict.fromkeys(model.model_fields))
