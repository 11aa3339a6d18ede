"""Solutions: sorted models with their fit, cases and simplifying assumptions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from .cover import Covers
from .fit import coverage, inclusion, pri, unique_coverage
from .space import Minimised, Space, numbered
from .terms import covers, memberships
from .truthtable import TruthTable

Model = tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Pair:
    """An intermediate solution of one conservative (C) and one parsimonious (P) model.

    `easy` and `difficult` number the remainders that the parsimonious model simplifies with and
    that the expectations allow or forbid; `models` uses the easy ones only. Both are worked out
    when they are asked for: the pairs of one solution can number thousands, their remainders
    tens of thousands.
    """

    name: str
    conservative: Model
    parsimonious: Model
    models: tuple[Model, ...]
    _space: Space
    _assumed: np.ndarray
    _allowed: np.ndarray

    @property
    def easy(self) -> tuple[int, ...]:
        """Row numbers of the easy counterfactuals."""
        return numbered(
            self._space.remainders(self._assumed) & self._space.remainders(self._allowed)
        )

    @property
    def difficult(self) -> tuple[int, ...]:
        """Row numbers of the difficult counterfactuals."""
        return numbered(
            self._space.remainders(self._assumed) & ~self._space.remainders(self._allowed)
        )


@dataclass(frozen=True, eq=False)
class Solution:
    """A solution: its models (sorted), with fit and counterfactuals.

    Attributes
    ----------
    kind : str
        "conservative", "parsimonious" or "intermediate".
    table : TruthTable
    models : tuple of tuple of str
        Terms of each listed model, sorted.
    n_models : int
        Models that exist; a lower bound where a message says "at least".
    complete : bool
        Whether every model is listed and proved to be smallest.
    bound : int
        No model has fewer terms; where the models have more, a message says that they are not
        proved to be smallest (of the pair at fault for intermediate solutions).
    terms : DataFrame
        One line per term of the listed models: incl, PRI, cov_raw, cov_unique (what the term adds
        to all other listed terms) and cases (tuple of labels).
    fit : DataFrame
        One line per model: incl, PRI, cov and cov_unique (dict: what each term adds in the model).
    literals : dict
        Level that each listed term asks for, int array (k,), -1 for none.
    pairs : tuple of Pair
        Of intermediate solutions.
    messages : tuple of str
    """

    kind: str
    table: TruthTable
    models: tuple[Model, ...]
    n_models: int
    complete: bool
    bound: int
    terms: pd.DataFrame
    fit: pd.DataFrame
    literals: dict[str, np.ndarray]
    pairs: tuple[Pair, ...]
    messages: tuple[str, ...]
    _primes: np.ndarray

    @cached_property
    def primes(self) -> Model:
        """Prime implicants, sorted (of the first pair for intermediate solutions)."""
        return Space(self.table).names(self._primes)

    @property
    def n_primes(self) -> int:
        """Number of prime implicants, which can exceed a million."""
        return len(self._primes)

    def __str__(self) -> str:
        from .printing import write

        return write(self)

    @cached_property
    def assumptions(self) -> tuple[tuple[int, ...], ...]:
        """Simplifying assumptions of each listed model: remainders it covers, as row numbers."""
        space = Space(self.table)
        return tuple(
            numbered(space.remainders(np.array([self.literals[t] for t in m]))) for m in self.models
        )


def describe(
    kind: str,
    space: Space,
    models: Collection[Model],
    terms: dict[str, np.ndarray],
    results: list[tuple[str, Minimised]],
    n_models: int,
    counted: bool,
    cap: int,
    seconds: float,
    pairs: tuple[Pair, ...] = (),
) -> Solution:
    """Sort and measure models.

    Parameters
    ----------
    models : collection of tuple of str
        Distinct models by the names of their terms.
    terms : dict
        Each term by its name, int array (k,).
    results : list of (str, Minimised)
        What the models come from, by name; the prime implicants of the first are reported.
    n_models : int
        Number of models; a lower bound when `counted` is false.
    seconds : float
        Time that was allowed for proofs.
    """
    data = space.table.data
    listed = sorted(models)[:cap]
    names = sorted({t for model in listed for t in model})
    parts = memberships(data, np.array([terms[t] for t in names]))
    column = {t: i for i, t in enumerate(names)}
    table = pd.DataFrame(
        {
            "incl": [inclusion(x, data.y) for x in parts.T],
            "PRI": [pri(x, data.y) for x in parts.T],
            "cov_raw": [coverage(x, data.y) for x in parts.T],
            "cov_unique": unique_coverage(parts, data.y),
            "cases": _cases(space, np.array([terms[t] for t in names])),
        },
        index=pd.Index(names, name="term"),
    )
    fit = []
    for model in listed:
        own = parts[:, [column[t] for t in model]]
        x = own.max(axis=1)
        fit.append(
            {
                "incl": inclusion(x, data.y),
                "PRI": pri(x, data.y),
                "cov": coverage(x, data.y),
                "cov_unique": dict(zip(model, unique_coverage(own, data.y).tolist())),
            }
        )
    unproved = [(what, result.covers) for what, result in results if not result.covers.smallest]
    bound = (unproved[0][1] if unproved else results[0][1].covers).bound
    complete = counted and not unproved and n_models <= len(listed)
    messages = [
        *data.messages,
        *_messages(space, len(listed), n_models, counted, unproved, seconds),
    ]
    return Solution(
        kind,
        space.table,
        tuple(listed),
        n_models,
        complete,
        bound,
        table,
        pd.DataFrame(fit),
        {t: terms[t] for t in names},
        pairs,
        tuple(messages),
        results[0][1].primes,
    )


def _cases(space: Space, terms: np.ndarray) -> list[tuple[str, ...]]:
    """Cases of the positive rows that each term covers, row by row."""
    rows = space.table.observed.loc[space.table.observed["OUT"] == "1", "cases"].tolist()
    return [
        tuple(c for i in np.flatnonzero(inside) for c in rows[i])
        for inside in covers(terms, space.positive)
    ]


def _messages(
    space: Space,
    listed: int,
    n_models: int,
    counted: bool,
    unproved: list[tuple[str, Covers]],
    seconds: float,
) -> list[str]:
    messages = []
    if len(space.table.configurations("0", "C")) == 0:
        messages.append(
            "no observed row is negative: the solution rests on limited diversity alone"
        )
    for what, found in unproved[:1]:
        more = f" (so for {len(unproved) - 1} more)" if len(unproved) > 1 else ""
        messages.append(
            f"the smallest number of terms is not proved within {seconds:g} seconds: the {what} "
            f"has {len(found.models[0])} terms, and none has fewer than {found.bound}{more}"
        )
    if not counted and n_models == 1:
        messages.append("1 model is listed; whether others tie with it was not counted")
    elif not counted or n_models > listed:
        bound = "" if counted else "at least "
        are = "is" if listed == 1 else "are"
        messages.append(f"{bound}{n_models} models are tied; {listed} of them {are} listed")
    return messages
