"""Neighbours: Moran's I and errors that reach over space, against sums written out term by term.

The squares, values and panels are made up for the tests; the last test uses the published Kreise.
The limits of Conley's errors are held to statsmodels in
``test_germany_panel``.
"""

import geopandas
import numpy as np
import pandas as pd
import pytest
from shapely import box

from copro.data import load
from copro.methods import spatial
from copro.methods.panel import fit_panel

KEYS = {"unit": "unit", "time": "time"}


@pytest.fixture
def squares():
    """Synthetic: a board of 4 x 5 squares of 10 km."""
    cells = [(i, j) for i in range(4) for j in range(5)]
    return geopandas.GeoDataFrame(
        {"code": [f"{i}{j}" for i, j in cells]},
        geometry=[box(1e4 * i, 1e4 * j, 1e4 * (i + 1), 1e4 * (j + 1)) for i, j in cells],
        crs="EPSG:3035",
    )


@pytest.fixture
def made_up():
    """Synthetic: twelve units at random places in four times, and three more variables."""
    draw = np.random.default_rng(7)
    frame = pd.DataFrame(
        [(f"u{i:02d}", t) for i in range(12) for t in range(4)], columns=["unit", "time"]
    )
    frame[["x", "z", "y"]] = draw.normal(size=(48, 3))
    places = pd.DataFrame(
        draw.uniform(0, 100, (12, 2)),
        columns=["east", "north"],
        index=[f"u{i:02d}" for i in range(12)],
    )
    return frame.sample(frac=1, random_state=1), places


def direct_moran(values, links):
    """n/S0 * sum_ij w_ij z_i z_j / sum z_i^2, pair by pair;
    ``links`` maps a unit to its neighbours.
    """
    z = values - values.mean()
    top = sum(z[i] * z[j] / len(links[i]) for i in links for j in links[i])
    return len(z) / len(links) * top / (z**2).sum()


def test_squares_touch_in_borders_and_corners(squares):
    found = spatial.touching(squares, "code")
    assert sorted(found.neighbors["00"]) == ["01", "10", "11"] and len(found.neighbors["12"]) == 8
    assert found.weights["00"] == pytest.approx([1 / 3] * 3) and not found.islands


def test_a_border_drawn_with_other_points_on_each_side_counts():
    shapes = geopandas.GeoDataFrame(
        {"code": ["a", "b", "c"]},
        crs="EPSG:3035",
        geometry=[box(0, 0, 10, 10), box(10, 2, 20, 8), box(50, 0, 60, 10)],
    )
    found = spatial.touching(shapes, "code")
    assert found.neighbors["a"] == ["b"] and found.islands == ["c"]
    with pytest.raises(ValueError, match="no neighbour: c"):
        spatial.morans_i(pd.Series({"a": 1.0, "b": 2.0, "c": 3.0}), found)


def test_morans_i_is_the_formula(squares):
    weights = spatial.touching(squares, "code")
    values = pd.Series(np.random.default_rng(3).normal(size=20), index=squares["code"])
    found = spatial.morans_i(values.sample(frac=1, random_state=2), weights)
    assert found["moran"] == pytest.approx(direct_moran(values, weights.neighbors), rel=1e-12)
    assert found["expected"] == pytest.approx(-1 / 19) and found["n"] == 20


def test_a_slope_is_found_and_a_chessboard_is_its_opposite(squares):
    weights = spatial.touching(squares, "code")
    slope = pd.Series(
        [int(code[0]) for code in squares["code"]], index=squares["code"], dtype=float
    )
    assert (
        spatial.morans_i(slope, weights)["moran"] > 0.5
        and spatial.morans_i(slope, weights)["p"] == 0.001
    )
    board = pd.Series(
        [(int(a) + int(b)) % 2 for a, b in squares["code"]], index=squares["code"], dtype=float
    )
    assert spatial.morans_i(board, weights)["moran"] < -1 / 19


def test_the_permutations_repeat_and_leave_the_generator_alone(squares):
    weights = spatial.touching(squares, "code")
    values = pd.Series(np.random.default_rng(4).normal(size=20), index=squares["code"])
    np.random.seed(1)  # noqa: NPY002 - the generator that is to be left alone
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    assert spatial.morans_i(values, weights) == spatial.morans_i(values, weights)
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002


def test_a_unit_without_a_value_is_an_error(squares):
    weights = spatial.touching(squares, "code")
    with pytest.raises(ValueError, match="one value for each unit"):
        spatial.morans_i(pd.Series(1.0, index=squares["code"][:-1]), weights)


def test_conley_is_the_sum_over_pairs_of_observations(made_up):
    """Every pair of unit-times is visited; effects are dummies, the design is solved as a whole."""
    data, places = made_up
    x, cutoff = ["x", "z"], 40.0
    found = spatial.two_way_conley(data, "y", x, places=places, cutoff=cutoff, **KEYS)
    design = np.column_stack(
        [
            data[x],
            pd.get_dummies(data["unit"], dtype=float),
            pd.get_dummies(data["time"], dtype=float).iloc[:, 1:],
        ]
    )
    bread = np.linalg.inv(design.T @ design)
    estimates = bread @ design.T @ data["y"].to_numpy()
    left = data["y"].to_numpy() - design @ estimates
    meat = np.zeros_like(bread)
    at = places.loc[data["unit"]].to_numpy()
    for i in range(len(data)):
        for j in range(len(data)):
            east, north = np.abs(at[i] - at[j]) / cutoff
            if east < 1 and north < 1:
                meat += (
                    (1 - east) * (1 - north) * left[i] * left[j] * np.outer(design[i], design[j])
                )
    factor = (
        12 / 11 * 47 / (48 - 2 - 4)
    )  # two regressors and four times; units are nested in the clusters
    errors = np.sqrt(factor * np.diag(bread @ meat @ bread))[:2]
    assert found["estimate"].to_numpy() == pytest.approx(estimates[:2], rel=1e-9)
    assert found["se"].to_numpy() == pytest.approx(errors, rel=1e-9)


def test_two_way_estimates_are_those_of_the_panel_models(made_up):
    data, places = made_up
    usual = fit_panel(data, "y", ["x", "z"], estimators=("two-way",), **KEYS)
    near = spatial.two_way_conley(data, "y", ["x", "z"], places=places, cutoff=1e-6, **KEYS)
    for column in ("estimate", "se", "low", "high", "p"):
        assert near[column].to_numpy() == pytest.approx(usual[column].to_numpy(), rel=1e-9)


def test_residuals_carry_no_effect_and_no_x(made_up):
    data, _ = made_up
    left = spatial.two_way_residuals(data, "y", ["x", "z"], **KEYS)
    for key in ("unit", "time"):
        assert left.groupby(key)["residual"].mean().abs().max() < 1e-12
    both = left.merge(data, on=["unit", "time"])
    inside = (
        both["x"]
        - both.groupby("unit")["x"].transform("mean")
        - both.groupby("time")["x"].transform("mean")
    )
    assert abs((both["residual"] * inside).sum()) < 1e-10


def test_an_unbalanced_panel_and_a_unit_without_a_place_are_errors(made_up):
    data, places = made_up
    with pytest.raises(ValueError, match="not balanced"):
        spatial.two_way_residuals(data.iloc[1:], "y", ["x"], **KEYS)
    with pytest.raises(ValueError, match="no place for u00"):
        spatial.two_way_conley(data, "y", ["x"], places=places.drop("u00"), cutoff=10, **KEYS)


def test_kreise_on_both_banks_of_the_rhine_are_neighbours():
    found = spatial.touching(load("germany/boundaries_kreise_2021"), "kreis_code")
    assert found.n == 400 and not found.islands
    assert (
        "07315" in found.neighbors["06414"]
    )  # Mainz and Wiesbaden, whose outlines share no corner point
    assert all(a in found.neighbors[b] for a in found.neighbors for b in found.neighbors[a])


def test_units_at_one_time_in_groups_have_the_errors_of_dummies():
    """With no unit near another: least squares with a dummy for each group and robust errors."""
    import statsmodels.api as sm

    rng = np.random.default_rng(3)
    data = pd.DataFrame(
        {
            "unit": [f"u{i:02}" for i in range(40)],
            "land": list("abcd") * 10,
            "x": rng.normal(size=40),
        }
    )
    data["y"] = 2 * data["x"] + data["land"].map({"a": 0, "b": 3, "c": 1, "d": 5})
    data["y"] += rng.normal(size=40)
    apart = pd.DataFrame({"east": np.arange(40) * 10.0, "north": 0.0}, index=data["unit"])
    where = {"unit": "unit", "group": "land", "places": apart}
    rows, left = spatial.conley_in_groups(data, "y", ["x"], cutoff=1, **where)
    dummies = pd.get_dummies(data["land"], dtype=float)
    fit = sm.OLS(data["y"], data[["x"]].join(dummies)).fit(cov_type="HC1")
    assert rows.loc[0, "estimate"] == pytest.approx(fit.params["x"])
    assert rows.loc[0, "se"] == pytest.approx(fit.bse["x"])
    assert left.to_numpy() == pytest.approx(fit.resid.to_numpy())
    with pytest.raises(ValueError, match="stands twice"):
        spatial.conley_in_groups(pd.concat([data, data]), "y", ["x"], cutoff=1, **where)
