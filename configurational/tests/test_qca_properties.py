"""What must hold for any table: models cover, exclude, are irredundant, and equal brute force."""

import numpy as np
import pandas as pd
from configurational.cover import minimal_covers
from configurational.implicants import implicant_chart
from configurational.terms import all_configurations, covers, parse_expression
from hypothesis import assume, given, settings, strategies as st
from qca_reference import brute_covers, brute_primes, cube

import configurational as qca

QUICK = settings(max_examples=60, deadline=None)


@st.composite
def partitions(draw, max_k=4, levels=st.just(2)):  # noqa: B008 - a strategy is a constant
    """Levels, and a split of all configurations into positive, negative and free rows."""
    k = draw(st.integers(2, max_k))
    sizes = np.array(draw(st.lists(levels, min_size=k, max_size=k)))
    rows = all_configurations(sizes).astype(int)
    marks = np.array(draw(st.lists(st.sampled_from("10?"), min_size=len(rows), max_size=len(rows))))
    assume((marks == "1").any() and (marks == "0").any())
    return sizes, rows[marks == "1"], rows[marks == "0"], rows[marks == "?"]


@st.composite
def tables(draw, max_k=5):
    """Crisp, fuzzy (never 0.5) or multi-value cases, and expectations."""
    k, n = draw(st.integers(2, max_k)), draw(st.integers(4, 24))
    member = st.sampled_from(
        draw(st.sampled_from([[0.0, 1.0], [0.0, 0.1, 0.3, 0.6, 0.8, 1.0], [0.0, 1.0, 2.0]]))
    )
    values = draw(
        st.lists(st.lists(member, min_size=k + 1, max_size=k + 1), min_size=n, max_size=n)
    )
    frame = pd.DataFrame(values, columns=[*"ABCDE"[:k], "Y"])
    # Level 0 is needed for a column to read as multi-value; the outcome has no levels.
    frame.iloc[0, :k] = 0.0
    frame["Y"] = frame["Y"].where(frame["Y"] < 2, 0.0)
    return frame, draw(st.lists(st.sampled_from("10-"), min_size=k, max_size=k))


@QUICK
@given(partitions())
def test_primes_and_covers_equal_brute_force(partition):
    levels, positive, negative, _ = partition
    check_against_brute_force(levels, positive, negative)


@QUICK
@given(partitions(max_k=3, levels=st.integers(2, 4)))
def test_multivalue_primes_and_covers_equal_brute_force(partition):
    levels, positive, negative, _ = partition
    check_against_brute_force(levels, positive, negative)


@QUICK
@given(partitions())
def test_conservative_primes_equal_brute_force(partition):
    levels, positive, negative, free = partition
    check_against_brute_force(levels, positive, np.concatenate([negative, free]))


def check_against_brute_force(levels, positive, off):
    primes = implicant_chart(positive, cube(off, levels), levels)[0].astype(int)
    assert sorted(map(tuple, primes.tolist())) == brute_primes(positive, off, levels)
    chart = covers(primes, positive)
    assume(len(chart) <= 14)
    found = minimal_covers(chart)
    assert sorted(found.models) == brute_covers(chart)
    assert found.n_models == len(found.models) and found.counted and found.smallest


@QUICK
@given(st.integers(1, 9), st.integers(1, 9), st.randoms(use_true_random=False))
def test_covers_of_any_chart_equal_brute_force(t, m, random):
    chart = np.array([[random.random() < 0.4 for _ in range(m)] for _ in range(t)])
    assume(chart.any(axis=0).all())
    found = minimal_covers(chart)
    assert sorted(found.models) == brute_covers(chart)
    capped = minimal_covers(chart, cap=1)
    assert capped.n_models == found.n_models and capped.models[0] in found.models


@QUICK
@given(tables(), st.sampled_from([0.7, 0.8, 1.0]), st.sampled_from([0.0, 0.5]))
def test_models_cover_exclude_and_are_irredundant(drawn, incl_cut, pri_cut):
    frame, expect = drawn
    for kind in ("conservative", "parsimonious", "intermediate"):
        try:
            table = qca.truth_table(frame, "Y", incl_cut=incl_cut, pri_cut=pri_cut)
            solution = qca.minimize(table, kind, expect if kind == "intermediate" else None)
        except (qca.NoPositiveRowError, qca.AllPositiveError):
            continue
        positive, negative = table.configurations("1"), table.configurations("0", "C")
        for model in solution.models:
            terms = parse_expression(" + ".join(model), table.data.conditions, table.data.levels)
            chart = covers(terms, positive)
            assert chart.any(axis=0).all()
            assert not covers(terms, negative).any()
            for i in range(len(terms)):
                assert not np.delete(chart, i, axis=0).any(axis=0).all()


@QUICK
@given(tables(), st.sampled_from([0.7, 0.8, 1.0]))
def test_intermediate_lies_between_conservative_and_parsimonious(drawn, incl_cut):
    frame, expect = drawn
    try:
        table = qca.truth_table(frame, "Y", incl_cut=incl_cut)
        solution = qca.minimize(table, "intermediate", expect)
    except (qca.NoPositiveRowError, qca.AllPositiveError):
        return
    rows = all_configurations(table.data.levels)

    def inside(model):
        return covers(
            parse_expression(" + ".join(model), table.data.conditions, table.data.levels), rows
        ).any(axis=0)

    for pair in solution.pairs:
        for model in pair.models:
            assert not (inside(model) & ~inside(pair.parsimonious)).any()
            used = set((np.flatnonzero(inside(model)) + 1).tolist())
            assert not used & set(pair.difficult)
        assert not set(pair.easy) & set(pair.difficult)


@QUICK
@given(tables())
def test_no_expectation_gives_the_conservative_solution(drawn):
    frame, _ = drawn
    try:
        table = qca.truth_table(frame, "Y", incl_cut=0.8)
        solution = qca.minimize(table, "intermediate", ["-"] * (frame.shape[1] - 1))
    except (qca.NoPositiveRowError, qca.AllPositiveError):
        return
    assert solution.models == qca.minimize(table, "conservative").models
