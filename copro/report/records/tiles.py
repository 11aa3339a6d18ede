"""A table of words as tiles: on a screen a board, on a phone one card a row.

Each word stands in its tile, so that no colour has to be seen; a viewer without the styles of the
book shows an ordinary table.
"""

from collections.abc import Collection, Mapping
from html import escape

import pandas as pd

EMPTY = "–"


def tiled(data: pd.DataFrame, labels: Mapping[str, str], tiles: Collection[str]) -> str:
    """The columns of ``labels`` as HTML; the first heads its row, those in ``tiles`` are tiles.

    A missing value is a dash, which cards leave out.
    """
    first, *others = labels
    heads = "".join(
        f'<th scope="col" role="columnheader">{escape(x)}</th>' for x in labels.values()
    )
    rows = "".join(
        f'<tr role="row"><th scope="row" role="rowheader">{escape(str(row[first]))}</th>'
        + "".join(_cell(row[name], labels[name], name in tiles) for name in others)
        + "</tr>"
        for row in data.to_dict("records")
    )
    return (
        f'<table class="tiles" role="table"><thead role="rowgroup"><tr role="row">{heads}</tr>'
        f'</thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _cell(value: object, label: str, tile: bool) -> str:
    if pd.isna(value) or value == "":
        return f'<td role="cell" class="empty">{EMPTY}</td>'
    word = escape(str(value))
    shown = f'<span class="tile" data-says="{slug(str(value))}">{word}</span>' if tile else word
    return f'<td role="cell" data-label="{escape(label)}">{shown}</td>'


def slug(word: str) -> str:
    """The word by which a style sheet knows a tile: ``no answer`` is ``no-answer``."""
    return "-".join(word.lower().split())
