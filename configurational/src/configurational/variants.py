"""Variants of minimisation that other programs offer: row dominance, all irredundant models,
inclusion asked of implicants and solutions, contradictions as remainders.

`minimize` follows the convention of the field: every model with the smallest number of terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from .cover import Covers, minimal_covers
from .errors import NoPositiveRowError, ParameterError
from .fit import inclusion
from .rows import Excluded
from .solution import Solution, describe
from .space import Minimised, Space
from .terms import DASH, FREE, covers, memberships
from .truthtable import TOLERANCE, TruthTable

KINDS = ("conservative", "parsimonious")
# Covers that the search for irredundant models may look at before it stops counting.
WORK = 2_000_000
# Implicants (2^k per positive row) that are weighed one by one.
MAX_IMPLICANTS = 500_000


def contradictions_as_remainders(table: TruthTable) -> TruthTable:
    """The same truth table with contradictory rows ("C") as remainders ("?").

    Parsimonious and intermediate solutions may then simplify with them, as with rows that no case
    fills. That assumes away cases that speak against it: each row so used is to be justified
    (Schneider & Wagemann 2012, ch. 5.1).

    Examples
    --------
    >>> import pandas as pd
    >>> from configurational import minimize, truth_table
    >>> frame = pd.DataFrame({"A": [1, 1, 0, 0, 0], "B": [1, 1, 1, 1, 0], "Y": [1, 1, 1, 0, 0]})
    >>> table = truth_table(frame, "Y", incl_cut_low=0.4)
    >>> minimize(table, "parsimonious").models
    (('A',),)
    >>> minimize(contradictions_as_remainders(table), "parsimonious").models
    (('A',), ('B',))
    """
    observed = table.observed.copy()
    observed["OUT"] = observed["OUT"].replace("C", "?")
    return replace(table, observed=observed)


def minimize_variant(table: TruthTable, solution: str = "parsimonious", *,
                     row_dominance: bool = False, irredundant: bool = False, pi_cut: float = 0.0,
                     sol_cut: float = 0.0, exclude: Excluded = (), cap: int = 2000) -> Solution:
    """Minimise under other rules than those of `minimize`.

    Parameters
    ----------
    table : TruthTable
    solution : str
        "conservative" or "parsimonious".
    row_dominance : bool
        Leave out prime implicants whose positive rows all lie inside those of another that covers
        more (McCluskey 1956). Fewer models, none of which is shorter.
    irredundant : bool
        All covers from which no term can be left out, not the shortest only (all 'ambiguous'
        models, Baumgartner & Thiem 2017, Sociological Methods & Research 46).
    pi_cut : float
        Inclusion that an implicant needs. Where a prime implicant fails, the most general
        implicants below it that reach the cut take its place.
    sol_cut : float
        Inclusion that a model needs; above 0 all irredundant covers that reach it are models.
    exclude : sequence of int, or str
        As in `minimize`.
    cap : int
        Models listed at most.

    Raises
    ------
    ParameterError, NoPositiveRowError, AllPositiveError, ContradictionError
        Also where no cover reaches the cut-offs.

    Examples
    --------
    >>> import pandas as pd
    >>> from configurational import truth_table
    >>> frame = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "C": [1, 0, 0, 0],
    ...                       "Y": [1, 1, 1, 0]})
    >>> minimize_variant(truth_table(frame, "Y"), irredundant=True).models
    (('A', 'B'),)
    """
    if solution not in KINDS:
        raise ParameterError("solution", repr(solution), " or ".join(KINDS))
    for name, value in (("pi_cut", pi_cut), ("sol_cut", sol_cut)):
        if not 0 <= value <= 1:
            raise ParameterError(name, f"{value}", "a share from 0 to 1")
    if cap < 1:
        raise ParameterError("cap", f"{cap}", "at least 1")
    space = Space(table, exclude)
    off = space.no_remainder() if solution == "conservative" else space.negative
    primes = space.minimise(off, 1, count=False).primes
    if pi_cut > 0:
        primes = _consistent_implicants(space, off, pi_cut)
    chart = covers(primes, space.positive)
    if row_dominance:
        kept = _undominated(chart)
        primes, chart = primes[kept], chart[kept]
    _require_cover(space, chart, pi_cut)
    found = minimal_covers(chart, cap)
    if irredundant or sol_cut > 0:
        found = _irredundant(space, primes, chart, found, cap, sol_cut)
    result = Minimised(primes, found)
    return describe(solution, space, result.models(), result, found.n_models, result.exhausted,
                    found.counted, cap)


def _undominated(chart: np.ndarray) -> np.ndarray:
    """Which rows of a chart (t, m) lie strictly inside no other one: bool array (t,)."""
    rows = chart.astype(np.float32)
    inside = rows @ (1 - rows).T == 0
    strictly = inside & (rows.sum(axis=1)[:, None] < rows.sum(axis=1)[None, :])
    return ~strictly.any(axis=1)


def _require_cover(space: Space, chart: np.ndarray, pi_cut: float) -> None:
    bare = ~chart.any(axis=0) if len(chart) else np.ones(len(space.positive), dtype=bool)
    if bare.any():
        row = space.table.observed.index[space.table.observed["OUT"] == "1"][bare][0]
        raise NoPositiveRowError(f"truth table, row {row}",
                                 f"no implicant of inclusion {pi_cut:g} that covers it",
                                 "a lower pi_cut")


def _irredundant(space: Space, primes: np.ndarray, chart: np.ndarray, smallest: Covers, cap: int,
                 sol_cut: float) -> Covers:
    """Covers from which no implicant can be dropped, whose inclusion reaches the cut."""
    data = space.table.data
    parts = memberships(data, primes)
    listed: list[tuple[int, ...]] = []
    number, looked = 0, 0
    for cover in _covers(chart):
        looked += 1
        if looked > WORK:
            break
        if cover is None or (sol_cut > 0 and inclusion(
                parts[:, list(cover)].max(axis=1), data.y) < sol_cut - TOLERANCE):
            continue
        number += 1
        if len(listed) < cap:
            listed.append(cover)
    if not listed:
        raise NoPositiveRowError("models", f"no cover of inclusion {sol_cut:g}", "a lower sol_cut")
    return replace(smallest, models=listed, n_models=number, counted=looked <= WORK)


def _covers(chart: np.ndarray) -> Iterator[tuple[int, ...] | None]:
    """Every irredundant cover once; None for each step on the way.

    A partial cover branches on the uncovered column that fewest rows can still cover. Rows that
    earlier branches have tried are shut out of later ones, so that no cover is met twice; a branch
    ends when a chosen row has no column left that it alone covers (Murakami & Uno 2014).
    """
    rows = [sum(1 << int(c) for c in np.flatnonzero(row)) for row in chart]
    everything = (1 << chart.shape[1]) - 1
    stack = [((), 0, (), frozenset())]
    while stack:
        chosen, covered, own, shut = stack.pop()
        if covered == everything:
            yield tuple(sorted(chosen))
            continue
        yield None
        options = None
        left = everything & ~covered
        while left:
            bit = left & -left
            left ^= bit
            able = [r for r, mask in enumerate(rows) if mask & bit and r not in shut]
            if options is None or len(able) < len(options):
                options = able
        tried = shut
        for r in options:
            alone = tuple(mask & ~rows[r] for mask in own)
            if all(alone):
                stack.append(((*chosen, r), covered | rows[r], (*alone, rows[r] & ~covered), tried))
            tried = tried | {r}


def _consistent_implicants(space: Space, off: np.ndarray, pi_cut: float) -> np.ndarray:
    """The most general implicants (t, k) of the positive rows whose inclusion reaches the cut."""
    data, k = space.table.data, space.positive.shape[1]
    if len(space.positive) << k > MAX_IMPLICANTS:
        raise ParameterError("pi_cut", f"{len(space.positive)} positive rows of {k} conditions",
                             f"at most {MAX_IMPLICANTS} implicants to weigh (2^k per row)")
    cube = off.reshape(space.cube)
    keep = (np.arange(1 << k)[:, None] >> np.arange(k)) & 1 == 1
    terms = np.unique(np.concatenate(
        [np.where(keep & (row != DASH), row, FREE) for row in space.positive]), axis=0)
    free = np.array([not cube[tuple(slice(None) if v == FREE else v for v in t)].any()
                     for t in terms], dtype=bool)
    terms = terms[free]
    parts = memberships(data, terms)
    passed = np.array([inclusion(x, data.y) >= pi_cut - TOLERANCE for x in parts.T], dtype=bool)
    place = {t.tobytes(): i for i, t in enumerate(terms)}
    # From the general to the special: a term falls below one that has passed.
    below = np.zeros(len(terms), dtype=bool)
    for i in np.argsort((terms != FREE).sum(axis=1), kind="stable"):
        for j in np.flatnonzero(terms[i] != FREE):
            parent = terms[i].copy()
            parent[j] = FREE
            up = place.get(parent.tobytes())
            below[i] |= up is not None and (passed[up] or below[up])
    return terms[passed & ~below]
