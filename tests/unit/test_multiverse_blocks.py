"""Blocks of a multiverse: the same bytes in any order and any size, and nothing old is taken."""

import random
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from copro.methods.multiverse import blocks, curve, example
from copro.methods.multiverse.blocks import LEFT_OUT, compute, found_or_computed, merge, plan, task

SPECIFICATIONS, PERMUTATIONS = 12, 299


@pytest.fixture(scope="module")
def work():
    return task(example.panel(), example.grid(), seed=1, count=SPECIFICATIONS)


def in_file(tmp_path, part):
    file = tmp_path / "part.npz"
    file.write_bytes(blocks.written(part))
    return blocks.read(file)


def as_bytes(found):
    return found[1].tobytes(), blocks.written(found[0])


@pytest.mark.parametrize("size", [300, 1000, 10**9])
def test_blocks_of_any_size_in_any_order_and_from_files_give_the_same_bytes(work, size, tmp_path):
    whole = merge(plan(work, PERMUTATIONS), lambda block: compute(work, block))
    cut = plan(work, PERMUTATIONS, size)
    random.Random(size).shuffle(cut)
    parts = {block: in_file(tmp_path, compute(work, block)) for block in cut}
    assert len(cut) == {300: 6, 1000: 6, 10**9: 1}[size]
    assert as_bytes(merge(cut, parts.__getitem__)) == as_bytes(whole)


def test_more_permutations_hold_the_fewer():
    few, many = (
        curve.run({"beds": example.panel()}, [example.grid()], permutations=n, seed=1)
        for n in (99, 600)
    )
    few, many = (one["beds-follow-need"].medians for one in (few, many))
    assert many.shape == (600,) and many[:99] == pytest.approx(few, rel=1e-12)
    assert len(np.unique(many.round(12))) == 600, "each draw has random numbers of its own"


def test_a_missing_block_is_no_curve(work):
    cut = plan(work, 799, 2000)
    for missing in (0, 1, len(cut) // 2):
        with pytest.raises(ValueError, match="block"):
            merge([*cut[:missing], *cut[missing + 1 :]], lambda block: compute(work, block))


def test_the_key_hangs_on_table_choices_and_seed_and_on_nothing_else(work):
    panel, grid = example.panel(), example.grid()
    longer = grid.model_copy(update={"claims": {**grid.claims, "again": "y"}})
    other = panel.assign(x=panel["x"].where(panel.index > 0, panel["x"] + 1e-9))
    keys = [
        work.key,
        *(
            task(*given).key
            for given in (
                (panel, grid, 1),
                (panel, grid, 2, SPECIFICATIONS),
                (panel, longer, 1, SPECIFICATIONS),
                (other, grid, 1, SPECIFICATIONS),
            )
        ),
    ]
    assert len(set(keys)) == len(keys)
    assert task(panel.iloc[::-1], grid, 1, SPECIFICATIONS).key == work.key


def test_what_is_there_is_taken_and_the_rest_computed(work, tmp_path, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCKS", tmp_path)
    first, second, *_ = plan(work, PERMUTATIONS, 300)
    part = found_or_computed(work)
    true = part(first)
    home = blocks.folder(work.key)
    home.mkdir()
    (home / f"{first.name}.npz").write_bytes(blocks.written(replace(true, n=true.n + 1)))
    assert (part(first).n == true.n + 1).all()
    assert (part(second).n == compute(work, second).n).all()
    assert found_or_computed(replace(work, seed=2))(first).n.tolist() == true.n.tolist()


def test_further_specifications_leave_out_a_tenth_of_the_units(work):
    panel = pd.concat([example.panel(), example.panel().assign(unit=lambda f: f["unit"] + 12)])
    declared, more = (
        curve.curves(made, plan(made, 9), lambda block, made=made: compute(made, block))
        for made in (task(panel, example.grid(), 1, count) for count in (0, 7))
    )
    declared, more = (one["beds-follow-need"].rows for one in (declared, more))
    assert len(more) == 7 and (more[LEFT_OUT].head(2) == "nobody").all()
    pd.testing.assert_frame_equal(more.head(2).drop(columns=LEFT_OUT), declared)
    assert set(more["units"].iloc[2:]) == {22} and more["estimate"].nunique() == 7


def test_fewer_specifications_are_spread_and_begin_with_the_preferred(work):
    dimensions = [d.model_dump() for d in example.grid().dimensions]
    dimensions[0]["options"] = {f"x{k}": "x" for k in range(10)}
    wide = type(example.grid())(**(example.grid().model_dump() | {"dimensions": dimensions}))
    chosen = task(example.panel(), wide, 1, 3).specifications
    assert (
        chosen["share"].tolist() == ["x0", "x5", "x9"]
        and chosen.iloc[0]["held constant"] == "nothing"
    )
