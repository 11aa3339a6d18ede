"""The grid of shares: every cell says how many of how many, and few cases are not shaded."""

import matplotlib.pyplot as plt
import pandas as pd

from copro.report.charts import shares, style


def test_cells_say_part_of_whole_and_few_cases_stay_unshaded():
    rows = pd.DataFrame(
        {
            "kind": ["a", "a", "b", "b"],
            "what": ["x", "y"] * 2,
            "group": "g",
            "k": [3, 1, 0, 0],
            "n": [6, 2, 9, 0],
        }
    )  # made up
    with style.theme("light") as colours:
        fig = plt.figure()
        shares.shares(
            fig, rows, colours, row="kind", column="what", group="group", part="k", whole="n", few=5
        )
        axis = fig.axes[0]
        words, faces = (
            [t.get_text() for t in axis.texts],
            [p.get_facecolor()[3] for p in axis.patches],
        )
        plt.close(fig)
    assert words == ["3 of 6", "1 of 2", "0 of 9", "–"]
    assert [alpha > 0 for alpha in faces] == [True, False, True, False]
