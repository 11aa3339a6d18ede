"""Parameters of fit for sufficiency and necessity (Ragin 2006, 2008; Schneider & Wagemann 2012).

All functions take membership vectors of the cases: `x` in a condition, term or model, `y` in the
outcome, floats (n,) in [0, 1]. They return shares without unit; NaN where the denominator is 0.
"""

from __future__ import annotations

import numpy as np


def _ratio(numerator: float, denominator: float) -> float:
    return float(numerator / denominator) if denominator > 0 else float("nan")


def inclusion(x: np.ndarray, y: np.ndarray) -> float:
    """Inclusion (consistency) of sufficiency: sum of min(x, y) over sum of x (Ragin 2006)."""
    return _ratio(np.minimum(x, y).sum(), x.sum())


def pri(x: np.ndarray, y: np.ndarray) -> float:
    """Proportional reduction in inconsistency (Schneider & Wagemann 2012, eq. 9.4).

    What of the inclusion remains once the part shared with the outcome's absence is taken out. With
    a high inclusion a low value says that x is as good a subset of ~Y as of Y; with a low inclusion
    it says no more than that.
    """
    return inclusion_and_pri(x, y, np.minimum(y, 1 - y))[1]


def inclusion_and_pri(x: np.ndarray, y: np.ndarray, shared: np.ndarray) -> tuple[float, float]:
    """Both for sufficiency; `shared` is min(y, 1 - y), worked out once for many x."""
    size, joint, both = x.sum(), np.minimum(x, y).sum(), np.minimum(x, shared).sum()
    # x lies wholly in what Y and ~Y share: it speaks for neither. Sums of floats leave dust.
    neither = 0 < size and abs(size - both) < 1e-12
    return _ratio(joint, size), 0.0 if neither else _ratio(joint - both, size - both)


def coverage(x: np.ndarray, y: np.ndarray) -> float:
    """Raw coverage of sufficiency, and inclusion of necessity: sum of min(x, y) over sum of y."""
    return _ratio(np.minimum(x, y).sum(), y.sum())


def relevance_of_necessity(x: np.ndarray, y: np.ndarray) -> float:
    """RoN (Schneider & Wagemann 2012, eq. 9.3): low for conditions that hold nearly everywhere."""
    return _ratio((1 - x).sum(), (1 - np.minimum(x, y)).sum())


def unique_coverage(parts: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Coverage that each of several terms adds to the others.

    Parameters
    ----------
    parts : float array (n, t)
        Memberships in the terms.

    Returns
    -------
    float array (t,); the raw coverage when there is one term only.
    """
    if parts.shape[1] == 1:
        return np.array([coverage(parts[:, 0], y)])
    # Only the strongest term of a case can add to the others, and it adds down to the second.
    ordered = np.sort(parts, axis=1)
    gain = np.minimum(ordered[:, -1], y) - np.minimum(ordered[:, -2], y)
    return np.bincount(parts.argmax(axis=1), weights=gain, minlength=parts.shape[1]) / y.sum()
