"""Labels as they are written, missing values where they matter,
and options that would do nothing.
"""

import json

import numpy as np
import pandas as pd
import pytest
from configurational.cli import main
from qca_reference import published_file, published_table

import configurational as qca

LF = published_file("LF")
TABLE = published_table("LF")
PANEL = """country,year,A,B,C,Y
UK,03,1,0,NA,1
UK,10,0.2,0.9,1,0.3
FR,03,0.8,0.1,0,0.9
FR,10,0.1,0.3,1,0.2
"""


@pytest.fixture
def panel(tmp_path):
    path = tmp_path / "panel.csv"
    path.write_text(PANEL)
    return str(path)


def run(capsys, *args):
    code = main([*map(str, args), "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else None, err


def test_labels_keep_their_zeros(tmp_path, panel):
    assert list(qca.read_cases(panel, ["country", "year"]).frame.index) == [
        "UK_03",
        "UK_10",
        "FR_03",
        "FR_10",
    ]
    path = tmp_path / "fips.csv"
    path.write_text("fips,A,Y\n01001,1,1\n01003,0,1\n")
    assert list(qca.read_cases(path, "fips").frame.index) == ["01001", "01003"]
    path.write_text(",A,Y\n1.1,1,1\n1.10,0,1\n")
    read = qca.read_cases(path)
    assert list(read.frame.index) == ["1.1", "1.10"]
    assert read.texts[""].tolist() == ["1.1", "1.10"] and list(read.texts.index) == ["1.1", "1.10"]


def test_clusters_and_units_are_what_is_written(capsys, panel):
    code, found, _ = run(
        capsys,
        "cluster",
        panel,
        "--expression",
        "A -> Y",
        "--cluster",
        "year",
        "--unit",
        "country",
        "--id",
        "country,year",
    )
    assert code == 0 and list(found["fits"][0]["between"]) == ["03", "10"]
    assert found["fits"][0]["within"]["UK"]["cases"] == 2


@pytest.mark.parametrize(
    "command, n",
    [
        (("pof", "A*~B -> Y"), 4),
        (("pof", "A*C -> Y"), 3),
        (("calibrate", "--column", "A", "--anchors", "t=0.5"), 4),
        (("anchors", "--column", "A", "--number", "1"), 4),
        (("cluster", "--expression", "A -> Y", "--cluster", "year", "--unit", "country"), 4),
        (("truth-table", "--outcome", "Y", "--conditions", "A,B"), 4),
    ],
)
def test_a_case_is_dropped_only_for_what_is_used(capsys, panel, command, n):
    code, found, err = run(
        capsys, command[0], panel, *command[1:], "--id", "country,year", "--drop-missing"
    )
    assert code == 0
    assert ("UK_03 (C)" in err) == (n == 3) == any("dropped" in m for m in found["messages"])


@pytest.mark.parametrize(
    "command, words",
    [
        (
            (
                "cluster",
                "--expression",
                "DEV -> SURV",
                "--outcome",
                "SURV",
                "--cluster",
                "LIT",
                "--unit",
                "IND",
            ),
            "--outcome: found one beside --expression",
        ),
        (
            (
                "cluster",
                "--expression",
                "DEV -> SURV",
                "--negate",
                "--cluster",
                "LIT",
                "--unit",
                "IND",
            ),
            "--negate: found one beside --expression",
        ),
        (
            ("minimize", "--outcome", "SURV", "--incl-cut", "0.8", "--core"),
            "--core: found one beside json",
        ),
        (
            ("minimize", "--outcome", "SURV", "--incl-cut", "0.8", "--core-by", "1"),
            "--core-by: found one",
        ),
        (("minimize", "--outcome", "SURV", "--tables", "-1"), "--tables: found -1"),
        (
            ("calibrate", "--column", "DEV", "--anchors", "t=0.5", "--idm", "0.9"),
            "--idm: found one beside --anchors t=0.5",
        ),
        (
            ("calibrate", "--column", "DEV", "--method", "tfr", "--below", "2"),
            "--below: found one beside --method tfr",
        ),
        (
            (
                "calibrate",
                "--column",
                "DEV",
                "--anchors",
                "e=0,c=0.5,i=1",
                "--method",
                "linear",
                "--idm",
                "0.9",
            ),
            "idm: found 0.9 with method linear",
        ),
        (
            ("calibrate", "--column", "DEV", "--anchors", "t2=0.5,t1=0.2"),
            "t1=..,t2=.., in this order",
        ),
        (("truth-table", "--outcome", "SURV", "--sheet", "2"), "sheet: found 2 for a text file"),
        (
            ("truth-table", "--outcome", "SURV", "--labels", "yes=1,no=0"),
            "labels: found yes, no, which no cell holds",
        ),
        (
            ("minimize", "--outcome", "SURV", "--incl-cut", "0.8", "--exclude", ""),
            "exclude: found ''",
        ),
    ],
)
def test_an_option_without_effect_is_refused(capsys, command, words):
    code, found, err = run(capsys, command[0], LF, *command[1:])
    assert code == 2 and found is None and words in err


def test_a_chart_of_no_model_is_refused(capsys):
    assert main(["minimize", LF, "--outcome", "SURV", "--core", "--tables", "0"]) == 2
    assert (
        "--tables: found 0; expected a whole number of models from 1 on" in capsys.readouterr().err
    )


def test_what_was_read_is_said_beside_an_error(capsys, tmp_path):
    path = tmp_path / "texts.csv"
    path.write_text("id,A,B,Y\na,yes,1,1\nb,no,1,0\nc,no,0,0\n")
    assert main(["truth-table", str(path), "--outcome", "Y"]) == 2
    assert "column 'A' holds the texts yes, no: `labels` says" in capsys.readouterr().err


@pytest.mark.parametrize(
    "call, error, words",
    [
        (
            lambda: qca.cluster_fit([0, 5], [1, 1], [1, 2], [1, 2]),
            qca.UncalibratedError,
            "x of case 2: found 5",
        ),
        (
            lambda: qca.cluster_fit([0, np.nan], [1, 1], [1, 2], [1, 2]),
            qca.UncalibratedError,
            "found nan",
        ),
        (
            lambda: qca.cluster_fit([0, 1], [1], [1, 2], [1, 2]),
            qca.ParameterError,
            "1 memberships beside 2",
        ),
        (
            lambda: qca.minimize(TABLE, "intermediate", {"DEV": "URB"}),
            qca.ExpectationError,
            "condition 'DEV': found 'URB'; expected a level",
        ),
        (lambda: qca.minimize(TABLE, exclude=""), qca.ParameterError, "exclude: found ''"),
    ],
)
def test_arguments_that_say_something_else_are_refused(call, error, words):
    with pytest.raises(error) as caught:
        call()
    assert words in str(caught.value)


def test_expectations_by_name_are_levels():
    by_name = qca.minimize(TABLE, "intermediate", {"DEV": 1, "URB": "1", "LIT": [1], "IND": "-"})
    assert by_name.models == qca.minimize(TABLE, "intermediate", "1,1,1,-,-").models
    frame = pd.DataFrame({"A": [1, 0]})
    assert qca.expression_membership(frame, "~A").tolist() == [0, 1]
