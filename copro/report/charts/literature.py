"""Charts of two coding passes side by side: parts of a whole, pairs of dots, a map of gaps.

What both passes say stands in one row, so that nobody takes their distance for a change.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from copro.report.charts import style
from copro.report.charts.axes import legend_above, legend_columns
from copro.report.charts.style import Axes, Canvas, Colours

NARROW = 0.045  # share of the axis below which a number does not fit into its part of a bar


def stacked(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    row: str,
    part: str,
    value: str,
    xlabel: str,
    palette: Mapping[str, str],
    group: str | None = None,
) -> None:
    """A bar for each ``row``, made of its parts in the order of ``palette`` (part -> colour slot),
    with the number in each part that has room for it; a heading above the rows of each ``group``.
    """
    axis = fig.subplots()
    wide = (
        data.assign(head=data[group] if group else "")
        .pivot_table(index=["head", row], columns=part, values=value, aggfunc="sum", sort=False)
        .reindex(columns=list(palette))
        .fillna(0)
    )
    before, longest = wide.cumsum(axis=1) - wide, wide.sum(axis=1).max()
    heights, heads = _places(wide.index, headed=group is not None)
    for name, slot in palette.items():
        axis.barh(
            heights,
            wide[name],
            left=before[name],
            height=0.72,
            color=colours[slot],
            label=name,
            edgecolor=colours["paper"],
            linewidth=1,
        )
        for at, start, count in zip(heights, before[name], wide[name]):
            if count > NARROW * longest:
                axis.text(
                    start + count / 2,
                    at,
                    f"{count:.0f}",
                    ha="center",
                    va="center",
                    fontsize=10.5,
                    color=style.ink(colours[slot]),
                )
    for words, at in heads.items():
        axis.text(0, at, f" {words}", va="center", fontweight="semibold", fontsize=10.5)
    axis.set_yticks(heights, [label for _, label in wide.index])
    axis.set(xlabel=xlabel, ylim=(max(heights) + 0.6, -0.6))
    axis.set_xlim(0, 1.02 * longest)
    axis.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 2.5, 5, 10], integer=True))
    axis.grid(True, axis="x")
    axis.grid(False, axis="y")
    handles, labels = axis.get_legend_handles_labels()
    fig.legend(
        handles,
        labels,
        loc="outside upper left",
        ncols=legend_columns(fig, labels, most=len(labels)),
        handletextpad=0.4,
        columnspacing=1.2,
    )


def _places(rows: pd.Index, headed: bool) -> tuple[list[float], dict[str, float]]:
    """Heights of the bars and of the headings above each group of them, from top to bottom."""
    heights: list[float] = []
    heads: dict[str, float] = {}
    at = 0.0
    for head, _ in rows:
        if headed and head not in heads:
            at += 0.3 if heads else 0
            heads[head], at = at, at + 0.85
        heights.append(at)
        at += 0.85
    return heights, heads


def pairs(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    y: str,
    x: str,
    series: str,
    xlabel: str,
    palette: Mapping[str, str],
) -> None:
    """Two values a row, joined by a line, each with its number; the series are named at the dots of
    the first row.
    """
    axis = fig.subplots()
    rows = list(dict.fromkeys(data[y]))
    names = list(palette)
    wide = data.pivot(index=y, columns=series, values=x).loc[rows, names]
    heights = np.arange(len(rows))
    axis.hlines(heights, wide.min(axis=1), wide.max(axis=1), color=colours["faint"], linewidth=3)
    for name in names:
        axis.plot(wide[name], heights, "o", color=colours[palette[name]], markersize=7, label=name)
    for at, (low, high) in enumerate(zip(wide.min(axis=1), wide.max(axis=1))):
        ends = [(high, 8, "left")] if low == high else [(low, -8, "right"), (high, 8, "left")]
        for value, shift, side in ends:
            axis.annotate(
                f"{value:.0f}",
                (value, at),
                xytext=(shift, 0),
                textcoords="offset points",
                ha=side,
                va="center",
                fontsize=10,
            )
    axis.set(xlabel=xlabel, ylim=(len(rows) - 0.4, -0.6))
    axis.set_xlim(min(0, wide.min().min()) - 0.06 * wide.max().max(), 1.12 * wide.max().max())
    axis.set_yticks(heights, rows)
    axis.grid(True, axis="x")
    axis.grid(False, axis="y")
    legend_above(fig, axis)


def gap_map(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    x: str,
    y: str,
    one: str,
    two: str,
    strong: Sequence[str] = (),
    nothing: str = "nothing\nfound",
) -> None:
    """Counts of two passes in one grid, "6 / 7" where they differ; a cell that is empty in both is
    outlined and says so. Rows whose name begins with one of ``strong`` are set in bold.

    On a phone the name of a row stands above its cells.
    """
    axis, phone = fig.subplots(), style.narrow(fig)
    columns, rows = list(dict.fromkeys(data[x])), list(dict.fromkeys(data[y]))
    tall = 0.62 if phone else 0.9
    ramp = LinearSegmentedColormap.from_list("counts", colours.ramp)
    top = max(data[one].max(), data[two].max(), 1)
    for cell in data.to_dict("records"):
        across, down, most = columns.index(cell[x]), rows.index(cell[y]), max(cell[one], cell[two])
        shade = ramp(most / top)
        axis.add_patch(
            Rectangle(
                (across - 0.47, down - tall / 2),
                0.94,
                tall,
                facecolor=shade if most else "none",
                edgecolor=colours["faint"] if most else colours["orange"],
                linewidth=0.8 if most else 1.6,
                linestyle="-" if most else (0, (3, 1.5)),
            )
        )
        same = cell[one] == cell[two]
        axis.text(
            across,
            down,
            (f"{most}" if same else f"{cell[one]} / {cell[two]}") if most else nothing,
            ha="center",
            va="center",
            fontsize=10.5 if most else 8,
            linespacing=0.95,
            color=style.ink(shade) if most else colours["ink"],
        )
    _heads(axis, columns, -0.9 if phone else -0.85, 8 if phone else 9.5)
    axis.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -1.25))
    axis.set_xticks([])
    _names(axis, rows, strong, phone, tall)
    axis.grid(False)
    axis.spines["bottom"].set_visible(False)


def _heads(axis: Axes, columns: Sequence[str], height: float, size: float) -> None:
    """Headings above the columns, in the lines that they have."""
    for at, words in enumerate(columns):
        axis.text(at, height, words, ha="center", va="center", fontsize=size, linespacing=1.0)


def _names(
    axis: Axes, rows: Sequence[str], strong: Sequence[str], phone: bool, tall: float
) -> None:
    """Names of the rows: at their left, on a phone above their cells."""
    axis.set_yticks(range(len(rows)), [] if phone else list(rows))
    weights = ["bold" if row.startswith(tuple(strong)) else "normal" for row in rows]
    for label, weight in zip(axis.get_yticklabels(), weights):
        label.set_fontweight(weight)
    for at, (row, weight) in enumerate(zip(rows, weights) if phone else []):
        axis.text(-0.47, at - tall / 2 - 0.03, row, va="bottom", fontsize=9, fontweight=weight)
