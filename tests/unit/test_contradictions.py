"""Sentences of the book and of the sweep whose words say something else than their numbers.

Words that follow from a number change with it. Where a number has crossed a line that words speak
of (zero, a half, none) and the words are what they were, the sentence is wrong for that choice.
"""

import re
from itertools import product

import pytest

from copro.english import MINUS, NUMBERS
from copro.paths import REFERENCE
from copro.report.records.ledger import Ledger
from copro.report.records.model import Claim, Interval
from copro.run import sweep
from copro.run.sweep import Row

# Words that say which of two is larger, or which way something went.
DIRECTIONS = frozenset(
    "more fewer less higher lower larger smaller longer shorter rose fell grew shrank gained lost "
    "rise rises fall falls increased decreased positive negative".split()
)
# Words that say whether an interval leaves out zero.
CLEAR = re.compile(r"\b(zero|clear|clearly|undecided|no difference)\b")
MOST = re.compile(r"\b(most of|a majority|more than half)\b", re.I)
MINORITY = re.compile(r"\b(a minority|fewer than half|less than half)\b", re.I)
NUMBER = re.compile(rf"[{MINUS}-]?\d[\d,]*(?:\.\d+)?")
DECIMALS = range(5)
SCALES = (1, 100)  # a share may be shown in percent
EVEN = 1e-9  # what lies between two roundings may be shown as either


def contradictions(rows, book):
    """Each claim of a sweep whose words do not follow its number: setting, id, what is wrong, and
    the sentence. ``book`` holds the claims of the book by id.
    """
    return [
        f"{row.setting}: {row.id}: {wrong}: {row.text}"
        for row in rows
        if row.kind == "claim" and row.text
        for wrong in faults(row, book.get(row.id))
    ]


def faults(row, before):
    """What is wrong with the sentence of a claim."""
    try:
        value = float(row.value)
    except ValueError:  # the value is a word
        return []
    found = []
    if not shows(value, row.text, row.n):
        found.append(f"does not show its number {row.value}")
    if MOST.search(row.text) and before and before.unit == "percent" and value < 50:
        found.append("speaks of most")
    if MINORITY.search(row.text) and before and before.unit == "percent" and value > 50:
        found.append("speaks of a minority")
    if before is None or isinstance(before.value, str) or words(row.text) != words(before.sentence):
        return found
    old = float(before.value)
    if old * value < 0 and DIRECTIONS & set(words(row.text)):
        found.append(f"the sign changed and the words did not ({old:g} -> {value:g})")
    if before.interval and row.low and CLEAR.search(row.text):
        low, high = before.interval
        if (low <= 0 <= high) != (float(row.low) <= 0 <= float(row.high)):
            found.append("the interval crossed zero and the words did not change")
    return found


def words(text):
    """The words of a sentence without its numbers."""
    return re.findall(r"[^\W\d_]+", NUMBER.sub(" ", text).lower())


def shows(value, text, n=""):
    """Whether a number stands in a text, rounded, without its sign, or as a word; "all" and
    "every" stand for ``n``, the number of observations, or for none that is missing.
    """
    numbers = {float(n.replace(",", "").lstrip(f"{MINUS}-")) for n in NUMBER.findall(text)}
    numbers |= {float(n) for n, word in enumerate(NUMBERS) if word in words(text)}
    for pair in re.findall(r"(\w+) of (\w+)", text):  # eight of nine leave one
        known = [NUMBERS.index(word) for word in pair if word in NUMBERS]
        if len(known) == len(pair):
            numbers.add(float(known[1] - known[0]))
    said = set(words(text))
    if (value == 0 and said & {"none", "neither", "never", "nothing"}) or (
        value in (1, 2) and said & {"once", "both", "twice", "only"}
    ):
        return True
    if value in {0, float(n or 0)} and said & {"all", "every"}:
        return True
    ways = product(SCALES, DECIMALS, (1 - EVEN, 1 + EVEN))
    return any(round(abs(value) * scale * way, digits) in numbers for scale, digits, way in ways)


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
        ("It is 12 % lower.", -0.1234),
        ("All three.", 3.0),
    ],
)
def test_words_that_follow_are_not(text, value):
    assert faults(row(text, value), claim("It was 3 % more.", 3)) == []


def test_all_stands_for_the_number_of_observations():
    assert shows(9.0, "All did.", "9") and not shows(8.0, "All did.", "9")


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
