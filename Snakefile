# What depends on what: tables -> notebooks in order -> claims and tables -> book.
# `make book` runs this. Nothing is listed here: the chapters stand in `_toc.yml`, each names its
# tables and the chapters before it in its cell of sources, and modules are read from import lines.

import os
import shlex
import sys

from copro.book.drawn import drawn_from
from copro.run import dependencies as deps, variants

DRAWN = drawn_from()
CHAPTERS = deps.graph(*DRAWN)
SOURCES = {name: chapter.sources() for name, chapter in CHAPTERS.items()}
# All tables that are named; the reference lists the sha256 of each.
TABLES = sorted({*DRAWN, *(table for sources in SOURCES.values() for table in sources.tables)})
# Each step is a process of its own, forked from one that has its imports behind it.
COPRO = f"{shlex.quote(sys.executable)} -m copro.run.warm copro.cli.main"


def stamp(name):
    return f"_build/stamps/{name}.json"


rule book:
    input:
        stamp("results"),
        [f for f in deps.files("book") if not f.endswith(".ipynb")],
        "_config.yml",
        "_toc.yml",
        "CITATION.cff",
        "data/datapackage.json",
        "data/corrections.csv",
        "codemeta.json",
        "CHANGELOG.md",
        [deps.table_file(t) for t in DRAWN],
        deps.modules_of(
            "copro.book.stage", "copro.book.sphinx.extension", "copro.book.sphinx.metadata"
        ),
        deps.files("copro/book/templates"),
    output:
        stamp("book"),
    params:
        base=os.environ.get("COPRO_BASE_URL", ""),
        names=list(CHAPTERS),
    threads: workflow.cores
    shell:
        "{COPRO} step book --processes {threads}"


rule results:
    input:
        [stamp(name) for name in CHAPTERS],
        [deps.table_file(t) for t in TABLES],
        ["copro/run/committed.py", "copro/run/inputs.py", "copro/run/rawcells.py"],
    output:
        stamp("results"),
    params:
        names=list(CHAPTERS),
        tables=TABLES,
    shell:
        "{COPRO} step results"


rule notebook:
    wildcard_constraints:
        name="|".join(CHAPTERS),
    input:
        tables=lambda w: [deps.table_file(t) for t in SOURCES[w.name].tables],
        modules=lambda w: deps.modules_of_notebook(CHAPTERS[w.name].source),
        # What shapes a result beside its cells: who runs them, in which surroundings and with
        # which values, who counts them, and who has their figures drawn again.
        runner=[f"copro/run/{one}.py" for one in ("notebook", "results", "nursery", "twins")]
        + ["copro/chapters/cells.py", "copro/chapters/parameters.py"],
        earlier=lambda w: [stamp(name) for name in SOURCES[w.name].earlier],
        environment="requirements.lock",
    output:
        stamp("{name}"),
    params:
        # What counts of a notebook is its cells, not its outputs; of a table, its own card.
        cells=lambda w: deps.notebook_digest(CHAPTERS[w.name].source),
        cards=lambda w: deps.card_digest(SOURCES[w.name].tables),
        chapter=lambda w: repr(CHAPTERS[w.name]),
        sources=lambda w: repr(SOURCES[w.name]),
    shell:
        "{COPRO} step notebook {wildcards.name}"


# A chapter with other parameters, or one that reads what such a chapter says (copro/run/variants.py).
rule variant:
    wildcard_constraints:
        name="|".join(CHAPTERS),
        variant="[^/]+",
    input:
        settings="_build/variants/{variant}/settings.json",
        book=lambda w: stamp(w.name),
        tables=lambda w: [
            deps.table_file(t) for t in variants.chapters(w.variant)[w.name].sources().tables
        ],
        earlier=lambda w: [
            f"_build/variants/{w.variant}/stamps/{name}.json"
            if name in variants.touched(w.variant)
            else stamp(name)
            for name in SOURCES[w.name].earlier
        ],
    output:
        "_build/variants/{variant}/stamps/{name}.json",
    group:
        "variant"
    shell:
        "{COPRO} step variant {wildcards.name} --variant {wildcards.variant:q}"
