"""The blind sheet: works and cases that people code without seeing a code, and what that changes.

A sheet has a row for each work or case and a column for each code. Several codes in a cell are
joined by ``;``. A row without any code is not filled; in a filled row every cell must hold a code,
``not_stated`` where the text read says nothing. Values and their meaning are those of the cards of
``literature/coding_first``, ``literature/outcomes_first`` and ``cases/cases``.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from copro.data.catalogue import card
from copro.errors import Expected
from copro.measures.literature import conclusions, factors as lf, outcomes
from copro.measures.synthesis import cases as coded
from copro.methods import agreement
from copro.paths import DATA

NOT_STATED = "not_stated"
PASSES = ("first pass", "second pass")
MAIN = (*(f"{code}_effect" for code in lf.FACTORS), "outcome_direction", "justification_frame")
# Tables in which the passes wrote their codes.
TABLES = {
    "works": tuple(
        f"literature/{name}_{end}" for name in ("coding", "outcomes") for end in ("first", "second")
    ),
    "cases": ("cases/cases",),
}
# Where people put their sheets, each with a card, once they are filled.
FILLED = "coding_people_*.csv"


class SheetError(Expected):
    """A sheet that cannot be read as it stands: file, row, column, found, expected."""


class Column(NamedTuple):
    """A column to fill: its meaning, the values that it may hold, whether it may hold several."""

    meaning: str
    values: tuple[str, ...]
    several: bool = False


class Kind(NamedTuple):
    """A sheet: the column that names a row, columns that describe it, how many rows are drawn."""

    key: str
    shown: tuple[str, ...]
    rows_n: int


KINDS = {
    "works": Kind("key", ("authors", "year", "title"), 40),
    "cases": Kind("case_id", ("country", "place", "policy_field", "period", "description"), 30),
}


def columns(kind: str) -> dict[str, Column]:
    """The columns to fill on a sheet of works or of cases, by name, from the cards."""

    def of(table: str, names: tuple[str, ...], extra: tuple[str, ...] = ()) -> dict[str, Column]:
        fields = {field["name"]: field for field in card(table)["schema"]["fields"]}
        return {
            name: Column(
                fields[name]["description"], (*fields[name]["constraints"]["enum"], *extra)
            )
            for name in names
        }

    if kind == "cases":
        return of("cases/cases", (*coded.CODES, "perceived_outcome"), (NOT_STATED,))
    meaning = {f["name"]: f for f in card("literature/outcomes_first")["schema"]["fields"]}
    lists = {
        question: Column(meaning[question]["description"], tuple(labels), several=True)
        for question, labels in outcomes.QUESTIONS.items()
    }
    return (
        of("literature/coding_first", MAIN, (NOT_STATED,))
        | of("literature/outcomes_first", (*outcomes.OUTCOMES, "basis"))
        | lists
    )


def blank(kind: str, units: pd.DataFrame, seed: int = 2026) -> pd.DataFrame:
    """An empty sheet: a sample of ``units`` (key, what describes a row, address), no code shown.

    Raises ``ValueError`` where there are fewer units than the sheet has rows.
    """
    sort = KINDS[kind]
    drawn = units.sort_values(sort.key).sample(sort.rows_n, random_state=seed)
    out = drawn[[sort.key, *sort.shown, "address"]].sort_values(sort.key, ignore_index=True)
    return out.assign(**dict.fromkeys(columns(kind), ""))


def kind_of(found: list[str], name: str) -> str:
    """Which sheet a file with these columns is; ``SheetError`` where it is none."""
    for kind, sort in KINDS.items():
        wanted = [sort.key, *columns(kind)]
        if sort.key in found:
            missing = [column for column in wanted if column not in found]
            if missing:
                raise SheetError(
                    f"{name}, row 1, column {missing[0]}: found no such column; expected the "
                    f"columns of the sheet of {kind} (`copro sheet` writes it)"
                )
            return kind
    raise SheetError(
        f"{name}, row 1, column 1: found {', '.join(found[:3])}; expected a column key (works) or "
        "case_id (cases), as `copro sheet` writes them"
    )


def validated(sheet: pd.DataFrame, drawn: Mapping[str, set[str]], name: str) -> pd.DataFrame:
    """The filled rows of a sheet (all cells as text), by key, with the columns to fill.

    ``drawn`` are the keys on each blank sheet. Raises ``SheetError`` naming file, row (counted as
    in an editor, the header is row 1), column, what was found and what was expected.
    """
    kind = kind_of(list(sheet.columns), name)
    sort, codes = KINDS[kind], columns(kind)
    text = sheet.astype(object).where(sheet.notna(), "").astype(str)
    text = text.apply(lambda column: column.str.strip())
    seen: dict[str, int] = {}
    for at, row in enumerate(text.to_dict("records"), start=2):
        key = row[sort.key]
        place = f"{name}, row {at}, column"
        if key not in drawn[kind]:
            raise SheetError(f"{place} {sort.key}: found {key!r}; expected a key of the sheet")
        if key in seen:
            raise SheetError(
                f"{place} {sort.key}: found {key!r} again; expected it once (row {seen[key]})"
            )
        seen[key] = at
        if any(row[column] for column in codes):
            for column, rule in codes.items():
                _cell(row[column], rule, f"{place} {column}")
    filled = text[text[list(codes)].ne("").any(axis=1)].set_index(sort.key)[list(codes)]
    if filled.empty:
        raise SheetError(
            f"{name}, row 2, column {next(iter(codes))}: found no filled row; expected one at least"
        )
    return filled


def _cell(found: str, rule: Column, place: str) -> None:
    given = [part.strip() for part in found.split(";")] if rule.several else [found]
    for value in given:
        if value not in rule.values:
            what = repr(value) if value else "an empty cell"
            several = " (several joined by ;)" if rule.several else ""
            raise SheetError(
                f"{place}: found {what}; expected one of {', '.join(rule.values)}{several}"
            )


def of_passes(tables: Mapping[str, pd.DataFrame], kind: str) -> dict[str, pd.DataFrame]:
    """The codes of each pass in the form of a sheet, by key: of works two, of cases one.

    ``tables`` are the frames by the names of their tables.
    """
    codes = list(columns(kind))
    if kind == "cases":
        cases = tables["cases/cases"].set_index("case_id")
        return {PASSES[0]: cases[codes].fillna(NOT_STATED)}
    out = {}
    for name, end in zip(PASSES, ("first", "second")):
        main = tables[f"literature/coding_{end}"].set_index("key")[list(MAIN)].fillna(NOT_STATED)
        more = outcomes.found(tables[f"literature/outcomes_{end}"]).set_index("key")
        out[name] = main.join(more[codes[len(MAIN) :]], how="inner")
    return out


def agreed(filled: pd.DataFrame, passes: Mapping[str, pd.DataFrame], kind: str) -> pd.DataFrame:
    """Agreement by code: code, rows_n (filled), a column with the alpha of people and each pass,
    and ``between``, that of the two passes on all works (missing for cases, coded once).

    Cells with several codes are compared as sets with the MASI distance, all others as names.
    """
    rows = []
    for code, rule in columns(kind).items():
        mine = _values(filled[code], rule)
        told = {name: _values(part[code], rule) for name, part in passes.items()}
        row: dict[str, Any] = {"code": code, "rows_n": len(mine)}
        for name, other in told.items():
            row[name] = _alpha(mine, other, rule)
        both = list(told.values())
        row["between"] = _alpha(both[0], both[1], rule) if len(both) == 2 else float("nan")
        rows.append(row)
    return pd.DataFrame(rows)


def _values(cells: pd.Series, rule: Column) -> pd.Series:
    if not rule.several:
        return cells
    return cells.map(lambda cell: frozenset(part.strip() for part in cell.split(";")))


def _alpha(one: pd.Series, two: pd.Series, rule: Column) -> float:
    keys = one.index.intersection(two.index)
    if keys.empty:
        return float("nan")
    pair = pd.DataFrame({"one": one[keys], "two": two[keys]})
    return agreement.alpha(pair, agreement.masi if rule.several else "nominal")


def put_in(table: pd.DataFrame, filled: pd.DataFrame, key: str) -> pd.DataFrame:
    """A table of codes with those of people in the place of a pass, for the rows that they filled;
    a condition counts as named where people give it a direction.
    """
    out = table.set_index(key)
    for code in filled.columns.intersection(out.columns):
        here = filled.index.intersection(out.index)
        said = filled.loc[here, code]
        said = said.mask(said == NOT_STATED)
        out[code] = out[code].astype(object)
        out.loc[here, code] = said
        named = code.replace("_effect", "_mentioned")
        if named != code and named in out:
            out[named] = out[named].astype(object)
            out.loc[here, named] = said.map(lambda value: "yes" if pd.notna(value) else None)
    return out.reset_index()


def changes(tables: Mapping[str, pd.DataFrame], filled: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Conclusions of the book as it stands and with the codes of people: conclusion, book, people,
    changes ("yes" where the answer differs, whatever its numbers).
    """
    if kind == "cases":
        own = tables["cases/cases"]
        before, after = (_on_cases(part) for part in (own, put_in(own, filled, "case_id")))
    else:
        put = {name: put_in(tables[name], filled, "key") for name in TABLES["works"]}
        before, after = _on_works(tables), _on_works(put)
    out = before.merge(after, on="conclusion", suffixes=("", "_people"))
    return pd.DataFrame(
        {
            "conclusion": out["conclusion"],
            "book": out["answer"] + out["basis"],
            "people": out["answer_people"] + out["basis_people"],
            "changes": out["answer"].ne(out["answer_people"]).map({True: "yes", False: "no"}),
        }
    )


def _on_works(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    parts = []
    first, second = (tables[f"literature/coding_{end}"] for end in ("first", "second"))
    for name, which in zip(PASSES, lf.READINGS):
        said = conclusions.conclusions(lf.reading(first, second, which))
        parts.append(
            said.assign(
                conclusion=said["conclusion"] + ", " + name, basis=" (" + said["basis"] + ")"
            )
        )
    one, two = (tables[f"literature/outcomes_{end}"] for end in ("first", "second"))
    told = outcomes.summary(one, two, agreement.alphas(outcomes.ratings(one, two)))
    counted = " (" + told["one_n"].astype(str) + " and " + told["two_n"].astype(str) + " studies)"
    parts.append(
        pd.DataFrame({"conclusion": told["outcome"], "answer": told["said"], "basis": counted})
    )
    return pd.concat(parts, ignore_index=True)


def _on_cases(cases: pd.DataFrame) -> pd.DataFrame:
    names = {"D": "discretion", "F": "formal agreements", "R": "mutual need"}
    rows = []
    for row in coded.contrasts(coded.calibrate(cases), list(names)).itertuples():
        more = row.present_pct - row.absent_pct
        rows.append(
            {
                "conclusion": f"Close cooperation with {names[row.condition]}",
                "answer": "more often" if more > 0 else "less often" if more < 0 else "as often",
                "basis": f" ({row.present_high} of {row.present}, "
                f"without {row.absent_high} of {row.absent})",
            }
        )
    return pd.DataFrame(rows)


def filled_sheets() -> list[str]:
    """Names of the tables that people filled (``FILLED`` in ``data/literature``); none so far is an
    empty list.
    """
    return sorted(f"literature/{file.stem}" for file in (DATA / "literature").glob(FILLED))


def behind(names: list[str]) -> list[str]:
    """Names of the tables that filled sheets are held against: none where no sheet is filled.

    >>> behind([])
    []
    """
    return [table for tables in TABLES.values() for table in tables] if names else []


def shown(
    sheets: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame]
) -> list[tuple[str, pd.DataFrame]]:
    """What filled sheets say: ``agreed`` and ``changes``, each as one frame with the name of the
    sheet, after the words for it. Nothing where none is filled.
    """
    parts: dict[str, list[pd.DataFrame]] = {"agreement": [], "changes": []}
    for name, sheet in sheets.items():
        kind = kind_of(list(sheet.columns), name)
        filled = sheet.set_index(KINDS[kind].key)[list(columns(kind))].dropna(how="all")
        said = {
            "agreement": agreed(filled, of_passes(tables, kind), kind),
            "changes": changes(tables, filled, kind),
        }
        for what, frame in said.items():
            parts[what].append(frame.assign(sheet=name.rsplit("/")[-1]))
    return [
        (what, pd.concat(frames, ignore_index=True)) for what, frames in parts.items() if frames
    ]


def told(names: list[str]) -> str:
    """Whether people have filled a sheet, as a sentence.

    >>> told([])
    'No person has filled the blind sheet yet.'
    >>> told(["literature/coding_people_a"])
    'People have filled 1 sheet.'
    """
    if not names:
        return "No person has filled the blind sheet yet."
    return f"People have filled {len(names)} sheet{'s' if len(names) > 1 else ''}."
