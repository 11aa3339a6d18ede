"""Necessity, and the search for supersets and subsets of the outcome."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, combinations, product
from typing import Any

import numpy as np
import pandas as pd

from .checks import require_kind, require_share, require_whole
from .errors import NoPositiveRowError, ParameterError
from .fit import coverage, inclusion, pri, relevance_of_necessity
from .sets import Cases
from .terms import FREE, memberships, term_name
from .truthtable import TOLERANCE

# Literals per expression where nothing else is asked for.
DEPTH = 3
# Each expression is weighed over all cases and against the shorter ones: this many take a minute.
MAX_EXPRESSIONS = 10_000


def single_necessity(data: Cases) -> pd.DataFrame:
    """Necessity of each single condition, present and absent (each level of multi-value ones).

    Returns
    -------
    DataFrame indexed by literal, columns incl (inclusion of necessity: sum of min(x, y) over sum
    of y), RoN (relevance of necessity) and cov (coverage of necessity: sum of min(x, y) over sum
    of x). Schneider & Wagemann 2012, ch. 5 and 9.

    Raises
    ------
    NoPositiveRowError
    """
    _require_outcome(data)
    literals = [
        _single(data, j, level) for j in range(len(data.conditions)) for level in _levels(data, j)
    ]
    return _necessity_table(
        data, [(_name(data, [t]), memberships(data, t[None, :])[:, 0]) for t in literals]
    )


def supersets(
    data: Cases,
    incl_cut: float = 0.9,
    cov_cut: float = 0.0,
    ron_cut: float = 0.0,
    depth: int | None = None,
) -> pd.DataFrame:
    """Necessary expressions: conjunctions, and disjunctions where no part is necessary alone.

    A conjunction is listed when it passes the cut-offs. A disjunction is listed when it passes
    and no smaller disjunction of its literals does, for longer ones are supersets trivially.

    Parameters
    ----------
    incl_cut, cov_cut, ron_cut : float
        Least inclusion, coverage and relevance of necessity, shares from 0 to 1.
    depth : int
        Literals per expression at most: 3, or as many as there are conditions, when not given.

    Returns
    -------
    DataFrame as in `single_necessity`, with a column kind ("conjunction" or "disjunction").

    Raises
    ------
    ParameterError, NoPositiveRowError
    """
    _check(incl_cut=incl_cut, cov_cut=cov_cut, ron_cut=ron_cut)
    _require_outcome(data)
    depth = _depth(data, depth)
    cuts = {"incl": incl_cut, "cov": cov_cut, "RoN": ron_cut}
    found = []
    minimal: list[frozenset[bytes]] = []
    for literals in _combinations(data, depth):
        x = memberships(data, _merge(literals)[None, :])[:, 0]
        # Inclusion can only fall as literals are added; coverage and RoN can only rise.
        found.append((_name(data, [_merge(literals)]), "conjunction", x))
    for literals in _combinations(data, depth):
        parts = frozenset(map(bytes, literals))
        if len(literals) == 1 or any(smaller <= parts for smaller in minimal):
            continue
        x = memberships(data, np.array(literals)).max(axis=1)
        single = [coverage(memberships(data, t[None, :])[:, 0], data.y) for t in literals]
        if max(single) < incl_cut - TOLERANCE:
            found.append((_name(data, literals), "disjunction", x))
            if coverage(x, data.y) >= incl_cut - TOLERANCE:
                minimal.append(parts)
    table = _necessity_table(data, [(name, x) for name, _, x in found])
    table.insert(0, "kind", [kind for _, kind, _ in found])
    passed = np.logical_and.reduce([table[c] >= cut - TOLERANCE for c, cut in cuts.items()])
    return table[passed]


def subsets(
    data: Cases,
    incl_cut: float = 0.8,
    pri_cut: float = 0.0,
    cov_cut: float = 0.0,
    depth: int | None = None,
) -> pd.DataFrame:
    """Sufficient conjunctions none of whose shorter conjunctions passes.

    Returns
    -------
    DataFrame indexed by term, columns incl, PRI, cov.

    Raises
    ------
    ParameterError, NoPositiveRowError
    """
    _check(incl_cut=incl_cut, pri_cut=pri_cut, cov_cut=cov_cut)
    _require_outcome(data)
    depth = _depth(data, depth)
    lines: dict[str, Any] = {}
    minimal: list[frozenset[bytes]] = []
    for literals in _combinations(data, depth):
        parts = frozenset(map(bytes, literals))
        if any(smaller <= parts for smaller in minimal):
            continue
        x = memberships(data, _merge(literals)[None, :])[:, 0]
        if x.sum() == 0:
            continue
        line = {"incl": inclusion(x, data.y), "PRI": pri(x, data.y), "cov": coverage(x, data.y)}
        cuts = {"incl": incl_cut, "PRI": pri_cut, "cov": cov_cut}
        if all(line[c] >= cut - TOLERANCE for c, cut in cuts.items()):
            lines[_name(data, [_merge(literals)])] = line
            minimal.append(parts)
    return pd.DataFrame.from_dict(lines, orient="index", columns=["incl", "PRI", "cov"])


def _necessity_table(data: Cases, sets: list[tuple[str, np.ndarray]]) -> pd.DataFrame:
    # Necessity swaps the roles: the outcome must lie inside the condition.
    lines = [
        {
            "incl": coverage(x, data.y),
            "RoN": relevance_of_necessity(x, data.y),
            "cov": inclusion(x, data.y),
        }
        for _, x in sets
    ]
    return pd.DataFrame(
        lines,
        index=pd.Index([name for name, _ in sets], name="set"),
        columns=["incl", "RoN", "cov"],
    )


def _levels(data: Cases, j: int) -> list[int]:
    return [1, 0] if data.levels[j] == 2 else list(range(int(data.levels[j])))


def _single(data: Cases, j: int, level: int) -> np.ndarray:
    term = np.full(len(data.conditions), FREE)
    term[j] = level
    return term


def _combinations(data: Cases, depth: int) -> Iterator[list[np.ndarray]]:
    """Lists of single-literal terms on distinct conditions, short ones first."""
    k = len(data.conditions)
    for size in range(1, depth + 1):
        for chosen in combinations(range(k), size):
            for levels in product(*(_levels(data, j) for j in chosen)):
                yield [_single(data, j, level) for j, level in zip(chosen, levels)]


def _merge(literals: list[np.ndarray]) -> np.ndarray:
    # FREE is below every level, so the maximum keeps each literal.
    return np.max(literals, axis=0)


def _name(data: Cases, terms: list[np.ndarray]) -> str:
    return " + ".join(term_name(t, data.conditions, data.multivalue) for t in terms)


def _check(**cuts: float) -> None:
    for name, value in cuts.items():
        require_share(name, value)


def _require_outcome(data: Cases) -> None:
    require_kind("data", data, Cases)
    # Shares of the outcome are shares of nothing when no case has any of it.
    if data.y.sum() == 0:
        raise NoPositiveRowError(
            f"outcome {data.outcome}", "membership 0 in every case", "an outcome that some case has"
        )


def _depth(data: Cases, depth: int | None) -> int:
    """The depth to search, after checking that it exists and can be searched."""
    k = len(data.conditions)
    if depth is None:
        depth = min(DEPTH, k)
    require_whole("depth", depth, 1, f"1 to {k}, the number of conditions")
    if depth > k:
        raise ParameterError("depth", f"{depth}", f"1 to {k}, the number of conditions")
    counts = _expressions(data)
    if counts[depth - 1] > MAX_EXPRESSIONS:
        feasible = sum(count <= MAX_EXPRESSIONS for count in counts)
        raise ParameterError(
            "depth",
            f"{depth}, which makes {counts[depth - 1]} expressions of {k} conditions",
            f"1 to {feasible}, which keep to {MAX_EXPRESSIONS} expressions",
        )
    return depth


def _expressions(data: Cases) -> list[int]:
    """Number of expressions with at most 1, 2, ..., k literals."""
    exact = [1]
    for levels in data.levels.tolist():
        exact = [a + levels * b for a, b in zip([*exact, 0], [0, *exact])]
    return list(accumulate(exact[1:]))
