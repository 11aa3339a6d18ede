"""Options of minimisation as R answers them: row dominance, all irredundant models, least
inclusion, and two-step analyses, which need nothing beyond them.
"""

import json

import numpy as np
import pandas as pd
import pytest
from configurational.cover import minimal_covers
from configurational.irredundant import irredundant_covers
from configurational.terms import parse_expression, union_membership
from hypothesis import given, settings, strategies as st
from qca_reference import FOLDER, listed, model_set

import configurational as qca

REFERENCE = json.loads((FOLDER / "minimisation.json").read_text())
KIND = {"": "conservative", "?": "parsimonious"}


def entries(section):
    return pytest.mark.parametrize("entry", REFERENCE[section], ids=lambda e: e["file"])


def frame(entry):
    return pd.read_csv(FOLDER / "minimisation" / f"{entry['file']}.csv")


def solve(entry, incl_cut=1.0, **options):
    table = qca.truth_table(frame(entry), "OUT", incl_cut=incl_cut)
    return qca.minimize(table, KIND[entry["include"]], **options)


@entries("rowdom")
def test_row_dominance(entry):
    plain, dominant = solve(entry), solve(entry, row_dominance=True)
    assert list(plain.models) == model_set(entry["without"])
    assert list(dominant.models) == model_set(entry["with"])
    assert list(plain.primes) == sorted(entry["primes"])
    assert list(dominant.primes) == sorted(entry["undominated"])


@entries("all")
def test_all_irredundant_models(entry):
    plain, whole = solve(entry), solve(entry, irredundant=True)
    assert list(plain.models) == model_set(entry["minimal"])
    assert list(whole.models) == model_set(entry["all"])
    assert list(whole.primes) == sorted(entry["primes"])
    assert whole.n_models == len(entry["all"]) and whole.complete


@entries("cons")
def test_least_inclusion_of_terms_and_models(entry):
    assert list(solve(entry, entry["incl_cut"]).models) == model_set(entry["plain"])
    options = {"term_incl": entry["pi_cons"], "model_incl": entry["sol_cons"]}
    if entry["models"] is None:
        with pytest.raises(qca.NoModelError, match=r"term_incl|model_incl"):
            solve(entry, entry["incl_cut"], **options)
    else:
        assert list(solve(entry, entry["incl_cut"], **options).models) == model_set(entry["models"])


@entries("twostep")
def test_two_steps_with_necessary_remote_conditions_first(entry):
    asked = entry["superSubset"]
    found = qca.supersets(
        qca.prepare(frame(entry), "OUT", entry["remote"]),
        asked["incl_cut"],
        ron_cut=asked["ron_cut"],
    )
    result = pd.DataFrame({k: listed(v) for k, v in asked["result"].items()}).set_index("name")
    assert set(found.index) == set(result.index)
    assert np.allclose(found.loc[result.index, ["incl", "RoN", "cov"]], result, rtol=0, atol=1e-9)
    step = entry["necessary_first"]
    table = qca.truth_table(frame(entry), "OUT", incl_cut=0.8)
    rows = qca.contradicting_necessity(table, step["necessary"])
    assert list(rows) == listed(step["excluded"])
    assert list(qca.minimize(table, "parsimonious", exclude=rows).models) == model_set(
        step["models"]
    )
    if step["without"] is None:
        with pytest.raises(qca.AllPositiveError):
            qca.minimize(table, "parsimonious")
    else:
        assert list(qca.minimize(table, "parsimonious").models) == model_set(step["without"])


@pytest.mark.parametrize(
    "entry", [e for e in REFERENCE["twostep"] if e["contexts_first"]], ids=lambda e: e["file"]
)
def test_two_steps_with_contexts_first(entry):
    cases, reference = frame(entry), entry["contexts_first"]
    remote = qca.truth_table(cases, "OUT", entry["remote"], incl_cut=0.65)
    assert list(qca.minimize(remote, "parsimonious").models) == model_set(reference["step1"])
    for step in reference["step2"]:
        term = parse_expression(step["context"], remote.data.conditions, remote.data.levels)
        table = qca.truth_table(
            cases.assign(CTX=union_membership(remote.data, term)),
            "OUT",
            ["CTX", *entry["proximate"]],
            incl_cut=0.8,
        )
        for kind in ("conservative", "parsimonious"):
            assert list(qca.minimize(table, kind).models) == model_set(step[kind])


def brute_irredundant(chart):
    """Covers from which nothing can be dropped, by trying every set of rows."""
    found = []
    for bits in range(1, 1 << len(chart)):
        chosen = [i for i in range(len(chart)) if bits >> i & 1]
        times = chart[chosen].sum(axis=0)
        if times.all() and all((chart[i] & (times == 1)).any() for i in chosen):
            found.append(tuple(chosen))
    return sorted(found)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 8), st.integers(1, 7), st.integers(0, 10_000))
def test_irredundant_covers_equal_brute_force(t, m, seed):
    chart = np.random.default_rng(seed).random((t, m)) < 0.45
    chart = chart[:, chart.any(axis=0)]
    if chart.shape[1]:
        found = irredundant_covers(chart)
        assert sorted(found.models) == brute_irredundant(chart)
        assert found.n_models == len(found.models) and found.counted
        assert found.bound == minimal_covers(chart).bound


def test_irredundant_covers_beyond_the_cap_are_counted():
    chart = np.kron(np.eye(6, dtype=int), np.ones((3, 1), dtype=int))
    capped = irredundant_covers(chart, cap=10)
    assert len(capped.models) == 10 and capped.n_models == 3**6 and capped.counted
    stopped = irredundant_covers(np.ones((12, 12), int) - np.eye(12, dtype=int), nodes=3)
    assert not stopped.counted and 0 < stopped.n_models < 66


def test_contradictions_may_be_used_as_remainders():
    frame = pd.DataFrame({"A": [1, 1, 0, 0, 0], "B": [1, 1, 1, 1, 0], "Y": [1, 1, 1, 0, 0]})
    table = qca.truth_table(frame, "Y", incl_cut_low=0.4)
    freed = qca.contradictions_as_remainders(table)
    assert table.observed["OUT"].tolist() == ["0", "C", "1"]
    assert freed.observed["OUT"].tolist() == ["0", "?", "1"]
    assert qca.minimize(freed, "parsimonious").models == (("A",), ("B",))
    assert qca.minimize(freed).models == qca.minimize(table).models == (("A*B",),)


@pytest.mark.parametrize(
    "options, words",
    [
        ({"term_incl": 2}, "term_incl"),
        ({"model_incl": -1}, "model_incl"),
        ({"cap": 0}, "cap"),
    ],
)
def test_options_out_of_range_are_refused(options, words):
    with pytest.raises(qca.ParameterError, match=words):
        solve(REFERENCE["all"][0], **options)


def test_excluded_remainders_are_not_used_by_irredundant_models():
    entry = REFERENCE["all"][0]
    plain = solve(entry, irredundant=True)
    strict = solve(entry, irredundant=True, exclude="~A*~C")
    assert plain.models != strict.models
    assert not any(row in strict.assumptions[0] for row in (1, 2, 5, 6))
