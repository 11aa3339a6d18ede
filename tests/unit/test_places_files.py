"""The files of *find your place*: whole, valid, small, and in step with their list of tables."""

import json
import re

import pandas as pd
import pytest

from copro.book.pages import explore, place_maps, places
from copro.data import load, loading
from copro.measures.norway import profiles as places_norway
from copro.report.words import places as place_text
from copro.run import plain


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stage")
    for part in ("extra/files", "_generated"):
        (folder / part).mkdir(parents=True)
    places.write(folder)
    return folder


@pytest.fixture
def tables_read(monkeypatch):
    """Names of the tables whose files are read from now on."""
    names, read = set(), loading.read_bytes
    monkeypatch.setattr(loading, "read_bytes", lambda name: (names.add(name), read(name))[1])
    return names


def content(stage, name):
    text = (stage / "extra" / "places" / "data" / f"{name}.js").read_text(encoding="utf-8")
    start = f'(window.coproPlaces ??= {{}})["{name}"] = '
    assert text.startswith(start) and text.endswith(";\n")
    return json.loads(text[len(start) : -2])


def test_the_files_are_small(stage):
    sizes = {f.name: f.stat().st_size for f in (stage / "extra" / "places" / "data").glob("*.js")}
    assert len(sizes) == 3 + 2 + 15 + 16
    for country in ("NOR", "DEU"):
        maps = max(size for name, size in sizes.items() if name.startswith(f"map-{country}-"))
        assert (
            sizes["index.js"] + sizes[f"{country}.js"] + sizes[f"map-{country}.js"] + maps < 475_000
        )


@pytest.mark.parametrize(
    ("country", "table", "code"),
    [
        ("NOR", "norway/municipalities_2024", "municipality_code"),
        ("DEU", "germany/kreise_2021", "kreis_code"),
    ],
)
def test_every_unit_of_the_tables_is_in_every_file(stage, country, table, code):
    wanted = set(load(table)[code])
    index, profiles = content(stage, "index")[country], content(stage, country)
    assert {unit[0] for unit in index["units"]} == wanted and len(index["units"]) == len(wanted)
    assert (
        {unit[2] for unit in index["units"]}
        == set(index["regions"])
        == set(content(stage, f"map-{country}")["paths"])
    )
    for column in profiles["columns"]:
        assert len(column["values"]) == len(wanted)
        empty = {unit[0] for unit, found in zip(index["units"], column["values"]) if found is None}
        assert empty == set(column["missing"]), (column["id"], column["year"])
    assert len(profiles["group"]) == len(profiles["summary"]) == len(wanted) and all(
        map(all, profiles["summary"])
    )
    drawn = {}
    for region in index["regions"]:
        drawn |= content(stage, f"map-{country}-{region}")["paths"]
    assert set(drawn) == wanted and all(
        re.fullmatch(r"(M\d+ \d+l(-?\d+ -?\d+ ?)+z)+", d) for d in drawn.values()
    )
    rows = pd.read_csv(
        stage / "extra" / "files" / f"places_{index['file']}.csv", dtype={"unit_code": str}
    )
    assert (
        set(rows["unit_code"]) == wanted and (rows["value"].isna() == rows["missing"].notna()).all()
    )


def test_credit_and_licence_of_every_indicator_are_given(stage):
    sources = pd.read_csv(stage / "extra" / "files" / "places_indicators.csv")
    assert not sources[["definition", "tables", "credit", "licence"]].isna().any().any()
    page = (stage / "_generated" / "places.md").read_text(encoding="utf-8")
    for words in ("Statistics Norway", "INKAR", "Kartverket", "GeoBasis-DE / BKG"):
        assert words in page


def test_the_page_lists_the_tables_that_it_reads(tmp_path, tables_read):
    for part in ("extra/files", "_generated"):
        (tmp_path / part).mkdir(parents=True)
    places.write(tmp_path)
    assert tables_read == set(places.TABLES)


def test_the_interactive_charts_list_the_tables_that_they_read(tables_read):
    explore.charts()
    assert tables_read == set(explore.TABLES)


def test_an_indicator_names_its_chapter_as_the_page_does(stage):
    chapters = {
        (one["chapter"], one["chapterTitle"]) for one in content(stage, "NOR")["indicators"]
    }
    assert chapters == {
        ("2_norway/norway_elderly_care.html", "Elderly care in Norwegian municipalities")
    }


def test_summaries_say_where_a_place_stands_how_small_it_is_and_what_is_missing(stage):
    order = [unit[0] for unit in content(stage, "index")["NOR"]["units"]]
    utsira = " ".join(content(stage, "NOR")["summary"][order.index("1151")])
    assert (
        "Only 15 people here are 80 or over, so one person changes a share of them by 6.7 "
        "percentage points. Read these figures with care."
    ) in utsira
    assert "No value: users of home services (2023); users of home services (2025)" in utsira
    oslo = " ".join(content(stage, "NOR")["summary"][order.index("0301")])
    assert "the lowest of the 21 municipalities with 50,000 or more inhabitants" in oslo
    assert "No value" not in oslo
    assert "one person" not in oslo
    nursing = next(
        c
        for c in content(stage, "NOR")["columns"]
        if (c["id"], c["year"]) == ("nursing-home", 2025)
    )
    lower, equal = (nursing[one][order.index("0301")] for one in ("lower", "equal"))
    assert f"lived in a nursing home at the end of 2025: {place_text.rank(lower, equal, 21)} (" in (
        oslo
    )
    notes = {
        (c["id"], c["year"]): c["notes"].get("1151", "") for c in content(stage, "NOR")["columns"]
    }
    assert (
        "Divided by only" in notes["beds", 2018]
        and "one person more or less changes it by about" in notes["beds", 2018]
    )
    assert (
        "percentage points" in notes["growth-80-plus", 2026] and not notes["nursing-home", 2025]
    )  # no value
    munich = [unit[0] for unit in content(stage, "index")["DEU"]["units"]].index("09162")
    assert (
        "The rest had care grade 1 without benefits." in content(stage, "DEU")["summary"][munich][1]
    )
    order = [unit[0] for unit in content(stage, "index")["DEU"]["units"]]
    berlin = " ".join(content(stage, "DEU")["summary"][order.index("11000")])
    assert "general grants of the Land per inhabitant (2019)" in berlin


def test_every_figure_per_old_inhabitant_of_a_small_place_has_its_warning():
    source = places.SOURCES["NOR"]
    _, frame = places.profiles(source)
    population = load(places_norway.POPULATION)
    bases = source.bases({places_norway.POPULATION: population})
    whole = {
        "aged-0-17",
        "aged-67-79",
        "aged-80-plus",
        "need-index",
    }  # of all inhabitants, or no share
    assert {i.id for i in source.indicators if i.compare} - whole == {i for i, _ in bases}
    assert population.query("year == 2026")["population_total"].min() > place_text.SMALL
    for (indicator, year), base in bases.items():  # noqa: B007 - the query reads it
        rows = frame.query("indicator == @indicator and year == @year and value.notna()").set_index(
            "unit_code"
        )
        assert (
            rows["note"].notna().to_dict()
            == (base.reindex(rows.index) < place_text.SMALL).to_dict()
        ), indicator
        assert rows["note"].notna().any()


def test_a_copy_is_said_to_be_one(stage):
    sources = {s["card"]: s for i in content(stage, "NOR")["indicators"] for s in i["sources"]}
    kostra = sources["table-norway-elderly-care-kostra-2023-2025"]
    assert kostra["via"] == ["Alksalt/omsorgsradar"] and "Statistics Norway" in kostra["credit"]
    assert places.carriers("germany/kreis_context_1995_2022") == ["hhilbig/gerda", "RegioHub/inkr"]
    assert places.carriers("norway/nonprofit_satellite_account_2009_2018") == []


@pytest.mark.parametrize(
    ("lower", "equal", "all", "expected"),
    [
        (0, 0, 21, "the lowest of the 21"),
        (8, 0, 21, "the 9th lowest of the 21"),
        (18, 0, 21, "the 3rd highest of the 21"),
        (20, 0, 21, "the highest of the 21"),
        (3, 1, 9, "the 4th lowest of the 9, as in one other"),
        (7, 2, 10, "the highest of the 10, as in two others"),
        (0, 8, 9, "the same as in all of the 9"),
    ],
)
def test_a_position_is_counted_from_the_nearer_end(lower, equal, all, expected):
    assert place_text.rank(lower, equal, all) == expected


def test_nothing_missing_is_not_said():
    assert place_text.missing([]) == []


def test_what_is_said_of_places_is_plain(stage):
    """Every sentence of every profile: no turn of docs/style.md is banned, none is too long."""
    said = {
        sentence
        for country in ("NOR", "DEU")
        for lines in content(stage, country)["summary"]
        for line in lines
        if not line.startswith("No value")  # names indicators, one after the other
        for sentence in plain.sentences(line)
    }
    assert len(said) > 1000
    assert [one for one in said if plain.banned(one) or plain.count(one) > plain.LONGEST] == []
    assert [one for one in said if one[0].isdigit()] == []


def test_neighbours_share_their_border_on_a_map_and_specks_are_left_out():
    import geopandas
    from shapely import MultiPolygon, box

    # made up: two squares with a common side, one with a speck of an island
    frame = geopandas.GeoDataFrame(
        {"code": ["a", "b"]},
        crs="EPSG:4326",
        geometry=[
            box(10, 60, 11, 61),
            MultiPolygon([box(11, 60, 12, 61), box(12.5, 60, 12.501, 60.001)]),
        ],
    )
    found = place_maps.regional(frame, "code", {"a": "r", "b": "r"}, "NOR")["r"]
    assert [path.count("M") for path in found["paths"].values()] == [1, 1]
    assert place_maps.overview(frame, "code", {"a": "r", "b": "r"}, "NOR")["paths"].keys() == {"r"}
