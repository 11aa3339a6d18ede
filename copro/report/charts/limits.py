"""Shares against a limit: a dot where a figure is printed,
a bar where only its bounds are known.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.colors import to_rgb

from copro.report.charts import style
from copro.report.charts.axes import absent
from copro.report.charts.style import Axes, Canvas, Colours


def bounded(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    row: str,
    group: str,
    value: str,
    low: str,
    high: str,
    text: str,
    country: str,
    limit: float,
    named: str,
    xlabel: str,
) -> None:
    """A row a figure, under the heading of its group.

    ``value`` is missing where only ``low`` and ``high`` are known, and all three where there is no
    figure: the row then says so. ``limit`` is a dashed line, ``named`` at its top. ``text``
    is written at the mark; ``country`` is the code that has the colour.
    """
    axis = fig.subplots()
    at, ticks = 0.0, []
    for name, rows in data.groupby(group, sort=False):
        axis.annotate(
            name,
            (0, at),
            xycoords=axis.get_yaxis_transform(),
            xytext=(-4, 0),
            ha="right",
            va="center",
            textcoords="offset points",
            fontsize=10.5,
            fontweight="semibold",
            annotation_clip=False,
        )
        for one in rows.to_dict("records"):
            at += 1
            ticks.append((at, one[row]))
            _mark(axis, at, one, colours, value, low, high, text, country)
        at += 1.3
    axis.axvline(limit, color=colours["ink"], linewidth=1, linestyle="--", zorder=0)
    axis.annotate(
        named,
        (limit, 1),
        xycoords=("data", "axes fraction"),
        ha="center",
        va="bottom",
        fontsize=9.5,
        style="italic",
    )
    axis.set_yticks([t for t, _ in ticks], [name for _, name in ticks])
    axis.set(xlim=(0, 100), ylim=(at - 0.6, -0.6), xlabel=xlabel)
    axis.grid(True, axis="x")
    axis.grid(False, axis="y")


def _mark(
    axis: Axes,
    at: float,
    one: Mapping[str, Any],
    colours: Colours,
    value: str,
    low: str,
    high: str,
    text: str,
    country: str,
) -> None:
    if pd.isna(one[low]):
        absent(axis, (0, at), "no figure", colours)
        return
    ground = {
        "facecolor": colours["paper"],
        "edgecolor": "none",
        "boxstyle": "round,pad=0.15",
    }  # grid lines end at the words
    shade = colours[style.COUNTRY.get(one[country], "purple")]
    if pd.isna(one[value]):
        # A pale colour and not a transparent one, so that no grid line runs through the words.
        pale = [
            0.35 * ink + 0.65 * paper for ink, paper in zip(to_rgb(shade), to_rgb(colours["paper"]))
        ]
        axis.barh(at, one[high] - one[low], left=one[low], height=0.66, color=pale)
        inside = one[high] - one[low] > 30
        axis.annotate(
            one[text],
            ((one[low] + one[high]) / 2 if inside else one[high], at),
            xytext=(0 if inside else 6, 0),
            textcoords="offset points",
            va="center",
            ha="center" if inside else "left",
            fontsize=9.5,
            bbox=None if inside else ground,
        )
    else:
        axis.plot(one[value], at, "o", color=shade, markersize=8)
        axis.annotate(
            one[text],
            (one[value], at),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=9.5,
            bbox=ground,
        )
