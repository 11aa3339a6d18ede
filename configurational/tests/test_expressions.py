"""Fit of expressions: equal to R's `pof`, whatever the brackets; precise about what is wrong."""

import json

import numpy as np
import pandas as pd
import pytest
from qca_reference import FOLDER

import configurational as qca

POF = json.loads((FOLDER / "pof.json").read_text())
FRAMES = {e["file"]: pd.read_csv(FOLDER / "pof" / f"{e['file']}.csv") for e in POF}
COLUMNS = {
    "incl": ("inclS", "inclN"),
    "PRI": ("PRI",),
    "RoN": ("RoN",),
    "cov": ("covN",),
    "cov_raw": ("covS",),
    "cov_unique": ("covU",),
}
FRAME = pd.DataFrame(
    {
        "A": [0.2, 0.9, 0.6, 0.4],
        "B": [0.1, 0.8, 0.7, 0.3],
        "M": [0, 1, 2, 1],
        "Y": [0.3, 0.9, 0.8, 0.1],
    },
    index=["a", "b", "c", "d"],
)


def test_there_are_752():
    assert sum(len(e["results"]) for e in POF) == 752


@pytest.mark.parametrize("entry", POF, ids=lambda e: e["file"])
def test_equal_to_r(entry):
    for asked in entry["results"]:
        text = f"{asked['expression']} {asked['arrow']} {asked['outcome']}"
        found = qca.fit_expression(FRAMES[entry["file"]], text)
        assert found.relation == asked["relation"]
        lines = asked["fit"] if not asked["bracketed"] else asked["fit"][-1:]
        table = found.table if not asked["bracketed"] else found.table.iloc[-1:]
        assert list(table.index) == [line["term"] for line in lines], text
        for (_, ours), line in zip(table.iterrows(), lines, strict=True):
            for name, value in ours.items():
                key = next(k for k in COLUMNS[name] if k in line)
                expected = np.nan if line[key] is None else line[key]
                assert value == pytest.approx(expected, abs=1e-9, nan_ok=True), (text, name)


@pytest.mark.parametrize(
    "bracketed, product",
    [
        ("(A + B)*(C + ~D)", "A*C + A*~D + B*C + B*~D"),
        ("~(A*B + C)", "~A*~C + ~B*~C"),
        ("~(~A*(B + C)) + D", "A + ~B*~C + D"),
        ("~~A", "A"),
        ("(((A)))", "A"),
    ],
)
def test_brackets_are_what_they_multiply_out_to(bracketed, product):
    frame = FRAMES["pof01"]
    pd.testing.assert_series_equal(
        qca.expression_membership(frame, bracketed),
        qca.expression_membership(frame, product),
        check_names=False,
    )


def test_levels_in_square_and_curly_brackets_and_all_arrows_are_the_same():
    tables = [
        qca.fit_expression(FRAME, f"M{left}0,2{right} {arrow} Y").table
        for left, right in ("[]", "{}")
        for arrow in ("->", "=>", "→", "⇒")
    ]
    assert all(t.equals(tables[0]) for t in tables)
    assert qca.fit_expression(FRAME, "~M[1]", "Y").table.equals(tables[0])
    assert qca.fit_expression(FRAME, "M[1]<-Y").table.equals(
        qca.fit_expression(FRAME, "M[1]", outcome="Y", relation="necessity").table
    )


def test_a_cell_that_does_not_apply_belongs_to_neither_side():
    frame = FRAME.assign(D=["-", 1, 0, 1])
    assert qca.expression_membership(frame, "D").tolist() == [0, 1, 0, 1]
    assert qca.expression_membership(frame, "~D").tolist() == [0, 0, 1, 0]
    assert qca.expression_membership(frame, "~(D*A)").round(9).tolist() == [0.8, 0.1, 1, 0.6]


def test_prepared_cases_bring_their_outcome():
    data = qca.prepare(FRAME, "~Y")
    ours = qca.fit_expression(data, "A*B + M[1]")
    assert ours.outcome == "~Y"
    pd.testing.assert_frame_equal(ours.table, qca.fit_expression(FRAME, "A*B + M[1] -> ~Y").table)
    pd.testing.assert_frame_equal(
        qca.fit_expression(data, "A <- Y").table, qca.fit_expression(FRAME, "A <- Y").table
    )


def test_memberships_and_terms_are_kept_as_written():
    found = qca.pof(FRAME, "A * ~B+ (A + B) * M[1] => Y")
    assert list(found.table.index) == ["A * ~B", "(A + B) * M[1]", "expression"]
    assert list(found.memberships.loc["b"]) == pytest.approx([0.2, 0.9, 0.9, 0.9])


def test_a_term_without_a_member_has_no_inclusion_and_is_named():
    found = qca.fit_expression(FRAME.assign(E=0), "E + A => Y")
    assert np.isnan(found.table.loc["E", "incl"]) and "membership in E" in found.messages[0]


@pytest.mark.parametrize(
    "text, words",
    [
        ("A*(B + C -> Y", ["'A*(B + C'", "its end", r"a closing )"]),
        ("A + -> Y", ["its end", "a name, ~ or ("]),
        ("A B -> Y", ["'B' as character 3", "* or +"]),
        ("A)*B -> Y", ["')' as character 2"]),
        ("-> Y", ["its end", "a name"]),
        ("A*B", ["no outcome", "A*B + ~C -> Y"]),
        ("A -> ", ["no outcome"]),
        ("A -> B -> Y", ["'->' and '->'", "one of -> =>"]),
        ("A <-> Y", ["'<->'", "one of -> =>"]),
        ("A*Z -> Y", ["name 'Z'", "no such column", "A, B, M, Y"]),
        ("a*B -> Y", ["'a', which is no column", "~A for its absence"]),
        ("M -> Y", ["M, a condition of 3 levels", "M[1]"]),
        ("M[3] -> Y", ["level 3 of M", "levels 0 to 2"]),
        ("M[x] -> Y", ["the levels [x]", "whole numbers"]),
        ("A[2] -> Y", ["level 2 of A", "levels 0 to 1"]),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, words):
    with pytest.raises(qca.QCAError) as caught:
        qca.fit_expression(FRAME, text)
    assert all(w in str(caught.value) for w in words), str(caught.value)


def test_an_outcome_without_a_case_and_two_outcomes_are_refused():
    with pytest.raises(qca.NoPositiveRowError, match="membership 0 in every case"):
        qca.fit_expression(FRAME.assign(Y=0), "A -> Y")
    with pytest.raises(qca.UncalibratedError, match=r"outcome Y, case b.*does not apply"):
        qca.fit_expression(FRAME.assign(Y=[1, "-", 0, 1]), "A -> Y")
    with pytest.raises(qca.ParameterError, match="either the arrow or the arguments"):
        qca.fit_expression(FRAME, "A -> Y", outcome="Y")
    with pytest.raises(qca.ParameterError, match="sufficiency or necessity"):
        qca.fit_expression(FRAME, "A", outcome="Y", relation="both")
