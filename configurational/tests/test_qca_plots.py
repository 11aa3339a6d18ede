"""Charts on a solution: every region of a Venn diagram exists, marks stand at memberships."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from qca_reference import published_table
from scipy.ndimage import label

import configurational as qca
from configurational import plot_shapes, plots

TABLE = published_table("LF")
SOLUTION = qca.minimize(TABLE, "parsimonious")


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def texts(ax):
    return [t.get_text() for t in ax.texts]


def points(ax):
    """(x, y) of all points, and the colour and filling of each."""
    return {
        tuple(np.round(at, 6)): (to_hex(edge), len(face) > 0)
        for each in ax.collections
        if len(each.get_offsets())
        for at, face, edge in zip(
            each.get_offsets(),
            _each(each.get_facecolors(), each),
            _each(
                each.get_edgecolors() if len(each.get_edgecolors()) else each.get_facecolors(), each
            ),
        )
    }


def _each(colours, collection):
    n = len(collection.get_offsets())
    return (
        [()] * n
        if len(colours) == 0
        else np.broadcast_to(colours, (n, 4))
        if len(colours) == 1
        else colours
    )


def test_the_xy_plot_places_cases_by_model_and_outcome():
    ax = plots.xy(SOLUTION)
    found = points(ax)
    data = TABLE.data
    at = dict(zip(data.cases, data.values))
    be = (min(at["BE"][1], at["BE"][4]), data.y[data.cases.index("BE")])  # URB*STB
    assert be in found and found[be][1] and len(found) == len(data.cases)
    assert set(", ".join(texts(ax)).split(", ")) == set(data.cases)
    assert "DEV*~IND + URB*STB => SURV" in ax.get_title(loc="left")
    assert "inclS 0.850   covS 0.714" in ax.get_title(loc="left")


def test_cases_that_contradict_sufficiency_in_kind_stand_out():
    ax = plots.xy(SOLUTION, term="DEV", labels=["AU", "DE"])
    orange = {at for at, (colour, _) in points(ax).items() if colour == plots.ORANGE.lower()}
    assert orange == {(0.81, 0.05), (0.89, 0.05)} and sorted(texts(ax)) == ["AU", "DE"]
    assert texts(plots.xy(SOLUTION, term="DEV", labels=False)) == []


def test_necessity_turns_the_relation_round():
    ax = plots.xy(SOLUTION, term="STB", necessity=True)
    assert "STB <= SURV\ninclN 0.920   covN 0.707" == ax.get_title(loc="left")


def test_labels_of_an_xy_plot_do_not_cover_each_other():
    taken = []
    for x, y in ((0.5, 0.5), (0.51, 0.5), (0.5, 0.51), (0.49, 0.5)):
        _, box = plot_shapes.free_place(x, y, 0.1, taken)
        assert all(plot_shapes.overlap(box, other) == 0 for other in taken)
        taken.append(box)


@pytest.mark.parametrize("k", [2, 3, 4, 5])
def test_every_configuration_has_a_region_in_the_venn_diagram(k):
    ticks = np.linspace(-plots.REACH, plots.REACH, plots.POINTS)
    xs, ys = np.meshgrid(ticks, ticks)
    codes = sum(
        plot_shapes.inside_ellipse(xs, ys, *e).astype(int) << i
        for i, e in enumerate(plot_shapes.ELLIPSES[k])
    )
    sizes = np.bincount(codes.ravel(), minlength=2**k)
    assert len(sizes) == 2**k and sizes.min() > 200  # room for a number
    for code in range(1, 2**k):
        pieces = np.bincount(label(codes == code)[0].ravel())[1:]
        assert max(pieces) > 0.95 * pieces.sum(), f"configuration {code} falls apart"


def test_the_venn_diagram_counts_the_cases_of_every_row():
    ax = plots.venn(TABLE, names={"DEV": "developed"})
    shown = [t for t in texts(ax) if t.isdigit()]
    assert sorted(map(int, shown)) == sorted(TABLE.observed["n"].drop(1))
    assert {"developed", "URB", "LIT", "IND", "STB", "none of them: 3 (no outcome)"} <= set(
        texts(ax)
    )
    assert [t.get_text() for t in ax.get_legend().get_texts()] == [
        "outcome",
        "no outcome",
        "too few cases",
    ]


def test_a_venn_diagram_of_levels_or_six_conditions_is_refused():
    for name in ("LM", "RS"):  # levels; cells that do not apply
        with pytest.raises(
            qca.ParameterError, match="conditions, some of them multi-value or with '-'"
        ):
            plots.venn(published_table(name))
    six = pd.DataFrame(np.eye(7, 6), columns=list("ABCDEF")).assign(Y=[1, 0, 0, 0, 0, 0, 1])
    with pytest.raises(qca.ParameterError, match="found 6 conditions; expected 2 to 5"):
        plots.venn(qca.truth_table(six, "Y"))


def test_the_truth_table_chart_marks_presence_and_absence():
    ax = plots.truth_table_dots(TABLE)
    marks = [line for line in ax.lines if line.get_marker() == "o"]
    filled = [line.get_markerfacecolor() != "none" for line in marks]
    assert filled[:10] == [True] * 5 + [True, False, True, False, True]  # rows 32 and 22 first
    squares = [
        line.get_color() for line in ax.lines if line.get_marker() == "s" and len(line.get_xdata())
    ]
    assert squares == [plots.BLUE] * 2 + [plots.ORANGE] * 7
    assert "BE, CZ, NL, UK" in texts(ax)
    assert "2" in texts(plots.truth_table_dots(published_table("LM"), cases=False))


def test_ranges_write_their_ends():
    stable = [qca.cutoff_range(TABLE, p, "parsimonious") for p in ("incl", "pri", "n")]
    ax = plots.ranges([*stable, qca.StableRange("DEV, crossover", 550, 510, 570)])
    shown = [t.strip() for t in texts(ax)]
    assert {"0.8", ">0.7088", "0.8043", "550", "510", "570"} <= set(shown)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["incl", "pri", "n", "DEV, crossover"]
    with pytest.raises(qca.ParameterError, match="at least one"):
        plots.ranges([])


def test_charts_draw_into_axes_that_are_given():
    _fig, axes = plt.subplots(1, 2)
    assert plots.xy(SOLUTION, ax=axes[0]) is axes[0] and plots.venn(TABLE, ax=axes[1]) is axes[1]
