"""How the book writes the parts of a document as HTML, where it differs from Sphinx.

Pictures keep their place free and have a twin for phones; tables scroll in a box of their own; what
scrolls can be reached by keyboard; the fold of a code cell says which cell it holds.
"""

import posixpath
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from latex2mathml.converter import convert
from pygments.formatters import HtmlFormatter
from sphinx.writers.html5 import HTML5Translator

from copro.book.languages import language_of

PHONE = "(max-width: 40rem)"  # where the style sheet, too, goes over to phones
# Roles that were withdrawn from ARIA 1.2.
WITHDRAWN = ("doc-biblioentry", "doc-noteref")
LONGEST = 60  # characters of its headings that name a table to who cannot see it


class Translator(HTML5Translator):
    """Sphinx's writer of HTML, with the differences of this book."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.tables = 0
        del self.meta[2:]  # the viewport: the theme says it itself

    def starttag(
        self, node: Any, tagname: str, suffix: str = "\n", empty: bool = False, **attributes: Any
    ) -> str:
        """The opening tag of a node, without roles that browsers no longer know.

        A link to a page in another language says which it is.
        """
        if attributes.get("role") in WITHDRAWN:
            del attributes["role"]
        if tagname == "a" and (other := self.another(attributes.get("href", ""))):
            attributes["hreflang"] = other
        return super().starttag(node, tagname, suffix, empty, **attributes)

    def another(self, href: str) -> str:
        """The language of the page of this book that a link leads to, if it is another one."""
        page = self.builder.current_docname
        path = href.partition("#")[0].removesuffix(".html")
        goal = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
        known = goal in self.builder.env.found_docs
        found = language_of(goal)
        return found if known and found != language_of(page) else ""

    def visit_citation(self, node: nodes.citation) -> None:
        """The first of several references opens their box, which is no list: it holds more."""
        if not isinstance(node.previous_sibling(), nodes.citation):
            self.body.append(self.starttag({}, "div", CLASS="citation-list"))
        self.body.append(self.starttag(node, "div", classes=[node.tagname]))

    def visit_legend(self, node: nodes.legend) -> None:
        """The rest of a caption; a caption before it has opened the element already."""
        before = node.parent[node.parent.index(node) - 1]
        if not isinstance(before, nodes.caption):
            self.body.append("<figcaption>\n")
        self.body.append(self.starttag(node, "div", CLASS="legend"))

    def visit_image(self, node: nodes.image) -> None:
        """A picture of a result: loaded when it is near, in a place kept free."""
        picture = Path(self.builder.srcdir, node["uri"])
        if picture.parent != Path(self.builder.srcdir, "figures"):
            super().visit_image(node)
            return
        width, height = size(picture)
        image = self.emptytag(
            node,
            "img",
            "",
            loading="lazy",
            decoding="async",
            width=width,
            height=height,
            alt=node["alt"],
            src=self.address(picture),
        )
        phone = picture.with_stem(f"{picture.stem}-phone")
        if phone.is_file():
            width, height = size(phone)
            source = self.emptytag(
                {},
                "source",
                "",
                media=PHONE,
                srcset=self.address(phone),
                width=width,
                height=height,
            )
            image = f"<picture>{source}{image}</picture>"
        self.body.append(f"{image}\n")

    def depart_image(self, node: nodes.image) -> None:
        """Nothing follows a picture."""

    def address(self, picture: Path) -> str:
        """Where a picture stands, seen from this page."""
        return posixpath.join(self.builder.imgpath, quote(picture.name))

    def visit_table(self, node: nodes.table) -> None:
        """Tables written in Markdown scroll in a box of their own, named by their headings."""
        self.tables += 1
        heads = " ".join(
            word
            for head in node.findall(nodes.thead)
            for entry in head.findall(nodes.entry)
            for word in entry.astext().split()
        )
        label = f"Table {self.tables} on this page: {heads[:LONGEST]}"
        box: dict[str, Any] = {"tabindex": "0", "role": "region", "aria-label": label}
        self.body.append(self.starttag({}, "div", "", CLASS="table-scroll", **box))
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        """The end of the table and of its box."""
        super().depart_table(node)
        self.body.append("</div>\n")


@cache
def size(file: Path) -> tuple[int, int]:
    """Width and height of a picture in pixels."""
    from PIL import Image

    with Image.open(file) as picture:
        return picture.size


class Reachable(HtmlFormatter):
    """Code that a keyboard can scroll."""

    def wrap(self, source: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        """The lines of a piece of code in their element."""
        yield 0, '<pre tabindex="0"><span></span>'
        yield from source
        yield 0, "</pre>"


def visit_fold(writer: Translator, node: nodes.Element) -> None:
    """The fold of a code cell, by the number of the cell."""
    cells = [id.removeprefix("cell-") for id in node[0]["ids"] if id.startswith("cell-")]
    writer.body.append(writer.starttag(node, "details", CLASS="hide"))
    writer.body.append(f"<summary>Code{''.join(f' of cell {n}' for n in cells)}</summary>\n")


def depart_fold(writer: Translator, node: nodes.Element) -> None:
    """The end of a fold."""
    writer.body.append("</details>\n")


def visit_inline_formula(writer: Translator, node: nodes.math) -> None:
    """A formula in a line, as MathML."""
    writer.body.append(convert(node.astext()))
    raise nodes.SkipNode


def visit_block_formula(writer: Translator, node: nodes.math_block) -> None:
    """A formula on its own, as MathML that a keyboard can scroll."""
    box: dict[str, Any] = {"tabindex": "0", "role": "group", "aria-label": "Formula"}
    formula = convert(node.astext(), display="block")
    writer.body.append(writer.starttag({}, "div", "", CLASS="formula", **box) + formula + "</div>")
    raise nodes.SkipNode
