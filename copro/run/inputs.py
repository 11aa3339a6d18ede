"""All that results are made of, kept beside them in the reference, so that a change has a name.

``results/inputs.json`` holds digests of the lock, of the modules that chapters import, of the cells
and words of their notebooks, of cards and corrections and of the raw tables (``rawcells``), and
the parameters as they are.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from copro.chapters.cells import numbers
from copro.chapters.chapter import Chapter
from copro.chapters.notebooks import notebook_path, words_path
from copro.data import corrections
from copro.data.catalogue import card, path, read_bytes
from copro.paths import REFERENCE, ROOT
from copro.run import committed, rawcells
from copro.run.dependencies import HOME, RUNNERS, modules_of_notebook

FILE = "inputs.json"
LOCK = "requirements.lock"
SHORT = 12  # characters of a digest
NAMED = 5  # changed cells that are named behind a fault before the rest is counted

Record = dict[str, Any]


class Changed(NamedTuple):
    """An input that is another than that of the reference.

    ``kind`` is "table", "card", "correction", "module", "cell", "text", "words", "parameter",
    "lock" or "software"; ``name`` that of its table, file, notebook or chapter; ``cell`` the number
    of a cell of code; ``said`` tells the change in words.
    """

    kind: str
    name: str
    said: str
    cell: int = 0


def record(
    found: Mapping[str, Chapter], hashes: Mapping[str, str], kept: Mapping[str, Any]
) -> Record:
    """The inputs as they are: of the chapters, and of the raw tables with their sha256.

    ``kept`` is an earlier record: what it holds of a table of the same sha256 is not computed anew.
    """
    sources = sorted({one.source for one in found.values()})
    modules = sorted({*RUNNERS, *modules_of_notebook(*sources)})
    tables = kept.get("tables", {})
    return {
        "lock": _digest((ROOT / LOCK).read_bytes()),
        "modules": {file: _digest((HOME / file).read_bytes()) for file in modules},
        "notebooks": {name: _notebook(name) for name in sources},
        "chapters": {
            name: {"title": one.title, "parameters": one.parameters().model_dump(mode="json")}
            for name, one in sorted(found.items())
        },
        "tables": {
            name: _cards(name) | _raw(name, sha256, tables.get(name, {}))
            for name, sha256 in sorted(hashes.items())
        },
    }


def _raw(name: str, sha256: str, kept: Record) -> Record:
    if kept.get("sha256") == sha256:
        return {k: v for k, v in kept.items() if k not in ("card", "corrections")}
    grid = rawcells.grid(card(name)["format"], read_bytes(name))
    return {"sha256": sha256} | rawcells.digests(grid)


def text(made: Record) -> str:
    """A record as the reference holds it."""
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def of(results: Mapping[str, str]) -> Record:
    """The record among the texts of results; empty where they hold none."""
    return json.loads(results.get(FILE, "{}"))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:SHORT]


def _cards(name: str) -> dict[str, str]:
    parts = {
        "card": {k: v for k, v in card(name).items() if k not in ("hash", "bytes", "rows")},
        "corrections": corrections.entries(name),
    }
    return {k: _digest(json.dumps(v, sort_keys=True).encode()) for k, v in parts.items() if v}


def _notebook(name: str) -> dict[str, Any]:
    words = words_path(name)
    return {
        "words": _digest(words.read_bytes()) if words else "",
        "cells": {id: _digest(json.dumps(cell).encode())[:8] for id, *cell in _cells(name)},
    }


def _cells(name: str) -> Iterator[tuple[str, str, str, list[str]]]:
    """Id, type, source and tags of the cells of a notebook."""
    for place, cell in enumerate(_read(notebook_path(name))):
        tags = cell["metadata"].get("tags", [])
        yield cell.get("id", str(place)), cell["cell_type"], "".join(cell["source"]), tags


@cache
def _read(file: Path) -> list[dict[str, Any]]:
    return json.loads(file.read_text(encoding="utf-8"))["cells"]


def changed(new: Record, old: Record, found: Mapping[str, Chapter]) -> list[Changed]:
    """The inputs of ``new`` that are others than those of ``old``, both records of chapters.

    Of an empty ``old`` nothing is known.
    """
    if not old:
        return []
    return [
        *_tables(new["tables"], old["tables"]),
        *_parameters(new["chapters"], old["chapters"]),
        *_notebooks(new["notebooks"], old["notebooks"], found),
        *(
            Changed("module", file, f"{file}: {what}")
            for file, what in _others(new["modules"], old["modules"])
        ),
        *([Changed("lock", LOCK, f"{LOCK}: changed")] if new["lock"] != old["lock"] else []),
        *software(),
    ]


def _others(new: Mapping[str, object], old: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Keys whose values differ, each with "added", "gone" or "changed"."""
    for key in dict.fromkeys([*old, *new]):
        if key not in new:
            yield key, "gone"
        elif key not in old:
            yield key, "added"
        elif new[key] != old[key]:
            yield key, "changed"


def _tables(new: Mapping[str, Record], old: Mapping[str, Record]) -> Iterator[Changed]:
    for name, what in _others(new, old):
        if what != "changed":
            yield Changed("table", name, f"raw table {name}: {what}")
            continue
        before, after = old[name], new[name]
        yield from table_changes(name, before["sha256"], before)
        if before.get("card") != after.get("card"):
            yield Changed("card", name, f"data/datapackage.json, card of {name}: changed")
        if before.get("corrections") != after.get("corrections"):
            yield Changed("correction", name, f"data/corrections.csv, those of {name}: changed")


def table_changes(name: str, sha256: str, known: Mapping[str, Any] | None) -> Iterator[Changed]:
    """The cells in which the file of a table differs from that of this ``sha256``;
    ``known`` are digests of it.
    """
    file = path(name)
    if not file.is_file():
        yield Changed("table", name, f"{file.relative_to(ROOT)}: gone")
    elif hashlib.sha256(read_bytes(name)).hexdigest() != sha256:
        for said in rawcells.changes(name, sha256, known):
            yield Changed("table", name, f"{file.relative_to(ROOT)}, {said} ({fits(name)})")


def raw_changes(old: dict[str, str], only: Collection[str] | None = None) -> list[str]:
    """The cells of raw tables that are others than in the results ``old``, in words;
    ``only`` names the tables to look at.
    """
    known = of(old).get("tables", {})
    before = {row["table"]: row["sha256"] for row in committed.rows(old["sources.csv"])}
    return [
        one.said
        for name, sha256 in before.items()
        if only is None or name in only
        for one in table_changes(name, sha256, known.get(name))
    ]


def told_changes(only: Collection[str] | None = None) -> list[str]:
    """The same of the committed reference, a line each, for the end of a message about a fault."""
    found = raw_changes(committed.read(REFERENCE), only)
    more = [f"and {len(found) - NAMED} more"] if len(found) > NAMED else []
    return [f"changed since the reference: {one}" for one in [*found[:NAMED], *more]]


def fits(name: str) -> str:
    """Whether the file of a table is the one that its card expects, in words.

    >>> fits("norway/people_who_inject_drugs_2012_2024")
    'its card fits'
    """
    expected = card(name)["hash"].removeprefix("sha256:")
    found = hashlib.sha256(read_bytes(name)).hexdigest()
    same = "its card fits"
    return same if found == expected else f"its card expects sha256 {expected[:SHORT]}"


def _parameters(new: Mapping[str, Record], old: Mapping[str, Record]) -> Iterator[Changed]:
    for name in sorted(new.keys() & old.keys()):
        before, after = old[name]["parameters"], new[name]["parameters"]
        for key, _ in _others(after, before):
            said = f"parameter {key} of {name}: {before.get(key)} -> {after.get(key)}"
            yield Changed("parameter", name, said)
        if old[name]["title"] != new[name]["title"]:
            yield Changed("text", name, f"title of {name}: changed")


def _notebooks(
    new: Mapping[str, Record], old: Mapping[str, Record], found: Mapping[str, Chapter]
) -> Iterator[Changed]:
    places = {one.source: notebook_path(one.source) for one in found.values()}
    for name, what in _others(new, old):
        if what != "changed":
            yield Changed("cell", name, f"notebook {name}: {what}")
            continue
        file = str(places[name].relative_to(ROOT))
        if old[name]["words"] != new[name]["words"]:
            yield Changed("words", name, f"{file.removesuffix('.ipynb')}.words.md: changed")
        count = dict(zip(new[name]["cells"], numbers(_read(places[name]), None)))
        for id, what in _others(new[name]["cells"], old[name]["cells"]):
            number = count.get(id)
            if what == "gone":
                yield Changed("cell", name, f"{file}, a cell (id {id}): gone")
            elif number:
                yield Changed("cell", name, f"{file}, cell {number} (id {id}): {what}", number)
            else:
                yield Changed("text", name, f"{file}, a text (id {id}): {what}")


def software() -> Iterator[Changed]:
    """Installed packages of another version than the lock asks for on this machine."""
    from packaging.requirements import Requirement

    for line in (ROOT / LOCK).read_text(encoding="utf-8").splitlines():
        if "==" not in line or line.startswith((" ", "#")):
            continue
        wanted = Requirement(line.removesuffix("\\").strip())
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            there = version(wanted.name)
        except PackageNotFoundError:
            continue  # of the tests alone, or of another system
        if there not in wanted.specifier:
            expected = str(wanted.specifier).removeprefix("==")
            said = f"software: {wanted.name} {there}, where {LOCK} has {expected}"
            yield Changed("software", wanted.name, said)
