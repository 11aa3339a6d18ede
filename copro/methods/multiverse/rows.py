"""From the options of a specification to the rows of a regression, and the shuffled histories."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from copro.methods.multiverse.regressions import Rows, Sweep, dense, regress

BALANCED = "balanced"


@dataclass(frozen=True)
class Histories:
    """Exposures of each unit: observed (draw 0) and shuffled (the other draws).

    ``order`` (draws, units) names whose history a unit gets, ``signs`` (draws, units) whether its
    own is mirrored; one of them is None. ``values`` maps an exposure to (units, times) or, for
    mirrored ones, to (mean part, deviation) by row.
    """

    values: dict
    order: np.ndarray | None
    signs: np.ndarray | None
    unit: np.ndarray
    time: np.ndarray

    def columns(self, exposure: str, rows: np.ndarray, first: int, last: int) -> np.ndarray:
        """The exposure in the given rows of the panel (rows, draws ``first`` to ``last``)."""
        if self.order is not None:
            return self.values[exposure][
                self.order[first:last, self.unit[rows]].T, self.time[rows][:, None]
            ]
        assert self.signs is not None, "one of the two is there"
        plain, deviation = self.values[exposure]
        return (
            plain[rows][:, None]
            + self.signs[first:last, self.unit[rows]].T * deviation[rows][:, None]
        )

    @property
    def count(self) -> int:
        """Number of draws, the observed history among them."""
        one = self.signs if self.order is None else self.order
        assert one is not None, "one of the two is there"
        return len(one)


def as_arrays(panel: pd.DataFrame) -> dict[str, np.ndarray]:
    """Columns of a panel as arrays: numbers as floats, truth values as they are,
    everything else as codes.

    Examples
    --------
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


def shuffled(panel: dict, grid, draws: int, rng: np.random.Generator) -> Histories:
    """Histories of all exposures of a grid; draw 0 is the observed one.

    ``panel`` as of ``as_arrays``.

    Examples
    --------
    >>> from copro.methods.multiverse.example import grid, panel
    >>> histories = shuffled(as_arrays(panel()), grid(), 5, np.random.default_rng(0))
    >>> histories.count  # the observed one and five draws
    6
    """
    unit, time = panel[grid.unit], panel[grid.time]
    units = unit.max() + 1
    exposures = dict.fromkeys(
        next(d for d in grid.dimensions if d.sets == "exposure").options.values()
    )
    if grid.scheme == "mirror":
        signs = np.vstack([np.ones(units), rng.choice([-1.0, 1.0], size=(draws, units))])
        return Histories(
            {x: _split(panel[x], unit, time) for x in exposures}, None, signs, unit, time
        )
    order = np.vstack([np.arange(units), *(rng.permutation(units) for _ in range(draws))])
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


def _split(values, unit, time):
    """Values as (unit and time part, deviation from it); missing ones stay missing."""
    known = ~np.isnan(values)
    deviation = np.full(len(values), np.nan)
    sweep = Sweep(Rows(dense(time[known]), {}, unit=dense(unit[known])))
    deviation[known] = sweep(values[known][:, None])[:, 0]
    return values - deviation, deviation


@dataclass(frozen=True)
class Block:
    """Results of some specifications of one claim: their numbers, rows, units, clusters (each by
    specification), estimates and standard errors (specifications, draws).
    """

    index: list
    n: list
    units: list
    clusters: list
    estimate: np.ndarray
    se: np.ndarray


def fit_group(
    panel: dict, grid, histories: Histories, specs: list[tuple[int, dict]]
) -> dict[str, Block]:
    """All specifications that differ in controls and clusters only: (number,
    options) -> block by claim.

    Examples
    --------
    >>> from copro.methods.multiverse import specifications
    >>> from copro.methods.multiverse.example import grid, panel
    >>> arrays, chosen = as_arrays(panel()), specifications(grid()).to_dict("records")
    >>> histories = shuffled(arrays, grid(), 5, np.random.default_rng(0))
    >>> found = fit_group(arrays, grid(), histories, list(enumerate(chosen)))
    >>> found["beds-follow-need"].estimate.shape  # specifications, histories
    (2, 6)
    """
    kind = {d.sets: d.name for d in grid.dimensions if d.sets != "rows"}
    options = {d.name: d.options for d in grid.dimensions}
    first = specs[0][1]
    value = {sets: options[name][first[name]] for sets, name in kind.items()}
    filters = [options[d.name][first[d.name]] for d in grid.dimensions if d.sets == "rows"]
    sets = {
        label: list(options[kind["controls"]][label])
        for label in dict.fromkeys(spec[kind["controls"]] for _, spec in specs)
    }
    clusters = list(options[kind["cluster"]].values())
    needed = [
        *grid.claims.values(),
        value["exposure"],
        *([value["weights"]] if value.get("weights") else []),
    ]
    found: dict[str, tuple] = {}
    # Sets of controls with values in the same rows share the work.
    for chosen in _same_rows(panel, sets).values():
        every = list(dict.fromkeys(c for label in chosen for c in sets[label]))
        keep = _rows(panel, grid, filters, needed + every)
        shape = _shape(panel, grid, keep, value, clusters)
        fits = regress(
            shape.rows,
            _exposed(histories, value["exposure"], keep, shape.take),
            histories.count,
            shape.take(_stack(panel, grid.claims.values(), keep)),
            shape.take(_stack(panel, every, keep)),
            [tuple(every.index(c) for c in sets[label]) for label in chosen],
        )
        found |= {label: (fits, s, shape) for s, label in enumerate(chosen)}
    picked = [
        (
            *found[spec[kind["controls"]]],
            clusters.index(options[kind["cluster"]][spec[kind["cluster"]]]),
        )
        for _, spec in specs
    ]
    return {
        claim: Block(
            [number for number, _ in specs],
            [len(shape.rows.group) for _, _, shape, _ in picked],
            [shape.units for _, _, shape, _ in picked],
            [fits.clusters[k] for fits, _, _, k in picked],
            np.array([fits.estimate[q, s] for fits, s, _, _ in picked]),
            np.array([fits.se[q, s, k] for fits, s, _, k in picked]),
        )
        for q, claim in enumerate(grid.claims)
    }


def _exposed(
    histories: Histories, exposure: str, keep: np.ndarray, take: Callable[[np.ndarray], np.ndarray]
) -> Callable[[int, int], np.ndarray]:
    """The columns of the exposure from one draw to another, in the form of the regression."""
    return lambda first, last: take(histories.columns(exposure, keep, first, last))


def _stack(panel, columns, keep):
    return (
        np.stack([panel[c][keep] for c in columns], axis=1) if columns else np.empty((len(keep), 0))
    )


def _same_rows(panel, sets):
    gaps = {c: np.isnan(panel[c]).any() for c in {c for columns in sets.values() for c in columns}}
    groups: dict[tuple[str, ...], list[str]] = {}
    for label, columns in sets.items():
        groups.setdefault(tuple(sorted(c for c in columns if gaps[c])), []).append(label)
    return groups


def _rows(panel, grid, filters, needed):
    keep = np.logical_and.reduce([~np.isnan(panel[c]) for c in needed])
    for name in filters:
        if name not in (None, BALANCED):
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
    take: Callable[[np.ndarray], np.ndarray]
    units: int


def _shape(panel, grid, keep, value, clusters) -> Shape:
    unit, time = dense(panel[grid.effect_unit][keep]), dense(panel[grid.time][keep])
    group = np.zeros(len(keep), dtype=int)
    for column in value["effects"]:
        group = group * (panel[column].max() + 1) + panel[column][keep]
    weight = panel[value["weights"]][keep] if value.get("weights") else None
    count = len(np.unique(panel[grid.unit][keep]))

    def made(chosen, take, unit):
        return Shape(
            Rows(
                dense(group[chosen]),
                {c: dense(panel[c][keep][chosen]) for c in clusters},
                unit=unit,
                weights=None if weight is None else weight[chosen],
            ),
            take,
            count,
        )

    if value["estimator"] == "first differences":
        late = np.flatnonzero((unit[1:] == unit[:-1]) & (time[1:] == time[:-1] + 1)) + 1
        return made(late, lambda columns: columns[late] - columns[late - 1], None)
    if value["estimator"] == "between":
        starts = np.flatnonzero(np.r_[True, unit[1:] != unit[:-1]])
        size = np.diff(np.r_[starts, len(unit)])[:, None]
        return made(starts, lambda columns: np.add.reduceat(columns, starts) / size, None)
    return made(
        np.arange(len(keep)),
        lambda columns: columns,
        unit if value["estimator"] == "two-way" else None,
    )
