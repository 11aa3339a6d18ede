"""The catalogue: one card a table, in ``data/datapackage.json`` (a Frictionless data package)."""

import difflib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copro.data.errors import MissingFile, UnknownTable, Unreadable
from copro.paths import DATA

if TYPE_CHECKING:
    import pandas as pd

CARD_COLUMNS = """
    name title publisher coverage_years unit_of_observation rows evidence_class credit
""".split()


@cache
def package() -> dict[str, Any]:
    """The data package as a dictionary, keys as in the Frictionless specification.

    Raises ``MissingFile`` where the package was installed without the project's folder,
    ``Unreadable`` where the file is no data package.

    >>> sorted(package())[:3]
    ['description', 'licenses', 'name']
    """
    file = DATA / "datapackage.json"
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise MissingFile(
            file,
            found=problem.strerror,
            expected="the data folder of a checkout of the project; work "
            "in one (pip install --editable .) or name its folder in the variable COPRO_ROOT",
        ) from None
    except ValueError as problem:  # no JSON, or no UTF-8
        raise Unreadable(file, found=problem, expected="JSON as UTF-8") from None
    if not isinstance(found, dict) or "resources" not in found:
        raise Unreadable(
            file, found="no resources", expected="a data package, with a card for each table"
        )
    return found


@cache
def _cards() -> dict[str, dict[str, Any]]:
    # Outlines and references have ``records``: Frictionless counts the lines of a file against
    # ``rows``.
    return {
        card["name"]: {("rows" if key == "records" else key): value for key, value in card.items()}
        for card in package()["resources"]
    }


def card(name: str) -> dict[str, Any]:
    """Card of a table: source, licence, credit, schema, hash, breaks, known problems.

    Raises ``UnknownTable``, naming the nearest tables, if there is none of that name.

    >>> sheet = card("norway/people_who_inject_drugs_2012_2024")
    >>> sheet["evidence_class"], sheet["rows"]
    ('model estimate', 13)
    >>> card("norway/people_who_inject")
    Traceback (most recent call last):
        ...
    copro.data.errors.UnknownTable: norway/people_who_inject: no table of this name: found ...
    """
    try:
        return _cards()[name]
    except KeyError:
        by_stem = {n.split("/")[1]: n for n in _cards()}
        near = difflib.get_close_matches(name, _cards(), n=3, cutoff=0.5)
        near += [by_stem[s] for s in difflib.get_close_matches(name.split("/")[-1], by_stem, n=3)]
        near += [n for n in _cards() if name.lower() in n][: 3 * (not near)]
        hint = " or ".join(dict.fromkeys(near)) or "a name listed by `copro tables`"
        raise UnknownTable(name, found=repr(name), expected=hint) from None


def path(name: str) -> Path:
    """Path of the file behind a card.

    >>> path("norway/people_who_inject_drugs_2012_2024").name
    'people_who_inject_drugs_2012_2024.csv'
    """
    return DATA / card(name)["path"]


def read_bytes(name: str) -> bytes:
    """The file of a table as it lies on the disk; ``MissingFile`` if there is none to read.

    >>> read_bytes("norway/people_who_inject_drugs_2012_2024")[:5]
    b'year,'
    """
    try:
        return path(name).read_bytes()
    except OSError as problem:
        raise MissingFile(
            name, found=problem.strerror, expected=f"the file {path(name).name}"
        ) from None


def tables() -> "pd.DataFrame":
    """All tables, a row each: name, title, publisher, years, unit of observation, rows,
    class of evidence and credit line.

    >>> found = tables()
    >>> found.loc[found["name"].str.contains("inject"), ["name", "rows"]].values.tolist()
    [['norway/people_who_inject_drugs_2012_2024', 13]]
    """
    import pandas as pd

    frame = pd.DataFrame(list(_cards().values()))
    return frame[frame["format"].isin(["csv", "geojson"])][CARD_COLUMNS].reset_index(drop=True)
