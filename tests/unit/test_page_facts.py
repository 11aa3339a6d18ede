"""What machines and menus read of a page: its answer, its whole address, its short title."""

import pytest
from docutils import nodes

from copro.book.pages import catalogue
from copro.book.sphinx import furniture, metadata
from copro.chapters import registry
from copro.data import card, tables


def document(*parts):
    made = nodes.document(None, None)
    made += parts
    return made


def paragraph(text, *more, **options):
    return nodes.paragraph("", "", nodes.Text(text), *more, **options)


def test_a_page_is_described_by_its_answer():
    page = document(paragraph("Question. What is it?"), paragraph("Answer.  It is\n3."))
    assert metadata.abstract_of(page) == "It is 3."
    assert metadata.abstract_of(document(paragraph("Frage. Was?"), paragraph("Antwort. Ja."))) == (
        "Ja."
    )


def test_a_page_without_an_answer_is_described_by_its_lead():
    menu = nodes.container("", paragraph("English, Norsk"), classes=["languages"])
    lead = nodes.container("", paragraph("How do they?"), classes=["lead"])
    assert metadata.abstract_of(document(menu, paragraph("Words."), lead)) == "How do they?"
    assert metadata.abstract_of(document(menu, paragraph("Words."))) == "Words."
    assert metadata.abstract_of(None) == ""


@pytest.mark.parametrize("base", ["", "https://example.org/book"])
def test_whole_addresses_are_there_when_the_book_has_one_and_absent_otherwise(monkeypatch, base):
    monkeypatch.setenv("COPRO_BASE_URL", base)
    made = metadata.tags("2_norway/chapter", "Title", "It is 3. " * 90, [])
    whole = 'rel="canonical" href="https://example.org/book/2_norway/chapter.html"'
    assert (whole in made) == bool(base)
    for name in ("og:image", "og:url", "citation_public_url"):
        assert (f'"{name}" content="https://example.org/book/' in made) == bool(base)
        assert (f'"{name}"' in made) == bool(base)
    description = made.partition('name="description" content="')[2].partition('"')[0]
    assert description.endswith(" …") and len(description) <= metadata.DESCRIBED


def test_the_contents_may_call_a_page_by_a_shorter_name(monkeypatch, tmp_path):
    file = tmp_path / "_toc.yml"
    file.write_text(
        "root: index\nparts:\n- caption: One\n  chapters:\n  - file: a/b\n    title: Short\n"
        "    sections:\n    - file: a/c\n      title: Deep\n  - file: a/d\n"
    )
    monkeypatch.setattr(registry, "CONTENTS", file)
    assert registry.short_titles() == {"a/b": "Short", "a/c": "Deep"}


def test_marks_and_links_are_no_words_to_read():
    badge = nodes.raw("", '<a class="evidence" href="x">survey</a>', format="html")
    assert furniture.words_in(paragraph("It is 3.", badge)) == 3


def test_every_card_of_the_catalogue_offers_its_table():
    text = catalogue.catalogue()
    for name in tables()["name"]:
        assert f'href="files/data/{card(name)["path"]}" download>Download ' in text
