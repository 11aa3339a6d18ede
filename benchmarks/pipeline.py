"""What the pipeline costs, beside an earlier commit and beside what a user would do instead.

    .venv/bin/python benchmarks/pipeline.py [--rounds N] [--tests] [--keep FOLDER]
    .venv/bin/python benchmarks/pipeline.py --ways [--share 0.1] [--keep FOLDER]

Makes two clones, of the earlier commit and of the present one, each with the environment that its
own ``make`` sets up (which needs a package index), and times both in turn, the order changing from
round to round. Cold means without ``_build`` and ``.snakemake``. Prints medians and ratios beside
their goals; asserts nothing. With ``--tests`` also ``make test``, which takes long. With ``--keep``
the clones stay in that folder and are used again. Nothing else should be at work on the machine.

``--ways`` runs a multiverse, the robustness of solutions and a small sweep with one job, with two
and on Slurm (where one answers: ``.ci/slurm start``), and prints seconds, ratios and whether the
bytes are the same. The book's results, which the sweep needs, are built first.
"""

import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEFORE = "978d6c1"
WAYS = {"1 job": ["--jobs", "1"], "2 jobs": ["--jobs", "2"], "Slurm": ["--profile", "slurm"]}
MADE = ("blocks", "multiverse", "robustness", "variants")


def timed(checkout: Path, *command: str, **more: str) -> float:
    """Seconds of a command in a checkout, with ``more`` variables of the environment; stops the
    benchmark if it fails.
    """
    began = time.perf_counter()
    # As a user has it: where bytecode is forbidden, each process would compile all modules anew.
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command,
        check=False,
        cwd=checkout,
        env=env | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} in {checkout}:\n{done.stdout.decode()[-3000:]}")
    return time.perf_counter() - began


def checkout(folder: Path, commit: str) -> Path:
    """A clone at a commit, set up as its README says."""
    if not folder.exists():
        timed(ROOT, "git", "clone", "--quiet", str(ROOT), str(folder))
    timed(folder, "git", "checkout", "--quiet", "--detach", commit)
    timed(folder, "make", ".venv/.ready")
    return folder


def cold(checkout: Path, *words: str) -> float:
    """Seconds of a command from nothing but the environment."""
    for name in ("_build", ".snakemake"):
        shutil.rmtree(checkout / name, ignore_errors=True)
    return timed(checkout, *words)


def runs(checkout: Path) -> list[dict]:
    """Results of the notebooks that the last build ran, one for each page."""
    files = sorted((checkout / "_build/notebooks").glob("*/results.json"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def plain_loop(checkout: Path) -> float:
    """Seconds of papermill alone, called for each notebook that the book holds, one by one."""
    total = 0.0
    for run in runs(checkout):
        (notebook,) = checkout.glob(f"notebooks/*/{run['source']}.ipynb")
        other = run["notebook"] != run["source"]
        values = ["-y", json.dumps(run["parameters"])] if other else []
        made = str(checkout / "_build" / f"plain-{run['notebook']}.ipynb")
        total += timed(
            checkout, ".venv/bin/papermill", "--no-progress-bar", *values, str(notebook), made
        )
    return total


def bare_book(checkout: Path) -> float:
    """Seconds of ``jupyter-book build`` alone, on the pages that the pipeline gathered."""
    words = ["_build/book", "--path-output", "_build/bare", "--all", "--quiet"]
    return timed(checkout, ".venv/bin/jupyter-book", "build", *words)


def measure(before: Path, after: Path, rounds: int, tests: bool) -> dict[str, list[float]]:
    """Seconds of everything, by what was done and where, one for each round."""
    found: dict[str, list[float]] = {}

    def add(what: str, seconds: float) -> None:
        found.setdefault(what, []).append(seconds)
        print(f"  {what}: {seconds:.1f} s", file=sys.stderr, flush=True)

    for number in range(rounds):
        sides = [("before", before), ("after", after)]
        for side, where in sides if number % 2 == 0 else sides[::-1]:
            add(f"book {side}", cold(where, "make", "book", "JOBS=2"))
            add(f"nothing {side}", timed(where, "make", "book", "JOBS=2"))
            if tests:
                add(f"test {side}", cold(where, "make", "test"))
        add("papermill", plain_loop(after))
        add("jupyter-book", bare_book(after))
        add("one job", cold(after, "make", "book", "JOBS=1"))
        seconds = [run["seconds"] for run in runs(after)]
        add("cells", sum(one["cells"] for one in seconds))
        add("drawing", sum(one["drawing"] for one in seconds))
    return found


def report(found: dict[str, list[float]]) -> list[tuple[str, str, str]]:
    """Rows of the table: what, value, goal."""
    at = {what: statistics.median(seconds) for what, seconds in found.items()}
    rest = at["one job"] - at["cells"] - at["drawing"] - at["jupyter-book"]
    at["instead"] = at["papermill"] + at["jupyter-book"]

    def ratio(one: str, other: str) -> str:
        return f"{at[one]:.1f} / {at[other]:.1f} s = {at[one] / at[other]:.2f}"

    tests = []
    if "test after" in at:
        value = ratio("test after", "test before")
        tests = [(f"cold `make test`, now / {BEFORE}", value, "0.6 or less")]
    return [
        (
            f"cold `make book JOBS=2`, now / {BEFORE}",
            ratio("book after", "book before"),
            "0.55 or less",
        ),
        *tests,
        ("nothing changed", f"{at['nothing after']:.1f} s", "2 s or less"),
        ("  the same before", f"{at['nothing before']:.1f} s", ""),
        ("JOBS=2 / papermill one by one, bare book", ratio("book after", "instead"), "0.7 or less"),
        ("cold `make book JOBS=1`", f"{at['one job']:.1f} s", ""),
        ("  cells of the notebooks", f"{at['cells']:.1f} s", ""),
        ("  drawing after the cells", f"{at['drawing']:.1f} s", ""),
        ("  jupyter-book", f"{at['jupyter-book']:.1f} s", ""),
        ("  everything else", f"{rest:.1f} s = {rest / at['one job']:.0%}", "15 % or less"),
    ]


def work(share: float) -> dict[str, list[str]]:
    """The commands that are run each way, eight blocks of each kind; the sweep is small anyway."""

    def part(count: int) -> str:
        return str(max(1, round(count * share)))

    curves = ["inst-beds-ageing", "--permutations", "999", "--specifications", part(40_000)]
    draws = ["--draws", part(280_000)]
    return {
        "multiverse": ["multiverse", *curves, "--size", part(5_000_000)],
        "robustness": ["robustness", "framing_countries", *draws, "--size", part(40_000)],
        "sweep": ["sweep", "norway_practice"],
    }


def made(build: Path) -> str:
    """Digest of all blocks, executed notebooks, tables and figures below what is built."""
    found = hashlib.sha256()
    for name in MADE:
        for file in sorted((build / name).rglob("*")):
            if file.suffix in {".npz", ".csv", ".ipynb", ".png"} and "panel" not in file.name:
                found.update(str(file.relative_to(build)).encode() + file.read_bytes())
    return found.hexdigest()


def ways(build: Path, share: float) -> None:
    """Print the same work done one way after the other."""
    copro, there = [sys.executable, "-m", "copro.cli.main"], {"COPRO_BUILD": str(build)}
    asked = shutil.which("sinfo") and subprocess.run(
        ["sinfo", "--noheader"], check=False, capture_output=True
    )
    known = [one for one in WAYS if one != "Slurm" or (asked and asked.returncode == 0)]
    if "Slurm" not in known:
        print("no Slurm answers here: `.ci/slurm start` sets one up (Debian, root)")
    timed(ROOT, *copro, "build", "--until", "results", "--jobs", "2", **there)
    print("".join(f"{one:>16}" for one in ("", *known, "2 jobs / 1 job", "Slurm / 1 job", "bytes")))
    for name, command in work(share).items():
        seconds, digests = {}, set()
        for way in known:
            for folder in MADE:
                shutil.rmtree(build / folder, ignore_errors=True)
            seconds[way] = timed(ROOT, *copro, *command, *WAYS[way], **there)
            digests.add(made(build))
        ratios = [
            f"{seconds[way] / seconds['1 job']:.2f}" if way in seconds else "–"
            for way in list(WAYS)[1:]
        ]
        row = [name, *(f"{one:.1f} s" for one in seconds.values()), *ratios]
        same = "the same" if len(digests) == 1 else "DIFFERENT"
        print("".join(f"{one:>16}" for one in (*row, same)), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--tests", action="store_true", help="time `make test` too")
    parser.add_argument("--keep", type=Path, help="folder in which clones and builds stay")
    parser.add_argument("--ways", action="store_true", help="one job, two, Slurm")
    parser.add_argument("--share", type=float, default=1, help="of the work of --ways")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (arguments.keep or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        if arguments.ways:
            ways(folder / "build", arguments.share)
            return
        now = subprocess.run(
            ["git", "rev-parse", "HEAD"], check=True, cwd=ROOT, capture_output=True, text=True
        ).stdout.strip()
        before, after = checkout(folder / "before", BEFORE), checkout(folder / "after", now)
        found = measure(before, after, arguments.rounds, arguments.tests)
    print(f"{'':50} {'median':>26}  goal")
    for what, value, goal in report(found):
        print(f"{what:50} {value:>26}  {goal}")


if __name__ == "__main__":
    main()
