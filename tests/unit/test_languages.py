"""Texts in four languages: each is there in each, and with the same places for numbers."""

import json
import re

import pytest

from copro.report.words import languages
from copro.report.words.languages import LANGUAGES, WORDS, WordsError, words

AREAS = sorted(file.stem for file in WORDS.glob("*.json"))
TEXTS = [
    (area, name, texts)
    for area in AREAS
    for name, texts in json.loads((WORDS / f"{area}.json").read_text(encoding="utf-8")).items()
]


def test_a_text_that_a_language_lacks_is_named(tmp_path, monkeypatch):
    (tmp_path / "frame.json").write_text('{"search": {"en": "Search", "nb": "Søk", "de": ""}}')
    monkeypatch.setattr(languages, "WORDS", tmp_path)
    with pytest.raises(WordsError, match=r"frame\.json: the text 'search' has no de, no da"):
        words("frame", "en")


@pytest.mark.parametrize(("area", "name", "texts"), TEXTS)
def test_a_text_says_as_much_in_each_language(area, name, texts):
    """No language is left out, and each has the same places for numbers and names."""
    assert set(texts) == set(LANGUAGES)
    places = {one: sorted(re.findall(r"\{(\w*)\}", text)) for one, text in texts.items()}
    assert len({tuple(found) for found in places.values()}) == 1, places
