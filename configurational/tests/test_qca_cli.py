"""The command line: stable JSON on standard output, messages on standard error, exit codes."""

import json

import pandas as pd
import pytest
from configurational.cli import main
from qca_reference import FOLDER, published_file

import configurational as qca

LF = published_file("LF")


def run(capsys, *args):
    code = main([*args, "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else None, err


def test_minimize_has_the_stable_keys(capsys):
    code, result, err = run(
        capsys,
        "minimize",
        LF,
        "--outcome",
        "SURV",
        "--incl-cut",
        "0.8",
        "--solution",
        "parsimonious",
    )
    assert code == 0 and err == ""
    assert result["models"] == [["DEV*~IND", "URB*STB"]]
    assert result["n_models"] == 1 and result["complete"] is True
    assert set(result["terms"]["URB*STB"]) == {"incl", "pri", "cov_raw", "cov_unique", "cases"}
    assert result["terms"]["URB*STB"]["cases"] == ["BE", "CZ", "NL", "UK"]
    assert result["terms"]["URB*STB"]["incl"] == pytest.approx(0.873767258382643, abs=1e-12)
    assert result["solution"][0]["cov"] == pytest.approx(0.713615023474178, abs=1e-12)
    row = result["truth_table"][31]
    assert set(row) == {"row", "config", "out", "n", "incl", "pri", "cases"}
    assert (row["row"], row["config"], row["out"], row["n"]) == (32, "11111", "1", 4)
    assert result["truth_table"][2]["incl"] is None and result["messages"] == []


def test_intermediate_and_expectations_that_start_with_a_dash(capsys):
    code, result, _ = run(
        capsys,
        "minimize",
        LF,
        "--outcome",
        "SURV",
        "--incl-cut",
        "0.8",
        "--solution",
        "intermediate",
        "--expect",
        "1,1,1,1,1",
    )
    assert code == 0
    assert result["models"] == [["DEV*LIT*~IND*STB", "DEV*URB*LIT*STB"]]
    assert result["pairs"][0]["easy"] == [30]
    code, dashed, _ = run(
        capsys,
        "minimize",
        LF,
        "--outcome",
        "SURV",
        "--incl-cut",
        "0.8",
        "--solution",
        "intermediate",
        "--expect",
        "-,-,-,-,-",
    )
    assert code == 0
    assert dashed["models"] == [["DEV*URB*LIT*IND*STB", "DEV*~URB*LIT*~IND*STB"]]


def test_conditions_id_and_negation(capsys, tmp_path):
    frame = pd.read_csv(LF).rename(columns={"Unnamed: 0": "country"})
    path = tmp_path / "named.csv"
    frame.to_csv(path, index=False)
    code, result, _ = run(
        capsys,
        "truth-table",
        str(path),
        "--outcome",
        "SURV",
        "--id",
        "country",
        "--conditions",
        "DEV,STB",
        "--negate",
        "--incl-cut",
        "0.8",
    )
    assert code == 0 and result["outcome"] == "~SURV" and result["conditions"] == ["DEV", "STB"]
    assert [r["out"] for r in result["truth_table"]] == ["1", "1", "1", "0"]
    code, result, err = run(capsys, "truth-table", str(path), "--outcome", "SURV")
    assert code == 0 and "warning: column 'country' labels the cases" in err
    assert result["conditions"] == ["DEV", "URB", "LIT", "IND", "STB"]


def test_necessity(capsys):
    code, result, _ = run(capsys, "necessity", LF, "--outcome", "SURV")
    assert code == 0
    assert result["necessity"]["STB"]["incl"] == pytest.approx(0.920, abs=5e-4)
    assert result["supersets"]["LIT*STB"]["ron"] == pytest.approx(0.800, abs=5e-4)


def test_calibrate(capsys):
    code, result, _ = run(
        capsys,
        "calibrate",
        str(FOLDER / "LR.csv"),
        "--column",
        "DEV",
        "--anchors",
        "e=400,c=550,i=900",
    )
    assert code == 0 and next(iter(result["memberships"])) == "AU"
    assert result["memberships"]["AU"] == pytest.approx(0.8069, abs=1e-4)
    code, result, _ = run(
        capsys, "calibrate", str(FOLDER / "LR.csv"), "--column", "DEV", "--anchors", "t1=550,t2=850"
    )
    assert set(result["memberships"].values()) == {0, 1, 2}
    for anchors in ("e=400,c=550", "e=1,c=x,i=3", "400,550,900"):
        code, _, err = run(
            capsys, "calibrate", str(FOLDER / "LR.csv"), "--column", "DEV", "--anchors", anchors
        )
        assert code == 2 and "anchors" in err


@pytest.mark.parametrize(
    "args, words",
    [
        (["--outcome", "Y[0,]"], ["outcome", "'Y[0,]'", "Y[2]"]),
        (["--outcome", "NONE"], ["outcome 'NONE'", "no such column", "SURV"]),
        (["--outcome", "SURV", "--conditions", "DEV,XX"], ["condition 'XX'", "no such column"]),
        (["--outcome", "SURV", "--conditions", "DEV"], ["at least two", "1 (DEV)"]),
        (["--outcome", "SURV"], ["no positive row"]),
        (["--outcome", "SURV", "--incl-cut", "1.4"], ["incl_cut", "1.4"]),
        (["--outcome", "SURV", "--solution", "intermediate"], ["directional expectations", "none"]),
        (
            [
                "--outcome",
                "SURV",
                "--incl-cut",
                ".8",
                "--solution",
                "intermediate",
                "--expect",
                "1,1",
            ],
            ["2 entries", "5"],
        ),
        (
            ["--outcome", "SURV", "--incl-cut", "0", "--solution", "parsimonious"],
            ["all rows positive"],
        ),
        (["--outcome", "SURV", "--incl-cut", "0.8", "--exclude", "x"], ["expression 'x'", "DEV"]),
    ],
)
def test_errors_exit_with_2_and_name_the_file(capsys, args, words):
    code, result, err = run(capsys, "minimize", LF, *args)
    assert code == 2 and result is None
    assert all(w in err for w in [*words, LF])


def test_warnings_exit_with_0(capsys, tmp_path):
    frame = qca.read_csv(LF)
    frame.loc["FI", "DEV"] = 0.5
    frame.to_csv(tmp_path / "half.csv")
    code, result, err = run(
        capsys, "minimize", str(tmp_path / "half.csv"), "--outcome", "SURV", "--incl-cut", "0.8"
    )
    assert code == 0 and "0.5" in err and "FI (DEV)" in err
    assert result["messages"] == [err.split("warning: ")[1].strip()]


def test_text_without_json(capsys):
    assert main(["minimize", LF, "--outcome", "SURV", "--incl-cut", "0.8"]) == 0
    assert "M1: DEV*URB*LIT*IND*STB + DEV*~URB*LIT*~IND*STB => SURV" in capsys.readouterr().out
    assert main(["necessity", LF, "--outcome", "SURV"]) == 0
    assert main(["truth-table", LF, "--outcome", "SURV"]) == 0
    assert main(["calibrate", LF, "--column", "DEV", "--anchors", "t=0.5"]) == 0
    assert "\nAU    1\n" in capsys.readouterr().out


def test_a_missing_file_exits_with_2(capsys):
    code, result, err = run(capsys, "minimize", "missing.csv", "--outcome", "Y")
    assert code == 2 and result is None and "missing.csv: found no such file" in err


@pytest.mark.parametrize(
    "option, words",
    [
        (["--anchors", "e=0,e=0.2,c=.5,i=1"], ["--anchors", "e more than once"]),
        (["--anchors", "e=0,c=.5,i=inf"], ["anchor i", "inf", "finite"]),
        (["--anchors", "t=nan"], ["threshold", "nan", "finite"]),
        (["--anchors", "top=0.5"], ["anchors", "top", "e, c, i"]),
        (["--anchors", "t=0.5", "--method", "linear"], ["--method", "linear with thresholds (t)"]),
    ],
)
def test_anchors_that_mean_nothing_are_refused(capsys, option, words):
    code, result, err = run(capsys, "calibrate", LF, "--column", "DEV", *option)
    assert code == 2 and result is None and all(w in err for w in words)


def test_the_method_of_calibration_is_logistic_or_linear(capsys):
    anchors = ["--column", "DEV", "--anchors", "e=400,c=550,i=900"]
    found = {}
    for method in (["--method", "linear"], []):
        _, result, _ = run(capsys, "calibrate", str(FOLDER / "LR.csv"), *anchors, *method)
        found[result["method"]] = result["memberships"]["AU"]
    assert found == {
        "linear": pytest.approx(0.7429, abs=1e-4),
        "logistic": pytest.approx(0.8069, abs=1e-4),
    }


@pytest.mark.parametrize("depth", ["0", "-1", "6"])
def test_depths_without_an_expression_are_refused(capsys, depth):
    code, result, err = run(capsys, "necessity", LF, "--outcome", "SURV", f"--depth={depth}")
    assert code == 2 and result is None and f"depth: found {depth}; expected 1 to 5" in err


def test_counterfactuals_that_a_new_solution_shares_with_the_negated_one_are_named(
    capsys, tmp_path
):
    """Rows are excluded once; the solution without them may assume others for both sides."""
    values = """A,B,C,D,Y
.34,.46,.94,.95,.24
0,.45,.91,.81,.72
.81,.16,.98,.36,.32
.04,.03,.58,.58,.08
.68,.16,.41,.33,.78
.26,.97,.96,.22,.44
.7,.15,.75,.35,.35
.68,.83,.47,.11,.37
.28,.84,.2,.6,.67
.12,.63,.54,.85,.37
.35,.15,.53,.15,.63
.39,.17,.96,.05,.65
.49,.86,.33,.94,.67
.8,.21,.12,.28,.61
"""  # made up
    (tmp_path / "made_up.csv").write_text(values)
    arguments = ("esa", str(tmp_path / "made_up.csv"), "--outcome", "Y", "--incl-cut", "0.8")
    main([*arguments, "--incoherent", "--json"])
    found = json.loads(capsys.readouterr().out)
    (said,) = [m for m in found["messages"] if "for its absence as well" in m]
    assert said.startswith("rows 12 are assumed") and said.endswith('--exclude "12"')
    main([*arguments, "--incoherent", "--exclude", "12", "--json"])
    assert "as well" not in str(json.loads(capsys.readouterr().out)["messages"])


@pytest.mark.parametrize("option", ["--necessary", "--impossible"])
def test_a_second_claim_does_not_take_the_place_of_the_first(capsys, option):
    with pytest.raises(SystemExit):
        main(["esa", str(published_file("LF")), "--outcome", "SURV", option, "LIT", option, "STB"])
    assert f"argument {option}: found it twice; expected one expression" in capsys.readouterr().err
