"""Reading tables of cases as people have them: any separator, decimal mark, encoding, and Excel.

`read_cases` says what it had to guess, what it dropped and what it read as labels; `read_csv` gives
the table alone. What is ambiguous is an error, not a guess.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from .checks import require_kind
from .errors import MissingValueError, ParameterError, QCAError
from .names import require_columns
from .sets import DONT_CARE, MISSING
from .textfile import SEPARATORS, WANTED, decode, split
from .workbook import is_workbook, workbook_rows

COMMA_NUMBER = re.compile(r"[+-]?\d*,\d+(?:[eE][+-]?\d+)?")
POINT_NUMBER = re.compile(r"[+-]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?")
JOINT = "_"
# Texts of a column that a message still lists.
SHOWN = 5

Labels = Mapping[str, float] | Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, eq=False)
class Reading:
    """A table of cases, and how it was read.

    Attributes
    ----------
    frame : DataFrame
        One row per case, indexed by label where labels were found.
    messages : tuple of str
        What was guessed, converted and dropped, for the reader to check.
    dropped : DataFrame
        Cases left out because of missing values: case, columns (tuple of str).
    texts : DataFrame
        The cells of the same cases as they stand in the file, the columns of the labels among them.
    """

    frame: pd.DataFrame
    messages: tuple[str, ...]
    dropped: pd.DataFrame
    texts: pd.DataFrame


def read_cases(
    path: str | Path,
    id_columns: str | Sequence[str] | None = None,
    *,
    drop_missing: bool = False,
    columns: Sequence[str] | None = None,
    labels: Labels | None = None,
    separator: str | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    sheet: str | int | None = None,
) -> Reading:
    r"""Read a table of cases from a text file or an Excel workbook.

    Separators (comma, semicolon, tab), decimal commas, UTF-8, UTF-16 and Latin-1, byte-order
    marks and all line ends are recognised; a message says what was taken for what.

    Parameters
    ----------
    path : str or Path
        A CSV or other text file, or an .xlsx workbook (needs the extra `excel`).
    id_columns : str or sequence of str, optional
        Column with the case labels, or several that make a label together ("Austria_1990").
        When not given, a first column without a name, or of texts that all differ beside columns
        of numbers or of texts that repeat, is taken for the labels; an empty sequence takes none.
    drop_missing : bool
        Leave out cases with a missing value; they are listed in `dropped` and in a message.
    columns : sequence of str, optional
        The columns in which a missing value counts (all).
    labels : mapping, optional
        What texts stand for: {"yes": 1, "no": 0} for all columns, or {"COLUMN": {"yes": 1}}.
        Nothing is taken for a number that is none unless it is named here.
    separator, decimal, encoding : str, optional
        What would otherwise be recognised, such as ";", "," and "latin-1".
    sheet : str or int, optional
        Name or number (from 1) of the sheet of a workbook; the first when not given.

    Raises
    ------
    QCAError
        The file does not exist, is empty or is no table, a column has no name or the name of
        another one, a row has more or fewer cells than the header, decimal points and commas are
        mixed in a column, or case labels repeat.
    ParameterError, UnknownColumnError

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "cases.csv"
    >>> _ = path.write_bytes("Land;Jahr;A;Y\nÖsterreich;1990;0,2;1\n".encode("latin-1"))
    >>> read = read_cases(path, id_columns=["Land", "Jahr"])
    >>> read.frame.loc["Österreich_1990", "A"].item()
    0.2
    >>> print(*read.messages, sep="\n")
    the file is not UTF-8: read as Latin-1 (Windows-1252)
    columns are separated by semicolons
    decimal commas in A
    """
    require_kind("path", path, str, Path)
    for name, given in (("separator", separator), ("decimal", decimal), ("encoding", encoding)):
        if given is not None:
            require_kind(name, given, str)
    if labels is not None:
        require_kind("labels", labels, Mapping)
    _check_options(separator, decimal)
    if is_workbook(path):
        _refuse(path, "a workbook", separator=separator, encoding=encoding)
        rows, messages = workbook_rows(path, sheet)
    else:
        _refuse(path, "a text file", sheet=sheet)
        text, messages = decode(path, encoding)
        rows, more = split(path, text, separator)
        messages += more
    names, cells = _rectangle(path, rows)
    # A label "03" is another one than "3": labels are what is written, not the number it makes.
    texts = pd.DataFrame(
        [[cell.strip() for cell in row] for row in cells], columns=names, dtype=object
    )
    cells, more = _decimals(path, names, cells, decimal)
    frame = _typed(names, cells)
    messages += more
    frame, more = _apply_labels(frame, labels)
    frame, ids = _index(frame, texts, id_columns)
    messages += [*more, *ids]
    messages += _marks(frame)
    dropped, kept = _NONE, np.ones(len(frame), dtype=bool)
    if drop_missing:
        frame, dropped, kept = _without_missing(frame, columns)
    if len(dropped):
        who = "; ".join(f"{c} ({', '.join(cols)})" for c, cols in dropped.itertuples(index=False))
        messages.append(
            f"{len(dropped)} of {len(frame) + len(dropped)} cases dropped for missing values: {who}"
        )
    texts = texts[kept].set_axis(frame.index, axis=0)
    return Reading(frame, tuple(messages), dropped, texts)


def read_csv(path: str | Path) -> pd.DataFrame:
    """Read a table of cases; a first column without a name holds the case labels.

    As `read_cases`, with the table alone: what was guessed is said in a warning, and no other
    column is taken for the case labels.

    Raises
    ------
    As `read_cases`.
    """
    read = read_cases(path, id_columns=())
    for message in read.messages:
        warnings.warn(f"{path}: {message}", stacklevel=2)
    return read.frame


_NONE = pd.DataFrame({"case": [], "columns": []}, dtype=object)


def _check_options(separator: str | None, decimal: str | None) -> None:
    if separator is not None and (len(separator) != 1 or separator in '"\n\r'):
        raise ParameterError("separator", repr(separator), "one character, such as ';'")
    if decimal not in (None, ",", "."):
        raise ParameterError("decimal", repr(decimal), "',' or '.'")
    if separator is not None and decimal == separator:
        raise ParameterError("decimal", f"{decimal!r}, the separator", "another character")


def _refuse(path: str | Path, what: str, **options: object) -> None:
    """Refuse options that mean nothing for a file of this sort."""
    for name, value in options.items():
        if value is not None:
            raise ParameterError(
                name, f"{value!r} for {what}, {path}", "none, or a file that it is meant for"
            )


def _rectangle(
    path: str | Path, rows: list[tuple[int, list[str]]]
) -> tuple[list[str], list[list[str]]]:
    """Names and cells, after checking the header and the length of every row."""
    if not rows:
        raise QCAError(f"file {path}", "an empty file", WANTED)
    names = [name.strip() for name in rows[0][1]]
    _check_header(f"file {path}, header", names)
    for line, row in rows[1:]:
        # A row of another length has its values under the names of other columns.
        if len(row) != len(names):
            raise QCAError(
                f"file {path}, line {line}",
                f"{len(row)} cells",
                f"{len(names)}, one per column of the header (case labels need a column "
                "there too, the first, whose name may be empty)",
            )
    return names, [row for _, row in rows[1:]]


def _check_header(where: str, names: list[str]) -> None:
    others = [said for sign, said in SEPARATORS.items() if sign in names[0]]
    if len(names) == 1 and others:
        raise QCAError(
            where, f"one column, {names[0]!r}", f"a separator that divides it ({others[0]}?)"
        )
    for j, name in enumerate(names):
        # R writes the row names under an empty first name.
        if name == "" and j > 0:
            raise QCAError(
                f"{where}, column {j + 1}",
                "no name",
                "a name (only the first column, of case labels, may go without)",
            )
        if name in names[:j]:
            raise QCAError(
                f"{where}, column {j + 1}",
                f"the name {name!r} of column {names.index(name) + 1}",
                "a name of its own for every column",
            )


def _decimals(
    path: str | Path, names: list[str], cells: list[list[str]], decimal: str | None
) -> tuple[list[list[str]], list[str]]:
    """Cells with decimal commas made points, in columns that hold nothing but numbers."""
    changed = [] if decimal == "." else list(_comma_columns(path, names, cells))
    rows = [
        [
            cell.strip().replace(",", ".") if j in changed else cell.strip()
            for j, cell in enumerate(row)
        ]
        for row in cells
    ]
    said = (
        [f"decimal commas in {', '.join(names[j] for j in changed)}"]
        if changed and decimal is None
        else []
    )
    return rows, said


def _comma_columns(path: str | Path, names: list[str], cells: list[list[str]]) -> Iterator[int]:
    for j, name in enumerate(names):
        texts = [row[j].strip() for row in cells]
        filled = [t for t in texts if t not in MISSING and t not in DONT_CARE]
        commas = [t for t in filled if COMMA_NUMBER.fullmatch(t)]
        points = [t for t in filled if POINT_NUMBER.fullmatch(t)]
        if not commas or len(commas) + len(points) < len(filled):
            continue
        mixed = [t for t in points if "." in t]
        if mixed:
            raise QCAError(
                f"file {path}, column {name!r}",
                f"both {commas[0]} and {mixed[0]}",
                "one decimal mark in a column",
            )
        yield j


def _typed(names: list[str], cells: list[list[str]]) -> pd.DataFrame:
    """A table whose columns are numbers where all their cells are."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([names, *cells])
    text.seek(0)
    # A label may read "NA" (Namibia); in a column of values it is found missing further on.
    return pd.read_csv(
        text,
        names=names,
        header=0,
        index_col=False,
        keep_default_na=False,
        na_values=[""],
        skip_blank_lines=False,
        skipinitialspace=True,
    )


def _apply_labels(frame: pd.DataFrame, labels: Labels | None) -> tuple[pd.DataFrame, list[str]]:
    if not labels:
        return frame, []
    by_column = {c: m for c, m in labels.items() if isinstance(m, Mapping)}
    everywhere = {t: v for t, v in labels.items() if not isinstance(v, Mapping)}
    require_columns(frame.columns, list(by_column), "labels of column")
    frame, used = frame.copy(), {}
    for name in frame.columns:
        meaning = {str(t): v for t, v in by_column.get(name, everywhere).items()}
        texts = frame[name].astype(str).str.strip()
        hit = texts.isin(list(meaning)) & frame[name].notna()
        if not hit.any():
            if name in by_column:
                raise ParameterError(
                    f"labels of column {name!r}",
                    f"no cell with {', '.join(meaning)}",
                    "texts of the column",
                )
            continue
        frame[name] = _numeric(frame[name].astype(object).where(~hit, texts.map(meaning)))
        used[name] = [t for t in meaning if (texts == t).any()]
    said = {
        name: ", ".join(f"{t} = {by_column.get(name, everywhere)[t]}" for t in texts)
        for name, texts in used.items()
    }
    if not used:
        raise ParameterError(
            "labels",
            f"{', '.join(map(str, everywhere))}, which no cell holds",
            "texts of some column",
        )
    return frame, [f"labels in {name}: {pairs}" for name, pairs in said.items()]


def _numeric(column: pd.Series) -> pd.Series:
    """A column as numbers if all its cells are numbers, else as it is."""
    try:
        return pd.to_numeric(column)
    except (ValueError, TypeError):
        return column


def _index(
    frame: pd.DataFrame, texts: pd.DataFrame, id_columns: str | Sequence[str] | None
) -> tuple[pd.DataFrame, list[str]]:
    """The table indexed by its case labels, as they are written."""
    unnamed = frame.columns[0] == ""
    ids = [id_columns] if isinstance(id_columns, str) else list(id_columns or ())
    said: list[str] = []
    if not ids and unnamed:
        return frame.drop(columns="").set_axis(pd.Index(texts[""].to_numpy())), said
    if not ids:
        found = _label_column(frame) if id_columns is None else None
        if found is None:
            return frame, said
        ids, said = [found], [f"column {found!r} labels the cases"]
    require_columns(frame.columns, ids, "id column")
    for name in ids:
        if (texts[name] == "").any():
            raise MissingValueError(f"id column {name!r}", "an empty label", "one label per case")
    labels = pd.Index(
        [JOINT.join(row) for row in texts[ids].itertuples(index=False)], name=JOINT.join(ids)
    )
    if labels.has_duplicates:
        raise QCAError(
            f"id column {' and '.join(map(repr, ids))}",
            f"{labels[labels.duplicated()][0]!r} more than once",
            "labels that differ (several columns may make them together)",
        )
    # The nameless column numbers the rows when others hold the labels.
    return frame.drop(columns=[*ids, *([""] if unnamed else [])]).set_axis(labels), said


def _label_column(frame: pd.DataFrame) -> str | None:
    """A first column of texts that all differ, beside columns of which none is like it.

    Texts that repeat ("yes", "no") may stand for numbers; they make no labels.
    """
    first, rest = frame.iloc[:, 0], frame.iloc[:, 1:]
    if rest.empty or not _all_differ(first) or any(_all_differ(c) for _, c in rest.items()):
        return None
    return str(frame.columns[0])


def _all_differ(column: pd.Series) -> bool:
    """Whether a column holds nothing but texts, each of them once."""
    return bool(column.notna().all() and column.is_unique and not _numbers(column).any())


def _numbers(column: pd.Series) -> pd.Series:
    """Which cells are numbers (or true and false)."""
    if pd.api.types.is_bool_dtype(column):
        return pd.Series(True, index=column.index)
    return pd.to_numeric(column, errors="coerce").notna()


def _marks(frame: pd.DataFrame) -> list[str]:
    """What stands in the columns beside numbers."""
    texts = {
        n: c.dropna().astype(str).str.strip()
        for n, c in frame.items()
        if not pd.api.types.is_numeric_dtype(c) and not pd.api.types.is_bool_dtype(c)
    }
    said = []
    dashes = [str(n) for n, t in texts.items() if t.isin(DONT_CARE).any()]
    if dashes:
        said.append(f"{' or '.join(map(repr, DONT_CARE))} (does not apply) in {', '.join(dashes)}")
    for name, column in texts.items():
        marks = set(MISSING) | set(DONT_CARE)
        left = [
            t
            for t in column.unique()
            if t not in marks and re.search(r"[^\W\d_]", t) and not POINT_NUMBER.fullmatch(t)
        ]
        if 0 < len(left) <= SHOWN and column.duplicated().any():
            said.append(
                f"column {name!r} holds the texts {', '.join(left)}: `labels` says what "
                "they stand for"
            )
    return said


def _without_missing(
    frame: pd.DataFrame, columns: Sequence[str] | None
) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Complete cases, those left out, and which were kept (n,)."""
    wanted = list(frame.columns) if columns is None else list(columns)
    require_columns(frame.columns, wanted, "column")
    part = frame[wanted]
    missing = part.isna() | part.apply(lambda c: c.astype(str).str.strip().isin(MISSING))
    gone = missing.any(axis=1).to_numpy()
    numbered = isinstance(frame.index, pd.RangeIndex)
    labels = [str(i + 1) if numbered else str(c) for i, c in enumerate(frame.index)]
    if gone.all() and len(frame):
        raise MissingValueError(
            "table",
            "a missing value in every case",
            "cases without one (`columns` limits where it counts)",
        )
    dropped = pd.DataFrame(
        [
            {"case": labels[i], "columns": tuple(part.columns[missing.iloc[i]])}
            for i in range(len(frame))
            if gone[i]
        ],
        columns=["case", "columns"],
    )
    # Where rows go, the numbers of the others must stay those of the file.
    kept = frame.set_axis(pd.Index(labels), axis=0) if numbered and gone.any() else frame
    kept = kept[~gone]
    return kept.apply(_numeric), dropped, ~gone
