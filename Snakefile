# What depends on what: tables -> notebooks in order -> claims and tables -> book.
# `make book` runs this. Nothing is listed here: the chapters stand in `_toc.yml`, each names its
# tables and the chapters before it in its cell of sources, and modules are read from import lines.

import os
import shlex
import sys
from collections import Counter

from copro.book.drawn import drawn_from
from copro.paths import BUILD, ROOT
from copro.run import dependencies as deps, variants

DRAWN = drawn_from()
CHAPTERS = deps.graph(*DRAWN)
SOURCES = {name: chapter.sources() for name, chapter in CHAPTERS.items()}
MADE_OF = {name: deps.made_of(chapter, SOURCES[name]) for name, chapter in CHAPTERS.items()}
# A chapter that reads many others, or that many read, goes first: else they wait for it at the end.
READ_BY = Counter(one for sources in SOURCES.values() for one in sources.earlier)
# What every page says of the book, and of tables.
ABOUT = "_config.yml _toc.yml CITATION.cff CHANGELOG.md data/datapackage.json data/corrections.csv".split()
# All tables that are named; the reference lists the sha256 of each.
TABLES = sorted({*DRAWN, *(table for sources in SOURCES.values() for table in sources.tables)})
# Snakemake works in the folder of what is built; everything else is named from there.
HERE = os.path.relpath(ROOT, BUILD)
# Each step is a process of its own, forked from one that has its imports behind it.
COPRO = f"cd {shlex.quote(HERE)} && {shlex.quote(sys.executable)} -m copro.run.warm copro.cli.main"


wildcard_constraints:
    name="|".join(CHAPTERS),
    variant="[^/]+",


def stamp(name):
    return f"stamps/{name}.json"


def own(files):
    return [f"{HERE}/{name}" for name in files]


def tables(names):
    return own(deps.table_file(name) for name in names)


rule book:
    input:
        [stamp("results"), stamp("groundwork")],
        own(f for f in deps.files("book") if not f.endswith(".ipynb")),
        own([*ABOUT, "codemeta.json", "benchmarks/times.csv"]),
        own(deps.modules_of("copro.book.stage", "copro.book.sphinx.extension", "copro.book.sphinx.metadata")),
        own(deps.files("copro/book/templates")),
        own(name for name in deps.files("results") if name.startswith(("results/sweep", "results/what_if"))),
    output: stamp("book")
    params:
        base=os.environ.get("COPRO_BASE_URL", ""),
        names=list(CHAPTERS),
    shell: "{COPRO} step book"


rule groundwork:
    input:
        tables(DRAWN),
        own([*ABOUT, *deps.files("book/words"), *deps.modules_of("copro.book.groundwork")]),
        own(deps.files("copro/book/templates")),
    output: stamp("groundwork")
    threads: 0  # beside the notebooks, whatever JOBS says: nobody waits for it until they have run
    params:
        headings=[chapter.heading for chapter in CHAPTERS.values()],
    shell: "{COPRO} step groundwork"


rule results:
    input:
        [stamp(name) for name in CHAPTERS],
        tables(TABLES),
        own(f"copro/run/{one}.py" for one in ("committed", "inputs", "rawcells")),
    output: stamp("results")
    params:
        names=list(CHAPTERS),
        tables=TABLES,
    shell: "{COPRO} step results"


rule notebook:
    input:
        tables=lambda w: tables(SOURCES[w.name].tables),
        earlier=lambda w: [stamp(name) for name in SOURCES[w.name].earlier],
        environment=own(["requirements.lock"]),
    output: stamp("{name}")
    priority: lambda w: len(SOURCES[w.name].earlier) + READ_BY[w.name]
    params:
        # As one digest: Snakemake asks anew for each input, and each value, whenever a step has ended.
        made_of=lambda w: MADE_OF[w.name],
    shell: "{COPRO} step notebook {wildcards.name}"


# A chapter with other parameters, or one that reads what such a chapter says (copro/run/variants.py).
rule variant:
    input:
        settings="variants/{variant}/settings.json",
        book=lambda w: stamp(w.name),
        tables=lambda w: tables(variants.more_tables(w.variant, w.name)),
        earlier=lambda w: [variants.stamp(w.variant, name) for name in SOURCES[w.name].earlier],
    output: "variants/{variant}/stamps/{name}.json"
    group: "variant"
    shell: "{COPRO} step variant {wildcards.name} --variant {wildcards.variant:q}"


# Some specifications of a multiverse in some draws (copro/run/blocks.py).
rule block:
    input: "blocks/{key}/task.json"
    output: "blocks/{key}/{block}.npz"
    shell: "{COPRO} step block {wildcards.key}/{wildcards.block}"
