"""Germany: the panel estimates of the care mix under several assumptions on neighbouring Kreise.

Standard errors in percentage points. ``by`` names the assumption behind a standard error, see
``KINDS``.
"""

import pandas as pd

from copro.measures.germany import kreise

REACH_KM = (50, 100, 200, 300)
SHOWN_KM = 200
KINDS = {"kreis_code": "Kreis"} | {f"near_{km}": f"{km} km" for km in REACH_KM}
# How the two-way estimates of a figure are called: the same estimate under other errors, and with
# other effects.
ROWS = {
    "kreis_code": "Kreis and year effects",
    f"near_{SHOWN_KM}": f"… errors shared within {SHOWN_KM} km",
    "land_years": "Kreis and Land-by-year effects",
}
MODELS = {"pooled": "Pooled", "between": "Between Kreise", "random": "Random effects"}


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


def figure_rows(estimates: pd.DataFrame, period: str) -> pd.DataFrame:
    """Estimates for a figure: ageing for the three shares, tax capacity for residential care.

    Columns of ``estimates`` with ``row`` (model or kind of error) and ``panel``, in the order of
    the figure.
    """
    now = estimates[estimates["period"] == period]
    named = now["estimator"].map(MODELS).where(now["by"] == "kreis_code")
    two_way = now["by"].map(ROWS).where(now["estimator"] == "two-way")
    now = now.assign(row=named.fillna(two_way), panel=now["outcome"] + ": aged 65+")
    tax = (now["term"] == "tax_10pct") & (now["outcome"] == "Residential care")
    now.loc[tax, "panel"] = "Residential care: tax capacity"
    kept = now[now["row"].notna() & (tax | (now["term"] == kreise.AGED_65))]
    order = {row: i for i, row in enumerate([*MODELS.values(), *ROWS.values()])}
    return (
        kept.sort_values("row", key=lambda rows: rows.map(order), kind="stable")
        .sort_values("panel", key=lambda panels: panels.str.endswith("tax capacity"), kind="stable")
        .reset_index(drop=True)
    )
