"""Texts in four languages: each is there in each, and with the same places for numbers."""

import json
import re

import pytest

from copro.report.words import languages
from copro.report.words.languages import LANGUAGES, WORDS, WordsError, words

TEXTS = [
    (file.stem, name, texts)
    for file in sorted(WORDS.glob("*.json"))
    for name, texts in json.loads(file.read_text(encoding="utf-8")).items()
]


def test_a_text_that_a_language_lacks_is_named(tmp_path, monkeypatch):
    (tmp_path / "frame.json").write_text('{"search": {"en": "Search", "nb": "Søk", "de": ""}}')
    monkeypatch.setattr(languages, "WORDS", tmp_path)
    with pytest.raises(WordsError, match=r"frame\.json: the text 'search' has no de, no da"):
        words("frame", "en")


def test_every_text_says_as_much_in_each_language():
    """No language is left out, and each has the same places for numbers and names."""
    wrong = []
    for area, name, texts in TEXTS:
        places = {one: sorted(re.findall(r"\{(\w*)\}", text)) for one, text in texts.items()}
        if set(texts) != set(LANGUAGES) or len({tuple(found) for found in places.values()}) != 1:
            wrong.append((area, name, places))
    assert not wrong, "\n".join(map(str, wrong))
