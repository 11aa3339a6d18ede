"""Notebooks as files: each by its name."""

from pathlib import Path

from copro.paths import NOTEBOOKS


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
