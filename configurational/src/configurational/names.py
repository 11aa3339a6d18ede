"""Names of conditions and outcomes: what a formula can carry, and how a literal is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

from .checks import shown
from .errors import ConditionsError, ParameterError, UnknownColumnError

# A name with one of the signs of a formula in it would make the formula say something else.
NAME = r"[^\s\[\]{}()~*+]+"
NAMING = "a name without spaces and without ~ * + ( ) [ ] { }"
# A truth table has these columns of its own beside the conditions.
TAKEN = ("row", "OUT", "n", "incl", "PRI", "cases")
_LITERAL = re.compile(rf"(~?)\s*({NAME})\s*(?:[\[{{]\s*(\d+(?:\s*,\s*\d+)*)\s*[\]}}])?")


def read_literal(text: str) -> tuple[str, tuple[int, ...] | None, bool] | None:
    """Name, levels (None without any) and negation of "A", "~A" or "A[0,2]"; None if it is none."""
    match = _LITERAL.fullmatch(text.strip())
    if match is None:
        return None
    levels = tuple(int(v) for v in match[3].split(",")) if match[3] else None
    return match[2], levels, bool(match[1])


def read_outcome(text: str) -> tuple[str, tuple[int, ...] | None, bool]:
    """Column, levels and negation of an outcome such as "Y", "~Y" or "Y[1,2]"."""
    read = read_literal(text) if isinstance(text, str) else None
    if read is None:
        found = repr(text) if isinstance(text, str) else shown(text)
        raise ParameterError("outcome", found, f"Y, ~Y or Y[2], where Y is {NAMING}")
    return read


def read_conditions(given: str | Sequence[str]) -> list[str]:
    """Names of conditions: a sequence of names, or one text "A, B, C".

    Raises
    ------
    ConditionsError
        Neither, a set (whose order is not fixed, while that of the conditions numbers the rows),
        or a name that is no text.
    """
    if isinstance(given, str):
        return [name.strip() for name in given.split(",") if name.strip()]
    if isinstance(given, Mapping) or not isinstance(given, Collection):
        raise ConditionsError(
            "conditions", shown(given), "a sequence of names, or a text 'A, B, C'"
        )
    if isinstance(given, (set, frozenset)):
        raise ConditionsError(
            "conditions",
            f"a {type(given).__name__}, which has no order",
            "a sequence of names: their order numbers the rows",
        )
    wrong = [name for name in given if not isinstance(name, str)]
    if wrong:
        raise ConditionsError("conditions", shown(wrong[0]), "names of columns as texts")
    return list(given)


def require_columns(columns: Collection[Any], names: Sequence[str], role: str) -> None:
    """Refuse names that are no columns; `role` says what they were asked for."""
    for name in names:
        if not isinstance(name, Hashable):
            raise ParameterError(role, shown(name), "the name of one column")
        if name not in columns:
            raise UnknownColumnError(
                f"{role} {name!r}", "no such column", "one of " + ", ".join(map(str, columns))
            )


def check_conditions(conditions: Sequence[str], outcome: str) -> None:
    """Refuse conditions that repeat, hold the outcome, are none or cannot stand in a formula."""
    if len(set(conditions)) < len(conditions):
        twice = sorted({c for c in conditions if list(conditions).count(c) > 1})
        raise ConditionsError("conditions", f"{', '.join(twice)} more than once", "each one once")
    if outcome in conditions:
        raise ConditionsError(
            "conditions", f"the outcome {outcome!r} among them", "conditions other than the outcome"
        )
    if not conditions:
        raise ConditionsError("conditions", "none", "at least one")
    for name in conditions:
        if re.fullmatch(NAME, name) is None:
            raise ConditionsError(
                f"condition {name!r}",
                "a name that no formula can carry",
                f"{NAMING} (rename the column, leave it out, or name it as the id column)",
            )
        if name in TAKEN:
            raise ConditionsError(
                f"condition {name!r}",
                "the name of a column of the truth table",
                f"a name other than {', '.join(TAKEN)}",
            )
