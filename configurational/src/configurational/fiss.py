"""Core and peripheral conditions: the table in which configurations are published (Fiss 2011).

A condition of an intermediate (or conservative) term is core when the parsimonious solution has
it too, so that no counterfactual does without it; else it is peripheral. Fiss 2011 (Academy of
Management Journal 54); Ragin & Fiss 2008 (in Ragin, Redesigning Social Inquiry, ch. 11).
"""

from __future__ import annotations

from string import ascii_lowercase

import numpy as np
import pandas as pd

from .errors import ParameterError
from .fit import coverage, inclusion, pri, unique_coverage
from .solution import Model, Solution
from .terms import FREE, contains, memberships, parse_expression

# Cells in words, and as they are printed: large for core, small for peripheral.
SYMBOLS = {"core present": "●", "core absent": "⊗", "present": "•", "absent": "×", "": ""}


def core_conditions(solution: Solution, parsimonious: Solution, model: int = 0,
                    parsimonious_model: int | None = None) -> pd.DataFrame:
    """Core and peripheral conditions of each term of a model.

    Parameters
    ----------
    solution : Solution
        Intermediate (or conservative).
    parsimonious : Solution
        Of the same truth table.
    model : int
        Which of the listed models of `solution`, from 0.
    parsimonious_model : int, optional
        Which of the parsimonious models tells what is core. When not given, the one that the
        intermediate model was formed with.

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
    >>> frame = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 1, 0, 1], "C": [1, 0, 0, 0],
    ...                       "Y": [1, 1, 0, 0]})
    >>> table = truth_table(frame, "Y")
    >>> core_conditions(minimize(table), minimize(table, "parsimonious"))["A*B"].to_dict()
    {'A': 'core present', 'B': 'present', 'C': ''}
    """
    _same_table(solution, parsimonious)
    terms = _terms(solution, model, "model")
    sources = _sources(solution, parsimonious, model, parsimonious_model)
    answers = [_cells(solution, terms, _literals(parsimonious, source)) for source in sources]
    if any(not answer.equals(answers[0]) for answer in answers[1:]):
        names = ["P" + str(parsimonious.models.index(s) + 1) for s in sources]
        raise ParameterError("parsimonious_model", f"{', '.join(names)}, which differ in the core",
                             f"the number of one of them, from 0 to {len(parsimonious.models) - 1}")
    return answers[0]


def fiss_table(solution: Solution, parsimonious: Solution, model: int = 0,
               parsimonious_model: int | None = None, digits: int = 3) -> pd.DataFrame:
    """The configuration chart of a model, ready for print.

    Parameters
    ----------
    solution, parsimonious, model, parsimonious_model
        As in `core_conditions`.
    digits : int
        Decimals of the parameters of fit.

    Returns
    -------
    DataFrame of texts. Columns are the configurations, those with the same core numbered
    together: 1a, 1b, 2. Rows are the conditions (● core, present; ⊗ core, absent; • and × the
    same, peripheral), "inclusion", "PRI", "raw coverage", "unique coverage" of each, and
    "solution inclusion", "solution PRI", "solution coverage" in the first column.

    Raises
    ------
    ParameterError
    """
    cells = core_conditions(solution, parsimonious, model, parsimonious_model)
    data = solution.table.data
    terms = list(cells.columns)
    labels = _numbers(cells)
    order = sorted(range(len(terms)), key=lambda t: labels[t])
    parts = memberships(data, np.array([solution.literals[terms[t]] for t in order]))
    whole = parts.max(axis=1)

    def written(value: float) -> str:
        return "" if np.isnan(value) else f"{value:.{digits}f}"

    table = cells.iloc[:, order].map(lambda cell: SYMBOLS.get(cell, cell))
    table.columns = ["".join(map(str, labels[t])) for t in order]
    table.columns.name, table.index.name = None, None
    for name, values in (("inclusion", [inclusion(x, data.y) for x in parts.T]),
                         ("PRI", [pri(x, data.y) for x in parts.T]),
                         ("raw coverage", [coverage(x, data.y) for x in parts.T]),
                         ("unique coverage", unique_coverage(parts, data.y))):
        table.loc[name] = [written(v) for v in values]
    for name, value in (("solution inclusion", inclusion(whole, data.y)),
                        ("solution PRI", pri(whole, data.y)),
                        ("solution coverage", coverage(whole, data.y))):
        table.loc[name] = [written(value), *[""] * (len(terms) - 1)]
    return table


def _same_table(solution: Solution, parsimonious: Solution) -> None:
    ours, theirs = solution.table.data, parsimonious.table.data
    if parsimonious.kind != "parsimonious":
        raise ParameterError("parsimonious", f"the {parsimonious.kind} solution",
                             "the parsimonious one")
    if (ours.conditions, ours.outcome, ours.cases) != (theirs.conditions, theirs.outcome,
                                                       theirs.cases):
        raise ParameterError("parsimonious", f"the solution of {theirs.outcome} by "
                             f"{', '.join(theirs.conditions)}",
                             f"that of {ours.outcome} by {', '.join(ours.conditions)}")


def _terms(solution: Solution, model: int, where: str) -> Model:
    if not 0 <= model < len(solution.models):
        raise ParameterError(where, f"{model}", f"0 to {len(solution.models) - 1}")
    return solution.models[model]


def _sources(solution: Solution, parsimonious: Solution, model: int, chosen: int | None
             ) -> list[Model]:
    """Parsimonious models that tell what is core in a model."""
    if chosen is not None:
        return [_terms(parsimonious, chosen, "parsimonious_model")]
    wanted = solution.models[model]
    formed = [m for m in parsimonious.models
              if any(tuple(sorted(p.parsimonious)) == m and wanted in p.models
                     for p in solution.pairs)]
    return formed or list(parsimonious.models)


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


def _numbers(cells: pd.DataFrame) -> list[tuple[int, str]]:
    """Number and letter of each configuration; the same core has the same number."""
    cores = [tuple(c if c.startswith("core") else "" for c in cells[t]) for t in cells.columns]
    distinct = list(dict.fromkeys(cores))
    labels = []
    for t, core in enumerate(cores):
        letter = "" if cores.count(core) == 1 else _letters(cores[:t].count(core))
        labels.append((distinct.index(core) + 1, letter))
    return labels


def _letters(number: int) -> str:
    """a, b, ..., z, aa, ab, ... from 0."""
    first, last = divmod(number, len(ascii_lowercase))
    return ("" if first == 0 else _letters(first - 1)) + ascii_lowercase[last]
