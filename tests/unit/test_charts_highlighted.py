"""Some countries among all. Rows are made up for the test."""

import pandas as pd
import pytest

from copro.report.charts import highlighted, style

ROWS = pd.DataFrame(
    {
        "label": "Beds",
        "unit": "%",
        "digits": 0,
        "iso3": ["NOR", "SWE", "AUT", "DNK"],
        "country": ["Norway", "Sweden", "Austria", "Denmark"],
        "value": [1.0, 2.0, 3.0, None],
        "position": [0.0, 50.0, 100.0, None],
        "low": 1.0,
        "lower": 1.5,
        "middle": 2.0,
        "upper": 2.5,
        "high": 3.0,
        "countries": 3,
    }
)


def words(figure):
    return [text.get_text() for axis in figure.axes for text in axis.texts] + [
        text.get_text() for legend in figure.legends for text in legend.get_texts()
    ]


def test_fixed_colours_stay_and_others_take_free_ones():
    assert highlighted.palette(["NOR", "DEU", "DNK"]) == style.COUNTRY
    found = highlighted.palette(["SWE", "NOR", "AUT"])
    assert found["NOR"] == "orange" and len(set(found.values())) == 3
    with pytest.raises(ValueError, match="7 countries"):
        highlighted.palette(list("abcdefg"))


def test_strips_write_the_value_of_a_chosen_country_or_that_it_has_none(drawn):
    found = words(drawn(highlighted.strips, ROWS, focus=["NOR", "DNK"]))
    assert {"Norway", "Denmark", "no value: Denmark", "1.0"} <= set(found) and "2.0" not in found


def test_strips_mark_the_middle_half_by_a_band_and_all_others_by_dots(drawn):
    axis = drawn(highlighted.strips, ROWS, focus=["NOR", "DNK"]).axes[0]
    (band,) = axis.patches
    assert (band.get_x(), band.get_width()) == (25, 50)
    assert [len(line.get_xdata()) for line in axis.lines if line.get_alpha() == 0.35] == [2]


def test_lines_stop_at_a_break_and_absent_countries_are_written(drawn):
    data = pd.DataFrame(
        {"iso3": "NOR", "country": "Norway", "year": [1990, 1996, 2006], "v": [1.0, 2, 3]}
    )
    figure = drawn(
        highlighted.paths,
        data,
        focus=["NOR"],
        x="year",
        y="v",
        ylabel="%",
        breaks={1996: "new"},
        absent=["Denmark"],
    )
    assert [list(line.get_xdata()) for line in figure.axes[0].lines[:2]] == [[1990], [1996, 2006]]
    assert {"Norway", "new", "no value: Denmark"} <= set(words(figure))
