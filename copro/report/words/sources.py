"""Source lines, derived from the cards of the tables used."""

import re

from copro.data import card

PASSED_ON = ("compiled by", "distributed with", "reported by", "reported in", "reprinted in")
OWN = "works collected and coded for this compendium"


def credits(tables: list[str]) -> list[str]:
    """Credit lines of the tables, each once, in the order given.

    Cards of published figures name publishers, divided by semicolons: there each publisher is named
    once. Credit lines with a licence stay whole, since the licence belongs to what it follows.
    """
    named, lines = set(), []
    for name in tables:
        line = re.sub(r"^(Source|Quelle): ", "", card(name)["credit"]).rstrip(".")
        line = OWN if line.startswith("this compendium") else line
        parts = line.split("; ") if name.startswith("published/") else [line]
        lines.append("; ".join(part for part in parts if part not in named))
        named.update(parts)
    return [line for line in lines if line]


def source_line(tables: list[str]) -> str:
    """The full source line for a caption."""
    return "; ".join(credits(tables)) + "; own calculations."


def licences(tables: list[str], most: int = 2) -> str:
    """The licences of the tables as their publishers state them; of more than ``most``, how many.

    >>> licences(["cases/cases"])
    'own work; CC BY 4.0, the licence of the compendium'
    """
    stated = list(dict.fromkeys(card(name)["licence_as_stated"] for name in tables))
    return " and ".join(stated) if len(stated) <= most else f"{len(stated)} licences, see sources"


def anchor(table: str) -> str:
    """The place of a table's card on the page of the data catalogue."""
    return "table-" + table.replace("/", "-").replace("_", "-")


def publishers(tables: list[str]) -> list[str]:
    """Publishers of the tables, each once, without abbreviations in brackets
    and without who passed a table on.
    """
    names = (
        re.sub(r" \([^)]*\)", "", one).strip()
        for name in tables
        for one in card(name)["publisher"].split(";")
    )
    return list(dict.fromkeys(name for name in names if not name.startswith(PASSED_ON)))


def short_source(tables: list[str]) -> str:
    """Publishers only, for the foot of a picture that may travel without its caption,
    which names who passed them on too.
    """
    names = (OWN if name == "this compendium" else name for name in publishers(tables))
    return "Source: " + "; ".join(names) + "; own calculations. CoPro compendium."
