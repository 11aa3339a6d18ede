"""A changed cell of a raw table is found, and its old value told, without a copy of the table."""

import random

import pytest

from copro.data.catalogue import card, read_bytes
from copro.run import rawcells
from copro.run.rawcells import Cell, changes, digests, grid, located

NAME = "norway/people_who_inject_drugs_2012_2024"
COLUMN = "people_who_inject_drugs_estimate_n"


@pytest.fixture(autouse=True)
def without_git(monkeypatch):
    monkeypatch.setattr(rawcells, "_from_git", lambda *_: None)


def planted(monkeypatch, *pairs, name=NAME):
    """What is said of a table in which texts were put in the place of others."""
    old = read_bytes(name)
    new = old
    for before, after in pairs:
        assert new.count(before) == 1
        new = new.replace(before, after)
    monkeypatch.setattr(rawcells, "read_bytes", lambda _: new)
    return changes(name, "0" * 64, digests(grid(card(name)["format"], old)))


def test_a_changed_cell_is_named_with_row_column_and_both_values(monkeypatch):
    assert planted(monkeypatch, (b"11779", b"12679")) == [
        f"row 2018 (line 8), column {COLUMN}: 11779 -> 12679"
    ]


def test_a_value_taken_out_is_told(monkeypatch):
    (said,) = planted(monkeypatch, (b"11779", b""))
    assert said.endswith("11779 -> nothing")


def test_several_cells_of_one_column_are_named_by_their_rows(monkeypatch):
    lines = read_bytes(NAME).splitlines()
    (said,) = planted(
        monkeypatch, (b"11779", b"12679"), (lines[2], lines[2].replace(b"2013,", b"2013,9"))
    )
    assert "row 2013 (line 3)" in said and "row 2018 (line 8)" in said
    assert said.endswith("several cells changed")


def test_a_row_more_is_told(monkeypatch):
    last = read_bytes(NAME).splitlines()[-1]
    (said,) = planted(monkeypatch, (last, last + b"\n" + last.replace(b"2024,", b"2025,", 1)))
    assert said == "13 rows -> 14 rows"


def test_with_the_old_file_rows_that_came_are_named(monkeypatch):
    old = read_bytes(NAME)
    monkeypatch.setattr(rawcells, "_from_git", lambda *_: old)
    last = old.splitlines()[-1]
    more = (last, last + b"\n" + last.replace(b"2024,", b"2025,", 1))
    said = planted(monkeypatch, (b"11779", b"12679"), more)
    assert said == [
        f"row 2018 (line 8), column {COLUMN}: 11779 -> 12679",
        "row 2025 (line 15): added",
    ]


@pytest.mark.parametrize("name", ["germany/kreise_2021", "denmark/boundaries_2021"])
def test_any_cell_of_a_large_table_is_found(name):
    """Words and numbers alike; of the long text of an outline the place alone."""
    table = grid(card(name)["format"], read_bytes(name))
    known, draw = digests(table), random.Random(1)
    assert located(table, known) == []
    for _ in range(8):
        row, place = draw.randrange(len(table.rows)), draw.randrange(len(table.columns))
        before = table.rows[row][place]
        table.rows[row][place] = "7"
        (found,) = located(table, known)
        wide = max(len(cell.encode()) for cell in table.column(table.columns[place])) > 24
        assert found.rows == (row,) and found.column == table.columns[place]
        assert found == Cell((row,), table.columns[place], found.before, "7")
        assert found.before in ({None, before} if wide else {before})
        table.rows[row][place] = before
