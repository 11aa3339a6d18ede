"""The house rules of a chapter, each said once: ``copro lint NAME`` and the tests call them.

A rule takes a notebook and names every place that breaks it, with how to mend it. Size is counted
in characters without blanks: lines can be made few by being made long.
"""

import ast
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from copro.chapters import registry
from copro.chapters.cells import SOURCES, names, needs, tags as tags_of
from copro.chapters.chapter import Chapter
from copro.chapters.notebooks import ChapterError, notebook_path, notebooks
from copro.chapters.parameters import cell_source, model_name, model_of
from copro.chapters.sources import READERS
from copro.errors import FOUND
from copro.paths import shown
from copro.report.records.output import ID

MOST_IN_A_CELL = 2_500  # characters without blanks
LONGEST_LINE, LONGEST_TEXT = 100, 150  # characters
MOST_FIGURES = 5
OPENING = ("Question", "Answer", "Evidence", "Limits")


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook; ``place`` is its name in messages (``copro.chapters.cells``)."""

    place: str
    kind: str
    source: str
    tags: tuple[str, ...]
    outputs: Sequence[dict[str, Any]] = ()

    @cached_property
    def tree(self) -> ast.Module:
        """Its code as a tree; empty where it is no Python, which a rule of its own names."""
        try:
            return ast.parse(self.source)
        except SyntaxError:
            return ast.Module([], [])


@dataclass(frozen=True)
class Notebook:
    """A notebook as the rules read it."""

    name: str
    path: Path
    cells: tuple[Cell, ...]

    @property
    def code(self) -> list[Cell]:
        """Its cells of code."""
        return [cell for cell in self.cells if cell.kind == "code"]

    @property
    def texts(self) -> list[Cell]:
        """Its cells of text."""
        return [cell for cell in self.cells if cell.kind == "markdown"]

    def tagged(self, tag: str) -> list[Cell]:
        """Its cells of code with a tag."""
        return [cell for cell in self.code if tag in cell.tags]


Rule = Callable[[Notebook], Iterator[str]]


def read(name: str) -> Notebook:
    """The notebook of a name; ``ChapterError`` where there is none, or it cannot be read."""
    if name not in notebooks():
        model_of(name)  # names the nearest ones
    try:
        path = notebook_path(name)
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (FileNotFoundError, ValueError, KeyError) as problem:
        raise ChapterError(f"{problem}; expected a notebook that Jupyter has written") from None
    places = names(cells, model_of(name)().model_dump(mode="json"))
    made = (
        Cell(place, c["cell_type"], "".join(c["source"]), tuple(tags_of(c)), c.get("outputs", []))
        for place, c in zip(places, cells)
    )
    return Notebook(name, path, tuple(made))


def python(notebook: Notebook) -> Iterator[str]:
    """Cells of code are Python, without commands of IPython."""
    for cell in notebook.code:
        try:
            ast.parse(cell.source)
        except SyntaxError as problem:
            yield f"{cell.place}, line {problem.lineno}: no Python ({problem.msg}); mend it"


def defines_nothing(notebook: Notebook) -> Iterator[str]:
    """No function, class or lambda stands in a notebook."""
    for cell in notebook.code:
        for node in ast.walk(cell.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
                what = getattr(node, "name", "a lambda")
                yield (
                    f"{cell.place}, line {node.lineno}: defines {what}; put it, with a test, "
                    "into copro/measures or copro/methods and import it"
                )


def small_cells(notebook: Notebook) -> Iterator[str]:
    """A cell of code is small enough to be read at a glance."""
    for cell in notebook.code:
        size = len("".join(cell.source.split()))
        if size > MOST_IN_A_CELL:
            yield (
                f"{cell.place}: {size:,} characters without blanks, more than "
                f"{MOST_IN_A_CELL:,}; split it where a new sentence begins"
            )


def short_lines(notebook: Notebook) -> Iterator[str]:
    """No line of code is longer than those of the library, and no text in it than a sentence."""
    for cell in notebook.code:
        for number, line in enumerate(cell.source.splitlines(), start=1):
            if len(line) > LONGEST_LINE:
                yield (
                    f"{cell.place}, line {number}: {len(line)} characters, more than "
                    f"{LONGEST_LINE}; break it (`make format` does most of it)"
                )


def short_texts(notebook: Notebook) -> Iterator[str]:
    """A text in code is one short sentence."""
    for cell in notebook.code:
        joined = [n for n in ast.walk(cell.tree) if isinstance(n, ast.JoinedStr)]
        pieces = {id(part) for node in joined for part in node.values}
        for node in ast.walk(cell.tree):
            length = _length(node)
            if length > LONGEST_TEXT and id(node) not in pieces:
                yield (
                    f"{cell.place}, line {getattr(node, 'lineno', 1)}: a text of {length} "
                    f"characters, more than {LONGEST_TEXT}; put captions, alternative texts and "
                    f"long variants into {notebook.name}.words.md beside the notebook"
                )


def _length(node: ast.AST) -> int:
    """Characters of a text in code, without the values that are put into it."""
    if isinstance(node, ast.JoinedStr):
        return sum(_length(part) for part in node.values)
    return len(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else 0


def opening(notebook: Notebook) -> Iterator[str]:
    """A chapter begins with a heading, question, answer (with a computed number), evidence and
    limits, and says somewhere what would change it.
    """
    first = notebook.cells[0].source if notebook.texts[:1] == list(notebook.cells[:1]) else ""
    if not first.startswith("# "):
        yield "opening: no heading; begin with a cell of text and `# Title`"
    at = [first.find(f"**{word}.**") for word in OPENING]
    for word, place in zip(OPENING, at):
        if place < 0:
            yield f"opening: no {word.lower()}; add a paragraph that begins with `**{word}.**`"
    if min(at) >= 0 and at != sorted(at):
        yield f"opening: expected the order {', '.join(OPENING)}"
    elif min(at) >= 0 and "{glue:text}" not in first[at[1] : at[2]]:
        yield (
            "opening: the answer carries no computed number; put in that of a claim: "
            "{glue:text}`id-of-the-claim`"
        )
    if not any("What would change" in cell.source for cell in notebook.texts):
        yield "no section says what would change the answer; add `## What would change the answer`"


def few_figures(notebook: Notebook) -> Iterator[str]:
    """At most five figures carry a chapter."""
    drawn = sum(
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and _called(node.value) == "figure"
        for cell in notebook.code
        for node in cell.tree.body
    )
    if drawn > MOST_FIGURES:
        yield f"{drawn} figures, more than {MOST_FIGURES}; leave out what no sentence needs"


def _called(call: ast.Call) -> str:
    """Name of the function that is called, or of the method."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def no_paths(notebook: Notebook) -> Iterator[str]:
    """A table comes by its name, never by the path of its file."""
    for cell in notebook.code:
        for found in re.findall(r"read_csv|\bopen\(|\.\./|\bPath\(", cell.source):
            yield (
                f"{cell.place}: {found!r}: a path is written out; name the table in the cell "
                "of sources: load('norway/municipalities_2024')"
            )


def quiet(notebook: Notebook) -> Iterator[str]:
    """Outputs hold results, and no warning, print or error."""
    for cell in notebook.code:
        for output in cell.outputs:
            if output["output_type"] in ("stream", "error"):
                text = "".join(output.get("text", output.get("evalue", ""))).strip()
                yield (
                    f"{cell.place}: its output says {text[:60]!r}; mend the cause of a "
                    "warning, show a number as a claim, then run the notebook anew"
                )


def parameters(notebook: Notebook) -> Iterator[str]:
    """One cell sets the parameters as the model of the notebook does."""
    model, cells = model_of(notebook.name), notebook.tagged("parameters")
    room = notebook.path.parent.name.split("_", 1)[-1]
    where = f"class {model_name(notebook.name)} in copro/chapters/{room}.py"
    if len(cells) != 1:
        yield f"{len(cells)} code cells are tagged 'parameters'; expected one, the first of code"
    elif cells[0].source != cell_source(model):
        yield (
            f"{cells[0].place}: differs from the parameter model ({where}; without choices "
            f"there is none); the cell is to read: {cell_source(model)!r}"
        )
    for cell in notebook.cells:
        for name in needs(cell.tags).keys() - model.model_fields.keys():
            yield f"{cell.place}: needs {name!r}, which is no parameter; {where} has the names"


def tags(notebook: Notebook) -> Iterator[str]:
    """The book folds all code, so that a reader sees results first."""
    for cell in notebook.code:
        if "hide-input" not in cell.tags:
            yield f"{cell.place}: tag it 'hide-input', so that the book folds its code"


def sources(notebook: Notebook) -> Iterator[str]:
    """One cell behind the parameters names tables and earlier chapters; only it reads."""
    cells = notebook.tagged(SOURCES)
    if len(cells) == 1 and cells[0] in notebook.code[2:]:
        yield f"{cells[0].place}: the cell of sources is to follow that of the parameters"
    for cell in notebook.code:
        for node in ast.walk(cell.tree) if SOURCES not in cell.tags else []:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                named = [node.func.id, *(a.id for a in node.args if isinstance(a, ast.Name))]
                for name in set(named) & set(READERS):
                    yield (
                        f"{cell.place}, line {node.lineno}: reads with {name}; read it in the "
                        f"cell tagged {SOURCES!r} and use the name that it has there"
                    )


def contents(notebook: Notebook) -> Iterator[str]:
    """The book lists the chapter behind those whose claims it reads, and its tables are there."""
    try:
        found = registry.chapters()
        mine = {n: one for n, one in found.items() if one.source == notebook.name}
        if not mine:
            page = Chapter(notebook.name).page
            yield f"{registry.CONTENTS.name} does not list it; add the line `- file: {page}`"
        else:
            registry.check(found, only=set(mine))
    except ChapterError as problem:
        yield str(problem)


def ids(notebook: Notebook) -> Iterator[str]:
    """Ids are words joined by hyphens, and each is used once."""
    seen: set[tuple[str, str]] = set()
    for cell in notebook.code:
        for node in ast.walk(cell.tree):
            if not isinstance(node, ast.Call) or _called(node) not in ("claim", "figure", "table"):
                continue
            first = node.args[0] if node.args else None
            if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
                continue
            where = f"{cell.place}, line {node.lineno}: {_called(node)} {first.value!r}"
            if not ID.fullmatch(first.value):
                yield f"{where}: an id is words of a-z and 0-9 joined by hyphens"
            if (_called(node), first.value) in seen:
                yield f"{where}: the id is used twice; choose another"
            seen.add((_called(node), first.value))


RULES: tuple[Rule, ...] = (
    python,
    opening,
    parameters,
    sources,
    contents,
    tags,
    defines_nothing,
    no_paths,
    small_cells,
    short_lines,
    short_texts,
    few_figures,
    ids,
    quiet,
)


def breaches(name: str) -> list[str]:
    """What breaks a house rule in a notebook, all at once, each with how to mend it."""
    notebook = read(name)
    return [said for rule in RULES for said in rule(notebook)]


def lint(name: str) -> int:
    """Print what breaks a house rule in a notebook; ``FOUND`` if anything does."""
    found, place = breaches(name), shown(notebook_path(name))
    print(*(f"{place}: {said}" for said in found), sep="\n", end="\n" * bool(found))
    print(f"{len(found)} to mend" if found else f"{place}: keeps all {len(RULES)} house rules")
    return FOUND if found else 0
