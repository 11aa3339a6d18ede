"""Shares against a limit, and countries in columns: what is missing is written into the figure.

All rows are made up.
"""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection

from copro.report.charts import limits, side_by_side, specification_curve, style


@pytest.fixture
def fig():
    made = plt.figure()
    yield made
    plt.close(made)


def words(fig):
    return [text.get_text() for axis in fig.axes for text in axis.texts]


def test_bounds_are_drawn_as_bars_figures_as_dots_and_gaps_in_words(fig):
    rows = pd.DataFrame(
        [
            ("G", "one", "NOR", 5.0, 5, 5, "5 %"),
            ("G", "two", "DEU", None, 0, 60, "at most 60 %"),
            ("H", "three", "SWE", None, None, None, ""),
        ],
        columns=["group", "row", "code", "v", "lo", "hi", "text"],
    )
    limits.bounded(
        fig,
        rows,
        style.THEMES["light"],
        row="row",
        group="group",
        value="v",
        low="lo",
        high="hi",
        text="text",
        country="code",
        limit=50,
        named="half",
        xlabel="%",
    )
    (axis,) = fig.axes
    assert [bar.get_width() for bar in axis.patches] == [60]
    assert sorted(words(fig)) == sorted(["G", "H", "half", "5 %", "at most 60 %", "no figure"])
    assert [t.get_text() for t in axis.get_yticklabels()] == ["one", "two", "three"]


def test_a_country_without_a_baseline_says_so_in_its_column(fig):
    rows = pd.DataFrame(
        [
            ("B", "x", "Norway", "NOR", 2.0, 1.5, 3.0),
            ("B", "y", "Norway", "NOR", None, None, None),
            ("B", "x", "Denmark", "DNK", None, None, None),
            ("B", "y", "Denmark", "DNK", None, None, None),
        ],
        columns=["b", "r", "c", "iso3", "v", "lo", "hi"],
    )
    side_by_side.side_by_side(
        fig,
        rows,
        style.THEMES["light"],
        block="b",
        row="r",
        country="c",
        iso3="iso3",
        value="v",
        low="lo",
        high="hi",
        scales={"B": ("times", 1, True, 1)},
        gone="not counted",
        absent="no baseline",
    )
    left, right = fig.axes
    assert [a.get_title() for a in (left, right)] == ["Norway", "Denmark"]
    assert {"2.0", "not counted"} <= {t.get_text() for t in left.texts} and [
        t.get_text() for t in right.texts
    ] == ["no baseline"]
    assert not right.lines and left.lines


def test_a_curve_asked_about_one_has_neither_band_nor_shade(fig):
    # Synthetic: two panels, the question zero and one.
    rows = pd.DataFrame(
        {
            "panel": ["zero"] * 5 + ["one"] * 5,
            "unit": "u",
            "line": [0] * 5 + [1] * 5,
            "rank": [*range(5)] * 2,
            "estimate": 0.9,
            "clear": True,
            "preferred": [True, *[False] * 4] * 2,
            "null_low": -0.1,
            "null_high": 0.1,
        }
    )
    specification_curve.curves(
        fig, rows, style.THEMES["light"], panel="panel", unit="unit", line="line"
    )
    zero, one = (
        next(axis for axis in fig.axes if axis.get_title() == name) for name in ("zero", "one")
    )
    bands = [sum(isinstance(c, PolyCollection) for c in axis.collections) for axis in (zero, one)]
    assert bands == [1, 0] and one.lines[0].get_ydata()[0] == 1 and one.get_ylabel() == "u"
    assert len(fig.legends[0].get_texts()) == 4
