"""The files of *find your place*: whole, valid, small, and in step with their list of tables."""

import json
import re
from contextlib import contextmanager
from types import SimpleNamespace

import pandas as pd
import pytest

from copro.book import drawn
from copro.book.pages import explore, place_maps, places
from copro.chapters.registry import chapter
from copro.data import load, loading
from copro.measures.norway import profiles as places_norway
from copro.report.words import places as place_text
from copro.report.words.languages import LANGUAGES, words
from copro.run import plain


@contextmanager
def tables_read():
    """Names of the tables whose files are read meanwhile."""
    names, read = set(), loading.read_bytes
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "read_bytes", lambda name: (names.add(name), read(name))[1])
        yield names


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The folder with the files, and the names of the tables that were read to write them."""
    folder = tmp_path_factory.mktemp("stage")
    with tables_read() as names:
        places.write(folder)
    return folder, names


@pytest.fixture(scope="module")
def stage(written):
    return written[0]


def content(stage, name):
    text = (stage / "extra" / "places" / "data" / f"{name}.js").read_text(encoding="utf-8")
    start = f'(window.coproPlaces ??= {{}})["{name}"] = '
    assert text.startswith(start) and text.endswith(";\n")
    return json.loads(text[len(start) : -2])


def size(stage, *names):
    return sum(
        (stage / "extra" / "places" / "data" / f"{name}.js").stat().st_size for name in names
    )


@pytest.mark.parametrize("country", ["NOR", "DEU", "DNK"])
def test_what_a_profile_loads_is_small(stage, country):
    for region in content(stage, "index")[country]["regions"]:
        for language in LANGUAGES:
            own = (f"{part}-{country}-{region}" for part in ("map", "years"))
            more = (country, f"{country}-{language}", f"{country}-{region}-{language}")
            shared = ("index", f"page-{language}", f"map-{country}")
            assert size(stage, *own, *more, *shared) < 475_000, (region, language)


@pytest.mark.parametrize(
    ("country", "table", "code"),
    [
        ("NOR", "norway/municipalities_2024", "municipality_code"),
        ("DEU", "germany/kreise_2021", "kreis_code"),
        ("DNK", "denmark/municipalities_2021", "municipality_code"),
    ],
)
def test_every_unit_of_the_tables_is_in_every_file(stage, country, table, code):
    wanted = set(load(table)[code]) - {"0411"}  # Christiansø belongs to no municipality
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
    assert len(profiles["group"]) == len(wanted)
    drawn = {}
    for region in index["regions"]:
        drawn |= content(stage, f"map-{country}-{region}")["paths"]
    assert set(drawn) == wanted and all(
        re.fullmatch(r"(M\d+ \d+l(-?\d+ -?\d+ ?)+z)+", d) for d in drawn.values()
    )
    for language in LANGUAGES:
        said = {}
        for region in index["regions"]:
            said |= content(stage, f"{country}-{region}-{language}")
        assert set(said) == wanted and all(map(all, said.values()))
    rows = pd.read_csv(
        stage / "extra" / "files" / f"places_{index['file']}.csv", dtype={"unit_code": str}
    )
    assert (
        set(rows["unit_code"]) == wanted and (rows["value"].isna() == rows["missing"].notna()).all()
    )


@pytest.mark.parametrize("country", ["NOR", "DEU", "DNK"])
def test_every_label_reason_and_group_is_said_in_every_language(stage, country):
    numbers = content(stage, country)
    for language in LANGUAGES:
        said = content(stage, f"{country}-{language}")
        ids = {one["id"] for one in numbers["indicators"]}
        assert set(said["labels"]) == set(said["means"]) == ids
        assert {one["section"] for one in numbers["indicators"]} <= set(said["sections"])
        assert {one["unit"] for one in numbers["indicators"]} <= set(said["units"])
        reasons = {why for column in numbers["columns"] for why in column["missing"].values()}
        assert reasons <= set(said["reasons"]) and len(said["groups"]) == len(numbers["groups"])
        assert all("." in text for text in said["means"].values())


def numbers_in(line, language):
    """The numbers of a sentence, without the marks of its language."""
    thousands = {"en": ",", "nb": "[\u00a0\u202f]", "de": r"\.", "da": r"\."}[language]
    joined = re.sub(rf"(?<=\d){thousands}(?=\d{{3}}(?!\d))", "", line)
    return sorted(re.findall(r"\d+", joined if language == "en" else joined.replace(",", ".")))


@pytest.mark.parametrize(("country", "region"), [("NOR", "46"), ("DEU", "14"), ("DNK", "1084")])
def test_sentences_hold_the_same_numbers_in_every_language(stage, country, region):
    english = content(stage, f"{country}-{region}-en")
    for language in LANGUAGES[1:]:
        own = content(stage, f"{country}-{region}-{language}")
        for code, lines in english.items():
            assert len(own[code]) == len(lines)
            for line, other in zip(lines, own[code]):
                assert numbers_in(line, "en") == numbers_in(other, language), (line, other)


def test_settlement_types_are_those_of_the_bbsr_in_german(stage):
    assert set(content(stage, "DEU-de")["groups"]) == {
        "kreisfreie Großstadt",
        "städtischer Kreis",
        "ländlicher Kreis mit Verdichtungsansätzen",
        "dünn besiedelter ländlicher Kreis",
    }


def test_danish_profiles_name_the_tables_that_would_bring_what_they_lack(stage):
    absent = content(stage, "DNK-da")["absent"]
    listed = {row[0]: row[2] for one in absent for row in one["tables"]}
    assert listed["AED06"] == "2008–2024" and listed["SMDBV001"] == "2015–2024"
    assert "almennyttig" not in json.dumps(content(stage, "DNK-da"), ensure_ascii=False)
    assert "absent" not in content(stage, "NOR-da")


def test_a_line_over_the_years_carries_its_breaks(stage):
    """Germany defined care need anew in 2017 and counted more people from 2019."""
    lines = content(stage, "years-DEU-14")
    assert lines["cash"]["breaks"] == [2009, 2017, 2019] and lines["cash"]["from"] == 2009
    ages = content(stage, "years-NOR-46")["aged-80-plus"]
    assert ages["from"] == 2006 and len(ages["values"]["4601"]) == 21 and not ages["breaks"]
    life = content(stage, "years-DNK-1084")["life-expectancy"]
    assert (life["from"], len(life["values"]["0101"])) == (2004, 16)


def test_credit_and_licence_of_every_indicator_are_given(stage):
    sources = pd.read_csv(stage / "extra" / "files" / "places_indicators.csv")
    assert not sources[["definition", "tables", "credit", "licence"]].isna().any().any()
    page = (stage / "_generated" / "places-en.md").read_text(encoding="utf-8")
    publishers = (
        "Statistics Norway",
        "INKAR",
        "Kartverket",
        "GeoBasis-DE / BKG",
        "Statistics Denmark",
    )
    assert all(name in page for name in publishers)


def test_the_page_lists_the_tables_that_it_reads(written):
    assert written[1] == set(drawn.PLACES)


def test_the_interactive_charts_list_the_tables_that_they_read():
    with tables_read() as names:
        explore.charts()
    assert names == set(drawn.CHARTS)


@pytest.mark.parametrize("country", places.SOURCES)
def test_limits_of_an_indicator_stand_in_the_language_of_the_page(stage, country):
    """In English the chapter, in other languages its five sentences."""
    (name,) = {one["chapter"] for one in content(stage, country)["indicators"]}
    page = places.SOURCES[country].indicators[0].chapter
    for language in LANGUAGES:
        title, goal = content(stage, f"{country}-{language}")["limits"][name]
        if language == "en":
            assert (title, goal) == (chapter(name).heading, f"{page}.html")
        else:
            assert title == words("chapter_titles", language)[name]
            assert goal == f"{language}/chapters.html#short-{language}-{name.replace('_', '-')}"


def test_cards_of_profiles_are_told_in_each_language_and_the_english_is_that_of_the_card(stage):
    """What is not told is a name, a licence by its code, or German as its publisher wrote it."""
    shown = set()
    for country in places.SOURCES:
        for one in content(stage, country)["indicators"]:
            shown |= {s[part] for s in one["sources"] for part in ("title", "credit", "licence")}
        shown.add(content(stage, country)["mapCredit"])
    told = words("cards", "en")
    assert all(key == text for key, text in told.items())
    for text in shown - set(told):
        assert re.match(r"©|Datenbasis: |dl-de|CC-BY|NLOD", text), text
    for language in LANGUAGES[1:]:
        own = words("cards", language)
        assert not [text for text in told if own[text] == text]
        for country in places.SOURCES:
            assert content(stage, f"{country}-{language}")["cards"].items() <= own.items()


def test_profiles_say_how_many_old_people_may_come_and_how_sure_that_is(stage):
    """By the forecast of the chapter, with interval and test; Germany has no such counts."""
    for country, year in (("NOR", 2040), ("DNK", 2030)):
        source = places.SOURCES[country]
        coming = source.ahead({name: load(name) for name in source.tables})
        assert coming.target == year
        assert (coming.rows["low"] <= coming.rows["people"]).all()
        assert (coming.rows["people"] <= coming.rows["high"]).all()
        for region in content(stage, "index")[country]["regions"]:
            for code, lines in content(stage, f"{country}-{region}-en").items():
                (line,) = [one for one in lines if one.startswith(f"In {year} ")]
                ends = [f"{coming.rows.loc[code, end]:,.0f}" for end in ("people", "low", "high")]
                assert all(end in line for end in ends) and f"{coming.tested:.0f}" in line
    assert places.SOURCES["DEU"].ahead is None


def column(stage, country, indicator, year):
    columns = content(stage, country)["columns"]
    return next(c for c in columns if (c["id"], c["year"]) == (indicator, year))


def test_summaries_say_where_a_place_stands_how_small_it_is_and_what_is_missing(stage):
    utsira = " ".join(content(stage, "NOR-11-en")["1151"])
    assert "Only 15 people here are 80 or over, so one person changes a share of them by 6.7" in (
        utsira
    )
    assert "No value:" in utsira and "users of home services (2023)" in utsira
    oslo = " ".join(content(stage, "NOR-03-en")["0301"])
    position = [unit[0] for unit in content(stage, "index")["NOR"]["units"]].index("0301")
    nursing = column(stage, "NOR", "nursing-home", 2025)
    lower, equal = (nursing[one][position] for one in ("lower", "equal"))
    said = place_text.rank(lower, equal, 21, "en")
    assert f"lived in a nursing home at the end of 2025: {said} (" in oslo
    assert "Chance could put it between" in oslo
    assert column(stage, "NOR", "beds", 2018)["base"]["1151"] < 100
    munich = content(stage, "DEU-09-en")["09162"]
    assert "The rest had care grade 1 without benefits." in munich[1]
    berlin = " ".join(content(stage, "DEU-11-en")["11000"])
    assert "general grants of the Land per inhabitant (2019)" in berlin
    copenhagen = " ".join(content(stage, "DNK-1084-da")["0101"])
    assert "Plejehjem på Plejehjemsoversigten" in copenhagen and "1. januar 2020" in copenhagen


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_that_fell_is_said_to_fall(stage, language):
    """In those Danish municipalities where fewer people are 80 or over, and in no other."""
    say = words("places", language)
    fell, grew = (say[f"DNK.{way}"].partition("{")[0] for way in ("fell", "grew"))
    change = column(stage, "DNK", "growth-80-plus", 2020)["values"]
    said = {}
    for region in content(stage, "index")["DNK"]["regions"]:
        said |= content(stage, f"DNK-{region}-{language}")
    down = {
        unit[0] for unit, one in zip(content(stage, "index")["DNK"]["units"], change) if one < 0
    }
    assert 0 < len(down) < 98 and fell != grew
    assert {code for code, lines in said.items() if fell in " ".join(lines)} == down
    assert {code for code, lines in said.items() if grew in " ".join(lines)} == set(said) - down


def test_every_figure_per_old_inhabitant_of_a_small_place_has_its_warning():
    source = places.SOURCES["NOR"]
    _, frame = places.profiles(source, {name: load(name) for name in source.tables})
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
            rows["base"].notna().to_dict()
            == (base.reindex(rows.index) < place_text.SMALL).to_dict()
        ), indicator
        assert rows["base"].notna().any()


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
        (7, 2, 10, "the highest of the 10, as in 2 others"),
        (0, 8, 9, "the same as in all of the 9"),
    ],
)
def test_a_position_is_counted_from_the_nearer_end(lower, equal, all, expected):
    assert place_text.rank(lower, equal, all, "en") == expected


@pytest.mark.parametrize(
    ("lower", "low", "high", "language", "expected"),
    [
        (3, 2, 9, "en", "Chance could put it between 2nd and 9th from the bottom."),
        (13, 12, 16, "en", "Chance could put it between 6th and 10th from the top."),
        (13, 12, 16, "nb", "Tilfeldigheter kan flytte den mellom nr. 6 og nr. 10 fra toppen."),
        (0, 1, 1, "en", "Chance hardly moves this rank."),
        (0, float("nan"), float("nan"), "en", ""),
    ],
)
def test_chance_counts_from_the_same_end_as_the_rank(lower, low, high, language, expected):
    row = SimpleNamespace(lower_n=lower, equal_n=0, group_n=21, rank_low=low, rank_high=high)
    assert place_text.chance(row, language) == expected
    if not pd.isna(low) and low != high:
        counted = place_text.rank(lower, 0, 21, "en")
        assert ("lowest" in counted) == place_text.from_below(lower, 0, 21)


def test_nothing_missing_is_not_said():
    assert place_text.missing([], "en") == []


def test_what_is_said_of_places_is_plain(stage):
    """Every sentence of every profile: no turn of docs/style.md is banned, none is too long."""
    said = {
        sentence
        for country, index in content(stage, "index").items()
        for region in index["regions"]
        for lines in content(stage, f"{country}-{region}-en").values()
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
    frame, regions = place_maps.projected(frame, "NOR"), {"a": "r", "b": "r"}
    found = place_maps.regional(frame, "code", regions)["r"]
    assert [path.count("M") for path in found["paths"].values()] == [1, 1]
    assert place_maps.overview(frame, "code", regions)["paths"].keys() == {"r"}
