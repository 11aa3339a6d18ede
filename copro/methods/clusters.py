"""The small-sample factor of clustered standard errors, in one place for all panel estimators.

CR1S multiplies the sandwich of Liang and Zeger (1986) by G/(G-1) * (N-1)/(N-K), for G clusters and
N rows. K counts the regressors and the absorbed effects, but not effects nested in the clusters:
the cluster sums of the scores already allow for them (Cameron and Miller 2015, section II.F). Of
the effects that count, each set after the first is one less, since sets overlap in the constant;
where all are nested, the constant is still one. This is the count of ``reghdfe``, of ``xtreg, fe``
and of R's ``fixest`` (``ssc(K.fixef = "nonnested")``, once called "nested"); ``areg`` and dummies
written out count every effect, which with two times makes standard errors too large by a factor of
1.41.
"""

from typing import TypeVar

import numpy as np

Number = TypeVar("Number", float, np.ndarray)


def within(fine: np.ndarray, coarse: np.ndarray) -> bool:
    """Whether every group of ``fine`` lies in one group of ``coarse`` (codes from 0 without gaps,
    by row).

    >>> within(np.array([0, 0, 1]), np.array([0, 0, 0]))
    True
    >>> within(np.array([0, 0, 0]), np.array([0, 0, 1]))
    False
    """
    one = np.empty(fine.max() + 1, dtype=int)
    one[fine] = coarse
    return bool((one[fine] == coarse).all())


def small_sample(regressors: Number, effects: list[np.ndarray], clusters: np.ndarray) -> Number:
    """Factor of the variance: G/(G-1) * (N-1)/(N-K).

    Parameters
    ----------
    regressors : number of regressors, without the constant, or one for each of several models
    effects : codes (N,) of each set of absorbed effects, from 0 without gaps;
        none is a constant alone
    clusters : codes (N,) of the clusters

    >>> # Four rows in two clusters, one regressor and a constant: 2/1 * 3/(4 - 2).
    >>> small_sample(1, [], np.array([0, 0, 1, 1]))
    3.0
    """
    rows, count = len(clusters), int(clusters.max()) + 1
    sizes = [int(codes.max()) + 1 for codes in effects if not within(codes, clusters)]
    absorbed = max(1, sum(sizes) - len(sizes) + 1)
    return count / (count - 1) * (rows - 1) / (rows - regressors - absorbed)
