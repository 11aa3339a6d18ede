"""The steps of a build, each in a process of its own: a notebook, all results, the book."""

import gc
import json
import os
import sys
import time

from copro.chapters import registry
from copro.paths import BUILD
from copro.run import variants
from copro.run.build import HTML, NOTEBOOK_RESULTS, RESULTS
from copro.run.nursery import FIXED
from copro.run.variants import VARIANTS


def step(step: str, name: str, variant: str) -> int:
    """One step of the Snakefile; its stamp is written last, with the seconds it took."""
    began = time.perf_counter()
    of = "what no notebook makes" if step == "groundwork" else "all notebooks"
    what = " ".join(filter(None, (name, variant))) or of
    print(f"{step}: {what}", file=sys.stderr, flush=True)
    if step == "block":  # its file is its stamp
        os.environ.update(FIXED)  # before numpy: one thread, so that sums have one order
        from copro.run import blocks

        blocks.step(name)
        return 0
    gc.disable()  # a step lives for seconds; looking for what could be freed takes half of one
    steps = {
        "notebook": lambda: _notebook(name),
        "groundwork": _groundwork,
        "results": _results,
        "book": _book,
        "variant": lambda: _variant(variant, name),
    }
    said, after = steps[step]()
    stamp = (VARIANTS / variant if variant else BUILD) / "stamps" / f"{name or step}.json"
    stamp.parent.mkdir(parents=True, exist_ok=True)
    told = {"step": said, "seconds": round(time.perf_counter() - began, 2), "after": after}
    stamp.write_text(json.dumps(told) + "\n", encoding="utf-8")
    return 0


def _notebook(name: str) -> tuple[str, list[str]]:
    from copro.run.notebook import run_notebook
    from copro.run.results import merge

    chapter = registry.chapter(name)
    names = chapter.sources().earlier
    earlier = merge([NOTEBOOK_RESULTS / one for one in names])
    run_notebook(chapter, chapter.parameters(), NOTEBOOK_RESULTS / name, earlier)
    return f"notebook {name}", list(names)


def _variant(variant: str, name: str) -> tuple[str, list[str]]:
    made = variants.read(variant)
    same = "" if variants.run_chapter(made, name) else ": reads nothing new"
    return f"{name} with {made.label}{same}", []


def _groundwork() -> tuple[str, list[str]]:
    from copro.book.beside import POLITE
    from copro.book.groundwork import write

    os.nice(POLITE)
    write()
    return "groundwork", []


def _results() -> tuple[str, list[str]]:
    from copro.book.drawn import drawn_from
    from copro.run.reference import write_results

    found = registry.chapters()
    names = registry.in_order(found)
    read = {table for chapter in found.values() for table in chapter.sources().tables}
    write_results(
        [NOTEBOOK_RESULTS / name for name in names], RESULTS, sorted({*drawn_from(), *read})
    )
    return "claims and tables", names


def _book() -> tuple[str, list[str]]:
    from copro.book.stage import build_book

    names = registry.in_order(registry.chapters())
    build_book([NOTEBOOK_RESULTS / name for name in names], HTML)
    return "book", [*names, "groundwork"]
