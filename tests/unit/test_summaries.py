"""The one-page summaries: the same numbers in four languages, and sentences that the claims carry."""

import json
import re

import pytest

from copro.paths import REFERENCE, ROOT
from copro.pipeline.glossary import by_language, concepts
from copro.report.format import number as chapter
from copro.pipeline.summaries import LANGUAGES, PLACE, SummaryError, fill, number

FOLDER = ROOT / "book" / "summaries"
WORDS = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))
CLAIMS = {c["id"]: c for c in json.loads((REFERENCE / "claims.json").read_text(encoding="utf-8"))}
TERMS = json.loads((ROOT / "book" / "terms.json").read_text(encoding="utf-8"))


def text(language):
    return (FOLDER / f"{language}.md").read_text(encoding="utf-8")


def claim(**changes):
    return {"id": "a-claim", "value": 1234.56, "interval": [1000.0, 1500.0], "digits": 1, "n": 2500} | changes


@pytest.mark.parametrize(("language", "expected"), [
    ("en", "1,234.6"), ("nb", "1\N{NO-BREAK SPACE}234,6"), ("de", "1.234,6"), ("da", "1.234,6")])
def test_numbers_are_written_as_the_language_writes_them(language, expected):
    assert number(1234.56, 1, language) == expected


def test_numbers_are_rounded_as_in_the_chapters():
    assert [number(v, 1, "en") for v in (12.35, 0.25, -0.04, -1.26)] == [chapter(v, 1) for v in (12.35, 0.25, -0.04, -1.26)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_summary_names_the_same_claims_in_the_same_order(language):
    assert PLACE.findall(text(language)) == PLACE.findall(text("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_named_claim_is_in_the_reference(language):
    assert {id for id, _, _ in PLACE.findall(text(language))} - {"verdicts"} <= set(CLAIMS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_result_is_typed(language):
    """What stands as a digit outside the places is a year, a count of the design or a confidence level."""
    typed = re.findall(r"\d+", re.sub(r"\[\[[^\]]*\]\]", "", text(language)))
    assert {n for n in typed if not re.fullmatch(r"(19|20)\d\d", n)} <= {"50", "95"}


def test_the_sentences_hold_for_the_claims_as_they_are():
    """'Most units', 'few of the places', 'family gives most', 'need has the most evidence, all of it weak', 'most did not look'."""
    value = {id: c["value"] for id, c in CLAIMS.items()}
    assert value["no-practice-units-any"] > 50
    assert value["no-sector-nonprofit-places-2014"] < 10 < 50 < value["de-sector-places-2015"]
    assert value["no-practice-care-family"] > 10 * value["no-practice-care-volunteers"]
    assert value["disc-nor-word"] == 1
    assert value["syn-verdict-h3"] == "partly supported" and "all of them weak" in CLAIMS["syn-verdict-h3"]["sentence"]
    assert value["lf-outcome-unstudied"] > CLAIMS["lf-outcome-unstudied"]["n"] / 2
    # "By both readings most studies looked at no outcome", "none of them with voluntary organisations".
    unstudied, coded = map(int, re.search(r"by the second (\d+) of (\d+)", CLAIMS["lf-outcome-unstudied"]["sentence"]).groups())
    assert unstudied > coded / 2
    assert "of which 0 with voluntary organisations" in CLAIMS["lf-outcome-experiments"]["sentence"]
    # "Most often a mixed one" in both readings; "agree only weakly" is what the claim itself says.
    readings = re.findall(r"\((\d+) positive, (\d+) mixed, (\d+) no effect, (\d+) negative\)", CLAIMS["lf-outcome-direction"]["sentence"])
    assert len(readings) == 2
    assert all(int(mixed) > max(int(positive), int(none), int(negative)) for positive, mixed, none, negative in readings)
    assert "weak agreement between readings" in CLAIMS["lf-outcome-direction"]["sentence"]
    assert "preliminary" in CLAIMS["no-sector-nonprofit-places-2014"]["sentence"]
    assert {value["syn-verdict-h1"], value["syn-verdict-h2"]} == {"not supported"}
    # "More often coded as close where the municipality needed something"; "most of the few studies that state a direction agree".
    (k, n), (k0, n0) = (map(int, value[f"frame-r-{side}"].split(" of ")) for side in ("present", "absent"))
    assert k / n > k0 / n0
    studies = [tuple(map(int, pair)) for pair in re.findall(r"(\d+) of (\d+)", CLAIMS["lf-strength-h3"]["sentence"])]
    assert len(studies) == 2 and all(stated / 2 < agree and stated < value["lf-base"] / 4 for agree, stated in studies)


def test_a_number_leads_to_its_claim_and_keeps_its_percent_sign():
    found = fill("a [[a-claim]] % b", [claim(value=4.94)], WORDS["de"], "de", "de.md")
    assert found == "a [4,9\N{NARROW NO-BREAK SPACE}%](#claim-a-claim) b"


def test_the_number_of_observations_is_a_whole_number():
    assert fill("[[a-claim:n]]", [claim()], WORDS["de"], "de", "de.md") == "[2.500](#claim-a-claim)"
    with pytest.raises(SummaryError, match="'a-claim' has no n"):
        fill("[[a-claim:n]]", [claim(n=None)], WORDS["nb"], "nb", "nb.md")


def test_an_unknown_claim_is_an_error_that_names_file_and_claim():
    with pytest.raises(SummaryError, match=r"nb\.md names the claim 'no-such'"):
        fill("[[no-such]]", [claim()], WORDS["nb"], "nb", "nb.md")


def test_an_interval_that_is_not_there_is_an_error():
    with pytest.raises(SummaryError, match="'a-claim' has no interval"):
        fill("[[a-claim:low]]", [claim(interval=None)], WORDS["nb"], "nb", "nb.md")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_has_a_word(language):
    assert set(WORDS[language]) == set(WORDS["en"])
    assert {c["value"] for id, c in CLAIMS.items() if id.startswith("syn-verdict-")} <= set(WORDS[language])


def test_the_glossary_leads_from_every_word_back_to_its_concept():
    there, back = concepts(TERMS), by_language(TERMS)
    for term in TERMS:
        for language in ("nb", "de", "da"):
            for word in term[language]:
                assert f'<i lang="{language}">{word}</i>' in there
                assert f'<i lang="{language}">{word}</i>: {{term}}`{term["en"]}`' in back
