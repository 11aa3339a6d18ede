"""Plain language is measured as a reader counts: words, sentences, turns, numbers of the answer."""

import json

import pytest

from copro.chapters.notebooks import ChapterError
from copro.errors import FOUND
from copro.paths import ROOT
from copro.run import plain

OPENING = """# Homes

**Question.** Who runs the homes?

**Answer.** In 2018 {glue:text}`a-b` of the homes were municipal. Charities ran the rest.

**Evidence.** A register {cite}`key_2018` of [all homes](https://example.org/1).

**Limits.** Small homes are missing."""


def text(source):
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def shown(*outputs):
    return {"cell_type": "code", "source": "hidden = 1", "metadata": {}, "outputs": [*outputs]}


def record(kind, id="a-b", **parts):
    made = {"type": kind, "id": id} | parts
    return {"output_type": "display_data", "data": {}, "metadata": {"copro": made}}


def glue(name, value):
    data = {"application/papermill.record/text/plain": value}
    return {"output_type": "display_data", "data": data, "metadata": {"scrapbook": {"name": name}}}


def chapter(*cells):
    """A made-up chapter whose opening has nothing to mend."""
    cells = (text(OPENING), shown(glue("a-b", "90.5\u202f%")), *cells)
    return plain.Reading("made_up", tuple(plain.pieces({"cells": [*cells]})))


def test_a_plain_chapter_has_nothing_to_mend():
    assert chapter().faults() == chapter().hints() == []


def test_the_answer_is_read_with_its_numbers():
    assert chapter().answer == (
        "In 2018 90.5\u202f% of the homes were municipal. Charities ran the rest."
    )


def test_links_citations_and_terms_count_as_they_are_read():
    evidence = next(p for p in chapter().pieces if p.text.startswith("Evidence."))
    assert evidence.text == "Evidence. A register of all homes."
    [term] = plain.pieces({"cells": [text("A {term}`Kreis <county>` of *Land* level.")]})
    assert term.text == "A Kreis of Land level."


def test_code_tables_and_formulas_are_no_words():
    cell = text("One word.\n\n| a | b |\n|---|---|\n| c | d |\n\n$$\ny = x\n$$\n\n```\ncode\n```")
    assert [p.text for p in plain.pieces({"cells": [cell]})] == ["One word."]


def test_captions_alternative_texts_and_folded_words_are_read():
    made = record(
        "figure", title="It fell", caption="How.", alt="A line falls.", folded="More. So."
    )
    found = chapter(shown(made)).pieces[-4:]
    assert [(p.kind, p.text) for p in found] == [
        ("title", "It fell"),
        ("caption", "How."),
        ("alt", "A line falls."),
        ("folded", "More. So."),
    ]


def test_words_of_a_fold_in_the_text_are_folded():
    cell = text("Before.\n\n:::{dropdown} For those who check\nOne.\n\nTwo.\n:::\n\nAfter.")
    found = [(p.kind, p.text) for p in plain.pieces({"cells": [cell]})]
    assert found == [
        ("text", "Before."),
        ("folded", "For those who check"),
        ("folded", "One."),
        ("folded", "Two."),
        ("text", "After."),
    ]


def test_an_item_of_a_list_is_a_block_of_its_own():
    cell = text("We know:\n\n* that it fell,\n* that it rose.\n1. First.\n2. Second.")
    assert [p.text for p in plain.pieces({"cells": [cell]})] == [
        "We know:",
        "that it fell,",
        "that it rose.",
        "First.",
        "Second.",
    ]


def test_a_long_sentence_is_named_wherever_it_stands():
    long = " ".join(["word"] * (plain.LONGEST + 1))
    for cell in (text(long), shown(record("claim", sentence=long, message=False))):
        assert any("41 words" in fault for fault in chapter(cell).faults())
    assert chapter(text(" ".join(["word"] * plain.LONGEST))).faults() == []


def test_the_sentence_in_the_middle_is_held_to_its_length():
    heavy = [text(" ".join(["word"] * (plain.MEDIAN + 1)) + ".")] * 9
    assert any("median" in fault for fault in chapter(*heavy).faults())


@pytest.mark.parametrize(
    "turn",
    [
        "The table does not tell why.",
        "Firms and charities cannot be told apart.",
        "It says nothing on need.",
        "The claim reads 'undecided'.",
        "This holds for Norway.",
        "The share stands at 3.",
        "Claims stand in the ledger.",
        "The aged 80+ are few.",
        "Beds for the oldest.",
        "It helps the old.",
        "In 0 of 5 models.",
        "In 3 of the three fields.",
        "In 2 of 2 cases.",
        "By H3 it should rise.",
        "H1, H2 and H3 agree.",
        "Table 4 has four fields.",
        "The second reading found more.",
        "Firms cannot tell the two.",
        "The darker, the larger.",
        "It goes with age and goes with need.",
    ],
)
def test_a_turn_that_readers_stumble_over_is_named(turn):
    assert plain.banned(turn), turn


@pytest.mark.parametrize(
    "fine",
    [
        "People aged 80 or over who understand it.",
        "H3, mutual need, is undecided.",
        "H3 (mutual need) and discretion (H1) were coded.",
        "In 10 of 24 cases, 22.5 of 22.7 and 2 of 27 others.",
        "The old municipalities were merged.",
        "Associations hold a resource.",
        "Need goes with cooperation.",
        "He reads the minutes.",
        "Both passes agree.",
        "Which country stands for which regime.",
    ],
)
def test_plain_words_pass(fine):
    assert plain.banned(fine) == []


def test_an_answer_of_many_numbers_or_words_is_named():
    crowded = OPENING.replace("Charities", "Then 1, 2.5 and 1,300 more. Charities")
    long = OPENING.replace("Charities", "word " * 60 + "charities")
    for source, fault in ((crowded, "4 numbers"), (long, "words, more than 60")):
        made = plain.pieces({"cells": [text(source), shown(glue("a-b", "9"))]})
        assert any(fault in one for one in plain.Reading("made_up", tuple(made)).faults())


def test_a_chapter_without_an_answer_is_named():
    assert any("no answer" in fault for fault in plain.Reading("made_up", ()).faults())


def test_messages_are_counted_by_section_and_chapter():
    message = record("claim", sentence="It fell.", message=True)
    four = chapter(text("## One"), shown(*[message] * 4)).faults()
    assert any("section “One”: 4 messages" in fault for fault in four)
    spread = [cell for i in range(4) for cell in (text(f"## Part {i}"), shown(*[message] * 3))]
    assert chapter(*spread).faults() == ["12 claims are messages, more than 10"]


def test_hints_name_hedges_numerals_and_long_captions():
    hedged = chapter(text("It may be so, or perhaps not.")).hints()
    numeral = chapter(text("2018 was the last year.")).hints()
    caption = chapter(shown(record("table", caption="word " * 40))).hints()
    assert ["hedges" in hedged[0], "numeral" in numeral[0], "40 words" in caption[0]] == [True] * 3


def test_the_rules_told_are_those_of_the_style_page():
    page = (ROOT / "docs" / "style.md").read_text(encoding="utf-8")
    for limit in (
        f"median of at most {plain.MEDIAN} words",
        f"none over {plain.LONGEST}",
        f"at most {plain.ANSWER_WORDS} words and {plain.ANSWER_NUMBERS} numbers",
        f"{plain.MESSAGES_IN_SECTION} a section, {plain.MESSAGES} a chapter",
        f"at most {plain.BOOK_WORDS:,} words",
        f"{plain.CAPTION_WORDS} words",
        f"{plain.TITLE_CHARACTERS} characters",
    ):
        assert limit in page, limit


def test_a_bad_example_of_the_style_page_is_banned_and_a_better_one_is_not():
    page = (ROOT / "docs" / "style.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:4] for line in page.splitlines() if line.count("|") == 4]
    checked = 0
    for _, bad, better in rows[2:]:
        assert plain.banned(better) == [], better
        assert all(plain.count(one) <= plain.LONGEST for one in plain.sentences(better)), better
        checked += bool(plain.banned(bad))
    assert checked >= 12


def test_what_is_told_of_a_run(tmp_path, capsys):
    file = tmp_path / "made_up.ipynb"
    file.write_text(json.dumps({"cells": [text(OPENING), text("It stands.")]}), encoding="utf-8")
    assert plain.main([str(file)]) == FOUND
    told = capsys.readouterr().out
    assert "1 to mend" in told and "“stands”" in told


def test_several_runs_are_told_side_by_side(tmp_path, capsys):
    files = [tmp_path / f"{name}.ipynb" for name in ("one", "two")]
    for file in files:
        file.write_text(json.dumps({"cells": [text(OPENING)]}), encoding="utf-8")
    assert plain.main([str(file) for file in files]) == 0
    head, one, two, all = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["words", "median", "longest"]
    words = [int(row.split()[1]) for row in (one, two, all)]
    assert words[0] == words[1] == words[2] / 2 > 10


def test_what_is_no_run_is_refused(tmp_path):
    broken = tmp_path / "made_up.ipynb"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(ChapterError, match="made_up"):
        plain.reading("made_up", broken)
    with pytest.raises(ChapterError, match="no chapter 'no_such_chapter'"):
        plain.latest("no_such_chapter")
