"""Every claim that rests on a panel model has its multiverse,
and its preferred specification is the claim.
"""

import json
from dataclasses import replace

import pytest
from made_up import stated

from copro.book import ranges
from copro.data import load
from copro.measures.countries import (
    models,
    specifications as institution_specifications,
)
from copro.measures.germany import specifications as germany_specifications
from copro.measures.norway import municipalities, specifications as norway_specifications
from copro.methods.multiverse import tables as multiverse_tables
from copro.methods.multiverse.curve import run
from copro.methods.multiverse.grid import specifications
from copro.paths import NOTEBOOKS, REFERENCE
from copro.report.records.claim import FARES
from copro.report.records.model import Claim, Range

MODULES = (norway_specifications, germany_specifications, institution_specifications)
GRIDS = [grid for module in MODULES for grid in module.grids()]
CLAIMS = {claim for grid in GRIDS for claim in grid.claims}
# Claims of panel chapters that are no coefficient, or the coefficient of years that a multiverse
# holds beside others only.
NO_COEFFICIENT = {
    "inst-between",
    "inst-between-clear",
    "no-home-services-age",
    "no-home-services-pooled",
    "no-nursing-home-pooled",
    "no-beds-between-within",
    "de-tax-between-within",
    "de-ageing-cash-after",
    "de-moran-residential",
    "de-moran-cash",
    "inst-two-way-clear",
    "inst-leave-one-out",
}


def reference():
    return json.loads((REFERENCE / "claims.json").read_text())


def test_every_claim_of_a_panel_model_has_a_range():
    chapters = {
        file.stem
        for file in NOTEBOOKS.glob("*/*.ipynb")
        if "methods.panel import" in file.read_text() and file.stem != "multiverse"
    }
    resting = {
        c["id"] for c in reference() if c["notebook"] in chapters and c["kind"] == "model estimate"
    }
    assert len(chapters) >= 3 and resting - NO_COEFFICIENT == CLAIMS | set(ranges.PART_OF)
    assert set(ranges.PART_OF.values()) <= CLAIMS


@pytest.mark.parametrize("grid", GRIDS, ids=lambda g: g.name)
def test_every_claim_has_five_hundred_specifications(grid):
    assert len(specifications(grid)) >= 500
    assert all(len(d.why) > 20 for d in grid.dimensions) and all(
        len(e.why) > 10 for e in grid.excluded
    )


def test_every_claim_has_a_title():
    assert set().union(*(module.TITLES for module in MODULES)) == CLAIMS


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__.split(".")[-1])
def test_every_column_of_a_grid_has_a_meaning(module):
    grids = module.grids()
    sized = multiverse_tables.sizes(grids, module.MEANINGS)
    assert (sized["all"] - sized["excluded"] == sized["n"]).all()
    assert multiverse_tables.options(grids, module.MEANINGS)["means"].str.len().min() > 3


@pytest.fixture(scope="module")
def country_panels(country_tables):
    data = models.country_years(country_tables)
    return institution_specifications.panels(data, country_tables)


def test_no_specification_of_the_countries_stands_twice(country_panels):
    curves = run(country_panels, institution_specifications.grids(), permutations=1, seed=1)
    assert {claim: curve.summary()["repeated"] for claim, curve in curves.items()} == dict.fromkeys(
        curves, 0
    )
    assert all(curve.rows["units"].min() >= 10 for curve in curves.values()), (
        "fewer than ten countries"
    )


def preferred(grids, panels):
    """Grids cut down to their preferred options, run without permutations beyond one."""
    small = [
        grid.model_copy(
            update={
                "dimensions": [
                    d.model_copy(update={"options": dict(list(d.options.items())[:1])})
                    for d in grid.dimensions
                ],
                "excluded": [],
            }
        )
        for grid in grids
    ]
    return {
        claim: curve.rows["estimate"].iloc[0]
        for claim, curve in run(panels, small, permutations=1, seed=1).items()
    }


def same_as_reference(found):
    values = {c["id"]: c["value"] for c in reference()}
    for claim, estimate in found.items():
        assert estimate == pytest.approx(values[claim], rel=1e-6), claim


@pytest.fixture(scope="module")
def norwegian_panels():
    people, crosswalk = (
        load("norway/population_by_age_2006_2026_borders_2024"),
        load("norway/municipality_code_crosswalk_to_2024"),
    )
    payments, units = (
        load("norway/care_user_payments_2003_2016"),
        load("norway/municipalities_2024"),
    )
    panels = {}
    for short, column in norway_specifications.OUTCOMES.items():
        values = (
            municipalities.beds_panel(
                load("norway/care_institution_beds_2015_2018"), people, crosswalk
            )
            if short == "beds"
            else municipalities.payments_panel(payments, people, crosswalk, column)
        )
        frame = norway_specifications.panel(values, people, crosswalk, units)
        panels |= {
            norway_specifications.name(short, question): frame for question in ("changes", "levels")
        }
    return panels


def test_no_specification_of_norwegian_beds_stands_twice(norwegian_panels):
    """With two years, a municipality with one value has no change,
    so that a value in every year is asked of all anyway.
    """
    beds = [grid for grid in norway_specifications.grids() if " beds " in grid.name]
    assert {
        claim: curve.summary()["repeated"]
        for claim, curve in run(norwegian_panels, beds, permutations=1, seed=1).items()
    } == {"no-beds-elasticity-two-way": 0, "no-beds-elasticity-pooled": 0}


def test_german_intervals_are_clustered_by_kreis_alone():
    """13 Länder are fewer than the 30 clusters that an interval needs;
    without them a curve on ageing has 2,880 specifications.
    """
    grids = germany_specifications.grids()
    clusters = [d.options for grid in grids for d in grid.dimensions if d.sets == "cluster"]
    assert clusters == [{"Kreis": "kreis_code"}] * 3 and len(specifications(grids[0])) == 2880


def test_preferred_specifications_of_norway_are_the_claims(norwegian_panels):
    same_as_reference(preferred(norway_specifications.grids(), norwegian_panels))
    beds = norwegian_panels["norway beds changes"].groupby("municipality_code")
    assert 0 < beds["never_merged"].first().mean() < 1


def test_preferred_specifications_of_germany_are_the_claims(kreis_panel, kreis_finance):
    names = ("context_1995_2022", "code_crosswalk_to_2021_1990_2020")
    others = (load(f"germany/kreis_{name}") for name in names)
    frame = germany_specifications.panel(kreis_panel, kreis_finance, *others)
    panels = germany_specifications.panels(frame)
    assert panels["germany tax"]["year"].max() == 2015 < panels["germany ageing"]["year"].max()
    same_as_reference(preferred(germany_specifications.grids(), panels))


def test_preferred_specifications_of_the_countries_are_the_claims(country_panels):
    same_as_reference(preferred(institution_specifications.grids(), country_panels))


SPAN = Range("a-b", "", 1200, median=0.25, low=-0.1, high=0.5, same_sign=93.4)


def sentence(span):
    """What a chapter shows of a claim with this range."""
    told = ranges.ranges([stated("multi-a-b", 0.25, digits=2, multiverse=span)])["a-b"]
    assert told.claim == "multi-a-b"
    return told.words


def test_the_range_of_a_claim_is_said_in_words():
    assert (
        "Over 1,200 specifications: median 0.25, nine in ten from −0.10 to 0.50, 93 %"
        in sentence(SPAN)
    )
    level = Range("a-b", "", 992, median=0.91, low=0.77, high=1.04)
    assert "nine in ten from 0.77 to 1.04, which holds 1" in sentence(level)
    assert "0.98, which does not hold 1" in sentence(replace(level, high=0.98))
    assert (
        "sign of the preferred one; the chapter's own lies below it, so the chapter chose "
        "an extreme specification"
    ) in sentence(replace(SPAN, place="below"))


@pytest.mark.parametrize(
    ("changes", "fares"),
    [
        ({"same_sign": 99.0, "p_median": 0.01}, "robust"),
        ({"same_sign": 99.0, "p_median": 0.05}, "direction only"),
        ({"same_sign": 90.0, "p_median": 0.01}, "depends on choices"),
        ({"same_sign": None, "p_median": None, "low": 0.1}, "direction only"),
        ({"same_sign": None, "p_median": None, "low": -0.1}, "depends on choices"),
    ],
)
def test_a_mark_says_how_a_claim_fares_under_other_choices(changes, fares):
    claims = [
        stated("multi-a-b", 0.25, multiverse=replace(SPAN, **changes)),
        stated("a-b", 0.3),
        stated("a-c", 0.3),
    ]
    assert ranges.fares(claims) == {"multi-a-b": fares, "a-b": fares, "a-c": "not varied"}
    assert fares in FARES


def test_the_marks_of_the_book_are_the_readings_of_the_multiverse():
    claims = [Claim.of(claim) for claim in reference()]
    marks = ranges.fares(claims)
    said = {
        c.multiverse.of: c.sentence.split(": ")[2].split(".")[0]
        for c in claims
        if c.multiverse and c.multiverse.same_sign is not None
    }
    by_id = {claim.id: claim for claim in claims}
    for id in said:  # no mark is surer than the interval beside it
        low, high = by_id[id].interval
        said[id] = "direction only" if said[id] == "robust" and low * high < 0 else said[id]
    assert len(said) > 10 and {id: marks[id] for id in said} == said
    assert marks["inst-beds-ageing"] == marks["de-wild-residential"] == "direction only"
    spans = {claim.multiverse.of: claim.multiverse for claim in claims if claim.multiverse}
    for part, whole in ranges.PART_OF.items():
        span = spans[whole]
        inside = span.low <= by_id[part].value <= span.high
        low, high = by_id[part].interval
        unsure = low * high < 0 or not inside
        assert marks[part] == (
            "direction only" if said[whole] == "robust" and unsure else said[whole]
        )
    # 0.63 in the larger municipalities lies above nine in ten of all estimates, 0.18 to 0.60.
    assert marks["no-beds-elasticity-larger"] == "direction only"


def test_the_german_chapter_says_in_words_what_the_multiverse_shows():
    """'The direction is robust', 'the direction depends on the choices',
    'no direction is steady'.
    """
    reads = {
        c["id"]: c["sentence"].split(": ")[2].split(".")[0]
        for c in reference()
        if c["id"].startswith("multi-de-")
    }
    assert reads == {"multi-de-ageing-residential": "robust"} | dict.fromkeys(
        (
            "multi-de-ageing-cash",
            "multi-de-ageing-home-care",
            "multi-de-tax-residential",
            "multi-de-tax-residential-between",
        ),
        "depends on choices",
    )
    said = (NOTEBOOKS / "3_germany" / "germany_elderly_care.ipynb").read_text()
    assert all(
        words in said
        for words in (
            "the direction is robust",
            "the direction depends on the choices",
            "no direction is steady",
        )
    )
