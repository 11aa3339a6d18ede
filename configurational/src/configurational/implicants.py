"""Prime implicants by contrasting every positive configuration with those that must stay out.

Dușa (2018, "Consistency cubes") and Dușa & Thiem (2015, eQMC) observe that a prime implicant is
a smallest combination of literals that occurs among the positive configurations and in none of
the negative ones, so that remainders never have to be listed. The search here goes one step
further. For one positive configuration, a set of conditions is blocked when some configuration to
be kept out differs from it on exactly these conditions. Conditions can be minimised away together
exactly when no subset of them is blocked; the largest such sets give the prime implicants. Closing
the blocks upwards over the 2^k subsets takes k operations on words of 64 subsets, whatever the
number of cases, and the memory is 2^k booleans.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from .errors import ContradictionError
from .terms import DASH, configuration_name, row_numbers

# Numbers from 0 to 63 whose bit j is set, as a word; and 2^j.
_WITH = [np.uint64(sum(1 << n for n in range(64) if n >> j & 1)) for j in range(6)]
_SHIFT = [np.uint64(1 << j) for j in range(6)]


def implicant_chart(
    positive: np.ndarray, off: np.ndarray, levels: np.ndarray
) -> tuple[np.ndarray, sparse.csr_matrix]:
    """All prime implicants that cover a positive configuration and none that is `off`.

    Configurations that are neither are free to be used (remainders as don't cares). The
    conservative solution has everything that is not positive `off`, the parsimonious one the
    observed negative configurations only.

    Parameters
    ----------
    positive : int array (m, k)
        Levels, `DASH` where a condition does not apply.
    off : bool array (product of levels,)
        By row number; a "-" is numbered as the highest level of its condition.
    levels : int array (k,)

    Returns
    -------
    Distinct terms, int8 array (t, k), and the chart, CSR matrix (t, m): which term covers which
    positive configuration. The terms that cover one are exactly those found from it.

    Raises
    ------
    ContradictionError
        A positive configuration equals one to be kept out wherever it can be told apart.
    """
    k = positive.shape[1]
    cube = off.reshape(tuple(levels))
    # The first condition is the highest bit, as in row numbers.
    bits = np.arange(k)[::-1]
    # Terms as numbers: per condition 0 for no literal, else the level plus 1.
    strides = np.concatenate([np.cumprod(levels[::-1] + 1)[::-1][1:], [1]]).astype(np.int64)
    binary = _words(off) if (levels == 2).all() else None
    found = []
    for row, number in zip(positive, row_numbers(positive, levels) - 1):
        blocked = _words(_blocked(row, cube)) if binary is None else _turned(binary, int(number))
        freed = _largest_free_sets(blocked, k)
        if len(freed) == 0:
            raise ContradictionError(
                f"configuration {configuration_name(row)}",
                "that it must be both covered and kept out",
                "rows that differ where the condition applies",
            )
        digits = np.where(row == DASH, 0, row + 1) * strides
        found.append(((freed[:, None] >> bits) & 1 == 0) @ digits)
    numbers, line = np.unique(np.concatenate(found), return_inverse=True)
    column = np.repeat(np.arange(len(positive)), [len(f) for f in found])
    ones = np.ones(len(column), np.float32)
    chart = sparse.csr_matrix((ones, (line.ravel(), column)), shape=(len(numbers), len(positive)))
    terms = np.empty((len(numbers), k), np.int8)
    for j in range(k):
        terms[:, j] = numbers // strides[j] % (levels[j] + 1) - 1
    return terms, chart


def _blocked(row: np.ndarray, cube: np.ndarray) -> np.ndarray:
    """Which sets of conditions (2^k,) separate `row` from a configuration of `cube`.

    Each axis is folded to two places: the level of `row`, and any other level.
    """
    for axis, level in enumerate(row):
        if level == DASH:
            # No literal can be put on a "-" cell: it never tells two configurations apart.
            same = cube.any(axis=axis)
            cube = np.stack([same, np.zeros_like(same)], axis=axis)
        elif cube.shape[axis] == 2:
            cube = np.flip(cube, axis) if level == 1 else cube
        else:
            others = np.delete(cube, level, axis=axis).any(axis=axis)
            cube = np.stack([cube.take(level, axis=axis), others], axis=axis)
    return cube.flatten()


def _words(marks: np.ndarray) -> np.ndarray:
    """Marks (2^k,) as 64-bit words: the lowest six conditions within a word, the others across."""
    padded = np.ones(max(64, len(marks)), bool)
    padded[: len(marks)] = marks
    return np.packbits(padded, bitorder="little").view("<u8")


def _turned(words: np.ndarray, number: int) -> np.ndarray:
    """What is marked at a set of conditions is what was marked where these differ from `number`.

    For conditions of two levels: marks of the numbers (number xor set), as words.
    """
    turned = words[np.arange(len(words)) ^ (number >> 6)]
    for j in range(6):
        if number >> j & 1:
            turned = ((turned & _WITH[j]) >> _SHIFT[j]) | ((turned & ~_WITH[j]) << _SHIFT[j])
    return turned


def _largest_free_sets(blocked: np.ndarray, k: int) -> np.ndarray:
    """Largest bit sets over k conditions without a blocked one; `blocked` is closed upwards."""
    for j in range(k):
        if j < 6:
            blocked |= (blocked & ~_WITH[j]) << _SHIFT[j]
        else:
            halves = blocked.reshape(-1, 2, 1 << (j - 6))
            halves[:, 1] |= halves[:, 0]
    largest = ~blocked
    for j in range(k):
        if j < 6:
            largest &= _WITH[j] | ((blocked & _WITH[j]) >> _SHIFT[j])
        else:
            part = 1 << (j - 6)
            largest.reshape(-1, 2, part)[:, 0] &= blocked.reshape(-1, 2, part)[:, 1]
    some = np.flatnonzero(largest)
    bits = np.unpackbits(largest[some].view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
    word, bit = np.nonzero(bits)
    return some[word] * 64 + bit
