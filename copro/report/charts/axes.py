"""What charts share: panels and their headings, axes of years, breaks, the legend above."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from copro.report.charts import style
from copro.report.charts.style import Axes, Canvas, Colours

if TYPE_CHECKING:
    from matplotlib.axis import Axis
    from matplotlib.gridspec import SubplotSpec

# A year in which a definition changes -> the words beside its line; none, for a line without words.
Breaks = Mapping[int, str]


def grid(fig: Canvas, count: int, columns: int, phone: int = 1, **share: Any) -> list[Axes]:
    """``count`` axes in rows of at most ``columns``; spare ones are taken away.

    On a phone rows are of at most ``phone``, and the figure grows with their number.
    """
    wide = min(count, columns)
    rows = -(-count // wide)
    if style.narrow(fig) and wide > phone:
        root, before = style.whole(fig), rows
        wide, rows = phone, -(-count // phone)
        root.set_figheight(root.get_figheight() * (0.25 + 0.75 * rows / before))
    axes = np.atleast_1d(fig.subplots(rows, wide, **share)).ravel()
    for axis in axes:  # an axis that is shared is read at every panel
        axis.tick_params(labelbottom=True)
    for spare in axes[count:]:
        spare.remove()
    return list(axes[:count])


def spot(axis: Axes) -> "SubplotSpec":
    """Where a panel stands in its grid."""
    place = axis.get_subplotspec()
    if place is None:
        raise ValueError("an axis that stands in no grid")
    return place


def heading(axis: Axes, name: str | None) -> str:
    """The heading of a panel in lines that fit its width."""
    across = 40 if style.narrow(axis.figure) else 56
    return textwrap.fill(name or "", across // spot(axis).get_gridspec().ncols)


def pieces(rows: pd.DataFrame, x: str, breaks: Breaks | None) -> list[pd.DataFrame]:
    """The stretches of a series between its breaks."""
    edges = sorted(breaks or {})
    return [piece for _, piece in rows.groupby(np.searchsorted(edges, rows[x], side="right"))]


def mark_breaks(axis: Axes, breaks: Breaks | None, colours: Colours) -> None:
    """Dotted lines with a few words, for which room is made above the lines."""
    # Where the words would meet side by side: one below the other.
    phone = style.narrow(axis.figure)
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


def absent(
    axis: Axes,
    place: tuple[float, float],
    words: str,
    colours: Colours,
    *,
    fontsize: float = 9.5,
    xycoords: Any = "data",
) -> None:
    """Words in the row of a mark that is not there, beside ``place``."""
    axis.annotate(
        words,
        place,
        xycoords=xycoords,
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        fontsize=fontsize,
        style="italic",
        color=colours["quiet"],
    )


def mark_years(axis: Axes, values: pd.Series) -> None:
    """Whole years on the axis, as many as fit, among them the first and the last."""
    years = sorted(set(values))
    least = max(1, -(-len(years) // 8))
    step = next((s for s in range(least, 2 * least + 1) if (len(years) - 1) % s == 0), least)
    axis.set_xticks([years[0], *years[: step - 1 : -step][::-1]])
    axis.grid(False, axis="x")


def thousands(axis: "Axis") -> None:
    """Large numbers on an axis of values are written as in the text."""
    if max(map(abs, axis.get_view_interval())) >= 1000:
        axis.set_major_formatter("{x:,.0f}")


def legend_above(fig: Canvas, axis: Axes, title: str | None = None) -> None:
    """One legend above the panels, in the order of the series."""
    handles, labels = axis.get_legend_handles_labels()
    own = axis.get_legend()
    if own is not None:  # seaborn puts one into the panel
        handles = [handle for handle in own.legend_handles if handle is not None]
        labels = [text.get_text() for text in own.get_texts()]
        own.remove()
    fig.legend(
        handles,
        labels,
        loc="outside upper left",
        ncols=legend_columns(fig, labels),
        handletextpad=0.4,
        columnspacing=1.2,
        title=title,
        alignment="left",
    )


def legend_columns(fig: Canvas, labels: Sequence[str], most: int = 3) -> int:
    """As many columns of a legend as there are names, as ``most`` allows, and as fit on a phone."""
    fitting = 44 // (max(map(len, labels)) + 4) if style.narrow(fig) else most
    return max(1, min(most, len(labels), fitting))
