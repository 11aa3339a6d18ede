"""Families of comparisons: which multiples differ from 1 when many are looked at.

Of twenty multiples about one lies off 1 by chance alone. Benjamini and Hochberg (1995) keep the
expected share of such false finds among all that are named at 5 %.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats


def p_values(cells: pd.DataFrame, level: float = 0.95) -> np.ndarray:
    """Two-sided p of "the multiple is 1", from ``ratio``, ``low`` and ``high``.

    On the log scale an interval reaches the same number of standard errors on each side (Altman
    and Bland, 2011); where it does not, the side that faces 1 is taken, so that p is below one
    less ``level`` exactly where the interval leaves 1 out. An end at zero or a multiple of zero
    whose interval reaches 1 gives p = 1.

    >>> seen = pd.DataFrame({"ratio": [2.0, 1.1], "low": [1.0, 0.5], "high": [4.0, 2.0]})
    >>> p_values(seen).round(3).tolist()
    [0.05, 0.813]
    """
    ratio = cells["ratio"].to_numpy(float)
    facing = np.where(ratio >= 1, cells["low"], cells["high"]).astype(float)
    reach = stats.norm.ppf((1 + level) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        errors = np.abs(np.log(ratio) - np.log(facing)) / reach
        z = np.abs(np.log(ratio)) / errors
    off = np.where(ratio >= 1, facing > 1, facing < 1)
    p = np.where(np.isfinite(z), 2 * stats.norm.sf(z), np.where(off, 0.0, 1.0))
    return np.asarray(p, dtype=float)


def among(p: Sequence[float] | np.ndarray, level: float = 0.95) -> np.ndarray:
    """Which of several comparisons are clear once they are taken as one family: false discovery
    rate of one less ``level``, by their two-sided p (Benjamini-Hochberg).

    >>> among([0.001, 0.03, 0.04, 0.9]).tolist(), among([0.03]).tolist()
    ([True, False, False, False], [True])
    """
    return np.asarray(stats.false_discovery_control(p, method="bh") < 1 - level, dtype=bool)


def family(cells: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """``cells`` with ``clear``: whether a multiple differs from 1 once the whole frame is taken
    as one family of comparisons (Benjamini-Hochberg, false discovery rate one less ``level``).

    Takes ratio, low and high. No cell is clear whose own interval holds 1.

    >>> cells = pd.DataFrame(
    ...     {"ratio": [2.0, 2.0, 1.0], "low": [1.5, 1.05, 0.8], "high": [2.7, 3.8, 1.2]}
    ... )
    >>> family(cells)["clear"].tolist()
    [True, False, False]
    """
    if cells.empty:
        return cells.assign(clear=False)
    return cells.assign(clear=among(p_values(cells, level), level))
