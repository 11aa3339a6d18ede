"""Facts of the catalogue: every file has a card, every card a file, and the two agree.

The cards carry what the publishers state: source, licence, credit line, evidence, units.
"""

import csv
import hashlib
import json
import re

import frictionless
import pandas as pd
import pytest

import copro.data
from copro.data import card, path
from copro.data.catalogue import package
from copro.data.corrections import corrections
from copro.paths import DATA, ROOT

WITHOUT_CARD = {
    "README.md",
    "codebook.md",
    "codebook_outcomes.md",
    "corrections.csv",
    "datapackage.json",
}
EVIDENCE = {
    "official register",
    "survey estimate",
    "published figure",
    "coding",
    "expert index",
    "model estimate",
}
TYPES = {"string", "integer", "number", "boolean", "date"}
CARDS = [pytest.param(resource, id=resource["name"]) for resource in package()["resources"]]
TABLES = [p for p in CARDS if p.values[0]["format"] in ("csv", "geojson")]
CSVS = [p for p in CARDS if p.values[0]["format"] == "csv"]
# Folders of statistics in units of the world; the other numbers are counts, codes and flags.
MEASURED = [
    p
    for p in TABLES
    if p.values[0]["name"].split("/")[0] in ("norway", "germany", "denmark", "published")
]
CORRECTIONS = [
    pytest.param(entry, id=f"{entry['table']} {entry['key']}")
    for entry in corrections().to_dict("records")
]


def files():
    return {
        str(f.relative_to(DATA))
        for f in DATA.rglob("*")
        if f.is_file() and f.name not in WITHOUT_CARD
    }


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_every_file_has_a_card_and_every_card_a_file():
    paths = [resource["path"] for resource in package()["resources"]]
    assert len(paths) == len(set(paths)) and set(paths) == files()


def test_names_are_unique_and_follow_the_path():
    for resource in package()["resources"]:
        assert resource["path"].rsplit(".", 1)[0] == resource["name"]


def test_descriptor_is_a_valid_data_package():
    assert [str(error) for error in frictionless.Package.metadata_validate(package())] == []


@pytest.mark.parametrize("resource", CARDS)
def test_every_card_says_whether_its_table_can_be_rebuilt_and_how(resource):
    """An official source has an address of the table itself, a public copy a state or the page of
    each row; what has neither is had only as shipped.
    """
    way, how = resource["rebuild"], resource["rebuild_how"]
    columns = {field["name"] for field in resource.get("schema", {}).get("fields", [])}
    by_row = "source_url" in columns and "column source_url" in how
    state = re.findall(r"commit ([0-9a-f]{10})\b", how)
    named = {
        "official_source": by_row or re.search(r"https://[^/\s]+/\S", how),
        "public_copy": by_row or (state and all(one in resource["origin"] for one in state)),
        "as_shipped": how and not state,
    }
    assert named[way], how


def test_tables_lists_every_csv_and_geojson():
    listed = copro.data.tables()
    on_disk = {f.rsplit(".", 1)[0] for f in files() if f.endswith((".csv", ".geojson"))}
    assert len(listed) == len(on_disk) and set(listed["name"]) == on_disk


@pytest.mark.parametrize("resource", CARDS)
def test_card_is_complete(resource):
    for key in (
        "title",
        "description",
        "publisher",
        "sources",
        "licenses",
        "licence_as_stated",
        "credit",
    ):
        assert resource[key], key
    assert all(source["title"] for source in resource["sources"])
    assert resource["evidence_class"] in EVIDENCE


@pytest.mark.parametrize("resource", CARDS)
def test_licence_has_its_text(resource):
    for licence in resource["licenses"]:
        text = ROOT / "LICENSES" / f"{licence['name']}.txt"
        assert text.is_file() and text.stat().st_size > 0, licence


@pytest.mark.parametrize("resource", CARDS)
def test_bytes_and_hash_are_those_of_the_file(resource):
    content = (DATA / resource["path"]).read_bytes()
    assert len(content) == resource["bytes"]
    assert "sha256:" + hashlib.sha256(content).hexdigest() == resource["hash"]


@pytest.mark.parametrize("resource", CSVS)
def test_file_has_the_columns_and_rows_of_its_card_and_no_line_break_in_a_cell(resource):
    header, *rows = rows_of(DATA / resource["path"])
    assert header == [field["name"] for field in resource["schema"]["fields"]]
    assert len(rows) == resource["rows"]
    assert not any("\n" in cell or "\r" in cell for row in rows for cell in row)


@pytest.mark.parametrize("resource", CSVS)
def test_file_is_plain_utf8_with_unix_line_ends(resource):
    content = (DATA / resource["path"]).read_bytes()
    assert (
        not content.startswith(b"\xef\xbb\xbf") and b"\r" not in content and content.endswith(b"\n")
    )


@pytest.mark.parametrize(
    "resource", [p for p in CSVS if not p.values[0]["name"].startswith("published/")]
)
def test_rows_are_sorted_by_the_key(table, resource):
    """Published figures keep the order of their source."""
    key = resource["schema"]["primaryKey"]
    keys = table(resource["name"])[key]
    assert keys.sort_values(key, na_position="first").index.equals(keys.index)


@pytest.mark.parametrize("resource", [p for p in TABLES if p.values[0]["format"] == "geojson"])
def test_outlines_are_as_many_as_on_the_card(resource):
    assert (
        len(json.loads((DATA / resource["path"]).read_bytes())["features"])
        == card(resource["name"])["rows"]
    )


def test_bibliography_has_as_many_entries_as_on_its_card():
    text = path("literature/references").read_text(encoding="utf-8")
    assert text.count("\n@") + text.startswith("@") == card("literature/references")["rows"]


@pytest.mark.parametrize("resource", TABLES)
def test_columns_are_described(resource):
    fields = resource["schema"]["fields"]
    assert all(field["type"] in TYPES and field["description"] for field in fields)
    assert set(resource["schema"]["primaryKey"]) <= {field["name"] for field in fields}


@pytest.mark.parametrize("resource", MEASURED)
def test_numbers_have_a_unit(resource):
    numbers = [
        field for field in resource["schema"]["fields"] if field["type"] in ("integer", "number")
    ]
    assert [field["name"] for field in numbers if not field.get("unit")] == []


@pytest.mark.parametrize("resource", TABLES)
def test_provenance_travels_with_the_table(table, resource):
    attrs = table(resource["name"]).attrs
    assert attrs["name"] == resource["name"]
    assert "sha256:" + attrs["sha256"] == resource["hash"]
    assert attrs["credit"] == resource["credit"]
    assert attrs["licence"] == resource["licence_as_stated"]
    assert attrs["evidence_class"] == resource["evidence_class"]
    assert attrs["breaks"] == resource.get("breaks", "")
    assert attrs["known_problems"] == resource.get("known_problems", "")
    assert attrs["corrections"] == [
        p.values[0] for p in CORRECTIONS if p.values[0]["table"] == resource["name"]
    ]


@pytest.mark.parametrize("entry", CORRECTIONS)
def test_correction_is_declared_with_reason_and_source(entry):
    schema = card(entry["table"])["schema"]
    assert entry["column"] in {field["name"] for field in schema["fields"]}
    assert set(json.loads(entry["key"])) == set(schema["primaryKey"])
    assert entry["reason"] and entry["source"] and entry["old"] != entry["new"]


@pytest.mark.parametrize("entry", CORRECTIONS)
def test_correction_changes_the_table_and_leaves_the_file(table, raw, entry):
    text, frame = raw(entry["table"]), table(entry["table"])
    hit = pd.Series(True, index=text.index)
    for column, key in json.loads(entry["key"]).items():
        hit &= text[column] == key
    [before], [after] = text.loc[hit, entry["column"]], frame.loc[hit, entry["column"]]
    assert before == entry["old"]
    new = entry["new"]
    assert (
        pd.isna(after)
        if new == ""
        else after == (float(new) if pd.api.types.is_number(after) else new)
    )


def test_which_tables_are_corrected_and_how_often():
    assert corrections()["table"].value_counts().to_dict() == {
        "germany/kreis_context_1995_2022": 9,
        "germany/kreis_municipal_finance_1995_2019": 14,
        "countries/local_autonomy_index_1990_2014": 4,
        "countries/drug_care_emcdda_1990_2017": 1,
        "discourse/term_dictionary": 1,
        "germany/addiction_services_2019": 1,
    }


def test_a_card_that_says_that_no_chapter_uses_its_table_is_right():
    """It gives the reason as well; a chapter that begins to use it takes the sentence away."""
    said = [r for r in package()["resources"] if "No chapter uses it:" in r["description"]]
    code = [*ROOT.glob("notebooks/*/*.ipynb"), *ROOT.glob("copro/**/*.py")]
    text = "".join(file.read_text(encoding="utf-8") for file in code)
    assert said and [r["name"] for r in said if f'"{r["name"]}"' in text.replace("\\", "")] == []
