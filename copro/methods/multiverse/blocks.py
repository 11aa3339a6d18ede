"""A multiverse in blocks, that any number of processes compute in any order.

A block is some groups of specifications in some draws. What a block gives hangs on its panel, grid,
seed and place alone: each draw has random numbers of its own (``rows.stream``), and blocks of draws
begin where the regressions begin a new set of columns anyway. So the same bytes come out of one
process, of many, and of a cluster. Results may be kept in a folder that bears the digest of all
that they hang on; a folder of something else is never read.
"""

import hashlib
import io
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pandas as pd
import scipy

from copro.methods import clusters
from copro.methods.multiverse import grid as grids, regressions, rows
from copro.methods.multiverse.grid import Grid, dimension, specifications
from copro.methods.multiverse.rows import Panel, Part, as_arrays, fit_group, joined, shuffled
from copro.paths import BUILD

BLOCKS = BUILD / "blocks"
WIDE = 2 * regressions.CHUNK  # draws of a block,
WIDEST = 8  # or up to so many times as many where a grid is small
SIZE = 25_000_000  # estimates of a block: a minute or two of one core, 200 MB
LEFT_OUT = "Left out"
TENTH = 10  # one unit in so many is left out


class Block(NamedTuple):
    """Draws ``since`` to ``until`` of the groups ``first`` to ``last``, the ends not included."""

    since: int
    until: int
    first: int
    last: int

    @property
    def name(self) -> str:
        """Name of its file.

        >>> Block(0, 200, 8, 16).name
        '0-200x8-16'
        """
        return f"{self.since}-{self.until}x{self.first}-{self.last}"


def named(name: str) -> Block:
    """The block of a name.

    >>> named("0-200x8-16")
    Block(since=0, until=200, first=8, last=16)
    """
    return Block(*(int(one) for span in name.split("x") for one in span.split("-")))


@dataclass(frozen=True)
class Task:
    """A grid over its panel: ``count`` specifications of each claim, 0 for all that are declared.

    More than are declared are the declared ones again without a random tenth of the units, as often
    as needed; fewer are spread evenly over them.
    """

    kind: ClassVar = "multiverse"
    form: ClassVar = Part  # of its results
    grid: Grid
    panel: Panel
    seed: int
    count: int = 0

    @property
    def told(self) -> dict[str, Any]:
        """What its jobs read beside the panel."""
        return {"grid": self.grid.model_dump(), "seed": self.seed, "count": self.count}

    @classmethod
    def again(cls, told: Mapping[str, Any], panel: Panel) -> "Task":
        """The task from what its jobs read."""
        return cls(Grid(**told["grid"]), panel, told["seed"], told["count"])

    def run(self, block: Block) -> Part:
        """The results of a block."""
        return compute(self, block)

    @cached_property
    def specifications(self) -> pd.DataFrame:
        """Its specifications, a column for each dimension; the preferred one is the first."""
        frame = specifications(self.grid)
        if not self.count or self.count > len(frame):
            return frame
        if LEFT_OUT in frame:
            return frame.head(self.count)
        spread = np.linspace(0, len(frame) - 1, self.count).round().astype(int)
        return frame.iloc[spread].reset_index(drop=True)

    @cached_property
    def groups(self) -> np.ndarray:
        """Number of the group of each specification, from 0; the same for those with the same
        rows and estimator, which share most of the work.
        """
        shared = [d.name for d in self.grid.dimensions if d.sets in ("rows", "estimator")]
        return self.specifications.groupby(shared, sort=False).ngroup().to_numpy()

    @cached_property
    def key(self) -> str:
        """Digest of all that its results hang on."""
        modules = (clusters, grids, regressions, rows)
        own = code(*(Path(str(module.__file__)) for module in modules))
        return digest(f"{self.seed} {self.count} {own} {self.grid.model_dump_json()}", self.panel)


@cache
def code(*files: Path) -> str:
    """Digest of the code that computes a block, this module among it, and versions of what it
    rests on.

    >>> code() == code(Path(rows.__file__))
    False
    """
    made = hashlib.sha256(f"{np.__version__} {scipy.__version__}".encode())
    for file in (*files, Path(__file__)):
        made.update(file.read_bytes())
    return made.hexdigest()


def digest(told: str, panel: Panel) -> str:
    """Digest of a text and of arrays by name: what the folder of a task is called.

    >>> digest("seed 1", {"x": np.zeros(2)}) == digest("seed 1", {"x": np.ones(2)})
    False
    """
    made = hashlib.sha256(told.encode())
    for name, values in sorted(panel.items()):
        made.update(f"{name} {values.dtype} {len(values)}".encode())
        made.update(np.ascontiguousarray(values).tobytes())
    return made.hexdigest()[:16]


def task(panel: pd.DataFrame, grid: Grid, seed: int, count: int = 0) -> Task:
    """The work of a grid over its unit-years; see ``Task`` for ``count``.

    Raises ``ValueError`` if a unit-year stands twice.

    >>> from copro.methods.multiverse.example import grid, panel
    >>> small, large = (task(panel(), grid(), seed=1, count=n) for n in (1, 5))
    >>> small.specifications
      share held constant compared with    model errors
    0  aged       nothing          year  two-way   unit
    >>> large.specifications[["Left out", "held constant"]]
            Left out held constant
    0         nobody       nothing
    1         nobody          size
    2  tenth no. 1       nothing
    3  tenth no. 1          size
    4  tenth no. 2       nothing
    """
    if panel.duplicated([grid.unit, grid.time]).any():
        raise ValueError(f"grid {grid.name!r}: a unit-year stands twice in the panel")
    arrays = as_arrays(panel.sort_values([grid.effect_unit, grid.time]))
    if not count or (times := math.ceil(count / len(specifications(grid))) - 1) < 1:
        return Task(grid, arrays, seed, count)
    unit, size = arrays[grid.unit], arrays[grid.unit].max() + 1
    left_out = {f"tenth no. {k}": f"_without_{k}" for k in range(1, times + 1)}
    for k, column in enumerate(left_out.values(), start=1):
        gone = rows.stream(seed, grid.name, LEFT_OUT, k).permutation(size)[: max(1, size // TENTH)]
        arrays[column] = ~np.isin(unit, gone)
    choice = dimension(
        LEFT_OUT, "rows", {"nobody": None, **left_out}, "No finding should rest on a few units."
    )
    wider = grid.model_copy(update={"dimensions": [choice, *grid.dimensions]})
    return Task(wider, arrays, seed, count)


def plan(task: Task, permutations: int, size: int = SIZE) -> list[Block]:
    """The blocks of a task, with draw 0 (the observed history) and ``permutations`` others;
    ``size`` is the number of estimates in a block, as nearly as groups allow.

    >>> from copro.methods.multiverse.example import grid, panel
    >>> made = plan(task(panel(), grid(), seed=1, count=6), permutations=999, size=2048)
    >>> [block.name for block in made]
    ['0-512x0-2', '0-512x2-3', '512-1000x0-2', '512-1000x2-3']
    """
    groups, draws = int(task.groups.max()) + 1, permutations + 1
    alike = len(task.groups) / groups * len(task.grid.claims)  # estimates of a group in a draw
    wide = WIDE * min(WIDEST, max(1, int(size / (alike * groups * WIDE))))
    each = max(1, int(size / (alike * min(draws, wide))))
    return [
        Block(since, min(since + wide, draws), first, min(first + each, groups))
        for since in range(0, draws, wide)
        for first in range(0, groups, each)
    ]


def compute(task: Task, block: Block) -> Part:
    """The results of a block.

    >>> from copro.methods.multiverse.example import grid, panel
    >>> compute(task(panel(), grid(), seed=1), Block(0, 100, 0, 1)).estimate.shape
    (1, 100, 2)
    """
    numbers, frame = task.groups, task.specifications
    names = list(frame)
    histories = shuffled(task.panel, task.grid, task.seed, range(block.since, block.until))
    chosen = frame[(numbers >= block.first) & (numbers < block.last)]
    groups: dict[int, list[tuple[int, dict[str, str]]]] = {}
    for number, options in zip(chosen.index, chosen.itertuples(index=False, name=None)):
        groups.setdefault(numbers[number], []).append((number, dict(zip(names, options))))
    return joined([fit_group(task.panel, task.grid, histories, specs) for specs in groups.values()])


def merge(plan: Iterable[Block], part: Callable[[Block], Part]) -> tuple[Part, np.ndarray]:
    """All specifications with the observed history, and the median of the estimates of each claim
    in each draw (claims, draws). Holds the blocks of one span of draws at a time.

    Raises ``ValueError`` where the blocks do not fit together.

    >>> from copro.methods.multiverse.example import grid, panel
    >>> work = task(panel(), grid(), seed=1)
    >>> observed, medians = merge(plan(work, 99), lambda block: compute(work, block))
    >>> observed.estimate.round(1), medians.shape
    (array([[[2., 2.]]]), (1, 99))
    """
    spans: dict[tuple[int, int], list[Block]] = {}
    for block in sorted(plan):
        spans.setdefault((block.since, block.until), []).append(block)
    observed: Part | None = None
    medians, at = [], 0
    for (since, until), found in spans.items():
        if since != at or [b.first for b in found] != [0, *(b.last for b in found[:-1])]:
            raise ValueError(f"blocks of the draws {since} to {until} do not follow each other")
        parts, at = [part(block) for block in found], until
        if since == 0:
            observed = joined([replace(one, estimate=one.estimate[:, :1]) for one in parts])
        claims, draws = parts[0].estimate.shape[:2]
        medians.append(
            [
                [
                    np.median(np.concatenate([one.estimate[q, d] for one in parts]))
                    for d in range(draws)
                ]
                for q in range(claims)
            ]
        )
    if observed is None:
        raise ValueError("no block holds the observed history")
    return observed, np.concatenate(medians, axis=1)[:, 1:]


def folder(key: str) -> Path:
    """Where the results of a task stand.

    >>> folder("0a1b").name
    '0a1b'
    """
    return BLOCKS / key


def written(part: Any) -> bytes:
    """Results (a dataclass of arrays) as the bytes of a file, the same for the same results.

    >>> from copro.methods.multiverse.example import grid, panel
    >>> work = task(panel(), grid(), seed=1)
    >>> len({written(compute(work, Block(0, 9, 0, 1))) for _ in range(2)})
    1
    """
    target = io.BytesIO()
    np.savez(target, **asdict(part))
    return target.getvalue()


def read(file: Path, form: type[Any] = Part) -> Any:
    """Results of a form from a file; ``OSError`` where there is none.

    >>> read(Path("none.npz"))
    Traceback (most recent call last):
        ...
    FileNotFoundError: [Errno 2] No such file or directory: 'none.npz'
    """
    with np.load(file) as found:
        return form(**found)


def found_or_computed(task: Any) -> Callable[[Block], Any]:
    """What gives the results of a block of any kind of task: its file where it is there, else the
    work itself.

    >>> from copro.methods.multiverse.example import grid, panel
    >>> work = task(panel(), grid(), seed=1)
    >>> found_or_computed(work)(Block(0, 9, 0, 1)).estimate.shape
    (1, 9, 2)
    """
    home = folder(task.key)

    def part(block: Block) -> Any:
        file = home / f"{block.name}.npz"
        return read(file, task.form) if file.is_file() else task.run(block)

    return part
