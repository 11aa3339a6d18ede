"""Results as values, and the ledger of the claims."""

import json
import re
import subprocess
import sys

import pytest
from made_up import stated

from copro.paths import REFERENCE
from copro.report import read_claims
from copro.report.records.ledger import Ledger
from copro.report.records.model import Claim, Figure, Interval, Origin, Range, Results, Table

HERE = Origin("made_up", "2_norway/made_up", 3, "a1b2c3d4", {"year": 2020})
SPAN = Range("a-b", "", 500, median=2.0, low=1.0, high=3.0)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"origin": HERE},
        {"interval": Interval(0.5, 2.0), "level": 95, "n": 7, "multiverse": SPAN, "origin": HERE},
        {"value": "not testable", "shown": "not testable", "digits": 0},
    ],
)
def test_a_claim_survives_json(more):
    claim = stated("a-b", **({"value": 1.5} | more))
    assert Claim.of(json.loads(json.dumps(claim.record()))) == claim


def test_figures_and_tables_survive_json():
    on = {"tables": ("made/up",), "hashes": {"made/up": "aa11"}, "origin": HERE}
    words = {"title": "A", "caption": "B", "alt": "C", "source": "D"}
    made = Results(
        (stated("a-b", 1, origin=HERE),),
        (Figure(id="a-c", **words, drawn="1 row", picture_sha256="00", **on),),
        (Table(id="a-d", caption="B", source="D", **on),),
    )
    assert Results.of(json.loads(json.dumps(made.record()))) == made


def test_the_committed_ledger_is_written_as_it_was_read():
    text = (REFERENCE / "claims.json").read_text(encoding="utf-8")
    assert Ledger.of_text(text).text() == text


def test_a_record_that_lacks_a_field_is_an_error_that_names_it():
    record = stated("a-b", 1).record()
    del record["sentence"]
    with pytest.raises(TypeError, match="'sentence'"):
        Claim.of(record)


def test_a_page_finds_its_claims_and_each_claim_its_cell():
    ledger = read_claims()
    own = ledger.of("2_norway/norway_drug_care")
    assert 0 < len(own) < len(ledger)
    assert {claim.chapter for claim in own.values()} == {"norway_drug_care"}


def test_rows_of_the_ledger_hold_what_its_claims_hold():
    ledger = read_claims()
    frame = ledger.frame()
    assert list(frame.index) == list(ledger)
    assert frame.loc["no-drug-deaths-last", "value"] == ledger["no-drug-deaths-last"].value
    with pytest.raises(KeyError, match="no-such-claim"):
        ledger["no-such-claim"]


def test_an_interval_stands_beside_the_number_that_it_is_about():
    """The number before an interval lies in it; what it is of (1,000 speeches) is no estimate."""
    number = r"[−-]?\d[\d,]*\.?\d*"
    found = re.compile(rf"({number})[^\d()]*\(\d+ % interval ({number}) to ({number})")
    shown = 0
    for claim in json.loads((REFERENCE / "claims.json").read_text(encoding="utf-8")):
        sentence = re.sub(rf" (?:per|of) {number}", "", claim["sentence"].replace("\u202f", " "))
        for match in found.finditer(sentence):
            value, low, high = (
                float(one.replace("−", "-").replace(",", "")) for one in match.groups()
            )
            assert low <= value <= high, claim["id"]
            shown += 1
    assert shown > 100


def test_reading_a_ledger_imports_nothing_heavy():
    asked = (
        "import sys, copro.report.records.ledger; print({'pandas', 'matplotlib'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"
