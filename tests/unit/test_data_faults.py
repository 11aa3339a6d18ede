"""Bad input: each fault has its own error, which names the table, the place and the expectation.

The faults are injected into copies of real tables.
"""

import re
import shutil

import pandas as pd
import pytest

from copro.data import DataError, catalogue, corrections, errors, load, loading

TABLE = "norway/elderly_care_kostra_2023_2025"
# The key of a row as a cell of the CSV.
KEY = '"{""year"": ""2023"", ""municipality_code"": ""1101""}"'
OUTLINES = "norway/boundaries_municipalities_2024"
UNITS = "norway/municipalities_2024"


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the data folder with a few tables; returns a function that edits a file's text."""
    original = catalogue.DATA
    for name in (TABLE, OUTLINES, UNITS):
        target = tmp_path / catalogue.card(name)["path"]
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(original / catalogue.card(name)["path"], target)
    for name in ("datapackage.json", "corrections.csv"):
        shutil.copyfile(original / name, tmp_path / name)
    for module in (catalogue, corrections):
        monkeypatch.setattr(module, "DATA", tmp_path)
    caches = [catalogue.package, catalogue._cards, corrections.corrections]
    [c.cache_clear() for c in caches]
    yield lambda name, edit: _edit(tmp_path / catalogue.card(name)["path"], edit)
    [c.cache_clear() for c in caches]


def _edit(file, edit):
    content = file.read_bytes()
    changed = edit(content)
    assert changed != content, "the test did not change the file"
    file.write_bytes(changed)


def line(content: bytes, number: int) -> bytes:
    return content.split(b"\n")[number - 1]


def fails(name, error, *words):
    with pytest.raises(error) as caught:
        load(name)
    message = str(caught.value)
    assert message.startswith(name)
    for word in words:
        assert word in message, message
    return caught.value


def test_the_copy_is_sound(copy):
    assert len(load(TABLE)) == 698


def test_changed_value_that_is_plausible_is_found_by_its_hash(copy):
    copy(TABLE, lambda c: c.replace(b",31.3,", b",31.4,", 1))
    fails(TABLE, errors.HashDiffers, "sha256:")


@pytest.mark.parametrize("cut", [2000, 20_000])
def test_truncated_file(copy, cut):
    copy(TABLE, lambda c: c[:-cut])
    fails(TABLE, errors.Truncated, "expected 698 rows")


@pytest.mark.parametrize(
    "more, error, words",
    [
        (b"x", errors.NoLineEnd, "does not end with a line end: found 699 rows"),
        (b"x\n", errors.DataError, ""),
        (b"\n", errors.HashDiffers, "differs from its card"),
    ],
)
def test_a_file_with_a_byte_too_many_is_not_cut_short(copy, more, error, words):
    copy(TABLE, lambda c: c + more)
    assert "cut short" not in str(fails(TABLE, error, words))


def test_a_file_with_a_row_too_many_is_longer_than_its_card():
    frame = load(TABLE)
    with pytest.raises(
        errors.TooManyRows, match="file is longer than its card: found 699 rows; expected 698 rows"
    ):
        loading._check_row_count(catalogue.card(TABLE), pd.concat([frame, frame[:1]]))


@pytest.mark.parametrize(
    "text, words",
    [
        ("{", "found Expecting property name"),
        ("[]", "found no resources"),
        ("{}", "found no resources"),
    ],
)
def test_a_package_that_is_none_is_named(copy, tmp_path, text, words):
    (tmp_path / "datapackage.json").write_text(text)
    catalogue.package.cache_clear()
    with pytest.raises(
        errors.Unreadable, match=f"datapackage.json: file cannot be parsed: {words}"
    ):
        catalogue.package()


def test_file_cut_at_a_line_end(copy):
    copy(TABLE, lambda c: b"\n".join(c.split(b"\n")[:300]) + b"\n")
    fails(TABLE, errors.Truncated, "299 rows", "698 rows")


def test_missing_column(copy):
    copy(TABLE, lambda c: b"\n".join(row.rsplit(b",", 1)[0] for row in c.split(b"\n")[:-1]) + b"\n")
    fails(TABLE, errors.UnknownColumn, "without population_80plus_jan1_next_year")


def test_extra_column(copy):
    copy(TABLE, lambda c: c.replace(b"\n", b",1\n").replace(b",1\n", b",surplus\n", 1))
    fails(TABLE, errors.UnknownColumn, "surplus", "column surplus")


def test_renamed_column(copy):
    copy(TABLE, lambda c: c.replace(b"code_vintage", b"vintage", 1))
    fails(TABLE, errors.UnknownColumn, "without code_vintage", "unknown vintage", "line 1")


def test_text_in_a_number_column(copy):
    copy(TABLE, lambda c: c.replace(b",31.3,", b",many,", 1))
    error = fails(TABLE, errors.WrongType, "'many'", "a number", "home_services_users_80plus_pct")
    assert error.row == 3  # Eigersund stands on the third line


def test_not_a_number_is_not_a_number(copy):
    copy(TABLE, lambda c: c.replace(b",31.3,", b",nan,", 1))
    fails(TABLE, errors.WrongType, "'nan'")


def test_fraction_in_an_integer_column(copy):
    copy(TABLE, lambda c: c.replace(b",710\n", b",710.5\n", 1))
    fails(TABLE, errors.WrongType, "'710.5'", "an integer", "line 3")


def test_value_out_of_bounds(copy):
    copy(TABLE, lambda c: c.replace(b",31.3,", b",131.3,", 1))
    fails(TABLE, errors.OutOfBounds, "131.3", "0.0 to 100.0", "line 3")


def test_value_outside_its_closed_list(copy):
    copy(TABLE, lambda c: c.replace(b",2020,", b",2021,", 1))
    fails(TABLE, errors.NotInList, "2021", "2020, 2024")


def test_empty_required_cell(copy):
    copy(TABLE, lambda c: c.replace(b",Eigersund,", b",,", 1))
    fails(TABLE, errors.MissingValue, "municipality_name", "line 3")


def test_duplicate_key(copy):
    copy(TABLE, lambda c: c + line(c, 3) + b"\n")
    fails(TABLE, errors.DuplicateKey, "year=2023, municipality_code=1101", "line 700")


def test_a_row_too_many(copy):
    copy(TABLE, lambda c: c + line(c, 3).replace(b"1101", b"9999") + b"\n")
    fails(TABLE, errors.TooManyRows, "699 rows", "698 rows")


def test_broken_encoding(copy):
    copy(TABLE, lambda c: c.replace(b",Eigersund,", b",Eigersund\xe6,", 1))
    fails(TABLE, errors.BadEncoding, "0xe6", "UTF-8", "line 3")


def test_outline_without_a_unit(copy):
    copy(OUTLINES, lambda c: c.replace(b'"1103"', b'"1199"', 1))
    fails(OUTLINES, errors.NoSuchUnit, "'1199'", UNITS)


def test_geojson_cut_short(copy):
    copy(OUTLINES, lambda c: c[:-5000])
    fails(OUTLINES, errors.Truncated, "GeoJSON")


def test_unknown_table_names_the_nearest():
    fails("norway/elderly_care_kostra", errors.UnknownTable, TABLE)
    with pytest.raises(errors.UnknownTable, match="kreise_2021"):
        load("kreise_2021")


def test_every_error_is_a_data_error():
    named = [e for e in vars(errors).values() if isinstance(e, type) and e is not DataError]
    assert len(named) >= 14 and all(issubclass(e, DataError) for e in named)


def test_a_correction_fails_once_the_old_value_is_gone(copy, tmp_path):
    row = [
        "table,key,column,old,new,reason,source",
        (f"{TABLE},{KEY},home_services_users_80plus_pct,99.9,31.0,a reason,a source"),
    ]
    (tmp_path / "corrections.csv").write_text("\n".join(row) + "\n")
    corrections.corrections.cache_clear()
    fails(TABLE, errors.StaleCorrection, "'31.3'", "'99.9'")


def test_a_correction_is_carried_out_and_told(copy, tmp_path):
    row = [
        "table,key,column,old,new,reason,source",
        (f"{TABLE},{KEY},home_services_users_80plus_pct,31.3,30.3,a reason,a source"),
    ]
    (tmp_path / "corrections.csv").write_text("\n".join(row) + "\n")
    corrections.corrections.cache_clear()
    frame = load(TABLE)
    assert frame.loc[1, "home_services_users_80plus_pct"] == 30.3
    assert frame.attrs["corrections"][0]["reason"] == "a reason"


def test_messages_count_what_else_is_wrong(copy):
    copy(TABLE, lambda c: re.sub(rb",2020,", b",2019,", c))
    fails(TABLE, errors.OutOfBounds, "343 more")
