"""The search as one types: what can be found in the finished book, and the library that finds it.

Everything is a script that a page loads when its reader opens the search, since a book that is
opened from a disk may not fetch. Words are matched in the browser (``book/_static/search.js``).
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from concurrent.futures import Executor
from functools import lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from bs4 import BeautifulSoup, Tag

from copro.book.languages import language_of
from copro.book.machine_files import pages
from copro.paths import ROOT
from copro.report.words.languages import LANGUAGES, words

FOLDER = "search"  # below the root of the site
CLAIMS = "claims.html"
ALONE = (CLAIMS, "glossary.html")  # lists, of which the page itself is one hit
UNSEARCHED = "this_run.html"  # times of one build, which no other file may hold
# What is no text of a page: code, forms, marks, and what is found by itself.
APART = set("pre script style form nav button noscript svg".split())
APART_CLASSES = set(
    "button byline headerlink files source evidence mark claim-source span caption-number "
    "table-scroll what-if all-code cite neighbours needs-script".split()
)
APART_BOTH = {("details", "hide"), ("dl", "field-list")}
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "ß": "ss", "đ": "d", "ŋ": "n", "ŧ": "t"})
WHOLE = 5  # letters; a shorter word of a language counts only where it stands by itself


class Hit(NamedTuple):
    """What the search can lead to: ``place`` is its anchor, ``terms`` the concepts it is about."""

    kind: str
    page: int
    place: str
    title: str
    text: str
    terms: list[int]


def write(html: Path, team: Executor) -> None:
    """Write the library, and what can be found in the book in ``html``, as scripts; ``team`` reads
    its pages.
    """
    folder = html / FOLDER
    folder.mkdir(exist_ok=True)
    library = files("mkdocs").joinpath("contrib/search/templates/search/lunr.js")
    (folder / "lunr.js").write_text(library.read_text(encoding="utf-8"), encoding="utf-8")
    text = json.dumps(index(html, team), ensure_ascii=False, separators=(",", ":"))
    (folder / "index.js").write_text(f"window.coproSearch = {text};\n", encoding="utf-8")


def index(html: Path, team: Executor) -> dict[str, Any]:
    """Pages, hits, places and words of the search, as ``search.js`` reads them."""
    concepts = synonyms(json.loads((ROOT / "book" / "terms.json").read_text(encoding="utf-8")))
    found: list[Hit] = []
    listed: list[tuple[str, str, str]] = []
    searched = [address for address in pages(html) if address != UNSEARCHED]
    read = team.map(partial(_found, html, concepts), searched)
    for address, (title, own) in zip(searched, read):
        if title:
            found += [hit._replace(page=len(listed)) for hit in own]
            listed.append((address, title, language_of(address.removesuffix(".html"))))
    return {
        "pages": listed,
        "hits": found,
        "concepts": concepts,
        "places": _places(html / "places" / "data" / "index.js", concepts),
        "words": {language: words("search", language) for language in LANGUAGES},
    }


def _found(html: Path, concepts: list[list[str]], address: str) -> tuple[str, list[Hit]]:
    """The title of a page and what can be found on it; none where it leads on to another page, or
    shows one figure.
    """
    text = (html / address).read_text(encoding="utf-8")
    article = _article(text, whole=address != CLAIMS)
    if article is None or article.h1 is None:
        return "", []
    title = _text(article.h1)
    own = hits(article, 0, address)
    return title, [hit._replace(terms=_terms(hit, concepts)) for hit in own]


def _article(text: str, whole: bool) -> Tag | None:
    """The article of a page, without the frame around it. Of a list that is not searched by
    itself, not ``whole``, only what stands above it.
    """
    _, start, rest = text.partition('<article class="bd-article"')
    body = start + rest.rpartition("</article>")[0]
    first, *others = (body if whole else body.partition("<h2")[0]).split("<pre")
    said = "".join([first, *(one.partition("</pre>")[2] for one in others)])  # code: half of it
    return _Text(said, "html.parser", store_line_numbers=False).article


class _Text(BeautifulSoup):
    """A page without what is no text of it: of that no element is made."""

    def handle_starttag(self, name: str, *more: Any, **others: Any) -> Tag | None:
        """Begin an element, or what is left out; within it nothing begins."""
        if self._left or _apart(name, more[2].get("class", "")):
            if not self.builder.can_be_empty_element(name):
                self._left.append(name)
            return None
        return super().handle_starttag(name, *more, **others)

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:
        """End an element, or what is left out."""
        if not self._left:
            super().handle_endtag(name, nsprefix)
        elif name in self._left:
            while self._left.pop() != name:
                pass

    def handle_data(self, data: str) -> None:
        """Take a text, unless it is left out."""
        if not self._left:
            super().handle_data(data)

    def reset(self) -> None:
        """Begin a page."""
        super().reset()
        self._left: list[str] = []


def _apart(name: str, of: str) -> bool:
    """Whether an element of this name and these classes is no text of its page.

    >>> _apart("details", "hide above-input"), _apart("details", "more")
    (True, False)
    """
    classes = of.split()
    return (
        name in APART
        or not APART_CLASSES.isdisjoint(classes)
        or any(name == one and of in classes for one, of in APART_BOTH)
    )


def synonyms(terms: list[dict[str, Any]]) -> list[list[str]]:
    """The words of each concept of the glossary in all its languages.

    >>> synonyms([{"en": "district (Kreis)", "nb": ["krets"], "de": ["Kreis"], "da": []}])
    [['district', 'Kreis', 'krets']]
    """
    found = []
    for term in terms:
        english = re.split(r"\s*[()]\s*", term["en"].rstrip(")"))
        others = [*term["nb"], *term["de"], *term["da"], *term.get("also", [])]
        found.append(list(dict.fromkeys([*english, *others])))
    return found


@lru_cache(4096)  # the words of the glossary are looked for in every text
def fold(text: str) -> str:
    """Words without marks and capitals, between blanks.

    >>> fold("Ältere, Straße; ældrepleje på Ås")
    ' altere strasse aeldrepleje pa as '
    """
    plain = unicodedata.normalize("NFD", text.lower().translate(LETTERS))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return f" {re.sub('[^a-z0-9]+', ' ', bare).strip()} "


def about(text: str, concepts: list[list[str]]) -> list[int]:
    """Which concepts a text names, in any language, by their places in the list.

    >>> about("Home services and clubs", [["home service", "hjemmetjeneste"], ["lag"], ["club"]])
    [0]
    """
    plain = fold(text)
    return [
        place
        for place, concept in enumerate(concepts)
        if any(
            (word := fold(one)) in plain or (len(word) > WHOLE + 1 and word.rstrip() in plain)
            for one in concept
        )
    ]


def _terms(hit: Hit, concepts: list[list[str]]) -> list[int]:
    """The concepts of a hit; of a term of the glossary its own comes first."""
    found = about(f"{hit.title} {hit.text}", concepts)
    own = re.split(r" \(|, ", hit.title)[0]
    return sorted(found, key=lambda one: hit.kind != "term" or own not in concepts[one])


def hits(article: Tag, page: int, address: str) -> Iterator[Hit]:
    """Claims, figures, tables, terms and sections of a page; what is found is taken out of it."""
    own = address.rsplit("/", 1)[-1]
    if own in ALONE:  # their items are found by themselves, the claims where they are made
        yield Hit("page", page, "", _text(article.h1), _text(article.p), [])
        for place in article.select('[id^="term-"]'):
            term = place if place.name == "dt" else place.find_next("dt")
            if term:
                meaning = _text(term.find_next("dd"))
                yield Hit("term", page, str(place["id"]), _text(term), meaning, [])
        return
    yield from results(article, page)
    yield from sections(article, page)


def results(article: Tag, page: int) -> Iterator[Hit]:
    """The claims, figures and tables of a page, which is left without them."""
    for claim in article.select('.claim[id^="claim-"], .number[id^="claim-"]'):
        yield Hit("claim", page, str(claim["id"]), "", _text(claim.p), [])
        claim.decompose()
    for figure in article.select("figure"):
        id, title = str(figure.get("id", "")), figure.select_one("figcaption .unseen")
        if id.startswith("fig-") and title:
            words_of_it = _text(title).rstrip(".")
            title.decompose()
            yield Hit("figure", page, id, words_of_it, _text(figure.figcaption), [])
        elif id.startswith("tbl-"):
            yield Hit("table", page, id, _text(figure.figcaption), "", [])
        figure.decompose()


def sections(article: Tag, page: int) -> Iterator[Hit]:
    """The sections of a page, each with its own text alone; a card of a table is a table."""
    for section in article.select("section[id]"):
        heading = section.find(re.compile("^h[1-6]$"), recursive=False)
        if heading is None:
            continue
        parts = [child for child in section.children if isinstance(child, Tag)]
        own = [part for part in parts if part is not heading and part.name != "section"]
        kind = "table" if any(part.select_one("[data-facts]") for part in own) else "section"
        for name in section.select("p:has([data-facts]) code"):
            name.decompose()  # the name of a table, as code writes it
        text = " ".join(filter(None, map(_text, own))).lstrip(". ")
        place = "" if heading.name == "h1" else str(section["id"])
        yield Hit(kind if place else "page", page, place, _text(heading), text, [])


def _text(part: Tag | None) -> str:
    """The words of a part as they are seen."""
    if part is None:
        return ""
    for one in part.find_all(["p", "li", "td", "th", "dd", "dt", "br", "div", "summary"]):
        one.insert_after(" ")
    return " ".join(part.get_text().split())


def _places(file: Path, concepts: list[list[str]]) -> dict[str, Any]:
    """Countries, their regions and places, from the page that shows their profiles."""
    found = {}
    for country, one in _script(file).items():
        said = [_script(file.parent / f"{country}-{language}.js") for language in LANGUAGES]
        subjects = " ".join(label for one in said for label in one["labels"].values())
        found[country] = {
            "regions": one["regions"],
            "about": [subjects, about(subjects, concepts)],
            "units": [[code, name, region, *more] for code, name, region, _, *more in one["units"]],
        }
    return found


def _script(file: Path) -> dict[str, Any]:
    """The value that a script of ``places/data`` sets."""
    return json.loads(file.read_text(encoding="utf-8").partition("] = ")[2].strip().rstrip(";"))
