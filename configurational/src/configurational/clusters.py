"""Cluster diagnostics: how far a set relation holds in every cluster, not only on the whole.

Cases are often observations of units (countries, firms) in clusters (years, studies). The pooled
consistency is then taken apart into that of each cluster ("between") and of each unit over the
clusters ("within"), with the distance of either from full agreement. García-Castro & Ariño 2016
(Journal of Advances in Management Sciences & Information Systems 2); Oana & Schneider 2018 (The R
Journal 10).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .checks import Numbers, require_kind, require_model, shown
from .errors import MissingValueError, ParameterError, UncalibratedError
from .expressions import fit_expression
from .formula import NECESSITY, SUFFICIENCY
from .names import require_columns
from .sets import Cases
from .solution import Solution
from .terms import memberships

# Clusters or units, one per case.
Labels = Sequence[object] | np.ndarray
FITS = ["cases", "consistency", "coverage"]


@dataclass(frozen=True, eq=False)
class ClusterFit:
    """Consistency and coverage of one set relation, pooled and by cluster and unit.

    Attributes
    ----------
    name : str
        The term or expression.
    relation : str
        "sufficiency" or "necessity".
    consistency, coverage : float
        Over all cases (pooled), shares.
    between, within : DataFrame
        Indexed by cluster and by unit: cases (number), consistency and coverage. A cluster
        without any membership to divide by has 1: an empty set is a subset of every set.
    d_between, d_within : float
        dBP and dWP: Euclidean distance of the consistencies, divided by their sum, from equal
        shares; 0 when all are equal.
    messages : tuple of str
        Which clusters and units are without members.
    """

    name: str
    relation: str
    consistency: float
    coverage: float
    between: pd.DataFrame
    within: pd.DataFrame
    d_between: float
    d_within: float
    messages: tuple[str, ...] = ()


def cluster_expression(
    frame: pd.DataFrame, expression: str, cluster: str, unit: str, id_column: str | None = None
) -> ClusterFit:
    """Cluster diagnostics of an expression such as "A*~B + C -> Y" or "A + B <- Y".

    Parameters
    ----------
    frame : DataFrame
        Calibrated cases, one row per unit and cluster (gaps are allowed), or units that each lie
        in one cluster.
    expression : str
        As in `fit_expression`; the whole expression is diagnosed.
    cluster, unit : str
        Columns that say to which cluster (year, study) and unit (country) a case belongs.
    id_column : str, optional
        Column with the case labels; without it the rows are numbered.

    Raises
    ------
    As `fit_expression`, and MissingValueError for an empty cluster or unit.

    Examples
    --------
    >>> frame = pd.DataFrame(
    ...     {
    ...         "u": list("abab"),
    ...         "t": [1, 1, 2, 2],
    ...         "A": [1, 0.8, 0.6, 0.2],
    ...         "Y": [0.5, 0.8, 0.6, 0.4],
    ...     }
    ... )
    >>> found = cluster_expression(frame, "A -> Y", cluster="t", unit="u")
    >>> round(found.consistency, 3), found.between["consistency"].round(3).to_dict()
    (0.808, {1: 0.722, 2: 1.0})
    """
    require_kind("frame", frame, pd.DataFrame)
    require_columns(frame.columns, [cluster], "cluster")
    require_columns(frame.columns, [unit], "unit")
    table = frame if id_column is not None else frame.reset_index(drop=True)
    fit = fit_expression(table, expression, id_column=id_column)
    x, y = fit.memberships["expression"].to_numpy(), fit.memberships["outcome"].to_numpy()
    return cluster_fit(x, y, frame[cluster], frame[unit], fit.relation, fit.expression)


def cluster_solution(
    solution: Solution, cluster: Labels, unit: Labels, model: int = 0
) -> tuple[ClusterFit, ...]:
    """Cluster diagnostics of each term of a model, and of the model (the last entry).

    Parameters
    ----------
    solution : Solution
    cluster, unit : sequences (n,)
        Cluster and unit of each case, in the order of the cases.
    model : int
        Which of the listed models, from 0.
    """
    require_kind("solution", solution, Solution)
    require_model(solution.models, model)
    data, terms = solution.table.data, solution.models[model]
    parts = memberships(data, np.array([solution.literals[t] for t in terms]))
    fits = [cluster_fit(x, data.y, cluster, unit, SUFFICIENCY, t) for t, x in zip(terms, parts.T)]
    whole = parts.max(axis=1)
    return (*fits, cluster_fit(whole, data.y, cluster, unit, SUFFICIENCY, " + ".join(terms)))


def cluster_fit(
    x: Numbers,
    y: Numbers,
    cluster: Labels,
    unit: Labels,
    relation: str = SUFFICIENCY,
    name: str = "",
) -> ClusterFit:
    """Cluster diagnostics of memberships x (n,) in a condition and y (n,) in the outcome.

    Parameters
    ----------
    cluster, unit : sequences (n,)
        Labels.
    relation : str
        "sufficiency" (x lies in y) or "necessity" (y lies in x).
    name : str
        What the result is called.

    Raises
    ------
    ParameterError, MissingValueError, UncalibratedError
    """
    inner, outer = _shares("x", x), _shares("y", y)
    n = len(inner)
    if n != len(outer) or n == 0:
        raise ParameterError("y", f"{len(outer)} memberships beside {n} in x", "one each per case")
    if relation not in (SUFFICIENCY, NECESSITY):
        raise ParameterError("relation", repr(relation), f"{SUFFICIENCY} or {NECESSITY}")
    if relation == NECESSITY:
        inner, outer = outer, inner
    pooled = _groups(inner, outer, ["all"] * n).iloc[0]
    between = _groups(inner, outer, _labels("cluster", cluster, n))
    within = _groups(inner, outer, _labels("unit", unit, n))
    return ClusterFit(
        name,
        relation,
        float(pooled["consistency"]),
        float(pooled["coverage"]),
        between[FITS],
        within[FITS],
        _distance(between["consistency"]),
        _distance(within["consistency"]),
        (*_empty("clusters", between, relation), *_empty("units", within, relation)),
    )


def cluster_columns(
    data: Cases, frame: pd.DataFrame, *columns: str, id_column: str | None = None
) -> tuple[np.ndarray, ...]:
    """Columns of a table in the order of the prepared cases, for `cluster_solution`.

    Rows are found by their label: that of `id_column`, or of the index. A table whose rows are
    only numbered is taken in its order when it has as many rows as there are cases.

    Raises
    ------
    ParameterError, UnknownColumnError
    """
    require_kind("data", data, Cases)
    require_kind("frame", frame, pd.DataFrame)
    require_columns(frame.columns, columns, "column")
    numbered = isinstance(frame.index, pd.RangeIndex)
    if id_column is not None:
        require_columns(frame.columns, [id_column], "id column")
        labels = frame[id_column].astype(str)
    elif numbered and len(frame) == len(data.cases):
        return tuple(frame[c].to_numpy() for c in columns)
    else:
        labels = pd.Series(range(1, len(frame) + 1) if numbered else frame.index).astype(str)
    at = pd.Series(range(len(frame)), index=pd.Index(labels.to_numpy(), dtype=object))
    twice = at.index[at.index.duplicated()]
    if len(twice):
        raise ParameterError("table", f"case {twice[0]} more than once", "one row per case")
    missing = [c for c in data.cases if c not in at.index]
    if missing:
        raise ParameterError("table", f"no row for case {missing[0]}", "a row for every case")
    order = at.loc[list(data.cases)].to_numpy()
    return tuple(frame[c].to_numpy()[order] for c in columns)


def _shares(where: str, values: Numbers) -> np.ndarray:
    """Memberships (n,) from 0 to 1."""
    try:
        x = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise UncalibratedError(where, shown(values), "memberships from 0 to 1") from None
    if x.ndim != 1:
        raise ParameterError(where, f"{x.ndim} dimensions", "one membership per case")
    bad = np.flatnonzero(~((x >= 0) & (x <= 1)))
    if len(bad):
        raise UncalibratedError(
            f"{where} of case {bad[0] + 1}", f"{x[bad[0]]:g}", "a membership from 0 to 1"
        )
    return x


def _labels(role: str, labels: Labels, n: int) -> np.ndarray:
    series = pd.Series(list(labels), dtype=object)
    if len(series) != n:
        raise ParameterError(role, f"{len(series)} labels", f"{n}, one per case")
    if series.isna().any():
        raise MissingValueError(
            f"{role} of case {int(np.flatnonzero(series.isna())[0]) + 1}",
            "an empty label",
            "one label per case",
        )
    return series.to_numpy()


def _groups(inner: np.ndarray, outer: np.ndarray, labels: Labels) -> pd.DataFrame:
    """Share of `inner` that lies in `outer`, and of `outer` that is covered, per label."""
    sums = (
        pd.DataFrame({"cases": 1, "both": np.minimum(inner, outer), "inner": inner, "outer": outer})
        .groupby(np.asarray(labels, dtype=object))
        .sum()
    )
    return pd.DataFrame(
        {
            "cases": sums["cases"],
            "consistency": (sums["both"] / sums["inner"]).where(sums["inner"] > 0, 1.0),
            "coverage": (sums["both"] / sums["outer"]).where(sums["outer"] > 0, 1.0),
            "no_inner": sums["inner"] == 0,
            "no_outer": sums["outer"] == 0,
        }
    )


def _distance(consistency: pd.Series) -> float:
    if consistency.sum() == 0:
        return 0.0
    shares = consistency / consistency.sum()
    return float(np.sqrt(((shares - 1 / len(shares)) ** 2).sum()))


def _empty(role: str, groups: pd.DataFrame, relation: str) -> tuple[str, ...]:
    """Which groups have nothing to divide by, and which of their shares is 1 for that."""
    sets = ("condition", "outcome") if relation == SUFFICIENCY else ("outcome", "condition")
    said = []
    for column, name, share in (
        ("no_inner", sets[0], "consistency"),
        ("no_outer", sets[1], "coverage"),
    ):
        names = [str(label) for label in groups.index[groups[column]]]
        if names:
            said.append(
                f"{role} without a member of the {name}, whose {share} is set to 1: "
                + ", ".join(names)
            )
    return tuple(said)
