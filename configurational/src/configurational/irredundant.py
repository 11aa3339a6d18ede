"""All irredundant covers: every set of prime implicants from which none can be dropped.

The smallest covers are among them; the longer ones are what R's QCA lists with all.sol = TRUE. They
are the minimal hitting sets of the rows' prime implicants, listed by depth-first search that keeps
for each chosen prime implicant the rows which only it covers (Murakami & Uno 2014, Discrete Applied
Mathematics 170).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

import numpy as np
from scipy import sparse

from .chart import as_chart
from .cover import Cover, Covers, Part, patterns_of, split, together
from .errors import QCAError

# Partial covers that the search may look at in one part of the chart before it stops counting.
NODES = 500_000


def irredundant_covers(
    chart: np.ndarray | sparse.spmatrix, cap: int = 2000, nodes: int = NODES
) -> Covers:
    """All covers of the columns of a chart that lose a column with any of their rows.

    Parameters
    ----------
    chart : bool array or sparse matrix (t, m)
        Which prime implicant covers which positive configuration.
    cap : int
        Covers listed at most; all are counted.
    nodes : int
        Partial covers to look at before counting stops.

    Raises
    ------
    QCAError
        No cover is found among that many partial ones.

    Examples
    --------
    >>> triangle = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1], [1, 0, 0, 1], [0, 1, 0, 1]])
    >>> irredundant_covers(triangle).models
    [(0, 2), (1, 3), (0, 1, 4), (2, 3, 4)]
    """
    always, parts = split(as_chart(chart))
    found = together(always, [_all(part, lines, cap, nodes) for part, lines in parts], cap)
    return Covers(
        sorted(found.models, key=lambda m: (len(m), m)), found.n_models, found.counted, found.bound
    )


def _all(chart: sparse.csr_matrix, lines: np.ndarray, cap: int, nodes: int) -> Part:
    """Irredundant covers of one part of a chart, whose rows are `lines` of the whole."""
    patterns, within, starts = patterns_of(chart)
    members = [lines[within[starts[c] : starts[c + 1]]].tolist() for c in range(patterns.shape[0])]
    covers: list[Cover] = []
    n_models, counted = 0, True
    for cover in _hitting_sets(patterns, nodes):
        if cover is None:
            counted = False
            break
        n_models += prod(len(members[c]) for c in cover)
        if len(covers) < cap:
            covers.append(cover)
    if not covers:
        raise QCAError(
            "irredundant covers",
            f"none among {nodes} partial ones",
            "a chart of fewer prime implicants: raise the cut-offs or the frequency",
        )
    return Part(members, covers, n_models, counted, min(map(len, covers)))


# Chosen patterns, the rows that each alone covers, uncovered rows, free patterns (as bits).
State = tuple[tuple[int, ...], tuple[int, ...], int, int]


def _hitting_sets(patterns: sparse.csr_matrix, nodes: int) -> Iterator[Cover | None]:
    """Irredundant covers by patterns; None when more than `nodes` partial covers have been seen."""
    turned = patterns.T.tocsr()
    rows = [_bits(turned, i) for i in range(turned.shape[0])]
    covered = [_bits(patterns, i) for i in range(patterns.shape[0])]
    stack: list[State] = [((), (), (1 << len(rows)) - 1, (1 << len(covered)) - 1)]
    seen = 0
    while stack:
        chosen, alone, left, free = stack.pop()
        if not left:
            yield chosen
            continue
        seen += 1
        if seen > nodes:
            yield None
            return
        row = min(_members(left), key=lambda r: (rows[r] & free).bit_count())
        options = rows[row] & free
        free &= ~options
        for pattern in _members(options):
            still = tuple(a & ~covered[pattern] for a in alone)
            if all(still):
                stack.append(
                    (
                        (*chosen, pattern),
                        (*still, left & covered[pattern]),
                        left & ~covered[pattern],
                        free,
                    )
                )
                free |= 1 << pattern


def _bits(matrix: sparse.csr_matrix, line: int) -> int:
    """Columns of a line as the bits of an integer."""
    return sum(1 << int(j) for j in matrix.indices[matrix.indptr[line] : matrix.indptr[line + 1]])


def _members(bits: int) -> Iterator[int]:
    """Places of the bits that are set."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
