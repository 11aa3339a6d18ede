"""Families of comparisons: p from an interval, and false finds held down."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from copro.methods import multiplicity


def cell(ratio, low, high):
    return pd.DataFrame({"ratio": [ratio], "low": [low], "high": [high]})


def test_p_from_an_interval_is_that_of_the_published_example():
    """Altman and Bland (BMJ 2011; 343: d2304): a ratio of 0.81, 0.70 to 0.94, has p = 0.005."""
    assert multiplicity.p_values(cell(0.81, 0.70, 0.94))[0] == pytest.approx(0.005, abs=0.001)


@pytest.mark.parametrize("ends", [(1.0001, 4.0), (0.1, 0.9999), (0.0, 0.5)])
def test_an_interval_without_1_is_below_the_level_and_one_with_1_is_not(ends):
    middle = np.sqrt(max(ends[0], 0.05) * ends[1])
    assert multiplicity.p_values(cell(middle, *ends))[0] < 0.05
    assert multiplicity.p_values(cell(middle, 0.0, 4.1))[0] > 0.05


def test_a_multiple_of_zero_is_judged_by_its_upper_end():
    assert multiplicity.p_values(cell(0.0, 0.0, 0.4))[0] == 0
    assert multiplicity.p_values(cell(0.0, 0.0, 1.9))[0] == 1


def test_of_many_comparisons_a_bare_difference_does_not_survive():
    """Synthetic: one interval just off 1 among twenty that hold it, and by itself."""
    bare = cell(2.0, 1.03, 3.9)
    usual = pd.concat([cell(1.0, 0.5, 2.0)] * 19)
    assert multiplicity.family(bare)["clear"].all()
    assert not multiplicity.family(pd.concat([bare, usual]))["clear"].any()


def test_two_equal_intervals_that_do_not_overlap_survive_families_of_eight():
    """They are 2 x 1.96 standard errors apart, sqrt(2) of which is that of the difference."""
    p = 2 * stats.norm.sf(2 * stats.norm.ppf(0.975) / np.sqrt(2))
    assert p < 0.006 < 0.05 / 8
