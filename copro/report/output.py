"""Where results go, and in which dress they are shown.

In the pipeline and under nbval (environment variable ``COPRO_DISPLAY=book``) a result is
shown as MyST Markdown, which the book renders with numbers, captions and links. In a live
notebook it is shown as HTML with the picture in it.
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


def show(markdown: str, html: str, record: dict, plain: str) -> None:
    """Display a result; its record travels in the metadata of the output."""
    from IPython.display import display

    dressed = {"text/markdown": markdown} if os.environ.get("COPRO_DISPLAY") == "book" else {
        "text/html": html}
    display({**dressed, "text/plain": plain}, raw=True, metadata={"copro": record})
