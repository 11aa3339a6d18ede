"""Which cases to study in depth after an analysis of necessity, and which to compare.

Schneider & Rohlfing 2013 (Sociological Methods & Research 42); Oana, Schneider & Thomann 2021
(Qualitative Comparative Analysis Using R, ch. 6). x is membership in the necessary condition, y in
the outcome. Of a disjunction "A + C" each part is looked at, and the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .checks import require_kind
from .crossover import above, below
from .errors import ParameterError
from .expressions import case_membership
from .formula import Disjunction, names_in, parse_set
from .selection_common import (
    all_pairs,
    at_most,
    lowest,
    ordered,
    own_rows,
    ranked_pairs,
    which,
)
from .sets import Cases


@dataclass(frozen=True, eq=False)
class _Claim:
    """A condition, or a part of it, claimed to be necessary; arrays are (n,)."""

    name: str
    x: np.ndarray
    y: np.ndarray
    cases: np.ndarray
    unique: np.ndarray
    uncovered: np.ndarray
    rows: np.ndarray
    in_row: np.ndarray
    context: np.ndarray

    @property
    def typical(self) -> np.ndarray:
        return above(self.x) & above(self.y) & at_most(self.y, self.x)

    @property
    def typical_scores(self) -> np.ndarray:
        return np.where(self.typical, 2 * np.abs(self.x - self.y) + (1 - self.x), np.inf)

    @property
    def most_typical(self) -> np.ndarray:
        return lowest(self.typical_scores) & self.typical

    @property
    def inconsistent(self) -> np.ndarray:
        return below(self.x) & above(self.y)

    @property
    def inconsistent_scores(self) -> np.ndarray:
        return 1 - (self.y - self.x)

    @property
    def most_inconsistent(self) -> np.ndarray:
        """Lowest score of the truth-table row."""
        flags = np.zeros(len(self.x), dtype=bool)
        i = np.flatnonzero(self.inconsistent)
        if len(i):
            flags[i] = lowest(self.inconsistent_scores[i], self.rows[i])
        return flags

    @property
    def irrelevant(self) -> np.ndarray:
        return above(self.x) & below(self.y)

    @property
    def irrelevant_scores(self) -> np.ndarray:
        return 1 - (self.x - self.y) + (1 - self.x)

    @property
    def most_irrelevant(self) -> np.ndarray:
        return lowest(np.where(self.irrelevant, self.irrelevant_scores, np.inf)) & self.irrelevant


def select_necessity(data: Cases, condition: str, kind: str) -> pd.DataFrame:
    """Cases of one kind, or pairs of them, for a condition that is claimed to be necessary.

    Parameters
    ----------
    data : Cases
        As `prepare` gives them; the outcome is theirs.
    condition : str
        "A", "~B" or any expression over the conditions; of "A + C" the parts A and C and the
        whole are looked at.
    kind : str
        Cases: "typical" (member of both, not more of the outcome), "deviant_consistency" (the
        outcome without the condition), "deviant_relevance" (the condition without the outcome).
        Pairs: "typical_typical", "typical_irrelevant" (neither, and consistent),
        "typical_deviant_relevance", "typical_deviant_consistency" (alike in all conditions but
        the necessary one).

    Returns
    -------
    DataFrame, one line per case (pair) and part, sorted by flags, then score. Columns, as far as
    they apply: condition (the part), case (first, second), x, y, row and in_row (truth-table row
    and
    membership in it), context (the row without the condition's own columns), score (low is good)
    and most (lowest; of deviant cases of consistency: of their row), unique (no other part covers
    the case), uncovered (the whole condition is below 0.5), row_in_outcome (in_row <= y).

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> from configurational import prepare
    >>> frame = pd.DataFrame(
    ...     {"A": [0.9, 0.8, 0.2, 0.7], "B": [0.8, 0.9, 0.3, 0.2], "Y": [0.8, 0.6, 0.1, 0.3]},
    ...     index=["a", "b", "c", "d"],
    ... )
    >>> select_necessity(prepare(frame, "Y"), "A", "typical")[["case", "score", "most"]].round(2)
      case  score   most
    0    a    0.3   True
    1    b    0.6  False
    """
    require_kind("data", data, Cases)
    require_kind("condition", condition, str)
    if kind not in _KINDS:
        raise ParameterError("kind", repr(kind), " or ".join(_KINDS))
    lines, keys = _KINDS[kind]
    claims = _claims(data, condition)
    tables = [pd.DataFrame({"condition": c.name, **lines(c)}) for c in claims]
    table = pd.concat(tables, ignore_index=True)
    place = table["condition"].map({c.name: p for p, c in enumerate(claims)}).astype(int)
    return ordered(table.assign(_place=place), "_place", *keys).drop(columns="_place")


def _claims(data: Cases, condition: str) -> list[_Claim]:
    node = parse_set(condition)
    nodes = [*node.parts, node] if isinstance(node, Disjunction) else [node]
    members = [case_membership(data, part, condition) for part in nodes]
    # The whole is no rival of its parts.
    parts = np.column_stack(members[:-1] if len(nodes) > 1 else members)
    unique = above(parts).sum(axis=1) == 1
    rows, in_row = own_rows(data)
    claims = []
    for part, x in zip(nodes, members):
        other = [j for j, name in enumerate(data.conditions) if name not in names_in(part)]
        context = np.array(["".join(row[j] for j in other) for row in rows], dtype=object)
        claims.append(
            _Claim(
                str(part),
                x,
                data.y,
                np.array(data.cases, dtype=object),
                unique if part is not node else np.ones(len(x), dtype=bool),
                below(members[-1]),
                rows,
                in_row,
                context,
            )
        )
    return claims


def _typical(c: _Claim) -> dict[str, Any]:
    i = np.flatnonzero(c.typical)
    return {
        "case": c.cases[i],
        "x": c.x[i],
        "y": c.y[i],
        "unique": c.unique[i],
        "score": c.typical_scores[i],
        "most": c.most_typical[i],
    }


def _deviant_consistency(c: _Claim) -> dict[str, Any]:
    i = np.flatnonzero(c.inconsistent)
    return {
        "case": c.cases[i],
        "x": c.x[i],
        "row": c.rows[i],
        "in_row": c.in_row[i],
        "y": c.y[i],
        "uncovered": c.uncovered[i],
        "row_in_outcome": at_most(c.in_row[i], c.y[i]),
        "score": c.inconsistent_scores[i],
        "most": c.most_inconsistent[i],
    }


def _deviant_relevance(c: _Claim) -> dict[str, Any]:
    i = np.flatnonzero(c.irrelevant)
    return {
        "case": c.cases[i],
        "x": c.x[i],
        "y": c.y[i],
        "score": c.irrelevant_scores[i],
        "most": c.most_irrelevant[i],
    }


def _typical_typical(c: _Claim) -> dict[str, Any]:
    i, j = ranked_pairs(np.flatnonzero(c.typical), c.typical_scores)
    score = (
        (0.5 - (c.x[i] - c.x[j]))
        + (0.5 - (c.y[i] - c.y[j]))
        + 2 * np.abs(c.x[i] - c.y[i])
        + 2 * np.abs(c.x[j] - c.y[j])
    )
    return {
        "first": c.cases[i],
        "second": c.cases[j],
        "unique": which(c.unique[i], c.unique[j]),
        "score": score,
        "most_first": c.most_typical[i],
        "most_second": c.most_typical[j],
    }


def _typical_irrelevant(c: _Claim) -> dict[str, Any]:
    neither = below(c.x) & below(c.y) & at_most(c.y, c.x)
    i, j = all_pairs(np.flatnonzero(c.typical), np.flatnonzero(neither))
    score = (
        (1 - (c.x[i] - c.x[j]))
        + (1 - (c.y[i] - c.y[j]))
        + 2 * np.abs(c.x[i] - c.y[i])
        + np.abs(c.x[j] - c.y[j])
    )
    return {
        "first": c.cases[i],
        "second": c.cases[j],
        "unique": c.unique[i],
        "uncovered": c.uncovered[j],
        "score": score,
        "most_first": c.most_typical[i],
    }


def _typical_deviant_relevance(c: _Claim) -> dict[str, Any]:
    i, j = all_pairs(np.flatnonzero(c.typical), np.flatnonzero(c.irrelevant))
    score = np.abs(c.x[i] - c.x[j]) + (1 - (c.y[i] - c.y[j])) + (1 - c.x[i]) + (1 - c.x[j])
    return {
        "first": c.cases[i],
        "second": c.cases[j],
        "unique": c.unique[i],
        "score": score,
        "most_first": c.most_typical[i],
        "most_second": c.most_irrelevant[j],
    }


def _typical_deviant_consistency(c: _Claim) -> dict[str, Any]:
    i, j = all_pairs(np.flatnonzero(c.typical), np.flatnonzero(c.inconsistent))
    same = np.array(
        [a == b and "?" not in a for a, b in zip(c.context[i], c.context[j])], dtype=bool
    )
    i, j = i[same], j[same]
    score = (1 - (c.x[i] - c.x[j])) + np.abs(c.y[i] - c.y[j])
    return {
        "first": c.cases[i],
        "second": c.cases[j],
        "context": c.context[i],
        "score": score,
        "most_first": c.most_typical[i],
        "most_second": c.most_inconsistent[j],
    }


_KINDS: dict[str, tuple[Callable[[_Claim], dict[str, Any]], tuple[str, ...]]] = {
    "typical": (_typical, ("unique", "score")),
    "deviant_consistency": (_deviant_consistency, ("row", "row_in_outcome", "score")),
    "deviant_relevance": (_deviant_relevance, ("score",)),
    "typical_typical": (_typical_typical, ("unique", "score")),
    "typical_irrelevant": (_typical_irrelevant, ("unique", "uncovered", "score")),
    "typical_deviant_relevance": (_typical_deviant_relevance, ("unique", "score")),
    "typical_deviant_consistency": (_typical_deviant_consistency, ("context", "score")),
}
NECESSITY_SELECTIONS = tuple(_KINDS)
