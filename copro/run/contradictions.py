"""Sentences of a sweep whose words say something else than their numbers.

Words that follow from a number change with it. Where a number has crossed a line that words speak
of (zero, a half, none) and the words are what they were, the sentence is wrong for that choice.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import product

from copro.english import MINUS, NUMBERS
from copro.report.records.model import Claim
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


def contradictions(rows: Iterable[Row], book: Mapping[str, Claim]) -> list[str]:
    """Each claim of a sweep whose words do not follow its number: setting, id, what is wrong, and
    the sentence. ``book`` holds the claims of the book by id.
    """
    return [
        f"{row.setting}: {row.id}: {wrong}: {row.text}"
        for row in rows
        if row.kind == "claim" and row.text
        for wrong in faults(row, book.get(row.id))
    ]


def faults(row: Row, before: Claim | None) -> list[str]:
    """What is wrong with the sentence of a claim.

    >>> row = Row("a.year=2", "p", "claim", "x", "changed", "-2", "", "", "2 % more than before.")
    >>> old = Claim(
    ...     id="x",
    ...     sentence="3 % more than before.",
    ...     value=3.0,
    ...     unit="percent",
    ...     kind="",
    ...     tables=(),
    ...     hashes={},
    ...     tolerance=1e-6,
    ... )
    >>> faults(row, old)
    ['the sign changed and the words did not (3 -> -2)']
    """
    try:
        value = float(row.value)
    except ValueError:  # the value is a word
        return []
    found = []
    if not _shows(value, row.text, row.n):
        found.append(f"does not show its number {row.value}")
    if MOST.search(row.text) and before and before.unit == "percent" and value < 50:
        found.append("speaks of most")
    if MINORITY.search(row.text) and before and before.unit == "percent" and value > 50:
        found.append("speaks of a minority")
    if (
        before is None
        or isinstance(before.value, str)
        or _words(row.text) != _words(before.sentence)
    ):
        return found
    old = float(before.value)
    if old * value < 0 and DIRECTIONS & set(_words(row.text)):
        found.append(f"the sign changed and the words did not ({old:g} -> {value:g})")
    if before.interval and row.low and CLEAR.search(row.text):
        low, high = before.interval
        if (low <= 0 <= high) != (float(row.low) <= 0 <= float(row.high)):
            found.append("the interval crossed zero and the words did not change")
    return found


def _words(text: str) -> list[str]:
    """The words of a sentence without its numbers."""
    return re.findall(r"[^\W\d_]+", NUMBER.sub(" ", text).lower())


def _shows(value: float, text: str, n: str = "") -> bool:
    """Whether a number stands in a text, rounded, without its sign, or as a word; "all" and
    "every" stand for ``n``, the number of observations, or for none that is missing.

    >>> _shows(-0.1234, "It is 12 % lower."), _shows(3.0, "all three"), _shows(7.0, "It is 8.")
    (True, True, False)
    >>> _shows(9.0, "All did.", "9"), _shows(8.0, "All did.", "9")
    (True, False)
    """
    numbers = {float(n.replace(",", "").lstrip(f"{MINUS}-")) for n in NUMBER.findall(text)}
    numbers |= {float(n) for n, word in enumerate(NUMBERS) if word in _words(text)}
    for pair in re.findall(r"(\w+) of (\w+)", text):  # eight of nine leave one
        known = [NUMBERS.index(word) for word in pair if word in NUMBERS]
        if len(known) == len(pair):
            numbers.add(float(known[1] - known[0]))
    words = set(_words(text))
    if (value == 0 and words & {"none", "neither", "never", "nothing"}) or (
        value in (1, 2) and words & {"once", "both", "twice", "only"}
    ):
        return True
    if value in {0, float(n or 0)} and words & {"all", "every"}:
        return True
    ways = product(SCALES, DECIMALS, (1 - EVEN, 1 + EVEN))
    return any(round(abs(value) * scale * way, digits) in numbers for scale, digits, way in ways)
