"""Core and peripheral conditions: the table in which configurations are published (Fiss 2011).

A condition of an intermediate (or conservative) term is core when the parsimonious solution has
it too, so that no counterfactual does without it; else it is peripheral. Fiss 2011 (Academy of
Management Journal 54); Ragin & Fiss 2008 (in Ragin, Redesigning Social Inquiry, ch. 11).
"""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

import numpy as np
import pandas as pd

from .checks import require_kind, require_model
from .errors import ParameterError
from .solution import Model, Solution
from .terms import FREE, contains, parse_expression

# Cells in words, and as they are printed: large for core, small for peripheral.
SYMBOLS = {"core present": "●", "core absent": "⊗", "present": "•", "absent": "×"}


def core_conditions(
    solution: Solution,
    parsimonious: Solution | None = None,
    model: int = 0,
    parsimonious_model: int | None = None,
) -> pd.DataFrame:
    """Core and peripheral conditions of each term of a model.

    Parameters
    ----------
    solution : Solution
        Intermediate (or conservative).
    parsimonious : Solution, optional
        Of the same truth table. Intermediate solutions bring along the parsimonious models that
        they were formed from; a parsimonious solution is core throughout.
    model : int
        Which of the listed models of `solution`, from 0.
    parsimonious_model : int, optional
        Which of the parsimonious models (P1 is 0) tells what is core. When not given, the one
        that the intermediate model was formed with.

    Returns
    -------
    DataFrame indexed by condition, one column per term: "core present", "core absent", "present",
    "absent" or "" ("core [2]", "[2]" for levels of multi-value conditions).

    Raises
    ------
    ParameterError
        A model does not exist, or several parsimonious models disagree about what is core.

    Examples
    --------
    >>> from configurational import minimize, truth_table
    >>> frame = pd.DataFrame(
    ...     {"A": [1, 1, 0, 0], "B": [1, 1, 0, 1], "C": [1, 0, 0, 0], "Y": [1, 1, 0, 0]}
    ... )
    >>> table = truth_table(frame, "Y")
    >>> core_conditions(minimize(table), minimize(table, "parsimonious"))["A*B"].to_dict()
    {'A': 'core present', 'B': 'present', 'C': ''}
    """
    require_kind("solution", solution, Solution)
    terms = _terms(solution.models, model, "model")
    simple = _parsimonious_models(solution, parsimonious)
    sources = _sources(solution, simple, terms, parsimonious_model)
    answers = [_cells(solution, terms, _literals(solution, source)) for source in sources]
    if any(not answer.equals(answers[0]) for answer in answers[1:]):
        names = ["P" + str(simple.index(s) + 1) for s in sources]
        raise ParameterError(
            "parsimonious_model",
            f"{', '.join(names)}, which differ in the core",
            f"the number of one of them, from 0 to {len(simple) - 1}",
        )
    return answers[0]


def configuration_labels(cells: pd.DataFrame) -> list[str]:
    """Number and letter of each term of `core_conditions`: 1a, 1b, 2, one number per core."""
    cores = [tuple(c if c.startswith("core") else "" for c in cells[t]) for t in cells.columns]
    distinct = list(dict.fromkeys(cores))
    return [
        f"{distinct.index(core) + 1}"
        + ("" if cores.count(core) == 1 else _letters(cores[:t].count(core)))
        for t, core in enumerate(cores)
    ]


def _letters(number: int) -> str:
    """a, b, ..., z, aa, ab, ... from 0."""
    first, last = divmod(number, len(ascii_lowercase))
    return ("" if first == 0 else _letters(first - 1)) + ascii_lowercase[last]


def _parsimonious_models(solution: Solution, given: Solution | None) -> list[Model]:
    """Models that may tell what is core, P1, P2, ... in their order."""
    if given is not None:
        require_kind("parsimonious", given, Solution)
        _same_table(solution, given)
        return list(given.models)
    if solution.kind == "parsimonious":
        return list(solution.models)
    if not solution.pairs:
        raise ParameterError(
            "parsimonious",
            f"none for a {solution.kind} solution",
            "the parsimonious solution of the same truth table",
        )
    return sorted({tuple(sorted(p.parsimonious)) for p in solution.pairs})


def _same_table(solution: Solution, parsimonious: Solution) -> None:
    ours, theirs = solution.table.data, parsimonious.table.data
    if parsimonious.kind != "parsimonious":
        raise ParameterError(
            "parsimonious", f"the {parsimonious.kind} solution", "the parsimonious one"
        )
    if (ours.conditions, ours.outcome, ours.cases) != (
        theirs.conditions,
        theirs.outcome,
        theirs.cases,
    ):
        raise ParameterError(
            "parsimonious",
            f"the solution of {theirs.outcome} by {', '.join(theirs.conditions)}",
            f"that of {ours.outcome} by {', '.join(ours.conditions)}",
        )


def _terms(models: Sequence[Model], model: int, where: str) -> Model:
    require_model(models, model, where)
    return models[model]


def _sources(
    solution: Solution, simple: Sequence[Model], terms: Model, chosen: int | None
) -> list[Model]:
    """Parsimonious models that tell what is core in a model."""
    if chosen is not None:
        return [_terms(simple, chosen, "parsimonious_model")]
    if solution.kind == "parsimonious" and terms in simple:
        return [terms]
    formed = [
        m
        for m in simple
        if any(tuple(sorted(p.parsimonious)) == m and terms in p.models for p in solution.pairs)
    ]
    return formed or list(simple)


def _literals(solution: Solution, terms: Model) -> np.ndarray:
    data = solution.table.data
    return np.concatenate([parse_expression(t, data.conditions, data.levels) for t in terms])


def _cells(solution: Solution, terms: Model, simple: np.ndarray) -> pd.DataFrame:
    """What stands for each condition in each term, given the parsimonious terms (s, k)."""
    data = solution.table.data
    columns = {}
    for term in terms:
        literals = solution.literals[term]
        around = [p for p in simple if contains(p, literals)]
        core = np.logical_or.reduce([p != FREE for p in around] or [np.zeros(len(literals), bool)])
        columns[term] = [_cell(level, c, data.multivalue) for level, c in zip(literals, core)]
    return pd.DataFrame(columns, index=pd.Index(data.conditions, name="condition"))


def _cell(level: int, core: bool, multivalue: bool) -> str:
    if level == FREE:
        return ""
    what = f"[{level}]" if multivalue else ("absent", "present")[level]
    return f"core {what}" if core else what
