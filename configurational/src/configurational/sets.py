"""Calibrated cases: checking and describing the sets that the analysis starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .checks import exactly, require_kind
from .crossover import CROSSOVER, TOLERANCE, at_crossover
from .errors import (
    ConditionsError,
    MissingValueError,
    ParameterError,
    QCAError,
    UncalibratedError,
)
from .names import check_conditions, read_conditions, read_outcome, require_columns

# Truth tables and implicant searches are indexed by configuration; 2^20 is what memory carries.
MAX_CONFIGURATIONS = 2**20
# Integers above this are raw data (years, percentages), not levels of a multi-value condition.
MAX_LEVEL = 9
# "dc" is the mark of R's QCA.
DONT_CARE = ("-", "dc")
# Cases named in a message.
SHOWN = 50
MISSING = ("", "NA", "N/A", "NaN", "nan", "None", "null", ".")


@dataclass(frozen=True, eq=False)
class Cases:
    """Cases with their memberships.

    Attributes
    ----------
    cases : tuple of str
        Case labels, n of them.
    conditions : tuple of str
        Condition names, k of them, first one the highest digit of the row number.
    values : float array (n, k)
        Memberships in [0, 1] or levels 0, 1, 2, ... of a multi-value condition.
    levels : int array (k,)
        Levels of each condition that a literal may name: 2 for crisp and fuzzy sets.
    fuzzy : bool array (k,)
        Whether a condition has memberships strictly between 0 and 1.
    dont_care : bool array (n, k)
        Cells marked "-" or "dc": the condition does not apply to the case. The case is then a
        member of neither level, and a term covers its row only without a literal on that condition.
    outcome : str
        Name of the explained set, with "~" when negated.
    y : float array (n,)
        Memberships in the explained set.
    messages : tuple of str
        Warnings for the reader.
    """

    cases: tuple[str, ...]
    conditions: tuple[str, ...]
    values: np.ndarray
    levels: np.ndarray
    fuzzy: np.ndarray
    dont_care: np.ndarray
    outcome: str
    y: np.ndarray
    messages: tuple[str, ...] = ()

    @property
    def multivalue(self) -> bool:
        """Whether some condition has more than two levels (terms are then written with levels)."""
        return bool((self.levels > 2).any())

    def drop(self, case: str) -> Cases:
        """The same cases without one of them."""
        keep = np.array([c != case for c in self.cases])
        return Cases(
            tuple(np.array(self.cases, dtype=object)[keep]),
            self.conditions,
            self.values[keep],
            self.levels,
            self.fuzzy,
            self.dont_care[keep],
            self.outcome,
            self.y[keep],
            self.messages,
        )


def prepare(
    frame: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str] | str | None = None,
    id_column: str | None = None,
    negate: bool = False,
) -> Cases:
    """Check a table of calibrated cases and turn it into arrays.

    Parameters
    ----------
    frame : DataFrame
        One row per case; without `id_column` the index labels the cases.
    outcome : str
        Column to explain; "~Y" explains its absence, "Y[2]" or "Y[1,2]" levels of a
        multi-value column.
    conditions : sequence of str or str, optional
        Names, or one text "A, B, C"; all columns but the outcome and the id when not given.
    negate : bool
        Explain the absence of `outcome`.

    Raises
    ------
    UnknownColumnError, ConditionsError, ParameterError, MissingValueError, UncalibratedError
    """
    require_kind("frame", frame, pd.DataFrame)
    column, wanted, flipped = read_outcome(outcome)
    if frame.columns.nlevels > 1:
        raise ParameterError(
            "frame", f"columns of {frame.columns.nlevels} levels", "one name per column"
        )
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise ConditionsError(
            "columns", f"{twice[0]!r} more than once", "a name of its own for each column"
        )
    require_columns(frame.columns, [column], "outcome")
    if id_column is not None:
        require_columns(frame.columns, [id_column], "id column")
    if conditions is None:
        conditions = [c for c in frame.columns if c not in (column, id_column)]
    conditions = read_conditions(conditions)
    require_columns(frame.columns, conditions, "condition")
    check_conditions(conditions, column)
    labels = _labels(frame, id_column)

    numeric, messages = {}, []
    for c in [*conditions, column]:
        found, dash = _numbers(frame[c], labels, c)
        near = np.flatnonzero((found != _at_ends(found)) & ~dash)
        if len(near):
            messages.append(
                "memberships next to 0 or 1 are read as 0 or 1: "
                + _some([f"{labels[i]} ({c}: {float(found[i])!r})" for i in near])
            )
        numeric[c] = _at_ends(found), dash
    values = np.column_stack([numeric[c][0] for c in conditions])
    dont_care = np.column_stack([numeric[c][1] for c in conditions])
    levels = np.array(
        [_levels(values[:, j], dont_care[:, j], labels, c) for j, c in enumerate(conditions)]
    )
    if np.prod(levels.astype(float)) > MAX_CONFIGURATIONS:
        raise ConditionsError(
            "conditions",
            f"{len(conditions)} conditions with {np.prod(levels.astype(float)):.0f} configurations",
            f"at most {MAX_CONFIGURATIONS} configurations (20 binary conditions)",
        )
    y = _outcome_memberships(*numeric[column], labels, column, wanted)
    messages += _crossover_messages(np.column_stack([values, y]), labels, [*conditions, column])
    values, y = _at_half(values), _at_half(y)
    if negate != flipped:
        y = 1 - y
    empty = [
        f"{c} (level {level})"
        for j, c in enumerate(conditions)
        for level in range(levels[j])
        if levels[j] > 2 and not (values[:, j] == level).any()
    ]
    if empty:
        messages.append("multi-value levels without a case: " + ", ".join(empty))
    name = column if wanted is None else f"{column}[{','.join(map(str, wanted))}]"
    return Cases(
        labels,
        tuple(conditions),
        values,
        levels,
        np.asarray(((values > 0) & (values < 1)).any(axis=0)),
        dont_care,
        ("~" if negate != flipped else "") + name,
        y,
        tuple(messages),
    )


def _at_ends(x: np.ndarray) -> np.ndarray:
    """Memberships, those next to 0 and 1 put on them: sums of floats pass 1 by a rounding error."""
    near = np.abs(x - np.round(x)) <= TOLERANCE
    return np.where(near & (x < 1.5) & (x > -0.5), np.round(x) + 0.0, x)


def _at_half(x: np.ndarray) -> np.ndarray:
    """Memberships, those next to 0.5 put on it: later sums and minima then meet it exactly."""
    return np.where(at_crossover(x), CROSSOVER, x)


def _crossover_messages(values: np.ndarray, labels: tuple[str, ...], names: list[str]) -> list[str]:
    """Warnings about memberships at and next to 0.5; the last column (n, k + 1) is the outcome."""
    half, near = values == CROSSOVER, at_crossover(values) & (values != CROSSOVER)
    messages = []
    if near.any():
        where = [f"{labels[i]} ({names[j]}: {float(values[i, j])!r})" for i, j in np.argwhere(near)]
        messages.append("memberships next to 0.5 are read as 0.5: " + _some(where))
    # A crossover membership in a condition puts a case in no row of the truth table.
    lost = (half | near)[:, :-1]
    if lost.any():
        where = [
            f"{labels[i]} ({', '.join(np.array(names[:-1])[lost[i]])})"
            for i in np.flatnonzero(lost.any(axis=1))
        ]
        messages.append("memberships of exactly 0.5 belong to no configuration: " + _some(where))
    return messages


def _some(entries: list[str]) -> str:
    """Entries in one text, those beyond `SHOWN` as their number."""
    more = len(entries) - SHOWN
    return "; ".join(entries[:SHOWN]) + (f"; and {more} more" if more > 0 else "")


def raw_column(
    frame: pd.DataFrame, column: str, id_column: str | None = None
) -> tuple[tuple[str, ...], np.ndarray]:
    """Case labels and raw values (n,) of one column, for calibration."""
    require_kind("frame", frame, pd.DataFrame)
    require_columns(frame.columns, [column], "column")
    if id_column is not None:
        require_columns(frame.columns, [id_column], "id column")
    labels = _labels(frame, id_column)
    values, dash = _numbers(frame[column], labels, column)
    if dash.any():
        # Memberships may do without a value ("does not apply"); a measurement is there or missing.
        raise MissingValueError(
            f"column {column!r}, case {labels[int(np.flatnonzero(dash)[0])]}",
            repr(DONT_CARE[0]),
            "a number for every case",
        )
    return labels, values


def _labels(frame: pd.DataFrame, id_column: str | None) -> tuple[str, ...]:
    if len(frame) == 0:
        raise QCAError("table", "no case", "at least one row")
    for axis in (frame.index, frame.columns):
        if axis.nlevels > 1:
            raise ParameterError(
                "frame",
                f"an index of {axis.nlevels} levels",
                "one label per case and one name per column",
            )
    if id_column is not None:
        raw = frame[id_column]
        if raw.isna().any():
            raise MissingValueError(
                f"id column {id_column!r}", "an empty label", "one label per case"
            )
        labels = tuple(raw.astype(str))
    elif isinstance(frame.index, pd.RangeIndex):
        labels = tuple(str(i + 1) for i in range(len(frame)))
    else:
        labels = tuple(frame.index.astype(str))
    if len(set(labels)) < len(labels):
        seen = pd.Series(labels)
        raise QCAError(
            "case labels", f"{seen[seen.duplicated()].iloc[0]!r} more than once", "unique labels"
        )
    return labels


def _numbers(
    column: pd.Series, labels: tuple[str, ...], name: str
) -> tuple[np.ndarray, np.ndarray]:
    """Values as floats and the mask of don't-care cells (which read as -1)."""
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iuf":
        numbers = column.to_numpy(dtype=float)
        if np.isfinite(numbers).all():
            return numbers, np.zeros(len(numbers), dtype=bool)
    text = column.astype(str).str.strip()
    dont_care = text.isin(DONT_CARE).to_numpy()
    missing = column.isna().to_numpy() | text.isin(MISSING).to_numpy()
    if missing.any():
        who = [labels[i] for i in np.flatnonzero(missing)]
        raise MissingValueError(
            f"column {name!r}, case {', '.join(who[:5])}",
            f"{len(who)} missing value(s)",
            "a membership for every case",
        )
    source = column.astype(float) if column.dtype == bool else column
    numbers = pd.to_numeric(source.where(~dont_care, -1), errors="coerce").to_numpy(dtype=float)
    bad = ~np.isfinite(numbers)
    if bad.any():
        i = int(np.flatnonzero(bad)[0])
        raise UncalibratedError(
            f"column {name!r}, case {labels[i]}",
            repr(column.iloc[i]),
            "a number (text columns: leave out, name as the id column, or say with `labels` what "
            "the texts stand for)"
            if text[bad].duplicated().any()
            else "a number (text columns: leave out, or name as the id column)",
        )
    return numbers, dont_care


def _levels(values: np.ndarray, dont_care: np.ndarray, labels: tuple[str, ...], name: str) -> int:
    """Number of levels of a condition, after checking that it is calibrated."""
    seen = values[~dont_care]
    whole = (seen == np.round(seen)).all()
    bad = ~dont_care & ((values < 0) | (values > (MAX_LEVEL if whole else 1)))
    if bad.any():
        i = int(np.flatnonzero(bad)[0])
        raise UncalibratedError(
            f"column {name!r}, case {labels[i]}",
            f"the uncalibrated value {exactly(values[i])}",
            f"memberships from 0 to 1, or whole levels 0 to {MAX_LEVEL} of a multi-value condition",
        )
    levels = max(2, int(seen.max()) + 1) if whole and len(seen) else 2
    if levels > 2 and not (seen == 0).any():
        raise UncalibratedError(
            f"column {name!r}",
            f"whole values from {seen.min():g} to {seen.max():g}, none of them 0",
            "memberships from 0 to 1, or levels of a multi-value condition counted from 0",
        )
    return levels


def _outcome_memberships(
    values: np.ndarray,
    dont_care: np.ndarray,
    labels: tuple[str, ...],
    name: str,
    wanted: tuple[int, ...] | None,
) -> np.ndarray:
    if wanted is not None:
        return _level_memberships(values, dont_care, labels, name, wanted)
    bad = dont_care | (values < 0) | (values > 1)
    if bad.any():
        i = int(np.flatnonzero(bad)[0])
        raise UncalibratedError(
            f"outcome {name!r}, case {labels[i]}",
            f"a mark for 'does not apply' ({' or '.join(map(repr, DONT_CARE))})"
            if dont_care[i]
            else f"the uncalibrated value {exactly(values[i])}",
            f"memberships from 0 to 1 (for a multi-value outcome name the level: {name}[1])",
        )
    return values


def _level_memberships(
    values: np.ndarray,
    dont_care: np.ndarray,
    labels: tuple[str, ...],
    name: str,
    wanted: tuple[int, ...],
) -> np.ndarray:
    """Crisp membership in some levels of a multi-value outcome."""
    bad = dont_care | (values < 0) | (values != np.round(values))
    if bad.any():
        i = int(np.flatnonzero(bad)[0])
        found = repr(DONT_CARE[0]) if dont_care[i] else f"the value {values[i]:g}"
        raise UncalibratedError(
            f"outcome {name}{list(wanted)}, case {labels[i]}",
            found,
            f"whole levels from 0 (a fuzzy outcome has none: name it {name})",
        )
    existing = sorted(set(values.astype(int).tolist()))
    if not set(wanted) <= set(existing):
        raise ParameterError(
            f"outcome {name}{list(wanted)}", "a level that no case has", f"levels {existing}"
        )
    return np.isin(values, wanted).astype(float)
