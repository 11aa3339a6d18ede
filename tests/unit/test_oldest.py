"""People aged 80 or over to 2040: what the tables of Norway and Denmark give."""

import numpy as np
import pandas as pd
import pytest

from copro.data import load
from copro.measures.denmark import oldest as denmark
from copro.measures.norway import oldest as norway
from copro.measures.shared import oldest


@pytest.fixture(scope="module")
def counts():
    return norway.counts(load("norway/population_by_age_2006_2026_borders_2024"))


@pytest.fixture(scope="module")
def tested(counts):
    return oldest.backtest(counts)


def test_four_of_five_municipalities_were_in_the_interval_of_2016(tested):
    """Nominal 80 %; those aged 90 or over were fewer than forecast everywhere, and are not."""
    inside = oldest.coverage(tested, ["group"]).set_index("group")["inside_pct"]
    assert inside["80 to 89"] == pytest.approx(80, abs=5)
    assert inside["80 or over"] == pytest.approx(80, abs=5)
    assert inside["90 or over"] < 75


def test_wider_intervals_hold_more_and_at_90_still_less_than_they_should(counts, tested):
    """The prose of the chapter says the last of both levels on offer."""
    wide = oldest.backtest(norway.counts(counts.rows, 90))
    assert (wide["low"] < tested["low"]).all() and (wide["high"] > tested["high"]).all()
    assert (wide["forecast"] == tested["forecast"]).all()
    for level, rows in ((80, tested), (90, wide)):
        inside = oldest.coverage(rows, ["group"]).set_index("group")["inside_pct"]
        assert oldest.kept(inside["90 or over"], level) == "less often than it should"
        assert oldest.kept(inside["80 or over"], level) == "as often as it should"
    assert oldest.tested_said(76, -0.1, 90).startswith("76 % of municipalities were in an interval")
    assert "meant for 90 %" in oldest.tested_said(76, -0.1, 90)


def test_the_country_was_missed_by_little_except_at_90(tested):
    missed = oldest.misses(tested)
    assert abs(missed["80 or over"]) < 0.02
    assert -0.12 < missed["90 or over"] < -0.08


def test_a_municipality_without_older_counts_has_the_survival_of_its_county(counts, tested):
    rows = oldest.expected(counts, tested, [2036])
    young = rows[rows["municipality_code"].isin(["1508", "1580"])]
    assert len(rows) == 3 * 357 and young["people"].gt(young["now"]).any()
    assert (rows["low"] < rows["people"]).all() and (rows["people"] < rows["high"]).all()
    ages = rows.pivot(index="municipality_code", columns="group", values="people")
    assert np.allclose(ages["80 to 89"] + ages["90 or over"], ages["80 or over"])


def test_the_danish_table_is_tested_over_six_years():
    counts = denmark.counts(
        load("denmark/population_by_age_2008_2020"), load("denmark/municipalities_2021")
    )
    rows = oldest.backtest(counts)
    assert len(rows) == 3 * 98 and counts.last == 2020
    inside = oldest.coverage(rows, ["group"]).set_index("group")["inside_pct"]
    assert inside["80 or over"] > 80


EXPECTED = pd.DataFrame(
    [
        (code, year, group, "small", now, people, 0.9 * people, 1.1 * people)
        for code, now, later in (("a", 100.0, 200.0), ("b", 300.0, 300.0))
        for year, people in ((2036, (now + later) / 2), (2040, later))
        for group in oldest.GROUPS
    ],
    columns=["municipality_code", "year", "group", "size_class", "now", "people", "low", "high"],
)
KOSTRA = pd.DataFrame(
    {
        "year": 2025,
        "municipality_code": ["a", "b"],
        "home_services_users_80plus_pct": [30.0, 20.0],
        "nursing_home_residents_80plus_pct": [10.0, np.nan],
        "population_80plus_jan1_next_year": [100, 300],
    }
)


def test_users_are_people_times_the_rate_of_their_municipality():
    rows = (
        norway.users(EXPECTED, KOSTRA)
        .set_index(["service", "municipality_code", "year"])
        .sort_index()
    )
    assert rows.loc[("Home services", "a", 2040), ["now", "users"]].tolist() == [30, 60]
    assert rows.loc[("Home services", "a", 2040), "low"] == pytest.approx(54)
    assert rows.xs(("Nursing homes", "b"))["users"].isna().all()


def test_scenarios_go_from_the_lowest_tenth_to_the_highest():
    rows = norway.scenarios(EXPECTED, KOSTRA, yearly=0.9, last=2026)
    home = rows[rows["service"] == "Home services"].set_index(["scenario", "year"])["users"]
    assert home[norway.TODAY, 2026] == pytest.approx(90)
    assert home[norway.LOWEST, 2040] == pytest.approx(100)  # 20 % of 500
    assert home[norway.HIGHEST, 2040] == pytest.approx(150)
    assert home[norway.FALLING, 2036] == pytest.approx(0.225 * 0.9**10 * 450)
    nursing = rows[rows["service"] == "Nursing homes"].set_index(["scenario", "year"])["users"]
    assert nursing[norway.FALLING].isna().tolist() == [False, True, True]


def test_the_rate_of_home_services_fell_since_2019_and_faster_since_2023():
    """30.0 and 26.9 % are printed for Norway; why two paces stand on the page."""
    rate = norway.of_country(
        load("norway/home_services_80plus_kostra_2019_2023"),
        load("norway/elderly_care_kostra_2023_2025"),
    )
    assert rate.round(1).to_dict() == {2019: 30.0, 2023: 26.9, 2025: 24.8}
    long, recent = (norway.yearly_fall(rate, since) for since in (2019, 2023))
    assert (round(long, 3), round(recent, 3)) == (0.969, 0.960)
    assert norway.by_points(long, 6, 6) == pytest.approx(2 - long**-6)


def test_a_row_for_each_municipality_says_now_and_later():
    row = oldest.side_by_side(EXPECTED).set_index("municipality_code").loc["a"]
    assert row["90 or over now"] == 100
    assert row["80 or over 2040 text"] == "200 (180 to 220)"
    assert row["80 to 89 2036 low"] == pytest.approx(135)


def test_the_smaller_the_place_the_further_off_the_forecast(tested):
    """The title of a figure; and why people aged 90 or over were fewer than forecast."""
    cells = oldest.coverage(tested, ["group", "size_class"]).set_index(["group", "size_class"])
    for group in ("80 to 89", "90 or over"):
        assert cells.loc[group]["median_error_pct"][
            [*norway.SIZES.values()]
        ].is_monotonic_decreasing


def test_death_rates_fell_less_after_2016_than_before(counts):
    assert counts.before.country.fall > 1.3 * counts.country.fall


def test_what_is_said_of_growth_and_of_the_test_holds(counts, tested):
    """Growth of those aged 90 or over from slow to fast death rates; fewer came than forecast."""
    whole = oldest.of_country(counts, 2040).set_index(["group", "year"])
    grown = oldest.growth(whole, 2026, 2040).round()
    assert grown.loc["90 or over", ["low", "people", "high"]].tolist() == [88, 113, 139]
    inside = oldest.coverage(tested, ["group"]).set_index("group")["inside_pct"]
    said = oldest.tested_said(inside["90 or over"], oldest.misses(tested)["90 or over"])
    assert said.startswith("66 %") and said.endswith("9 % fewer than said")
    assert oldest.tested_said(80, 0.1).endswith("11 % more than said")
