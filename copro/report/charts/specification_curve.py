"""Ranges of estimates over many specifications: a bar a claim.

Like all charts: ``chart(fig, data, colours, **options)``.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from copro.report.charts import style
from copro.report.charts.axes import legend_columns
from copro.report.charts.style import Axes, Canvas, Colours

REACH = 1.06  # of a row on either side of its line; its furthest mark lies at 1
KEY = {  # what the marks are called above the bars
    "bar": "nine in ten estimates",
    "median": "middle estimate",
    "own": "the chapter's estimate",
}


def ranges(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    group: str,
    line: str,
    ends: tuple[str, str],
) -> None:
    """A row a claim, in the order of ``data``, under the heading of its ``group``.

    The rows have name, country (the code that has the colour), low, median, high, own and text,
    which is written at the right. Each row has a scale of its own: what it asks about, the column
    ``line``, lies on one line for all, and its furthest mark at the edge. ``ends`` are the words
    for the two sides of the line.
    """
    axis = fig.subplots()
    at = 0.0
    for heading, rows in data.groupby(group, sort=False):
        at += 0.35
        _written(axis, at, str(heading), 0, size=10.5, fontweight="semibold")
        for one in rows.to_dict("records"):
            at += 1
            _written(axis, at - 0.12, one["name"], 0, size=9.5)
            _written(axis, at - 0.12, one["text"], 1, size=9.5, color=colours["quiet"])
            _bar(axis, at + 0.3, one, colours, one[line])
        at += 0.9
    axis.set(xlim=(-REACH, REACH), ylim=(at + 0.4, -0.1), xticks=[], yticks=[])
    axis.grid(False)
    axis.spines["bottom"].set_visible(False)
    for words, side in zip(ends, (-1, 1)):
        axis.annotate(
            words,
            (0, 0),
            xycoords=("data", "axes fraction"),
            xytext=(6 * side, 2),
            textcoords="offset points",
            ha="right" if side < 0 else "left",
            fontsize=9.5,
            color=colours["quiet"],
        )
    _key(fig, axis, colours)


def _written(axis: Axes, at: float, words: str, side: float, *, size: float, **look: Any) -> None:
    """Words at the left (0) or the right (1) edge of a row."""
    axis.text(
        side,
        at,
        words,
        transform=axis.get_yaxis_transform(),
        ha="right" if side else "left",
        va="center",
        fontsize=size,
        **look,
    )


def _bar(axis: Axes, at: float, one: Mapping[str, Any], colours: Colours, line: float) -> None:
    """The range of a claim with its middle and the estimate of its chapter, on its own scale."""
    marks = {mark: one[mark] - line for mark in ("low", "median", "high", "own")}
    scale = max(map(abs, marks.values()))
    axis.plot([0, 0], [at - 0.24, at + 0.24], color=colours["quiet"], linewidth=1, zorder=0)
    low, median, high, own = (value / scale for value in marks.values())
    shade = colours[style.COUNTRY.get(one["country"], "purple")]
    axis.barh(at, high - low, left=low, height=0.26, color=shade, alpha=0.45, linewidth=0)
    axis.plot([median] * 2, [at - 0.18, at + 0.18], color=colours["ink"], linewidth=2)
    axis.plot(
        own, at, "o", color=shade, markersize=6.5, markeredgecolor=colours["ink"], clip_on=False
    )


def _key(fig: Canvas, axis: Axes, colours: Colours) -> None:
    """What the three marks mean."""
    quiet, ink = colours["quiet"], colours["ink"]
    (bar,) = axis.plot([], [], color=quiet, alpha=0.45, linewidth=8, solid_capstyle="butt")
    (median,) = axis.plot([], [], "|", color=ink, markersize=10, markeredgewidth=2)
    (own,) = axis.plot([], [], "o", color=quiet, markersize=6.5, markeredgecolor=ink)
    labels = [*KEY.values()]
    fig.legend(
        [bar, median, own],
        labels,
        loc="outside upper left",
        ncols=legend_columns(fig, labels),
        handletextpad=0.5,
        columnspacing=1.2,
    )
