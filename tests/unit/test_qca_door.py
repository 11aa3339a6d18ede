"""`copro qca` is the command line of the configurational engine under another name."""

import pytest

from configurational import cli as engine
from copro.cli.main import main
from copro.paths import ROOT

LF = str(ROOT / "tests" / "data" / "LF.csv")
SURV = [LF, "--outcome", "SURV", "--incl-cut", "0.8"]


@pytest.mark.parametrize(
    "words",
    [
        ["minimize", *SURV, "--solution", "parsimonious", "--json"],
        ["minimize", *SURV, "--solution", "intermediate", "--expect", "-,1,-,-,-", "--json"],
        ["truth-table", *SURV],
        ["necessity", LF, "--outcome", "SURV", "--json"],
        ["calibrate", LF, "--column", "DEV", "--anchors", "t=0.5"],
    ],
    ids=lambda words: words[0],
)
def test_both_names_print_the_same(capsys, words):
    assert main(["qca", *words]) == 0
    door = capsys.readouterr().out
    assert engine.main(words) == 0
    assert door and door == capsys.readouterr().out


def test_the_parsimonious_solution_of_the_textbooks(capsys):
    main(["qca", "minimize", *SURV, "--solution", "parsimonious"])
    assert "M1: DEV*~IND + URB*STB => SURV" in capsys.readouterr().out


def test_messages_speak_under_the_name_that_was_entered(capsys):
    assert main(["qca", "minimize", LF, "--outcome", "NONE"]) == 2
    assert capsys.readouterr().err.startswith(f"copro qca: {LF}: outcome 'NONE'")
    assert engine.main(["minimize", LF, "--outcome", "NONE"]) == 2
    assert capsys.readouterr().err.startswith(f"configurational: {LF}: outcome 'NONE'")
    with pytest.raises(SystemExit):
        main(["qca", "minimize", "--help"])
    assert "usage: copro qca minimize" in capsys.readouterr().out
