"""A small page for each figure, which other sites show in a frame: no script, no menu."""

from pathlib import Path
from typing import Any

from copro.book import citation
from copro.book.edition import base_url
from copro.book.render import render
from copro.report.words.numbers import typeset

FOLDER = "figures"  # below the root of the site


def write(figures: list[dict[str, Any]], chapters: dict[str, dict[str, Any]], extra: Path) -> None:
    """Write ``figures/ID.html`` of each figure into the folder of files that are copied.

    ``chapters`` has the numbers of figures by page, as ``copro.book.numbering`` counts them.
    """
    folder = extra / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for figure in figures:
        numbers = chapters[figure["page"]]["numbers"]["figures"]
        (folder / f"{figure['id']}.html").write_text(
            page(figure, numbers[figure["id"]]["number"]), encoding="utf-8"
        )


def page(figure: dict[str, Any], number: int) -> str:
    """The page of a figure as HTML."""
    where = f"{figure['page']}.html#fig-{figure['id']}"
    words = {name: typeset(figure[name]) for name in ("title", "caption", "source", "alt")}
    return render(
        "embed.html.j2",
        figure=figure | words,
        number=number,
        tables=figure["tables"],
        book=citation.book()["title"].split(":")[0],
        canonical=f"{base_url()}{where}" if base_url() else "",
    )
