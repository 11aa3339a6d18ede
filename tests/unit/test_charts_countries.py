"""Shares against a limit, and countries in columns: what is missing is written into the figure.

All rows are made up.
"""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

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


def test_a_range_lies_about_the_value_that_its_claim_asks_about(fig):
    # Synthetic: a claim that asks about zero and one that asks about one.
    rows = pd.DataFrame(
        {
            "heading": ["robust", "in proportion?"],
            "name": ["Norway: beds", "Norway: payments"],
            "country": "NOR",
            "low": [2.0, 0.5],
            "median": [3.0, 0.9],
            "high": [4.0, 1.25],
            "own": [2.5, 1.0],
            "line": [0, 1],
            "text": ["2 to 4", "0.5 to 1.25"],
        }
    )
    theme = style.THEMES["light"]
    specification_curve.ranges(fig, rows, theme, group="heading", line="line", ends=("-", "+"))
    [axis] = fig.axes
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axis.patches]
    assert bars == [(0.5, 1.0), (-1.0, 0.5)]  # the furthest end of each row is at 1
    dots = [[*line.get_xdata()] for line in axis.lines if line.get_marker() == "o"]
    assert dots[:2] == [[0.625], [0.0]]
    words = [text.get_text() for text in axis.texts]
    assert {"robust", "Norway: beds", "0.5 to 1.25", "in proportion?", "-", "+"} <= {*words}
    assert len(fig.legends[0].get_texts()) == 3
