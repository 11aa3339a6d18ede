"""Reading a CSV of cases, with a header and rows that must fit each other."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from .errors import QCAError

WANTED = "a CSV of calibrated cases"


def read_csv(path: str) -> pd.DataFrame:
    """Read a CSV of cases; a first column without a name holds the case labels.

    Raises
    ------
    QCAError
        The file does not exist, is empty or is no table, a column has no name or the name of
        another one, or a row has more or fewer cells than the header.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
        names = _names(path, text)
        # A label may read "NA" (Namibia); in a column of values it is found missing further on.
        frame = pd.read_csv(io.StringIO(text), names=names, header=0, index_col=False,
                            keep_default_na=False, na_values=[""])
    except FileNotFoundError:
        raise QCAError(f"file {path}", "no such file", WANTED) from None
    except (OSError, UnicodeDecodeError, csv.Error, pd.errors.ParserError) as error:
        raise QCAError(f"file {path}", str(error), WANTED) from None
    if names[0] == "":
        frame = frame.set_index(frame[""].astype(str)).drop(columns="")
        frame.index.name = None
    return frame


def _names(path: str, text: str) -> list[str]:
    """Names of the columns, after checking the header and the length of every row."""
    reader = csv.reader(io.StringIO(text))
    rows = [(reader.line_num, row) for row in reader if len(row) > 1 or "".join(row).strip()]
    if not rows:
        raise QCAError(f"file {path}", "an empty file", WANTED)
    names = [name.strip() for name in rows[0][1]]
    _check_header(f"file {path}, header", names)
    for line, row in rows[1:]:
        # A row of another length has its values under the names of other columns.
        if len(row) != len(names):
            raise QCAError(f"file {path}, line {line}", f"{len(row)} cells",
                           f"{len(names)}, one per column of the header (case labels need a column "
                           "there too, the first, whose name may be empty)")
    return names


def _check_header(where: str, names: list[str]) -> None:
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        raise QCAError(where, f"one column, {names[0]!r}", "columns separated by commas")
    for j, name in enumerate(names):
        # R writes the row names under an empty first name.
        if name == "" and j > 0:
            raise QCAError(f"{where}, column {j + 1}", "no name",
                           "a name (only the first column, of case labels, may go without)")
        if name in names[:j]:
            raise QCAError(f"{where}, column {j + 1}", f"the name {name!r} of column {names.index(name) + 1}",
                           "a name of its own for every column")
