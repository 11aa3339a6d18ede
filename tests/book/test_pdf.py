"""The printed book: one PDF with contents, all chapters and page numbers."""

import re
import zlib
from html.parser import HTMLParser

import pytest

from copro.book import pdf
from copro.cli import main

# A file as Chromium writes it, cut down to what is read: two levels of pages, two named places.
# Synthetic.
SMALL = b"""%PDF-1.4
2 0 obj
<</Type /Page
/Parent 9 0 R>>
3 0 obj
<</Type /Page
/Parent 9 0 R>>
4 0 obj
<</Type /Page
/Parent 8 0 R>>
9 0 obj
<</Type /Pages
/Count 2
/Kids [3 0 R 2 0 R]>>
8 0 obj
<</Type /Pages
/Count 3
/Kids [9 0 R 4 0 R]>>
5 0 obj
<</page-one [2 0 R /XYZ 6 826 0]
/page-two [4 0 R /XYZ 6 826 0]>>
"""


def test_places_are_found_by_the_order_of_the_pages():
    assert pdf.pages(SMALL) == [3, 2, 4]
    assert pdf.starts(SMALL) == {"page-one": 2, "page-two": 3}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("print")


@pytest.fixture(scope="module")
def articles(site, folder):
    return pdf.articles(site, folder)


class Tags(HTMLParser):
    """All tags of a document with their attributes: what is long is read once, without a tree."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_the_document_holds_every_page_with_ids_of_its_own(site, folder, articles):
    made = pdf.document(articles, site, folder, {"page-index": 3})
    tags = Tags(made).found
    ids = [of["id"] for _, of in tags if "id" in of]
    assert len(ids) == len(set(ids))
    slugs = [pdf._slug(page) for _, page in pdf.printed()]
    named = [of for tag, of in tags if tag == "article" and "bd-article" in of.get("class", "")]
    assert [of["id"] for of in named] == slugs
    listed = re.search(r'<ul class="printed-contents">.*?</ul>', made, flags=re.S).group()
    assert re.findall(r'<a href="#([^"]*)"', listed) == slugs
    assert re.search(r'href="#page-index".*?<span>(\d+)</span></a>', listed).group(1) == "3"
    inner = {of["href"][1:] for tag, of in tags if tag == "a" and of.get("href", "")[:1] == "#"}
    assert len(inner) > 100 and inner <= set(ids)
    pictures = [of["src"] for tag, of in tags if tag == "img"]
    assert len(pictures) >= 60 and all(name.endswith(".svg") for name in pictures)
    assert all((folder / name).resolve().is_file() for name in pictures)
    assert not {"button", "nav"} & {tag for tag, _ in tags}
    assert not any("<script" in one.html for one in articles)
    assert not [of for _, of in tags if "in-dark" in (of.get("class") or "").split()]


def test_without_a_browser_the_command_says_so_and_succeeds(monkeypatch, capsys):
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    assert main.main(["pdf"]) == 0
    assert "Chromium was not found" in capsys.readouterr().err


def test_without_a_book_nothing_is_printed(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "browser", lambda: "a browser")
    with pytest.raises(pdf.PdfFailed, match="make book"):
        pdf.print_book(tmp_path / "html", tmp_path / "book.pdf")


@pytest.mark.browser
def test_the_print_has_contents_all_chapters_and_page_numbers(
    chromium, site, folder, articles, monkeypatch
):
    monkeypatch.setattr(pdf, "articles", lambda *_: articles)
    made = pdf.print_book(site, folder / "book.pdf").read_bytes()
    order, places = pdf.pages(made), pdf.starts(made)
    begins = [places[slug] for slug in [pdf._slug(page) for _, page in pdf.printed()]]
    assert (
        begins == sorted(set(begins)) and begins[0] >= 3
    )  # behind the title page and the contents
    assert len(order) >= begins[-1] > 100
    assert b"/Outlines" in made
    # Figures are drawn, not photographed: hardly any picture of pixels, and none of the width of a
    # figure (1,280).
    widths = [int(w) for w in re.findall(rb"/Subtype /Image\s*/Width (\d+)", made)]
    assert not [w for w in widths if w > 1200]
    objects = dict(re.findall(rb"\n(\d+) 0 obj\s*(.*?)\nendobj", made, flags=re.S))
    check_page_numbers(objects, order)
    check_faces(objects, order)


def check_faces(objects: dict[bytes, bytes], order: list[int]) -> None:
    """Many pages use each type face of the book: none stands in for it."""
    used = [set(re.findall(rb"(\d+) 0 R", objects[b"%d" % page])) for page in order]
    for face in b"Regular", b"It", b"Semibold", b"Bold":
        own = {
            n
            for n, one in objects.items()
            if re.search(rb"/BaseFont /\w+\+SourceSansPro-%b\b" % face, one[:500])
        }
        assert sum(not own.isdisjoint(fonts) for fonts in used) > 100, face


def check_page_numbers(objects: dict[bytes, bytes], order: list[int]) -> None:
    """Each page but the first begins with its number in the margin: one sign a digit,
    the same for the same digit.
    """
    signs = {}
    for number, page in enumerate(order[1:], start=2):
        drawn = content(objects, page).split(b"BT\n", 1)[1].split(b"ET")[0]
        words = re.findall(rb"<([0-9A-F]{4})> Tj", drawn)
        assert len(words) == len(str(number))
        assert all(
            signs.setdefault(digit, word) == word
            for digit, word in zip(str(number), words, strict=True)
        )
    assert len(set(signs.values())) == 10


def content(objects: dict[bytes, bytes], page: int) -> bytes:
    """The drawing instructions of a page."""
    stream = re.search(rb"/Contents (\d+) 0 R", objects[b"%d" % page]).group(1)
    packed = objects[stream].partition(b" stream\n")[2].removesuffix(b"\nendstream")
    return zlib.decompress(packed)
