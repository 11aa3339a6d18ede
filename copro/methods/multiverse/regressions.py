"""Many panel regressions on the same rows at once: one exposure, sets of controls, many outcomes.

What ``copro.methods.panel`` gets from linearmodels for one specification, this module gets for
hundreds: effects are swept out once (Frisch and Waugh 1933; Lovell 1963), and exposure, outcomes
and controls meet only in sums, from which every set of controls follows, and by cluster every
clustering. The exposure may have many columns: the observed one and its permutations.

Standard errors are CR1S as in ``panel``; effects nested in the clusters do not count
(``clusters``).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from copro.methods.clusters import small_sample, within

CHUNK = 256  # columns of the exposure at a time, so that the work fits into memory
SMALL = 1e-10  # singular values below this share of the largest count as zero


@dataclass(frozen=True)
class Rows:
    """Rows of one regression, sorted by unit: codes from 0, without gaps.

    ``unit`` is None where no unit effects are swept out; ``group`` are the other effects (one
    group: the constant). ``clusters`` maps a name to codes, the finest first; each of the others is
    a union of clusters of the first. ``weights`` are analytic.
    """

    group: np.ndarray
    clusters: dict[str, np.ndarray]
    unit: np.ndarray | None = None
    weights: np.ndarray | None = None


@dataclass(frozen=True)
class Fits:
    """Estimates (outcomes, sets, columns); of the first column standard errors (outcomes, sets,
    clusterings).
    """

    estimate: np.ndarray
    se: np.ndarray
    clusters: tuple[int, ...]


class Sweep:
    """Takes unit and group effects out of columns, and multiplies by the root of the weights."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        n = len(rows.group)
        self.weights = np.ones(n) if rows.weights is None else rows.weights / rows.weights.mean()
        self.root = None if rows.weights is None else np.sqrt(self.weights)[:, None]
        size = np.bincount(rows.group, self.weights)
        if rows.unit is None:
            self.by_group = sums(rows.group, self.weights / size[rows.group])
            return
        self.by_group = sums(rows.group, self.weights)
        self.by_unit = sums(
            rows.unit, self.weights / np.bincount(rows.unit, self.weights)[rows.unit]
        )
        units, groups = int(rows.unit.max()) + 1, len(size)
        self.together = np.bincount(
            rows.unit * groups + rows.group, self.weights, units * groups
        ).reshape(units, groups)
        self.means = self.together / self.together.sum(axis=1, keepdims=True)
        self.solve, _ = _inverse(np.diag(size) - self.together.T @ self.means)

    def __call__(self, columns: np.ndarray) -> np.ndarray:
        """``columns`` (rows, columns) without effects, times the root of the weights."""
        rows, effect = self.rows, self.by_group @ columns
        if rows.unit is not None:
            mean = self.by_unit @ columns
            effect = self.solve @ (effect - self.together.T @ mean)
            columns = columns - (mean - self.means @ effect)[rows.unit]
        columns = columns - effect[rows.group]
        if self.root is not None:
            columns *= self.root
        return columns


def regress(
    rows: Rows,
    exposure: Callable[[int, int], np.ndarray],
    count: int,
    outcomes: np.ndarray,
    controls: np.ndarray,
    sets: list[tuple[int, ...]],
) -> Fits:
    """Coefficient of the exposure for each outcome, set of controls and column of the exposure,
    and the standard error of the first column (the observed history; the others are draws).

    Parameters
    ----------
    exposure : function from (first, last) to the columns of the exposure in that range
    count : number of columns
    outcomes, controls : (rows, outcomes), (rows, controls); no missing values
    sets : for each regression the columns of ``controls`` that it holds constant

    Raises ``ValueError`` if effects absorb the exposure or a control, or if clusters do not nest.

    >>> rows = Rows(group=np.zeros(4, dtype=int), clusters={"unit": np.arange(4)})
    >>> x, y = np.array([[0.0], [1], [2], [3]]), np.array([[0.0], [1], [3], [4]])
    >>> found = regress(rows, lambda first, last: x, 1, y, np.empty((4, 0)), [()])
    >>> found.estimate.ravel().round(2)  # 1.5 * 2 + 0.5 * 1 + 0.5 * 1 + 1.5 * 2, over 5
    array([1.4])
    """
    sweep = Sweep(rows)
    finest, upper = _nested(rows.clusters)
    y, c = sweep(outcomes), sweep(controls)
    _check_left(c, controls, "a control")
    cross, with_outcomes = c.T @ c, y.T @ c
    inverses = [_inverse(cross[np.ix_(s, s)]) for s in map(list, sets)]
    estimate = np.empty((y.shape[1], len(sets), count))
    observed = np.empty((len(c), 1))
    for first in range(0, count, CHUNK):
        part = slice(first, min(first + CHUNK, count))
        raw = exposure(part.start, part.stop)
        x = sweep(raw)
        if first == 0:
            _check_left(x[:, :1], raw[:, :1], "the exposure")
            observed = x[:, :1].copy()
        xx, xy, xc = np.einsum("ij,ij->j", x, x), y.T @ x, c.T @ x
        for s, chosen in enumerate(map(list, sets)):
            own, inverse = xc[chosen], inverses[s][0]
            spread = xx - np.einsum("jm,jm->m", inverse @ own, own)
            estimate[:, s, part] = (xy - with_outcomes[:, chosen] @ inverse @ own) / spread
    effects = [rows.group] if rows.unit is None else [rows.unit, rows.group]
    by = _by_cluster(sums(finest), observed, y, c)
    se = np.empty((y.shape[1], len(sets), len(upper)))
    for s, (chosen, (inverse, rank)) in enumerate(zip(map(list, sets), inverses)):
        scores, spread = _scores(by, chosen, inverse)
        for k, (above, codes) in enumerate(zip(upper, rows.clusters.values())):
            summed = scores if above is None else np.stack([above @ one for one in scores])
            scale = small_sample(1 + rank, effects, codes)
            se[:, s, k] = (np.sqrt(scale * (summed**2).sum(axis=1)) / spread)[:, 0]
    return Fits(estimate, se, tuple(int(codes.max()) + 1 for codes in rows.clusters.values()))


def _by_cluster(
    total: sparse.csr_array, x: np.ndarray, y: np.ndarray, c: np.ndarray
) -> dict[str, np.ndarray]:
    """Sums by cluster in which exposure (x), outcomes (y) and controls (c) meet."""
    return {
        "xx": total @ (x * x),
        "xy": np.stack([total @ (x * y[:, [q]]) for q in range(y.shape[1])]),
        "xc": np.stack([total @ (x * c[:, [j]]) for j in range(c.shape[1])])
        if c.shape[1]
        else np.empty((0, total.shape[0], x.shape[1])),
        "yc": np.stack([total @ (y[:, [q]] * c) for q in range(y.shape[1])]),
        "cc": (total @ (c[:, :, None] * c[:, None, :]).reshape(len(c), -1)).reshape(
            total.shape[0], *2 * c.shape[1:]
        ),
    }


def _scores(
    by: dict[str, np.ndarray], chosen: list[int], inverse: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Scores by finest cluster (outcomes, clusters, columns), and x'x, from sums by cluster."""
    xx, xy = by["xx"], by["xy"]
    if not chosen:
        spread = xx.sum(axis=0)
        return xy - (xy.sum(axis=1) / spread)[:, None] * xx, spread
    xc, yc = by["xc"][chosen], by["yc"][:, :, chosen]
    cc = by["cc"][np.ix_(range(len(xx)), chosen, chosen)]
    b = inverse @ xc.sum(axis=1)  # controls on exposure
    g = yc.sum(axis=1) @ inverse  # outcome on controls
    bb = (b[:, None] * b[None]).reshape(-1, b.shape[1])
    v = xx - 2 * np.einsum("jm,jgm->gm", b, xc) + cc.reshape(len(xx), -1) @ bb
    a = xy - np.einsum("qj,jgm->qgm", g, xc) - yc @ b + np.einsum("qk,gjk->qgj", g, cc) @ b
    spread = v.sum(axis=0)
    return a - (a.sum(axis=1) / spread)[:, None] * v, spread


def _inverse(cross: np.ndarray) -> tuple[np.ndarray, int]:
    """Pseudo-inverse and rank of a symmetric matrix; dummies may add up to the constant."""
    if not cross.size:
        return cross, 0
    values, vectors = np.linalg.eigh(cross)
    kept = values > SMALL * values[-1]
    return (vectors[:, kept] / values[kept]) @ vectors[:, kept].T, int(kept.sum())


def _nested(
    clusters: dict[str, np.ndarray],
) -> tuple[np.ndarray, list[sparse.csr_array | None]]:
    """Codes of the finest clusters, and for each clustering the matrix that adds them up (None:
    itself).
    """
    finest, *others = clusters.values()
    upper: list[sparse.csr_array | None] = [None]
    for codes in others:
        if not within(finest, codes):
            raise ValueError("clusters do not nest: each must be a union of the first")
        above = np.empty(finest.max() + 1, dtype=int)
        above[finest] = codes
        upper.append(sums(above))
    return finest, upper


def _check_left(swept: np.ndarray, raw: np.ndarray, what: str) -> None:
    left = (swept**2).sum(axis=0) > 1e-14 * np.maximum((raw**2).sum(axis=0), 1e-300)
    if not left.all():
        raise ValueError(f"effects absorb {what}: it does not vary within them")


def sums(codes: np.ndarray, weights: np.ndarray | None = None) -> sparse.csr_array:
    """Matrix that adds up rows, times their weights, by code.

    >>> sums(np.array([0, 0, 1])) @ np.array([1.0, 2.0, 5.0])
    array([3., 5.])
    """
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes))
    return sparse.csr_array(
        ((np.ones(len(codes)) if weights is None else weights)[order], order, np.r_[0, ends]),
        shape=(len(ends), len(codes)),
    )


def dense(codes: np.ndarray) -> np.ndarray:
    """Codes numbered anew from 0 without gaps, in their order.

    >>> dense(np.array([7, 3, 7]))
    array([1, 0, 1])
    """
    used = np.zeros(codes.max() + 1, dtype=bool)
    used[codes] = True
    return (np.cumsum(used) - 1)[codes]
