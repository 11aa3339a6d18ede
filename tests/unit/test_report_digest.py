"""What a figure draws, in one line. The frames are made up for the test."""

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from copro.report.records.digest import digest, drawn, rounded

DRAWN = pd.DataFrame(
    {
        "year": [2018, 2019],
        "who": ["all", "all"],
        "persons": [11779.0, np.nan],
        "share": [1 / 3, 0.25],
    }
)


def test_it_says_rows_columns_and_the_sum_of_each_column_of_numbers():
    assert digest(DRAWN).startswith(
        "2 rows, 4 columns; sums: persons 11779, share 0.583333, year 4037; values "
    )
    assert digest(DRAWN[["who"]]).startswith("2 rows, 1 columns; values ")


def test_neither_the_order_of_columns_nor_a_last_digit_matter():
    noisy = DRAWN.assign(share=[np.nextafter(1 / 3, 1), 0.25 + 1e-12])[
        ["who", "share", "year", "persons"]
    ]
    assert digest(noisy) == digest(DRAWN)


@pytest.mark.parametrize(
    "changed",
    [
        DRAWN.replace(11779.0, 12679.0),
        DRAWN.replace({"who": {"all": "men"}}),
        DRAWN.iloc[::-1],
        DRAWN.rename(columns={"who": "whom"}),
        DRAWN.assign(share=[0.25, 1 / 3]),
        DRAWN.fillna(0),
        DRAWN.assign(year=[2018, 2020]),
        DRAWN.assign(share=[0.333334, 0.25]),
    ],
    ids=[
        "a value",
        "a label",
        "order of rows",
        "a name",
        "swapped",
        "no longer missing",
        "a year",
        "sixth digit",
    ],
)
def test_any_other_change_shows(changed):
    assert digest(changed) != digest(DRAWN)


def outlines(*lefts):
    """Synthetic: a square of one degree for each western edge."""
    import geopandas

    return geopandas.GeoDataFrame(
        {"code": range(len(lefts))},
        geometry=[box(left, 60, left + 1, 61) for left in lefts],
        crs=4326,
    )


def test_outlines_count_to_the_fourth_decimal():
    assert digest(outlines(5, 8)) != digest(outlines(8, 5)), "two outlines are swapped"
    assert digest(outlines(5, 8)) != digest(outlines(5.001, 8))
    assert digest(outlines(5, 8)) == digest(outlines(5.00001, 8))


def test_frames_drawn_on_top_count_too():
    bare = drawn(DRAWN, {"unit": "%", "borders": None})
    assert bare == digest(DRAWN)
    one, other = (
        drawn(DRAWN, {"unit": "%", "borders": outlines(*lefts)}) for lefts in ((5, 8), (8, 5))
    )
    assert one.startswith(f"{bare}; borders: 2 rows, 2 columns; ") and one != other


def test_sums_that_are_zero_but_for_rounding_are_zero():
    centred = pd.DataFrame({"gap": [0.1, 0.2, -0.3]})  # adds up to 2.8e-17
    assert digest(centred).startswith("3 rows, 1 columns; sums: gap 0; values ")


@pytest.mark.parametrize(
    "value, text",
    [
        (1234.565, "1234.57"),
        (1234.5650000000002, "1234.57"),
        (1234.5649999999998, "1234.57"),
        (1e-12, "0"),
        (-83019813, "-8.30198e+07"),
    ],
)
def test_a_half_falls_to_the_same_side_with_and_without_noise(value, text):
    assert rounded(value, 1e4) == text
