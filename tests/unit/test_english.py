"""English that sentences share."""

import doctest

from copro import english


def test_names_stand_in_a_row_and_numbers_up_to_twelve_are_words():
    assert english.listed(iter(["one"])) == "one"
    assert (english.number_word(12), english.number_word(13)) == ("twelve", "13")
    tried = doctest.testmod(english)
    assert tried.attempted == 3 and not tried.failed
