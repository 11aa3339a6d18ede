"""The tables behind the interactive charts: the same numbers as in the chapters."""

import json

import pandas as pd
import pytest

from copro.book.pages.explore import packed
from copro.data import load
from copro.measures.countries import indicators
from copro.measures.literature import gaps, works as literature
from copro.measures.synthesis import explorer
from copro.paths import REFERENCE

CLAIMS = {c["id"]: c for c in json.loads((REFERENCE / "claims.json").read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def tables():
    return {name: load(name) for name in indicators.TABLES}


@pytest.mark.parametrize("country", ["NOR", "DEU"])
def test_hits_of_the_word_are_those_of_the_chapter(country):
    series = explorer.term_series(
        country, load("discourse/totals_year_party"), load("discourse/counts_year_party_term")
    )
    years = pd.read_csv(REFERENCE / "tables" / f"disc-{country.lower()}-word-years.csv")
    word = series[series["term"] == "Co-production"].set_index("year")["hits"]
    column = next(c for c in years if c == "all" or "group" in c.lower())
    assert word.tolist() == years[column].tolist()
    assert not series.duplicated(["term", "year"]).any()


def test_social_protection_is_located_as_in_the_chapter(tables):
    _, places = explorer.country_values(tables)
    share = places[places["indicator"] == "Municipal share of social protection"].set_index(
        "country"
    )["value"]
    assert share["Norway"] == pytest.approx(CLAIMS["inst-social-norway"]["value"])
    assert share["Germany"] == pytest.approx(CLAIMS["inst-social-germany"]["value"])
    assert share.rank(ascending=False)["Norway"] == 6 and len(share) == 36


def test_every_place_of_a_single_year_stands_in_the_series(tables):
    series, places = explorer.country_values(tables)
    single = places[places["years"].str.fullmatch(r"\d{4}")].astype({"years": int})
    both = single.merge(
        series, left_on=["indicator", "country", "years"], right_on=["indicator", "country", "year"]
    )
    assert len(both) == len(single) and (both["value_x"] == both["value_y"]).all()


def test_the_works_of_a_cell_are_as_many_studies_as_the_map_counts():
    first = literature.findings(
        literature.since(
            literature.with_record(load("literature/coding_first"), load("literature/works")), 1970
        )
    )
    themes = load("literature/outcome_themes")
    themes = themes[themes["key"].isin(first["key"])]
    works = explorer.gap_works(first, themes)
    found = works.groupby(["reading", "field", "theme"])["study"].nunique()
    grid = gaps.grid(themes, literature.labels(first, "policy_field"))
    for row in grid.itertuples():
        reading = {"pass_1": "first", "pass_2": "second"}[row.coder]
        assert found.get((reading, row.label, row.theme), 0) == row.studies_n, row


def test_packing_loses_nothing():
    """A made-up frame: texts, whole numbers and decimals come back."""
    frame = pd.DataFrame(
        {"name": ["b", "a", "b"], "year": [2001, 2002, 2003], "value": [1.0, 2.25, -3.5]}
    )
    box = packed(frame)
    back = [
        [
            box["words"][c][v] if c in box["words"] else v
            for c, v in zip(box["columns"], row, strict=True)
        ]
        for row in box["rows"]
    ]
    assert back == frame.values.tolist()
