"""What lies over a map of places in a browser: the outlines of its picture, with names and values.

A layer is read from the drawing of the figure (``files/ID.svg``) and its table (``files/ID.csv``),
so it shows what the picture shows. ``book/_static/maps.js`` lays it over the picture when a reader
comes near it.
"""

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree

from copro.errors import Expected

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "maps"  # below the root of the site
SCALE = 2  # steps of the grid in a point of the drawing
COARSE = 0.6  # points by which a border may move: less than a pixel
SVG = "{http://www.w3.org/2000/svg}"


class Map(NamedTuple):
    """A map of a country: the columns of its table that hold code, name and value, and its unit."""

    country: str
    code: str
    name: str
    value: str
    unit: str


MAPS = {
    "no-elderly-coverage-map": Map(
        "NOR", "municipality_code", "municipality_name", "home_services_users_80plus_pct",
        "% of people aged 80 or over",
    ),
    "de-elderly-mix-map": Map(
        "DEU", "kreis_code", "kreis_name", "share_cash_allowance_pct",
        "% of people in need of care",
    ),
    "de-elderly-homes-map": Map(
        "DEU", "kreis_code", "kreis_name", "share_residential_longterm_care_pct",
        "% of people in need of care",
    ),
}  # fmt: skip


class LayerError(Expected):
    """A drawing whose shapes are not the rows of its table."""


def write(html: Path) -> None:
    """Write the layer of each map as a script that its page loads."""
    import pandas as pd

    folder = html / FOLDER
    folder.mkdir(exist_ok=True)
    for id, of in MAPS.items():
        table = pd.read_csv(html / "files" / f"{id}.csv", dtype={of.code: str})
        drawing = ElementTree.parse(html / "files" / f"{id}.svg").getroot()
        text = json.dumps(layer(drawing, table, of), ensure_ascii=False, separators=(",", ":"))
        (folder / f"{id}.js").write_text(
            f'(window.coproMaps ??= {{}})["{id}"] = {text};\n', encoding="utf-8"
        )


def layer(drawing: ElementTree.Element, table: "pd.DataFrame", of: Map) -> dict[str, Any]:
    """Names, values and outlines: ``{"box", "country", "unit", "units", "shapes"}``.

    ``units`` are rows of code, name and value (``None`` if there is none) in the order of their
    names; ``shapes`` pair the place of a unit among them with an outline, as a path of SVG. A unit
    that is drawn once more in an inset has two. Raises ``LayerError``.
    """
    named = table.sort_values(of.name, kind="stable").reset_index()
    place = {row: here for here, row in enumerate(named["index"])}
    values = named[of.value].astype(float)
    units = [
        [code, name, None if math.isnan(value) else round(value, 1)]
        for code, name, value in zip(named[of.code], named[of.name], values)
    ]
    shapes = [
        [place[row], outline(path)]
        for rows, paths in drawn(drawing, table, of)
        for row, path in zip(rows, paths)
    ]
    _, _, width, height = (float(n) for n in drawing.attrib["viewBox"].split())
    box = [round(width * SCALE), round(height * SCALE)]
    return {"box": box, "country": of.country, "unit": of.unit, "units": units, "shapes": shapes}


def drawn(
    drawing: ElementTree.Element, table: "pd.DataFrame", of: Map
) -> Iterator[tuple[list[int], list[str]]]:
    """Rows of the table and their paths, by group of the drawing: those with a value, those
    without, and those of an inset. Raises ``LayerError`` where a group has another number.
    """
    known = table[of.value].notna()
    expected = [table.index[known], table.index[~known]] if not known.all() else [table.index]
    if "region" in table:
        # The inset repeats one region: that with as many rows. Of two such, none can be told.
        counts = table[known].groupby("region").size().drop_duplicates(keep=False)
        groups = {n: table.index[known & (table["region"] == name)] for name, n in counts.items()}
    else:
        groups = {}
    found = [g for g in drawing.iter(f"{SVG}g") if g.get("id", "").startswith("_GeoPandas")]
    for number, group in enumerate(found):
        paths = [path.attrib["d"] for path in group.iter(f"{SVG}path")]
        rows = expected[number] if number < len(expected) else groups.get(len(paths), [])
        if len(rows) != len(paths):
            raise LayerError(
                f"a map has {len(paths)} shapes in its part {number + 1}, "
                f"its table {len(rows)} rows for it"
            )
        yield list(rows), paths


def outline(path: str) -> str:
    """A path of matplotlib on the grid of the layer, without steps that nobody sees.

    >>> outline("M 1 1 L 3 1 L 3 1.01 L 3 3 L 1 3 z")
    'M2 2l4 0 0 4 -4 0z'
    """
    import numpy as np
    from shapely import LinearRing

    from copro.book.pages.place_maps import closed

    parts = []
    for part in re.split("[zZ]", path):
        numbers = np.array(re.findall(r"-?\d+\.?\d*", part), dtype=float).reshape(-1, 2)
        if len(numbers) < 3:
            continue
        simple = np.asarray(LinearRing(numbers).simplify(COARSE).coords)
        parts.append(closed(simple * [1, -1], 1 / SCALE, -1 / SCALE, SCALE))
    return "".join(parts)
