"""The wild cluster bootstrap for few clusters (Cameron, Gelbach and Miller 2008), without drawing.

With G clusters there are 2^G ways to turn the signs of their residuals (Rademacher weights), and
for few clusters all of them are computed, so nothing depends on chance or on a seed. The null
hypothesis is imposed on the residuals, and the interval holds every value that the test does not
reject, as in ``boottest`` (Roodman, MacKinnon, Nielsen and Webb 2019). With fewer than about 11
clusters the 2^(G-1) different statistics are too few for a level of 5 percent.
"""

from collections.abc import Callable
from itertools import product

import numpy as np
import pandas as pd

from copro.methods import spatial

MOST = 16  # clusters: beyond, all signs are too many, and clustered errors do without


def wild_clusters(
    data: pd.DataFrame,
    y: str,
    x: list[str],
    *,
    unit: str,
    time: str,
    cluster: str,
    between: bool = False,
    level: float = 0.95,
) -> dict[str, float]:
    """Unit and time effects: the estimate for the first of ``x``, tested with errors shared within
    ``cluster`` in any way. The others of ``x`` are held. ``between`` compares means of units.

    Returns estimate, low, high (ends of the interval), t, p (of no link, two-sided and symmetric)
    and clusters. Raises ``ValueError`` if the panel is not balanced, if a unit is in two clusters
    or if there are more than ``MOST`` clusters.

    >>> panel = pd.DataFrame(
    ...     {
    ...         "unit": np.repeat(list("abcdefghijkl"), 2),
    ...         "year": [1, 2] * 12,
    ...         "x": np.ravel([(0, k) for k in range(12)]),
    ...         "y": np.ravel([(0, 2 * k + (1, -1)[k % 2]) for k in range(12)]),
    ...     }
    ... )
    >>> found = wild_clusters(panel, "y", ["x"], unit="unit", time="year", cluster="unit")
    >>> round(found["estimate"], 1), found["low"] < 2 < found["high"], found["p"] < 0.05
    (2.0, True, True)
    """
    rows = data[[*dict.fromkeys([unit, time, cluster, y, *x])]].dropna()
    rows = rows.sort_values([unit, time], ignore_index=True)
    groups, names = pd.factorize(rows[cluster])
    if rows.groupby(unit)[cluster].nunique().max() > 1:
        raise ValueError(f"a {unit} is in two clusters of {cluster}")
    if len(names) > MOST:
        raise ValueError(f"found {len(names)} clusters; expected at most {MOST}")
    if between:
        rows = rows.groupby([unit, cluster], as_index=False, sort=False).mean()
        groups, names = pd.factorize(rows[cluster])
        across = np.column_stack([np.ones(len(rows)), rows[x[1:]]])

    def left(columns: np.ndarray) -> list[np.ndarray]:
        """What the effects and the held regressors leave of each of the columns."""
        if between:
            inside, held = columns, across
        else:
            numbered = pd.DataFrame(columns)
            frame = rows[[unit, time, *x[1:]]].join(numbered)
            _, frame = spatial.within(frame, [*numbered, *x[1:]], unit, time)
            inside, held = frame[[*numbered]].to_numpy(), frame[x[1:]].to_numpy()
        return [one - held @ np.linalg.lstsq(held, one, rcond=None)[0] for one in inside.T]

    outcome, term = left(rows[[y, x[0]]].to_numpy(float))
    square = term @ term
    estimate = float(term @ outcome / square)
    member = (groups[:, None] == np.arange(len(names))).astype(float)
    # Columns: the restricted residuals of one cluster, which are linear in the value tested.
    own, slope = (np.column_stack(left(member * v[:, None])) for v in (outcome, term))
    by_cluster = (member * term[:, None]).T
    squares = (member.T * term**2).sum(axis=1)
    signs = np.array(list(product([1.0, -1.0], repeat=len(names) - 1)))
    signs = np.column_stack([np.ones(len(signs)), signs])  # the first row turns no sign

    def turned(residuals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The estimate from every way to turn the signs, and its scores by cluster."""
        estimates = signs @ (term @ residuals / square)
        return estimates, signs @ (by_cluster @ residuals).T - estimates[:, None] * squares

    (fixed, scores), (change, by_value) = turned(own), turned(slope)
    # The scores are straight lines in the value tested, their squares parabolas.
    still, slant, bend = (
        (one * other).sum(axis=1)
        for one, other in ((scores, scores), (scores, by_value), (by_value, by_value))
    )

    def statistics(value: float) -> np.ndarray:
        """The t of every way to turn the signs, if ``value`` were true; the observed one first."""
        spread = np.sqrt(still - 2 * value * slant + value**2 * bend)
        return (fixed - value * change) * square / spread

    def p(value: float) -> float:
        size = np.abs(statistics(value))
        return float((size >= size[0] - 1e-9).mean())

    t = float(statistics(0.0)[0])
    few = 1 / len(signs) > 1 - level  # then no value can be rejected
    low, high = (
        side * np.inf if few else _end(p, estimate, side * abs(estimate / t), 1 - level)
        for side in (-1, 1)
    )
    return {
        "estimate": estimate,
        "low": low,
        "high": high,
        "t": t,
        "p": p(0.0),
        "clusters": len(names),
    }


def _end(p: Callable[[float], float], estimate: float, step: float, alpha: float) -> float:
    """The last value on one side of the estimate that is not rejected, to a millionth of a step."""
    inside, outside = estimate, estimate + step
    while p(outside) > alpha:
        inside, outside = outside, outside + step
        if abs(outside - estimate) > 1000 * abs(step):
            return float(np.copysign(np.inf, step))
    while abs(outside - inside) > 1e-6 * abs(step):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if p(middle) > alpha else (inside, middle)
    return float(inside)
