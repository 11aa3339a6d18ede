"""Results as the field prints them: text, CSV, Markdown and LaTeX."""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Sequence
from math import isnan
from numbers import Integral, Real

import numpy as np
import pandas as pd

from .checks import require_whole
from .errors import ParameterError
from .sheets import (
    CORE,
    CORE_ABSENT,
    OTHER,
    OTHER_ABSENT,
    Sheet,
    frame_sheet,
    solution_sheets,
    truth_table_sheet,
)
from .solution import Solution
from .truthtable import TruthTable

FORMS = ("text", "csv", "markdown", "latex")
# Width that is left to cases at least, in characters.
LEAST_CASES = 24
# Texts longer than this wrap.
LONG = 40
LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"$\sim$",
    "^": r"\textasciicircum{}",
    "<": "$<$",
    ">": "$>$",
    CORE: r"{\Large$\bullet$}",
    CORE_ABSENT: r"{\Large$\otimes$}",
    OTHER: r"{\scriptsize$\bullet$}",
    OTHER_ABSENT: r"{\scriptsize$\otimes$}",
}


def write(
    what: Sheet | Solution | TruthTable | pd.DataFrame | Sequence[Sheet],
    form: str = "text",
    digits: int = 3,
    width: int = 100,
) -> str:
    r"""Print a result.

    Parameters
    ----------
    what : Sheet, sequence of Sheet, Solution, TruthTable or DataFrame
        A DataFrame such as `single_necessity` returns is printed with its index.
    form : str
        "text", "csv" (full precision, no notes), "markdown" or "latex" (needs the package
        booktabs).
    digits : int
        Decimals of every form but CSV.
    width : int
        Characters per line of text, where the names of conditions allow it.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> print(write(pd.DataFrame({"incl": [0.9231]}, index=["A*~B"])))
          incl
    A*~B  0.923
    >>> print(write(pd.DataFrame({"incl": [0.9231]}, index=["A*~B"]), "markdown"))
    |  | incl |
    |:---|---:|
    | A\*\~B | 0.923 |
    """
    if form not in FORMS:
        raise ParameterError("form", repr(form), " or ".join(FORMS))
    require_whole("digits", digits, 0, "a whole number of decimals from 0 on")
    require_whole("width", width, 1, "a whole number of characters from 1 on")
    sheets = _sheets(what)
    if form == "csv":
        return _csv(sheets)
    if form == "text":
        return "\n\n".join(_text(sheet, digits, width) for sheet in sheets)
    printer = _markdown if form == "markdown" else _latex
    return "\n\n".join(printer(sheet, digits) for sheet in sheets)


def _sheets(what: object) -> list[Sheet]:
    if isinstance(what, Solution):
        return [*solution_sheets(what), *_message_sheets(what.messages)]
    if isinstance(what, TruthTable):
        return [truth_table_sheet(what), *_message_sheets(what.data.messages)]
    if isinstance(what, pd.DataFrame):
        return [frame_sheet(what)]
    sheets = [what] if isinstance(what, Sheet) else what
    if not isinstance(sheets, (list, tuple)) or not all(isinstance(s, Sheet) for s in sheets):
        raise ParameterError(
            "what", f"a {type(what).__name__}", "a solution, a truth table, a table or sheets"
        )
    return list(sheets)


def _message_sheets(messages: Sequence[str]) -> list[Sheet]:
    return [Sheet("messages", pd.DataFrame(), (), tuple(messages))] if messages else []


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, Real) and isnan(value))


def _cell(value: object, digits: int) -> str:
    if isinstance(value, (tuple, list)):
        return "; ".join(map(str, value))
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if _missing(value):
        return "-"
    if isinstance(value, Integral) or not isinstance(value, Real):
        return str(value)
    return f"{float(value):.{digits}f}"


def _grid(sheet: Sheet, digits: int) -> list[list[str]]:
    """Header and cells as texts."""
    columns = [str(c) for c in sheet.table.columns]
    return [
        columns,
        *([_cell(v, digits) for v in row] for row in sheet.table.itertuples(index=False)),
    ]


def _numeric(sheet: Sheet) -> list[bool]:
    """Which columns are set flush right."""
    return [
        any(
            isinstance(v, Real) and not isinstance(v, (bool, np.bool_))
            for v in sheet.table.iloc[:, j]
        )
        for j in range(sheet.table.shape[1])
    ]


def _text(sheet: Sheet, digits: int, width: int) -> str:
    heading = sheet.heading or ((sheet.title,) if sheet.title and len(sheet.table.columns) else ())
    parts = ["\n".join(_wrapped(line, width) for line in heading)] if heading else []
    if len(sheet.table.columns):
        parts.append("\n".join(_aligned(_grid(sheet, digits), _wrapping(sheet), width)))
    if sheet.notes:
        parts.append("\n".join(_wrapped(line, width) for line in sheet.notes))
    return "\n\n".join(parts)


def _wrapped(line: str, width: int) -> str:
    """A line broken at spaces; a formula goes on under itself."""
    label = re.match(r"M\d+: ", line)
    return textwrap.fill(
        line,
        width,
        subsequent_indent=" " * (label.end() if label else 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _wrapping(sheet: Sheet) -> list[bool]:
    """Which columns may be broken into lines: cases, and long texts."""
    return [
        any(
            isinstance(v, tuple) or (isinstance(v, str) and len(v) > LONG)
            for v in sheet.table.iloc[:, j]
        )
        for j in range(sheet.table.shape[1])
    ]


def _aligned(grid: list[list[str]], wraps: list[bool], width: int) -> list[str]:
    """Lines of a table whose long columns share the width that the others leave."""
    widths = [max(len(row[j]) for row in grid) for j in range(len(grid[0]))]
    loose = sum(wraps)
    if loose:
        fixed = sum(w for w, wrap in zip(widths, wraps) if not wrap) + 2 * (len(widths) - 1)
        room = max(LEAST_CASES, (width - fixed) // loose)
        widths = [min(w, room) if wrap else w for w, wrap in zip(widths, wraps)]
    lines = []
    for row in grid:
        cells = [
            textwrap.wrap(text, w, break_long_words=False, break_on_hyphens=False) or [""]
            if wrap
            else [text]
            for text, w, wrap in zip(row, widths, wraps)
        ]
        for i in range(max(map(len, cells))):
            words = [(c[i] if i < len(c) else "").ljust(w) for c, w in zip(cells, widths)]
            lines.append("  ".join(words).rstrip())
    return lines


def _csv(sheets: list[Sheet]) -> str:
    """One table for neighbouring sheets with the same columns, the title as a column of its own."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    before: list[str] | None = None
    titled = sum(len(s.table.columns) > 0 for s in sheets) > 1
    for sheet in sheets:
        columns = [str(c) for c in sheet.table.columns]
        if not columns:
            continue
        if columns != before:
            if before is not None:
                out.write("\n")
            writer.writerow(["table", *columns] if titled else columns)
        before = columns
        for row in sheet.table.itertuples(index=False):
            cells = [_plain(v) for v in row]
            writer.writerow([sheet.title, *cells] if titled else cells)
    return out.getvalue().rstrip("\n")


def _plain(value: object) -> str:
    if _missing(value):
        return ""
    return repr(float(value)) if isinstance(value, (float, np.floating)) else _cell(value, 0)


def _markdown(sheet: Sheet, digits: int) -> str:
    heading = sheet.heading or ((sheet.title,) if sheet.title and len(sheet.table.columns) else ())
    parts = [f"**{_escaped(line)}**" for line in heading]
    if len(sheet.table.columns):
        head, *rows = [[_escaped(c) for c in row] for row in _grid(sheet, digits)]
        rule = "|" + "|".join("---:" if right else ":---" for right in _numeric(sheet)) + "|"
        parts.append("\n".join([_piped(head), rule, *map(_piped, rows)]))
    parts.extend(_escaped(line) for line in sheet.notes)
    return "\n\n".join(parts)


def _piped(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _escaped(text: str) -> str:
    return re.sub(r"([\\*~_|<>\[\]`])", r"\\\1", text)


def _latex(sheet: Sheet, digits: int) -> str:
    heading = sheet.heading or ((sheet.title,) if sheet.title else ())
    if not len(sheet.table.columns):
        return "\n\n".join(_tex(line) for line in (*heading, *sheet.notes))
    head, *rows = [[_tex(c) for c in row] for row in _grid(sheet, digits)]
    columns = "".join(
        "p{0.35\\linewidth}" if wrap else "r" if right else "l"
        for wrap, right in zip(_wrapping(sheet), _numeric(sheet))
    )
    lines = ["\\begin{table}", "\\centering"]
    if heading:
        lines.append("\\caption{" + " ".join(map(_tex, heading)) + "}")
    lines += [
        "\\begin{tabular}{" + columns + "}",
        "\\toprule",
        " & ".join(head) + " \\\\",
        "\\midrule",
        *(" & ".join(row) + " \\\\" for row in rows),
        "\\bottomrule",
        "\\end{tabular}",
    ]
    lines += (
        ["", *("\\par\\footnotesize " + _tex(line) for line in sheet.notes)] if sheet.notes else []
    )
    return "\n".join([*lines, "\\end{table}"])


def _tex(text: str) -> str:
    arrows = re.split(r"(<=>|=>|<=|->|<-)", text)
    signs = {
        "=>": r"$\Rightarrow$",
        "<=": r"$\Leftarrow$",
        "<=>": r"$\Leftrightarrow$",
        "->": r"$\rightarrow$",
        "<-": r"$\leftarrow$",
    }
    return "".join(signs.get(part) or "".join(LATEX.get(c, c) for c in part) for part in arrows)
