"""Charts of comparisons of cases: pairs, slopes, memberships.

Like all charts: ``chart(fig, data, colours, **options)``. The data are plain rows, as
``configurational`` gives them; nothing is computed here.
"""

from collections.abc import Sequence

import pandas as pd

from copro.english import MINUS
from copro.report.charts import style
from copro.report.charts.axes import legend_columns
from copro.report.charts.style import Axes, Canvas, Colours


def pairs(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    row: str,
    absent: str,
    present: str,
    levels: Sequence[str],
    words: tuple[str, str],
    xlabel: str,
) -> None:
    """A row for each pair: ring where a condition is absent, filled dot where it is present.

    ``absent`` and ``present`` are columns of places in ``levels``; ``words`` say what ring and dot
    are. A dot within its ring is a pair without a difference.
    """
    axis = fig.subplots()
    rows = data.reset_index(drop=True)
    for at, line in enumerate(rows.to_dict("records")):
        first, second = line[absent], line[present]
        shade = colours["blue" if second > first else "orange" if second < first else "quiet"]
        axis.plot([first, second], [at, at], color=shade, linewidth=2.4, zorder=1)
        _mark(axis, first, at, 0, shade, face=colours["paper"], size=14)
        _mark(axis, second, at, 1, shade, size=9)
    for word, present_, size in zip(words, (0, 1), (12, 9)):
        axis.plot(
            [],
            [],
            "o",
            markersize=size,
            markeredgecolor=colours["ink"],
            markerfacecolor=colours["ink"] if present_ else "none",
            label=word,
        )
    fig.legend(
        loc="outside upper left", ncols=legend_columns(fig, list(words), len(words)), fontsize=10
    )
    if style.narrow(fig):  # names above their lines
        for at, name in enumerate(rows[row]):
            axis.text(-0.38, at - 0.3, name.replace("\n", " "), fontsize=9, va="bottom")
    axis.set_yticks(range(len(rows)), [""] * len(rows) if style.narrow(fig) else rows[row])
    axis.tick_params(axis="y", labelsize=9.5)
    axis.set_xticks(range(len(levels)), levels)
    axis.set(xlabel=xlabel, xlim=(-0.4, len(levels) - 0.6), ylim=(len(rows) - 0.4, -0.8))
    axis.tick_params(length=0)
    axis.grid(True, axis="x")
    axis.grid(False, axis="y")


def slopes(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    x: str,
    y: str,
    series: str,
    ylabel: str,
    highlight: Sequence[str] = (),
) -> None:
    """A line for each series from one group of cases to the next, its name and last value at its
    end; the series of ``highlight`` in colour. Zero, no difference, is drawn.
    """
    axis = fig.subplots()
    steps = list(dict.fromkeys(data[x]))
    axis.axhline(0, color=colours["quiet"], linewidth=1)
    for name, rows in data.groupby(series, sort=False):
        shade = colours["blue" if name in highlight else "quiet"]
        places = rows[x].map(steps.index)
        axis.plot(places, rows[y], "-o", color=shade, linewidth=2.4, markersize=7)
        for at, value in zip(places, rows[y]):
            last = at == len(steps) - 1
            text = f"{value:+.0f}".replace("-", MINUS)
            axis.annotate(
                f"{text}  {name}" if last else text,
                (at, value),
                xytext=(9 if last else -9, 0),
                textcoords="offset points",
                ha="left" if last else "right",
                va="center",
                fontsize=10.5,
                fontweight="semibold" if last else None,
                color=shade if name in highlight else colours["ink"],
            )
    room = 1.05 if style.narrow(fig) else 0.75
    axis.set_xticks(range(len(steps)), steps)
    axis.set(ylabel=ylabel, xlim=(-0.3, len(steps) - 1 + room))
    axis.margins(y=0.12)
    axis.grid(False, axis="x")


def xy(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    x: str,
    y: str,
    xlabel: str,
    ylabel: str,
    label: str | None = None,
    named: str | None = None,
    iso3: str | None = None,
) -> None:
    """Memberships of cases; above the diagonal a case speaks for sufficiency.

    ``label`` names the cases; ``named`` is a column of truth values that says which are labelled;
    ``iso3`` a column of countries, of which those with a colour of their own stand out from the
    others. Cases with the same memberships share one point, whose area grows with their number.
    """
    axis = fig.subplots()
    points = data.groupby([x, y]).size().rename("n").reset_index()
    axis.plot([0, 1], [0, 1], color=colours["quiet"], linewidth=1)
    axis.scatter(
        points[x],
        points[y],
        s=22 * points["n"],
        color=colours["quiet" if iso3 else "blue"],
        alpha=0.7,
        linewidth=0,
    )
    for code, part in data.groupby(iso3) if iso3 else []:
        if code in style.COUNTRY:
            axis.scatter(part[x], part[y], s=60, color=colours[style.COUNTRY[code]], zorder=3)
    chosen = data if named is None else data[data[named]]
    for (at, height), group in chosen.groupby([x, y]) if label else []:
        left = at > 0.6  # towards the middle, so that no name leaves the panel
        axis.annotate(
            ", ".join(group[label]),
            (at, height),
            xytext=(-6 if left else 6, 3),
            fontsize=9,
            textcoords="offset points",
            ha="right" if left else "left",
        )
    axis.grid(True, axis="both")
    axis.set(xlabel=xlabel, ylabel=ylabel, xlim=(-0.04, 1.04), ylim=(-0.04, 1.04), aspect="equal")


def _mark(
    axis: Axes,
    x: float,
    y: float,
    present: float,
    colour: str,
    face: str = "none",
    size: float = 11,
) -> None:
    axis.plot(
        x,
        y,
        "o",
        markersize=size,
        markeredgecolor=colour,
        markeredgewidth=1.6,
        markerfacecolor=colour if present else face,
    )
