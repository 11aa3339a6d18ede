"""Core and peripheral conditions of published solutions."""

import pandas as pd
import pytest
from qca_reference import published_table

import configurational as qca

# Remainders make A alone parsimonious; the conservative terms keep B or C beside it.
FRAME = pd.DataFrame(
    {
        "A": [1, 1, 1, 0, 0],
        "B": [1, 1, 0, 1, 0],
        "C": [0, 1, 0, 0, 0],
        "D": [0, 0, 0, 1, 0],
        "Y": [1, 1, 1, 0, 0],
    }
)


def solved(expect):
    table = qca.truth_table(FRAME, "Y")
    return qca.minimize(table, "intermediate", expect), qca.minimize(table, "parsimonious")


def test_lipset_has_the_same_core_in_the_intermediate_solution():
    """Survival of democracy (Lipset): what DEV*~IND and URB*STB say is core, LIT beside it not."""
    table = published_table("LF")
    intermediate = qca.minimize(table, "intermediate", "1,1,1,1,1")
    parsimonious = qca.minimize(table, "parsimonious")
    cells = qca.core_conditions(intermediate, parsimonious)
    for term in cells.columns:
        inside = [
            set(p.split("*"))
            for p in parsimonious.models[0]
            if set(p.split("*")) <= set(term.split("*"))
        ]
        core = set().union(*inside)
        for literal in term.split("*"):
            word = "absent" if literal.startswith("~") else "present"
            expected = f"core {word}" if literal in core else word
            assert cells.loc[literal.lstrip("~"), term] == expected
    assert (cells != "").sum().tolist() == [len(t.split("*")) for t in cells.columns]


def test_configurations_with_one_core_share_a_number():
    table = qca.truth_table(FRAME, "Y")
    sheet = qca.configuration_sheet(qca.minimize(table), qca.minimize(table, "parsimonious"))
    chart = sheet.table.set_index("Y")
    assert list(chart.columns) == ["1a", "1b"]
    assert chart.loc["A"].tolist() == ["●", "●"]
    assert sorted(chart.loc["D"]) == ["×", "×"] and set(chart.loc["B"]) == {"•", ""}
    assert chart.loc["overall coverage"].tolist() == [1.0, ""]
    assert chart.loc["consistency"].tolist() == [1.0, 1.0]


def test_a_core_that_depends_on_the_parsimonious_model_must_be_chosen():
    frame = pd.DataFrame({"A": [1, 0, 0], "B": [1, 0, 0], "C": [1, 1, 0], "Y": [1, 0, 0]})
    table = qca.truth_table(frame, "Y")
    conservative, parsimonious = qca.minimize(table), qca.minimize(table, "parsimonious")
    assert parsimonious.models == (("A",), ("B",))
    with pytest.raises(qca.ParameterError, match="P1, P2, which differ in the core"):
        qca.core_conditions(conservative, parsimonious)
    cells = qca.core_conditions(conservative, parsimonious, parsimonious_model=1)
    assert cells["A*B*C"].tolist() == ["present", "core present", "present"]
    intermediate = qca.minimize(table, "intermediate", "1,-,-")
    assert qca.core_conditions(intermediate, parsimonious, 0, 0).shape[0] == 3


def test_levels_of_multivalue_conditions_are_written():
    frame = pd.DataFrame({"M": [2, 1, 0, 2], "B": [1, 1, 0, 0], "Y": [1, 0, 0, 1]})
    table = qca.truth_table(frame, "Y")
    cells = qca.core_conditions(qca.minimize(table), qca.minimize(table, "parsimonious"))
    assert cells["M[2]"].tolist() == ["core [2]", ""]


def test_wrong_solutions_and_models_are_refused():
    intermediate, parsimonious = solved("1,1,1,-")
    with pytest.raises(qca.ParameterError, match="the intermediate solution; expected the"):
        qca.core_conditions(intermediate, intermediate)
    with pytest.raises(qca.ParameterError, match="model: found 5"):
        qca.core_conditions(intermediate, parsimonious, 5)
    with pytest.raises(qca.ParameterError, match="parsimonious_model: found 9"):
        qca.configuration_sheet(intermediate, parsimonious, 0, 9)
    other = qca.minimize(qca.truth_table(FRAME, "Y", ["A", "B"]), "parsimonious")
    with pytest.raises(qca.ParameterError, match="solution of Y by A, B; expected that of Y"):
        qca.core_conditions(intermediate, other)
