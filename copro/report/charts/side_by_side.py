"""Parliaments and their words: values with intervals, a panel a parliament, each in the colour of
its country. Panels are read one by one, never across.
"""

import pandas as pd

from copro.report.charts import style
from copro.report.charts.axes import absent, grid, heading
from copro.report.charts.style import Axes, Canvas, Colours
from copro.report.words.numbers import number

# Multiples of what is usual -> their words on the axis.
MULTIPLES = {
    0.125: "⅛",
    0.25: "¼",
    0.5: "half",
    1: "usual",
    2: "twice",
    4: "4 times",
    8: "8 times",
    16: "16 times",
}
LEAST = 0.1  # where the axis of multiples ends at the latest: an interval may reach down to zero
Ends = tuple[str, str, str]  # columns of value, low and high end


def side_by_side(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    row: str,
    iso3: str,
    value: str,
    low: str,
    high: str,
    xlabel: str,
    panel: str | None = None,
    multiples: bool = False,
    gone: str = "not counted",
    clear: str | None = None,
) -> None:
    """Dots with intervals, a row for each ``row`` and a panel for each ``panel``.

    With ``multiples`` the axis is logarithmic and says in words how often, against what is usual;
    a dot is hollow where its interval holds the usual, or where the column ``clear`` says no.
    Without it the axis goes from 0 to 100. A row without a value says ``gone``.
    """
    panels = [None] if panel is None else list(dict.fromkeys(data[panel]))
    axes = grid(fig, len(panels), 3, sharey=True, sharex=True)
    rows, ends = list(dict.fromkeys(data[row]))[::-1], (value, low, high)
    for axis, name in zip(axes, panels):
        part = data if panel is None else data[data[panel] == name]
        _scale(axis, data, ends, multiples, colours)
        for one in part.to_dict("records"):
            shade = colours[style.COUNTRY[one[iso3]]]
            hollow = multiples and (one[low] <= 1 <= one[high] or not (one[clear] if clear else 1))
            _mark(axis, rows.index(one[row]), one, ends, shade, colours, multiples, gone, hollow)
        axis.set_title(heading(axis, name))
        axis.set_yticks(range(len(rows)), rows)
        axis.set_ylim(-0.6, len(rows) - 0.3)
        axis.grid(True, axis="x")
        axis.grid(False, axis="y")
        axis.set_xlabel(xlabel)


def _scale(axis: Axes, data: pd.DataFrame, ends: Ends, multiples: bool, colours: Colours) -> None:
    """The axis of values: from 0 to 100, or multiples of what is usual."""
    if not multiples:
        axis.set_xlim(-4, 104)
        return
    axis.set_xscale("log")
    least, most = max(data[ends[1]].min() / 1.2, LEAST), data[ends[2]].max() * 1.2
    axis.set_xlim(min(least, 0.45), max(most, 2.2))
    shown = {at: words for at, words in MULTIPLES.items() if least <= at <= most or at in (0.5, 2)}
    axis.set_xticks(list(shown), list(shown.values()))
    axis.minorticks_off()
    axis.axvline(1, color=colours["ink"], linewidth=1, zorder=0)


def _mark(
    axis: Axes,
    at: int,
    one: dict[str, float],
    ends: Ends,
    shade: str,
    colours: Colours,
    multiples: bool,
    gone: str,
    hollow: bool,
) -> None:
    """A dot with its interval and its value, or the word that there is none."""
    value, low, high = (one[end] for end in ends)
    if pd.isna(value):
        absent(axis, (axis.get_xlim()[0], at), gone, colours, fontsize=9)
        return
    axis.hlines(at, max(low, LEAST) if multiples else low, high, color=shade, linewidth=2.4)
    axis.plot(
        value,
        at,
        "o",
        color=shade,
        markersize=7,
        markerfacecolor=colours["paper"] if hollow else shade,
    )
    axis.annotate(
        number(value, 2 if multiples and value < 1 else int(multiples)),
        (value, at),
        xytext=(0, 6),
        textcoords="offset points",
        ha="center",
        fontsize=9.5,
    )
