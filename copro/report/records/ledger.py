"""The claims ledger: reading it, and comparing two of them."""

import json
import os
from pathlib import Path

import pandas as pd

from copro.paths import REFERENCE
from copro.report.records import session


def read_claims(*chapters: str) -> pd.DataFrame:
    """Claims that earlier ``chapters`` have made, a row a claim, in the order of their names; all
    claims if none is named.

    In a pipeline run those of the same run, otherwise those of the committed reference. What
    the notebook says next may rest on their tables, which need not be loaded again.
    """
    source = Path(os.environ.get("COPRO_CLAIMS", REFERENCE / "claims.json"))
    claims = json.loads(source.read_text(encoding="utf-8"))
    if chapters:
        claims = [c for name in chapters for c in claims if c["notebook"] == name]
    for claim in claims:
        session.inherit(claim["hashes"])
    return pd.DataFrame(claims)


def compare(new: list[dict], old: list[dict]) -> pd.DataFrame:
    """Claims of ``new`` beside those of ``old``: id, page, status, what (in words,
    empty if nothing).

    Numbers are equal within the tolerance of the claim, words exactly; a claim whose sentence
    alone changed counts as ``sentence``. Status: same, changed, sentence, added, gone.
    """
    before = {c["id"]: c for c in old}
    after = {c["id"]: c for c in new}
    rows = []
    for id in dict.fromkeys([*before, *after]):
        a, b = before.get(id), after.get(id)
        if a is not None and b is not None:
            status, what = _compare_one(a, b)
        elif a is not None:
            status, what = "gone", f"{_show(a['value'])} -> –"
        else:
            status, what = "added", f"– -> {_show(after[id]['value'])}"
        page = (b or before[id]).get("page", "")
        rows.append({"id": id, "page": page, "status": status, "what": what})
    return pd.DataFrame(rows, columns=["id", "page", "status", "what"])


def _compare_one(a: dict, b: dict) -> tuple[str, str]:
    """Status and what differs: value, interval, range over specifications,
    and all that must be equal.
    """
    tolerance, told = a["tolerance"], []
    if not near(a["value"], b["value"], tolerance):
        told.append(
            f"{_show(a['value'])} -> {_show(b['value'])}{_difference(a['value'], b['value'])}"
        )
    elif isinstance(a["value"], str) and a["sentence"] != b["sentence"]:
        told.append(change(a["sentence"], b["sentence"]))
    for key in ("interval", "multiverse", "level", "n", "unit", "kind", "tables", "page"):
        x, y = a.get(key), b.get(key)
        if not near(x, y, tolerance):
            words = "range over specifications" if key == "multiverse" else key
            told.append(f"{words} {_show(x)} -> {_show(y)}")
    if told:
        return "changed", "; ".join(told)
    return (
        ("same", "")
        if a["sentence"] == b["sentence"]
        else ("sentence", change(a["sentence"], b["sentence"]))
    )


def near(x, y, tolerance: float) -> bool:
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


def _difference(x, y) -> str:
    if isinstance(x, str) or isinstance(y, str):
        return ""
    return f" ({y - x:+.4g}" + (f", {(y - x) / abs(x):+.1%})" if x else ")")


def _show(value) -> str:
    if isinstance(value, list) and len(value) == 2 and not isinstance(value[0], str):
        return f"{value[0]:.6g} to {value[1]:.6g}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_show(part)}" for key, part in value.items())
    return "–" if value is None else (f"{value:.6g}" if isinstance(value, float) else str(value))
