"""Command line: `configurational truth-table|minimize|necessity|calibrate`.

Results go to standard output (JSON with --json, else a short text), warnings and errors to
standard error. Exit code 0 on success, warnings included; 2 on an error.
"""

from __future__ import annotations

import argparse
import json
import re
import sys

import configurational as qca
from configurational.crossover import at_crossover

PROG = "configurational"


class _Parser(argparse.ArgumentParser):
    """A parser that reads `--expect -,1,0`: argparse alone takes the value for an option."""

    def parse_known_args(self, args=None, namespace=None):
        joined = []
        for arg in sys.argv[1:] if args is None else args:
            if joined and joined[-1] == "--expect" and arg.startswith("-") and not arg.startswith("--"):
                joined[-1] = f"--expect={arg}"
            else:
                joined.append(arg)
        return super().parse_known_args(joined, namespace)


def main(argv: list[str] | None = None, prog: str = PROG) -> int:
    """Entry point; returns the exit code.

    Parameters
    ----------
    argv : list of str, optional
        Words after the command; those of the process by default.
    prog : str
        Name under which usage and messages speak.
    """
    args = _parser(prog).parse_args(argv)
    try:
        return _run(args, prog)
    except BrokenPipeError:
        return 0


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=prog, description="Truth tables, Boolean minimisation, necessity and calibration.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    table = commands.add_parser("truth-table", help="configurations with cases, inclusion and PRI")
    _data_arguments(table)
    _cutoff_arguments(table)
    table.set_defaults(command=_truth_table)

    minimize = commands.add_parser("minimize", help="models with their fit")
    _data_arguments(minimize)
    _cutoff_arguments(minimize)
    minimize.add_argument("--solution", default="conservative",
                          choices=["conservative", "parsimonious", "intermediate"])
    minimize.add_argument("--expect", metavar="1,0,-",
                          help="directional expectations, one per condition in order "
                               "(1 present, 0 absent, - none), or expressions: 'A, ~B*C'")
    minimize.add_argument("--exclude", metavar="ROWS", help="remainders never to use, such as 3,17")
    minimize.add_argument("--cap", type=int, default=2000, help="models listed at most (2000)")
    minimize.set_defaults(command=_minimize)

    necessity = commands.add_parser("necessity", help="necessity of conditions, and supersets")
    _data_arguments(necessity)
    necessity.add_argument("--incl-cut", type=float, default=0.9,
                           help="inclusion from which a superset is listed (0.9)")
    necessity.add_argument("--ron-cut", type=float, default=0.0)
    necessity.add_argument("--cov-cut", type=float, default=0.0)
    necessity.add_argument("--depth", type=int,
                           help="literals per superset, 1 to the number of conditions (2)")
    necessity.set_defaults(command=_necessity)

    calibrate = commands.add_parser("calibrate", help="memberships from a raw column")
    calibrate.add_argument("data", metavar="DATA.csv")
    calibrate.add_argument("--column", required=True)
    calibrate.add_argument("--anchors", required=True, metavar="e=..,c=..,i=..",
                           help="e,c,i; or e1,c1,i1,i2,c2,e2; or t (crisp); or t1,t2,... (levels)")
    calibrate.add_argument("--method", choices=["logistic", "linear"],
                           help="curve through the anchors e, c, i (logistic); none with t")
    calibrate.add_argument("--id", dest="id_column")
    calibrate.add_argument("--json", action="store_true")
    calibrate.set_defaults(command=_calibrate)
    return parser


def _data_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", metavar="DATA.csv")
    parser.add_argument("--outcome", required=True, help="column to explain")
    parser.add_argument("--conditions", help="columns, comma-separated (all others)")
    parser.add_argument("--id", dest="id_column", help="column with the case labels")
    parser.add_argument("--negate", action="store_true", help="explain the absence of the outcome")
    parser.add_argument("--json", action="store_true", help="JSON on standard output")


def _cutoff_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--incl-cut", type=float, default=1.0, help="inclusion of positive rows (1)")
    parser.add_argument("--incl-cut-low", type=float,
                        help="rows from here to --incl-cut are contradictions")
    parser.add_argument("--pri-cut", type=float, default=0.0, help="PRI of positive rows (0)")
    parser.add_argument("--n-cut", type=int, default=1, help="cases that make a row (1)")


def _run(args: argparse.Namespace, prog: str) -> int:
    """Run a command; its errors become a message and exit code 2."""
    try:
        result, text = args.command(args)
    except qca.QCAError as error:
        # An error of reading names its file itself.
        file = "" if error.where.startswith(f"file {args.data}") else f"{args.data}: "
        print(f"{prog}: {file}{error}", file=sys.stderr)
        return 2
    for message in result["messages"]:
        print(f"{prog}: warning: {message}", file=sys.stderr)
    print(json.dumps(result, ensure_ascii=False, indent=1) if args.json else text)
    return 0


def _split(text: str | None) -> list[str] | None:
    return None if text is None else [part.strip() for part in text.split(",") if part.strip()]


def _build(args: argparse.Namespace):
    return qca.truth_table(
        qca.read_csv(args.data), args.outcome, _split(args.conditions), args.id_column,
        args.incl_cut, args.incl_cut_low, args.pri_cut, args.n_cut, args.negate)


def _truth_table(args: argparse.Namespace) -> tuple[dict, str]:
    table = _build(args)
    rows, messages = qca.truth_table_rows(table)
    result = {"truth_table": rows, "outcome": table.data.outcome,
              "conditions": list(table.data.conditions),
              "messages": [*table.data.messages, *messages]}
    return result, table.observed.to_string()


def _minimize(args: argparse.Namespace) -> tuple[dict, str]:
    solution = qca.minimize(_build(args), args.solution, args.expect, _rows(args.exclude), args.cap)
    lines = [f"M{i}: {' + '.join(m)} => {solution.table.data.outcome}"
             for i, m in enumerate(solution.models, start=1)]
    fit = solution.fit[["incl", "PRI", "cov"]].to_string()
    return qca.solution_dict(solution), "\n".join([*lines, "", solution.terms.to_string(), "", fit])


def _rows(text: str | None) -> list[int]:
    try:
        return [int(r) for r in _split(text) or []]
    except ValueError:
        raise qca.ParameterError("--exclude", repr(text), "row numbers such as 3,17") from None


def _necessity(args: argparse.Namespace) -> tuple[dict, str]:
    data = qca.prepare(qca.read_csv(args.data), args.outcome, _split(args.conditions),
                       args.id_column, args.negate)
    single = qca.single_necessity(data)
    depth = min(2, len(data.conditions)) if args.depth is None else args.depth
    wider = qca.supersets(data, args.incl_cut, args.cov_cut, args.ron_cut, depth)
    result = {
        "necessity": {name: _necessity_fit(line) for name, line in single.iterrows()},
        "supersets": {name: {"kind": line.kind, **_necessity_fit(line)}
                      for name, line in wider.iterrows()},
        "outcome": data.outcome, "conditions": list(data.conditions),
        "messages": list(data.messages),
    }
    return result, f"{single.to_string()}\n\n{wider.to_string()}"


def _necessity_fit(line) -> dict:
    return {"incl": qca.number(line.incl), "ron": qca.number(line.RoN), "cov": qca.number(line["cov"])}


def _calibrate(args: argparse.Namespace) -> tuple[dict, str]:
    anchors = _anchors(args.anchors)
    labels, raw = qca.raw_column(qca.read_csv(args.data), args.column, args.id_column)
    if all(re.fullmatch(r"t\d*", name) for name in anchors):
        if args.method is not None:
            raise qca.ParameterError("--method", f"{args.method} with thresholds ({', '.join(anchors)})",
                                     "no method, or the anchors e, c, i")
        kind, member = "levels", qca.multivalue(raw, list(anchors.values()))
    else:
        kind = args.method or "logistic"
        member = qca.direct(raw, anchors, kind)
    half = [c for c, m in zip(labels, member) if at_crossover(m)]
    result = {
        "column": args.column, "method": kind, "anchors": anchors,
        "memberships": {c: m.item() for c, m in zip(labels, member)},
        "messages": [f"memberships of exactly 0.5: {', '.join(half)}"] if half else [],
    }
    return result, "\n".join(f"{c}\t{m:g}" for c, m in zip(labels, member))


def _anchors(text: str) -> dict[str, float]:
    try:
        pairs = [(name.strip(), float(value))
                 for name, value in (part.split("=") for part in text.split(","))]
    except ValueError:
        raise qca.ParameterError("--anchors", repr(text), "e=..,c=..,i=.. with numbers") from None
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise qca.ParameterError("--anchors", f"{', '.join(twice)} more than once", "each anchor once")
    return dict(pairs)


if __name__ == "__main__":
    sys.exit(main())
