"""What a figure draws, in one line: a change of the data shows where pictures are not compared.

``6 rows, 2 columns; sums: persons 11779, year 12105; values 3fa94c0d11``: the size, the sum of each
column of numbers, and the beginning of a sha256 of all values. Numbers are rounded to six
significant digits, and what is zero but for the rounding of a machine counts as zero, so that a last
digit that differs between machines changes nothing. Columns are taken in the order of their names.
"""

import hashlib
import math

import pandas as pd

DIGITS = 6  # significant digits of sums and values
FIRST = 10  # rounded to these before, or a half (1234.565) would fall to either side
NOISE = 1e-9  # times the largest value of its column: zero


def plain(data: pd.DataFrame) -> pd.DataFrame:
    """What is drawn without outlines: their codes stay."""
    return pd.DataFrame(data.drop(columns="geometry", errors="ignore"))


def digest(data: pd.DataFrame) -> str:
    """Rows, columns, sums and a short hash of the values of what a figure draws."""
    frame = plain(data)
    frame = frame[sorted(frame.columns, key=str)]
    known = hashlib.sha256()
    sums = []
    for name, column in frame.items():
        if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            values = [float(value) for value in column.dropna()]
            scale = max(map(abs, values), default=0.0)
            sums.append(f"{name} {rounded(math.fsum(values), scale)}")
            texts = ["" if gone else rounded(float(value), scale) for value, gone in zip(column, column.isna())]
        else:
            texts = ["" if gone else str(value) for value, gone in zip(column, column.isna())]
        known.update("\x1f".join([str(name), *texts, "\n"]).encode())
    parts = [f"{len(frame):,} rows, {len(frame.columns)} columns", *(["sums: " + ", ".join(sums)] if sums else []),
             f"values {known.hexdigest()[:10]}"]
    return "; ".join(parts)


def rounded(value: float, scale: float) -> str:
    """A number to six significant digits; zero where it is noise beside ``scale``."""
    if abs(value) <= NOISE * scale:
        return "0"
    return f"{float(f'{value:.{FIRST}g}'):.{DIGITS}g}"
