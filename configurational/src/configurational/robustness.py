"""Robustness of a solution (Oana & Schneider 2021): how far choices may move before it changes,
what single cases carry, and what is common to alternative solutions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from .calibrate import direct
from .checks import Numbers, require_kind, require_share, shown
from .crossover import above
from .errors import (
    AllPositiveError,
    ContradictionError,
    NoPositiveRowError,
    ParameterError,
    QCAError,
)
from .expectations import Expect
from .fit import coverage, inclusion
from .minimize import minimize
from .rows import Excluded
from .sets import Cases
from .solution import Model
from .terms import parse_expression, union_membership
from .truthtable import Cutoffs, TruthTable

Models = tuple[Model, ...]
# What other cases or cut-offs may lead to; every other error is one of the arguments.
WITHOUT_MODEL = (AllPositiveError, ContradictionError, NoPositiveRowError)


@dataclass(frozen=True)
class StableRange:
    """Values of a parameter around `value` over which the models stay the same.

    `lower` itself belongs to the range unless `lower_open`; `upper` always does.
    """

    parameter: str
    value: float
    lower: float
    upper: float
    lower_open: bool = False


def _models(
    table: TruthTable, kind: str, expect: Expect | None, exclude: Excluded = ()
) -> Models | str:
    """Models, or the error that a choice leads to: another way of not being the same."""
    try:
        return minimize(table, kind, expect, exclude).models
    except WITHOUT_MODEL as error:
        return type(error).__name__


def _chosen(table: TruthTable, kind: str, expect: Expect | None, exclude: Excluded) -> Models:
    """Models of the choice that is tested; it has to have some."""
    return minimize(table, kind, expect, exclude).models


def cutoff_range(
    table: TruthTable,
    parameter: str,
    kind: str = "conservative",
    expect: Expect | None = None,
    exclude: Excluded = (),
) -> StableRange:
    """Range of the inclusion, PRI or frequency cut-off with the same models.

    Exact for "incl" and "pri": the truth table changes only where the cut-off passes the value of
    a row, so one solution per interval between row values decides.

    Parameters
    ----------
    parameter : str
        "incl", "pri" or "n".
    kind, expect, exclude
        As in `minimize`.

    Raises
    ------
    QCAError
        As `minimize` for the table as it is.
    """
    require_kind("table", table, TruthTable)
    if parameter not in ("incl", "pri", "n"):
        raise ParameterError("parameter", repr(parameter), "incl, pri or n")
    same = _chosen(table, kind, expect, exclude)
    value = getattr(table.cutoffs, parameter)

    def models(**changed: Any) -> Models | str:
        cutoffs: Cutoffs = replace(table.cutoffs, **changed)
        return _models(table.rebuilt(cutoffs=cutoffs), kind, expect, exclude)

    if parameter == "n":
        return _frequency_range(table, lambda n: models(n=n) == same)
    column = {"incl": "incl", "pri": "PRI"}[parameter]
    floor = table.cutoffs.incl_low or 0.0 if parameter == "incl" else 0.0
    steps = np.unique(np.clip(np.round(table.observed[column].to_numpy(dtype=float), 12), floor, 1))
    # Any cut-off in (steps[i-1], steps[i]] gives the same table as steps[i].
    edges = np.unique(np.concatenate([steps, [1.0]]))
    here = int(np.searchsorted(edges, value - 1e-9))

    def holds(i: int) -> bool:
        return models(**{parameter: float(edges[i])}) == same

    low = here
    while low > 0 and holds(low - 1):
        low -= 1
    high = here
    while high + 1 < len(edges) and holds(high + 1):
        high += 1
    at_floor = low == 0
    return StableRange(
        parameter,
        value,
        floor if at_floor else float(edges[low - 1]),
        float(edges[high]),
        lower_open=not at_floor,
    )


def _frequency_range(table: TruthTable, holds: Callable[[int], bool]) -> StableRange:
    value = table.cutoffs.n
    low, high, most = value, value, int(table.observed["n"].max())
    while low > 1 and holds(low - 1):
        low -= 1
    while high < most and holds(high + 1):
        high += 1
    return StableRange("n", value, low, high)


def anchor_range(
    raw: Numbers,
    anchors: Mapping[str, float],
    anchor: str,
    step: float,
    models: Callable[[np.ndarray], object],
    max_steps: int = 50,
    method: str = "logistic",
) -> StableRange:
    """Range of one calibration anchor over which the models stay the same, to `step` precision.

    Parameters
    ----------
    raw : sequence of float
        Raw values of one condition or the outcome.
    anchors, method
        As in `direct`.
    anchor : str
        The anchor that moves; the others stay.
    step : float
        Step in the unit of `raw`, above 0.
    models : callable
        Takes memberships (n,) and returns what has to stay the same, such as
        `minimize(truth_table(frame.assign(A=memberships), ...)).models`.
    max_steps : int
        Steps to each side at most; a range that ends there may be wider.
    """
    require_kind("anchors", anchors, Mapping)
    if not callable(models):
        raise ParameterError("models", shown(models), "a function of memberships")
    if anchor not in anchors:
        raise ParameterError("anchor", repr(anchor), " or ".join(anchors))
    positive = "a positive step in the unit of the raw values"
    require_share("step", step, high=np.inf, expected=positive)
    if step == 0:
        raise ParameterError("step", f"{step}", positive)

    def outcome(value: float) -> object:
        try:
            return models(direct(raw, {**anchors, anchor: value}, method))
        except QCAError as error:
            return type(error).__name__

    value = float(anchors[anchor])
    same = outcome(value)
    ends = []
    for sign in (-1, 1):
        moved = 0
        while moved < max_steps and outcome(value + sign * (moved + 1) * step) == same:
            moved += 1
        ends.append(value + sign * moved * step)
    lower, upper = ends
    return StableRange(anchor, value, lower, upper)


def case_deletion(
    table: TruthTable,
    kind: str = "conservative",
    expect: Expect | None = None,
    exclude: Excluded = (),
) -> pd.DataFrame:
    """Solutions without one case at a time.

    Returns
    -------
    DataFrame indexed by the deleted case: same (bool), models (tuple of models; empty when there
    is no solution) and problem (error name or "").

    Raises
    ------
    QCAError
        As `minimize` for all cases.
    """
    require_kind("table", table, TruthTable)
    whole = _chosen(table, kind, expect, exclude)
    lines = {}
    for case in table.data.cases:
        models = _models(table.rebuilt(table.data.drop(case)), kind, expect, exclude)
        failed = isinstance(models, str)
        lines[case] = {
            "same": models == whole,
            "models": () if failed else models,
            "problem": models if failed else "",
        }
    return pd.DataFrame.from_dict(lines, orient="index")


@dataclass(frozen=True, eq=False)
class RobustCore:
    """Fit-oriented robustness of an initial solution against test solutions.

    The four ratios are RF_cons, RF_cov, RF_SC_minTS and RF_SC_maxTS of the R package SetMethods,
    which up to version 4.1 takes only the first and the last test solution into the last two.

    Attributes
    ----------
    incl, cov : float
        Inclusion and coverage of the robust core: the intersection of the initial solution with
        all test solutions.
    rf_incl : float
        Inclusion of the initial solution over that of the core; 1 when nothing is lost.
    rf_cov : float
        Coverage of the core over that of the initial solution.
    rf_min, rf_max : float
        Set coincidence (shared over joint membership) of the initial solution with the smallest
        (intersection) and the largest (union) test solution.
    memberships : DataFrame
        Per case: initial, smallest, largest, core, outcome, and type: "robust", "shaky" (in the
        initial solution, not in all test solutions), "possible" (in some test solution only) or
        "outside"; typical (outcome above 0.5) or not.
    """

    incl: float
    cov: float
    rf_incl: float
    rf_cov: float
    rf_min: float
    rf_max: float
    memberships: pd.DataFrame


def robust_core(data: Cases, initial: Model | str, tests: Sequence[Model | str]) -> RobustCore:
    """Fit-oriented and case-oriented core of a model and its alternatives.

    Parameters
    ----------
    data : Cases
        Cases with the calibration of the initial model.
    initial : tuple of str, or str
        Terms of the initial model, or the model as an expression "A*~B + C".
    tests : sequence of tuple of str, or of str
        Models found under other defensible choices.
    """
    require_kind("data", data, Cases)
    require_kind("tests", tests, str, list, tuple)
    for where, given in (
        ("initial", initial),
        *((f"tests, entry {i}", t) for i, t in enumerate(tests)),
    ):
        require_kind(where, given, str, tuple, list)
    if isinstance(tests, str):
        raise ParameterError("tests", f"one expression, {tests!r}", "a list of models")
    if not tests:
        raise ParameterError("tests", "no test solution", "at least one")
    first = _membership(data, initial)
    others = np.array([_membership(data, model) for model in tests])
    smallest, largest = others.min(axis=0), others.max(axis=0)
    core = np.minimum(first, smallest)
    kind = np.select(
        [above(core), above(first), above(largest)], ["robust", "shaky", "possible"], "outside"
    )
    table = pd.DataFrame(
        {
            "initial": first,
            "smallest": smallest,
            "largest": largest,
            "core": core,
            "outcome": data.y,
            "type": kind,
            "typical": above(data.y),
        },
        index=pd.Index(data.cases, name="case"),
    )
    return RobustCore(
        inclusion(core, data.y),
        coverage(core, data.y),
        inclusion(first, data.y) / inclusion(core, data.y),
        coverage(core, data.y) / coverage(first, data.y),
        _coincidence(first, smallest),
        _coincidence(first, largest),
        table,
    )


def _membership(data: Cases, model: Model | str) -> np.ndarray:
    text = model if isinstance(model, str) else " + ".join(model)
    return union_membership(data, parse_expression(text, data.conditions, data.levels))


def _coincidence(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.minimum(a, b).sum() / np.maximum(a, b).sum())
