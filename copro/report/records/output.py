"""What every result must have, and how a notebook shows it.

One dress for all: a live notebook, a run of the pipeline and nbval show the same. A result is HTML,
or a picture, with a plain text that says the same; its record travels in the metadata of the
output, and from the record ``copro.book.dress`` makes what the book shows.
"""

import re
from collections.abc import Sequence
from typing import Any

from copro.report.records.model import Result
from copro.session import current

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")


class ReportError(ValueError):
    """A figure, table or claim that lacks what a reader needs."""


def check(id: str, kind: str, tables: Sequence[str], **texts: str) -> None:
    """Raise ``ReportError`` unless id, tables and the texts for the reader are all there."""
    if not ID.fullmatch(id):
        raise ReportError(f"{kind} {id!r}: an id is words of a-z and 0-9 joined by hyphens")
    session = current()
    if f"{kind} {id}" in session.used and session.published:
        raise ReportError(f"{kind} {id!r}: the id is used twice in this notebook")
    session.used.add(f"{kind} {id}")
    for name, text in texts.items():
        if not text or not text.strip():
            raise ReportError(f"{kind} {id!r}: {name} is missing")
    if not tables:
        raise ReportError(f"{kind} {id!r}: the tables it rests on are missing")
    for name in tables:
        if name not in session.known:
            raise ReportError(f"{kind} {id!r}: table {name!r} was not loaded in this notebook")


def labelled(result: Result) -> dict[str, Any]:
    """The record of a result with its type: "claim", "figure" or "table"."""
    return {"type": type(result).__name__.lower()} | result.record()


def show(data: dict[str, Any], record: dict[str, Any], **metadata: Any) -> None:
    """Display a result: ``data`` by media type, ``text/plain`` among them;
    ``metadata`` beside the record.
    """
    from IPython.display import display

    display(data, raw=True, metadata=metadata | {"copro": record})
