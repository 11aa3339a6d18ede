"""The chapters of the book: what ``_toc.yml`` lists of the folders that have notebooks.

Nothing else lists them: a page ``2_norway/norway_sector`` is the notebook of that name, or the
instance of a notebook that a module beside its parameter model declares. The folder of a page is
its address and says where its parameters are; in which part of the book it stands, ``_toc.yml``
alone says.
"""

import difflib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

import yaml

from copro.chapters.chapter import INSTANCES, Chapter
from copro.chapters.notebooks import ChapterError, notebook_path, notebooks
from copro.chapters.parameters import models
from copro.chapters.sources import Sources
from copro.data.catalogue import path, read_bytes
from copro.data.errors import DataError
from copro.paths import NOTEBOOKS, REFERENCE, ROOT, shown

CONTENTS = ROOT / "_toc.yml"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # seven times as fast, where it is there


def contents() -> list[tuple[str, str]]:
    """(Part, page) of every page of the book but the first, in order, at any depth.

    Raises ``ChapterError`` where the file cannot be read.
    """
    return [(part, page) for part, page, _ in _listed()]


def short_titles() -> dict[str, str]:
    """Page -> its title in menus, where the contents give one (``title``) beside its heading."""
    return {page: title for _, page, title in _listed() if title}


def _listed() -> list[tuple[str, str, str]]:
    """(Part, page, short title or nothing) of every page that the contents list."""
    file = CONTENTS
    try:
        return _read(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ChapterError(f"{file.name}: {problem.strerror}; expected the contents") from None
    except yaml.YAMLError as problem:
        raise ChapterError(f"{file.name}: no YAML: {' '.join(str(problem).split())}") from None
    except (KeyError, TypeError):
        raise ChapterError(
            f"{file.name}: found no parts with captions; expected contents as Jupyter Book reads "
            "them"
        ) from None


@lru_cache(1)  # asked for by each chapter and page
def _read(text: str) -> list[tuple[str, str, str]]:
    return [
        (part["caption"], page, title)
        for part in yaml.load(text, LOADER)["parts"]
        for page, title in _files(part["chapters"])
    ]


def _files(part: object) -> Iterator[tuple[str, str]]:
    """Pages that a piece of the contents names, each with its short title or nothing."""
    if isinstance(part, list):
        for one in part:
            yield from _files(one)
    elif isinstance(part, dict):
        if "file" in part:
            yield str(part["file"]), str(part.get("title", ""))
        for key, one in part.items():
            if key not in ("file", "title"):
                yield from _files(one)


def parts() -> list[str]:
    """Folders of notebooks, such as ``2_norway``: addresses, whatever part of the book a chapter
    stands in.
    """
    return sorted(folder.name for folder in NOTEBOOKS.glob("[0-9]*_*") if folder.is_dir())


def chapters() -> dict[str, Chapter]:
    """All chapters by name, in the order of the book.

    Raises ``ChapterError`` for a page that is neither a notebook nor an instance of one.
    """
    folders, own = parts(), notebooks()
    for part in folders:
        models(part)  # declares the instances beside them
    found: dict[str, Chapter] = {}
    for _, page in contents():
        part, _, name = page.rpartition("/")
        if part not in folders:
            continue
        chapter = replace(INSTANCES.get(name, Chapter(name)), part=part)
        # A notebook has the address of its folder; an instance of another one has any.
        lies = (NOTEBOOKS / part / f"{name}.ipynb").is_file() or chapter.source != name
        if chapter.source not in own or not lies:
            pages = [Chapter(one).page for one in own if own.count(one) == 1]
            pages += [f"{part}/{one}" for one in INSTANCES if one not in own]
            near = difflib.get_close_matches(page, pages, n=1) or pages
            raise ChapterError(
                f"{CONTENTS.name}: {page}: no page of this name; expected {' or '.join(near)}"
            )
        found[name] = chapter
    return found


def chapter(name: str) -> Chapter:
    """The chapter of a name; ``ChapterError`` with the nearest names if the book has none."""
    found = chapters()
    if name not in found:
        raise unknown(name, found)
    return found[name]


def unknown(name: str, known: Iterable[str]) -> ChapterError:
    """The error of a name that no chapter has; it names the nearest of those that are known.

    >>> unknown("thoery", ["theory", "verdicts"])
    ChapterError("no chapter 'thoery'; expected theory")
    """
    names = list(known)
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.4) or names
    return ChapterError(f"no chapter {name!r}; expected {' or '.join(near)}")


def in_order(found: dict[str, Chapter]) -> list[str]:
    """Names of chapters in the order of the committed results, then those that have none.

    A chapter that moves in the book so moves no line of the reference.
    """
    file = REFERENCE / "claims.json"
    claims = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    order = dict.fromkeys(claim["notebook"] for claim in claims)
    return [*(name for name in order if name in found), *(n for n in found if n not in order)]


def check(found: dict[str, Chapter], only: Collection[str] = ()) -> None:
    """Raise ``ChapterError``, naming the notebook, unless the tables of all chapters are there and
    no chapter waits for its own claims, over others or not; ``only`` names those to look at.

    A build looks for the inputs of a step only when the step is to run: without this, a result
    would outlive the table that it came from.
    """
    waits: dict[str, set[str]] = {}
    for name, one in found.items():
        sources = one.sources() if not only or name in only else Sources()
        place = shown(notebook_path(one.source))
        for table in sources.tables:
            there(table, f"{place}: chapter {name!r} needs")
        for earlier in sources.earlier:
            if earlier not in found:
                near = difflib.get_close_matches(earlier, found, n=1) or list(found)
                raise ChapterError(
                    f"{place}: chapter {name!r} reads the claims of {earlier!r}: no chapter of "
                    f"this name; expected {' or '.join(near)}"
                )
        waits[name] = set(sources.earlier)
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as problem:
        circle = " which reads those of ".join(map(repr, reversed(problem.args[1])))
        raise ChapterError(
            f"chapters read each other's claims: {circle}; expected an order"
        ) from None


def there(table: str, wanted: str) -> None:
    """Raise ``ChapterError`` that begins with ``wanted`` unless the file of a table can be read."""
    try:
        if not path(table).is_file():
            read_bytes(table)  # says why it cannot be read
    except DataError as problem:
        raise ChapterError(f"{wanted} {problem}") from None
