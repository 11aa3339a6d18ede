"""Seconds of the configurational engine against those of the R package QCA 3.25.1.

    python benchmarks/qca.py [--upto 14]

Each line is one table and mode: "cons" conservative, "pars" parsimonious with all tied models, "first"
one smallest parsimonious model only. The second
table is the fuzzy set of 350 cases on which R runs out of memory, with the peak memory of a fresh
process. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import configurational as qca
import pandas as pd

REFERENCE = Path(__file__).resolve().parent.parent / "configurational" / "tests" / "reference"
KIND = {"cons": "conservative", "pars": "parsimonious", "first": "parsimonious"}
FUZZY = """
import json, resource, sys, time
import configurational as qca
import pandas as pd
frame, result = pd.read_csv(sys.argv[1]), []
for cut in (0.8, 0.85, 0.9, 0.95):
    for kind in ("conservative", "parsimonious"):
        start = time.perf_counter()
        try:
            s = qca.minimize(qca.truth_table(frame, "OUT", incl_cut=cut), kind)
            found = f"{s.n_models} models of {len(s.models[0])} terms"
        except qca.QCAError as error:
            found = type(error).__name__
        result.append([cut, kind, time.perf_counter() - start, found])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"runs": result, "peak": peak}))
"""


def seconds(frame: pd.DataFrame, mode: str) -> tuple[float, qca.Solution]:
    """Truth table and minimisation, best of two runs."""
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        solution = qca.minimize(qca.truth_table(frame, "OUT"), KIND[mode], count=mode != "first")
        best = min(best, time.perf_counter() - start)
        if best > 2:
            break
    return best, solution


def r_seconds(line: pd.Series) -> float | None:
    """R's seconds for table and minimisation, None where it gave no answer."""
    try:
        return float(line.tt_s) + float(line.min_s)
    except ValueError:
        return None


def compare(upto: int) -> None:
    """Print one line per table and mode that R was timed on, then the tables it was not."""
    timings = pd.read_csv(REFERENCE / "r_timings.csv", dtype=str, keep_default_na=False)
    print(f"{'table':16} {'mode':6} {'R s':>8} {'here s':>8} {'factor':>7} {'R models':>9} "
          f"{'models':>8} {'terms':>5}")
    for _, line in timings.iterrows():
        if int(line.data.split("_")[0][1:]) > upto:
            continue
        spent, solution = seconds(pd.read_csv(REFERENCE / "synthetic" / f"{line.data}.csv"),
                                  line["mode"])
        reference = r_seconds(line)
        factor = "" if reference is None else f"{reference / spent:.0f}x"
        print(f"{line.data:16} {line['mode']:6} {'fails' if reference is None else f'{reference:.2f}':>8} "
              f"{spent:8.3f} {factor:>7} {line.n_models:>9} {solution.n_models:8d} "
              f"{len(solution.models[0]):5d}", flush=True)


def fuzzy() -> None:
    """Print seconds and peak memory for 350 fuzzy cases on 7 conditions."""
    done = subprocess.run([sys.executable, "-c", FUZZY, str(REFERENCE / "fuzzy_n350_k7.csv")],
                          capture_output=True, text=True, check=True)
    result = json.loads(done.stdout)
    print("\n350 fuzzy cases, 7 conditions (R: out of memory)")
    for cut, kind, spent, found in result["runs"]:
        print(f"  incl >= {cut:4}  {kind:13} {spent:6.2f} s  {found}")
    print(f"  peak memory {result['peak']:.0f} MiB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--upto", type=int, default=14, help="largest number of conditions")
    compare(parser.parse_args().upto)
    fuzzy()
