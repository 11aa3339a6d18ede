"""Charts. Each is ``chart(fig, data, colours, **options)`` and draws tidy rows as they are.

``palette`` maps a series to a colour slot of ``style``. Units stand on every axis, uncertainty is
drawn where the data carry it, and a break in a series is drawn as a break: lines never cross it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.container import BarContainer

from copro.report.charts import style
from copro.report.charts.axes import (
    Breaks,
    absent,
    grid,
    heading,
    legend_above,
    mark_breaks,
    mark_years,
    pieces,
    spot,
    thousands,
)
from copro.report.charts.style import Axes, Canvas, Colours
from copro.report.words.numbers import number

Palette = Mapping[str, str]  # a series -> its colour slot


def lines(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    x: str,
    y: str,
    xlabel: str = "",
    ylabel: str | Mapping[str, str],
    series: str | None = None,
    low: str | None = None,
    high: str | None = None,
    breaks: Breaks | None = None,
    palette: Palette | None = None,
    panel: str | None = None,
    ymin: float | None = None,
    columns: int = 2,
    legend: str | None = None,
) -> None:
    """Series over time, one panel for each value of ``panel``.

    ``low``/``high`` name the columns of a band; ``breaks`` maps a year to the words set
    beside the dotted line between the last value of the old and the first of the new
    definition (drawn half a step before that year). ``legend`` is the title of the legend.
    ``ylabel`` is one for all panels, or maps each panel to its own.
    """
    panels = [None] if panel is None else list(dict.fromkeys(data[panel]))
    axes = grid(fig, len(panels), columns)
    for axis, name in zip(axes, panels):
        part = data if panel is None else data[data[panel] == name]
        for index, (label, rows) in enumerate(_series(part, series)):
            colour = _colour(colours, palette, label, index)
            for piece in pieces(rows.sort_values(x), x, breaks):
                if low:
                    axis.fill_between(
                        piece[x], piece[low], piece[high], color=colour, alpha=0.25, linewidth=0
                    )
                axis.plot(
                    piece[x],
                    piece[y],
                    color=colour,
                    marker="o",
                    markersize=4,
                    label=label if piece.index[0] == rows.sort_values(x).index[0] else None,
                )
        if ymin is not None:
            axis.set_ylim(bottom=ymin)
        mark_breaks(axis, breaks, colours)
        mark_years(axis, part[x])
        thousands(axis.yaxis)
        unit = ylabel[name] if isinstance(ylabel, dict) else ylabel
        axis.set(xlabel=xlabel, ylabel=unit if spot(axis).is_first_col() else "")
        axis.set_title(heading(axis, name))
    if series and panel is None:
        _label_ends(axes[0], data, colours, x, y, series, palette)
    elif series:
        legend_above(fig, axes[0], legend)


def _colour(colours: Colours, palette: Palette | None, label: str | None, index: int) -> str:
    """Shade of a series: the slot that ``palette`` names for it, or the next one."""
    return colours[(palette or {}).get(label or "", style.SLOTS[index % len(style.SLOTS)])]


def _order(data: pd.DataFrame, series: str | None) -> list[str]:
    """Names of the series in the order of the rows."""
    return list(dict.fromkeys(data[series])) if series else []


def _hues(
    colours: Colours, data: pd.DataFrame, series: str | None, palette: Palette | None
) -> dict[str, Any]:
    """Colours of the series as seaborn takes them."""
    if series is None:
        return {"color": _colour(colours, palette, None, 0)}
    return {
        "palette": {
            name: _colour(colours, palette, name, i) for i, name in enumerate(_order(data, series))
        }
    }


def _series(data: pd.DataFrame, series: str | None) -> list[tuple[str | None, pd.DataFrame]]:
    return (
        [(None, data)]
        if series is None
        else [(name, data[data[series] == name]) for name in _order(data, series)]
    )


def _label_ends(
    axis: Axes,
    data: pd.DataFrame,
    colours: Colours,
    x: str,
    y: str,
    series: str,
    palette: Palette | None,
) -> None:
    """Names at the line ends instead of a legend, moved apart where they would touch."""
    ends = data.sort_values(x).groupby(series, sort=False).tail(1).sort_values(y)
    low, high = axis.get_ylim()
    gap, last = (high - low) * 0.075, -np.inf
    names = _order(data, series)
    for row in ends.itertuples():
        name = getattr(row, series)
        height = max(getattr(row, y), last + gap)
        last = height
        colour = _colour(colours, palette, name, names.index(name))
        axis.annotate(
            name,
            (getattr(row, x), height),
            xytext=(7, 0),
            textcoords="offset points",
            color=colour,
            va="center",
            fontsize=10.5,
            fontweight="semibold",
            annotation_clip=False,
        )


def dots(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    y: str,
    x: str,
    low: str | None = None,
    high: str | None = None,
    xlabel: str,
    series: str | None = None,
    zero: float | None = None,
    palette: Palette | None = None,
    panel: str | None = None,
    columns: int = 2,
    digits: int | None = None,
    text: str | None = None,
    gone: str | None = None,
    share_x: bool = True,
) -> None:
    """Values with intervals, a row for each ``y``; series of one row stand close together.

    Where no row has two series, its value is written at its dot: with ``digits``, or as the column
    ``text`` says it. A row without a value says ``gone``.
    """
    panels = [None] if panel is None else list(dict.fromkeys(data[panel]))
    axes = grid(fig, len(panels), columns, sharey=True, sharex=share_x)
    rows = list(dict.fromkeys(data[y]))[::-1]
    alone = not data.duplicated([y] if panel is None else [y, panel]).any()
    for axis, name in zip(axes, panels):
        part = data if panel is None else data[data[panel] == name]
        groups = _series(part, series)
        for index, (label, group) in enumerate(groups):
            colour = _colour(colours, palette, label, index)
            offset = (
                0
                if alone
                else max(0.18, 0.68 / max(len(groups), 2)) * ((len(groups) - 1) / 2 - index)
            )
            height = group[y].map(rows.index) + offset
            if low:
                axis.hlines(
                    height, group[low], group[high], color=colour, linewidth=2.4, alpha=0.75
                )
            axis.plot(group[x], height, "o", color=colour, markersize=6.5, label=label)
            if alone and (text or digits is not None):
                words = group[text] if text else [number(v, digits or 0) for v in group[x]]
                _values(axis, group[x], height, words)
        for at, row in enumerate(rows):
            if not gone or part.loc[part[y] == row, x].notna().any():
                continue
            across = axis.get_yaxis_transform() if zero is None else "data"
            absent(axis, (zero or 0, at), gone, colours, xycoords=across)
        if zero is not None:
            axis.axvline(zero, color=colours["quiet"], linewidth=1)
        axis.set(xlabel=xlabel, ylim=(-0.6, len(rows) - 0.4))
        axis.set_title(heading(axis, name))
        axis.set_yticks(range(len(rows)), rows)
        axis.grid(True, axis="x")
        axis.grid(False, axis="y")
        if series and axis is axes[-1]:
            legend_above(fig, axis)


def _values(
    axis: Axes, values: Iterable[float], heights: Iterable[float], words: Iterable[str]
) -> None:
    """Words above dots that stand in rows."""
    for value, height, word in zip(values, heights, words):
        axis.annotate(
            word,
            (value, height),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            fontsize=9,
        )


def bars(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    y: str,
    x: str,
    xlabel: str,
    series: str | None = None,
    palette: Palette | None = None,
    digits: int = 0,
) -> None:
    """Horizontal bars in the order of the rows, with their values written at the end."""
    import seaborn as sns

    axis = fig.subplots()
    sns.barplot(
        data,
        x=x,
        y=y,
        hue=series,
        orient="h",
        errorbar=None,
        saturation=1,
        ax=axis,
        width=0.8 if series else 0.72,
        legend=bool(series),
        linewidth=0,
        **_hues(colours, data, series, palette),
    )
    for bar in axis.containers:
        if isinstance(bar, BarContainer):
            axis.bar_label(
                bar,
                labels=[number(v, digits) for v in np.array(bar.datavalues, float)],
                padding=4,
                fontsize=10,
            )
    axis.set(xlabel=xlabel, ylabel="")
    axis.grid(True, axis="x")
    axis.grid(False, axis="y")
    axis.margins(x=0.08)
    thousands(axis.xaxis)
    if series:
        legend_above(fig, axis)
