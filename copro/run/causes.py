"""What stopped a build: written down where it happens, printed last by the build.

Steps run side by side in processes of their own, and Snakemake says much or nothing. So each
of them adds its cause to one file, and the build ends with what is in it.
"""

import json
import logging
import os
import sys
from pathlib import Path

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


class Listener(logging.Filter):
    """Writes down the errors that Snakemake logs, and changes nothing of its log."""

    def filter(self, entry: logging.LogRecord) -> bool:
        """Record an error; every entry passes."""
        if hasattr(entry, "rule_name") and entry.levelno >= logging.ERROR:
            made = " ".join(map(str, entry.__dict__["output"]))
            record(
                f"the step that makes {made} ended without a word; was it "
                "killed, or was memory short?",
                LOST,
            )
        elif entry.levelno >= logging.ERROR:
            # Without the places in Snakemake's own code.
            lines = [
                line for line in entry.getMessage().splitlines() if not line.startswith('  File "')
            ]
            record("Snakemake: " + "\n".join(filter(str.strip, lines)), SNAKEMAKE)
        return True


def main(arguments: list[str]) -> None:
    """Run Snakemake with these arguments; what it logs as an error is recorded as a cause."""
    from snakemake import cli
    from snakemake.logging import logger

    logger.addFilter(Listener())
    cli.main(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
