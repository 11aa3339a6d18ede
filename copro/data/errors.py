"""Errors of the data layer.

Each names the table, where it is, what was found, what was expected.
"""


class DataError(ValueError):
    """A table that cannot be used as it stands.

    Parameters
    ----------
    table : name of the table, e.g. ``norway/municipalities_2024``
    found, expected : what is in the file and what the card asks for
    row : line of the file, counted as in an editor (the header of a CSV is line 1)
    column : name of the column
    """

    what = "is not valid"

    def __init__(
        self,
        table: object,
        *,
        found: object,
        expected: object,
        row: int | None = None,
        column: str | None = None,
        more: int = 0,
    ) -> None:
        self.table, self.row, self.column = table, row, column
        self.found, self.expected, self.more = found, expected, more
        place = "".join(
            f", {label} {value}"
            for label, value in (("line", row), ("column", column))
            if value is not None
        )
        also = f" ({more} more such cells in this table)" if more else ""
        super().__init__(f"{table}{place}: {self.what}: found {found}; expected {expected}{also}")

    def __reduce__(self) -> tuple[object, ...]:
        """Another process gets it as it is."""
        return type(self).__new__, (type(self), str(self)), vars(self)


class UnknownTable(DataError):
    what = "no table of this name"


class UnknownColumn(DataError):
    what = "columns differ from the card"


class BadEncoding(DataError):
    what = "text is not UTF-8"


class MissingFile(DataError):
    what = "file cannot be read"


class Truncated(DataError):
    what = "file is cut short"


class NoLineEnd(DataError):
    what = "file does not end with a line end"


class TooManyRows(DataError):
    what = "file is longer than its card"


class Unreadable(DataError):
    what = "file cannot be parsed"


class WrongType(DataError):
    what = "wrong type"


class MissingValue(DataError):
    what = "a required value is missing"


class OutOfBounds(DataError):
    what = "out of bounds"


class NotInList(DataError):
    what = "not in the closed list"


class DuplicateKey(DataError):
    what = "duplicate key"


class NoSuchUnit(DataError):
    what = "no matching unit"


class HashDiffers(DataError):
    what = "file differs from its card"


class StaleCorrection(DataError):
    what = "a declared correction no longer fits"


class UndeclaredTable(DataError):
    what = "table is not declared as an input"
