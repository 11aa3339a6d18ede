"""Ranges, changes and the named map say their words where they belong. The rows are made up."""

import geopandas
import pandas as pd
import pytest
from shapely import MultiPolygon, box

from copro.report.charts import maps, ranges, style

ROWS = pd.DataFrame(
    {"what": ["beds", "homes"], "x": [3.0, 8], "low": [1.0, 5], "high": [5.0, 11], "said": "+"}
)
MOVED = pd.DataFrame({"x": [-5.0, -0.1, 0, 3], "named": ["A", None, None, "B"]})
UNITS = geopandas.GeoDataFrame(
    {
        "value": [10.0, 20, 30, None],
        "region": ["North: 10 %", None, "Fjord: 30 %", None],
        "town": [None, "Bergen", "Oslo", None],
    },
    geometry=[box(x, y, x + 1, y + 1) for x, y in ((20, 68), (6, 60), (10, 60), (8, 62))],
    crs="EPSG:4326",
)
NAMED = {
    "value": "value",
    "limits": [15, 25],
    "country": "NOR",
    "unit": "%",
    "region": "region",
    "town": "town",
}
CHANGES = {"x": "x", "step": 2, "named": "named", "xlabel": "", "ylabel": ""}
RANGES = {"y": "what", "x": "x", "low": "low", "high": "high", "text": "said", "xlabel": ""}


def words(axis):
    return [text.get_text() for text in axis.texts if text.get_text()]


def test_marks_of_a_range_stand_at_their_values(axes):
    (axis,) = axes(ranges.ranges, ROWS, marks={0: "no change", 10: "in step"}, **RANGES)
    places = {text.get_text(): text.xy[0] for text in axis.texts}
    assert places["no change"] == 0 and places["in step"] == 10
    assert [label.get_text() for label in axis.get_yticklabels()] == ["homes", "beds"]


def test_only_classes_below_none_are_coloured_as_a_fall(axes):
    (axis,) = axes(ranges.changes, MOVED, sides=("fell", "rose"), **CHANGES)
    bars = [bar for bar in axis.patches if bar.get_height()]
    fallen = [bar.get_height() for bar in bars if bar.get_x() < 0]
    assert sum(fallen) == 2 and sum(bar.get_height() for bar in bars) == 4
    assert len({bar.get_facecolor() for bar in bars if bar.get_x() < 0}) == 1
    assert bars[-1].get_facecolor() != bars[0].get_facecolor()
    assert words(axis) == ["fell", "rose", "A", "B"]


def test_a_map_names_its_regions_and_the_towns_of_the_inset_there(axes):
    large, small = axes(maps.named, UNITS, inset="Fjord: 30 %", **NAMED)
    assert words(large) == ["North: 10 %", "Bergen"] and words(small) == ["Oslo"]
    assert small.get_title(loc="right") == "Fjord: 30 %"
    entries = [text.get_text() for text in large.get_legend().get_texts()]
    assert entries == ["under 15", "15 to 25", "25 and over", "no value (1)"]


@pytest.mark.parametrize("apart, borders", [(30_000, 1), (100_000, 2)])
def test_one_border_goes_around_islands_that_lie_close(apart, borders):
    west, east = box(0, 0, 1e4, 1e4), box(1e4 + apart, 0, 2e4 + apart, 1e4)
    for _ in ("found", "kept"):
        around = maps._around(MultiPolygon([west, east]))
        assert len(getattr(around, "geoms", [around])) == borders


def test_on_a_phone_the_number_of_a_region_has_its_own_line(axes):
    large, small = axes(maps.named, UNITS, width=style.PHONE, inset="Fjord: 30 %", **NAMED)
    assert words(large)[0] == "North\n10 %" and small.get_title(loc="right") == "Fjord\n30 %"


def test_an_inset_that_is_no_region_is_an_error(axes):
    with pytest.raises(ValueError, match="no unit with the words 'Elsewhere'"):
        axes(maps.named, UNITS, inset="Elsewhere", **NAMED)
