"""Every public function refuses what it cannot use by the name of the argument."""

import json

import numpy as np
import pandas as pd
import pytest
from configurational.cli import main
from qca_reference import published_file, published_table

import configurational as qca

LF_FILE = published_file("LF")
LF = qca.read_csv(LF_FILE)
TABLE = published_table("LF")
SOLUTION = qca.minimize(TABLE, "parsimonious")
RAW = [400, 500, 600, 900]
ECI = {"e": 400, "c": 550, "i": 900}


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: qca.pof("DEV -> SURV", LF), "data: found a str; expected a DataFrame of cases"),
        (lambda: qca.pof(LF, 3), "expression: found a int; expected a text"),
        (lambda: qca.pof(LF, "DEV + DEV -> SURV"), "the term DEV twice; expected each term once"),
        (
            lambda: qca.pof(LF.assign(expression=LF["DEV"]), "expression + URB -> SURV"),
            "a term called 'expression'",
        ),
        (lambda: qca.direct(RAW, (400, 550, 900)), "anchors: found a tuple; expected a mapping"),
        (lambda: qca.direct(RAW, "e=400,c=550,i=900"), "anchors: found a str"),
        (
            lambda: qca.direct(RAW, {**ECI, "e": "low"}),
            "anchor e: found 'low' (str); expected a finite",
        ),
        (lambda: qca.direct(RAW, ECI, idm="0.95"), "idm: found '0.95' (str)"),
        (lambda: qca.direct(RAW, ECI, "linear", below="2"), "below: found '2' (str)"),
        (lambda: qca.direct("abc", ECI), "values: found 'abc' (str)"),
        (lambda: qca.crisp(RAW, "550"), "threshold: found '550' (str)"),
        (lambda: qca.crisp(RAW, [550]), "threshold: found [550] (list)"),
        (lambda: qca.multivalue(RAW, 550), "thresholds: found 550; expected a sequence of numbers"),
        (
            lambda: qca.suggest_anchors([1, 1, 1], 1),
            "found 1 distinct value(s); expected at least two",
        ),
        (lambda: qca.minimize(TABLE, term_incl="0.8"), "term_incl: found '0.8' (str)"),
        (
            lambda: qca.truth_table(LF.set_index("LIT", append=True), "SURV"),
            "frame: found an index of 2 levels",
        ),
        (lambda: qca.truth_table(LF, "SURV", id_column=["LIT"]), "id column: found ['LIT'] (list)"),
        (lambda: qca.build(TABLE.data, 0.8), "cutoffs: found a float; expected cut-offs"),
        (
            lambda: qca.evaluate_theory(TABLE, "DEV"),
            "solution: found a TruthTable; expected a solution",
        ),
        (
            lambda: qca.evaluate_theory(SOLUTION, "DEV", "0"),
            "model: found '0' (str); expected 0 to 0",
        ),
        (
            lambda: qca.cutoff_range(SOLUTION, "incl"),
            "table: found a Solution; expected a truth table",
        ),
        (lambda: qca.case_deletion(LF), "table: found a DataFrame"),
        (lambda: qca.select_cases(TABLE, "typical"), "solution: found a TruthTable"),
        (lambda: qca.select_cases(SOLUTION, "typical", 1.5), "model: found a float"),
        (
            lambda: qca.select_necessity(LF, "DEV", "typical"),
            "data: found a DataFrame; expected cases",
        ),
        (lambda: qca.robust_core(LF, "DEV", ["URB"]), "data: found a DataFrame; expected cases"),
        (lambda: qca.robust_core(TABLE.data, "DEV", SOLUTION), "tests: found a Solution"),
        (lambda: qca.robust_core(TABLE.data, "DEV", [3]), "tests, entry 0: found a int"),
        (lambda: qca.solution_sheets(TABLE), "solution: found a TruthTable"),
        (lambda: qca.truth_table_sheet(SOLUTION), "table: found a Solution"),
        (lambda: qca.configuration_sheet(TABLE), "solution: found a TruthTable"),
        (lambda: qca.frame_sheet(SOLUTION), "frame: found a Solution"),
        (lambda: qca.contradictions_as_remainders(LF), "table: found a DataFrame"),
        (lambda: qca.incoherent(TABLE, TABLE), "solution: found a TruthTable"),
        (lambda: qca.impossible(LF, "DEV"), "table: found a DataFrame"),
        (lambda: qca.cluster_solution(TABLE, [], []), "solution: found a TruthTable"),
        (lambda: qca.cluster_expression("DEV -> SURV", LF, "LIT", "IND"), "frame: found a str"),
        (lambda: qca.read_csv(None), "path: found a NoneType; expected a text or a path"),
        (lambda: qca.read_cases(LF_FILE, encoding=5), "encoding: found a int; expected a text"),
        (lambda: qca.write(TABLE, digits=-1), "digits: found -1"),
        (lambda: qca.write(TABLE, width=0), "width: found 0"),
        (
            lambda: qca.truth_table(LF.rename(columns={"DEV": "DEV(log)"}), "SURV"),
            "without ~ * + ( )",
        ),
    ],
)
def test_a_wrong_argument_is_named(call, words):
    with pytest.raises(qca.QCAError) as caught:
        call()
    assert words in str(caught.value)


def test_charts_name_a_wrong_argument():
    pytest.importorskip("matplotlib").use("Agg")
    from configurational import plots

    stable = qca.cutoff_range(TABLE, "incl")
    for call, words in (
        (lambda: plots.xy(TABLE), "solution: found a TruthTable"),
        (lambda: plots.venn(SOLUTION), "table: found a Solution"),
        (lambda: plots.truth_table_dots(LF), "table: found a DataFrame"),
        (lambda: plots.ranges(stable), "stable: found a StableRange"),
        (lambda: plots.ranges([1]), "stable, entry 0: found a int"),
    ):
        with pytest.raises(qca.ParameterError, match=words):
            call()


@pytest.mark.parametrize("term", ["DEV*~IND + URB*STB", "LIT", "DEV*URB*STB"])
def test_a_name_nearer_to_another_point_has_a_leader(term):
    pytest.importorskip("matplotlib").use("Agg")
    from configurational.plot_shapes import LETTER, LINE, away

    from configurational import plots

    ax = plots.xy(SOLUTION, term=term)
    data = SOLUTION.table.data
    x = qca.expression_membership(data, term).to_numpy()
    led = {
        (round(float(line.get_xdata()[0]), 3), round(float(line.get_ydata()[0]), 3))
        for line in ax.lines
    }
    mistaken = 0
    for text in ax.texts:
        own = [data.cases.index(case) for case in text.get_text().partition(" +")[0].split(", ")]
        left, middle = text.get_position()
        box = (left, middle - LINE / 2, left + LETTER * len(text.get_text()), middle + LINE / 2)
        others = [i for i in range(len(x)) if (x[i], data.y[i]) != (x[own[0]], data.y[own[0]])]
        if away(x[others], data.y[others], box).min() <= away(x[own[0]], data.y[own[0]], box):
            mistaken += 1
            assert (round(x[own[0]], 3), round(data.y[own[0]], 3)) in led, text.get_text()
    assert mistaken or term != "LIT"


@pytest.mark.parametrize(
    "command, words",
    [
        (("pof", LF_FILE, "DEV + DEV -> SURV"), "the term DEV twice"),
        (("truth-table", LF_FILE, "--outcome", "SURV", "--digits", "-1"), "digits: found -1"),
        (("truth-table", LF_FILE, "--outcome", "SURV", "--width", "-5"), "width: found -5"),
        (
            (
                "robustness",
                LF_FILE,
                "--outcome",
                "SURV",
                "--incl-cut",
                "0.8",
                "--test",
                "incl=1,pri=1,n=4",
            ),
            "--test incl=1,pri=1,n=4, truth table: found no positive row",
        ),
        (
            (
                "minimize",
                LF_FILE,
                "--outcome",
                "SURV",
                "--incl-cut",
                "0.8",
                "--core",
                "--core-by",
                "0",
            ),
            "--core-by: found 0; expected the number of one, from 1 to 1",
        ),
    ],
)
def test_the_command_line_names_them_too(capsys, command, words):
    assert main(list(command)) == 2
    assert words in capsys.readouterr().err


def test_a_broken_workbook_is_no_traceback(tmp_path, capsys):
    pytest.importorskip("openpyxl")
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(40))
    assert main(["truth-table", str(path), "--outcome", "Y"]) == 2
    assert "found no readable workbook" in capsys.readouterr().err


def test_memberships_beside_0_and_1_are_0_and_1():
    frame = LF.copy()
    frame["DEV"] = frame["DEV"].where(frame["DEV"] < 1, 1 + 2**-52)
    frame.iloc[0, list(frame.columns).index("URB")] = -1e-17
    data = qca.prepare(frame, "SURV")
    assert data.values.min() == 0 and data.values.max() == 1
    with pytest.raises(qca.UncalibratedError, match=r"the uncalibrated value 1.0001"):
        qca.prepare(LF.assign(DEV=1.0001), "SURV")
    with pytest.raises(qca.UncalibratedError, match="a mark for 'does not apply'"):
        qca.prepare(LF.assign(SURV=["-", *LF["SURV"][1:].astype(str)]), "SURV")


def test_which_share_of_an_empty_cluster_is_set():
    found = qca.cluster_fit([0, 0, 1], [1, 1, 0], ["a", "a", "b"], ["u", "v", "w"])
    assert found.between["consistency"].to_dict() == {"a": 1.0, "b": 0.0}
    assert found.between["coverage"].to_dict() == {"a": 0.0, "b": 1.0}
    assert found.messages[:2] == (
        "clusters without a member of the condition, whose consistency is set to 1: a",
        "clusters without a member of the outcome, whose coverage is set to 1: b",
    )
    assert np.isfinite(found.d_between) and isinstance(json.dumps(found.messages), str)
    assert isinstance(found.within, pd.DataFrame)
