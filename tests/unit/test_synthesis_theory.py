"""Theory: the hypotheses are said once, each has tables that exist, and the diagram shows all."""

import json
import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from copro.data import load, tables
from copro.measures.synthesis import hypotheses, theory
from copro.paths import NOTEBOOKS, ROOT
from copro.report.charts import diagram, style


def test_every_hypothesis_is_judged_with_tables_of_the_catalogue():
    assert list(theory.JUDGED_WITH) == [h.id for h in hypotheses.HYPOTHESES]
    named = {table for j in theory.JUDGED_WITH.values() for table in j.tables}
    assert named <= set(tables()["name"])


def test_sentence_measure_and_what_counts_against_are_those_of_the_synthesis():
    plan = theory.judged_with().set_index("id")
    for h in hypotheses.HYPOTHESES:
        assert plan.loc[h.id, ["hypothesis", "judged_by", "counts_against"]].tolist() == [
            h.sentence,
            h.judged_by,
            h.counts_against,
        ]
    assert plan.loc["H6", "tables"] == "none"
    assert (
        plan["question"].str.endswith("?").all() and plan.loc["H3", "called"] == "H3, mutual need"
    )


def test_the_founding_study_s_table_goes_by_the_names_of_its_authors():
    """The book has a Table 4 of its own; a reader must not look for another study's there."""
    pages = [
        *NOTEBOOKS.glob("*/*.ipynb"),
        *(ROOT / "book").rglob("*.md"),
        *(ROOT / "copro").rglob("*.py"),
    ]
    texts = {
        page: "".join(
            "".join(c["source"]) for c in json.loads(page.read_text(encoding="utf-8"))["cells"]
        )
        if page.suffix == ".ipynb"
        else page.read_text(encoding="utf-8")
        for page in pages
    }
    assert (
        len(texts) > 100
        and [page.name for page, text in texts.items() if re.search(r"\bTable 4\b", text)] == []
    )


def test_recorded_are_the_hypotheses_whose_factor_stands_beside_co_production_in_a_table():
    plan = theory.judged_with().set_index("id")
    assert list(plan.index[plan["recorded"]]) == ["H1", "H2", "H3", "H5"]
    stages = (
        load(theory.TABLE4)["indicator"].loc[lambda s: s.str.contains("co-production")].unique()
    )
    assert list(stages) == ["co-production in policy formulation"], (
        "a level for delivery would make H4 testable"
    )


def test_a_field_of_table_4_has_all_three_factors_or_none():
    profile = hypotheses.field_profile(load(theory.TABLE4))
    held = sum(
        (profile[f] == w).astype(int) for f, w in hypotheses.PRESENT.items() if f != "co-production"
    )
    assert sorted(held) == [0, 0, 0, 3]


def test_every_hypothesis_is_one_arrow_between_two_boxes():
    drawn = theory.framework()
    boxes = set(drawn.loc[drawn["kind"] == "box", "name"])
    arrows = drawn[drawn["kind"] == "arrow"]
    assert set(arrows["source"]) | set(arrows["target"]) <= boxes
    asked = arrows["text"][arrows["text"] != ""]
    assert sorted(asked.str.extract(r"\((H\d)\)$")[0]) == [h.id for h in hypotheses.HYPOTHESES]
    assert asked.str.contains("?", regex=False).all()


def test_fields_of_table_4_show_two_of_eight_combinations():
    profile = hypotheses.field_profile(load(theory.TABLE4))
    assert theory.combinations_seen(profile) == 2
    varied = profile.copy()
    varied.loc[varied["field"] == "health and care", "formalisation"] = "high"  # made up
    assert theory.combinations_seen(varied) == 3


@pytest.mark.parametrize(
    "target, start, end",
    [
        ((6, 1, 2, 1), (2, 1), (5, 1)),  # beside: from right side to left side, straight
        ((1, 6, 2, 1), (1, 1.5), (1, 5.5)),  # above: from top to bottom
        ((6, 9, 2, 1), (2, 1), (5, 8.58)),  # beside and higher: slanted to the nearest point
    ],
)
def test_an_arrow_leaves_on_the_side_that_faces_its_target(target, start, end):
    columns = ["x", "y", "width", "height"]  # made-up boxes
    found = diagram._ends(
        pd.Series((1, 1, 2, 1), columns, dtype=float), pd.Series(target, columns, dtype=float)
    )
    assert found == (pytest.approx(start), pytest.approx(end))


def test_the_diagram_draws_every_box_and_every_label():
    with style.theme("light") as colours:
        figure = plt.figure()
        diagram.boxes(figure, theory.framework(), colours)
        axis = figure.axes[0]
        texts = {text.get_text().replace("\n", " ") for text in axis.texts}
        assert len(axis.patches) == len(theory.BOXES)
        asked = {text.replace("\n", " ") for _, _, text, _ in theory.ARROWS if text}
        assert {text for _, text, *_ in theory.BOXES} <= texts and asked <= texts
        plt.close(figure)
