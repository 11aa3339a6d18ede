"""The page to take to a meeting: two sheets of paper, with lines to write on."""

import re

import pytest

from copro.book.languages import in_language
from copro.report.words.languages import LANGUAGES

SHEET = re.compile(rb"/Type\s*/Page[^s]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_for_a_meeting_print_on_two_sheets(visit, language):
    page = visit(in_language("meeting", language))
    assert not page.locator(".notes span").first.is_visible()
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "15mm")
    assert len(SHEET.findall(page.pdf(format="A4", margin=margin))) <= 2
    page.emulate_media(media="print")
    assert page.locator(".notes span").first.is_visible()
