"""What machines read in a page: schema.org, citation tags, Open Graph, languages.

A Sphinx extension. Addresses are relative unless ``COPRO_BASE_URL`` says where the book stands.
"""

import json
import os
import re
from functools import cache
from html import escape

from markupsafe import Markup

from copro.book import citation
from copro.book.pages.summaries import LANGUAGES
from copro.data.catalogue import package

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LOCALES = {"en": "en_GB", "nb": "nb_NO", "de": "de_DE", "da": "da_DK"}
PREVIEW = "files/preview.png"


def base_url() -> str:
    """Where the book stands, with a slash at the end; empty if nobody said."""
    found = os.environ.get("COPRO_BASE_URL", "").strip()
    return f"{found.rstrip('/')}/" if found else ""


def language_of(page: str) -> str:
    """Language of a page: that of a summary, English for all others."""
    folder, _, name = page.rpartition("/")
    return name if folder == "summaries" and name in LANGUAGES else "en"


def author() -> dict:
    """The authors as schema.org's organisation."""
    return {"@type": "Organization", "name": citation.book()["authors"][0]}


def article(page: str, title: str, abstract: str, tables: list[str]) -> dict:
    """A chapter as schema.org's ScholarlyArticle, with the tables it is based on."""
    return {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": title,
        "abstract": abstract,
        "inLanguage": language_of(page),
        "author": author(),
        "license": LICENCE,
        "datePublished": citation.book()["date"],
        "version": citation.book()["version"],
        "isPartOf": {"@type": "Book", "name": citation.book()["title"]},
        "isBasedOn": [dataset(name) for name in tables],
    } | ({"url": f"{base_url()}{page}.html"} if base_url() else {})


@cache
def cards() -> dict:
    """Cards of the data package by name."""
    return {card["name"]: card for card in package()["resources"]}


def dataset(name: str) -> dict:
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


def catalogue(names) -> dict:
    """All tables as schema.org's DataCatalog."""
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": package()["title"],
        "description": package()["description"],
        "license": LICENCE,
        "dataset": [dataset(name) for name in names],
    }


def tags(page: str, title: str, abstract: str, tables: list[str], root: str) -> str:
    """The elements for the head of a page; ``root`` leads from the page to the start page."""
    language, where = language_of(page), base_url() or root
    work = (
        catalogue(cards()) if page == "data_catalogue" else article(page, title, abstract, tables)
    )
    named = {
        "description": abstract,
        "citation_title": title,
        "citation_author": author()["name"],
        "citation_publication_date": citation.book()["date"].replace("-", "/"),
        "citation_inbook_title": citation.book()["title"],
        "citation_language": language,
        "citation_public_url": f"{where}{page}.html",
        "twitter:card": "summary_large_image",
    }
    graph = {
        "og:title": title,
        "og:description": abstract,
        "og:type": "article",
        "og:locale": LOCALES[language],
        "og:site_name": citation.book()["title"],
        "og:image": f"{where}{PREVIEW}",
        "og:image:alt": "Title of the book and its question",
    }
    lines = [
        f'<meta name="{key}" content="{escape(text)}" />' for key, text in named.items() if text
    ]
    lines += [
        f'<meta property="{key}" content="{escape(text)}" />' for key, text in graph.items() if text
    ]
    if page.startswith("summaries/"):
        lines += [
            f'<link rel="alternate" hreflang="{code}" href="{where}summaries/{code}.html" />'
            for code in LANGUAGES
        ]
        lines.append(
            f'<link rel="alternate" hreflang="x-default" href="{where}summaries/en.html" />'
        )
    lines.append(
        '<link rel="alternate" type="application/atom+xml" title="Releases" '
        f'href="{where}files/releases.atom" />'
    )
    # "</" would end the script element early.
    lines.append(
        '<script type="application/ld+json">'
        + json.dumps(work, ensure_ascii=False).replace("</", "<\\/")
        + "</script>"
    )
    return "\n".join(lines)


def _question(doctree) -> str:
    """The first paragraph of a page without the word Question: what it asks."""
    from docutils import nodes

    first = (
        next((p for p in doctree.findall(nodes.paragraph) if not p.next_node(nodes.raw)), None)
        if doctree
        else None
    )
    text = " ".join(first.astext().split()) if first else ""
    return re.sub(r"^(Question|Spørsmål|Spørgsmål|Frage)\.\s*", "", text)


def _add(app, page, template, context, doctree):
    tables = app.config.copro_tables.get(page, [])
    title = Markup(context.get("title", "")).striptags()
    root = "../" * page.count("/") or "./"
    context["metatags"] = context.get("metatags", "") + tags(
        page, title, _question(doctree), tables, root
    )
    context["language"] = language_of(page)


def _tables_of_pages(app) -> None:
    """Which tables a page is based on: those of its claims, figures and tables."""
    origins = app.srcdir / "origins.json"
    app.config.copro_tables = (
        json.loads(origins.read_text(encoding="utf-8")) if origins.is_file() else {}
    )


def _finish(app, problem) -> None:
    from copro.book.machine_files import write

    if problem is None:
        write(app.outdir)


def setup(app):
    """Entry point of Sphinx."""
    app.add_config_value("copro_tables", {}, "env")
    app.connect("builder-inited", _tables_of_pages)
    app.connect("html-page-context", _add, priority=900)
    app.connect("build-finished", _finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
