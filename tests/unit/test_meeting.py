"""The page to take to a meeting: the same questions in four languages, no advice.

What it shares with the summaries (the same numbers, none typed, short sentences) is tested there.
"""

import json
import re

import pytest

from copro.book.languages import in_language
from copro.book.pages.native import Texts
from copro.book.pages.summaries import PLACE
from copro.paths import REFERENCE, ROOT
from copro.report.words.languages import LANGUAGES

CLAIMS = {c["id"]: c for c in json.loads((REFERENCE / "claims.json").read_text(encoding="utf-8"))}
SURE = {
    "en": "How sure?",
    "nb": "Hvor sikkert er dette?",
    "de": "Wie sicher ist das?",
    "da": "Hvor sikkert er det?",
}
# What a page of questions must not say: that something should be done.
ADVICE = {
    "en": r"\b(should|must|need to|ought|recommend\w*|make sure)\b",
    "nb": r"\b(bør|må|skal dere|anbefal\w*|sørg for)\b",
    "de": r"\b(sollten?|müssen|muss|empfehl\w*|achten Sie)\b",
    "da": r"\b(bør|må|skal I|anbefal\w*|sørg for)\b",
}


def text(language):
    return (ROOT / "book" / f"{in_language('meeting', language)}.md").read_text(encoding="utf-8")


def questions(language):
    """Heading and text of each question."""
    return [part.split("\n", 1) for part in re.split(r"^### ", text(language), flags=re.M)[1:]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_says_what_is_known_how_sure_and_leaves_room_to_write(language):
    asked = questions(language)
    assert len(asked) == 10
    for heading, rest in asked:
        assert heading.endswith("?")
        assert "".join(rest.split("## ")[0].split()).endswith("[[notes]]")
        assert rest.count(f"*{SURE[language]}* [[sure-") == 1
        assert [id for id, _, _ in PLACE.findall(rest) if id in CLAIMS or id.startswith("syn-")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_is_made_by_a_chapter(language):
    named = {id.removeprefix("sure-") for id, _, _ in PLACE.findall(text(language))} - {"notes"}
    assert named <= set(CLAIMS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_advised(language):
    said = " ".join(rest for _, rest in questions(language))
    assert re.findall(ADVICE[language], said) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_filled_in_its_language(language):
    claims = [{"digits": 1, "level": 95, "page": "x"} | claim for claim in CLAIMS.values()]
    made = Texts(claims, {}).page(in_language("meeting", language), text(language))
    assert "[[" not in made
    assert made.count('class="notes"') == 10
