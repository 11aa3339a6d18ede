"""Diagrams: boxes and arrows drawn from rows."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.patches import FancyBboxPatch

from copro.report.charts import style
from copro.report.charts.style import Canvas, Colours

Point = tuple[float, float]
LINES: dict[str, str | tuple[float, tuple[float, ...]]] = {
    "solid": "-",
    "dashed": (0, (3.5, 1.6)),
    "dotted": (0, (1, 1.8)),
}
WRAP = 22.0  # letters of a line in a box of width 2.8


def boxes(fig: Canvas, data: pd.DataFrame, colours: Colours) -> None:
    """Boxes with arrows between them.

    Rows with ``kind`` "box" have name, text, x, y (centre), width, height and slot (a colour; the
    text stands on top of a box that holds others: ``frame`` true). Rows with ``kind`` "arrow" have
    source and target (names of boxes), text and line ("solid", "dashed", "dotted"). An arrow leaves
    a box on the side that faces the other one.
    """
    axis = fig.subplots()
    axis.set_axis_off()
    size, wrap = (9, 0.66 * WRAP) if style.narrow(fig) else (10, WRAP)
    rows = data[data["kind"] == "box"].set_index("name")
    for row in rows.itertuples():
        axis.add_patch(
            FancyBboxPatch(
                (row.x - row.width / 2, row.y - row.height / 2),
                row.width,
                row.height,
                boxstyle="round,pad=0,rounding_size=0.15",
                facecolor="none",
                edgecolor=colours[row.slot],
                linewidth=1.8,
            )
        )
        top = bool(row.frame)
        axis.text(
            row.x,
            row.y + (row.height / 2 - 0.2 if top else 0),
            textwrap.fill(row.text, int(wrap * row.width / 2.8)),
            ha="center",
            va="top" if top else "center",
            fontsize=size,
            linespacing=1.15,
            fontweight="semibold" if top else "normal",
        )
    for row in data[data["kind"] == "arrow"].itertuples():
        start, end = _ends(rows.loc[row.source], rows.loc[row.target])
        axis.annotate(
            "",
            end,
            start,
            arrowprops={
                "arrowstyle": "-|>",
                "color": colours["quiet"],
                "linewidth": 1.5,
                "linestyle": LINES[row.line],
                "shrinkA": 1,
                "shrinkB": 1,
            },
        )
        if row.text:
            x, y = np.add(start, end) / 2
            axis.text(
                x,
                y,
                row.text,
                ha="center",
                va="center",
                fontsize=10,
                fontweight="bold",
                bbox={"facecolor": colours["paper"], "edgecolor": "none", "pad": 1.5},
            )
    axis.set_xlim(
        (rows["x"] - rows["width"] / 2).min() - 0.1, (rows["x"] + rows["width"] / 2).max() + 0.1
    )
    axis.set_ylim(
        (rows["y"] - rows["height"] / 2).min() - 0.1, (rows["y"] + rows["height"] / 2).max() + 0.1
    )


def _ends(source: pd.Series, target: pd.Series) -> tuple[Point, Point]:
    """Where an arrow leaves and where it arrives: side by side if there is room between,
    else above.
    """
    gap = abs(target["x"] - source["x"]) - (target["width"] + source["width"]) / 2
    across, up = ("x", "width"), ("y", "height")
    (along, size), (other, extent) = (across, up) if gap > 0 else (up, across)
    way = np.sign(target[along] - source[along])
    start = {along: source[along] + way * source[size] / 2}
    end = {along: target[along] - way * target[size] / 2}
    # Straight if the boxes face each other, otherwise to the nearest point of the target.
    room = [
        (box[other] - 0.42 * box[extent], box[other] + 0.42 * box[extent])
        for box in (source, target)
    ]
    low, high = max(r[0] for r in room), min(r[1] for r in room)
    if low <= high:
        smaller = min((source, target), key=lambda box: box[extent])
        start[other] = end[other] = float(np.clip(smaller[other], low, high))
    else:
        start[other], end[other] = source[other], float(np.clip(source[other], *room[1]))
    return (start["x"], start["y"]), (end["x"], end["y"])
