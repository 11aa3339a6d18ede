"""Checking: every table against its card, every result against the committed reference."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Collection, Mapping
from typing import Any

from copro.data import DataError, card, load
from copro.data.catalogue import package, read_bytes
from copro.errors import FOUND
from copro.paths import NOTEBOOKS, REFERENCE, ROOT
from copro.run import committed, sweep
from copro.run.build import GROUNDWORK, HTML, build
from copro.run.differences import other_digits, report
from copro.run.inputs import told_changes
from copro.run.receipt import Outcome, receipt
from copro.run.reference import against_reference, executed_notebooks, why
from copro.run.shown import pages


def check_data() -> int:
    """Validate the data package and every table, with progress; ``FOUND`` if anything is wrong."""
    from frictionless import Package

    problems = [error.message for error in Package.metadata_validate(package())]
    for message in problems:
        print(f"datapackage.json: {message}", file=sys.stderr)
    names = [resource["name"] for resource in package()["resources"]]
    for place, name in enumerate(names, start=1):
        try:
            _check_one(name)
            print(f"[{place:3}/{len(names)}] ok    {name}", flush=True)
        except DataError as problem:
            problems.append(str(problem))
            print(f"[{place:3}/{len(names)}] FAILS {name}", flush=True)
            print(f"copro: {problem}", file=sys.stderr)
            for line in told_changes([name]):
                print(f"copro: {line}", file=sys.stderr)
    print(f"{len(names)} files checked, {len(problems)} problems")
    return FOUND if problems else 0


def _check_one(name: str) -> None:
    if card(name)["format"] in ("csv", "geojson"):
        load(name)
        return
    digest = "sha256:" + hashlib.sha256(read_bytes(name)).hexdigest()
    if digest != card(name)["hash"]:
        from copro.data.errors import HashDiffers

        raise HashDiffers(name, found=digest, expected=card(name)["hash"])


def check(
    jobs: int, target: str, drawn: Mapping[str, Collection[str]]
) -> tuple[int, dict[str, Any]]:
    """Run all notebooks anew, compare with the reference, run nbval, and build ``target``.

    ``drawn`` names the pages that are made from raw tables, with these. Returns the exit code and
    the receipt (``copro.run.receipt``), empty where a build stopped.
    """
    began = time.time()
    beside = [GROUNDWORK] if target == "book" else []
    code = build(jobs, "results", "--forceall", also=beside)
    if code:
        return code, {}
    spent = {"results": time.time() - began}
    found, new = against_reference()
    reasons = why(found, new)
    print("\n".join([report(found, new), *reasons.lines()]), flush=True)
    digits = other_digits(new, committed.read(REFERENCE), found)
    if digits:
        many = f"{len(digits)} result{'s agree' if len(digits) > 1 else ' agrees'}"
        print(f"{many} within the tolerance, but not to the last digit", flush=True)
    old = sweep.stale(*sweep.committed(), committed.claims(new)) if sweep.SWEEP.is_file() else []
    print("nbval: outputs of the committed notebooks (-) beside those of this run (+)", flush=True)
    options = ["--nbval", "-q", "--show-capture=no", str(NOTEBOOKS)]
    nbval = subprocess.run([sys.executable, "-m", "pytest", *options], check=False, cwd=ROOT)
    spent["nbval"] = time.time() - began - sum(spent.values())
    if target == "book":
        code = build(jobs)
        if code:
            return code, {}
        spent["book"] = time.time() - began - sum(spent.values())
        reasons.shown = pages(HTML, drawn)
    said = reasons.lines()  # once more, below what nbval and the book said
    said += ["results/sweep.csv is not of this book:", *old] if old else []
    if said:
        print("\n".join(said), flush=True)
    outcome = Outcome(found, digits, reasons, not nbval.returncode, began, spent)
    made = receipt(outcome, new, executed_notebooks(), HTML if target == "book" else None)
    return (FOUND if found or nbval.returncode or old else 0), made
