"""What a chapter reads, by its cell tagged ``sources``: its tables, and the chapters whose claims.

The build has to know this before a notebook runs, so the cell is carried out without reading
anything: ``load``, ``evidence`` and ``read_claims`` write down what they are asked for, whatever
else comes from ``copro.report`` does nothing. Other imports are real where an assignment uses them,
so that a cell may name the tables of a module of ``copro.measures`` or choose them by a parameter.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copro.chapters.cells import SOURCES
from copro.chapters.notebooks import ChapterError, tagged
from copro.paths import shown

# What reads; only the cell of the sources may call it.
READERS = ("load", "evidence", "read_claims")
# Modules that the cell imports them from.
READING = ("copro.data", "copro.report")
FORM = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)


@dataclass(frozen=True)
class Sources:
    """Names of the tables that a chapter loads and of the chapters whose claims it reads,
    each once, in the order of its cell.
    """

    tables: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()


class Unread:
    """Stands for a table or for claims that have not been read: all that is done with it is
    nothing.
    """

    def __getattr__(self, name: str) -> "Unread":
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: object, **__: object) -> "Unread":
        """Do nothing."""
        return self

    def __getitem__(self, _: object) -> "Unread":
        return self

    def __iter__(self) -> Iterator["Unread"]:
        """Refuse: nobody knows yet how much there is, and a starred name would take without end."""
        raise TypeError("what is in a table is not known yet; take it apart in the next cell")

    def __add__(self, _: object) -> "Unread":
        return self


def sources_of(notebook: Path, parameters: Mapping[str, object]) -> Sources:
    """What a notebook reads if it runs with these parameters.

    Raises ``ChapterError``, naming notebook and line, unless one code cell is tagged ``sources``
    and holds nothing but imports and assignments that can be carried out before the run.
    """
    cells = tagged(notebook, SOURCES)
    if len(cells) != 1:
        raise ChapterError(
            f"{shown(notebook)}: found {len(cells)} code cells tagged {SOURCES!r}; expected one, "
            "which names the tables of the chapter and the chapters whose claims it reads"
        )
    return evaluate(cells[0], parameters, shown(notebook))


def evaluate(code: str, parameters: Mapping[str, object], place: str = "sources") -> Sources:
    """What a cell of sources reads with these parameters; ``place`` names it in messages.

    >>> evaluate('tables = [load(name) for name in ("a/b", "c/d")]', {})
    Sources(tables=('a/b', 'c/d'), earlier=())
    >>> evaluate('said = read_claims("theory")', {}).earlier
    ('theory',)
    """
    place = f"{place}, cell tagged {SOURCES!r}"
    try:
        tree = ast.parse(code)
    except SyntaxError as problem:
        raise ChapterError(f"{place}, line {problem.lineno}: {problem.msg}") from None
    tables: list[str] = []
    earlier: list[str] = []
    names: dict[str, Any] = {
        **parameters,
        "load": _recorder("load", tables),
        "evidence": _recorder("evidence", tables),
        "read_claims": _recorder("read_claims", earlier),
    }
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for statement in tree.body:
        if not isinstance(statement, FORM):
            raise ChapterError(
                f"{place}, line {statement.lineno}: found `{ast.unparse(statement)[:60]}`; expected"
                " imports and assignments only, since the build carries them out before the run"
            )
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            bound = {(a.asname or a.name).split(".")[0]: a.name for a in statement.names}
            if not used & set(bound):
                continue
            if isinstance(statement, ast.ImportFrom) and _reads(statement.module or ""):
                names |= {name: names.get(real, Unread()) for name, real in bound.items()}
                continue
        try:
            exec(compile(ast.Module([statement], []), place, "exec"), names)  # noqa: S102
        except Exception as problem:  # noqa: BLE001 - whatever a cell does is named with its line
            raise ChapterError(
                f"{place}, line {statement.lineno}: cannot be carried out before the run "
                f"({type(problem).__name__}: {problem}); expected assignments that name tables and "
                "chapters, without use of what is in them"
            ) from None
    return Sources(tuple(dict.fromkeys(tables)), tuple(dict.fromkeys(earlier)))


def _reads(module: str) -> bool:
    return any(f"{module}.".startswith(f"{one}.") for one in READING)


def _recorder(name: str, asked: list[str]) -> Callable[..., Unread]:
    """A stand-in for a function that reads: it writes down the names that it is given."""

    def read(*given: str, **_: object) -> Unread:
        if not given or not all(isinstance(one, str) for one in given):
            what = ", ".join(map(repr, given)) or "no name"
            raise ValueError(f"{name}: found {what}; expected names")
        asked.extend(given)
        return Unread()

    return read
