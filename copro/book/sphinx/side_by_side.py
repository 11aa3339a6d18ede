"""``jupyter-book`` that reads and writes pages in several processes.

Sphinx can; the command line of Jupyter Book v1 has no option for it. Called as
``python -m copro.book.sphinx.side_by_side PROCESSES build …``.
"""

import sys
from functools import partial


def main() -> None:
    """Run ``jupyter-book`` with the words after the number of processes."""
    import jupyter_book.sphinx
    from jupyter_book.cli.main import main as jupyter_book_main

    processes, *words = sys.argv[1:]
    jupyter_book.sphinx.build_sphinx = partial(
        jupyter_book.sphinx.build_sphinx, jobs=int(processes)
    )
    jupyter_book_main(words, prog_name="jupyter-book")


if __name__ == "__main__":
    main()
