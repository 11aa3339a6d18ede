"""``jupyter-book`` that reads and writes pages in several processes.

Sphinx can; the command line of Jupyter Book v1 has no option for it. Called as
``python -m copro.book.sphinx.side_by_side PROCESSES build …``.
"""

import gc
import sys
from functools import partial
from typing import Any


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


def main() -> None:
    """Run ``jupyter-book`` with the words after the number of processes."""
    import jupyter_book.sphinx
    import sphinx.builders
    from jupyter_book.cli.main import main as jupyter_book_main

    gc.disable()  # it takes a fifth of the time, and all that is made fits into 250 MB
    processes, *words = sys.argv[1:]
    sphinx.builders.make_chunks = dealt
    sphinx.builders.Builder._write_parallel = write_side_by_side
    jupyter_book.sphinx.build_sphinx = partial(
        jupyter_book.sphinx.build_sphinx, jobs=int(processes)
    )
    jupyter_book_main(words, prog_name="jupyter-book")


if __name__ == "__main__":
    main()
