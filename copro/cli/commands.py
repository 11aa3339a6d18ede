"""The commands of ``copro``, each with its options, which are what its function is given. Heavy
imports wait until a command needs them.
"""

import sys
from pathlib import Path
from typing import Any

from copro.cli.parser import Option, command, number, option
from copro.errors import Expected
from copro.paths import ROOT


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


NOTEBOOK = option(
    "notebook",
    metavar="NOTEBOOK",
    type=_notebook,
    help="name of a notebook, such as norway_elderly_care, or the path of its file",
)


def _settings(what: str, name: str) -> Option:
    return option("--set", action="append", default=[], metavar=name, dest="settings", help=what)


def _until(help: str) -> Option:
    return option("--until", choices=["results", "book"], default="book", help=help)


def _jobs(what: str) -> Option:
    return option("--jobs", type=number, default=1, help=f"{what} that run side by side (1)")


SIDE_BY_SIDE = _jobs("notebooks")
PROFILE = option(
    "--profile",
    choices=sorted(folder.name for folder in (ROOT / "profiles").glob("*/")),
    default="",
    help="where the steps run: a folder of profiles/, such as slurm (this machine)",
)


def _blocks(size: int, help: str) -> list[Option]:
    return [
        option("--seed", type=int, default=2020),
        option("--size", type=number, default=size, metavar="N", help=help),
        _jobs("blocks"),
        PROFILE,
    ]


@command("tables", "list the tables")
def _tables() -> None:
    from copro.data import tables

    frame = tables()
    for row in frame.itertuples():
        print(f"{row.name:62} {row.rows:>7,} rows  {row.evidence_class:18} {row.title}")
    print(f"{len(frame)} tables; `copro table NAME` prints a card")


@command(
    "table",
    "print the card of a table and its first rows",
    option(
        "name",
        metavar="NAME",
        type=_table_name,
        help="name of a table as `copro tables` lists it, such as germany/kreise_2021",
    ),
)
def _table(name: str) -> None:
    from copro.data import card, load

    sheet, first = card(name), load(name).head()
    for key, value in sheet.items():
        if key not in ("schema", "sources", "licenses", "profile"):
            print(f"{key:20} {value}")
    print(f"{'licences':20} {', '.join(entry['name'] for entry in sheet['licenses'])}")
    sources = "; ".join(s["title"] + " " + s.get("path", "") for s in sheet["sources"])
    print(f"{'sources':20} {sources}")
    print("columns")
    for field in sheet["schema"]["fields"]:
        print(f"  {field['name']:50} {field['type']:8} {field['description']}")
    print("\nfirst rows")
    print(first.to_string())


@command("check-data", "validate every table against its card, and name every fault")
def _check_data() -> int:
    from copro.run.check import check_data

    return check_data()


@command(
    "new",
    "make a chapter that builds, with a line in _toc.yml",
    option(
        "page",
        metavar="PART/NAME",
        help="part of the book and name of the chapter, such as 2_norway/housing",
    ),
    option("--title", required=True, help="the heading of the page"),
    description="Make a notebook that builds and keeps the house rules, with a table of the "
    "catalogue as an example, and list it in _toc.yml below the last page of its folder "
    "that has a notebook of its own.",
)
def _new(page: str, title: str) -> None:
    from copro.chapters.new import new, told

    print(told(new(page, title)))


@command("lint", "name every house rule that a chapter breaks, and how to mend it", NOTEBOOK)
def _lint(notebook: str) -> int:
    from copro.run.rules import lint

    return lint(notebook)


@command(
    "plain",
    "measure the language of a chapter that has run: words, sentences, banned turns",
    option(
        "notebooks",
        metavar="NOTEBOOK",
        nargs="*",
        help="name of a notebook, such as norway_elderly_care, or the path of one that has run; "
        "several are shown side by side, and without any those of the main path",
    ),
    description="Measure the newest run of a notebook (of `copro run` or of the build) by the "
    "rules of docs/style.md, and name what to mend.",
)
def _plain(notebooks: list[str]) -> int:
    from copro.run.plain import main

    return main(notebooks)


@command(
    "run",
    "run one notebook with other parameters",
    NOTEBOOK,
    _settings(
        "a parameter and its value, such as year=2023; may be given several times "
        "(the page Reproduce it yourself lists what each notebook allows)",
        "NAME=VALUE",
    ),
    description="Run one notebook into _build/runs/ and print which "
    "claims differ from the reference, and by how much.",
)
def _run(notebook: str, settings: list[str]) -> int:
    from copro.chapters import registry
    from copro.chapters.notebooks import notebooks
    from copro.chapters.parameters import ParameterError, validate
    from copro.run.reference import run_and_compare

    page = registry.chapters().get(notebook) if notebook not in notebooks() else None
    if page is not None:
        raise ParameterError(
            f"{page.name!r} is a page, not a notebook; expected: copro run {page.command}"
        )
    for setting in settings:
        if "=" not in setting:
            raise ParameterError(f"{notebook}: --set {setting!r}: expected NAME=VALUE")
    given = dict(setting.split("=", 1) for setting in settings)
    return run_and_compare(notebook, validate(notebook, given))


@command(
    "build",
    "bring the book up to date (what `make book` does; from nothing 2 to 9 min on two cores)",
    SIDE_BY_SIDE,
    _until("stop once claims and tables are up to date, or go on to the book"),
    _settings(
        "a parameter of a chapter, such as norway_elderly_care.year=2023; may be given "
        "several times. The chapter and all that read its claims run into an edition of its own "
        "below _build/variants/, and what differs from the book is told page by page",
        "CHAPTER.NAME=VALUE",
    ),
    option(
        "--settings",
        metavar="FILE",
        type=Path,
        dest="file",
        help="a YAML or JSON file of such parameters: {chapter: {name: value}}",
    ),
)
def _build(jobs: int, until: str, settings: list[str], file: Path | None) -> int:
    if settings and file:
        raise Expected("found both --set and --settings; expected one of them")
    if not (settings or file):
        from copro.run.build import build

        return build(jobs, until)
    from copro.chapters import registry
    from copro.run import variants
    from copro.run.build import GROUNDWORK

    made = variants.from_file(file) if file else variants.variant(settings)
    if not made.choices:
        raise Expected("every value that was set is the book's own; expected another one")
    if code := variants.run(jobs, [made], also=[GROUNDWORK] if until == "book" else []):
        return code
    text = variants.told(made, variants.differs(made))
    (made.folder / "differences.txt").write_text(text + "\n", encoding="utf-8")
    print(text)
    if until == "results":
        print(made.folder)
        return 0
    from copro.book.stage import build_book

    folders = [variants.folder(made, one) for one in registry.in_order(registry.chapters())]
    build_book(folders, made.folder / "html", made.label)
    print(made.folder / "html" / "index.html")
    return 0


@command(
    "check",
    "run everything anew, compare with the reference, write a certificate",
    SIDE_BY_SIDE,
    _until(
        "results: leave the pages out, and write into _build/certificate_results/ instead",
    ),
    description="Run all notebooks anew (3 to 10 min on two cores), name each claim, figure "
    "and table that differs from results/, with the changed input behind it and the pages that "
    "show it, and write a certificate into _build/certificate/.",
)
def _check(jobs: int, until: str) -> int:
    from copro.book import certificate
    from copro.book.drawn import drawn
    from copro.run.check import check
    from copro.run.differences import summed

    code, receipt = check(jobs, until, drawn())
    if receipt:
        differ = summed([one["kind"] for one in receipt["differences"]])
        print(f"{differ}; nbval {receipt['nbval']}; certificate: {certificate.write(receipt)}")
    return code


@command(
    "verify",
    "hold the receipt of a check against the outputs of this machine",
    option(
        "receipt", metavar="RECEIPT", type=Path, help="receipt.json of a certificate, or its folder"
    ),
)
def _verify(receipt: Path) -> int:
    from copro.run.verify import verify

    return verify(receipt)


@command("reference", "renew the committed reference outputs", SIDE_BY_SIDE)
def _reference(jobs: int) -> int:
    from copro.run.reference import renew_reference

    return renew_reference(jobs)


@command(
    "sheet",
    "write the blind sheets that people fill, or check a filled one",
    option(
        "--check", metavar="FILE", type=Path, help="a filled sheet of works or of cases, as CSV"
    ),
    description="Write empty sheets of works and cases, with a codebook and without any code, "
    "into book/extra/blind_sheet/. With --check: say how far a filled sheet agrees with each "
    "machine-assisted pass, and which conclusions of the book it would change.",
)
def _sheet(check: Path | None) -> None:
    from copro.book import sheet

    print(*([sheet.check(check)] if check else sheet.write()), sep="\n")


@command(
    "release",
    "set the version everywhere and write the archive that a release is (docs/publish.md)",
    option("version", metavar="VERSION", help="higher than the last, such as 1.2.3"),
    option("--date", default="", help="as 2026-12-31; today if it is not given"),
)
def _release(version: str, date: str) -> None:
    from copro.book import release

    print(release.told(release.release(version, date), version))


@command(
    "compare",
    "set two runs side by side on one page, to be sent along",
    *(
        option(
            name,
            metavar=name.upper(),
            help="`reference`, or a folder below _build/runs or _build/variants",
        )
        for name in ("a", "b")
    ),
    description="Write claims, figures and tables that differ between two runs, page by page, "
    "into _build/compare/: one page without links outside.",
)
def _compare(a: str, b: str) -> None:
    from copro.book.compare import compare

    page, said = compare((a, b))
    print(f"{said}\n{page}")


@command("pdf", "print the built book to one PDF (needs Chromium)")
def _pdf() -> None:
    from copro.book import pdf

    if pdf.browser():
        print(pdf.print_book())
    else:
        print(
            "copro: no PDF was made: Chromium was not found. Install it (Debian: apt install "
            "chromium), or name it in the variable CHROMIUM.",
            file=sys.stderr,
        )


# Only listed: `main` hands its words over as they are, and options and help are the engine's own.
command("qca", "Qualitative Comparative Analysis of any CSV of calibrated cases", add_help=False)(
    lambda: None
)


@command(
    "sweep",
    "run every choice of every chapter, with all that reads its claims",
    option("chapters", metavar="CHAPTER", nargs="*", help="chapters whose choices are made (all)"),
    SIDE_BY_SIDE,
    PROFILE,
    description="Run each other value of every parameter, both ends and the middle of every "
    "range, through all chapters that read the claims. What a choice changes is one row of "
    "results/sweep.csv. What has run already does not run again.",
)
def _sweep(jobs: int, chapters: list[str], profile: str) -> int:
    from copro.run.sweep import sweep

    return sweep(jobs, chapters, profile)


@command(
    "multiverse",
    "compute the curves of the multiverse with more specifications and permutations",
    option("claims", metavar="CLAIM", nargs="*", help="ids of claims (all)"),
    option(
        "--specifications",
        type=number,
        default=0,
        metavar="N",
        help="of each claim (those that are declared)",
    ),
    option("--permutations", type=number, default=199, metavar="N"),
    *_blocks(25_000_000, "estimates of a block (%(default)s: one or two minutes, 200 MB)"),
    description="Compute the curves of claims in blocks, side by side or on a cluster, and "
    "write a table of them into _build/multiverse/. Blocks that are there are not computed "
    "again. Beyond the declared specifications, these are repeated without a random tenth of "
    "the units.",
)
def _multiverse(**options: Any) -> int:
    from copro.run.blocks import multiverse

    return multiverse(**options)


@command(
    "robustness",
    "count how often the solutions of configurational chapters survive other choices",
    option(
        "chapters",
        metavar="CHAPTER",
        nargs="*",
        help="framing_conditions or framing_countries (both)",
    ),
    option("--draws", type=number, default=10_000, metavar="N", help="(%(default)s)"),
    *_blocks(40_000, "draws of a block (%(default)s: one or two minutes)"),
    description="Analyse the cases of a chapter with all declared thresholds and samples, then "
    "with drawn ones (thresholds between those declared, without a random tenth of studies or "
    "countries), each at all cut-offs. Count how often every combination, term and "
    "solution comes back, side by side or on a cluster, and write a table into "
    "_build/robustness/. Blocks that are there are not computed again.",
)
def _robustness(**options: Any) -> int:
    from copro.run.blocks import robustness

    return robustness(**options)


@command(
    "step",
    "one step of the Snakefile",
    option("step", choices=["notebook", "groundwork", "results", "book", "variant", "block"]),
    option("--variant", default="", help="folder of a variant, for the step variant"),
    option("name", nargs="?", help="name of the chapter, folder and place of the block"),
)
def _step(**options: Any) -> int:
    from copro.cli import steps

    return steps.step(**options)
