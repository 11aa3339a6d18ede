"""Maps: classes with round limits, missing units shown as missing."""

import hashlib
import itertools
from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

from copro.kept import kept
from copro.report.charts import style
from copro.report.charts.style import Axes, Canvas, Colours

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

# Equal-area projections, so that no region is drawn larger than it is.
PROJECTION = {"DNK": "EPSG:25832", "NOR": "EPSG:3035", "DEU": "EPSG:3035"}
LEGEND_TYPE: dict[str, Any] = {
    "fontsize": 9.5,
    "title_fontsize": 9.5,
    "handlelength": 1.3,
    "handleheight": 1.0,
    "alignment": "left",
    "borderaxespad": 0,
}
OUTSIDE = 20_000  # metres: how far islands may lie apart within one border
INSET = (0.56, 0.0, 0.44, 0.4)  # left, bottom, width and height within the axes


def named(
    fig: Canvas,
    data: "GeoDataFrame",
    colours: Colours,
    *,
    value: str,
    limits: Sequence[float],
    country: str,
    unit: str,
    region: str,
    town: str,
    inset: str,
) -> None:
    """One large map, with the words of ``region`` at each region and the names of towns.

    ``region`` and ``town`` are columns, empty where nothing is named: the units of one region have
    the same words and a border around them; ``inset`` are the words of the region that is drawn
    once more, larger, in the lower right corner. Made for outlines that leave the upper left and
    the lower right free, as those of Norway do.

    Raises ``ValueError`` if no unit lies in the region of the inset.
    """
    frame = data.to_crs(PROJECTION[country])
    if not (frame[region] == inset).any():
        raise ValueError(f"no unit with the words {inset!r} in column {region!r}")
    if style.narrow(fig):  # as tall as the outlines need
        root = style.whole(fig)
        root.set_figheight(1.4 * root.get_figwidth())
    axis = fig.subplots()
    axis.set_axis_off()
    shades = shades_of(colours.ramp, limits)
    shaded(axis, frame, value, limits, shades, colours)
    whole = frame.set_geometry(frame.make_valid())  # corners that cross cannot be joined
    regions = whole[[region, "geometry"]].dissolve(by=region).geometry
    border = regions.map(_around)
    for words, line in border.items():
        axis.plot(*_longest(line).xy, color=colours["ink"], linewidth=1)
        if words != inset:  # the other one says it above its own map
            _named(axis, _in_lines(fig, str(words)), line.bounds)
    own = frame[frame[region] == inset]
    _towns(axis, frame[frame[town].notna() & (frame[region] != inset)], town, colours)
    small = axis.inset_axes(INSET)
    small.set_axis_off()
    shaded(small, own, value, limits, shades, colours)
    _towns(small, own[own[town].notna()], town, colours)
    small.set_title(_in_lines(fig, inset), fontsize=11, loc="right")
    _, bottom, right, top = border[inset].bounds
    axis.annotate(
        "",
        (INSET[0], INSET[1] + INSET[3] / 2),
        xycoords="axes fraction",
        xytext=(right, (bottom + top) / 2),
        textcoords="data",
        arrowprops={"arrowstyle": "->", "color": colours["quiet"], "linewidth": 1.2},
    )
    axis.legend(
        handles=keys(frame, value, limits, shades, colours),
        title=unit,
        loc="upper left",
        bbox_to_anchor=(0, 1),
        **LEGEND_TYPE,
    )


def _around(shape: Any) -> Any:
    """The border around a region with its islands, not around each; found once, in a second."""
    import shapely

    def found() -> bytes:
        whole = shapely.buffer(shapely.buffer(shape, OUTSIDE, 16), -OUTSIDE / 2, 16)
        return shapely.to_wkb(shapely.boundary(whole))

    sources = [shape.wkb, f"{OUTSIDE} {shapely.geos_version_string}".encode()]
    name = hashlib.sha256(shape.wkb).hexdigest()
    return shapely.from_wkb(kept(f"borders/{name}.wkb", sources, found))


def _in_lines(fig: Canvas, words: str) -> str:
    """The words of a region; on a phone its number stands in a line of its own."""
    return words.replace(": ", "\n") if style.narrow(fig) else words


def _longest(line: Any) -> Any:
    """The longest piece of a border."""
    return max(getattr(line, "geoms", [line]), key=attrgetter("length"))


def _named(axis: Axes, words: str, bounds: tuple[float, float, float, float]) -> None:
    """The words of a region at the left of its upper part, where the sea is."""
    left, bottom, right, top = bounds
    axis.annotate(
        words,
        (left + 0.3 * (right - left), bottom + 0.75 * (top - bottom)),
        ha="right",
        va="center",
        fontsize=11,
        fontweight="semibold",
    )


def _towns(axis: Axes, units: "GeoDataFrame", town: str, colours: Colours) -> None:
    """A ring and a name for each unit, with a rim in the colour of the page."""
    for name, point in zip(units[town], units.geometry.representative_point()):
        axis.plot(
            point.x,
            point.y,
            "o",
            markersize=4.5,
            markerfacecolor=colours["paper"],
            markeredgecolor=colours["ink"],
        )
        text = axis.annotate(
            name,
            (point.x, point.y),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=9.5,
        )
        text.set_path_effects([withStroke(linewidth=2.5, foreground=colours["paper"])])


def shades_of(ramp: Sequence[str], edges: Sequence[float]) -> list[str]:
    """A shade for each class between and beyond the edges."""
    return [ramp[round(i)] for i in np.linspace(0, len(ramp) - 1, len(edges) + 1)]


def shaded(
    axis: Axes,
    frame: "GeoDataFrame",
    column: str,
    edges: Sequence[float],
    shades: Sequence[str],
    colours: Colours,
) -> None:
    """The units in the shade of their class; those without a value hatched."""
    known, missing = frame[frame[column].notna()], frame[frame[column].isna()]
    known.plot(
        ax=axis,
        column=column,
        cmap=ListedColormap(shades),
        linewidth=0.15,
        norm=BoundaryNorm([-np.inf, *edges, np.inf], len(shades)),
        edgecolor=colours["paper"],
        rasterized=False,
    )
    if len(missing):
        missing.plot(
            ax=axis,
            facecolor=colours["missing"],
            hatch="//////",
            linewidth=0.2,
            edgecolor=colours["quiet"],
        )


def keys(
    frame: "GeoDataFrame",
    column: str,
    edges: Sequence[float],
    shades: Sequence[str],
    colours: Colours,
) -> list[Patch]:
    """The entries of the legend: a patch for each class, and one for units without a value."""
    found = [
        Patch(facecolor=shade, edgecolor=colours["faint"], linewidth=0.5, label=words)
        for shade, words in zip(shades, classes(edges))
    ]
    missing = int(frame[column].isna().sum())
    if missing:
        found.append(
            Patch(
                facecolor=colours["missing"],
                hatch="//////",
                edgecolor=colours["quiet"],
                linewidth=0.3,
                label=f"no value ({missing})",
            )
        )
    return found


def classes(edges: Sequence[float]) -> list[str]:
    """Names of the classes between limits.

    >>> classes([10, 20])
    ['under 10', '10 to 20', '20 and over']
    """
    words = [f"under {edges[0]:g}"]
    words += [f"{low:g} to {high:g}" for low, high in itertools.pairwise(edges)]
    return [*words, f"{edges[-1]:g} and over"]
