"""Germany: the panel estimates of the care mix under several assumptions on neighbouring Kreise.

Standard errors in percentage points. ``by`` names the assumption behind a standard error, see
``KINDS``.
"""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

REACH_KM = (50, 100, 200, 300)
SHOWN_KM = 200
KINDS = {"kreis_code": "Kreis"} | {f"near_{km}": f"{km} km" for km in REACH_KM}


def land_years(frame: pd.DataFrame) -> pd.DataFrame:
    """A dummy for each Land and year, to be set beside Kreis and year effects.

    The first Land and the first year are left out, since those effects hold them already. With
    them only Kreise of the same Land are compared, so what a Land does in a year cancels.
    """
    name = frame["land_code"] + "_" + frame["year"].astype(str)
    kept = (frame["land_code"] > frame["land_code"].min()) & (frame["year"] > frame["year"].min())
    return pd.get_dummies(name.where(kept), prefix="land", dtype=float)


def moran_range(parts: list[tuple[str, str, pd.DataFrame]]) -> pd.DataFrame:
    """Lowest and highest Moran's I over the waves, and the largest p, a row for each outcome.

    ``parts`` are (outcome, what, table of ``spatial.morans_by_time``). Columns ``<what>_low``,
    ``<what>_high`` and ``<what>_p``; indexed by outcome in the given order.
    """
    long = pd.concat([part.assign(outcome=outcome, what=what) for outcome, what, part in parts])
    wide = (
        long.groupby(["outcome", "what"], sort=False)
        .agg(low=("moran", "min"), high=("moran", "max"), p=("p", "max"))
        .unstack("what")
    )
    wide.columns = [f"{what}_{end}" for end, what in wide.columns]
    return wide.reindex(list(dict.fromkeys(outcome for outcome, _, _ in parts)))


def errors(estimates: pd.DataFrame, period: str) -> pd.DataFrame:
    """Standard errors of the two-way estimates by kind: term_label, outcome, estimate,
    a column for each of ``KINDS``.
    """
    rows = estimates[
        (estimates["period"] == period)
        & (estimates["estimator"] == "two-way")
        & estimates["by"].isin(KINDS)
    ]
    out = rows.pivot(index=["term_label", "outcome"], columns="by", values="se")[list(KINDS)]
    point = rows[rows["by"] == "kreis_code"].set_index(["term_label", "outcome"])["estimate"]
    return out.assign(estimate=point).reset_index()


def widest(rows: pd.DataFrame, by_land: Mapping[str, float]) -> dict[str, Any]:
    """One estimate under every assumption on who shares errors: estimate, n, units, low and high,
    the outermost ends of all intervals, and ``interval``, both of them if they are finite.

    ``rows`` have a row for errors of a Kreis, of its neighbours, or both; ``by_land`` is the
    result of ``wild_clusters``. Words are spoken from low and high: what one of the intervals
    includes is not certain. With too few Länder they are infinite.

    >>> kreis = pd.DataFrame({"estimate": [0.9], "low": [0.5], "high": [1.3], "n": 8, "units": 4})
    >>> widest(kreis, {"low": -0.1, "high": 1.2})["interval"]
    (-0.1, 1.3)
    >>> few = widest(kreis, {"low": -math.inf, "high": math.inf})
    >>> few["interval"], few["low"] < 0 < few["high"]
    (None, True)
    """
    low, high = min(*rows["low"], by_land["low"]), max(*rows["high"], by_land["high"])
    shown = (low, high) if math.isfinite(high - low) else None
    found = {key: rows[key].iloc[0] for key in ("estimate", "n", "units")}
    return found | {"low": low, "high": high, "interval": shown}
