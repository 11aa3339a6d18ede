"""What the book shows for the results of a notebook: MyST Markdown, made from their records.

A committed notebook shows its results to whoever opens it, as pictures, HTML and text. The book
needs names to link to, captions to number and badges to explain: it gets them here.
"""

import json

from copro.chapters.sources import heads
from copro.report.words.numbers import close, counted, escape


def dress(notebook: str) -> str:
    """An executed notebook (JSON) whose results are Markdown for the book."""
    book = json.loads(notebook)
    book["cells"] = _with_sources(book["cells"])
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            # The picture of a figure stands in the book as a file, in its theme and width.
            cell["outputs"] = [
                _dressed(one) for one in cell["outputs"] if _record(one).get("type") != "picture"
            ]
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


def _with_sources(cells: list[dict]) -> list[dict]:
    """The cells of a page: the sources stand at the head of the code that follows them."""
    kept, above = [], heads(cells)
    for place, cell in enumerate(cells):
        if place - 1 in above:
            cell = cell | {"source": [*cells[place - 1]["source"], "\n\n", *cell["source"]]}
        if place not in above:
            kept.append(cell)
    return kept


def _record(output: dict) -> dict:
    return output.get("metadata", {}).get("copro", {})


def _dressed(output: dict) -> dict:
    record = _record(output)
    markdown = {"claim": _claim, "figure": _figure, "table": _table}
    if record:
        output["data"] = {"text/markdown": markdown[record["type"]](record, output["data"])}
    return output


def _claim(record: dict, _) -> str:
    kind = record["kind"]
    return (
        f"(claim-{record['id']})=\n:::{{container}} claim\n[{kind}]{{.evidence "
        f".evidence-{kind.replace(' ', '-')}}} "
        f"{escape(close(record['sentence'], counted(record['n'])))}\n:::\n"
    )


def _figure(record: dict, _) -> str:
    return (
        f"```{{figure}} /figures/{record['id']}.png\n:name: fig-{record['id']}\n"
        f":alt: {record['alt']}\n"
        f":class: in-light\n\n**{escape(record['title'])}** {escape(record['caption'])}\n\n"
        f"Source: {escape(record['source'])}\n```\n"
    )


def _table(_, data: dict) -> str:
    return f"```{{raw}} html\n{''.join(data['text/html'])}\n```\n"
