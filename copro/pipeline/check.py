"""Checking: every table against its card, every result against the committed reference."""

import hashlib
import json
import platform
import subprocess
import sys
import time
from importlib.metadata import version

import pandas as pd

from copro.data import DataError, card, load
from copro.data.catalogue import package
from copro.data.loading import read_bytes
from copro.paths import BUILD, NOTEBOOKS, REFERENCE, ROOT
from copro.pipeline.build import RESULTS, build
from copro.pipeline.reproduce import print_comparison
from copro.report.ledger import compare

NAMED = ["jupyter-book", "papermill", "pandas", "seaborn", "linearmodels", "nbval", "numpy", "scipy",
         "geopandas", "matplotlib"]
TABLE_TOLERANCE = 1e-6


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
    digest = "sha256:" + hashlib.sha256(read_bytes(name)).hexdigest()
    if digest != card(name)["hash"]:
        from copro.data.errors import HashDiffers

        raise HashDiffers(name, found=digest, expected=card(name)["hash"])


def check(jobs: int) -> int:
    """Run all notebooks anew, compare with the reference, run nbval; ends with a receipt."""
    began = time.time()
    code = build(jobs, "results", "--forceall")
    if code:
        return code
    new, old = (json.loads((folder / "claims.json").read_text(encoding="utf-8")) for folder in (RESULTS, REFERENCE))
    claims = compare(new, old)
    print_comparison(claims)
    tables = compare_tables()
    for name, differs in tables.items():
        if differs:
            print(f"  table {name}: {differs}")
    nbval = subprocess.run([sys.executable, "-m", "pytest", "--nbval", "-q", str(NOTEBOOKS)],
                           cwd=ROOT).returncode
    wrong = int((claims["status"] != "same").sum()) + sum(bool(v) for v in tables.values())
    receipt = {
        "machine": platform.platform(), "python": platform.python_version(),
        "versions": {name: version(name) for name in NAMED},
        "tables_sha256": {r["name"]: r["hash"] for r in package()["resources"]},
        "claims": claims["status"].value_counts().to_dict(),
        "result_tables": {"same": sum(not v for v in tables.values()),
                          "different": {k: v for k, v in tables.items() if v}},
        "nbval": "passed" if nbval == 0 else "failed", "seconds": round(time.time() - began),
    }
    (BUILD / "receipt.json").write_text(json.dumps(receipt, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({k: v for k, v in receipt.items() if k != "tables_sha256"}, indent=1))
    print(BUILD / "receipt.json")
    return int(bool(wrong or nbval))


def compare_tables() -> dict[str, str]:
    """Result tables beside those of the reference: name -> what differs ('' if nothing does).

    Numbers agree to a relative ``1e-6``, labels exactly.
    """
    names = sorted({f.name for folder in (RESULTS, REFERENCE) for f in folder.glob("tables/*.csv")})
    found = {}
    for name in names:
        pair = [folder / "tables" / name for folder in (RESULTS, REFERENCE)]
        if not all(f.exists() for f in pair):
            found[name] = "only in " + ("the reference" if pair[1].exists() else "this run")
            continue
        new, old = (pd.read_csv(f) for f in pair)
        try:
            pd.testing.assert_frame_equal(new, old, rtol=TABLE_TOLERANCE, check_exact=False)
            found[name] = ""
        except AssertionError as problem:
            found[name] = " ".join(str(problem).split())
    return found
