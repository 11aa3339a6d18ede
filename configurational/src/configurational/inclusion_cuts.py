"""Terms and models chosen by their inclusion (pi.cons and sol.cons of R's QCA)."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from .chart import sizes
from .cover import Covers
from .errors import NoModelError, ParameterError
from .fit import inclusion
from .irredundant import irredundant_covers
from .sets import Cases
from .terms import FREE, absorb, covers, memberships
from .truthtable import TOLERANCE

# Terms that may be weighed before the search gives up, and covers to choose from.
MOST_TERMS = 100_000
MOST_COVERS = 100_000


def included_terms(primes: np.ndarray, data: Cases, positive: np.ndarray, cut: float) -> np.ndarray:
    """The most general terms inside the prime implicants whose inclusion reaches a cut-off.

    Inclusion may rise or fall when a literal is added, so that a longer term can stand in for a
    prime implicant that fails.

    Parameters
    ----------
    primes : int array (t, k)
    positive : int array (m, k)
        Configurations of which a term has to cover one.

    Returns
    -------
    int array (s, k)

    Raises
    ------
    ParameterError
        More than `MOST_TERMS` terms would have to be weighed.
    """
    kept: list[np.ndarray] = []
    weighed, level = 0, primes.astype(int)
    while len(level):
        weighed += len(level)
        if weighed > MOST_TERMS:
            raise ParameterError(
                "term_incl",
                f"{cut:g}, for which more than {MOST_TERMS} terms are weighed",
                "a lower cut-off, or fewer conditions",
            )
        parts = memberships(data, level)
        reached = np.array([inclusion(x, data.y) for x in parts.T]) >= cut - TOLERANCE
        kept.extend(level[reached])
        level = _narrower(level[~reached], data.levels, positive)
    return absorb(kept, primes.shape[1])


def _narrower(terms: np.ndarray, levels: np.ndarray, positive: np.ndarray) -> np.ndarray:
    """Distinct terms with one literal more that still cover a positive configuration."""
    longer = []
    for j, n_levels in enumerate(levels):
        free = terms[terms[:, j] == FREE]
        for level in range(int(n_levels)):
            more = free.copy()
            more[:, j] = level
            longer.append(more)
    found = np.unique(np.concatenate(longer), axis=0)
    return found[covers(found, positive).any(axis=1)]


def require_cover(chart: sparse.csr_matrix, cut: float) -> None:
    """Refuse a chart (t, m) that leaves a positive row uncovered."""
    bare = int((sizes(chart.T.tocsr()) == 0).sum())
    if bare:
        raise NoModelError(
            "term_incl",
            f"{bare} positive row(s) that no term of inclusion {cut:g} covers",
            "a lower cut-off",
        )


def included_covers(
    chart: sparse.csr_matrix, terms: np.ndarray, data: Cases, cut: float, cap: int
) -> Covers:
    """All irredundant covers whose inclusion reaches a cut-off.

    Raises
    ------
    NoModelError
        No cover does.
    """
    found = irredundant_covers(chart, MOST_COVERS)
    parts = memberships(data, terms.astype(int))
    good = [
        m
        for m in found.models
        if inclusion(parts[:, list(m)].max(axis=1), data.y) >= cut - TOLERANCE
    ]
    if not good:
        best = max(inclusion(parts[:, list(m)].max(axis=1), data.y) for m in found.models)
        raise NoModelError(
            "model_incl",
            f"no model of inclusion {cut:g} (the best has {best:.3f})",
            "a lower cut-off",
        )
    whole = found.counted and len(found.models) == found.n_models
    return Covers(good[:cap], len(good), whole, min(map(len, good)))
