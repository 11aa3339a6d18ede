"""Arguments of the command line as tables of cases, truth tables and solutions."""

from __future__ import annotations

import argparse
from dataclasses import replace

import pandas as pd

import configurational as qca

from .errors import ParameterError
from .names import read_conditions, read_outcome
from .sets import Cases
from .solution import Solution
from .truthtable import TruthTable, build


def anchors_of(text: str) -> dict[str, float]:
    """Anchors of "e=400,c=550,i=900"."""
    try:
        pairs = [
            (name.strip(), float(value))
            for name, value in (part.split("=") for part in text.split(","))
        ]
    except ValueError:
        raise ParameterError("--anchors", repr(text), "e=..,c=..,i=.. with numbers") from None
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ParameterError("--anchors", f"{', '.join(twice)} more than once", "each anchor once")
    return dict(pairs)


def cases_of(args: argparse.Namespace) -> pd.DataFrame:
    """The table of cases, indexed by label; what was guessed goes to the messages."""
    sheet = getattr(args, "sheet", None)
    separator = {"tab": "\t", "\\t": "\t"}.get(args.sep, args.sep)
    used = None
    if getattr(args, "conditions", None) is not None and getattr(args, "outcome", None) is not None:
        used = [*read_conditions(args.conditions), read_outcome(args.outcome)[0]]
    read = qca.read_cases(
        args.data,
        ids_of(args),
        drop_missing=args.drop_missing,
        columns=used,
        labels=labels_of(args.labels),
        separator=separator,
        decimal=args.decimal,
        encoding=args.encoding,
        sheet=int(sheet) if sheet is not None and sheet.isdigit() else sheet,
    )
    args.said = list(read.messages)
    return read.frame


def ids_of(args: argparse.Namespace) -> list[str] | None:
    """Columns of the case labels."""
    return (
        None
        if args.id_columns is None
        else [c.strip() for c in args.id_columns.split(",") if c.strip()]
    )


def labels_of(text: str | None) -> dict[str, float] | None:
    """Numbers that texts stand for, of "yes=1,no=0"."""
    if text is None:
        return None
    try:
        return {
            name.strip(): float(value)
            for name, value in (part.rsplit("=", 1) for part in text.split(","))
        }
    except ValueError:
        raise ParameterError("--labels", repr(text), "yes=1,no=0 with numbers") from None


def table_of(args: argparse.Namespace, frame: pd.DataFrame | None = None) -> TruthTable:
    """The truth table that is asked for."""
    table = qca.truth_table(
        cases_of(args) if frame is None else frame,
        args.outcome,
        args.conditions,
        incl_cut=args.incl_cut,
        incl_cut_low=args.incl_cut_low,
        pri_cut=args.pri_cut,
        n_cut=args.n_cut,
        negate=args.negate,
    )
    return _treated(args, table)


def _treated(args: argparse.Namespace, table: TruthTable) -> TruthTable:
    """With contradictions as remainders, where that is asked for."""
    wanted = getattr(args, "contradictions_as_remainders", False)
    return qca.contradictions_as_remainders(table) if wanted else table


def other_side(args: argparse.Namespace, table: TruthTable) -> TruthTable:
    """The truth table of the other side of the outcome, with the same cut-offs."""
    data = table.data
    outcome = data.outcome[1:] if data.outcome.startswith("~") else f"~{data.outcome}"
    return _treated(args, build(replace(data, y=1 - data.y, outcome=outcome), table.cutoffs))


def solution_of(
    args: argparse.Namespace, table: TruthTable, cap: int = 2000, **rules: float
) -> Solution:
    """The solution that is asked for, by other rules of minimisation if they are given."""
    return qca.minimize(table, args.solution, args.expect, args.exclude, cap, **rules)


def model_place(args: argparse.Namespace, solution: Solution) -> int:
    """Place of the model that is asked for by its number."""
    if not 1 <= args.model <= len(solution.models):
        raise ParameterError("--model", f"{args.model}", f"1 to {len(solution.models)}")
    return args.model - 1


def names_of(data: Cases) -> dict:
    """Names of the sets, for JSON."""
    return {"outcome": data.outcome, "conditions": list(data.conditions)}
