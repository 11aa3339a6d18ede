"""Specification curves: estimates in order of size, and which choices stand where.

Like all charts: ``chart(fig, data, colours, **options)``; the rows are those of
``copro.methods.multiverse.curve.Curve.drawing``.
"""

import textwrap

import pandas as pd
from matplotlib.colors import LinearSegmentedColormap

from copro.report.charts import style
from copro.report.charts.axes import grid, legend_columns
from copro.report.charts.style import Axes, Canvas, Colours


def curve(fig: Canvas, data: pd.DataFrame, colours: Colours, *, ylabel: str) -> None:
    """One curve above, and below it a strip for each option,
    darker where more specifications chose it.
    """
    estimates, choices = data[data["part"] == "curve"], data[data["part"] == "choice"]
    options = choices[["dimension", "option"]].drop_duplicates()
    names = list(dict.fromkeys(options["dimension"]))
    places = int(choices["place"].max()) + 1
    if style.narrow(fig):  # room for options in two lines
        root = style.whole(fig)
        root.set_figheight(1.3 * root.get_figheight())
    above, below = fig.subplots(2, 1, height_ratios=[1, 0.095 * (len(options) + 0.6 * len(names))])
    _estimates(above, estimates, colours)
    above.set(ylabel=ylabel, xlabel="")
    above.set_xticks([])
    _legend(fig, above)
    ramp = LinearSegmentedColormap.from_list(
        "share", [colours["blue"] + "00", colours["blue"] + "ff"]
    )
    row, ticks, words = 0.0, [], []
    for name in names:
        below.text(0, row, name, fontsize=9.5, fontweight="semibold", va="center")
        row += 0.9
        part = choices[choices["dimension"] == name]
        for option in options.loc[options["dimension"] == name, "option"]:
            share = part[part["option"] == option].sort_values("place")["share"].to_numpy()
            below.imshow(
                share[None],
                extent=(0, places, row + 0.42, row - 0.42),
                cmap=ramp,
                vmin=0,
                vmax=100,
                aspect="auto",
                interpolation="nearest",
            )
            ticks.append(row)
            words.append(option)
            row += 1
        row += 0.2
    below.set_yticks(ticks, words, fontsize=8.5)
    below.set(
        xlim=(0, places), ylim=(row - 0.4, -0.7), xlabel="specifications in order of their estimate"
    )
    below.set_xticks([])
    below.grid(False)
    below.spines["bottom"].set_visible(False)


def curves(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    panel: str,
    unit: str,
    line: str,
    columns: int = 3,
) -> None:
    """Many small curves, one for each value of ``panel``, each on its own scale.

    ``unit`` is the column with the unit of a panel, ``line`` that with the value asked about, which
    is drawn. Where it is not zero there is no band and no shade: both are tests against zero.
    """
    names = list(dict.fromkeys(data[panel]))
    axes = grid(fig, len(names), columns, phone=2)
    for axis, name in zip(axes, names):
        rows = data[data[panel] == name]
        _estimates(axis, rows, colours, rows[line].iloc[0])
        axis.set_title(textwrap.fill(name, 27), fontsize=9.5)
        axis.set_ylabel(rows[unit].iloc[0], fontsize=8.5)
        axis.set_xticks([])
        axis.tick_params(axis="y", labelsize=9)
    _legend(fig, max(axes, key=lambda axis: len(axis.get_legend_handles_labels()[1])))


def _legend(fig: Canvas, axis: Axes) -> None:
    handles, labels = axis.get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside upper left", ncols=legend_columns(fig, labels, 2))


def _estimates(axis: Axes, rows: pd.DataFrame, colours: Colours, line: float = 0) -> None:
    axis.axhline(line, color=colours["quiet"], linewidth=0.9)
    if line:
        axis.scatter(
            rows["rank"],
            rows["estimate"],
            s=4,
            linewidth=0,
            color=colours["quiet"],
            rasterized=True,
        )
    else:
        axis.fill_between(
            rows["rank"],
            rows["null_low"],
            rows["null_high"],
            color=colours["faint"],
            alpha=0.55,
            linewidth=0,
            label="95 % of shuffled curves",
        )
        # Thousands of dots hide each other: each takes the shade of the share with p < .05 around
        # it.
        share = (
            rows["clear"]
            .astype(float)
            .rolling(max(3, len(rows) // 60), center=True, min_periods=1)
            .mean()
        )
        ramp = LinearSegmentedColormap.from_list("clear", [colours["yellow"], colours["blue"]])
        for shade, label in (("yellow", "p ≥ .05"), ("blue", "p < .05")):
            axis.scatter([], [], s=40, color=colours[shade], linewidth=0, label=label)
        axis.scatter(
            rows["rank"],
            rows["estimate"],
            s=4,
            linewidth=0,
            c=share,
            cmap=ramp,
            vmin=0,
            vmax=1,
            rasterized=True,
        )
    first = rows[rows["preferred"].astype(bool)]
    axis.scatter(
        first["rank"],
        first["estimate"],
        s=46,
        color=colours["orange"],
        edgecolor=colours["ink"],
        linewidth=0.8,
        zorder=5,
        label="the chapter's estimate",
    )
    axis.margins(x=0.01)
