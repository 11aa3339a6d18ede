"""Some countries among all: the others as faint marks, the chosen ones coloured and named.

A chosen country without a value is named as missing in the figure, never left out of it.
"""

from collections.abc import Sequence

import pandas as pd

from copro.report.charts import style
from copro.report.charts.axes import Breaks, legend_above, mark_breaks, mark_years, pieces
from copro.report.charts.style import Axes, Canvas, Colours
from copro.report.words.numbers import number


def palette(codes: list[str]) -> dict[str, str]:
    """Colour slot by country: the fixed ones of the style first, the next free slots for others.

    Raises ``ValueError`` for more countries than colours that can be told apart.
    """
    if len(codes) > len(style.SLOTS):
        raise ValueError(f"{len(codes)} countries, but only {len(style.SLOTS)} colours")
    fixed = {code: style.COUNTRY[code] for code in codes if code in style.COUNTRY}
    free = iter(slot for slot in style.SLOTS if slot not in fixed.values())
    return {code: fixed.get(code) or next(free) for code in codes}


def strips(fig: Canvas, data: pd.DataFrame, colours: Colours, *, focus: list[str]) -> None:
    """A strip for each indicator from the lowest to the highest value of all countries.

    ``data`` are rows of ``label``, ``unit``, ``digits``, ``iso3``, ``country``, ``position`` (0 to
    100), ``low``, ``middle``, ``high``, ``countries``; focus countries stand in every indicator,
    with an empty position where there is no value.
    """
    axis, slots = fig.subplots(), palette(focus)
    reach = 0.2 if style.narrow(fig) else 0.3  # on a phone the name of a strip stands above it
    labels = list(dict.fromkeys(data["label"]))[::-1]
    height = data["label"].map(labels.index)
    others = ~data["iso3"].isin(focus)
    axis.hlines(range(len(labels)), 0, 100, color=colours["faint"], linewidth=0.8)
    axis.plot(
        data.loc[others, "position"],
        height[others],
        "o",
        color=colours["quiet"],
        alpha=0.35,
        markersize=5,
        markeredgewidth=0,
    )
    for at, label in enumerate(labels):
        first = data[data["label"] == label].iloc[0]
        middle = 100 * (first["middle"] - first["low"]) / (first["high"] - first["low"])
        axis.plot([middle, middle], [at - reach, at + reach], color=colours["ink"], linewidth=1.4)
        digits = max(first["digits"], int(0 < first["low"] < 1))  # a small value is not zero
        for value, side in ((first["low"], "left"), (first["high"], "right")):
            axis.annotate(
                number(value, digits),
                (0 if side == "left" else 100, at),
                xytext=(-6 if side == "left" else 6, 0),
                textcoords="offset points",
                va="center",
                ha="right" if side == "left" else "left",
                fontsize=9,
                color=colours["quiet"],
            )
    for index, code in enumerate(focus):
        own = data["iso3"] == code
        up = 0.17 * ((len(focus) - 1) / 2 - index)  # lets near values be seen side by side
        axis.plot(
            data.loc[own, "position"],
            height[own] + up,
            "o",
            markersize=8.5,
            color=colours[slots[code]],
            markeredgecolor=colours["paper"],
            markeredgewidth=0.6,
            label=data.loc[own, "country"].iloc[0],
        )
    for at, label in enumerate(labels):
        gone = data[(data["label"] == label) & data["iso3"].isin(focus) & data["position"].isna()]
        if len(gone):
            axis.annotate(
                "no value: " + ", ".join(gone["country"]),
                (100, at),
                xytext=(0, -9),
                fontsize=8.5,
                textcoords="offset points",
                ha="right",
                style="italic",
                color=colours["quiet"],
            )
    _row_names(axis, data, labels, colours)
    axis.set(xlim=(-9, 109), ylim=(-0.6, len(labels) - 0.4), xticks=[])
    axis.set_xlabel("lowest to highest of all countries; stroke: median", fontsize=9.5)
    axis.grid(False)
    legend_above(fig, axis)


def _row_names(axis: Axes, data: pd.DataFrame, labels: list[str], colours: Colours) -> None:
    """Label and unit of each strip: at its left, on a phone above it."""
    units, above = (
        data.drop_duplicates("label").set_index("label")["unit"],
        style.narrow(axis.figure),
    )
    axis.set_yticks(
        range(len(labels)), [] if above else [f"{label}\n" for label in labels], fontsize=10
    )
    for at, label in enumerate(labels):
        if above:
            axis.annotate(
                f"{label} ({units[label]})",
                (0, at + 0.5),
                fontsize=10,
                va="center",
                annotation_clip=False,
            )
            continue
        axis.annotate(
            units[label],
            (0, at),
            xycoords=axis.get_yaxis_transform(),
            xytext=(-4, -9),
            ha="right",
            textcoords="offset points",
            fontsize=8.5,
            color=colours["quiet"],
            va="center",
        )


def paths(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    focus: list[str],
    x: str,
    y: str,
    ylabel: str,
    series: str = "country",
    low: str | None = None,
    high: str | None = None,
    breaks: Breaks | None = None,
    absent: Sequence[str] = (),
    ymin: float = 0,
) -> None:
    """Values over time: all countries as faint lines, the focus countries coloured and named.

    ``series`` names the lines: several lines of one country (West and East) share its colour.
    ``low``/``high`` name the columns of intervals, drawn for focus countries as upright lines.
    ``absent`` are names of focus countries without any value, written into the figure.
    """
    axis, slots = fig.subplots(), palette(focus)
    ends = []
    for name, rows in data.groupby(series, sort=False):
        code = rows["iso3"].iloc[0]
        chosen = code in focus
        shade = colours[slots[code]] if chosen else colours["quiet"]
        for piece in pieces(rows.sort_values(x), x, breaks):
            if chosen and low:
                axis.vlines(piece[x], piece[low], piece[high], color=shade, linewidth=2, alpha=0.6)
            axis.plot(
                piece[x],
                piece[y],
                color=shade,
                linewidth=2.4 if chosen else 0.9,
                marker="o",
                alpha=1 if chosen else 0.35,
                markersize=4.5 if chosen else 2.5,
                zorder=3 if chosen else 1,
            )
        if chosen:
            ends.append((rows.sort_values(x).iloc[-1], name, shade))
    axis.set_ylim(bottom=ymin)
    mark_breaks(axis, breaks, colours)
    mark_years(axis, data[x])
    _names(axis, ends, x, y)
    if len(absent):
        axis.annotate(
            "no value: " + ", ".join(absent),
            (0.01, 0.02),
            xycoords="axes fraction",
            fontsize=9.5,
            style="italic",
            color=colours["quiet"],
        )
    axis.set(ylabel=ylabel)


def _names(axis: Axes, ends: list[tuple[pd.Series, str, str]], x: str, y: str) -> None:
    """Names beside the last values, moved apart where they would touch; a line that ends early has
    its name below its last value.
    """
    low, high = axis.get_ylim()
    left, right = axis.get_xlim()
    edge, last = max((row[x] for row, _, _ in ends), default=right), float("-inf")
    for row, name, shade in sorted(ends, key=lambda end: end[0][y]):
        late, height = edge - row[x] < 0.15 * (right - left), row[y]
        if late:
            height = last = max(height, last + 0.07 * (high - low))
        axis.annotate(
            name,
            (edge if late else row[x], height),
            xytext=(8, 0) if late else (0, -13),
            textcoords="offset points",
            color=shade,
            va="center",
            ha="left" if late else "center",
            fontsize=10.5,
            fontweight="semibold",
            annotation_clip=False,
        )
