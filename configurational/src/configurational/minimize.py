"""Boolean minimisation: conservative, parsimonious and intermediate solutions."""

from __future__ import annotations

import numpy as np

from .checks import require_kind, require_share, require_whole
from .cover import SECONDS
from .errors import ExpectationError, ParameterError
from .expectations import Expect, easy_term, read_expectations
from .rows import Excluded
from .solution import Model, Pair, Solution, describe
from .space import Minimised, Options, Space
from .terms import absorb, contains
from .truthtable import TruthTable

SOLUTIONS = ("conservative", "parsimonious", "intermediate")


def minimize(
    table: TruthTable,
    solution: str = "conservative",
    expect: Expect | None = None,
    exclude: Excluded = (),
    cap: int = 2000,
    count: bool = True,
    seconds: float | None = None,
    row_dominance: bool = False,
    irredundant: bool = False,
    term_incl: float = 0.0,
    model_incl: float = 0.0,
) -> Solution:
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
    seconds : float, optional
        Time allowed for proving that no cover has fewer terms: 10 when not given, and none where
        a proof is out of reach. Where it does not suffice, the best cover found is the one model,
        and a message says how few terms are not excluded (`Solution.bound`).
    row_dominance : bool
        Leave out prime implicants whose positive rows are all covered by a wider one (R's row.dom).
    irredundant : bool
        Models are all covers from which no term can be dropped, not the shortest only (R's
        all.sol).
    term_incl : float
        Least inclusion of a term (R's pi.cons): terms are then the most general ones that reach it.
    model_incl : float
        Least inclusion of a model (R's sol.cons): models are then all covers that reach it and
        from which no term can be dropped.

    Raises
    ------
    NoPositiveRowError, AllPositiveError, ExpectationError, NoModelError, ParameterError
    """
    if solution not in SOLUTIONS:
        raise ParameterError("solution", repr(solution), " or ".join(SOLUTIONS))
    require_kind("table", table, TruthTable)
    require_whole("cap", cap, 1, "a whole number of models from 1 on")
    if seconds is not None:
        require_share("seconds", seconds, high=np.inf, expected="a number of seconds from 0 on")
    require_share("term_incl", term_incl)
    require_share("model_incl", model_incl)
    options: Options = {
        "seconds": seconds,
        "row_dominance": row_dominance,
        "irredundant": irredundant,
        "term_incl": term_incl,
        "model_incl": model_incl,
    }
    expectations = _expectations(table, solution, expect)
    space = Space(table, exclude)
    if solution == "intermediate":
        return _intermediate(space, expectations, cap, options)
    off = space.no_remainder() if solution == "conservative" else space.negative
    result = space.minimise(off, cap, count, **options)
    models = result.models()
    terms = {space.name(t): t for model in models for t in model}
    return describe(
        solution,
        space,
        {space.names(m) for m in models},
        terms,
        [(f"{solution} model", result)],
        result.covers.n_models,
        result.covers.counted,
        cap,
        SECONDS if seconds is None else seconds,
    )


def _expectations(table: TruthTable, solution: str, expect: Expect | None) -> np.ndarray:
    if solution == "intermediate" and expect is None:
        raise ExpectationError(
            "directional expectations",
            "none",
            "one of 1, 0 or - per condition for an intermediate solution",
        )
    if solution != "intermediate" and expect is not None:
        raise ExpectationError(
            "directional expectations",
            f"a list for the {solution} solution",
            "none: only intermediate solutions use them",
        )
    conditions, levels = table.data.conditions, table.data.levels
    return read_expectations(
        [None] * len(conditions) if expect is None else expect, conditions, levels
    )


def _intermediate(space: Space, expectations: np.ndarray, cap: int, options: Options) -> Solution:
    conservative = space.minimise(space.no_remainder(), cap, **options)
    parsimonious = space.minimise(space.negative, cap, **options)
    # Many pairs lead to the same easy counterfactuals; each set of them is solved and named once.
    solved: list[Minimised] = []
    exhausted = conservative.exhausted and parsimonious.exhausted
    named: dict[bytes, tuple[Model, ...]] = {}
    terms: dict[str, np.ndarray] = {}
    stretched: dict[bytes, list[np.ndarray]] = {}
    pairs: list[Pair] = []
    for c, c_terms in enumerate(_sorted(space, conservative), start=1):
        for p, p_terms in enumerate(_sorted(space, parsimonious), start=1):
            if len(pairs) == cap:
                break
            easy = _easy_terms(c_terms, p_terms, expectations, stretched)
            key = easy.tobytes()
            if key not in named:
                found = space.minimise(space.no_remainder(easy), cap, **options)
                models = found.models()
                terms |= {space.name(t): t.copy() for m in models for t in m}
                named[key] = tuple(sorted(space.names(m) for m in models))
                exhausted &= found.exhausted
                solved.append(found.brief() if solved else found)
            pairs.append(
                Pair(
                    f"C{c}P{p}",
                    space.names(c_terms),
                    space.names(p_terms),
                    named[key],
                    space,
                    p_terms,
                    easy,
                )
            )
    distinct: set[Model] = set().union(*named.values())
    whole = len(conservative.covers.models) * len(parsimonious.covers.models)
    results = [
        *(("intermediate model", result) for result in solved),
        ("conservative model", conservative),
        ("parsimonious model", parsimonious),
    ]
    return describe(
        "intermediate",
        space,
        distinct,
        terms,
        results,
        len(distinct),
        exhausted and len(pairs) == whole,
        cap,
        SECONDS if options["seconds"] is None else options["seconds"],
        tuple(pairs),
    )


def _sorted(space: Space, result: Minimised) -> list[np.ndarray]:
    """Models in the order of their names, so that C1, P1, ... do not depend on the search."""
    return sorted(result.models(), key=space.names)


def _easy_terms(
    c_terms: np.ndarray,
    p_terms: np.ndarray,
    expectations: np.ndarray,
    known: dict[bytes, list[np.ndarray]],
) -> np.ndarray:
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
