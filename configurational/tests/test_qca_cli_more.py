"""The command line: forms of print, further analyses, reading and calibration."""

import json

import pandas as pd
import pytest
from configurational.cli import main
from qca_reference import published_file

import configurational as qca

LF = published_file("LF")


def run(capsys, *args):
    code = main([*args, "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else None, err


SURV = [LF, "--outcome", "SURV", "--incl-cut", "0.8"]


def test_every_form_of_a_solution_holds_the_same_numbers(capsys):
    for form, words in (
        ("csv", "URB*STB,0.8737672583826429"),
        ("latex", "URB*STB & 0.874"),
        ("markdown", r"| URB\*STB | 0.874"),
        ("text", "URB*STB   0.874"),
        ("json", '"URB*STB"'),
    ):
        assert main(["minimize", *SURV, "--solution", "parsimonious", "--format", form]) == 0
        assert words in capsys.readouterr().out
    assert main(["minimize", *SURV, "--solution", "parsimonious", "--digits", "1"]) == 0
    assert "URB*STB   0.9" in capsys.readouterr().out


def test_the_truth_table_is_sorted_or_complete(capsys):
    assert main(["truth-table", *SURV, "--sort", "incl,n", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "row,DEV,URB,LIT,IND,STB,OUT,n,incl,PRI,cases" and lines[1].startswith(
        "32,1,1,1,1,1,1,4,0.90"
    )
    assert len(lines) == 10
    assert main(["truth-table", *SURV, "--complete", "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 33
    assert main(["truth-table", *SURV, "--sort", "size"]) == 2
    assert "sort: found 'size'" in capsys.readouterr().err


def test_a_chart_of_core_conditions(capsys):
    assert (
        main(["minimize", *SURV, "--solution", "intermediate", "--expect", "1,1,1,1,1", "--core"])
        == 0
    )
    out = capsys.readouterr().out
    assert "IND                  ⊗" in out and "1: DEV*LIT*~IND*STB; 2: DEV*URB*LIT*STB" in out
    assert main(["minimize", *SURV, "--core", "--format", "csv"]) == 0
    assert "IND,•,⊗" in capsys.readouterr().out


def test_remainders_are_excluded_by_row_or_expression(capsys):
    _, by_row, _ = run(
        capsys,
        "minimize",
        *SURV,
        "--solution",
        "parsimonious",
        "--exclude",
        "17,18",
        "--exclude",
        "25,26",
    )
    _, by_words, _ = run(
        capsys, "minimize", *SURV, "--solution", "parsimonious", "--exclude", "DEV*~LIT*~IND"
    )
    assert by_row["models"] == by_words["models"] != [["DEV*~IND", "URB*STB"]]


def test_negated_outcomes(capsys):
    _, flag, _ = run(capsys, "minimize", *SURV, "--negate")
    _, sign, _ = run(capsys, "minimize", LF, "--outcome", "~SURV", "--incl-cut", "0.8")
    assert flag["outcome"] == "~SURV" and flag["models"] == sign["models"]


def test_enhanced_standard_analysis(capsys):
    code, result, _ = run(
        capsys,
        "esa",
        *SURV,
        "--necessary",
        "LIT*STB",
        "--impossible",
        "URB*~IND*~DEV",
        "--incoherent",
    )
    assert code == 0
    table = qca.truth_table(qca.read_csv(LF), "SURV", incl_cut=0.8)
    negated = qca.minimize(qca.truth_table(qca.read_csv(LF), "~SURV", incl_cut=0.8), "parsimonious")
    expected, excluded = qca.enhanced(
        table, necessary="LIT*STB", cannot_exist="URB*~IND*~DEV", negated=negated
    )
    assert result["models"] == [list(m) for m in expected.models]
    assert result["excluded"] == {reason: list(rows) for reason, rows in excluded.items()}
    assert result["excluded"]["incoherent"] and not result["excluded"]["given"]
    assert main(["esa", *SURV, "--necessary", "LIT*STB"]) == 0
    assert capsys.readouterr().out.startswith(
        "excluded remainders\n\nreason      rows\nnecessity   3; 4; 7; 9"
    )


def test_rows_sufficient_for_the_outcome_and_its_absence_are_named(capsys, tmp_path):
    frame = pd.DataFrame(
        {"A": [0.6, 0.6, 0.2, 0.1], "B": [0.9, 0.8, 0.3, 0.2], "Y": [0.55, 0.45, 0.1, 0.9]}
    )
    frame.to_csv(tmp_path / "both.csv", index=False)
    _, result, err = run(
        capsys, "esa", str(tmp_path / "both.csv"), "--outcome", "Y", "--incl-cut", "0.75"
    )
    assert (
        result["simultaneous"] == [4] and "rows 4 pass for the outcome and for its absence" in err
    )


def test_theory_evaluation(capsys):
    code, result, _ = run(
        capsys, "theory", *SURV, "--solution", "parsimonious", "--theory", "DEV*STB"
    )
    areas = qca.evaluate_theory(
        qca.minimize(qca.truth_table(qca.read_csv(LF), "SURV", incl_cut=0.8), "parsimonious"),
        "DEV*STB",
    )
    assert code == 0 and list(result["areas"]) == ["T*S", "~T*S", "T*~S", "~T*~S"]
    assert result["areas"]["T*S"]["incl"] == areas["incl"]["T*S"]
    assert result["areas"]["T*~S"]["with_outcome"] == ["FR", "SE"]
    assert main(["theory", *SURV, "--theory", "DEV*STB", "--model", "2"]) == 2
    assert "--model: found 2; expected 1 to 1" in capsys.readouterr().err


def test_robustness(capsys):
    code, result, _ = run(
        capsys,
        "robustness",
        *SURV,
        "--solution",
        "parsimonious",
        "--cases",
        "--test",
        "incl=0.7",
        "--test-model",
        "DEV*STB",
    )
    assert code == 0
    assert result["ranges"]["incl"] == {
        "value": 0.8,
        "lower": pytest.approx(0.708772, abs=1e-6),
        "upper": pytest.approx(0.804270, abs=1e-6),
        "lower_open": True,
    }
    assert len(result["without_case"]) == 18 and result["tests"][1] == "DEV*STB"
    data = qca.prepare(qca.read_csv(LF), "SURV")
    tests = [
        qca.minimize(
            qca.truth_table(qca.read_csv(LF), "SURV", incl_cut=0.7), "parsimonious"
        ).models[0],
        "DEV*STB",
    ]
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
    assert result["fit"]["~(DEV + URB)*STB"]["incl"] == pytest.approx(
        qca.inclusion(x, y), abs=1e-12
    )
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
    assert result["fits"][1]["between"]["2"]["consistency"] == pytest.approx(
        qca.inclusion(x, part["SURV"])
    )
    code, result, _ = run(capsys, "cluster", path, *nested, "--expression", "STB <- SURV")
    assert code == 0 and result["fits"][0]["consistency"] == pytest.approx(0.920, abs=5e-4)
    assert main(["cluster", path, *nested]) == 2
    assert "--outcome: found none" in capsys.readouterr().err


def test_cases_for_study_in_depth(capsys):
    code, result, _ = run(capsys, "cases", *SURV, "--solution", "parsimonious")
    assert code == 0 and list(result["kinds"]) == [
        "typical",
        "focal",
        "deviant_consistency",
        "deviant_coverage",
        "irrelevant",
    ]
    assert {line["case"] for line in result["kinds"]["deviant_coverage"]} == {"FR", "SE"}
    code, result, _ = run(
        capsys, "cases", *SURV, "--necessary", "STB", "--kind", "deviant_relevance"
    )
    assert {line["case"] for line in result["kinds"]["deviant_relevance"]} == {"EE", "IT", "RO"}
    assert (
        main(["cases", *SURV, "--solution", "parsimonious", "--kind", "deviant_consistency"]) == 0
    )
    assert capsys.readouterr().out.endswith("deviant consistency\n\nno such case\n")
    assert main(["cases", *SURV, "--kind", "odd"]) == 2


def test_other_rules_of_minimisation(capsys):
    cvf = [published_file("CVF"), "--outcome", "PROTEST", "--incl-cut", "0.8"]
    table = qca.truth_table(qca.read_csv(published_file("CVF")), "PROTEST", incl_cut=0.8)
    for option, rule in (
        (["--row-dominance"], {"row_dominance": True}),
        (["--irredundant"], {"irredundant": True}),
        (["--term-incl", "0.85"], {"term_incl": 0.85}),
        (["--model-incl", "0.8"], {"model_incl": 0.8}),
    ):
        _, result, _ = run(capsys, "minimize", *cvf, "--solution", "parsimonious", *option)
        assert result["models"] == [
            list(m) for m in qca.minimize(table, "parsimonious", **rule).models
        ]
    crisp = [published_file("LC"), "--outcome", "SURV", "--solution", "parsimonious"]
    _, shortest, _ = run(capsys, "minimize", *crisp)
    _, every, _ = run(capsys, "minimize", *crisp, "--irredundant")
    assert len(shortest["models"]) == 1 and len(every["models"]) == 2
    assert shortest["models"][0] in every["models"]
    words = ["--solution", "intermediate", "--expect", "1,1,1,1,1", "--irredundant"]
    _, between, _ = run(capsys, "minimize", *cvf, *words)
    whole = qca.minimize(table, "intermediate", "1,1,1,1,1", irredundant=True)
    assert between["models"] == [list(m) for m in whole.models]


def test_contradictions_as_remainders(capsys):
    cuts = [
        LF,
        "--outcome",
        "SURV",
        "--incl-cut",
        "0.8",
        "--incl-cut-low",
        "0.6",
        "--solution",
        "parsimonious",
    ]
    _, apart, _ = run(capsys, "minimize", *cuts)
    _, used, _ = run(capsys, "minimize", *cuts, "--contradictions-as-remainders")
    assert apart["models"] == [["DEV*~IND", "URB*STB"]]
    table = qca.truth_table(qca.read_csv(LF), "SURV", incl_cut=0.8, incl_cut_low=0.6)
    freed = qca.minimize(qca.contradictions_as_remainders(table), "parsimonious")
    assert used["models"] == [list(m) for m in freed.models] != apart["models"]
    assert [r["out"] for r in used["truth_table"] if r["row"] == 24] == ["?"]
