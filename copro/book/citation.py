"""How the book and its chapters are cited: text, BibTeX and RIS from ``CITATION.cff``."""

from functools import cache
from typing import Any

import yaml

from copro.paths import ROOT


@cache
def book() -> dict[str, Any]:
    """The book: ``title``, ``authors`` (list of names), ``version``, ``date``,
    ``year``, ``keywords``.
    """
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    date = str(found["date-released"])
    return {
        "title": found["title"],
        "authors": [a["name"] for a in found["authors"]],
        "version": str(found["version"]),
        "date": date,
        "year": date[:4],
        "keywords": found["keywords"],
    }


def whole_text() -> str:
    """The citation of the book in words."""
    of = book()
    return (
        f"{', '.join(of['authors'])} ({of['year']}). {_sentence(of['title'])} "
        f"Version {of['version']}."
    )


def whole_bibtex() -> str:
    """The BibTeX entry of the book."""
    of = book()
    return _entry(
        "misc",
        f"copro{of['year']}",
        {
            "author": _authors(),
            "title": f"{{{of['title']}}}",
            "year": of["year"],
            "version": of["version"],
            "note": "Text CC BY 4.0, code MIT",
        },
    )


def text(chapter: str) -> str:
    """The citation of a chapter in words."""
    of = book()
    return (
        f"{', '.join(of['authors'])} ({of['year']}). {_sentence(chapter)} In: "
        f"{_sentence(of['title'])} Version {of['version']}."
    )


def _sentence(words: str) -> str:
    return words if words.endswith(("?", "!", ".")) else f"{words}."


def bibtex(key: str, chapter: str, note: str) -> str:
    """The BibTeX entry of a chapter."""
    of = book()
    return _entry(
        "incollection",
        key,
        {
            "author": _authors(),
            "title": f"{{{chapter}}}",
            "booktitle": f"{{{of['title']}}}",
            "year": of["year"],
            "edition": f"Version {of['version']}",
            "note": note,
        },
    )


def _authors() -> str:
    return " and ".join(f"{{{name}}}" for name in book()["authors"])


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = ",\n".join(f"  {name:9} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}\n}}\n"


def ris(chapter: str, note: str) -> str:
    """The RIS record of a chapter; lines end as the format demands."""
    of = book()
    rows = [
        ("TY", "CHAP"),
        ("TI", chapter),
        *(("AU", name) for name in of["authors"]),
        ("T2", of["title"]),
        ("PY", of["year"]),
        ("ET", of["version"]),
        ("N1", note),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in rows)
