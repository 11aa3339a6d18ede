"""What the commands of the command line do: arguments to a dictionary (JSON) and sheets (print).

A command takes the parsed arguments and returns its result with stable keys, `messages` among
them, and the sheets that the other forms print.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

import pandas as pd

import configurational as qca

from .arguments import (
    model_place,
    names_of,
    other_side,
    refuse_options,
    solution_of,
    table_of,
)
from .checks import require_whole
from .errors import ParameterError, QCAError
from .robustness import RobustCore, StableRange
from .serialise import number, solution_dict, truth_table_rows
from .sheets import SUFFICIENCY, Sheet, frame_sheet
from .solution import Solution
from .truthtable import TruthTable

Result = tuple[dict[str, Any], list[Sheet]]
CUTS = {"incl": float, "incl_low": float, "pri": float, "n": int}


def truth_table(args: argparse.Namespace) -> Result:
    """Rows of the truth table."""
    table = table_of(args)
    rows, messages = truth_table_rows(table)
    result = {
        "truth_table": rows,
        **names_of(table.data),
        "messages": [*table.data.messages, *messages],
    }
    return result, [qca.truth_table_sheet(table, args.complete, args.sort)]


def minimize(args: argparse.Namespace) -> Result:
    """Models of a solution, or their charts of core and peripheral conditions."""
    if args.core and args.form == "json":
        raise ParameterError("--core", "one beside json", "text, csv, markdown or latex")
    if not args.core:
        refuse_options(args, "a solution without --core", "core_by")
    require_whole(
        "--tables",
        args.tables,
        1 if args.core else 0,
        f"a whole number of models from {1 if args.core else 0} on",
    )
    table = table_of(args)
    solution = solution_of(
        args,
        table,
        args.cap,
        seconds=args.seconds,
        row_dominance=args.row_dominance,
        irredundant=args.irredundant,
        term_incl=args.term_incl,
        model_incl=args.model_incl,
    )
    if not args.core:
        return solution_dict(solution), qca.solution_sheets(solution, args.tables)
    simple = None
    if solution.kind == "conservative":
        simple = qca.minimize(solution.table, "parsimonious", exclude=args.exclude)
    by = None if args.core_by is None else args.core_by - 1
    try:
        charts = [
            qca.configuration_sheet(solution, simple, i, by)
            for i in range(min(args.tables, len(solution.models)))
        ]
    except ParameterError as error:
        if error.where != "parsimonious_model":
            raise
        # The option counts models from 1, as their names do.
        most = int(error.expected.rpartition(" ")[2]) + 1
        found = error.found if by is None else f"{args.core_by}"
        raise ParameterError("--core-by", found, f"the number of one, from 1 to {most}") from None
    return solution_dict(solution), charts


def esa(args: argparse.Namespace) -> Result:
    """Enhanced standard analysis: excluded rows by reason, and the solution without them."""
    table = table_of(args)
    negated = qca.minimize(other_side(table), "parsimonious") if args.incoherent else None
    solution, excluded = qca.enhanced(
        table,
        args.solution,
        args.expect,
        args.necessary,
        args.impossible,
        negated,
        exclude=args.exclude,
    )
    left = qca.incoherent(solution, negated) if negated is not None else ()
    both = qca.simultaneous_subsets(table, other_side(table))
    listed = ", ".join(map(str, both))
    said = f"rows {listed} pass for the outcome and for its absence: a PRI cut-off is called for"
    messages = [said] if both else []
    if left:
        listed = ", ".join(map(str, left))
        messages.append(
            f"rows {listed} are assumed for the outcome now and for its absence as well: "
            f'exclude them too, with --exclude "{listed}"'
        )
    result = solution_dict(solution)
    result = {
        "excluded": {reason: list(rows) for reason, rows in excluded.items()},
        "simultaneous": list(both),
        **result,
        "messages": [*result["messages"], *messages],
    }
    rows = pd.DataFrame(
        {"reason": list(excluded), "rows": [tuple(map(str, r)) for r in excluded.values()]}
    )
    return result, [Sheet("excluded remainders", rows), *qca.solution_sheets(solution)]


def theory(args: argparse.Namespace) -> Result:
    """Areas that a theory and a model cut out of the cases."""
    solution = solution_of(args, table_of(args))
    areas = qca.evaluate_theory(solution, args.theory, model_place(args, solution))
    model = solution.models[args.model - 1]
    result = {
        "model": list(model),
        "theory": args.theory,
        "areas": {
            area: {
                "expression": line.expression,
                "incl": number(line.incl),
                "pri": number(line.PRI),
                "cov": number(line["cov"]),
                "with_outcome": list(line.with_outcome),
                "without_outcome": list(line.without_outcome),
            }
            for area, line in areas.iterrows()
        },
        **names_of(solution.table.data),
        "messages": list(solution.messages),
    }
    outcome = solution.table.data.outcome
    names = {
        **SUFFICIENCY,
        "with_outcome": f"with {outcome}",
        "without_outcome": f"without {outcome}",
    }
    sheet = frame_sheet(
        areas.rename_axis("area"),
        "theory evaluation",
        names,
        (f"T: {args.theory}", f"S (M{args.model}): {' + '.join(model)} => {outcome}"),
    )
    return result, [sheet]


def robustness(args: argparse.Namespace) -> Result:
    """Ranges of the cut-offs, deletion of cases, and the core shared with test solutions."""
    table = table_of(args)
    solution = solution_of(args, table)
    model = solution.models[model_place(args, solution)]
    chosen = (args.solution, args.expect, args.exclude)
    stable = [qca.cutoff_range(table, parameter, *chosen) for parameter in ("incl", "pri", "n")]
    result: dict[str, Any] = {
        "models": [list(m) for m in solution.models],
        "ranges": {r.parameter: _range(r) for r in stable},
    }
    sheets = [_ranges_sheet(stable)]
    if args.cases:
        deleted = qca.case_deletion(table, *chosen)
        result["without_case"] = {
            case: {
                "same": bool(line.same),
                "models": [list(m) for m in line.models],
                "problem": line.problem,
            }
            for case, line in deleted.iterrows()
        }
        sheets.append(_deletion_sheet(deleted))
    tests = [m for cuts in args.test for m in _test(args, table, cuts).models] + list(
        args.test_model
    )
    if tests:
        core = qca.robust_core(table.data, model, tests)
        result["tests"] = [t if isinstance(t, str) else " + ".join(t) for t in tests]
        result["fit"] = {key: number(getattr(core, key)) for key in FIT}
        result["cases"] = core.memberships.to_dict("index")
        sheets += _core_sheets(core, f"M{args.model}", " + ".join(model), result["tests"])
    return {**result, **names_of(table.data), "messages": list(solution.messages)}, sheets


FIT = {
    "incl": "inclusion of the core",
    "cov": "coverage of the core",
    "rf_incl": "RF_cons: inclusion of the model over that of the core",
    "rf_cov": "RF_cov: coverage of the core over that of the model",
    "rf_min": "RF_SC_minTS: coincidence with the intersection of the tests",
    "rf_max": "RF_SC_maxTS: coincidence with the union of the tests",
}


def _range(r: StableRange) -> dict[str, Any]:
    return {"value": r.value, "lower": r.lower, "upper": r.upper, "lower_open": r.lower_open}


def _ranges_sheet(stable: list[StableRange]) -> Sheet:
    table = pd.DataFrame(
        {
            "cut-off": [r.parameter for r in stable],
            "chosen": [r.value for r in stable],
            "lower": [r.lower for r in stable],
            "upper": [r.upper for r in stable],
            "lower included": [not r.lower_open for r in stable],
        },
        dtype=object,
    )
    return Sheet("ranges", table, ("Cut-offs with the same models",))


def _deletion_sheet(deleted: pd.DataFrame) -> Sheet:
    changed = deleted[~deleted["same"]]
    table = pd.DataFrame(
        {
            "without case": list(changed.index),
            "models": [
                line.problem or " or ".join(" + ".join(m) for m in line.models)
                for line in changed.itertuples()
            ],
        }
    )
    return Sheet(
        "without one case",
        table,
        (f"Without one case: {len(changed)} of {len(deleted)} change the models",),
    )


def _core_sheets(core: RobustCore, name: str, model: str, tests: list[str]) -> list[Sheet]:
    fit = pd.DataFrame(
        {"measure": list(FIT.values()), "value": [getattr(core, key) for key in FIT]}
    )
    heading = (
        f"{name} against test solutions",
        f"{name}: {model}",
        *(f"T{i}: {t}" for i, t in enumerate(tests, 1)),
    )
    return [
        Sheet("fit-oriented", fit, heading),
        frame_sheet(core.memberships.rename_axis("case"), "case-oriented", heading=("Cases",)),
    ]


def _test(args: argparse.Namespace, table: TruthTable, cuts: str) -> Solution:
    """A solution with some cut-offs changed: "incl=0.75,n=2"."""
    changed = {}
    for part in cuts.split(","):
        name, _, value = (p.strip() for p in part.partition("="))
        try:
            changed[name] = CUTS[name](value)
        except (KeyError, ValueError):
            raise ParameterError(
                "--test", repr(part), "incl=.., incl_low=.., pri=.. or n=.."
            ) from None
    try:
        return qca.minimize(
            table.rebuilt(cutoffs=replace(table.cutoffs, **changed)),
            args.solution,
            args.expect,
            args.exclude,
        )
    except QCAError as error:
        raise ParameterError(f"--test {cuts}, {error.where}", error.found, error.expected) from None
