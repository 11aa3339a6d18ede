"""The declared choices of a multiverse: dimensions with options, and what is excluded and why."""

from collections.abc import Mapping
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, model_validator

Option = str | list[str] | None
Sets = Literal["exposure", "rows", "weights", "controls", "effects", "estimator", "cluster"]


class Dimension(BaseModel):
    """One choice.

    ``sets`` says what the value of an option is:

    * exposure, weights: a column (weights: or None, and the same in all years of a unit);
    * rows: a column of truth values, None for all rows, or "balanced" for units without a gap;
    * controls: columns held constant; effects: columns whose combinations are swept out beside
      the unit effects of the two-way estimator ([] is a constant); cluster: a column;
    * estimator: one of ``ESTIMATORS``. "First differences" are between times that follow each other
      in the sample, "between" takes the mean of each unit.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    sets: Sets
    options: dict[str, Option]
    why: str


def dimension(name: str, sets: Sets, options: Mapping[str, Option], why: str) -> Dimension:
    """A choice in one line of a declaration (see ``Dimension``).

    >>> dimension("held constant", "controls", {"nothing": [], "size": ["size"]}, "").sets
    'controls'
    """
    return Dimension(name=name, sets=sets, options=dict(options), why=why)


class Exclusion(BaseModel):
    """Combinations left out: those whose option is listed in every dimension of ``when``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    when: dict[str, list[str]]
    why: str


class Grid(BaseModel):
    """The choices for one or more claims that differ in the outcome only
    (id of the claim -> column).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    claims: dict[str, str]
    unit: str
    time: str
    effect_unit: str
    scheme: Literal["swap", "mirror"]
    dimensions: list[Dimension]
    excluded: list[Exclusion] = []

    @model_validator(mode="after")
    def _coherent(self) -> "Grid":
        options = {d.name: d.options for d in self.dimensions}
        if len(options) < len(self.dimensions):
            raise ValueError("two dimensions have the same name")
        for exclusion in self.excluded:
            for name, labels in exclusion.when.items():
                if name not in options or not set(labels) <= set(options[name]):
                    raise ValueError(
                        f"an exclusion names {name!r}: {labels}, which is no option of the grid"
                    )
        for needed in ("exposure", "controls", "effects", "estimator", "cluster"):
            if sum(d.sets == needed for d in self.dimensions) != 1:
                raise ValueError(f"the grid needs one dimension that sets the {needed}")
        return self

    def choice(self, sets: Sets) -> Dimension:
        """The one dimension that sets the exposure, controls, effects, estimator or cluster."""
        return next(d for d in self.dimensions if d.sets == sets)


def one_name(option: Option) -> str:
    """The column or estimator of an option that names one; ``TypeError`` if it does not.

    >>> one_name("beds")
    'beds'
    >>> one_name(["beds", "size"])
    Traceback (most recent call last):
        ...
    TypeError: found the option ['beds', 'size'], expected one name
    """
    if not isinstance(option, str):
        raise TypeError(f"found the option {option!r}, expected one name")
    return option


def names(option: Option) -> list[str]:
    """The columns of an option that names several; ``TypeError`` if it does not.

    >>> names(["beds", "size"])
    ['beds', 'size']
    >>> names("beds")
    Traceback (most recent call last):
        ...
    TypeError: found the option 'beds', expected a list of names
    """
    if not isinstance(option, list):
        raise TypeError(f"found the option {option!r}, expected a list of names")
    return option


def specifications(grid: Grid) -> pd.DataFrame:
    """All specifications of a grid, a column for each dimension;
    the preferred one is the first row.

    >>> from copro.methods.multiverse.example import grid
    >>> specifications(grid())
      share held constant compared with    model errors
    0  aged       nothing          year  two-way   unit
    1  aged          size          year  two-way   unit
    """
    frame = pd.MultiIndex.from_product(
        [list(d.options) for d in grid.dimensions], names=[d.name for d in grid.dimensions]
    ).to_frame(index=False)
    out = pd.Series(False, index=frame.index)
    for exclusion in grid.excluded:
        out |= pd.concat(
            [frame[name].isin(labels) for name, labels in exclusion.when.items()], axis=1
        ).all(axis=1)
    if out.iloc[0]:
        raise ValueError(f"grid {grid.name!r}: the preferred specification is excluded")
    return frame[~out].reset_index(drop=True)
