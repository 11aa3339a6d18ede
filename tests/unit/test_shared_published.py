"""Picking published figures: none or several is an error. Small tables are made up for the test."""

import pandas as pd
import pytest

from copro.data import load
from copro.measures.shared.published import FigureNotUnique, known_n, pick, pick_each

TABLE = pd.DataFrame(
    {
        "indicator": ["a", "a", "a", "b"],
        "subgroup": ["x", "y", "x", None],
        "unit": ["percent", "percent", "count", "count"],
        "reference_year": pd.array([2010, 2010, 2010, None], dtype="Int64"),
        "value": [1.0, 2.0, 3.0, 4.0],
        "sample_size": ["244", "more than 4,000", None, "818"],
    }
)


def test_one_row_is_picked():
    assert pick(TABLE, indicator="a", subgroup="x", unit="percent")["value"] == 1


def test_an_empty_cell_can_be_asked_for():
    assert pick(TABLE, reference_year=None)["value"] == 4
    assert pick(TABLE, subgroup=None)["value"] == 4


def test_several_matches_are_an_error_that_names_the_difference():
    with pytest.raises(FigureNotUnique, match=r"2 rows match, expected one; they differ in unit"):
        pick(TABLE, indicator="a", subgroup="x")


def test_no_match_is_an_error_that_names_what_there_is():
    with pytest.raises(FigureNotUnique, match=r"no row with subgroup = 'z'; found \['x', 'y'\]"):
        pick(TABLE, indicator="a", subgroup="z")


def test_an_unknown_column_is_an_error():
    with pytest.raises(KeyError, match="no column 'year'"):
        pick(TABLE, year=2010)


def test_each_value_of_by_stands_once_and_in_the_order_of_the_table():
    found = pick_each(TABLE, "subgroup", indicator="a", unit="percent", subgroup=["y", "x"])
    assert found["value"].tolist() == [1, 2]
    assert found.index.tolist() == [0, 1]


def test_two_rows_for_one_value_of_by_are_an_error():
    with pytest.raises(
        FigureNotUnique, match=r"several rows for \{'subgroup': 'x'\}; they differ in unit"
    ):
        pick_each(TABLE, "subgroup", indicator="a")


def test_every_value_of_a_list_must_be_there():
    with pytest.raises(FigureNotUnique, match="no row with subgroup = 'z'"):
        pick_each(TABLE, "subgroup", unit="percent", subgroup=["x", "z"])


def test_a_sample_size_in_words_is_not_a_number():
    assert [known_n(row) for _, row in TABLE.iterrows()] == [244, None, None, 818]


def test_a_published_table_is_read_as_the_selector_expects():
    row = pick(
        load("published/no_ssb_npi_fte_by_activity"),
        subgroup="Total",
        reference_year=2010,
        indicator="full-time equivalents: volunteers",
    )
    assert row["value"] == 115_149
