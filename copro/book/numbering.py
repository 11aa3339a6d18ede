"""What the pages say about themselves: numbers of figures and tables, cells, hashes, citations."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from copro.book import citation
from copro.chapters.notebooks import words_path
from copro.chapters.registry import CONTENTS, contents
from copro.data.catalogue import package
from copro.paths import DATA

SHORT = 12  # characters of a sha256 that a reader compares


def gather(folders: list[Path]) -> dict:
    """Facts for the templates and transforms of the book.

    ``edition``, ``contents``, short ``titles`` of pages, and ``chapters``.

    ``chapters`` is keyed by page, in the order of ``_toc.yml``, so that figures and tables are
    numbered from 1 on across the book.
    """
    by_page = {}
    for folder in folders:
        found = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        by_page[found["page"]] = found | {"title": _title(folder / f"{folder.name}.ipynb")}
    counts, chapters = {"figures": 0, "tables": 0}, {}
    for part, page in contents():
        if page in by_page:
            chapters[page] = _chapter(by_page[page], part, counts)
    named = {"edition": edition(), "contents": contents(), "titles": short_titles()}
    return named | {"chapters": chapters}


def short_titles() -> dict[str, str]:
    """Page -> its title in the contents, where ``_toc.yml`` gives one beside the page."""
    toc = yaml.safe_load(CONTENTS.read_text(encoding="utf-8"))
    return dict(_titled(toc["parts"]))


def _titled(part: object) -> Iterator[tuple[str, str]]:
    if isinstance(part, dict):
        if "file" in part and "title" in part:
            yield str(part["file"]), str(part["title"])
        part = list(part.values())
    for one in part if isinstance(part, list) else ():
        yield from _titled(one)


def edition() -> dict:
    """Version, date and data of this edition; no clock is asked, so that two builds agree."""
    book = citation.book()
    described = (DATA / "datapackage.json").read_bytes()
    return {
        "title": book["title"].split(":")[0],
        "version": book["version"],
        "date": book["date"],
        "data_version": package()["version"],
        "data_hash": hashlib.sha256(described).hexdigest()[:SHORT],
    }


def _chapter(found: dict, part: str, counts: dict) -> dict:
    numbers: dict[str, dict] = {}
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
        "part": part,
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
