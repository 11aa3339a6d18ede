"""What the book shows for the results of a notebook,
made from what the notebook shows to whoever opens it.
"""

import json

import pytest
from bs4 import BeautifulSoup

from copro.book import citation
from copro.book.dress import dress
from copro.book.ranges import Told
from copro.report.records.claim import KINDS

TABLES = [
    "cases/cases",
    "norway/municipalities_2024",
    "norway/drug_use_prevalence_2013_2025",
    "literature/coding_first",
]
CLAIM = {
    "type": "claim",
    "id": "a-b",
    "kind": "model estimate",
    "sentence": "It was 3 [a|b].",
    "n": 1200,
}
FIGURE = {
    "type": "figure",
    "id": "a-c",
    "title": "A *title*",
    "caption": "How to read it.",
    "alt": "What is seen.",
    "source": "An <office>, 5 % of it.",
}
TABLE = {"type": "table", "id": "a-d", "caption": "5 % & more.", "source": "An <office>."}
SHOWN = (
    '<figure class="copro-table" id="tbl-a-d" data-filters="0 2"><figcaption>old</figcaption>'
    '<div class="table-scroll" aria-label="5 % &amp; more."><table><tr><th scope="col"> </th>'
    '<th scope="col">Share</th></tr><tr><td>a</td><td>7 %</td></tr></table></div></figure>'
)
GLUE = {
    "output_type": "display_data",
    "metadata": {"scrapbook": {"name": "a-e"}},
    "data": {"application/papermill.record/text/plain": "x"},
}


def shown(record, **data):
    return {"output_type": "display_data", "metadata": {"copro": record}, "data": data}


def place(tables):
    return {"number": 7, "cell": 3, "tables": tables}


def dressed(*outputs, tables=TABLES[:1], spans=None):
    """Outputs of the one code cell of a chapter, as the book shows them."""
    book = {
        "cells": [
            {"cell_type": "markdown", "source": [], "metadata": {}},
            {"cell_type": "code", "outputs": list(outputs), "metadata": {}},
        ]
    }
    numbers = {"figures": {"a-c": place(tables)}, "tables": {"a-d": place(tables)}}
    made = dress(json.dumps(book), "2_norway/chapter", numbers, spans or {}, {"a-b": "robust"})
    return json.loads(made)["cells"][1]["outputs"]


def text(output):
    assert list(output["data"]) == ["text/markdown"]
    return output["data"]["text/markdown"]


def test_the_picture_of_a_figure_stays_a_file_and_glue_stays_as_it_is():
    picture = shown({"type": "picture", "id": "a-c"}, **{"image/png": "AAAA"})
    assert dressed(picture, GLUE) == [GLUE]


@pytest.mark.parametrize("span", [None, Told("Over 9 specifications", "m")])
def test_a_claim_gets_its_name_badge_source_and_range(span):
    (made,) = dressed(
        shown(CLAIM, **{"text/html": "<p>x</p>"}), spans={"a-b": span} if span else {}
    )
    start, _, rest = text(made).partition("\n:::{container} claim\n")
    assert start == "(claim-a-b)=" and rest.endswith("\n:::\n")
    assert " It was 3 \\[a\\|b\\] (n\u202f=\u202f1,200). <a " in rest
    badge, mark, source = BeautifulSoup(rest, "html.parser").find_all("a")
    assert badge["href"] == "../how_to_read.html#badge-model-estimate"
    assert badge["data-meaning"] == KINDS["model estimate"] and badge.get_text() == CLAIM["kind"]
    assert mark["href"] == "../how_to_read.html#mark-robust" and mark.get_text() == "robust"
    assert source["href"] == "../claims.html#claim-a-b"
    assert rest.partition("</a>\n")[2] == (
        "\nOver 9 specifications ([multiverse](#claim-m)).\n:::\n" if span else ":::\n"
    )


def test_codes_without_agreement_are_a_mark_beside_the_claim():
    (made,) = dressed(
        shown(CLAIM | {"disagree": {"stage": 0.318}}, **{"text/html": "<p>x</p>"}),
    )
    mark = BeautifulSoup(text(made), "html.parser").select_one(".mark-disagree")
    assert mark.get_text() == "passes disagree" and "stage (0.32)" in mark["data-meaning"]
    assert mark["href"] == "../how_to_read.html#mark-coders-disagree"


def test_a_figure_gets_its_name_caption_and_files():
    (made,) = dressed(shown(FIGURE, **{"text/html": "<p>x</p>"}))
    assert text(made).startswith(
        "```{figure} /figures/a-c.png\n:name: fig-a-c\n:alt: What is seen.\n:class: in-light\n\n"
        '<span class="unseen">A \\*title\\*.</span> How to read it.\n\n<div class="source">'
    )
    page = BeautifulSoup(text(made), "html.parser")
    assert page.select_one(".source").get_text() == (
        "Source: An <office>, 5\u202f% of it. Tables: cases/cases."
    )
    assert [a["href"] for a in page.select(".files a")] == [
        *(f"../files/a-c.{end}" for end in ("png", "svg", "csv")),
        "#fig-a-c",
        "../figures/a-c.html",
        "#cell-3",
    ]
    assert page.select_one(".files span").get_text().startswith("data: own work; CC BY 4.0")


def test_a_figure_offers_the_line_that_is_set_beside_it():
    (made,) = dressed(shown(FIGURE, **{"text/html": "<p>x</p>"}))
    line = BeautifulSoup(text(made), "html.parser").select_one("[data-copy-text]")["data-copy-text"]
    assert line.startswith("A *title*. Source: An <office>, 5 % of it. Figure 7 of Co-producing")
    assert line.endswith(f"version {citation.book()['version']}. CC BY 4.0.")


@pytest.mark.parametrize("one", [FIGURE, TABLE], ids=["figure", "table"])
def test_the_title_of_a_result_is_read_once(one):
    (made,) = dressed(shown(one, **{"text/html": [SHOWN]}))
    page = BeautifulSoup(text(made), "html.parser")
    [hidden.extract() for hidden in page.select(".unseen")]
    seen = page.get_text().replace("\\", "")
    assert seen.count(one.get("title", one["caption"]).replace(" %", "\u202f%")) == (
        0 if "title" in one else 1
    )


def test_a_table_gets_its_number_and_files_and_keeps_what_it_can_be_filtered_by():
    (made,) = dressed(shown(TABLE, **{"text/html": [SHOWN]}))
    assert text(made).startswith("```{raw} html\n<figure ") and text(made).endswith("\n```\n")
    figure = BeautifulSoup(text(made), "html.parser").figure
    assert figure["id"] == "tbl-a-d" and figure["data-filters"] == "0 2"
    caption = figure.figcaption.extract()
    assert caption.get_text().startswith("Table 7 5\u202f% & more. Source: An <office>.")
    links = [a["href"] for a in caption.select(".files a")]
    assert links == ["../files/a-d.csv", "#tbl-a-d", "#cell-3"]
    assert figure.div["aria-label"] == "5\u202f% & more."
    assert [tag.name for tag in figure.find_all(["th", "td"])] == ["td", "th", "td", "td"]
    assert figure.find_all("td")[-1].get_text() == "7\u202f%" and "old" not in text(made)


@pytest.mark.parametrize("record", [FIGURE, TABLE], ids=["figure", "table"])
def test_the_source_of_many_tables_is_folded_with_their_names(record):
    (made,) = dressed(shown(record, **{"text/html": [SHOWN]}), tables=TABLES)
    fold = BeautifulSoup(text(made), "html.parser").details
    assert fold.summary.get_text() == "Sources: 4 tables"
    assert fold.p.get_text().startswith("Source: An <office>")
    assert [a.get_text() for a in fold.find_all("a")] == TABLES


def chapter(*cells):
    """The cells of a chapter as the book shows them; a text is a cell of Markdown."""
    made = [
        {"cell_type": "markdown", "id": f"c{n}", "source": [cell], "metadata": {}}
        if isinstance(cell, str)
        else {"cell_type": "code", "id": f"c{n}", "outputs": cell, "metadata": {}, "source": []}
        for n, cell in enumerate(cells)
    ]
    dressed = dress(
        json.dumps({"cells": made}), "2_norway/chapter", {}, {"a-1": Told("Over 9", "m")}, {}
    )
    return json.loads(dressed)["cells"]


def stated(id, **more):
    return shown(CLAIM | {"id": id} | more, **{"text/html": "<p>x</p>"})


def names(cell):
    """Ids of the claims that a cell of the book shows, in their order."""
    texts = ["".join(cell["source"]), *(text(o) for o in cell.get("outputs", []))]
    return [line[7:-2] for t in texts for line in t.splitlines() if line.startswith("(claim-")]


def test_claims_that_are_no_message_stand_folded_at_the_end_of_their_section():
    cells = chapter(
        "# Title\n\n## One\n\nText.",
        [stated("a-1"), stated("a-2", message=True)],
        [stated("a-3")],
        "More.\n\n## Two\n\nText.",
        [stated("a-4", message=True)],
        "## Three",
        [stated("a-5")],
    )
    assert [names(cell) for cell in cells if names(cell)] == [
        ["a-2"],
        ["a-1", "a-3"],
        ["a-4"],
        ["a-5"],
    ]
    place, fold = next((n, "".join(c["source"])) for n, c in enumerate(cells) if len(names(c)) > 1)
    assert '<details class="numbers"><summary>All numbers of this section (2)</summary>' in fold
    assert "".join(cells[place - 1]["source"]) == "More.\n\n"
    assert "".join(cells[place + 1]["source"]).startswith("## Two")
    assert fold.count("Over 9 (") == 1 and fold.index("Over 9 (") < fold.index("(claim-a-3)=")
    assert fold.count('class="evidence evidence-model-estimate"') == 2
    assert '<a class="claim-source" href="../claims.html#claim-a-3"' in fold
    assert len({cell["id"] for cell in cells}) == len(cells)


def test_a_chapter_without_a_message_shows_every_claim_where_it_is_made():
    cells = chapter("# Title\n\n## One", [stated("a-1"), stated("a-2")], "## Two")
    assert [names(cell) for cell in cells] == [[], ["a-1", "a-2"], []]


def test_a_heading_in_a_block_of_code_ends_no_section():
    cells = chapter(
        "## One", [stated("a-1"), stated("a-2", message=True)], "```\n## x\n```", "## B"
    )
    assert [names(cell) for cell in cells] == [[], ["a-2"], [], ["a-1"], []]
