"""Quantiles of units that count unequally, such as municipalities by their inhabitants."""

import numpy as np
import pandas as pd


def quantile(values: pd.Series, weights: pd.Series, part: float) -> float:
    """The value below which a ``part`` of the weights lies; values that are missing count for none.

    >>> quantile(pd.Series([20.0, 30.0, 90.0]), pd.Series([1, 8, 1]), 0.5)
    30.0
    """
    order = values.dropna().sort_values().index
    heaped = weights[order].cumsum() / weights[order].sum()
    return float(values[heaped.index[int(np.searchsorted(heaped, part))]])
