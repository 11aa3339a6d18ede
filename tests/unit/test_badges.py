"""Part 3: every figure and table that compares countries begins with its badge."""

import csv

import pytest

from copro.paths import REFERENCE

BADGES = ("Same definition.", "Parallel measure.")
COUNTRY = {
    "norway": "NOR",
    "germany": "DEU",
    "no": "NOR",
    "de": "DEU",
    "dk": "DNK",
    "scandinavia": "several",
}


def countries(table: str) -> set[str]:
    """Countries that a table describes; a table of ``countries/`` describes several."""
    folder, name = table.split("/")
    if folder == "countries":
        return {"several", "countries"}
    return {COUNTRY.get(name.split("_")[0] if folder == "published" else folder, "several")}


def lacking(rows: list[dict]) -> list[str]:
    """Ids of figures and tables on several countries whose caption begins with no badge."""
    return [
        row["id"]
        for row in rows
        if len(set().union(*map(countries, row["tables"].split()))) > 1
        and not row["caption"].startswith(BADGES)
    ]


def made() -> list[dict]:
    """Rows of the reference, one for each figure and table of the part."""
    rows = []
    for name in ("figures.csv", "tables.csv"):
        with open(REFERENCE / name, encoding="utf-8", newline="") as file:
            rows += [row for row in csv.DictReader(file) if row["page"].startswith("3_germany/")]
    return rows


@pytest.mark.parametrize("page", sorted({row["page"] for row in made()}))
def test_comparisons_carry_their_badge(page):
    assert not lacking([row for row in made() if row["page"] == page])


def test_a_comparison_without_badge_is_found():
    both = {"id": "f-one", "tables": "norway/a germany/b", "caption": "Lines."}
    assert lacking([both]) == ["f-one"]
    assert lacking([both | {"tables": "countries/c"}]) == ["f-one"]
    assert not lacking([both | {"caption": "Parallel measure. Lines."}])
    assert not lacking([both | {"tables": "germany/b"}])
