"""What explains a difference follows the ways of the build: tables, modules, cells, chapters."""

from dataclasses import replace

import pytest

from copro.chapters import registry
from copro.paths import REFERENCE
from copro.run import committed, dependencies, inputs
from copro.run.differences import Difference
from copro.run.explain import NO_INPUT, PAGES, UNKNOWN, Why
from copro.run.inputs import Changed

REPORT = "copro/measures/norway/drug_care.py"


@pytest.fixture(scope="module")
def ledger():
    return committed.claims(committed.read(REFERENCE))


@pytest.fixture(scope="module")
def asked(ledger):
    """What explains that a claim differs, of changed inputs that are made up."""
    results, chapters = committed.read(REFERENCE), registry.chapters()

    def why(id, *changed):
        found = Difference(ledger[id].origin.page, "claim", id, "changed: 1 -> 2")
        made = Why([found], list(changed), results, results, chapters)
        return made.by_difference[found], made.lines()

    return why


@pytest.fixture(scope="module")
def claim(ledger):
    """A claim of the chapter on drug care in Norway that rests on a table."""
    return next(one for one in ledger.values() if one.chapter == "norway_drug_care" and one.tables)


def test_a_claim_is_explained_by_its_table_before_all_that_reaches_its_chapter(asked, claim):
    direct = Changed("table", claim.tables[0], "its table")
    others = {
        t for t in registry.chapter("norway_drug_care").sources().tables if t not in claim.tables
    }
    beside = Changed("table", min(others), "a table beside it")
    assert asked(claim.id, direct, beside)[0] == [direct]
    assert asked(claim.id, beside)[0] == [beside]


def test_a_module_explains_the_claims_of_the_chapters_that_import_it(asked, claim, ledger):
    changed = Changed("module", REPORT, "a module")
    assert asked(claim.id, changed)[0] == [changed]
    german = next(one for one in ledger.values() if one.chapter == "germany_drug_care")
    assert asked(german.id, changed)[0] == []


def test_a_cell_explains_what_is_made_in_it_or_below_it(asked, claim):
    above, below = (
        Changed("cell", "norway_drug_care", "a cell", claim.origin.cell + step) for step in (0, 1)
    )
    assert asked(claim.id, above, below)[0] == [above]


def test_what_changes_a_chapter_reaches_those_that_read_its_claims(asked, ledger):
    reader, earlier = next(
        (name, one.sources().earlier[0])
        for name, one in registry.chapters().items()
        if one.sources().earlier and any(claim.chapter == name for claim in ledger.values())
    )
    id = next(one.id for one in ledger.values() if one.chapter == reader)
    changed = Changed("parameter", earlier, "a parameter")
    assert asked(id, changed)[0] == [changed]


def test_what_no_input_reaches_is_said_to_have_none(asked, claim):
    away = Changed("parameter", "theory", "parameter of theory")
    said = asked(claim.id, away)[1]
    assert said[-3:] == [
        f"  {NO_INPUT}:",
        f"    claim {claim.id}",
        f"    page {claim.origin.page}",
    ]
    assert said[1] == "  changed without consequence: parameter of theory"


def test_all_pages_that_show_a_claim_are_named_and_the_first_of_them_in_words(claim):
    results, table = committed.read(REFERENCE), Changed("table", claim.tables[0], "a raw cell")
    found = Difference(claim.origin.page, "claim", claim.id, "changed: 1 -> 2")
    raw = Difference("", "raw table", table.name, "sha256 a -> b")
    made = Why([raw, found], [table], results, results, registry.chapters())
    others = ["claims", *(f"{one}/chapters" for one in ("da", "de", "nb")), "index", "meeting"]
    made.shown = {("claim", claim.id): others, ("raw table", table.name): ["find_your_place"]}
    every = [claim.origin.page, *others, "find_your_place"]
    assert made.pages(found) == every[:-1]
    assert made.by_page() == {page: ["a raw cell"] for page in sorted(every)}
    first, more = ", ".join(every[:PAGES]), len(every) - PAGES
    assert made.lines()[-1] == f"    pages {first} and {more} more; all in the certificate"
    assert made.lines(most=99)[-1] == f"    pages {', '.join(every)}"


def test_computed_words_in_prose_are_explained_by_what_their_chapter_reads(claim):
    results, table = committed.read(REFERENCE), Changed("table", claim.tables[0], "a raw cell")
    found = Difference(claim.origin.page, "text", "no-drug-word", '"two" -> "three"')
    made = Why([found], [table], results, results, registry.chapters())
    assert made.said(found) == ["a raw cell"]


def test_a_reference_without_inputs_says_so(claim):
    results = committed.read(REFERENCE)
    found = Difference(claim.origin.page, "claim", claim.id, "changed: 1 -> 2")
    assert Why([found], None, results, results, registry.chapters()).lines() == [f"why: {UNKNOWN}"]


def test_each_kind_of_input_is_told_with_its_place():
    chapters = {"theory": registry.chapter("theory")}
    new = inputs.record(chapters, {}, {})
    assert inputs.changed(new, new, chapters) == list(inputs.software())
    old = inputs.record(chapters, {}, {})
    module, cell = next(iter(old["modules"])), next(iter(old["notebooks"]["theory"]["cells"]))
    old["lock"] = old["modules"][module] = "other"
    old["notebooks"]["theory"]["cells"][cell] = "other"
    old["chapters"]["theory"]["parameters"] = {"year": 2009}
    assert [one.said for one in inputs.changed(new, old, chapters) if one.kind != "software"] == [
        "parameter year of theory: 2009 -> None",
        f"notebooks/1_literature/theory.ipynb, a text (id {cell}): changed",
        f"{module}: changed",
        "requirements.lock: changed",
    ]


def test_a_table_that_its_card_does_not_expect_is_said_to_be_so(monkeypatch):
    name = "norway/people_who_inject_drugs_2012_2024"
    (found,) = inputs.table_changes(name, "0" * 64, None)
    assert found.said.endswith("(its card fits)")
    monkeypatch.setattr(inputs, "read_bytes", lambda _: b"damaged")
    assert inputs.fits(name).startswith("its card expects sha256 ")


def test_what_a_chapter_is_made_of_changes_with_its_code_its_choices_and_its_tables(monkeypatch):
    chapter = registry.chapter("norway_sector")
    sources = chapter.sources()
    found = {
        dependencies.made_of(chapter, sources),
        dependencies.made_of(replace(chapter, settings={"year": 2020}), sources),
        dependencies.made_of(chapter, replace(sources, tables=())),
    }
    monkeypatch.setattr(dependencies, "_sha256", lambda file: file)
    assert len(found | {dependencies.made_of(chapter, sources)}) == 4
