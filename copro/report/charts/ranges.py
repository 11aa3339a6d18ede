"""Ranges with the words that say how to read them, and changes of many units around none."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from copro.report.charts.style import Canvas, Colours


def ranges(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    y: str,
    x: str,
    low: str,
    high: str,
    text: str,
    marks: Mapping[float, str],
    xlabel: str,
    colour: str = "orange",
) -> None:
    """A bar from ``low`` to ``high`` for each row of ``y``, a dot at ``x``, ``text`` above it.

    ``marks`` maps values of the axis to the words that say what they mean, set above upright lines.
    """
    axis, rows = fig.subplots(), list(data[y])[::-1]
    for row in data.to_dict("records"):
        at = rows.index(row[y])
        axis.plot(
            [row[low], row[high]],
            [at, at],
            color=colours[colour],
            alpha=0.4,
            linewidth=9,
            solid_capstyle="butt",
        )
        axis.plot(row[x], at, "o", color=colours[colour], markersize=8)
        axis.annotate(
            row[text],
            (row[x], at),
            xytext=(0, 11),
            textcoords="offset points",
            ha="center",
            fontsize=10.5,
            fontweight="semibold",
        )
    for value, words in marks.items():
        axis.axvline(value, color=colours["quiet"], linewidth=1.2, zorder=0)
        axis.annotate(
            words,
            (value, 1),
            xycoords=axis.get_xaxis_transform(),
            xytext=(0, 3),
            textcoords="offset points",
            ha="right" if value == min(marks) else "center",
            fontsize=10,
            color=colours["quiet"],
            annotation_clip=False,
        )
    axis.margins(x=0.12)
    axis.set_yticks(range(len(rows)), rows)
    axis.set(xlabel=xlabel, ylim=(-0.5, len(rows) - 0.35))
    axis.grid(True, axis="x")
    axis.grid(False, axis="y")


def changes(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    x: str,
    step: float,
    named: str,
    sides: tuple[str, str],
    xlabel: str,
    ylabel: str,
) -> None:
    """How many units changed by how much, in classes of ``step``: those that fell in a strong
    colour, the others in a quiet one, with the words of ``sides`` on either side of none.

    ``named`` is a column, empty for most: units that are named above their class.
    """
    axis = fig.subplots()
    reach = step * np.ceil(data[x].abs().max() / step + 0.01)
    edges = np.arange(-reach, reach + step / 2, step)
    counts, _ = np.histogram(data[x], edges)
    axis.bar(
        edges[:-1],
        counts,
        width=step,
        align="edge",
        linewidth=1,
        edgecolor=colours["paper"],
        color=[colours["orange" if edge < -step / 2 else "quiet"] for edge in edges[:-1]],
    )
    top = counts.max()
    axis.axvline(0, color=colours["ink"], linewidth=1)
    for words, side, shade in zip(sides, ("right", "left"), ("orange", "quiet")):
        axis.annotate(
            words,
            (0, 1),
            xycoords=axis.get_xaxis_transform(),
            xytext=(-10 if side == "right" else 10, -2),
            textcoords="offset points",
            ha=side,
            va="top",
            fontsize=11,
            fontweight="semibold",
            color=colours[shade],
        )
    for row in data[data[named].notna()].to_dict("records"):
        axis.plot(row[x], top * 1.04, "v", color=colours["ink"], markersize=6)
        axis.annotate(
            row[named],
            (row[x], top * 1.04),
            xytext=(0, 7),
            textcoords="offset points",
            ha="center",
            fontsize=9.5,
            color=colours["ink"],
        )
    axis.set(xlabel=xlabel, ylabel=ylabel, ylim=(0, 1.5 * top))
