"""Verdicts: what follows from the field table of Trætteberg and Enjolras as printed,
and from made-up variants of it.
"""

import pytest

from copro.data import load
from copro.measures.synthesis import hypotheses


@pytest.fixture(scope="module")
def profile():
    return hypotheses.field_profile(load("published/no_traetteberg_enjolras_table4"))


def test_table_4_is_reproduced(profile):
    found = profile.set_index("field")
    assert found["co-production"].to_dict() == {
        "culture and leisure": "high",
        "integration of immigrants": "low",
        "health and care": "low",
        "children and adolescents": "low",
    }
    assert found["discretion"].to_dict() == {
        "culture and leisure": "much local discretion",
        "integration of immigrants": "some local discretion",
        "health and care": "little local discretion",
        "children and adolescents": "little local discretion",
    }
    assert (
        found.loc["children and adolescents", "co-production_exception"]
        == "except in disadvantaged districts in Oslo"
    )


def test_three_conditions_coincide_in_table_4(profile):
    assert hypotheses.coincident_factors(profile) == ["discretion", "formalisation", "dependence"]


def test_a_factor_that_does_not_coincide_is_left_out(profile):
    varied = profile.copy()
    varied.loc[varied["field"] == "health and care", "formalisation"] = "high"
    assert hypotheses.coincident_factors(varied) == ["discretion", "dependence"]


def test_exceptions_differ_in_dependence_alone(profile):
    found = hypotheses.exceptions(profile)
    assert set(found["field"]) == {"integration of immigrants", "children and adolescents"}
    assert (found["factors_that_differ"] == "dependence").all()


FIELDS = (
    "culture and leisure",
    "integration of immigrants",
    "health and care",
    "children and adolescents",
)


@pytest.mark.parametrize(
    "levels, verdict",
    [
        (("high", "medium", "medium", "low"), "supported"),
        (("high", "low", "low", "low"), "partly supported"),
        (("low", "low", "low", "low"), "not supported"),
        (("high", "low", "low", "medium"), "not supported"),
        (("low", "high", "low", "low"), "not supported"),
    ],
)
def test_order_of_fields(levels, verdict):
    assert hypotheses.order_verdict(dict(zip(FIELDS, levels))) == verdict


def test_every_hypothesis_has_a_plain_question_and_is_called_by_number_and_name():
    assert hypotheses.named("H3") == "H3, mutual need"
    for h in hypotheses.HYPOTHESES:
        assert h.question.endswith("?") and len(h.question.split()) <= 18
        assert "co-production" not in h.question
