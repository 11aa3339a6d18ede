"""Lines and cells of a text file in any encoding and with any separator, for `read_cases`."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from .errors import ParameterError, QCAError

WANTED = "a table of calibrated cases (CSV, or .xlsx)"
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}


def decode(path: str | Path, encoding: str | None) -> tuple[str, list[str]]:
    """Text of a file, and what was taken for its encoding.

    Raises
    ------
    QCAError, ParameterError
    """
    try:
        raw = Path(path).read_bytes()
    except FileNotFoundError:
        raise QCAError(f"file {path}", "no such file", WANTED) from None
    except OSError as error:
        raise QCAError(f"file {path}", error.strerror or str(error), WANTED) from None
    if encoding is not None:
        try:
            return raw.decode(encoding).removeprefix("\ufeff"), []
        except (LookupError, UnicodeDecodeError) as error:
            raise ParameterError(
                f"file {path}, encoding",
                f"{encoding!r}: {error}",
                "the encoding of the file, such as utf-8 or latin-1",
            ) from None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace"), ["the file is UTF-16"]
    if b"\x00" in raw:
        raise QCAError(f"file {path}", "bytes that are no text", WANTED)
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    # Windows-1252 has letters and signs where Latin-1 has control characters.
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return text, ["the file is not UTF-8: read as Latin-1 (Windows-1252)"]


def split(
    path: str | Path, text: str, separator: str | None
) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Lines as (number, cells), empty ones left out, and what there is to say."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Excel writes the separator into a line of its own.
    told = re.match(r'"?sep=(.)"?\n', text)
    if told:
        text, separator = "\n" + text[told.end() :], separator or told[1]
    used = separator or _separator(text)
    try:
        reader = csv.reader(io.StringIO(text), delimiter=used)
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise QCAError(f"file {path}", str(error), WANTED) from None
    filled = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
    said = (
        [f"columns are separated by {SEPARATORS[used]}"]
        if separator is None and used != ","
        else []
    )
    # Separators alone are what a spreadsheet leaves of an empty row.
    bare = sum(len(row) > 1 for _, row in rows) - sum(len(row) > 1 for _, row in filled)
    return filled, [*said, f"{bare} empty row(s) passed over"] if bare else said


def _separator(text: str) -> str:
    """The sign that stands most often in the header outside quotes."""
    header = next((line for line in text.split("\n") if line.strip(" \t,;")), "")
    bare = re.sub(r'"[^"]*"', "", header)
    return max(SEPARATORS, key=bare.count)
