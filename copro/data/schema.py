"""Checks of a table against the schema on its card, with pandera doing the checking."""

from typing import Any, NoReturn

import pandas as pd
import pandera.pandas as pa

from copro.data import errors

# A missing number is NaN, so an integer column that may be empty is held as float64.
DTYPES: dict[str, str | type] = {
    "string": str,
    "number": "float64",
    "boolean": "bool",
    "date": "datetime64[us]",
}


def dtype_of(field: dict[str, Any]) -> str | type:
    """Pandas dtype of a field of a card.

    >>> dtype_of({"type": "integer", "constraints": {"required": True}})
    'int64'
    >>> dtype_of({"type": "integer"})
    'float64'
    """
    required = field.get("constraints", {}).get("required", False)
    if field["type"] == "integer":
        return "int64" if required else "float64"
    if field["type"] == "boolean" and not required:
        return "boolean"
    return DTYPES[field["type"]]


def _checks(field: dict[str, Any]) -> list[pa.Check]:
    rules = field.get("constraints", {})
    bound = pd.Timestamp if field["type"] == "date" else (lambda value: value)
    checks = []
    if "minimum" in rules:
        checks.append(pa.Check.ge(bound(rules["minimum"]), error="bounds"))
    if "maximum" in rules:
        checks.append(pa.Check.le(bound(rules["maximum"]), error="bounds"))
    if "enum" in rules:
        checks.append(pa.Check.isin(rules["enum"], error="enum"))
    if "pattern" in rules:
        checks.append(pa.Check.str_matches(f"^(?:{rules['pattern']})$", error="enum"))
    return checks


def pandera_schema(card: dict[str, Any]) -> pa.DataFrameSchema:
    """The schema of a card as a pandera schema (types, bounds, closed lists, required values).

    >>> sheet = {"schema": {"fields": [{"name": "year", "type": "integer"}]}}
    >>> list(pandera_schema(sheet).columns)
    ['year']
    """
    columns = {
        field["name"]: pa.Column(
            dtype_of(field),
            checks=_checks(field),
            nullable=not field.get("constraints", {}).get("required", False),
        )
        for field in card["schema"]["fields"]
    }
    return pa.DataFrameSchema(columns, strict=True, ordered=True)


def check_columns(card: dict[str, Any], found: list[str]) -> None:
    """Raise ``UnknownColumn`` unless the header is exactly that of the card.

    >>> sheet = {"name": "a", "schema": {"fields": [{"name": "year", "type": "integer"}]}}
    >>> check_columns(sheet, ["yr"])
    Traceback (most recent call last):
        ...
    copro.data.errors.UnknownColumn: a, line 1, column yr: columns differ from the card: found ...
    """
    expected = [field["name"] for field in card["schema"]["fields"]]
    if found == expected:
        return
    missing = [c for c in expected if c not in found]
    extra = [c for c in found if c not in expected]
    said = (
        " and ".join(
            f"{label} {', '.join(names)}"
            for label, names in (("without", missing), ("with the unknown", extra))
            if names
        )
        or "the columns in another order"
    )
    raise errors.UnknownColumn(
        card["name"],
        row=1,
        column=(extra or missing or found)[0],
        found=said,
        expected=", ".join(expected),
    )


def coerce(card: dict[str, Any], text: pd.DataFrame) -> pd.DataFrame:
    """Turn a table of strings (empty cell = NaN) into the types of the card.

    Raises ``MissingValue`` or ``WrongType`` for the first cell that does not fit.

    >>> sheet = {"name": "x/y", "schema": {"fields": [{"name": "share", "type": "number"}]}}
    >>> coerce(sheet, pd.DataFrame({"share": ["1.5", None]}))["share"].tolist()
    [1.5, nan]
    >>> coerce(sheet, pd.DataFrame({"share": ["1,5"]}, index=[2]))
    Traceback (most recent call last):
        ...
    copro.data.errors.WrongType: x/y, line 2, column share: wrong type: found ...
    """
    out = {}
    for field in card["schema"]["fields"]:
        name, column = field["name"], text[field["name"]]
        present = column.notna()
        if field.get("constraints", {}).get("required") and not present.all():
            _raise(errors.MissingValue, card, text, name, ~present, f"a value ({field['type']})")
        out[name], bad = _coerce_column(field, column)
        if bad.any():
            _raise(errors.WrongType, card, text, name, bad, _article(field["type"]))
    return pd.DataFrame(out, index=text.index)


def _article(kind: str) -> str:
    return {"integer": "an integer"}.get(kind, f"a {kind}")


def _coerce_column(field: dict[str, Any], column: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The column in its type, and a mask of the cells that do not fit."""
    present, kind = column.notna(), field["type"]
    if kind == "string":
        return column, ~present & False
    if kind == "boolean":
        values = column.str.lower().map({"true": True, "false": False, "1": True, "0": False})
        bad = present & values.isna()
        return values.astype("boolean" if bad.any() or not present.all() else dtype_of(field)), bad
    if kind == "date":
        values = pd.to_datetime(column, format="%Y-%m-%d", errors="coerce")
        return values.astype(dtype_of(field)), present & values.isna()
    values = pd.to_numeric(column, errors="coerce").astype("float64")
    bad = present & ~values.between(float("-inf"), float("inf"), inclusive="neither")
    if kind == "integer":
        bad |= present & ~column.str.fullmatch(r"[+-]?\d+", na=False)
    return (values if bad.any() else values.astype(dtype_of(field))), bad


def _raise(
    error: type[errors.DataError],
    card: dict[str, Any],
    text: pd.DataFrame,
    column: str,
    mask: pd.Series,
    expected: str,
) -> NoReturn:
    first = mask.idxmax()
    cell = text.loc[first, column]
    raise error(
        card["name"],
        row=first,
        column=column,
        more=int(mask.sum()) - 1,
        found="an empty cell" if pd.isna(cell) else repr(cell),
        expected=expected,
    )


def check_values(card: dict[str, Any], frame: pd.DataFrame) -> None:
    """Raise ``OutOfBounds``, ``NotInList`` or ``DuplicateKey`` for the first offence.

    >>> field = {"name": "share", "type": "number", "constraints": {"maximum": 100}}
    >>> sheet = {"name": "x/y", "schema": {"fields": [field], "primaryKey": ["share"]}}
    >>> check_values(sheet, pd.DataFrame({"share": [12.5]}))
    >>> check_values(sheet, pd.DataFrame({"share": [12.5, 125.0]}, index=[2, 3]))
    Traceback (most recent call last):
        ...
    copro.data.errors.OutOfBounds: x/y, line 3, column share: out of bounds: found ...
    """
    ruled = [field for field in card["schema"]["fields"] if _checks(field)]
    try:
        if ruled:
            checked = frame[[field["name"] for field in ruled]]
            pandera_schema({"schema": {"fields": ruled}}).validate(checked, lazy=True)
    except pa.errors.SchemaErrors as problem:
        cases = problem.failure_cases.sort_values(["index", "column"])
        cases = cases.drop_duplicates(["index", "column"])  # a cell may break two rules
        first = cases.iloc[0]
        value = getattr(first["failure_case"], "item", lambda: first["failure_case"])()
        rules = next(f for f in card["schema"]["fields"] if f["name"] == first["column"])
        rules = rules.get("constraints", {})
        if first["check"] == "bounds":
            error: type[errors.DataError] = errors.OutOfBounds
            expected = f"{rules.get('minimum', 'any')} to {rules.get('maximum', 'any')}"
        elif first["check"] == "enum":
            error = errors.NotInList
            expected = (
                f"one of {', '.join(map(str, rules['enum']))}"
                if "enum" in rules
                else (f"codes of the list, joined by ';' ({rules['pattern']})")
            )
        else:
            error, expected = errors.WrongType, str(first["check"])
        raise error(
            card["name"],
            row=first["index"],
            column=first["column"],
            more=len(cases) - 1,
            found=repr(value),
            expected=expected,
        ) from None
    key = card["schema"]["primaryKey"]
    twice = frame.duplicated(key)
    if twice.any():
        row = twice.idxmax()
        raise errors.DuplicateKey(
            card["name"],
            row=row,
            column="+".join(key),
            more=int(twice.sum()) - 1,
            found=", ".join(f"{k}={frame.loc[row, k]}" for k in key),
            expected="one row for each key",
        )
