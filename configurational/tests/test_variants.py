"""Row dominance, irredundant models and inclusion cut-offs of implicants: equal to R's QCA."""

import json
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from qca_reference import FOLDER, model_set

import configurational as qca
from configurational.terms import covers, parse_expression

REFERENCE = json.loads((FOLDER / "minimisation.json").read_text())
KIND = {"": "conservative", "?": "parsimonious"}


def table_of(entry):
    frame = pd.read_csv(FOLDER / "minimisation" / f"{entry['file']}.csv")
    return qca.truth_table(frame, "OUT", incl_cut=entry.get("incl_cut", 1))


def named(entry):
    return entry["file"]


@pytest.mark.parametrize("entry", REFERENCE["rowdom"], ids=named)
def test_row_dominance(entry):
    table, kind = table_of(entry), KIND[entry["include"]]
    assert list(qca.minimize(table, kind).models) == model_set(entry["without"])
    found = qca.minimize_variant(table, kind, row_dominance=True)
    assert list(found.models) == model_set(entry["with"])
    assert sorted(found.primes) == sorted(entry["undominated"])


@pytest.mark.parametrize("entry", REFERENCE["all"], ids=named)
def test_all_irredundant_models(entry):
    table, kind = table_of(entry), KIND[entry["include"]]
    assert list(qca.minimize_variant(table, kind).models) == model_set(entry["minimal"])
    found = qca.minimize_variant(table, kind, irredundant=True)
    assert list(found.models) == model_set(entry["all"])
    assert found.n_models == len(entry["all"]) and found.complete
    few = qca.minimize_variant(table, kind, irredundant=True, cap=1)
    assert len(few.models) == 1 and few.n_models == found.n_models


@pytest.mark.parametrize("entry", REFERENCE["cons"], ids=named)
def test_inclusion_of_implicants_and_models(entry):
    table, kind = table_of(entry), KIND[entry["include"]]
    assert list(qca.minimize(table, kind).models) == model_set(entry["plain"])
    cuts = {"pi_cut": entry["pi_cons"], "sol_cut": entry["sol_cons"]}
    if entry["models"] is None:
        with pytest.raises(qca.NoPositiveRowError, match="a lower (pi|sol)_cut"):
            qca.minimize_variant(table, kind, **cuts)
        return
    assert list(qca.minimize_variant(table, kind, **cuts).models) == model_set(entry["models"])


def test_irredundant_models_are_those_of_an_exhaustive_search():
    rng = np.random.default_rng(5)
    for _ in range(10):
        frame = pd.DataFrame(rng.integers(0, 2, (14, 4)), columns=list("ABCD"))
        frame["Y"] = frame.groupby(list("ABCD"))["A"].transform(lambda s: rng.integers(0, 2))
        table = qca.truth_table(frame, "Y")
        solution = qca.minimize_variant(table, irredundant=True)
        rows = table.configurations("1")
        data = table.data
        chart = np.array([covers(parse_expression(p, data.conditions, data.levels), rows)[0]
                          for p in solution.primes])
        expected = [tuple(sorted(solution.primes[i] for i in chosen))
                    for size in range(1, len(chart) + 1)
                    for chosen in combinations(range(len(chart)), size)
                    if chart[list(chosen)].any(axis=0).all()
                    and all(not chart[[i for i in chosen if i != j]].any(axis=0).all()
                            for j in chosen)]
        assert list(solution.models) == sorted(expected)


def test_contradictions_may_be_used_as_remainders():
    frame = pd.DataFrame({"A": [1, 1, 0, 0, 0], "B": [1, 1, 1, 1, 0], "Y": [1, 1, 1, 0, 0]})
    table = qca.truth_table(frame, "Y", incl_cut_low=0.4)
    freed = qca.contradictions_as_remainders(table)
    assert table.observed["OUT"].tolist() == ["0", "C", "1"]
    assert freed.observed["OUT"].tolist() == ["0", "?", "1"]
    assert qca.minimize(freed, "parsimonious").models == (("A",), ("B",))
    assert qca.minimize(freed).models == qca.minimize(table).models == (("A*B",),)


@pytest.mark.parametrize("options, words", [
    ({"solution": "intermediate"}, "conservative or parsimonious"), ({"pi_cut": 2}, "pi_cut"),
    ({"sol_cut": -1}, "sol_cut"), ({"cap": 0}, "cap"),
])
def test_options_out_of_range_are_refused(options, words):
    with pytest.raises(qca.ParameterError, match=words):
        qca.minimize_variant(table_of(REFERENCE["all"][0]), **options)


def test_excluded_remainders_are_not_used():
    entry = REFERENCE["all"][0]
    plain = qca.minimize_variant(table_of(entry), irredundant=True)
    strict = qca.minimize_variant(table_of(entry), irredundant=True, exclude="~A*~C")
    assert plain.models != strict.models
    assert not any(row in strict.assumptions[0] for row in (1, 2, 5, 6))
