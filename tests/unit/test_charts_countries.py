"""Shares against a limit, and countries in columns: what is missing is written into the figure.

All rows are made up.
"""

import pandas as pd

from copro.report.charts import limits, periods, side_by_side, specification_curve, style


def words(fig):
    return [text.get_text() for axis in fig.axes for text in axis.texts]


def test_bounds_are_drawn_as_bars_figures_as_dots_and_gaps_in_words(drawn):
    rows = pd.DataFrame(
        [
            ("G", "one", "NOR", 5.0, 5, 5, "5 %"),
            ("G", "two", "DEU", None, 0, 60, "at most 60 %"),
            ("H", "three", "SWE", None, None, None, ""),
        ],
        columns=["group", "row", "code", "v", "lo", "hi", "text"],
    )
    fig = drawn(
        limits.bounded,
        rows,
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


ENDS = dict(row="r", iso3="iso3", value="v", low="lo", high="hi", xlabel="x")


def test_parliaments_stand_in_panels_and_what_was_not_counted_says_so(drawn):
    rows = pd.DataFrame(
        [("x", "Storting", "NOR", 20.0, 15.0, 30.0), ("x", "Folketing", "DNK", None, None, None)],
        columns=["r", "p", "iso3", "v", "lo", "hi"],
    )
    fig = drawn(side_by_side.side_by_side, rows, panel="p", **ENDS)
    left, right = fig.axes
    assert [a.get_title(loc="left") for a in (left, right)] == ["Storting", "Folketing"]
    assert words(fig) == ["20", "not counted"] and not right.lines


def test_multiples_are_read_in_words_and_hollow_where_they_may_be_usual(drawn):
    rows = pd.DataFrame(
        [("clear", "NOR", 2.0, 1.5, 3.0), ("unclear", "NOR", 0.9, 0.0, 1.3)],
        columns=["r", "iso3", "v", "lo", "hi"],
    )
    colours = style.Colours("light")
    fig = drawn(side_by_side.side_by_side, rows, multiples=True, **ENDS)
    (axis,) = fig.axes
    dots = [line for line in axis.lines if line.get_marker() == "o"]
    assert [dot.get_markerfacecolor() for dot in dots] == [colours["orange"], colours["paper"]]
    assert {"half", "usual", "twice"} <= {t.get_text() for t in axis.get_xticklabels()}
    assert words(fig) == ["2.0", "0.90"] and axis.get_xscale() == "log"


def test_a_line_crosses_no_end_of_a_period_and_meets_no_part_of_a_year(drawn):
    rows = pd.DataFrame({"x": range(2000, 2006), "y": 5.0, "lo": 4.0, "hi": 6.0})
    spans = {"before": (2001, 2002), "after": (2003, 2005)}
    fig = drawn(
        periods.periods,
        rows,
        x="x",
        y="y",
        low="lo",
        high="hi",
        ylabel="y",
        spans=spans,
        apart=[2000],
    )
    assert [list(line.get_xdata()) for line in fig.axes[0].lines] == [
        [2000],
        [2001, 2002],
        [2003, 2004, 2005],
    ]
    assert words(fig) == ["before", "after"]


def test_a_range_lies_about_the_value_that_its_claim_asks_about(drawn):
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
    fig = drawn(specification_curve.ranges, rows, group="heading", line="line", ends=("-", "+"))
    [axis] = fig.axes
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axis.patches]
    assert bars == [(0.5, 1.0), (-1.0, 0.5)]  # the furthest end of each row is at 1
    dots = [[*line.get_xdata()] for line in axis.lines if line.get_marker() == "o"]
    assert dots[:2] == [[0.625], [0.0]]
    assert {"robust", "Norway: beds", "0.5 to 1.25", "in proportion?", "-", "+"} <= {*words(fig)}
    assert len(fig.legends[0].get_texts()) == 3
