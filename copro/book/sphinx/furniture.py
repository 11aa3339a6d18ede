"""What surrounds the text of a chapter, put there in one place: no notebook knows of it.

Summary box, reading time, badges with their meaning, file lines under figures and tables,
numbers of tables, marks at the code cells that those lines lead to.
"""

import html
import json
import math
import re
from collections import Counter
from functools import cache, partial
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from copro.report.words.numbers import typeset
from copro.report.words.sources import anchor

SUMMARY = ("Question", "Answer", "Evidence", "Limits")
WORDS_A_MINUTE = 220
LEGEND = "how_to_read"
SCOPE = ' scope="col"'
MANY_TABLES = 3  # a source line of more tables would fill the screen of a phone


@cache
def facts(source: str) -> dict:
    """What ``copro.book.numbering`` has gathered for this build."""
    return json.loads((Path(source) / "_generated" / "site.json").read_text(encoding="utf-8"))


def root(docname: str) -> str:
    """The way from a page to the root of the book."""
    return "../" * docname.count("/")


def badge(kind: str, kinds: dict, top: str) -> str:
    """A badge as a link to the legend; its meaning shows on hover and focus and is read aloud."""
    meaning = html.escape(kinds[kind], quote=True)
    name = kind.replace(" ", "-")
    return (
        f'<a class="evidence evidence-{name}" href="{top}{LEGEND}.html#badge-{name}" '
        f'data-meaning="{meaning}" aria-label="{kind}: {meaning}">{kind}</a>'
    )


def source_note(line: str, tables: list[str], top: str) -> str:
    """The source line (HTML); what rests on many tables is folded, with every credit,
    as licences ask, and the tables.
    """
    if len(tables) <= MANY_TABLES:
        return f'<span class="source">{line}</span>'
    cards = ", ".join(
        f'<a href="{top}data_catalogue.html#{anchor(name)}">{name}</a>' for name in tables
    )
    return (
        f'<details class="source"><summary>Sources: {len(tables)} tables</summary><p>{line}</p>'
        f"<p>Tables with their licences: {cards}.</p></details>"
    )


class Furniture(SphinxPostTransform):
    """Dresses a chapter. Runs after the outputs are chosen, before images are collected."""

    default_priority = 5

    def run(self, **_):
        """Dress the page at hand; what belongs to a chapter only where it is one."""
        known = facts(str(self.app.srcdir))
        self.top, self.kinds = root(self.env.docname), known["kinds"]
        self.badges()
        self.percents()
        chapter = known["chapters"].get(self.env.docname)
        if chapter:
            self.mark_cells()
            self.figures(chapter["numbers"]["figures"])
            self.tables(chapter["numbers"]["tables"])
            self.claims()
            self.opening(chapter)

    def badges(self):
        """Badges become links to the legend; in the legend itself they get the ids."""
        for node in list(self.document.findall(nodes.inline)):
            if "evidence" in node["classes"]:
                kind = node.astext()
                if self.env.docname == LEGEND:
                    node["ids"] = [f"badge-{kind.replace(' ', '-')}"]
                else:
                    # Not replace_self: that would hand the class on, and draw the badge twice.
                    node.parent.replace(
                        node, nodes.raw("", badge(kind, self.kinds, self.top), format="html")
                    )

    def percents(self):
        """A number and its percent sign never part in prose either; code stays as it is."""
        for text in list(self.document.findall(nodes.Text)):
            fixed = isinstance(text.parent, (nodes.FixedTextElement, nodes.literal, nodes.math))
            if not fixed and typeset(text) != text:
                text.parent.replace(text, nodes.Text(typeset(text)))

    def mark_cells(self):
        """Each code cell gets the id ``cell-N``, with N as in the ledger of claims."""
        cells = [
            c for c in self.document.findall(nodes.container) if c.get("nb_element") == "cell_code"
        ]
        for place, cell in enumerate(cells, start=1):
            cell.children[0]["ids"] = [f"cell-{place}"]

    def figures(self, numbers: dict):
        """The line of files under each figure of the notebook."""
        for figure in self.document.findall(nodes.figure):
            id = next((i.removeprefix("fig-") for i in figure["ids"] if i.startswith("fig-")), None)
            if id is not None and id in numbers:
                legend = next(iter(figure.findall(nodes.legend)), None)
                if legend is None:
                    legend = nodes.legend()
                    figure += legend
                for line in [
                    n for n in legend.findall(nodes.paragraph) if n.astext().startswith("Source: ")
                ]:
                    if len(numbers[id]["tables"]) > MANY_TABLES:
                        note = source_note(
                            html.escape(line.astext()), numbers[id]["tables"], self.top
                        )
                        line.replace_self(nodes.raw("", note, format="html"))
                legend += nodes.raw(
                    "", self.line(id, numbers[id]["cell"], "csv", "svg"), format="html"
                )

    def line(self, id: str, cell: int, *endings: str) -> str:
        """Links to the files of a result and to the cell that makes it."""
        words = {"csv": "data (CSV)", "svg": "figure (SVG)"}
        links = [f'<a href="{self.top}files/{id}.{e}" download>{words[e]}</a>' for e in endings]
        links.append(f'<a href="#cell-{cell}">cell {cell} in the notebook</a>')
        return f'<p class="files">{" · ".join(links)}</p>'

    def _with_note(self, tables: list[str], found: re.Match) -> str:
        return source_note(found.group(1), tables, self.top) + "</figcaption>"

    def tables(self, numbers: dict):
        """Number and line of files of the tables, which the notebooks write as HTML."""
        for node in list(self.document.findall(nodes.raw)):
            found = re.search(r'<figure class="copro-table" id="tbl-([a-z0-9-]+)"', node.astext())
            if found and found.group(1) in numbers:
                id = found.group(1)
                entry = numbers[id]
                text = node.astext().replace(
                    "<figcaption>",
                    f'<figcaption><span class="caption-number">Table {entry["number"]} </span>',
                    1,
                )
                text = re.sub(
                    r" (Source: (?:(?! Source: ).)*)</figcaption>",
                    partial(self._with_note, entry["tables"]),
                    text,
                    count=1,
                    flags=re.S,
                )
                text = text.replace(
                    "</figcaption>", self.line(id, entry["cell"], "csv") + "</figcaption>", 1
                )
                # A heading cell without words is no heading.
                text = re.sub(
                    r"<th([^>]*)>\s*</th>",
                    lambda cell: f"<td{cell.group(1).replace(SCOPE, '')}></td>",
                    text,
                )
                node.replace_self(nodes.raw("", typeset(text), format="html"))

    def claims(self):
        """Each claim leads to its entry in the ledger, where publisher, licence,
        table and cell stand together.
        """
        for claim in [n for n in self.document.findall(nodes.container) if "claim" in n["classes"]]:
            id = next(i for i in claim["ids"] if i.startswith("claim-"))
            link = (
                f' <a class="claim-source" href="{self.top}claims.html#{id}" aria-label="Source '
                'of this claim">source</a>'
            )
            next(claim.findall(nodes.paragraph)).append(nodes.raw("", link, format="html"))

    def opening(self, chapter: dict):
        """Part, reading time and evidence under the heading; the first paragraphs as a box."""
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
        section.insert(place + 1, nodes.raw("", self.byline(chapter), format="html"))
        section.insert(place + 2, box)

    def byline(self, chapter: dict) -> str:
        """Part, minutes, figures, claims and kinds of evidence of a chapter."""
        counts = Counter(chapter["claims"])
        kinds = " ".join(
            f'{badge(kind, self.kinds, self.top)}<span class="times">×{n}</span>'
            for kind, n in counts.most_common()
        )
        part = re.sub(r"^(\d) ", r"Part \1 · ", chapter["part"])
        parts = [
            f"<span>{html.escape(part)}</span>",
            f'<span class="reading-time">{self.minutes()} min read</span>',
        ]
        for n, word in (
            (len(chapter["numbers"]["figures"]), "figure"),
            (len(chapter["claims"]), "claim"),
        ):
            parts.append(f"<span>{n} {word}{'s' if n != 1 else ''}</span>")
        return (
            f'<div class="byline"><p>{" · ".join(parts)}</p>'
            f'<p class="kinds">Evidence used: {kinds} '
            f'<a class="legend-link" href="{self.top}{LEGEND}.html#badges">'
            "what the badges mean</a></p>"
            '<p><button type="button" class="button needs-script" '
            'data-switch="code" aria-pressed="false">'
            "Show all code</button></p></div>"
        )

    def minutes(self) -> int:
        """Reading time of prose, headings and captions; code and tables are not counted."""
        words = sum(
            len(node.astext().split())
            for node in self.document.findall(
                lambda n: isinstance(n, (nodes.paragraph, nodes.title, nodes.caption))
            )
        )
        return max(1, math.ceil(words / WORDS_A_MINUTE))
