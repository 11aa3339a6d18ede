"""The command line: stable JSON on standard output, messages on standard error, exit codes."""

import json

import pandas as pd
import pytest
from qca_reference import FOLDER, published_file

import configurational as qca
from configurational.cli import main

LF = published_file("LF")


def run(capsys, *args):
    code = main([*args, "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else None, err


def test_minimize_has_the_stable_keys(capsys):
    code, result, err = run(capsys, "minimize", LF, "--outcome", "SURV", "--incl-cut", "0.8",
                            "--solution", "parsimonious")
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
    code, result, _ = run(capsys, "minimize", LF, "--outcome", "SURV", "--incl-cut", "0.8",
                          "--solution", "intermediate", "--expect", "1,1,1,1,1")
    assert code == 0
    assert result["models"] == [["DEV*LIT*~IND*STB", "DEV*URB*LIT*STB"]]
    assert result["pairs"][0]["easy"] == [30]
    code, dashed, _ = run(capsys, "minimize", LF, "--outcome", "SURV", "--incl-cut", "0.8",
                          "--solution", "intermediate", "--expect", "-,-,-,-,-")
    assert code == 0
    assert dashed["models"] == [["DEV*URB*LIT*IND*STB", "DEV*~URB*LIT*~IND*STB"]]


def test_conditions_id_and_negation(capsys, tmp_path):
    frame = pd.read_csv(LF).rename(columns={"Unnamed: 0": "country"})
    path = tmp_path / "named.csv"
    frame.to_csv(path, index=False)
    code, result, _ = run(capsys, "truth-table", str(path), "--outcome", "SURV", "--id", "country",
                          "--conditions", "DEV,STB", "--negate", "--incl-cut", "0.8")
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
    code, result, _ = run(capsys, "calibrate", str(FOLDER / "LR.csv"), "--column", "DEV",
                          "--anchors", "e=400,c=550,i=900")
    assert code == 0 and list(result["memberships"])[0] == "AU"
    assert result["memberships"]["AU"] == pytest.approx(0.8069, abs=1e-4)
    code, result, _ = run(capsys, "calibrate", str(FOLDER / "LR.csv"), "--column", "DEV",
                          "--anchors", "t1=550,t2=850")
    assert set(result["memberships"].values()) == {0, 1, 2}
    for anchors in ("e=400,c=550", "e=1,c=x,i=3", "400,550,900"):
        code, _, err = run(capsys, "calibrate", str(FOLDER / "LR.csv"), "--column", "DEV",
                           "--anchors", anchors)
        assert code == 2 and "anchors" in err


@pytest.mark.parametrize("args, words", [
    (["--outcome", "Y[0,]"], ["outcome", "'Y[0,]'", "Y[2]"]),
    (["--outcome", "NONE"], ["outcome 'NONE'", "no such column", "SURV"]),
    (["--outcome", "SURV", "--conditions", "DEV,XX"], ["condition 'XX'", "no such column"]),
    (["--outcome", "SURV", "--conditions", "DEV"], ["at least two", "1 (DEV)"]),
    (["--outcome", "SURV"], ["no positive row"]),
    (["--outcome", "SURV", "--incl-cut", "1.4"], ["incl_cut", "1.4"]),
    (["--outcome", "SURV", "--solution", "intermediate"], ["directional expectations", "none"]),
    (["--outcome", "SURV", "--incl-cut", ".8", "--solution", "intermediate", "--expect", "1,1"],
     ["2 entries", "5"]),
    (["--outcome", "SURV", "--incl-cut", "0", "--solution", "parsimonious"], ["all rows positive"]),
    (["--outcome", "SURV", "--incl-cut", "0.8", "--exclude", "x"], ["expression 'x'", "DEV"]),
])
def test_errors_exit_with_2_and_name_the_file(capsys, args, words):
    code, result, err = run(capsys, "minimize", LF, *args)
    assert code == 2 and result is None
    assert all(w in err for w in [*words, LF])


def test_warnings_exit_with_0(capsys, tmp_path):
    frame = qca.read_csv(LF)
    frame.loc["FI", "DEV"] = 0.5
    frame.to_csv(tmp_path / "half.csv")
    code, result, err = run(capsys, "minimize", str(tmp_path / "half.csv"), "--outcome", "SURV",
                            "--incl-cut", "0.8")
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


@pytest.mark.parametrize("option, words", [
    (["--anchors", "e=0,e=0.2,c=.5,i=1"], ["--anchors", "e more than once"]),
    (["--anchors", "e=0,c=.5,i=inf"], ["anchor i", "inf", "finite"]),
    (["--anchors", "t=nan"], ["threshold", "nan", "finite"]),
    (["--anchors", "top=0.5"], ["anchors", "top", "e, c, i"]),
    (["--anchors", "t=0.5", "--method", "linear"], ["--method", "linear with thresholds (t)"]),
])
def test_anchors_that_mean_nothing_are_refused(capsys, option, words):
    code, result, err = run(capsys, "calibrate", LF, "--column", "DEV", *option)
    assert code == 2 and result is None and all(w in err for w in words)


def test_the_method_of_calibration_is_logistic_or_linear(capsys):
    anchors = ["--column", "DEV", "--anchors", "e=400,c=550,i=900"]
    found = {}
    for method in (["--method", "linear"], []):
        _, result, _ = run(capsys, "calibrate", str(FOLDER / "LR.csv"), *anchors, *method)
        found[result["method"]] = result["memberships"]["AU"]
    assert found == {"linear": pytest.approx(0.7429, abs=1e-4), "logistic": pytest.approx(0.8069, abs=1e-4)}


@pytest.mark.parametrize("depth", ["0", "-1", "6"])
def test_depths_without_an_expression_are_refused(capsys, depth):
    code, result, err = run(capsys, "necessity", LF, "--outcome", "SURV", f"--depth={depth}")
    assert code == 2 and result is None and f"depth: found {depth}; expected 1 to 5" in err


SURV = [LF, "--outcome", "SURV", "--incl-cut", "0.8"]


def test_every_form_of_a_solution_holds_the_same_numbers(capsys):
    for form, words in (("csv", "URB*STB,0.8737672583826429"), ("latex", "URB*STB & 0.874"),
                        ("markdown", r"| URB\*STB | 0.874"), ("text", "URB*STB   0.874"),
                        ("json", '"URB*STB"')):
        assert main(["minimize", *SURV, "--solution", "parsimonious", "--format", form]) == 0
        assert words in capsys.readouterr().out
    assert main(["minimize", *SURV, "--solution", "parsimonious", "--digits", "1"]) == 0
    assert "URB*STB   0.9" in capsys.readouterr().out


def test_the_truth_table_is_sorted_or_complete(capsys):
    assert main(["truth-table", *SURV, "--sort", "incl,n", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "row,DEV,URB,LIT,IND,STB,OUT,n,incl,PRI,cases" and lines[1].startswith("32,1,1,1,1,1,1,4,0.90")
    assert len(lines) == 10
    assert main(["truth-table", *SURV, "--complete", "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 33
    assert main(["truth-table", *SURV, "--sort", "size"]) == 2
    assert "sort: found 'size'" in capsys.readouterr().err


def test_a_chart_of_core_conditions(capsys):
    assert main(["minimize", *SURV, "--solution", "intermediate", "--expect", "1,1,1,1,1", "--core"]) == 0
    out = capsys.readouterr().out
    assert "IND                  ⊗" in out and "1: DEV*LIT*~IND*STB; 2: DEV*URB*LIT*STB" in out
    assert main(["minimize", *SURV, "--core", "--format", "csv"]) == 0
    assert "IND,•,⊗" in capsys.readouterr().out


def test_remainders_are_excluded_by_row_or_expression(capsys):
    _, by_row, _ = run(capsys, "minimize", *SURV, "--solution", "parsimonious",
                       "--exclude", "17,18", "--exclude", "25,26")
    _, by_words, _ = run(capsys, "minimize", *SURV, "--solution", "parsimonious", "--exclude", "DEV*~LIT*~IND")
    assert by_row["models"] == by_words["models"] != [["DEV*~IND", "URB*STB"]]


def test_negated_outcomes(capsys):
    _, flag, _ = run(capsys, "minimize", *SURV, "--negate")
    _, sign, _ = run(capsys, "minimize", LF, "--outcome", "~SURV", "--incl-cut", "0.8")
    assert flag["outcome"] == "~SURV" and flag["models"] == sign["models"]


def test_enhanced_standard_analysis(capsys):
    code, result, _ = run(capsys, "esa", *SURV, "--necessary", "LIT*STB", "--impossible", "URB*~IND*~DEV",
                          "--incoherent")
    assert code == 0
    table = qca.truth_table(qca.read_csv(LF), "SURV", incl_cut=0.8)
    negated = qca.minimize(qca.truth_table(qca.read_csv(LF), "~SURV", incl_cut=0.8), "parsimonious")
    expected, excluded = qca.enhanced(table, necessary="LIT*STB", cannot_exist="URB*~IND*~DEV", negated=negated)
    assert result["models"] == [list(m) for m in expected.models]
    assert result["excluded"] == {reason: list(rows) for reason, rows in excluded.items()}
    assert result["excluded"]["incoherent"] and not result["excluded"]["given"]
    assert main(["esa", *SURV, "--necessary", "LIT*STB"]) == 0
    assert capsys.readouterr().out.startswith("excluded remainders\n\nreason      rows\nnecessity   3; 4; 7; 9")


def test_rows_sufficient_for_the_outcome_and_its_absence_are_named(capsys, tmp_path):
    frame = pd.DataFrame({"A": [0.6, 0.6, 0.2, 0.1], "B": [0.9, 0.8, 0.3, 0.2], "Y": [0.55, 0.45, 0.1, 0.9]})
    frame.to_csv(tmp_path / "both.csv", index=False)
    _, result, err = run(capsys, "esa", str(tmp_path / "both.csv"), "--outcome", "Y", "--incl-cut", "0.75")
    assert result["simultaneous"] == [4] and "rows 4 pass for the outcome and for its absence" in err


def test_theory_evaluation(capsys):
    code, result, _ = run(capsys, "theory", *SURV, "--solution", "parsimonious", "--theory", "DEV*STB")
    areas = qca.evaluate_theory(
        qca.minimize(qca.truth_table(qca.read_csv(LF), "SURV", incl_cut=0.8), "parsimonious"), "DEV*STB")
    assert code == 0 and list(result["areas"]) == ["T*S", "~T*S", "T*~S", "~T*~S"]
    assert result["areas"]["T*S"]["incl"] == areas["incl"]["T*S"]
    assert result["areas"]["T*~S"]["with_outcome"] == ["FR", "SE"]
    assert main(["theory", *SURV, "--theory", "DEV*STB", "--model", "2"]) == 2
    assert "--model: found 2; expected 1 to 1" in capsys.readouterr().err


def test_robustness(capsys):
    code, result, _ = run(capsys, "robustness", *SURV, "--solution", "parsimonious", "--cases",
                          "--test", "incl=0.7", "--test-model", "DEV*STB")
    assert code == 0
    assert result["ranges"]["incl"] == {"value": 0.8, "lower": pytest.approx(0.708772, abs=1e-6),
                                        "upper": pytest.approx(0.804270, abs=1e-6), "lower_open": True}
    assert len(result["without_case"]) == 18 and result["tests"][1] == "DEV*STB"
    data = qca.prepare(qca.read_csv(LF), "SURV")
    tests = [qca.minimize(qca.truth_table(qca.read_csv(LF), "SURV", incl_cut=0.7), "parsimonious").models[0],
             "DEV*STB"]
    core = qca.robust_core(data, ("DEV*~IND", "URB*STB"), tests)
    assert result["fit"]["rf_cov"] == core.rf_cov and result["cases"]["BE"]["type"] == "robust"
    assert main(["robustness", *SURV, "--test", "cut=1"]) == 2
    assert "--test: found 'cut=1'" in capsys.readouterr().err
    assert main(["robustness", *SURV]) == 0
    assert "incl     0.800   0.709  0.804  no" in capsys.readouterr().out


def test_fit_of_an_expression_with_brackets(capsys):
    code, result, _ = run(capsys, "pof", LF, "~(DEV + URB)*STB + LIT -> ~SURV")
    assert code == 0 and result["relation"] == "sufficiency" and result["outcome"] == "~SURV"
    frame = qca.read_csv(LF)
    x, y = (1 - frame[["DEV", "URB"]].max(axis=1)).clip(upper=frame["STB"]), 1 - frame["SURV"]
    assert result["fit"]["~(DEV + URB)*STB"]["incl"] == pytest.approx(qca.inclusion(x, y), abs=1e-12)
    assert main(["pof", LF, "STB <- SURV"]) == 0
    assert "expression  0.920  0.680  0.707" in capsys.readouterr().out
    assert main(["pof", LF, "STB <- "]) == 2


def test_clusters_of_a_model_and_of_an_expression(capsys, tmp_path):
    frame = qca.read_csv(LF).assign(half=[1, 2] * 9, group=list("abc") * 6)
    path = str(tmp_path / "nested.csv")
    frame.to_csv(path)
    nested = ["--cluster", "half", "--unit", "group"]
    code, result, _ = run(capsys, "cluster", path, *SURV[1:], *nested, "--solution", "parsimonious")
    assert code == 0
    assert [f["set"] for f in result["fits"]] == ["DEV*~IND", "URB*STB", "DEV*~IND + URB*STB"]
    part = frame[frame["half"] == 2]
    x = part[["URB", "STB"]].min(axis=1)
    assert result["fits"][1]["between"]["2"]["consistency"] == pytest.approx(qca.inclusion(x, part["SURV"]))
    code, result, _ = run(capsys, "cluster", path, *nested, "--expression", "STB <- SURV")
    assert code == 0 and result["fits"][0]["consistency"] == pytest.approx(0.920, abs=5e-4)
    assert main(["cluster", path, *nested]) == 2
    assert "--outcome: found none" in capsys.readouterr().err


def test_published_data_come_with_the_package(capsys, tmp_path):
    for name in qca.EXAMPLES:
        assert main(["example", name]) == 0
        (tmp_path / "out.csv").write_text(capsys.readouterr().out)
        written = qca.read_csv(str(tmp_path / "out.csv"))
        pd.testing.assert_frame_equal(written, qca.read_csv(published_file(name)), check_dtype=False)
    assert main(["example"]) == 0 and "LF    fuzzy sets" in capsys.readouterr().out
    assert main(["example", "XX"]) == 2 and "example: found 'XX'; expected LR, LC" in capsys.readouterr().err


def test_cases_for_study_in_depth(capsys):
    code, result, _ = run(capsys, "cases", *SURV, "--solution", "parsimonious")
    assert code == 0 and list(result["kinds"]) == ["typical", "focal", "deviant_consistency", "deviant_coverage",
                                                   "irrelevant"]
    assert {line["case"] for line in result["kinds"]["deviant_coverage"]} == {"FR", "SE"}
    code, result, _ = run(capsys, "cases", *SURV, "--necessary", "STB", "--kind", "deviant_relevance")
    assert {line["case"] for line in result["kinds"]["deviant_relevance"]} == {"EE", "IT", "RO"}
    assert main(["cases", *SURV, "--solution", "parsimonious", "--kind", "deviant_consistency"]) == 0
    assert capsys.readouterr().out.endswith("deviant consistency\n\nno such case\n")
    assert main(["cases", *SURV, "--kind", "odd"]) == 2


def test_every_kind_of_calibration(capsys, tmp_path):
    raw = qca.read_csv(str(FOLDER / "LR.csv"))
    raw["GRADE"] = [0.8, 1, 0.6, 0.2, 0.6, 1, 0.8, 0, 0.2, 0.8, 0.4, 1, 0, 0, 0, 0, 1, 1]
    raw["ANSWER"] = [1, 2, 3, 4, 5, 1] * 3
    path = str(tmp_path / "raw.csv")
    raw.to_csv(path)
    dev, anchors = raw["DEV"], {"e": 400, "c": 550, "i": 900}
    linear = qca.direct(dev, anchors, "linear", below=2, above=0.5)
    for options, expected in (
            (["--anchors", "e=400,c=550,i=900", "--idm", "0.9526"], qca.direct(dev, anchors, idm=0.9526)),
            (["--anchors", "e=400,c=550,i=900", "--method", "ecdf"], qca.direct(dev, anchors, "ecdf")),
            (["--anchors", "e=400,c=550,i=900", "--method", "linear", "--below", "2", "--above", "0.5"], linear),
            (["--grades", "GRADE"], qca.indirect(dev, raw["GRADE"])),
            (["--grades", "GRADE", "--method", "beta"], qca.indirect_beta(dev, raw["GRADE"])),
            (["--anchors", "t1=400,t2=550,t3=900", "--method", "indirect"],
             qca.indirect_thresholds(dev, [400, 550, 900]))):
        code, result, _ = run(capsys, "calibrate", path, "--column", "DEV", *options)
        assert code == 0 and list(result["memberships"].values()) == pytest.approx(list(expected), abs=1e-12)
    _, result, _ = run(capsys, "calibrate", path, "--column", "ANSWER", "--method", "tfr")
    assert list(result["memberships"].values()) == pytest.approx(list(qca.tfr(raw["ANSWER"])))
    for options in ([], ["--method", "tfr", "--anchors", "t=1"], ["--grades", "GRADE", "--anchors", "t=1"]):
        code, _, err = run(capsys, "calibrate", path, "--column", "DEV", *options)
        assert code == 2 and ("--anchors" in err)


def test_suggested_anchors_come_with_a_warning(capsys):
    code, result, err = run(capsys, "anchors", str(FOLDER / "LR.csv"), "--column", "DEV", "--number", "1")
    expected = qca.suggest_anchors(qca.read_csv(str(FOLDER / "LR.csv"))["DEV"], 1)
    assert code == 0 and result["thresholds"] == list(expected.thresholds) and "warning" in err
    assert main(["anchors", str(FOLDER / "LR.csv"), "--column", "DEV"]) == 0
    assert "DEV: groups with thresholds at" in capsys.readouterr().out


def test_tables_as_people_have_them(capsys, tmp_path):
    lines = ["Land;Jahr;A;B;Y", "Österreich;1990;0,9;ja;1", "Österreich;2000;0,2;nein;0", "Italien;1990;0,8;ja;1",
             "Italien;2000;0,1;;0"]
    (tmp_path / "t.csv").write_bytes("\r".join(lines).encode("latin-1"))
    path, options = str(tmp_path / "t.csv"), ["--outcome", "Y", "--conditions", "A,B", "--id", "Land,Jahr"]
    code, result, err = run(capsys, "truth-table", path, *options, "--labels", "ja=1,nein=0", "--drop-missing")
    assert code == 0 and result["truth_table"][3]["cases"] == ["Österreich_1990", "Italien_1990"]
    assert "1 of 4 cases dropped for missing values: Italien_2000 (B)" in err
    assert all(m in result["messages"] for m in ("columns are separated by semicolons", "decimal commas in A"))
    code, result, err = run(capsys, "truth-table", path, *options, "--labels", "ja=1,nein=0", "--drop-missing",
                            "--sep", ";", "--decimal", ",", "--encoding", "latin-1")
    assert code == 0 and "separated" not in err and "decimal" not in err and "Latin-1" not in err
    assert main(["truth-table", path, *options, "--labels", "ja=1,nein=0"]) == 2
    assert "case Italien_2000: found 1 missing value" in capsys.readouterr().err
    assert main(["truth-table", path, *options, "--labels", "ja"]) == 2
    assert "--labels: found 'ja'" in capsys.readouterr().err
    assert main(["truth-table", path, "--outcome", "Y", "--sep", "tab"]) == 2


def test_clusters_may_be_parts_of_the_label(capsys, tmp_path):
    frame = qca.read_csv(LF)
    pd.concat([frame.assign(land=frame.index, year=y) for y in (1, 2)]).to_csv(tmp_path / "panel.csv", index=False)
    code, result, _ = run(capsys, "cluster", str(tmp_path / "panel.csv"), *SURV[1:], "--id", "land,year",
                          "--cluster", "year", "--unit", "land")
    assert code == 0 and result["fits"][0]["between"]["1"] == result["fits"][0]["between"]["2"]
    assert len(result["fits"][0]["within"]) == 18 and result["fits"][0]["d_between"] == pytest.approx(0)
