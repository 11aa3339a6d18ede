"""Prime implicant charts as sparse matrices: which prime implicant covers which positive row.

A chart is a CSR matrix (t, m) of ones, one line per prime implicant and one column per positive
row. Counts of shared rows are products of such matrices, sparse or in single precision, whichever
is cheaper; both count exactly below 2^24.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

# A dense product does this many multiplications in the time of one sparse one.
DENSE_SPEED = 40
# Cells of a dense block of overlaps: bounds the memory.
BLOCK = 4_000_000


def as_chart(chart: np.ndarray | sparse.spmatrix) -> sparse.csr_matrix:
    """A chart from a bool array (t, m) or a sparse matrix."""
    found = sparse.csr_matrix(chart, dtype=np.float32)
    found.sum_duplicates()
    found.sort_indices()
    return found


def sizes(chart: sparse.csr_matrix) -> np.ndarray:
    """Columns of each line, int array (t,)."""
    return np.diff(chart.indptr)


def groups(chart: sparse.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    """Lines that cover the same columns: the first line of each group, and the group of each line.

    >>> first, group = groups(as_chart(np.array([[1, 0], [0, 1], [1, 0]])))
    >>> first.tolist(), group.tolist()
    ([0, 1], [0, 1, 0])
    """
    weights = np.random.default_rng(0).integers(1, 2**63, (2, chart.shape[1]), dtype=np.uint64)
    # Two sums of random weights, modulo 2^64, tell the lines apart; then they are compared.
    ends = np.concatenate(
        [np.zeros((2, 1), np.uint64), np.cumsum(weights[:, chart.indices], axis=1)], axis=1
    )
    sums = np.ascontiguousarray((ends[:, chart.indptr[1:]] - ends[:, chart.indptr[:-1]]).T)
    first, group = _unique(sums)
    if (chart[first[group]] != chart).nnz:
        first, group = _unique(np.packbits(chart.toarray().astype(bool), axis=1))
    return first, group


def _unique(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First index of each distinct line, in order, and the number of each line."""
    order = np.lexsort(keys.T)
    fresh = np.ones(len(order), bool)
    fresh[1:] = (keys[order[1:]] != keys[order[:-1]]).any(axis=1)
    # The sort is stable: each group begins with its first line.
    first = order[fresh]
    rank = np.empty(len(first), int)
    rank[np.argsort(first)] = np.arange(len(first))
    group = np.empty(len(order), int)
    group[order] = rank[np.cumsum(fresh) - 1]
    return np.sort(first), group


def inside(chart: sparse.csr_matrix, most: float = np.inf) -> tuple[np.ndarray, np.ndarray] | None:
    """Pairs (i, j) of distinct lines where every column of line i is one of line j.

    Lines without columns are in no pair. None where counting would take more than `most`
    multiplications.
    """
    t, m = chart.shape
    scattered = float((sizes(chart.T.tocsr()).astype(float) ** 2).sum())
    compact = float(t) * t * m / DENSE_SPEED
    if min(scattered, compact) > most:
        return None
    dense = compact < scattered and t * m <= 25 * BLOCK
    other = chart.toarray().T if dense else chart.T.tocsr()
    need = sizes(chart)
    step = max(1, int(BLOCK // max(1, t if dense else scattered / max(1, t))))
    pairs = []
    for start in range(0, t, step):
        lines = chart[start : start + step]
        if dense:
            wanted = need[start : start + step, None]
            i, j = np.nonzero((lines.toarray() @ other == wanted) & (wanted > 0))
        else:
            shared = (lines @ other).tocoo()
            hit = shared.data == need[start + shared.row]
            i, j = shared.row[hit], shared.col[hit]
        other_line = i + start != j
        pairs.append(np.stack([i[other_line] + start, j[other_line]]))
    found = np.concatenate(pairs, axis=1)
    return found[0], found[1]


def without_implied(chart: sparse.csr_matrix) -> sparse.csr_matrix:
    """The chart without columns that are covered whenever another column is."""
    turned = chart.T.tocsr()
    turned = turned[groups(turned)[0]]
    pairs = inside(turned)
    keep = np.ones(turned.shape[0], bool)
    if pairs is not None:
        keep[pairs[1]] = False
    return as_chart(turned[keep].T)


def dominated(chart: sparse.csr_matrix, most: float = np.inf) -> np.ndarray:
    """Lines whose columns lie strictly inside those of another one, bool array (t,).

    Lines that cover the same columns do not dominate each other. Nothing is found where the
    search would take more than `most` multiplications.
    """
    first, group = groups(chart)
    pairs = inside(chart[first], most)
    below = np.zeros(len(first), bool)
    if pairs is not None:
        below[pairs[0]] = True
    return below[group]


def components(chart: sparse.csr_matrix) -> list[tuple[np.ndarray, np.ndarray]]:
    """Lines and columns of each part of the chart that shares none with the other parts."""
    t = chart.shape[0]
    both = sparse.bmat([[None, chart], [chart.T, None]], format="csr")
    n, label = connected_components(both, directed=False)
    parts = [(np.flatnonzero(label[:t] == i), np.flatnonzero(label[t:] == i)) for i in range(n)]
    return [(lines, columns) for lines, columns in parts if len(columns)]
