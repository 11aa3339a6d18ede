"""The course of the vocabulary: part years test no change. All rows are made up."""

import pandas as pd
import pytest

from copro.measures.parliaments import counts, series, windows


def rows(rates):
    """Synthetic: a year each from 1998 on, with intervals of a tenth each way."""
    return pd.DataFrame(
        {"year": 1998 + n, "rate": rate, "low": 0.9 * rate, "high": 1.1 * rate}
        for n, rate in enumerate(rates)
    )


def test_a_lasting_step_is_a_change_and_a_single_high_year_is_none():
    step = series.changed(rows([100.0, 101, 99, 100, 200, 201, 199, 200]))
    assert step[["first", "last"]].to_numpy().tolist() == [[1998, 2001], [2002, 2005]]
    assert step["rate"].tolist() == [100, 200]
    assert len(series.changed(rows([100.0, 104, 97, 102, 99, 103, 98, 101]))) == 1


def test_part_years_are_left_out_of_the_full_ones():
    years = series.full_years(rows(range(1, 20)), counts.CORPORA["NOR"])["year"]
    assert (years.min(), years.max()) == (1999, 2015)


@pytest.mark.parametrize("measure, per", [("hits", 1e6), ("speeches", 1000)])
def test_a_year_is_counted_over_its_words_or_its_speeches(measure, per):
    found = pd.DataFrame(
        {"year": [2000, 2000], "date": ["a", "b"], "n_vocabulary": [3, 1], "names_it": [1, 1]}
    )
    years = pd.DataFrame({"words": [4000], "speeches": [20]}, index=[2000])
    days = pd.Series({2000: 2})
    rate = series.yearly(measure, found, years, days, draws=20, seed=1)["rate"].iloc[0]
    assert rate == pytest.approx(per * (4 / 4000 if measure == "hits" else 2 / 20))


def test_multiples_stand_in_a_row_a_field_in_the_order_given_with_a_star_where_clear():
    cells = pd.DataFrame(
        [("b", "Market", 0.5, 0.4, 0.6, True), ("a", "Market", 2, 1, 3, False)],
        columns=["field", "frame", "ratio", "low", "high", "clear"],
    )
    wide = windows.frames_wide(cells, "field")
    assert wide["field"].tolist() == ["b", "a"]
    assert wide["Market"].tolist() == ["0.50 (0.40 to 0.60) *", "2.00 (1.00 to 3.00)"]
