"""A multiverse or the robustness of solutions at scale: their blocks are jobs of the Snakefile.

Each task has a folder below ``_build/blocks`` that bears the digest of all that its results hang on
(panel, choices, seed, code). A job reads the task from it and writes one block into it. So a lost
job leaves its own block missing and nothing else, and a changed table makes another folder. When
all blocks are there, a table is made of them.
"""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from copro.chapters.parameters import ParameterError
from copro.data import load
from copro.measures.synthesis import multiverse_panels, robust_designs
from copro.methods import solutions
from copro.methods.multiverse import blocks
from copro.methods.multiverse.blocks import Block
from copro.methods.multiverse.curve import curves
from copro.methods.multiverse.grid import Grid
from copro.paths import BUILD
from copro.run.build import build
from copro.run.dependencies import digest
from copro.run.variants import LONGEST

TASK = "task.json"
PANEL = "panel.npz"
SHOWN = "outcome choices solution term analyses found_pct inside_pct".split()
KINDS: dict[str, type[Any]] = {one.kind: one for one in (blocks.Task, solutions.Task)}
Work = blocks.Task | solutions.Task
Planned = Sequence[tuple[Any, Sequence[Block]]]


def prepare(task: Work) -> Path:
    """The folder of a task, with all that its jobs read."""
    home = blocks.folder(task.key)
    home.mkdir(parents=True, exist_ok=True)
    if not (home / TASK).is_file():
        content: dict[str, Any] = dict(task.panel)
        with (home / PANEL).open("wb") as file:
            np.savez(file, **content)
        told = {"kind": task.kind, **task.told}
        _whole(home / TASK, json.dumps(told, ensure_ascii=False).encode())
    return home


def step(name: str) -> None:
    """Compute one block, named by its folder and its place, such as ``0a1b…/0-200x8-16``."""
    home = blocks.BLOCKS / Path(name).parent
    told = json.loads((home / TASK).read_text(encoding="utf-8"))
    with np.load(home / PANEL) as panel:
        task = KINDS[told["kind"]].again(told, dict(panel))
    part = task.run(blocks.named(Path(name).name))
    _whole(blocks.BLOCKS / f"{name}.npz", blocks.written(part))


def _whole(file: Path, content: bytes) -> None:
    """Put a file in place whole, whatever happens meanwhile."""
    half = file.with_name(f".{file.name}.{os.getpid()}")
    half.write_bytes(content)
    half.replace(file)


def brought(jobs: int, planned: Planned, profile: str) -> int:
    """Compute the blocks that are not there; the exit code of the build."""
    targets = [
        str((prepare(task) / f"{block.name}.npz").relative_to(BUILD))
        for task, plan in planned
        for block in plan
    ]
    missing = [one for one in targets if not (BUILD / one).is_file()]
    print(f"{len(targets)} blocks, {len(missing)} to compute", flush=True)
    return build(jobs, missing[0], also=missing, profile=profile) if missing else 0


def _kept(frame: pd.DataFrame, kind: str, asked: Sequence[str], *choices: object) -> Path:
    """Write a table below what is built; its name says which claims or chapters were ``asked`` for,
    if not all, by their digest where they are many.
    """
    whole = "-".join(asked)
    names = [whole if len(whole) <= LONGEST else digest(asked)] if asked else []
    file = BUILD / kind / f"{'-'.join([*names, *map(str, choices)])}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    _whole(file, frame.to_csv(index=False, float_format="%.10g", lineterminator="\n").encode())
    return file


def table(tasks: Planned) -> pd.DataFrame:
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
    if code := brought(jobs, tasks, profile):
        return code
    frame = table(tasks)
    if claims:
        frame = frame[frame["claim"].isin(claims)]
    file = _kept(frame, "multiverse", claims, specifications or "declared", permutations, seed)
    print(frame[["claim", "n", "median", "low", "high", "p_median"]].to_string(index=False))
    print(file)
    return 0


def robustness(
    jobs: int,
    chapters: Sequence[str] = (),
    *,
    draws: int,
    seed: int,
    profile: str = "",
    size: int = solutions.SIZE,
) -> int:
    """Compute how often the solutions of chapters (of all without any) survive other choices, the
    declared ones and ``draws`` drawn ones, and write the table.

    Raises ``ParameterError`` for a chapter without such an analysis.
    """
    known = robust_designs.MADE
    if strange := [name for name in chapters if name not in known]:
        raise ParameterError(f"no configurations in {strange[0]!r}; expected {' or '.join(known)}")
    planned = []
    for names, made in (known[name] for name in chapters or known):
        task = solutions.task(*made({name: load(name) for name in names}), seed)
        planned.append((task, solutions.plan(task, draws, size)))
    if code := brought(jobs, planned, profile):
        return code
    frames = {
        task.design.name: solutions.survival(task, plan, blocks.found_or_computed(task))
        for task, plan in planned
    }
    frame = pd.concat(frames, names=["chapter"]).reset_index("chapter")
    file = _kept(frame, "robustness", chapters, draws, seed)
    shown = frame[(frame["incl_cut"] == solutions.ALL) & (frame["argued"] == "yes")]
    print(shown[SHOWN].to_string(index=False, float_format="{:.1f}".format))
    print(file)
    return 0
