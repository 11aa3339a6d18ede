"""Enhanced standard analysis: remainders that no solution may lean on (Schneider & Wagemann 2013).

Functions return row numbers, to be passed to `minimize(..., exclude=rows)`.
"""

from __future__ import annotations

import numpy as np

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
    """
    return numbered(_assumed(solution) & _assumed(other))


def _assumed(solution: Solution) -> np.ndarray:
    """Remainders that any listed model covers, by row number: bool array (product of levels,)."""
    return Space(solution.table).remainders(np.array(list(solution.literals.values())))


def simultaneous_subsets(table: TruthTable, other: TruthTable) -> Rows:
    """Observed rows that pass as sufficient for the outcome and for its absence alike.

    They call for a PRI cut-off; being observed, they are not among the rows to exclude.
    """
    both = [set(t.observed.index[t.observed["OUT"] == "1"]) for t in (table, other)]
    return tuple(int(r) for r in sorted(both[0] & both[1]))


def enhanced(table: TruthTable, solution: str = "parsimonious", expect: Expect | None = None,
             necessary: str | None = None, cannot_exist: str | None = None,
             negated: Solution | None = None,
             exclude: Excluded = ()) -> tuple[Solution, dict[str, Rows]]:
    """Solve once more without untenable and incoherent counterfactuals.

    Parameters
    ----------
    necessary, cannot_exist : str, optional
        As in `contradicting_necessity` and `impossible`.
    negated : Solution, optional
        Solution of the negated outcome, whose assumptions may not be used again.
    exclude : sequence of int, or str
        Further remainders never to be used, as in `minimize`.

    Returns
    -------
    The enhanced solution, and the excluded rows by reason.
    """
    excluded = {
        "necessity": contradicting_necessity(table, necessary) if necessary else (),
        "impossible": impossible(table, cannot_exist) if cannot_exist else (),
        "incoherent": incoherent(minimize(table, solution, expect, exclude), negated) if negated else (),
        "given": read_rows(table, exclude),
    }
    rows = sorted(set().union(*excluded.values()))
    return minimize(table, solution, expect, exclude=rows), excluded
