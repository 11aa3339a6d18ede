"""A series over the years on a ground of named periods, none of which a line crosses."""

from collections.abc import Mapping, Sequence

import pandas as pd

from copro.report.charts import style
from copro.report.charts.axes import mark_years, pieces
from copro.report.charts.style import Canvas, Colours

Periods = Mapping[str, tuple[int, int]]  # name -> first and last year


def periods(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    x: str,
    y: str,
    low: str,
    high: str,
    ylabel: str,
    spans: Periods,
    apart: Sequence[int] = (),
    iso3: str = "NOR",
) -> None:
    """A line with its band, cut where a period ends; every other period is shaded, and each is
    named at its top. Years ``apart``, of which only a part is there, are hollow dots with their
    interval, which no line meets; a year that is cut off on both sides is a dot too.
    """
    axis, shade = fig.subplots(), colours[style.COUNTRY[iso3]]
    cuts = {begin: "" for begin, _ in list(spans.values())[1:]}
    cuts |= {end: "" for year in apart for end in (year, year + 1)}
    for piece in pieces(data.sort_values(x), x, cuts):
        if len(piece) == 1:
            axis.vlines(piece[x], piece[low], piece[high], color=shade, linewidth=1.4, alpha=0.6)
            within = colours["paper"] if piece[x].iloc[0] in apart else shade
            axis.plot(piece[x], piece[y], "o", color=shade, markerfacecolor=within)
            continue
        axis.fill_between(piece[x], piece[low], piece[high], color=shade, alpha=0.25, linewidth=0)
        axis.plot(piece[x], piece[y], color=shade, marker="o", markersize=4)
    axis.set_ylim(0, 1.22 * data[high].max())
    for place, (name, (begin, end)) in enumerate(spans.items()):
        if place % 2 == 0:
            axis.axvspan(begin - 0.5, end + 0.5, color=colours["faint"], alpha=0.35, linewidth=0)
        # One below the other, so that the names of short periods do not meet.
        axis.annotate(
            name,
            ((begin + end) / 2, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, -4 - 13 * (place % 2)),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=9.5,
        )
    mark_years(axis, data[x])
    axis.set(ylabel=ylabel, xlabel="")
