"""Indirect calibration from thresholds and by beta regression, and totally fuzzy and relative sets.

Indirect calibration fits memberships to rough grades (Ragin 2008, p. 94-97): the grades come from
thresholds (`indirect_thresholds`) or from the researcher (`indirect`, `indirect_beta`).
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma, expit, gammaln, logit

from .calibrate import _measurements, snapped
from .checks import Numbers
from .errors import ParameterError

MAX_STEPS = 500


def indirect_thresholds(raw: Numbers, thresholds: Numbers) -> np.ndarray:
    """Indirect calibration with grades in equal steps between thresholds.

    The thresholds cut the values into groups graded 0 to 1 in equal steps; a fractional
    polynomial (log x, square root, x, square; Royston & Altman 1994) in a quasi-binomial logit
    smooths the grades into memberships. This is R's `calibrate(method = "indirect")`.

    Parameters
    ----------
    raw : sequence of float
        Measurements, 0 or above (0 is taken as 1e-5, for its logarithm).
    thresholds : sequence of float
        Increasing; a value equal to a threshold belongs to the group below.

    Returns
    -------
    float array (n,), memberships with six digits.

    Raises
    ------
    ParameterError, MissingValueError

    Examples
    --------
    >>> indirect_thresholds([1, 2, 3, 4, 5, 6, 7, 8], [2.5, 4.5, 6.5]).round(2)
    array([0.  , 0.01, 0.29, 0.45, 0.51, 0.76, 0.98, 1.  ])
    """
    x = _measurements(raw)
    steps = np.asarray(thresholds, dtype=float)
    if (
        steps.ndim != 1
        or len(steps) == 0
        or not np.isfinite(steps).all()
        or (np.diff(steps) <= 0).any()
    ):
        raise ParameterError(
            "thresholds",
            ", ".join(map(str, np.ravel(thresholds))) or "none",
            "at least one, each above the one before",
        )
    if (x < 0).any():
        raise ParameterError("values", f"{x.min():g}", "measurements from 0 (for their logarithm)")
    grades = np.round(np.linspace(0, 1, len(steps) + 1), 3)[np.searchsorted(steps, x, side="left")]
    if np.ptp(grades) == 0:
        raise ParameterError("thresholds", "all values in one group", "thresholds among the values")
    x = np.where(x == 0, 1e-5, x)
    design = np.column_stack([np.ones_like(x), np.log(x), np.sqrt(x), x, x**2])
    return np.round(snapped(_quasi_binomial(design, grades)), 6)


def _quasi_binomial(design: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Fitted values (n,) of a logit of shares y, by iteratively reweighted least squares."""
    basis, _ = np.linalg.qr(design)
    mu = (y + 0.5) / 2
    eta = logit(mu)
    for _ in range(MAX_STEPS):
        weight = np.maximum(mu * (1 - mu), 1e-12)
        root = np.sqrt(weight)
        working = eta + (y - mu) / weight
        eta = basis @ np.linalg.lstsq(basis * root[:, None], working * root, rcond=None)[0]
        before, mu = mu, expit(eta)
        if np.abs(mu - before).max() < 1e-10:
            return mu
    raise ParameterError(
        "thresholds",
        "grades to which no curve can be fitted",
        "other thresholds, or direct calibration",
    )


def indirect_beta(raw: Numbers, grades: Numbers) -> np.ndarray:
    """Indirect calibration by beta regression of the researcher's grades on the raw values.

    Beta regression (Ferrari & Cribari-Neto 2004) with a logit link and constant precision; grades
    of 0 and 1 are drawn in to (g (n - 1) + 0.5) / n (Smithson & Verkuilen 2006).

    Parameters
    ----------
    raw : sequence of float
        Measurements (n,).
    grades : sequence of float
        Grades (n,), such as 0, 0.2, 0.4, 0.6, 0.8, 1.

    Returns
    -------
    float array (n,), memberships in (0, 1).

    Raises
    ------
    ParameterError, MissingValueError

    Examples
    --------
    >>> indirect_beta([1, 2, 3, 4, 5, 6], [0, 0.2, 0.2, 0.6, 0.8, 1]).round(2)
    array([0.08, 0.18, 0.35, 0.57, 0.76, 0.89])
    """
    x, grade = _measurements(raw), _measurements(grades)
    if len(x) != len(grade):
        raise ParameterError("grades", f"{len(grade)} grades", f"{len(x)}, one per value")
    if (grade < 0).any() or (grade > 1).any() or np.ptp(x) == 0 or np.ptp(grade) == 0:
        raise ParameterError(
            "grades",
            "grades outside 0 to 1, or nothing that varies",
            "varying grades from 0 to 1 and varying values",
        )
    y = (grade * (len(grade) - 1) + 0.5) / len(grade)
    design = np.column_stack([np.ones_like(x), (x - x.mean()) / x.std()])
    start = np.append(np.linalg.lstsq(design, logit(y), rcond=None)[0], 1.0)
    found = minimize(
        _beta_loss,
        start,
        args=(design, y),
        jac=True,
        method="BFGS",
        options={"gtol": 1e-8, "maxiter": MAX_STEPS},
    )
    if not np.isfinite(found.fun) or np.abs(found.jac).max() > 1e-4 * len(y):
        raise ParameterError(
            "grades",
            "grades to which no beta regression can be fitted",
            "grades that rise or fall with the values, or `indirect`",
        )
    return expit(design @ found.x[:-1])


def _beta_loss(
    parameters: np.ndarray, design: np.ndarray, y: np.ndarray
) -> tuple[float, np.ndarray]:
    """Negative log-likelihood and gradient; the last parameter is the log of the precision."""
    mu, phi = expit(design @ parameters[:-1]), np.exp(parameters[-1])
    a, b = mu * phi, (1 - mu) * phi
    loss = -(
        gammaln(phi) - gammaln(a) - gammaln(b) + (a - 1) * np.log(y) + (b - 1) * np.log1p(-y)
    ).sum()
    by_mu = phi * (logit(y) - digamma(a) + digamma(b))
    by_phi = (
        digamma(phi)
        - mu * digamma(a)
        - (1 - mu) * digamma(b)
        + mu * np.log(y)
        + (1 - mu) * np.log1p(-y)
    )
    return loss, -np.append(design.T @ (by_mu * mu * (1 - mu)), phi * by_phi.sum())


def tfr(raw: Numbers, lowest: float = 1.0) -> np.ndarray:
    """Totally fuzzy and relative memberships of ordinal values (Cheli & Lemmi 1995).

    Membership is the share, of the cases above the scale's lowest value, that a value reaches or
    passes: max(0, (E(x) - E(lowest)) / (1 - E(lowest))), E the empirical distribution.

    Parameters
    ----------
    raw : sequence of float
        Ordinal values (n,), such as answers from 1 to 7.
    lowest : float
        Lowest value of the scale, whether or not a case has it: 1 as in R, 0 for scales from 0.

    Returns
    -------
    float array (n,), 0 for the scale's lowest value, 1 for the highest that is observed.

    Raises
    ------
    ParameterError, MissingValueError

    Examples
    --------
    >>> tfr([1, 2, 2, 3, 5])
    array([0.  , 0.5 , 0.5 , 0.75, 1.  ])
    """
    x = _measurements(raw)
    if len(x) == 0 or (x < lowest).any() or x.max() <= lowest:
        found = f"values from {x.min():g} to {x.max():g}" if len(x) else "no value"
        raise ParameterError(
            "values", found, f"values from {lowest:g}, the scale's lowest, to more"
        )
    share = np.searchsorted(np.sort(x), x, side="right") / len(x)
    least = (x == lowest).mean()
    return np.maximum(0, (share - least) / (1 - least))
