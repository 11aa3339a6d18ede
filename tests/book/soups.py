"""Pages of the built book, each read once."""

from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup


@cache
def soup(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
