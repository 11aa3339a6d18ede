"""Verdicts: what follows from Table 4 as printed, and from made-up variants of it."""

import pandas as pd
import pytest

from copro.data import load
from copro.measures import synthesis


@pytest.fixture(scope="module")
def profile():
    return synthesis.field_profile(load("published/no_traetteberg_enjolras_table4"))


def test_table_4_is_reproduced(profile):
    found = profile.set_index("field")
    assert found["co-production"].to_dict() == {
        "culture and leisure": "high", "integration of immigrants": "low", "health and care": "low",
        "children and adolescents": "low"}
    assert found["discretion"].to_dict() == {
        "culture and leisure": "much local discretion", "integration of immigrants": "some local discretion",
        "health and care": "little local discretion", "children and adolescents": "little local discretion"}
    assert found.loc["children and adolescents", "co-production_exception"] == "except in disadvantaged districts in Oslo"


def test_three_conditions_coincide_in_table_4(profile):
    assert synthesis.coincident_factors(profile) == ["discretion", "formalisation", "dependence"]


def test_a_factor_that_does_not_coincide_is_left_out(profile):
    varied = profile.copy()
    varied.loc[varied["field"] == "health and care", "formalisation"] = "high"
    assert synthesis.coincident_factors(varied) == ["discretion", "dependence"]


def test_exceptions_differ_in_dependence_alone(profile):
    found = synthesis.exceptions(profile)
    assert set(found["field"]) == {"integration of immigrants", "children and adolescents"}
    assert (found["factors_that_differ"] == "dependence").all()


FIELDS = ("culture and leisure", "integration of immigrants", "health and care", "children and adolescents")


@pytest.mark.parametrize("levels, verdict", [
    (("high", "medium", "medium", "low"), "supported"), (("high", "low", "low", "low"), "partly supported"),
    (("low", "low", "low", "low"), "not supported"), (("high", "low", "low", "medium"), "not supported"),
    (("low", "high", "low", "low"), "not supported"),
])
def test_order_of_fields(levels, verdict):
    assert synthesis.order_verdict(dict(zip(FIELDS, levels))) == verdict


def cells(*said, kind="coding"):
    """Made-up cells of evidence with these directions."""
    return pd.DataFrame({"hypothesis": "H3", "direction": list(said), "kind": kind},
                        columns=["hypothesis", "direction", "kind"])


@pytest.mark.parametrize("given, expected", [
    (cells(), "not yet assessed"), (cells("none", "none"), "not testable with these data"),
    (cells("unclear", "none"), "not supported"), (cells("against", "unclear"), "not supported"),
    (cells("for"), "partly supported"), (cells("for", "for", "for"), "partly supported"),
    (cells("for", "for", kind="register"), "supported"), (cells("for", "none", kind="register"), "partly supported"),
    (cells("for", "for", "unclear", kind="survey"), "partly supported"),
    (cells("for", "against", kind="register"), "partly supported"),
])
def test_the_rule_of_the_verdicts(given, expected):
    assert synthesis.verdict(given) == expected


@pytest.mark.parametrize("reads, value, expected", [
    ("words", "supports", "for"), ("words", "for, strong", "for"), ("words", "against, weak", "against"),
    ("words", "no take-off up to 2016", "unclear"), ("words", "not testable", "none"), ("scene", 33.5, "none"),
    ("majority", 55.0, "for"), ("majority", 49.0, "against"), ("minority", 4.9, "for"), ("minority", 60.2, "against"),
])
def test_how_a_claim_is_read(reads, value, expected):
    assert synthesis.direction(reads, value) == expected


def test_a_word_that_no_rule_reads_is_an_error():
    with pytest.raises(ValueError, match="'perhaps'"):
        synthesis.direction("words", "perhaps")


def test_every_hypothesis_has_evidence_and_norwegian_evidence_above_all():
    assert {row[0] for row in synthesis.EVIDENCE} == {h.id for h in synthesis.HYPOTHESES}
    assert {row[0] for row in synthesis.EVIDENCE if "Norway" in row[1]} == {h.id for h in synthesis.HYPOTHESES}
    assert {row[0] for row in synthesis.EVIDENCE if "Germany" in row[1]} == {"H7", "H8"}


def test_the_table_of_verdicts_counts_its_cells():
    found = synthesis.verdict_table(cells("for", "against")).set_index("id")
    assert list(found.index) == [f"H{i}" for i in range(1, 9)]
    assert found.loc["H3", ["for_n", "against_n", "unclear_n"]].tolist() == [1, 1, 0]
    assert found.loc["H1", "verdict"] == "not yet assessed"
