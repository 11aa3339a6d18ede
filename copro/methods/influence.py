"""Influence of single units: the same panel model without each unit in turn."""

import pandas as pd

from copro.methods.panel import fit_panel


def leave_one_out(
    data: pd.DataFrame, y: str, x: list[str], *, unit: str, time: str, estimator: str
) -> pd.DataFrame:
    """Estimates of one panel model without each unit in turn.

    Returns a row for each term and unit left out: term, left_out, estimate, low, high (95 %
    interval, clusters by unit). Raises ``ValueError`` with fewer than three units.

    >>> panel = pd.DataFrame(
    ...     {
    ...         "unit": list("aabbcc"),
    ...         "year": [1, 2] * 3,
    ...         "x": [0, 1, 0, 2, 0, 3],
    ...         "y": [0, 1, 0, 5, 0, 7],
    ...     }
    ... )
    >>> # Without c one more in x goes with (1 * 1 + 2 * 5) / (1 + 4) more in y.
    >>> found = leave_one_out(panel, "y", ["x"], unit="unit", time="year", estimator="fixed")
    >>> found[["term", "left_out", "estimate"]].round(2)
      term left_out  estimate
    0    x        a      2.38
    1    x        b      2.20
    2    x        c      2.20
    """
    units = sorted(data[unit].unique())
    if len(units) < 3:
        raise ValueError(f"{len(units)} units: leaving one out needs at least three")
    rows = [
        fit_panel(
            data[data[unit] != gone], y, x, unit=unit, time=time, estimators=(estimator,)
        ).assign(left_out=gone)
        for gone in units
    ]
    return pd.concat(rows, ignore_index=True)[["term", "left_out", "estimate", "low", "high"]]


def range_of(estimates: pd.DataFrame, full: pd.Series) -> pd.DataFrame:
    """For each term of ``leave_one_out``: estimate with all units, lowest, highest, the unit whose
    absence moves it most, and how many of the intervals include zero. ``full`` is indexed by term.

    >>> estimates = pd.DataFrame(
    ...     {
    ...         "term": "x",
    ...         "left_out": ["a", "b", "c"],
    ...         "estimate": [2.0, 3.0, 2.5],
    ...         "low": [1.0, -1.0, 1.0],
    ...         "high": [3.0, 7.0, 4.0],
    ...     }
    ... )
    >>> range_of(estimates, pd.Series({"x": 2.4}))
      term  estimate  lowest  highest most  units  include_zero
    0    x       2.4     2.0      3.0    b      3             1
    """
    rows = []
    for term, part in estimates.groupby("term", sort=False):
        moved = (part["estimate"] - full[term]).abs()
        rows.append(
            {
                "term": term,
                "estimate": full[term],
                "lowest": part["estimate"].min(),
                "highest": part["estimate"].max(),
                "most": part.loc[moved.idxmax(), "left_out"],
                "units": len(part),
                "include_zero": int(((part["low"] < 0) & (part["high"] > 0)).sum()),
            }
        )
    return pd.DataFrame(rows)
