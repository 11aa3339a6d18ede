"""What all pages and files for machines say of the book: address, licence, authors, tables."""

import os
from functools import cache
from typing import Any

from copro.book import citation
from copro.data.catalogue import package

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PREVIEW = "files/preview.png"


def base_url() -> str:
    """Where the book stands, by ``COPRO_BASE_URL``, with a slash at the end;
    empty if nobody said.
    """
    found = os.environ.get("COPRO_BASE_URL", "").strip()
    return f"{found.rstrip('/')}/" if found else ""


@cache
def authors() -> list[dict[str, str]]:
    """The authors as schema.org's people and organisations."""
    return [
        {
            "@type": "Organization" if "name" in one else "Person",
            "name": citation.name(one),
            **({"identifier": one["orcid"]} if "orcid" in one else {}),
        }
        for one in citation.described()["authors"]
    ]


@cache
def cards() -> dict[str, dict[str, Any]]:
    """Cards of the data package by name."""
    return {card["name"]: card for card in package()["resources"]}
