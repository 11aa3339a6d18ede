"""Commands about sets: necessity, fit of expressions, clusters, cases, calibration, examples."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

import configurational as qca

from .arguments import (
    anchors_of,
    cases_of,
    ids_of,
    model_place,
    names_of,
    refuse_options,
    solution_of,
    table_of,
)
from .clusters import ClusterFit
from .crossover import at_crossover
from .errors import ParameterError
from .names import read_outcome, require_columns
from .serialise import number
from .sheets import NECESSITY, SUFFICIENCY, Sheet, frame_sheet

Result = tuple[dict[str, Any], list[Sheet]]


def necessity(args: argparse.Namespace) -> Result:
    """Single conditions, and expressions that are supersets of the outcome."""
    data = qca.prepare(cases_of(args), args.outcome, args.conditions, negate=args.negate)
    single = qca.single_necessity(data)
    depth = min(2, len(data.conditions)) if args.depth is None else args.depth
    wider = qca.supersets(data, args.incl_cut, args.cov_cut, args.ron_cut, depth)
    result = {
        "necessity": {name: _necessity_fit(line) for name, line in single.iterrows()},
        "supersets": {
            name: {"kind": line.kind, **_necessity_fit(line)} for name, line in wider.iterrows()
        },
        **names_of(data),
        "messages": list(data.messages),
    }
    single.insert(0, "kind", "single")
    return result, [
        frame_sheet(
            single, "single conditions", NECESSITY, (f"Single conditions <= {data.outcome}",)
        ),
        frame_sheet(wider, "supersets", NECESSITY, (f"Supersets <= {data.outcome}",)),
    ]


def _necessity_fit(line: pd.Series) -> dict[str, Any]:
    return {"incl": number(line.incl), "ron": number(line.RoN), "cov": number(line["cov"])}


def pof(args: argparse.Namespace) -> Result:
    """Fit of any expression."""
    fit = qca.fit_expression(cases_of(args), args.expression)
    names = SUFFICIENCY if fit.relation == "sufficiency" else NECESSITY
    result = {
        "expression": fit.expression,
        "relation": fit.relation,
        "outcome": fit.outcome,
        "fit": _records(fit.table),
        "memberships": _records(fit.memberships),
        "messages": list(fit.messages),
    }
    return result, [frame_sheet(fit.table.rename_axis("set"), "fit", names, (fit.expression,))]


def cluster(args: argparse.Namespace) -> Result:
    """Cluster diagnostics of an expression, or of the terms of a model."""
    if args.expression is not None:
        refuse_options(
            args,
            "--expression",
            "outcome",
            "conditions",
            "negate",
            "incl_cut",
            "incl_cut_low",
            "pri_cut",
            "n_cut",
            "solution",
            "expect",
            "exclude",
            "contradictions_as_remainders",
            "model",
        )
    frame = _with_groups(args, cases_of(args))
    if args.expression is not None:
        fits: Sequence[ClusterFit] = [
            qca.cluster_expression(frame, args.expression, args.cluster, args.unit)
        ]
        messages: list[str] = []
    else:
        if args.outcome is None:
            raise ParameterError("--outcome", "none", "an outcome, or --expression")
        aside = (args.cluster, args.unit, *(ids_of(args) or ()), read_outcome(args.outcome)[0])
        if args.conditions is None:
            args.conditions = [c for c in frame.columns if c not in aside]
        solution = solution_of(args, table_of(args, frame))
        groups, units = qca.cluster_columns(solution.table.data, frame, args.cluster, args.unit)
        fits = qca.cluster_solution(solution, groups, units, model_place(args, solution))
        messages = list(solution.messages)
    result = {
        "fits": [
            {
                "set": f.name,
                "relation": f.relation,
                "consistency": number(f.consistency),
                "coverage": number(f.coverage),
                "d_between": number(f.d_between),
                "d_within": number(f.d_within),
                "between": _records(f.between),
                "within": _records(f.within),
            }
            for f in fits
        ],
        "messages": messages + [f"{f.name}: {m}" for f in fits for m in f.messages],
    }
    return result, _cluster_sheets(fits, args.cluster, args.unit)


def _with_groups(args: argparse.Namespace, frame: pd.DataFrame) -> pd.DataFrame:
    """The table with its clusters and units, which may make the labels of the cases as well."""
    for role in ("cluster", "unit"):
        require_columns(args.texts.columns, [getattr(args, role)], role)
    return frame.assign(**{c: _as_written(args.texts[c]) for c in (args.cluster, args.unit)})


def _as_written(texts: pd.Series) -> pd.Series:
    """Numbers where nothing of the texts is lost by it ("1990", not "03"), else the texts."""
    filled = texts.where(texts != "")
    try:
        numbers = pd.to_numeric(filled)
    except ValueError:
        return filled
    return numbers if (numbers.astype(str) == texts).all() else filled


def _cluster_sheets(fits: Sequence[ClusterFit], cluster_name: str, unit_name: str) -> list[Sheet]:
    whole = pd.DataFrame(
        {
            "set": [f.name for f in fits],
            "consistency": [f.consistency for f in fits],
            "coverage": [f.coverage for f in fits],
            "distance between": [f.d_between for f in fits],
            "distance within": [f.d_within for f in fits],
        }
    )
    sheets = [Sheet("pooled", whole, (f"Pooled ({fits[0].relation})",))]
    for title, part, name in (
        ("between", "between", cluster_name),
        ("within", "within", unit_name),
    ):
        tables = [getattr(f, part) for f in fits]
        each = pd.DataFrame({name: tables[0].index, "cases": tables[0]["cases"].to_numpy()}).assign(
            **{f.name: t["consistency"].to_numpy() for f, t in zip(fits, tables)}
        )
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
        model = solution.models[model_place(args, solution)]
        claim = f"M{args.model}: {' + '.join(model)} => {data.outcome}"
    wanted = args.kind or [
        k for k in kinds if "_" not in k or (k.startswith("deviant") and k.count("_") == 1)
    ]
    tables = {
        kind: qca.select_necessity(data, args.necessary, kind)
        if args.necessary is not None
        else qca.select_cases(solution, kind, args.model - 1)
        for kind in wanted
    }
    result = {
        "kinds": {
            kind: [_record(line) for line in t.to_dict("records")] for kind, t in tables.items()
        },
        **names_of(data),
        "messages": list(messages),
    }
    sheets = [Sheet("claim", pd.DataFrame(), (claim,))]
    for kind, table in tables.items():
        sheets.append(
            Sheet(
                kind,
                table if len(table) else pd.DataFrame(),
                (kind.replace("_", " "),),
                () if len(table) else ("no such case",),
            )
        )
    return result, sheets


def example(args: argparse.Namespace) -> Result:
    """A published data set, as the CSV that it is."""
    if args.data is None:
        table = pd.DataFrame({"name": list(qca.EXAMPLES), "content": list(qca.EXAMPLES.values())})
        return {"examples": qca.EXAMPLES, "messages": []}, [
            Sheet("examples", table, ("Published data sets",))
        ]
    frame = qca.read_csv(qca.example(args.data))
    frame.index.name = ""
    args.form = "csv" if args.form == "text" else args.form
    return {"cases": frame.to_dict("index"), "messages": []}, [frame_sheet(frame, args.data)]


def _records(table: pd.DataFrame) -> dict[str, Any]:
    """Lines of a table by their index, NaN as null."""
    return {str(key): _record(line) for key, line in table.to_dict("index").items()}


def _record(line: dict[str, Any]) -> dict[str, Any]:
    return {c: None if pd.isna(v) else v for c, v in line.items()}


def calibrate(args: argparse.Namespace) -> Result:
    """Memberships of one column."""
    frame = cases_of(args)
    labels, raw = qca.raw_column(frame, args.column)
    anchors = {} if args.anchors is None else anchors_of(args.anchors)
    kind, member = _calibrated(args, raw, anchors, frame)
    half = [c for c, m in zip(labels, member) if at_crossover(m)]
    result = {
        "column": args.column,
        "method": kind,
        "anchors": anchors,
        "memberships": {c: m.item() for c, m in zip(labels, member)},
        "messages": [f"memberships of exactly 0.5: {', '.join(half)}"] if half else [],
    }
    return result, [Sheet(args.column, pd.DataFrame({"case": labels, args.column: member}))]


def _calibrated(
    args: argparse.Namespace, raw: np.ndarray, anchors: dict[str, float], frame: pd.DataFrame
) -> tuple[str, np.ndarray]:
    """Kind and memberships, by what is given: grades, thresholds, anchors or none of them."""
    method, thresholds = args.method, all(re.fullmatch(r"t\d*", name) for name in anchors)
    if args.grades is not None or thresholds or method in ("beta", "tfr", "indirect"):
        _refuse_curve(args)
    if thresholds:
        _require_order(args.anchors, anchors)
    if args.grades is not None or method == "beta":
        return _graded(args, raw, anchors, frame)
    if method == "tfr":
        if anchors:
            raise ParameterError("--anchors", args.anchors, "none with --method tfr")
        return "tfr", qca.tfr(raw)
    if not anchors:
        raise ParameterError("--anchors", "none", "anchors, --grades, or --method tfr")
    if thresholds:
        return _levelled(method, raw, anchors)
    kind = method or "logistic"
    return kind, qca.direct(raw, anchors, kind, args.idm, args.below, args.above)


def _refuse_curve(args: argparse.Namespace) -> None:
    """Refuse the options of the curve through e, c, i beside what has no such curve."""
    beside = f"--anchors {args.anchors}"
    if args.method:
        beside = f"--method {args.method}"
    if args.grades is not None:
        beside = "--grades"
    refuse_options(args, beside, "idm", "below", "above")


def _require_order(text: str, anchors: dict[str, float]) -> None:
    """Thresholds are t alone, or t1, t2, ... in this order."""
    names = list(anchors)
    if names not in ([], ["t"], [f"t{i}" for i in range(1, len(names) + 1)]):
        raise ParameterError("--anchors", repr(text), "t=.., or t1=..,t2=.., in this order")


def _graded(
    args: argparse.Namespace, raw: np.ndarray, anchors: dict[str, float], frame: pd.DataFrame
) -> tuple[str, np.ndarray]:
    """Memberships predicted from the grades of the researcher."""
    if args.grades is None or anchors or args.method not in (None, "indirect", "beta"):
        raise ParameterError(
            "--grades",
            f"--method {args.method} and --anchors {args.anchors}",
            "grades alone, with --method indirect or beta",
        )
    grades = qca.raw_column(frame, args.grades)[1]
    if args.method == "beta":
        return "beta", qca.indirect_beta(raw, grades)
    return "indirect", qca.indirect(raw, grades)


def _levelled(
    method: str | None, raw: np.ndarray, anchors: dict[str, float]
) -> tuple[str, np.ndarray]:
    """Levels between thresholds, or memberships predicted from them."""
    if method == "indirect":
        return "indirect", qca.indirect_thresholds(raw, list(anchors.values()))
    if method is not None:
        raise ParameterError(
            "--method",
            f"{method} with thresholds ({', '.join(anchors)})",
            "indirect or no method, or the anchors e, c, i",
        )
    return "levels", qca.multivalue(raw, list(anchors.values()))


def anchors(args: argparse.Namespace) -> Result:
    """Thresholds between groups of values, with the warning that they are no theory."""
    raw = qca.raw_column(cases_of(args), args.column)[1]
    found = qca.suggest_anchors(raw, args.number)
    result = {
        "column": args.column,
        "thresholds": list(found.thresholds),
        "groups": found.groups.to_dict("records"),
        "messages": list(found.messages),
    }
    heading = f"{args.column}: groups with thresholds at " + ", ".join(
        f"{t:g}" for t in found.thresholds
    )
    return result, [Sheet(args.column, found.groups, (heading,))]
