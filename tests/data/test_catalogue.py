"""Facts of the catalogue: every file has a card, every card a file, and the two agree.

The cards carry what the publishers state: source, licence, credit line, evidence, units.
"""

import csv
import hashlib
import json
import re

import pandas as pd

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
KEYS = "title description publisher sources licenses licence_as_stated credit".split()
CARDS = package()["resources"]
TABLES = [one for one in CARDS if one["format"] in ("csv", "geojson")]
CSVS = [one for one in CARDS if one["format"] == "csv"]
# Folders of statistics in units of the world; the other numbers are counts, codes and flags.
MEASURED = ("norway/", "germany/", "denmark/", "published/")
CORRECTIONS = corrections().to_dict("records")


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
    paths = [resource["path"] for resource in CARDS]
    assert len(paths) == len(set(paths)) and set(paths) == files()


def test_names_are_unique_and_follow_the_path():
    for resource in CARDS:
        assert resource["path"].rsplit(".", 1)[0] == resource["name"]


def says_how(resource):
    """Whether its card says how the table can be had again."""
    way, how = resource.get("rebuild"), resource.get("rebuild_how", "")
    columns = {field["name"] for field in resource.get("schema", {}).get("fields", [])}
    by_row = "source_url" in columns and "column source_url" in how
    state = re.findall(r"commit ([0-9a-f]{10})\b", how)
    named = {
        "official_source": by_row or re.search(r"https://[^/\s]+/\S", how),
        "public_copy": by_row or (state and all(one in resource["origin"] for one in state)),
        "as_shipped": how and not state,
    }
    return named.get(way)


def test_every_card_says_whether_its_table_can_be_rebuilt_and_how():
    """An official source has an address of the table itself, a public copy a state or the page of
    each row; what has neither is had only as shipped.
    """
    wrong = [one["name"] for one in CARDS if not says_how(one)]
    assert not wrong, "\n".join(map(str, wrong))


def test_tables_lists_every_csv_and_geojson():
    listed = copro.data.tables()
    on_disk = {f.rsplit(".", 1)[0] for f in files() if f.endswith((".csv", ".geojson"))}
    assert len(listed) == len(on_disk) and set(listed["name"]) == on_disk


def test_cards_are_complete():
    wrong = [(one["name"], key) for one in CARDS for key in KEYS if not one.get(key)]
    for one in CARDS:
        if not all(source.get("title") for source in one["sources"]):
            wrong.append((one["name"], "title of a source"))
        if one.get("evidence_class") not in EVIDENCE:
            wrong.append((one["name"], "evidence_class"))
    assert not wrong, "\n".join(map(str, wrong))


def test_every_licence_has_its_text():
    texts = {f.stem for f in (ROOT / "LICENSES").glob("*.txt") if f.stat().st_size > 0}
    named = [(one["name"], licence["name"]) for one in CARDS for licence in one["licenses"]]
    wrong = [(name, licence) for name, licence in named if licence not in texts]
    assert not wrong, "\n".join(map(str, wrong))


def test_bytes_and_hash_are_those_of_the_file():
    wrong = []
    for resource in CARDS:
        content = (DATA / resource["path"]).read_bytes()
        found = len(content), "sha256:" + hashlib.sha256(content).hexdigest()
        if found != (resource["bytes"], resource["hash"]):
            wrong.append((resource["name"], *found))
    assert not wrong, "\n".join(map(str, wrong))


def test_files_have_the_columns_and_rows_of_their_cards_and_no_line_break_in_a_cell():
    wrong = []
    for resource in CSVS:
        header, *rows = rows_of(DATA / resource["path"])
        if header != [field["name"] for field in resource["schema"]["fields"]]:
            wrong.append((resource["name"], "columns", header))
        if len(rows) != resource["rows"]:
            wrong.append((resource["name"], "rows", len(rows)))
        if any("\n" in cell or "\r" in cell for row in rows for cell in row):
            wrong.append((resource["name"], "a line break in a cell"))
    assert not wrong, "\n".join(map(str, wrong))


def test_files_are_plain_utf8_with_unix_line_ends():
    """That they are UTF-8 at all is seen where their rows are read."""
    contents = {one["name"]: (DATA / one["path"]).read_bytes() for one in CSVS}
    wrong = [
        name
        for name, content in contents.items()
        if content.startswith(b"\xef\xbb\xbf") or b"\r" in content or not content.endswith(b"\n")
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_rows_are_sorted_by_the_key(table):
    """Published figures keep the order of their source."""
    wrong = []
    for resource in CSVS:
        if not resource["name"].startswith("published/"):
            key = resource["schema"]["primaryKey"]
            keys = table(resource["name"])[key]
            if not keys.sort_values(key, na_position="first").index.equals(keys.index):
                wrong.append(resource["name"])
    assert not wrong, "\n".join(map(str, wrong))


def test_outlines_are_as_many_as_on_the_card():
    wrong = []
    for resource in TABLES:
        if resource["format"] == "geojson":
            found = len(json.loads((DATA / resource["path"]).read_bytes())["features"])
            if found != card(resource["name"])["rows"]:
                wrong.append((resource["name"], found))
    assert not wrong, "\n".join(map(str, wrong))


def test_bibliography_has_as_many_entries_as_on_its_card():
    text = path("literature/references").read_text(encoding="utf-8")
    assert text.count("\n@") + text.startswith("@") == card("literature/references")["rows"]


def test_columns_are_described():
    wrong = [
        (one["name"], field["name"])
        for one in TABLES
        for field in one["schema"]["fields"]
        if field.get("type") not in TYPES or not field.get("description")
    ]
    wrong += [
        (one["name"], key)
        for one in TABLES
        for key in one["schema"]["primaryKey"]
        if key not in {field["name"] for field in one["schema"]["fields"]}
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_numbers_have_a_unit():
    wrong = [
        (one["name"], field["name"])
        for one in TABLES
        for field in one["schema"]["fields"]
        if one["name"].startswith(MEASURED)
        and field["type"] in ("integer", "number")
        and not field.get("unit")
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_provenance_travels_with_the_table(table):
    wrong = []
    for resource in TABLES:
        name, attrs = resource["name"], table(resource["name"]).attrs
        expected = {
            "name": name,
            "sha256": resource["hash"].removeprefix("sha256:"),
            "credit": resource["credit"],
            "licence": resource["licence_as_stated"],
            "evidence_class": resource["evidence_class"],
            "breaks": resource.get("breaks", ""),
            "known_problems": resource.get("known_problems", ""),
            "corrections": [entry for entry in CORRECTIONS if entry["table"] == name],
        }
        wrong += [(name, key) for key, value in expected.items() if attrs.get(key) != value]
    assert not wrong, "\n".join(map(str, wrong))


def test_corrections_are_declared_with_reason_and_source():
    wrong = []
    for entry in CORRECTIONS:
        schema = card(entry["table"])["schema"]
        if not (
            entry["column"] in {field["name"] for field in schema["fields"]}
            and set(json.loads(entry["key"])) == set(schema["primaryKey"])
            and entry["reason"]
            and entry["source"]
            and entry["old"] != entry["new"]
        ):
            wrong.append(entry)
    assert not wrong, "\n".join(map(str, wrong))


def test_corrections_change_the_table_and_leave_the_file(table, raw):
    wrong = []
    for entry in CORRECTIONS:
        text, frame = raw(entry["table"]), table(entry["table"])
        hit = pd.Series(True, index=text.index)
        for column, key in json.loads(entry["key"]).items():
            hit &= text[column] == key
        [before], [after] = text.loc[hit, entry["column"]], frame.loc[hit, entry["column"]]
        new = entry["new"]
        if pd.api.types.is_number(after) and new:
            new = float(new)
        if before != entry["old"] or not (pd.isna(after) if new == "" else after == new):
            wrong.append((entry["table"], entry["key"], before, after))
    assert not wrong, "\n".join(map(str, wrong))


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
    said = [r for r in CARDS if "No chapter uses it:" in r["description"]]
    code = [*ROOT.glob("notebooks/*/*.ipynb"), *ROOT.glob("copro/**/*.py")]
    text = "".join(file.read_text(encoding="utf-8") for file in code)
    assert said and [r["name"] for r in said if f'"{r["name"]}"' in text.replace("\\", "")] == []
