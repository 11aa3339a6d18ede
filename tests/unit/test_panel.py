"""Panel estimators against the R package plm 2.6-2 and
against pyfixest on Grunfeld's investment data.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from copro.methods.panel import fit_panel

HERE = Path(__file__).parent / "reference"
PLM = json.loads((HERE / "grunfeld_plm.json").read_text())
NESTED = json.loads((HERE / "grunfeld_nested.json").read_text())["fits"]
BALANCED, UNBALANCED = (
    pd.read_csv(HERE / f"{name}.csv") for name in ("grunfeld", "grunfeld_unbalanced")
)
X = ["value", "capital"]
OPTIONS = dict(unit="firm", time="year")


def fit(data, estimator, **more):
    return fit_panel(data, "inv", X, estimators=(estimator,), **OPTIONS, **more).set_index("term")


@pytest.mark.parametrize(
    "data, estimator, key",
    [
        (BALANCED, "pooled", "po"),
        (BALANCED, "between", "be"),
        (BALANCED, "random", "re"),
        (BALANCED, "fixed", "fe"),
        (BALANCED, "two-way", "tw"),
        (UNBALANCED, "fixed", "unb_fe"),
        (UNBALANCED, "random", "unb_re"),
        (UNBALANCED, "two-way", "unb_tw"),
    ],
)
def test_coefficients_are_those_of_plm(data, estimator, key):
    found = fit(data, estimator)["estimate"]
    for term in X:
        assert found[term] == pytest.approx(PLM[key]["coef"][term], rel=1e-9)


def test_clustered_standard_errors_are_cr1s():
    found = fit(BALANCED, "fixed")
    # N = 200; R's clubSandwich counts two regressors, Stata, fixest and the book also the constant.
    for term in X:
        assert found.loc[term, "se"] == pytest.approx(
            PLM["fe_CR1S"]["se"][term] * np.sqrt(198 / 197), rel=1e-9
        )
    assert (found["correction"] == "CR1S").all() and (found["clusters"] == 10).all()


@pytest.mark.parametrize(
    "given",
    [f for f in NESTED if f["estimator"] in ("fixed", "two-way")],
    ids=lambda f: f"{f['estimator']}, {f['years']} years, by {f['cluster']}",
)
def test_effects_nested_in_clusters_do_not_count(given):
    data = BALANCED[BALANCED["year"] > 1954 - given["years"]].assign(group=BALANCED["firm"] % 3)
    found = fit(data, given["estimator"], cluster=given["cluster"])
    for term in X:
        assert found.loc[term, "estimate"] == pytest.approx(given["coef"][term], rel=1e-6)
        assert found.loc[term, "se"] == pytest.approx(given["se"][term], rel=1e-6)


def test_with_two_years_two_way_effects_are_first_differences():
    two = BALANCED[BALANCED["year"] >= 1953]
    whole, changes = (
        fit(two, "two-way"),
        two.groupby("firm")[["inv", *X]].diff().dropna().join(two[["firm", "year"]]),
    )
    differences = fit(changes, "pooled")  # the constant is the change common to all firms
    assert whole["estimate"].to_numpy() == pytest.approx(
        differences["estimate"].to_numpy(), rel=1e-9
    )
    # (N-1)/(N-K): 20 rows with 2 regressors and 2 years, 10 differences with 2 regressors and a
    # constant.
    factor = np.sqrt((19 / 16) / (9 / 7))
    assert whole["se"].to_numpy() == pytest.approx(factor * differences["se"].to_numpy(), rel=1e-9)


def test_clusters_may_be_coarser_than_units():
    grouped = BALANCED.assign(group=BALANCED["firm"] % 3)
    found = fit(grouped, "fixed", cluster="group")
    assert (found["clusters"] == 3).all() and (found["cluster"] == "group").all()
    assert not np.allclose(found["se"], fit(BALANCED, "fixed")["se"])


def test_first_differences_equal_least_squares_on_differences():
    changes = BALANCED.sort_values(["firm", "year"]).groupby("firm")[["inv", *X]].diff().dropna()
    expected = np.linalg.lstsq(changes[X].to_numpy(), changes["inv"].to_numpy(), rcond=None)[0]
    assert fit(BALANCED, "first differences")["estimate"].to_numpy() == pytest.approx(
        expected, rel=1e-9
    )


def test_a_constant_within_units_cannot_be_fitted_with_unit_effects():
    with pytest.raises(ValueError, match="size does not vary within units"):
        fit_panel(
            BALANCED.assign(size=BALANCED["firm"]),
            "inv",
            ["value", "size"],
            estimators=("fixed",),
            **OPTIONS,
        )


def test_a_unit_year_that_stands_twice_is_an_error():
    with pytest.raises(ValueError, match="stands twice"):
        fit(pd.concat([BALANCED, BALANCED.iloc[[0]]]), "pooled")


def test_missing_values_leave_and_are_counted():
    holes = BALANCED.assign(inv=BALANCED["inv"].where(BALANCED["year"] > 1935))
    assert (fit(holes, "pooled")["n"] == 190).all()


def test_an_unknown_estimator_is_named():
    with pytest.raises(ValueError, match="'magic'"):
        fit(BALANCED, "magic")
