"""Directional expectations: which counterfactuals count as easy (Ragin 2008, ch. 8-9)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from .checks import whole
from .errors import ExpectationError, ParameterError
from .terms import FREE, parse_expression

WHERE = "directional expectations"
KINDS = (
    "a sequence with one entry per condition ([1, 0, None] or '1,0,-'), a mapping of conditions "
    "to levels, or expressions such as 'A, ~B*C'"
)
ENTRY = "a level (1, 0), several levels ('1|2'), '-' or None, or an expression"
LEVELS = r"-|\d+(\|\d+)*"
Expect = str | Sequence[Any] | Mapping[str, Any]


def read_expectations(
    expect: Expect, conditions: tuple[str, ...], levels: np.ndarray
) -> np.ndarray:
    """Read expectations.

    Parameters
    ----------
    expect : str, sequence or mapping
        One entry per condition, in order: a level (1 present, 0 absent), several levels
        ("1|2" for a multi-value condition) or "-" or None (none), as a sequence or as "1,0,-".
        Or a mapping of conditions to such entries. Or expressions: "A, ~B*C", where "~B*C" is
        conjunctural: it speaks about B and C together, and "A + ~B*C" says the same. Conditions
        that are not named have no expectation.

    Returns
    -------
    int array (e, k): a conjunction of levels for each expectation.

    Raises
    ------
    ExpectationError
        Wrong length, an unknown condition, a level that does not exist, a conjunction that holds
        nowhere, or a type that is none of these.

    Examples
    --------
    >>> read_expectations({"B": 0}, ("A", "B"), np.array([2, 2]))
    array([[-1,  0]])
    >>> read_expectations("A*~B", ("A", "B"), np.array([2, 2]))
    array([[1, 0]])
    """
    entries = _entries(expect, conditions)
    if all(re.fullmatch(LEVELS, e) for e in entries):
        if len(entries) != len(conditions):
            raise ExpectationError(
                WHERE,
                f"{len(entries)} entries",
                f"{len(conditions)}, one per condition ({', '.join(conditions)})",
            )
        entries = [_literal(c, e) for c, e in zip(conditions, entries) if e != "-"]
    found = [np.zeros((0, len(conditions)), dtype=int)]
    for entry in entries:
        try:
            terms = parse_expression(entry, conditions, levels)
        except ParameterError as error:
            raise ExpectationError(
                WHERE,
                f"{error.found} in {error.where}",
                f"{len(conditions)} entries of 1, 0 or -, or {error.expected}",
            ) from None
        if len(terms) == 0:
            raise ExpectationError(
                WHERE, f"{entry!r}, which holds nowhere", "a conjunction that can hold"
            )
        found.append(terms)
    return np.concatenate(found)


def _entries(expect: Expect, conditions: tuple[str, ...]) -> list[str]:
    """Entries as texts: one per condition, or expressions."""
    if isinstance(expect, pd.Series) and not isinstance(expect.index, pd.RangeIndex):
        expect = expect.to_dict()
    if isinstance(expect, Mapping):
        unknown = [c for c in expect if c not in conditions]
        if unknown:
            raise ExpectationError(
                WHERE, f"the condition {unknown[0]!r}", "one of " + ", ".join(conditions)
            )
        return [_level(expect.get(c), f"condition {c!r}") for c in conditions]
    if isinstance(expect, str):
        # Commas inside "A[1,2]" separate levels, not expectations.
        return [e.strip() for e in re.split(r",(?![^\[{]*[\]}])", expect)]
    if isinstance(expect, (list, tuple, pd.Series, pd.Index)) or (
        isinstance(expect, np.ndarray) and expect.ndim == 1
    ):
        return [_entry(e, f"entry {i}") for i, e in enumerate(expect, start=1)]
    raise ExpectationError(WHERE, f"a {type(expect).__name__}", KINDS)


def _entry(value: object, where: str) -> str:
    """An entry as text: "1", "1|2", "-" or an expression."""
    if value is None:
        return "-"
    if isinstance(value, str) and value.strip():
        return value.strip()
    if isinstance(value, (list, tuple)) and value:
        return "|".join(_entry(v, where) for v in value)
    level = whole(value)
    if level is not None:
        return str(level)
    raise ExpectationError(f"{WHERE}, {where}", repr(value), ENTRY)


def _level(value: object, where: str) -> str:
    """An entry of a mapping, which speaks about its own condition alone."""
    entry = _entry(value, where)
    if re.fullmatch(LEVELS, entry) is None:
        raise ExpectationError(
            f"{WHERE}, {where}", repr(value), "a level (1, 0), several levels ('1|2'), '-' or None"
        )
    return entry


def _literal(condition: str, entry: str) -> str:
    return f"{condition}[{entry.replace('|', ',')}]"


def easy_term(
    conservative: np.ndarray, parsimonious: np.ndarray, expectations: np.ndarray
) -> np.ndarray:
    """What easy counterfactuals make of a conservative term inside a parsimonious one.

    Each expectation decides about the literals that it names, that the conservative term has and
    that the parsimonious term does without. If one of them opposes the expectation, all of them
    go: the expected change cannot prevent the outcome. If none does, they stay; what the
    conservative term does not say neither opposes an expectation nor fulfils it. A literal that
    one expectation lets go and another one holds stays, so that the order of the expectations
    does not matter and no counterfactual goes against any of them. Literals on which there is no
    expectation stay.

    Sources: Ragin & Sonnett 2005 for single conditions; Schneider & Wagemann 2012, ch. 8 and
    Oana, Schneider & Thomann 2021, ch. 4 for conjunctural expectations.

    Examples
    --------
    >>> easy_term(np.array([-1, 0, 1]), np.array([-1, -1, 1]), np.array([[1, 0, -1]])).tolist()
    [-1, 0, 1]
    """
    open_to = (conservative != FREE) & (parsimonious == FREE)
    decided = (expectations != FREE) & open_to
    opposed = (decided & (expectations != conservative)).any(axis=1, keepdims=True)
    gone = (decided & opposed).any(axis=0) & ~(decided & ~opposed).any(axis=0)
    return np.where(gone, FREE, conservative)
