"""Printed results: the numbers of the textbooks in four forms, cases wrapped, core conditions."""

import csv
import doctest
import io

import pandas as pd
import pytest
from configurational.printing import write
from configurational.sheets import (
    configuration_sheet,
    solution_sheets,
    truth_table_sheet,
)
from qca_reference import PUBLISHED, published_table

import configurational as qca
from configurational import printing, sheets

TABLE = published_table("LF")
PARSIMONIOUS = qca.minimize(TABLE, "parsimonious")
INTERMEDIATE = qca.minimize(TABLE, "intermediate", "1,1,1,1,1")
TIED = qca.minimize(published_table("CVF"), "parsimonious")


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_solution_is_printed_as_in_the_textbook():
    assert (
        write(PARSIMONIOUS)
        == """\
M1: DEV*~IND + URB*STB => SURV

term      inclS  PRI    covS   covU   cases
DEV*~IND  0.815  0.721  0.284  0.194  FI; IE
URB*STB   0.874  0.845  0.520  0.430  BE; CZ; NL; UK
M1        0.850  0.819  0.714  -"""
    )


def test_print_shows_solutions_and_truth_tables():
    assert str(PARSIMONIOUS) == write(PARSIMONIOUS) and str(TABLE) == write(TABLE)


def test_every_model_has_the_unique_coverage_of_its_own_terms():
    tables = solution_sheets(TIED)
    assert [s.title for s in tables] == ["M1", "M2", "M3", "M4"]
    reference = PUBLISHED["CVF"]["parsimonious"]
    assert len(tables) == len(reference["models"])
    for sheet, model, fit in zip(tables, TIED.models, TIED.fit.itertuples()):
        table = sheet.table.set_index("term")
        assert list(table.index) == [*model, sheet.title]
        assert table["covU"].iloc[:-1].tolist() == [fit.cov_unique[t] for t in model]
        # What a term adds to its own model is no more than its raw coverage and
        # no less than to all.
        assert (
            table["covU"].iloc[:-1] >= TIED.terms.loc[list(model), "cov_unique"].values - 1e-12
        ).all()


def test_a_csv_has_full_precision_and_names_the_model():
    lines = rows(write(TIED, "csv"))
    assert {line["table"] for line in lines} == {"M1", "M2", "M3", "M4"}
    whole = next(line for line in lines if line["table"] == "M1" and line["term"] == "M1")
    assert float(whole["inclS"]) == TIED.fit["incl"][0] and whole["covU"] == ""
    (first, *_) = rows(write(PARSIMONIOUS, "csv"))
    assert "table" not in first and float(first["PRI"]) == PARSIMONIOUS.terms["PRI"].iloc[0]


def test_cases_wrap_inside_the_width_and_none_is_lost():
    text = write(TIED, width=80)
    assert max(map(len, text.splitlines())) <= 80
    told = {c.strip() for line in text.splitlines() for c in line.replace(";", " ").split()}
    assert set(sum(TIED.terms["cases"], ())) <= told


def test_models_beyond_the_first_are_formulas():
    tables = solution_sheets(TIED, most=1)
    assert [len(s.table) for s in tables] == [5, 0, 0, 0]
    assert tables[3].heading[0].startswith("M4: ")


def test_intermediate_models_name_their_pair_and_counterfactuals():
    assert "from C1P1; easy counterfactuals: 30; difficult: 10, 12" in write(INTERMEDIATE)


def test_the_truth_table_is_sorted_or_complete():
    seen = truth_table_sheet(TABLE, sort="incl").table
    assert seen["incl"].is_monotonic_decreasing and seen["row"].iloc[0] == 32
    whole = truth_table_sheet(TABLE, complete=True, sort="OUT,n").table
    assert len(whole) == 32 and whole["row"].head(2).tolist() == [32, 22]
    assert whole["OUT"].tolist() == ["1"] * 2 + ["0"] * 7 + ["?"] * 23
    assert truth_table_sheet(TABLE, complete=True).table["row"].tolist() == list(range(1, 33))
    text = write(TABLE)
    assert "32   1    1    1    1    1    1    4  0.904  0.886  BE; CZ; NL; UK" in text
    with pytest.raises(qca.ParameterError, match="sort: found 'cases'"):
        truth_table_sheet(TABLE, sort="cases")


def test_a_case_that_a_condition_does_not_apply_to_has_a_dash():
    table = published_table("RS")
    assert "-" in set(truth_table_sheet(table).table["EBA"])


def test_core_conditions_are_those_of_the_parsimonious_model():
    chart = configuration_sheet(INTERMEDIATE).table.set_index("SURV")
    conditions = ["DEV", "URB", "LIT", "IND", "STB"]
    assert chart.loc[conditions, "1"].tolist() == ["●", "", "•", "⊗", "•"]  # core DEV*~IND
    assert chart.loc[conditions, "2"].tolist() == ["•", "●", "•", "", "●"]  # core URB*STB
    assert chart.loc["overall coverage", "1"] == pytest.approx(0.6596, abs=5e-5)
    assert chart.loc["unique coverage"].tolist() == list(INTERMEDIATE.fit["cov_unique"][0].values())


def test_core_of_other_solutions():
    assert set(configuration_sheet(PARSIMONIOUS).table["1"].head(5)) == {"●", "⊗", ""}
    conservative = qca.minimize(TABLE)
    with pytest.raises(qca.ParameterError, match="none for a conservative solution"):
        configuration_sheet(conservative)
    chart = configuration_sheet(conservative, PARSIMONIOUS).table
    assert chart["2"].head(5).tolist() == ["●", "×", "•", "⊗", "•"]
    with pytest.raises(qca.ParameterError, match="model: found 1; expected 0 to 0"):
        configuration_sheet(INTERMEDIATE, model=1)


def test_levels_of_a_multi_value_condition_stand_beside_the_mark():
    table = published_table("LM")
    found = qca.minimize(table, "parsimonious")
    assert any("[2]" in term for term in found.models[0])
    marks = configuration_sheet(found).table.iloc[:5, 1:].to_numpy().ravel()
    assert "●2" in set(marks)


def test_markdown_and_latex_escape_the_signs_of_formulas():
    markdown = write(PARSIMONIOUS, "markdown")
    assert r"| DEV\*\~IND | 0.815 | 0.721 | 0.284 | 0.194 | FI; IE |" in markdown
    assert all(line.count("|") == 7 for line in markdown.splitlines() if line.startswith("|"))
    latex = write(PARSIMONIOUS, "latex")
    assert r"DEV*$\sim$IND & 0.815 & 0.721 & 0.284 & 0.194 & FI; IE \\" in latex
    assert latex.count(r"\begin{") == latex.count(r"\end{") == 2
    odd = pd.DataFrame({"cases": [("A_1", "50 %", "R&D")]}, index=["A<B"])
    assert r"A$<$B & A\_1; 50 \%; R\&D \\" in write(odd, "latex")
    assert r"{\Large$\otimes$}" in write(configuration_sheet(INTERMEDIATE), "latex")


def test_warnings_stand_below_the_result():
    one_sided = qca.truth_table(
        pd.DataFrame({"A": [1, 0], "B": [0, 1], "Y": [1, 0.9]}), "Y", incl_cut=0.8
    )
    assert write(qca.minimize(one_sided)).endswith("the solution rests on limited diversity alone")


@pytest.mark.parametrize(
    "what, form, message",
    [
        (PARSIMONIOUS, "word", "form: found 'word'; expected text or csv or markdown or latex"),
        ("M1", "text", "what: found a str"),
        ([PARSIMONIOUS], "text", "what: found a list"),
    ],
)
def test_what_cannot_be_printed_is_refused(what, form, message):
    with pytest.raises(qca.ParameterError, match=message):
        write(what, form)


def test_the_examples_of_the_module_run():
    for module in (printing, sheets):
        found = doctest.testmod(module)
        assert found.attempted and found.failed == 0
