"""A figure as SVG that stands alone: title, description, source, licence and text as text."""

from xml.sax.saxutils import escape

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
FAMILY = "'Source Sans Pro'"
# Where the typeface of the book is not installed: one as wide, then any without serifs.
FAMILIES = f"{FAMILY}, 'Source Sans 3', 'Fira Sans Condensed', 'Arial Narrow', Arial, sans-serif"


def described(svg: bytes, title: str, words: str, source: str, rights: str) -> bytes:
    """An SVG of matplotlib with its title, what is seen on it (``words``), its source line and
    what may be done with it.
    """
    head = f"<title>{escape(title)}</title>\n <desc>{escape(words)}</desc>\n "
    facts = (
        f"    <dc:title>{escape(title)}</dc:title>\n"
        f"    <dc:source>{escape(source)}</dc:source>\n"
        f"    <dc:rights><cc:Agent><dc:title>{escape(rights)}</dc:title></cc:Agent></dc:rights>\n"
        f'    <cc:license rdf:resource="{LICENCE}"/>\n'
    )
    text = svg.decode().replace(FAMILY, FAMILIES)
    for sign, put in (("<metadata>", head), ("   </cc:Work>", facts)):
        before, found, after = text.partition(sign)
        if not found:
            raise ValueError(f"an SVG of matplotlib holds {sign!r}; this one does not")
        text = f"{before}{put}{found}{after}"
    return text.encode()
