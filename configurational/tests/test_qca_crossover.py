"""Memberships next to 0.5 are read as 0.5 wherever a crossover is decided, and said to be."""

import numpy as np
import pandas as pd
import pytest
from configurational.crossover import above, at_crossover, below
from qca_reference import published_file

import configurational as qca

NEXT = [0.7 - 0.2, 0.3 + 0.2000000000000001, float(np.float32(0.9) - np.float32(0.4))]
LF = qca.read_csv(published_file("LF"))


def with_value(value, column="DEV"):
    frame = LF.copy()
    frame.loc["FI", column] = value
    return frame


def test_rounding_misses_the_half():
    assert all(value != 0.5 and abs(value - 0.5) < 1e-7 for value in NEXT)
    assert at_crossover(NEXT).all() and not above(NEXT).any() and not below(NEXT).any()
    assert above(0.5001) and below(0.4999) and not at_crossover(0.5001)


@pytest.mark.parametrize("value", NEXT)
@pytest.mark.parametrize("negate", [False, True])
def test_the_truth_table_is_that_of_the_half(value, negate):
    found, half = (
        qca.truth_table(with_value(v), "SURV", incl_cut=0.8, negate=negate) for v in (value, 0.5)
    )
    pd.testing.assert_frame_equal(
        found.observed, half.observed, check_exact=False, rtol=0, atol=1e-7
    )
    assert found.observed["n"].sum() == len(LF) - 1
    assert found.data.messages == (
        f"memberships next to 0.5 are read as 0.5: FI (DEV: {value!r})",
        "memberships of exactly 0.5 belong to no configuration: FI (DEV)",
    )


@pytest.mark.parametrize("value", NEXT)
def test_an_outcome_next_to_the_half_is_neither_in_nor_out(value):
    frame = with_value(value, "SURV")
    solution = qca.minimize(qca.truth_table(frame, "SURV", incl_cut=0.8), "parsimonious")
    areas = qca.evaluate_theory(solution, "DEV")
    named = {
        c for side in ("with_outcome", "without_outcome") for cases in areas[side] for c in cases
    }
    assert named == set(LF.index) - {"FI"}
    core = qca.robust_core(solution.table.data, solution.models[0], [solution.models[0]])
    assert not core.memberships.loc["FI", "typical"]
    assert solution.messages == (f"memberships next to 0.5 are read as 0.5: FI (SURV: {value!r})",)


@pytest.mark.parametrize("value", NEXT)
def test_a_case_in_a_term_next_to_the_half_is_outside_the_robust_core(value):
    data = qca.prepare(with_value(value, "STB"), "SURV")
    core = qca.robust_core(data, ("STB",), [("STB",)])
    assert core.memberships.loc["FI", "type"] == "outside"


def test_many_cases_at_the_half_are_counted():
    frame = pd.DataFrame(
        {"A": np.full(60, 0.5), "B": np.linspace(0, 1, 60), "Y": np.linspace(0, 1, 60)}
    )
    (message,) = qca.prepare(frame, "Y").messages
    assert message.startswith("memberships of exactly 0.5") and message.endswith(
        "50 (A); and 10 more"
    )
