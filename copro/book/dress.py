"""What a chapter of the book shows for the results of its notebook, made from their records.

A committed notebook shows its results to whoever opens it, as pictures, HTML and text. The book
needs names to link to, numbered captions, lines of files and badges: it gets them here.
"""

import json
from typing import Any

from bs4 import BeautifulSoup
from markupsafe import Markup

from copro.book import citation, sections
from copro.book.edition import base_url
from copro.book.ranges import Told
from copro.book.render import render, root
from copro.chapters.cells import heads
from copro.report.words.numbers import typeset


def dress(
    notebook: str,
    page: str,
    numbers: dict[str, Any],
    spans: dict[str, Told],
    fares: dict[str, str],
    short: str = "",
) -> str:
    """An executed notebook (JSON) whose results are Markdown for the book.

    ``page`` is its address without ``.html``. ``numbers`` has for ``figures`` and for ``tables``
    the number, the cell and the tables of each id, as ``copro.book.numbering`` counts them.
    ``spans`` has the range of a claim over its multiverse, by its id, and ``fares`` how it fares
    under other choices (``copro.book.ranges``). Where a claim is a message, the claims that are
    none stand under one fold at the end of their section.
    ``short`` is Markdown that follows the opening: the chapter in short, in other languages.
    """
    book, top = json.loads(notebook), root(page)
    book["cells"] = sections.folded(
        _with_sources(book["cells"]),
        lambda claims: render("numbers.md.j2", claims=claims, spans=spans, fares=fares, top=top),
    )
    if short:
        told = {"cell_type": "markdown", "id": "in-short", "metadata": {}, "source": [short]}
        book["cells"].insert(1, told)
    for cell in book["cells"]:
        # The picture of a figure stands in the book as a file, in its theme and width.
        shown = [
            one for one in cell.get("outputs", []) if sections.record(one).get("type") != "picture"
        ]
        for output in shown:
            if record := sections.record(output):
                html = "".join(output["data"].get("text/html", ""))
                text = _markdown(record, html, top, numbers, spans, fares)
                output["data"] = {"text/markdown": text}
        if "outputs" in cell:
            cell["outputs"] = shown
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


def _with_sources(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cells of a page: the sources stand at the head of the code that follows them."""
    kept, above = [], heads(cells)
    for place, cell in enumerate(cells):
        if place - 1 in above:
            cell = cell | {"source": [*cells[place - 1]["source"], "\n\n", *cell["source"]]}
        if place not in above:
            kept.append(cell)
    return kept


def _markdown(
    record: dict[str, Any],
    html: str,
    top: str,
    numbers: dict[str, Any],
    spans: dict[str, Told],
    fares: dict[str, str],
) -> str:
    id = record["id"]
    if record["type"] == "claim":
        return render("claim.md.j2", claim=record, span=spans.get(id), fares=fares, top=top)
    place = numbers[f"{record['type']}s"][id]
    parts = {"place": place, "top": top, "credit": _credit(record, place["number"])}
    if record["type"] == "figure":
        return render("figure.md.j2", figure=record, **parts)
    return render("table.md.j2", table=record, **parts, **_body(html))


def _credit(record: dict[str, Any], number: int) -> str:
    """The line that whoever uses a figure or a table sets beside it."""
    words = record["title"] if record["type"] == "figure" else record["caption"]
    book = citation.book()
    place = f"{record['type'].capitalize()} {number} of {book['title']}, version {book['version']}"
    where = f", {base_url()}" if base_url() else ""
    return f"{words.removesuffix('.')}. Source: {record['source']} {place}{where}. CC BY 4.0."


def _body(shown: str) -> dict[str, Any]:
    """The table below its caption (``box``, HTML), and the columns that its page offers a choice
    for (``filters``), of a table as its notebook shows it.
    """
    figure = BeautifulSoup(shown, "html.parser", store_line_numbers=False).figure
    if figure is None:
        raise ValueError("a table of a notebook is a figure with a caption")
    if figure.figcaption:
        figure.figcaption.extract()
    for head in figure.find_all("th"):
        if not head.get_text(strip=True):  # a heading cell without words is no heading
            head.name = "td"
            head.attrs.pop("scope", None)
            head.clear()
    for box in figure.select("[aria-label]"):
        box["aria-label"] = typeset(str(box["aria-label"]))
    for text in figure.find_all(string=True):
        if typeset(text) != text:
            text.replace_with(typeset(text))
    return {"box": Markup(figure.decode_contents()), "filters": figure.get("data-filters")}
