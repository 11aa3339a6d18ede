"""Where things are. The only module that knows the folder layout.

Two variables name other folders: ``COPRO_ROOT`` the checkout to work on, ``COPRO_BUILD`` the folder
for all that is built, which is the only one that a build writes.
"""

import os
from pathlib import Path

ROOT = Path(os.environ.get("COPRO_ROOT") or Path(__file__).parent.parent).resolve()
DATA = ROOT / "data"
NOTEBOOKS = ROOT / "notebooks"
REFERENCE = ROOT / "results"
BUILD = Path(os.environ.get("COPRO_BUILD") or ROOT / "_build").resolve()
NAMED = {"COPRO_ROOT": ROOT, "COPRO_BUILD": BUILD}
CALLED_FROM = "COPRO_CALLED_FROM"  # for the steps of a build: the folder in which it was called


def shown(file: Path) -> str:
    """The path of a file as a message names it: from the folder in which the command was called,
    where the file lies below it; else whole.

    >>> shown(Path.cwd() / "notebooks/2_norway/discourse.ipynb")
    'notebooks/2_norway/discourse.ipynb'
    >>> shown(Path("/elsewhere"))
    '/elsewhere'
    """
    here = Path(os.environ.get(CALLED_FROM) or Path.cwd())
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()
