"""Charts. Each is ``chart(fig, data, colours, **options)`` and draws tidy rows as they are.

``palette`` maps a series to a colour slot of ``style``. Units stand on every axis, uncertainty is
drawn where the data carry it, and a break in a series is drawn as a break: lines never cross it.
"""

import textwrap

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import MaxNLocator

from copro.report.charts import style
from copro.report.words.numbers import number


def lines(
    fig,
    data,
    colours,
    *,
    x,
    y,
    xlabel="",
    ylabel,
    series=None,
    low=None,
    high=None,
    breaks=None,
    palette=None,
    panel=None,
    ymin=None,
    label_ends=True,
    columns=2,
    legend=None,
):
    """Series over time, one panel for each value of ``panel``.

    ``low``/``high`` name the columns of a band; ``breaks`` maps a year to the words set
    beside the dotted line between the last value of the old and the first of the new
    definition (drawn half a step before that year). ``legend`` is the title of the legend.
    ``ylabel`` is one for all panels, or maps each panel to its own.
    """
    panels = [None] if panel is None else list(dict.fromkeys(data[panel]))
    axes = _grid(fig, len(panels), columns)
    for axis, name in zip(axes, panels):
        part = data if panel is None else data[data[panel] == name]
        for index, (label, rows) in enumerate(_series(part, series)):
            colour = _colour(colours, palette, label, index)
            for piece in _pieces(rows.sort_values(x), x, breaks):
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
        _mark_breaks(axis, breaks, colours)
        _years(axis, part[x])
        _thousands(axis.yaxis)
        unit = ylabel[name] if isinstance(ylabel, dict) else ylabel
        axis.set(xlabel=xlabel, ylabel=unit if axis.get_subplotspec().is_first_col() else "")
        axis.set_title(_heading(axis, name))
    if series and label_ends and panel is None:
        _label_ends(axes[0], data, colours, x, y, series, palette)
    elif series:
        _legend_above(fig, axes[0], legend)


def _colour(colours, palette, label, index):
    """Shade of a series: the slot that ``palette`` names for it, or the next one."""
    return colours[(palette or {}).get(label, style.SLOTS[index % len(style.SLOTS)])]


def _order(data, series):
    """Names of the series in the order of the rows."""
    return list(dict.fromkeys(data[series])) if series else []


def _hues(colours, data, series, palette):
    """Colours of the series as seaborn takes them."""
    if series is None:
        return {"color": colours[style.SLOTS[0]]}
    return {
        "palette": {
            name: _colour(colours, palette, name, i) for i, name in enumerate(_order(data, series))
        }
    }


def _series(data, series):
    return (
        [(None, data)]
        if series is None
        else [(name, data[data[series] == name]) for name in _order(data, series)]
    )


def _pieces(rows, x, breaks):
    """The stretches of a series between its breaks."""
    edges = sorted(breaks or {})
    return [piece for _, piece in rows.groupby(np.searchsorted(edges, rows[x], side="right"))]


def _mark_breaks(axis, breaks, colours):
    """Dotted lines with a few words, for which room is made above the lines."""
    phone = style.narrow(
        axis.figure
    )  # where the words would meet side by side: one below the other
    said = [year for year, words in (breaks or {}).items() if words]
    if breaks:
        low, high = axis.get_ylim()
        axis.set_ylim(
            low, high + (0.2 * len(said) if phone and len(said) > 1 else 0.12) * (high - low)
        )
    for year, words in (breaks or {}).items():
        axis.axvline(year - 0.5, color=colours["quiet"], linewidth=1, linestyle=":")
        down = 24 * said.index(year) if phone and words else 0
        axis.annotate(
            words,
            (year - 0.5, 1),
            xycoords=("data", "axes fraction"),
            xytext=(3, -2 - down),
            textcoords="offset points",
            va="top",
            fontsize=9,
            color=colours["quiet"],
        )


def _thousands(axis):
    """Large numbers on an axis of values are written as in the text."""
    if max(map(abs, axis.get_view_interval())) >= 1000:
        axis.set_major_formatter("{x:,.0f}")


def _years(axis, values):
    """Whole years on the axis, as many as fit, among them the first and the last."""
    years = sorted(set(values))
    least = max(1, -(-len(years) // 8))
    step = next((s for s in range(least, 2 * least + 1) if (len(years) - 1) % s == 0), least)
    axis.set_xticks([years[0], *years[: step - 1 : -step][::-1]])
    axis.grid(False, axis="x")


def _label_ends(axis, data, colours, x, y, series, palette):
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
    fig,
    data,
    colours,
    *,
    y,
    x,
    low=None,
    high=None,
    xlabel,
    series=None,
    zero=None,
    palette=None,
    panel=None,
    columns=2,
    digits=None,
    text=None,
    gone=None,
    share_x=True,
):
    """Values with intervals, a row for each ``y``; series of one row stand close together.

    Where no row has two series, its value is written at its dot: with ``digits``, or as the column
    ``text`` says it. A row without a value says ``gone``.
    """
    panels = [None] if panel is None else list(dict.fromkeys(data[panel]))
    axes = _grid(fig, len(panels), columns, sharey=True, sharex=share_x)
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
                _values(
                    axis,
                    group[x],
                    height,
                    group[text] if text else group[x].map(lambda v: number(v, digits)),
                )
        for at in (
            i for i, row in enumerate(rows) if gone and part.loc[part[y] == row, x].isna().all()
        ):
            axis.annotate(
                gone,
                (zero or 0, at),
                xycoords=axis.get_yaxis_transform() if zero is None else "data",
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                fontsize=9.5,
                style="italic",
                color=colours["quiet"],
            )
        if zero is not None:
            axis.axvline(zero, color=colours["quiet"], linewidth=1)
        axis.set(xlabel=xlabel, ylim=(-0.6, len(rows) - 0.4))
        axis.set_title(_heading(axis, name))
        axis.set_yticks(range(len(rows)), rows)
        axis.grid(True, axis="x")
        axis.grid(False, axis="y")
        if series and axis is axes[-1]:
            _legend_above(fig, axis)


def _values(axis, values, heights, words):
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


def bars(fig, data, colours, *, y, x, xlabel, series=None, palette=None, digits=0):
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
        axis.bar_label(
            bar, labels=[number(v, digits) for v in bar.datavalues], padding=4, fontsize=10
        )
    axis.set(xlabel=xlabel, ylabel="")
    axis.grid(True, axis="x")
    axis.grid(False, axis="y")
    axis.margins(x=0.08)
    _thousands(axis.xaxis)
    if series:
        _legend_above(fig, axis)


def columns(fig, data, colours, *, x, y, xlabel="", ylabel, series=None, palette=None):
    """Stacked columns over a whole-number axis such as years."""
    import seaborn as sns

    axis = fig.subplots()
    sns.histplot(
        data,
        x=x,
        weights=y,
        hue=series,
        multiple="stack",
        discrete=True,
        shrink=0.8,
        alpha=1,
        linewidth=0,
        ax=axis,
        hue_order=_order(data, series)[::-1] or None,
        **_hues(colours, data, series, palette),
    )
    axis.set(xlabel=xlabel, ylabel=ylabel)
    axis.grid(False, axis="x")
    axis.yaxis.set_major_locator(MaxNLocator(integer=True))
    if series:
        _legend_above(fig, axis)


def heat(fig, data, colours, *, x, y, value, label, panel=None, zero="0", xlabel="", ylabel=""):
    """Counts in a grid, the number written in each cell; an empty cell is a finding, so it
    carries its zero on an unshaded ground.
    """
    panels = [None] if panel is None else list(dict.fromkeys(data[panel]))
    axes = _grid(fig, len(panels), 2, sharey=True)
    top = data[value].max()
    ramp = LinearSegmentedColormap.from_list("counts", colours["ramp"])
    for axis, name in zip(axes, panels):
        part = data if panel is None else data[data[panel] == name]
        grid = part.pivot(index=y, columns=x, values=value).reindex(
            index=list(dict.fromkeys(data[y])), columns=list(dict.fromkeys(data[x]))
        )
        axis.pcolormesh(
            grid.where(grid > 0),
            cmap=ramp,
            vmin=0,
            vmax=top,
            linewidth=1.5,
            edgecolor=colours["faint"],
        )
        axis.set_xticks(
            np.arange(grid.shape[1]) + 0.5,
            [str(c).replace(" ", "\n") for c in grid.columns],
            fontsize=9.5,
        )
        axis.set_yticks(np.arange(grid.shape[0]) + 0.5, grid.index)
        axis.set_ylim(grid.shape[0], 0)  # first row on top
        for row in range(grid.shape[0]):
            for column in range(grid.shape[1]):
                count = grid.iloc[row, column]
                shade = style.ink(ramp(count / top)) if count > 0 else colours["quiet"]
                axis.text(
                    column + 0.5,
                    row + 0.5,
                    zero if not count > 0 else f"{count:.0f}",
                    ha="center",
                    va="center",
                    color=shade,
                    fontsize=11,
                )
        axis.set(
            xlabel=xlabel,
            ylabel=ylabel if axis.get_subplotspec().is_first_col() else "",
            title=name or label,
        )
        axis.tick_params(length=0)
        axis.grid(False)


def scatter(
    fig,
    data,
    colours,
    *,
    x,
    y,
    xlabel,
    ylabel,
    size=None,
    diagonal=False,
    logx=False,
    series=None,
    palette=None,
    zero=None,
    labels=None,
):
    """Units as points; ``diagonal`` draws the line of no change, ``labels`` names some points."""
    import seaborn as sns

    axis = fig.subplots()
    sns.scatterplot(
        data,
        x=x,
        y=y,
        hue=series,
        size=size,
        sizes=(6, 260) if size else None,
        s=None if size else 14,
        alpha=0.55,
        linewidth=0,
        ax=axis,
        legend="full" if series else False,
        **_hues(colours, data, series, palette),
    )
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
        axis.annotate(
            getattr(row, labels),
            (getattr(row, x), getattr(row, y)),
            xytext=(4, 4),
            textcoords="offset points",
            fontsize=9.5,
        )
    axis.grid(True, axis="both")
    axis.set(xlabel=xlabel, ylabel=ylabel)
    if series:
        _legend_above(fig, axis)


def _grid(fig, count, columns, phone=1, **share):
    """``count`` axes in rows of at most ``columns``; spare ones are taken away.

    On a phone rows are of at most ``phone``, and the figure grows with their number.
    """
    wide = min(count, columns)
    rows = -(-count // wide)
    if style.narrow(fig) and wide > phone:
        root, before = fig.get_figure(root=True), rows
        wide, rows = phone, -(-count // phone)
        root.set_figheight(root.get_figheight() * (0.25 + 0.75 * rows / before))
    axes = np.atleast_1d(fig.subplots(rows, wide, **share)).ravel()
    for axis in axes:  # an axis that is shared is read at every panel
        axis.tick_params(labelbottom=True)
    for spare in axes[count:]:
        spare.remove()
    return list(axes[:count])


def _heading(axis, name):
    """The heading of a panel in lines that fit its width."""
    across = 40 if style.narrow(axis.figure) else 56
    return textwrap.fill(name or "", across // axis.get_subplotspec().get_gridspec().ncols)


def _legend_above(fig, axis, title=None):
    """One legend above the panels, in the order of the series."""
    handles, labels = axis.get_legend_handles_labels()
    own = axis.get_legend()
    if own is not None:  # seaborn puts one into the panel
        handles, labels = own.legend_handles, [text.get_text() for text in own.get_texts()]
        own.remove()
    fig.legend(
        handles,
        labels,
        loc="outside upper left",
        ncols=_legend_columns(fig, labels),
        handletextpad=0.4,
        columnspacing=1.2,
        title=title,
        alignment="left",
    )


def _legend_columns(fig, labels, most=3):
    """As many columns of a legend as there are names, as ``most`` allows, and as fit on a phone."""
    fitting = 44 // (max(map(len, labels)) + 4) if style.narrow(fig) else most
    return max(1, min(most, len(labels), fitting))
