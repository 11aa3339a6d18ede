"""Seconds of the configurational engine, beside those of R's QCA where that is installed.

    python benchmarks/qca.py [--upto 14] [--patience 120]

Both are measured in this run, on this machine, one after the other for each table and mode: "cons"
conservative, "pars" parsimonious with all tied models, "first" one smallest parsimonious model.
Seconds are those of truth table and minimisation, without starting the interpreter. Without R (the
command Rscript and its package QCA) the engine's own seconds stand alone. Large tables follow, each
in a process of its own, with its seconds of processor time, which other work on the machine hardly
changes, and the peak of its memory. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import configurational as qca

REFERENCE = Path(__file__).resolve().parent.parent / "configurational" / "tests" / "reference"
KIND = {"cons": "conservative", "pars": "parsimonious", "first": "parsimonious"}
R_SCRIPT = """
given <- commandArgs(TRUE)
suppressPackageStartupMessages(library(QCA))
cases <- read.csv(given[1])
include <- if (given[2] == "cons") "" else "?"
table <- system.time(tt <- truthTable(cases, outcome = "OUT", incl.cut = 1))[["elapsed"]]
first <- given[2] == "first"
rest <- system.time(found <- minimize(tt, include = include, first.min = first))[["elapsed"]]
cat("measured", table + rest, length(found$solution), "\\n")
"""
OWN_SCRIPT = """
import json, resource, sys
import configurational as qca
import pandas as pd
file, cut, kind = sys.argv[1], float(sys.argv[2]), sys.argv[3]
frame = pd.read_csv(file)
def spent():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
start = spent()
try:
    table = qca.truth_table(frame, "OUT", incl_cut=cut)
    expect = [1] * len(table.data.conditions) if kind == "intermediate" else None
    found = qca.minimize(table, kind, expect)
    words = f"{found.n_models} models of {len(found.models[0])} terms"
    words += "" if len(found.models[0]) == found.bound else f", none has fewer than {found.bound}"
except qca.QCAError as error:
    words = type(error).__name__
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([spent() - start, peak, words]))
"""


def own_seconds(frame: pd.DataFrame, mode: str) -> tuple[float, qca.Solution]:
    """Truth table and minimisation, best of two runs."""
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        solution = qca.minimize(qca.truth_table(frame, "OUT"), KIND[mode], count=mode != "first")
        best = min(best, time.perf_counter() - start)
        if best > 2:
            break
    return best, solution


def r_version() -> str | None:
    """Version of R's QCA, None where there is none."""
    if shutil.which("Rscript") is None:
        return None
    done = subprocess.run(
        ["Rscript", "-e", 'cat(as.character(packageVersion("QCA")))'],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() if done.returncode == 0 else None


def r_seconds(file: Path, mode: str, patience: float) -> tuple[float, int] | str:
    """R's seconds and number of models, best of two runs; what went wrong without an answer."""
    best: tuple[float, int] | None = None
    for _ in range(2):
        try:
            done = subprocess.run(
                ["Rscript", "-e", R_SCRIPT, str(file), mode],
                capture_output=True,
                text=True,
                timeout=patience,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"none in {patience:g} s" if best is None else best
        measured = [
            line.split() for line in done.stdout.splitlines() if line.startswith("measured ")
        ]
        if done.returncode or not measured:
            return "fails"
        found = float(measured[-1][1]), int(measured[-1][2])
        best = found if best is None else min(best, found)
        if best[0] > 2:
            break
    return best


def compare(upto: int, patience: float) -> None:
    """Print a line for each table and mode."""
    version = r_version()
    print(
        "R is not asked: Rscript or its package QCA is not installed"
        if version is None
        else f"R's QCA {version}, measured in this run"
    )
    print(
        f"{'table':16} {'mode':6} {'here s':>8} {'models':>8} {'terms':>5} "
        f"{'R s':>12} {'R models':>9} {'ratio':>7}"
    )
    files = sorted(
        (REFERENCE / "synthetic").glob("*.csv"),
        key=lambda f: (int(f.stem.split("_")[0][1:]), f.stem),
    )
    ratios = []
    for file in files:
        if int(file.stem.split("_")[0][1:]) > upto:
            continue
        for mode in KIND:
            spent, solution = own_seconds(pd.read_csv(file), mode)
            line = f"{file.stem:16} {mode:6} {spent:8.3f} {solution.n_models:8d} "
            line += f"{len(solution.models[0]):5d}"
            there = None if version is None else r_seconds(file, mode, patience)
            if isinstance(there, str):
                line += f" {there:>12}"
            elif there is not None:
                ratios.append(there[0] / spent)
                line += f" {there[0]:12.3f} {there[1]:9d} {ratios[-1]:6.1f}x"
            print(line, flush=True)
    if ratios:
        print(f"ratios: {min(ratios):.1f} to {max(ratios):.1f}, median {np.median(ratios):.1f}")


def fuzzy_cases(n: int, k: int, low: float) -> pd.DataFrame:
    """Made-up fuzzy cases: beta(`low`, `low`) memberships, an outcome of two paths and noise."""
    random = np.random.default_rng(1)
    x = np.round(random.beta(low, low, (n, k)), 2)
    y = np.maximum(np.minimum(x[:, 0], 1 - x[:, 1]), np.minimum(x[:, 2], x[:, 3]))
    y = np.clip(np.round(y + random.normal(0, 0.1, n), 2), 0, 1)
    values = np.column_stack([x, y])
    values[values == 0.5] = 0.51
    return pd.DataFrame(values, columns=[*(f"C{i:02d}" for i in range(k)), "OUT"])


def crisp_cases(n: int, k: int) -> pd.DataFrame:
    """Made-up crisp cases whose outcome follows three paths."""
    x = np.random.default_rng(1).integers(0, 2, (n, k))
    y = (x[:, 0] & (1 - x[:, 1])) | (x[:, 2] & x[:, 3]) | (x[:, 4] & x[:, 5] & x[:, 6])
    return pd.DataFrame(np.column_stack([x, y]), columns=[*(f"C{i:02d}" for i in range(k)), "OUT"])


def large() -> None:
    """Print seconds of processor time and peak memory of large tables, each in a fresh process."""
    print("\nlarge tables (fresh process each; seconds of processor time)")
    with tempfile.TemporaryDirectory() as folder:
        made = {"350 fuzzy cases, 7 conditions": REFERENCE / "fuzzy_n350_k7.csv"}
        for name, frame in {
            "10000 fuzzy cases, 12 conditions": fuzzy_cases(10_000, 12, 1.0),
            "10000 polarised fuzzy cases, 12 conditions": fuzzy_cases(10_000, 12, 0.3),
            "1000 crisp cases, 16 conditions": crisp_cases(1000, 16),
            "1000 crisp cases, 20 conditions": crisp_cases(1000, 20),
        }.items():
            made[name] = Path(folder) / f"{len(made)}.csv"
            frame.to_csv(made[name], index=False)
        for name, cut, kind in [
            ("350 fuzzy cases, 7 conditions", 0.8, "conservative"),
            ("350 fuzzy cases, 7 conditions", 0.9, "parsimonious"),
            ("10000 fuzzy cases, 12 conditions", 0.8, "conservative"),
            ("10000 polarised fuzzy cases, 12 conditions", 0.8, "conservative"),
            ("10000 polarised fuzzy cases, 12 conditions", 0.9, "conservative"),
            ("1000 crisp cases, 16 conditions", 1.0, "intermediate"),
            ("1000 crisp cases, 20 conditions", 1.0, "conservative"),
            ("1000 crisp cases, 20 conditions", 1.0, "parsimonious"),
            ("1000 crisp cases, 20 conditions", 1.0, "intermediate"),
        ]:
            done = subprocess.run(
                [sys.executable, "-c", OWN_SCRIPT, str(made[name]), str(cut), kind],
                capture_output=True,
                text=True,
                check=True,
            )
            spent, peak, words = json.loads(done.stdout)
            print(
                f"  {name:43} incl >= {cut:<4} {kind:13} {spent:7.2f} s {peak:6.0f} MiB  {words}",
                flush=True,
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--upto", type=int, default=14, help="largest number of conditions (14)")
    parser.add_argument(
        "--patience", type=float, default=120, help="seconds that R may take per line (120)"
    )
    given = parser.parse_args()
    compare(given.upto, given.patience)
    large()
