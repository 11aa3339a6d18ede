"""Specifications per second of the multiverse against a loop over linearmodels, and its growth.

    python benchmarks/multiverse.py [--loop 40] [--permutations 199]
    python benchmarks/multiverse.py --scale

The grid is that of the German care mix and ageing (three outcomes, one exposure). The loop fits a
sample of the same specifications one by one with ``copro.methods.panel`` (linearmodels); its time
for the whole grid is extrapolated. ``--scale`` prints time and memory at three sizes each of
specifications, permutations and units, each in a process of its own. Seconds are those of one core.
Nothing is asserted.
"""

import argparse
import multiprocessing
import os
import resource
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before numpy: one thread, on both sides

import pandas as pd  # noqa: E402

from copro.data import load  # noqa: E402
from copro.measures.synthesis import multiverse_panels  # noqa: E402
from copro.methods.multiverse import blocks  # noqa: E402
from copro.methods.multiverse.curve import curves, run  # noqa: E402
from copro.methods.multiverse.grid import Grid, specifications  # noqa: E402
from copro.methods.panel import fit_panel  # noqa: E402

# Of each claim, draws, and how often the Kreise stand side by side.
SIZES = [
    *((count, 199, 1) for count in (2_500, 10_000, 40_000)),
    *((2_500, draws, 1) for draws in (199, 999, 3999)),
    *((2_500, 199, times) for times in (1, 4, 16)),
]


def grid_and_panel():
    """The grid of the ageing claims and its Kreis-years."""
    panels = multiverse_panels.germany({name: load(name) for name in multiverse_panels.GERMANY})
    grid = multiverse_panels.MODULES[1].grids()[0]
    return grid, panels[grid.name]


def measured(sender, grid: Grid, panel, count: int, permutations: int) -> None:
    """Send seconds of one core, and the most memory (MB) that this process has had before and
    after.
    """
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    task = blocks.task(panel, grid, 1, count)
    curves(task, blocks.plan(task, permutations), lambda block: blocks.compute(task, block))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sender.send((time.process_time() - start, before / 1e3, after / 1e3))


def scale() -> None:
    """Print the table of growth."""
    grid, panel = grid_and_panel()
    spawn = multiprocessing.get_context("spawn")
    print("| specifications | permutations | units | estimates | seconds | a second | MB |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for count, permutations, times in SIZES:
        own = {grid.unit, grid.effect_unit}
        many = pd.concat(
            [panel.assign(**{c: panel[c].astype(str) + f"-{k}" for c in own}) for k in range(times)]
        )
        receiver, sender = spawn.Pipe(duplex=False)
        child = spawn.Process(target=measured, args=(sender, grid, many, count, permutations))
        child.start()
        seconds, before, after = receiver.recv()
        child.join()
        total = count * (permutations + 1) * len(grid.claims)
        print(
            f"| {count:,} | {permutations:,} | {many[grid.unit].nunique():,} | {total:,} | "
            f"{seconds:.1f} | {total / seconds:,.0f} | {after:.0f} ({before:.0f} before) |",
            flush=True,
        )


def loop(grid: Grid, panel, count: int) -> float:
    """Seconds for each estimate of a plain loop, over ``count`` two-way specifications
    of the whole grid.
    """
    frame = specifications(grid)
    frame = frame[
        (frame["Estimator"] == "Kreis and year effects") & (frame["Compared with"] == "all Kreise")
    ].sample(count, random_state=1)
    options = {d.name: d.options for d in grid.dimensions}
    start = time.process_time()
    for spec in frame.to_dict("records"):
        chosen = {name: options[name][label] for name, label in spec.items()}
        data = panel
        for name in ("Period", "Sample"):
            data = data if chosen[name] is None else data[data[chosen[name]]]
        for outcome in grid.claims.values():
            fit_panel(
                data,
                outcome,
                [chosen["Measured"], *chosen["Held constant"]],
                unit=grid.effect_unit,
                time=grid.time,
                estimators=("two-way",),
                cluster=chosen["Clusters of the interval"],
                weights=chosen["Weights"],
            )
    return (time.process_time() - start) / (count * len(grid.claims))


def main(count: int, permutations: int) -> None:
    grid, panel = grid_and_panel()
    total = len(specifications(grid)) * len(grid.claims)
    each = loop(grid, panel, count)
    print(f"{total:,} estimates: {grid.name}, {len(grid.claims)} outcomes")
    print(f"{'method':52} {'fits':>10} {'seconds':>9} {'fits/s':>9} {'factor':>7}")
    print(
        f"{f'loop over linearmodels ({count * len(grid.claims)} fits, extrapolated)':52} "
        f"{total:10,} {each * total:9.0f} {1 / each:9.1f} {1:6}x"
    )
    for draws in (0, permutations):
        start = time.process_time()
        run({grid.name: panel}, [grid], permutations=draws, seed=1)
        seconds, fits = time.process_time() - start, total * (draws + 1)
        print(
            f"{f'multiverse, {draws} permutations':52} {fits:10,} {seconds:9.1f} "
            f"{fits / seconds:9.0f} {each * fits / seconds:6.0f}x",
            flush=True,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--loop", type=int, default=40, help="specifications that the loop fits")
    parser.add_argument("--permutations", type=int, default=199)
    parser.add_argument("--scale", action="store_true", help="growth of time and memory")
    given = parser.parse_args()
    if given.scale:
        scale()
    else:
        main(given.loop, given.permutations)
