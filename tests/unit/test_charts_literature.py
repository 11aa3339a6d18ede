"""Two coding passes side by side: bars add up, pairs carry both numbers, an empty cell says so."""

import pandas as pd
import pytest

from copro.report.charts import literature as sides, style

PARTS = pd.DataFrame(
    [
        {"pass": name, "part": part, "group": group, "n": n}
        for group, shift in (("Laws", 0), ("Plans", 1))
        for name, numbers in (("First", (6, 3)), ("Second", (4, 0)))
        for part, n in zip(("yes", "no"), (numbers[0] + shift, numbers[1]))
    ]
)  # made up


@pytest.fixture(params=[style.WIDTH, style.PHONE])
def width(request):
    return request.param


def test_the_parts_of_a_bar_begin_where_the_one_before_ends(axes, width):
    (axis,) = axes(
        sides.stacked,
        PARTS,
        width=width,
        row="pass",
        part="part",
        value="n",
        xlabel="studies",
        palette={"yes": "green", "no": "faint"},
        group="group",
    )
    yes, no = axis.containers
    assert [bar.get_width() for bar in yes] == [6, 4, 7, 5]
    assert [bar.get_x() for bar in no] == [6, 4, 7, 5]
    texts = [text.get_text().strip() for text in axis.texts]
    assert texts.count("Laws") == texts.count("Plans") == 1 and "3" in texts and "0" not in texts
    assert [label.get_text() for label in axis.get_yticklabels()] == ["First", "Second"] * 2


def test_a_pair_carries_both_numbers_and_one_where_they_are_the_same(axes, width):
    rows = pd.DataFrame(
        {"what": list("aabb"), "pass": ["First", "Second"] * 2, "n": [5, 2, 3, 3]}
    )  # made up
    (axis,) = axes(
        sides.pairs,
        rows,
        width=width,
        y="what",
        x="n",
        series="pass",
        xlabel="works",
        palette={"First": "purple", "Second": "green"},
    )
    assert [text.get_text() for text in axis.texts] == ["2", "5", "3"]


def test_a_cell_that_is_empty_in_both_passes_is_outlined_and_says_so(axes, width):
    rows = pd.DataFrame(
        {
            "field": ["care (3)"] * 2 + ["health (2)"] * 2,
            "theme": ["costs", "power"] * 2,
            "one": [2, 0, 0, 1],
            "two": [2, 0, 1, 2],
        }
    )  # made up
    marks = {"x": "theme", "y": "field", "one": "one", "two": "two", "strong": ("care",)}
    axis = axes(sides.gap_map, rows, width=width, **marks)[0]
    texts = [text.get_text() for text in axis.texts]
    assert texts[:4] == ["2", "nothing\nfound", "0 / 1", "1 / 2"]
    assert [cell.get_facecolor()[3] > 0 for cell in axis.patches] == [True, False, True, True]
    phone = width == style.PHONE
    assert ("care (3)" in texts) == phone
    assert [label.get_text() for label in axis.get_yticklabels()] == (
        ["", ""] if phone else ["care (3)", "health (2)"]
    )
