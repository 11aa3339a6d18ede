"""Exact minimal covers: which smallest sets of prime implicants cover every positive row.

The prime implicant chart is Petrick's (1956) problem. Solved here in three exact steps:

1. Rows of the chart that follow from other rows are dropped, essential prime implicants are set
   aside with what they cover, and prime implicants that cover the same rows are counted once
   (McCluskey 1956); nothing of this loses a cover.
2. The smallest number of terms comes from the integer programme of the set cover, branch and
   bound on its linear relaxation.
3. A breadth-limited branch and bound lists every cover of that size. A partial cover branches on
   its hardest uncovered row and is given up when the gains still possible, or the dual prices of
   the relaxation, show that the remaining terms cannot suffice. A cover that several paths lead
   to is counted on one of them only.

Convention: a model is a cover with the smallest possible number of prime implicants. All of them
are reported, tied in number of terms whatever their number of literals; longer covers, though
irredundant, are not models. This is the convention of the field's standard package.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from .errors import QCAError

# Partial covers times patterns handled in one vector operation: bounds the memory.
CELLS = 2_000_000
# The dual prices come from a floating-point solver.
SLACK = 1e-6


@dataclass(frozen=True)
class Covers:
    """Smallest covers of a chart.

    Attributes
    ----------
    models : list of tuple of int
        Prime implicants (rows of the chart) of each listed cover.
    n_models : int
        Number of smallest covers; a lower bound when `counted` is false.
    counted : bool
        Whether the search finished.
    smallest : bool
        Whether the number of terms is proved to be the smallest.
    """

    models: list[tuple[int, ...]]
    n_models: int
    counted: bool
    smallest: bool


def minimal_covers(chart: np.ndarray, cap: int = 2000, count: bool = True, work: float = 1e10,
                   seconds: float = 60.0) -> Covers:
    """All covers of the columns of a chart by the smallest number of its rows.

    Parameters
    ----------
    chart : bool array (t, m)
        Which prime implicant covers which positive configuration.
    cap : int
        Covers listed at most; all are counted.
    count : bool
        False stops at the first smallest cover.
    work : float
        Chart cells that the listing may look at before it stops counting.
    seconds : float
        Time allowed for proving the smallest number of terms.
    """
    rows = _drop_implied_rows(chart)
    essential = rows[:, rows.sum(axis=0) == 1].any(axis=1)
    rows = rows[:, ~rows[essential].any(axis=0)]
    always = tuple(np.flatnonzero(essential).tolist())
    if rows.shape[1] == 0:
        return Covers([always], 1, counted=True, smallest=True)
    rest = _search(rows, cap, count, work, seconds)
    return replace(rest, models=[tuple(sorted(always + m)) for m in rest.models])


def _search(chart: np.ndarray, cap: int, count: bool, work: float, seconds: float) -> Covers:
    """`minimal_covers` of a chart without implied rows and without essential prime implicants."""
    patterns, group = np.unique(chart, axis=0, return_inverse=True)
    members = [np.flatnonzero(group.ravel() == g) for g in range(len(patterns))]
    # Wide implicants first: canonical paths then meet their bounds early. Empty ones go.
    order = [i for i in np.argsort(-patterns.sum(axis=1), kind="stable") if patterns[i].any()]
    patterns, members = patterns[order], [members[i] for i in order]

    first, smallest = _one_cover(patterns, seconds)
    if not count:
        return Covers([tuple(int(members[c][0]) for c in first)], 1, counted=False, smallest=smallest)
    # Python integers: products of many ties overflow 64 bits.
    sizes = np.array([len(m) for m in members], dtype=object)
    listed, n_models, counted = _all_covers(patterns, sizes, len(first), cap, work)
    if not listed:
        listed = [first]
    models = []
    for cover in listed:
        for choice in product(*(members[c] for c in cover)):
            if len(models) == cap:
                break
            models.append(tuple(int(i) for i in choice))
    return Covers(models, max(n_models, len(models)), counted, smallest)


def _drop_implied_rows(chart: np.ndarray) -> np.ndarray:
    """Chart (t, m') without positive rows that are covered whenever another one is."""
    rows = np.unique(chart.T, axis=0)
    shared = rows.astype(np.int64) @ rows.T.astype(np.int64)
    implies = shared == rows.sum(axis=1)[:, None]
    np.fill_diagonal(implies, False)
    return rows[~implies.any(axis=0)].T


def _one_cover(patterns: np.ndarray, seconds: float) -> tuple[tuple[int, ...], bool]:
    result = milp(
        np.ones(len(patterns)),
        constraints=LinearConstraint(patterns.T.astype(float), 1, np.inf),
        integrality=np.ones(len(patterns)),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds},
    )
    if result.x is None:
        raise QCAError("prime implicant chart", f"no cover within {seconds:g} seconds",
                       "fewer conditions, or a higher frequency cut-off")
    return tuple(np.flatnonzero(result.x > 0.5)), result.status == 0


def _prices(patterns: np.ndarray) -> np.ndarray:
    """Dual prices of the rows: no pattern is worth more than 1, so they bound covers from below."""
    relaxed = linprog(np.ones(len(patterns)), A_ub=-patterns.T.astype(float),
                      b_ub=-np.ones(patterns.shape[1]), method="highs")
    prices = np.maximum(-relaxed.ineqlin.marginals, 0)
    return prices / max(1.0, (patterns @ prices).max())


def _all_covers(patterns: np.ndarray, sizes: np.ndarray, size: int, cap: int,
                work: float) -> tuple[list[tuple[int, ...]], int, bool]:
    """Covers of `size` patterns (up to `cap`), the number of covers by implicants, finished or not."""
    prices = _prices(patterns)
    weights = patterns.astype(np.float32).T
    priced = (patterns * prices).astype(np.float32).T
    listed: list[tuple[int, ...]] = []
    n_models, looked = 0, 0
    m = patterns.shape[1]
    chunk = max(1, CELLS // len(patterns))
    # A state: uncovered rows, patterns chosen so far, the row that each choice was made for.
    stack = [(np.ones((1, m), bool), np.zeros((1, 0), int), np.zeros((1, 0), int))]
    while stack:
        open_rows, chosen, pivots = stack.pop()
        if len(open_rows) > chunk:
            stack.append((open_rows[chunk:], chosen[chunk:], pivots[chunk:]))
            open_rows, chosen, pivots = open_rows[:chunk], chosen[:chunk], pivots[:chunk]
        looked += len(open_rows) * patterns.size
        if looked > work:
            return listed, n_models, False
        left = size - chosen.shape[1]
        viable = _viable(open_rows, weights, priced, prices, left)
        options = viable.astype(np.float32) @ weights.T
        pivot = np.where(open_rows, options, np.inf).argmin(axis=1)
        state, pattern = np.nonzero(viable & patterns[:, pivot].T)
        once = np.ones(len(state), bool)
        for step in range(chosen.shape[1]):
            # Of the patterns that cover an earlier pivot, the first one must have been chosen there.
            once &= ~(patterns[pattern, pivots[state, step]] & (pattern < chosen[state, step]))
        state, pattern = state[once], pattern[once]
        chosen = np.column_stack([chosen[state], pattern])
        if left == 1:
            n_models += int(np.prod(sizes[chosen], axis=1).sum()) if len(chosen) else 0
            listed.extend(tuple(c) for c in chosen[:max(0, cap - len(listed))])
        elif len(state):
            stack.append((open_rows[state] & ~patterns[pattern], chosen,
                          np.column_stack([pivots[state], pivot[state]])))
    return listed, n_models, True


def _viable(open_rows: np.ndarray, weights: np.ndarray, priced: np.ndarray, prices: np.ndarray,
            left: int) -> np.ndarray:
    """Which pattern may come next in which state, `left` patterns being still allowed."""
    uncovered = open_rows.astype(np.float32)
    gain = uncovered @ weights
    need = uncovered.sum(axis=1)
    if left == 1:
        return gain >= need[:, None]
    others = min(left - 1, gain.shape[1])
    best = np.partition(gain, gain.shape[1] - others, axis=1)[:, -others:].sum(axis=1)
    worth = uncovered @ priced
    owed = open_rows @ prices
    return (gain >= (need - best)[:, None]) & (worth >= (owed - (left - 1) - SLACK)[:, None])
