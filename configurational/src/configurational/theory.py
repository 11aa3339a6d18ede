"""Theory evaluation: where a model and a theoretical expectation meet (Ragin 1987, p. 118-121;
Schneider & Wagemann 2012, ch. 11.3).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .checks import require_kind, require_model
from .crossover import above, below
from .fit import coverage, inclusion, pri
from .solution import Solution
from .terms import conjunction, negation, parse_expression, term_name, union_membership


def evaluate_theory(solution: Solution, theory: str, model: int = 0) -> pd.DataFrame:
    """The four areas that a theory T and a model S cut out of the cases.

    Parameters
    ----------
    theory : str
        Sum of products over the conditions.
    model : int
        Which of the listed models, from 0.

    Returns
    -------
    DataFrame indexed by area ("T*S" confirmed, "~T*S" to be added to the theory, "T*~S" expected
    but not found, "~T*~S" neither): expression, incl, PRI, cov (shares), and the cases that are
    members of the area (membership above 0.5) with the outcome and without it (tuples of labels).

    Raises
    ------
    ParameterError
    """
    require_kind("solution", solution, Solution)
    require_kind("theory", theory, str)
    require_model(solution.models, model)
    data = solution.table.data
    t = parse_expression(theory, data.conditions, data.levels)
    s = parse_expression(" + ".join(solution.models[model]), data.conditions, data.levels)
    not_t, not_s = negation(t, data.levels), negation(s, data.levels)
    in_t, in_s = union_membership(data, t), union_membership(data, s)
    areas = {
        "T*S": (conjunction(t, s), np.minimum(in_t, in_s)),
        "~T*S": (conjunction(not_t, s), np.minimum(1 - in_t, in_s)),
        "T*~S": (conjunction(t, not_s), np.minimum(in_t, 1 - in_s)),
        "~T*~S": (conjunction(not_t, not_s), np.minimum(1 - in_t, 1 - in_s)),
    }
    lines = {}
    for area, (terms, x) in areas.items():
        names = sorted(term_name(term, data.conditions, data.multivalue) for term in terms)
        lines[area] = {
            "expression": " + ".join(names),
            "incl": inclusion(x, data.y),
            "PRI": pri(x, data.y),
            "cov": coverage(x, data.y),
            "with_outcome": _members(data.cases, above(x) & above(data.y)),
            "without_outcome": _members(data.cases, above(x) & below(data.y)),
        }
    return pd.DataFrame.from_dict(lines, orient="index")


def _members(cases: tuple[str, ...], chosen: np.ndarray) -> tuple[str, ...]:
    return tuple(cases[i] for i in np.flatnonzero(chosen))
