"""Charts. Each is ``chart(fig, data, colours, **options)`` and draws tidy rows as they are.

``palette`` maps a series to a colour slot of ``style``. Units stand on every axis, uncertainty is drawn where the data carry it, and a break in a
series is drawn as a break: lines never cross it.
"""

import textwrap

import numpy as np
import pandas as pd
import seaborn as sns

from copro.report import style
from copro.report.format import number


def lines(fig, data, colours, *, x, y, xlabel="", ylabel, series=None, low=None, high=None,
          breaks=None, palette=None, panel=None, ymin=None, label_ends=True, columns=2):
    """Series over time, one panel for each value of ``panel``.

    ``low``/``high`` name the columns of a band; ``breaks`` maps a year to the words set
    beside the dotted line between the last value of the old and the first of the new
    definition (drawn half a step before that year).
    """
    panels = [None] if panel is None else list(dict.fromkeys(data[panel]))
    axes = _grid(fig, len(panels), columns)
    for axis, name in zip(axes, panels):
        part = data if panel is None else data[data[panel] == name]
        for index, (label, rows) in enumerate(_series(part, series)):
            colour = _colour(colours, palette, label, index)
            for piece in _pieces(rows.sort_values(x), x, breaks):
                if low:
                    axis.fill_between(piece[x], piece[low], piece[high], color=colour, alpha=0.25,
                                      linewidth=0)
                axis.plot(piece[x], piece[y], color=colour, marker="o", markersize=4,
                          label=label if piece.index[0] == rows.sort_values(x).index[0] else None)
        _mark_breaks(axis, breaks, colours)
        _years(axis, part[x])
        axis.set(xlabel=xlabel, ylabel=ylabel if axis is axes[0] else "")
        axis.set_title(_wrap(name, columns, panels))
        if ymin is not None:
            axis.set_ylim(bottom=ymin)
        if series and (axis is axes[0]):
            if label_ends and panel is None:
                _label_ends(axis, part, colours, x, y, series, palette)
            else:
                axis.legend(loc="best")


def _colour(colours, palette, label, index):
    """Shade of a series: the slot that ``palette`` names for it, or the next one."""
    return colours[(palette or {}).get(label, style.SLOTS[index % len(style.SLOTS)])]


def _series(data, series):
    return [(None, data)] if series is None else [
        (name, data[data[series] == name]) for name in dict.fromkeys(data[series])]


def _pieces(rows, x, breaks):
    """The stretches of a series between its breaks."""
    edges = sorted(breaks or {})
    return [piece for _, piece in rows.groupby(np.searchsorted(edges, rows[x], side="right"))]


def _mark_breaks(axis, breaks, colours):
    for year, words in (breaks or {}).items():
        axis.axvline(year - 0.5, color=colours["quiet"], linewidth=1, linestyle=":")
        axis.annotate(words, (year - 0.5, 1), xycoords=("data", "axes fraction"), xytext=(3, -2),
                      textcoords="offset points", va="top", fontsize=9, color=colours["quiet"])


def _years(axis, values):
    """Whole years on the axis, as many as fit."""
    years = sorted(set(values))
    step = max(1, -(-len(years) // 8))
    axis.set_xticks(years[::-1][::step][::-1])
    axis.grid(False, axis="x")


def _label_ends(axis, data, colours, x, y, series, palette):
    """Names at the line ends instead of a legend, moved apart where they would touch."""
    ends = data.sort_values(x).groupby(series, sort=False).tail(1).sort_values(y)
    low, high = axis.get_ylim()
    gap, last = (high - low) * 0.075, -np.inf
    names = list(dict.fromkeys(data[series]))
    for row in ends.itertuples():
        name = getattr(row, series)
        height = max(getattr(row, y), last + gap)
        last = height
        colour = _colour(colours, palette, name, names.index(name))
        axis.annotate(name, (getattr(row, x), height), xytext=(7, 0), textcoords="offset points",
                      color=colour, va="center", fontsize=10.5, fontweight="semibold",
                      annotation_clip=False)


def dots(fig, data, colours, *, y, x, low=None, high=None, xlabel, series=None, zero=None,
         palette=None, panel=None, columns=2, digits=None, share_x=True):
    """Values with intervals, a row for each ``y``; series of one row stand close together."""
    panels = [None] if panel is None else list(dict.fromkeys(data[panel]))
    axes = _grid(fig, len(panels), columns, sharey=True, sharex=share_x)
    rows = list(dict.fromkeys(data[y]))[::-1]
    for axis, name in zip(axes, panels):
        part = data if panel is None else data[data[panel] == name]
        groups = _series(part, series)
        for index, (label, group) in enumerate(groups):
            colour = _colour(colours, palette, label, index)
            offset = 0.18 * ((len(groups) - 1) / 2 - index)
            height = group[y].map(rows.index) + offset
            if low:
                axis.hlines(height, group[low], group[high], color=colour, linewidth=2.4, alpha=0.75)
            axis.plot(group[x], height, "o", color=colour, markersize=6.5, label=label)
            if digits is not None and len(groups) == 1:
                for value, at in zip(group[x], height):
                    axis.annotate(number(value, digits), (value, at), xytext=(0, 6),
                                  textcoords="offset points", ha="center", fontsize=9)
        if zero is not None:
            axis.axvline(zero, color=colours["quiet"], linewidth=1)
        axis.set(xlabel=xlabel, ylim=(-0.6, len(rows) - 0.4))
        axis.set_title(_wrap(name, columns, panels))
        axis.set_yticks(range(len(rows)), rows)
        axis.grid(True, axis="x")
        axis.grid(False, axis="y")
        if series and axis is axes[-1]:
            _legend_above(fig, axis)


def bars(fig, data, colours, *, y, x, xlabel, series=None, palette=None, digits=0, stacked=False):
    """Horizontal bars with their values written at the end; longest label decides the margin."""
    axis = fig.subplots()
    rows = list(dict.fromkeys(data[y]))[::-1]
    groups = _series(data, series)
    thick = 0.72 if stacked or len(groups) == 1 else 0.8 / len(groups)
    left = pd.Series(0.0, index=rows)
    for index, (label, group) in enumerate(groups):
        colour = _colour(colours, palette, label, index)
        values = group.set_index(y)[x].reindex(rows)
        offset = 0 if stacked else thick * ((len(groups) - 1) / 2 - index)
        at = np.arange(len(rows)) + offset
        axis.barh(at, values, height=thick, color=colour, label=label, left=left if stacked else 0)
        if stacked:
            left = left.add(values.fillna(0))
        else:
            for value, height in zip(values, at):
                if pd.notna(value):
                    axis.annotate(number(value, digits), (value, height), xytext=(4, 0),
                                  textcoords="offset points", va="center", fontsize=10)
    axis.set_yticks(range(len(rows)), rows)
    axis.set(xlabel=xlabel)
    axis.grid(True, axis="x")
    axis.grid(False, axis="y")
    axis.margins(x=0.08, y=0.02)
    if series:
        _legend_above(fig, axis)


def columns(fig, data, colours, *, x, y, xlabel="", ylabel, series=None, palette=None):
    """Stacked columns over a whole-number axis such as years."""
    axis = fig.subplots()
    span = range(int(data[x].min()), int(data[x].max()) + 1)
    base = pd.Series(0.0, index=span)
    for index, (label, group) in enumerate(_series(data, series)):
        colour = _colour(colours, palette, label, index)
        values = group.groupby(x)[y].sum().reindex(span).fillna(0)
        axis.bar(list(span), values, bottom=base, width=0.8, color=colour, label=label)
        base += values
    axis.set(xlabel=xlabel, ylabel=ylabel)
    axis.grid(False, axis="x")
    if series:
        _legend_above(fig, axis)


def heat(fig, data, colours, *, x, y, value, label, panel=None, zero="0"):
    """Counts in a grid, the number written in each cell; an empty cell is a finding, so it
    carries its zero on an unshaded ground."""
    panels = [None] if panel is None else list(dict.fromkeys(data[panel]))
    axes = _grid(fig, len(panels), 2, sharey=True)
    top = data[value].max()
    ramp = sns.blend_palette(style.SEQUENTIAL, as_cmap=True)
    for axis, name in zip(axes, panels):
        part = data if panel is None else data[data[panel] == name]
        grid = part.pivot(index=y, columns=x, values=value).reindex(
            index=list(dict.fromkeys(data[y])), columns=list(dict.fromkeys(data[x])))
        sns.heatmap(grid, ax=axis, cmap=ramp, vmin=0, vmax=top, mask=~(grid > 0), cbar=False,
                    linewidths=1.5, linecolor=colours["faint"], square=False)
        for row in range(grid.shape[0]):
            for column in range(grid.shape[1]):
                count = grid.iloc[row, column]
                shade = ("#ffffff" if count > 0.55 * top else "#1f2933") if count > 0 else colours["quiet"]
                axis.text(column + 0.5, row + 0.5, zero if not count > 0 else f"{count:.0f}",
                          ha="center", va="center", color=shade, fontsize=11)
        axis.set(xlabel="", ylabel="", title=name or label)
        axis.tick_params(length=0)
        axis.set_xticklabels([str(c).replace(" ", "\n") for c in grid.columns], rotation=0, fontsize=9.5)
        axis.grid(False)


def scatter(fig, data, colours, *, x, y, xlabel, ylabel, size=None, diagonal=False, logx=False,
            series=None, palette=None, zero=None, labels=None):
    """Units as points; ``diagonal`` draws the line of no change, ``labels`` names some points."""
    axis = fig.subplots()
    for index, (label, group) in enumerate(_series(data, series)):
        colour = _colour(colours, palette, label, index)
        area = 14 if size is None else 6 + 260 * group[size] / data[size].max()
        axis.scatter(group[x], group[y], s=area, color=colour, alpha=0.55, linewidth=0, label=label)
    if logx:
        axis.set_xscale("log")
        axis.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    if diagonal:
        low = min(axis.get_xlim()[0], axis.get_ylim()[0])
        high = max(axis.get_xlim()[1], axis.get_ylim()[1])
        axis.plot([low, high], [low, high], color=colours["quiet"], linewidth=1, zorder=0)
        axis.set(xlim=(low, high), ylim=(low, high))
    if zero is not None:
        axis.axhline(zero, color=colours["quiet"], linewidth=1)
    for row in data[data[labels].notna()].itertuples() if labels else []:
        axis.annotate(getattr(row, labels), (getattr(row, x), getattr(row, y)), xytext=(4, 4),
                      textcoords="offset points", fontsize=9.5)
    axis.grid(True, axis="both")
    axis.set(xlabel=xlabel, ylabel=ylabel)
    if series:
        _legend_above(fig, axis)


def _grid(fig, count, columns, **share):
    """``count`` axes in rows of at most ``columns``; spare ones are taken away."""
    wide = min(count, columns)
    axes = np.atleast_1d(fig.subplots(-(-count // wide), wide, **share)).ravel()
    for spare in axes[count:]:
        spare.remove()
    return list(axes[:count])


def _wrap(name, columns, panels):
    """The heading of a panel in lines that fit its width."""
    return textwrap.fill(name or "", 56 // min(columns, len(panels)))


def _legend_above(fig, axis):
    handles, labels = axis.get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside upper left", ncols=min(3, len(labels)),
               handletextpad=0.4, columnspacing=1.2)
