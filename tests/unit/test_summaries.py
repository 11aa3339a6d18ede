"""The one-page summaries: the same numbers in four languages,
and sentences that the claims carry.
"""

import json
import re

import pytest

from copro.book.languages import in_language
from copro.book.pages.glossary import glossary
from copro.book.pages.summaries import (
    HYPOTHESES,
    PLACE,
    SummaryError,
    fill,
    times,
)
from copro.measures.synthesis import hypotheses
from copro.paths import REFERENCE, ROOT
from copro.report.words.languages import LANGUAGES, number
from copro.report.words.numbers import number as chapter
from copro.run import plain

FOLDER = ROOT / "book" / "summaries"
WORDS = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))
CLAIMS = {c["id"]: c for c in json.loads((REFERENCE / "claims.json").read_text(encoding="utf-8"))}
TERMS = json.loads((ROOT / "book" / "terms.json").read_text(encoding="utf-8"))


def text(language):
    return (FOLDER / f"{language}.md").read_text(encoding="utf-8")


def meeting(language):
    return (ROOT / "book" / f"{in_language('meeting', language)}.md").read_text(encoding="utf-8")


def claim(**changes):
    return {
        "id": "a-claim",
        "value": 1234.56,
        "interval": [1000.0, 1500.0],
        "digits": 1,
        "n": 2500,
    } | changes


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "1,234.6"), ("nb", "1\N{NO-BREAK SPACE}234,6"), ("de", "1.234,6"), ("da", "1.234,6")],
)
def test_numbers_are_written_as_the_language_writes_them(language, expected):
    assert number(1234.56, 1, language) == expected


def test_numbers_are_rounded_as_in_the_chapters():
    assert [number(v, 1, "en") for v in (12.35, 0.25, -0.04, -1.26)] == [
        chapter(v, 1) for v in (12.35, 0.25, -0.04, -1.26)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [text, meeting])
def test_every_language_names_the_same_claims_in_the_same_order(page, language):
    assert PLACE.findall(page(language)) == PLACE.findall(page("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_named_claim_is_in_the_reference(language):
    assert {id for id, _, _ in PLACE.findall(text(language))} - {"verdicts"} <= set(CLAIMS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("page", "others"), [(text, {"50", "95"}), (meeting, {"80", "90"})])
def test_no_result_is_typed(page, others, language):
    """What stands as a digit outside the places is a year,
    a count of the design, a confidence level or an age.
    """
    typed = re.findall(r"\d+", re.sub(r"\[\[[^\]]*\]\]|\]\([^)]*\)", "", page(language)))
    assert {n for n in typed if not re.fullmatch(r"(19|20)\d\d", n)} <= others


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_screen_answers_and_leads_to_places_and_to_what_follows(language):
    """Question, an answer of at most 60 words, and two links, before the first heading."""
    first = text(language).split("\n## ")[0].split("\n\n")
    assert len(first) == 4 and all(part.startswith("**") for part in first[1:3])
    assert plain.count(first[2]) - 1 <= plain.ANSWER_WORDS
    assert re.findall(r"\]\(([^)]+)\)", first[3]) == [
        "../find_your_place",
        "../4_synthesis/potentials_and_limits",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_we_know_comes_before_what_we_do_not_know_and_what_to_ask(language):
    known, unknown, when, ask, sure = re.findall(r"^## (.+)$", text(language), flags=re.M)
    expected = {
        "en": ["What we know", "What we do not know", "What you can ask"],
        "nb": ["Dette vet vi", "Dette vet vi ikke", "Dette kan dere spørre om"],
        "de": ["Was wir wissen", "Was wir nicht wissen", "Was Sie fragen können"],
        "da": ["Det ved vi", "Det ved vi ikke", "Det kan I spørge om"],
    }
    assert [known, unknown, ask] == expected[language] and when and sure


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [text, meeting])
def test_sentences_are_short(page, language):
    blocks = [block.removeprefix("* ") for block in re.split(r"\n+", page(language))]
    said = [one for block in blocks for one in plain.sentences(re.sub(r"\]\([^)]*\)", "", block))]
    assert [one for one in said if plain.count(one) > plain.LONGEST] == []
    assert language != "en" or [turn for one in said for turn in plain.banned(one)] == []


def test_the_sentences_hold_for_the_claims_as_they_are():
    """'Most units', 'few of the places', 'more than half', 'family gives most', 'hardly used',
    'most places'.
    """
    value = {id: c["value"] for id, c in CLAIMS.items()}
    assert value["no-practice-units-any"] > 50
    assert value["no-sector-nonprofit-places-2014"] < 10 < 50 < value["de-sector-places-2015"]
    assert value["no-sector-drug-private-2016"] > 50
    assert value["no-practice-care-family"] > 10 * value["no-practice-care-volunteers"]
    # "Hardly used": by the established words of the same debates more than a hundred times.
    assert value["disc-nor-established"] > 100 * value["disc-nor-word"]
    # "None of them with voluntary organisations".
    assert re.search(
        r"of which (?:0|none) with voluntary organisations",
        CLAIMS["lf-outcome-experiments"]["sentence"],
    )
    # "Most often a mixed one" in the first pass; in the second more often positive than mixed.
    readings = re.findall(
        r"\((\d+) positive, (\d+) mixed, (\d+) no effect, (\d+) negative\)",
        CLAIMS["lf-outcome-direction"]["sentence"],
    )
    assert len(readings) == 2
    positive, mixed, none, negative = map(int, readings[0])
    assert mixed > max(positive, none, negative) and int(readings[1][0]) > int(readings[1][1])
    direction = CLAIMS["lf-outcome-direction"]
    assert direction.get("disagree") or "weak agreement" in direction["sentence"]
    assert "preliminary" in CLAIMS["no-sector-nonprofit-places-2014"]["sentence"]
    # "More often coded as close where the municipality needed something", "without the doubtful
    # cases this rests on two".
    for bound in ("kept", "dropped"):
        (k, n), (k0, n0) = (
            (int(part.replace("none", "0")), int(whole))
            for part, whole in re.findall(
                r"(\d+|none) of (\d+)", CLAIMS[f"frame-need-{bound}"]["sentence"]
            )
        )
        assert k / n > k0 / n0
    assert k + k0 == 2


def test_years_of_the_findings_are_those_of_their_claims():
    """A year that a finding names stands in a sentence of the claims it links;
    so do the 50 municipalities.
    """
    for line in text("en").split("\n## ")[1].splitlines():
        if line.startswith("* "):
            sentences = " ".join(CLAIMS[id]["sentence"] for id, _, _ in PLACE.findall(line))
            typed = re.findall(r"\b(?:19|20)\d\d\b|\b50\b", re.sub(r"\[\[[^\]]*\]\]", "", line))
            assert typed and all(number_ in sentences for number_ in typed), line


def test_what_is_said_of_the_verdicts_holds():
    """'No condition is supported by two independent sources', 'no answer is supported'."""
    verdicts = {place: CLAIMS[f"syn-verdict-h{place}"]["value"] for place in HYPOTHESES}
    assert not {"supported", "partly supported"} & set(verdicts.values())
    for place in HYPOTHESES:
        speaks_for = re.search(r"\bFor: ([^.]*)\.", CLAIMS[f"syn-verdict-h{place}"]["sentence"])
        assert not speaks_for or "," not in speaks_for[1]
    # Every verdict that occurs is explained above the table, and none that does not occur.
    for language in LANGUAGES:
        words, rule = WORDS[language], text(language).split("[[verdicts]]")[0].rsplit("\n\n", 2)[-2]
        explained = {term.lower() for term in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", rule)}
        assert explained == {words[v].lower() for v in verdicts.values() if v != "supported"}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["never", "once", "five times", "13 times"]),
        ("nb", ["aldri", "én gang", "fem ganger", "13 ganger"]),
        ("de", ["kein einziges Mal", "einmal", "fünfmal", "13mal"]),
        ("da", ["aldrig", "én gang", "fem gange", "13 gange"]),
    ],
)
def test_how_often_is_said_as_the_language_says_it(language, expected):
    assert [times(n, WORDS[language], language) for n in (0, 1, 5, 13)] == expected
    assert (
        fill("[[a-claim:word]]", [claim(value=4)], WORDS[language], language, "x.md")
        == f"[{WORDS[language]['numbers'][4]}](#claim-a-claim)"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_begins_with_a_number(language):
    assert not re.search(r"(?:^|[.:] |\*\* )\[\[(?!verdicts)", text(language), flags=re.M)


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
    # English has one wording of each question, here and on the verdict board.
    assert all(WORDS["en"][h.id] == h.question for h in hypotheses.HYPOTHESES)
    assert {c["value"] for id, c in CLAIMS.items() if id.startswith("syn-verdict-")} <= set(
        WORDS[language]
    )


def test_the_glossary_leads_from_every_word_back_to_its_concept():
    there, _, back = glossary(TERMS).partition("\n```\n")
    for term in TERMS:
        for language in ("nb", "de", "da"):
            for word in term[language]:
                assert f'<i lang="{language}">{word}</i>' in there
                assert f'<i lang="{language}">{word}</i>: {{term}}`{term["en"]}`' in back


def test_a_level_of_government_that_one_country_has_is_named_in_its_language_alone():
    """A German Land is a state and no county; Norway has neither Kreis nor Land."""
    found = {term["en"]: term for term in TERMS}
    assert (
        found["state (Land)"]["de"] == ["Land"]
        and found["county"]["nb"] == ["fylke"]
        and not found["county"]["de"]
    )
    entry = glossary(TERMS).split("\ncounty\n")[1].split("\n\n")[0]
    assert "Norwegian" in entry and "German" not in entry and "Danish" not in entry


@pytest.mark.parametrize("page", ["explore", "find_your_place", "reproduce", "glossary"])
def test_the_pages_beside_the_chapters_are_plain(page):
    """No turn of docs/style.md is banned, and no sentence is too long."""
    source = (ROOT / "book" / f"{page}.md").read_text(encoding="utf-8")
    read = plain.pieces({"cells": [{"cell_type": "markdown", "source": source}]})
    said = [one for piece in read for one in plain.sentences(piece.text.removeprefix(": "))]
    assert len(said) > 3
    assert [one for one in said if plain.banned(one) or plain.count(one) > plain.LONGEST] == []


def test_the_meanings_of_the_glossary_are_plain():
    said = [one for term in TERMS for one in plain.sentences(term["meaning"])]
    assert [one for one in said if plain.banned(one) or plain.count(one) > plain.LONGEST] == []


def test_danish_and_german_words_are_those_of_the_field():
    """*Almennyttig* is housing in Danish; *Ehrenamt* is volunteering."""
    words = {term["en"]: term for term in TERMS}
    assert "almennyttig" not in text("da") + json.dumps(TERMS, ensure_ascii=False).lower()
    assert "selvejende institution" in words["non-profit provider"]["da"]
    assert "Ehrenamt" in words["volunteering"]["de"]
    assert "samskabelse" in text("da").split("\n\n")[1]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "none of 22"), ("nb", "ingen av 22"), ("de", "keinem von 22"), ("da", "ingen af 22")],
)
def test_none_of_some_is_said_in_words(language, expected):
    made = fill("[[a-claim]]", [claim(value="none of 22")], WORDS[language], language, "x.md")
    assert made == f"[{expected}](#claim-a-claim)"
