"""Checking: every table against its card, every result against the committed reference."""

import hashlib
import json
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from copro.data import DataError, card, load
from copro.data.catalogue import package, read_bytes
from copro.paths import BUILD, NOTEBOOKS, ROOT
from copro.run.build import build
from copro.run.committed import TOLERANCE
from copro.run.differences import Difference, counted, report
from copro.run.pictures import APART
from copro.run.reference import against_reference

NAMED = """
    jupyter-book papermill pandas seaborn linearmodels nbval numpy scipy geopandas
    matplotlib
""".split()


def check_data() -> int:
    """Validate the data package and every table, with progress; 1 if anything is wrong."""
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
    print(f"{len(names)} files checked, {len(problems)} problems")
    return int(bool(problems))


def _check_one(name: str) -> None:
    if card(name)["format"] in ("csv", "geojson"):
        load(name)
        return
    digest = "sha256:" + _sha256(read_bytes(name))
    if digest != card(name)["hash"]:
        from copro.data.errors import HashDiffers

        raise HashDiffers(name, found=digest, expected=card(name)["hash"])


def check(jobs: int) -> int:
    """Run all notebooks anew, compare with the reference, run nbval; ends with a receipt."""
    began = time.time()
    code = build(jobs, "results", "--forceall")
    if code:
        return code
    found, new = against_reference()
    print(report(found, new), flush=True)
    nbval = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "-q", str(NOTEBOOKS)], check=False, cwd=ROOT
    ).returncode
    (BUILD / "receipt.json").write_text(
        json.dumps(receipt(found, new, nbval, began), ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )
    print(
        f"{len(found)} results differ from the reference; nbval {_passed(nbval)}; receipt: "
        f"{BUILD / 'receipt.json'}"
    )
    return int(bool(found or nbval))


def receipt(
    found: list[Difference], new: dict[str, str], nbval: int, began: float
) -> dict[str, Any]:
    """What was run where, on what, with which tolerances, and what came out."""
    return {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(began)),
        "seconds": round(time.time() - began),
        "commit": _commit(),
        "requirements_lock_sha256": _sha256((ROOT / "requirements.lock").read_bytes()),
        "machine": platform.platform(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in NAMED},
        "tolerances": {
            "claims": "relative, each its own",
            "tables": TOLERANCE,
            "points of a picture that may look different": APART,
        },
        "compared": counted(new),
        "differences": [one._asdict() for one in found],
        "nbval": _passed(nbval),
        "tables_sha256": {r["name"]: r["hash"] for r in package()["resources"]},
        "outputs_sha256": {name: _sha256(text.encode()) for name, text in new.items()},
    }


def _passed(nbval: int) -> str:
    return "failed" if nbval else "passed"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _commit() -> str | None:
    """The commit that is checked out, "-dirty" if files were changed since;
    None where Git does not know.

    A folder without a history of its own, inside that of another project, has no commit.
    """
    top = _git("rev-parse", "--show-toplevel")
    return (
        _git("describe", "--always", "--abbrev=40", "--dirty") or None
        if top and Path(top).resolve() == ROOT
        else None
    )


def _git(*arguments: str) -> str:
    try:
        return subprocess.run(
            ["git", *arguments],
            check=False,
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
        ).stdout.strip()
    except OSError:
        return ""
