"""What stopped a build: written down where it happens, printed last by the build; and what to do
about errors of the system.

Steps run side by side in processes of their own, and Snakemake says much or nothing. So each
of them adds its cause to one file, and the build ends with what is in it.
"""

import argparse
import errno
import json
import logging
import os
import shutil
import sys
from pathlib import Path

from copro.run import memory

VARIABLE = "COPRO_CAUSES"  # names the file; not set outside a build
# Who names a cause, best informed first: the step itself; Snakemake, of a step that ended without a
# word; Snakemake.
STEP, LOST, SNAKEMAKE = WHO = "step", "lost step", "snakemake"


def record(message: str, by: str = STEP) -> bool:
    """Add a cause to the file of this build; False where there is none or it cannot be written."""
    file = os.environ.get(VARIABLE)
    if not file:
        return False
    try:
        with open(file, "a", encoding="utf-8") as handle:
            handle.write(json.dumps({"by": by, "text": message}) + "\n")
    except OSError:  # a full disk
        return False
    return True


def recorded(file: Path) -> list[str]:
    """Causes in a file, each once, in the order of their arrival.

    Only those of the best informed: Snakemake repeats in its own words what a step has said.
    """
    if not file.exists():
        return []
    found = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for by in WHO:
        texts = list(dict.fromkeys(cause["text"] for cause in found if cause["by"] == by))
        if texts:
            return texts
    return []


ELSEWHERE = "build in another folder: COPRO_BUILD=folder copro build"


def explained(problem: BaseException) -> str:
    """What an error of the system is, where, and what to do about it; of other errors the kind
    and what they say.

    >>> explained(PermissionError(13, "Permission denied", "data/a.csv"))
    'data/a.csv: Permission denied; give yourself the right to read and write there, or build ...'
    """
    what = f"{type(problem).__name__}: {problem}"
    if isinstance(problem, ModuleNotFoundError):
        return (
            f"{what}, for {sys.executable}; expected the environment that `make book` sets up: "
            "call .venv/bin/copro, or install requirements.lock"
        )
    if not isinstance(problem, OSError) or problem.errno is None:
        what = str(problem) if isinstance(problem, OSError) else what
        return "; ".join(filter(None, [what, memory.why(what)]))
    where = str(problem.filename or "the system")
    return f"{where}: {problem.strerror or problem}{_advice(problem, where)}"


def _advice(problem: OSError, where: str) -> str:
    """What to do about an error of the system, after a semicolon; nothing where nobody knows."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"; {full(where)}make room, or {ELSEWHERE}"
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"; give yourself the right to read and write there, or {ELSEWHERE}"
    if problem.errno in (errno.EMFILE, errno.ENFILE):
        return "; allow this process more open files: ulimit -n 1024"
    if problem.errno == errno.EFBIG:
        return "; allow this process larger files: ulimit -f unlimited"
    if "temporary directory" in str(problem):
        return "; name a folder that can be written: TMPDIR=folder"
    said = memory.why(str(problem))
    return said and f"; {said}"


def full(where: str) -> str:
    """How full the disk of a file or folder is, in words that end in a comma; nothing where it
    cannot be told.
    """
    place = Path(where).absolute()
    try:
        disk = shutil.disk_usage(next(f for f in (place, *place.parents) if f.exists()))
    except OSError:
        return ""
    return f"{disk.free / 1e6:,.0f} of {disk.total / 1e6:,.0f} MB are free there; "


class Listener(logging.Filter):
    """Writes down the errors that Snakemake logs, and changes nothing of its log."""

    def filter(self, entry: logging.LogRecord) -> bool:
        """Record an error; every entry passes."""
        if hasattr(entry, "rule_name") and entry.levelno >= logging.ERROR:
            step = " ".join(Path(str(made)).stem for made in entry.__dict__["output"])
            ended = f"the step {step} ended without a word"
            record(f"{ended}; {memory.why(ended)}", LOST)
        elif entry.levelno >= logging.ERROR:
            # Without the places in Snakemake's own code.
            lines = [
                line for line in entry.getMessage().splitlines() if not line.startswith('  File "')
            ]
            record("Snakemake: " + "\n".join(filter(str.strip, lines)), SNAKEMAKE)
        return True


def _when_asked(asked: argparse.Namespace) -> argparse.Namespace:
    """Arguments with which Snakemake looks for its next step when one has ended. To keep to a rate
    of jobs, which only a cluster needs, it would look each second, and once more with each step.
    """
    if asked.executor is None:
        asked.max_jobs_per_timespan = None
    return asked


def main(arguments: list[str]) -> None:
    """Run Snakemake with these arguments; what it logs as an error is recorded as a cause."""
    from copro.run import nursery  # late: it is of use to this process alone

    try:
        nursery.preload(nursery.FIRST)
        nursery.beside()
        from snakemake import cli
        from snakemake.logging import logger

        logger.addFilter(Listener())
        begin = cli.args_to_api
        cli.args_to_api = lambda asked, parser: begin(_when_asked(asked), parser)
        cli.main(arguments)
    except Exception as problem:  # what it does not log itself
        record(f"Snakemake: {explained(problem)}", SNAKEMAKE)
        raise


if __name__ == "__main__":
    from copro.run.nursery import run

    run(lambda: main(sys.argv[1:]))
