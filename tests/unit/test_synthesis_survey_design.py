"""Outlook: the contrasts of the survey, and advice that is tied to claims."""

import json
import re

import pytest

from copro.data import load
from copro.measures.norway import municipalities as norway
from copro.measures.synthesis import survey_design
from copro.paths import NOTEBOOKS, REFERENCE
from copro.report.words.file import Words


def test_nothing_is_none_in_a_sentence_and_all_else_stays():
    shown = ["0 studies", "0", "no", "0.5 %", "10 of 24", "None"]
    assert [survey_design.none_for_zero(one) for one in shown] == [
        "none",
        "none",
        "none",
        "0.5 %",
        "10 of 24",
        "None",
    ]


def test_likeness_is_said_in_words_and_different_degrees_never_alike():
    assert survey_design.alike(0) == "unrelated (0)"
    assert survey_design.alike(0.05) == "somewhat alike (0.05)"
    assert survey_design.alike(0.2) == "very alike (0.2)"
    assert len({survey_design.alike(icc) for icc in (0, 0.05, 0.1, 0.2, 0.3)}) == 5


@pytest.mark.parametrize("enough", [True, False])
def test_every_variant_of_the_words_on_designs_stands_in_the_file(enough):
    words = Words("potentials_and_limits")
    assert survey_design.with_fewer(enough) in words.variants("pl-impossible")


def test_small_municipalities_reach_more_people_aged_80_or_over_than_large_ones():
    """What the chapter says of the typical municipality of under 2,000 inhabitants."""
    kostra = load("norway/elderly_care_kostra_2023_2025")
    population = load("norway/population_by_age_2006_2026_borders_2024")
    now = norway.coverage(kostra, 2025, load("norway/municipalities_2024"))
    inhabitants = population[population["year"] == 2026].set_index("municipality_code")
    sizes = norway.by_size(now, ["home_services_users_80plus_pct"], inhabitants["population_total"])
    small, *_, large = sizes["median"]
    assert small > large


def test_contrasts_take_their_shares_from_claims():
    plans = {p.hypothesis: p for p in survey_design.contrasts(22.5, 24, 27)}
    assert plans["H2"].share == pytest.approx(0.225) and plans["H3"].share == pytest.approx(24 / 51)
    assert [p.within for p in plans.values()] == [True, False, False] and "22.5 %" in plans[
        "H2"
    ].why


def test_every_point_of_the_chapter_holds_a_claim_and_says_where_it_comes_from():
    cells = json.loads((NOTEBOOKS / "4_synthesis" / "potentials_and_limits.ipynb").read_text())[
        "cells"
    ]
    prose = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    used = set(
        re.findall(r'"([a-z0-9-]+)"', code[code.index("USED = [") : code.index("for id in dict")])
    )
    points = [line for line in prose.splitlines() if line.startswith("* ")]
    assert len(points) > 10
    for point in points:
        claims = [
            name for name in re.findall(r"\{glue:text\}`pl-([a-z0-9-]+)`", point) if name in used
        ]
        assert claims and re.search(r"\]\((\.\./\d_\w+/)?\w+\)", point), point
    assert used <= set(re.findall(r"\{glue:text\}`pl-([a-z0-9-]+)`", prose)), (
        "a claim is read and not used"
    )


def test_no_table_follows_paid_and_volunteer_work_in_care_for_more_than_two_years():
    """What the sentence on replacing staff rests on;
    a longer account would ask for another sentence.
    """
    account = load("norway/nonprofit_satellite_account_2009_2018")
    assert survey_design.years_of_both(account) == [2009, 2010]
    without = account.drop(
        account[account["year"].eq(2010) & account["measure"].eq("volunteers_fte")].index
    )
    assert survey_design.years_of_both(without) == [2009]


def test_whether_volunteers_replace_staff_is_answered_in_so_many_words():
    cells = [
        "".join(c["source"])
        for c in json.loads(
            (NOTEBOOKS / "4_synthesis" / "potentials_and_limits.ipynb").read_text()
        )["cells"]
    ]
    assert any("## Do volunteers replace paid staff?" in cell for cell in cells)
    answer = next(cell for cell in cells if "**Answer.**" in cell)
    assert "Whether volunteers replace paid staff cannot be answered with these data" in answer
    claims = json.loads((REFERENCE / "claims.json").read_text(encoding="utf-8"))
    assert next(c["value"] for c in claims if c["id"] == "pl-replace-staff") == "not testable"


def test_six_of_six_units_answer_more_than_two_planned_and_a_tenth_of_them_not_once_in_each_field():
    assert "more answers than planned here" in survey_design.fewer_answers(6.3, 2)
    assert "fewer answers than planned here" in survey_design.fewer_answers(3.2, 5)
    assert "as many answers as planned here" in survey_design.fewer_answers(3.2, 3)
    assert (
        survey_design.fewer_answers(0.6, 5)
        == "With as many units as then, not even one answer from each field would come in"
    )


def test_more_municipalities_than_norway_has_are_named_as_such():
    assert (
        survey_design.beyond(358, 357) == ", more than the 357 that Norway has"
        and survey_design.beyond(357, 357) == ""
    )


def test_a_comparison_of_two_fields_takes_an_even_number_of_answers():
    assert survey_design.answers_each(4, 4) == "4 answers each"
    assert "(4 on discretion" in survey_design.answers_each(5, 4)
