"""Pages of the built book, each read once."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString, Tag


@cache
def soup(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser", store_line_numbers=False)


@cache
def places(file: Path) -> dict[str, Tag]:
    """What has an id, by its id."""
    return {tag["id"]: tag for tag in soup(file).find_all(id=True)}


def prose(tag: Tag) -> Iterator[str]:
    """The text of a part of a page, without code."""
    for piece in tag.children:
        if type(piece) is NavigableString:
            yield piece
        elif isinstance(piece, Tag) and piece.name not in ("code", "pre"):
            yield from prose(piece)
