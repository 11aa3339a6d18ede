"""What a figure draws, in one line: a change of the data shows where pictures are not compared.

``6 rows, 2 columns; sums: persons 11779, year 12105; values 3fa94c0d11``: the size, the sum of each
column of numbers, and the beginning of a sha256 of all values. Numbers are rounded to six
significant digits, and what is zero but for the rounding of a machine counts as zero, so that a
last digit that differs between machines changes nothing. Outlines count with their corners rounded
to four decimals, a short hash for each row. Columns are taken in the order of their names.
"""

import hashlib
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DIGITS = 6  # significant digits of sums and values
FIRST = 10  # rounded to these before, or a half (1234.565) would fall to either side
NOISE = 1e-9  # times the largest value of its column: zero
DECIMALS = 4  # of the corners of outlines; of a degree: about ten metres
SHORT = 10  # characters of a hash


def plain(data: pd.DataFrame) -> pd.DataFrame:
    """What is drawn without outlines: their codes stay."""
    return pd.DataFrame(data.drop(columns="geometry", errors="ignore"))


def digest(data: pd.DataFrame) -> str:
    """Rows, columns, sums and a short hash of the values of what a figure draws."""
    frame = pd.DataFrame(data)
    frame = frame[sorted(frame.columns, key=str)]
    known = hashlib.sha256()
    sums = []
    for name, column in frame.items():
        if name == "geometry":
            texts = ["" if outline is None else _outline(outline) for outline in column]
        elif pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            values = [float(value) for value in column.dropna()]
            scale = max(map(abs, values), default=0.0)
            sums.append(f"{name} {rounded(math.fsum(values), scale)}")
            texts = [
                "" if gone else rounded(float(value), scale)
                for value, gone in zip(column, column.isna())
            ]
        else:
            texts = ["" if gone else str(value) for value, gone in zip(column, column.isna())]
        known.update("\x1f".join([str(name), *texts, "\n"]).encode())
    parts = [
        f"{len(frame):,} rows, {len(frame.columns)} columns",
        *(["sums: " + ", ".join(sums)] if sums else []),
        f"values {known.hexdigest()[:SHORT]}",
    ]
    return "; ".join(parts)


def _outline(outline: "BaseGeometry") -> str:
    """A short hash of one outline."""
    import shapely

    return hashlib.sha256(
        shapely.to_wkt(outline, rounding_precision=DECIMALS).encode()
    ).hexdigest()[:SHORT]


def drawn(data: pd.DataFrame, options: Mapping[str, Any]) -> str:
    """The digest of the rows of a figure, then of each option that is a frame too
    (such as ``borders``).
    """
    frames = {
        name: value for name, value in sorted(options.items()) if isinstance(value, pd.DataFrame)
    }
    return "; ".join(
        [digest(data), *(f"{name}: {digest(frame)}" for name, frame in frames.items())]
    )


def rounded(value: float, scale: float) -> str:
    """A number to six significant digits; zero where it is noise beside ``scale``."""
    if abs(value) <= NOISE * scale:
        return "0"
    return f"{float(f'{value:.{FIRST}g}'):.{DIGITS}g}"
