"""How few terms can cover a chart: a bound from below, good covers, and the proof that they meet.

The bound is the linear relaxation of the set cover. Good covers come from the greedy choice and a
local search that weighs rows the more, the longer they stay uncovered (after Gao, Yao,
Weise & Li 2015, European Journal of Operational Research 246). Where the two differ by little,
branch and bound on the integer programme decides within the time allowed.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from .chart import dominated, sizes

# Prices come from a floating-point solver.
SLACK = 1e-6
# Above this many prime implicants the relaxation is solved on those that pay, and checked on all.
SIFT = 20_000
# Multiplications worth spending on dominated prime implicants, and entries worth a proof.
DOMINATION = 3e8
PROVABLE = 2_000_000
# Steps of the local search before and after the attempt at a proof.
STEPS = (2_000, 8_000)


@dataclass(frozen=True)
class Smallest:
    """The smallest cover found (lines of the chart), and how few terms no cover is below."""

    cover: tuple[int, ...]
    bound: int

    @property
    def proved(self) -> bool:
        """Whether no cover is smaller."""
        return len(self.cover) == self.bound


def smallest_cover(
    chart: sparse.csr_matrix, prices: np.ndarray, seconds: float, always: bool = True
) -> Smallest:
    """A smallest cover of all columns, or the best one found within the time.

    Parameters
    ----------
    chart : CSR matrix (p, m)
    prices : float array (m,)
        As from `row_prices`.
    seconds : float
        Time allowed for the proof.
    always : bool
        False spends none of it where branch and bound has little hope.
    """
    kept = np.flatnonzero(~dominated(chart, DOMINATION))
    chart = chart[kept]
    bound = max(1, int(np.ceil(prices.sum() - SLACK)))
    core = _core(chart, prices)
    best = core[local_search(chart[core], STEPS[0], bound)]
    if seconds > 0 and len(best) > bound and (always or _within_reach(len(best), bound, chart)):
        proof, bound = _branch_and_bound(chart, bound, seconds)
        best = best if proof is None or len(proof) >= len(best) else proof
    if len(best) > bound:
        longer = core[local_search(chart[core], STEPS[1], bound, seed=1)]
        best = longer if len(longer) < len(best) else best
    return Smallest(tuple(sorted(kept[best].tolist())), bound)


def _within_reach(size: int, bound: int, chart: sparse.csr_matrix) -> bool:
    """Whether branch and bound may close the gap: a few terms, or one in twenty."""
    return size - bound <= 2 + bound // 20 and chart.nnz <= PROVABLE


def _core(chart: sparse.csr_matrix, prices: np.ndarray) -> np.ndarray:
    """Prime implicants worth trying: all, or the best paid and some of every row."""
    if chart.shape[0] <= SIFT:
        return np.arange(chart.shape[0])
    return _best_paid(chart, chart @ prices)


def _best_paid(chart: sparse.csr_matrix, worth: np.ndarray, per_row: int = 30) -> np.ndarray:
    """The `per_row` prime implicants of the highest worth in every row, sorted."""
    turned = chart.T.tocsr()
    chosen = [np.argsort(-worth, kind="stable")[: SIFT // 2]]
    for row in range(turned.shape[0]):
        lines = turned.indices[turned.indptr[row] : turned.indptr[row + 1]]
        chosen.append(lines[np.argsort(-worth[lines], kind="stable")[:per_row]])
    return np.unique(np.concatenate(chosen))


def row_prices(chart: sparse.csr_matrix) -> np.ndarray:
    """Dual prices of the rows (m,): no prime implicant is worth more than 1, so their sum bounds
    every cover from below.
    """
    lines = _best_paid(chart, sizes(chart).astype(float)) if chart.shape[0] > SIFT else None
    for _ in range(20):
        prices = _relaxation(chart if lines is None else chart[lines])
        worth = chart @ prices
        if lines is None or worth.max() <= 1 + SLACK:
            break
        lines = np.union1d(lines, _best_paid(chart, worth, per_row=5))
    return prices / max(1.0, worth.max())


def _relaxation(chart: sparse.csr_matrix) -> np.ndarray:
    p, m = chart.shape
    # The interior point method is faster on large charts, the simplex on small ones.
    method = "highs-ipm" if chart.nnz > 20_000 else "highs"
    relaxed = linprog(
        np.ones(p), A_ub=-chart.T.astype(float).tocsr(), b_ub=-np.ones(m), method=method
    )
    if relaxed.status != 0:
        # Each row pays its share in the widest prime implicant that covers it.
        widths = sparse.csr_matrix(chart.multiply(sizes(chart)[:, None]))
        return 1 / widths.max(axis=0).toarray().ravel()
    return np.maximum(-relaxed.ineqlin.marginals, 0)


def _branch_and_bound(
    chart: sparse.csr_matrix, bound: int, seconds: float
) -> tuple[np.ndarray | None, int]:
    """A smallest cover, or the best one found in the time, and what no cover is below."""
    p, _m = chart.shape
    result = milp(
        np.ones(p),
        constraints=LinearConstraint(chart.T.astype(float).tocsr(), 1, np.inf),
        integrality=np.ones(p),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds},
    )
    if result.x is None:
        return None, bound
    found = np.flatnonzero(result.x > 0.5)
    if not (sizes(chart[found].T.tocsr()) > 0).all():
        return None, bound
    if result.status == 0:
        return found, len(found)
    low = result.mip_dual_bound
    return found, max(bound, int(np.ceil(low - SLACK)) if np.isfinite(low) else bound)


class _Search:
    """State of the local search: which prime implicants are chosen, and what each is worth.

    `score` is the weight of the rows that an unchosen prime implicant would newly cover, and minus
    the weight of those that only this chosen one covers.
    """

    def __init__(self, chart: sparse.csr_matrix):
        turned = chart.T.tocsr()
        self.rows, self.ends = chart.indices, chart.indptr
        self.lines, self.stops = turned.indices, turned.indptr
        self.weight = np.ones(chart.shape[1], np.int64)
        self.times = np.zeros(chart.shape[1], np.int64)
        self.score = sizes(chart).astype(np.int64)
        self.chosen = np.zeros(chart.shape[0], bool)
        self.moved = np.zeros(chart.shape[0], np.int64)

    def of_row(self, row: int) -> np.ndarray:
        return self.lines[self.stops[row] : self.stops[row + 1]]

    def flip(self, line: int) -> None:
        """Choose a prime implicant, or leave it out again."""
        rows = self.rows[self.ends[line] : self.ends[line + 1]]
        sign = -1 if self.chosen[line] else 1
        before = self.times[rows]
        self.times[rows] = before + sign
        low = np.minimum(before, before + sign)
        score = self.score[line]
        self.chosen[line] = False
        # Rows that nothing else covers: the others gain or lose their chance on them.
        for row in rows[low == 0]:
            self.score[self.of_row(row)] -= sign * self.weight[row]
        # Rows with one other cover: that one stops or starts to be the only one.
        for row in rows[low == 1]:
            lines = self.of_row(row)
            self.score[lines[self.chosen[lines]]] += sign * self.weight[row]
        self.chosen[line] = sign == 1
        self.score[line] = -score

    def best(self, lines: np.ndarray) -> int:
        """The prime implicant of the highest score; of several the one longest at rest."""
        score = self.score[lines]
        top = lines[score == score.max()]
        return int(top[self.moved[top].argmin()])

    def uncovered(self) -> np.ndarray:
        return np.flatnonzero(self.times == 0)

    def press(self, rows: np.ndarray) -> None:
        """Make uncovered rows weigh more."""
        self.weight[rows] += 1
        for row in rows:
            self.score[self.of_row(row)] += 1


def local_search(
    chart: sparse.csr_matrix, steps: int, bound: int, seed: int = 0, seconds: float = 60.0
) -> np.ndarray:
    """A good cover: greedy, then `steps` exchanges; ends at once when it has `bound` terms.

    Returns
    -------
    int array, lines of the chart. The same for the same arguments, unless `seconds` run out.
    """
    rng, search, end = np.random.default_rng(seed), _Search(chart), time.monotonic() + seconds
    while len(search.uncovered()):
        search.flip(int(np.where(search.chosen, -1, search.score).argmax()))
    best, last = np.flatnonzero(search.chosen), -1
    for step in range(1, steps + 1):
        while len(search.uncovered()) == 0:
            best = np.flatnonzero(search.chosen)
            if len(best) <= bound:
                return best
            search.flip(search.best(best))
        left = np.flatnonzero(search.chosen)
        out = search.best(left[left != last] if len(left) > 1 else left) if len(left) else -1
        if out >= 0:
            search.flip(out)
            search.moved[out] = step
        open_rows = search.uncovered()
        lines = search.of_row(int(open_rows[rng.integers(len(open_rows))]))
        last = search.best(lines[lines != out] if len(lines) > 1 else lines)
        search.flip(last)
        search.moved[last] = step
        search.press(search.uncovered())
        if step % 256 == 0 and time.monotonic() > end:
            break
    return best
