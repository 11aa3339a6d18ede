"""What a notebook or a module depends on, read from its import statements and its cells."""

import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.util import resolve_name
from pathlib import Path

from copro.chapters import registry
from copro.chapters.chapter import Chapter
from copro.chapters.notebooks import cells_of, notebook_path, words_path
from copro.chapters.sources import Sources
from copro.data import corrections
from copro.data.catalogue import card, path
from copro.errors import Expected
from copro.paths import ROOT
from copro.run import causes

HOME = Path(__file__).resolve().parent.parent.parent
# Where the packages of this repository stand.
PACKAGES = {
    "copro": HOME / "copro",
    "configurational": HOME / "configurational/src/configurational",
}
IMPORT = re.compile(r"^[ \t]*(?:from ([\w.]+) import (\([^)]*\)|.+)|import (.+))", re.M)
# Who runs the cells, where and with which values, who counts them and draws figures again: modules
# that shape the results of every notebook.
RUNNERS = (
    "copro/run/notebook.py",
    "copro/run/results.py",
    "copro/run/nursery.py",
    "copro/run/twins.py",
    "copro/chapters/cells.py",
    "copro/chapters/parameters.py",
)


def graph(*pages: str) -> dict[str, Chapter]:
    """The chapters of the book by name, checked together with the tables that its ``pages`` are
    drawn from.

    What is wrong with them is a cause of the build's end: it is written down before it is raised.
    """
    try:
        found = registry.chapters()
        registry.check(found)
        for table in pages:
            registry.there(table, "the pages of the book need")
    except Expected as problem:
        causes.record(str(problem))
        raise
    return {name: found[name] for name in registry.in_order(found)}


def digest(*things: object) -> str:
    """Short sha256 of anything that JSON can hold."""
    return hashlib.sha256(json.dumps(things, sort_keys=True).encode()).hexdigest()[:16]


def notebook_digest(name: str) -> str:
    """Changes when a cell or the words beside it change, but not when outputs are renewed."""
    words = words_path(name)
    return digest(cells_of(notebook_path(name)), words and words.read_text(encoding="utf-8"))


def card_digest(tables: Iterable[str]) -> str:
    """Changes when a card or a declared correction of one of the tables changes."""
    return digest([card(t) for t in tables], [corrections.entries(t) for t in tables])


def code_digest(files: Iterable[str]) -> str:
    """Changes when a file of our packages, named from the root, is another or says something else.

    >>> code_digest(["copro/errors.py"]) == code_digest(["copro/errors.py", "copro/paths.py"])
    False
    """
    return digest([(file, _sha256(file)) for file in files])


def made_of(chapter: Chapter, sources: Sources) -> str:
    """Changes when a chapter may say something else: with its settings, what it reads, its cells,
    the cards of its tables, and the code behind it. Of tables themselves it knows the names.
    """
    code = [*RUNNERS, *modules_of_notebook(chapter.source)]
    return digest(
        repr(chapter),
        repr(sources),
        notebook_digest(chapter.source),
        card_digest(sources.tables),
        code_digest(code),
    )


@cache  # most modules are behind most notebooks
def _sha256(file: str) -> str:
    return hashlib.sha256((HOME / file).read_bytes()).hexdigest()


def modules_of_notebook(*names: str) -> list[str]:
    """Files of our packages that notebooks import, directly or not, relative to the root."""
    cells = [cell for name in names for cell in cells_of(notebook_path(name))]
    code = "\n".join(cell["source"] for cell in cells if cell["type"] == "code")
    return _relative(_closure(_imports(code)))


def modules_of(*names: str) -> list[str]:
    """Files of our packages that the named modules import, directly or not, with themselves."""
    return _relative(_closure(names))


def _relative(files: set[Path]) -> list[str]:
    return sorted(str(f.relative_to(HOME)) for f in files)


def _imports(code: str, package: str = "") -> set[str]:
    """Dotted names of our packages that a piece of code imports (at any depth of nesting).

    ``package`` is the dotted name of the package that the code stands in, for relative imports.
    """
    found: set[str] = set()
    for module, names, modules in IMPORT.findall(code):
        home = resolve_name(module, package) if module else ""
        listed = re.findall(r"(\w[\w.]*)(?: as \w+)?", names or modules)
        found |= {home, *(f"{home}.{name}" for name in listed)} if home else set(listed)
    return {name for name in found if name.split(".")[0] in PACKAGES}


def _closure(names: Iterable[str]) -> set[Path]:
    files, waiting, known = set[Path](), set(names), set[str]()
    while waiting:
        known |= waiting
        reached = [_reached(name) for name in waiting]
        files = files.union(*(found for found, _ in reached))
        waiting = {name for _, more in reached for name in more} - known
    return files


@cache  # most modules are behind most notebooks
def _reached(name: str) -> tuple[set[Path], set[str]]:
    """Files that the import of a dotted name reads, and the names that these import."""
    first, *parts = name.split(".")
    top = PACKAGES[first]
    bases = [top.joinpath(*parts[:depth]) for depth in range(len(parts) + 1)]
    files = [base / "__init__.py" for base in bases]
    files += [base.with_suffix(".py") for base in bases[1:]]
    found = {file for file in files if file.is_file()}
    packages = {file: ".".join(file.relative_to(top.parent).parts[:-1]) for file in found}
    return found, {one for file in packages.items() for one in _imports_of(*file)}


@cache  # above each module stand the same packages
def _imports_of(file: Path, package: str) -> set[str]:
    return _imports(file.read_text(encoding="utf-8"), package)


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
