"""What the plain charts say beside their marks: values, gaps, years. The rows are made up."""

import pandas as pd
import pytest

from copro.report import charts
from copro.report.charts import style

ROWS = pd.DataFrame(
    {
        "who": ["a", "b", "a"],
        "value": [10.0, 20, 30],
        "panel": ["p", "p", "q"],
        "kind": ["k", "l", "k"],
        "said": ["10 %", "about 20 %", "30 %"],
    }
)


def words(axis):
    return [text.get_text() for text in axis.texts]


def test_values_stand_at_dots_of_several_series_where_no_row_has_two(axes):
    left, right = axes(
        charts.dots, ROWS, y="who", x="value", xlabel="", series="kind", panel="panel", digits=0
    )
    assert words(left) == ["10", "20"] and words(right) == ["30"]


def test_no_values_are_written_where_two_series_share_a_row(axes):
    (axis,) = axes(
        charts.dots,
        ROWS.assign(kind=["k", "l", "l"]),
        y="who",
        x="value",
        xlabel="",
        series="kind",
        digits=0,
    )
    assert words(axis) == []
    heights = [line.get_ydata().tolist() for line in axis.lines]
    assert heights[0][0] != heights[1][1]  # so that one dot doesn't cover the other


def test_a_row_without_a_value_says_so_and_words_replace_numbers(axes):
    left, right = axes(
        charts.dots,
        ROWS,
        y="who",
        x="value",
        xlabel="",
        panel="panel",
        text="said",
        gone="no value",
    )
    assert words(left) == ["10 %", "about 20 %"] and words(right) == ["30 %", "no value"]


@pytest.mark.parametrize(
    "years",
    [
        range(1996, 2017),
        range(2001, 2020),
        range(2000, 2003),
        [1999, 2004, 2009, 2014, 2019],
        [2020],
    ],
)
def test_the_first_and_the_last_year_are_named(axes, years):
    years = list(years)
    (axis,) = axes(
        charts.lines, pd.DataFrame({"year": years, "value": 1.0}), x="year", y="value", ylabel=""
    )
    ticks = list(axis.get_xticks())
    assert ticks[0] == years[0] and ticks[-1] == years[-1] and len(ticks) <= 9
    assert ticks == sorted(set(ticks)) and set(ticks) <= set(years)


def test_every_panel_of_the_first_column_names_its_unit(axes):
    data = pd.DataFrame({"year": [2001, 2002] * 4, "value": range(8), "panel": list("aabbccdd")})
    drawn = axes(charts.lines, data, x="year", y="value", ylabel="persons", panel="panel")
    assert [axis.get_ylabel() for axis in drawn] == ["persons", "", "persons", ""]


def test_panels_of_unlike_units_have_labels_of_their_own(axes):
    """Synthetic: two panels, one above the other."""
    data = pd.DataFrame({"year": [1, 2, 1, 2], "value": range(4), "of": ["a", "a", "b", "b"]})
    units = {"a": "hits", "b": "speeches"}
    drawn = axes(charts.lines, data, x="year", y="value", panel="of", columns=1, ylabel=units)
    assert [axis.get_ylabel() for axis in drawn] == ["hits", "speeches"]


def test_only_breaks_with_words_take_room_on_a_phone(axes):
    data = pd.DataFrame({"year": range(2001, 2009), "value": range(8)})
    two = {2005: "new question", 2007: "new sample"}
    tops = {
        axes(charts.lines, data, width=style.PHONE, x="year", y="value", ylabel="", breaks=breaks)[
            0
        ].get_ylim()[1]
        for breaks in (two, {2003: "", 2004: ""} | two)
    }
    assert len(tops) == 1
