"""Every panel estimate of the chapter on German elderly care, a second time
(see ``panel_by_statsmodels``).

The errors that allow for neighbours are held to their two limits, which statsmodels has: clusters
by Kreis where nobody is near, clusters by Land where all of a Land stand in one place.
"""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from panel_by_statsmodels import clusters, dummies, second, second_mundlak, without

from copro.measures.germany import kreise, neighbours
from copro.methods import spatial
from copro.methods.mundlak import mundlak
from copro.methods.panel import fit_panel

KEYS = {"unit": "kreis_code", "time": "year"}
X = [kreise.AGED_65, "tax_10pct"]
FIXED = ["settlement_2", "settlement_3", "settlement_4", "east"]
HOMES = "share_residential_longterm_care_pct"


@pytest.fixture(scope="module")
def samples(kreis_panel, kreis_finance):
    before = kreise.model_panel(kreis_panel, kreis_finance, [2009, 2011, 2013, 2015])
    east = kreise.of_side(kreis_panel, "east")
    return {
        "before": before,
        "east": kreise.model_panel(east, kreis_finance, [2009, 2011, 2013, 2015]),
        "to 2013": before[before["year"] <= 2013],
        "census": before[before["year"] >= 2011],
        "after": kreise.model_panel(
            kreise.among_recipients(kreis_panel), kreis_finance, [2019, 2021], finance_year=2019
        ),
    }


def compare(found, estimates, errors):
    for row in found.itertuples():
        assert row.estimate == pytest.approx(estimates[row.term], rel=1e-6)
        assert row.se == pytest.approx(errors[row.term], rel=1e-6)


@pytest.mark.parametrize("estimator", ["pooled", "between", "random"])
@pytest.mark.parametrize("period", ["before", "after"])
@pytest.mark.parametrize("share", kreise.SHARES)
def test_estimates_between_kreise_are_reproduced(samples, share, period, estimator):
    found = fit_panel(samples[period], share, X + FIXED, estimators=(estimator,), **KEYS)
    assert len(found) == len(X + FIXED)
    compare(found, *second(samples[period], share, X + FIXED, estimator, **KEYS))


def test_models_of_the_east_take_its_laender_alone(samples):
    east, terms = samples["east"], kreise.fixed_terms(samples["east"])
    assert set(east["land_code"]) == {"12", "13", "14", "15", "16"}  # without Berlin
    assert terms == FIXED[:-1] and kreise.fixed_terms(samples["before"]) == FIXED
    found = fit_panel(east, HOMES, X + terms, estimators=("between",), **KEYS)
    compare(found, *second(east, HOMES, X + terms, "between", **KEYS))


@pytest.mark.parametrize("cluster", ["kreis_code", "land_code"])
@pytest.mark.parametrize("period", ["before", "to 2013", "census", "east", "after"])
@pytest.mark.parametrize("share", kreise.SHARES)
def test_estimates_within_kreise_are_reproduced(samples, share, period, cluster):
    inside = X[:1] if period == "after" else X
    found = fit_panel(
        samples[period], share, inside, estimators=("two-way",), cluster=cluster, **KEYS
    )
    compare(found, *second(samples[period], share, inside, "two-way", cluster=cluster, **KEYS))


def test_tax_capacity_with_grants_is_reproduced(samples):
    inside = [kreise.AGED_65, "fiscal_10pct"]
    found = fit_panel(samples["before"], HOMES, inside, estimators=("two-way",), **KEYS)
    compare(found, *second(samples["before"], HOMES, inside, "two-way", **KEYS))


@pytest.mark.parametrize("share", kreise.SHARES)
def test_land_by_year_effects_are_reproduced(samples, share):
    before = samples["before"]
    lands = neighbours.land_years(before)
    found = fit_panel(before.join(lands), share, [*X, *lands], estimators=("two-way",), **KEYS)
    # A second parametrisation: all dummies of Land and year, among them those of the years.
    cells = pd.get_dummies(before["land_code"] + before["year"].astype(str), dtype=float)
    effects = dummies(before["kreis_code"]).join(
        cells[[c for c in cells if not c.endswith("2009")]]
    )
    design = sm.add_constant(before[X]).join(effects)
    fit = sm.OLS(before[share], design).fit(**clusters(before["kreis_code"]))
    compare(
        found[found["term"].isin(X)],
        fit.params,
        fit.bse * without(before["kreis_code"].nunique() - 1, design),
    )


def test_the_difference_between_and_within_kreise_is_reproduced(samples):
    found = mundlak(samples["before"], HOMES, X, held=tuple(FIXED), **KEYS).terms.set_index("term")
    differences, errors = second_mundlak(samples["before"], HOMES, X, held=FIXED, **KEYS)
    assert found["difference"].to_numpy() == pytest.approx(differences[X].to_numpy(), rel=1e-6)
    assert found["se"].to_numpy() == pytest.approx(errors[X].to_numpy(), rel=1e-6)


def test_kreise_differ_as_they_change_by_age_and_not_by_tax_capacity(samples):
    found = mundlak(samples["before"], HOMES, X, **KEYS)
    p = found.terms.set_index("term")["p"]
    assert (
        p[kreise.AGED_65] > 0.3
        and p["tax_10pct"] < 1e-6
        and 2 * found.statistic == pytest.approx(40.3, abs=0.1)
    )


@pytest.mark.parametrize("share", kreise.SHARES)
def test_errors_without_neighbours_are_those_clustered_by_kreis(samples, share):
    apart = pd.DataFrame(
        {"east": np.arange(396.0), "north": 0.0},
        index=sorted(samples["before"]["kreis_code"].unique()),
    )
    found = spatial.two_way_conley(samples["before"], share, X, places=apart, cutoff=0.5, **KEYS)
    compare(found, *second(samples["before"], share, X, "two-way", **KEYS))


@pytest.mark.parametrize("share", kreise.SHARES)
def test_errors_of_a_land_in_one_place_are_those_clustered_by_land(samples, share):
    before = samples["before"]
    land = before.drop_duplicates("kreis_code").set_index("kreis_code")["land_code"].astype(float)
    together = pd.DataFrame({"east": land, "north": -land})
    found = spatial.two_way_conley(before, share, X, places=together, cutoff=0.5, **KEYS)
    estimates, errors = second(before, share, X, "two-way", cluster="land_code", **KEYS)
    # Conley's counts 396 Kreise, statsmodels' 13 Länder.
    compare(found, estimates, errors * np.sqrt((396 / 395) / (13 / 12)))
