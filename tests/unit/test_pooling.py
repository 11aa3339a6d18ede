"""Partial pooling: the batting averages of Efron and Morris, and what must hold of any shares."""

import numpy as np
import pandas as pd
import pytest

from copro.methods import pooling

# Hits of 18 players in their first 45 times at bat (Efron and Morris 1977, table 1).
HITS = pd.Series([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7], dtype=float)
AVERAGE = HITS / 45
GRAND = AVERAGE.mean()


def constant(index):
    return pd.DataFrame({"constant": 1.0}, index=index)


def test_batting_averages_shrink_as_efron_and_morris_printed():
    """They print a mean of 0.265, a factor of 0.212, and 0.294 for the best, 0.242 for the last."""
    known = pd.Series(GRAND * (1 - GRAND) / 45, index=HITS.index)
    found = pooling.shrink(AVERAGE, known, constant(HITS.index))
    assert GRAND.round(3) == 0.265 and (1 - found["pull"]).round(3).eq(0.212).all()
    assert found["estimate"].round(3).iloc[[0, 7, 17]].tolist() == [0.294, 0.266, 0.242]


def test_on_the_arcsine_scale_the_factor_is_that_of_james_and_stein():
    """1 minus (k - 3) times the variance over the sum of squares, computed by hand."""
    scale = np.arcsin(np.sqrt(AVERAGE))
    by_hand = 1 - 15 * (1 / 180) / ((scale - scale.mean()) ** 2).sum()
    found = pooling.shares(HITS, pd.Series(45, index=HITS.index), constant(HITS.index))
    assert 1 - found["pull"][0] == pytest.approx(by_hand)


def test_the_smaller_a_place_the_more_it_is_drawn_and_the_wider_its_ranks():
    people = pd.Series([30, 30, *[2000] * 10], dtype=float)  # made up
    counts = people * pd.Series([0.2, 0.5, *np.linspace(0.25, 0.42, 10)])
    found = pooling.shares(counts.round(), people, constant(people.index))
    assert found["pull"].iloc[:2].min() > found["pull"].iloc[2:].max()
    assert (
        0.2 < found["share"].iloc[0] < found["share"].mean() < found["share"].iloc[1] < 0.5
    )  # towards each other
    limits = pooling.possible_ranks(found, pd.Series("all", index=people.index))
    wide = limits["high"] - limits["low"]
    assert wide.iloc[:2].min() > wide.iloc[2:].max()
    assert limits["low"].min() >= 1 and limits["high"].max() <= 12


def test_a_place_without_anyone_has_a_spread_too_and_one_without_a_count_is_left_out():
    people = pd.Series([20.0] * 8)
    counts = pd.Series([0.0, 5, 6, 7, 5, 6, np.nan, 20])
    found = pooling.shares(counts, people, constant(people.index))
    assert 6 not in found.index and (found["spread"] > 0).all()
    assert found["share"].between(0, 1).all() and found["share"][0] > 0 and found["share"][7] < 1


def test_equal_shares_are_drawn_as_far_as_the_estimator_goes():
    people = pd.Series([100.0] * 10)
    found = pooling.shares(pd.Series([30.0] * 10), people, constant(people.index))
    assert found["share"].round(6).eq(0.3).all()


def test_ranks_are_the_same_at_every_run_and_within_the_group():
    pooled = pd.DataFrame({"estimate": [0.1, 0.2, 0.3, 5.0], "spread": [0.2, 0.2, 0.2, 0.01]})
    group = pd.Series(["a", "a", "a", "b"])
    first, again = pooling.possible_ranks(pooled, group), pooling.possible_ranks(pooled, group)
    assert first.equals(again) and first.loc[3].tolist() == [1, 1]


def test_too_few_units_and_missing_values_are_refused():
    three = pd.Series([0.1, 0.2, 0.3])
    with pytest.raises(ValueError, match="3 units for 1 regressors"):
        pooling.shrink(three, three, constant(three.index))
    with pytest.raises(ValueError, match="finite"):
        pooling.shrink(pd.Series([np.nan] * 6), pd.Series([1.0] * 6), constant(range(6)))
