"""Sample sizes and detectable differences of two proportions, with clustered answers.

Proportions are compared on the arcsine scale (Cohen 1988, ch. 6: h = 2 asin sqrt p1 - 2 asin sqrt
p2), with the normal power of ``statsmodels``. Answers from one cluster are alike: the design effect
of Kish (1965) multiplies the sample size. All proportions and correlations are shares from 0 to 1.
"""

import math

import numpy as np
from scipy.stats import norm
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize


def independent(
    first: float, second: float, power: float = 0.8, alpha: float = 0.05, share: float = 0.5
) -> float:
    """Independent answers needed in both groups together, to tell two proportions apart.

    Parameters
    ----------
    power, alpha : float
        Chance to find the difference; two-sided level.
    share : float
        Share of the answers in the first group; groups of unequal size need more.

    Returns
    -------
    float, answers of the two groups together, not rounded. Raises ``ValueError`` for equal
    proportions or shares outside 0 to 1.

    >>> round(independent(0.5, 0.6))
    774
    """
    if first == second or not all(0 < p < 1 for p in (first, second, share)):
        raise ValueError(
            f"found proportions {first:g} and {second:g}, share {share:g}; expected two "
            "different ones, all between 0 and 1"
        )
    effect = abs(proportion_effectsize(first, second))
    one = NormalIndPower().solve_power(effect, alpha=alpha, power=power, ratio=(1 - share) / share)
    return float(one / share)


def around_half(difference: float) -> tuple[float, float]:
    """Two proportions that differ by so much and lie evenly around one half, where a difference
    needs the most answers.

    >>> around_half(0.2)
    (0.4, 0.6)
    """
    return 0.5 - difference / 2, 0.5 + difference / 2


def design_effect(size: float, icc: float, within: bool = False) -> float:
    """Factor on the variance of a difference when ``size`` answers come from each cluster.

    Between groups of clusters: 1 + (size - 1) icc (Kish 1965). ``within``: both groups are asked in
    equal parts in every cluster, whose common part then cancels: 1 - icc.
    Raises ``ValueError`` for a size below 1 (2 within clusters) or a correlation outside 0 to 1.

    >>> round(design_effect(20, 0.05), 2)  # 1 + 19 * 0.05
    1.95
    >>> design_effect(20, 0.05, within=True)
    0.95
    """
    least = 2 if within else 1
    if size < least or not 0 <= icc <= 1:
        raise ValueError(
            f"found size {size:g} and correlation {icc:g}; expected at least {least}, and 0 to 1"
        )
    return 1 - icc if within else 1 + (size - 1) * icc


def needed(
    difference: float,
    *,
    size: float,
    icc: float,
    power: float = 0.8,
    alpha: float = 0.05,
    share: float = 0.5,
    within: bool = False,
) -> dict[str, int]:
    """Answers and clusters needed to find a difference around one half (see ``around_half``).

    >>> needed(0.1, size=20, icc=0.05)
    {'answers': 1526, 'clusters': 77}
    """
    answers = independent(*around_half(difference), power, alpha, share) * design_effect(
        size, icc, within
    )
    return {"answers": math.ceil(answers), "clusters": math.ceil(answers / size)}


def detectable(
    answers: float,
    *,
    size: float,
    icc: float,
    power: float = 0.8,
    alpha: float = 0.05,
    share: float = 0.5,
    within: bool = False,
) -> float:
    """Smallest difference around one half that so many answers find: the inverse of ``needed``.

    Around one half h = 2 asin(difference), so the difference is sin(h / 2); NaN if even the
    difference between none and all would not be found.

    >>> answers = needed(0.1, size=20, icc=0.05)["answers"]
    >>> round(detectable(answers, size=20, icc=0.05), 3)
    0.1
    """
    effective = answers / design_effect(size, icc, within)
    effect = NormalIndPower().solve_power(
        nobs1=effective * share, alpha=alpha, power=power, ratio=(1 - share) / share
    )
    return float(np.sin(effect / 2)) if effect <= np.pi else float("nan")


def margin(
    share: float, clusters: int, total: int, *, size: float, icc: float, level: float = 0.95
) -> float:
    """Half the width of the interval of a proportion,
    when ``clusters`` of ``total`` clusters are asked.

    What differs between clusters is known better the more of all clusters are asked (finite
    population); it is known fully when all are. Answers within a cluster are taken as drawn from
    many. Raises ``ValueError`` if more clusters are asked than there are.

    >>> round(margin(0.5, 50, 400, size=20, icc=0.05), 3)
    0.042
    >>> # All clusters asked, and all in a cluster alike: nothing is left open.
    >>> margin(0.5, 400, 400, size=20, icc=1.0)
    0.0
    """
    if not 0 < clusters <= total:
        raise ValueError(f"found {clusters} clusters of {total}; expected 1 to {total}")
    variance = (
        share
        * (1 - share)
        * (icc * (1 - clusters / total) / clusters + (1 - icc) / (clusters * size))
    )
    return float(norm.ppf(0.5 + level / 2) * math.sqrt(variance))
