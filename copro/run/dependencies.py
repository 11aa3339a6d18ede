"""What a notebook or a module depends on, read from its import statements and its cells."""

import ast
import difflib
import hashlib
import json
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import yaml

from copro.chapters.notebooks import notebook_path
from copro.data import DataError, corrections
from copro.data.catalogue import card, path, read_bytes
from copro.errors import Expected
from copro.paths import ROOT
from copro.run import causes

HOME = Path(__file__).resolve().parent.parent.parent
# Where the packages of this repository stand.
PACKAGES = {
    "copro": HOME / "copro",
    "configurational": HOME / "configurational/src/configurational",
}


class DependencyError(Expected):
    """An entry that names something that is not there, or a notebook that cannot be read."""


def check(notebooks: dict[str, dict], tables: list[str]) -> None:
    """Raise ``DependencyError``, naming the entry, unless all that the Snakefile names is there.

    ``notebooks`` are its chapters, each with ``tables`` and the chapters it comes ``after``;
    ``tables`` are those that the pages of the book need. Snakemake looks for the inputs of a step
    only when that step is to run: without this, a result would outlive the table it came from.
    """
    wanted = [
        (f"chapter {name!r} needs", table)
        for name, entry in notebooks.items()
        for table in entry["tables"]
    ]
    for place, table in [*wanted, *(("the pages of the book need", table) for table in tables)]:
        try:
            if not path(table).is_file():
                read_bytes(table)  # says why it cannot be read
        except DataError as problem:
            _refuse(f"{place} {problem}")
    for name, entry in notebooks.items():
        for earlier in entry["after"]:
            if earlier not in notebooks:
                near = difflib.get_close_matches(earlier, notebooks, n=1) or sorted(notebooks)
                _refuse(
                    f"chapter {name!r} comes after {earlier!r}: no chapter of this name; "
                    f"expected {' or '.join(near)}"
                )
        try:
            notebook_path(entry.get("notebook", name))
        except FileNotFoundError as problem:
            _refuse(f"chapter {name!r}: {problem}")
    try:
        TopologicalSorter({name: entry["after"] for name, entry in notebooks.items()}).prepare()
    except CycleError as problem:
        _refuse(
            "chapters wait for each other: "
            f"{', which comes before '.join(problem.args[1])}; expected an order"
        )


def check_contents(notebooks: dict[str, dict], file: Path = ROOT / "_toc.yml") -> None:
    """Raise ``DependencyError`` unless each page that the table of contents names in a part
    of the book is a chapter's.

    Where there is no such file Snakemake says so, when it is to build the book.
    """
    if not file.is_file():
        return
    pages = sorted(
        f"{entry.get('part') or notebook_path(entry.get('notebook', name)).parent.name}/{name}"
        for name, entry in notebooks.items()
    )
    parts = {page.split("/")[0] for page in pages}
    try:
        contents = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as problem:
        _refuse(f"no YAML: {' '.join(str(problem).split())}", file.name)
    for page in _files(contents):
        if page.split("/")[0] in parts and page not in pages:
            near = difflib.get_close_matches(page, pages, n=1) or pages
            _refuse(f"{page}: no page of this name; expected {' or '.join(near)}", file.name)


def _files(contents) -> list[str]:
    """Pages that a table of contents names, at any depth."""
    if isinstance(contents, list):
        return [page for part in contents for page in _files(part)]
    if isinstance(contents, dict):
        return [
            page
            for key, part in contents.items()
            for page in ([str(part)] if key == "file" else _files(part))
        ]
    return []


def _refuse(message: str, file: str = "Snakefile") -> None:
    message = f"{file}: {message}"
    causes.record(message)
    raise DependencyError(message)


def sources(notebook: Path) -> list[dict]:
    """Cells of a notebook without their outputs."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError) as problem:
        what = f"{type(problem).__name__}: {problem}"
        _refuse(
            f"found no notebook ({what}); expected JSON with cells, as Jupyter writes it",
            str(notebook),
        )
    return [
        {
            "type": c["cell_type"],
            "source": "".join(c["source"]),
            "tags": c["metadata"].get("tags", []),
        }
        for c in cells
    ]


def digest(*things) -> str:
    """Short sha256 of anything that JSON can hold."""
    return hashlib.sha256(json.dumps(things, sort_keys=True).encode()).hexdigest()[:16]


def notebook_digest(name: str) -> str:
    """Changes when a cell changes, but not when outputs are renewed."""
    return digest(sources(notebook_path(name)))


def card_digest(tables: list[str]) -> str:
    """Changes when a card or a declared correction of one of the tables changes."""
    return digest([card(t) for t in tables], [corrections.entries(t) for t in tables])


def modules_of_notebook(name: str) -> list[str]:
    """Files of our packages that a notebook imports, directly or not, relative to the root."""
    code = "\n".join(c["source"] for c in sources(notebook_path(name)) if c["type"] == "code")
    return _relative(_closure(_imports(code)))


def modules_of(*names: str) -> list[str]:
    """Files of our packages that the named modules import, directly or not, with themselves."""
    return _relative(_closure(set(names)))


def _relative(files: set[Path]) -> list[str]:
    return sorted(str(f.relative_to(HOME)) for f in files)


def _imports(code: str, package: str = "") -> set[str]:
    """Dotted names of our packages that a piece of code imports (at any depth of nesting).

    ``package`` is the dotted name of the package that the code stands in, for relative imports.
    """
    names = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = (
                package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            )
            module = ".".join([*base, *([node.module] if node.module else [])])
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] in PACKAGES}


def _closure(names: set[str]) -> set[Path]:
    files, waiting = set(), set(names)
    while waiting:
        name, *parts = waiting.pop().split(".")
        top = PACKAGES[name]
        for depth in range(len(parts) + 1):
            base = top.joinpath(*parts[:depth])
            for file in (base / "__init__.py", base.with_suffix(".py")):
                if file.is_file() and file not in files and top in file.parents:
                    files.add(file)
                    package = ".".join(file.relative_to(top.parent).parts[:-1])
                    waiting |= _imports(file.read_text(encoding="utf-8"), package)
    return files


def table_file(name: str) -> str:
    """File of a table, relative to the root."""
    return str(path(name).relative_to(ROOT))


def files(folder: str) -> list[str]:
    """All files below a folder of the root, relative to the root."""
    return sorted(
        str(f.relative_to(ROOT))
        for f in (ROOT / folder).rglob("*")
        if f.is_file() and "__pycache__" not in f.parts
    )
