"""Charts of configurational analysis: truth table, XY plot, Venn diagram, solution paths.

Like all charts: ``chart(fig, data, colours, **options)``. The data are plain rows, as
``configurational`` gives them; nothing is computed here.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from configurational.plot_shapes import ELLIPSES, innermost, inside_ellipse

from copro.english import MINUS
from copro.report.charts import style
from copro.report.charts.axes import legend_columns
from copro.report.charts.style import Axes, Canvas, Colours

OUT_COLOURS = {"1": "blue", "0": "orange", "C": "purple", "?": "missing"}
OUT_WORDS = {"1": "outcome", "0": "no outcome", "C": "contradiction", "?": "no case"}
MOST_VENN = 5


def truth_table_dots(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    conditions: Sequence[str],
    labels: Mapping[str, str] | None = None,
    words: Mapping[str, str] = OUT_WORDS,
    head: str = "outcome",
) -> None:
    """A row for each configuration: filled dot present, ring absent; then outcome, cases,
    inclusion.

    ``data`` has the conditions (0/1), OUT, n and incl; rows are drawn in their order. ``words``
    name the values of OUT, ``head`` their column.
    """
    axis = fig.subplots()
    names = [(labels or {}).get(c, c) for c in conditions]
    wide, rows = len(conditions), data.reset_index(drop=True)
    for i, row in rows.iterrows():
        shade = colours[OUT_COLOURS[row["OUT"]]]
        for j, condition in enumerate(conditions):
            _mark(axis, j, i, row[condition], colours["ink"])
        axis.plot(wide + 0.3, i, "s", color=shade, markersize=11)
        axis.text(wide + 1.2, i, f"{row['n']:.0f}", ha="center", va="center")
        axis.text(
            wide + 2.2,
            i,
            "–" if pd.isna(row["incl"]) else f"{row['incl']:.2f}",
            ha="center",
            va="center",
        )
    _grid_axis(
        axis,
        [*range(wide), wide + 0.3, wide + 1.2, wide + 2.2],
        [*names, head, "cases", "inclusion"],
        [""] * len(rows),
    )
    _legend(fig, axis, colours, rows["OUT"], words)


def solution_paths(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    conditions: Sequence[str],
    labels: Mapping[str, str] | None = None,
    term: str = "term",
) -> None:
    """A row for each term of a solution: filled dot present, ring absent, nothing does not matter.

    ``data`` has the term, the conditions (1, 0 or missing), incl, cov_raw and cov_unique.
    """
    axis = fig.subplots()
    wide, rows = len(conditions), data.reset_index(drop=True)
    for i, row in rows.iterrows():
        for j, condition in enumerate(conditions):
            if pd.notna(row[condition]):
                _mark(axis, j, i, row[condition], colours["blue"])
        for j, column in enumerate(("incl", "cov_raw", "cov_unique")):
            text = "–" if pd.isna(row[column]) else f"{row[column]:.2f}"
            axis.text(
                wide + 0.3 + j,
                i,
                text,
                ha="center",
                va="center",
                fontsize=9 if style.narrow(fig) else None,
            )
    _grid_axis(
        axis,
        [*range(wide), *(wide + 0.3 + j for j in range(3))],
        [*((labels or {}).get(c, c) for c in conditions), "inclusion", "coverage", "unique"],
        rows[term],
    )


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


def venn(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    conditions: Sequence[str],
    labels: Mapping[str, str] | None = None,
    words: Mapping[str, str] = OUT_WORDS,
) -> None:
    """All configurations of two to five conditions as regions, shaded by outcome, with cases.

    ``data`` has the conditions (0/1), OUT and n; ``words`` name the values of OUT. Raises
    ``ValueError`` for other numbers.
    """
    k = len(conditions)
    if k not in ELLIPSES:
        raise ValueError(f"a Venn diagram shows 2 to {MOST_VENN} conditions, found {k}")
    axis = fig.subplots()
    ticks = np.linspace(-1.75, 1.75, 700)
    xs, ys = np.meshgrid(ticks, ticks)
    inside = np.array([inside_ellipse(xs, ys, *ellipse) for ellipse in ELLIPSES[k]])
    codes = np.sum([part.astype(int) << i for i, part in enumerate(inside)], axis=0)
    rows = data.assign(
        code=sum(data[c].astype(int) * 2**i for i, c in enumerate(conditions))
    ).set_index("code")
    picture = np.zeros((*codes.shape, 4))
    for code, row in rows.iterrows():
        region = codes == code
        if code and region.any():
            picture[region] = _rgba(colours[OUT_COLOURS[row["OUT"]]], 0.75 if row["n"] else 0.25)
            if row["n"]:
                at = innermost(region)
                axis.text(
                    ticks[at[1]],
                    ticks[at[0]],
                    f"{row['n']:.0f}",
                    ha="center",
                    va="center",
                    fontsize=10,
                )
    if 0 in rows.index and rows.loc[0, "n"]:
        axis.text(
            1.75,
            -1.6,
            f"none of them: {rows.loc[0, 'n']:.0f} ({words[rows.loc[0, 'OUT']]})",
            ha="right",
        )
    axis.imshow(picture, extent=(-1.75, 1.75, -1.75, 1.75), origin="lower", interpolation="nearest")
    for condition, part in zip(conditions, inside):
        axis.contour(ticks, ticks, part, levels=[0.5], colors=colours["ink"], linewidths=1)
        far = np.where(part, np.hypot(xs, ys), -1).argmax()
        px, py = xs.ravel()[far], ys.ravel()[far]
        axis.annotate(
            (labels or {}).get(condition, condition),
            (px, py),
            xytext=(9 * np.sign(px), 9 * np.sign(py)),
            textcoords="offset points",
            ha="left" if px > 0 else "right",
            va="center",
            fontweight="semibold",
        )
    _legend(fig, axis, colours, data["OUT"], words)
    axis.set_axis_off()
    axis.set(xlim=(-1.9, 1.9), ylim=(-1.75, 1.75))


def _legend(
    fig: Canvas, axis: Axes, colours: Colours, out: pd.Series, words: Mapping[str, str] = OUT_WORDS
) -> None:
    """One square for each value of the outcome that occurs."""
    shown = [value for value in OUT_COLOURS if (out == value).any()]
    handles = [
        axis.plot([], [], "s", color=colours[OUT_COLOURS[v]], label=words[v])[0] for v in shown
    ]
    fig.legend(
        handles=handles,
        loc="outside upper left",
        ncols=legend_columns(fig, [words[v] for v in shown], len(shown)),
    )


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


def _grid_axis(
    axis: Axes, places: Sequence[float], words: Sequence[str], rows: Sequence[str]
) -> None:
    level = len(words) < (5 if style.narrow(axis.figure) else 7)
    axis.set_xticks(places, words, rotation=0 if level else 35, ha="center" if level else "left")
    axis.xaxis.tick_top()
    axis.set_yticks(range(len(rows)), rows)
    axis.set(ylim=(len(rows) - 0.4, -0.6), xlim=(-0.6, places[-1] + 0.6))
    axis.tick_params(length=0)
    axis.spines["bottom"].set_visible(False)
    axis.grid(True, axis="y")


def _rgba(colour: str, alpha: float) -> tuple[float, float, float, float]:
    from matplotlib.colors import to_rgba

    return to_rgba(colour, alpha)
