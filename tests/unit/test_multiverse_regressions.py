"""Fast panel estimates against linearmodels (on synthetic data) and pyfixest
(on Grunfeld's investment data).
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from linearmodels.panel import BetweenOLS, PanelOLS, PooledOLS

from copro.methods.multiverse.regressions import CHUNK, Regressions, Rows

KEYS = ["unit", "time"]
HERE = Path(__file__).parent / "reference"
NESTED = json.loads((HERE / "grunfeld_nested.json").read_text())["fits"]


@pytest.fixture(scope="module")
def data():
    """Synthetic: 30 units in 6 regions, 7 years, some rows missing, errors alike within units."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame([(u, t) for u in range(30) for t in range(7)], columns=KEYS)
    frame["region"] = frame["unit"] % 6
    unit = rng.normal(size=30)[frame["unit"]]
    for name in ("a", "b"):
        frame[name] = rng.normal(size=len(frame)) + 0.5 * unit
    frame["x"] = 0.6 * frame["a"] + rng.normal(size=len(frame)) + unit
    frame["y"] = (
        0.4 * frame["x"]
        - 0.2 * frame["b"]
        + unit
        + 0.1 * frame["time"]
        + rng.normal(size=len(frame))
    )
    frame["z"] = frame["y"] ** 2
    frame["w"] = rng.uniform(0.5, 3, 30)[frame["unit"]]
    frame["region_time"] = frame["region"] * 7 + frame["time"]
    return frame.drop(index=[3, 40, 41, 100, 207]).reset_index(drop=True)


def fast(
    frame,
    unit,
    group,
    clusters,
    x="x",
    controls=("a", "b"),
    sets=((), (0,), (0, 1)),
    weights=None,
    outcomes=("y", "z"),
):
    rows = Rows(
        pd.factorize(frame[group])[0] if group else np.zeros(len(frame), int),
        {c: pd.factorize(frame[c])[0] for c in clusters},
        unit=pd.factorize(frame[unit])[0] if unit else None,
        weights=frame[weights].to_numpy() if weights else None,
    )
    values = (frame[list(columns)].to_numpy() for columns in (outcomes, controls))
    return Regressions(rows, *values, list(sets)).fits(frame[[x]].to_numpy())


def check(found, q, s, k, result, effects=None):
    """``effects``: how many absorbed effects count in K; where given,
    ``result`` counts regressors only.
    """
    rows, regressors = result.nobs, len(result.params)
    factor = 1 if effects is None else np.sqrt((rows - regressors) / (rows - regressors - effects))
    assert found.estimate[q, s, 0] == pytest.approx(result.params["x"], rel=1e-8)
    assert found.se[q, s, k] == pytest.approx(factor * result.std_errors["x"], rel=1e-8)


@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("group", ["time", "region_time"])
def test_two_way_estimates_are_those_of_linearmodels(data, group, weights):
    frame = data.set_index(KEYS, drop=False).rename_axis(["_u", "_t"])
    found = fast(data, "unit", group, ["unit", "region", "time"], weights=weights)
    for q, y in enumerate(["y", "z"]):
        for s, names in enumerate((["x"], ["x", "a"], ["x", "a", "b"])):
            for k, cluster in enumerate(["unit", "region", "time"]):
                model = PanelOLS(
                    frame[y],
                    frame[names],
                    entity_effects=True,
                    other_effects=frame[[group]],
                    weights=frame[weights] if weights else None,
                )
                # Units lie in their regions, and years of a region in the region: only the constant
                # is left. Clusters of years need not be unions of units: 30 units count.
                effects = {
                    ("time", "unit"): 7,
                    ("time", "region"): 7,
                    ("region_time", "unit"): 42,
                    ("region_time", "region"): 1,
                    ("time", "time"): 30,
                    ("region_time", "time"): 30,
                }[group, cluster]
                check(
                    found,
                    q,
                    s,
                    k,
                    model.fit(
                        cov_type="clustered",
                        clusters=frame[cluster],
                        group_debias=True,
                        auto_df=False,
                        count_effects=False,
                    ),
                    effects,
                )


@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("group", [None, "time", "region"])
def test_pooled_estimates_are_those_of_linearmodels(data, group, weights):
    frame = data.set_index(KEYS, drop=False).rename_axis(["_u", "_t"]).assign(one=1.0)
    found = fast(data, None, group, ["unit", "region"], weights=weights)
    options = {"weights": frame[weights] if weights else None}
    for s, names in enumerate((["x"], ["x", "a"], ["x", "a", "b"])):
        for k, cluster in enumerate(["unit", "region"]):
            model = (
                PanelOLS(frame["y"], frame[names], other_effects=frame[[group]], **options)
                if group
                else PooledOLS(frame["y"], frame[[*names, "one"]], **options)
            )
            # Regions are no part of units, but of regions.
            effects = {"time": 7, "region": {"unit": 6, "region": 1}[cluster], None: None}[group]
            uncounted = {"auto_df": False, "count_effects": False} if group else {}
            check(
                found,
                0,
                s,
                k,
                model.fit(
                    cov_type="clustered", clusters=frame[cluster], group_debias=True, **uncounted
                ),
                effects,
            )


@pytest.mark.parametrize(
    "given", NESTED, ids=lambda f: f"{f['estimator']}, {f['years']} years, by {f['cluster']}"
)
def test_standard_errors_are_those_of_pyfixest(given):
    frame = pd.read_csv(HERE / "grunfeld.csv").query(f"year > {1954 - given['years']}")
    frame = frame.assign(
        group=frame["firm"] % 3, group_year=frame["firm"] % 3 * 10000 + frame["year"]
    )
    group = {"fixed": None, "two-way": "year", "two-way, group by year": "group_year"}[
        given["estimator"]
    ]
    for x, other in (("value", "capital"), ("capital", "value")):
        found = fast(
            frame,
            "firm",
            group,
            [given["cluster"]],
            x=x,
            controls=(other,),
            sets=((0,),),
            outcomes=("inv",),
        )
        assert found.estimate[0, 0, 0] == pytest.approx(given["coef"][x], rel=1e-6)
        assert found.se[0, 0, 0] == pytest.approx(given["se"][x], rel=1e-6)


@pytest.mark.parametrize("weights", [None, "w"])
def test_between_estimates_are_those_of_linearmodels(data, weights):
    if (
        weights
    ):  # linearmodels weighs means by their numbers of rows as well: only units without a gap
        data = data[data.groupby("unit")["time"].transform("size") == 7]
    frame = data.set_index(KEYS, drop=False).rename_axis(["_u", "_t"]).assign(one=1.0)
    means = data.groupby("unit", as_index=False).mean()
    found = fast(means, None, None, ["unit"], weights=weights)
    for s, names in enumerate((["x"], ["x", "a"], ["x", "a", "b"])):
        model = BetweenOLS(
            frame["y"], frame[[*names, "one"]], weights=frame[weights] if weights else None
        )
        check(
            found,
            0,
            s,
            0,
            model.fit(cov_type="robust", debiased=True, reweight=weights is not None),
        )


def test_controls_that_add_up_to_the_constant_count_once(data):
    parts = data.assign(
        first=(data["region"] < 3).astype(float), second=(data["region"] >= 3).astype(float)
    )
    whole = fast(parts, None, None, ["unit"], controls=("first", "second"), sets=((0, 1),))
    half = fast(parts, None, None, ["unit"], controls=("first",), sets=((0,),))
    assert whole.estimate == pytest.approx(half.estimate, rel=1e-10)
    assert whole.se == pytest.approx(half.se, rel=1e-10)


def test_columns_of_the_exposure_are_fitted_one_by_one(data):
    rng = np.random.default_rng(4)
    many = rng.normal(size=(len(data), CHUNK + 4))
    rows = Rows(
        pd.factorize(data["time"])[0],
        {"unit": data["unit"].to_numpy()},
        unit=data["unit"].to_numpy(),
    )
    y, controls = data[["y"]].to_numpy(), data[["a"]].to_numpy()
    regressions = Regressions(rows, y, controls, [(0,)])
    found = regressions.fits(many)
    for place in (0, CHUNK - 1, CHUNK + 3):
        alone = regressions.fits(many[:, [place]])
        assert found.estimate[0, 0, place] == pytest.approx(alone.estimate[0, 0, 0], rel=1e-10)
        assert place or found.se == pytest.approx(alone.se, rel=1e-10)


def test_an_absorbed_exposure_or_control_is_an_error(data):
    with pytest.raises(ValueError, match="the exposure"):
        fast(data.assign(x=data["region"].astype(float)), "unit", "time", ["unit"])
    with pytest.raises(ValueError, match="a control"):
        fast(data.assign(a=data["region"].astype(float)), "unit", "time", ["unit"])
