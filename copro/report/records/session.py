"""Where results go, and how a notebook shows them.

One dress for all: a live notebook, a run of the pipeline and nbval show the same. A result is HTML,
or a picture, with a plain text that says the same; its record travels in the metadata of the
output, and from the record ``copro.book.dress`` makes what the book shows.
"""

import os
import re
from pathlib import Path

from copro.data import loaded
from copro.paths import BUILD

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
_used: set[str] = set()
# Tables behind the claims of earlier notebooks that this one has read, with their hashes.
_inherited: dict[str, str] = {}


class ReportError(ValueError):
    """A figure, table or claim that lacks what a reader needs."""


def folder(kind: str) -> Path:
    """Folder for ``figures`` or ``tables`` of this run; made if needed."""
    target = Path(os.environ.get("COPRO_OUT", BUILD / "live")) / kind
    target.mkdir(parents=True, exist_ok=True)
    return target


def published() -> bool:
    """Whether this is a run of the pipeline; a live notebook needs no more than what it shows."""
    return "COPRO_OUT" in os.environ


def known() -> dict[str, str]:
    """Tables that a result may rest on: those loaded here and those behind the claims read here."""
    return _inherited | loaded()


def inherit(hashes: dict[str, str]) -> None:
    """Take over the tables of claims that another notebook has made."""
    _inherited.update(hashes)


def check(id: str, kind: str, tables: list[str], **texts: str) -> None:
    """Raise ``ReportError`` unless id, tables and the texts for the reader are all there."""
    if not ID.fullmatch(id):
        raise ReportError(f"{kind} {id!r}: an id is words of a-z and 0-9 joined by hyphens")
    if f"{kind} {id}" in _used and published():
        raise ReportError(f"{kind} {id!r}: the id is used twice in this notebook")
    _used.add(f"{kind} {id}")
    for name, text in texts.items():
        if not text or not text.strip():
            raise ReportError(f"{kind} {id!r}: {name} is missing")
    if not tables:
        raise ReportError(f"{kind} {id!r}: the tables it rests on are missing")
    for name in tables:
        if name not in known():
            raise ReportError(f"{kind} {id!r}: table {name!r} was not loaded in this notebook")


def show(data: dict, record: dict, **metadata) -> None:
    """Display a result: ``data`` by media type, ``text/plain`` among them;
    ``metadata`` beside the record.
    """
    from IPython.display import display

    display(data, raw=True, metadata=metadata | {"copro": record})
