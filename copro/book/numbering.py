"""What the pages say about themselves: numbers of figures and tables, cells, hashes, citations."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from copro.book import archive, citation
from copro.chapters.notebooks import words_path
from copro.chapters.registry import contents, short_titles
from copro.data.catalogue import package
from copro.paths import DATA

APPENDICES = "Appendices"  # how the caption of a part that is off the main path begins
SHORT = 12  # characters of a sha256 that a reader compares


def gather(folders: list[Path], choices: str = "") -> dict[str, Any]:
    """Facts for the templates and transforms of the book: ``{"edition", "contents", "menu",
    "chapters"}``.

    ``chapters`` is keyed by page, in the order of ``_toc.yml``, so that figures and tables are
    numbered from 1 on across the book; ``menu`` has the short titles of pages; ``choices`` are the
    parameters of an edition that is not the book's own.
    """
    by_page = {}
    for folder in folders:
        found = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        by_page[found["page"]] = found | {"title": _title(folder / f"{folder.name}.ipynb")}
    counts, chapters, listed = {"figures": 0, "tables": 0}, {}, contents()
    for part, page in listed:
        if page in by_page:
            chapters[page] = _chapter(by_page[page], place(part, page, listed), counts)
    return {
        "edition": edition() | {"choices": choices},
        "contents": listed,
        "menu": short_titles(),
        "chapters": chapters,
    }


def place(part: str, page: str, listed: list[tuple[str, str]]) -> str:
    """Where a chapter stands, as its page says it: its number on the main path, or the appendix.

    >>> path = [("The book", "a"), ("The book", "b"), ("Appendices: countries", "c")]
    >>> place("The book", "b", path), place("Appendices: countries", "c", path)
    ('Chapter 2 of 2', 'Appendix: countries')
    """
    kind, _, subject = part.partition(": ")
    if kind == APPENDICES:
        return f"Appendix: {subject}" if subject else "Appendix"
    pages = [one for own, one in listed if own == part]
    return f"Chapter {pages.index(page) + 1} of {len(pages)}"


def edition() -> dict[str, Any]:
    """Version, date and data of this edition; no clock is asked, so that two builds agree."""
    book = citation.book()
    described = (DATA / "datapackage.json").read_bytes()
    return {
        "title": book["title"].split(":")[0],
        "version": book["version"],
        "date": book["date"],
        "data_version": package()["version"],
        "archive": archive.address(),
        "data_hash": hashlib.sha256(described).hexdigest()[:SHORT],
    }


def _chapter(found: dict[str, Any], place: str, counts: dict[str, int]) -> dict[str, Any]:
    numbers: dict[str, dict[str, Any]] = {}
    for kind in counts:
        numbers[kind] = {}
        for record in found[kind]:
            counts[kind] += 1
            numbers[kind][record["id"]] = {
                "number": counts[kind],
                "cell": record["cell"],
                "tables": record["tables"],
            }
    tables = {
        name: digest
        for kind in ("claims", "figures", "tables")
        for record in found[kind]
        for name, digest in record["hashes"].items()
    }
    digest = hashlib.sha256(
        "".join(f"{n} {tables[n]}\n" for n in sorted(tables)).encode()
    ).hexdigest()[:SHORT]
    note = f"Tables sha256 {digest}"
    title = found["title"]
    return {
        "name": found["notebook"],
        "title": title,
        "place": place,
        "tables": len(tables),
        "hash": digest,
        "claims": [claim["kind"] for claim in found["claims"]],
        "numbers": numbers,
        "citation": citation.text(title),
        "ris": citation.ris(title, note),
        "words": words.name if (words := words_path(found["source"])) else "",
        "bibtex": citation.bibtex(f"copro_{found['notebook']}", title, note),
    }


def _title(notebook: Path) -> str:
    """The first heading of a notebook."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return re.findall(r"^# (.+)$", "".join(cells[0]["source"]), flags=re.M)[0].strip()
