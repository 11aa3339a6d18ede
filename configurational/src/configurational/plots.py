"""Charts of a configurational analysis: XY plot, Venn diagram, truth table, ranges of robustness.

Every chart draws into one matplotlib Axes, its own or one that is given, and returns it::

    plots.xy(solution).figure.savefig("xy.png")

They need matplotlib: ``pip install "configurational[plots]"``. Colours are those of Okabe & Ito
(2008), told apart with all common forms of colour blindness.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .checks import require_kind, require_model
from .crossover import above, below
from .errors import ParameterError
from .fit import coverage, inclusion
from .plot_shapes import (
    ELLIPSES,
    LETTER,
    away,
    bare,
    broken,
    few,
    free_place,
    innermost,
    inside_ellipse,
    new_axes,
    scale_of,
)
from .robustness import StableRange
from .sheets import truth_table_sheet
from .solution import Model, Solution
from .terms import DASH, parse_expression, union_membership
from .truthtable import TruthTable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, QUIET, FAINT = "#1f2933", "#5b6770", "#c5ccd3"
BLUE, ORANGE, PURPLE, GREY = "#0072B2", "#D55E00", "#CC79A7", "#d9d9d9"
OUT_COLOURS = {"1": BLUE, "0": ORANGE, "C": PURPLE, "?": GREY}
OUT_WORDS = {"1": "outcome", "0": "no outcome", "C": "contradiction", "?": "too few cases"}
# Half the side of the square that the ellipses lie in, and points along it.
REACH, POINTS = 1.75, 700
# Case labels drawn at most where none are asked for by name.
MOST_LABELS = 40


def xy(
    solution: Solution,
    model: int = 0,
    term: str | None = None,
    labels: bool | Sequence[str] = True,
    necessity: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Cases by membership in a model (or term) and in the outcome.

    For sufficiency cases should lie above the diagonal, for necessity below it. Filled points
    have membership above 0.5 in the set; those among them without the outcome, which contradict
    sufficiency in kind, are orange. The heading carries inclusion and coverage.

    Parameters
    ----------
    model : int
        Which of the listed models, from 0.
    term : str, optional
        Instead of the model any expression over the conditions, such as one of its terms.
    labels : bool or sequence of str
        Whether cases are named, or which. With True and more than 40 cases only those are named
        that contradict the relation in kind.
    necessity : bool
        Read the relation as necessity.

    Raises
    ------
    ParameterError
    """
    require_kind("solution", solution, Solution)
    data = solution.table.data
    expression = term if term is not None else " + ".join(_model(solution, model))
    x = union_membership(data, parse_expression(expression, data.conditions, data.levels))
    y = data.y
    member = above(x)
    against = below(x) & above(y) if necessity else member & below(y)
    shown = _shown(data.cases, against, labels)
    ax = new_axes(ax, (6.2, 6.2))
    ax.plot([0, 1], [0, 1], color=FAINT, linewidth=1.2, zorder=1)
    for line in (ax.axhline, ax.axvline):
        line(0.5, color=FAINT, linewidth=0.8, linestyle=":", zorder=1)
    colours = np.where(against, ORANGE, BLUE)
    filled = against | member
    ax.scatter(x[filled], y[filled], s=34, c=colours[filled], zorder=3, linewidth=0)
    ax.scatter(
        x[~filled], y[~filled], s=30, facecolors="none", edgecolors=colours[~filled], zorder=3
    )
    _annotate(ax, x, y, data.cases, shown, against)
    if against.any():
        ax.scatter([], [], s=34, color=ORANGE, label="contradicts the relation in kind")
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), frameon=False, fontsize=9.5)
    fit = (
        (("inclN", coverage(x, y)), ("covN", inclusion(x, y)))
        if necessity
        else (("inclS", inclusion(x, y)), ("covS", coverage(x, y)))
    )
    arrow = "<=" if necessity else "=>"
    ax.set_title(
        f"{broken(expression)} {arrow} {data.outcome}\n"
        + "   ".join(f"{k} {v:.3f}" for k, v in fit),
        loc="left",
        fontsize=10.5,
    )
    ax.set(
        xlabel="membership in the " + ("expression" if term is not None else f"model M{model + 1}"),
        ylabel=f"membership in {data.outcome}",
        xlim=(-0.03, 1.03),
        ylim=(-0.03, 1.03),
        aspect="equal",
    )
    bare(ax)
    return ax


def venn(table: TruthTable, names: Mapping[str, str] | None = None, ax: Axes | None = None) -> Axes:
    """All configurations of two to five crisp or fuzzy conditions as regions with their cases.

    A region is coloured by OUT, the stronger where it has cases, and holds their number.

    Parameters
    ----------
    names : mapping, optional
        Words to be drawn for conditions.

    Raises
    ------
    ParameterError
        Other numbers of conditions, or multi-value ones.
    """
    require_kind("table", table, TruthTable)
    conditions = list(table.data.conditions)
    k = len(conditions)
    if k not in ELLIPSES or table.data.multivalue or (table.row_levels > 2).any():
        found = f"{k} conditions" + (
            ", some of them multi-value or with '-'" if (table.row_levels > 2).any() else ""
        )
        raise ParameterError(
            "conditions", found, "2 to 5 with two values each, as a Venn diagram shows"
        )
    ax = new_axes(ax, (6.4, 6.2))
    from matplotlib.colors import to_rgba

    ticks = np.linspace(-REACH, REACH, POINTS)
    xs, ys = np.meshgrid(ticks, ticks)
    inside = np.array([inside_ellipse(xs, ys, *ellipse) for ellipse in ELLIPSES[k]])
    codes = sum(part.astype(int) << i for i, part in enumerate(inside))
    picture = np.zeros((*codes.shape, 4))
    for _, row in table.complete().iterrows():
        code = sum(int(row[c]) << i for i, c in enumerate(conditions))
        region = codes == code
        if code == 0:
            if row["n"]:
                ax.text(
                    REACH,
                    -REACH + 0.05,
                    f"none of them: {row['n']} ({OUT_WORDS[row['OUT']]})",
                    ha="right",
                )
            continue
        picture[region] = to_rgba(OUT_COLOURS[row["OUT"]], 0.75 if row["n"] else 0.25)
        if row["n"]:
            at = innermost(region)
            ax.text(ticks[at[1]], ticks[at[0]], f"{row['n']}", ha="center", va="center")
    ax.imshow(
        picture, extent=(-REACH, REACH, -REACH, REACH), origin="lower", interpolation="nearest"
    )
    for condition, part in zip(conditions, inside):
        ax.contour(ticks, ticks, part, levels=[0.5], colors=INK, linewidths=1)
        far = np.where(part, np.hypot(xs, ys), -1).argmax()
        px, py = xs.ravel()[far], ys.ravel()[far]
        ax.annotate(
            (names or {}).get(condition, condition),
            (px, py),
            textcoords="offset points",
            xytext=(9 * np.sign(px), 9 * np.sign(py)),
            ha="left" if px > 0 else "right",
            va="center",
            fontweight="bold",
        )
    _legend(ax, table.complete()["OUT"])
    ax.set_axis_off()
    top = ys[inside.any(axis=0)].max()
    ax.set(xlim=(-1.95, 1.95), ylim=(-1.8, top + 0.25))
    ax.set_title(f"{table.data.outcome}: cases by configuration", loc="left", fontsize=10.5)
    return ax


def truth_table_dots(
    table: TruthTable,
    sort: str = "OUT,incl",
    names: Mapping[str, str] | None = None,
    cases: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """The observed rows: filled dot for present, ring for absent, then OUT, n, inclusion and PRI.

    Parameters
    ----------
    sort : str
        As in `truth_table_sheet`.
    names : mapping, optional
        Words to be drawn for conditions.
    cases : bool
        Whether cases are named beside their row.
    """
    rows = truth_table_sheet(table, sort=sort).table.reset_index(drop=True)
    conditions = list(table.data.conditions)
    wide = len(conditions)
    ax = new_axes(ax, (0.62 * (wide + 5) + (2.6 if cases else 0), 1.3 + 0.36 * len(rows)))
    places = [*range(wide), wide + 0.3, wide + 1.3, wide + 2.3, wide + 3.3]
    for i, row in rows.iterrows():
        for j, condition in enumerate(conditions):
            _level(ax, j, i, row[condition], table.data.levels[j] > 2)
        ax.plot(places[wide], i, "s", color=OUT_COLOURS[row["OUT"]], markersize=11)
        for at, text in zip(
            places[wide + 1 :],
            (
                f"{row['n']}",
                f"{row['incl']:.2f}",
                "-" if pd.isna(row["PRI"]) else f"{row['PRI']:.2f}",
            ),
        ):
            ax.text(at, i, text, ha="center", va="center")
        if cases:
            ax.text(places[-1] + 0.7, i, few(row["cases"]), va="center", fontsize=9, color=QUIET)
    words = [
        *((names or {}).get(c, c) for c in conditions),
        table.data.outcome,
        "cases",
        "incl",
        "PRI",
    ]
    level = max(map(len, words)) < 7
    ax.set_xticks(places, words, rotation=0 if level else 35, ha="center" if level else "left")
    ax.xaxis.tick_top()
    ax.set_yticks(range(len(rows)), rows["row"])
    ax.set_ylabel("row")
    ax.set(ylim=(len(rows) - 0.4, -0.6), xlim=(-0.6, places[-1] + (4.4 if cases else 0.6)))
    bare(ax)
    ax.spines["bottom"].set_visible(False)
    _legend(ax, rows["OUT"])
    return ax


def ranges(stable: Sequence[StableRange], ax: Axes | None = None) -> Axes:
    """How far parameters may move before the models change: a bar each, a dot at the value chosen.

    Shares and other quantities (frequency, anchors in their own unit) have a scale each, which
    runs a little beyond the range; its ends are written.

    Parameters
    ----------
    stable : sequence of StableRange
        From `cutoff_range` and `anchor_range`.

    Raises
    ------
    ParameterError
    """
    require_kind("stable", stable, list, tuple)
    for i, each in enumerate(stable):
        require_kind(f"stable, entry {i}", each, StableRange)
    if not stable:
        raise ParameterError("stable", "no range", "at least one")
    ax = new_axes(ax, (6.4, 1.1 + 0.62 * len(stable)))
    for i, each in enumerate(stable):
        low, high = scale_of(each)
        at = [(v - low) / (high - low) for v in (each.lower, each.value, each.upper)]
        ax.plot([0, 1], [i, i], color=FAINT, linewidth=2, solid_capstyle="butt", zorder=1)
        ax.plot([at[0], at[2]], [i, i], color=BLUE, linewidth=9, solid_capstyle="butt", zorder=2)
        ax.plot(at[1], i, "o", color="white", markeredgecolor=INK, markersize=8, zorder=3)
        ax.text(
            at[1],
            i - 0.26,
            f"{each.value:g}",
            ha="center",
            va="bottom",
            fontsize=9.5,
            fontweight="bold",
        )
        narrow = at[2] - at[0] < 0.14
        for end, text, side in (
            (at[0], f"{'>' if each.lower_open else ''}{each.lower:.4g}", "right"),
            (at[2], f"{each.upper:.4g}", "left"),
        ):
            ax.text(
                end,
                i + 0.24,
                f" {text} ",
                ha=side if narrow else "center",
                va="top",
                fontsize=9,
                color=QUIET,
            )
    ax.set_yticks(range(len(stable)), [each.parameter for each in stable])
    ax.set_xticks([])
    ax.set(xlim=(-0.03, 1.03), ylim=(len(stable) - 0.3, -0.7))
    ax.set_title("Same models inside the bar; dot: value chosen", loc="left", fontsize=10.5)
    bare(ax)
    ax.spines["bottom"].set_visible(False)
    return ax


def _model(solution: Solution, model: int) -> Model:
    require_model(solution.models, model)
    return solution.models[model]


def _shown(cases: tuple[str, ...], against: np.ndarray, labels: bool | Sequence[str]) -> np.ndarray:
    """Which cases are named."""
    if labels is True:
        return against if len(cases) > MOST_LABELS else np.ones(len(cases), dtype=bool)
    if labels is False:
        return np.zeros(len(cases), dtype=bool)
    require_kind("labels", labels, list, tuple, set)
    unknown = [c for c in labels if c not in cases]
    if unknown:
        raise ParameterError("labels", repr(unknown[0]), "labels of cases")
    return np.isin(cases, list(labels))


def _annotate(
    ax: Axes,
    x: np.ndarray,
    y: np.ndarray,
    cases: tuple[str, ...],
    shown: np.ndarray,
    against: np.ndarray,
) -> None:
    """Names beside the points: joined where cases share one, led by a line where it is crowded.

    A line leads to a name wherever another point is as near to it as its own.
    """
    places: dict[tuple[float, float], list[int]] = {}
    for i in np.flatnonzero(shown):
        places.setdefault((round(float(x[i]), 3), round(float(y[i]), 3)), []).append(int(i))
    boxes = [(a - 0.011, b - 0.011, a + 0.011, b + 0.011) for a, b in zip(x, y)]
    for (at, height), members in sorted(places.items()):
        text = few([cases[i] for i in members])
        steps, box = free_place(at, height, LETTER * len(text), boxes)
        boxes.append(box)
        colour = ORANGE if against[members].any() else INK
        middle = (box[1] + box[3]) / 2
        ax.text(box[0], middle, text, fontsize=8.5, va="center", color=colour, zorder=4)
        others = np.hypot(x - at, y - height) > 1e-3
        mistaken = (away(x[others], y[others], box) <= away(at, height, box) + 1e-9).any()
        if steps or mistaken:
            end = min(max(at, box[0]), box[2])
            ax.plot([at, end], [height, middle], color=QUIET, linewidth=0.6, zorder=2)


def _level(ax: Axes, x: float, y: float, level: object, multivalue: bool) -> None:
    if level == "-" or level == DASH:
        ax.text(x, y, "–", ha="center", va="center")
    elif multivalue:
        ax.text(x, y, f"{level}", ha="center", va="center", fontweight="bold")
    else:
        ax.plot(
            x,
            y,
            "o",
            markersize=11,
            markeredgecolor=INK,
            markeredgewidth=1.6,
            markerfacecolor=INK if level else "none",
        )


def _legend(ax: Axes, out: pd.Series) -> None:
    """One square for each value of the outcome that occurs."""
    shown = [value for value in OUT_COLOURS if (out == value).any()]
    handles = [ax.plot([], [], "s", color=OUT_COLOURS[v], label=OUT_WORDS[v])[0] for v in shown]
    ax.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.01),
        ncols=len(shown),
        frameon=False,
        fontsize=9.5,
        handletextpad=0.3,
    )
