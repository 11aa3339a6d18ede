"""Enhanced standard analysis: remainders that no solution may lean on (Schneider & Wagemann 2013).

Functions return row numbers, to be passed to `minimize(..., exclude=rows)`.
"""

from __future__ import annotations

import numpy as np

from .checks import require_kind
from .errors import ParameterError
from .expectations import Expect
from .minimize import minimize
from .rows import Excluded, read_rows, remainders
from .solution import Solution
from .space import Space, numbered
from .truthtable import TruthTable

Rows = tuple[int, ...]


def contradicting_necessity(table: TruthTable, necessary: str) -> Rows:
    """Remainders that lack what has been claimed to be necessary.

    Parameters
    ----------
    necessary : str
        Expression such as "LIT" or "A + ~B"; a remainder outside it cannot be assumed to lead
        to the outcome without contradicting the claim.
    """
    return remainders(table, necessary, inside=False)


def impossible(table: TruthTable, expression: str) -> Rows:
    """Remainders that cannot exist, such as "PREGNANT*~FEMALE"."""
    return remainders(table, expression, inside=True)


def incoherent(solution: Solution, other: Solution) -> Rows:
    """Remainders assumed for the outcome by one solution and for its absence by the other.

    Parameters
    ----------
    solution, other : Solution
        Of the outcome and of its negation, on the same conditions; all listed models count.

    Raises
    ------
    ParameterError
        The solutions are not of the two sides of one outcome, on the same conditions and cases.
    """
    for where, given in (("solution", solution), ("other", other)):
        require_kind(where, given, Solution)
    _require_opposite(solution.table, other.table, "other")
    return numbered(_assumed(solution) & _assumed(other))


def _require_opposite(table: TruthTable, other: TruthTable, where: str) -> None:
    """Refuse a truth table that is not the one of the negated outcome."""
    ours, theirs = table.data, other.data
    alike = (ours.conditions, ours.cases, ours.levels.tolist()) == (
        theirs.conditions,
        theirs.cases,
        theirs.levels.tolist(),
    )
    if not alike or not np.allclose(ours.y, 1 - theirs.y, rtol=0, atol=1e-9):
        raise ParameterError(
            where,
            f"{theirs.outcome} by {', '.join(theirs.conditions)} ({len(theirs.cases)} cases)",
            f"the negation of {ours.outcome} by {', '.join(ours.conditions)}, for the same cases",
        )


def _assumed(solution: Solution) -> np.ndarray:
    """Remainders that any listed model covers, by row number: bool array (product of levels,)."""
    return Space(solution.table).remainders(np.array(list(solution.literals.values())))


def simultaneous_subsets(table: TruthTable, other: TruthTable) -> Rows:
    """Observed rows that pass as sufficient for the outcome and for its absence alike.

    They call for a PRI cut-off; being observed, they are not among the rows to exclude.

    Raises
    ------
    ParameterError
        The tables are not of the two sides of one outcome, on the same conditions and cases.
    """
    for where, given in (("table", table), ("other", other)):
        require_kind(where, given, TruthTable)
    _require_opposite(table, other, "other")
    both = [set(t.observed.index[t.observed["OUT"] == "1"]) for t in (table, other)]
    return tuple(int(r) for r in sorted(both[0] & both[1]))


def enhanced(
    table: TruthTable,
    solution: str = "parsimonious",
    expect: Expect | None = None,
    necessary: str | None = None,
    cannot_exist: str | None = None,
    negated: Solution | None = None,
    exclude: Excluded = (),
) -> tuple[Solution, dict[str, Rows]]:
    """Solve once more without untenable and incoherent counterfactuals.

    Parameters
    ----------
    necessary, cannot_exist : str, optional
        As in `contradicting_necessity` and `impossible`.
    negated : Solution, optional
        Solution of the negated outcome: what it and the solution asked for both assume is
        excluded, once. The new solution may meet it in other rows: see `incoherent`.
    exclude : sequence of int, or str
        Further remainders never to be used, as in `minimize`.

    Returns
    -------
    The enhanced solution, and the excluded rows by reason.

    Raises
    ------
    QCAError
        As `minimize`; ParameterError where `negated` does not solve the negated outcome.
    """
    require_kind("table", table, TruthTable)
    if negated is not None:
        require_kind("negated", negated, Solution)
        _require_opposite(table, negated.table, "negated")
    excluded = {
        "necessity": contradicting_necessity(table, necessary) if necessary else (),
        "impossible": impossible(table, cannot_exist) if cannot_exist else (),
        "incoherent": incoherent(minimize(table, solution, expect, exclude), negated)
        if negated is not None
        else (),
        "given": read_rows(table, exclude),
    }
    rows = sorted(set().union(*excluded.values()))
    return minimize(table, solution, expect, exclude=rows), excluded
