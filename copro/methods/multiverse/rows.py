"""From the options of a specification to the rows of a regression, and the shuffled histories."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import pandas as pd

from copro.methods.multiverse.grid import Grid, Option, names, one_name
from copro.methods.multiverse.regressions import Fits, Rows, Sweep, dense, regress

BALANCED = "balanced"
Panel = dict[str, np.ndarray]  # columns as of ``as_arrays``
Take = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Histories:
    """Exposures of each unit: observed (draw 0) and shuffled (the other draws).

    ``order`` (draws, units) names whose history a unit gets, ``signs`` (draws, units) whether its
    own is mirrored; one of them is None. ``values`` maps an exposure to (units, times) or, for
    mirrored ones, to (mean part, deviation) by row.
    """

    values: dict[str, Any]
    order: np.ndarray | None
    signs: np.ndarray | None
    unit: np.ndarray
    time: np.ndarray
    _whole: dict[str, np.ndarray] = field(default_factory=dict)

    def columns(self, exposure: str, rows: np.ndarray, first: int, last: int) -> np.ndarray:
        """The exposure in the given rows of the panel (rows, draws ``first`` to ``last``)."""
        if exposure not in self._whole:
            self._whole[exposure] = self._drawn(exposure)
        return self._whole[exposure][rows, first:last]

    def _drawn(self, exposure: str) -> np.ndarray:
        """The exposure in all rows and draws."""
        if self.order is not None:
            return self.values[exposure][
                np.ascontiguousarray(self.order.T)[self.unit], self.time[:, None]
            ]
        assert self.signs is not None, "one of the two is there"
        plain, deviation = self.values[exposure]
        return plain[:, None] + self.signs.T[self.unit] * deviation[:, None]

    @property
    def count(self) -> int:
        """Number of draws, the observed history among them."""
        one = self.signs if self.order is None else self.order
        assert one is not None, "one of the two is there"
        return len(one)


def as_arrays(panel: pd.DataFrame) -> Panel:
    """Columns of a panel as arrays: numbers as floats, truth values as they are,
    everything else as codes.

    >>> as_arrays(pd.DataFrame({"unit": ["b", "a"], "x": [1.5, 2.0]}))
    {'unit': array([1, 0]), 'x': array([1.5, 2. ])}
    """
    return {
        name: values.to_numpy()
        if values.dtype == bool
        else values.to_numpy(float)
        if pd.api.types.is_float_dtype(values)
        else pd.factorize(values, sort=True)[0]
        for name, values in panel.items()
    }


def stream(*of: object) -> np.random.Generator:
    """Random numbers that hang on ``of`` alone: on the seed, the grid and the draw, whoever draws
    first, wherever and with how many others.

    >>> bool(stream(1, "beds", 7).random() == stream(1, "beds", 7).random())
    True
    """
    digest = hashlib.sha256(json.dumps(of).encode()).digest()
    return np.random.default_rng(np.frombuffer(digest, "<u4"))


def shuffled(panel: Panel, grid: Grid, seed: int, draws: range) -> Histories:
    """Histories of all exposures of a grid in these draws; draw 0 is the observed one.

    >>> from copro.methods.multiverse.example import grid, panel
    >>> histories = shuffled(as_arrays(panel()), grid(), seed=0, draws=range(6))
    >>> histories.count  # the observed one and five draws
    6
    """
    unit, time = panel[grid.unit], panel[grid.time]
    units = unit.max() + 1
    exposures = dict.fromkeys(map(one_name, grid.choice("exposure").options.values()))
    if grid.scheme == "mirror":
        same, other = np.ones(units), np.array([-1.0, 1.0])
        signs = np.stack(
            [stream(seed, grid.name, d).choice(other, units) if d else same for d in draws]
        )
        return Histories(
            {x: _split(panel[x], unit, time) for x in exposures}, None, signs, unit, time
        )
    own = np.arange(units)
    order = np.stack([stream(seed, grid.name, d).permutation(units) if d else own for d in draws])
    values = {}
    for x in exposures:
        wide = np.full((units, time.max() + 1), np.nan)
        wide[unit, time] = panel[x]
        if np.isnan(wide).any():
            raise ValueError(
                f"grid {grid.name!r}: {x} has gaps, so histories cannot be swapped between units"
            )
        values[x] = wide
    return Histories(values, order, None, unit, time)


def _split(values: np.ndarray, unit: np.ndarray, time: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values as (unit and time part, deviation from it); missing ones stay missing."""
    known = ~np.isnan(values)
    deviation = np.full(len(values), np.nan)
    sweep = Sweep(Rows(dense(time[known]), {}, unit=dense(unit[known])))
    deviation[known] = sweep(values[known][:, None])[:, 0]
    return values - deviation, deviation


@dataclass(frozen=True)
class Part:
    """Results of some specifications: their numbers, rows, units, clusters (each by
    specification), standard errors (claims, specifications) and, in some draws, estimates (claims,
    draws, specifications).
    """

    index: np.ndarray
    n: np.ndarray
    units: np.ndarray
    clusters: np.ndarray
    se: np.ndarray
    estimate: np.ndarray


def joined(parts: Sequence[Part]) -> Part:
    """Results of the same draws as one, in the order of the specifications.

    >>> late, early = (Part(*(np.array([k]) for _ in range(6))) for k in (1, 0))
    >>> joined([late, early]).index
    array([0, 1])
    """
    order = np.argsort(np.concatenate([part.index for part in parts]))
    return Part(
        **{
            name: np.concatenate([getattr(part, name) for part in parts], axis=-1)[..., order]
            for name in (one.name for one in fields(Part))
        }
    )


def fit_group(
    panel: Panel, grid: Grid, histories: Histories, specs: list[tuple[int, dict[str, str]]]
) -> Part:
    """All specifications (number, options) that differ in controls and clusters only. Standard
    errors are those of the first draw.

    >>> from copro.methods.multiverse.grid import specifications
    >>> from copro.methods.multiverse.example import grid, panel
    >>> arrays, chosen = as_arrays(panel()), specifications(grid()).to_dict("records")
    >>> histories = shuffled(arrays, grid(), seed=0, draws=range(6))
    >>> found = fit_group(arrays, grid(), histories, list(enumerate(chosen)))
    >>> found.estimate.shape  # claims, histories, specifications
    (1, 6, 2)
    """
    controls, cluster = grid.choice("controls"), grid.choice("cluster")
    sets = {
        label: names(controls.options[label])
        for label in dict.fromkeys(spec[controls.name] for _, spec in specs)
    }
    clusters = [one_name(option) for option in cluster.options.values()]
    chosen = _chosen(grid, specs[0][1])
    needed = [
        *grid.claims.values(),
        chosen.exposure,
        *([chosen.weights] if chosen.weights else []),
    ]
    found: dict[str, tuple[Fits, int, Shape]] = {}
    # Sets of controls with values in the same rows share the work.
    for labels in _same_rows(panel, sets).values():
        every = list(dict.fromkeys(c for label in labels for c in sets[label]))
        keep = _rows(panel, grid, chosen.filters, needed + every)
        shape = _shape(panel, grid, keep, chosen, clusters)
        fits = regress(
            shape.rows,
            _exposed(histories, chosen.exposure, keep, shape.take),
            histories.count,
            shape.take(_stack(panel, grid.claims.values(), keep)),
            shape.take(_stack(panel, every, keep)),
            [tuple(every.index(c) for c in sets[label]) for label in labels],
        )
        found |= {label: (fits, s, shape) for s, label in enumerate(labels)}
    picked = [
        (
            *found[spec[controls.name]],
            clusters.index(one_name(cluster.options[spec[cluster.name]])),
        )
        for _, spec in specs
    ]
    return Part(
        np.array([number for number, _ in specs]),
        np.array([len(shape.rows.group) for _, _, shape, _ in picked]),
        np.array([shape.units for _, _, shape, _ in picked]),
        np.array([fits.clusters[k] for fits, _, _, k in picked]),
        np.stack([fits.se[:, s, k] for fits, s, _, k in picked], axis=-1),
        np.stack([fits.estimate[:, s] for fits, s, _, _ in picked], axis=-1),
    )


@dataclass(frozen=True)
class Chosen:
    """What a specification chooses, controls and clusters apart; ``filters`` are columns of truth
    values, and ``BALANCED``.
    """

    exposure: str
    effects: list[str]
    estimator: str
    weights: str | None
    filters: list[str]


def _chosen(grid: Grid, spec: dict[str, str]) -> Chosen:
    picked: dict[str, list[Option]] = {}
    for d in grid.dimensions:
        picked.setdefault(d.sets, []).append(d.options[spec[d.name]])
    weights = picked.get("weights", [None])[-1]
    return Chosen(
        one_name(picked["exposure"][0]),
        names(picked["effects"][0]),
        one_name(picked["estimator"][0]),
        one_name(weights) if weights else None,
        [one_name(option) for option in picked.get("rows", []) if option is not None],
    )


def _exposed(
    histories: Histories, exposure: str, keep: np.ndarray, take: Take
) -> Callable[[int, int], np.ndarray]:
    """The columns of the exposure from one draw to another, in the form of the regression."""
    return lambda first, last: take(histories.columns(exposure, keep, first, last))


def _stack(panel: Panel, columns: Iterable[str], keep: np.ndarray) -> np.ndarray:
    return (
        np.stack([panel[c][keep] for c in columns], axis=1) if columns else np.empty((len(keep), 0))
    )


def _same_rows(panel: Panel, sets: dict[str, list[str]]) -> dict[tuple[str, ...], list[str]]:
    gaps = {c: np.isnan(panel[c]).any() for c in {c for columns in sets.values() for c in columns}}
    groups: dict[tuple[str, ...], list[str]] = {}
    for label, columns in sets.items():
        groups.setdefault(tuple(sorted(c for c in columns if gaps[c])), []).append(label)
    return groups


def _rows(panel: Panel, grid: Grid, filters: list[str], needed: list[str]) -> np.ndarray:
    keep = np.logical_and.reduce([~np.isnan(panel[c]) for c in needed])
    for name in filters:
        if name != BALANCED:
            keep &= panel[name]
    if BALANCED in filters:
        unit = panel[grid.unit]
        size = np.bincount(unit[keep], minlength=unit.max() + 1)
        keep &= (size == len(np.unique(panel[grid.time][keep])))[unit]
    return np.flatnonzero(keep)


@dataclass(frozen=True)
class Shape:
    """Rows of a regression and the function that brings columns of the panel into their form."""

    rows: Rows
    take: Take
    units: int


def _shape(
    panel: Panel, grid: Grid, keep: np.ndarray, chosen: Chosen, clusters: list[str]
) -> Shape:
    unit, time = dense(panel[grid.effect_unit][keep]), dense(panel[grid.time][keep])
    group = np.zeros(len(keep), dtype=int)
    for column in chosen.effects:
        group = group * (panel[column].max() + 1) + panel[column][keep]
    weight = panel[chosen.weights][keep] if chosen.weights else None
    count = len(np.unique(panel[grid.unit][keep]))

    def made(kept: np.ndarray, take: Take, unit: np.ndarray | None) -> Shape:
        return Shape(
            Rows(
                dense(group[kept]),
                {c: dense(panel[c][keep][kept]) for c in clusters},
                unit=unit,
                weights=None if weight is None else weight[kept],
            ),
            take,
            count,
        )

    if chosen.estimator == "first differences":
        late = np.flatnonzero((unit[1:] == unit[:-1]) & (time[1:] == time[:-1] + 1)) + 1
        return made(late, lambda columns: columns[late] - columns[late - 1], None)
    if chosen.estimator == "between":
        starts = np.flatnonzero(np.r_[True, unit[1:] != unit[:-1]])
        size = np.diff(np.r_[starts, len(unit)])[:, None]
        return made(starts, lambda columns: np.add.reduceat(columns, starts) / size, None)
    return made(
        np.arange(len(keep)),
        lambda columns: columns,
        unit if chosen.estimator == "two-way" else None,
    )
