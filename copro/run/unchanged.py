"""Whether anything changed since the last build that succeeded, without asking Snakemake.

A build notes the state in which it ended: of every file that a step may read, and of every stamp,
size and times (that of the last change too, which no program sets at will). Where all are as they
were, so is Snakemake's answer; in every other case Snakemake is asked.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from copro.paths import BUILD, ROOT

RECORD = BUILD / "unchanged.json"
FOLDERS = "benchmarks book configurational/src copro data notebooks results/what_if".split()


def inputs() -> list[Path]:
    """Files that a build may read: those at the root and in the folders of the project."""
    found = [file for file in ROOT.iterdir() if file.is_file()]
    found += (ROOT / "results").glob("sweep*.csv")
    for folder in FOLDERS:
        for place, folders, names in os.walk(ROOT / folder):
            folders[:] = [name for name in folders if name != "__pycache__"]
            found += [Path(place, name) for name in names]
    return found


def state() -> str:
    """Digest of the inputs, and of what else counts for a step: interpreter and address."""
    return _digest(inputs(), sys.executable, os.environ.get("COPRO_BASE_URL", ""))


def _digest(files: Iterable[Path], *words: str) -> str:
    known = sorted(
        (str(file), stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        for file in files
        for stat in [file.stat()]
    )
    return hashlib.sha256(json.dumps([known, words]).encode()).hexdigest()


def holds(target: str, now: str) -> bool:
    """Whether ``target`` was built from the state ``now``, and its stamps are as they were left."""
    try:
        return json.loads(RECORD.read_text(encoding="utf-8")) == _entry(target, now)
    except (OSError, ValueError):  # never built, or a record that is not whole
        return False


def _entry(target: str, state: str) -> dict[str, str]:
    return {"target": target, "inputs": state, "stamps": _digest((BUILD / "stamps").glob("*"))}


def forget() -> None:
    """From here on nothing is known, until a build succeeds."""
    RECORD.unlink(missing_ok=True)


def note(target: str, began: str) -> None:
    """Note that ``target`` has been built from the state in which the build began."""
    RECORD.write_text(json.dumps(_entry(target, began)), encoding="utf-8")
