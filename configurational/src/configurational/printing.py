"""Results as the field prints them: text, CSV, Markdown and LaTeX.

A result becomes one or several `Sheet`s, each a table with a heading and notes; `write` prints
sheets in one of four forms. Columns carry the names that readers of QCA articles know: inclS,
PRI, covS, covU for sufficiency, inclN, RoN, covN for necessity.
"""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from string import ascii_lowercase

import numpy as np
import pandas as pd

from .errors import ParameterError
from .fiss import SYMBOLS, configuration_labels, core_conditions
from .solution import Model, Solution
from .terms import DASH
from .truthtable import TruthTable

FORMS = ("text", "csv", "markdown", "latex")
SORTS = ("row", "OUT", "n", "incl", "PRI")
SUFFICIENCY = {"incl": "inclS", "cov": "covS", "cov_raw": "covS", "cov_unique": "covU"}
NECESSITY = {"incl": "inclN", "cov": "covN"}
# Tables of models printed at most; the formulas of all are.
MOST_MODELS = 10
# Width that is left to cases at least, in characters.
LEAST_CASES = 24
# Texts longer than this wrap.
LONG = 40
CORE, CORE_ABSENT, OTHER, OTHER_ABSENT = SYMBOLS.values()
LEGEND = (f"{CORE} core condition present, {CORE_ABSENT} core condition absent, {OTHER} peripheral condition "
          f"present, {OTHER_ABSENT} peripheral condition absent, blank: does not matter")
LATEX = {"\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
         "{": r"\{", "}": r"\}", "~": r"$\sim$", "^": r"\textasciicircum{}", "<": "$<$", ">": "$>$",
         CORE: r"{\Large$\bullet$}", CORE_ABSENT: r"{\Large$\otimes$}",
         OTHER: r"{\scriptsize$\bullet$}", OTHER_ABSENT: r"{\scriptsize$\otimes$}"}


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table to be printed.

    Attributes
    ----------
    title : str
        Short name, such as "M1"; with several sheets the first column of a CSV.
    table : DataFrame
        Its columns are printed, its index is not. Cells are texts, numbers, or tuples of texts
        (such as cases), which wrap.
    heading : tuple of str
        Lines above the table, such as a formula; the title when empty.
    notes : tuple of str
        Lines below it.
    """

    title: str
    table: pd.DataFrame
    heading: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def write(what: Sheet | Solution | TruthTable | pd.DataFrame | Sequence[Sheet], form: str = "text",
          digits: int = 3, width: int = 100) -> str:
    """Print a result.

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
    | A\\*\\~B | 0.923 |
    """
    if form not in FORMS:
        raise ParameterError("form", repr(form), " or ".join(FORMS))
    sheets = _sheets(what)
    if form == "csv":
        return _csv(sheets)
    if form == "text":
        return "\n\n".join(_text(sheet, digits, width) for sheet in sheets)
    printer = _markdown if form == "markdown" else _latex
    return "\n\n".join(printer(sheet, digits) for sheet in sheets)


def _sheets(what) -> list[Sheet]:
    if isinstance(what, Solution):
        return [*solution_sheets(what), *_message_sheets(what.messages)]
    if isinstance(what, TruthTable):
        return [truth_table_sheet(what), *_message_sheets(what.data.messages)]
    if isinstance(what, pd.DataFrame):
        return [frame_sheet(what)]
    sheets = [what] if isinstance(what, Sheet) else what
    if not isinstance(sheets, (list, tuple)) or not all(isinstance(s, Sheet) for s in sheets):
        raise ParameterError("what", f"a {type(what).__name__}",
                             "a solution, a truth table, a table or sheets")
    return list(sheets)


def _message_sheets(messages: Sequence[str]) -> list[Sheet]:
    return [Sheet("messages", pd.DataFrame(), (), tuple(messages))] if messages else []


def frame_sheet(frame: pd.DataFrame, title: str = "", names: dict[str, str] | None = None,
                heading: Sequence[str] = (), notes: Sequence[str] = ()) -> Sheet:
    """A table whose index becomes its first column.

    Parameters
    ----------
    names : dict, optional
        Printed names of columns, such as {"incl": "inclN"}.
    """
    table = frame.rename(columns=names or {})
    table.insert(0, str(frame.index.name or ""), frame.index)
    return Sheet(title, table, tuple(heading), tuple(notes))


def solution_sheets(solution: Solution, most: int = MOST_MODELS) -> list[Sheet]:
    """Every model with the fit of its terms; M1, M2, ... in the order of `solution.models`.

    Columns: the term (last line: the whole model), inclS (inclusion of sufficiency), PRI, covS (raw
    coverage), covU (what the term adds to the other terms of this model) and cases.

    Parameters
    ----------
    most : int
        Models whose tables are made; those beyond are listed as formulas.
    """
    outcome = solution.table.data.outcome
    sheets = []
    for i, model in enumerate(solution.models):
        name = f"M{i + 1}"
        formula = f"{name}: {' + '.join(model)} => {outcome}"
        if i < most:
            sheets.append(Sheet(name, _model_table(solution, i, name), (formula,), _origin(solution, model)))
        else:
            sheets.append(Sheet(name, pd.DataFrame(), (formula,)))
    return sheets


def _model_table(solution: Solution, i: int, name: str) -> pd.DataFrame:
    model, fit = solution.models[i], solution.fit.iloc[i]
    terms = solution.terms.loc[list(model)]
    lines = pd.DataFrame({
        "term": [*model, name], "inclS": [*terms["incl"], fit["incl"]], "PRI": [*terms["PRI"], fit["PRI"]],
        "covS": [*terms["cov_raw"], fit["cov"]],
        "covU": [*(fit["cov_unique"][t] for t in model), np.nan]})
    lines["cases"] = [*terms["cases"], ()]
    return lines


def _origin(solution: Solution, model: Model) -> tuple[str, ...]:
    """Pairs of a conservative and a parsimonious model that lead to an intermediate one."""
    pairs = [p for p in solution.pairs if model in p.models]
    lines = [f"from {p.name}; easy counterfactuals: {_rows(p.easy)}; difficult: {_rows(p.difficult)}"
             for p in pairs[:MOST_MODELS]]
    more = len(pairs) - len(lines)
    return (*lines, f"and from {more} more pairs") if more else tuple(lines)


def _rows(rows: Sequence[int]) -> str:
    shown = ", ".join(map(str, rows[:20])) or "none"
    return f"{shown}, ... ({len(rows)} in all)" if len(rows) > 20 else shown


def truth_table_sheet(table: TruthTable, complete: bool = False, sort: str | Sequence[str] = "row") -> Sheet:
    """The truth table: row number, conditions, OUT, n, incl, PRI and cases.

    Parameters
    ----------
    complete : bool
        Remainders without cases too.
    sort : str or sequence of str
        "row", "OUT" (1 first), "n", "incl" or "PRI" (largest first), or several, such as
        "OUT,incl"; ties stand in row order.

    Raises
    ------
    ParameterError
    """
    keys = [k.strip() for k in sort.split(",")] if isinstance(sort, str) else list(sort)
    unknown = [k for k in keys if k not in SORTS]
    if unknown or not keys:
        raise ParameterError("sort", repr(unknown[0] if unknown else sort), ", ".join(SORTS))
    names = list(table.data.conditions)
    frame = (table.complete() if complete else table.observed).copy()
    frame = frame.rename_axis(None)
    frame.insert(0, "row", frame.index)
    order = pd.DataFrame({key: _order(frame, key) for key in dict.fromkeys([*keys, "row"])})
    frame = frame.loc[order.sort_values(list(order.columns), kind="stable").index]
    frame[names] = frame[names].astype(object).replace(DASH, "-")
    outcome = f"OUT: {table.data.outcome}, {_cuts(table)}"
    return Sheet("truth table", frame[["row", *names, "OUT", "n", "incl", "PRI", "cases"]], (), (outcome,))


def _order(frame: pd.DataFrame, key: str) -> pd.Series:
    """Rising sort keys; a row without a value comes last."""
    if key == "row":
        return frame["row"]
    if key == "OUT":
        return frame["OUT"].map({"1": 0, "C": 1, "0": 2, "?": 3})
    return -frame[key].astype(float).fillna(-1)


def _cuts(table: TruthTable) -> str:
    cuts = table.cutoffs
    parts = [f"1 from inclusion {cuts.incl:g}" + (f" and PRI {cuts.pri:g}" if cuts.pri else "")]
    if cuts.incl_low is not None:
        parts.append(f"C from {cuts.incl_low:g}")
    parts.append(f"? below {cuts.n} case{'s' if cuts.n > 1 else ''}")
    return ", ".join(parts)


def configuration_sheet(solution: Solution, parsimonious: Solution | None = None, model: int = 0,
                        parsimonious_model: int | None = None) -> Sheet:
    """Configuration chart with core and peripheral conditions (Ragin & Fiss 2008; Fiss 2011).

    One column per term of a model; those with the same core are numbered together: 1a, 1b, 2.
    Below stand consistency, PRI, raw and unique coverage, and those of the whole model.

    Parameters
    ----------
    solution, parsimonious, model, parsimonious_model
        As in `core_conditions`.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> from configurational import example, minimize, read_csv, truth_table
    >>> table = truth_table(read_csv(example("LF")), "SURV", incl_cut=0.8)
    >>> configuration_sheet(minimize(table, "intermediate", "1,1,1,1,1")).table.head(3)
      SURV  1  2
    0  DEV  ●  •
    1  URB     ●
    2  LIT  •  •
    """
    cells = core_conditions(solution, parsimonious, model, parsimonious_model)
    data, fit = solution.table.data, solution.fit.iloc[model]
    labels = dict(zip(cells.columns, configuration_labels(cells)))
    terms = sorted(cells.columns, key=lambda t: (int(labels[t].rstrip(ascii_lowercase)), labels[t]))
    lines = solution.terms.loc[terms]
    blank = [""] * (len(terms) - 1)
    rows = [*cells[terms].map(_symbol).to_numpy().tolist(), lines["incl"].tolist(), lines["PRI"].tolist(),
            lines["cov_raw"].tolist(), [fit["cov_unique"][t] for t in terms],
            *([fit[key], *blank] for key in ("incl", "PRI", "cov"))]
    table = pd.DataFrame(rows, columns=[labels[t] for t in terms], dtype=object)
    table.insert(0, data.outcome, [*data.conditions, "consistency", "PRI", "raw coverage", "unique coverage",
                                   "overall consistency", "overall PRI", "overall coverage"])
    formula = " + ".join(f"{labels[t]}: {t}" for t in terms)
    return Sheet(f"M{model + 1}", table, (f"M{model + 1}: {' + '.join(terms)} => {data.outcome}",),
                 (formula.replace(" + ", "; "), LEGEND))


def _symbol(cell: str) -> str:
    """The mark of a cell; levels of multi-value conditions stand beside it."""
    level = re.fullmatch(r"(core )?\[(\d+)\]", cell)
    if level:
        return SYMBOLS[f"{level[1] or ''}present"] + level[2]
    return SYMBOLS.get(cell, cell)


def _cell(value, digits: int) -> str:
    if isinstance(value, (tuple, list)):
        return "; ".join(map(str, value))
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if value is None or value is pd.NA or (isinstance(value, Real) and np.isnan(value)):
        return "-"
    if isinstance(value, Integral) or not isinstance(value, Real):
        return str(value)
    return f"{value:.{digits}f}"


def _grid(sheet: Sheet, digits: int) -> list[list[str]]:
    """Header and cells as texts."""
    columns = [str(c) for c in sheet.table.columns]
    return [columns, *([_cell(v, digits) for v in row] for row in sheet.table.itertuples(index=False))]


def _numeric(sheet: Sheet) -> list[bool]:
    """Which columns are set flush right."""
    return [any(isinstance(v, Real) and not isinstance(v, (bool, np.bool_)) for v in sheet.table.iloc[:, j])
            for j in range(sheet.table.shape[1])]


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
    return textwrap.fill(line, width, subsequent_indent=" " * (label.end() if label else 2),
                         break_long_words=False, break_on_hyphens=False)


def _wrapping(sheet: Sheet) -> list[bool]:
    """Which columns may be broken into lines: cases, and long texts."""
    return [any(isinstance(v, tuple) or (isinstance(v, str) and len(v) > LONG) for v in sheet.table.iloc[:, j])
            for j in range(sheet.table.shape[1])]


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
        cells = [textwrap.wrap(text, w, break_long_words=False, break_on_hyphens=False) or [""]
                 if wrap else [text] for text, w, wrap in zip(row, widths, wraps)]
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


def _plain(value) -> str:
    if value is None or value is pd.NA or (isinstance(value, Real) and np.isnan(value)):
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
    columns = "".join("p{0.35\\linewidth}" if wrap else "r" if right else "l"
                      for wrap, right in zip(_wrapping(sheet), _numeric(sheet)))
    lines = ["\\begin{table}", "\\centering"]
    if heading:
        lines.append("\\caption{" + " ".join(map(_tex, heading)) + "}")
    lines += ["\\begin{tabular}{" + columns + "}", "\\toprule", " & ".join(head) + " \\\\", "\\midrule",
              *(" & ".join(row) + " \\\\" for row in rows), "\\bottomrule", "\\end{tabular}"]
    lines += ["", *("\\par\\footnotesize " + _tex(line) for line in sheet.notes)] if sheet.notes else []
    return "\n".join([*lines, "\\end{table}"])


def _tex(text: str) -> str:
    arrows = re.split(r"(<=>|=>|<=|->|<-)", text)
    signs = {"=>": r"$\Rightarrow$", "<=": r"$\Leftarrow$", "<=>": r"$\Leftrightarrow$",
             "->": r"$\rightarrow$", "<-": r"$\leftarrow$"}
    return "".join(signs.get(part) or "".join(LATEX.get(c, c) for c in part) for part in arrows)
