"""The committed results: kept where a run repeats them, compared in words where it does not.

All made up for the test.
"""

import base64
import io
import json

import numpy as np
import pandas as pd
import pytest
from PIL import Image, ImageDraw

from copro.report.records.digest import digest
from copro.report.records.model import Claim, Figure, Results, Table
from copro.run import committed as reference
from copro.run.committed import keep, keep_notebook, keep_table
from copro.run.differences import cells, differences, report
from copro.run.pictures import alike, distance, pictures

RAW = {"norway/a": "aa11", "norway/b": "bb22"}


def drawing(colour="blue", extra=False):
    """A picture of 400 by 300 points: a square, and a line of 12 points if ``extra``."""
    picture, target = Image.new("RGB", (400, 300), "white"), io.BytesIO()
    pen = ImageDraw.Draw(picture)
    pen.rectangle((50, 50, 90, 90), fill=colour)
    if extra:
        pen.line((200, 200, 211, 200), fill="black")
    picture.save(target, "PNG")
    return target.getvalue()


def found(
    page, value=12.5, interval=(10.0, 15.0), digit=0.1, picture=b"PNG", data=None, hashes=RAW
):
    """Results of a chapter with one claim, one figure and one table."""
    drawn = digest(pd.DataFrame({"persons": [11779, 100]}) if data is None else data)
    common = {
        "page": page,
        "notebook": page,
        "cell": 2,
        "cell_id": "a1b2c3d4",
        "tables": sorted(hashes),
        "hashes": hashes,
        "parameters": {},
    }
    words = {
        "title": "A title",
        "caption": "How to read it.",
        "alt": "What is seen, in words.",
        "source": "An office.",
    }
    claim = {
        "id": f"{page}-claim",
        "sentence": f"It was {value:.1f}.",
        "value": value,
        "unit": "percent",
        "interval": list(interval),
        "level": 95,
        "n": 5,
        "kind": "survey",
        "tolerance": 1e-6,
    }
    figure = words | {"id": f"{page}-figure", "drawn": drawn, "picture_sha256": str(picture)}
    made = Results(
        (Claim.of(common | claim),),
        (Figure.of(common | figure),),
        (
            Table.of(
                common | {"id": f"{page}-table", "caption": "A caption.", "source": "An office."}
            ),
        ),
    )
    return made, f"place,share\nOslo,{digit!r}\nBergen,3\n"


def results(folder, *chapters, named=None):
    """The results of chapters as texts, with their tables in folders."""
    merged, folders = Results(), []
    for made, rows in chapters:
        (table,) = made.tables
        folders.append(folder / table.origin.page)
        (folders[-1] / "tables").mkdir(parents=True, exist_ok=True)
        (folders[-1] / "tables" / f"{table.id}.csv").write_text(rows)
        merged += made
    return reference.texts(merged, folders, named)


def test_results_can_be_written_and_read_again(tmp_path):
    made = results(tmp_path, found("one"))
    reference.write(made, tmp_path / "results")
    assert reference.read(tmp_path / "results") == made
    assert {
        "claims.json",
        "figures.csv",
        "tables.csv",
        "sources.csv",
        "tables/one-table.csv",
    } == set(made)
    assert made["sources.csv"] == "table,sha256\nnorway/a,aa11\nnorway/b,bb22\n"


def test_a_new_chapter_touches_no_output_of_another(tmp_path):
    before = results(tmp_path / "a", found("one"), found("two"))
    # The second run differs in last digits, as on another machine, and has a third chapter.
    noise = found(
        "one",
        value=np.nextafter(12.5, 13).item(),
        interval=(10.0, 15.000000001),
        digit=0.1 + 1e-12,
        picture=b"other bytes",
    )
    after = keep(
        results(tmp_path / "b", noise, found("two"), found("three")), before, {"one-figure"}
    )
    for name in ("figures.csv", "tables.csv", "sources.csv"):
        assert set(before[name].splitlines()) <= set(after[name].splitlines()), name
    assert json.loads(after["claims.json"])[:2] == json.loads(before["claims.json"])
    assert all(after[name] == text for name, text in before.items() if name.startswith("tables/"))
    assert (
        json.loads(after["claims.json"])[2]["id"] == "three-claim"
        and "three-figure" in after["figures.csv"]
    )


def test_what_changed_is_new(tmp_path):
    before = results(tmp_path / "a", found("one"))
    after = results(
        tmp_path / "b",
        found(
            "one", value=12.6, digit=0.2, picture=b"x", data=pd.DataFrame({"persons": [12679, 100]})
        ),
    )
    assert (
        keep(after, before, {"one-figure"}) == after
    )  # a picture that looks alike but shows other data is new, too


def test_a_table_keeps_each_cell_that_agrees_and_no_other():
    old = "place,share,persons\nOslo,0.7952669362266492,1000000\nBergen,0.5,2\n"
    new = "place,share,persons\nOslo,0.7952669362266499,1000001\nBergen,0.6,2\n"
    assert (
        keep_table(new, old)
        == "place,share,persons\nOslo,0.7952669362266492,1000001\nBergen,0.6,2\n"
    )
    longer = new + "Moss,1,1\n"
    assert keep_table(longer, old) == longer


def notebook(value=0.5, sentence="It was 0.5.", drawn="values aa", picture=b"PNG"):
    def shown(record, **data):
        return {"output_type": "display_data", "metadata": {"copro": record}, "data": data}

    claim = shown(
        {"type": "claim", "id": "a-b", "value": value, "tolerance": 1e-6},
        **{"text/plain": [sentence]},
    )
    drawing = shown(
        {"type": "picture", "id": "a-c"},
        **{"text/plain": [drawn], "image/png": base64.b64encode(picture).decode()},
    )
    words = shown(
        {"type": "figure", "id": "a-c", "drawn": drawn, "picture_sha256": str(picture)},
        **{"text/plain": ["How to read it."]},
    )
    return (
        json.dumps(
            {
                "cells": [
                    {"cell_type": "markdown", "id": "m", "source": ["# A"]},
                    {
                        "cell_type": "code",
                        "execution_count": 1,
                        "id": "c",
                        "outputs": [claim, drawing, words],
                    },
                ],
                "nbformat": 4,
            }
        )
        + "\n"
    )


def test_a_notebook_that_only_repeats_keeps_its_bytes():
    old = keep_notebook(notebook(), notebook(), set())
    noisy = notebook(value=0.5000000001, picture=b"other bytes")
    assert keep_notebook(noisy, old, {"a-c"}) == old
    assert pictures(keep_notebook(noisy, old, set())) == {"a-c": b"other bytes"}


def test_a_renewed_notebook_keeps_its_heading_and_what_is_written_for_another_choice():
    committed, run = json.loads(notebook()), json.loads(notebook(value=0.51))
    other = {
        "cell_type": "markdown",
        "id": "0b0b0b0b",
        "metadata": {"tags": ["needs:country=DEU"]},
        "source": ["# Only there"],
    }
    renewed = json.loads(
        keep_notebook(
            json.dumps(run), json.dumps(committed | {"cells": [other, *committed["cells"]]}), set()
        )
    )
    assert renewed["cells"] == [other, *run["cells"]]


@pytest.mark.parametrize(
    "change",
    [dict(value=0.51), dict(sentence="It was 0.6."), dict(drawn="values bb", picture=b"new")],
)
def test_a_notebook_takes_over_what_is_new(change):
    assert json.loads(keep_notebook(notebook(**change), notebook(), {"a-c"})) == json.loads(
        notebook(**change)
    )


def test_pictures_are_alike_until_a_word_or_a_colour_differs():
    assert distance(drawing(), drawing()) == 0 and distance(drawing(), drawing("#0808f7")) == 0
    assert distance(drawing(), drawing("green")) == pytest.approx(41 * 41 / (400 * 300))
    assert alike(
        {"same": drawing(), "colour": drawing("green"), "only": drawing()},
        {"same": drawing(), "colour": drawing()},
    ) == {"same"}
    larger = Image.open(io.BytesIO(drawing())).resize((401, 300))
    target = io.BytesIO()
    larger.save(target, "PNG")
    assert distance(drawing(), target.getvalue()) == 1


def test_a_new_word_in_a_picture_is_seen():
    assert (
        0.00005 < distance(drawing(), drawing(extra=True)) == 12 / 120_000 < 0.0002
    )  # one short line: still alike
    pen = Image.open(io.BytesIO(drawing()))
    ImageDraw.Draw(pen).text((200, 200), "percent", fill="black")
    target = io.BytesIO()
    pen.save(target, "PNG")
    assert not alike({"a": target.getvalue()}, {"a": drawing()})


def test_differences_name_page_result_and_what_differs(tmp_path):
    old = results(tmp_path / "a", found("one"), found("two"))
    raw = RAW | {"norway/a": "cc33"}
    changed = found(
        "one", value=12.6, digit=0.2, data=pd.DataFrame({"persons": [12679, 100]}), hashes=raw
    )
    new = results(
        tmp_path / "b", changed, found("two", interval=(10.0, 16.0), picture=b"x", hashes=raw)
    )
    lines = report(differences(new, old, set()), new).splitlines()
    assert lines[0] == (
        "2 claims, 2 differ; 2 figures, 2 differ; 2 tables, 1 differ; 2 raw tables, 1 "
        "differ from the reference"
    )
    assert lines[1:] == [
        "raw tables:",
        (
            "  raw table norway/a: sha256 aa11 -> cc33; on it rest one (claim one-claim; "
            "figure one-figure; table one-table); two (claim two-claim; figure "
            "two-figure; table two-table)"
        ),
        "one:",
        "  claim one-claim: changed: 12.5 -> 12.6 (+0.1, +0.8%)",
        (
            "  figure one-figure: draws other data: sum of persons 11879 -> 12779, values "
            f"{old_values(old)} -> {old_values(new)}"
        ),
        "  table one-table: row 1, share: 0.1 -> 0.2",
        "two:",
        "  claim two-claim: changed: interval 10 to 15 -> 10 to 16",
        "  figure two-figure: draws the same data as another picture",
    ]
    assert len(differences(new, old, {"two-figure"})) == 5  # the picture of two looks alike


def test_a_raw_table_on_which_no_result_rests_is_compared_too(tmp_path):
    old = results(
        tmp_path / "a",
        found("one"),
        named={"norway/c": "cc33", "norway/d": "dd44", "norway/a": "aa11"},
    )
    new = results(tmp_path / "b", found("one"), named={"norway/c": "ee55", "norway/e": "ff66"})
    assert [(one.id, one.what) for one in differences(new, old, set())] == [
        ("norway/c", "sha256 cc33 -> ee55; on it rest no results"),
        ("norway/d", "gone; on it rest no results"),
        ("norway/e", "added; on it rest no results"),
    ]


def test_a_result_that_moved_to_another_page_differs(tmp_path):
    old = results(tmp_path, found("one"))
    new = {
        name: text.replace(",one,", ",two,").replace('"page": "one"', '"page": "two"')
        for name, text in old.items()
    }
    assert [(one.kind, one.what) for one in differences(new, old, set())] == [
        ("claim", "changed: page one -> two"),
        ("figure", 'page "one" -> "two"'),
        ("table", 'page "one" -> "two"'),
    ]


def old_values(texts):
    return reference.rows(texts["figures.csv"])[0]["drawn"].rsplit(" ", 1)[1]


def test_nothing_differs_within_the_tolerances(tmp_path):
    old = results(tmp_path / "a", found("one"))
    new = results(
        tmp_path / "b",
        found("one", value=12.5000000001, interval=(10.0, 15.00000001), digit=0.1 + 1e-12),
    )
    assert differences(new, old, set()) == []


@pytest.mark.parametrize(
    "new, told",
    [
        ("a,b\n1,x\n", ["columns a -> a, b"]),
        ("a\n1\n2\n3\n", ["2 rows -> 3 rows"]),
        ("a\n1\n\n", ["row 2, a: 2 -> nothing"]),
        ("a\n1\n2\n", []),
    ],
)
def test_a_table_of_another_shape_is_told_apart(new, told):
    assert cells(new.replace("\n\n", '\n""\n'), "a\n1\n2\n") == told


def test_of_many_cells_the_first_are_named():
    assert cells("a,b\n1,2\n3,4\n", "a,b\n5,6\n7,8\n") == [
        "row 1, a: 5 -> 1",
        "row 1, b: 6 -> 2",
        "row 2, a: 7 -> 3",
        "and 1 more cells",
    ]


def test_results_of_one_page_are_compared_with_those_of_that_page_alone(tmp_path):
    both = results(tmp_path, found("one"), found("two"))
    one = reference.of_page(both, "one", {"norway/a", "norway/b"})
    assert differences(results(tmp_path / "b", found("one")), one, set()) == []


def test_a_list_of_another_form_counts_as_none(tmp_path):
    (tmp_path / "figures.csv").write_text("id,title\na-b,A\n")
    assert reference.rows(reference.read(tmp_path)["figures.csv"]) == []
