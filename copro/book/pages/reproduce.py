"""What the page on reproduction tells: where each result comes from, parameters, run times."""

import csv
import json
import math
import os
import platform
import re
from pathlib import Path
from typing import Any

import psutil

from copro.book import archive, links
from copro.book.pages.catalogue import rebuild_counts
from copro.book.render import render
from copro.chapters import registry
from copro.chapters.parameters import describe, model_of
from copro.data import card, tables
from copro.data.catalogue import package
from copro.paths import ROOT
from copro.report.words.languages import words
from copro.run.receipt import NAMED

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


def takes() -> str:
    """What the whole takes, in the order of the template of the Social Science Data Editors."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = re.findall(r"^([\w.-]+)==([\w.]+)", lock, flags=re.M)
    found = registry.chapters()
    seeded = {one.source for one in found.values() if "seed" in model_of(one.source).model_fields}
    with (ROOT / "benchmarks" / "times.csv").open(encoding="utf-8") as file:
        rows = {row["command"]: row for row in csv.DictReader(file)}
    every = ("make setup", "make book", "make check", "make test")
    return render(
        "takes.md.j2",
        rebuild=rebuild_counts([card(name) for name in tables()["name"]]),
        packages=len({name for name, _ in locked}),
        named={one: " or ".join(v for name, v in locked if name == one) for one in NAMED},
        seeded=sorted(seeded),
        times={command: minutes(rows[command]) for command in every},
        machine=rows["make check"]["machine"],
    )


def minutes(row: dict[str, str]) -> str:
    """The span of a time that was measured, in whole minutes.

    >>> minutes({"seconds_least": "81", "seconds_most": "156"})
    '1 to 3 min'
    """
    least, most = float(row["seconds_least"]), float(row["seconds_most"])
    return f"{int(least // 60)} to {math.ceil(most / 60)} min"


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
