"""What stands in the CSV file of a figure or table, and where its numbers come from.

Beside ``files/ID.csv`` stands ``files/ID.csv-metadata.json``, where programs look for it: CSV on
the Web (W3C, 2015). Units and meanings are those of the cards, else of the ending of a name.
"""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from copro.data import card
from copro.report.words.sources import credits, licences

ENDINGS = {"pct": "percent", "n": "number", "nok": "NOK", "eur": "EUR"}  # of the name of a column


def column(name: str, fields: dict[str, dict[str, Any]]) -> dict[str, str]:
    """A column with its unit and meaning, as far as they are known.

    >>> column("share_80_plus_pct", {})
    {'name': 'share_80_plus_pct', 'unit': 'percent'}
    """
    known = fields.get(name, {})
    unit = known.get("unit") or ENDINGS.get(name.rpartition("_")[2], "")
    said = {"name": name, "unit": unit, "dc:description": known.get("description", "")}
    return {key: text for key, text in said.items() if text}


def notes(record: dict[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    """The description of the file of a figure or table; ``record`` is as ``results`` keep it."""
    fields = {
        field["name"]: field
        for table in reversed(record["tables"])  # the first table of a result explains it best
        for field in card(table).get("schema", {}).get("fields", [])
    }
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{record['id']}.csv",
        "dc:title": record.get("title") or record["caption"],
        "dc:description": record["caption"],
        "dc:source": credits(record["tables"]),
        "dc:license": licences(record["tables"], most=len(record["tables"])),
        "tableSchema": {"columns": [column(name, fields) for name in columns]},
    }


def write(records: Iterable[dict[str, Any]], folder: Path) -> None:
    """Write the description of every file of a figure or table that is in ``folder``."""
    for record in records:
        with (folder / f"{record['id']}.csv").open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        text = json.dumps(notes(record, columns), ensure_ascii=False, indent=1)
        target = folder / f"{record['id']}.csv-metadata.json"
        target.write_text(text + "\n", encoding="utf-8")
