"""Rows of a truth table that an argument names: by number or by expression."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from numbers import Real
from typing import Any

import numpy as np

from .checks import require_kind, shown, whole
from .errors import ParameterError
from .terms import DASH, cells, parse_expression, row_numbers
from .truthtable import TruthTable

Excluded = int | str | Collection[Any]
EXPECTED = "row numbers ([3, 17] or '3,17') or expressions ('A*~B')"


def remainders(table: TruthTable, expression: str, inside: bool = True) -> tuple[int, ...]:
    """Row numbers of the remainders inside (or outside) an expression.

    Raises
    ------
    ParameterError
        The expression cannot be read.
    """
    require_kind("table", table, TruthTable)
    require_kind("expression", expression, str)
    levels = table.data.levels
    hit = cells(parse_expression(expression, table.data.conditions, levels), levels) == inside
    seen = table.configurations("0", "1", "C")
    hit[row_numbers(seen[(seen != DASH).all(axis=1)], levels) - 1] = False
    return tuple((np.flatnonzero(hit) + 1).tolist())


def contradictions_as_remainders(table: TruthTable) -> TruthTable:
    """The same truth table with contradictory rows ("C") as remainders ("?").

    Parsimonious and intermediate solutions may then simplify with them, as with rows that no case
    fills. That assumes away cases that speak against it: each row so used is to be justified
    (Schneider & Wagemann 2012, ch. 5.1).

    Examples
    --------
    >>> import pandas as pd
    >>> from configurational import minimize, truth_table
    >>> frame = pd.DataFrame({"A": [1, 1, 0, 0, 0], "B": [1, 1, 1, 1, 0], "Y": [1, 1, 1, 0, 0]})
    >>> table = truth_table(frame, "Y", incl_cut_low=0.4)
    >>> minimize(table, "parsimonious").models
    (('A',),)
    >>> minimize(contradictions_as_remainders(table), "parsimonious").models
    (('A',), ('B',))
    """
    require_kind("table", table, TruthTable)
    return table.freed()


def read_rows(table: TruthTable, given: Excluded | None, where: str = "exclude") -> tuple[int, ...]:
    """Rows that an argument names, sorted.

    Parameters
    ----------
    given : int, str or collection
        Row numbers ([3, 17], 3 or "3,17"), or expressions ("A*~B", ["A*~B", "C"]), which stand for
        the remainders inside them.

    Raises
    ------
    ParameterError
    """
    if given is None:
        return ()
    if isinstance(given, (str, Real)):
        given = [given]
    if isinstance(given, (Mapping, bytes)) or not isinstance(given, (Collection, np.ndarray)):
        raise ParameterError(where, shown(given), EXPECTED)
    found: set[int] = set()
    for entry in given:
        found |= set(_rows(table, entry, where))
    return tuple(sorted(found))


def _rows(table: TruthTable, entry: object, where: str) -> tuple[int, ...]:
    """Rows that one entry stands for."""
    if isinstance(entry, str):
        if not entry.strip():
            raise ParameterError(where, repr(entry), EXPECTED)
        numbers = re.fullmatch(r"\s*\d*(\s*,\s*\d+)*\s*,?\s*", entry)
        if numbers:
            return tuple(int(part) for part in re.findall(r"\d+", entry))
        # Commas inside "A[1,2]" separate levels, not expressions.
        parts = re.split(r",(?![^\[{]*[\]}])", entry)
        return tuple(set().union(*(remainders(table, part) for part in parts)))
    row = whole(entry)
    if row is None:
        raise ParameterError(where, shown(entry), EXPECTED)
    return (row,)
