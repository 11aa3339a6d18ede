"""A figure as SVG that stands alone: title, description, source, licence, and text as text.

The letters of its texts travel with it: in a typeface of another width, texts would not fit.
"""

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from copro.kept import kept

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
FAMILY = "'Source Sans Pro'"
# For programs that do not read the letters inside: as narrow, then any without serifs.
FAMILIES = f"{FAMILY}, 'Source Sans 3', 'Arial Narrow', Arial, sans-serif"
# Letters of English, Norwegian, German and Danish, digits and the signs of charts.
LETTERS = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) + "–—‘’“”…−≤≥≈→\u2009\u202f"
TEXT = "{http://www.w3.org/2000/svg}text"
# Style and weight -> file of the face.
FACES = {
    ("normal", "400"): "Regular",
    ("italic", "400"): "It",
    ("normal", "600"): "Semibold",
    ("normal", "700"): "Bold",
}


def described(svg: bytes, title: str, words: str, source: str, rights: str) -> bytes:
    """An SVG of matplotlib with its title, what is seen on it (``words``), its source line, what
    may be done with it, and the letters that it is written in.
    """
    style = f"<style>{''.join(_faces(svg))}</style>\n "
    head = f"<title>{escape(title)}</title>\n <desc>{escape(words)}</desc>\n {style}"
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


def _faces(svg: bytes) -> Iterator[str]:
    """The faces that the texts of an SVG are set in, with no more letters than they hold."""
    letters: dict[tuple[str, str], set[str]] = {}
    for text in ElementTree.fromstring(svg).iter(TEXT):
        said = dict(part.split(": ", 1) for part in text.get("style", "").split("; ") if part)
        face = (said.get("font-style", "normal"), said.get("font-weight", "400"))
        letters.setdefault(face, set()).update("".join(text.itertext()))
    for (style, weight), name in FACES.items():
        if held := letters.get((style, weight)):
            font = base64.b64encode(_cut(name, "".join(sorted(held)))).decode()
            yield (
                f"@font-face {{font-family: {FAMILY}; font-style: {style}; font-weight: {weight}; "
                f"src: url(data:font/woff2;base64,{font})}}"
            )


def _cut(name: str, letters: str) -> bytes:
    """A face of the typeface of the book with these letters alone, as WOFF2.

    It is cut from the letters that most texts are written in, which is done in half the time and
    gives the same bytes as a cut from the whole face.
    """
    import fontTools

    whole, by = face(name), fontTools.version.encode()
    if set(letters) <= set(LETTERS):
        whole = kept(
            f"fonts/{name}.ttf", [whole, by, LETTERS.encode()], lambda: cut(whole, LETTERS)
        )
    return cut(whole, letters, "woff2")


def face(name: str) -> bytes:
    """The whole face of the typeface of the book, such as ``Bold``, as its package holds it."""
    import font_source_sans_pro

    files = Path(font_source_sans_pro.__file__).parent / "files"
    return (files / f"SourceSansPro-{name}.ttf").read_bytes()


def cut(font: bytes, letters: str, flavor: str | None = None, *features: str) -> bytes:
    """A font with these letters alone, in the form ``flavor``, as it comes if none is named, with
    kerning and the other ``features``.
    """
    from fontTools import subset

    options = subset.Options(flavor=flavor, layout_features=["kern", *features])
    held = subset.load_font(io.BytesIO(font), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(held)
    target = io.BytesIO()
    subset.save_font(held, target, options)
    return target.getvalue()
