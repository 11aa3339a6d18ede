"""What the page on reproduction tells: where each result comes from, parameters, run times."""

import json
import os
import platform
from pathlib import Path
from typing import Any

import psutil

from copro.book import archive, links
from copro.book.render import render
from copro.chapters import registry
from copro.chapters.parameters import describe, model_of
from copro.data.catalogue import package
from copro.report.words.languages import words

# Kinds of results, the beginning of the name by which Markdown links to one (a table has none), and
# the file below `_build/notebooks/NAME` that a run writes it to.
KINDS = (
    ("figure", "fig", "figures/{}.png"),
    ("table", "", "tables/{}.csv"),
    ("claim", "claim", "results.json"),
)


def origins(found: dict[str, list[dict[str, Any]]]) -> str:
    """Figure, table, claim -> notebook -> cell -> file, tables; filters by kind and notebook."""
    results = [(kind, prefix, file, found[f"{kind}s"]) for kind, prefix, file in KINDS]
    return render("origins.md.j2", results=results)


def parameters() -> str:
    """Parameters of every notebook, from their models."""
    found = registry.chapters()
    notebooks = [
        {
            "name": name,
            "page": found[name].page,
            "parameters": [
                row | {"default": json.dumps(row["default"], ensure_ascii=False)}
                for row in describe(model_of(name))
            ],
        }
        for name in registry.in_order(found)
        if name == found[name].source
    ]
    return render("parameters.md.j2", notebooks=notebooks)


def machine(folders: list[Path]) -> str:
    """Run time of each notebook, and the machine it ran on."""
    runs = [
        json.loads((folder / "results.json").read_text(encoding="utf-8")) | {"name": folder.name}
        for folder in folders
    ]
    return render(
        "machine.md.j2",
        python=platform.python_version(),
        system=platform.system(),
        machine=platform.machine(),
        processors=os.cpu_count(),
        memory=psutil.virtual_memory().total,
        data_version=package()["version"],
        runs=runs,
    )


def source() -> str:
    """The archive of the source, and the addresses of the book that are configured."""
    return render(
        "source.md.j2",
        folder=archive.folder(),
        address=archive.address(),
        links=links.configured(),
        words=words("links", "en"),
    )
