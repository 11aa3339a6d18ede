"""The functions behind the number of a claim are found by reading its notebook."""

import json

import pytest
from made_up import stated

from copro.chapters.cells import code
from copro.chapters.notebooks import notebook_path
from copro.report import read_claims
from copro.report.records.model import Origin
from copro.run.computed import functions

IMPORTS = """
from copro.data import load
from copro.measures.norway import drug_care, practice as asked
from copro.methods.rates import per
"""


def behind(id, *cells):
    claim = stated(id, 1, origin=Origin("made_up", "2_norway/made_up", 1 + len(cells), "a1b2c3d4"))
    names = functions([IMPORTS, *cells], claim)
    return [name.removeprefix("copro.") for name in names]


@pytest.mark.parametrize(
    "written, found",
    [
        ("claim('a-b', '{value}.', asked.share(load('a/b')))", ["asked.share"]),
        ("survey.claim('a-b', value=per(1, 2), interval=asked.ends(3))", ["per"]),
        ("claim('a-b', '{value}.', load('a/b')['n'].sum())", []),
        ("claim('a-c', '{value}.', per(1, 2))", []),
        ("for word in 'bc':\n    claim(f'a-{word}', '{value}.', per(1, 2))", ["per"]),
        ("for id in ('a-b', 'a-c'):\n    claim(id, '{value}.', per(1, 2))", ["per"]),
        ("claim('a-c', '', asked.share(1))\nclaim('a-b', '', per(1, 2))", ["per"]),
    ],
)
def test_the_value_of_the_claim_is_what_counts(written, found):
    names = {"asked.share": "measures.norway.practice.share", "per": "methods.rates.per"}
    assert behind("a-b", written) == [names[name] for name in found]


def test_names_are_followed_to_where_they_last_got_their_value():
    cells = [
        "rows = asked.share(load('a/b'))\nuse = drug_care.prevalence(load('a/c'))",
        "rows = drug_care.first_and_last(use)\nrows['rate'] = per(rows, 2)\nlater = use",
        "for row in rows.itertuples():\n    claim(f'a-{row.word}', '{value}.', row.share)",
    ]
    assert behind("a-b", *cells) == [
        "methods.rates.per",
        "measures.norway.drug_care.first_and_last",
        "measures.norway.drug_care.prevalence",
    ]
    assert behind("a-b", *cells, "rows = use\nclaim('a-b', '', rows)") == [
        "measures.norway.drug_care.prevalence"
    ]


def test_in_the_chapters_a_claim_leads_to_the_function_that_computes_it():
    claim = read_claims()["no-drug-deaths-last"]
    cells = json.loads(notebook_path(claim.chapter).read_text(encoding="utf-8"))["cells"]
    assert "copro.measures.norway.drug_care.deaths" in functions(code(cells), claim)
