"""Associational life by Kreis beside the care mix: what is compared, and what the words follow."""

import pandas as pd
import pytest

from copro.data import load
from copro.measures.germany import associations as ka
from copro.methods import equivalence as eq, spatial
from copro.methods.multiverse.grid import specifications
from copro.report.charts import maps


@pytest.fixture(scope="module")
def frame(kreis_panel, kreis_finance):
    names = ("context_1995_2022", "sports_clubs", "foundations_2013", "typology_2017")
    return ka.kreise(
        kreis_panel,
        load("germany/kreis_care_counts_2023"),
        kreis_finance,
        *(load(f"germany/kreis_{name}") for name in names),
    )


def test_every_kreis_outside_the_city_states_is_compared_within_its_land(frame):
    kreise, typical = frame
    now = kreise[kreise["year"] == ka.YEAR]
    assert len(now) == 396 and set(kreise["year"]) == set(ka.YEARS)
    for measure in ka.MEASURES:
        assert now.groupby("land_code")[measure].mean().abs().max() < 1e-9
        assert now[measure].std() == pytest.approx(1)
    assert 6 < typical[ka.MEMBERS] < 7  # memberships per 100 inhabitants


def test_one_point_of_the_mix_is_about_eighty_people_in_a_middle_kreis(frame):
    """The reason for the smallest difference that matters."""
    kreise, _ = frame
    assert 70 < kreise.loc[kreise["year"] == ka.YEAR, "need"].median() / 100 < 90


def test_foundations_of_merged_kreise_are_added():
    old = pd.DataFrame(
        {
            "kreis_code": ["03152", "03156", "01001"],
            "foundations": [70, 10, 5],
            "implied_population": [200_000, 200_000, 100_000],
        }
    )
    found = ka.foundations_2021(old).set_index("kreis_code")["per_100000"]
    assert found.to_dict() == {"01001": 5.0, "03159": 20.0}
    both = set(ka.foundations_2021(load("germany/kreis_foundations_2013"))["kreis_code"])
    assert both == set(load("germany/kreise_2021")["kreis_code"])


def test_a_hypothesis_is_told_only_where_all_measures_agree():
    assert ka.agreed(["for", "for", "for"]) == "for"
    assert ka.agreed(["for", "for", "undecided"]) == "undecided"
    assert ka.counts_for_h3(eq.EQUIVALENT, eq.EQUIVALENT) == "against"
    assert ka.counts_for_h3(eq.SOME_MORE, eq.LESS) == "undecided"
    assert ka.counts_for_h6([eq.UNDECIDED, eq.EQUIVALENT]) == "undecided"
    assert ka.counts_for_h7(eq.MORE) == "against"


def rows(*readings):
    """All links of made-up readings, share by share within each measure."""
    names = [(m, s) for m in ka.MEASURES for s in ka.CARE]
    return pd.DataFrame(
        {
            "group": "All Kreise",
            "measure": [m for m, _ in names],
            "share": [s for _, s in names],
            "measured": [ka.MEASURES[m] for m, _ in names],
            "care": [ka.CARE[s] for _, s in names],
            "reading": readings,
        }
    )


def test_the_answer_follows_from_the_readings():
    none = rows(*[eq.UNDECIDED] * 9)
    assert ka.answer(none) == "No link is shown to be large enough to matter."
    assert ka.title(none).startswith("No link") and ka.agreement(none).startswith("No measure")
    one = rows(*[eq.EQUIVALENT] * 3, *[eq.UNDECIDED] * 5, eq.LESS)
    assert ka.answer(one) == (
        "It depends on what is counted. With members of sports clubs the links to home care, homes "
        "and cash only are too small to matter. Where there are more foundations, fewer have cash "
        "only."
    )
    said = "More foundations, fewer people with cash only. Sports clubs: not settled"
    assert ka.title(one) == said and ka.agreement(one) == "The measures disagree."
    small = rows(*[eq.EQUIVALENT] * 8, eq.LESS)
    assert ka.title(small).endswith("Sports clubs: too small to matter")
    yes = rows(*[eq.MORE] * 9)
    assert ka.answer(yes).startswith("Yes. Where there are more members")
    assert ka.agreement(yes) == "The measures agree." and "not settled" not in ka.title(yes)
    without = one[one["measure"] == ka.MEMBERS].assign(group=ka.WITHOUT)
    without.loc[without["share"] == ka.HOMES, "reading"] = eq.UNDECIDED
    said = ka.answer(pd.concat([one, without]))
    assert "Without Gelsenkirchen the link to homes is not settled." in said


def test_what_one_football_club_decides_is_undecided():
    settled = rows(*[eq.EQUIVALENT] * 9)
    without = settled[settled["measure"] == ka.MEMBERS].assign(group=ka.WITHOUT)
    apart = pd.DataFrame({"reading": [eq.UNDECIDED]})
    alike = ka.by_measure(pd.concat([settled, without]), apart)
    for share, hypothesis in ((ka.HOMES, "h3"), (ka.CASH, "h7")):
        less = without.assign(reading=without["reading"].mask(without["share"] == share, "else"))
        unlike = ka.by_measure(pd.concat([settled, less]), apart)[hypothesis]
        assert unlike.tolist() == ["undecided", *alike[hypothesis][1:]]
    assert set(alike["h3"]) == set(alike["h7"]) == {"against"}


@pytest.fixture(scope="module")
def places():
    shapes = load("germany/boundaries_kreise_2021")
    return spatial.centres(shapes, "kreis_code", maps.PROJECTION["DEU"])


def by_side(kreise, places):
    """Links with members of sports clubs in town and in the country, as ``ka.links`` has them."""
    sides = {"Urban Kreise and cities": "is_urban", "Rural Kreise": "is_rural"}
    rows = [
        {"group": group, "measure": ka.MEMBERS, "share": share, "care": care}
        | ka.linked(kreise[kreise[side]], share, ka.MEMBERS, places)[0]
        for share, care in ka.CARE.items()
        for group, side in sides.items()
    ]
    said = [eq.reading(row["low"], row["high"], ka.INTEREST.size) for row in rows]
    return pd.DataFrame(rows).assign(reading=said)


def test_a_direction_in_town_or_country_is_named_where_zero_is_left_out(frame, places):
    for year, found in ((2021, "fewer in homes and more with cash only"), (2023, "more with cash")):
        said = ka.places_told(by_side(frame[0].assign(chosen=frame[0]["year"] == year), places))
        assert (
            found in said["found"].split("; ")[1] and "In the country more members" in said["told"]
        )
        assert said["told"].startswith("In towns all three links are too small to matter.")
    unclear = rows(*[eq.UNDECIDED] * 9).assign(group="Rural Kreise", low=-1.0, high=2.0)
    assert ka.places_told(unclear)["told"].endswith("In the country no link has a clear direction.")


def test_titles_and_prose_of_the_chapter_follow_from_the_links(frame, places):
    kreise, _ = frame
    found = ka.links(kreise, places).set_index(["group", "measure", "share"])
    said, low, high = found["reading"], found["low"], found["high"]
    assert said["All Kreise", ka.FOUNDATIONS, ka.CASH] == eq.LESS
    clubs = found.loc["All Kreise"].loc[[ka.MEMBERS, ka.CLUBS]]
    assert ((clubs["low"] < 0) & (clubs["high"] > 0)).all()
    assert all(
        said["Urban Kreise and cities", ka.MEMBERS, share] == eq.EQUIVALENT for share in ka.CARE
    )
    assert said["Rural Kreise", ka.MEMBERS, ka.CASH] == eq.SOME_MORE
    width = (high - low).xs(ka.MEMBERS, level="measure").unstack("share").max(axis=1)
    assert width.idxmax() == "East"


def test_places_differ_and_settlement_types_that_a_group_lacks_are_no_terms(frame):
    kreise, _ = frame
    places = pd.DataFrame(
        {"east": range(396), "north": range(396)}, index=sorted(kreise["kreis_code"].unique())
    )
    found, left = ka.linked(kreise[kreise["is_rural"]], ka.CASH, ka.MEMBERS, places)
    assert found["n"] == 202 and len(left) == 202


def test_the_choices_are_a_small_multiverse_with_reasons():
    grid = ka.grid()
    assert len(specifications(grid)) == 900 and set(grid.claims) == set(ka.TITLES)
    assert all(d.why for d in grid.dimensions)
    assert [list(ka.grid(year).dimensions[1].options) for year in (2021, 2023)] == [
        ["2021", "2019", "2023"],
        ["2023", "2019", "2021"],
    ]
