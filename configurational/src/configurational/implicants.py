"""Prime implicants by contrasting every positive configuration with those that must stay out.

Dușa (2018, "Consistency cubes") and Dușa & Thiem (2015, eQMC) observe that a prime implicant is
a smallest combination of literals that occurs among the positive configurations and in none of
the negative ones, so that remainders never have to be listed. The search here goes one step
further. For one positive configuration, a set of conditions is blocked when some configuration to
be kept out differs from it on exactly these conditions. Conditions can be minimised away together
exactly when no subset of them is blocked; the largest such sets give the prime implicants. Closing
the blocks upwards over the 2^k subsets takes k vector operations, whatever the number of cases,
and the memory is 2^k booleans.
"""

from __future__ import annotations

import numpy as np

from .errors import ContradictionError
from .terms import DASH, FREE, configuration_name


def prime_implicants(positive: np.ndarray, off: np.ndarray, levels: np.ndarray) -> np.ndarray:
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
    int array (t, k), distinct terms.

    Raises
    ------
    ContradictionError
        A positive configuration equals one to be kept out wherever it can be told apart.
    """
    k = positive.shape[1]
    cube = off.reshape(tuple(levels))
    # The first condition is the highest bit, as in row numbers.
    bits = np.arange(k)[::-1]
    found = []
    for row in positive:
        freed = _largest_free_sets(_blocked(row, cube), k)
        if len(freed) == 0:
            raise ContradictionError(f"configuration {configuration_name(row)}",
                                     "that it must be both covered and kept out",
                                     "rows that differ where the condition applies")
        kept = (freed[:, None] >> bits) & 1 == 0
        found.append(np.where(kept & (row != DASH), row, FREE))
    return np.unique(np.concatenate(found), axis=0)


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


def _largest_free_sets(blocked: np.ndarray, k: int) -> np.ndarray:
    """Largest bit sets over k conditions that contain no blocked set; `blocked` is closed upwards."""
    for j in range(k):
        halves = blocked.reshape(-1, 2, 1 << j)
        halves[:, 1] |= halves[:, 0]
    largest = ~blocked
    for j in range(k):
        largest.reshape(-1, 2, 1 << j)[:, 0] &= blocked.reshape(-1, 2, 1 << j)[:, 1]
    return np.flatnonzero(largest)
