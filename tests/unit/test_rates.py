"""Rates of clustered counts against formulas and another library. All data here are synthetic."""

import itertools

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from copro.methods import changepoint, rates


@pytest.fixture
def days():
    """Synthetic: 400 days of equal length, of which about half have mentions, in clusters."""
    rng = np.random.default_rng(7)
    counts = np.where(rng.random(400) < 0.5, 0, rng.negative_binomial(0.7, 0.1, 400))
    return pd.DataFrame({"place": "A", "day": np.arange(400), "n": counts})


def rate_of(days, **more):
    options = (
        dict(
            by=["place"],
            count="n",
            cluster="day",
            base=pd.Series({"A": 400.0}),
            clusters=pd.Series({"A": 400}),
            draws=4000,
            seed=1,
        )
        | more
    )
    return rates.clustered_rates(days[days["n"] > 0], **options).iloc[0]


def test_interval_of_a_rate_agrees_with_a_cluster_robust_poisson_model(days):
    fitted = sm.GLM(days["n"], np.ones(400), family=sm.families.Poisson()).fit(
        cov_type="cluster", cov_kwds={"groups": days["day"]}
    )
    se = float(np.exp(fitted.params.iloc[0]) * fitted.bse.iloc[0])
    found = rate_of(days)
    assert found["rate"] == pytest.approx(np.exp(fitted.params.iloc[0]))
    assert (found["high"] - found["low"]) / 3.92 == pytest.approx(se, rel=0.07)
    assert se > 2 * np.sqrt(days["n"].sum()) / 400, "the made-up mentions do cluster"


def test_precision_lowers_the_rate_and_widens_the_interval(days):
    plain, read = rate_of(days), rate_of(days, precision=(12, 24))
    assert read["rate"] == pytest.approx(plain["rate"] / 2)
    assert (read["high"] - read["low"]) / read["rate"] > 1.3 * (
        plain["high"] - plain["low"]
    ) / plain["rate"]


def test_no_event_has_an_upper_limit_and_too_few_clusters_are_an_error(days):
    silent = rate_of(days[days["n"] < 0])
    assert (silent["rate"], silent["low"]) == (0, 0)
    assert silent["high"] * 400 == pytest.approx(3.688879, abs=1e-5)  # exact limit of a count of 0
    with pytest.raises(ValueError, match="clusters"):
        rate_of(days, clusters=pd.Series({"A": 10}))


def ratio_of(precision=None, hits=(30, 100), usual=(100, 1000)):
    part = np.repeat([1, 0], [hits[0], hits[1] - hits[0]])
    rows = pd.DataFrame({"frame": "x", "day": np.arange(hits[1]), "part": part})
    baseline = pd.DataFrame(
        {"part": usual[0], "whole": usual[1]}, index=pd.Index(["x"], name="frame")
    )
    return rates.share_ratios(
        rows,
        by=["frame"],
        part="part",
        cluster="day",
        baseline=baseline,
        draws=20_000,
        seed=2,
        precision=precision,
    ).iloc[0]


def test_ratio_of_shares_without_clusters_agrees_with_the_log_interval():
    """Katz et al. 1978: the variance of the logarithm of a ratio of two proportions."""
    found, se = ratio_of(), np.sqrt(1 / 30 - 1 / 100 + 1 / 100 - 1 / 1000)
    assert found["ratio"] == pytest.approx(3)
    assert np.log(found["high"] / found["low"]) / 3.92 == pytest.approx(se, rel=0.05)


def test_a_low_precision_only_moves_the_end_away_from_one():
    plain, read = ratio_of(), ratio_of(precision=(50, 100))
    assert read["low"] == pytest.approx(plain["low"], rel=0.03) and read["ratio"] == plain["ratio"]
    assert read["high"] > 1 + 1.6 * (plain["high"] - 1)
    assert ratio_of(precision=(50, 100), hits=(3, 100))["low"] == 0, "a ratio is never negative"


def brute_force(values, variances, penalty, least):
    """Every way to cut the series, one by one."""

    def cost(a, b):
        w = 1 / variances[a:b]
        return (w * (values[a:b] - np.average(values[a:b], weights=w)) ** 2).sum()

    n, best = len(values), (np.inf, None)
    for k in range(n):
        for cuts in itertools.combinations(range(1, n), k):
            edges = [0, *cuts, n]
            parts = list(itertools.pairwise(edges))
            if all(b - a >= least for a, b in parts):
                best = min(best, (sum(cost(a, b) for a, b in parts) + k * penalty, parts))
    return best[1]


@pytest.mark.parametrize("seed", range(8))
def test_segmentation_is_exact(seed):
    rng = np.random.default_rng(seed)
    values, variances = (
        rng.normal(size=10) + 2 * (np.arange(10) > rng.integers(2, 9)),
        rng.uniform(0.2, 2, 10),
    )
    assert changepoint.segments(values, variances, penalty=1.5) == brute_force(
        values, variances, 1.5, 2
    )


def test_constructed_steps_are_found_and_noise_is_not():
    steps, flat = np.repeat([1.0, 3.0, 2.0], [6, 5, 7]), np.tile([1.0, 1.2], 9)
    assert changepoint.segments(steps, np.full(18, 0.05)) == [(0, 6), (6, 11), (11, 18)]
    assert changepoint.segments(flat, np.full(18, 0.05)) == [(0, 18)]
    with pytest.raises(ValueError):
        changepoint.segments([1.0], [1.0])


def test_scale_of_noise_is_one_at_least_and_ignores_a_step():
    rng = np.random.default_rng(3)
    noise = rng.normal(0, 2, 4000)
    assert changepoint.noise_scale(noise, np.ones(4000)) == pytest.approx(4, rel=0.1)
    assert changepoint.noise_scale(
        noise + 50 * (np.arange(4000) > 2000), np.ones(4000)
    ) == pytest.approx(4, rel=0.1)
    assert changepoint.noise_scale([0, 0.1, 0], [1, 1, 1]) == 1
