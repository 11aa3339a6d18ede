"""The one renderer: what the book shows of a record or a fact is written in ``templates``.

A template that ends in ``.html.j2`` escapes all it is given. One that ends in ``.md.j2`` says of
each text whether it is words (``| md``) or Markdown already. Fields are read by their dotted name,
so a record may be a mapping or an object.
"""

import html
import itertools
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from docutils.utils.smartquotes import educate_tokens
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


def shown(text: str) -> str:
    """Words of a card or a claim as the HTML that Sphinx would make of them: with its quotation
    marks and dashes, and what stands in backticks as a name.

    >>> shown("the press's 'one & only'")
    'the press’s ‘one &amp; only’'
    """
    kinds = itertools.cycle(("plain", "literal"))
    tokens = list(zip(kinds, typeset(text).split("`"), strict=False))
    return "".join(
        html.escape(part, quote=False).replace("@", "&#64;") if kind == "plain" else name(part)
        for (kind, _), part in zip(tokens, educate_tokens(tokens, "qDe"), strict=True)
    )


def name(text: str) -> str:
    """A name, which no browser translates.

    >>> name("n_1")
    '<code class="notranslate">n_1</code>'
    """
    return f'<code class="notranslate">{html.escape(text)}</code>'


def target(table: str) -> str:
    """The name by which Markdown links to the card of a table.

    >>> target("norway/municipalities_2024")
    'table-norway-municipalities_2024'
    """
    return "table-" + table.replace("/", "-")


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
    "shown": shown,
    "name": name,
    "unquote": unquote,
    "sentence": sentence,
    "anchor": anchor,
    "licences": licences,
    "target": target,
    "disagreement": disagreement,
}
_environment.globals |= {
    "KINDS": KINDS,
    "FARES": FARES,
    "RELIABLE": RELIABLE,
    "MANY_TABLES": MANY_TABLES,
    "MAPS": MAPS,
}
