"""The sweep: which choices it makes, and whether the committed one is of this book."""

import pytest

from copro.chapters import registry
from copro.chapters.parameters import model_of
from copro.paths import REFERENCE
from copro.report.records.ledger import Ledger
from copro.run import sweep, variants
from copro.run.sweep import Row, Setting

BOOK = Ledger.of_text((REFERENCE / "claims.json").read_text(encoding="utf-8"))


def test_every_parameter_of_every_chapter_gets_another_value():
    book = registry.chapters()
    made = {
        (chapter, name)
        for one in sweep.plan()
        for chapter, values in one.choices.items()
        for name in values
    }
    for name, chapter in book.items():
        # By the country the appearances of one notebook differ: the book shows both.
        fields = set(model_of(chapter.source).model_fields) - {"country"}
        assert {field for where, field in made if where == name} == fields, name


def test_a_range_is_tried_at_its_ends_and_in_its_middle():
    found = [one.label for one in sweep.plan(["potentials_and_limits"])]
    cluster = [label for label in found if ".cluster_size=" in label]
    assert cluster == [f"potentials_and_limits.cluster_size={n}" for n in (2, 26, 50)]


def test_declared_pairs_are_tried_together_after_each_value_alone():
    found = [one.label for one in sweep.plan(["norway_elderly_care"])]
    pair = "norway_elderly_care.weights=population norway_elderly_care.without_oslo=true"
    assert pair in found and found.index(pair) > found.index(pair.split()[0])
    book = registry.chapters()
    for name, chapter in book.items():
        model = model_of(chapter.source)
        for values in model.pairs:
            # No value of a pair is that of the book, which would leave one choice alone.
            assert len(variants.of({name: values}).choices[name]) == len(values) == 2


def test_a_sweep_of_another_book_is_found():
    claim = next(c for c in BOOK.values() if isinstance(c.value, float) and not c.interval)
    row = Row("a.b=1", "p", "claim", claim.id, "changed", "1", "", "", "Other words.", "1")
    told = [Setting(one.label, "", 1, 1, "") for one in sweep.plan()]
    assert sweep.stale(told, [row], BOOK) == []
    same = row._replace(
        value=f"{claim.value:.10g}", text=claim.sentence, n=str(claim.n or ""), low="", high=""
    )
    assert "says the same" in sweep.stale(told, [same], BOOK)[0]
    assert "no claim" in sweep.stale(told, [row._replace(id="gone-by-now")], BOOK)[0]
    assert "not swept" in sweep.stale(told[1:], [], BOOK)[0]


def test_the_committed_sweep_is_of_this_book():
    if not sweep.SWEEP.is_file():
        pytest.skip("no sweep is committed")
    assert sweep.stale(*sweep.committed(), BOOK) == []
