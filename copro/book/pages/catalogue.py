"""The data catalogue: the card of every table, and the declared corrections."""

import json
import re
from typing import Any

from copro.book.render import render
from copro.data import tables
from copro.data.catalogue import card
from copro.data.corrections import corrections
from copro.report.words.sources import publishers

COUNTRIES = {"no": "Norway", "de": "Germany", "dk": "Denmark"}
# What `rebuild` on a card may say, in words, from the surest way to none.
REBUILD = {
    "official_source": "from its official source",
    "public_copy": "from a public copy",
    "as_shipped": "no, only as shipped here",
}


def catalogue() -> str:
    """The page of all cards, folder by folder, as Markdown."""
    frame = tables()
    folders: dict[str, list[dict[str, Any]]] = {}
    for name in frame["name"]:
        folders.setdefault(name.split("/")[0], []).append(_card(card(name)))
    return render(
        "catalogue.md.j2",
        tables=len(frame),
        rows=int(frame["rows"].sum()),
        folders=folders,
        rebuild=rebuild_counts([card(name) for name in frame["name"]]),
    )


def rebuild_counts(sheets: list[dict[str, Any]]) -> dict[str, int]:
    """How many tables can be rebuilt in which way, by their cards, every way named.

    >>> rebuild_counts([{"rebuild": "as_shipped"}, {"rebuild": "public_copy"}])
    {'official_source': 0, 'public_copy': 1, 'as_shipped': 1}
    """
    return {way: sum(sheet["rebuild"] == way for sheet in sheets) for way in REBUILD}


def part_of(name: str) -> str:
    """Labels that a table can be found by: its folder and, for published figures, the countries."""
    folder, _, rest = name.partition("/")
    countries = [
        COUNTRIES[word]
        for word in rest.split("_")[:2]
        if folder == "published" and word in COUNTRIES
    ]
    return "; ".join([folder.capitalize(), *countries])


def _card(sheet: dict[str, Any]) -> dict[str, Any]:
    """What the catalogue says of a table."""
    return {
        "name": sheet["name"],
        "path": sheet["path"],
        "ending": sheet["path"].partition(".")[2].upper(),
        "size": size(sheet["bytes"]),
        "title": sheet["title"],
        "description": sheet["description"],
        "labels": [
            part_of(sheet["name"]),
            publishers([sheet["name"]])[0],
            sheet["evidence_class"],
        ],
        "address": next((s["path"] for s in sheet["sources"] if "path" in s), None),
        "rows": {
            "Publisher": sheet["publisher"],
            "Data set": sheet.get("dataset_id", ""),
            "Years": sheet.get("coverage_years", "").replace("|", ", "),
            "Unit": sheet.get("unit_of_observation", ""),
            "Rows": f"{sheet['rows']:,}",
            "Evidence": sheet["evidence_class"],
            "Breaks": points(sheet.get("breaks", "")),
            "Known problems": points(sheet.get("known_problems", "")),
            "Origin of the copy": sheet.get("origin", ""),
            "How obtained": sheet.get("how_obtained", ""),
            "Can be rebuilt": f"{REBUILD[sheet['rebuild']]}. {sheet['rebuild_how']}",
            "Licence": sheet["licence_as_stated"],
            "Credit": sheet["credit"],
            "sha256": sheet["hash"].removeprefix("sha256:")[:16] + "…",
        },
    }


def points(text: str) -> str | list[str]:
    """What a card says one point after another, so that each can be read alone; a single point
    stays a text.

    >>> points("four rows (2015; 2016) lack a unit; the series ends in 2018")
    ['four rows (2015; 2016) lack a unit', 'the series ends in 2018']
    """
    found = re.split(r";\s+(?![^(]*\))|(?<=[a-z)]\.)\s+(?=[A-ZÆØÅÄÖÜ])", text)
    return found if len(found) > 1 else text


def size(count: int) -> str:
    """A number of bytes as a reader knows it.

    >>> size(812), size(48_300), size(2_140_000)
    ('1 kB', '48 kB', '2.1 MB')
    """
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"


def corrections_list() -> str:
    """Declared corrections in words, those of one reason together, as Markdown."""
    frame = corrections()
    rows = [
        {
            "table": table,
            "column": column,
            "reason": reason,
            "source": source,
            "changes": [
                f"{' '.join(json.loads(r.key).values())}: {r.old} → {r.new or 'missing'}"
                for r in part.itertuples()
            ],
        }
        for (table, column, reason, source), part in frame.groupby(
            ["table", "column", "reason", "source"]
        )
    ]
    return render("corrections.md.j2", n=len(frame), corrections=rows)
