"""Slopes: the same groups on two bases, so that a change of rank is seen as lines that cross."""

import pandas as pd

from copro.report.charts import style
from copro.report.charts.style import Axes, Canvas, Colours
from copro.report.words.numbers import number


def slopes(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    x: str,
    y: str,
    series: str,
    side: str,
    palette: dict[str, str],
    named: str,
    ylabel: str,
    level: float = 100,
    digits: int = 0,
) -> None:
    """A line for each ``series`` from the first value of ``x`` to the last.

    ``side`` gives the colour by ``palette``; lines with ``named`` are strong, and carry their
    values and at the right end their name; the others are thin. ``level`` is a dotted line.
    """
    axis = fig.subplots()
    ends = list(dict.fromkeys(data[x]))
    at = {name: place for place, name in enumerate(ends)}
    axis.axhline(level, color=colours["quiet"], linewidth=1, linestyle=":", zorder=0)
    for _, rows in data.groupby(series, sort=False):
        rows = rows.sort_values(x, key=lambda c: c.map(at))
        strong = bool(rows[named].iloc[0])
        axis.plot(
            rows[x].map(at),
            rows[y],
            marker="o",
            color=colours[palette[rows[side].iloc[0]]],
            linewidth=2.4 if strong else 1,
            alpha=1 if strong else 0.35,
            markersize=6 if strong else 3.5,
        )
    axis.margins(y=0.1)
    own = data[data[named]]
    for end, where in ((ends[0], "right"), (ends[-1], "left")):
        part = own[own[x] == end]
        for one, height in zip(part.to_dict("records"), apart(axis, part[y])):
            words = number(one[y], digits)
            axis.annotate(
                words if where == "right" else f"{words} {one[series]}",
                (at[end], height),
                xytext=(-9 if where == "right" else 9, 0),
                textcoords="offset points",
                ha=where,
                va="center",
                fontsize=9.5,
                fontweight="semibold",
                color=colours[palette[one[side]]],
                annotation_clip=False,
            )
    room = 1.15 if style.narrow(fig) else 0.8  # for the names at the right end
    axis.set(xlim=(-0.25, len(ends) - 1 + room), ylabel=ylabel)
    axis.set_xticks(range(len(ends)), ends)
    axis.grid(False, axis="x")


def apart(axis: Axes, heights: pd.Series, least: float = 0.055) -> list[float]:
    """Heights of labels, moved up where they would touch: at least a part ``least`` of the axis
    between two of them.
    """
    low, high = axis.get_ylim()
    order, placed, last = heights.sort_values(), {}, float("-inf")
    for at, height in order.items():
        placed[at] = last = max(height, last + least * (high - low))
    return [placed[at] for at in heights.index]
