"""Picking single figures out of the long ``published/`` tables.

A row of such a table is one printed figure. Two figures that look alike may differ in unit,
year or source, so a selection that does not say exactly which one it means is an error.
"""

from typing import Any

import pandas as pd


class FigureNotUnique(LookupError):
    """No printed figure answers a selection, or more than one does."""


def pick(table: pd.DataFrame, **where: Any) -> pd.Series:
    """The one row whose columns have the given values; ``None`` asks for an empty cell.

    Raises ``FigureNotUnique`` if no row or several rows match, ``KeyError`` for an unknown column.
    """
    found = _matching(table, where)
    if len(found) > 1:
        raise FigureNotUnique(
            f"{_selection(table, where)}: {len(found)} rows match, expected one; "
            f"they differ in {', '.join(_differing(found))}"
        )
    return found.iloc[0]


def pick_each(table: pd.DataFrame, by: str | list[str], **where: Any) -> pd.DataFrame:
    """The rows with the given values, exactly one for each value of the column(s) ``by``.

    A list in ``where`` takes several values, and each of them must be there. The rows keep the
    order of the table.

    Raises ``FigureNotUnique`` if no row matches, if a value of a list is not found, or if two
    rows share the same ``by``; ``KeyError`` for an unknown column.
    """
    found = _matching(table, where)
    twice = found.duplicated(by)
    if twice.any():
        first = found[twice].iloc[0]
        same = found[(found[_list(by)] == first[_list(by)]).all(axis=1)]
        raise FigureNotUnique(
            f"{_selection(table, where)}: several rows for {first[_list(by)].to_dict()}; "
            f"they differ in {', '.join(_differing(same)) or 'nothing'}"
        )
    return found.reset_index(drop=True)


def known_n(row: pd.Series) -> int | None:
    """Sample size of a figure, or None where none or only words ("more than 4,000") are printed."""
    printed = row["sample_size"]
    return int(printed) if isinstance(printed, str) and printed.isdigit() else None


def _matching(table: pd.DataFrame, where: dict[str, Any]) -> pd.DataFrame:
    unknown = [column for column in where if column not in table]
    if unknown:
        raise KeyError(f"no column {unknown[0]!r}; expected one of {', '.join(table.columns)}")
    found = table
    for column, wanted in where.items():
        values = wanted if isinstance(wanted, list) else [wanted]
        rows = {value: _is(found[column], value) for value in values}
        lacking = [value for value, those in rows.items() if not those.any()]
        if lacking:
            raise FigureNotUnique(
                f"{_selection(table, where)}: no row with {column} = {lacking[0]!r}; "
                f"found {list(found[column].unique())[:12]}"
            )
        found = found[sum(rows.values()) > 0]
    return found


def _is(column: pd.Series, value: Any) -> pd.Series:
    return column.isna() if value is None else (column == value).fillna(False).astype(bool)


def _differing(rows: pd.DataFrame) -> list[str]:
    return [column for column in rows if rows[column].nunique(dropna=False) > 1]


def _selection(table: pd.DataFrame, where: dict[str, Any]) -> str:
    return f"{table.attrs.get('name', 'table')} with {where}"


def _list(by: str | list[str]) -> list[str]:
    return [by] if isinstance(by, str) else by
