"""Every page in a real browser, on light and on dark ground."""

import pytest

from .pages import ALL, check


@pytest.mark.parametrize("name", ALL)
def test_a_page_is_whole_at_every_width(visit, name):
    check(visit, name)
