"""A small multiverse to try things out: made-up units in which y is twice x."""

import numpy as np
import pandas as pd

from copro.methods.multiverse.grid import Dimension, Grid


def grid() -> Grid:
    """One claim and two specifications: with nothing held constant, and with the size.

    >>> [dimension.name for dimension in grid().dimensions]
    ['share', 'held constant', 'compared with', 'model', 'errors']
    """
    return Grid(
        name="beds",
        claims={"beds-follow-need": "y"},
        unit="unit",
        time="year",
        effect_unit="unit",
        scheme="swap",
        dimensions=[
            Dimension(name="share", sets="exposure", options={"aged": "x"}, why=""),
            Dimension(
                name="held constant",
                sets="controls",
                options={"nothing": [], "size": ["size"]},
                why="",
            ),
            Dimension(name="compared with", sets="effects", options={"year": ["year"]}, why=""),
            Dimension(name="model", sets="estimator", options={"two-way": "two-way"}, why=""),
            Dimension(name="errors", sets="cluster", options={"unit": "unit"}, why=""),
        ],
    )


def panel() -> pd.DataFrame:
    """Twelve units in three years: unit, year, x, size and y, which is 2 x and a little noise.

    >>> panel().shape
    (36, 5)
    """
    units, years = np.repeat(np.arange(12), 3), np.tile(np.arange(3), 12)
    x = np.random.default_rng(0).normal(size=36)
    return pd.DataFrame(
        {
            "unit": units,
            "year": years,
            "x": x,
            "size": 1.0 * (units + years) ** 2,
            "y": 2 * x + 0.1 * ((units + years) % 2),
        }
    )
