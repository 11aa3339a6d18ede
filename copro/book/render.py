"""The one renderer: what the book shows of a record or a fact is written in ``templates``.

A template that ends in ``.html.j2`` escapes all it is given. One that ends in ``.md.j2`` says of
each text whether it is words (``| md``) or Markdown already. Fields are read by their dotted name,
so a record may be a mapping or an object.
"""

import html
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from docutils.utils.smartquotes import educate_tokens
from docutils.writers._html_base import HTMLTranslator
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from copro.book.map_layers import MAPS
from copro.coding import RELIABLE
from copro.report.records.claim import FARES, KINDS, disagreement
from copro.report.words.numbers import close, counted, escape, typeset
from copro.report.words.sources import anchor, licences

MANY_TABLES = 3  # a source line of more tables would fill the screen of a phone


def render(template: str, **values: Any) -> str:
    """A page, or a part of one, from a template of this book and what it tells of.

    >>> render("terms.md.j2", credits=["A", "B & C"], licences=["CC0"])
    '. Credit: A; B &amp; C. Licence: CC0.'
    """
    return _environment.get_template(template).render(**values)


def root(page: str) -> str:
    """The way from a page to the root of the book.

    >>> root("2_norway/discourse"), root("index")
    ('../', '')
    """
    return "../" * page.count("/")


def sentence(claim: Any) -> str:
    """The sentence of a claim with the number of observations in it."""
    read = _environment.getattr
    return close(read(claim, "sentence"), counted(read(claim, "n")))


def prose(text: str) -> str:
    r"""Words of a card as Markdown: what stands in backticks there is a name, and shown as one.

    >>> prose("the column `n_1` of *all*")
    'the column `n_1` of \\*all\\*'
    """
    parts = text.split("`")
    return "".join(f"`{part}`" if place % 2 else escape(part) for place, part in enumerate(parts))


def shown(text: str) -> str:
    """``prose`` as the HTML that Sphinx would make of it, with its quotation marks and dashes.

    >>> shown("the press's 'one & only'")
    'the press’s ‘one &amp; only’'
    """
    kinds = itertools.cycle(("plain", "literal"))
    tokens = list(zip(kinds, typeset(text).split("`"), strict=False))
    return "".join(
        part.translate(HTMLTranslator.special_characters) if kind == "plain" else name(part)
        for (kind, _), part in zip(tokens, educate_tokens(tokens, "qDe"), strict=True)
    )


def name(text: str) -> str:
    """A name as Sphinx shows it: it breaks at spaces alone."""
    words = " ".join(f'<span class="pre">{html.escape(word)}</span>' for word in text.split())
    return f'<code class="docutils literal notranslate">{words}</code>'


def target(table: str) -> str:
    """The name by which Markdown links to the card of a table.

    >>> target("norway/municipalities_2024")
    'table-norway-municipalities_2024'
    """
    return "table-" + table.replace("/", "-")


def table_links(names: Iterable[str]) -> str:
    """Names of tables as Markdown, each a link to its card in the data catalogue."""
    return ", ".join(f"[`{name}`](#{target(name)})" for name in names)


_environment = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=lambda name: bool(name and name.endswith(".html.j2")),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_environment.filters |= {
    "md": escape,
    "typeset": typeset,
    "prose": prose,
    "shown": shown,
    "name": name,
    "unquote": unquote,
    "sentence": sentence,
    "anchor": anchor,
    "licences": licences,
    "target": target,
    "table_links": table_links,
    "disagreement": disagreement,
}
_environment.globals |= {
    "KINDS": KINDS,
    "FARES": FARES,
    "RELIABLE": RELIABLE,
    "MANY_TABLES": MANY_TABLES,
    "MAPS": MAPS,
}
