"""From the options of a specification to the rows of a regression, and the shuffled histories."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from copro.methods.multiverse.grid import Grid, Option, names, one_name
from copro.methods.multiverse.regressions import Fits, Regressions, Rows, Sweep, dense

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

    def columns(self, exposure: str, rows: np.ndarray) -> np.ndarray:
        """The exposure in the given rows of the panel (rows, draws)."""
        if exposure not in self._whole:
            self._whole[exposure] = self._drawn(exposure)
        return self._whole[exposure][rows]

    def _drawn(self, exposure: str) -> np.ndarray:
        """The exposure in all rows and draws."""
        if self.order is not None:
            return self.values[exposure][
                np.ascontiguousarray(self.order.T)[self.unit], self.time[:, None]
            ]
        assert self.signs is not None, "one of the two is there"
        plain, deviation = self.values[exposure]
        return plain[:, None] + self.signs.T[self.unit] * deviation[:, None]


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
    >>> histories.order.shape  # the observed one and five draws, of twelve units
    (6, 12)
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
    """All specifications (number, options) with the same rows and estimator. Standard errors are
    those of the first draw.

    >>> from copro.methods.multiverse.grid import specifications
    >>> from copro.methods.multiverse.example import grid, panel
    >>> arrays, chosen = as_arrays(panel()), specifications(grid()).to_dict("records")
    >>> histories = shuffled(arrays, grid(), seed=0, draws=range(6))
    >>> found = fit_group(arrays, grid(), histories, list(enumerate(chosen)))
    >>> found.estimate.shape  # claims, histories, specifications
    (1, 6, 2)
    """
    exposure, controls = grid.choice("exposure"), grid.choice("controls")
    cluster = grid.choice("cluster")
    clustering = list(cluster.options)
    others = [exposure, *(d for d in grid.dimensions if d not in (exposure, controls, cluster))]
    alike: dict[tuple[str, ...], list[tuple[int, dict[str, str]]]] = {}
    for number, spec in specs:
        alike.setdefault(tuple(spec[d.name] for d in others), []).append((number, spec))
    fitted, parts = _fitted(panel, grid, histories, _chosen(grid, specs[0][1])), []
    for _, part in sorted(alike.items()):  # exposure by exposure
        labels = dict.fromkeys(spec[controls.name] for _, spec in part)
        sets = {label: tuple(names(controls.options[label])) for label in labels}
        for together, form, fits in fitted(_chosen(grid, part[0][1]), sets):
            own = [
                (number, together.index(label), clustering.index(spec[cluster.name]))
                for number, spec in part
                if (label := spec[controls.name]) in together
            ]
            index, s, k = np.array(own).T
            n, units = (np.full(len(own), count) for count in (len(form.rows), form.units))
            estimate = fits.estimate[:, s].swapaxes(1, 2)
            parts.append(Part(index, n, units, form.sizes[k], fits.se[:, s, k], estimate))
    return joined(parts)


@dataclass(frozen=True)
class Form:
    """What an estimator makes of a sample: the rows of the panel that it keeps, how columns of the
    sample take its form, unit effects, clusters, their numbers, and the number of units.
    """

    rows: np.ndarray
    take: Take
    unit: np.ndarray | None
    clusters: dict[str, np.ndarray]
    sizes: np.ndarray
    units: int


def _fitted(
    panel: Panel, grid: Grid, histories: Histories, same: "Chosen"
) -> Callable[["Chosen", dict[str, tuple[str, ...]]], Iterator[tuple[list[str], Form, Fits]]]:
    """Function from a choice and named sets of controls to the fits, for choices with rows and
    estimator of ``same``: the names of sets with values in the same rows, which share the work, the
    form of these rows, and the fits of these sets.

    What choices share is made once. Rows are handed on as bytes, which a cache can compare.
    """

    @cache
    def gaps(column: str) -> bool:
        return bool(np.isnan(panel[column]).any())

    @cache
    def sample(needed: tuple[str, ...]) -> bytes:
        return _rows(panel, grid, same.filters, needed).tobytes()

    @cache
    def form(rows: bytes) -> Form:
        return _form(panel, grid, np.frombuffer(rows, int), same.estimator)

    @lru_cache(maxsize=1)  # all draws: they are large
    def drawn(exposure: str, rows: bytes) -> np.ndarray:
        return form(rows).take(histories.columns(exposure, np.frombuffer(rows, int)))

    @cache
    def regressions(
        effects: tuple[str, ...],
        weights: str | None,
        sets: tuple[tuple[str, ...], ...],
        rows: bytes,
    ) -> Regressions:
        keep, own = np.frombuffer(rows, int), form(rows)
        group = np.zeros(len(own.rows), dtype=int)
        for column in effects:
            group = group * (panel[column].max() + 1) + panel[column][own.rows]
        every = list(dict.fromkeys(chain(*sets)))
        return Regressions(
            Rows(
                dense(group), own.clusters, own.unit, panel[weights][own.rows] if weights else None
            ),
            own.take(_stack(panel, grid.claims.values(), keep)),
            own.take(_stack(panel, every, keep)),
            [tuple(map(every.index, one)) for one in sets],
        )

    def fitted(
        chosen: Chosen, sets: dict[str, tuple[str, ...]]
    ) -> Iterator[tuple[list[str], Form, Fits]]:
        weights = [chosen.weights] if chosen.weights else []
        needed = (*grid.claims.values(), chosen.exposure, *weights)
        alike: dict[bytes, list[str]] = {}
        for label, columns in sets.items():
            rows = sample((*needed, *sorted(filter(gaps, columns))))
            alike.setdefault(rows, []).append(label)
        for rows, labels in alike.items():
            together = tuple(sets[label] for label in labels)
            work = regressions(chosen.effects, chosen.weights, together, rows)
            yield labels, form(rows), work.fits(drawn(chosen.exposure, rows))

    return fitted


@dataclass(frozen=True)
class Chosen:
    """What a specification chooses, controls and clusters apart; ``filters`` are columns of truth
    values, and ``BALANCED``.
    """

    exposure: str
    effects: tuple[str, ...]
    estimator: str
    weights: str | None
    filters: tuple[str, ...]


def _chosen(grid: Grid, spec: dict[str, str]) -> Chosen:
    picked: dict[str, list[Option]] = {}
    for d in grid.dimensions:
        picked.setdefault(d.sets, []).append(d.options[spec[d.name]])
    weights = picked.get("weights", [None])[-1]
    return Chosen(
        one_name(picked["exposure"][0]),
        tuple(names(picked["effects"][0])),
        one_name(picked["estimator"][0]),
        one_name(weights) if weights else None,
        tuple(one_name(option) for option in picked.get("rows", []) if option is not None),
    )


def _stack(panel: Panel, columns: Iterable[str], keep: np.ndarray) -> np.ndarray:
    return (
        np.stack([panel[c][keep] for c in columns], axis=1) if columns else np.empty((len(keep), 0))
    )


def _rows(panel: Panel, grid: Grid, filters: Iterable[str], needed: Iterable[str]) -> np.ndarray:
    keep = np.logical_and.reduce([~np.isnan(panel[c]) for c in needed])
    for name in filters:
        if name != BALANCED:
            keep &= panel[name]
    if BALANCED in filters:
        unit = panel[grid.unit]
        size = np.bincount(unit[keep], minlength=unit.max() + 1)
        keep &= (size == len(np.unique(panel[grid.time][keep])))[unit]
    return np.flatnonzero(keep)


def _form(panel: Panel, grid: Grid, sample: np.ndarray, estimator: str) -> Form:
    unit, time = dense(panel[grid.effect_unit][sample]), dense(panel[grid.time][sample])
    clusters = list(map(one_name, grid.choice("cluster").options.values()))
    count = len(np.unique(panel[grid.unit][sample]))

    def made(kept: np.ndarray, take: Take, unit: np.ndarray | None = None) -> Form:
        codes = {c: dense(panel[c][sample[kept]]) for c in clusters}
        sizes = np.array([codes[c].max() + 1 for c in clusters])
        return Form(sample[kept], take, unit, codes, sizes, count)

    if estimator == "first differences":
        late = np.flatnonzero((unit[1:] == unit[:-1]) & (time[1:] == time[:-1] + 1)) + 1
        return made(late, lambda columns: np.diff(columns, axis=0)[late - 1])
    if estimator == "between":
        starts = np.flatnonzero(np.r_[True, unit[1:] != unit[:-1]])
        size = np.diff(np.r_[starts, len(unit)])[:, None]
        return made(starts, lambda columns: np.add.reduceat(columns, starts) / size)
    return made(
        np.arange(len(sample)), lambda columns: columns, unit if estimator == "two-way" else None
    )
