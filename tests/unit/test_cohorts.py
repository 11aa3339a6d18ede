"""People carried on in a closed population whose deaths are known, and the errors of forecasts."""

import numpy as np
import pandas as pd
import pytest

from copro.measures.norway import oldest as norway
from copro.measures.shared import oldest
from copro.methods import cohorts

AGES = np.arange(40, 111)
FALL = 0.012


def alive(year):
    """Part of each age that lives on for a year: deaths that nobody has to estimate."""
    return np.exp(-np.exp(-3.1 + 0.12 * (AGES + 1 - 80) - FALL * (year + 0.5 - 2016)))


def born(year):
    """Births with a sudden rise after a war, as Norway's."""
    return 42_000 + 600 * (year - 1930) * (year < 1945) + (24_000 if 1945 < year < 1950 else 15_000)


@pytest.fixture(scope="module")
def closed():
    """Age x year of a population without migration, 1990 to 2045."""
    people = np.array([born(1990 - age) for age in AGES], float)
    people *= np.exp(-np.exp(0.1 * (AGES - 92)))  # fewer at the highest ages
    years = {1990: people}
    for year in range(1990, 2045):
        people = np.r_[born(year + 1 - 40), (people * alive(year))[:-1]]
        years[year + 1] = people
    return pd.DataFrame(years, index=AGES)


def counted(people, share=1.0):
    """The three groups of Norway's table, from single ages."""
    ends = [(67, 79), (80, 89), (90, 110)]
    return share * np.array([people.loc[low:high].sum() for low, high in ends])


def table(closed, shares):
    """Counts 2006 to 2026 of municipalities that hold a share of everyone, by code."""
    rows = []
    for year in range(2006, 2027):
        for code, share in shares(year).items():
            young, middle, old = counted(closed[year], share).round()
            rows.append((code, year, 1000, young, middle, old))
    return pd.DataFrame(
        rows, columns=["municipality_code", "year", "population_total", *norway.BANDS.values()]
    )


@pytest.fixture(scope="module")
def even(closed):
    """Four municipalities of two counties, each with the same part of everyone in every year."""
    parts = {"0101": 0.4, "0102": 0.1, "0201": 0.3, "0202": 0.2}
    return norway.counts(table(closed, lambda year: parts))


def test_a_closed_population_is_carried_on_to_what_it_becomes(closed, even):
    fitted = even.country
    told = even.at(2026).sum() @ fitted.carried(2026, 13)
    came = counted(closed[2039])
    assert told[80] + told[90] == pytest.approx(came[1:].sum(), rel=0.01)
    assert told[90] == pytest.approx(came[2], rel=0.03)
    assert fitted.rise == pytest.approx(0.12, abs=0.005)
    assert fitted.fall == pytest.approx(FALL, abs=0.004)


def test_birth_years_are_found_in_counts_of_three_groups(closed, even):
    """A jump from one year to the next is smoothed, five years together are right."""
    five = [
        one.loc[67:95].rolling(5).sum().dropna()
        for one in (even.country.people[2026], closed[2026])
    ]
    assert (five[0] / five[1]).between(0.96, 1.04).all()


def test_bands_alone_would_miss_it(closed):
    """The ratio of the last ten years, carried on, is off: the group 67 to 79 changed within."""
    ratio = counted(closed[2026])[1] / counted(closed[2016])[0]
    assert abs(ratio * counted(closed[2026])[0] / counted(closed[2036])[1] - 1) > 0.04


def test_a_municipality_gets_its_part_of_the_country(closed, even):
    told = oldest.forecast(even, 2036)["80 or over"]
    came = counted(closed[2036])[1:].sum()
    assert (told / came).to_dict() == pytest.approx(
        {"0101": 0.4, "0102": 0.1, "0201": 0.3, "0202": 0.2}, rel=0.02
    )


def test_a_municipality_that_people_move_to_goes_on_gaining(closed):
    def shares(year):
        return {"0101": 0.5 + 0.01 * (year - 2006), "0102": 0.5 - 0.01 * (year - 2006)}

    moving = norway.counts(table(closed, shares))
    told = oldest.forecast(moving, 2036)["80 or over"]
    assert told["0101"] / told.sum() > 0.75  # 0.7 in 2026


def test_a_forecast_of_2016_knows_nothing_of_later_years(even):
    told = oldest.backtest(even)
    later = even.rows["year"] > 2016
    rows = even.rows.assign(
        **{band: even.rows[band].where(~later, 7) for band in norway.BANDS.values()}
    )
    other = oldest.backtest(norway.counts(rows))
    columns = ["forecast", "low", "high"]
    pd.testing.assert_frame_equal(told[columns], other[columns])
    assert (other["came"] <= 14).all() and not other["inside"].any()


def test_limits_hold_the_middle_four_fifths_of_errors_a_class():
    errors = pd.Series([*range(11), *range(0, 110, 10)], dtype=float)
    limits = cohorts.error_limits(errors, pd.Series(["small"] * 11 + ["large"] * 11), 0.8)
    assert limits.loc["small"].tolist() == pytest.approx([1, 9])
    assert limits.loc["large"].tolist() == pytest.approx([10, 90])


def test_small_places_are_drawn_to_their_county_and_large_ones_stand():
    observed = pd.Series([2000.0, 9.0, 1000.0, 1500.0])
    expected = pd.Series([1000.0, 3.0, 1000.0, 1000.0])
    factors, added = cohorts.pooled_factors(observed, expected, pd.Series(["a"] * 4))
    assert 0 < added < 1000
    assert factors[0] == pytest.approx(2, abs=0.1)
    assert factors[1] < 2  # 3 by its own count


def test_chance_alone_leaves_no_factor_of_its_own():
    same = pd.Series([101.0, 99.0, 100.0])
    factors, added = cohorts.pooled_factors(same, pd.Series([100.0] * 3), pd.Series(["a"] * 3))
    assert added == np.inf
    assert factors.tolist() == [1, 1, 1]


def test_counts_with_a_gap_are_refused():
    counts = pd.DataFrame({67: [1.0, 1.0], 80: [1.0, 1.0]}, index=[2006, 2008])
    with pytest.raises(ValueError, match="expected no gap"):
        cohorts.fit_cohorts(counts, [67, 80])


def test_a_count_of_nobody_is_refused_with_its_year():
    counts = pd.DataFrame({67: [9.0, 9.0], 80: [4.0, 0.0]}, index=[2006, 2007])
    with pytest.raises(ValueError, match="2007: found a group without people"):
        cohorts.fit_cohorts(counts, [67, 80])


def test_the_country_lies_between_rates_that_stay_and_that_fall_twice_as_fast(even):
    rows = oldest.of_country(even, 2030)
    later = rows[rows["year"] > 2026]
    assert (later["low"] < later["people"]).all() and (later["people"] < later["high"]).all()
    assert rows[rows["year"] == 2026]["low"].isna().all()
