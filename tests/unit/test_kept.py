"""What is kept from one process to the next is never another thing than what would be made anew."""

import pandas as pd
import pytest

from copro import kept as keeper
from copro.data import load, loading
from copro.data.catalogue import card, read_bytes
from copro.report.charts import vector


@pytest.fixture
def made(tmp_path, monkeypatch):
    """What was made so far, in a folder of its own; and a function that asks for it."""
    monkeypatch.setattr(keeper, "BUILD", tmp_path)
    monkeypatch.setattr(keeper, "KEPT", tmp_path / "kept")
    done = []

    def ask(*sources, name="a", of=b" and ".join):
        return keeper.kept(name, sources, lambda: done.append(sources) or of(sources))

    return done, ask


def test_it_is_made_once_and_again_where_a_source_has_changed(made):
    done, ask = made
    assert ask(b"table", b"card") == ask(b"table", b"card") == b"table and card"
    assert len(done) == 1
    assert ask(b"table", b"new card") == b"table and new card"
    assert ask(b"tablen", b"ew card") == b"tablen and ew card"  # no source runs into the next
    assert len(done) == 3


@pytest.mark.parametrize("harm", [lambda body: body[:-1], lambda body: body[:-1] + b"?", None])
def test_a_file_that_was_cut_altered_or_deleted_is_made_anew(made, tmp_path, harm):
    done, ask = made
    ask(b"table")
    file = tmp_path / "kept" / "a"
    file.write_bytes(harm(file.read_bytes())) if harm else file.unlink()
    assert ask(b"table") == b"table" and len(done) == 2
    assert ask(b"table") == b"table" and len(done) == 2
    assert [one.name for one in (tmp_path / "kept").iterdir()] == ["a"]


def test_what_cannot_be_made_is_not_kept(made, tmp_path):
    _, ask = made
    with pytest.raises(ZeroDivisionError):
        ask(b"table", of=lambda sources: 1 // 0)
    assert not (tmp_path / "kept").exists()


def test_without_a_build_nothing_is_written(made, tmp_path, monkeypatch):
    monkeypatch.setattr(keeper, "BUILD", tmp_path / "none")
    assert made[1](b"table") == b"table" and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "cases/cases",  # words and truth values
        "countries/issp_government_responsibility_1985_2016",  # whole numbers and fractions
        "norway/care_institution_beds_2015_2018",  # missing numbers
    ],
)
def test_a_kept_table_is_the_checked_one_to_the_bit(made, name):
    fresh = loading._checked(card(name), read_bytes(name))
    for _ in ("made", "kept"):
        table = load(name)
        pd.testing.assert_frame_equal(table, fresh, check_exact=True)
        for column in fresh.select_dtypes("number"):
            assert table[column].to_numpy().tobytes() == fresh[column].to_numpy().tobytes()
        table.iloc[0, 0] = table.iloc[1, 0]  # a reader may change what it has read
    assert load(name).iloc[0, 0] == fresh.iloc[0, 0]


def test_letters_cut_in_two_steps_are_those_of_one_cut(made):
    whole = vector.face("Bold")
    for letters in ("AVTåß–%", "Kreis 1 2030"):
        assert vector._cut("Bold", letters) == vector.cut(whole, letters, "woff2")
