"""Declared corrections: known source errors as data, in ``data/corrections.csv``.

Raw tables are never edited. Each correction names a cell, the value found there, the value
put in its place, why, and the source of that judgement. It fails loudly once the old value
is gone, so that a correction never outlives the error it mends.
"""

import csv
import json
from functools import cache
from typing import TYPE_CHECKING

from copro.data.errors import StaleCorrection
from copro.paths import DATA

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["table", "key", "column", "old", "new", "reason", "source"]


def entries(table: str | None = None) -> list[dict[str, str]]:
    """Declared corrections, of one table or of all, each a dict of ``COLUMNS``.

    >>> entries("germany/addiction_services_2019")[0]["new"]
    'adaptation facilities'
    """
    with open(DATA / "corrections.csv", encoding="utf-8", newline="") as file:
        found = [{column: row[column] for column in COLUMNS} for row in csv.DictReader(file)]
    return [entry for entry in found if table in (None, entry["table"])]


@cache
def corrections() -> "pd.DataFrame":
    """All declared corrections: table, key (JSON), column, old, new, reason, source.

    >>> list(corrections().columns)
    ['table', 'key', 'column', 'old', 'new', 'reason', 'source']
    """
    import pandas as pd

    return pd.DataFrame(entries(), columns=COLUMNS, dtype=str)


def of_table(name: str) -> "pd.DataFrame":
    """Declared corrections of one table (possibly none).

    >>> one = of_table("germany/addiction_services_2019").iloc[0]
    >>> one["old"], one["new"]
    ('adaption facilities', 'adaptation facilities')
    """
    every = corrections()
    return every[every["table"] == name]


def apply(name: str, text: "pd.DataFrame") -> "pd.DataFrame":
    """The table of strings with its corrections carried out; an empty ``new`` means missing.

    >>> import pandas as pd
    >>> text = pd.DataFrame(
    ...     {
    ...         "service_type_de": ["Adaptionseinrichtungen"],
    ...         "service_type_en": ["adaption facilities"],
    ...     }
    ... )
    >>> apply("germany/addiction_services_2019", text).loc[0, "service_type_en"]
    'adaptation facilities'
    """
    import pandas as pd

    for entry in entries(name):
        key, hit = json.loads(entry["key"]), pd.Series(True, index=text.index)
        for column, value in key.items():
            hit &= text[column] == value
        if hit.sum() != 1:
            raise StaleCorrection(
                name,
                column=entry["column"],
                found=f"{hit.sum()} rows with {key}",
                expected="exactly one row",
            )
        cell = hit.idxmax(), entry["column"]
        if text.loc[cell] != entry["old"]:
            raise StaleCorrection(
                name,
                row=cell[0],
                column=cell[1],
                found=repr(text.loc[cell]),
                expected=repr(entry["old"]),
            )
        text = text.copy()
        text.loc[cell] = entry["new"] or None
    return text
