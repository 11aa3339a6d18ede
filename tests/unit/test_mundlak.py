"""Mundlak's test: on made-up panels, against dummies written out in statsmodels."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from copro.methods.mundlak import mundlak
from copro.methods.panel import fit_panel

KEYS = {"unit": "unit", "time": "year"}


@pytest.fixture
def made_up():
    """Synthetic: within units y rises by 1 with x;
    between units it rises by 3. z changes alike in both.
    """
    draw = np.random.default_rng(1978)
    units, years = 80, 4
    level, z = draw.normal(size=units), draw.normal(size=(units, years))
    x = level[:, None] + draw.normal(size=(units, years))
    y = (
        x
        + 2 * x.mean(axis=1, keepdims=True)
        + z
        + 0.3 * draw.normal(size=(units, 1))
        + 0.3 * draw.normal(size=(units, years))
    )
    return pd.DataFrame(
        {
            "unit": np.repeat(np.arange(units), years),
            "year": np.tile(np.arange(years), units),
            "x": x.ravel(),
            "z": z.ravel(),
            "y": y.ravel(),
            "fixed": np.repeat(draw.normal(size=units), years),
        }
    )


def same_differences(terms, fit):
    means = ["mean_x", "mean_z"]
    assert terms["difference"].to_numpy() == pytest.approx(fit.params[means].to_numpy(), rel=1e-8)
    assert terms["se"].to_numpy() == pytest.approx(fit.bse[means].to_numpy(), rel=1e-6)


def test_the_difference_between_and_within_is_found_where_it_is(made_up):
    found = mundlak(made_up, "y", ["x", "z"], **KEYS)
    x, z = found.terms.itertuples()
    assert x.low < 2 < x.high and z.low < 0 < z.high and found.p < 1e-6 < z.p
    assert (found.n, found.df, found.clusters) == (320, 2, 80)


@pytest.mark.parametrize("dropped", [[], [0, 5, 6, 7, 319]], ids=["balanced", "unbalanced"])
def test_within_is_the_estimate_with_unit_and_year_effects(made_up, dropped):
    data = made_up.drop(index=dropped)
    two_way = fit_panel(data, "y", ["x", "z"], estimators=("two-way",), **KEYS)
    assert mundlak(data, "y", ["x", "z"], **KEYS).terms["within"].to_numpy() == pytest.approx(
        two_way["estimate"].to_numpy(), rel=1e-8
    )


def test_differences_and_their_errors_are_those_of_least_squares_with_means(made_up):
    found = mundlak(made_up, "y", ["x", "z"], held=("fixed",), **KEYS)
    means = made_up.groupby("unit")[["x", "z"]].transform("mean").add_prefix("mean_")
    years = pd.get_dummies(made_up["year"], drop_first=True, dtype=float, prefix="year")
    fit = sm.OLS(
        made_up["y"],
        sm.add_constant(pd.concat([made_up[["x", "z", "fixed"]], means, years], axis=1)),
    ).fit(cov_type="cluster", cov_kwds={"groups": made_up["unit"]})
    same_differences(found.terms, fit)
    wald = fit.wald_test("mean_x = 0, mean_z = 0", use_f=False, scalar=True)
    assert found.statistic == pytest.approx(wald.statistic / 2, rel=1e-6)


def test_with_weights_within_is_the_weighted_estimate_and_the_difference_that_of_weighted_means(
    made_up,
):
    data = made_up.assign(w=np.random.default_rng(5).uniform(0.5, 3, len(made_up)))
    found = mundlak(data, "y", ["x", "z"], weights="w", **KEYS)
    two_way = fit_panel(data, "y", ["x", "z"], estimators=("two-way",), weights="w", **KEYS)
    assert found.terms["within"].to_numpy() == pytest.approx(
        two_way["estimate"].to_numpy(), rel=1e-8
    )
    years = pd.get_dummies(data["year"], drop_first=True, dtype=float, prefix="year")
    columns = data[["x", "z"]].join(years)
    means = columns.apply(
        lambda c: data["unit"].map(
            (c * data["w"]).groupby(data["unit"]).sum() / data.groupby("unit")["w"].sum()
        )
    ).add_prefix("mean_")
    fit = sm.WLS(data["y"], sm.add_constant(columns.join(means)), weights=data["w"]).fit(
        cov_type="cluster", cov_kwds={"groups": data["unit"]}
    )
    same_differences(found.terms, fit)
    same, none = (
        mundlak(data.assign(w=7.0), "y", ["x"], weights="w", **KEYS),
        mundlak(data, "y", ["x"], **KEYS),
    )
    assert same.terms.drop(columns="term").to_numpy() == pytest.approx(
        none.terms.drop(columns="term").to_numpy(), rel=1e-8
    )


def test_between_less_within_is_the_difference_of_the_two_panel_models(made_up):
    models = fit_panel(made_up, "y", ["x", "z"], estimators=("between", "two-way"), **KEYS).pivot(
        index="term", columns="estimator", values="estimate"
    )
    found = mundlak(made_up, "y", ["x", "z"], **KEYS).terms.set_index("term")["difference"]
    assert (models["between"] - models["two-way"])[["x", "z"]].to_numpy() == pytest.approx(
        found[["x", "z"]].to_numpy(), rel=1e-8
    )


def test_what_cannot_be_compared_is_named(made_up):
    with pytest.raises(ValueError, match="fixed does not change within unit"):
        mundlak(made_up, "y", ["fixed"], **KEYS)
    with pytest.raises(ValueError, match="stands twice"):
        mundlak(pd.concat([made_up, made_up.iloc[:1]]), "y", ["x"], **KEYS)
