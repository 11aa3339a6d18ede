"""The steps of a build, each in a process of its own: a notebook, all results, the book."""

import json
import os
import sys
import time
from argparse import Namespace

from copro.chapters import registry
from copro.paths import BUILD
from copro.run import variants
from copro.run.build import HTML, NOTEBOOK_RESULTS, RESULTS
from copro.run.nursery import FIXED
from copro.run.variants import VARIANTS


def step(arguments: Namespace) -> int:
    """One step of the Snakefile; its stamp is written last, with the seconds it took."""
    if arguments.step == "block":
        return _block(arguments)
    began = time.perf_counter()
    what = " ".join(filter(None, (arguments.name, arguments.variant))) or "all notebooks"
    print(f"{arguments.step}: {what}", file=sys.stderr, flush=True)
    steps = {"notebook": _notebook, "results": _results, "book": _book, "variant": _variant}
    name, after = steps[arguments.step](arguments)
    folder = VARIANTS / arguments.variant if arguments.variant else BUILD
    stamp = folder / "stamps" / f"{arguments.name or arguments.step}.json"
    stamp.parent.mkdir(parents=True, exist_ok=True)
    seconds = round(time.perf_counter() - began, 2)
    stamp.write_text(
        json.dumps({"step": name, "seconds": seconds, "after": after}) + "\n", encoding="utf-8"
    )
    return 0


def _block(arguments: Namespace) -> int:
    os.environ.update(FIXED)  # before numpy: one thread, so that sums have one order
    from copro.run import blocks

    print(f"block: {arguments.name}", file=sys.stderr, flush=True)
    blocks.step(arguments.name)
    return 0


def _notebook(arguments: Namespace) -> tuple[str, list[str]]:
    from copro.run.notebook import run_notebook
    from copro.run.results import merge

    chapter = registry.chapter(arguments.name)
    sources = chapter.sources()
    claims = BUILD / "claims" / f"{chapter.name}.json"
    claims.parent.mkdir(parents=True, exist_ok=True)
    earlier = merge([NOTEBOOK_RESULTS / name for name in sources.earlier]).record()["claims"]
    claims.write_text(json.dumps(earlier, ensure_ascii=False), encoding="utf-8")
    run_notebook(
        chapter,
        chapter.parameters(),
        NOTEBOOK_RESULTS / chapter.name,
        tables=sources.tables,
        claims=claims,
    )
    return f"notebook {chapter.name}", list(sources.earlier)


def _variant(arguments: Namespace) -> tuple[str, list[str]]:
    made = variants.read(arguments.variant)
    ran = variants.run_chapter(made, arguments.name)
    same = "" if ran else ": reads nothing new"
    return f"{arguments.name} with {made.label}{same}", []


def _results(_: Namespace) -> tuple[str, list[str]]:
    from copro.book.drawn import drawn_from
    from copro.run.reference import write_results

    found = registry.chapters()
    names = registry.in_order(found)
    read = {table for chapter in found.values() for table in chapter.sources().tables}
    write_results(
        [NOTEBOOK_RESULTS / name for name in names], RESULTS, sorted({*drawn_from(), *read})
    )
    return "claims and tables", names


def _book(arguments: Namespace) -> tuple[str, list[str]]:
    from copro.book.stage import build_book

    names = registry.in_order(registry.chapters())
    build_book([NOTEBOOK_RESULTS / name for name in names], HTML, arguments.processes)
    return "book", names
