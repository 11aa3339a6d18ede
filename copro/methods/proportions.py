"""Proportions and their intervals."""

import pandas as pd
from scipy.stats import binomtest


def wilson(counts: pd.Series, totals: pd.Series, level: float = 0.95) -> pd.DataFrame:
    """Shares in percent with Wilson's (1927) score interval: share, low, high; index of ``counts``.

    The interval supposes ``totals`` independent draws. Raises ``ValueError`` for a count below zero
    or above its total, or a total of zero.
    """
    rows = []
    for count, total in zip(counts, totals):
        ends = binomtest(int(count), int(total)).proportion_ci(level, method="wilson")
        rows.append((100 * count / total, 100 * ends.low, 100 * ends.high))
    return pd.DataFrame(rows, columns=["share", "low", "high"], index=counts.index)
