"""Norwegian measures: borders, missing values, coverage. Small frames are made up for the test."""

import numpy as np
import pandas as pd
import pytest

from copro.data import load
from copro.measures.norway import municipal_words, municipalities
from copro.measures.shared.statistics import apart, left_out, share_between, weighted_mean
from copro.methods.mundlak import Mundlak

CROSSWALK = pd.DataFrame(
    {  # two old units merge into 1; one old unit is split into 2 and 3
        "municipality_code_original": ["10", "11", "20", "20", "1"],
        "municipality_code_2024": ["1", "1", "2", "3", "1"],
        "weight": [1, 1, 0.5, 0.5, 1],
        "first_year": [2006, 2006, 2006, 2006, 2020],
        "last_year": [2019, 2019, 2019, 2019, 2024],
    }
)
COUNTS = pd.DataFrame(
    {
        "year": [2018, 2018, 2018, 2019, 2020],
        "municipality_code": ["10", "11", "20", "10", "1"],
        "n": [3.0, 4.0, 9.0, 5.0, 8.0],
    }
)


def test_merged_municipalities_are_added_up_and_incomplete_or_split_ones_left_out():
    found = municipalities.to_borders_2024(COUNTS, CROSSWALK, "n")
    assert found.to_dict("records") == [
        {"year": 2018, "municipality_code": "1", "n": 7.0},
        {"year": 2020, "municipality_code": "1", "n": 8.0},
    ]


def test_seven_municipalities_of_2024_hold_a_part_of_a_split_one(crosswalk):
    split = municipalities.split_units(crosswalk)
    assert split == set("1508 1580 1806 1875 5055 5056 5059".split())


def test_weighted_mean_skips_missing_values_with_their_weight():
    assert weighted_mean(pd.Series([10, 30, np.nan]), pd.Series([3, 1, 100])) == 15


def test_size_classes_begin_at_their_lower_limit():
    found = municipalities.size_class(pd.Series([1999, 2000, 49_999, 50_000]))
    assert found.tolist() == [
        "under 2,000",
        "2,000 to 4,999",
        "20,000 to 49,999",
        "50,000 and over",
    ]


def test_share_between_groups():
    values, groups = pd.Series([1.0, 1, 3, 3]), pd.Series(list("aabb"))
    assert share_between(values, groups) == pytest.approx(100)
    assert share_between(pd.Series([1.0, 3, 1, 3]), groups) == pytest.approx(0)


def test_words_follow_an_interval():
    assert left_out(-0.21, 0.07, 0.64) == "excludes" and left_out(-0.21, 0.07, 0) == "includes"
    assert (
        apart(0.38, 1.04, 396) == "which is more than chance"
        and apart(-0.5, 0.35, 396) == "which may be chance"
    )
    assert "too few" in apart(0.38, 1.04, 29)


@pytest.fixture(scope="module")
def kostra():
    return load("norway/elderly_care_kostra_2023_2025")


@pytest.fixture(scope="module")
def crosswalk():
    return load("norway/municipality_code_crosswalk_to_2024")


@pytest.fixture(scope="module")
def population():
    return load("norway/population_by_age_2006_2026_borders_2024")


@pytest.fixture(scope="module")
def covered(kostra):
    """Coverage of every municipality of 2024, by year."""
    units = load("norway/municipalities_2024")
    return {year: municipalities.coverage(kostra, year, units) for year in (2023, 2025)}


@pytest.fixture(scope="module")
def change(kostra, crosswalk):
    return municipalities.coverage_change(kostra, crosswalk)


def test_every_municipality_of_2024_is_shown_with_or_without_a_value(covered):
    for year, missing in ((2025, 3), (2023, 14)):
        found = covered[year]
        assert len(found) == 357 and found["municipality_code"].is_unique
        assert found["home_services_users_80plus_pct"].isna().sum() == missing


def test_twelve_municipalities_are_missing_in_2023_and_narvik_harstad_and_orkland_are_the_largest(
    kostra, crosswalk, population
):
    lacking = municipalities.not_in_table(kostra, 2023, crosswalk)
    assert len(lacking) == 12
    people = population.query("year == 2024").set_index("municipality_code")["population_total"]
    assert list(people[lacking].nlargest(3).index) == ["5503", "1806", "5059"]


def test_home_services_fall_with_the_size_of_the_municipality_and_nursing_homes_do_not_step_by_step(
    covered, population
):
    columns = ["home_services_users_80plus_pct", "nursing_home_residents_80plus_pct"]
    for year in (2023, 2025):
        people = population[population["year"] == year + 1].set_index("municipality_code")
        sizes = municipalities.by_size(covered[year], columns, people["population_total"])
        assert sizes.loc[sizes["variable"] == columns[0], "median"].is_monotonic_decreasing
    assert not sizes.loc[sizes["variable"] == columns[1], "median"].is_monotonic_decreasing


def test_the_share_of_the_oldest_has_grown_every_year_since_2017(population):
    ageing = municipalities.share_80_plus(population).set_index("year")["share_80_plus_pct"]
    assert ageing.idxmin() == 2017 and (ageing.loc[2017:].diff().dropna() > 0).all()


def test_change_compares_the_same_whole_municipalities(change):
    assert len(change) == 343 and not change.isna().any().any()
    assert not set(change["municipality_code"]) & {"1508", "1580"}


def test_beds_stand_beside_the_population_of_the_following_first_of_january(population, crosswalk):
    beds = load("norway/care_institution_beds_2015_2018")
    panel = municipalities.beds_panel(beds, population, crosswalk)
    oslo = panel.query("municipality_code == '0301' and year == 2018").iloc[0]
    people = population.query("municipality_code == '0301' and year == 2019").iloc[0]
    assert oslo["population_80_plus"] == people["population_80_plus"]
    assert oslo["beds_per_1000_80plus"] == pytest.approx(
        1000 * oslo["care_institution_beds_n"] / people["population_80_plus"]
    )
    assert set(panel["year"]) == {2015, 2016, 2017, 2018}


@pytest.fixture(scope="module")
def two_ages(change, population):
    return municipalities.by_age(change, population)


def test_the_two_ages_add_up_to_all_aged_80_or_over(two_ages):
    for year in (2023, 2025):
        assert (
            two_ages[f"aged_80_89_n_{year}"] + two_ages[f"aged_90_plus_n_{year}"]
            == two_ages[f"aged_80_plus_n_{year}"]
        ).all()


def test_only_those_aged_80_to_89_became_more_from_2023_to_2025(two_ages):
    """Persons counted by hand in the table of population, 1 January 2024 and 2026."""
    found = municipalities.ages_together(two_ages)
    assert found["aged_80_89_n"].tolist() == [203_920, 231_688] and found[
        "aged_90_plus_n"
    ].tolist() == [44_183, 44_105]
    assert found["share_90_plus_pct"].round(2).tolist() == [17.81, 15.99] and found[
        "covered_pct"
    ].round(2).tolist() == [26.86, 24.69]


def test_a_younger_group_explains_no_more_than_three_quarters_of_the_fall(two_ages):
    """If all 44,183 people aged 90 or over had home services, 11.0 % of the others had them;
    at these rates 1.6 of 2.2 points.
    """
    found = municipalities.ages_together(two_ages)
    rest = (0.26860796 * 248_103 - 44_183) / 203_920
    after = (44_105 + rest * 231_688) / 275_793
    least, most = municipalities.possible_gaps(found)
    assert most == pytest.approx(100 * (1 - rest), abs=1e-4)
    assert municipalities.fall_from_age(found, most) == pytest.approx(
        26.860796 - 100 * after, abs=1e-4
    )
    assert municipalities.fall_from_age(found, 0) == 0
    # If none of them had, 32.7 % of the others did, and a younger group would have raised coverage
    # by 0.6 points.
    young = 0.26860796 * 248_103 / 203_920
    assert least == pytest.approx(-100 * young, abs=1e-4)
    assert municipalities.fall_from_age(found, least) == pytest.approx(
        26.860796 - 100 * young * 231_688 / 275_793, abs=1e-4
    )
    assert round(municipalities.fall_from_age(found, least), 1) == -0.6


def test_use_by_age_gives_back_the_coverage_of_all():
    """Synthetic: a fifth is aged 90 or over, 30 % are covered."""
    together = pd.DataFrame(
        {"share_90_plus_pct": [20.0, 10.0], "covered_pct": [30.0, 25.0]}, index=[2023, 2025]
    )
    young, old = municipalities.use_by_age(together, 25)
    assert (young, old) == pytest.approx((25, 50)) and 0.8 * young + 0.2 * old == pytest.approx(30)
    assert municipalities.fall_from_age(together, 25) == pytest.approx(
        30 - (0.9 * young + 0.1 * old)
    )
    few = together.assign(covered_pct=[10.0, 10.0])  # fewer are covered than are aged 90 or over
    assert municipalities.possible_gaps(few) == pytest.approx((-12.5, 50))
    most_covered = together.assign(
        covered_pct=[90.0, 90.0]
    )  # so many that half of those aged 90 or over are among them
    assert municipalities.possible_gaps(most_covered) == pytest.approx((-50, 100 - 87.5))


def test_a_municipality_is_kept_or_dropped_with_all_its_years():
    """Synthetic: B passes 10,000 inhabitants in its second year, and its mean does not."""
    made = pd.DataFrame(
        {
            "municipality_code": list("AABB"),
            "population_total": [11_000, 10_000, 9_000, 10_100],
            "population_80_plus": [300, 500, 100, 100],
        }
    )
    larger = municipalities.of_size(made, municipalities.LARGER)
    assert (
        larger["municipality_code"].tolist() == ["A", "A"]
        and municipalities.share_of_old(larger, made) == 80
    )
    assert len(municipalities.of_size(made, 0)) == 4
    assert municipal_words.larger_in_words(
        "0.63 %", "0.11 to 1.14 %", least="10,000", of="78 %", pace="perhaps in step"
    ) == (
        "In those with 10,000 inhabitants or more, where 78 % of these people live, the estimate "
        "is 0.63 % (0.11 to 1.14 %): perhaps in step."
    )


def test_a_quarter_of_the_differences_between_municipalities_is_chance_and_half_among_the_smallest(
    covered,
):
    """Against 200 draws of users from the share of each municipality."""
    now = covered[2025]
    home, people = now["home_services_users_80plus_pct"], now["population_80plus_jan1_next_year"]
    known = home.notna()
    share, n = home[known].to_numpy() / 100, people[known].to_numpy().astype(int)
    drawn = np.random.default_rng(80).binomial(n, share, size=(200, len(n))) / n
    expected = 100 * ((drawn - share) ** 2).mean() / share.var(ddof=1)
    assert municipalities.chance_share(home, people) == pytest.approx(expected, rel=0.05)
    assert 20 < municipalities.chance_share(home, people) < 27


def test_pooled_shares_have_shorter_tails_and_move_small_places_more(covered, population):
    """Home services 2025: the outer tenths begin at 21.2 and 37.6 % as they are reported."""
    now = covered[2025]
    people = population.query("year == 2026").set_index("municipality_code")["population_total"]
    inhabitants = now["municipality_code"].map(people)
    home = now["home_services_users_80plus_pct"]
    drawn = municipalities.pooled(
        home, now["population_80plus_jan1_next_year"], inhabitants, now["county_name"]
    )
    assert home.quantile([0.1, 0.9]).round(1).tolist() == [21.2, 37.6]
    assert 21.2 < drawn.quantile(0.1) < drawn.quantile(0.9) < 37.6
    moved = (drawn - home).abs()
    assert moved[inhabitants < 2000].mean() > 5 * moved[inhabitants > 50000].mean()


def test_words_follow_the_interval_of_an_elasticity():
    assert municipal_words.pace(0.12, 0.46, 350) == "less than in step"
    assert municipal_words.pace(-0.1, 0.46, 350) == "less than in step, perhaps not at all"
    assert (
        municipal_words.pace(0.5, 1.2, 350) == "perhaps in step"
        and municipal_words.pace(1.1, 1.2, 350) == "more than in step"
    )
    assert municipal_words.pace(-2.4, 2.4, 350) == "both in step and no change are possible"
    assert "too few" in municipal_words.pace(0.12, 0.46, 29)
    assert (
        municipal_words.kept(0, 350) == ""
        and municipal_words.kept(20_000, 60)
        == "among the 60 municipalities with at least 20,000 inhabitants, "
    )
    assert "too few for a firm interval" in municipal_words.kept(100_000, 7)
    assert municipal_words.kept(0, 349, without_oslo=True) == "without Oslo, "
    assert municipal_words.kept(20_000, 59, without_oslo=True) == (
        "among the 59 municipalities with at least 20,000 inhabitants, Oslo left out, "
    )


def test_words_say_for_which_outcomes_the_two_estimates_differ():
    """Synthetic: intervals of three differences."""

    def made(low, high, units=350):
        return Mundlak(pd.DataFrame({"low": [low], "high": [high]}), 1.0, 1, 0.5, 1000, units)

    three = {"Beds": made(0.4, 0.7), "Home": made(-0.1, 0.5), "Homes": made(0.1, 0.5)}
    assert municipal_words.apart_in_words(three) == (
        "The two differ by more than chance for beds and homes; for home the "
        "difference may be chance."
    )
    assert (
        municipal_words.apart_in_words({"Home": made(-0.1, 0.5)})
        == "For home the difference may be chance."
    )
    assert municipal_words.apart_in_words({"Beds": made(0.4, 0.7, 7)}).startswith("Too few")


def test_every_pace_has_a_sentence_on_what_beds_did():
    ends = [(0.1, 0.4), (-0.1, 0.4), (0.5, 1.2), (1.1, 1.2), (-2.4, 2.4)]
    paces = {municipal_words.pace(low, high, 350) for low, high in ends}
    paces.add(municipal_words.pace(0.1, 0.4, 29))
    assert paces == set(municipal_words.FOLLOWED)


def test_ten_percent_more_people_go_with_a_power_of_the_elasticity():
    """Synthetic: in step is ten percent, no change none, and a fall carries a minus sign."""
    made = pd.DataFrame(
        {
            "outcome": list("abc"),
            "estimator": ["two-way", "two-way", "two-way"],
            "estimate": [1.0, 0.0, -0.5],
            "low": [0.0, -1.0, -1.0],
            "high": [2.0, 1.0, 0.0],
        }
    )
    pooled = made.assign(estimator="pooled")
    found = municipal_words.ten_more(pd.concat([made, pooled]))
    assert found["said"].tolist() == ["+10 %", "0 %", "\N{MINUS SIGN}5 %"]
    assert found["high_pct"].tolist() == pytest.approx([21, 10, 0])


@pytest.mark.parametrize("year", [2023, 2025])
def test_home_services_reach_more_people_in_the_north_than_around_the_oslo_fjord(covered, year):
    now, value = covered[year], "home_services_users_80plus_pct"
    assert municipal_words.more_in_the_north(now, value) == "north"
    turned = now.assign(**{value: -now[value]})
    assert municipal_words.more_in_the_north(turned, value) == "other"
    marked = municipal_words.with_regions(now, value)
    counties = marked.groupby("region")["county_name"].nunique()
    assert counties.tolist() == [4, 3] and marked["town"].count() == 5
    shown = dict(zip(marked["municipality_name"].str.split("-").str[0], marked["town"]))
    assert all(shown[town] == town for town in municipal_words.TOWNS.values())


def test_marks_say_in_how_many_municipalities_the_share_fell_and_who_changed_most(change):
    assert municipal_words.sides(change) == ("fell in 253\nmunicipalities", "rose or stayed\nin 90")
    named = municipal_words.with_names(change)["named"].dropna()
    assert sorted(named) == ["Hattfjelldal", "Nesbyen", "Oslo"]


def test_words_on_size_follow_the_medians():
    """Synthetic."""
    made = pd.DataFrame({"variable": ["a"] * 3, "median": [3.0, 2, 1]})
    assert municipal_words.falls_with_size(made, "a") == "falls"
    assert municipal_words.falls_with_size(made.iloc[::-1], "a") == "other"
