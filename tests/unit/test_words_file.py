"""Words beside a notebook: what a file may hold, what a cell gets, and what is refused."""

import re

import pandas as pd
import pytest

from copro.chapters.notebooks import cells_of, notebook_path
from copro.measures.norway import drug_care
from copro.measures.synthesis import framing
from copro.paths import NOTEBOOKS
from copro.report.words.file import Words, WordsError, parse
from copro.run.dependencies import notebook_digest

FILES = sorted(NOTEBOOKS.glob("*/*.words.md"))
TEXT = """# Made up for the test

Free words, with a colon: not read.

## no-beds
title: Beds fell
to {last:,.0f}
alt: Bars. {each}.
each: {year}: {beds}

## no-places, no-rooms
labels:
- year: Year
- beds: Beds, {unit}

## no-beds-why (fell)
rest: fewer than in {first.year}

## no-beds-why (rose)
rest: more
"""


@pytest.fixture
def words(tmp_path, monkeypatch):
    (tmp_path / "made_up.words.md").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Words("made_up")


def test_a_part_is_filled_and_repeated_for_every_row(words):
    rows = pd.DataFrame({"year": [2001, 2002], "beds": [3, 4]})
    assert words("no-beds", last=1234.4, each=rows) == {
        "id": "no-beds",
        "title": "Beds fell to 1,234",
        "alt": "Bars. 2001: 3; 2002: 4.",
    }


def test_repeated_sentences_are_joined_by_blanks(tmp_path, monkeypatch):
    (tmp_path / "made_up.words.md").write_text("## a-b\nalt: {each}\neach: {n} is so.\n")
    monkeypatch.chdir(tmp_path)
    assert Words("made_up")("a-b", each=pd.DataFrame({"n": [1, 2]}))["alt"] == "1 is so. 2 is so."


def test_ids_share_their_labels_which_keep_their_order(words):
    for id in ("no-places", "no-rooms"):
        assert words(id, unit="count") == {
            "id": id,
            "labels": {"year": "Year", "beds": "Beds, count"},
        }


def test_the_variant_that_holds_is_taken(words):
    first = pd.Series({"year": 2001})
    assert words.variants("no-beds-why") == {"fell", "rose"} and not words.variants("no-beds")
    assert words.rest("no-beds-why", "fell", first=first) == "fewer than in 2001"
    assert words.rest("no-beds-why", "rose", first=first) == "more"


def test_the_rest_of_a_claim_is_no_keyword_of_a_table(tmp_path, monkeypatch):
    (tmp_path / "made_up.words.md").write_text("## a-b\ncaption: c\nrest: r {n}\n\n## c-d\n")
    monkeypatch.chdir(tmp_path)
    words = Words("made_up")
    assert words("a-b") == {"id": "a-b", "caption": "c"} and words.rest("a-b", n=1) == "r 1"
    with pytest.raises(WordsError, match=r"line 5, '## c-d': found no part 'rest'; expected one"):
        words.rest("c-d")


def test_what_joins_a_variant_and_what_a_variant_says_anew():
    entries = parse("## a-b\ncaption: c\ntitle: t\n\n## a-b (x)\ntitle: u\n", "made_up.words.md")
    assert entries["a-b", ""].parts == {"caption": "c", "title": "t"}
    assert entries["a-b", "x"].parts == {"title": "u"}


@pytest.mark.parametrize(
    ("asked", "facts", "message"),
    [
        (("no-bed",), {}, "made_up.words.md: found no heading '## no-bed'"),
        (("no-beds", "fell"), {}, r"'## no-beds \(fell\)' asked for; expected a heading"),
        (
            ("no-beds-why",),
            {},
            "'## no-beds-why' asked for; expected one of the variants fell, rose",
        ),
        (("no-beds-why", "same"), {}, r"\(same\)' asked for; expected one of the variants fell"),
        (
            ("no-beds",),
            {"each": pd.DataFrame({"year": [1], "beds": [2]})},
            "line 5, '## no-beds', title: the field 'last' has no value",
        ),
        (
            ("no-beds",),
            {"last": "many", "each": pd.DataFrame({"year": [1], "beds": [2]})},
            "line 5, '## no-beds', title: found a value that cannot be written so",
        ),
        (
            ("no-beds",),
            {"last": 1, "each": pd.DataFrame({"year": [1]})},
            "line 5, '## no-beds', each: the field 'beds' has no value",
        ),
        (
            ("no-beds",),
            {"last": 1, "frist": 2},
            "line 5, '## no-beds': frist given; expected a part",
        ),
    ],
)
def test_a_wrong_question_names_file_line_heading_and_field(words, asked, facts, message):
    with pytest.raises(WordsError, match=message):
        words(*asked, **facts)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("## A b\ntitle: x", "line 1: found '## A b'; expected '## id'"),
        ("## a-b\ncapton: x", "line 2: found 'capton: x'; expected a part: title:, caption:"),
        ("## a-b\ntitle: x\n\n## a-b", "line 4: '## a-b' stands in line 1 already"),
        ("## a-b\ntitle: x\n\ntitle: y", "line 4: a second 'title' below one heading"),
        ("## a-b\nlabels:\nyear: Year", "line 3: found 'year: Year'; expected '- column: label'"),
        ("## a-b\nlabels:\n- y: A\n- y: B", "line 4: found '- y: B'; .* each once"),
    ],
)
def test_a_file_that_cannot_be_read_names_the_line(text, message):
    with pytest.raises(WordsError, match=f"made_up.words.md, {message}"):
        parse(text, "made_up.words.md")


def test_a_notebook_without_words_is_named():
    with pytest.raises(WordsError, match=r"made_up\.words\.md: found no such file"):
        Words("made_up")


def test_a_heading_that_no_cell_names_is_found(words):
    code = 'words("no-beds", x=f"{a} b")\nfor what in ("places", "rooms"):\n    f"no-{what}"'
    assert words.unused(code) == []
    assert words.unused('words("no-beds")') == ["no-beds-why", "no-places", "no-rooms"]


def test_every_heading_of_a_chapter_is_named_by_one_of_its_cells():
    wrong = []
    for file in FILES:
        name = file.name.removesuffix(".words.md")
        cells = cells_of(notebook_path(name))
        code = "\n".join(cell["source"] for cell in cells if cell["type"] == "code")
        wrong += [(name, heading) for heading in Words(name).unused(code)]
    assert not wrong, "\n".join(map(str, wrong))


def test_titles_captions_and_alternative_texts_hold_no_markup():
    """They stand in pictures, in the search and in what is read aloud, which know no italics."""
    for file in FILES:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith(("title", "caption", "alt")):
                assert not re.search(r"(?<!\w)[*_]\w[^*_]*\w[*_](?!\w)", line), (file.name, line)


def test_a_changed_word_changes_the_digest_of_its_notebook(tmp_path, monkeypatch):
    notebook = tmp_path / "1_part" / "made_up.ipynb"
    notebook.parent.mkdir()
    notebook.write_text('{"cells": []}')
    monkeypatch.setattr("copro.chapters.notebooks.NOTEBOOKS", tmp_path)
    digests = [notebook_digest("made_up")]
    for text in ("## a-b\ntitle: x", "## a-b\ntitle: y"):
        notebook.with_suffix(".words.md").write_text(text)
        digests.append(notebook_digest("made_up"))
    assert len(set(digests)) == 3


def test_every_variant_that_a_function_returns_has_a_heading():
    series = pd.Series({2001: 5.0, 2002: 9.0, 2003: 6.0})
    deaths = {drug_care.after_peak(series), drug_care.after_peak(series - series.loc[[2003]].sum())}
    lasting = {framing.number_of_lasting(list("DFR")[:n]) for n in range(4)}
    assert Words("norway_drug_care").variants("no-drug-deaths") == {"above", "peaked"} >= deaths
    assert Words("framing_conditions").variants("frame-bounds") == lasting
