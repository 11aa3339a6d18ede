"""Terms (conjunctions), configurations and Boolean expressions.

A term is a row of integers, one per condition: the level that the literal asks for, or `FREE`
where the condition has been minimised away. A set of terms is an int array (t, k) and stands
for their disjunction.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from .errors import ParameterError
from .names import read_literal
from .sets import Cases

FREE = -1
# Level given to "-" cells: no literal may name it.
DASH = 99


def term_name(term: np.ndarray, conditions: tuple[str, ...], multivalue: bool) -> str:
    """Write a term: "A*~B", or "A[2]*B[0]" when some condition has more than two levels."""
    literals = []
    for name, level in zip(conditions, term):
        if level == FREE:
            continue
        if multivalue:
            literals.append(f"{name}[{level}]")
        else:
            literals.append(name if level == 1 else f"~{name}")
    return "*".join(literals)


def configuration_name(row: np.ndarray) -> str:
    """Write a configuration as its digits in condition order, "-" where one does not apply."""
    return "".join("-" if v == DASH else str(int(v)) for v in row)


def row_strides(levels: np.ndarray) -> np.ndarray:
    """Weight of each condition's level in the row number, the first condition being the highest."""
    return np.concatenate([np.cumprod(levels[::-1])[::-1][1:], [1]]).astype(np.int64)


def row_numbers(rows: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Row numbers from 1 of configurations (m, k) in mixed-radix order."""
    return rows @ row_strides(levels) + 1


def all_configurations(levels: np.ndarray) -> np.ndarray:
    """Every configuration, int8 array (product of levels, k), in row order."""
    numbers = np.arange(int(np.prod(levels)), dtype=np.int64)
    return ((numbers[:, None] // row_strides(levels)) % levels).astype(np.int8)


def covers(terms: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Which term (t, k) holds in which configuration (m, k): bool array (t, m)."""
    inside = np.ones((len(terms), len(rows)), dtype=bool)
    for j in range(rows.shape[1]):
        level = terms[:, j, None]
        inside &= (level == FREE) | (level == rows[None, :, j])
    return inside


def cells(terms: np.ndarray, levels: np.ndarray | tuple[int, ...]) -> np.ndarray:
    """Which configurations, by row number, lie in any term: bool array (product of levels,)."""
    inside = np.zeros(tuple(levels), dtype=bool)
    for term in terms:
        inside[tuple(slice(None) if level == FREE else level for level in term)] = True
    return inside.ravel()


def contains(outer: np.ndarray, inner: np.ndarray) -> bool:
    """Whether every case of term `inner` is one of term `outer`."""
    return bool(((outer == FREE) | (outer == inner)).all())


def memberships(data: Cases, terms: np.ndarray) -> np.ndarray:
    """Membership of each case in each term, float array (n, t).

    The minimum over the literals (Zadeh's intersection); the empty term holds everywhere.
    """
    result = np.ones((len(data.cases), len(terms)))
    for j in range(len(data.conditions)):
        literal = terms[:, j]
        used = literal != FREE
        if used.any():
            result[:, used] = np.minimum(result[:, used], _literal(data, j, literal[used]))
    return result


def _literal(data: Cases, j: int, level: np.ndarray) -> np.ndarray:
    column = data.values[:, j, None]
    if data.fuzzy[j]:
        member = np.where(level == 1, column, 1 - column)
    else:
        member = (column == level).astype(float)
    return np.where(data.dont_care[:, j, None], 0.0, member)


def union_membership(data: Cases, terms: np.ndarray) -> np.ndarray:
    """Membership of each case in the disjunction of the terms, float array (n,)."""
    if len(terms) == 0:
        return np.zeros(len(data.cases))
    return memberships(data, terms).max(axis=1)


def parse_expression(text: str, conditions: tuple[str, ...], levels: np.ndarray) -> np.ndarray:
    """Read a sum of products such as "A*~B + C" or "A[1]*B[0,2]" into terms (t, k).

    Raises
    ------
    ParameterError
        A name is no condition, a level does not exist, a multi-value condition is named without
        one, or the text is not a sum of products.
    """
    terms: list[np.ndarray] = []
    for product in str(text).split("+"):
        partial = [np.full(len(conditions), FREE)]
        for literal in product.split("*"):
            j, allowed = _parse_literal(literal.strip(), text, conditions, levels)
            partial = [
                _with(t, j, level) for t in partial for level in allowed if t[j] in (FREE, level)
            ]
        terms.extend(partial)
    return absorb(terms, len(conditions))


def _parse_literal(
    literal: str, text: str, conditions: tuple[str, ...], levels: np.ndarray
) -> tuple[int, list[int]]:
    read = read_literal(literal)
    if read is None or read[0] not in conditions:
        raise ParameterError(
            f"expression {text!r}",
            f"the literal {literal!r}",
            "sums of products over " + ", ".join(conditions),
        )
    name, levels_named, negated = read
    j = conditions.index(name)
    if levels_named is None and levels[j] > 2:
        raise ParameterError(
            f"expression {text!r}",
            f"{literal}, a condition of {levels[j]} levels, without a level",
            f"levels 0 to {levels[j] - 1}, such as {name}[1]",
        )
    named = {1} if levels_named is None else set(levels_named)
    existing = set(range(int(levels[j])))
    if not named <= existing:
        raise ParameterError(
            f"expression {text!r}",
            f"level {min(named - existing)} of {name}",
            f"levels 0 to {levels[j] - 1}",
        )
    return j, sorted(existing - named if negated else named)


def _with(term: np.ndarray, j: int, level: int) -> np.ndarray:
    changed = term.copy()
    changed[j] = level
    return changed


def absorb(terms: Iterable[np.ndarray], k: int) -> np.ndarray:
    """Distinct terms that no other term contains, int array (t, k)."""
    rows = [np.asarray(t) for t in terms]
    if not rows:
        return np.zeros((0, k), dtype=int)
    table = np.unique(np.array(rows), axis=0)
    # Each term contains itself; another one makes it superfluous.
    containing = [((table == FREE) | (table == inner)).all(axis=1).sum() for inner in table]
    return table[np.array(containing) == 1]


def conjunction(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Terms of (sum of left) * (sum of right), contradictions and absorbed terms left out."""
    products = []
    for a in left:
        for b in right:
            if ((a == FREE) | (b == FREE) | (a == b)).all():
                products.append(np.where(a == FREE, b, a))
    return absorb(products, left.shape[1])


def negation(terms: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Terms of the complement of a sum of products (De Morgan)."""
    k = len(levels)
    result = np.full((1, k), FREE)
    for term in terms:
        others = [
            _with(np.full(k, FREE), int(j), level)
            for j in np.flatnonzero(term != FREE)
            for level in range(int(levels[j]))
            if level != term[j]
        ]
        result = conjunction(result, absorb(others, k))
    return result
