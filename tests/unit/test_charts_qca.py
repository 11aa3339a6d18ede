"""Charts of comparisons of cases: marks, names and values."""

import pandas as pd

from copro.report.charts import qca

XY = {"x": "x", "y": "y", "xlabel": "x", "ylabel": "y"}


def words(axis):
    return [text.get_text() for text in axis.texts]


def points(axis):
    return [marks for marks in axis.collections if len(marks.get_offsets())]


def test_the_qca_xy_plot_joins_equal_cases_and_names_only_the_chosen(axes):
    cases = pd.DataFrame(
        {
            "x": [0.9, 0.9, 0.1],
            "y": [0.8, 0.8, 0.2],
            "case": ["a", "b", "c"],
            "show": [True, True, False],
        }
    )  # made up
    (axis,) = axes(qca.xy, cases, label="case", named="show", **XY)
    assert words(axis) == ["a, b"]
    marks = points(axis)[0]
    assert sorted(zip(marks.get_sizes(), marks.get_offsets()[:, 0])) == [(22, 0.1), (44, 0.9)]
    assert words(axes(qca.xy, cases, label="case", **XY)[0]) == ["c", "a, b"]
    assert words(axes(qca.xy, cases, **XY)[0]) == []


def test_the_qca_xy_plot_lets_countries_with_a_colour_stand_out(axes):
    cases = pd.DataFrame(
        {"x": [0.9, 0.5, 0.1], "y": [0.8, 0.5, 0.2], "iso3": ["NOR", "FRA", "DEU"]}
    )  # made up
    found = points(axes(qca.xy, cases, iso3="iso3", **XY)[0])
    places = [tuple(at) for each in found[1:] for at in each.get_offsets()]
    assert places == [(0.1, 0.2), (0.9, 0.8)]
    assert len({tuple(each.get_facecolor()[0]) for each in found}) == 3


def test_pairs_draw_a_ring_where_the_condition_is_absent_and_a_dot_where_it_is_present(drawn):
    rows = pd.DataFrame({"row": ["a / b", "c / d"], "without": [0, 1], "with": [1, 1]})  # made up
    figure = drawn(
        qca.pairs,
        rows,
        row="row",
        absent="without",
        present="with",
        levels=["low", "high"],
        words=("absent", "present"),
        xlabel="level",
    )
    marks = [m for m in figure.axes[0].lines if m.get_marker() == "o" and len(m.get_xdata())]
    places = [float(m.get_xdata()[0]) for m in marks]
    legend = [t.get_text() for t in figure.legends[0].get_texts()]
    assert places == [0, 1, 1, 1] and legend == ["absent", "present"]


def test_slopes_write_the_values_at_both_ends_and_the_name_at_the_last(axes):
    rows = pd.DataFrame({"s": ["a", "a"], "where": ["all", "some"], "d": [12.0, -3.0]})  # made up
    (axis,) = axes(qca.slopes, rows, x="where", y="d", series="s", ylabel="points")
    assert words(axis) == ["+12", "\u22123  a"]
