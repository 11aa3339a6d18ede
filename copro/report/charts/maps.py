"""Maps: classes with round limits, missing units shown as missing."""

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.patches import Patch

from copro.report.charts.axes import grid
from copro.report.charts.style import Canvas, Colours

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

# Equal-area projections, so that no region is drawn larger than it is.
PROJECTION = {"NOR": "EPSG:3035", "DEU": "EPSG:3035"}
# Where the outlines leave room for a legend: its corner, and where that is set.
LEGEND: dict[str, tuple[Literal["lower right", "lower left"], tuple[float, float]]] = {
    "NOR": ("lower right", (1.02, 0.02)),
    "DEU": ("lower left", (-0.14, -0.02)),
}


def choropleth(
    fig: Canvas,
    data: "GeoDataFrame",
    colours: Colours,
    *,
    values: Mapping[str, str],
    limits: Mapping[str, Sequence[float]],
    country: str,
    unit: str,
    diverging: bool = False,
    borders: "GeoDataFrame | None" = None,
) -> None:
    """Units shaded by value, one map for each column in ``values`` (column -> heading).

    ``limits`` gives the class limits by column; values below the first or above the last
    fall into the open end classes. Units without a value are hatched and named in the legend.
    ``borders`` is an optional frame of coarser outlines drawn on top.
    """
    ramp = colours.diverging if diverging else colours.ramp
    frame = data.to_crs(PROJECTION[country])
    for axis, (column, heading) in zip(grid(fig, len(values), 2), values.items()):
        edges = limits[column]
        shades = [ramp[round(i)] for i in np.linspace(0, len(ramp) - 1, len(edges) + 1)]
        known = frame[frame[column].notna()]
        known.plot(
            ax=axis,
            column=column,
            cmap=ListedColormap(shades),
            linewidth=0.15,
            norm=BoundaryNorm([-np.inf, *edges, np.inf], len(shades)),
            edgecolor=colours["paper"],
            rasterized=False,
        )
        missing = frame[frame[column].isna()]
        if len(missing):
            missing.plot(
                ax=axis,
                facecolor=colours["missing"],
                hatch="//////",
                linewidth=0.2,
                edgecolor=colours["quiet"],
            )
        if borders is not None:
            borders.to_crs(frame.crs).boundary.plot(ax=axis, color=colours["ink"], linewidth=0.5)
        axis.set_title(heading)
        axis.set_axis_off()
        keys = [
            Patch(facecolor=shade, edgecolor=colours["faint"], linewidth=0.5, label=words)
            for shade, words in zip(shades, _classes(edges))
        ]
        if len(missing):
            keys.append(
                Patch(
                    facecolor=colours["missing"],
                    hatch="//////",
                    edgecolor=colours["quiet"],
                    linewidth=0.3,
                    label=f"no value ({len(missing)})",
                )
            )
        corner, place = LEGEND[country]
        axis.legend(
            handles=keys,
            title=unit,
            loc=corner,
            fontsize=9.5,
            title_fontsize=9.5,
            handlelength=1.3,
            handleheight=1.0,
            alignment="left",
            borderaxespad=0,
            bbox_to_anchor=place,
        )


def _classes(edges: Sequence[float]) -> list[str]:
    words = [f"under {edges[0]:g}"]
    words += [f"{low:g} to {high:g}" for low, high in itertools.pairwise(edges)]
    return [*words, f"{edges[-1]:g} and over"]
