"""The claims ledger: reading it, and comparing two of them."""

import json
import os
from pathlib import Path

import pandas as pd

from copro.paths import REFERENCE
from copro.report import output


def read_claims() -> pd.DataFrame:
    """Claims that earlier notebooks have made, a row a claim.

    In a pipeline run those of the same run, otherwise those of the committed reference. What
    the notebook says next may rest on their tables, which need not be loaded again.
    """
    source = Path(os.environ.get("COPRO_CLAIMS", REFERENCE / "claims.json"))
    claims = json.loads(source.read_text(encoding="utf-8"))
    for claim in claims:
        output.inherit(claim["hashes"])
    return pd.DataFrame(claims)


def compare(new: list[dict], old: list[dict]) -> pd.DataFrame:
    """Claims of ``new`` beside those of ``old``: id, status, old, new, difference, relative.

    Numbers are equal within the tolerance of the claim, words exactly; a claim whose sentence
    alone changed counts as ``sentence``. Status: same, changed, sentence, added, gone.
    """
    before = {c["id"]: c for c in old}
    after = {c["id"]: c for c in new}
    rows = []
    for id in dict.fromkeys([*before, *after]):
        a, b = before.get(id), after.get(id)
        row = {"id": id, "old": a and a["value"], "new": b and b["value"],
               "difference": None, "relative": None}
        if a is None or b is None:
            row["status"] = "added" if a is None else "gone"
        else:
            row |= _compare_one(a, b)
        rows.append(row)
    return pd.DataFrame(rows, columns=["id", "status", "old", "new", "difference", "relative"])


def _compare_one(a: dict, b: dict) -> dict:
    x, y = a["value"], b["value"]
    if isinstance(x, str) or isinstance(y, str):
        return {"status": "same" if (x, a["sentence"]) == (y, b["sentence"]) else "changed"}
    difference = y - x
    relative = difference / abs(x) if x else (0.0 if not difference else float("inf"))
    numbers = [(x, y), *zip(a["interval"] or [], b["interval"] or [])]
    near = all(_near(p, q, a["tolerance"]) for p, q in numbers)
    same_n = a["n"] == b["n"] and bool(a["interval"]) == bool(b["interval"])
    status = "changed" if not (near and same_n) else (
        "same" if a["sentence"] == b["sentence"] else "sentence")
    return {"status": status, "difference": difference, "relative": relative}


def _near(x: float, y: float, tolerance: float) -> bool:
    return abs(x - y) <= tolerance * max(abs(x), abs(y), 1e-12)
