"""The printed book: one PDF with contents, all chapters and page numbers."""

import re
import zlib

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


def test_the_document_holds_every_page_with_ids_of_its_own(site, tmp_path):
    from bs4 import BeautifulSoup

    (tmp_path / "print").mkdir()
    made = BeautifulSoup(pdf.document(site, tmp_path / "print", {"page-index": 3}), "html.parser")
    ids = [tag["id"] for tag in made.find_all(id=True)]
    assert len(ids) == len(set(ids))
    slugs = [pdf._slug(page) for _, page in pdf.printed()]
    assert [a["id"] for a in made.select("article.bd-article")] == slugs
    assert [a["href"] for a in made.select(".printed-contents a")] == [f"#{slug}" for slug in slugs]
    assert made.select_one('.printed-contents a[href="#page-index"]').get_text().endswith("3")
    inner = {a["href"][1:] for a in made.find_all("a", href=re.compile("^#"))}
    assert len(inner) > 100 and inner <= set(ids)
    pictures = [image["src"] for image in made.find_all("img")]
    assert len(pictures) >= 60 and all(name.endswith(".svg") for name in pictures)
    assert all((tmp_path / "print" / name).resolve().is_file() for name in pictures)
    assert not made.select("script, button, .in-dark, nav")


def test_without_a_browser_the_command_says_so_and_succeeds(monkeypatch, capsys):
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    assert main.main(["pdf"]) == 0
    assert "Chromium was not found" in capsys.readouterr().err


def test_without_a_book_nothing_is_printed(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "browser", lambda: "a browser")
    with pytest.raises(pdf.PdfFailed, match="make book"):
        pdf.print_book(tmp_path / "html", tmp_path / "book.pdf")


@pytest.mark.browser
def test_the_print_has_contents_all_chapters_and_page_numbers(chromium, site, tmp_path):
    made = pdf.print_book(site, tmp_path / "print" / "book.pdf").read_bytes()
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
    check_page_numbers(made, order)


def check_page_numbers(made: bytes, order: list[int]) -> None:
    """Each page but the first begins with its number in the margin: one sign a digit,
    the same for the same digit.
    """
    signs = {}
    for number, page in enumerate(order[1:], start=2):
        words = re.findall(
            rb"<([0-9A-F]{4})> Tj", content(made, page).split(b"BT\n", 1)[1].split(b"ET")[0]
        )
        assert len(words) == len(str(number))
        assert all(
            signs.setdefault(digit, word) == word
            for digit, word in zip(str(number), words, strict=True)
        )
    assert len(set(signs.values())) == 10


def content(made: bytes, page: int) -> bytes:
    """The drawing instructions of a page."""
    described = re.search(rb"\n%d 0 obj\s*<<(.*?)\nendobj" % page, made, flags=re.S).group(1)
    stream = int(re.search(rb"/Contents (\d+) 0 R", described).group(1))
    packed = re.search(
        rb"\n%d 0 obj\s*<<[^>]*>> stream\n(.*?)\nendstream" % stream, made, flags=re.S
    ).group(1)
    return zlib.decompress(packed)
