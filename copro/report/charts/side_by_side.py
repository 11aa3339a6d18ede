"""Countries in columns of their own, measures in blocks: to be read down a column, not across."""

from collections.abc import Mapping

import pandas as pd

from copro.report.charts import style
from copro.report.charts.style import Axes, Canvas, Colours
from copro.report.words.numbers import number

# Label of the axis, value to compare with, whether logarithmic, digits.
Scale = tuple[str, float | None, bool, int]


def side_by_side(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    block: str,
    row: str,
    country: str,
    iso3: str,
    value: str,
    low: str,
    high: str,
    scales: Mapping[str, Scale],
    gone: str,
    absent: str,
) -> None:
    """Dots with intervals, a column a country and a band of rows a block.

    ``scales`` maps a block to (label of its axis, value to compare with or None, logarithmic,
    digits). A single row without a value says ``gone``; a country without any value in a block says
    ``absent``.
    """
    blocks, countries = (list(dict.fromkeys(data[c])) for c in (block, country))
    sizes = [data.loc[data[block] == b, row].nunique() for b in blocks]
    axes = fig.subplots(
        len(blocks),
        len(countries),
        sharex="row",
        sharey="row",
        squeeze=False,
        height_ratios=[n + 0.6 for n in sizes],
    )
    for band, name in zip(axes, blocks):
        rows = list(dict.fromkeys(data.loc[data[block] == name, row]))
        for axis, who in zip(band, countries):
            part = data[(data[block] == name) & (data[country] == who)]
            _cell(
                axis, part, rows, colours, (row, iso3, value, low, high), scales[name], gone, absent
            )
            axis.set_title(who if name == blocks[0] else "")
        band[0].set_yticks(range(len(rows)), rows)
        band[0].set_ylim(len(rows) - 0.4, -0.7)
        band[0].annotate(
            name,
            (0, -0.62),
            xycoords=band[0].get_yaxis_transform(),
            xytext=(-6, 4),
            ha="right",
            va="bottom",
            fontsize=11,
            textcoords="offset points",
            fontweight="semibold",
            annotation_clip=False,
        )
        band[len(band) // 2].set_xlabel(scales[name][0], fontsize=9.5)


def _cell(
    axis: Axes,
    part: pd.DataFrame,
    rows: list[str],
    colours: Colours,
    columns: tuple[str, str, str, str, str],
    scale: Scale,
    gone: str,
    absent: str,
) -> None:
    row, iso3, value, low, high = columns
    _, compare, logarithmic, digits = scale
    if logarithmic:
        axis.set_xscale("log")
        axis.set_xticks([0.25, 1, 4], ["¼", "1", "4"])
        axis.set_xlim(0.1, 12)
        axis.minorticks_off()
    else:
        axis.set_xlim(-4, 104)
    axis.grid(False, axis="y")
    if part[value].isna().all():
        axis.grid(False)
        axis.text(
            0.5,
            0.5,
            absent,
            transform=axis.transAxes,
            ha="center",
            va="center",
            style="italic",
            fontsize=9.5,
            color=colours["quiet"],
        )
        return
    axis.grid(True, axis="x")
    if compare is not None:
        axis.axvline(compare, color=colours["quiet"], linewidth=1, zorder=0)
    for one in part.to_dict("records"):
        at, shade = rows.index(one[row]), colours[style.COUNTRY[one[iso3]]]
        if pd.isna(one[value]):
            axis.annotate(
                gone,
                (axis.get_xlim()[0], at),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
                style="italic",
                color=colours["quiet"],
            )
            continue
        axis.hlines(at, one[low], one[high], color=shade, linewidth=2.4, alpha=0.6)
        axis.plot(one[value], at, "o", color=shade, markersize=6)
        axis.annotate(
            number(one[value], digits if one[value] >= 1 else 2),
            (one[value], at),
            xytext=(0, 5),
            textcoords="offset points",
            ha="center" if logarithmic or one[value] > 8 else "left",
            fontsize=9,
        )
