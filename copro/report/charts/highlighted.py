"""Some countries among all: the others as faint marks, the chosen ones coloured and named.

A chosen country without a value is named as missing in the figure, never left out of it.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.patheffects import withStroke

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

    ``data`` are rows of ``label``, ``unit``, ``digits``, ``iso3``, ``country``, ``value``,
    ``position`` (0 to 100), ``low``, ``lower`` and ``upper`` (quartiles, a light band), ``middle``,
    ``high``, ``countries``; focus countries stand in every indicator, with an empty position where
    there is no value. The value is written beside the dot of a focus country.
    """
    axis, slots = fig.subplots(), palette(focus)
    reach = 0.2 if style.narrow(fig) else 0.3  # on a phone the name of a strip stands above it
    labels = list(dict.fromkeys(data["label"]))[::-1]
    height = data["label"].map(labels.index)
    others = ~data["iso3"].isin(focus)
    axis.plot(
        data.loc[others, "position"],
        height[others],
        "o",
        color=colours["quiet"],
        alpha=0.35,
        markersize=4,
        markeredgewidth=0,
    )
    for at, label in enumerate(labels):
        _strip(axis, at, reach, data[data["label"] == label], focus, colours)
    gap = min(0.27, 0.6 / max(len(focus) - 1, 1))  # lets near values be seen side by side
    for index, code in enumerate(focus):
        own = data[data["iso3"] == code]
        place = own["label"].map(labels.index) + gap * ((len(focus) - 1) / 2 - index)
        shade = colours[slots[code]]
        axis.plot(
            own["position"],
            place,
            "o",
            markersize=7.5,
            color=shade,
            markeredgecolor=colours["paper"],
            markeredgewidth=0.6,
            label=own["country"].iloc[0],
        )
        for one, at in zip(own.to_dict("records"), place):
            if pd.notna(one["position"]):
                _written(axis, one, at, shade, colours)
    _row_names(axis, data, labels, colours)
    axis.set(xlim=(-9, 109), ylim=(-0.6, len(labels) - 0.4), xticks=[])
    axis.set_xlabel("lowest to highest country; band: middle half; stroke: median", fontsize=9.5)
    axis.grid(False)
    legend_above(fig, axis)


def _strip(
    axis: Axes, at: int, reach: float, rows: pd.DataFrame, focus: list[str], colours: Colours
) -> None:
    """The ground of a strip: line, middle half, median, ends, and who has no value."""
    first = rows.iloc[0]
    whole = first["high"] - first["low"]
    lower, middle, upper = (
        100 * (first[name] - first["low"]) / whole for name in ("lower", "middle", "upper")
    )
    axis.hlines(at, 0, 100, color=colours["faint"], linewidth=0.8, zorder=0)
    axis.barh(
        at, upper - lower, left=lower, height=2 * reach, color=colours["faint"], alpha=0.4, zorder=0
    )
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
            fontsize=8.5,
            color=colours["quiet"],
        )
    gone = rows[rows["iso3"].isin(focus) & rows["position"].isna()]
    if len(gone):
        axis.annotate(
            "no value: " + ", ".join(gone["country"]),
            (100, at - 1.2 * reach),
            fontsize=8.5,
            ha="right",
            va="center",
            style="italic",
            color=colours["quiet"],
        )


def _written(axis: Axes, one: dict[str, Any], at: float, shade: str, colours: Colours) -> None:
    """The value beside a dot, on its left near the right end."""
    right = one["position"] < 85
    axis.annotate(
        number(one["value"], max(one["digits"], 1)),
        (one["position"], at),
        xytext=(6 if right else -6, 0),
        textcoords="offset points",
        va="center",
        ha="left" if right else "right",
        fontsize=8.5,
        fontweight="semibold",
        color=shade,
        zorder=4,
        path_effects=[withStroke(linewidth=2.2, foreground=colours["paper"])],
    )


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
