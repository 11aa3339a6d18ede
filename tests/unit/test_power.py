"""Power: against statsmodels, printed table values, and variances computed the long way."""

import itertools

import numpy as np
import pytest
from statsmodels.stats.power import zt_ind_solve_power

from copro.methods import power

# Cohen (1988), Statistical Power Analysis, table 6.4.1: answers per group for two
# proportions at h, two-sided level 0.05, power 0.80.
COHEN = {0.20: 392, 0.50: 63, 0.80: 25}


def proportions(h):
    """Two proportions around one half that lie h apart."""
    return power.around_half(np.sin(h / 2))


@pytest.mark.parametrize("h, printed", COHEN.items())
def test_printed_sample_sizes_are_met(h, printed):
    assert power.independent(*proportions(h)) / 2 == pytest.approx(printed, abs=0.6)


def test_the_example_of_the_statistics_package_r():
    # ?power.prop.test in R: p1 = .50, p2 = .75, power = .90 needs n = 76.7 in each group (a formula
    # without the arcsine, so the two agree to about one percent).
    assert power.independent(0.5, 0.75, power=0.9) / 2 == pytest.approx(76.7, rel=0.01)


@pytest.mark.parametrize("share", [0.5, 0.225, 0.8])
def test_unequal_groups_reach_the_power_by_statsmodels(share):
    first, second = 0.4, 0.55
    both = power.independent(first, second, 0.85, 0.01, share)
    h = 2 * np.arcsin(np.sqrt(second)) - 2 * np.arcsin(np.sqrt(first))
    reached = zt_ind_solve_power(
        h, nobs1=both * share, alpha=0.01, ratio=(1 - share) / share, power=None
    )
    assert reached == pytest.approx(0.85, abs=1e-6)
    assert both >= power.independent(first, second, 0.85, 0.01) - 1e-6


@pytest.mark.parametrize("size, icc", [(1, 0.3), (5, 0.05), (20, 0.05), (10, 0.0)])
def test_the_design_effect_is_that_of_the_whole_covariance(size, icc):
    block = np.full((size, size), icc)
    np.fill_diagonal(block, 1)
    assert power.design_effect(size, icc) == pytest.approx(
        block.sum() / size
    )  # variance of a mean times its answers


@pytest.mark.parametrize("icc", [0.0, 0.1, 0.4])
def test_comparing_inside_clusters_takes_out_what_they_share(icc):
    size = 6
    block = np.full((size, size), icc)
    np.fill_diagonal(block, 1)
    sign = np.array([1, -1] * (size // 2)) / (size / 2)
    inside = (
        sign @ block @ sign / (4 / size)
    )  # variance of the difference, over that of independent answers
    assert power.design_effect(size, icc, within=True) == pytest.approx(inside)


@pytest.mark.parametrize(
    "kwargs",
    [
        {"size": 5, "icc": 0.05},
        {"size": 1, "icc": 0},
        {"size": 10, "icc": 0.2, "share": 0.225},
        {"size": 5, "icc": 0.1, "within": True, "power": 0.9, "alpha": 0.01},
    ],
)
def test_detectable_is_the_inverse_of_needed(kwargs):
    found = power.needed(0.15, **kwargs)
    assert power.detectable(found["answers"], **kwargs) == pytest.approx(0.15, abs=0.0005)
    assert found["clusters"] == -(-found["answers"] // kwargs["size"])


def test_too_few_answers_find_nothing():
    assert np.isnan(power.detectable(1, size=1, icc=0))


def test_the_finite_population_by_counting_every_sample():
    # Five made-up clusters with one mean each: all variance lies between them (icc 1).
    means = np.array([0.1, 0.4, 0.5, 0.7, 0.8])
    samples = [np.mean(c) for c in itertools.combinations(means, 2)]
    exact = np.var(samples)  # over all samples of 2 of 5
    spread = means.var(ddof=1)
    share = 0.5 - np.sqrt(0.25 - spread)  # a share whose variance is that of the means
    assert (power.margin(share, 2, 5, size=3, icc=1, level=0.6826894921) ** 2) == pytest.approx(
        exact, rel=1e-6
    )
    assert power.margin(share, 5, 5, size=3, icc=1) == 0


def test_without_clusters_the_margin_is_the_usual_one():
    assert power.margin(0.5, 100, 10**9, size=1, icc=0) == pytest.approx(1.959964 * 0.05, rel=1e-5)


@pytest.mark.parametrize(
    "call",
    [
        lambda: power.independent(0.5, 0.5),
        lambda: power.independent(0, 0.5),
        lambda: power.independent(0.2, 0.5, share=1),
        lambda: power.design_effect(0.5, 0.1),
        lambda: power.design_effect(5, 1.1),
        lambda: power.design_effect(1, 0.1, within=True),
        lambda: power.margin(0.5, 6, 5, size=1, icc=0),
    ],
)
def test_impossible_designs_are_errors(call):
    with pytest.raises(ValueError, match="expected"):
        call()
