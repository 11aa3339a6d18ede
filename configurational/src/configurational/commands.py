"""What the commands of the command line do: arguments to a dictionary (JSON) and sheets (print).

A command takes the parsed arguments and returns its result with stable keys, `messages` among
them, and the sheets that the other forms print.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

import configurational as qca

from .arguments import (
    anchors_of,
    cases_of,
    ids_of,
    model_place,
    names_of,
    other_side,
    solution_of,
    table_of,
)
from .clusters import ClusterFit
from .crossover import at_crossover
from .errors import ParameterError
from .names import read_outcome
from .reading import JOINT
from .robustness import RobustCore, StableRange
from .serialise import number, solution_dict, truth_table_rows
from .sheets import NECESSITY, SUFFICIENCY, Sheet, frame_sheet
from .solution import Solution
from .truthtable import TruthTable, build

Result = tuple[dict, list[Sheet]]
CUTS = {"incl": float, "incl_low": float, "pri": float, "n": int}


def truth_table(args: argparse.Namespace) -> Result:
    """Rows of the truth table."""
    table = table_of(args)
    rows, messages = truth_table_rows(table)
    result = {"truth_table": rows, **names_of(table.data), "messages": [*table.data.messages, *messages]}
    return result, [qca.truth_table_sheet(table, args.complete, args.sort)]


def minimize(args: argparse.Namespace) -> Result:
    """Models of a solution, or their charts of core and peripheral conditions."""
    solution = solution_of(args, table_of(args), args.cap)
    if not args.core:
        return solution_dict(solution), qca.solution_sheets(solution, args.tables)
    simple = None
    if solution.kind == "conservative":
        simple = qca.minimize(solution.table, "parsimonious", exclude=args.exclude)
    by = None if args.core_by is None else args.core_by - 1
    return solution_dict(solution), [qca.configuration_sheet(solution, simple, i, by)
                                     for i in range(min(args.tables, len(solution.models)))]


def esa(args: argparse.Namespace) -> Result:
    """Enhanced standard analysis: excluded rows by reason, and the solution without them."""
    table = table_of(args)
    negated = other_side(table) if args.incoherent else None
    solution, excluded = qca.enhanced(
        table, args.solution, args.expect, args.necessary, args.impossible,
        qca.minimize(negated, "parsimonious") if negated is not None else None,
        exclude=args.exclude)
    both = qca.simultaneous_subsets(table, other_side(table))
    messages = [f"rows {', '.join(map(str, both))} pass for the outcome and for its absence: a PRI "
                "cut-off is called for"] if both else []
    result = solution_dict(solution)
    result = {"excluded": {reason: list(rows) for reason, rows in excluded.items()},
              "simultaneous": list(both), **result, "messages": [*result["messages"], *messages]}
    rows = pd.DataFrame({"reason": list(excluded), "rows": [tuple(map(str, r)) for r in excluded.values()]})
    return result, [Sheet("excluded remainders", rows), *qca.solution_sheets(solution)]


def theory(args: argparse.Namespace) -> Result:
    """Areas that a theory and a model cut out of the cases."""
    solution = solution_of(args, table_of(args))
    areas = qca.evaluate_theory(solution, args.theory, model_place(args, solution))
    model = solution.models[args.model - 1]
    result = {
        "model": list(model), "theory": args.theory,
        "areas": {area: {"expression": line.expression, "incl": number(line.incl), "pri": number(line.PRI),
                         "cov": number(line["cov"]), "with_outcome": list(line.with_outcome),
                         "without_outcome": list(line.without_outcome)} for area, line in areas.iterrows()},
        **names_of(solution.table.data), "messages": list(solution.messages),
    }
    outcome = solution.table.data.outcome
    names = {**SUFFICIENCY, "with_outcome": f"with {outcome}", "without_outcome": f"without {outcome}"}
    sheet = frame_sheet(areas.rename_axis("area"), "theory evaluation", names,
                        (f"T: {args.theory}", f"S (M{args.model}): {' + '.join(model)} => {outcome}"))
    return result, [sheet]


def robustness(args: argparse.Namespace) -> Result:
    """Ranges of the cut-offs, deletion of cases, and the core shared with test solutions."""
    table = table_of(args)
    solution = solution_of(args, table)
    model = solution.models[model_place(args, solution)]
    chosen = (args.solution, args.expect, args.exclude)
    stable = [qca.cutoff_range(table, parameter, *chosen) for parameter in ("incl", "pri", "n")]
    result: dict = {"models": [list(m) for m in solution.models],
                    "ranges": {r.parameter: _range(r) for r in stable}}
    sheets = [_ranges_sheet(stable)]
    if args.cases:
        deleted = qca.case_deletion(table, *chosen)
        result["without_case"] = {
            case: {"same": bool(line.same), "models": [list(m) for m in line.models], "problem": line.problem}
            for case, line in deleted.iterrows()}
        sheets.append(_deletion_sheet(deleted))
    tests = [m for cuts in args.test for m in _test(args, table, cuts).models] + list(args.test_model)
    if tests:
        core = qca.robust_core(table.data, model, tests)
        result["tests"] = [t if isinstance(t, str) else " + ".join(t) for t in tests]
        result["fit"] = {key: number(getattr(core, key)) for key in FIT}
        result["cases"] = core.memberships.to_dict("index")
        sheets += _core_sheets(core, f"M{args.model}", " + ".join(model), result["tests"])
    return {**result, **names_of(table.data), "messages": list(solution.messages)}, sheets


FIT = {"incl": "inclusion of the core", "cov": "coverage of the core",
       "rf_incl": "RF_cons: inclusion of the model over that of the core",
       "rf_cov": "RF_cov: coverage of the core over that of the model",
       "rf_min": "RF_SC_minTS: coincidence with the intersection of the tests",
       "rf_max": "RF_SC_maxTS: coincidence with the union of the tests"}


def _range(r: StableRange) -> dict:
    return {"value": r.value, "lower": r.lower, "upper": r.upper, "lower_open": r.lower_open}


def _ranges_sheet(stable: list[StableRange]) -> Sheet:
    table = pd.DataFrame({"cut-off": [r.parameter for r in stable], "chosen": [r.value for r in stable],
                          "lower": [r.lower for r in stable], "upper": [r.upper for r in stable],
                          "lower included": [not r.lower_open for r in stable]}, dtype=object)
    return Sheet("ranges", table, ("Cut-offs with the same models",))


def _deletion_sheet(deleted: pd.DataFrame) -> Sheet:
    changed = deleted[~deleted["same"]]
    table = pd.DataFrame({
        "without case": list(changed.index),
        "models": [line.problem or " or ".join(" + ".join(m) for m in line.models)
                   for line in changed.itertuples()]})
    return Sheet("without one case", table,
                 (f"Without one case: {len(changed)} of {len(deleted)} change the models",))


def _core_sheets(core: RobustCore, name: str, model: str, tests: list[str]) -> list[Sheet]:
    fit = pd.DataFrame({"measure": list(FIT.values()), "value": [getattr(core, key) for key in FIT]})
    heading = (f"{name} against test solutions", f"{name}: {model}", *(f"T{i}: {t}" for i, t in enumerate(tests, 1)))
    return [Sheet("fit-oriented", fit, heading),
            frame_sheet(core.memberships.rename_axis("case"), "case-oriented", heading=("Cases",))]


def _test(args: argparse.Namespace, table: TruthTable, cuts: str) -> Solution:
    """A solution with some cut-offs changed: "incl=0.75,n=2"."""
    changed = {}
    for part in cuts.split(","):
        name, _, value = (p.strip() for p in part.partition("="))
        try:
            changed[name] = CUTS[name](value)
        except (KeyError, ValueError):
            raise ParameterError("--test", repr(part), "incl=.., incl_low=.., pri=.. or n=..") from None
    return qca.minimize(build(table.data, replace(table.cutoffs, **changed)), args.solution,
                                 args.expect, args.exclude)


def necessity(args: argparse.Namespace) -> Result:
    """Single conditions, and expressions that are supersets of the outcome."""
    data = qca.prepare(cases_of(args), args.outcome, args.conditions, negate=args.negate)
    single = qca.single_necessity(data)
    depth = min(2, len(data.conditions)) if args.depth is None else args.depth
    wider = qca.supersets(data, args.incl_cut, args.cov_cut, args.ron_cut, depth)
    result = {
        "necessity": {name: _necessity_fit(line) for name, line in single.iterrows()},
        "supersets": {name: {"kind": line.kind, **_necessity_fit(line)}
                      for name, line in wider.iterrows()},
        **names_of(data), "messages": list(data.messages),
    }
    single.insert(0, "kind", "single")
    return result, [frame_sheet(single, "single conditions", NECESSITY, (f"Single conditions <= {data.outcome}",)),
                    frame_sheet(wider, "supersets", NECESSITY, (f"Supersets <= {data.outcome}",))]


def _necessity_fit(line) -> dict:
    return {"incl": number(line.incl), "ron": number(line.RoN), "cov": number(line["cov"])}


def pof(args: argparse.Namespace) -> Result:
    """Fit of any expression."""
    fit = qca.fit_expression(cases_of(args), args.expression)
    names = SUFFICIENCY if fit.relation == "sufficiency" else NECESSITY
    result = {"expression": fit.expression, "relation": fit.relation, "outcome": fit.outcome,
              "fit": _records(fit.table), "memberships": _records(fit.memberships),
              "messages": list(fit.messages)}
    return result, [frame_sheet(fit.table.rename_axis("set"), "fit", names, (fit.expression,))]


def cluster(args: argparse.Namespace) -> Result:
    """Cluster diagnostics of an expression, or of the terms of a model."""
    frame = _with_ids(args, cases_of(args))
    if args.expression is not None:
        fits = (qca.cluster_expression(frame, args.expression, args.cluster, args.unit),)
        messages: list[str] = []
    else:
        if args.outcome is None:
            raise ParameterError("--outcome", "none", "an outcome, or --expression")
        aside = (args.cluster, args.unit, *(ids_of(args) or ()), read_outcome(args.outcome)[0])
        if args.conditions is None:
            args.conditions = [c for c in frame.columns if c not in aside]
        solution = solution_of(args, table_of(args, frame))
        at = qca.cluster_columns(solution.table.data, frame, args.cluster, args.unit)
        fits = qca.cluster_solution(solution, *at, model_place(args, solution))
        messages = list(solution.messages)
    result = {"fits": [{"set": f.name, "relation": f.relation, "consistency": number(f.consistency),
                        "coverage": number(f.coverage), "d_between": number(f.d_between),
                        "d_within": number(f.d_within), "between": _records(f.between),
                        "within": _records(f.within)} for f in fits],
              "messages": messages + [f"{f.name}: {m}" for f in fits for m in f.messages]}
    return result, _cluster_sheets(fits, args.cluster, args.unit)


def _with_ids(args: argparse.Namespace, frame: pd.DataFrame) -> pd.DataFrame:
    """The table with the columns that make its labels, where they are clusters or units as well."""
    ids = ids_of(args) or []
    wanted = [c for c in ids if c in (args.cluster, args.unit)]
    if not wanted:
        return frame
    whole = cases_of(argparse.Namespace(**{**vars(args), "id_columns": "", "drop_missing": False}))
    labels = [JOINT.join(row) for row in whole[ids].astype(str).itertuples(index=False)]
    return frame.join(whole[wanted].set_axis(pd.Index(labels)))


def _cluster_sheets(fits: Sequence[ClusterFit], cluster_name: str, unit_name: str) -> list[Sheet]:
    whole = pd.DataFrame({"set": [f.name for f in fits], "consistency": [f.consistency for f in fits],
                          "coverage": [f.coverage for f in fits],
                          "distance between": [f.d_between for f in fits],
                          "distance within": [f.d_within for f in fits]})
    sheets = [Sheet("pooled", whole, (f"Pooled ({fits[0].relation})",))]
    for title, part, name in (("between", "between", cluster_name), ("within", "within", unit_name)):
        tables = [getattr(f, part) for f in fits]
        each = pd.DataFrame({name: tables[0].index, "cases": tables[0]["cases"].to_numpy()}).assign(
            **{f.name: t["consistency"].to_numpy() for f, t in zip(fits, tables)})
        sheets.append(Sheet(title, each, (f"Consistency by {name}",)))
    return sheets


def cases(args: argparse.Namespace) -> Result:
    """Cases, or pairs of cases, for study in depth."""
    if args.necessary is not None:
        data = qca.prepare(cases_of(args), args.outcome, args.conditions, negate=args.negate)
        kinds, messages = qca.NECESSITY_SELECTIONS, data.messages
        claim = f"{args.necessary} <= {data.outcome}"
    else:
        solution = solution_of(args, table_of(args))
        data, kinds, messages = solution.table.data, qca.SELECTIONS, solution.messages
        claim = f"M{args.model}: {' + '.join(solution.models[model_place(args, solution)])} => {data.outcome}"
    wanted = args.kind or [k for k in kinds if "_" not in k or k.startswith("deviant") and k.count("_") == 1]
    tables = {kind: qca.select_necessity(data, args.necessary, kind) if args.necessary is not None
              else qca.select_cases(solution, kind, args.model - 1) for kind in wanted}
    result = {"kinds": {kind: [_record(line) for line in t.to_dict("records")] for kind, t in tables.items()},
              **names_of(data), "messages": list(messages)}
    sheets = [Sheet("claim", pd.DataFrame(), (claim,))]
    for kind, table in tables.items():
        sheets.append(Sheet(kind, table if len(table) else pd.DataFrame(), (kind.replace("_", " "),),
                            () if len(table) else ("no such case",)))
    return result, sheets


def example(args: argparse.Namespace) -> Result:
    """A published data set, as the CSV that it is."""
    if args.data is None:
        table = pd.DataFrame({"name": list(qca.EXAMPLES), "content": list(qca.EXAMPLES.values())})
        return {"examples": qca.EXAMPLES, "messages": []}, [Sheet("examples", table, ("Published data sets",))]
    frame = qca.read_csv(qca.example(args.data))
    frame.index.name = ""
    args.form = "csv" if args.form == "text" else args.form
    return {"cases": frame.to_dict("index"), "messages": []}, [frame_sheet(frame, args.data)]


def _records(table: pd.DataFrame) -> dict:
    """Lines of a table by their index, NaN as null."""
    return {str(key): _record(line) for key, line in table.to_dict("index").items()}


def _record(line: dict) -> dict:
    return {c: None if pd.isna(v) else v for c, v in line.items()}


def calibrate(args: argparse.Namespace) -> Result:
    """Memberships of one column."""
    frame = cases_of(args)
    labels, raw = qca.raw_column(frame, args.column)
    anchors = {} if args.anchors is None else anchors_of(args.anchors)
    kind, member = _calibrated(args, raw, anchors, frame)
    half = [c for c, m in zip(labels, member) if at_crossover(m)]
    result = {
        "column": args.column, "method": kind, "anchors": anchors,
        "memberships": {c: m.item() for c, m in zip(labels, member)},
        "messages": [f"memberships of exactly 0.5: {', '.join(half)}"] if half else [],
    }
    return result, [Sheet(args.column, pd.DataFrame({"case": labels, args.column: member}))]


def _calibrated(args: argparse.Namespace, raw, anchors: dict[str, float],
                frame: pd.DataFrame) -> tuple[str, np.ndarray]:
    """Kind and memberships, by what is given: grades, thresholds, anchors or none of them."""
    method, thresholds = args.method, all(re.fullmatch(r"t\d*", name) for name in anchors)
    if args.grades is not None or method == "beta":
        if args.grades is None or anchors or method not in (None, "indirect", "beta"):
            raise ParameterError("--grades", f"--method {method} and --anchors {args.anchors}",
                                 "grades alone, with --method indirect or beta")
        grades = qca.raw_column(frame, args.grades)[1]
        return (("beta", qca.indirect_beta(raw, grades)) if method == "beta"
                else ("indirect", qca.indirect(raw, grades)))
    if method == "tfr":
        if anchors:
            raise ParameterError("--anchors", args.anchors, "none with --method tfr")
        return "tfr", qca.tfr(raw)
    if not anchors:
        raise ParameterError("--anchors", "none", "anchors, --grades, or --method tfr")
    if thresholds and method == "indirect":
        return "indirect", qca.indirect_thresholds(raw, list(anchors.values()))
    if thresholds:
        if method is not None:
            raise ParameterError("--method", f"{method} with thresholds ({', '.join(anchors)})",
                                 "indirect or no method, or the anchors e, c, i")
        return "levels", qca.multivalue(raw, list(anchors.values()))
    kind = method or "logistic"
    return kind, qca.direct(raw, anchors, kind, args.idm, args.below, args.above)


def anchors(args: argparse.Namespace) -> Result:
    """Thresholds between groups of values, with the warning that they are no theory."""
    raw = qca.raw_column(cases_of(args), args.column)[1]
    found = qca.suggest_anchors(raw, args.number)
    result = {"column": args.column, "thresholds": list(found.thresholds),
              "groups": found.groups.to_dict("records"), "messages": list(found.messages)}
    heading = f"{args.column}: groups with thresholds at " + ", ".join(f"{t:g}" for t in found.thresholds)
    return result, [Sheet(args.column, found.groups, (heading,))]
