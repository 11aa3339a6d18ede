"""A code on which the readings agree too little carries no claim without saying so.

``claim(alphas=...)`` keeps them itself; here it is made sure that it does, and that no claim of
a literature chapter leaves the argument out.
"""

import ast
import json

import pytest

from copro.data import load
from copro.measures.literature import reliability, works as lit
from copro.methods import agreement
from copro.paths import NOTEBOOKS
from copro.report import claim, weak_codes
from copro.report.records.claim import weak
from copro.report.records.model import Claim
from copro.session import Session

TABLE = "literature/coding_first"
# Claims about the records or about agreement itself: they rest on no code of a reader.
NO_CODE = {
    "lf-base",
    "ca-reliable",
    "ca-firm",
    "ca-same-page",
    "ca-alpha-{factor.hypothesis.lower()}",
    "ca-outcomes-reliable",
    "ca-outcomes-stated",
    "ca-people",
    "ca-batch",
    "ca-entry",
    "lit-candidates",
    "lit-set-works",
    "lit-set-existence",
    "lit-coded-works",
    "lit-finding-works",
    "lit-second-no-result",
    "lit-undated-works",
    "lit-median-year",
}
CHAPTERS = sorted(NOTEBOOKS.glob("1_literature/*.ipynb"))


@pytest.fixture(scope="module")
def ratings():
    others = (load("literature/coding_second"), load("literature/outcome_themes"))
    return reliability.ratings(lit.findings(load(TABLE)), *others)


@pytest.fixture(scope="module")
def alphas(ratings):
    return agreement.alphas(ratings)


def made(monkeypatch, tmp_path, **more):
    """What a made-up claim shows, and its record."""
    shown = []
    monkeypatch.setattr(
        "IPython.display.display",
        lambda data, raw=False, metadata=None: shown.append((data, metadata)),
    )
    with Session(out=tmp_path).entered():
        load(TABLE)
        claim(
            "test-claim",
            "It is {value}.",
            3,
            unit="count",
            digits=0,
            kind="coding",
            tables=[TABLE],
            **more,
        )
    return shown[0][0]["text/plain"], shown[0][1]["copro"]


def test_a_weak_code_is_kept_with_the_claim_and_named_in_the_notebook(monkeypatch, tmp_path):
    alphas = {"stage": 0.318, "method": 0.75, "actor": 0.53}
    shown, record = made(monkeypatch, tmp_path, alphas=alphas)
    assert record["sentence"] == "It is 3."
    assert record["disagree"] == {"stage": 0.318, "actor": 0.53}
    assert Claim.of(record).committed()["disagree"] == record["disagree"]
    assert shown == (
        "[coding] It is 3 (the two machine-assisted passes agree too little on stage (0.32) and "
        "actor (0.53))."
    )


@pytest.mark.parametrize("alphas", [None, {}, {"method": 0.667}])
def test_a_reliable_code_needs_no_words(monkeypatch, tmp_path, alphas):
    shown, record = made(monkeypatch, tmp_path, alphas=alphas)
    assert shown == "[coding] It is 3." and "disagree" not in record


def test_an_alpha_that_cannot_be_computed_counts_as_weak():
    assert weak({"stage": float("nan")}) == {"stage": None}
    assert "stage (not available)" in weak_codes({"stage": float("nan")})


def test_every_code_has_an_alpha_and_a_code_without_one_is_an_error(alphas):
    assert set(alphas.index) == set(reliability.WORDS) and alphas.notna().all()
    assert reliability.behind(alphas, "stage") == {"stage": pytest.approx(0.416, abs=1e-3)}
    with pytest.raises(KeyError):
        reliability.behind(alphas, "result_read")


def claims_of(notebook):
    """Id (as source) and named arguments of every call of ``claim``."""
    for cell in json.loads(notebook.read_text())["cells"]:
        if cell["cell_type"] == "code":
            for node in ast.walk(ast.parse("".join(cell["source"]))):
                called = getattr(node, "func", None)
                if "claim" in (getattr(called, "id", ""), getattr(called, "attr", "")):
                    yield (
                        ast.unparse(node.args[0]).strip("f'"),
                        {k.arg: k.value for k in node.keywords if k.arg},
                    )


@pytest.mark.parametrize("notebook", CHAPTERS, ids=lambda f: f.stem)
def test_every_claim_of_a_literature_chapter_names_the_codes_it_rests_on(notebook):
    if notebook.stem == "theory":
        return  # quoted from others, not coded here
    found = dict(claims_of(notebook))
    assert len(found) > 8
    for id, named in found.items():
        assert "alphas" in named, f"{id}: which codes does it rest on? claim(alphas=...)"
        assert id in NO_CODE or ast.unparse(named["alphas"]) not in ("{}", "None"), id


@pytest.mark.parametrize("sets", [agreement.masi, agreement.jaccard])
def test_the_passes_agree_on_what_a_work_is_about_and_less_on_what_it_finds(ratings, sets):
    found = agreement.alphas(ratings, sets)
    assert (found[["countries", "policy_field", "method"]] >= 0.667).all()
    finds = ["outcome_direction", "justification_frame"]
    assert (found[[*reliability.KINDS["directions for a factor"], *finds]] < 0.667).all()


def test_the_directions_of_the_factors_are_below_the_limit(alphas):
    shown = alphas[reliability.KINDS["directions for a factor"]].round(2)
    assert shown.tolist() == [0.41, 0.61, 0.57]


def test_the_passes_agree_better_on_the_works_that_entered_later():
    first, second = lit.findings(load(TABLE)), load("literature/coding_second")
    later = second["key"].isin(lit.entered(load("literature/candidates"))["key"])
    themes = load("literature/outcome_themes")
    before, after = (
        agreement.alphas(reliability.ratings(first, second[side], themes))
        for side in (~later, later)
    )
    assert not set(after.index) & set(reliability.THEMES)  # not read for them
    assert (after > before[after.index]).all()
    assert [(part[after.index] >= 0.667).sum() for part in (before, after)] == [3, 11]


def test_codes_of_one_kind_are_counted_in_a_list():
    themes = list(reliability.THEMES)
    assert (
        reliability.codes_in_words(["method", "countries", *themes[:4]])
        == "country, method and 4 of the 5 outcome themes"
    )
    assert (
        reliability.codes_in_words(themes) == "all 5 outcome themes"
        and reliability.codes_in_words([]) == "none"
    )
    assert reliability.codes_in_words(reliability.WORDS).count(",") == 9
