"""What surrounds the text of a chapter, put there in one place: no notebook knows of it.

Summary box, reading time, kinds of evidence, marks at the code cells that results lead to.
"""

import json
import math
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from copro.book.render import render, root
from copro.report.words.numbers import typeset

SUMMARY = ("Question", "Answer", "Evidence", "Limits")
WORDS_A_MINUTE = 220


@cache
def facts(source: str) -> dict[str, Any]:
    """What ``copro.book.numbering`` has gathered for this build."""
    return json.loads((Path(source) / "_generated" / "site.json").read_text(encoding="utf-8"))


class Furniture(SphinxPostTransform):
    """Dresses a chapter. Runs after the outputs are chosen, before images are collected."""

    default_priority = 5

    def run(self, **_: object) -> None:
        """Dress the page at hand; what belongs to a chapter only where it is one."""
        self.percents()
        chapter = facts(str(self.app.srcdir))["chapters"].get(self.env.docname)
        if chapter:
            self.mark_cells()
            self.opening(chapter)

    def percents(self) -> None:
        """A number and its percent sign never part in prose either; code stays as it is."""
        for text in list(self.document.findall(nodes.Text)):
            fixed = isinstance(text.parent, (nodes.FixedTextElement, nodes.literal, nodes.math))
            if not fixed and typeset(text) != text:
                text.parent.replace(text, nodes.Text(typeset(text)))

    def mark_cells(self) -> None:
        """Each code cell gets the id ``cell-N``, with N as in the ledger of claims."""
        cells = [
            c for c in self.document.findall(nodes.container) if c.get("nb_element") == "cell_code"
        ]
        for place, cell in enumerate(cells, start=1):
            cell.children[0]["ids"] = [f"cell-{place}"]

    def opening(self, chapter: dict[str, Any]) -> None:
        """The first paragraphs as a box under the heading, then part, reading time and evidence."""
        section = next(iter(self.document.findall(nodes.section)))
        title = next(iter(section.findall(nodes.title)))
        box = nodes.container(classes=["summary-box"])
        for paragraph in [n for n in section.children if isinstance(n, nodes.paragraph)]:
            first = next((n for n in paragraph.children if n.astext()), paragraph)
            word = first.astext().rstrip(".")
            if isinstance(first, nodes.strong) and word in SUMMARY[len(box) : len(box) + 1]:
                section.remove(paragraph)
                paragraph["classes"].append(f"summary-{word.lower()}")
                box += paragraph
        place = section.index(title)
        section.insert(place + 1, box)
        section.insert(place + 2, nodes.raw("", self.byline(chapter), format="html"))

    def byline(self, chapter: dict[str, Any]) -> str:
        """Place in the book, minutes, figures, claims and kinds of evidence of a chapter."""
        return render(
            "byline.html.j2",
            place=chapter["place"],
            minutes=self.minutes(),
            figures=len(chapter["numbers"]["figures"]),
            claims=len(chapter["claims"]),
            kinds=Counter(chapter["claims"]).most_common(),
            top=root(self.env.docname),
        )

    def minutes(self) -> int:
        """Reading time of what is not folded: prose, headings and captions."""
        words = sum(
            words_in(node)
            for node in self.document.findall(
                lambda n: isinstance(n, (nodes.paragraph, nodes.title, nodes.caption))
            )
            if not {"number", "in-short-text"} & set(node.parent.get("classes", ()))
        )
        return max(1, math.ceil(words / WORDS_A_MINUTE))


def words_in(node: nodes.Element) -> int:
    """Words that a reader sees in a part of a page: marks and links of HTML are none.

    >>> words_in(nodes.paragraph("", "", nodes.Text("It is 3. "), nodes.raw("", '<a href="x">')))
    3
    """
    seen = (text for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.raw))
    return len("".join(text.astext() for text in seen).split())
