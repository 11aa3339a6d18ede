"""The crossover: which memberships are above, below or at 0.5, the point of maximum ambiguity.

Sums of floats miss 0.5 by a rounding error (0.7 - 0.2 is 0.49999999999999994), and single
precision by some 3e-8. Whether a case is more in than out of a set is decided here only, so that
no such error decides it.
"""

from __future__ import annotations

import numpy as np

CROSSOVER = 0.5
# What single precision leaves of 0.5; calibrated memberships are never this close by design.
TOLERANCE = 1e-7


def at_crossover(x: np.ndarray | float) -> np.ndarray:
    """Whether memberships are 0.5 within the tolerance.

    >>> bool(at_crossover(0.7 - 0.2))
    True
    """
    return np.abs(np.asarray(x) - CROSSOVER) <= TOLERANCE


def above(x: np.ndarray | float) -> np.ndarray:
    """Whether memberships make cases members: above 0.5 by more than the tolerance."""
    return np.asarray(x) > CROSSOVER + TOLERANCE


def below(x: np.ndarray | float) -> np.ndarray:
    """Whether memberships make cases non-members: below 0.5 by more than the tolerance."""
    return np.asarray(x) < CROSSOVER - TOLERANCE
