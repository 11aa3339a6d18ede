"""What if? on a page says what the sweep found, in words that follow its numbers."""

import base64
import io
import json
from dataclasses import replace

import pytest

from copro.book.pages import what_if
from copro.book.pages.what_if import Swept
from copro.chapters import registry
from copro.report.records.model import Claim, Origin
from copro.run import committed, sweep, variants, what_if as pictured
from copro.run.sweep import Row, Setting
from copro.run.variants import Variant

PAGE = "2_norway/norway_practice"
VERDICTS = "4_synthesis/verdicts"


def claim(id, sentence, page=PAGE, **more):
    origin = Origin(page.split("/")[1], page, 1, "a1b2c3d4")
    given = {"value": 1.0, "unit": "percent", "kind": "survey", "n": 20} | more
    return Claim(
        id=id, sentence=sentence, tables=(), hashes={}, tolerance=1e-6, origin=origin, **given
    )


def row(id, text, page=PAGE, setting="norway_practice.level=90", status="changed", value="2"):
    return Row(setting, page, "claim", id, status, value, "", "", text, "20")


def swept(rows, *settings, figures=()):
    claims = [
        claim("a-1", "It is 1 to 3 %."),
        claim("a-2", "It is 5 %.", message=True),
        claim("a-3", "It stays."),
        claim("syn-verdict-h3", "H3 is open.", VERDICTS, value="undecided"),
    ]
    chapters = {
        page: {"title": title, "numbers": {"figures": {id: {"number": 7} for id in figures}}}
        for page, title in ((PAGE, "Practice"), (VERDICTS, "The verdicts"))
    }
    shown = {id: {"title": "A title", "alt": "What is seen"} for id in figures}
    return Swept(rows, settings, {one.id: one for one in claims}, shown, chapters)


LEVEL = Setting("norway_practice.level=90", "norway_practice verdicts", 4, 3, "H3", "no-a no-b")
ROWS = [
    row("a-1", "It is 2 to 3 %."),
    row("a-2", "It is 6 %."),
    row("syn-verdict-h3", "H3 is supported.", VERDICTS, value="supported"),
]


def test_a_choice_says_what_changes_here_elsewhere_and_in_the_verdicts():
    found = swept(ROWS, LEVEL, figures=("no-a", "no-b"))
    (choice,) = found.choices(registry.chapters()["norway_practice"])
    assert [one.id for one in choice.own] == ["a-2", "a-1"]  # the message first
    assert choice.own[1].before == "It is <del>1</del> to 3\u202f% (n\u202f=\u202f20)."
    assert choice.own[1].after == "It is <ins>2</ins> to 3\u202f% (n\u202f=\u202f20)."
    assert choice.elsewhere == {VERDICTS: 1} and choice.total == 3
    assert choice.verdicts == [("syn-verdict-h3", "H3", "undecided", "supported")]
    assert choice.picture == "norway_practice.level=90" and choice.alt == "What is seen"
    html = found.head("norway_practice")
    assert "On this page 2 of 3 claims change. Two figures look different." in html
    assert "One verdict changes." in html and "H3</a>: undecided → supported" in html


def test_two_choices_made_together_are_one_entry_and_count_for_both_parameters():
    both = "norway_practice.level=90 norway_practice.design_effect=2"
    found = swept([row("a-1", "It is 2 to 3 %.", setting=both)], LEVEL._replace(setting=both))
    (choice,) = found.choices(registry.chapters()["norway_practice"])
    assert (choice.key, choice.value) == ("level+design_effect", "90+2")
    assert choice.said == (
        "Level of the Wilson intervals: 90 (in the book: 95) and "
        "Design effect of the survey of care units: 2 (in the book: 1)"
    )
    assert found.moves()["a-1"] == ["level", "design effect"]
    assert 'data-key="level+design_effect"' in found.head("norway_practice")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "No claim on this page changes. One figure looks different. No verdict changes."),
        (ROWS[:1], "On this page 1 of 3 claims changes."),
        ([row("a-3", "It stays.")], "1 of 3 claims changes, but not in the digits that are shown."),
        ([*ROWS[:1], row("a-3", "It stays.")], "change, one of them not in the digits"),
    ],
)
def test_words_follow_the_numbers_of_what_changes(rows, said):
    one = LEVEL._replace(figures="no-a", verdicts="")
    assert said in swept(rows, one, figures=("no-a",)).head("norway_practice")


def test_a_claim_that_comes_or_goes_is_said_to_be_missing_on_one_side():
    html = swept([row("a-1", "", status="gone"), row("new", "Now.")], LEVEL).head("norway_practice")
    assert html.count("Not said.") == 2 and "#claim-new" not in html


def test_chance_comes_last_and_what_changes_nothing_is_named():
    settings = [
        Setting("multiverse.seed=0", "multiverse", 1, 0, "", "no-a"),
        Setting("multiverse.permutations=999", "multiverse", 1, 0, ""),
        Setting("multiverse.permutations=99", "multiverse", 1, 1, "", "no-a"),
    ]
    chapter = registry.chapters()["multiverse"]
    found = swept([], *settings, figures=("no-a",))
    made = found.choices(chapter)
    assert all(one.chance and not one.picture for one in made)
    found.chapters[chapter.page] = {"title": "x", "numbers": found.chapters[PAGE]["numbers"]}
    html = found.head("multiverse")
    assert html.count("<section") == 2
    assert "nothing changes: Shuffled histories behind each permutation test: 999" in html
    quiet = replace(found, settings=settings[1:2])
    assert "What if? No other choice that was tried changes anything here<" in quiet.head(
        "multiverse"
    )


def test_the_ledger_names_what_a_claim_moves_with_and_chance_last():
    rows = [
        row("a-1", "x", setting="discourse.seed=0"),
        row("a-1", "x", setting="literature_map.first_year=1900"),
        row("a-1", "x"),
    ]
    settings = [
        LEVEL._replace(setting=one)
        for one in (
            "discourse.seed=0",
            "literature_map.first_year=1900",
            "literature_factors.first_year=1900",
            "norway_practice.level=90",
        )
    ]
    moves = swept(rows, *settings).moves()
    assert moves["a-1"] == ["first year (literature map)", "level", "chance"]
    assert moves["a-3"] == []


def test_without_a_sweep_and_in_an_edition_the_pages_do_not_speak_of_it(monkeypatch, tmp_path):
    found = {"claims": [], "figures": []}
    monkeypatch.setattr(sweep, "SWEEP", tmp_path / "none.csv")
    for own in (True, False):
        empty = what_if.read(found, {}, own)
        assert empty.head("norway_practice") == "" and empty.moves() == {}


def test_the_sweep_stays_where_the_reference_is_renewed(tmp_path):
    target = tmp_path / "results"
    (target / "what_if").mkdir(parents=True)
    for name in ("sweep.csv", "what_if/a.webp", "gone.csv"):
        (target / name).write_text("kept", encoding="utf-8")
    committed.write({"claims.json": "[]\n"}, target)
    assert (target / "what_if/a.webp").is_file() and (target / "sweep.csv").is_file()
    assert not (target / "gone.csv").exists()


def test_the_committed_form_of_the_settings_is_read_as_it_was_written():
    assert sweep.read_settings(sweep.written([LEVEL])) == [LEVEL]


def png(colour):
    from PIL import Image

    target = io.BytesIO()
    Image.new("RGBA", (20, 20), colour).save(target, "PNG")
    return target.getvalue()


def run_into(folder, name, colours):
    """An executed notebook with a figure in each colour, and the twins of its figures."""
    (folder / "figures").mkdir(parents=True)
    outputs, figures = [], []
    for id, colour in colours.items():
        shown = {"image/png": base64.b64encode(png(colour)).decode()}
        outputs.append({"metadata": {"copro": {"type": "picture", "id": id}}, "data": shown})
        words = dict.fromkeys("title caption alt source drawn picture_sha256".split(), "")
        figures.append({"id": id, "tables": [], "hashes": {}, **words})
        for end in pictured.THEMES:
            (folder / "figures" / f"{id}{end}").write_bytes(png(colour))
    text = json.dumps({"cells": [{"outputs": outputs}]})
    (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")
    found = {"claims": [], "figures": figures, "tables": []}
    (folder / "results.json").write_text(json.dumps(found), encoding="utf-8")


def test_the_first_figure_that_looks_different_is_kept_in_both_themes(tmp_path, monkeypatch):
    name = "norway_practice"
    monkeypatch.setattr(variants, "VARIANTS", tmp_path / "variants")
    monkeypatch.setattr(pictured, "NOTEBOOK_RESULTS", tmp_path / "book")
    made, chance = Variant({name: {"level": 90}}), Variant({name: {"seed": 1}})
    run_into(tmp_path / "book" / name, name, {"a": "red", "b": "red", "c": "red"})
    for one in (made, chance):
        own = {"a": "red", "b": "blue", "c": "blue"}
        run_into(one.folder / "notebooks" / name, name, own)
    assert pictured.figures(made, name) == ["b", "c"]
    target = tmp_path / "what_if"
    pictured.write([(made, ["b", "c"]), (chance, ["b", "c"])], target)
    files = {file.name: file.read_bytes() for file in target.iterdir()}
    assert set(files) == {"norway_practice.level=90.webp", "norway_practice.level=90-dark.webp"}
    assert all(one[8:12] == b"WEBP" for one in files.values())
