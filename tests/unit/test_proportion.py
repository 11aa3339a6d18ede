"""Wilson intervals against the values printed by Newcombe (1998, Statistics in Medicine 17,
table I).
"""

import numpy as np
import pandas as pd
import pytest

from copro.methods.proportion import wilson, with_wilson


@pytest.mark.parametrize(
    "count, n, low, high",
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_equals_the_printed_intervals(count, n, low, high):
    assert wilson(100 * count / n, n) == pytest.approx((100 * low, 100 * high), abs=0.006)


def test_a_lower_level_gives_a_shorter_interval():
    narrow, wide = wilson(50, 100, 0.9), wilson(50, 100)
    assert wide[0] < narrow[0] < 50 < narrow[1] < wide[1]


@pytest.mark.parametrize("share, n", [(101, 50), (-1, 50), (50, 0)])
def test_what_is_no_share_has_no_interval(share, n):
    with pytest.raises(ValueError, match="has no interval"):
        wilson(share, n)


def test_rows_without_n_or_share_have_no_interval():
    data = pd.DataFrame(
        {"share": [50.0, 50.0, np.nan], "n": [100, None, 100]}, index=[7, 8, 9]
    )  # made up
    found = with_wilson(data, "share", "n")
    assert found["low"].notna().tolist() == [True, False, False]
    assert found.loc[7, "low"] == pytest.approx(40.4, abs=0.05)
    assert with_wilson(data.loc[[8]], "share", "n")["high"].isna().all()


def test_a_design_effect_of_two_gives_the_interval_of_half_as_many_answers():
    rows = pd.DataFrame({"share": [83.0, 27.0], "n": [242, 242]})
    clustered = with_wilson(rows, "share", "n", design_effect=2)
    half = with_wilson(rows.assign(n=121), "share", "n")
    pd.testing.assert_frame_equal(clustered[["low", "high"]], half[["low", "high"]])
    assert (clustered["n"] == 242).all()  # what is shown is how many answered
