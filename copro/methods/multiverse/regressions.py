"""Many panel regressions on the same rows at once: one exposure, sets of controls, many outcomes.

What ``copro.methods.panel`` gets from linearmodels for one specification, this module gets for
hundreds: effects are swept out once (Frisch and Waugh 1933; Lovell 1963), and exposure, outcomes
and controls meet only in sums, from which every set of controls follows. The exposure may have many
columns: the observed one and its permutations.

Standard errors are CR1S as in ``panel``; effects nested in the clusters do not count
(``clusters``).
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from copro.methods.clusters import small_sample

CHUNK = 256  # columns of the exposure at a time, so that the work fits into memory
SMALL = 1e-10  # singular values below this share of the largest count as zero


@dataclass(frozen=True)
class Rows:
    """Rows of one regression, sorted by unit: codes from 0, without gaps.

    ``unit`` is None where no unit effects are swept out; ``group`` are the other effects (one
    group: the constant). ``clusters`` maps a name to codes. ``weights`` are analytic.
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
            left = (mean - self.means @ effect)[rows.unit]
            columns = np.subtract(columns, left, out=left)  # in place: fresh memory takes longer
        left = effect[rows.group]
        np.subtract(columns, left, out=left)
        if self.root is not None:
            left *= self.root
        return left


class Regressions:
    """Regressions on the same rows of outcomes on an exposure and on sets of controls.

    Parameters
    ----------
    outcomes, controls : (rows, outcomes), (rows, controls); no missing values
    sets : for each regression the columns of ``controls`` that it holds constant

    Raises ``ValueError`` if effects absorb a control.

    >>> rows = Rows(group=np.zeros(4, dtype=int), clusters={"unit": np.arange(4)})
    >>> x, y = np.array([[0.0], [1], [2], [3]]), np.array([[0.0], [1], [3], [4]])
    >>> found = Regressions(rows, y, np.empty((4, 0)), [()]).fits(x)
    >>> found.estimate.ravel().round(2)  # 1.5 * 2 + 0.5 * 1 + 0.5 * 1 + 1.5 * 2, over 5
    array([1.4])
    """

    def __init__(
        self, rows: Rows, outcomes: np.ndarray, controls: np.ndarray, sets: list[tuple[int, ...]]
    ) -> None:
        self.rows, self.sweep = rows, Sweep(rows)
        self.y, self.c = self.sweep(outcomes), self.sweep(controls)
        _check_left(self.c, controls, "a control")
        cross, with_outcomes = self.c.T @ self.c, self.y.T @ self.c
        self.sets, ranks = [], []
        self.slopes = np.zeros((self.y.shape[1], self.c.shape[1], len(sets)))
        for s, chosen in enumerate(map(list, sets)):
            inverse, rank = _inverse(cross[np.ix_(chosen, chosen)])
            slopes = with_outcomes[:, chosen] @ inverse  # of outcomes on controls
            self.slopes[:, chosen, s] = slopes
            self.sets.append((chosen, inverse, slopes))
            ranks.append(rank)
        effects = [rows.group] if rows.unit is None else [rows.unit, rows.group]
        self.clusters = [
            (sums(codes), small_sample(1 + np.array(ranks), effects, codes))
            for codes in rows.clusters.values()
        ]

    def fits(self, exposure: np.ndarray) -> Fits:
        """Coefficients of the exposure, in each of its columns (rows, columns), and the standard
        errors of the first (the observed history; the others are draws).

        Raises ``ValueError`` if effects absorb the first.
        """
        count = exposure.shape[1]
        estimate = np.empty((len(self.slopes), len(self.sets), count))
        for first in reversed(range(0, count, CHUNK)):  # the observed history comes last
            part = slice(first, first + CHUNK)
            x = self.sweep(exposure[:, part])
            if first == 0:
                _check_left(x[:, :1], exposure[:, :1], "the exposure")
            xx, xy, xc = np.einsum("ij,ij->j", x, x), self.y.T @ x, self.c.T @ x
            held = np.zeros((len(xc), len(self.sets)))
            for s, (chosen, inverse, slopes) in enumerate(self.sets):
                own = xc[chosen]
                on_controls = inverse @ own
                held[chosen, s] = on_controls[:, 0]
                spread = xx - np.einsum("jm,jm->m", on_controls, own)
                estimate[:, s, part] = (xy - slopes @ own) / spread
        return Fits(estimate, self._errors(x[:, :1] - self.c @ held, estimate[:, :, 0]))

    def _errors(self, exposure: np.ndarray, estimate: np.ndarray) -> np.ndarray:
        """Standard errors (outcomes, sets, clusterings) of estimates (outcomes, sets), from what
        the controls leave of the exposure (rows, sets).
        """
        se = np.empty((*estimate.shape, len(self.clusters)))
        spread = np.einsum("ij,ij->j", exposure, exposure)
        for q, found in enumerate(estimate):
            left = self.y[:, [q]] - self.c @ self.slopes[q] - found * exposure
            for k, (total, scale) in enumerate(self.clusters):
                squares = ((total @ (exposure * left)) ** 2).sum(axis=0)
                se[q, :, k] = np.sqrt(scale * squares) / spread
        return se


def _inverse(cross: np.ndarray) -> tuple[np.ndarray, int]:
    """Pseudo-inverse and rank of a symmetric matrix; dummies may add up to the constant."""
    if not cross.size:
        return cross, 0
    values, vectors = np.linalg.eigh(cross)
    kept = values > SMALL * values[-1]
    return (vectors[:, kept] / values[kept]) @ vectors[:, kept].T, int(kept.sum())


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
