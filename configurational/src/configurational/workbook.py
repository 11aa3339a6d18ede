"""Rows of an Excel workbook as texts, for `read_cases`. Needs openpyxl (the extra `excel`)."""

from __future__ import annotations

from pathlib import Path

from .errors import ParameterError, QCAError

# First bytes of a zip archive (.xlsx) and of the format before 2007 (.xls).
ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def is_workbook(path: str | Path) -> bool:
    """Whether a file is an Excel workbook, by its first bytes.

    Raises
    ------
    QCAError
        It is one of the old format.
    """
    try:
        with open(path, "rb") as file:
            start = file.read(4)
    except OSError:
        return False
    if start == OLD:
        raise QCAError(
            f"file {path}",
            "a workbook of the format before 2007 (.xls)",
            "an .xlsx workbook or a CSV (save it as one)",
        )
    return start == ZIP


def workbook_rows(
    path: str | Path, sheet: str | int | None
) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Rows of a sheet as (number, cells), empty ones left out, and what there is to say.

    Formulas count with the value that was saved with them.

    Raises
    ------
    QCAError, ParameterError
    """
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise QCAError(
            f"file {path}",
            "a workbook, but openpyxl is not installed",
            "a CSV, or: pip install 'configurational[excel]'",
        ) from None
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        names = book.sheetnames
        name = _sheet(path, names, sheet)
        rows = [
            (i, [_text(v) for v in row])
            for i, row in enumerate(book[name].iter_rows(values_only=True), start=1)
        ]
        book.close()
    except QCAError:
        raise
    # A damaged archive fails in whatever part of it is read first, each in a way of its own.
    except Exception as error:  # noqa: BLE001
        raise QCAError(
            f"file {path}", f"no readable workbook ({error})", "an .xlsx workbook"
        ) from None
    rows = [(i, row) for i, row in rows if any(cell.strip() for cell in row)]
    # Formatted but empty columns to the right are no columns.
    width = max((j + 1 for _, row in rows for j, cell in enumerate(row) if cell.strip()), default=0)
    said = (
        [f"sheet {name!r} is read, the first of {', '.join(map(repr, names))}"]
        if sheet is None and len(names) > 1
        else []
    )
    return [(i, [*row, *[""] * width][:width]) for i, row in rows], said


def _sheet(path: str | Path, names: list[str], sheet: str | int | None) -> str:
    if sheet is None:
        return names[0]
    if isinstance(sheet, int) and 1 <= sheet <= len(names):
        return names[sheet - 1]
    if sheet in names:
        return str(sheet)
    known = ", ".join(map(repr, names))
    raise ParameterError(
        f"file {path}, sheet", repr(sheet), f"one of {known}, or a number from 1 to {len(names)}"
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
