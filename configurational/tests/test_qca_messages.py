"""Arguments as people who come from R give them: understood, or refused by name."""

import numpy as np
import pandas as pd
import pytest
from configurational.cli import main
from qca_reference import published_file, published_table

import configurational as qca

LF = qca.read_csv(published_file("LF"))
TABLE = published_table("LF")
RARE = dict(incl_cut=0.8)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: qca.truth_table(LF, 3), "outcome: found 3; expected Y, ~Y or Y[2]"),
        (lambda: qca.truth_table(LF, None), "outcome: found None"),
        (lambda: qca.truth_table(LF, ["SURV"]), "outcome: found ['SURV'] (list)"),
        (lambda: qca.truth_table("LF.csv", "SURV"), "frame: found a str; expected a DataFrame"),
        (lambda: qca.truth_table(LF, "SURV", "DEV,XX"), "condition 'XX': found no such column"),
        (
            lambda: qca.truth_table(LF, "SURV", 5),
            "conditions: found 5; expected a sequence of names",
        ),
        (
            lambda: qca.truth_table(LF, "SURV", [0, 1]),
            "conditions: found 0; expected names of columns",
        ),
        (lambda: qca.truth_table(LF, "SURV", {"DEV": 1}), "conditions: found {'DEV': 1} (dict)"),
        (
            lambda: qca.truth_table(LF, "SURV", ["DEV"]),
            "conditions: found 1 (DEV); expected at least two",
        ),
        (
            lambda: qca.truth_table(LF[["DEV", "DEV", "SURV"]], "SURV"),
            "columns: found 'DEV' more than once",
        ),
        (
            lambda: qca.truth_table(LF, "SURV", incl_cut="0.8"),
            "incl_cut: found '0.8' (str); expected a share",
        ),
        (lambda: qca.truth_table(LF, "SURV", incl_cut=None), "incl_cut: found None"),
        (lambda: qca.truth_table(LF, "SURV", incl_cut=float("nan")), "incl_cut: found nan"),
        (lambda: qca.truth_table(LF, "SURV", incl_cut=True), "incl_cut: found True (bool)"),
        (
            lambda: qca.truth_table(LF, "SURV", incl_cut=(0.6, 0.8)),
            "the higher cut-off first: (0.8, 0.6)",
        ),
        (
            lambda: qca.truth_table(LF, "SURV", incl_cut=(0.8, 0.6, 0.4)),
            "or a pair such as (0.8, 0.6)",
        ),
        (lambda: qca.truth_table(LF, "SURV", incl_cut=("0.8", 0.6)), "incl_cut: found '0.8' (str)"),
        (
            lambda: qca.truth_table(LF, "SURV", incl_cut=(0.8, 0.6), incl_cut_low=0.5),
            "beside incl_cut_low 0.5",
        ),
        (
            lambda: qca.truth_table(LF, "SURV", incl_cut_low="low"),
            "incl_cut_low: found 'low' (str)",
        ),
        (lambda: qca.truth_table(LF, "SURV", pri_cut="0.5"), "pri_cut: found '0.5' (str)"),
        (
            lambda: qca.truth_table(LF, "SURV", n_cut="2"),
            "n_cut: found '2' (str); expected a whole number",
        ),
        (lambda: qca.truth_table(LF, "SURV", n_cut=1.5), "n_cut: found 1.5"),
        (
            lambda: qca.minimize(LF, "parsimonious"),
            "table: found a DataFrame; expected a truth table",
        ),
        (lambda: qca.minimize(TABLE, cap="10"), "cap: found '10' (str)"),
        (lambda: qca.minimize(TABLE, cap=0), "cap: found 0"),
        (
            lambda: qca.minimize(TABLE, exclude={"a": 1}),
            "exclude: found {'a': 1} (dict); expected row numbers",
        ),
        (lambda: qca.minimize(TABLE, exclude=[1.5]), "exclude: found 1.5"),
        (lambda: qca.minimize(TABLE, exclude=[True]), "exclude: found True (bool)"),
        (lambda: qca.minimize(TABLE, exclude="DEV*GDP"), "'DEV*GDP': found the literal 'GDP'"),
        (
            lambda: qca.minimize(TABLE, exclude="17,40"),
            "exclude: found row 40; expected rows 1 to 32",
        ),
        (lambda: qca.minimize(TABLE, exclude="32"), "exclude, row 32: found a positive row"),
        (lambda: qca.single_necessity(LF), "data: found a DataFrame; expected cases, as prepare"),
        (
            lambda: qca.supersets(qca.prepare(LF, "SURV"), incl_cut="0.9"),
            "incl_cut: found '0.9' (str)",
        ),
        (lambda: qca.supersets(qca.prepare(LF, "SURV"), depth="2"), "depth: found '2' (str)"),
        (lambda: qca.robust_core(TABLE.data, "STB", "DEV"), "tests: found one expression, 'DEV'"),
    ],
)
def test_a_wrong_argument_is_named(call, words):
    with pytest.raises(qca.QCAError) as caught:
        call()
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "conditions", ["DEV,STB", " DEV , STB", ("DEV", "STB"), pd.Index(["DEV", "STB"])]
)
def test_conditions_in_one_text_or_in_several(conditions):
    assert qca.truth_table(LF, "SURV", conditions).data.conditions == ("DEV", "STB")


def test_a_pair_of_cut_offs_is_the_higher_and_the_lower_one():
    pair, two = (
        qca.truth_table(LF, "SURV", **cuts).observed["OUT"].tolist()
        for cuts in ({"incl_cut": (0.8, 0.5)}, {"incl_cut": 0.8, "incl_cut_low": 0.5})
    )
    assert pair == two and "C" in pair


@pytest.mark.parametrize(
    "rows",
    [
        "17,18",
        [17, 18],
        (18, 17, 17),
        {17, 18},
        np.array([17, 18]),
        ["17", 18],
        "17,18,",
        [17.0, 18.0],
    ],
)
def test_rows_to_exclude_as_text_or_numbers(rows):
    found = qca.minimize(TABLE, "parsimonious", exclude=rows)
    assert found.models == qca.minimize(TABLE, "parsimonious", exclude=[17, 18]).models
    assert not {17, 18} & set(found.assumptions[0])


def test_the_command_excludes_by_row_and_by_expression(capsys):
    words = [
        "minimize",
        published_file("LF"),
        "--outcome",
        "SURV",
        "--incl-cut",
        "0.8",
        "--solution",
        "parsimonious",
        "--exclude",
    ]
    printed = []
    for rows in (
        "~LIT*URB, DEV*~STB*URB",
        ",".join(str(r) for e in ("~LIT*URB", "DEV*~STB*URB") for r in qca.impossible(TABLE, e)),
    ):
        assert main([*words, rows]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1] and "URB*STB =>" not in printed[0]


def test_an_expression_excludes_the_remainders_inside_it():
    rows = qca.impossible(TABLE, "~LIT*URB")
    assert len(rows) == 8
    by_name, by_number = (
        qca.minimize(TABLE, "parsimonious", exclude=e) for e in ("~LIT*URB", rows)
    )
    assert (
        by_name.assumptions
        == by_number.assumptions
        != qca.minimize(TABLE, "parsimonious").assumptions
    )


def test_necessity_of_a_single_condition():
    single = qca.prepare(LF, "SURV", "STB")
    whole = qca.single_necessity(qca.prepare(LF, "SURV"))
    pd.testing.assert_frame_equal(qca.single_necessity(single), whole.loc[["STB", "~STB"]])
    assert qca.supersets(single, 0.9).index.tolist() == ["STB"]


def test_necessity_of_a_single_condition_on_the_command_line(capsys):
    assert (
        main(["necessity", published_file("LF"), "--outcome", "SURV", "--conditions", "STB"]) == 0
    )
    assert "STB" in capsys.readouterr().out


def test_an_error_names_its_file_once(capsys):
    for words in (["missing.csv", "--outcome", "Y"], [published_file("LF"), "--outcome", "Y"]):
        assert main(["minimize", *words]) == 2
        assert capsys.readouterr().err.count(words[0]) == 1


@pytest.mark.parametrize("mark", ["-", "dc"])
def test_the_marks_of_what_does_not_apply(mark):
    frame = pd.DataFrame(
        {"A": ["1", "0", mark, "1"], "B": [1, 1, 0, 0], "Y": [1, 0, 0, 1]}, index=list("abcd")
    )
    table = qca.truth_table(frame, "Y")
    assert table.config(table.observed) == ["01", "10", "11", "-0"]
    assert qca.minimize(table, "parsimonious").models == (("A",),)


def test_one_model_is_not_said_to_be_tied():
    frame = pd.DataFrame(
        {"A": [1, 0, 0, 1], "B": [1, 0, 1, 0], "C": [1, 0, 0, 1], "Y": [1, 0, 0, 1]}
    )
    table = qca.truth_table(frame, "Y")
    assert qca.minimize(table, "parsimonious").n_models == 2
    assert qca.minimize(table, "parsimonious", cap=1).messages == (
        "2 models are tied; 1 of them is listed",
    )
    assert qca.minimize(table, "parsimonious", count=False).messages == (
        "1 model is listed; whether others tie with it was not counted",
    )
