"""What an executed notebook says: its claims, figures and tables, with the cell of each."""

import ast
import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

from copro.chapters.cells import INJECTED, holds, numbers, tags
from copro.chapters.chapter import Chapter
from copro.errors import Expected
from copro.report.records.model import Origin, Results

KEPT = {"image/png", "text/html", "text/plain", "application/papermill.record/text/plain"}


class ResultsError(Expected):
    """Results of several notebooks that do not fit together."""


def collect(
    notebook: nbformat.NotebookNode, chapter: Chapter, parameters: dict[str, Any]
) -> Results:
    """The results of an executed notebook, each with the chapter, its page and the cell that made
    it as ``Origin``.

    The cell is its number on the page (``copro.chapters.cells``) and its id.
    """
    made: dict[str, list[dict[str, Any]]] = {"claim": [], "figure": [], "table": [], "picture": []}
    for number, cell in zip(numbers(notebook.cells, parameters), notebook.cells):
        if number is None:
            continue
        origin = Origin(chapter.name, chapter.page, number, cell["id"], parameters)
        for output in cell.outputs:
            if record := output.get("metadata", {}).get("copro"):
                made[record["type"]].append(dict(record) | origin.record())
    # A picture belongs to the figure behind it.
    return Results.of({f"{kind}s": records for kind, records in made.items()})


def clean(
    notebook: nbformat.NotebookNode, title: str = "", parameters: dict[str, Any] | None = None
) -> str:
    """The executed notebook as text without times, so that two runs give the same bytes.

    ``title`` takes the place of the first heading. The values of the run stand in the cell tagged
    ``parameters``, so that the copy runs again as it ran; the injected cell goes. A cell tagged
    ``needs:name=value`` (or ``value|other``) is left out where the parameter has another value:
    what was written for one choice is not said of another.
    """
    notebook = copy.deepcopy(notebook)
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    notebook.cells = [cell for cell in notebook.cells if holds(cell, parameters)]
    for injected in [cell for cell in notebook.cells if INJECTED in tags(cell)]:
        defaults = next(cell for cell in notebook.cells if "parameters" in tags(cell))
        defaults["source"] = _set("".join(defaults["source"]), "".join(injected["source"]))
        notebook.cells.remove(injected)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            if "data" in output:
                output["data"] = {k: v for k, v in output["data"].items() if k in KEPT}
    if title:
        first = next(cell for cell in notebook.cells if cell.cell_type == "markdown")
        first["source"] = re.sub(
            r"^# .*", lambda _: f"# {title}", "".join(first["source"]), count=1, flags=re.M
        )
    return nbformat.writes(notebook) + "\n"


def _assigned(source: str) -> Iterator[tuple[str, ast.Assign]]:
    """Each name that a cell of parameters sets, with the line that sets it."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node


def _set(defaults: str, injected: str) -> str:
    """The source of a cell of defaults with the values that another cell sets;
    all other lines stay.
    """
    values = {name: ast.unparse(node.value) for name, node in _assigned(injected)}
    lines = defaults.splitlines()
    for name, node in reversed(list(_assigned(defaults))):
        if name in values:
            lines[node.lineno - 1 : node.end_lineno] = [f"{name} = {values[name]}"]
    return "\n".join(lines)


def read(folder: Path) -> Results:
    """The results of a notebook that was run into ``folder``."""
    return Results.of(json.loads((folder / "results.json").read_text(encoding="utf-8")))


def merge(folders: list[Path]) -> Results:
    """Results of several notebooks as one.

    Raises ``ResultsError`` if an id is used twice: links and citations rest on it.
    """
    merged, owner = Results(), dict[tuple[str, str], str]()
    for found in map(read, folders):
        for result in found.all():
            kind = type(result).__name__.lower()
            if (kind, result.id) in owner:
                raise ResultsError(
                    f"{kind} {result.id!r} is made in {owner[kind, result.id]} "
                    f"and again in {result.origin.chapter}"
                )
            owner[kind, result.id] = result.origin.chapter
        merged += found
    return merged
