"""Neighbours: spatial autocorrelation, and standard errors that allow for it.

Weights and Moran's I are those of PySAL (``libpysal``, ``esda``); both are imported late, since
they take seconds. The covariance after Conley (1999) is written out here, because no library at
hand has it; it is held to its two limits and to a sum over pairs in the tests.
"""

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from copro.methods.clusters import small_sample
from copro.methods.panel import COLUMNS, rows_of

if TYPE_CHECKING:
    from libpysal.weights import W


def touching(shapes: pd.DataFrame, key: str) -> "W":
    """Units whose outlines touch, in a border or a corner (queen contiguity),
    as row-standardised weights.

    Takes a GeoDataFrame and returns ``libpysal.weights.W`` with the values of ``key`` as names;
    ``.islands`` lists units without a neighbour. The outlines themselves are compared: builders
    that look for common corner points overlook borders drawn with different points on each side.

    >>> import geopandas
    >>> from shapely import box
    >>> squares = [box(i, 0, i + 1, 1) for i in range(3)]
    >>> row = geopandas.GeoDataFrame({"code": list("abc")}, geometry=squares)
    >>> touching(row, "code").neighbors
    {'a': ['b'], 'b': ['a', 'c'], 'c': ['b']}
    """
    fuzzy_contiguity, _ = _pysal()
    ordered = shapes[[key, "geometry"]].sort_values(key).set_index(key)
    weights = fuzzy_contiguity(
        ordered, silence_warnings=True
    )  # without a buffer: units that intersect
    weights.transform = "r"
    return weights


def centres(shapes: pd.DataFrame, key: str, crs: str) -> pd.DataFrame:
    """A point inside each unit, in km in the projection ``crs``: columns east and north,
    indexed by ``key``.

    >>> import geopandas
    >>> from shapely import box
    >>> outline = [box(0, 0, 2000, 4000)]
    >>> one = geopandas.GeoDataFrame({"code": ["a"]}, geometry=outline, crs="EPSG:3035")
    >>> centres(one, "code", "EPSG:3035").values.tolist()
    [[1.0, 2.0]]
    """
    points = shapes.set_index(key).geometry.to_crs(crs).representative_point()
    return pd.DataFrame({"east": points.x / 1000, "north": points.y / 1000})


def morans_i(
    values: pd.Series, weights: "W", *, permutations: int = 999, seed: int = 0
) -> dict[str, float]:
    """Moran's (1950) I of one value for each unit, with a permutation test.

    ``values`` is indexed by the names in ``weights``. I is near ``expected`` = -1/(n-1) where
    neighbours are no more alike than others, and towards 1 where they are. ``p`` is one-sided:
    the share of random arrangements (the actual one counted in) with an I at least as far out.

    Raises ``ValueError`` if a unit has no value or no place in ``weights``, or has no neighbour.

    >>> import geopandas
    >>> from shapely import box
    >>> squares = [box(i, 0, i + 1, 1) for i in range(4)]
    >>> row = geopandas.GeoDataFrame({"code": list("abcd")}, geometry=squares)
    >>> found = morans_i(pd.Series([1, 1, 5, 5], index=list("abcd")), touching(row, "code"))
    >>> round(found["moran"], 2), round(found["expected"], 2)  # alike on each side of one border
    (0.5, -0.33)
    """
    _, Moran = _pysal()
    if (
        set(values.index) != set(weights.id_order)
        or values.isna().any()
        or not values.index.is_unique
    ):
        raise ValueError("Moran's I needs one value for each unit of the weights, and no other")
    if weights.islands:
        raise ValueError(f"no neighbour: {', '.join(map(str, weights.islands))}")
    state = np.random.get_state()  # noqa: NPY002 - esda draws from numpy's global generator
    np.random.seed(seed)  # noqa: NPY002
    found = Moran(values.loc[weights.id_order].to_numpy(float), weights, permutations=permutations)
    np.random.set_state(state)  # noqa: NPY002
    return {
        "moran": float(found.I),
        "expected": float(found.EI),
        "p": float(found.p_sim),
        "n": int(found.n),
    }


def two_way_residuals(
    data: pd.DataFrame, y: str, x: list[str], *, unit: str, time: str
) -> pd.DataFrame:
    """What unit effects, time effects and x leave of y: columns unit, time, residual.

    The panel must be balanced; see ``two_way_conley``.

    >>> panel = pd.DataFrame(
    ...     {
    ...         "unit": list("aabbcc"),
    ...         "year": [1, 2] * 3,
    ...         "x": [0, 1, 0, 2, 0, 3],
    ...         "y": [0, 1, 0, 5, 0, 7],
    ...     }
    ... )
    >>> # Of the changes by 1, 5 and 7 the slope 3 leaves -1/3, 2/3 and -1/3: half in each year.
    >>> left = two_way_residuals(panel, "y", ["x"], unit="unit", time="year")
    >>> left["residual"].round(2).tolist()
    [0.17, -0.17, -0.33, 0.33, 0.17, -0.17]
    """
    frame, inside = within(data, [y, *x], unit, time)
    return frame[[unit, time]].assign(residual=_least_squares(inside, y, x)[1])


def morans_by_time(
    values: pd.DataFrame, weights: "W", *, unit: str, time: str, value: str = "residual"
) -> pd.DataFrame:
    """``morans_i`` of each time: columns time, moran, expected, p, n.

    >>> import geopandas
    >>> from shapely import box
    >>> squares = [box(i, 0, i + 1, 1) for i in range(4)]
    >>> row = geopandas.GeoDataFrame({"code": list("abcd")}, geometry=squares)
    >>> values = pd.DataFrame(
    ...     {
    ...         "code": list("abcd") * 2,
    ...         "year": [1] * 4 + [2] * 4,
    ...         "residual": [1, 1, 5, 5, 1, 5, 1, 5],
    ...     }
    ... )
    >>> found = morans_by_time(values, touching(row, "code"), unit="code", time="year")
    >>> found[["year", "moran", "n"]]
       year  moran  n
    0     1    0.5  4
    1     2   -1.0  4
    """
    return pd.DataFrame(
        [
            {time: when} | morans_i(part.set_index(unit)[value], weights)
            for when, part in values.groupby(time)
        ]
    )


def two_way_conley(
    data: pd.DataFrame,
    y: str,
    x: list[str],
    *,
    unit: str,
    time: str,
    places: pd.DataFrame,
    cutoff: float,
    level: float = 0.95,
) -> pd.DataFrame:
    """Unit and time effects, with standard errors after Conley
    (1999) that reach over space and time.

    Errors of one unit may be correlated over time in any way (as with clusters by unit), and so may
    those of two units less than ``cutoff`` apart in both directions, in any two times. The weight
    of a pair is Conley's (1 - |east| / cutoff)(1 - |north| / cutoff), which keeps the covariance
    positive semi-definite. The factor is that of CR1S with the units as clusters, so that a cut-off
    of nearly zero gives the standard errors clustered by unit.

    Parameters
    ----------
    places : indexed by unit, columns ``east`` and ``north`` in the length unit of ``cutoff``

    Returns rows as ``panel.fit_panel`` does; intervals use Student's t with one degree of freedom
    less than there are units. Raises ``ValueError`` if the panel is not balanced or a place is
    missing.

    >>> panel = pd.DataFrame(
    ...     {
    ...         "unit": list("aabbcc"),
    ...         "year": [1, 2] * 3,
    ...         "x": [0, 1, 0, 2, 0, 3],
    ...         "y": [0, 1, 0, 5, 0, 7],
    ...     }
    ... )
    >>> places = pd.DataFrame({"east": [0, 10, 20], "north": [0, 0, 0]}, index=list("abc"))
    >>> near = two_way_conley(panel, "y", ["x"], unit="unit", time="year", places=places, cutoff=1)
    >>> # Nobody is nearer than 1 to another: the standard errors are those by unit.
    >>> from copro.methods.panel import fit_panel
    >>> alone = fit_panel(panel, "y", ["x"], unit="unit", time="year", estimators=("two-way",))
    >>> bool(np.isclose(near.loc[0, "se"], alone.loc[0, "se"]))
    True
    """
    frame, inside = within(data, [y, *x], unit, time)
    return _conley(frame, inside, y, x, unit, [unit, time], places, cutoff, level)[0]


def conley_in_groups(
    data: pd.DataFrame,
    y: str,
    x: list[str],
    *,
    unit: str,
    group: str,
    places: pd.DataFrame,
    cutoff: float,
    level: float = 0.95,
) -> tuple[pd.DataFrame, pd.Series]:
    """Units at one time, compared within groups (effects of ``group``), with the errors of
    ``two_way_conley``.

    Returns rows as ``two_way_conley`` does (estimator "in groups"), and what is left, indexed by
    unit. Raises ``ValueError`` if a unit stands twice or has no place.

    >>> data = pd.DataFrame(
    ...     {"unit": list("abcd"), "land": list("rrss"), "x": [0, 1, 5, 7], "y": [0, 2, 9, 13]}
    ... )
    >>> places = pd.DataFrame({"east": [0, 9, 20, 29], "north": 0}, index=list("abcd"))
    >>> where = {"unit": "unit", "group": "land", "places": places, "cutoff": 1}
    >>> rows, left = conley_in_groups(data, "y", ["x"], **where)  # both groups: 2 for each unit
    >>> float(rows.loc[0, "estimate"].round(2)), bool(left.abs().max() < 1e-9)
    (2.0, True)
    """
    frame = data[[unit, group, y, *x]].dropna().sort_values(unit, ignore_index=True)
    if frame[unit].duplicated().any():
        raise ValueError("a unit stands twice: every unit needs one row")
    inside = frame[[y, *x]] - frame.groupby(group)[[y, *x]].transform("mean")
    rows, left = _conley(frame, inside, y, x, unit, [group], places, cutoff, level)
    return rows.assign(estimator="in groups"), left.set_axis(frame[unit])


def _conley(
    frame: pd.DataFrame,
    inside: pd.DataFrame,
    y: str,
    x: list[str],
    unit: str,
    effects: list[str],
    places: pd.DataFrame,
    cutoff: float,
    level: float,
) -> tuple[pd.DataFrame, pd.Series]:
    """Least squares on what the effects left ``inside``, with errors after Conley, and what
    that leaves.
    """
    estimates, residual = _least_squares(inside, y, x)
    scores = inside[x].mul(residual, axis=0).groupby(frame[unit]).sum()
    missing = scores.index.difference(places.index)
    if len(missing):
        raise ValueError(f"no place for {', '.join(map(str, missing))}")
    closeness = np.ones((len(scores), len(scores)))
    for direction in ("east", "north"):
        at = places.loc[scores.index, direction].to_numpy(float)
        closeness *= np.clip(1 - np.abs(at[:, None] - at[None, :]) / cutoff, 0, None)
    bread = np.linalg.inv(inside[x].T @ inside[x])
    units, rows = len(scores), len(frame)
    codes = [pd.factorize(frame[name])[0] for name in effects]
    factor = small_sample(len(x), codes, pd.factorize(frame[unit])[0])
    variance = factor * np.diag(
        bread @ (scores.T.to_numpy() @ closeness @ scores.to_numpy()) @ bread
    )
    found = rows_of(
        x,
        estimates,
        np.sqrt(variance),
        free=units - 1,
        level=level,
        estimator="two-way",
        n=rows,
        units=units,
        clusters=units,
        cluster=f"places within {cutoff:g}",
        correction="Conley",
    )
    return pd.DataFrame(found, columns=[c for c in COLUMNS if c != "r2_within"]), residual


def _pysal() -> tuple[Callable[..., "W"], type]:
    """The two things taken from PySAL, without the warning that no progress bar can be drawn
    in a notebook.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from esda.moran import Moran
        from libpysal.weights import fuzzy_contiguity
    return fuzzy_contiguity, Moran


def within(
    data: pd.DataFrame, columns: list[str], unit: str, time: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Complete rows in order, and their columns without unit and time effects
    (exact on a balanced panel, and ``ValueError`` on another).

    Examples
    --------
    >>> panel = pd.DataFrame({"unit": list("aabb"), "year": [1, 2] * 2, "x": [0, 1, 0, 3]})
    >>> within(panel, ["x"], "unit", "year")[1]["x"].tolist()
    [0.5, -0.5, -0.5, 0.5]
    """
    frame = data[[unit, time, *columns]].dropna().sort_values([unit, time], ignore_index=True)
    if (
        len(frame) != frame[unit].nunique() * frame[time].nunique()
        or frame.duplicated([unit, time]).any()
    ):
        raise ValueError("the panel is not balanced: every unit needs one row for every time")
    values = frame[columns]
    inside = (
        values
        - values.groupby(frame[unit]).transform("mean")
        - values.groupby(frame[time]).transform("mean")
        + values.mean()
    )
    return frame, inside


def _least_squares(inside: pd.DataFrame, y: str, x: list[str]) -> tuple[np.ndarray, pd.Series]:
    estimates, *_ = np.linalg.lstsq(inside[x].to_numpy(), inside[y].to_numpy(), rcond=None)
    return estimates, inside[y] - inside[x].to_numpy() @ estimates
