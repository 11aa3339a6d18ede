"""Comparisons that the synthesis says in words of its own are those of the claims behind them."""

import re

import pytest

from copro.report import read_claims


@pytest.fixture(scope="module")
def claims():
    return read_claims()


@pytest.mark.parametrize("parliament", ["nor", "deu"])
def test_parliaments_name_associations_with_elderly_care_less_often_than_with_culture(
    claims, parliament
):
    elderly, culture = (claims[f"disc-{parliament}-field-{f}"] for f in ("elderly", "culture"))
    assert elderly.interval.high < culture.interval.low


@pytest.mark.parametrize("parliament", ["nor", "deu"])
def test_established_words_are_far_more_frequent_than_those_of_co_production(claims, parliament):
    said = claims[f"disc-{parliament}-established"]
    new = int(re.search(r"co-production (\d+) times", said.sentence)[1])
    assert said.value > 100 * new


def test_norwegian_non_profit_institutions_have_most_days_and_not_most_admissions(claims):
    said = claims["no-drug-nonprofit-days"]
    admissions = float(re.search(r"(\d+)\s*% of the admissions", said.sentence)[1])
    assert said.value > 50 > admissions
