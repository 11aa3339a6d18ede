"""Tables as people have them are read, and what was guessed is said."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from qca_reference import FOLDER

import configurational as qca

FIELD = FOLDER / "field"


@pytest.fixture
def written(tmp_path):
    def write(text, encoding="utf-8", name="cases.csv"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_haesebrouck_semicolons_decimal_commas_byte_order_mark_and_old_line_ends():
    read = qca.read_cases(FIELD / "Haesebrouck_15.csv")
    assert read.frame.shape == (22, 9) and read.frame.index.name == "cases"
    assert read.frame.loc["BE"].tolist() == [0.89, 0.51, 0.06, 0.02, 0, 0.99, 0.98, 0.91, 0.2]
    assert read.messages == (
        "columns are separated by semicolons",
        "decimal commas in LC, MC, MS, PI, GP, LE, LP, ED, PV",
        "column 'cases' labels the cases",
    )
    table = qca.truth_table(read.frame, "PV", ["LC", "MC", "LE"], incl_cut=0.8)
    assert table.observed["n"].sum() == 22


def test_hartmann_kemmerzell_multivalue():
    frame = qca.read_cases(FIELD / "pban.csv").frame
    assert frame.shape == (48, 5) and frame.loc["Benin"].tolist() == [1, 2, 1, 0, 1]
    table = qca.truth_table(frame, "PB")
    assert table.data.levels.tolist() == [3, 3, 3, 2] and table.observed["n"].sum() == 48


def test_rutten_and_a_table_as_r_writes_it():
    rutten = qca.read_cases(FIELD / "Rutten_fs.csv")
    assert rutten.messages == ("column 'case' labels the cases",)
    assert rutten.frame.loc["Antwerpen", "aknowledge"] == pytest.approx(0.6)
    written = qca.read_cases(FIELD / "made_up_as_r_writes.csv")
    assert written.frame.shape == (6, 4) and written.messages == ()
    assert written.frame.loc["Uplands_03", "BARG"] == 0.98


def test_cells_of_a_table_may_not_apply():
    read = qca.read_cases(FIELD / "made_up_does_not_apply.csv")
    assert read.messages == ("'-' or 'dc' (does not apply) in FOLLOWED",)
    solution = qca.minimize(qca.truth_table(read.frame, "WON"))
    with_dash = read.frame.replace("dc", "-")
    assert solution.models == qca.minimize(qca.truth_table(with_dash, "WON")).models


def test_a_synthetic_multivalue_table_without_labels():
    read = qca.read_cases(FIELD / "multivalue3.csv")
    assert read.messages == () and isinstance(read.frame.index, pd.RangeIndex)
    assert qca.prepare(read.frame, "OUTCOME").levels.tolist() == [3, 3, 3, 3, 3]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_separators_line_ends_and_encodings_give_one_table(written, separator, end, encoding):
    lines = ["Land,A,Y", "Österreich,0.25,1", "Türkei,0.75,0"]
    text = end.join(line.replace(",", separator) for line in lines)
    frame = qca.read_cases(written(text, encoding)).frame
    assert frame.to_dict("index") == {
        "Österreich": {"A": 0.25, "Y": 1},
        "Türkei": {"A": 0.75, "Y": 0},
    }


def test_what_was_guessed_is_said_and_what_was_told_is_not(written):
    path = written("Land;A;Y\nÖsterreich;0,2;1\nTürkei;1;0\n", "latin-1")
    assert qca.read_cases(path).messages == (
        "the file is not UTF-8: read as Latin-1 (Windows-1252)",
        "columns are separated by semicolons",
        "decimal commas in A",
        "column 'Land' labels the cases",
    )
    told = qca.read_cases(path, "Land", separator=";", decimal=",", encoding="latin-1")
    assert told.messages == () and told.frame.equals(qca.read_cases(path).frame)
    with pytest.warns(UserWarning) as said:
        assert list(qca.read_csv(str(path)).columns) == ["Land", "A", "Y"]
    assert [str(w.message).partition(": ")[2] for w in said] == [
        "the file is not UTF-8: read as Latin-1 (Windows-1252)",
        "columns are separated by semicolons",
        "decimal commas in A",
    ]


def test_what_spreadsheets_add_is_passed_over(written):
    read = qca.read_cases(written("sep=;\nid;A;Y\na; 0,5;1\n;;\nb;1 ;0\n;;\n"))
    assert read.frame.to_dict("index") == {"a": {"A": 0.5, "Y": 1}, "b": {"A": 1, "Y": 0}}
    assert read.messages[0] == "2 empty row(s) passed over"
    assert qca.read_cases(written('"",A\nx,TRUE\ny, FALSE\n')).frame["A"].tolist() == [True, False]


def test_commas_in_texts_and_points_as_told_stay(written):
    path = written('note;A;Y\n"1,5 or so";0,5;1\nx;1,0;0\n')
    assert qca.read_cases(path, ()).frame["note"].tolist() == ["1,5 or so", "x"]
    path = written("id;A;Y\na;0,5;1\n")
    assert qca.read_cases(path, decimal=".").frame["A"].tolist() == ["0,5"]


def test_labels_of_several_columns(written):
    path = written("country,year,A,Y\nAT,1990,1,0\nAT,1995,0,1\nDE,1990,1,1\n")
    read = qca.read_cases(path, ["country", "year"])
    assert read.frame.index.tolist() == ["AT_1990", "AT_1995", "DE_1990"]
    assert qca.prepare(read.frame, "Y").cases == ("AT_1990", "AT_1995", "DE_1990")
    with pytest.raises(qca.QCAError, match="id column 'country': found 'AT' more than once"):
        qca.read_cases(path, "country")


def test_missing_values_are_dropped_when_told_and_listed(written):
    path = written("id,A,B,Y\nNA,1,0,1\nb,,1,0\nc,1,NA,.\nd,0,1,0\n")
    read = qca.read_cases(path, drop_missing=True)
    assert read.frame.index.tolist() == ["NA", "d"]
    assert read.frame["B"].tolist() == [0, 1] and qca.prepare(read.frame, "Y").y.tolist() == [1, 0]
    assert read.dropped.to_dict("list") == {"case": ["b", "c"], "columns": [("A",), ("B", "Y")]}
    assert read.messages[-1] == "2 of 4 cases dropped for missing values: b (A); c (B, Y)"
    only_a = qca.read_cases(path, drop_missing=True, columns=["A"])
    assert only_a.dropped["case"].tolist() == ["b"]
    kept = qca.read_cases(path)
    assert len(kept.frame) == 4 and kept.dropped.empty
    with pytest.raises(qca.MissingValueError, match="column 'A', case b"):
        qca.prepare(kept.frame, "Y")


def test_dropped_rows_leave_the_numbers_of_the_others(written):
    read = qca.read_cases(written("A,Y\n1,1\n,0\n0,1\n"), drop_missing=True)
    assert read.frame.index.tolist() == ["1", "3"] and read.dropped["case"].tolist() == ["2"]
    with pytest.raises(qca.MissingValueError, match="in every case"):
        qca.read_cases(written("A,Y\n,1\n,0\n"), drop_missing=True)


def test_texts_are_numbers_only_when_told(written):
    path = written("id,A,B,Y\na,yes,hi,1\nb,no,lo,0\nc,yes,lo,1\n")
    untold = qca.read_cases(path, "id")
    assert "column 'A' holds the texts yes, no" in untold.messages[0]
    with pytest.raises(qca.UncalibratedError, match="'yes'"):
        qca.prepare(untold.frame, "Y")
    read = qca.read_cases(path, "id", labels={"yes": 1, "no": 0, "B": {"hi": 1, "lo": 0}})
    assert read.frame.to_dict("list") == {"A": [1, 0, 1], "B": [1, 0, 0], "Y": [1, 0, 1]}
    assert read.messages == ("labels in A: yes = 1, no = 0", "labels in B: hi = 1, lo = 0")


@pytest.mark.parametrize(
    "text, options, words",
    [
        ("id;A;Y\na;0,5;1\nb;0.5;0\n", {}, ["column 'A'", "both 0,5 and 0.5", "one decimal mark"]),
        ("id;A;Y\na;1;1\n", {"separator": ","}, ["one column, 'id;A;Y'", "semicolons?"]),
        ("id,A,Y\na,1,1\n", {"separator": "--"}, ["separator", "one character"]),
        ("id,A,Y\na,1,1\n", {"separator": ",", "decimal": ","}, ["decimal", "another character"]),
        ("id,A,Y\na,1,1\n", {"decimal": "'"}, ["decimal", "',' or '.'"]),
        ("id,A,Y\na,1,1\n", {"encoding": "klingon"}, ["encoding", "unknown encoding: klingon"]),
        ("id,A,Y\nä,1,1\n", {"encoding": "ascii"}, ["encoding", "'ascii'"]),
        ("id,A,Y\na,1,1\n", {"id_columns": "name"}, ["id column 'name'", "no such column"]),
        ("id,A,Y\n,1,1\n", {"id_columns": "id"}, ["id column 'id'", "an empty label"]),
        (
            "id,A,Y\na,1,1\n",
            {"labels": {"B": {"yes": 1}}},
            ["labels of column 'B'", "no such column"],
        ),
        ("id,A,Y\na,1,1\n", {"labels": {"A": {"yes": 1}}}, ["column 'A'", "no cell with yes"]),
        ("id,A,Y\na,1,1\n", {"drop_missing": True, "columns": ["B"]}, ["column 'B'"]),
    ],
)
def test_what_is_ambiguous_or_unknown_is_refused(written, text, options, words):
    with pytest.raises(qca.QCAError) as caught:
        qca.read_cases(written(text), **options)
    assert all(w in str(caught.value) for w in words), str(caught.value)


def test_a_missing_file_and_an_old_workbook_are_refused(tmp_path):
    with pytest.raises(qca.QCAError, match="no such file"):
        qca.read_cases(tmp_path / "none.csv")
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0rest")
    with pytest.raises(qca.QCAError, match=r"before 2007.*save it as one"):
        qca.read_cases(tmp_path / "old.xls")


def workbook(path: Path, **sheets):
    openpyxl = pytest.importorskip(
        "openpyxl", reason="openpyxl is not installed: workbooks need the extra 'excel'"
    )
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


ROWS = [
    ["case", "A", "B", "Y", None],
    ["Österreich", 0.25, 1, 1.0, None],
    [None] * 5,
    ["Türkei", 0.75, "dc", 0, None],
]


def test_workbooks_are_read_like_text(tmp_path):
    read = qca.read_cases(workbook(tmp_path / "cases.xlsx", cases=ROWS))
    assert read.frame.loc["Österreich"].tolist() == [0.25, "1", 1]
    assert read.messages == ("column 'case' labels the cases", "'-' or 'dc' (does not apply) in B")
    data = qca.prepare(read.frame, "Y")
    np.testing.assert_array_equal(data.dont_care, [[False, False], [False, True]])


def test_sheets_are_chosen_by_name_and_number(tmp_path):
    path = workbook(tmp_path / "cases.xlsx", first=[["A", "Y"], [1, 1]], second=ROWS)
    assert qca.read_cases(path).messages == (
        "sheet 'first' is read, the first of 'first', 'second'",
    )
    for sheet in ("second", 2):
        assert qca.read_cases(path, sheet=sheet).frame.shape == (2, 3)
    with pytest.raises(qca.ParameterError, match="sheet: found 'third'; expected one of 'first'"):
        qca.read_cases(path, sheet="third")
    with pytest.raises(qca.QCAError, match=r"line 2: found 2 cells|header, column 2"):
        qca.read_cases(workbook(tmp_path / "bad.xlsx", s=[["A", None], [1, 1]]))


YES_NO = "land,A,B,Y\nAT,yes,0,yes\nBE,no,1,no\nCH,no,0,no\nDE,yes,1,yes\n"


def test_texts_that_repeat_are_no_labels_and_are_named_themselves(written):
    path = written(YES_NO)
    read = qca.read_cases(path)
    assert read.frame.index.tolist() == ["AT", "BE", "CH", "DE"]
    with pytest.raises(qca.UncalibratedError) as caught:
        qca.prepare(read.frame, "Y")
    words = str(caught.value)
    assert words.startswith("column 'A', case AT: found 'yes'") and "`labels`" in words
    told = qca.read_cases(path, labels={"yes": 1, "no": 0})
    assert qca.minimize(qca.truth_table(told.frame, "Y"), "parsimonious").models == (("A",),)


def test_of_two_columns_of_labels_none_is_taken_for_them(written):
    read = qca.read_cases(written("iso,land,A,Y\nAT,Austria,1,1\nBE,Belgium,0,0\n"))
    assert list(read.frame.columns) == ["iso", "land", "A", "Y"]
