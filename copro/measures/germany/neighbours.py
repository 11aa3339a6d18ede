"""Germany: the panel estimates of the care mix under several assumptions on neighbouring Kreise.

Standard errors in percentage points. ``by`` names the assumption behind a standard error, see
``KINDS``.
"""

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
