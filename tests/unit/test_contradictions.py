"""A sentence whose words do not follow its number is found; one whose words do is not."""

import pytest

from copro.paths import REFERENCE
from copro.report.records.ledger import Ledger
from copro.report.records.model import Claim, Interval
from copro.run import sweep
from copro.run.contradictions import contradictions, faults
from copro.run.sweep import Row


def claim(sentence, value, unit="percent", interval=None):
    return Claim(
        id="x", sentence=sentence, value=value, unit=unit, interval=interval, kind="register",
        tables=(), hashes={}, tolerance=1e-6,
    )  # fmt: skip


def row(text, value, low="", high=""):
    return Row("a.year=2", "p", "claim", "x", "changed", str(value), str(low), str(high), text)


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("It was 2 % more.", -2, "sign"),
        ("It was 30 % more.", 20, "does not show"),
        ("40 % did, more than half of them.", 40, "most"),
        ("60 % did, fewer than half.", 60, "minority"),
    ],
)
def test_words_that_do_not_follow_are_found(text, value, said):
    (found,) = faults(row(text, value), claim("It was 3 % more.", 3))
    assert said in found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It was 2 % less.", -2),
        ("None of them did.", 0),
        ("At most 12.6 % did.", 12.56),
        ("Both did.", 2),
        ("It was 0.2 of all.", 0.2),
    ],
)
def test_words_that_follow_are_not(text, value):
    assert faults(row(text, value), claim("It was 3 % more.", 3)) == []


def test_an_interval_that_crosses_zero_takes_its_words_with_it():
    before = claim("It is 3, clear of zero.", 3.0, interval=Interval(1, 5))
    assert faults(row("It is 3, clear of zero.", 3, -1, 5), before)
    assert not faults(row("It is 3, undecided.", 3, -1, 5), before)


def test_the_sentences_of_the_book_follow_their_numbers():
    book = Ledger.of_text((REFERENCE / "claims.json").read_text(encoding="utf-8"))
    rows = [
        Row("book", c.origin.page, "claim", c.id, "same", str(c.value), "", "", c.sentence)
        for c in book.values()
    ]
    assert contradictions(rows, book) == []


def test_no_sentence_of_the_sweep_contradicts_its_number():
    if not sweep.SWEEP.is_file():
        pytest.skip("no sweep is committed")
    book = Ledger.of_text((REFERENCE / "claims.json").read_text(encoding="utf-8"))
    assert contradictions(sweep.read(sweep.SWEEP.read_text(encoding="utf-8")), book) == []
