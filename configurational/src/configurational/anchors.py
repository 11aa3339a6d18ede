"""Suggested anchors: where the observed values leave gaps. They describe a sample, no concept."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import cut_tree, linkage

from .calibrate import _measurements
from .checks import Numbers, require_whole
from .errors import ParameterError

# Names of the merging rule here and in R's hclust, which calls Ward's criterion "ward.D2".
LINKAGE = {
    "complete": "complete",
    "single": "single",
    "average": "average",
    "ward": "ward",
    "ward.D2": "ward",
}
WARNING = (
    "suggested anchors are gaps in these values, no theory: full membership, the crossover "
    "and full non-membership must follow from the concept and knowledge of the cases "
    "(Ragin 2008, ch. 4); other cases would suggest others"
)


@dataclass(frozen=True, eq=False)
class SuggestedAnchors:
    """Thresholds between groups of values.

    Attributes
    ----------
    thresholds : tuple of float
        Midpoints between neighbouring groups, increasing, in the unit of the values.
    groups : DataFrame
        One line per group: n, lowest, highest.
    messages : tuple of str
        The first says what a suggestion cannot be.
    """

    thresholds: tuple[float, ...]
    groups: pd.DataFrame
    messages: tuple[str, ...]


def suggest_anchors(raw: Numbers, n: int = 3, method: str = "complete") -> SuggestedAnchors:
    """Thresholds by hierarchical clustering of the values into n + 1 groups.

    Parameters
    ----------
    raw : sequence of float
        Measurements in their own unit.
    n : int
        Thresholds: 1 for a crisp set, 3 for e, c and i of a fuzzy one.
    method : str
        How the distance of groups is measured: "complete", "single", "average" or "ward".

    Returns
    -------
    SuggestedAnchors, whose first message warns that a suggestion is no theory.

    Raises
    ------
    ParameterError, MissingValueError

    Examples
    --------
    >>> suggest_anchors([1, 2, 2, 11, 12, 31, 33], n=2).thresholds
    (6.5, 21.5)
    """
    x = np.sort(_measurements(raw))
    if method not in LINKAGE:
        raise ParameterError("method", repr(method), "complete, single, average or ward")
    distinct = len(np.unique(x))
    if distinct < 2:
        raise ParameterError(
            "values", f"{distinct} distinct value(s)", "at least two, to stand apart"
        )
    require_whole("n", n, 1, f"a whole number from 1 to {distinct - 1}")
    if n >= distinct:
        raise ParameterError(
            "n",
            f"{n} thresholds for {distinct} distinct values",
            f"a whole number from 1 to {distinct - 1}",
        )
    cuts = _cuts(x, int(n), method)
    edges = [0, *(cuts + 1), len(x)]
    groups = pd.DataFrame(
        [{"n": b - a, "lowest": x[a], "highest": x[b - 1]} for a, b in itertools.pairwise(edges)]
    )
    # Equal distances may be merged in either order; the mirrored values show whether it matters.
    mirrored = len(x) - 2 - _cuts(-x[::-1], int(n), method)[::-1]
    tied = (
        ()
        if np.array_equal(mirrored, cuts)
        else ("distances between groups are tied: other thresholds are as good",)
    )
    return SuggestedAnchors(tuple(((x[cuts] + x[cuts + 1]) / 2).tolist()), groups, (WARNING, *tied))


def _cuts(x: np.ndarray, n: int, method: str) -> np.ndarray:
    """Positions in the sorted values after which a group ends."""
    groups = cut_tree(linkage(x[:, None], LINKAGE[method]), n + 1)[:, 0]
    return np.flatnonzero(np.diff(groups))
