"""How the book and its chapters are cited: text, BibTeX and RIS from ``CITATION.cff``.

Whoever publishes an edition names its people under ``copro_authors`` in ``_config.yml``, its DOI,
repository and contact under ``copro_links``. What is not named there is named nowhere.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from copro.book import links
from copro.errors import Expected
from copro.paths import ROOT

PERSON = ("family-names", "given-names", "orcid", "affiliation")  # the words of CITATION.cff
DOI = "https://doi.org/"
ORCID = "https://orcid.org/"


class AuthorsError(Expected):
    """A person in ``_config.yml`` whom nobody could cite."""


def people(given: list[dict[str, str | None]] | None) -> list[dict[str, str]]:
    """The people of ``copro_authors`` as authors of a CITATION.cff; raises ``AuthorsError``.

    >>> people([{"family-names": "Doe", "given-names": "Jo", "orcid": "0000-0002-1825-0097"}])
    [{'family-names': 'Doe', 'given-names': 'Jo', 'orcid': 'https://orcid.org/0000-0002-1825-0097'}]
    """
    return [_person(one) for one in given or []]


def _person(given: dict[str, str | None]) -> dict[str, str]:
    where = "_config.yml: copro_authors"
    if unknown := set(given) - set(PERSON):
        raise AuthorsError(
            f"{where} has {', '.join(sorted(unknown))}; expected {', '.join(PERSON)}"
        )
    found = {key: str(given[key]) for key in PERSON if given.get(key)}
    if "family-names" not in found:
        raise AuthorsError(f"{where}: found {found}; expected family-names of each person")
    if "orcid" in found:
        number = found["orcid"].removeprefix(ORCID)
        if not _is_orcid(number):
            raise AuthorsError(f"{where}: orcid: {number!r} is none; look for a wrong digit")
        found["orcid"] = ORCID + number
    return found


def _is_orcid(number: str) -> bool:
    """Whether the last digit fits the others (ISO 7064, 11-2)."""
    if not re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", number):
        return False
    total = 0
    for digit in number[:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    return number[-1] == "0123456789X"[(12 - total % 11) % 11]


def described(root: Path = ROOT) -> dict[str, Any]:
    """``CITATION.cff`` of the project in ``root``, with what its ``_config.yml`` names."""
    found = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
    found["version"], found["date-released"] = str(found["version"]), str(found["date-released"])
    found["authors"] = people(config.get("copro_authors")) or found["authors"]
    where = links.whole(config.get("copro_links") or {})
    if "doi" in where:
        found["doi"] = where["doi"].removeprefix(DOI)
    if "repository" in where:
        found["repository-code"] = where["repository"]
    if where.get("contact", "").startswith("mailto:"):
        address = where["contact"].removeprefix("mailto:")
        found["contact"] = [found["authors"][0] | {"email": address}]
    return found


@cache
def book() -> dict[str, Any]:
    """The book: ``title``, ``authors`` (list of names), ``inverted`` (the same with the family
    name first), ``doi`` (empty if it has none), ``version``, ``date``, ``year``, ``keywords``.
    """
    found = described()
    date = found["date-released"]
    return {
        "title": found["title"],
        "authors": [name(a) for a in found["authors"]],
        "inverted": [name(a, inverted=True) for a in found["authors"]],
        "doi": found.get("doi", ""),
        "version": found["version"],
        "date": date,
        "year": date[:4],
        "keywords": found["keywords"],
    }


def name(author: dict[str, str], inverted: bool = False) -> str:
    """An author of a CITATION.cff, a person or a group, in words.

    >>> jo = {"family-names": "Doe", "given-names": "Jo"}
    >>> name(jo), name(jo, inverted=True), name({"name": "The Doe group"}, inverted=True)
    ('Jo Doe', 'Doe, Jo', 'The Doe group')
    """
    if "name" in author:
        return author["name"]
    family, given = author["family-names"], author.get("given-names", "")
    return ", ".join(filter(None, (family, given))) if inverted else f"{given} {family}".strip()


def whole_text() -> str:
    """The citation of the book in words."""
    of = book()
    return (
        f"{', '.join(of['authors'])} ({of['year']}). {_sentence(of['title'])} "
        f"Version {of['version']}.{_where()}"
    )


def whole_bibtex() -> str:
    """The BibTeX entry of the book."""
    of = book()
    return _entry(
        "misc",
        f"copro{of['year']}",
        {
            "author": _authors(),
            "title": f"{{{of['title']}}}",
            "year": of["year"],
            "version": of["version"],
            "note": "Text CC BY 4.0, code MIT",
            **_doi(),
        },
    )


def text(chapter: str) -> str:
    """The citation of a chapter in words."""
    of = book()
    return (
        f"{', '.join(of['authors'])} ({of['year']}). {_sentence(chapter)} In: "
        f"{_sentence(of['title'])} Version {of['version']}.{_where()}"
    )


def _where() -> str:
    return f" {DOI}{book()['doi']}" if book()["doi"] else ""


def _doi() -> dict[str, str]:
    return {"doi": book()["doi"]} if book()["doi"] else {}


def _sentence(words: str) -> str:
    return words if words.endswith(("?", "!", ".")) else f"{words}."


def bibtex(key: str, chapter: str, note: str) -> str:
    """The BibTeX entry of a chapter."""
    of = book()
    return _entry(
        "incollection",
        key,
        {
            "author": _authors(),
            "title": f"{{{chapter}}}",
            "booktitle": f"{{{of['title']}}}",
            "year": of["year"],
            "edition": f"Version {of['version']}",
            "note": note,
            **_doi(),
        },
    )


def _authors() -> str:
    of = book()  # braces keep the name of a group in one piece
    return " and ".join(
        inverted if inverted != plain else f"{{{plain}}}"
        for plain, inverted in zip(of["authors"], of["inverted"])
    )


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = ",\n".join(f"  {name:9} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}\n}}\n"


def ris(chapter: str, note: str) -> str:
    """The RIS record of a chapter; lines end as the format demands."""
    of = book()
    rows = [
        ("TY", "CHAP"),
        ("TI", chapter),
        *(("AU", name) for name in of["inverted"]),
        ("T2", of["title"]),
        ("PY", of["year"]),
        ("ET", of["version"]),
        *(("DO", doi) for doi in _doi().values()),
        ("N1", note),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in rows)
