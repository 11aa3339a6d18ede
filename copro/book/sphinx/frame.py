"""The frame of a page: contents of the book, footer, and only those files that the page uses."""

from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes

from copro.book import languages, links
from copro.book.sphinx.furniture import facts
from copro.report.words.languages import words

# Of the style sheets and scripts that Sphinx and its extensions load on every page, those that this
# book does not use, by parts of their names.
UNUSED = tuple(
    """
    pygments basic.css mystnb sphinx-design design-tabs
    documentation_options doctools sphinx_highlight
    """.split()
)
# What is left of them among the files of the site.
LEFT = {"file.png", "minus.png", "plus.png"}
# Scripts that only some pages need -> what such a page holds.
ON_DEMAND = {"table_filters.js": "data-filters=", "maps.js": "data-map="}


def trim(app: Any, failed: Exception | None) -> None:
    """Leave out what no page asks for, and the digest of a configuration that names the folders of
    the environment: it is another on each machine, and the same files are made either way.
    """
    Path(app.outdir, ".buildinfo").unlink(missing_ok=True)
    for file in () if failed else Path(app.outdir, "_static").iterdir():
        if file.is_file() and (file.name in LEFT or unused(file.name)):
            file.unlink()


def unused(name: str) -> bool:
    """Whether a style sheet or script belongs to an extension that this book does not use."""
    return any(part in name for part in UNUSED)


def dress(
    app: Any,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Complete the context of a page for the templates of the theme."""
    known = facts(str(app.srcdir))
    language = languages.language_of(pagename)
    context["say"] = words("frame", language)
    context["start"] = languages.in_language(languages.START, language)
    context["search"] = languages.in_language("search", language)
    pages = {*app.env.found_docs, *app.config.html_additional_pages}
    context["languages"] = [
        (code, languages.NAMES[code], other)
        for code, other in languages.switch(pagename, pages).items()
        if other in pages
    ]
    context["language_short"] = languages.SHORT[language]
    _, before, after = app.builder.relations.get(pagename) or (None, None, None)
    for way, other in (("prev", before), ("next", after)):
        if other and languages.language_of(other) != language:
            context[way] = None
    context["edition"] = known["edition"]
    context["links"] = links.whole(app.config.copro_links)
    context["links_words"] = words("links", language)
    context["chapter"] = known["chapters"].get(pagename)
    context["book_contents"] = [
        (
            part,
            [(page, title(app, page)) for page in pages],
        )
        for part, pages in by_part(in_menu(known["contents"], language)).items()
    ]
    body = context.get("body", "")
    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context[kind] if wanted(file, pagename, body, app)]


@cache
def title(app: Any, page: str) -> str:
    """A page in the contents: its short title, or that of the page, as HTML."""
    short = facts(str(app.srcdir))["menu"]
    return (
        escape(short[page])
        if page in short
        else app.builder.render_partial(app.env.titles[page])["title"]
    )


def in_menu(contents: list[tuple[str, str]], language: str) -> list[tuple[str, str]]:
    """(Part, page) of the contents in one language; the start page has a line of its own.

    >>> in_menu([("A", "claims"), ("Norsk", "nb/index"), ("Norsk", "nb/glossary")], "nb")
    [('Norsk', 'nb/glossary')]
    """
    start = languages.in_language(languages.START, language)
    return [
        (part, page)
        for part, page in contents
        if languages.language_of(page) == language and page != start
    ]


def by_part(contents: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Part -> its pages, in order."""
    parts: dict[str, list[str]] = {}
    for part, page in contents:
        parts.setdefault(part, []).append(page)
    return parts


def wanted(file: Any, page: str, body: str, app: Any) -> bool:
    """Whether a page loads a file: a file with the name of a page belongs to that page alone."""
    name = str(file.filename)
    if unused(name):
        return False
    stem = Path(name).name.split(".")[0]
    if stem in app.env.found_docs and stem != page:
        return False
    sign = ON_DEMAND.get(Path(name).name)
    return sign is None or sign in body
