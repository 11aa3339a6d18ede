"""Results as plain dictionaries with stable keys, for JSON."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from .solution import Solution
from .truthtable import TruthTable

# Above this many configurations only rows with cases are listed: the rest are empty remainders.
LISTED_ROWS = 4096
# Prime implicants beyond this number are counted, not listed.
LISTED_PRIMES = 10_000


def number(value: float) -> float | None:
    """A float for JSON: NaN (nothing to divide by) becomes null."""
    return None if value is None or math.isnan(value) else float(value)


def truth_table_rows(table: TruthTable) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows {row, config, out, n, incl, pri, cases} and messages.

    `config` holds the levels in condition order ("101"); incl and pri are null for rows without
    cases. All configurations are listed up to `LISTED_ROWS`, above that only those with cases.
    """
    size = int(table.row_levels.prod())
    whole = size <= LISTED_ROWS
    frame = table.complete() if whole else table.observed
    messages = (
        []
        if whole
        else [f"the truth table has {size} rows; the {len(frame)} with cases are listed"]
    )
    rows = [
        {
            "row": int(row),
            "config": config,
            "out": line.OUT,
            "n": int(line.n),
            "incl": number(line.incl),
            "pri": number(line.PRI),
            "cases": list(line.cases),
        }
        for (row, line), config in zip(frame.iterrows(), table.config(frame))
    ]
    return rows, messages


def solution_dict(solution: Solution) -> dict[str, Any]:
    """A solution with the keys models, terms, solution, truth_table, n_models, complete, and more.

    `terms[t]["cov_unique"]` is what a term adds to all other terms listed; what it adds within one
    model stands in that model's entry of `solution`.
    """
    rows, more = truth_table_rows(solution.table)
    if solution.table.row_levels.prod() <= LISTED_ROWS:
        assumptions = [list(a) for a in solution.assumptions]
    else:
        assumptions = None
        more.append("simplifying assumptions and counterfactuals are too many to be listed")
    if solution.n_primes > LISTED_PRIMES:
        more.append(f"the {solution.n_primes} prime implicants are too many to be listed")
    result = {
        "models": [list(m) for m in solution.models],
        "terms": {
            term: {
                **_fit(line),
                "cov_raw": number(line.cov_raw),
                "cov_unique": number(line.cov_unique),
                "cases": list(line.cases),
            }
            for term, line in solution.terms.iterrows()
        },
        "solution": [
            {
                **_fit(line),
                "cov": number(line["cov"]),
                "cov_unique": {t: number(v) for t, v in line.cov_unique.items()},
            }
            for _, line in solution.fit.iterrows()
        ],
        "truth_table": rows,
        "n_models": solution.n_models,
        "complete": solution.complete,
        "kind": solution.kind,
        "outcome": solution.table.data.outcome,
        "conditions": list(solution.table.data.conditions),
        "bound": solution.bound,
        "primes": list(solution.primes) if solution.n_primes <= LISTED_PRIMES else None,
        "assumptions": assumptions,
        "messages": [*solution.messages, *more],
    }
    if solution.kind == "intermediate":
        result["pairs"] = [
            {
                "name": p.name,
                "conservative": list(p.conservative),
                "parsimonious": list(p.parsimonious),
                "models": [list(m) for m in p.models],
                "easy": None if assumptions is None else list(p.easy),
                "difficult": None if assumptions is None else list(p.difficult),
            }
            for p in solution.pairs
        ]
    return result


def _fit(line: pd.Series) -> dict[str, Any]:
    return {"incl": number(line.incl), "pri": number(line.PRI)}
