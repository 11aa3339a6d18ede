"""The whole book as one PDF: the built pages in one document, printed by headless Chromium.

Chromium prints page numbers but cannot look them up for a table of contents. So the book is
printed twice: the first print, in which nothing is drawn, tells on which page each chapter begins;
the second carries the contents with these numbers.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote

from copro.book import citation, numbering
from copro.book.languages import ENGLISH, START, SUMMARIES, language_of
from copro.book.render import render
from copro.errors import Expected
from copro.paths import BUILD

if TYPE_CHECKING:
    from bs4 import Tag

HTML = BUILD / "html"
PRINTED = BUILD / "pdf"
PDF = PRINTED / "co-producing-care.pdf"
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
# Addresses of code, and of profiles, which a script draws.
UNPRINTED = re.compile(r"-(cell|[A-Z]{3})-\d+$")
# Page numbers are the same without the marks for screen readers.
NUMBERS_ONLY, WHOLE = ["--disable-pdf-tagging"], ["--generate-pdf-document-outline"]
TIMEOUT = 600  # seconds for one print of the whole book
# What is of no use on paper, by tag and by class.
SCREEN_ONLY = {"script", "noscript", "form", "button", "source"}
SCREEN_ONLY_CLASSES = {
    "headerlink",
    "cite",
    "neighbours",
    "in-short",
    "above-input",
    "files",
    "legend-link",
    "claim-source",
    "in-dark",
    "screen-only",
}


@dataclass(frozen=True)
class Article:
    """A page of the book as it is printed: HTML that fits into the document of all pages."""

    part: str
    slug: str
    title: str
    html: str


class PdfFailed(Expected):
    """Chromium stopped, or printed something that is not the book."""


def browser() -> str | None:
    """The Chromium to print with: the variable CHROMIUM, or the first of the usual names."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def print_book(site: Path = HTML, target: Path = PDF) -> Path:
    """Print the built book ``site`` to ``target``. Raises ``PdfFailed``."""
    chromium = browser()
    if not chromium:
        raise PdfFailed("no Chromium was found")
    if not (site / "index.html").is_file():
        raise PdfFailed(f"there is no book in {site}: `make book` builds it")
    target.parent.mkdir(parents=True, exist_ok=True)
    source = target.with_suffix(".html")
    book = articles(site, source.parent)
    numbers: dict[str, int] = {}
    for options in NUMBERS_ONLY, WHOLE:
        source.write_text(document(book, site, source.parent, numbers), encoding="utf-8")
        made = _print(chromium, source, options)
        before, numbers = numbers, starts(made)
    if any(before[one.slug] != numbers[one.slug] for one in book):
        raise PdfFailed("the pages moved between the two prints: the contents would mislead")
    target.write_bytes(_dated(made))
    source.unlink()
    return target


def articles(site: Path, folder: Path) -> list[Article]:
    """All pages of the book, for a document in ``folder``.

    Links between pages become links within the document; figures are taken as vectors.
    """
    from bs4 import BeautifulSoup

    order = printed()
    slugs = {(site / f"{page}.html").resolve(): _slug(page) for _, page in order}
    found = []
    for part, page in order:
        file = site / f"{page}.html"
        soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        article = cast("Tag", soup.find("article", class_="bd-article"))
        title = cast("Tag", soup.h1).get_text().removesuffix("#").strip()
        _adapt(article, file, slugs, site, folder)
        found.append(Article(part, _slug(page), title, str(article)))
    return found


def document(book: list[Article], site: Path, folder: Path, numbers: Mapping[str, int]) -> str:
    """All pages as one, with contents; ``numbers`` are pages of its anchors as far as known."""
    parts: dict[str, list[dict[str, str | int]]] = {}
    for one in book:
        parts.setdefault(one.part, []).append(
            {"slug": one.slug, "title": one.title, "number": numbers.get(one.slug, "")}
        )
    name, _, question = citation.book()["title"].partition(": ")
    return render(
        "print.html.j2",
        book=citation.book(),
        name=name,
        question=question,
        edition=numbering.edition(),
        numbered=bool(numbers),
        contents=parts.items(),
        articles=[one.html for one in book],
        static=os.path.relpath(site / "_static", folder),
    )


def printed() -> list[tuple[str, str]]:
    """(Part, page) of what is printed: the book in English, and the summaries in each language."""
    pages = [("", START), *numbering.contents()]
    return [
        (part, page)
        for part, page in pages
        if language_of(page) == ENGLISH or page.startswith(f"{SUMMARIES}/")
    ]


def _slug(page: str) -> str:
    return "page-" + re.sub(r"[^a-z0-9]+", "-", page)


def _adapt(article: "Tag", file: Path, slugs: Mapping[Path, str], site: Path, folder: Path) -> None:
    """Make the text of one page fit into the document of all pages."""
    slug = slugs[file.resolve()]
    for tag in article.find_all(_screen_only):
        tag.decompose()
    for tag in article.find_all("details"):
        tag["open"] = ""
    for tag in article.find_all(id=True):
        tag["id"] = f"{slug}-{tag['id']}"
    article["id"] = slug
    for tag in article.find_all("a", href=True):
        goal = _inside(str(tag["href"]), file, slugs)
        if goal is None or UNPRINTED.search(goal):
            tag.unwrap()  # a file beside the pages, code or a profile: none is in the print
        else:
            tag["href"] = goal
    for tag in article.find_all("img"):
        tag.attrs = {
            key: value for key, value in tag.attrs.items() if key not in ("loading", "decoding")
        }
        vector = site / "files" / f"{Path(unquote(str(tag['src']))).stem}.svg"
        picture = vector if vector.is_file() else (file.parent / unquote(str(tag["src"]))).resolve()
        tag["src"] = os.path.relpath(picture, folder)


def _screen_only(tag: "Tag") -> bool:
    return tag.name in SCREEN_ONLY or not SCREEN_ONLY_CLASSES.isdisjoint(tag.get("class") or ())


def _inside(target: str, file: Path, slugs: Mapping[Path, str]) -> str | None:
    """A link as it reads within the document; None if it leads to a file that is no page
    of the book.
    """
    if re.match(r"(https?|mailto):", target):
        return target
    path, _, anchor = unquote(target).partition("#")
    slug = slugs.get((file.parent / path).resolve() if path else file.resolve())
    return None if slug is None else f"#{slug}-{anchor}" if anchor else f"#{slug}"


def _print(chromium: str, source: Path, options: list[str]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="copro-pdf-") as work:
        target = Path(work) / "book.pdf"
        command = [
            chromium,
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={work}/profile",
            "--no-pdf-header-footer",
            *options,
            f"--print-to-pdf={target}",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            source.resolve().as_uri(),
        ]
        try:
            done = subprocess.run(
                command,
                check=False,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=TIMEOUT,
            )
        except subprocess.TimeoutExpired:
            raise PdfFailed(f"Chromium printed nothing in {TIMEOUT} s") from None
        if done.returncode or not target.is_file():
            raise PdfFailed(f"{chromium} did not print the book:\n{done.stderr[-2000:]}")
        return target.read_bytes()


def pages(pdf: bytes) -> list[int]:
    """Numbers of the page objects of a PDF as Chromium writes it, in order."""
    kids = {
        int(n): [int(k) for k in re.findall(rb"(\d+) 0 R", found)]
        for n, found in re.findall(
            rb"\n(\d+) 0 obj\s*<</Type /Pages\b[^>]*?/Kids \[([^\]]*)\]", pdf
        )
    }
    inner = {k for found in kids.values() for k in found}

    def walk(node: int) -> list[int]:
        return [page for kid in kids[node] for page in walk(kid)] if node in kids else [node]

    return [page for root in kids if root not in inner for page in walk(root)]


def starts(pdf: bytes) -> dict[str, int]:
    """Page, from 1, of every named place of a PDF as Chromium writes it."""
    order = {page: number for number, page in enumerate(pages(pdf), start=1)}
    return {
        name.decode(): order[int(page)]
        for name, page in re.findall(rb"/([\w.-]+) \[(\d+) 0 R /XYZ", pdf)
        if int(page) in order
    }


def _dated(pdf: bytes) -> bytes:
    """The PDF with the date of the edition, so that the same book gives the same bytes."""
    date = citation.book()["date"].replace("-", "").encode()
    return re.sub(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}", rb"\g<1>" + date + b"000000", pdf)
