"""Specifications per second of the multiverse against a plain loop over linearmodels.

    python benchmarks/multiverse.py [--loop 40] [--permutations 199] [--workers 2]

The grid is that of the German care mix and ageing (three outcomes, one exposure). The loop fits a
sample of the same specifications one by one with ``copro.methods.panel`` (linearmodels); its time
for the whole grid is extrapolated. Nothing is asserted.
"""

import argparse
import os
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before numpy: one thread for each process, on both sides

from copro.data import load  # noqa: E402
from copro.measures.germany import kreise as germany, specifications as germany_specifications  # noqa: E402
from copro.methods.multiverse.curve import run  # noqa: E402
from copro.methods.multiverse.grid import Grid, specifications  # noqa: E402
from copro.methods.panel import fit_panel  # noqa: E402


def grid_and_panel():
    """The grid of the ageing claims and its Kreis-years."""
    types, context = load("germany/kreis_typology_2017"), load("germany/kreis_context_1995_2022")
    kreise = germany.care_panel(
        load("germany/kreis_care_inkar_2003_2021"),
        load("germany/kreis_population_1990_2021"),
        context,
        types,
    )
    money = germany.finance_2021(
        load("germany/kreis_municipal_finance_1995_2019"), types, [germany.TAX, germany.GRANTS]
    )
    panel = germany_specifications.panel(
        kreise, money, context, load("germany/kreis_code_crosswalk_to_2021_1990_2020")
    )
    return germany_specifications.grids()[0], panel


def loop(grid: Grid, panel, count: int) -> float:
    """Seconds for each estimate of a plain loop, over ``count`` two-way specifications
    of the whole grid.
    """
    frame = specifications(grid)
    frame = frame[
        (frame["Estimator"] == "Kreis and year effects") & (frame["Compared with"] == "all Kreise")
    ].sample(count, random_state=1)
    options = {d.name: d.options for d in grid.dimensions}
    start = time.perf_counter()
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
    return (time.perf_counter() - start) / (count * len(grid.claims))


def main(count: int, permutations: int, workers: int) -> None:
    grid, panel = grid_and_panel()
    total = len(specifications(grid)) * len(grid.claims)
    each = loop(grid, panel, count)
    print(f"{total:,} estimates: {grid.name}, {len(grid.claims)} outcomes")
    print(f"{'method':44} {'fits':>10} {'seconds':>9} {'fits/s':>9} {'factor':>7}")
    print(
        f"{f'loop over linearmodels ({count * len(grid.claims)} fits, extrapolated)':44} "
        f"{total:10,} {each * total:9.0f} {1 / each:9.1f} {1:6}x"
    )
    for draws, processes in ((0, 1), (permutations, 1), (permutations, workers)):
        start = time.perf_counter()
        run({grid.name: panel}, [grid], permutations=draws, seed=1, workers=processes)
        seconds, fits = time.perf_counter() - start, total * (draws + 1)
        label = (
            f"multiverse, {draws} permutations, {processes} process{'es' if processes > 1 else ''}"
        )
        print(
            f"{label:44} {fits:10,} {seconds:9.1f} {fits / seconds:9.0f} "
            f"{each * fits / seconds:6.0f}x",
            flush=True,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--loop", type=int, default=40, help="specifications that the loop fits")
    parser.add_argument("--permutations", type=int, default=199)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    main(given.loop, given.permutations, given.workers)
