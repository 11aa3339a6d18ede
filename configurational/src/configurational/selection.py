"""Which cases to study in depth after an analysis of sufficiency, and which to compare.

Typical cases show a mechanism at work; deviant cases show what a model lacks; pairs of them
control for what the cases share. Schneider & Rohlfing 2013, 2016 (Sociological
Methods & Research 42, 45); scores as in Oana, Schneider & Thomann 2021
(Qualitative Comparative Analysis Using R, ch. 6). Scores are sums of distances of memberships,
without unit, low is good; x is membership in the term, y in the outcome, f in the focal conjunct
(the condition whose part in the mechanism is studied) and m the minimum of the term's other
conjuncts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .checks import require_kind, require_model
from .crossover import above, below
from .errors import ParameterError
from .selection_common import (
    all_pairs,
    at_most,
    literal_memberships,
    lowest,
    ordered,
    own_rows,
    ranked_pairs,
    under,
    which,
)
from .sets import Cases
from .solution import Solution
from .terms import FREE, memberships, parse_expression, term_name


@dataclass(frozen=True, eq=False)
class _Model:
    """A model on its cases: memberships (n, t) in the terms, (n,) in their union."""

    data: Cases
    names: tuple[str, ...]
    literals: np.ndarray
    parts: np.ndarray
    whole: np.ndarray
    rows: np.ndarray
    in_row: np.ndarray

    @property
    def y(self) -> np.ndarray:
        return self.data.y

    @property
    def cases(self) -> np.ndarray:
        return np.array(self.data.cases, dtype=object)

    def typical(self, t: int) -> np.ndarray:
        x = self.parts[:, t]
        return above(x) & above(self.y) & at_most(x, self.y)

    def scores(self, t: int) -> np.ndarray:
        """Typicality for a term: inf for cases that are not typical."""
        x = self.parts[:, t]
        return np.where(self.typical(t), 2 * np.abs(self.y - x) + (1 - x), np.inf)

    def most_typical(self) -> np.ndarray:
        """Cases that are most typical of some term."""
        flags = [lowest(self.scores(t)) & self.typical(t) for t in range(len(self.names))]
        return np.logical_or.reduce(flags)

    def deviant_consistency(self, t: int) -> np.ndarray:
        return above(self.parts[:, t]) & below(self.y)

    def unique_typical(self) -> np.ndarray:
        """Cases that are typical of one term only."""
        flags = [self.typical(t) for t in range(len(self.names))]
        return np.sum(flags, axis=0) == 1

    def unique_member(self) -> np.ndarray:
        """Cases with more than 0.5 in one term only."""
        return above(self.parts).sum(axis=1) == 1


def select_cases(solution: Solution, kind: str, model: int | Sequence[str] = 0) -> pd.DataFrame:
    """Cases of one kind, or pairs of them, for a model of a sufficient solution.

    Parameters
    ----------
    solution : Solution
    kind : str
        Cases: "typical" (member of term and outcome, not less of the outcome), "focal" (typical,
        per conjunct of each term), "deviant_consistency" (member of a term without the outcome),
        "deviant_coverage" (the outcome without the model), "irrelevant" (neither).
        Pairs within a term: "typical_typical", "typical_irrelevant",
        "typical_deviant_consistency"; per focal conjunct: "focal_typical_typical",
        "focal_typical_irrelevant"; within a truth-table row: "deviant_coverage_irrelevant".
    model : int or sequence of str
        Which of the listed models, from 0; or its terms.

    Returns
    -------
    DataFrame, one line per case and term (pair and term, conjunct or row); within these sorted by
    rank and flags, then score. Columns, as far as they apply: case (first, second), term, focal,
    x, y, f, m, solution (membership in the model), row and in_row (truth-table row and membership
    in it);
    score (low is good) and most (lowest of the term, conjunct or row; of pairs: most_first,
    most_second); unique (no other term of the model covers the case); rank (1: the focal conjunct
    sets the term's membership; of pairs 1 to 4 or 1 to 8, low is good), clean (no other conjunct
    could explain the outcome's membership) and f_in_outcome (f <= y).

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> frame = pd.DataFrame(
    ...     {"A": [0.9, 0.7, 0.2, 0.8], "B": [0.8, 0.9, 0.3, 0.2], "Y": [0.9, 0.8, 0.1, 0.3]},
    ...     index=["a", "b", "c", "d"],
    ... )
    >>> from configurational import minimize, truth_table
    >>> solution = minimize(truth_table(frame, "Y", incl_cut=0.8))
    >>> select_cases(solution, "typical")[["case", "term", "score", "most"]].round(2)
      case term  score   most
    0    a  A*B    0.4   True
    1    b  A*B    0.5  False
    """
    require_kind("solution", solution, Solution)
    if kind not in _KINDS:
        raise ParameterError("kind", repr(kind), " or ".join(_KINDS))
    return _KINDS[kind](_model(solution, model))


def _model(solution: Solution, model: int | Sequence[str]) -> _Model:
    data = solution.table.data
    if isinstance(model, int):
        require_model(solution.models, model)
        names = solution.models[model]
        literals = np.array([solution.literals[t] for t in names])
    else:
        require_kind("model", model, int, str, list, tuple)
        names = (model,) if isinstance(model, str) else tuple(model)
        read = [parse_expression(t, data.conditions, data.levels) for t in names]
        if not names or any(len(terms) != 1 for terms in read):
            raise ParameterError("model", repr(list(names)), "terms such as ['A*~B', 'C']")
        literals = np.concatenate(read)
    parts = memberships(data, literals)
    rows, in_row = own_rows(data)
    return _Model(data, tuple(names), literals, parts, parts.max(axis=1), rows, in_row)


def _grouped(table: pd.DataFrame, groups: list[str], *keys: str) -> pd.DataFrame:
    """Sort within terms and conjuncts, which keep their order."""
    place = table.groupby(groups, sort=False).ngroup()
    return ordered(table.assign(_place=place), "_place", *keys).drop(columns="_place")


def _per_term(model: _Model, lines: Callable[[int], dict[str, Any]], *keys: str) -> pd.DataFrame:
    """The lines of each term, sorted within it by ``keys``."""
    tables = [pd.DataFrame({"term": model.names[t], **lines(t)}) for t in range(len(model.names))]
    return _grouped(pd.concat(tables, ignore_index=True), ["term"], *keys)


def _typical(model: _Model) -> pd.DataFrame:
    def lines(t: int) -> dict[str, Any]:
        i = np.flatnonzero(model.typical(t))
        scores = model.scores(t)[i]
        return {
            "case": model.cases[i],
            "x": model.parts[i, t],
            "y": model.y[i],
            "unique": model.unique_typical()[i],
            "score": scores,
            "most": lowest(scores),
        }

    return _per_term(model, lines, "unique", "score")


def _deviant_consistency(model: _Model) -> pd.DataFrame:
    def lines(t: int) -> dict[str, Any]:
        i = np.flatnonzero(model.deviant_consistency(t))
        scores = _deviance(model, t)[i]
        return {
            "case": model.cases[i],
            "x": model.parts[i, t],
            "y": model.y[i],
            "score": scores,
            "most": lowest(scores),
        }

    return _per_term(model, lines, "score")


def _deviance(model: _Model, t: int) -> np.ndarray:
    x = model.parts[:, t]
    return 1 - (x - model.y) + (1 - x)


def _deviant_coverage(model: _Model) -> pd.DataFrame:
    i = np.flatnonzero(below(model.whole) & above(model.y))
    table = _outside(model, i)
    table["row_in_outcome"] = at_most(model.in_row[i], model.y[i])
    table["score"] = 1 - model.in_row[i]
    table["most"] = lowest(table["score"], table["row"]) if len(i) else False
    return ordered(table, "row", "score")


def _irrelevant(model: _Model) -> pd.DataFrame:
    return ordered(_outside(model, np.flatnonzero(below(model.whole) & below(model.y))), "row", "y")


def _outside(model: _Model, i: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "case": model.cases[i],
            "solution": model.whole[i],
            "row": model.rows[i],
            "in_row": model.in_row[i],
            "y": model.y[i],
        }
    )


def _deviant_coverage_irrelevant(model: _Model) -> pd.DataFrame:
    i, j = all_pairs(
        np.flatnonzero(below(model.whole) & above(model.y)),
        np.flatnonzero(below(model.whole) & below(model.y)),
    )
    same = np.array(
        [a == b and "?" not in a for a, b in zip(model.rows[i], model.rows[j])], dtype=bool
    )
    i, j = i[same], j[same]
    table = pd.DataFrame(
        {
            "row": model.rows[i],
            "first": model.cases[i],
            "second": model.cases[j],
            "row_in_outcome": at_most(model.in_row[i], model.y[i]),
            "score": _contrast(model.in_row, model.y, i, j),
        }
    )
    return ordered(table, "row", "row_in_outcome", "score")


def _contrast(x: np.ndarray, y: np.ndarray, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Alike and high in x, as different as can be in y."""
    return np.abs(x[i] - x[j]) + (1 - (y[i] - y[j])) + (1 - x[i]) + (1 - x[j])


def _typical_typical(model: _Model) -> pd.DataFrame:
    unique, most, y = model.unique_typical(), model.most_typical(), model.y

    def lines(t: int) -> dict[str, Any]:
        x = model.parts[:, t]
        i, j = ranked_pairs(np.flatnonzero(model.typical(t)), model.scores(t))
        score = (
            (0.5 - (x[i] - x[j]))
            + (0.5 - (y[i] - y[j]))
            + 2 * np.abs(y[i] - x[i])
            + 2 * np.abs(y[j] - x[j])
        )
        return {
            "first": model.cases[i],
            "second": model.cases[j],
            "unique": which(unique[i], unique[j]),
            "score": score,
            "most_first": most[i],
            "most_second": most[j],
        }

    return _per_term(model, lines, "unique", "score")


def _typical_irrelevant(model: _Model) -> pd.DataFrame:
    unique, most, y = model.unique_typical(), model.most_typical(), model.y

    def lines(t: int) -> dict[str, Any]:
        x = model.parts[:, t]
        i, j = all_pairs(np.flatnonzero(model.typical(t)), np.flatnonzero(below(x) & below(y)))
        score = (
            (1 - (x[i] - x[j]))
            + (1 - (y[i] - y[j]))
            + 2 * np.abs(y[i] - x[i])
            + 2 * np.abs(y[j] - x[j])
        )
        return {
            "first": model.cases[i],
            "second": model.cases[j],
            "unique": unique[i],
            "second_in_outcome": at_most(x[j], y[j]),
            "uncovered": below(model.whole)[j],
            "score": score,
            "most_first": most[i],
        }

    return _per_term(model, lines, "unique", "second_in_outcome", "uncovered", "score")


def _typical_deviant_consistency(model: _Model) -> pd.DataFrame:
    def lines(t: int) -> dict[str, Any]:
        typical, deviant = model.typical(t), model.deviant_consistency(t)
        i, j = all_pairs(np.flatnonzero(typical), np.flatnonzero(deviant))
        best = lowest(model.scores(t)) & typical
        worst = lowest(np.where(deviant, _deviance(model, t), np.inf)) & deviant
        return {
            "first": model.cases[i],
            "second": model.cases[j],
            "score": _contrast(model.parts[:, t], model.y, i, j),
            "most_first": best[i],
            "most_second": worst[j],
        }

    return _per_term(model, lines, "score")


@dataclass(frozen=True, eq=False)
class _Focus:
    """A focal conjunct of a term: memberships (n,) f in it, m in the others, what follows."""

    name: str
    alone: bool
    f: np.ndarray
    m: np.ndarray
    score: np.ndarray
    first: np.ndarray
    clean: np.ndarray
    inside: np.ndarray
    most: np.ndarray


def _foci(model: _Model, t: int) -> list[_Focus]:
    term = model.literals[t]
    members = literal_memberships(model.data, term)
    y, typical, multivalue = model.y, model.typical(t), model.data.multivalue
    foci = []
    for q, j in enumerate(np.flatnonzero(term != FREE)):
        only = np.where(np.arange(len(term)) == j, term, FREE)
        f, others = members[:, q], np.delete(members, q, axis=1)
        alone = others.shape[1] == 0
        m = np.zeros(len(f)) if alone else others.min(axis=1)
        inside = at_most(f, y)
        # A conjunct between f and y could be what sets the outcome's membership.
        clean = np.where(inside, under(m, f) | under(y, m), under(f, m) | under(m, y)) & (not alone)
        score = np.where(typical, 2 * np.abs(y - f) + (1 - model.parts[:, t]), np.inf)
        foci.append(
            _Focus(
                term_name(only, model.data.conditions, multivalue),
                alone,
                f,
                m,
                score,
                under(f, m),
                clean,
                inside,
                lowest(score) & typical,
            )
        )
    return foci


def _per_focus(
    model: _Model, lines: Callable[[int, _Focus], dict[str, Any]], *keys: str
) -> pd.DataFrame:
    """The lines of each conjunct of each term, sorted within it: by what all have, then by
    ``keys``.
    """
    tables = [
        pd.DataFrame({"term": model.names[t], "focal": focus.name, **lines(t, focus)})
        for t in range(len(model.names))
        for focus in _foci(model, t)
    ]
    return _grouped(
        pd.concat(tables, ignore_index=True),
        ["term", "focal"],
        *("rank", "clean", "f_in_outcome", "unique"),
        *keys,
    )


def _rank(ranks: np.ndarray, focus: _Focus) -> pd.api.extensions.ExtensionArray:
    """Ranks, missing where the term is its only conjunct."""
    values = pd.array(ranks, dtype="Int64")
    if focus.alone:
        values[:] = pd.NA
    return values


def _focal(model: _Model) -> pd.DataFrame:
    unique = model.unique_member()

    def lines(t: int, focus: _Focus) -> dict[str, Any]:
        i = np.flatnonzero(model.typical(t))
        return {
            "case": model.cases[i],
            "f": focus.f[i],
            "y": model.y[i],
            "m": focus.m[i],
            "x": model.parts[i, t],
            "rank": _rank(np.where(focus.first[i], 1, 2), focus),
            "clean": focus.clean[i],
            "f_in_outcome": focus.inside[i],
            "unique": unique[i],
            "score": focus.score[i],
            "most": focus.most[i],
        }

    return _per_focus(model, lines, "score")


def _focal_typical_typical(model: _Model) -> pd.DataFrame:
    unique, y = model.unique_typical(), model.y

    def lines(t: int, focus: _Focus) -> dict[str, Any]:
        f, m = focus.f, focus.m
        i, j = ranked_pairs(np.flatnonzero(model.typical(t)), model.scores(t))
        best = lowest(model.scores(t)) & model.typical(t)
        score = (
            (0.5 - (f[i] - f[j]))
            + (0.5 - (y[i] - y[j]))
            + np.abs(m[i] - m[j])
            + 2 * np.abs(y[i] - f[i])
            + 2 * np.abs(y[j] - f[j])
        )
        rank = 1 + 2 * ~focus.first[i] + ~focus.first[j]
        return {
            "first": model.cases[i],
            "second": model.cases[j],
            "rank": _rank(rank, focus),
            "clean": which(focus.clean[i], focus.clean[j]),
            "f_in_outcome": which(focus.inside[i], focus.inside[j]),
            "unique": which(unique[i], unique[j]),
            "score": score,
            "most_first": focus.most[i],
            "most_second": focus.most[j],
            "most_term_first": best[i],
            "most_term_second": best[j],
        }

    return _per_focus(model, lines, "score")


def _focal_typical_irrelevant(model: _Model) -> pd.DataFrame:
    unique, y = model.unique_typical(), model.y

    def lines(t: int, focus: _Focus) -> dict[str, Any]:
        f, m = focus.f, focus.m
        outside = below(model.parts[:, t]) & below(y)
        i, j = all_pairs(np.flatnonzero(model.typical(t)), np.flatnonzero(outside))
        best = lowest(model.scores(t)) & model.typical(t)
        score = (
            (1 - (f[i] - f[j]))
            + (1 - (y[i] - y[j]))
            + np.abs(m[i] - m[j])
            + 2 * np.abs(y[i] - f[i])
            + np.abs(y[j] - f[j])
        )
        return {
            "first": model.cases[i],
            "second": model.cases[j],
            "rank": _rank(_irrelevant_rank(focus, i, j), focus),
            "clean": which(focus.clean[i], focus.clean[j]),
            "f_in_outcome": which(focus.inside[i], focus.inside[j]),
            "unique": unique[i],
            "uncovered": below(model.whole)[j],
            "score": score,
            "most_first": focus.most[i],
            "most_term_first": best[i],
        }

    return _per_focus(model, lines, "uncovered", "score")


def _irrelevant_rank(focus: _Focus, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """1 to 8: best when the irrelevant case lacks the focal conjunct and nothing else.

    Pairs whose irrelevant case has the focal conjunct tell least (7, 8). The typical case counts
    for more where its focal conjunct sets the term's membership.
    """
    lacking = np.select(
        [above(focus.f[j]), above(focus.m[j]), under(focus.f[j], focus.m[j])], [3, 0, 1], 2
    )
    return np.where(
        focus.first[i], np.array([1, 3, 4, 7])[lacking], np.array([2, 5, 6, 8])[lacking]
    )


_KINDS: dict[str, Callable[[_Model], pd.DataFrame]] = {
    "typical": _typical,
    "focal": _focal,
    "deviant_consistency": _deviant_consistency,
    "deviant_coverage": _deviant_coverage,
    "irrelevant": _irrelevant,
    "typical_typical": _typical_typical,
    "typical_irrelevant": _typical_irrelevant,
    "typical_deviant_consistency": _typical_deviant_consistency,
    "deviant_coverage_irrelevant": _deviant_coverage_irrelevant,
    "focal_typical_typical": _focal_typical_typical,
    "focal_typical_irrelevant": _focal_typical_irrelevant,
}
SELECTIONS = tuple(_KINDS)
