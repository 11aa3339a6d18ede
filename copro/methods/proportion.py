"""Intervals of shares that others have published: statsmodels does the work.

The interval is Wilson's (1927) score interval for a simple random sample. Where the design of a
survey is unknown or its answers are clustered, the interval is likely too narrow, and the text
beside it has to say so.
"""

import pandas as pd
from statsmodels.stats.proportion import proportion_confint


def wilson(share: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson interval of a share in percent that was found among ``n``; both ends in percent.

    The share may be rounded, so the count behind it need not be a whole number.

    Raises ``ValueError`` for a share outside 0 to 100 or an ``n`` below 1.

    >>> low, high = wilson(50, 100)
    >>> round(low, 1), round(high, 1)
    (40.4, 59.6)
    """
    if not 0 <= share <= 100 or n < 1:
        raise ValueError(f"a share of {share} % among {n} has no interval")
    low, high = proportion_confint(share * n / 100, n, alpha=1 - level, method="wilson")
    return float(100 * low), float(100 * high)


def with_wilson(
    data: pd.DataFrame, share: str, n: str, level: float = 0.95, design_effect: float = 1
) -> pd.DataFrame:
    """The rows with columns ``low`` and ``high`` added, in percent; missing where share or n is.

    With a ``design_effect`` (Kish 1965) the interval is that of ``n`` divided by it.

    >>> shares = pd.DataFrame({"share": [50.0, None], "n": [100, 80]})
    >>> with_wilson(shares, "share", "n").round(1)
       share    n   low  high
    0   50.0  100  40.4  59.6
    1    NaN   80   NaN   NaN
    """
    known = data[[share, n]].dropna()
    ends = [wilson(x, size / design_effect, level) for x, size in zip(known[share], known[n])]
    return data.join(pd.DataFrame(ends, known.index, ["low", "high"], dtype=float))
