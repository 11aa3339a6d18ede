"""Checks of arguments: a wrong type or number is an error with a name, never a traceback."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np

from .errors import ParameterError

# Numbers, one per case.
Numbers = Sequence[float] | np.ndarray


def shown(value: object) -> str:
    """A value in the words of a message: its type where the value alone would not tell.

    >>> shown("0.8"), shown(0.8)
    ("'0.8' (str)", '0.8')
    """
    text = repr(value)
    text = text if len(text) <= 60 else text[:57] + "..."
    plain = (isinstance(value, Real) and not isinstance(value, bool)) or value is None
    return f"{value}" if plain else f"{text} ({type(value).__name__})"


def require_share(
    where: str,
    value: float,
    low: float = 0.0,
    high: float = 1.0,
    expected: str = "a share from 0 to 1",
) -> None:
    """Refuse what is no number from `low` to `high`."""
    if not isinstance(value, Real) or isinstance(value, bool) or not low <= value <= high:
        raise ParameterError(where, shown(value), expected)


def require_whole(where: str, value: int, low: int, expected: str) -> None:
    """Refuse what is no whole number from `low` on."""
    found = whole(value)
    if found is None or found < low:
        raise ParameterError(where, shown(value), expected)


# What the objects of an analysis are called, and where they come from.
KINDS = {
    "DataFrame": "a DataFrame of cases, as read_csv(path) gives it",
    "Cases": "cases, as prepare(frame, outcome) gives them",
    "Cutoffs": "cut-offs, such as Cutoffs(incl=0.8)",
    "TruthTable": "a truth table, as truth_table(frame, outcome) gives it",
    "Solution": "a solution, as minimize(table) gives it",
    "StableRange": "a range, as cutoff_range(table, parameter) gives it",
    "Mapping": "a mapping of names, such as {'e': 0, 'c': 0.5, 'i': 1}",
    "str": "a text",
    "Path": "a path",
}


def require_kind(where: str, value: object, *kinds: type) -> None:
    """The door of every public function: refuse an argument of another type, by name."""
    if not isinstance(value, kinds):
        raise ParameterError(
            where,
            f"a {type(value).__name__}",
            " or ".join(KINDS.get(kind.__name__, kind.__name__) for kind in kinds),
        )


def whole(value: object) -> int | None:
    """The whole number that a value is; None for what is none.

    >>> whole(3.0), whole("3"), whole(True)
    (3, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    if isinstance(value, Integral):
        return int(value)
    return int(float(value)) if float(value).is_integer() else None


def require_model(models: Sequence[Any], model: int, where: str = "model") -> None:
    """Refuse what is no place in a list of models."""
    expected = f"0 to {len(models) - 1}"
    require_whole(where, model, 0, expected)
    if model >= len(models):
        raise ParameterError(where, shown(model), expected)


def exactly(value: float) -> str:
    """A number in short where that says all of it: 5, 0.25, 1.0000000000000002.

    >>> exactly(5.0), exactly(1 + 2**-52)
    ('5', '1.0000000000000002')
    """
    return f"{value:g}" if float(f"{value:g}") == value else repr(float(value))
