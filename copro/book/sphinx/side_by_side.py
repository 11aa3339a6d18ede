"""``jupyter-book`` that reads and writes pages in several processes.

Sphinx can; the command line of Jupyter Book v1 has no option for it. Called as
``python -m copro.book.sphinx.side_by_side PROCESSES build …``.
"""

import sys
from functools import partial
from pathlib import Path
from typing import Any


def shares(sizes: dict[str, int], processes: int) -> list[list[str]]:
    """Pages dealt out to processes, so that each has about as much to do; the largest come first.

    >>> shares({"a": 5, "b": 3, "c": 2, "d": 1}, 2)
    [['a', 'd'], ['b', 'c']]
    """
    dealt: list[list[str]] = [[] for _ in range(processes)]
    for page in sorted(sizes, key=lambda page: sizes[page], reverse=True):
        min(dealt, key=lambda share: sum(sizes[one] for one in share)).append(page)
    return dealt


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
    sizes = {page: Path(builder.doctreedir, f"{page}.doctree").stat().st_size for page in pages[1:]}
    tasks = ParallelTasks(builder.app.parallel)
    for share in shares(sizes, builder.app.parallel):
        tasks.add_task(
            partial(write, builder), share, lambda _, pictures: builder.images.update(pictures)
        )
    tasks.join()


def main() -> None:
    """Run ``jupyter-book`` with the words after the number of processes."""
    import jupyter_book.sphinx
    from jupyter_book.cli.main import main as jupyter_book_main
    from sphinx.builders import Builder

    processes, *words = sys.argv[1:]
    Builder._write_parallel = write_side_by_side
    jupyter_book.sphinx.build_sphinx = partial(
        jupyter_book.sphinx.build_sphinx, jobs=int(processes)
    )
    jupyter_book_main(words, prog_name="jupyter-book")


if __name__ == "__main__":
    main()
