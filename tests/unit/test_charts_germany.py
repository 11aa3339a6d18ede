"""Slopes and the map with names. Rows are made up for the test."""

import pandas as pd
import pytest

from copro.report.charts.named_map import named_map
from copro.report.charts.slope import slopes


def test_strong_lines_carry_values_and_names_that_do_not_touch(drawn):
    rows = pd.DataFrame(
        {
            "base": ["one", "two"] * 3,
            "index": [115.0, 95, 94, 94, 100, 101],
            "group": ["Rural", "Rural", "City", "City", "Other", "Other"],
            "side": "East",
            "named": [True] * 4 + [False] * 2,
        }
    )
    axis = drawn(
        slopes,
        rows,
        x="base",
        y="index",
        series="group",
        side="side",
        named="named",
        palette={"East": "purple"},
        ylabel="Germany = 100",
    ).axes[0]
    at = {text.get_text(): text.xy[1] for text in axis.texts}
    assert set(at) == {"115", "94", "95 Rural", "94 City"}
    low, high = axis.get_ylim()
    assert at["95 Rural"] - at["94 City"] >= 0.05 * (high - low)


def test_a_map_names_its_regions_and_counts_units_without_a_value(drawn):
    geopandas, shapely = pytest.importorskip("geopandas"), pytest.importorskip("shapely")
    units = geopandas.GeoDataFrame(
        {"land": ["A", "A", "B"], "share": [1.0, None, 3.0]},
        geometry=[shapely.box(x, 50, x + 1, 51) for x in (8, 9, 10)],
        crs="EPSG:4326",
    )
    figure = drawn(
        named_map,
        units,
        value="share",
        limits=[2],
        country="DEU",
        unit="percent",
        borders=units.dissolve("land").reset_index(),
        names={"A": ("Aland", 0, 0)},
        key="land",
    )
    assert [text.get_text() for text in figure.axes[0].texts] == ["Aland"]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == [
        "under 2",
        "2 and over",
        "no value (1)",
    ]
