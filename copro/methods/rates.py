"""Rates of clustered counts, and shares against a baseline, with intervals.

Events cluster (many mentions of a word in one debate), so clusters are resampled, never events.
All intervals are percentile intervals of 95 % unless ``level`` says otherwise.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats


def clustered_rates(
    rows: pd.DataFrame,
    *,
    by: list[str],
    count: str,
    cluster: str,
    base: pd.Series,
    clusters: pd.Series,
    draws: int,
    seed: int,
    precision: tuple[int, int] | None = None,
    per: float = 1.0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Counts per ``base`` for each value of ``by``, from a bootstrap over clusters.

    Parameters
    ----------
    rows : events, with the columns ``by``, ``cluster`` and ``count`` (number of events)
    base : exposure, indexed by ``by``; taken as given, not resampled
    clusters : number of all clusters, those without any event included, indexed by ``by``
    precision : (right, read) of a hand-read sample of the events: the rate is multiplied by the
        share that was right, drawn anew for each bootstrap draw (Beta with Jeffreys' prior)
    per : the rate is per this many units of ``base``

    Returns ``by``, count, clusters, clusters_with, rate, low, high, in the order of ``base``.
    A value of ``base`` without any event has the rate 0 and the interval of no event seen
    (upper limit of a Poisson count of 0). Raises ``ValueError`` if a value of ``by`` has fewer
    clusters than clusters with events.

    >>> debates = pd.DataFrame({"year": [2001, 2001, 2002], "debate": [1, 2, 3], "hits": [2, 1, 4]})
    >>> words, held = pd.Series({2001: 1000, 2002: 2000}), pd.Series({2001: 10, 2002: 10})
    >>> found = clustered_rates(
    ...     debates,
    ...     by=["year"],
    ...     count="hits",
    ...     cluster="debate",
    ...     base=words,
    ...     clusters=held,
    ...     draws=200,
    ...     seed=1,
    ...     per=1000,
    ... )
    >>> found[["year", "count", "clusters_with", "rate"]]  # 3 hits in 1,000 words, 4 in 2,000
       year  count  clusters_with  rate
    0  2001      3              2   3.0
    1  2002      4              1   2.0
    """
    rng = np.random.default_rng(seed)
    sums = rows[rows[count] > 0].groupby([*by, cluster])[count].sum()
    found = []
    for key, exposure in base.items():
        label = key if isinstance(key, tuple) else (key,)
        seen = _of(sums, label).to_numpy()
        total = int(clusters.loc[key])
        if total < len(seen):
            raise ValueError(f"{label}: {len(seen)} clusters with events, but only {total} in all")
        right = _precision(precision, draws, rng)
        sampled = resampled_sums(seen, total, draws, rng) * right * per / exposure
        low, high = _limits(sampled, level)
        if not seen.size:
            high = stats.chi2.ppf((1 + level) / 2, 2) / 2 * per / exposure
        share = precision[0] / precision[1] if precision else 1.0
        rate = seen.sum() * share * per / exposure
        found.append((*label, int(seen.sum()), total, len(seen), rate, low, high))
    return pd.DataFrame(
        found, columns=[*by, "count", "clusters", "clusters_with", "rate", "low", "high"]
    )


def exact_rates(
    rows: pd.DataFrame, *, count: str, base: str, per: float = 1.0, level: float = 0.95
) -> pd.DataFrame:
    """``rows`` with rate, low and high: counts per ``base``, with exact Poisson limits (Garwood).

    For rare events that are told apart one by one. Events that come together, as words of one
    debate do, make the limits too narrow: then count the days as well.

    >>> seen = pd.DataFrame({"uses": [0, 14], "words": [125.2, 36.7]})
    >>> exact_rates(seen, count="uses", base="words").round(2)
       uses  words  rate   low  high
    0     0  125.2  0.00  0.00  0.03
    1    14   36.7  0.38  0.21  0.64
    """
    tail, seen = (1 - level) / 2, rows[count]
    scale = per / rows[base]
    return rows.assign(
        rate=seen * scale,
        low=np.where(seen > 0, stats.gamma.ppf(tail, seen.where(seen > 0, 1)), 0) * scale,
        high=stats.gamma.ppf(1 - tail, seen + 1) * scale,
    )


def resampled_sums(
    counts: np.ndarray, clusters: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """``draws`` bootstrap totals of ``clusters`` clusters,
    of which all but ``counts`` hold nothing.

    >>> resampled_sums(np.array([2]), 1, 3, np.random.default_rng(0))
    array([2., 2., 2.])
    """
    every = np.zeros(clusters)
    every[: len(counts)] = counts
    return every[rng.integers(0, clusters, (draws, clusters))].sum(axis=1)


def share_ratios(
    rows: pd.DataFrame,
    *,
    by: list[str],
    part: str,
    cluster: str,
    baseline: pd.DataFrame,
    draws: int,
    seed: int,
    precision: tuple[int, int] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Share of rows with ``part``, over the share in a baseline, for each value of ``by``.

    ``rows`` has a row for each event, ``part`` 0 or 1; ``baseline`` is indexed by ``by`` with the
    columns ``part`` and ``whole`` (independent draws). Clusters of rows are resampled, the
    baseline share is drawn from its Beta distribution (Jeffreys' prior).

    ``precision`` is (right, read) of a hand-read sample. What the wrong events look like is
    unknown, so the interval covers both ends: they look like the right ones (the ratio stands) or
    like the baseline (the ratio of the right ones lies further from 1, by one over the precision).

    Returns ``by``, n (rows), clusters, clusters_with (those with ``part``), with_part, ratio, low,
    high. Raises ``ValueError`` where the baseline has no window with ``part``, or ``rows`` has no
    row.

    >>> windows = pd.DataFrame({"field": "care", "debate": [1, 1, 2, 3], "part": [1, 0, 1, 0]})
    >>> usual = pd.DataFrame({"part": [25], "whole": [100]}, index=pd.Index(["care"], name="field"))
    >>> found = share_ratios(
    ...     windows, by=["field"], part="part", cluster="debate", baseline=usual, draws=200, seed=1
    ... )
    >>> found[["field", "n", "with_part", "ratio"]]  # 2 of 4, over 25 of 100
      field  n  with_part  ratio
    0  care  4          2    2.0
    """
    rng = np.random.default_rng(seed)
    days = pd.Index(rows[cluster].unique())
    weights = _times_drawn(len(days), draws, rng)
    grouped = rows.groupby([*by, cluster])[part].agg(["sum", "size"])
    labels = [key if isinstance(key, tuple) else (key,) for key in baseline.index]
    held = np.zeros((2, len(labels), len(days)))  # rows with ``part``, and all of them
    for place, label in enumerate(labels):
        cells = _of(grouped, label)
        held[:, place, days.get_indexer(cells.index)] = cells.to_numpy().T
    resampled = held @ weights.T
    right, found = _precision(precision, draws, rng), []
    for place, label in enumerate(labels):
        reference, (parts, wholes) = baseline.iloc[place], held[:, place]
        if not reference["part"] or not wholes.any():
            raise ValueError(f"{label}: the baseline or the rows hold nothing to compare")
        usual = rng.beta(
            reference["part"] + 0.5, reference["whole"] - reference["part"] + 0.5, draws
        )
        drawn = resampled[0, place] / resampled[1, place] / usual
        corrected = np.maximum(1 + (drawn - 1) / right, 0)
        ends = np.array([_limits(drawn, level), _limits(corrected, level)])
        ratio = parts.sum() / wholes.sum() / (reference["part"] / reference["whole"])
        counts = wholes.sum(), (wholes > 0).sum(), (parts > 0).sum(), parts.sum()
        found.append((*label, *map(int, counts), ratio, ends[:, 0].min(), ends[:, 1].max()))
    return pd.DataFrame(
        found, columns=[*by, "n", "clusters", "clusters_with", "with_part", "ratio", "low", "high"]
    )


def _of(grouped: pd.Series | pd.DataFrame, label: tuple[Any, ...]) -> pd.Series | pd.DataFrame:
    """The rows of one value of ``by``; none where it does not occur."""
    try:
        return grouped.loc[label]
    except KeyError:
        return grouped.iloc[:0]


def _times_drawn(clusters: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """How often each cluster is drawn, a row a draw
    (counting is far quicker than a multinomial).
    """
    drawn = rng.integers(0, clusters, (draws, clusters)) + clusters * np.arange(draws)[:, None]
    return (
        np.bincount(drawn.ravel(), minlength=draws * clusters)
        .reshape(draws, clusters)
        .astype(float)
    )


def _precision(
    precision: tuple[int, int] | None, draws: int, rng: np.random.Generator
) -> np.ndarray | float:
    if precision is None:
        return 1.0
    right, read = precision
    return rng.beta(right + 0.5, read - right + 0.5, draws)


def _limits(drawn: np.ndarray, level: float) -> np.ndarray:
    return np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
