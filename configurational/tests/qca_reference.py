"""Reference numbers of the configurational engine, computed with R's QCA 3.25.1, and helpers."""

import json
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
from configurational.terms import row_numbers

import configurational as qca

FOLDER = Path(__file__).parent / "reference"
PUBLISHED = json.loads((FOLDER / "published_sets.json").read_text())
RANDOM = {Path(r["file"][0]).stem: r for r in json.loads((FOLDER / "random_sets.json").read_text())}
ROW_KEYS = ("row", "OUT", "n", "incl", "PRI", "cases")


def listed(value) -> list:
    """JSON writes a vector of one as a scalar, and none as null."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def published_file(name: str) -> str:
    """File of a published data set."""
    return str(FOLDER / f"{name}.csv")


def model_set(models) -> list[tuple[str, ...]]:
    """Models as sorted tuples of sorted terms."""
    return sorted(tuple(sorted(listed(m))) for m in models)


def published_table(name: str) -> qca.TruthTable:
    reference = PUBLISHED[name]
    frame = qca.read_csv(published_file(reference["dataset"]))
    conditions = [c for c in reference["truth_table"][0] if c not in ROW_KEYS]
    return qca.truth_table(frame, reference["outcome"], conditions, incl_cut=reference["incl.cut"])


def random_table(name: str) -> qca.TruthTable:
    reference = RANDOM[name]
    return qca.truth_table(
        pd.read_csv(FOLDER / "random" / f"{name}.csv"),
        "OUT",
        incl_cut=reference["incl"][0],
        pri_cut=reference["pri"][0],
    )


def synthetic_table(name: str) -> qca.TruthTable:
    return qca.truth_table(pd.read_csv(FOLDER / "synthetic" / f"{name}.csv"), "OUT")


def cube(rows: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Configurations as marks by row number."""
    marks = np.zeros(int(np.prod(levels)), dtype=bool)
    marks[row_numbers(rows, levels) - 1] = True
    return marks


def brute_primes(positive: np.ndarray, off: np.ndarray, levels) -> list[tuple[int, ...]]:
    """Prime implicants by trying every term; -1 is a condition without a literal."""

    def holds(term, row):
        return all(t in (-1, v) for t, v in zip(term, row))

    terms = [
        t
        for t in product(*(range(-1, n) for n in levels))
        if any(holds(t, p) for p in positive) and not any(holds(t, o) for o in off)
    ]
    return sorted(
        t
        for t in terms
        if not any(u != t and all(a in (-1, b) for a, b in zip(u, t)) for u in terms)
    )


def brute_covers(chart: np.ndarray) -> list[tuple[int, ...]]:
    """All covers of the columns by the fewest rows, by trying every combination."""
    for size in range(1, len(chart) + 1):
        found = [
            c for c in combinations(range(len(chart)), size) if chart[list(c)].any(axis=0).all()
        ]
        if found:
            return found
    return []
