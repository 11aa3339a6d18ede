"""Exact minimal covers: which smallest sets of prime implicants cover every positive row.

The prime implicant chart is Petrick's (1956) problem. Solved here in exact steps:

1. Rows of the chart that follow from other rows are dropped, essential prime implicants are set
   aside with what they cover, and prime implicants that cover the same rows are counted once
   (McCluskey 1956); nothing of this loses a cover. What falls apart into parts that share nothing
   is solved part by part.
2. The smallest number of terms: a bound from below and a cover that meets it, or branch and bound
   (`bounds`). Where the time allowed does not prove it, the best cover and the bound are given.
3. A breadth-limited branch and bound lists every cover of that size. A partial cover branches on
   its hardest uncovered row and is given up when the gains still possible, or the dual prices of
   the relaxation, show that the remaining terms cannot suffice. A cover that several paths lead
   to is counted on one of them only.

Convention: a model is a cover with the smallest possible number of prime implicants. All of them
are reported, tied in number of terms whatever their number of literals; longer covers, though
irredundant, are models only where they are asked for (`irredundant`). This is the convention of
the field's standard package.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod

import numpy as np
from scipy import sparse

from .bounds import SLACK, row_prices, smallest_cover
from .chart import as_chart, components, groups, sizes, without_implied

# Partial covers times patterns handled in one vector operation: bounds the memory.
CELLS = 2_000_000
# Cells of a part of the chart that the listing can hold in memory.
LISTABLE = 20_000_000
# Worth is summed in single precision.
SINGLE = 1e-4
# Seconds that may go into proving the smallest number of terms.
SECONDS = 10.0

Cover = tuple[int, ...]


@dataclass(frozen=True)
class Covers:
    """Covers of a chart.

    Attributes
    ----------
    models : list of tuple of int
        Prime implicants (rows of the chart) of each listed cover.
    n_models : int
        Number of covers; a lower bound when `counted` is false.
    counted : bool
        Whether the search finished.
    bound : int
        No cover has fewer terms. Where every model has more, it is not proved that they are
        smallest.
    """

    models: list[Cover]
    n_models: int
    counted: bool
    bound: int

    @property
    def smallest(self) -> bool:
        """Whether it is proved that no cover has fewer terms than the shortest model."""
        return min(map(len, self.models)) == self.bound


@dataclass(frozen=True)
class Part:
    """Covers of one part of a chart, by patterns: prime implicants that cover the same rows.

    `members` holds the prime implicants of each pattern that the listed `covers` name.
    """

    members: Sequence[Sequence[int]]
    covers: list[Cover]
    n_models: int
    counted: bool
    bound: int

    @property
    def proved(self) -> bool:
        """Whether no cover has fewer terms than the shortest one."""
        return min(map(len, self.covers)) == self.bound

    def models(self) -> Iterator[Cover]:
        """Covers by prime implicants, one after the other."""
        for cover in self.covers:
            yield from product(*(self.members[c] for c in cover))


def minimal_covers(
    chart: np.ndarray | sparse.spmatrix,
    cap: int = 2000,
    count: bool = True,
    work: float = 1e10,
    seconds: float | None = None,
) -> Covers:
    """All covers of the columns of a chart by the smallest number of its rows.

    Parameters
    ----------
    chart : bool array or sparse matrix (t, m)
        Which prime implicant covers which positive configuration.
    cap : int
        Covers listed at most; all are counted.
    count : bool
        False stops at the first smallest cover.
    work : float
        Chart cells that the listing may look at before it stops counting.
    seconds : float, optional
        Time allowed for proving the smallest number of terms, shared by the parts of the chart;
        when not given, `SECONDS`, and none where a proof is out of reach.

    Examples
    --------
    >>> minimal_covers(np.array([[1, 0], [0, 1], [0, 1]], bool)).models
    [(0, 1), (0, 2)]
    """
    always, parts = split(as_chart(chart))
    solved = [_search(part, lines, cap, count, work, seconds, len(parts)) for part, lines in parts]
    return together(always, solved, cap)


def split(chart: sparse.csr_matrix) -> tuple[Cover, list[tuple[sparse.csr_matrix, np.ndarray]]]:
    """Essential prime implicants, and the parts that they leave uncovered, with their lines."""
    rows = without_implied(chart)
    turned = rows.T.tocsr()
    always = np.unique(turned[sizes(turned) == 1].indices)
    left = rows[:, sizes(rows[always].T.tocsr()) == 0]
    return tuple(always.tolist()), [
        (as_chart(left[lines][:, columns]), lines) for lines, columns in components(left)
    ]


def together(always: Cover, parts: list[Part], cap: int) -> Covers:
    """Covers of a chart from those of its parts: every combination."""
    if not all(part.proved for part in parts):
        # How many covers tie is a question of covers that are known to be smallest.
        first = [next(part.models()) for part in parts]
        model = tuple(sorted(sum(first, always)))
        return Covers([model], 1, False, len(always) + sum(part.bound for part in parts))
    lists = [list(islice(part.models(), cap)) for part in parts]
    models = [tuple(sorted(sum(choice, always))) for choice in islice(product(*lists), cap)]
    n_models = prod(part.n_models for part in parts)
    return Covers(
        models,
        max(n_models, len(models)),
        all(part.counted for part in parts),
        len(always) + sum(part.bound for part in parts),
    )


def patterns_of(chart: sparse.csr_matrix) -> tuple[sparse.csr_matrix, np.ndarray, np.ndarray]:
    """Distinct lines of a chart (p, m), wide ones first; lines by pattern, each one's start."""
    first, group = groups(chart)
    # Canonical paths meet their bounds early when wide prime implicants come first.
    order = np.argsort(-sizes(chart)[first], kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    lines = np.argsort(rank[group], kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(rank[group], minlength=len(order)))])
    return chart[first[order]], lines, starts


def _search(
    chart: sparse.csr_matrix,
    lines: np.ndarray,
    cap: int,
    count: bool,
    work: float,
    seconds: float | None,
    shares: int,
) -> Part:
    """`minimal_covers` of one part of a chart, whose rows are `lines` of the whole."""
    patterns, within, starts = patterns_of(chart)
    prices = row_prices(patterns)
    allowed = (SECONDS if seconds is None else seconds) / shares
    found = smallest_cover(patterns, prices, allowed, always=seconds is not None)
    size = len(found.cover)
    # A pattern that is worth too little is in no cover of this size.
    kept = np.flatnonzero(patterns @ prices >= 1 - (size - prices.sum()) - SLACK)
    if not count or not found.proved or len(kept) * patterns.shape[1] > LISTABLE:
        members = [[int(lines[within[starts[c]]])] for c in found.cover]
        return Part(members, [tuple(range(size))], 1, False, found.bound)
    members = [lines[within[starts[c] : starts[c + 1]]].tolist() for c in kept]
    counts = np.array([len(m) for m in members], dtype=object)
    listed, n_models, counted = _all_covers(
        patterns[kept].toarray().astype(bool), prices, counts, size, cap, work
    )
    if not listed:
        listed = [tuple(np.searchsorted(kept, found.cover).tolist())]
    return Part(members, listed, max(n_models, 1), counted, size)


def _all_covers(
    patterns: np.ndarray, prices: np.ndarray, counts: np.ndarray, size: int, cap: int, work: float
) -> tuple[list[Cover], int, bool]:
    """Covers of `size` patterns (up to `cap`), the number of covers by implicants, finished or not.

    `counts` holds the prime implicants of each pattern as Python integers: products of many ties
    overflow 64 bits.
    """
    weights = patterns.astype(np.float32).T
    listed: list[Cover] = []
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
        viable = _viable(open_rows, weights, prices, left)
        options = viable.astype(np.float32) @ weights.T
        pivot = np.where(open_rows, options, np.inf).argmin(axis=1)
        state, pattern = np.nonzero(viable & patterns[:, pivot].T)
        once = np.ones(len(state), bool)
        for step in range(chosen.shape[1]):
            # Of the patterns that cover an earlier pivot, the first must have been chosen there.
            once &= ~(patterns[pattern, pivots[state, step]] & (pattern < chosen[state, step]))
        state, pattern = state[once], pattern[once]
        chosen = np.column_stack([chosen[state], pattern])
        if left == 1:
            n_models += int(np.prod(counts[chosen], axis=1).sum()) if len(chosen) else 0
            listed.extend(tuple(c) for c in chosen.tolist()[: max(0, cap - len(listed))])
        elif len(state):
            stack.append(
                (
                    open_rows[state] & ~patterns[pattern],
                    chosen,
                    np.column_stack([pivots[state], pivot[state]]),
                )
            )
    return listed, n_models, True


def _viable(
    open_rows: np.ndarray, weights: np.ndarray, prices: np.ndarray, left: int
) -> np.ndarray:
    """Which pattern may come next in which state, `left` patterns being still allowed."""
    uncovered = open_rows.astype(np.float32)
    gain = uncovered @ weights
    need = uncovered.sum(axis=1)
    if left == 1:
        return gain >= need[:, None]
    others = min(left - 1, gain.shape[1])
    best = np.partition(gain, gain.shape[1] - others, axis=1)[:, -others:].sum(axis=1)
    worth = (uncovered * prices.astype(np.float32)) @ weights
    owed = open_rows @ prices
    return (gain >= (need - best)[:, None]) & (worth >= (owed - (left - 1) - SINGLE)[:, None])
