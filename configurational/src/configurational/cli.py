"""Command line: `configurational COMMAND DATA ...`; what each command does is in `commands`.

Results go to standard output (--format text, csv, markdown, latex or json), warnings and errors to
standard error. Exit code 0 on success, warnings included; 2 on an error.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence

from . import __version__, commands, commands_sets
from .calibrate import IDM, METHODS
from .errors import QCAError
from .minimize import SOLUTIONS
from .printing import FORMS, write
from .sheets import MOST_MODELS

PROG = "configurational"
# Options whose value may begin with a dash or a tilde that is no option.
SIGNED = ("--expect",)
Command = Callable[[argparse.Namespace], commands.Result]


class Once(argparse.Action):
    """An option whose second value would silently take the place of the first."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Take the value; ``ArgumentError`` where there is one already."""
        if getattr(namespace, self.dest) is not None:
            raise argparse.ArgumentError(
                self, "found it twice; expected one expression, such as 'A*B' or 'A + ~B'"
            )
        setattr(namespace, self.dest, values)


Add = Callable[[str, Command, str], argparse.ArgumentParser]


def main(argv: list[str] | None = None, prog: str = PROG) -> int:
    """Entry point; returns the exit code.

    Parameters
    ----------
    argv : list of str, optional
        Words after the command; those of the process by default.
    prog : str
        Name under which usage and messages speak.
    """
    args = parser(prog).parse_args(_joined(sys.argv[1:] if argv is None else argv))
    try:
        return _run(args, prog)
    except BrokenPipeError:
        return 0


def _joined(words: Sequence[str]) -> list[str]:
    """Words with `--expect -,1,0` in one: argparse alone takes the value for an option."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in SIGNED and word.startswith("-") and not word.startswith("--"):
            joined[-1] = f"{joined[-1]}={word}"
        else:
            joined.append(word)
    return joined


def parser(prog: str = PROG) -> argparse.ArgumentParser:
    """The parser of all commands."""
    top = argparse.ArgumentParser(
        prog=prog,
        description="Qualitative Comparative Analysis: truth tables, Boolean minimisation, "
        "necessity, robustness and calibration.",
    )
    top.add_argument("--version", action="version", version=f"configurational {__version__}")
    subparsers = top.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Command, words: str) -> argparse.ArgumentParser:
        command = subparsers.add_parser(
            name, help=words, description=words[0].upper() + words[1:] + "."
        )
        command.set_defaults(command=run, parser=command)
        return command

    for describe in (
        _table_parser,
        _minimize_parser,
        _esa_parser,
        _theory_parser,
        _robustness_parser,
        _necessity_parser,
        _pof_parser,
        _cluster_parser,
        _cases_parser,
        _calibrate_parser,
        _anchors_parser,
        _example_parser,
    ):
        describe(add)
    return top


def _table_parser(add: Add) -> None:
    command = add(
        "truth-table", commands.truth_table, "configurations with cases, inclusion and PRI"
    )
    _data_arguments(command)
    _cutoff_arguments(command)
    command.add_argument("--complete", action="store_true", help="remainders without cases too")
    command.add_argument(
        "--sort",
        default="row",
        metavar="KEYS",
        help="row, OUT, n, incl or PRI, or several: OUT,incl (row)",
    )
    _form_arguments(command)


def _minimize_parser(add: Add) -> None:
    command = add("minimize", commands.minimize, "models with their fit")
    _data_arguments(command)
    _cutoff_arguments(command)
    _solution_arguments(command, "conservative")
    command.add_argument(
        "--row-dominance",
        action="store_true",
        help="without prime implicants that another one dominates",
    )
    command.add_argument(
        "--irredundant",
        action="store_true",
        help="all models from which no term can be left out, not the shortest only",
    )
    command.add_argument(
        "--term-incl", type=float, default=0.0, help="inclusion that a term needs (0)"
    )
    command.add_argument(
        "--model-incl", type=float, default=0.0, help="inclusion that a model needs (0)"
    )
    command.add_argument(
        "--seconds",
        type=float,
        metavar="S",
        help="time allowed for proving the smallest number of terms "
        "(10, and none where that is out of reach)",
    )
    command.add_argument("--cap", type=int, default=2000, help="models listed at most (2000)")
    command.add_argument(
        "--core",
        action="store_true",
        help="a chart of core and peripheral conditions instead of the terms",
    )
    command.add_argument(
        "--core-by",
        type=int,
        metavar="N",
        help="the parsimonious model that tells what is core, where several differ",
    )
    command.add_argument(
        "--tables",
        type=int,
        default=MOST_MODELS,
        metavar="N",
        help=f"models printed with their terms; others as formulas ({MOST_MODELS})",
    )
    _form_arguments(command)


def _esa_parser(add: Add) -> None:
    command = add(
        "esa",
        commands.esa,
        "enhanced standard analysis: no untenable or incoherent counterfactuals",
    )
    _data_arguments(command)
    _cutoff_arguments(command)
    _solution_arguments(command, "parsimonious")
    command.add_argument(
        "--necessary",
        action=Once,
        metavar="EXPR",
        help="claimed to be necessary: 'A + ~B', or 'A*B' where both are",
    )
    command.add_argument("--impossible", action=Once, metavar="EXPR", help="cannot exist: 'A*~B'")
    command.add_argument(
        "--incoherent",
        action="store_true",
        help="nor what this solution and the parsimonious one of the negated outcome both assume",
    )
    _form_arguments(command)


def _theory_parser(add: Add) -> None:
    command = add("theory", commands.theory, "where a model and a theoretical expectation meet")
    _data_arguments(command)
    _cutoff_arguments(command)
    _solution_arguments(command, "conservative")
    command.add_argument("--theory", required=True, metavar="EXPR", help="such as 'A*~B + C'")
    _model_argument(command)
    _form_arguments(command)


def _robustness_parser(add: Add) -> None:
    command = add(
        "robustness",
        commands.robustness,
        "ranges of cut-offs, single cases, and what is common to other solutions",
    )
    _data_arguments(command)
    _cutoff_arguments(command)
    _solution_arguments(command, "conservative")
    _model_argument(command)
    command.add_argument(
        "--test",
        action="append",
        default=[],
        metavar="CUTS",
        help="a test solution with other cut-offs: 'incl=0.75,n=2' (may be repeated)",
    )
    command.add_argument(
        "--test-model",
        action="append",
        default=[],
        metavar="EXPR",
        help="a test solution as an expression (may be repeated)",
    )
    command.add_argument(
        "--cases", action="store_true", help="solutions without one case at a time"
    )
    _form_arguments(command)


def _necessity_parser(add: Add) -> None:
    command = add("necessity", commands_sets.necessity, "necessity of conditions, and supersets")
    _data_arguments(command)
    command.add_argument(
        "--incl-cut",
        type=float,
        default=0.9,
        help="inclusion from which a superset is listed (0.9)",
    )
    command.add_argument("--ron-cut", type=float, default=0.0)
    command.add_argument("--cov-cut", type=float, default=0.0)
    command.add_argument(
        "--depth", type=int, help="literals per superset, 1 to the number of conditions (2)"
    )
    _form_arguments(command)


def _pof_parser(add: Add) -> None:
    command = add(
        "pof", commands_sets.pof, "fit of any expression, such as 'A*~B + C -> Y' or 'A + B <- Y'"
    )
    _reading_arguments(command)
    command.add_argument(
        "expression",
        metavar="EXPR",
        help="-> sufficiency, <- necessity; brackets, ~, levels A[1,2]",
    )
    _form_arguments(command)


def _cluster_parser(add: Add) -> None:
    command = add(
        "cluster", commands_sets.cluster, "does a relation hold in every cluster and unit"
    )
    _data_arguments(command, outcome=False)
    command.add_argument(
        "--cluster", required=True, metavar="COLUMN", help="such as the year or the study"
    )
    command.add_argument("--unit", required=True, metavar="COLUMN", help="such as the country")
    command.add_argument(
        "--expression", metavar="EXPR", help="instead of a model: 'A*~B -> Y' or 'A <- Y'"
    )
    _cutoff_arguments(command)
    _solution_arguments(command, "conservative")
    _model_argument(command)
    _form_arguments(command)


def _cases_parser(add: Add) -> None:
    command = add(
        "cases", commands_sets.cases, "typical and deviant cases, and pairs to compare, with scores"
    )
    _data_arguments(command)
    _cutoff_arguments(command)
    _solution_arguments(command, "conservative")
    _model_argument(command)
    command.add_argument(
        "--kind",
        action="append",
        metavar="KIND",
        help="such as typical, deviant_consistency or typical_irrelevant (may be repeated)",
    )
    command.add_argument(
        "--necessary", metavar="EXPR", help="cases for a claim of necessity instead of a model"
    )
    _form_arguments(command)


def _calibrate_parser(add: Add) -> None:
    command = add("calibrate", commands_sets.calibrate, "memberships from a raw column")
    _reading_arguments(command)
    command.add_argument("--column", required=True)
    command.add_argument(
        "--anchors",
        metavar="e=..,c=..,i=..",
        help="e,c,i; or e1,c1,i1,i2,c2,e2; or t (crisp); or t1,t2,... (levels)",
    )
    command.add_argument(
        "--method",
        choices=[*METHODS, "indirect", "beta", "tfr"],
        help="curve through the anchors e, c, i (logistic), or linear, or ecdf; indirect "
        "with --grades or t1,t2,...; beta with --grades; tfr (ordinal scale)",
    )
    command.add_argument(
        "--grades", metavar="COLUMN", help="grades of the researcher, for indirect and beta"
    )
    command.add_argument(
        "--idm",
        type=float,
        default=IDM,
        help="logistic membership at the anchor i (0.95; 0.9526 in fsQCA)",
    )
    command.add_argument(
        "--below", type=float, default=1.0, help="exponent below the crossover, linear only (1)"
    )
    command.add_argument(
        "--above", type=float, default=1.0, help="exponent above the crossover, linear only (1)"
    )
    _form_arguments(command)


def _anchors_parser(add: Add) -> None:
    command = add(
        "anchors",
        commands_sets.anchors,
        "thresholds between groups of raw values: a suggestion, no theory",
    )
    _reading_arguments(command)
    command.add_argument("--column", required=True)
    command.add_argument("--number", type=int, default=3, metavar="N", help="thresholds (3)")
    _form_arguments(command)


def _example_parser(add: Add) -> None:
    command = add(
        "example",
        commands_sets.example,
        "published data sets to try things out: their list, or one as CSV",
    )
    command.add_argument("data", metavar="NAME", nargs="?")
    _form_arguments(command)


def _reading_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "data", metavar="DATA", help="CSV or other text table, or .xlsx (extra excel)"
    )
    reading = command.add_argument_group("reading", "recognised, and said, where not given")
    reading.add_argument(
        "--id",
        dest="id_columns",
        metavar="A,B",
        help="column with the case labels, or several that make a label together",
    )
    reading.add_argument("--sep", metavar="SIGN", help="separator: ';', tab, ...")
    reading.add_argument("--decimal", choices=[",", "."])
    reading.add_argument("--encoding", help="such as utf-8 or latin-1")
    reading.add_argument("--sheet", help="name or number of the sheet of a workbook")
    reading.add_argument("--labels", metavar="yes=1,no=0", help="numbers that texts stand for")
    reading.add_argument(
        "--drop-missing",
        action="store_true",
        help="leave out cases with a missing value, and name them",
    )


def _data_arguments(command: argparse.ArgumentParser, outcome: bool = True) -> None:
    _reading_arguments(command)
    command.add_argument("--outcome", required=outcome, help="column to explain; ~Y, Y[2]")
    command.add_argument("--conditions", help="columns, comma-separated (all others)")
    command.add_argument("--negate", action="store_true", help="explain the absence of the outcome")


def _cutoff_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--incl-cut", type=float, default=1.0, help="inclusion of positive rows (1)"
    )
    command.add_argument(
        "--incl-cut-low", type=float, help="rows from here to --incl-cut are contradictions"
    )
    command.add_argument("--pri-cut", type=float, default=0.0, help="PRI of positive rows (0)")
    command.add_argument("--n-cut", type=int, default=1, help="cases that make a row (1)")


def _solution_arguments(command: argparse.ArgumentParser, solution: str) -> None:
    command.add_argument("--solution", default=solution, choices=SOLUTIONS, help=f"({solution})")
    command.add_argument(
        "--expect",
        metavar="1,0,-",
        help="directional expectations, one per condition in order "
        "(1 present, 0 absent, - none), or expressions: 'A, ~B*C'",
    )
    command.add_argument(
        "--contradictions-as-remainders",
        action="store_true",
        help="rows marked C may be used like rows without cases",
    )
    command.add_argument(
        "--exclude",
        metavar="ROWS",
        action="append",
        default=[],
        help="remainders never to use: rows such as 3,17, or all inside 'A*~B, C'; may be repeated",
    )


def _model_argument(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", type=int, default=1, help="which of the models, from 1 (1)")


def _form_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--format",
        dest="form",
        choices=[*FORMS, "json"],
        default="text",
        help="of the standard output (text)",
    )
    command.add_argument(
        "--json", dest="form", action="store_const", const="json", help="the same as --format json"
    )
    command.add_argument("--digits", type=int, default=3, help="decimals of a text or table (3)")
    command.add_argument("--width", type=int, default=100, help="characters per line of text (100)")


def _run(args: argparse.Namespace, prog: str) -> int:
    """Run a command; its errors become a message and exit code 2."""
    try:
        result, sheets = args.command(args)
        result["messages"] = [*getattr(args, "said", ()), *result["messages"]]
        printed = (
            json.dumps(result, ensure_ascii=False, indent=1)
            if args.form == "json"
            else write(sheets, args.form, args.digits, args.width)
        )
    except QCAError as error:
        # An error of reading names its file itself.
        known = args.data is None or error.where.startswith(f"file {args.data}")
        file = "" if known else f"{args.data}: "
        for message in getattr(args, "said", ()):
            print(f"{prog}: warning: {message}", file=sys.stderr)
        print(f"{prog}: {file}{error}", file=sys.stderr)
        return 2
    for message in result["messages"]:
        print(f"{prog}: warning: {message}", file=sys.stderr)
    print(printed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
