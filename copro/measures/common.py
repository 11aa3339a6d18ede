"""What the measures of several countries need."""

import numpy as np
import pandas as pd


def weighted_mean(values: pd.Series, weights: pd.Series) -> float:
    """Mean weighted by ``weights``, over the rows that have a value."""
    known = values.notna()
    return float(np.average(values[known], weights=weights[known]))


def share_between(values: pd.Series, groups: pd.Series) -> float:
    """Share of the variance that lies between groups (eta squared), in percent."""
    known = values.notna()
    values, groups = values[known], groups[known]
    between = (values.groupby(groups).transform("mean") - values.mean()).pow(2).sum()
    return float(100 * between / (values - values.mean()).pow(2).sum())
