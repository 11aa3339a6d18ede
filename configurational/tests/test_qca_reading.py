"""Reading a CSV of cases: its header and the length of its rows."""

import pytest

import configurational as qca


def read(tmp_path, text):
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    return qca.read_csv(str(path))


@pytest.mark.parametrize(
    "text, words",
    [
        ("", ["cases.csv", "an empty file"]),
        ("\n \n", ["an empty file"]),
        ("A,B,Y\n1,0,1\n0,1,0,1\n", ["cases.csv, line 3", "found 4 cells", "expected 3"]),
        ("A,B,Y\n1,0,1,0\n0,1,0,1\n", ["line 2", "found 4 cells", "case labels"]),
        ("A,B,Y,note\n1,0,1\n", ["line 2", "found 3 cells", "expected 4"]),
        ("A,A,Y\n1,0,1\n", ["header, column 2", "'A' of column 1"]),
        ("A, A,Y\n1,0,1\n", ["header, column 2", "'A' of column 1"]),
        ("A,B,,Y\n1,0,1,1\n", ["header, column 3", "found no name"]),
    ],
)
def test_files_that_are_no_table_are_refused(tmp_path, text, words):
    with pytest.raises(qca.QCAError) as caught:
        read(tmp_path, text)
    assert all(w in str(caught.value) for w in words)


def test_files_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "image.csv").write_bytes(b"A,B\n\x89PNG\x00,1\n")
    with pytest.raises(qca.QCAError, match=r"image.csv: found bytes that are no text"):
        qca.read_csv(str(tmp_path / "image.csv"))
    with pytest.raises(qca.QCAError, match="directory"):
        qca.read_csv(str(tmp_path))


def test_names_of_columns_lose_the_spaces_around_them(tmp_path):
    frame = read(tmp_path, "A, B,\tY \n1,0,1\n0,1,0\n")
    assert list(frame.columns) == ["A", "B", "Y"]
    assert qca.minimize(qca.truth_table(frame, "Y")).models == (("A*~B",),)


def test_a_first_column_without_a_name_labels_the_cases(tmp_path):
    frame = read(tmp_path, '"","A","B"\n"NA",0.1,1\n"x, y",0.2,0\n')
    assert list(frame.index) == ["NA", "x, y"] and list(frame.columns) == ["A", "B"]
    assert frame["A"].tolist() == [0.1, 0.2]


def test_byte_order_marks_and_empty_lines_are_passed_over(tmp_path):
    frame = read(tmp_path, "\ufeffA,B\n\n1,0\n\n0,1\n\n")
    assert frame.to_dict("list") == {"A": [1, 0], "B": [0, 1]}
