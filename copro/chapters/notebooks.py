"""Notebooks as files: each by its name, and its cells without their outputs."""

import json
from pathlib import Path
from typing import TypedDict

from copro.errors import Expected
from copro.paths import NOTEBOOKS, shown


class ChapterError(Expected):
    """A chapter that names something that is not there, or a notebook that cannot be read."""


def notebooks() -> list[str]:
    """Names of all notebooks, in the order of their folders."""
    return [file.stem for file in sorted(NOTEBOOKS.glob("[0-9]*_*/*.ipynb"))]


def notebook_path(name: str) -> Path:
    """Path of a notebook by its name; the part of the book is the folder it is in."""
    found = sorted(NOTEBOOKS.glob(f"*/{name}.ipynb"))
    if len(found) != 1:
        raise FileNotFoundError(
            f"notebook {name!r}: found {len(found)} files of that name in {NOTEBOOKS}"
        )
    return found[0]


def words_path(name: str) -> Path | None:
    """Path of the words beside a notebook; None where it has none."""
    words = notebook_path(name).with_suffix(".words.md")
    return words if words.is_file() else None


class Source(TypedDict):
    """A cell without its outputs."""

    type: str
    source: str
    tags: list[str]


def cells_of(notebook: Path) -> list[Source]:
    """Cells of a notebook without their outputs: type, source, tags.

    Raises ``ChapterError`` where the file is no notebook.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError) as problem:
        what = f"{type(problem).__name__}: {problem}"
        raise ChapterError(
            f"{shown(notebook)}: found no notebook ({what}); expected JSON with cells, as Jupyter "
            "writes it"
        ) from None
    return [
        {
            "type": c["cell_type"],
            "source": "".join(c["source"]),
            "tags": c["metadata"].get("tags", []),
        }
        for c in cells
    ]


def tagged(notebook: Path, tag: str) -> list[str]:
    """Sources of the code cells of a notebook with a tag."""
    return [
        cell["source"]
        for cell in cells_of(notebook)
        if cell["type"] == "code" and tag in cell["tags"]
    ]
