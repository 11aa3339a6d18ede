"""Evidence: how claims are read, what follows from them, and what would overturn it; claims are made up."""

import pandas as pd
import pytest

from copro.measures import cases
from copro.measures import evidence as ev
from copro.measures.synthesis import HYPOTHESES
from copro.paths import ROOT


def cells(*said, strength="weak", independent=True, hypothesis="H3"):
    """Made-up cells with these directions."""
    return pd.DataFrame({"hypothesis": hypothesis, "source": "Norway", "direction": said, "strength": strength, "independent": independent,
                         "claim": [f"x-{i}" for i in range(len(said))]}).assign(said=lambda d: d["direction"])


@pytest.mark.parametrize("given, expected", [
    (cells(), "not yet assessed"), (cells("none", "none"), "not testable with these data"),
    (cells("unclear", "none"), "not supported"), (cells("against", "unclear"), "not supported"),
    (cells("for"), "partly supported"), (cells("for", "for", "for"), "partly supported"),
    (cells("for", "for", strength="firm"), "supported"), (cells("for", "none", strength="firm"), "partly supported"),
    (cells("for", "for", "unclear", strength="firm"), "partly supported"),
    (cells("for", "against", strength="firm"), "mixed"),
    (cells("for", "against", "against"), "mixed"), (cells("for", "for", "against"), "partly supported"),
    # What the study that set the hypothesis says against it does not count against it alone.
    (pd.concat([cells("for"), cells("against", independent=False)]), "partly supported"),
    (cells("for", independent=False), "not testable with these data"),
    (cells("against", independent=False), "not testable with these data"),
    (pd.concat([cells("for", independent=False), cells("unclear")]), "not supported"),
    (pd.concat([cells("for", independent=False), cells("for", strength="firm")]), "supported"),
    # A firm claim that does not tell cannot make the rest firm.
    (pd.concat([cells("for", "for"), cells("none", strength="firm")]), "partly supported"),
])
def test_the_rule_of_the_verdicts(given, expected):
    assert ev.verdict(given) == expected


@pytest.mark.parametrize("reads, value, expected", [
    ("words", "supports", "for"), ("words", "for, strong", "for"), ("words", "against, weak", "against"),
    # Absent where it was compared: against. Compared, but not steady or cut off too early: neither way. Nothing to compare: does not tell.
    ("words", "no difference", "against"), ("words", "contradicts", "against"), ("words", "points the other way", "against"),
    ("words", "no difference between the parliaments", "unclear"), ("words", "no take-off up to 2016", "unclear"),
    ("words", "partly supported", "unclear"), ("words", "mixed", "unclear"), ("words", "does not survive", "unclear"),
    ("words", "cannot tell", "none"), ("words", "not testable", "none"), ("words", "one year cannot show", "none"),
    ("silent", 33.5, "none"), ("majority", 55.0, "for"), ("majority", 49.0, "against"), ("minority", 4.9, "for"),
    ("minority", 60.2, "against"), ("majority", "most", "for"), ("minority", "most", "against"),
    ("at most", 9.0, "for"), ("at most", 60.2, "none"),
])
def test_how_a_claim_is_read(reads, value, expected):
    assert ev.direction(reads, value) == expected


def test_a_word_that_no_rule_reads_is_an_error():
    with pytest.raises(ValueError, match="'perhaps'.* supports, points that way"):
        ev.direction("words", "perhaps")


@pytest.mark.parametrize("change", [[], [1], [0], [-1], [1, 0]])
def test_every_word_for_pairs_of_cases_can_be_read(change):
    word = cases.direction(pd.DataFrame({"condition": "D", "change": change}), "D")
    expected = {(): "none", (1,): "for", (0,): "against", (-1,): "against", (1, 0): "unclear"}
    assert ev.direction("words", word) == expected[tuple(change)]


@pytest.mark.parametrize("kind, value, independent, caution, expected", [
    ("register", 5.0, True, "", "firm"), ("published figure", 5.0, True, "", "firm"), ("coding", 5.0, True, "", "weak"),
    ("expert index", 5.0, True, "", "weak"), ("published figure", "most", True, "", "weak"),
    ("published figure", 5.0, True, "no period", "weak"), ("register", 5.0, False, "", "weak")])
def test_what_is_firm(kind, value, independent, caution, expected):
    assert ev.strength(kind, value, independent, caution) == expected


def ledger(**changed):
    """A made-up claim for every row of the evidence: shares of 40, words that speak for."""
    rows = [{"id": c.claim, "value": changed.get(c.claim, "supports" if c.reads == "words" else 40.0), "sentence": f"{c.claim} says so.",
             "kind": "coding", "notebook": "made_up", "tables": ["made/up"]} for c in ev.EVIDENCE]
    return pd.DataFrame(rows).drop_duplicates("id")


def test_one_more_row_is_one_more_cell_and_a_missing_claim_an_error():
    one = (*ev.EVIDENCE[:1], ev.Cell("H2", "Denmark", "new-claim", "minority", caution="doubtful"))
    claims = pd.concat([ledger(), ledger().head(1).assign(id="new-claim", value=12.0, kind="survey")])
    found = ev.evidence(claims, one)
    assert found["said"].tolist() == ["for (weak)", "for (weak)"] and found["note"].tolist() == ["", "doubtful"]
    with pytest.raises(KeyError, match="new-claim"):
        ev.evidence(ledger(), one)


def test_the_matrix_says_where_there_is_no_evidence():
    found = ev.matrix(ev.evidence(ledger())).set_index("id")
    assert list(found.index) == [h.id for h in HYPOTHESES] and list(found.columns[1:]) == list(ev.SOURCES)
    assert found.loc["H2", "Denmark"] == ev.ABSENT and found.loc["H3", "literature"] == "for (weak)"
    assert found.loc["H8", "Norway"] == "for (weak); for (weak)" and found.loc["H6", "Norway"] == "does not tell"


def test_every_hypothesis_has_evidence_from_known_sources():
    assert {c.hypothesis for c in ev.EVIDENCE} == {h.id for h in HYPOTHESES}
    assert {c.hypothesis for c in ev.EVIDENCE if c.source == "Norway"} == {h.id for h in HYPOTHESES}
    assert {c.source for c in ev.EVIDENCE} == set(ev.SOURCES)
    assert len({c.claim for c in ev.EVIDENCE}) == len(ev.EVIDENCE), "a claim counts once"
    assert all(c.note for c in ev.EVIDENCE if c.reads in ("silent", "at most")), "what cannot tell has a reason"


def test_only_readings_of_table_4_are_not_independent():
    assert {c.claim for c in ev.EVIDENCE if not c.independent} == {f"nocase-h{i}" for i in range(1, 6)}


@pytest.mark.parametrize("chapter", ["verdicts", "potentials_and_limits"])
def test_a_chapter_runs_after_every_chapter_whose_evidence_it_reads(chapter):
    text = (ROOT / "Snakefile").read_text()
    rule = text[text.index(f'"{chapter}": dict('):]
    rule = rule[:rule.index("\n    ),")]
    claims = pd.read_json(ROOT / "results" / "claims.json").set_index("id")["notebook"]
    needed = {claims[c.claim] for c in ev.EVIDENCE if c.claim in claims.index}
    assert needed and [name for name in needed if f'"{name}"' not in rule] == []


def test_the_table_of_verdicts_counts_its_cells():
    found = ev.verdict_table(cells("for", "against", "none", strength="firm")).set_index("id")
    assert list(found.index) == [f"H{i}" for i in range(1, 9)]
    assert found.loc["H3", ["for_n", "against_n", "unclear_n", "none_n", "firm_n"]].tolist() == [1, 1, 0, 1, 2]
    assert found.loc["H3", "absent"] == "literature, Germany, Denmark, countries, configurations"
    assert found.loc["H1", "verdict"] == "not yet assessed"
    assert ev.in_words(found.loc["H3"]) == "1 points its way (Norway), 1 points against it (Norway), 1 does not tell (Norway); 2 of the 2 that tell are firm"
    assert ev.in_words(ev.verdict_table(cells("none")).set_index("id").loc["H3"]) == "1 does not tell (Norway)"
    assert ev.in_words(found.loc["H1"]) == "there is none"


def test_what_would_overturn_a_verdict():
    found = ev.overturned(cells("for", "for"))
    assert found == {"one_for": "supported", "one_against": "partly supported", "carried_by": "no single claim"}
    assert ev.overturned(cells("for", "unclear"))["carried_by"] == "x-0"
    assert ev.overturned(cells("none"))["one_against"] == "not supported"


def test_the_leading_condition_counts_independent_cells():
    given = pd.concat([cells("for", "for", hypothesis="H3"), cells("for", hypothesis="H2"),
                       cells("for", "for", "for", hypothesis="H1", independent=False)])
    assert ev.leading(given) == ["H3"]
    assert ev.leading(cells("against", hypothesis="H1")) == []
    assert ev.leading(pd.concat([cells("for", hypothesis="H1"), cells("for", hypothesis="H2")])) == ["H1", "H2"]


def test_a_paragraph_that_no_longer_fits_stops_the_notebook():
    given = cells("for", "against")
    ev.hold(given, {"x-0": "for", "x-1": "against"})
    with pytest.raises(ValueError, match="x-1: written for 'for', found 'against'"):
        ev.hold(given, {"x-0": "for", "x-1": "for"})
    with pytest.raises(ValueError, match="no such cell"):
        ev.hold(given, {"x-9": "for"})
