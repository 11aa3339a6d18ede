"""The blind sheet: it shows no code, it says what is wrong with a filled one, and what a good one
changes. All filled sheets here are made up.
"""

import pandas as pd
import pytest

from copro.book import sheet
from copro.data import load
from copro.errors import Expected
from copro.measures.synthesis import blind_sheet
from copro.report.words.file import Words


@pytest.fixture(scope="module")
def tables():
    return {name: load(name) for names in blind_sheet.TABLES.values() for name in names}


def filled(kind, tables, rows=None, which=0, **instead):
    """A sheet filled with the codes of a pass, and ``instead`` in its first row."""
    empty = sheet.blank(kind)
    told = list(blind_sheet.of_passes(tables, kind).values())[which]
    key = blind_sheet.KINDS[kind].key
    codes = list(blind_sheet.columns(kind))
    out = empty[empty[key].isin(told.index)].copy()
    out[codes] = told.loc[out[key], codes].to_numpy()
    out = out.head(rows or len(out)).reset_index(drop=True)
    for column, value in instead.items():
        out.loc[0, column] = value
    return out


def test_the_sheets_in_the_tree_are_those_that_the_command_writes(tmp_path):
    for file in sheet.write(tmp_path):
        assert file.read_text(encoding="utf-8") == (sheet.FOLDER / file.name).read_text(
            encoding="utf-8"
        ), f"{file.name}: run `copro sheet`"


@pytest.mark.parametrize(("kind", "rows"), [("works", 40), ("cases", 30)])
def test_a_sheet_shows_sources_and_no_code(kind, rows):
    empty = sheet.blank(kind)
    assert len(empty) == rows and empty[blind_sheet.KINDS[kind].key].is_unique
    assert (empty[list(blind_sheet.columns(kind))] == "").all(axis=None)
    assert empty["address"].str.match(r"https?://\S+\.\S+").all()
    shown = {blind_sheet.KINDS[kind].key, *blind_sheet.KINDS[kind].shown, "address"}
    assert set(empty) == shown | set(blind_sheet.columns(kind))


def test_no_address_of_a_work_is_a_copy():
    works = load("literature/works").set_index("key")
    for row in sheet.blank("works").itertuples():
        copied = works.at[row.key, "url_is_mirror"]
        assert not copied or row.address != works.at[row.key, "source_url"]
    assert (
        not sheet.blank("cases")["address"].str.contains("docplayer|9pdf|informahealthcare").any()
    )


@pytest.mark.parametrize(
    ("instead", "message"),
    [
        ({"staff": "good"}, "a.csv, row 2, column staff: found 'good'; expected one of positive"),
        ({"staff": ""}, "a.csv, row 2, column staff: found an empty cell; expected one of"),
        ({"coping": "training;luck"}, "a.csv, row 2, column coping: found 'luck'; expected one of"),
        ({"key": "nobody_2020"}, "a.csv, row 2, column key: found 'nobody_2020'; expected a key"),
    ],
)
def test_a_wrong_cell_is_named_with_file_row_and_column(tables, instead, message):
    with pytest.raises(blind_sheet.SheetError) as told:
        blind_sheet.validated(filled("works", tables, **instead), sheet.drawn(), "a.csv")
    assert message in str(told.value)


def test_a_work_twice_an_empty_sheet_and_another_file_are_refused(tables):
    good = filled("works", tables, rows=2)
    for wrong, message in (
        (pd.concat([good, good]), "a.csv, row 4, column key: found"),
        (sheet.blank("works"), "found no filled row"),
        (good.drop(columns="basis"), "row 1, column basis: found no such column"),
        (pd.DataFrame({"x": ["1"]}), "expected a column key (works) or case_id (cases)"),
    ):
        with pytest.raises(blind_sheet.SheetError) as told:
            blind_sheet.validated(wrong, sheet.drawn(), "a.csv")
        assert message in str(told.value)


def test_who_codes_as_the_first_pass_agrees_with_it_fully_and_rows_left_empty_do_not_count(tables):
    part = pd.concat([filled("works", tables, rows=25), sheet.blank("works").tail(10)])
    part = part.drop_duplicates("key")
    codes = blind_sheet.validated(part, sheet.drawn(), "a.csv")
    assert len(codes) == 25
    agreed = blind_sheet.agreed(codes, blind_sheet.of_passes(tables, "works"), "works").set_index(
        "code"
    )
    same = agreed["first pass"].dropna()
    assert len(same) > 10 and (same == 1).all()
    assert (agreed["second pass"].dropna() < 1).any()


def test_the_codes_of_the_first_pass_change_none_of_its_conclusions(tables):
    codes = blind_sheet.validated(filled("works", tables), sheet.drawn(), "a.csv")
    changed = blind_sheet.changes(tables, codes, "works").set_index("conclusion")["changes"]
    assert (changed[changed.index.str.endswith("first pass")] == "no").all()


def test_people_who_see_only_gains_for_associations_change_that_conclusion(tables):
    part = filled("works", tables)
    part["associations"] = "positive"
    changed = blind_sheet.changes(
        tables, blind_sheet.validated(part, sheet.drawn(), "a.csv"), "works"
    )
    row = changed.set_index("conclusion").loc["Associations"]
    assert row["changes"] == "yes" and row["book"].startswith("no clear direction")


def test_cases_that_people_code_low_turn_what_need_goes_with(tables):
    part = filled("cases", tables)
    codes = blind_sheet.validated(part, sheet.drawn(), "a.csv")
    assert (blind_sheet.changes(tables, codes, "cases")["changes"] == "no").all()
    need = part["resource_dependency"].isin(["mutual", "municipality_on_vo"])
    part["coproduction_level"] = need.map({True: "low", False: "high"})
    changed = blind_sheet.changes(
        tables, blind_sheet.validated(part, sheet.drawn(), "a.csv"), "cases"
    )
    assert set(changed["changes"]) <= {"yes", "no"} and changed["people"].ne(changed["book"]).any()


def test_the_command_says_agreement_and_what_would_change(tmp_path, tables):
    file = tmp_path / "a.csv"
    filled("works", tables, which=1).to_csv(file, index=False)
    said = sheet.check(file)
    assert "rows filled" in said and "conclusions that would change:" in said
    filled("works", tables, which=1).to_csv(file, index=False, sep=";", encoding="utf-8-sig")
    assert sheet.check(file) == said  # as a spreadsheet in Norwegian or German saves it
    file.write_bytes(b"key,staff\n\xff")
    with pytest.raises(Expected, match="expected a CSV file as UTF-8"):
        sheet.check(file)


def test_whether_people_have_filled_a_sheet_is_looked_up(tmp_path, monkeypatch):
    monkeypatch.setattr(blind_sheet, "DATA", tmp_path)
    (tmp_path / "literature").mkdir()
    assert (
        blind_sheet.told(blind_sheet.filled_sheets()) == "No person has filled the blind sheet yet."
    )
    (tmp_path / "literature" / "coding_people_a.csv").write_text("key\n")
    assert blind_sheet.filled_sheets() == ["literature/coding_people_a"]


def test_the_page_shows_nothing_of_sheets_until_one_is_filled(tables):
    assert blind_sheet.shown({}, tables) == []
    shown = blind_sheet.shown({"literature/coding_people_a": filled("works", tables)}, tables)
    assert [what for what, _ in shown] == ["agreement", "changes"]
    words = Words("coding_agreement")
    assert all(words(f"ca-people-{what}")["labels"] for what, _ in shown)
    assert all(set(frame["sheet"]) == {"coding_people_a"} for _, frame in shown)


@pytest.mark.parametrize("name", blind_sheet.filled_sheets())
def test_a_sheet_that_people_filled_holds_what_the_codebook_allows(name):
    assert len(blind_sheet.validated(load(name), sheet.drawn(), name))


def test_a_codebook_without_its_rules_is_refused():
    with pytest.raises(Expected, match=r"README\.md: found no such heading; expected “## Code"):
        sheet.case_rules("## Rules\n\n| need | mutual |\n", "README.md")
    with pytest.raises(Expected, match="found no rule below it"):
        sheet.case_rules("## Code book\n\n## Coverage\n\n| need | 12 |\n", "README.md")
