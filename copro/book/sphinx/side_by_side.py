"""``jupyter-book`` that reads and writes pages in several processes.

Sphinx can; the command line of Jupyter Book v1 has no option for it.
"""

import contextlib
import gc
import importlib
import os
import warnings
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from copro.paths import ROOT


def dealt(pages: list[str], processes: int) -> list[list[str]]:
    """Pages dealt out to processes like cards, so that each gets as many chapters.

    >>> dealt(["a", "b", "c"], 2)
    [['a', 'c'], ['b']]
    """
    return [pages[first::processes] for first in range(processes)]


def write(builder: Any, pages: list[str]) -> dict[str, str]:
    """Resolve the links of pages and write them; which pictures the site then needs."""
    for page in pages:
        resolved = builder.env.get_and_resolve_doctree(page, builder)
        builder.write_doc_serialized(page, resolved)
        builder.write_doc(page, resolved)
    return builder.images


def write_side_by_side(builder: Any, pages: list[str], **_: int) -> None:
    """Resolve and write pages in several processes; in Sphinx one alone resolves all of them."""
    from sphinx.util.parallel import ParallelTasks

    write(builder, pages[:1])  # what every page needs is loaded before the processes part
    tasks = ParallelTasks(builder.app.parallel)
    for share in dealt(pages[1:], builder.app.parallel):
        tasks.add_task(
            partial(write, builder), share, lambda _, pictures: builder.images.update(pictures)
        )
    tasks.join()


def build(
    begin: Connection, told: Connection, said: Path, processes: int, words: list[str]
) -> None:
    """Run ``jupyter-book`` with these words, in a process that is for that alone, as soon as
    something comes through ``begin``; if the other end ``told`` is closed, there is nothing to do.

    Until then it imports what it needs. The file ``said`` takes what it says.
    """
    told.close()
    with open(said, "wb") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    os.chdir(ROOT)
    warnings.simplefilter("ignore")  # those of Python: of what it builds Sphinx speaks by itself
    gc.disable()  # it takes a fifth of the time, and all that is made fits into 250 MB
    import jupyter_book.sphinx
    import sphinx.builders
    from jupyter_book.cli.main import main
    from sphinx.application import builtin_extensions

    for name in ("copro.book.sphinx.extension", *builtin_extensions):
        importlib.import_module(name)
    sphinx.builders.make_chunks = dealt
    sphinx.builders.Builder._write_parallel = write_side_by_side
    jupyter_book.sphinx.build_sphinx = partial(jupyter_book.sphinx.build_sphinx, jobs=processes)
    with contextlib.suppress(EOFError):
        begin.recv()
        main(words, prog_name="jupyter-book")
