"""Tables of 8 to 14 conditions: counts against R where it answers, an answer where it does not."""

from math import comb

import numpy as np
import pandas as pd
import pytest
from configurational.cover import minimal_covers
from configurational.space import Space
from configurational.terms import covers
from qca_reference import FOLDER, synthetic_table

import configurational as qca

TIMINGS = pd.read_csv(FOLDER / "r_timings.csv", dtype=str, keep_default_na=False)
RUNS = [
    tuple(r)
    for r in TIMINGS[TIMINGS["mode"] != "first"][
        ["data", "mode", "n_PI", "n_models", "n_terms_M1"]
    ].to_numpy()
]
KIND = {"cons": "conservative", "pars": "parsimonious"}
# Models that exist where R gave up; each count is an exhaustive search.
UNSOLVED = {
    "k8_n60_random": 26,
    "k10_n30_random": 224,
    "k10_n60_random": 4,
    "k12_n30_random": 43,
    "k12_n60_rule": 1,
    "k12_n60_random": 88279,
    "k14_n30_random": 121,
    "k14_n60_rule": 1,
    "k14_n60_random": 121,
}


@pytest.mark.parametrize("name, mode, n_primes, n_models, n_terms", RUNS)
def test_counts(name, mode, n_primes, n_models, n_terms):
    solution = qca.minimize(synthetic_table(name), KIND[mode])
    if not n_models:
        assert solution.n_models == UNSOLVED[name]
        return
    assert len(solution.primes) == int(n_primes)
    assert solution.n_models == int(n_models)
    assert {len(m) for m in solution.models} == {int(n_terms)}


def count_by_inclusion_and_exclusion(chart, size):
    """Number of sets of `size` rows of the chart that cover all its columns, without listing any.

    Sum over sets S of columns of (-1)^|not S| times the ways to choose `size` rows within S.
    """
    m = chart.shape[1]
    within = np.bincount(chart @ (1 << np.arange(m)), minlength=1 << m)
    for j in range(m):
        halves = within.reshape(-1, 2, 1 << j)
        halves[:, 1] += halves[:, 0]
    ways = np.array([comb(n, size) for n in range(len(chart) + 1)])
    sign = 1 - 2 * ((m - np.bitwise_count(np.arange(1 << m)).astype(int)) % 2)
    return int((sign * ways[within]).sum())


@pytest.mark.parametrize(
    "name", ["k8_n30_random", "k10_n30_random", "k14_n30_random", "k14_n30_rule"]
)
def test_counts_agree_with_inclusion_and_exclusion(name):
    space = Space(synthetic_table(name))
    result = space.minimise(space.negative, cap=1)
    chart, size = covers(result.primes, space.positive), len(result.covers.models[0])
    assert count_by_inclusion_and_exclusion(chart, size) == result.covers.n_models
    assert count_by_inclusion_and_exclusion(chart, size - 1) == 0


def test_a_capped_list_says_how_many_there_are():
    solution = qca.minimize(synthetic_table("k12_n60_random"), "parsimonious", cap=50)
    assert len(solution.models) == 50 and solution.n_models == 88279 and not solution.complete
    assert solution.messages == ("88279 models are tied; 50 of them are listed",)


def test_one_model_without_counting():
    solution = qca.minimize(synthetic_table("k12_n60_random"), "parsimonious", count=False)
    assert len(solution.models) == 1 and len(solution.models[0]) == 8 and not solution.complete
    assert solution.messages == ("1 model is listed; whether others tie with it was not counted",)


@pytest.mark.parametrize("cut, n_models", [(0.8, 380), (0.9, 454)])
def test_350_fuzzy_cases(cut, n_models):
    frame = pd.read_csv(FOLDER / "fuzzy_n350_k7.csv")
    solution = qca.minimize(qca.truth_table(frame, "OUT", incl_cut=cut))
    assert solution.n_models == n_models and solution.complete


def test_an_unfinished_count_is_a_lower_bound():
    space = Space(synthetic_table("k12_n60_random"))
    primes = space.minimise(space.negative, cap=1).primes
    chart = covers(primes, space.positive)
    stopped = minimal_covers(chart, work=1e5)
    assert not stopped.counted and stopped.smallest
    assert 1 <= len(stopped.models) <= stopped.n_models < 88279
    assert all(len(m) == 8 and chart[list(m)].any(axis=0).all() for m in stopped.models)
