"""What machines read in a page: schema.org, citation tags, Open Graph, languages.

A Sphinx extension. Addresses that must be whole are left out unless ``COPRO_BASE_URL`` says where
the book stands.
"""

import json
import textwrap
from collections.abc import Container, Iterable
from typing import Any

from docutils import nodes
from markupsafe import Markup

from copro.book import citation
from copro.book.edition import LICENCE, PREVIEW, authors, base_url, cards
from copro.book.languages import ENGLISH, counterparts, language_of
from copro.book.render import render, root
from copro.data.catalogue import package

LOCALES = {"en": "en_GB", "nb": "nb_NO", "de": "de_DE", "da": "da_DK"}
ANSWER = ("Answer.", "Svar.", "Antwort.")
DESCRIBED = 300  # characters of a description that search engines and previews show


def article(page: str, title: str, abstract: str, tables: list[str]) -> dict[str, Any]:
    """A chapter as schema.org's ScholarlyArticle, with the tables it is based on."""
    return {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": title,
        "abstract": abstract,
        "inLanguage": language_of(page),
        "author": authors(),
        "license": LICENCE,
        "datePublished": citation.book()["date"],
        "version": citation.book()["version"],
        "isPartOf": {"@type": "Book", "name": citation.book()["title"]},
        "isBasedOn": [dataset(name) for name in tables],
    } | ({"url": f"{base_url()}{page}.html"} if base_url() else {})


def dataset(name: str) -> dict[str, Any]:
    """A table as schema.org's Dataset."""
    card = cards()[name]
    return {
        "@type": "Dataset",
        "name": card["title"],
        "description": card["description"],
        "identifier": card["hash"],
        "creditText": card["credit"],
        "license": card["licence_as_stated"],
        "creator": {"@type": "Organization", "name": card["publisher"]},
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": card.get("mediatype", "text/csv"),
            "contentUrl": f"{base_url()}files/data/{card['path']}",
        },
    }


def catalogue(names: Iterable[str]) -> dict[str, Any]:
    """All tables as schema.org's DataCatalog."""
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": package()["title"],
        "description": package()["description"],
        "license": LICENCE,
        "dataset": [dataset(name) for name in names],
    }


def tags(
    page: str, title: str, abstract: str, tables: list[str], pages: Container[str] = ()
) -> str:
    """The elements for the head of a page; ``pages`` are those among which it has counterparts."""
    language, where = language_of(page), base_url() or root(page) or "./"
    short = textwrap.shorten(abstract, DESCRIBED, placeholder=" …")
    work = (
        catalogue(cards()) if page == "data_catalogue" else article(page, title, abstract, tables)
    )
    named = {
        "description": short,
        "citation_title": title,
        "citation_author": "; ".join(citation.book()["inverted"]),
        "citation_publication_date": citation.book()["date"].replace("-", "/"),
        "citation_inbook_title": citation.book()["title"],
        "citation_language": language,
        "citation_public_url": f"{base_url()}{page}.html" if base_url() else "",
        "twitter:card": "summary_large_image",
    }
    graph = {
        "og:title": title,
        "og:description": short,
        "og:type": "article",
        "og:locale": LOCALES[language],
        "og:site_name": citation.book()["title"],
        "og:image": f"{base_url()}{PREVIEW}" if base_url() else "",
        "og:image:alt": "Title of the book and its question" if base_url() else "",
        "og:url": f"{base_url()}{page}.html" if base_url() else "",
    }
    return render(
        "head.html.j2",
        named=named,
        graph=graph,
        languages=alternates(page, pages, where),
        canonical=f"{base_url()}{page}.html" if base_url() else "",
        feed=f"{where}files/releases.atom",
        work=json.dumps(work, ensure_ascii=False),
    )


def alternates(page: str, pages: Container[str], where: str) -> dict[str, str]:
    """Language -> address of the same page in it, and ``x-default``, which is the English one.

    Empty for a page that there is in one language only. ``where`` leads to the root of the book.

    >>> alternates("nb/glossary", {"glossary", "nb/glossary"}, "../")["x-default"]
    '../glossary.html'
    """
    found = {code: f"{where}{other}.html" for code, other in counterparts(page, pages).items()}
    if len(found) < 2:
        return {}
    return found | ({"x-default": found[ENGLISH]} if ENGLISH in found else {})


def abstract_of(doctree: nodes.document | None) -> str:
    """What a page says in short: its answer, its lead, or its first paragraph of words."""
    paragraphs = list(doctree.findall(nodes.paragraph)) if doctree else []
    for paragraph in paragraphs:
        text = " ".join(paragraph.astext().split())
        if word := next((word for word in ANSWER if text.startswith(word)), ""):
            return text.removeprefix(word).lstrip()
    plain = [p for p in paragraphs if not p.next_node(nodes.raw)]
    leads = [p for p in plain if "lead" in p.parent.get("classes", ())]
    first = next(iter(leads + [p for p in plain if not p.parent.get("classes")]), None)
    return " ".join(first.astext().split()) if first else ""


def _add(
    app: Any, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    tables = app.config.copro_tables.get(page, [])
    title = Markup(context.get("title", "")).striptags()
    context["metatags"] = context.get("metatags", "") + tags(
        page, title, abstract_of(doctree), tables, app.env.found_docs
    )
    context["language"] = language_of(page)


def _tables_of_pages(app: Any) -> None:
    """Which tables a page is based on: those of its claims, figures and tables."""
    origins = app.srcdir / "origins.json"
    app.config.copro_tables = (
        json.loads(origins.read_text(encoding="utf-8")) if origins.is_file() else {}
    )


def setup(app: Any) -> dict[str, Any]:
    """Entry point of Sphinx."""
    app.add_config_value("copro_tables", {}, "env")
    app.connect("builder-inited", _tables_of_pages)
    app.connect("html-page-context", _add, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
