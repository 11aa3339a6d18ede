"""Arguments of the command line as tables of cases, truth tables and solutions."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any, Unpack

import pandas as pd

import configurational as qca

from .errors import ParameterError
from .formula import names_in, parse_formula
from .names import read_conditions, read_outcome
from .sets import Cases
from .solution import Solution
from .space import Options
from .truthtable import TruthTable


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
    read = qca.read_cases(
        args.data,
        ids_of(args),
        drop_missing=args.drop_missing,
        columns=_used(args) if args.drop_missing else None,
        labels=labels_of(args.labels),
        separator=separator,
        decimal=args.decimal,
        encoding=args.encoding,
        sheet=int(sheet) if sheet is not None and sheet.isdigit() else sheet,
    )
    args.said, args.texts = list(read.messages), read.texts
    return read.frame


def _used(args: argparse.Namespace) -> list[str] | None:
    """Columns that a command looks at, other than those of the labels; None for all."""
    given = vars(args)
    own = [given.get(name) for name in ("column", "grades", "cluster", "unit")]
    names = [name for name in own if name is not None and name not in (ids_of(args) or ())]
    if given.get("expression") is not None:
        formula = parse_formula(args.expression)
        names += [*names_in(formula.left), *names_in(formula.outcome)]
    elif given.get("conditions") is not None and given.get("outcome") is not None:
        names += [*read_conditions(args.conditions), read_outcome(args.outcome)[0]]
    elif "column" not in given:
        return None
    return list(dict.fromkeys(names))


def refuse_options(args: argparse.Namespace, beside: str, *names: str) -> None:
    """Refuse options that would mean nothing beside another one, by their names."""
    for name in names:
        if getattr(args, name) != args.parser.get_default(name):
            raise ParameterError(
                f"--{name.replace('_', '-')}",
                f"one beside {beside}",
                f"none: {beside} does without it",
            )


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
    wanted = getattr(args, "contradictions_as_remainders", False)
    return qca.contradictions_as_remainders(table) if wanted else table


def other_side(table: TruthTable) -> TruthTable:
    """The truth table of the other side of the outcome, with the same cut-offs."""
    data = table.data
    outcome = data.outcome[1:] if data.outcome.startswith("~") else f"~{data.outcome}"
    return table.rebuilt(replace(data, y=1 - data.y, outcome=outcome))


def solution_of(
    args: argparse.Namespace, table: TruthTable, cap: int = 2000, **rules: Unpack[Options]
) -> Solution:
    """The solution that is asked for, by other rules of minimisation if they are given."""
    return qca.minimize(table, args.solution, args.expect, args.exclude, cap, **rules)


def model_place(args: argparse.Namespace, solution: Solution) -> int:
    """Place of the model that is asked for by its number."""
    if not 1 <= args.model <= len(solution.models):
        raise ParameterError("--model", f"{args.model}", f"1 to {len(solution.models)}")
    return args.model - 1


def names_of(data: Cases) -> dict[str, Any]:
    """Names of the sets, for JSON."""
    return {"outcome": data.outcome, "conditions": list(data.conditions)}
