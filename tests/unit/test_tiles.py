"""Tables as tiles: words in their colours, readable without them; rows are made up."""

import pandas as pd
from bs4 import BeautifulSoup

from copro.report.records.tiles import tiled

ROWS = pd.DataFrame(
    {
        "question": ["Is it <so>?", "Or so?"],
        "verdict": ["undecided", "cannot be tested"],
        "Norway": ["for", None],
        "kept": ["out", "out"],
    }
)
LABELS = {"question": "Question", "verdict": "Verdict", "Norway": "Norway"}


def test_every_word_stands_in_its_tile_under_a_heading_of_its_row_and_column():
    page = BeautifulSoup(tiled(ROWS, LABELS, ["verdict", "Norway"]), "html.parser")
    assert [th.get_text() for th in page.select("thead th[scope=col]")] == list(LABELS.values())
    assert [th.get_text() for th in page.select("tbody th[scope=row]")] == ["Is it <so>?", "Or so?"]
    assert [(t["data-says"], t.get_text()) for t in page.select(".tile")] == [
        ("undecided", "undecided"),
        ("for", "for"),
        ("cannot-be-tested", "cannot be tested"),
    ]
    assert [td["data-label"] for td in page.select("td[data-label]")] == [
        "Verdict",
        "Norway",
        "Verdict",
    ]


def test_what_is_missing_is_a_dash_and_no_tile():
    page = BeautifulSoup(tiled(ROWS, LABELS, ["Norway"]), "html.parser")
    assert page.select_one("td.empty").get_text() == "–"
    assert not page.select("td.empty .tile")
