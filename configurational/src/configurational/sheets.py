"""Results as tables for print: a `Sheet` is a table with a heading and notes.

Columns carry the names that readers of QCA articles know: inclS, PRI, covS, covU for sufficiency,
inclN, RoN, covN for necessity. `write` in `printing` sets sheets as text, CSV, Markdown or LaTeX.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

import numpy as np
import pandas as pd

from .checks import require_kind, require_whole
from .errors import ParameterError
from .fiss import SYMBOLS, configuration_labels, core_conditions
from .solution import Model, Solution
from .terms import DASH
from .truthtable import TruthTable

SORTS = ("row", "OUT", "n", "incl", "PRI")
SUFFICIENCY = {"incl": "inclS", "cov": "covS", "cov_raw": "covS", "cov_unique": "covU"}
NECESSITY = {"incl": "inclN", "cov": "covN"}
# Tables of models printed at most; the formulas of all are.
MOST_MODELS = 10
CORE, CORE_ABSENT, OTHER, OTHER_ABSENT = SYMBOLS.values()
LEGEND = (
    f"{CORE} core condition present, {CORE_ABSENT} core condition absent, {OTHER} peripheral "
    f"condition present, {OTHER_ABSENT} peripheral condition absent, blank: does not matter"
)


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


def frame_sheet(
    frame: pd.DataFrame,
    title: str = "",
    names: dict[str, str] | None = None,
    heading: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Sheet:
    """A table whose index becomes its first column.

    Parameters
    ----------
    names : dict, optional
        Printed names of columns, such as {"incl": "inclN"}.
    """
    require_kind("frame", frame, pd.DataFrame)
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
    require_kind("solution", solution, Solution)
    require_whole("most", most, 0, "a whole number of models from 0 on")
    outcome = solution.table.data.outcome
    sheets = []
    for i, model in enumerate(solution.models):
        name = f"M{i + 1}"
        formula = f"{name}: {' + '.join(model)} => {outcome}"
        if i < most:
            sheets.append(
                Sheet(name, _model_table(solution, i, name), (formula,), _origin(solution, model))
            )
        else:
            sheets.append(Sheet(name, pd.DataFrame(), (formula,)))
    return sheets


def _model_table(solution: Solution, i: int, name: str) -> pd.DataFrame:
    model, fit = solution.models[i], solution.fit.iloc[i]
    terms = solution.terms.loc[list(model)]
    lines = pd.DataFrame(
        {
            "term": [*model, name],
            "inclS": [*terms["incl"], fit["incl"]],
            "PRI": [*terms["PRI"], fit["PRI"]],
            "covS": [*terms["cov_raw"], fit["cov"]],
            "covU": [*(fit["cov_unique"][t] for t in model), np.nan],
        }
    )
    lines["cases"] = [*terms["cases"], ()]
    return lines


def _origin(solution: Solution, model: Model) -> tuple[str, ...]:
    """Pairs of a conservative and a parsimonious model that lead to an intermediate one."""
    pairs = [p for p in solution.pairs if model in p.models]
    lines = [
        f"from {p.name}; easy counterfactuals: {_rows(p.easy)}; difficult: {_rows(p.difficult)}"
        for p in pairs[:MOST_MODELS]
    ]
    more = len(pairs) - len(lines)
    return (*lines, f"and from {more} more pairs") if more else tuple(lines)


def _rows(rows: Sequence[int]) -> str:
    shown = ", ".join(map(str, rows[:20])) or "none"
    return f"{shown}, ... ({len(rows)} in all)" if len(rows) > 20 else shown


def truth_table_sheet(
    table: TruthTable, complete: bool = False, sort: str | Sequence[str] = "row"
) -> Sheet:
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
    require_kind("table", table, TruthTable)
    require_kind("sort", sort, str, list, tuple)
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
    return Sheet(
        "truth table", frame[["row", *names, "OUT", "n", "incl", "PRI", "cases"]], (), (outcome,)
    )


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


def configuration_sheet(
    solution: Solution,
    parsimonious: Solution | None = None,
    model: int = 0,
    parsimonious_model: int | None = None,
) -> Sheet:
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
    terms = sorted(cells.columns, key=lambda t: _place(labels[t]))
    lines = solution.terms.loc[terms]
    blank = [""] * (len(terms) - 1)
    rows = [
        *([_symbol(cell) for cell in row] for row in cells[terms].to_numpy()),
        lines["incl"].tolist(),
        lines["PRI"].tolist(),
        lines["cov_raw"].tolist(),
        [fit["cov_unique"][t] for t in terms],
        *([fit[key], *blank] for key in ("incl", "PRI", "cov")),
    ]
    table = pd.DataFrame(rows, columns=[labels[t] for t in terms], dtype=object)
    table.insert(
        0,
        data.outcome,
        [
            *data.conditions,
            "consistency",
            "PRI",
            "raw coverage",
            "unique coverage",
            "overall consistency",
            "overall PRI",
            "overall coverage",
        ],
    )
    formula = " + ".join(f"{labels[t]}: {t}" for t in terms)
    return Sheet(
        f"M{model + 1}",
        table,
        (f"M{model + 1}: {' + '.join(terms)} => {data.outcome}",),
        (formula.replace(" + ", "; "), LEGEND),
    )


def _place(label: str) -> tuple[int, int, str]:
    """Order of the labels 1a, 1b, ..., 1aa, 2."""
    number = label.rstrip(ascii_lowercase)
    return int(number), len(label), label


def _symbol(cell: str) -> str:
    """The mark of a cell; levels of multi-value conditions stand beside it."""
    level = re.fullmatch(r"(core )?\[(\d+)\]", cell)
    if level:
        return SYMBOLS[f"{level[1] or ''}present"] + level[2]
    return SYMBOLS.get(cell, cell)
