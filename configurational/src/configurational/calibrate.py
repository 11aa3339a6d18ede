"""Calibration: from raw measurements to memberships (Ragin 2008, ch. 4-5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.special import expit

from .checks import Numbers, require_kind, require_share, shown
from .errors import MissingValueError, ParameterError

# Logistic membership at the inclusion anchor that the field's standard package uses.
IDM = 0.95
# Logistic memberships this close to 0 or 1 are full non-membership or membership.
SNAP = 1e-4
METHODS = ("logistic", "linear", "ecdf")
THREE = ("e", "c", "i")
SIX = ("e1", "c1", "i1", "i2", "c2", "e2")


def direct(
    raw: Numbers,
    anchors: Mapping[str, float],
    method: str = "logistic",
    idm: float = IDM,
    below: float = 1.0,
    above: float = 1.0,
) -> np.ndarray:
    """Direct calibration to fuzzy memberships.

    Parameters
    ----------
    raw : sequence of float
        Measurements in their own unit.
    anchors : mapping
        Three anchors e, c, i (full exclusion, crossover, full inclusion): increasing when
        e < c < i, decreasing when e > c > i. Or six anchors e1, c1, i1, i2, c2, e2: bell-shaped
        (the middle is in) when they increase in that order, inverted (the middle is out) when
        i1 < c1 < e1 <= e2 < c2 < i2.
    method : str
        "logistic" (log odds linear on each side of the crossover; Ragin 2008, p. 85-94),
        "linear" (0 at e, 0.5 at c, 1 at i) or "ecdf" (three anchors; the share of the observed
        values from one anchor to the next replaces the distance; Dușa 2019, QCA with R, ch. 4).
    idm : float
        Logistic membership at the inclusion anchor, and 1 - idm at the exclusion anchor. Ragin's
        published sets use log odds of 3, which is 0.9526.
    below, above : float
        Exponents of the linear curve below and above a membership of 0.5: above 1 they bend it
        towards full non-membership and full membership, below 1 towards the crossover.

    Returns
    -------
    float array (n,), memberships in [0, 1].

    Raises
    ------
    ParameterError, MissingValueError
    """
    _check_curve(method, idm, below, above)
    require_kind("anchors", anchors, Mapping)
    x = _measurements(raw)
    for name, value in anchors.items():
        _require_finite(f"anchor {name}", value)
    if set(anchors) == set(SIX) and method == "ecdf":
        raise ParameterError("anchors", ", ".join(anchors), "e, c, i with the method ecdf")
    if set(anchors) not in (set(THREE), set(SIX)):
        raise ParameterError(
            "anchors", ", ".join(anchors) or "none", "e, c, i or e1, c1, i1, i2, c2, e2"
        )
    slope = np.log(idm / (1 - idm))

    def curve(e: float, c: float, i: float) -> np.ndarray:
        if method == "ecdf":
            return _empirical(x, e, c, i)
        if method == "logistic":
            return _logistic(x, e, c, i, slope)
        return _linear(x, e, c, i, below, above)

    if set(anchors) == set(THREE):
        return curve(*_three(anchors))
    e1, c1, i1, i2, c2, e2 = _six(anchors)
    middle = (max(e1, i1) + min(e2, i2)) / 2
    return np.where(x <= middle, curve(e1, c1, i1), curve(e2, c2, i2))


def _check_curve(method: str, idm: float, below: float, above: float) -> None:
    """Refuse an unknown method, and numbers that are none or mean nothing with it."""
    if method not in METHODS:
        raise ParameterError("method", repr(method), " or ".join(METHODS))
    expected = "a membership above 0.5 and below 1"
    require_share("idm", idm, expected=expected)
    for name, value in (("below", below), ("above", above)):
        require_share(name, value, high=np.inf, expected="a positive exponent")
        if not 0 < value < np.inf or (value != 1 and method != "linear"):
            raise ParameterError(
                name,
                f"{value} with method {method}",
                "a positive exponent, of the linear method only",
            )
    if idm != IDM and method != "logistic":
        raise ParameterError(
            "idm", f"{idm} with method {method}", "none: only the logistic curve ends in it"
        )
    if not 0.5 < idm < 1:
        raise ParameterError("idm", f"{idm}", expected)


def _three(anchors: Mapping[str, float]) -> tuple[float, float, float]:
    """Anchors e, c, i in the order of their names."""
    e, c, i = (float(anchors[a]) for a in THREE)
    if not (e < c < i or e > c > i):
        raise ParameterError("anchors", f"e={e:g}, c={c:g}, i={i:g}", "e < c < i or e > c > i")
    return e, c, i


def _six(anchors: Mapping[str, float]) -> tuple[float, ...]:
    """Anchors e1, c1, i1, i2, c2, e2 in the order of their names."""
    e1, c1, i1, i2, c2, e2 = found = tuple(float(anchors[a]) for a in SIX)
    if not (e1 < c1 < i1 <= i2 < c2 < e2 or i1 < c1 < e1 <= e2 < c2 < i2):
        raise ParameterError(
            "anchors",
            ", ".join(f"{a}={anchors[a]:g}" for a in SIX),
            "e1 < c1 < i1 <= i2 < c2 < e2 (bell) or i1 < c1 < e1 <= e2 < c2 < i2 (inverted)",
        )
    return found


def _logistic(x: np.ndarray, e: float, c: float, i: float, slope: float) -> np.ndarray:
    """Logistic curve with log odds `slope` at i and -`slope` at e."""
    inner = (x >= c) if i > e else (x <= c)
    return snapped(expit(slope * (x - c) / np.where(inner, i - c, c - e)))


def _linear(x: np.ndarray, e: float, c: float, i: float, below: float, above: float) -> np.ndarray:
    """Straight from e over c to i, or bent by exponents on either side of the crossover."""
    order = np.argsort([e, c, i])
    member = np.interp(x, np.array([e, c, i])[order], np.array([0.0, 0.5, 1.0])[order])
    lower, upper = np.minimum(member, 0.5), np.maximum(member, 0.5)
    bent = np.where(member <= 0.5, 0.5 * (2 * lower) ** below, 1 - 0.5 * (2 - 2 * upper) ** above)
    return snapped(member if below == above == 1 else bent)


def _empirical(x: np.ndarray, e: float, c: float, i: float) -> np.ndarray:
    """Shares of the values between the outer anchors, a half on each side of the crossover."""
    if e > i:
        return 1 - _empirical(x, i, c, e)
    inner = np.sort(x[(x >= e) & (x <= i)])
    share = np.searchsorted(inner, x, side="right") / max(len(inner), 1)
    middle = np.searchsorted(inner, c, side="right") / max(len(inner), 1)
    if not 0 < middle < 1:
        raise ParameterError(
            "anchors",
            f"no value from {e:g} to {c:g} or from {c:g} to {i:g}",
            "values on both sides of the crossover",
        )
    member = np.where(x <= c, share / middle / 2, 0.5 + (share - middle) / (1 - middle) / 2)
    return snapped(np.where(x <= e, 0.0, np.where(x >= i, 1.0, member)))


def snapped(member: np.ndarray) -> np.ndarray:
    """Memberships with those next to 0 and 1 made 0 and 1."""
    return np.where(member < SNAP, 0.0, np.where(member > 1 - SNAP, 1.0, member))


def crisp(raw: Numbers, threshold: float) -> np.ndarray:
    """Crisp membership: 1 at and above the threshold, else 0; int array (n,)."""
    _require_finite("threshold", threshold)
    return (_measurements(raw) >= threshold).astype(int)


def multivalue(raw: Numbers, thresholds: Numbers) -> np.ndarray:
    """Levels 0, 1, ...: how many of the increasing thresholds a value reaches; int array (n,)."""
    if isinstance(thresholds, (str, bytes)) or not isinstance(thresholds, (Sequence, np.ndarray)):
        raise ParameterError(
            "thresholds", shown(thresholds), "a sequence of numbers, such as [550, 900]"
        )
    for threshold in thresholds:
        _require_finite("threshold", threshold)
    steps = np.asarray(thresholds, dtype=float)
    if len(steps) == 0 or (np.diff(steps) <= 0).any():
        raise ParameterError(
            "thresholds",
            ", ".join(map(str, thresholds)) or "none",
            "at least one, each above the one before",
        )
    return np.searchsorted(steps, _measurements(raw), side="right")


def indirect(raw: Numbers, grades: Numbers) -> np.ndarray:
    """Indirect calibration (Ragin 2008, p. 94-97): memberships predicted from judged grades.

    The researcher grades every case (such as 0, 0.2, 0.4, 0.6, 0.8, 1); a fractional logit of the
    grades on the raw values (Papke & Wooldridge 1996) gives the memberships.

    Returns
    -------
    float array (n,), memberships in (0, 1).
    """
    x, y = _measurements(raw), _measurements(grades)
    if len(x) != len(y):
        raise ParameterError("grades", f"{len(y)} grades", f"{len(x)}, one per value")
    if (y < 0).any() or (y > 1).any() or np.ptp(x) == 0 or np.ptp(y) == 0:
        raise ParameterError(
            "grades",
            "grades outside 0 to 1, or nothing that varies",
            "varying grades from 0 to 1 and varying values",
        )
    z = (x - x.mean()) / x.std()
    design = np.column_stack([np.ones_like(z), z])
    beta = np.zeros(2)
    for _ in range(100):
        p = expit(design @ beta)
        weight = np.maximum(p * (1 - p), 1e-12)
        step = np.linalg.solve(design.T @ (weight[:, None] * design), design.T @ (y - p))
        beta = beta + step
        if np.abs(step).max() < 1e-12:
            return p
        if np.abs(beta).max() > 50:
            break
    raise ParameterError(
        "grades",
        "grades that a threshold of the raw values separates perfectly",
        "graded memberships (or use crisp calibration)",
    )


def _measurements(raw: Numbers) -> np.ndarray:
    try:
        x = np.asarray(raw, dtype=float)
    except (TypeError, ValueError):
        raise ParameterError("values", shown(raw), "numbers, one per case") from None
    if x.ndim != 1:
        raise ParameterError("values", shown(raw), "numbers, one per case")
    if not np.isfinite(x).all():
        raise MissingValueError(
            f"value {int(np.flatnonzero(~np.isfinite(x))[0]) + 1}",
            "a missing or infinite value",
            "a number for every case",
        )
    return x


def _require_finite(where: str, value: float) -> None:
    # No value is ever above or below "nan", and every one is below "inf".
    try:
        finite = not isinstance(value, (str, bytes)) and bool(np.isfinite(float(value)))
    except (TypeError, ValueError):
        finite = False
    if not finite:
        raise ParameterError(where, shown(value), "a finite number")
