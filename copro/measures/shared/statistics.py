"""What the measures of several countries need."""

import numpy as np
import pandas as pd

from copro.english import MINUS

CHANCE = "which may be chance"
FEW = 30  # clusters below which clustered errors are not to be trusted


def apart(low: float, high: float, units: int) -> str:
    """What the interval of the difference between two estimates says, as the end of a sentence."""
    if units < FEW:
        return "which too few units are left to judge"
    return CHANCE if low <= 0 <= high else "which is more than chance"


def left_out(low: float, high: float, value: float) -> str:
    """Whether an interval leaves out a value: the verb of a sentence."""
    return "includes" if low <= value <= high else "excludes"


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


def model_table(estimates: pd.DataFrame, group: str) -> pd.DataFrame:
    """Estimates with standard errors, a row for each value of ``group`` and ``term_label``, a
    column for each ``model``.

    Text columns "estimate (standard error)" for reading; ``<model>_estimate`` and ``<model>_se``
    in full precision beside them. A term that a model absorbs has an empty cell.
    """
    keys = [group, "term_label"]
    rows = estimates[keys].drop_duplicates()
    for model in estimates["model"].unique():
        part = estimates.loc[estimates["model"] == model, [*keys, "estimate", "se"]]
        cells = part["estimate"].map("{:.2f}".format) + " (" + part["se"].map("{:.2f}".format) + ")"
        part = part.assign(text=cells.str.replace("-", MINUS)).rename(
            columns={"text": model, "estimate": f"{model}_estimate", "se": f"{model}_se"}
        )
        rows = rows.merge(part, on=keys, how="left", validate="1:1")
    return rows
