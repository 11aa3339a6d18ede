"""Drug care: cells, intervals, consistent series. Small tables are made up for the test."""

import typing

import pandas as pd
import pytest

from copro.chapters.norway import NorwayDrugCare
from copro.data import load
from copro.measures.norway import drug_care

SURVEY, EMCDDA = "norway/drug_use_prevalence_2013_2025", "countries/drug_care_emcdda_1990_2017"
BEDS, OWNERS = "norway/health_trust_beds_2024_2025", "published/no_addiction_treatment_by_owner"


def test_one_cell_of_the_survey():
    use = drug_care.prevalence(load(SURVEY), "last_12_months", "16-64")
    cannabis = use[use["substance"] == "Cannabis"].set_index("year")["share_pct"]
    assert len(use) == 4 * 13
    assert (cannabis[2013], cannabis[2025]) == (5.1, 5.8)


def test_a_cell_that_was_not_asked_is_an_error():
    with pytest.raises(ValueError, match="no prevalence for ever, 65-90"):
        drug_care.prevalence(load(SURVEY), "ever", "65-90")


def test_intervals_that_touch_do_not_lie_apart():
    use = pd.DataFrame(
        {
            "substance": ["a", "b", "c"] * 2,
            "year": [1, 1, 1, 2, 2, 2],
            "share_pct": [2.0, 2, 2, 4, 5, 0.5],
            "low": [1.0, 1, 1, 3, 4, 0.1],
            "high": [3.0, 3, 3, 5, 6, 0.9],
        }
    )  # made up for the test
    assert drug_care.first_and_last(use).set_index("substance")["apart"].to_dict() == {
        "a": False,
        "b": True,
        "c": True,
    }


def test_only_substances_that_clearly_changed_have_a_band_and_a_colour():
    use = drug_care.prevalence(load(SURVEY), "last_12_months", "16-64")
    clear = drug_care.clearly_changed(drug_care.first_and_last(use))
    drawn = drug_care.with_margins(use, clear)
    assert clear == ["Cocaine"]
    assert set(drawn.loc[drawn["low"].notna(), "substance"]) == {"Cocaine"}
    colours = drug_care.palette(clear)
    assert set(colours) == set(use["substance"])
    assert [name for name, slot in colours.items() if slot != "quiet"] == ["Cocaine"]


@pytest.mark.parametrize(
    "period, age_group, expected",
    [
        (
            "last_12_months",
            "16-64",
            "Use of cocaine was higher in 2025 than in 2013; no other change is clear",
        ),
        (
            "ever",
            "16-30",
            (
                "Use of cocaine and ecstasy was higher in 2025 than in 2013; "
                "no other change is clear"
            ),
        ),
    ],
)
def test_a_change_is_named_with_its_direction(period, age_group, expected):
    ends = drug_care.first_and_last(drug_care.prevalence(load(SURVEY), period, age_group))
    assert drug_care.change_in_words(ends, 2013, 2025) == expected


def test_without_intervals_apart_no_change_is_named():
    ends = pd.DataFrame(
        {
            "substance": ["Cannabis", "Cocaine"],
            "apart": [False, False],  # made up for the test
            "share_pct_first": [2.0, 3],
            "share_pct_last": [3.0, 2],
        }
    )
    assert (
        drug_care.change_in_words(ends, 1, 2)
        == "No substance was clearly more or less used in 2 than in 1"
    )
    down = drug_care.change_in_words(ends.assign(apart=[True, True]), 1, 2)
    assert down == "Use of cannabis was higher, of cocaine was lower in 2 than in 1"


def test_deaths_after_the_peak_never_came_down_to_the_first_year():
    found = drug_care.deaths(load(EMCDDA)).query("series == 'All'").set_index("year")["persons"]
    assert found.idxmax() == 2001 and found.loc[2002:].min() > found[1996]
    assert drug_care.after_peak(found) == "above"


def test_six_of_the_eight_announced_figures_were_new_when_announced():
    """The page on the deaths of 2017 repeats those of 2015 and 2016,
    which had been announced as others.
    """
    found = drug_care.announced(load("norway/drug_induced_deaths_2015_2023"))
    assert found.index[~found["first"]].tolist() == [2015, 2016] and found["first"].sum() == 6
    assert found.loc[2023, "persons"] == 363 and 2022 not in found.index


def test_no_printed_count_of_treatment_places_splits_private_owners():
    """If one ever does, the chapters may say more than that the share
    of associations is unknown.
    """
    rows = load(OWNERS)
    places = rows[rows["indicator"].str.startswith("inpatient places") & rows["value"].notna()]
    assert (
        not places["subgroup"].str.contains("profit|commercial|ideell", case=False, na=False).any()
    )


def test_deaths_add_men_and_women():
    found = drug_care.deaths(load(EMCDDA)).set_index(["series", "year"])["persons"]
    assert [found["All", year] for year in (2014, 2015, 2016)] == [266, 289, 282]


def test_the_mean_of_three_years_covers_the_year_and_the_two_before():
    found = drug_care.injecting(load("norway/people_who_inject_drugs_2012_2024")).pivot(
        index="year", columns="series", values="persons"
    )
    trailing = found["Yearly estimate"].rolling(3).mean().dropna()
    assert (trailing - found.loc[trailing.index, "Mean of three years"]).abs().max() <= 0.5 + 1e-9


def test_public_places_are_what_private_ones_leave():
    found = drug_care.places_by_owner(load(OWNERS), [2008, 2016]).set_index(["year", "owner"])[
        "places"
    ]
    assert found.to_dict() == {
        (2008, "Private with a contract"): 26,
        (2008, "Health trusts"): 17,
        (2016, "Private with a contract"): 28,
        (2016, "Health trusts"): 19,
    }


def test_beds_of_public_trusts():
    found = drug_care.trust_beds(load(BEDS))
    assert (found["beds_2024"].sum(), found["beds_2025"].sum()) == (755, 738)
    assert found["trusts"].sum() == 20 and found["trusts_without_value"].sum() == 1


def test_the_course_of_a_series():
    found = drug_care.course(pd.Series({2001: 5.0, 2002: 9.0, 2003: 4.0, 2004: 9.0}))
    assert (found.first_year, found.first, found.last_year, found.last) == (2001, 5, 2004, 9)
    assert (found.low_year, found.low, found.peak_year, found.peak) == (2003, 4, 2002, 9)


@pytest.mark.parametrize(
    ("values", "word"), [((5, 9, 6), "above"), ((5, 9, 5), "peaked"), ((9, 3, 4), "peaked")]
)
def test_a_series_stays_above_its_start_or_only_peaks(values, word):
    assert drug_care.after_peak(pd.Series(values, index=[2001, 2002, 2003])) == word


def test_each_substance_has_a_short_name_of_its_own():
    names = [drug_care.short_name(name) for name in drug_care.SUBSTANCES.values()]
    assert names == ["cannabis", "cocaine", "amphetamines", "ecstasy"]


@pytest.mark.parametrize("period", typing.get_args(NorwayDrugCare.__annotations__["period"]))
def test_every_period_on_offer_has_words(period):
    assert drug_care.ASKED[period].startswith(("in the last", "at some time"))


def test_mean_ages_by_year():
    ages = drug_care.mean_age(load(EMCDDA))
    assert ages.between(20, 60).all() and ages.index.is_monotonic_increasing


def test_shares_of_the_rates_by_owner():
    rates = drug_care.rates_by_year(drug_care.places_by_owner(load(OWNERS), [2008, 2016]))
    row = rates.loc[2016]
    assert list(rates.index) == [2008, 2016]
    assert row["share"] == pytest.approx(100 * row["private"] / (row["private"] + row["trusts"]))


def test_each_count_of_places_names_its_series():
    counts = drug_care.counted_places(load(OWNERS))
    assert set(counts["series"]) == set(drug_care.SERIES.values())
    assert counts["year"].is_monotonic_increasing and counts["year"].str.fullmatch(r"\d{4}").all()
