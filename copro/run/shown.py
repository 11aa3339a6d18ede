"""Which pages of a built book show a result, and which words the prose of a chapter takes in.

A page shows a claim where it states it, and where a number leads to it or to its line among the
sources; a link whose words are the id of the claim shows no number. It shows a figure where its
picture stands. What shows a claim without a link says so in ``data-claims``.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from copro.run.receipt import pages_of

CLAIM = re.compile(
    r'(?:href="[^"]*#|\bid=")(?:claim|source)-([a-z0-9-]+)"[^>]*>(?:<[^>]*>)*+(?!\1<)'
)
TOLD = re.compile(r'data-claims="([a-z0-9 -]+)"')
PICTURE = re.compile(r'src(?:set)?="[^"]*/([a-z0-9-]+?)(?:-dark)?(?:-phone)?\.png"')
GLUED = "application/papermill.record/text/plain"

Shown = dict[tuple[str, str], list[str]]  # kind and id of a result -> pages


def pages(site: Path, drawn: Mapping[str, Collection[str]]) -> Shown:
    """Pages that show each claim and figure in the book in the folder ``site``; those that are
    ``drawn`` from raw tables (page -> tables) stand at kind "raw table".
    """
    found: Shown = {}
    for name, file in pages_of(site):
        text, page = file.read_text(encoding="utf-8"), name.removesuffix(".html")
        told = {id for ids in TOLD.findall(text) for id in ids.split()}
        named = {("claim", id) for id in {*CLAIM.findall(text), *told}}
        named |= {("figure", id) for id in PICTURE.findall(text)}
        for one in sorted(named | {("raw table", table) for table in drawn.get(page, ())}):
            found.setdefault(one, []).append(page)
    return found


def glued(notebook: str) -> Iterator[tuple[str, str]]:
    """Names that prose takes in, and the words of each, of an executed notebook (JSON)."""
    for cell in json.loads(notebook)["cells"]:
        for output in cell.get("outputs", []):
            if name := output.get("metadata", {}).get("scrapbook", {}).get("name"):
                yield name, "".join(output["data"][GLUED])
