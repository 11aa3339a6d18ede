"""Solutions under other choices: what the chapter says, the same counts in any order and size."""

import json
import random

import numpy as np
import pytest

from copro.data import load
from copro.measures.synthesis import robust_designs
from copro.methods import solutions
from copro.methods.multiverse import blocks
from copro.paths import REFERENCE


@pytest.fixture(scope="module")
def work():
    return solutions.task(*solutions.example(), seed=1)


def test_the_declared_choices_give_what_the_chapter_says():
    tables, made = robust_designs.MADE["framing_countries"]
    work = solutions.task(*made({name: load(name) for name in tables}), seed=1)
    rows = solutions.survival(work, solutions.plan(work, 0), work.run)
    own = rows[(rows["solution"] == solutions.COMBINATION) & (rows["n_cut"] == "1")]
    said = json.loads((REFERENCE / "claims.json").read_text(encoding="utf-8"))
    (claim,) = (one for one in said if one["id"] == "frc-three-share")
    three = own[(own["term"] == "A*S*P") & (own["outcome"] == "many people volunteer")]
    assert three["analyses"].sum() == claim["n"]
    assert 100 * three["found"].sum() / claim["n"] == pytest.approx(claim["value"])


@pytest.mark.parametrize("size", [7, 30, 1000])
def test_blocks_of_any_size_in_any_order_give_the_same_table(work, size, tmp_path):
    whole = solutions.plan(work, 60)
    cut = solutions.plan(work, 60, size)
    random.Random(size).shuffle(cut)
    for block in cut:
        (tmp_path / block.name).write_bytes(blocks.written(work.run(block)))
    part = lambda block: blocks.read(tmp_path / block.name, work.form)  # noqa: E731
    again = solutions.survival(work, cut, part)
    assert again.equals(solutions.survival(work, whole, work.run))


def test_a_missing_block_is_no_table(work):
    cut = solutions.plan(work, 60, 20)
    with pytest.raises(ValueError, match="no block holds the draws 22 to 42"):
        solutions.survival(work, [*cut[:2], *cut[3:]], work.run)


def test_another_seed_draws_others_and_changes_no_declared_one(work):
    other = solutions.task(*solutions.example(), seed=2)
    declared, drawn = solutions.plan(work, 200)
    assert blocks.written(other.run(declared)) == blocks.written(work.run(declared))
    assert blocks.written(other.run(drawn)) != blocks.written(work.run(drawn))
    assert other.key != work.key


def test_where_none_speaks_against_everything_lies_within_and_where_none_counts_nothing():
    x, design = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), solutions.example()[1]
    for y, within in ((np.ones(4), True), (np.zeros(4), False)):
        for found in solutions.solve(design, y, x, "1,1", cut=0.8, count=1):
            assert set(found.within.tolist()) == {within}
            assert (found.models == solutions.NONE) == (not within)
