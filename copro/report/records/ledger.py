"""The claims ledger: reading it, and comparing two of them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from copro.report.records.model import Claim, Value
from copro.session import current

if TYPE_CHECKING:
    import pandas as pd


# Fields of a record as a comparison calls them, where it does not call them by their name.
WORDS = {"multiverse": "range over specifications", "disagree": "codes without agreement"}


class Comparison(NamedTuple):
    """A claim in two ledgers: its page, status (same, changed, sentence, added, gone), and what
    differs in words (empty if nothing).
    """

    id: str
    page: str
    status: str
    what: str


class Ledger(Mapping[str, Claim]):
    """Claims by id, in the order in which they were made."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._claims = {claim.id: claim for claim in claims}

    @classmethod
    def of_text(cls, text: str) -> "Ledger":
        """The ledger that a text such as ``claims.json`` holds."""
        return cls(map(Claim.of, json.loads(text)))

    def text(self) -> str:
        """The ledger as ``claims.json`` holds it, without what is only for pages."""
        stated = [claim.committed() for claim in self.values()]
        return json.dumps(stated, ensure_ascii=False, indent=1) + "\n"

    def __getitem__(self, id: str) -> Claim:
        return self._claims[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._claims)

    def __len__(self) -> int:
        return len(self._claims)

    def of(self, page: str) -> "Ledger":
        """The claims of one page of the book."""
        return Ledger(claim for claim in self.values() if claim.origin.page == page)

    def frame(self) -> "pd.DataFrame":
        """The claims as rows, indexed by id; columns are the fields of their records."""
        import pandas as pd  # late: comparing two ledgers needs none

        return pd.DataFrame([claim.record() for claim in self.values()]).set_index("id")

    def compare(self, old: "Ledger") -> list[Comparison]:
        """Each claim beside that of the same id in ``old``.

        Numbers are equal within the tolerance of the claim, words exactly; a claim whose sentence
        alone changed counts as ``sentence``.
        """
        rows = []
        for id in dict.fromkeys([*old, *self]):
            before, after = old.get(id), self.get(id)
            if before is not None and after is not None:
                status, what = _compare_one(before, after)
            elif before is not None:
                status, what = "gone", f"{_show(before.value)} -> –"
            else:
                status, what = "added", f"– -> {_show(self[id].value)}"
            rows.append(Comparison(id, (after or old[id]).origin.page, status, what))
        return rows


def read_claims(*chapters: str) -> Ledger:
    """Claims that earlier ``chapters`` have made, in the order of their names; all claims if none
    is named.

    In a pipeline run those of the same run, otherwise those of the committed reference. What
    the notebook says next may rest on their tables, which need not be loaded again.
    """
    session = current()
    ledger = Ledger.of_text(session.claims.read_text(encoding="utf-8"))
    if chapters:
        ledger = Ledger(c for name in chapters for c in ledger.values() if c.origin.chapter == name)
    for claim in ledger.values():
        session.inherited.update(claim.hashes)
    return ledger


def _compare_one(a: Claim, b: Claim) -> tuple[str, str]:
    """Status and what differs: value, interval, range over specifications,
    and all that must be equal.
    """
    tolerance, told = a.tolerance, []
    if not near(a.value, b.value, tolerance):
        told.append(f"{_show(a.value)} -> {_show(b.value)}{_difference(a.value, b.value)}")
    elif isinstance(a.value, str) and a.sentence != b.sentence:
        told.append(change(a.sentence, b.sentence))
    one, other = a.record(), b.record()
    keys = ("interval", "multiverse", "disagree", "level", "n", "unit", "kind", "tables", "page")
    for key in keys:
        x, y = one.get(key), other.get(key)
        if not near(x, y, tolerance):
            words = WORDS.get(key, key)
            told.append(f"{words} {_show(x)} -> {_show(y)}")
    if told:
        return "changed", "; ".join(told)
    if a.sentence == b.sentence:
        return "same", ""
    return "sentence", change(a.sentence, b.sentence)


def near(x: Any, y: Any, tolerance: float) -> bool:
    """Whether two values are the same: floats within a relative tolerance,
    lists and dicts part by part, all else exactly.
    """
    if isinstance(x, list) and isinstance(y, list):
        return len(x) == len(y) and all(near(p, q, tolerance) for p, q in zip(x, y))
    if isinstance(x, dict) and isinstance(y, dict):
        return x.keys() == y.keys() and all(near(x[key], y[key], tolerance) for key in x)
    if float in (type(x), type(y)) and {type(x), type(y)} <= {int, float}:
        return x == y or abs(x - y) <= tolerance * max(abs(x), abs(y))
    return x == y


def change(old: str, new: str, around: int = 25, most: int = 120) -> str:
    """The part in which two texts differ, with a few words around it."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    parts = []
    for text in (old, new):
        middle = text[max(0, start - around) : len(text) - max(0, end - around)]
        middle = middle if len(middle) <= most else f"{middle[:most]}…"
        cut = "…" if end > around and middle[-1:] != "…" else ""
        parts.append(f'"{"…" if start > around else ""}{middle}{cut}"')
    return " -> ".join(parts)


def _alike(a: str, b: str) -> int:
    """With how many equal characters two texts begin."""
    return next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))


def _difference(x: Value, y: Value) -> str:
    if isinstance(x, str) or isinstance(y, str):
        return ""
    return f" ({y - x:+.4g}" + (f", {(y - x) / abs(x):+.1%})" if x else ")")


def _show(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2 and not isinstance(value[0], str):
        return f"{value[0]:.6g} to {value[1]:.6g}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_show(part)}" for key, part in value.items())
    return "–" if value is None else (f"{value:.6g}" if isinstance(value, float) else str(value))
