"""Charts and covers: bounds hold, searches find covers, and what is not proved is said."""

import json

import numpy as np
import pandas as pd
import pytest
from configurational.cli import main
from configurational.cover import minimal_covers
from hypothesis import given, settings, strategies as st
from qca_reference import brute_covers

import configurational as qca
from configurational import bounds, chart

QUICK = settings(max_examples=60, deadline=None)


def made(seed, t, m, share=0.35):
    """A chart (t, m) whose columns all have a cover."""
    found = np.random.default_rng(seed).random((t, m)) < share
    found[np.random.default_rng(seed).integers(0, t, m), np.arange(m)] = True
    return found


charts = st.builds(made, st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 10))


@QUICK
@given(charts, st.sampled_from([1e-9, 1e9]))
def test_pairs_of_contained_lines(found, speed):
    # Sparse and dense products, by what each is said to cost.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chart, "DENSE_SPEED", speed)
        patch.setattr(chart, "BLOCK", 7 if speed < 1 else 1000)
        pairs = set(map(tuple, np.stack(chart.inside(chart.as_chart(found))).T.tolist()))
    assert pairs == {
        (i, j)
        for i in range(len(found))
        for j in range(len(found))
        if i != j and found[i].any() and not (found[i] & ~found[j]).any()
    }


@QUICK
@given(charts)
def test_groups_are_the_distinct_lines(found):
    twice = np.concatenate([found, found[::-1]])
    first, group = chart.groups(chart.as_chart(twice))
    assert (twice[first][group] == twice).all() and list(first) == sorted(first)
    assert (
        len(first) == len(np.unique(twice, axis=0))
        and (group[first] == np.arange(len(first))).all()
    )


def test_lines_are_compared_where_their_sums_agree(monkeypatch):
    found = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1], [1, 1, 0]], bool)

    class Same:
        def integers(self, low, high, size, dtype):
            return np.ones(size, dtype)

    monkeypatch.setattr(chart.np.random, "default_rng", lambda seed: Same())
    first, group = chart.groups(chart.as_chart(found))
    assert first.tolist() == [0, 1, 3] and group.tolist() == [0, 1, 0, 2]


@QUICK
@given(charts, st.sampled_from([2, 20_000]))
def test_prices_bound_every_cover_from_below(found, sift):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounds, "SIFT", sift)
        prices = bounds.row_prices(chart.as_chart(found))
    assert (prices >= 0).all() and (found @ prices).max() <= 1 + 1e-9
    assert prices.sum() <= len(brute_covers(found)[0]) + 1e-6


@QUICK
@given(charts, st.integers(0, 40))
def test_the_local_search_finds_covers_without_waste(found, steps):
    lines = bounds.local_search(chart.as_chart(found), steps, bound=1)
    assert found[lines].any(axis=0).all()
    assert len(lines) >= len(brute_covers(found)[0])


def test_parts_that_share_nothing_multiply():
    ring = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]], bool)  # three covers of two
    whole = np.kron(np.eye(8, dtype=bool), ring)
    found = minimal_covers(whole, cap=5)
    assert found.n_models == 3**8 and found.bound == 16 and found.counted and len(found.models) == 5
    assert all(len(m) == 16 and whole[list(m)].any(axis=0).all() for m in found.models)


def steiner():
    """27 points in triples (Fulkerson, Nemhauser & Trotter 1974): 18 points meet all triples."""
    points = [(a, b, c) for a in range(3) for b in range(3) for c in range(3)]
    place = {p: i for i, p in enumerate(points)}
    lines = {
        tuple(sorted(place[tuple((u + s * d) % 3 for u, d in zip(p, step))] for s in range(3)))
        for p in points
        for step in points
        if any(step)
    }
    return np.array([[i in line for line in sorted(lines)] for i in range(27)])


def test_the_steiner_triples_of_27_points_need_18():
    assert steiner().shape == (27, 117)
    proved = minimal_covers(steiner(), count=False, seconds=300)
    assert len(proved.models[0]) == 18 and proved.smallest


def test_without_time_the_best_cover_and_the_bound_are_given():
    found = minimal_covers(steiner(), seconds=0)
    assert not found.smallest and not found.counted and found.n_models == 1
    assert found.bound == 9 and len(found.models[0]) == 18  # 117 triples, 13 through each point
    assert steiner()[list(found.models[0])].any(axis=0).all()


def unproved_cases():
    """Made-up crisp cases whose smallest parsimonious model is above the linear bound."""
    random = np.random.default_rng(5)
    frame = pd.DataFrame(
        random.integers(0, 2, (110, 8)), columns=list("ABCDEFGH")
    ).drop_duplicates()
    return frame.assign(Y=random.integers(0, 2, len(frame)))


def test_a_model_that_is_not_proved_smallest_says_so(tmp_path, capsys):
    table = qca.truth_table(unproved_cases(), "Y")
    sure = qca.minimize(table, "parsimonious", seconds=300)
    quick = qca.minimize(table, "parsimonious", seconds=0)
    terms = len(sure.models[0])
    assert (terms, sure.n_models) == (16, 124248)
    assert (
        sure.bound == terms and quick.bound < terms <= len(quick.models[0]) and not quick.complete
    )
    assert quick.messages[0] == (
        "the smallest number of terms is not proved within 0 seconds: the parsimonious model has "
        f"{len(quick.models[0])} terms, and none has fewer than {quick.bound}"
    )
    unproved_cases().to_csv(tmp_path / "cases.csv", index=False)
    assert (
        main(
            [
                "minimize",
                str(tmp_path / "cases.csv"),
                "--outcome",
                "Y",
                "--solution",
                "parsimonious",
                "--seconds",
                "0",
                "--json",
            ]
        )
        == 0
    )
    out, err = capsys.readouterr()
    assert json.loads(out)["bound"] == quick.bound and "is not proved within 0 seconds" in err
