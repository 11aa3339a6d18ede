"""Two runs side by side: one page, whole in itself, with what differs and nothing else."""

import json
import re

import pytest
from bs4 import BeautifulSoup

from copro.book import compare
from copro.errors import Expected
from copro.paths import REFERENCE
from copro.run import committed

PAGE, NOTEBOOK = "2_norway/norway_drug_care", "norway_drug_care"
ORIGIN = {
    "notebook": NOTEBOOK,
    "page": PAGE,
    "cell": 1,
    "cell_id": "a1b2c3d4",
    "parameters": {"period": "ever"},
}


@pytest.fixture
def runs(tmp_path, monkeypatch):
    """A run of a notebook in which one claim, one figure and one cell of a table are others."""
    monkeypatch.setattr(compare, "RUNS", tmp_path)
    folder = tmp_path / "other"
    (folder / "tables").mkdir(parents=True)
    texts = committed.of_page(committed.read(REFERENCE), PAGE, raw=set())
    notebook = compare.notebook_path(NOTEBOOK).read_text(encoding="utf-8")
    outputs = [one for cell in json.loads(notebook)["cells"] for one in cell.get("outputs", [])]
    found = {"claims": [], "figures": [], "tables": []}
    for output in outputs:
        record = output.get("metadata", {}).get("copro", {})
        if record.get("type") in ("figure", "table"):
            listed = committed.rows(texts[f"{record['type']}s.csv"])
            row = next(one for one in listed if one["id"] == record["id"])
            own = {**record, **row, "tables": row["tables"].split(), **ORIGIN}
            found[f"{record['type']}s"].append(own)
    found["claims"] = [one.record() | ORIGIN for one in committed.claims(texts).values()]
    changed = found["claims"][0]
    changed["sentence"] = "Otherwise " + changed["sentence"]
    changed["value"] += 1
    found["figures"][0] |= {"drawn": "0 rows", "title": "Another <title>"}
    for name, text in texts.items():
        if name.startswith("tables/"):
            (folder / name).write_text(text, encoding="utf-8")
    id = found["tables"][0]["id"]
    file = folder / "tables" / f"{id}.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[-1] = "changed" + lines[-1]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "results.json").write_text(json.dumps(found), encoding="utf-8")
    (folder / f"{NOTEBOOK}.ipynb").write_text(notebook, encoding="utf-8")
    return found


def test_the_page_holds_what_differs_and_needs_nothing_beside_it(runs, tmp_path):
    page, said = compare.compare(("reference", "other"), tmp_path / "compare")
    assert said == "Of one chapter these results differ: one claim, one figure, one table."
    shown = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    assert [file.name for file in page.parent.iterdir()] == ["index.html"]
    assert not shown.select("script, link, a[href]")
    assert len(shown.select("img")) == 2
    assert all(re.match("data:image/png;base64,.", image["src"]) for image in shown.select("img"))
    text = shown.get_text()
    assert "Otherwise" in text and "Another <title>" in text
    ids = [code.get_text() for code in shown.select("code")]
    assert ids == [runs[kind][0]["id"] for kind in ("claims", "figures", "tables")]
    assert all(len(table.select("tbody tr")) == 1 for table in shown.select("table"))


def test_a_side_says_what_was_set_in_it(runs):
    assert compare.side("other").said == "norway_drug_care.period=ever"
    assert "the book" in compare.side("reference").said


def test_two_equal_sides_differ_in_nothing(runs, tmp_path):
    _, said = compare.compare(("other", "_build/runs/other"), tmp_path / "compare")
    assert said == "Of one chapter these results differ: no claims, no figures, no tables."


def test_a_run_that_is_not_there_is_named_with_its_neighbours(runs):
    with pytest.raises(Expected, match=r"no run 'othr' that is done; expected 'reference'.*other"):
        compare.side("othr")


def test_rows_and_columns_that_agree_are_left_out():
    old = [["place", "n", "p"], ["a", "1", "0.5"], ["b", "2", "0.5"]]
    new = [["place", "n", "p"], ["a", "1", "0.50000000001"], ["b", "3", "0.5"]]
    one, other = compare.rows(old, new)
    assert one == compare.Rows(["place", "n"], [["b", "2"]], 0)
    assert other.rows == [["b", "3"]]
    one, other = compare.rows(old, [*old, ["c", "4", "1"]])
    assert one.rows == [] and other.rows == [["c", "4", "1"]]
    one, other = compare.rows(old, [["place"], ["a"]])
    assert len(one.rows) == 2 and other == compare.Rows(["place"], [["a"]], 0)
    assert compare.rows(old, [])[1] == compare.Rows([], [], 0)
    many = [["n"], *([str(n)] for n in range(compare.MOST + 5))]
    assert compare.rows([], many)[1].more == 5
