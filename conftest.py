"""nbval runs the notebooks as the pipeline does: each library in one thread, kernels from one
nursery for all workers. What takes longest comes first, so that no worker is left alone with it.
What differs is told as everywhere: committed first, then now.
"""

import contextlib
import difflib
import gc
import json
import os
import sys
from pathlib import Path

from copro.paths import BUILD
from copro.run import kernels, warm
from copro.run.isolation import isolate
from copro.run.nursery import SELDOM

gc.disable()  # until everything is collected: to look for garbage in it takes a quarter of the time
isolate()
os.environ.update(warm.FIXED)
kernels.use()
_while_tests_run = contextlib.ExitStack()
# Seconds of what takes long: of a file, or of each file of a folder.
LONG = {
    "test_every_page": 160.0,
    "test_pdf": 50.0,
    "pipeline": 30.0,
    "browser": 25.0,
    "test_command_line": 20.0,
    "test_site": 15.0,
    "test_same_bytes": 15.0,
}


def pytest_configure(config):
    """Start the nursery where notebooks are to be run; no colours where no terminal shows them."""
    if config.option.color == "auto" and not sys.stdout.isatty():  # nbval asks for "no" alone
        config.option.color = "no"
    if config.option.nbval and not hasattr(config, "workerinput"):  # workers use that of their head
        _while_tests_run.enter_context(warm.nursery())


def pytest_unconfigure():
    """End it."""
    _while_tests_run.close()


def pytest_assertrepr_compare(left, right):
    """The lines in which two outputs of a notebook differ."""
    if ".ipynb::" not in os.environ.get("PYTEST_CURRENT_TEST", ""):
        return None
    both = difflib.ndiff(str(left).splitlines(), str(right).splitlines())
    return ["- committed -> + now", *(line for line in both if line[0] in "-+")]


def pytest_collection_modifyitems(items):
    """Put the longest files first."""
    files = {item.path for item in items}
    length = {file: _seconds(file) for file in files}
    items.sort(key=lambda item: -length[item.path])


def pytest_collection_finish():
    """Look for garbage from now on, but seldom, and never among what was collected: pages and
    panels are large and whole, and to look after each 700 objects costs as much as reading them.
    """
    gc.freeze()
    gc.set_threshold(SELDOM)
    gc.enable()


def _seconds(file: Path) -> float:
    """How long the tests of a file take, roughly: of a notebook, what its cells took in the last
    build.
    """
    if file.suffix == ".ipynb":
        with contextlib.suppress(OSError, ValueError, KeyError):
            ran = BUILD / "notebooks" / file.stem / "results.json"
            return json.loads(ran.read_text(encoding="utf-8"))["seconds"]["cells"]
    return LONG.get(file.stem, LONG.get(file.parent.name, 0.0))
