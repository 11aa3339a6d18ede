"""Checks of arguments: a wrong type or number is an error with a name, never a traceback."""

from __future__ import annotations

from numbers import Integral, Real

from .errors import ParameterError


def shown(value: object) -> str:
    """A value in the words of a message: its type where the value alone would not tell.

    >>> shown("0.8"), shown(0.8)
    ("'0.8' (str)", '0.8')
    """
    text = repr(value)
    text = text if len(text) <= 60 else text[:57] + "..."
    plain = isinstance(value, Real) and not isinstance(value, bool) or value is None
    return f"{value}" if plain else f"{text} ({type(value).__name__})"


def require_share(where: str, value: float, low: float = 0.0, high: float = 1.0,
                  expected: str = "a share from 0 to 1") -> None:
    """Refuse what is no number from `low` to `high`."""
    if not isinstance(value, Real) or isinstance(value, bool) or not low <= value <= high:
        raise ParameterError(where, shown(value), expected)


def require_whole(where: str, value: int, low: int, expected: str) -> None:
    """Refuse what is no whole number from `low` on."""
    whole = isinstance(value, Integral) or (isinstance(value, Real) and float(value).is_integer())
    if not whole or isinstance(value, bool) or value < low:
        raise ParameterError(where, shown(value), expected)


def require_kind(where: str, value: object, kind: type, expected: str) -> None:
    """Refuse an argument of another type."""
    if not isinstance(value, kind):
        raise ParameterError(where, f"a {type(value).__name__}", expected)
