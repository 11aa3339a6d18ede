"""Figures for phones: the type of the page, panels below each other, words in more lines.

The rows are made up.
"""

import pandas as pd
import pytest

from copro.report import charts
from copro.report.charts import phone, style

ROWS = pd.DataFrame(
    {
        "what": ["Volunteers who visit people at home", "Staff"] * 2,
        "value": [1.0, 2, 3, 4],
        "panel": ["Norway"] * 2 + ["Germany"] * 2,
    }
)


@pytest.fixture
def draw(drawn):
    def dots(figure, rows, colours, **options):
        charts.dots(figure, rows, colours, **options)
        if style.narrow(figure):
            phone.fit(figure.figure)

    def made(width):
        xlabel = "percent of all people who were asked in that year"
        return drawn(dots, ROWS, width=width, y="what", x="value", panel="panel", xlabel=xlabel)

    return made


def left_and_top(figure):
    return [
        (round(axis.get_position().x0, 2), round(axis.get_position().y1, 2)) for axis in figure.axes
    ]


def test_panels_stand_side_by_side_on_a_desk_and_below_each_other_on_a_phone(draw):
    (left, top), (right, same) = left_and_top(draw(style.WIDTH))
    assert left < right and top == same
    phone = draw(style.PHONE)
    (left, top), (same, lower) = left_and_top(phone)
    assert left == same and lower < top
    assert phone.figure.get_figheight() > 4


def test_words_are_wrapped_and_none_is_lost(draw):
    for axis in draw(style.PHONE).axes:
        rows = [text.get_text() for text in axis.get_yticklabels()]
        assert max(len(line) for row in rows for line in row.split("\n")) <= phone.LABEL
        assert sorted(row.replace("\n", " ") for row in rows) == sorted(set(ROWS["what"]))
        assert "\n" in axis.get_xlabel()
        assert (
            axis.get_xlabel().split() == "percent of all people who were asked in that year".split()
        )


def test_a_short_row_keeps_its_own_lines():
    assert phone.in_lines("both\njointly", 19) == "both\njointly"
    assert (
        phone.in_lines("help to family or\nfriends with special needs", 19)
        == "help to family or\nfriends with\nspecial needs"
    )


def test_type_on_a_phone_is_as_large_as_that_of_the_page():
    """A phone shows a figure about 360 px wide; text below 12 px is hard to read there."""
    import matplotlib as mpl

    with style.theme("light"):
        assert mpl.rcParams["ytick.labelsize"] / 72 / style.PHONE * 360 >= 12


def test_an_axis_label_that_stands_alone_in_its_row_may_be_as_wide_as_the_row():
    import matplotlib.pyplot as plt

    label, lines = "times as common as usual in the same parliament", {}
    for shared in (True, False):
        figure, axes = plt.subplots(1, 3, figsize=(style.PHONE, 3))
        for axis in axes if shared else axes[1:2]:
            axis.set_xlabel(label)
        phone.fit(figure)
        lines[shared] = axes[1].get_xlabel().count("\n")
        plt.close(figure)
    assert lines[False] < lines[True]
