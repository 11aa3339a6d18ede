"""The command line: ``copro``. Heavy imports wait until a command needs them."""

import argparse
import codecs
import io
import locale
import os
import sys
import traceback
from pathlib import Path

from copro import __version__
from copro.cli import scale
from copro.cli.parser import Parser, add_command as _add, number as _jobs
from copro.errors import CODES, STOPPED, Expected
from copro.run import causes
from copro.run.isolation import isolate

INTERRUPTED = 130  # the exit code of a shell for Ctrl-C


def main(argv: list[str] | None = None) -> int:
    """Entry point; returns the exit code. Expected errors are one message, not a traceback."""
    if argv is None:
        _speak_utf8()
    words = sys.argv[1:] if argv is None else argv
    try:
        if words[:1] == ["qca"]:
            return _qca(words[1:])
        isolate()
        arguments = _parser().parse_args(words)
        if arguments.needs_project:
            from copro.data.catalogue import package

            package()
        return arguments.func(arguments) or 0
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        print("copro: interrupted; the same command begins it again.", file=sys.stderr)
        return INTERRUPTED
    except (OSError, MemoryError, ModuleNotFoundError) as problem:  # not of our making
        return _failed(causes.explained(problem))
    except Exception as problem:  # noqa: BLE001 - whatever stops a build is told at its end
        from copro.data.errors import DataError

        if isinstance(problem, (DataError, Expected)):
            return _failed("\ncopro: ".join([str(problem), *_changed(problem)]))
        traceback.print_exc()
        return _failed(causes.explained(problem))


def _failed(message: str) -> int:
    """Tell what went wrong: in a step of a build at its end, else at once."""
    if not causes.record(message):
        print(f"copro: {message}", file=sys.stderr)
    return STOPPED


def _changed(problem: Exception) -> list[str]:
    """The raw cells that may be behind an error of a table or a notebook; the end of a build names
    them once for all steps.
    """
    from copro.data.errors import DataError

    failed = type(problem).__name__ == "NotebookFailed"  # importing it would draw in much
    if os.environ.get(causes.VARIABLE) or not (failed or isinstance(problem, DataError)):
        return []
    from copro.run.inputs import told_changes

    return told_changes([str(problem.table)] if isinstance(problem, DataError) else None)


def _speak_utf8() -> None:
    """Text and paths are UTF-8 whatever the locale: where they would not be,
    start again in Python's UTF-8 mode.
    """
    named = locale.getpreferredencoding(False), sys.getfilesystemencoding()
    if any(codecs.lookup(name).name != "utf-8" for name in named) and not sys.flags.utf8_mode:
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    for stream in (sys.stdout, sys.stderr):  # PYTHONIOENCODING may still say otherwise
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _notebook(text: str) -> str:
    """Name of a notebook from its name, the path of its file, or that of its page.

    >>> [_notebook(text) for text in ("theory", "1_literature/theory", "notebooks/x/theory.ipynb")]
    ['theory', 'theory', 'theory']
    """
    return Path(text).stem if "/" in text or text.endswith(".ipynb") else text


def _table_name(text: str) -> str:
    """Name of a table from its name or the path of its file.

    >>> [_table_name(text) for text in ("cases/cases", "data/cases/cases.csv")]
    ['cases/cases', 'cases/cases']
    """
    path = Path(text)
    return "/".join(path.with_suffix("").parts[-2:]) if path.suffix else text


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="copro",
        description="Tables, notebooks and claims of the CoPro compendium.",
        epilog=CODES,
    )
    parser.add_argument("--version", action="version", version=f"copro {__version__}")
    parser.set_defaults(needs_project=True)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    add = _add(commands, "tables", help="list the tables")
    add.set_defaults(func=_tables)
    add = _add(commands, "table", help="print the card of a table and its first rows")
    add.add_argument(
        "name",
        metavar="NAME",
        type=_table_name,
        help="name of a table as `copro tables` lists it, such as germany/kreise_2021",
    )
    add.set_defaults(func=_table)
    add = _add(
        commands, "check-data", help="validate every table against its card, and name every fault"
    )
    add.set_defaults(func=_check_data)

    add = _add(
        commands,
        "new",
        help="make a chapter that builds, with a line in _toc.yml",
        description="Make a notebook that builds and keeps the house rules, with a table of the "
        "catalogue as an example, and list it in _toc.yml below the last page of its folder "
        "that has a notebook of its own.",
    )
    add.add_argument(
        "page",
        metavar="PART/NAME",
        help="part of the book and name of the chapter, such as 2_norway/housing",
    )
    add.add_argument("--title", required=True, help="the heading of the page")
    add.set_defaults(func=_new)
    add = _add(
        commands, "lint", help="name every house rule that a chapter breaks, and how to mend it"
    )
    add.add_argument(
        "notebook",
        metavar="NOTEBOOK",
        type=_notebook,
        help="name of a notebook, such as norway_elderly_care, or the path of its file",
    )
    add.set_defaults(func=_lint)
    add = _add(
        commands,
        "plain",
        help="measure the language of a chapter that has run: words, sentences, banned turns",
        description="Measure the newest run of a notebook (of `copro run` or of the build) by the "
        "rules of docs/style.md, and name what to mend.",
    )
    add.add_argument(
        "notebooks",
        metavar="NOTEBOOK",
        nargs="*",
        help="name of a notebook, such as norway_elderly_care, or the path of one that has run; "
        "several are shown side by side, and without any those of the main path",
    )
    add.set_defaults(func=_plain)
    add = _add(
        commands,
        "run",
        help="run one notebook with other parameters",
        description="Run one notebook into _build/runs/ and print which "
        "claims differ from the reference, and by how much.",
    )
    add.add_argument(
        "notebook",
        metavar="NOTEBOOK",
        type=_notebook,
        help="name of a notebook, such as norway_elderly_care, or the path of its file",
    )
    add.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        dest="settings",
        help="a parameter and its value, such as year=2023; may be given several times "
        "(the page Reproduce it yourself lists what each notebook allows)",
    )
    add.set_defaults(func=_run)
    add = _add(
        commands,
        "build",
        help="bring the book up to date (what `make book` does; from nothing 3 to 9 min "
        "on two cores)",
    )
    add.add_argument("--jobs", type=_jobs, default=1, help="notebooks that run side by side (1)")
    add.add_argument(
        "--until",
        choices=["results", "book"],
        default="book",
        help="stop once claims and tables are up to date, or go on to the book",
    )
    add.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="CHAPTER.NAME=VALUE",
        dest="settings",
        help="a parameter of a chapter, such as norway_elderly_care.year=2023; may be given "
        "several times. The chapter and all that read its claims run into an edition of its own "
        "below _build/variants/, and what differs from the book is told page by page",
    )
    add.add_argument(
        "--settings",
        metavar="FILE",
        type=Path,
        dest="file",
        help="a YAML or JSON file of such parameters: {chapter: {name: value}}",
    )
    add.set_defaults(func=_build)
    add = _add(
        commands,
        "check",
        help="run everything anew, compare with the reference, write a certificate",
        description="Run all notebooks anew (5 to 10 min on two cores), name each claim, figure "
        "and table that differs from results/, with the changed input behind it and the pages that "
        "show it, and write a certificate into _build/certificate/.",
    )
    add.add_argument("--jobs", type=_jobs, default=1, help="notebooks that run side by side (1)")
    add.add_argument(
        "--until",
        choices=["results", "book"],
        default="book",
        help="results: leave the pages out, and write into _build/certificate_results/ instead",
    )
    add.set_defaults(func=_check)
    add = _add(
        commands, "verify", help="hold the receipt of a check against the outputs of this machine"
    )
    add.add_argument(
        "receipt", metavar="RECEIPT", type=Path, help="receipt.json of a certificate, or its folder"
    )
    add.set_defaults(func=_verify)
    add = _add(commands, "reference", help="renew the committed reference outputs")
    add.add_argument("--jobs", type=_jobs, default=1, help="notebooks that run side by side (1)")
    add.set_defaults(func=_reference)
    _add_giving_away(commands)
    # Listed here, but `main` hands its words over as they are: options and help are the engine's
    # own.
    _add(
        commands,
        "qca",
        help="Qualitative Comparative Analysis of any CSV of calibrated cases",
        add_help=False,
    )

    scale.add_commands(commands)
    add = _add(commands, "step", help="one step of the Snakefile")
    add.add_argument("step", choices=["notebook", "results", "book", "variant", "block"])
    add.add_argument("--variant", default="", help="folder of a variant, for the step variant")
    add.add_argument("--processes", type=int, default=1, help="for the step book")
    add.add_argument("name", nargs="?", help="name of the chapter, folder and place of the block")
    add.set_defaults(func=_step)
    return parser


def _add_giving_away(commands: "argparse._SubParsersAction[Parser]") -> None:
    add = _add(
        commands,
        "sheet",
        help="write the blind sheets that people fill, or check a filled one",
        description="Write empty sheets of works and cases, with a codebook and without any code, "
        "into book/extra/blind_sheet/. With --check: say how far a filled sheet agrees with each "
        "machine-assisted pass, and which conclusions of the book it would change.",
    )
    add.add_argument(
        "--check", metavar="FILE", type=Path, help="a filled sheet of works or of cases, as CSV"
    )
    add.set_defaults(func=_sheet)
    add = _add(
        commands,
        "release",
        help="set the version everywhere and write the archive that a release is (docs/publish.md)",
    )
    add.add_argument("version", metavar="VERSION", help="higher than the last, such as 1.2.3")
    add.add_argument("--date", default="", help="as 2026-12-31; today if it is not given")
    add.set_defaults(func=_release)
    add = _add(
        commands,
        "compare",
        help="set two runs side by side on one page, to be sent along",
        description="Write claims, figures and tables that differ between two runs, page by page, "
        "into _build/compare/: one page without links outside.",
    )
    for name in ("a", "b"):
        add.add_argument(
            name,
            metavar=name.upper(),
            help="`reference`, or a folder below _build/runs or _build/variants",
        )
    add.set_defaults(func=_compare)
    add = _add(commands, "pdf", help="print the built book to one PDF (needs Chromium)")
    add.set_defaults(func=_pdf)


def _qca(words: list[str]) -> int:
    """The command line of the configurational engine, under the name it has here."""
    from configurational.cli import main as engine

    return engine(words, prog="copro qca")


def _tables(_: argparse.Namespace) -> int:
    from copro.data import tables

    frame = tables()
    for row in frame.itertuples():
        print(f"{row.name:62} {row.rows:>7,} rows  {row.evidence_class:18} {row.title}")
    print(f"{len(frame)} tables; `copro table NAME` prints a card")
    return 0


def _table(arguments: argparse.Namespace) -> int:
    from copro.data import card, load

    sheet, first = card(arguments.name), load(arguments.name).head()
    for key, value in sheet.items():
        if key not in ("schema", "sources", "licenses", "profile"):
            print(f"{key:20} {value}")
    print(f"{'licences':20} {', '.join(entry['name'] for entry in sheet['licenses'])}")
    print(
        f"{'sources':20} "
        f"{'; '.join(s['title'] + ' ' + s.get('path', '') for s in sheet['sources'])}"
    )
    print("columns")
    for field in sheet["schema"]["fields"]:
        print(f"  {field['name']:50} {field['type']:8} {field['description']}")
    print("\nfirst rows")
    print(first.to_string())
    return 0


def _check_data(_: argparse.Namespace) -> int:
    from copro.run.check import check_data

    return check_data()


def _new(arguments: argparse.Namespace) -> int:
    from copro.chapters.new import new, told

    print(told(new(arguments.page, arguments.title)))
    return 0


def _lint(arguments: argparse.Namespace) -> int:
    from copro.run.rules import lint

    return lint(arguments.notebook)


def _plain(arguments: argparse.Namespace) -> int:
    from copro.run.plain import main as plain

    return plain(arguments.notebooks)


def _run(arguments: argparse.Namespace) -> int:
    from copro.chapters import registry
    from copro.chapters.notebooks import notebooks
    from copro.chapters.parameters import ParameterError, validate
    from copro.run.reference import run_and_compare

    if arguments.notebook not in notebooks():
        page = registry.chapters().get(arguments.notebook)
        if page is not None:
            raise ParameterError(
                f"{page.name!r} is a page, not a notebook; expected: copro run {page.command}"
            )
    for setting in arguments.settings:
        if "=" not in setting:
            raise ParameterError(f"{arguments.notebook}: --set {setting!r}: expected NAME=VALUE")
    given = dict(setting.split("=", 1) for setting in arguments.settings)
    return run_and_compare(arguments.notebook, validate(arguments.notebook, given))


def _build(arguments: argparse.Namespace) -> int:
    if arguments.settings and arguments.file:
        raise Expected("found both --set and --settings; expected one of them")
    if arguments.settings or arguments.file:
        from copro.cli import editions
        from copro.run import variants

        made = (
            variants.from_file(arguments.file)
            if arguments.file
            else variants.variant(arguments.settings)
        )
        return editions.edition(arguments.jobs, made, book=arguments.until == "book")
    from copro.run.build import build

    return build(arguments.jobs, arguments.until)


def _compare(arguments: argparse.Namespace) -> int:
    from copro.book.compare import compare

    page, said = compare((arguments.a, arguments.b))
    print(f"{said}\n{page}")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from copro.cli.checks import check

    return check(arguments.jobs, arguments.until)


def _verify(arguments: argparse.Namespace) -> int:
    from copro.run.verify import verify

    return verify(arguments.receipt)


def _reference(arguments: argparse.Namespace) -> int:
    from copro.run.reference import renew_reference

    return renew_reference(arguments.jobs)


def _sheet(arguments: argparse.Namespace) -> int:
    from copro.book import sheet

    if arguments.check:
        print(sheet.check(arguments.check))
        return 0
    for file in sheet.write():
        print(file)
    return 0


def _release(arguments: argparse.Namespace) -> int:
    from copro.book import release

    print(release.told(release.release(arguments.version, arguments.date), arguments.version))
    return 0


def _pdf(_: argparse.Namespace) -> int:
    from copro.book import pdf

    if not pdf.browser():
        print(
            "copro: no PDF was made: Chromium was not found. Install it (Debian: apt install "
            "chromium), or name it in the variable CHROMIUM.",
            file=sys.stderr,
        )
        return 0
    print(pdf.print_book())
    return 0


def _step(arguments: argparse.Namespace) -> int:
    from copro.cli import steps

    return steps.step(arguments)


if __name__ == "__main__":
    sys.exit(main())
