"""The wild cluster bootstrap, against every way to turn the signs, fitted anew one by one.

The panels are made up for the tests.
"""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from copro.methods.panel import fit_panel
from copro.methods.wild import wild_clusters

KEYS = {"unit": "unit", "time": "time"}


def panel(seed, clusters, slope=0.0):
    """Synthetic: three units in each cluster, three times, errors shared within a cluster."""
    draw = np.random.default_rng(seed)
    frame = pd.DataFrame(
        [(f"{g}-{i}", f"c{g:02d}", t) for g in range(clusters) for i in range(3) for t in range(3)],
        columns=["unit", "land", "time"],
    )
    shared = {(g, t): draw.normal() for g in frame["land"].unique() for t in range(3)}
    frame["z"] = draw.normal(size=len(frame))
    frame["x"] = draw.normal(size=len(frame)) + 0.5 * frame["z"]
    frame["y"] = (
        slope * frame["x"]
        + frame["z"]
        + [shared[key] for key in zip(frame["land"], frame["time"])]
        + draw.normal(size=len(frame))
    )
    return frame


def t_of(design, y, lands):
    """Estimate over clustered error, but for the factor of small samples, which is always one."""
    bread = np.linalg.pinv(design.T @ design)
    found = bread @ design.T @ y
    scores = design * (y - design @ found)[:, None]
    sums = np.stack([scores[lands == land].sum(axis=0) for land in np.unique(lands)])
    return found[0] / np.sqrt((bread @ sums.T @ sums @ bread)[0, 0])


def p_one_by_one(frame, effects=("unit", "time")):
    """Restricted fit, every sign, a new fit each, with dummies for the effects."""
    effects = pd.get_dummies(frame[[*effects]].astype(str), dtype=float).to_numpy()
    held = np.column_stack([effects, frame["z"]])
    design, lands = np.column_stack([frame["x"], held]), frame["land"].to_numpy()
    fitted = held @ np.linalg.lstsq(held, frame["y"], rcond=None)[0]
    residual, seen = frame["y"].to_numpy() - fitted, abs(t_of(design, frame["y"].to_numpy(), lands))
    beyond = []
    for signs in product([1, -1], repeat=len(set(lands))):
        turned = pd.Series(lands).map(dict(zip(np.unique(lands), signs))).to_numpy()
        beyond.append(abs(t_of(design, fitted + turned * residual, lands)) >= seen - 1e-8)
    return float(np.mean(beyond))


@pytest.mark.parametrize("slope", [0.0, 0.4])
def test_p_is_the_share_of_all_signs_that_are_as_extreme(slope):
    frame = panel(5, clusters=5, slope=slope)
    found = wild_clusters(frame, "y", ["x", "z"], cluster="land", **KEYS)
    assert found["p"] == pytest.approx(p_one_by_one(frame))
    fitted = fit_panel(frame, "y", ["x", "z"], estimators=("two-way",), **KEYS).iloc[0]
    assert found["estimate"] == pytest.approx(fitted["estimate"])


def test_between_units_their_means_are_compared():
    frame = panel(7, clusters=6, slope=0.6)
    found = wild_clusters(frame, "y", ["x", "z"], cluster="land", between=True, **KEYS)
    means = frame.groupby(["unit", "land"], as_index=False).mean()
    assert found["p"] == pytest.approx(p_one_by_one(means, effects=["time"]))  # one constant
    fitted = fit_panel(frame, "y", ["x", "z"], estimators=("between",), **KEYS).iloc[0]
    assert found["estimate"] == pytest.approx(fitted["estimate"])


def test_the_interval_ends_where_the_test_begins_to_reject():
    frame = panel(11, clusters=9, slope=1.0)
    found = wild_clusters(frame, "y", ["x", "z"], cluster="land", **KEYS)
    for end, outward in (("low", -1), ("high", 1)):
        step = 1e-3 * outward * (found["high"] - found["low"])
        for value, kept in ((found[end] - step, True), (found[end] + step, False)):
            moved = frame.assign(y=frame["y"] - value * frame["x"])
            p = wild_clusters(moved, "y", ["x", "z"], cluster="land", **KEYS)["p"]
            assert (p > 0.05) == kept


def test_a_unit_in_two_clusters_and_too_many_clusters_are_errors():
    frame = panel(1, clusters=3)
    with pytest.raises(ValueError, match="two clusters"):
        wild_clusters(frame.assign(land=range(27)), "y", ["x"], cluster="land", **KEYS)
    with pytest.raises(ValueError, match="found 51 clusters; expected at most 16"):
        wild_clusters(panel(1, clusters=17), "y", ["x"], cluster="unit", **KEYS)
