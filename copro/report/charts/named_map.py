"""One map of a country, large enough to read: classes with round limits, regions by name."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from matplotlib.patheffects import withStroke

from copro.report.charts import style
from copro.report.charts.maps import PROJECTION, keys, shaded, shades_of
from copro.report.charts.style import Canvas, Colours

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

ON_PHONE = 1.7  # height over width, so that a map fills a narrow figure


def named_map(
    fig: Canvas,
    data: "GeoDataFrame",
    colours: Colours,
    *,
    value: str,
    limits: Sequence[float],
    country: str,
    unit: str,
    borders: "GeoDataFrame",
    names: Mapping[str, tuple[str, float, float]],
    key: str,
) -> None:
    """Units shaded by ``value``, with coarser ``borders`` on top and their names.

    ``names`` maps the column ``key`` of the borders to (name, shift east, shift north in km);
    regions that it leaves out have no name. The legend stands below the map. Units without a value
    are hatched and counted in the legend.
    """
    small = style.narrow(fig)
    if small:
        whole = style.whole(fig)
        whole.set_figheight(ON_PHONE * whole.get_figwidth())
    axis = fig.subplots()
    frame, outer = data.to_crs(PROJECTION[country]), borders.to_crs(PROJECTION[country])
    shades = shades_of(colours.ramp, limits)
    shaded(axis, frame, value, limits, shades, colours)
    outer.boundary.plot(ax=axis, color=colours["ink"], linewidth=0.6)
    points = outer.set_index(key).geometry.representative_point()
    for code, (name, east, north) in names.items():
        axis.annotate(
            name,
            (points[code].x + 1000 * east, points[code].y + 1000 * north),
            ha="center",
            va="center",
            fontsize=6.5 if small else 8.5,
            fontweight="semibold",
            color=colours["ink"],
            path_effects=[withStroke(linewidth=2, foreground=colours["paper"])],
        )
    axis.set_axis_off()
    handles = keys(frame, value, limits, shades, colours)
    fig.legend(
        handles=handles,
        title=unit,
        loc="outside lower left",
        ncols=3 if small else len(handles),
        fontsize=9.5,
        title_fontsize=9.5,
        handlelength=1.3,
        handleheight=1.0,
        alignment="left",
    )
