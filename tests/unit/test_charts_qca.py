"""Charts of comparisons of cases: marks, names and values."""

import matplotlib.pyplot as plt
import pandas as pd

from copro.report.charts import qca, style


def drawn(chart, data, **options):
    with style.theme("light") as colours:
        fig = plt.figure()
        chart(fig, data, colours, **options)
        texts = [t.get_text() for t in fig.axes[0].texts]
        legend = [t.get_text() for each in fig.legends for t in each.get_texts()]
        points = [c for c in fig.axes[0].collections if len(c.get_offsets())]
        plt.close(fig)
    return texts, legend, points


def test_the_qca_xy_plot_joins_equal_cases_and_names_only_the_chosen():
    cases = pd.DataFrame(
        {
            "x": [0.9, 0.9, 0.1],
            "y": [0.8, 0.8, 0.2],
            "case": ["a", "b", "c"],
            "show": [True, True, False],
        }
    )  # made up
    texts, _, points = drawn(
        qca.xy, cases, x="x", y="y", xlabel="x", ylabel="y", label="case", named="show"
    )
    assert texts == ["a, b"]
    assert sorted(zip(points[0].get_sizes(), points[0].get_offsets()[:, 0])) == [
        (22, 0.1),
        (44, 0.9),
    ]
    assert drawn(qca.xy, cases, x="x", y="y", xlabel="x", ylabel="y", label="case")[0] == [
        "c",
        "a, b",
    ]
    assert drawn(qca.xy, cases, x="x", y="y", xlabel="x", ylabel="y")[0] == []


def test_the_qca_xy_plot_lets_countries_with_a_colour_stand_out():
    cases = pd.DataFrame(
        {"x": [0.9, 0.5, 0.1], "y": [0.8, 0.5, 0.2], "iso3": ["NOR", "FRA", "DEU"]}
    )  # made up
    _, _, points = drawn(qca.xy, cases, x="x", y="y", xlabel="x", ylabel="y", iso3="iso3")
    assert [tuple(at) for each in points[1:] for at in each.get_offsets()] == [
        (0.1, 0.2),
        (0.9, 0.8),
    ]
    assert len({tuple(each.get_facecolor()[0]) for each in points}) == 3


def test_pairs_draw_a_ring_where_the_condition_is_absent_and_a_dot_where_it_is_present():
    rows = pd.DataFrame({"row": ["a / b", "c / d"], "without": [0, 1], "with": [1, 1]})  # made up
    with style.theme("light") as colours:
        fig = plt.figure()
        qca.pairs(
            fig,
            rows,
            colours,
            row="row",
            absent="without",
            present="with",
            levels=["low", "high"],
            words=("absent", "present"),
            xlabel="level",
        )
        axis = fig.axes[0]
        marks = [m for m in axis.lines if m.get_marker() == "o" and len(m.get_xdata())]
        places = [float(m.get_xdata()[0]) for m in marks]
        legend = [t.get_text() for t in fig.legends[0].get_texts()]
        plt.close(fig)
    assert places == [0, 1, 1, 1] and legend == ["absent", "present"]


def test_slopes_write_the_values_at_both_ends_and_the_name_at_the_last():
    rows = pd.DataFrame({"s": ["a", "a"], "where": ["all", "some"], "d": [12.0, -3.0]})  # made up
    texts, _, _ = drawn(qca.slopes, rows, x="where", y="d", series="s", ylabel="points")
    assert texts == ["+12", "\u22123  a"]
