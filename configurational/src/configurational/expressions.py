"""Membership in expressions of any shape, and their fit.

`parse_expression` of the minimiser reads sums of products only, because terms are what it works
with. Here an expression is a tree that is evaluated on the cases as it stands: minimum for `*`,
maximum for `+`, 1 - x for `~` (Zadeh 1965; Ragin 2008, ch. 2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .checks import require_kind
from .errors import NoPositiveRowError, ParameterError, UncalibratedError
from .fit import coverage, inclusion, pri, relevance_of_necessity, unique_coverage
from .formula import (
    NECESSITY,
    SUFFICIENCY,
    Conjunction,
    Literal,
    Node,
    has_arrow,
    names_in,
    negated,
    parse_formula,
    parse_set,
)
from .names import require_columns
from .sets import Cases, _at_ends, _labels, _levels, _numbers

WHOLE = "expression"
# Values (n,), "-" cells (n,), number of levels, fuzzy or not.
Column = tuple[np.ndarray, np.ndarray, int, bool]


@dataclass(frozen=True, eq=False)
class ExpressionFit:
    """Fit of an expression.

    Attributes
    ----------
    expression, outcome : str
        As written.
    relation : str
        "sufficiency" or "necessity".
    table : DataFrame
        One line per term and one, "expression", for the whole. Sufficiency: incl, PRI, cov_raw,
        cov_unique (NaN for the whole and for a single term). Necessity: incl, RoN, cov. Shares
        without unit; NaN where there is nothing to divide by.
    memberships : DataFrame
        Per case: membership in each term, in "expression" and in "outcome".
    messages : tuple of str
    """

    expression: str
    relation: str
    outcome: str
    table: pd.DataFrame
    memberships: pd.DataFrame
    messages: tuple[str, ...] = ()


def evaluate(node: Node, member: Callable[[Literal], np.ndarray]) -> np.ndarray:
    """Membership (n,) of the cases in an expression, from a function for that in a literal."""
    if isinstance(node, Literal):
        return member(node)
    combine = np.minimum if isinstance(node, Conjunction) else np.maximum
    return combine.reduce([evaluate(part, member) for part in node.parts])


def expression_membership(
    data: pd.DataFrame | Cases, expression: str, id_column: str | None = None
) -> pd.Series:
    """Membership of each case in an expression over the columns of a table.

    Parameters
    ----------
    data : DataFrame or Cases
        Calibrated cases.
    expression : str
        Such as "A*(B + ~C)" or "~(A[1,2] + B[0])".
    id_column : str, optional
        Column with the case labels, of a DataFrame.

    Returns
    -------
    Series (n,), on the index of the table (so that it can become a column of it), or indexed by
    case for `Cases`.

    Raises
    ------
    ParameterError, UnknownColumnError, MissingValueError, UncalibratedError

    Examples
    --------
    >>> frame = pd.DataFrame({"A": [0.2, 0.9], "B": [0.6, 0.7]}, index=["x", "y"])
    >>> expression_membership(frame, "~(A*B)").round(2).to_dict()
    {'x': 0.8, 'y': 0.3}
    """
    require_kind("data", data, pd.DataFrame, Cases)
    require_kind("expression", expression, str)
    node = parse_set(expression)
    cases, member = _sets(data, [node], expression, id_column)
    index = data.index if isinstance(data, pd.DataFrame) else pd.Index(cases, name="case")
    return pd.Series(evaluate(node, member), index=index, name=expression)


def fit_expression(
    data: pd.DataFrame | Cases,
    expression: str,
    outcome: str | None = None,
    relation: str | None = None,
    id_column: str | None = None,
) -> ExpressionFit:
    """Parameters of fit of any expression (R users know the function as `pof`).

    Inclusion, PRI, raw and unique coverage of sufficiency; inclusion, relevance (RoN) and
    coverage of necessity. Ragin 2006 (Political Analysis 14); Schneider & Wagemann 2012, ch. 5, 9.

    Parameters
    ----------
    data : DataFrame or Cases
        Calibrated cases. `Cases` bring their outcome, used where the expression names none.
    expression : str
        "A*B + ~C -> Y": `->` or `=>` for sufficiency, `<-` or `<=` for necessity; brackets,
        negated brackets and levels ("A[1]", "A{1,2}") are allowed. What stands between the `+`
        signs outside brackets is a term with a line of its own.
    outcome, relation : str, optional
        For an expression without an arrow.
    id_column : str, optional
        Column with the case labels, of a DataFrame.

    Raises
    ------
    ParameterError, UnknownColumnError, MissingValueError, UncalibratedError
    NoPositiveRowError
        No case has the outcome.

    Examples
    --------
    >>> frame = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 0, 1, 0]})
    >>> fit_expression(frame, "A + B => Y").table[["incl", "cov_raw"]].round(3)
                 incl  cov_raw
    A           0.500      0.5
    B           1.000      1.0
    expression  0.667      1.0
    """
    require_kind("data", data, pd.DataFrame, Cases)
    require_kind("expression", expression, str)
    if isinstance(data, Cases) and outcome is None and not has_arrow(expression):
        outcome = data.outcome
    formula = parse_formula(expression, outcome, relation)
    cases, member = _sets(data, [formula.left, formula.outcome], expression, id_column)
    y = evaluate(formula.outcome, member)
    # Only where an outcome does not apply do it and its absence fall short of the whole.
    nowhere = np.flatnonzero(y + evaluate(negated(formula.outcome), member) < 1 - 1e-9)
    if len(nowhere):
        raise UncalibratedError(
            f"outcome {formula.outcome}, case {cases[nowhere[0]]}",
            "a mark for 'does not apply'",
            "a membership for every case",
        )
    if y.sum() == 0:
        raise NoPositiveRowError(
            f"outcome {formula.outcome}",
            "membership 0 in every case",
            "an outcome that some case has",
        )
    names = [name for name, _ in formula.terms]
    _require_terms(names, expression)
    parts = np.column_stack([evaluate(node, member) for _, node in formula.terms])
    whole = parts.max(axis=1)
    columns = [*parts.T, whole] if len(names) > 1 else [whole]
    table = pd.DataFrame(
        [_line(x, y, formula.relation) for x in columns],
        index=[*names, WHOLE] if len(names) > 1 else [WHOLE],
    )
    if formula.relation == SUFFICIENCY:
        table["cov_unique"] = [*(unique_coverage(parts, y) if len(names) > 1 else ()), np.nan]
    member_table = pd.DataFrame(
        np.column_stack([parts, whole, y]),
        index=pd.Index(cases, name="case"),
        columns=[*names, WHOLE, "outcome"],
    )
    nobody = [name for name, x in zip(names, parts.T) if x.sum() == 0]
    messages = (f"no case has any membership in {', '.join(nobody)}",) if nobody else ()
    return ExpressionFit(
        expression, formula.relation, str(formula.outcome), table, member_table, messages
    )


pof = fit_expression


def case_membership(data: Cases, node: Node, text: str = "") -> np.ndarray:
    """Membership (n,) of prepared cases in an expression that has been read."""
    return evaluate(node, _sets(data, [node], text or str(node), None)[1])


def _require_terms(names: Sequence[str], text: str) -> None:
    """Refuse terms that could not be told apart in the tables of fit."""
    for name in names:
        if names.count(name) > 1:
            raise ParameterError(f"expression {text!r}", f"the term {name} twice", "each term once")
        if name in (WHOLE, "outcome"):
            raise ParameterError(
                f"expression {text!r}",
                f"a term called {name!r}, as is a line or column of the fit",
                "another name of the column",
            )


def _line(x: np.ndarray, y: np.ndarray, relation: str) -> dict[str, float]:
    if relation == NECESSITY:
        # Necessity swaps the roles: the outcome must lie inside the condition.
        return {"incl": coverage(x, y), "RoN": relevance_of_necessity(x, y), "cov": inclusion(x, y)}
    return {"incl": inclusion(x, y), "PRI": pri(x, y), "cov_raw": coverage(x, y)}


def _sets(
    data: pd.DataFrame | Cases, nodes: Sequence[Node], text: str, id_column: str | None
) -> tuple[tuple[str, ...], Callable[[Literal], np.ndarray]]:
    """Case labels, and a function from a literal to memberships."""
    names = list(dict.fromkeys(n for node in nodes for n in names_in(node)))
    own: dict[str, np.ndarray] = {}
    if isinstance(data, Cases):
        cases, columns, own = data.cases, _case_columns(data), _own_outcome(data)
    else:
        _require(list(map(str, data.columns)), names, text)
        if id_column is not None:
            require_columns(data.columns, [id_column], "id column")
        cases = _labels(data, id_column)
        columns = {name: _frame_column(data[name], cases, name) for name in names}
    _require([*columns, *own], [n for n in names if n not in own], text)

    def member(literal: Literal) -> np.ndarray:
        if str(literal) in own:
            return own[str(literal)]
        if literal.name not in columns:
            raise ParameterError(
                f"expression {text!r}",
                f"the literal {literal}",
                f"the outcome as prepared, {data.outcome}, or a condition",
            )
        return literal_membership(literal, *columns[literal.name], text)

    return cases, member


def _require(known: Sequence[str], names: Sequence[str], text: str) -> None:
    for name in names:
        alike = [k for k in known if k.lower() == name.lower() and k != name]
        if name not in known and alike:
            raise ParameterError(
                f"expression {text!r}",
                f"{name!r}, which is no column",
                f"{alike[0]} (upper and lower case differ; ~{alike[0]} for its absence)",
            )
    require_columns(known, names, f"expression {text!r}: name")


def _frame_column(column: pd.Series, cases: tuple[str, ...], name: str) -> Column:
    values, dont_care = _numbers(column, cases, name)
    values = _at_ends(values)
    levels = _levels(values, dont_care, cases, name)
    return values, dont_care, levels, bool(((values > 0) & (values < 1)).any())


def _case_columns(data: Cases) -> dict[str, Column]:
    return {
        name: (data.values[:, j], data.dont_care[:, j], int(data.levels[j]), bool(data.fuzzy[j]))
        for j, name in enumerate(data.conditions)
    }


def _own_outcome(data: Cases) -> dict[str, np.ndarray]:
    """The prepared outcome and its negation, by the literal that names it."""
    base = data.outcome.removeprefix("~")
    y = 1 - data.y if data.outcome.startswith("~") else data.y
    return {base: y, f"~{base}": 1 - y}


def literal_membership(
    literal: Literal,
    values: np.ndarray,
    dont_care: np.ndarray,
    levels: int,
    fuzzy: bool,
    text: str = "",
) -> np.ndarray:
    """Membership (n,) in a literal: of a fuzzy or crisp set, or of levels of a multi-value one.

    Parameters
    ----------
    values, dont_care : arrays (n,)
        As in `Cases`.
    levels : int
        Levels that may be named, 2 for crisp and fuzzy sets.

    Raises
    ------
    ParameterError
        A level that does not exist, or a multi-value set named without a level.
    """
    where = f"expression {text!r}"
    if literal.levels is None and levels > 2:
        raise ParameterError(
            where,
            f"{literal}, a condition of {levels} levels, without a level",
            f"levels 0 to {levels - 1}, such as {literal.name}[1]",
        )
    wanted = {1} if literal.levels is None else set(literal.levels)
    missing = sorted(wanted - set(range(levels)))
    if missing:
        raise ParameterError(
            where, f"level {missing[0]} of {literal.name}", f"levels 0 to {levels - 1}"
        )
    chosen = sorted(set(range(levels)) - wanted if literal.negated else wanted)
    if fuzzy:
        sides = [values if level == 1 else 1 - values for level in chosen]
        member = np.max(sides, axis=0) if sides else np.zeros(len(values))
    else:
        member = np.isin(values, chosen).astype(float)
    return np.where(dont_care, 0.0, member)
