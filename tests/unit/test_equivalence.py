"""What an interval leaves out: held to the two one-sided tests of statsmodels."""

import numpy as np
import pytest
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from copro.measures.shared.interest import SMALLEST
from copro.methods import equivalence


@pytest.mark.parametrize("shift", [0.0, 0.2, 0.45, 0.5, 0.55, 0.8])
@pytest.mark.parametrize("spread", [0.5, 1.5])
def test_an_interval_within_the_difference_is_two_one_sided_tests(shift, spread):
    rng = np.random.default_rng(7)
    one, other = (DescrStatsW(rng.normal(m, spread, 60)) for m in (shift, 0.0))
    both = CompareMeans(one, other)
    p, *_ = both.ttost_ind(-0.5, 0.5)
    said = equivalence.reading(*both.tconfint_diff(alpha=0.05), 0.5)
    assert (said == equivalence.EQUIVALENT) == (p < 0.025)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-0.9, -0.6, equivalence.LESS),
        (-0.9, -0.1, equivalence.SOME_LESS),
        (-0.9, 0.4, equivalence.NOT_MORE),
        (-0.5, 0.2, equivalence.NOT_MORE),
        (0.1, 0.4, equivalence.EQUIVALENT),
        (0.5, 0.9, equivalence.SOME_MORE),
    ],
)
def test_directions_are_told_apart_and_an_end_that_touches_excludes_nothing(low, high, said):
    assert equivalence.reading(low, high, 0.5) == said
    turned = equivalence.reading(-high, -low, 0.5)
    words = {"more": "less", "less": "more"}
    swapped = " ".join(words.get(w.strip(","), w.strip(",")) for w in said.split())
    assert turned.replace(",", "") == swapped


def test_a_difference_of_interest_is_above_zero():
    with pytest.raises(ValueError, match="above zero"):
        equivalence.reading(-1, 1, 0)


@pytest.mark.parametrize("name", SMALLEST)
def test_each_smallest_difference_has_its_unit_and_its_reason(name):
    one = SMALLEST[name]
    assert one.size > 0 and one.unit and one.why.endswith(".")
