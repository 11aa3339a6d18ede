"""The committed notebooks are finished documents for whoever opens one in a viewer: pictures,
sentences, tables, and nothing else.
"""

import json

import pytest

from copro.paths import NOTEBOOKS
from copro.run.pictures import pictures

CHAPTERS = sorted(NOTEBOOKS.glob("*/*.ipynb"))
SHOWN = {
    "picture": {"image/png", "text/plain"},
    **dict.fromkeys(("claim", "figure", "table"), {"text/html", "text/plain"}),
}
MOST = 1_500_000  # bytes of a notebook with all its pictures


def strange(notebook: dict) -> list[str]:
    """Cells with an output that is no result: a printed text, a last expression, a warning,
    markup.
    """
    found = []
    for place, cell in enumerate(
        (c for c in notebook["cells"] if c["cell_type"] == "code"), start=1
    ):
        for output in cell["outputs"]:
            record, kinds = output.get("metadata", {}), set(output.get("data", {}))
            result = SHOWN.get(record.get("copro", {}).get("type")) == kinds
            glued = "scrapbook" in record and kinds == {"application/papermill.record/text/plain"}
            if not (result or glued):
                found.append(
                    f"cell {place} ({cell['id']}): "
                    f"{json.dumps(output.get('data', output.get('text', output)))[:80]}"
                )
    return found


def test_every_output_is_a_result():
    read = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in CHAPTERS}
    wrong = [(name, place) for name, notebook in read.items() for place in strange(notebook)]
    assert not wrong, "\n".join(map(str, wrong))


def test_a_last_expression_and_a_warning_are_named_with_their_cell():
    glued = {
        "output_type": "display_data",
        "metadata": {"scrapbook": {}},
        "data": {"application/papermill.record/text/plain": "x"},
    }
    left = {
        "output_type": "execute_result",
        "metadata": {},
        "data": {"text/plain": ["(None, None)"]},
    }
    warned = {"output_type": "stream", "name": "stderr", "text": ["UserWarning"]}
    cells = [
        {"cell_type": "markdown"},
        {"cell_type": "code", "id": "a", "outputs": [glued]},
        {"cell_type": "code", "id": "b", "outputs": [glued, left, warned]},
    ]
    assert strange({"cells": cells}) == [
        'cell 2 (b): {"text/plain": ["(None, None)"]}',
        'cell 2 (b): ["UserWarning"]',
    ]


@pytest.mark.parametrize("file", CHAPTERS, ids=lambda f: f.stem)
def test_a_notebook_opens_with_title_question_and_parameters_and_holds_its_pictures(file):
    text = file.read_text(encoding="utf-8")
    first, second = json.loads(text)["cells"][:2]
    assert "".join(first["source"]).startswith("# ") and "**Question.**" in "".join(first["source"])
    assert "parameters" in second["metadata"]["tags"]
    drawn = [
        output["metadata"]["copro"]["id"]
        for cell in json.loads(text)["cells"]
        for output in cell.get("outputs", [])
        if output["metadata"].get("copro", {}).get("type") == "figure"
    ]
    assert list(pictures(text)) == drawn and len(text.encode()) <= MOST
