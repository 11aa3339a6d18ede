"""What the book shows for the results of a notebook,
made from what the notebook shows to whoever opens it.
"""

import json

from copro.run.dress import dress

CLAIM = {
    "type": "claim",
    "id": "a-b",
    "kind": "model estimate",
    "sentence": "It was 3 [a|b].",
    "n": 1200,
}
FIGURE = {
    "type": "figure",
    "id": "a-c",
    "title": "A *title*",
    "caption": "How to read it.",
    "alt": "What is seen.",
    "source": "An office.",
}
TABLE = {"type": "table", "id": "a-d"}
GLUE = {
    "output_type": "display_data",
    "metadata": {"scrapbook": {"name": "a-e"}},
    "data": {"application/papermill.record/text/plain": "x"},
}


def shown(record, **data):
    return {"output_type": "display_data", "metadata": {"copro": record}, "data": data}


def test_each_result_gets_its_name_caption_and_badge_and_its_picture_stays_a_file():
    outputs = [
        shown(CLAIM, **{"text/plain": "x", "text/html": "<p>x</p>"}),
        shown({"type": "picture", "id": "a-c"}, **{"image/png": "AAAA"}),
        shown(FIGURE, **{"text/html": "<p>x</p>"}),
        shown(TABLE, **{"text/html": ["<figure>\n", "</figure>"]}),
        GLUE,
    ]
    book = {
        "cells": [
            {"cell_type": "markdown", "source": []},
            {"cell_type": "code", "outputs": outputs},
        ]
    }
    made = json.loads(dress(json.dumps(book)))["cells"][1]["outputs"]
    assert made.pop() == GLUE
    assert all(list(output["data"]) == ["text/markdown"] for output in made)
    claim, figure, table = (output["data"]["text/markdown"] for output in made)
    assert claim == (
        "(claim-a-b)=\n:::{container} claim\n[model estimate]{.evidence .evidence-model-estimate} "
        "It was 3 \\[a\\|b\\] (n\u202f=\u202f1,200).\n:::\n"
    )
    assert figure == (
        "```{figure} /figures/a-c.png\n:name: fig-a-c\n:alt: What is seen.\n:class: in-light\n\n"
        "**A \\*title\\*** How to read it.\n\nSource: An office.\n```\n"
    )
    assert table == "```{raw} html\n<figure>\n</figure>\n```\n"
