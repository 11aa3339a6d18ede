"""A multiverse at scale: its blocks are jobs of the Snakefile, here or on a cluster.

Each grid has a folder below ``_build/blocks`` that bears the digest of all that its results hang on
(panel, choices, seed, code). A job reads the grid and the panel from it and writes one block into
it. So a lost job leaves its own block missing and nothing else, and a changed table makes another
folder. When all blocks are there, a table of curves is made of them.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from copro.chapters.parameters import ParameterError
from copro.data import load
from copro.measures.synthesis import multiverse_panels
from copro.methods.multiverse import blocks
from copro.methods.multiverse.blocks import Block, Task
from copro.methods.multiverse.curve import curves
from copro.methods.multiverse.grid import Grid
from copro.paths import BUILD
from copro.run.build import build

TASK = "task.json"
PANEL = "panel.npz"


def prepare(task: Task) -> Path:
    """The folder of a task, with all that its jobs read."""
    home = blocks.folder(task.key)
    home.mkdir(parents=True, exist_ok=True)
    if not (home / TASK).is_file():
        content: dict[str, Any] = dict(task.panel)
        with (home / PANEL).open("wb") as file:
            np.savez(file, **content)
        told = {"grid": task.grid.model_dump(), "seed": task.seed, "count": task.count}
        _whole(home / TASK, json.dumps(told, ensure_ascii=False).encode())
    return home


def step(name: str) -> None:
    """Compute one block, named by its folder and its place, such as ``0a1b…/0-200x8-16``."""
    home = blocks.BLOCKS / Path(name).parent
    told = json.loads((home / TASK).read_text(encoding="utf-8"))
    with np.load(home / PANEL) as panel:
        task = Task(Grid(**told["grid"]), dict(panel), told["seed"], told["count"])
    part = blocks.compute(task, blocks.named(Path(name).name))
    _whole(blocks.BLOCKS / f"{name}.npz", blocks.written(part))


def _whole(file: Path, content: bytes) -> None:
    """Put a file in place whole, whatever happens meanwhile."""
    half = file.with_name(f".{file.name}.{os.getpid()}")
    half.write_bytes(content)
    half.replace(file)


def table(tasks: Iterable[tuple[Task, Sequence[Block]]]) -> pd.DataFrame:
    """A row for each claim: what ``Curve.summary`` says of it, from the blocks that are there."""
    found = []
    for task, plan in tasks:
        made = curves(task, plan, blocks.found_or_computed(task))
        found += [
            {"claim": claim, "permutations": plan[-1].until - 1, **curve.summary()}
            for claim, curve in made.items()
        ]
    return pd.DataFrame(found)


def _wanted(claims: Sequence[str]) -> Iterator[tuple[pd.DataFrame, Grid]]:
    """Panel and grid of claims, of all without any; other tables are not read."""
    for module, (names, made) in multiverse_panels.MADE.items():
        grids = [g for g in module.grids() if not claims or g.claims.keys() & set(claims)]
        panels = made({name: load(name) for name in names}) if grids else {}
        yield from ((panels[grid.name], grid) for grid in grids)


def multiverse(
    jobs: int,
    claims: Sequence[str] = (),
    *,
    specifications: int,
    permutations: int,
    seed: int,
    profile: str = "",
    size: int = blocks.SIZE,
) -> int:
    """Compute the curves of claims (of all without any) and write their table.

    ``specifications`` of each claim, 0 for those that are declared. Raises ``ParameterError`` for
    a claim that has no multiverse.
    """
    known = [claim for grid in multiverse_panels.grids() for claim in grid.claims]
    if strange := [claim for claim in claims if claim not in known]:
        raise ParameterError(f"no multiverse of {strange[0]!r}; expected {' or '.join(known)}")
    tasks = []
    for panel, grid in _wanted(claims):
        task = blocks.task(panel, grid, seed, specifications)
        tasks.append((task, blocks.plan(task, permutations, size)))
    targets = [
        str((prepare(task) / f"{block.name}.npz").relative_to(BUILD))
        for task, plan in tasks
        for block in plan
    ]
    missing = [one for one in targets if not (BUILD / one).is_file()]
    print(f"{len(targets)} blocks, {len(missing)} to compute", flush=True)
    if missing and (code := build(jobs, missing[0], also=missing, profile=profile)):
        return code
    frame = table(tasks)
    if claims:
        frame = frame[frame["claim"].isin(claims)]
    file = BUILD / "multiverse" / f"{specifications or 'declared'}-{permutations}-{seed}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    _whole(file, frame.to_csv(index=False, float_format="%.10g", lineterminator="\n").encode())
    print(frame[["claim", "n", "median", "low", "high", "p_median"]].to_string(index=False))
    print(file)
    return 0
