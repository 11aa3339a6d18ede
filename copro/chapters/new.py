"""Making a chapter: a notebook from the template, and its line in the table of contents."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

from copro.chapters import registry
from copro.chapters.notebooks import ChapterError, notebooks
from copro.paths import NOTEBOOKS, shown

TEMPLATE = Path(__file__).with_name("template.ipynb")
PAGE = re.compile(r"([^/]+)/([a-z][a-z0-9]*(?:_[a-z0-9]+)*)")


def new(page: str, title: str) -> Path:
    """Make a chapter ``page``, such as ``2_norway/housing``; returns the path of its notebook.

    It stands below the last page of its folder that has a notebook of its own (not below those
    that one notebook makes of several parliaments), draws on a table of the catalogue as an
    example, builds, and keeps the house rules. Raises ``ChapterError``, before anything is
    written, where the part does not exist, the name is taken or no name, or the title is empty.
    """
    found = PAGE.fullmatch(page)
    if not found:
        raise ChapterError(
            f"{page!r} names no chapter; expected PART/NAME in small letters, digits and "
            "underscores, such as 2_norway/housing"
        )
    part, name = found.groups()
    if part not in registry.parts():
        raise ChapterError(
            f"{page}: no part {part!r}; expected {' or '.join(registry.parts())}. A new part is a "
            f"folder of notebooks/ and a caption of {registry.CONTENTS.name}, with a first chapter"
        )
    if name in registry.chapters() or name in notebooks():
        raise ChapterError(f"{page}: there is a chapter {name!r} already; choose another name")
    if not title.strip():
        raise ChapterError(f"{page}: found an empty title; expected the heading of the page")
    sources = Counter(one.source for one in registry.chapters().values())
    own = [n for n, one in registry.chapters().items() if one.part == part and sources[n] == 1]
    contents = _with_line(
        registry.CONTENTS.read_text(encoding="utf-8"), f"{part}/{(own or [''])[-1]}", page
    )
    target = NOTEBOOKS / part / f"{name}.ipynb"
    target.write_text(
        _filled(TEMPLATE.read_text(encoding="utf-8"), name, title.strip()), encoding="utf-8"
    )
    registry.CONTENTS.write_text(contents, encoding="utf-8")
    return target


def _with_line(contents: str, above: str, page: str) -> str:
    """The table of contents with a line for ``page`` below the one of the page ``above``."""
    lines = contents.splitlines(keepends=True)
    last = [i for i, line in enumerate(lines) if line.split() == ["-", "file:", above]]
    if not last:
        raise ChapterError(
            f"{registry.CONTENTS.name}: found no line `- file: {above}`; add the line "
            f"`- file: {page}` below the caption of its part by hand"
        )
    indent = lines[last[-1]].split("-")[0]
    below = last[-1] + 1
    while below < len(lines) and lines[below].startswith(f"{indent}  "):
        below += 1  # what else the contents say of that page, such as its short title
    lines.insert(below, f"{indent}- file: {page}\n")
    return "".join(lines)


def _filled(template: str, name: str, title: str) -> str:
    """The template with title, with ids of results that begin with the name of the chapter, and
    with ids of cells that are its own.
    """
    notebook = json.loads(template)
    for place, cell in enumerate(notebook["cells"]):
        cell["id"] = hashlib.sha256(f"{name} {place}".encode()).hexdigest()[:8]
        cell["source"] = [
            line.replace("TITLE", title).replace("PREFIX", name.replace("_", "-"))
            for line in cell["source"]
        ]
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def told(notebook: Path) -> str:
    """What to do with a new chapter, in the order of its making."""
    name, page = notebook.stem, f"{notebook.parent.name}/{notebook.stem}"
    listed = registry.contents()
    at = next(index for index, (_, one) in enumerate(listed) if one == page)
    place, above = listed[at][0], listed[at - 1][1]
    return "\n".join(
        [
            f"{shown(notebook)}: a chapter that builds; its table and sentences are an example.",
            f"{registry.CONTENTS.name}: it stands under “{place}”, below “{above}”; move its line",
            "to where it belongs, and give it a short `title:` for menus, as its neighbours have.",
            "Write it in JupyterLab, then:",
            f"  copro lint {name:18} names every house rule that it breaks",
            f"  copro run {name:19} runs it alone and lists its results",
            "  make reference               runs what is new and keeps its results",
            "  make book                    shows its page",
            "CONTRIBUTING.md leads through it step by step.",
        ]
    )
