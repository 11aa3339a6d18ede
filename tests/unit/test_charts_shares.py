"""The grid of shares: every cell says how many of how many, and few cases are not shaded."""

import pandas as pd

from copro.report.charts import shares


def test_cells_say_part_of_whole_and_few_cases_stay_unshaded(axes):
    rows = pd.DataFrame(
        {
            "kind": ["a", "a", "b", "b"],
            "what": ["x", "y"] * 2,
            "group": "g",
            "k": [3, 1, 0, 0],
            "n": [6, 2, 9, 0],
        }
    )  # made up
    marks = {"row": "kind", "column": "what", "group": "group", "part": "k", "whole": "n"}
    axis = axes(shares.shares, rows, few=5, **marks)[0]
    assert [text.get_text() for text in axis.texts] == ["3 of 6", "1 of 2", "0 of 9", "–"]
    assert [cell.get_facecolor()[3] > 0 for cell in axis.patches] == [True, False, True, False]
