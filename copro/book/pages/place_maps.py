"""Outlines of places as SVG paths: one file a county or Land, and one for each country."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from copro.report.charts.maps import PROJECTION

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries
    from shapely import LinearRing
    from shapely.geometry.base import BaseGeometry

WIDTH = 600  # grid units across a map of a county; a map of a country has half as many
SPECK = 6.0  # square grid units; a smaller island or hole is not drawn, unless it is all there is


class Map(TypedDict):
    """Width and height in grid units, and a path for each code."""

    box: list[int]
    paths: dict[str, str]


def regional(frame: "GeoDataFrame", code: str, region: Mapping[str, str]) -> dict[str, Map]:
    """Maps by region, with a path for each unit code.

    ``frame`` is ``projected`` and has the column ``code``; ``region`` gives the region of each
    unit code.
    """
    regions = frame[code].map(region)
    return {
        name: _map(frame[regions == name].set_index(code).geometry, WIDTH)
        for name in sorted(set(regions))
    }


def overview(frame: "GeoDataFrame", code: str, region: Mapping[str, str]) -> Map:
    """One map of a country, its units joined to regions: ``paths`` is by region code."""
    from geopandas import GeoSeries
    from shapely import geometrycollections

    units = frame.geometry.groupby(frame[code].map(region))
    regions = GeoSeries({name: geometrycollections(own.to_numpy()) for name, own in units})
    # Rounding in the source leaves hair-thin gaps between neighbours; 300 m close them.
    return _map(regions.buffer(300).buffer(-300), WIDTH // 2)


def projected(outlines: "GeoDataFrame", country: str) -> "GeoDataFrame":
    """Outlines in WGS84 as the maps of a country show them, in metres."""
    frame = outlines.to_crs(PROJECTION[country])
    return frame.set_geometry(frame.make_valid())  # rounding made some outlines cross themselves


def _map(shapes: "GeoSeries", width: int) -> Map:
    import shapely

    left, bottom, right, top = shapes.total_bounds
    height = width * (top - bottom) / (right - left)
    scale = width / (right - left) if height <= 1.4 * width else 1.4 * width / (top - bottom)
    # Borders that two units share are simplified once, so that neighbours still fit together.
    simple = shapely.coverage_simplify(np.asarray(shapes.array), 1.5 / scale)
    box = [round((right - left) * scale) + 2, round((top - bottom) * scale) + 2]
    paths = {name: _path(shape, left, top, scale) for name, shape in zip(shapes.index, simple)}
    return {"box": box, "paths": paths}


def _path(shape: "BaseGeometry", left: float, top: float, scale: float) -> str:
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
    largest = max(parts, key=lambda part: part.area)
    kept = [part for part in parts if part is largest or part.area * scale**2 >= SPECK]
    rings = [
        ring
        for part in kept
        for ring in (
            part.exterior,
            *(hole for hole in part.interiors if _area(hole) * scale**2 >= SPECK),
        )
    ]
    return "".join(closed(np.asarray(ring.coords), left, top, scale) for ring in rings)


def _area(ring: "LinearRing") -> float:
    from shapely import Polygon

    return Polygon(ring).area


def closed(points: np.ndarray, left: float, top: float, scale: float) -> str:
    """A closed ring: whole numbers, each step from the point before, standing still left out."""
    grid = (
        np.rint(
            np.column_stack([(points[:, 0] - left) * scale, (top - points[:, 1]) * scale])
        ).astype(int)
        + 1
    )
    steps = np.diff(grid[:-1], axis=0)
    steps = steps[steps.any(axis=1)]
    if len(steps) < 2:
        steps = np.array([[2, 0], [0, 2]])  # smaller than the grid: a dot
    return f"M{grid[0, 0]} {grid[0, 1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z"
