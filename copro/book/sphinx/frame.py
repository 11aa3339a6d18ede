"""The frame of a page: contents of the book, footer, and only those files that the page uses."""

import html
import re
from functools import cache
from pathlib import Path

from copro.book.sphinx.furniture import facts

# Style sheets and scripts of Sphinx extensions that Jupyter Book always loads and this book does
# not use.
UNUSED = re.compile(
    r"pygments|basic\.css|togglebutton|copybutton|clipboard|mystnb|thebe|sphinx-design|design-tabs"
    r"|sphinx-book-theme|theme\.css|documentation_options|doctools|sphinx_highlight"
)
# What is left of them among the files of the site, and what the search needs all the same.
UNASKED = re.compile(
    UNUSED.pattern + r"|^(?:file|minus|plus)\.png$|^(?:check|play)-solid\.svg$|^copy-button\.svg$"
)
SEARCH = {"documentation_options.js", "doctools.js", "sphinx_highlight.js"}
PHONE = "(max-width: 40rem)"  # where the style sheet, too, goes over to phones
# Scripts that only some pages need -> what such a page holds.
ON_DEMAND = {"table_filters.js": "data-filters="}


def without_other_theme(app) -> None:
    """Jupyter Book hangs the events of its own theme onto every build; this book has another."""
    for listeners in app.events.listeners.values():
        listeners[:] = [
            one
            for one in listeners
            if not getattr(one.handler, "__module__", "").startswith("sphinx_book_theme")
        ]


def trim(app, failed) -> None:
    """Leave out what no page asks for; the page of the search is the only one with scripts
    of Sphinx.
    """
    for file in () if failed else Path(app.outdir, "_static").iterdir():
        if file.is_file() and file.name not in SEARCH and UNASKED.search(file.name):
            file.unlink()


def dress(app, pagename, templatename, context, doctree):
    """Complete the context of a page for the templates of the theme."""
    known = facts(str(app.srcdir))
    context["edition"] = known["edition"]
    context["chapter"] = known["chapters"].get(pagename)
    # The theme says it itself.
    context["metatags"] = re.sub(r'<meta name="viewport"[^>]*>\s*', "", context.get("metatags", ""))
    context["book_contents"] = contents(context, pagename)
    body = context["body"] = finish(context.get("body", ""), Path(app.srcdir), pagename)
    for kind in ("css_files", "script_files"):
        once = {
            str(getattr(file, "filename", file)) + str(getattr(file, "attributes", "")): file
            for file in context[kind]
        }
        context[kind] = [file for file in once.values() if wanted(file, pagename, body, app)]


def wanted(file, page: str, body: str, app) -> bool:
    """Whether a page loads a file: a file with the name of a page belongs to that page alone."""
    name = str(getattr(file, "filename", file) or "")
    attributes = str(getattr(file, "attributes", ""))
    if not name:  # written into the page: only what unused extensions say to their scripts
        return not re.search(r"toggle|thebe|DOCUMENTATION_OPTIONS", attributes, flags=re.I)
    if UNUSED.search(name):
        return False
    stem = Path(name).name.split(".")[0]
    if stem in app.env.found_docs and stem != page:
        return False
    sign = ON_DEMAND.get(Path(name).name)
    return sign is None or sign in body


def contents(context: dict, pagename: str) -> str:
    """The contents of the book: parts with their chapters;
    Sphinx's own names no level of its headings.
    """
    made = str(context["toctree"](maxdepth=1, collapse=False, titles_only=True, includehidden=True))
    made = re.sub(
        r'<p class="caption" role="heading"><span class="caption-text">(.*?)</span></p>',
        r'<p class="part">\1</p>',
        made,
    )
    made = re.sub(
        r'<a class="current reference internal"', '<a aria-current="page" class="current"', made
    )
    start = ' aria-current="page"' if pagename == "index" else ""
    return (
        '<p class="part"><a '
        f'href="{html.escape(context["pathto"]("index"))}"{start}>Start</a></p>\n{made}'
    )


def finish(body: str, source: Path, pagename: str) -> str:
    """Images are loaded when they are near, in a place kept free;
    what scrolls can be reached by keyboard.
    """
    # What Jupyter Book writes into every page for a feature that is not used here.
    body = re.sub(
        r'<script type="text/x-thebe-config">.*?</script>\s*|<script>kernelName = .*?</script>\s*',
        "",
        body,
        flags=re.S,
    )
    body = re.sub(r"<img [^>]*>", lambda m: _image(m.group(), source), body)
    # Roles that were withdrawn from ARIA 1.2, and a list that holds more than its items.
    body = re.sub(r' role="(doc-biblioentry|doc-noteref|list)"', "", body)
    # A caption with a legend is opened twice and closed once.
    body = body.replace('</p>\n<figcaption>\n<div class="legend">', '</p>\n<div class="legend">')
    body = re.sub(r"<pre>", '<pre tabindex="0">', body)
    body = _scrolling(body)
    # The words of the code fold: the number of the cell instead of a text that no one sees.
    parts = re.split(r'<summary aria-label="Toggle hidden content">.*?</summary>', body, flags=re.S)
    text = parts[0]
    for rest in parts[1:]:
        cell = re.match(r'\s*<div class="cell_input[^>]*id="cell-(\d+)"', rest)
        text += f"<summary>Code{f' of cell {cell.group(1)}' if cell else ''}</summary>{rest}"
    return text.replace('class="admonition hide above-input"', 'class="hide above-input"')


def _image(tag: str, source: Path) -> str:
    name = re.search(r'src="[^"]*_images/([^"]+)"', tag)
    file = source / "figures" / name.group(1) if name else None
    if file is None or not file.is_file():
        return tag
    width, height = _size(file)
    tag = tag.replace(
        "<img ", f'<img loading="lazy" decoding="async" width="{width}" height="{height}" ', 1
    )
    phone = file.with_stem(f"{file.stem}-phone")
    if not phone.is_file():
        return tag
    width, height = _size(phone)
    address = re.findall(r'src="([^"]*_images/)', tag)[0] + phone.name
    return (
        f'<picture><source media="{PHONE}" srcset="{address}" width="{width}" '
        f'height="{height}">{tag}</picture>'
    )


@cache
def _size(file: Path) -> tuple[int, int]:
    from PIL import Image

    with Image.open(file) as picture:
        return picture.size


def _scrolling(body: str) -> str:
    """Tables written in Markdown scroll in a box of their own."""
    count = 0

    def box(match):
        nonlocal count
        count += 1
        heads = " ".join(
            re.sub(
                r"<[^>]+>", " ", " ".join(re.findall(r"<th\b.*?</th>", match.group(), flags=re.S))
            ).split()
        )
        label = html.escape(html.unescape(f"Table {count} on this page: {heads[:60]}"), quote=True)
        return (
            '<div class="table-scroll" tabindex="0" role="region" '
            f'aria-label="{label}">{match.group()}</div>'
        )

    return re.sub(r'<table class="docutils.*?</table>', box, body, flags=re.S)
