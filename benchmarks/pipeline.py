"""What the pipeline costs, in seconds and ratios. Prints a table; asserts nothing.

    .venv/bin/python benchmarks/pipeline.py

Works on a copy of the project in a temporary folder, so the build at hand stays as it is.
Cold means without ``_build`` and ``.snakemake``; the virtual environment is there already.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "_build", ".snakemake", "__pycache__")


def timed(project: Path, *command: str) -> tuple[float, str]:
    """Seconds and standard error of a command in the copy; stops the benchmark if it fails."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command],
        check=False,
        cwd=project,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(project)},
    )
    if done.returncode:
        sys.exit(done.stderr[-3000:])
    return time.perf_counter() - began, done.stderr


def build(project: Path, jobs: int, until: str = "book") -> tuple[float, list[str]]:
    """Seconds of a build, and the steps that it ran."""
    seconds, text = timed(
        project, "-m", "copro.cli.main", "build", "--jobs", str(jobs), "--until", until
    )
    steps = [
        line for line in text.splitlines() if line.split(":")[0] in ("notebook", "results", "book")
    ]
    return seconds, steps


def cold(project: Path, jobs: int, until: str) -> float:
    """Seconds of a build from nothing."""
    for name in ("_build", ".snakemake"):
        shutil.rmtree(project / name, ignore_errors=True)
    return build(project, jobs, until)[0]


def cell_seconds(project: Path) -> float:
    """Sum of the time that the notebooks spent in their own cells."""
    return sum(
        json.loads(f.read_text())["seconds"]["cells"]
        for f in (project / "_build/notebooks").glob("*/results.json")
    )


def bare_book(project: Path) -> float:
    """Seconds of ``jupyter-book build`` alone, on the pages that the pipeline gathered."""
    tool = str(Path(sys.executable).with_name("jupyter-book"))
    return timed(
        project, tool, "build", "_build/book", "--path-output", "_build/bare", "--all", "--quiet"
    )[0]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "copro-benchmark"
        shutil.copytree(ROOT, project, ignore=LEFT_OUT)
        two = cold(project, 2, "results")
        one = cold(project, 1, "results")
        whole = cold(project, 1, "book")
        cells, book = cell_seconds(project), bare_book(project)
        nothing, none = build(project, 1)
        notebook = project / "notebooks/2_norway/norway_elderly_care.ipynb"
        notebook.write_text(
            notebook.read_text().replace(
                "from copro.data import load", "from copro.data import load  ", 1
            )
        )
        touched, steps = build(project, 1)
    rows = [
        ("cold `make book`, JOBS=1", f"{whole:.1f} s", ""),
        ("  cells of the notebooks + bare jupyter-book", f"{cells:.1f} + {book:.1f} s", ""),
        ("  overhead of the pipeline", f"{whole / (cells + book) - 1:.0%}", "goal: 25 % or less"),
        ("notebook stage, JOBS=1", f"{one:.1f} s", ""),
        (
            "notebook stage, JOBS=2",
            f"{two:.1f} s",
            f"{two / one:.2f} of JOBS=1; goal: 0.65 or less",
        ),
        (
            "nothing changed",
            f"{nothing:.1f} s",
            f"{len(none)} steps; goal: 5 s or less and no kernel",
        ),
        ("one notebook changed", f"{touched:.1f} s", "; ".join(steps)),
    ]
    for name, value, remark in rows:
        print(f"{name:48} {value:>16}  {remark}")


if __name__ == "__main__":
    main()
