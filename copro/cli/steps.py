"""The steps of a build, each in a process of its own: a notebook, all results, the book."""

import json
import sys
import time
from pathlib import Path

from copro.paths import BUILD
from copro.run.build import HTML, NOTEBOOK_RESULTS, RESULTS


def step(arguments) -> int:
    """One step of the Snakefile; its stamp is written last, with the seconds it took."""
    began = time.perf_counter()
    print(f"{arguments.step}: {arguments.name or 'all notebooks'}", file=sys.stderr, flush=True)
    name = {"notebook": _notebook, "results": _results, "book": _book}[arguments.step](arguments)
    stamp = Path(arguments.stamp)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    seconds = round(time.perf_counter() - began, 2)
    stamp.write_text(
        json.dumps({"step": name, "seconds": seconds, "after": arguments.after}) + "\n",
        encoding="utf-8",
    )
    return 0


def _notebook(arguments) -> str:
    from copro.chapters.chapter import Instance
    from copro.run.notebook import run_notebook
    from copro.run.results import merge

    claims = BUILD / "claims" / f"{arguments.name}.json"
    claims.parent.mkdir(parents=True, exist_ok=True)
    earlier = merge([NOTEBOOK_RESULTS / name for name in arguments.after]).record()["claims"]
    claims.write_text(json.dumps(earlier, ensure_ascii=False), encoding="utf-8")
    instance = Instance(arguments.name, **json.loads(arguments.instance))
    run_notebook(
        instance,
        instance.parameters(),
        NOTEBOOK_RESULTS / instance.name,
        tables=arguments.tables,
        claims=claims,
    )
    return f"notebook {arguments.name}"


def _results(arguments) -> str:
    from copro.run.reference import write_results

    write_results([NOTEBOOK_RESULTS / name for name in arguments.after], RESULTS, arguments.tables)
    return "claims and tables"


def _book(arguments) -> str:
    from copro.book.stage import build_book

    build_book([NOTEBOOK_RESULTS / name for name in arguments.after], HTML)
    return "book"
