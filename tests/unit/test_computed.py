"""The functions behind the number of a claim are found by reading its notebook."""

import json

import pytest
from made_up import stated

from copro.chapters.cells import code
from copro.chapters.notebooks import notebook_path
from copro.report import read_claims
from copro.report.records.model import Origin
from copro.run.computed import made

IMPORTS = """
from copro.data import load
from copro.measures.norway import drug_care, practice as asked
from copro.methods.rates import per
"""


def behind(id, *cells):
    claim = stated(id, 1, origin=Origin("made_up", "2_norway/made_up", 1 + len(cells), "a1b2c3d4"))
    return made([IMPORTS, *cells], claim)


def names(found):
    return [name.removeprefix("copro.") for name in found]


@pytest.mark.parametrize(
    "written, found",
    [
        ("claim('a-b', '{value}.', asked.share(load('a/b')))", ["asked.share"]),
        ("survey.claim('a-b', '{value}.', value=per(1, 2), interval=asked.ends(3))", ["per"]),
        ("claim('a-b', '{value}.', load('a/b')['n'].sum())", []),
        ("claim('a-c', '{value}.', per(1, 2))", []),
        ("for word in 'bc':\n    claim(f'a-{word}', '{value}.', per(1, 2))", ["per"]),
        ("for id in ('a-b', 'a-c'):\n    claim(id, '{value}.', per(1, 2))", ["per"]),
        ("claim('a-c', '', asked.share(1))\nclaim('a-b', '', per(1, 2))", ["per"]),
    ],
)
def test_the_value_of_the_claim_is_what_counts(written, found):
    whole = {"asked.share": "measures.norway.practice.share", "per": "methods.rates.per"}
    assert names(behind("a-b", written).functions) == [whole[name] for name in found]


def test_names_are_followed_to_where_they_last_got_their_value():
    cells = [
        "rows = asked.share(load('a/b'))\nuse = drug_care.prevalence(load('a/c'))",
        "rows = drug_care.first_and_last(use)\nrows['rate'] = per(rows, 2)\nlater = use",
        "for row in rows.itertuples():\n    claim(f'a-{row.word}', '{value}.', row.share)",
    ]
    assert names(behind("a-b", *cells).functions) == [
        "methods.rates.per",
        "measures.norway.drug_care.first_and_last",
        "measures.norway.drug_care.prevalence",
    ]
    last = behind("a-b", *cells, "rows = use\nclaim('a-b', '', rows)")
    assert names(last.functions) == ["measures.norway.drug_care.prevalence"]


@pytest.mark.parametrize(
    "cells, reckoned",
    [
        (["rows = asked.share(1)", "claim('a-b', '{value}.', float(rows.loc['x', 'share']))"], []),
        (["claim('a-b', '{value}.', load('a/b')['share'].iloc[0])"], []),
        (["claim('a-b', '{value}.', 100 * asked.share(1))"], [2]),
        (["rows = asked.share(1)", "n = rows['n'].sum()", "claim('a-b', '{value}.', n)"], [3]),
        (["for row in asked.share(1).itertuples():\n    claim('a-b', '{value}.', row.n)"], []),
        (["n = {year: per(year, 1) for year in (1, 2)}", "claim('a-b', '', n[2] - n[1])"], [3]),
        (["n = {year: per(year, 1) for year in (1, 2)}", "claim('a-b', '', n[2])"], []),
        (["claim('a-b', '', 'not testable')"], [2]),
    ],
)
def test_the_cell_that_reckons_is_named_and_one_that_only_picks_is_not(cells, reckoned):
    assert behind("a-b", *cells).cells == reckoned


def test_a_sentence_that_a_function_makes_leads_to_it():
    assert behind("a-b", "claim('a-b', 'Typed: {value}.', per(1, 2))").sentence == []
    made_of = behind("a-b", "claim('a-b', asked.told(per(1, 2)), 3)")
    assert names(made_of.sentence) == ["measures.norway.practice.told", "methods.rates.per"]
    whole = behind("a-b", "claim(**asked.card(load('a/b'), 'H3'))")
    assert names(whole.sentence) == names(whole.functions) == ["measures.norway.practice.card"]


def test_in_the_chapters_a_claim_leads_to_the_function_that_computes_it():
    claims = read_claims()

    def way(id):
        path = notebook_path(claims[id].chapter)
        return made(code(json.loads(path.read_text(encoding="utf-8"))["cells"]), claims[id])

    assert "copro.measures.norway.drug_care.deaths" in way("no-drug-deaths-last").functions
    users = claims["no-home-services-users"]
    assert way(users.id).cells == [users.origin.cell]
    assert way("syn-verdict-h3").sentence == ["copro.measures.synthesis.evidence.card"]
