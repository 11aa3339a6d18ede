"""Boolean minimisation: conservative, parsimonious and intermediate solutions."""

from __future__ import annotations

import numpy as np

from .checks import require_kind, require_whole
from .errors import ExpectationError, ParameterError
from .expectations import Expect, easy_term, read_expectations
from .rows import Excluded
from .solution import Pair, Solution, describe
from .space import Minimised, Space, numbered
from .terms import absorb, contains
from .truthtable import TruthTable

SOLUTIONS = ("conservative", "parsimonious", "intermediate")


def minimize(table: TruthTable, solution: str = "conservative", expect: Expect | None = None,
             exclude: Excluded = (), cap: int = 2000, count: bool = True) -> Solution:
    """Minimise a truth table.

    Parameters
    ----------
    table : TruthTable
        Positive rows are explained; contradictions ("C") are kept out like negative rows.
    solution : str
        "conservative" (no remainder is used), "parsimonious" (any) or "intermediate" (those of
        the parsimonious solution that the expectations make easy; Ragin 2008, ch. 9). The
        intermediate solution is formed for every pair of a conservative and a parsimonious model.
    expect : str, sequence or mapping
        Directional expectations, see `read_expectations`; intermediate solutions only.
    exclude : sequence of int, or str
        Remainders never to be used (enhanced standard analysis): row numbers, or expressions
        such as "A*~B" for all remainders inside them. See `read_rows`.
    cap : int
        Models (and pairs) listed at most. Their number is always stated.
    count : bool
        False stops at one model with the smallest number of terms, where ties do not matter;
        the number of models is then a lower bound. Not for intermediate solutions.

    Raises
    ------
    NoPositiveRowError, AllPositiveError, ExpectationError, ParameterError
    """
    if solution not in SOLUTIONS:
        raise ParameterError("solution", repr(solution), " or ".join(SOLUTIONS))
    require_kind("table", table, TruthTable, "a truth table, as truth_table(frame, outcome) gives it")
    require_whole("cap", cap, 1, "a whole number of models from 1 on")
    expectations = _expectations(table, solution, expect)
    space = Space(table, exclude)
    if solution == "intermediate":
        return _intermediate(space, expectations, cap)
    off = space.no_remainder() if solution == "conservative" else space.negative
    result = space.minimise(off, cap, count)
    return describe(solution, space, result.models(), result, result.covers.n_models,
                    result.exhausted, result.covers.counted, cap)


def _expectations(table: TruthTable, solution: str, expect) -> np.ndarray:
    if solution == "intermediate" and expect is None:
        raise ExpectationError("directional expectations", "none",
                               "one of 1, 0 or - per condition for an intermediate solution")
    if solution != "intermediate" and expect is not None:
        raise ExpectationError("directional expectations", f"a list for the {solution} solution",
                               "none: only intermediate solutions use them")
    conditions, levels = table.data.conditions, table.data.levels
    return read_expectations([None] * len(conditions) if expect is None else expect, conditions, levels)


def _intermediate(space: Space, expectations: np.ndarray, cap: int) -> Solution:
    conservative = space.minimise(space.no_remainder(), cap)
    parsimonious = space.minimise(space.negative, cap)
    # Many pairs lead to the same easy counterfactuals; each set of them is solved once.
    solved: dict[bytes, Minimised] = {}
    stretched: dict[bytes, list[np.ndarray]] = {}
    pairs = []
    for c, c_terms in enumerate(_sorted(space, conservative), start=1):
        for p, p_terms in enumerate(_sorted(space, parsimonious), start=1):
            if len(pairs) == cap:
                break
            easy = _easy_terms(c_terms, p_terms, expectations, stretched)
            key = easy.tobytes()
            if key not in solved:
                solved[key] = space.minimise(space.no_remainder(easy), cap)
            pairs.append(_pair(space, f"C{c}P{p}", c_terms, p_terms, easy, solved[key]))
    models = [m for result in solved.values() for m in result.models()]
    n_models = len({space.names(m) for m in models})
    counted = (
        all(r.exhausted for r in (conservative, parsimonious, *solved.values()))
        and len(pairs) == len(conservative.covers.models) * len(parsimonious.covers.models)
    )
    return describe("intermediate", space, models, next(iter(solved.values())), n_models,
                    counted and n_models <= cap, counted, cap, tuple(pairs))


def _sorted(space: Space, result: Minimised) -> list[np.ndarray]:
    """Models in the order of their names, so that C1, P1, ... do not depend on the search."""
    return sorted(result.models(), key=space.names)


def _easy_terms(c_terms: np.ndarray, p_terms: np.ndarray, expectations: np.ndarray,
                known: dict[bytes, list[np.ndarray]]) -> np.ndarray:
    """Conservative terms stretched by easy counterfactuals, absorbed, int array (t, k).

    `known` keeps what has been worked out for one term of each kind; models share their terms.
    """
    result = []
    for c in c_terms:
        for p in p_terms:
            key = c.tobytes() + p.tobytes()
            if key not in known:
                known[key] = [easy_term(c, p, expectations)] if contains(p, c) else []
            result.extend(known[key])
    return absorb(result, c_terms.shape[1])


def _pair(space: Space, name: str, c_terms: np.ndarray, p_terms: np.ndarray, easy: np.ndarray,
          result: Minimised) -> Pair:
    assumed, allowed = space.remainders(p_terms), space.remainders(easy)
    return Pair(name, space.names(c_terms), space.names(p_terms),
                tuple(sorted(space.names(m) for m in result.models())),
                numbered(assumed & allowed), numbered(assumed & ~allowed))
