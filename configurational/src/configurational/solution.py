"""Solutions: sorted models with their fit, cases and simplifying assumptions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from .fit import coverage, inclusion, pri, unique_coverage
from .space import Minimised, Space, numbered
from .terms import covers, memberships
from .truthtable import TruthTable

Model = tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """An intermediate solution of one conservative (C) and one parsimonious (P) model.

    `easy` and `difficult` number the remainders that the parsimonious model simplifies with and
    that the expectations allow or forbid; `models` uses the easy ones only.
    """

    name: str
    conservative: Model
    parsimonious: Model
    models: tuple[Model, ...]
    easy: tuple[int, ...]
    difficult: tuple[int, ...]


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
    primes : tuple of str
        Prime implicants, sorted (of the first pair for intermediate solutions).
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
    primes: Model
    terms: pd.DataFrame
    fit: pd.DataFrame
    literals: dict[str, np.ndarray]
    pairs: tuple[Pair, ...] = ()
    messages: tuple[str, ...] = ()

    @cached_property
    def assumptions(self) -> tuple[tuple[int, ...], ...]:
        """Simplifying assumptions of each listed model: remainders it covers, as row numbers."""
        space = Space(self.table)
        return tuple(numbered(space.remainders(np.array([self.literals[t] for t in m])))
                     for m in self.models)


def describe(kind: str, space: Space, models: list[np.ndarray], first: Minimised, n_models: int,
             complete: bool, counted: bool, cap: int, pairs: tuple[Pair, ...] = ()) -> Solution:
    """Sort, name and measure models given as terms (s, k).

    Parameters
    ----------
    first : Minimised
        Whose prime implicants are reported.
    n_models : int
        Number of models; a lower bound when `counted` is false.
    complete : bool
        Whether `models` holds them all.
    """
    data = space.table.data
    terms = {space.name(t): t for model in models for t in model}
    listed = sorted({space.names(model) for model in models})[:cap]
    names = sorted({t for model in listed for t in model})
    parts = memberships(data, np.array([terms[t] for t in names]))
    column = {t: i for i, t in enumerate(names)}
    table = pd.DataFrame(
        {"incl": [inclusion(x, data.y) for x in parts.T], "PRI": [pri(x, data.y) for x in parts.T],
         "cov_raw": [coverage(x, data.y) for x in parts.T],
         "cov_unique": unique_coverage(parts, data.y),
         "cases": [_cases(space, terms[t]) for t in names]},
        index=pd.Index(names, name="term"))
    fit = []
    for model in listed:
        own = parts[:, [column[t] for t in model]]
        x = own.max(axis=1)
        fit.append({"incl": inclusion(x, data.y), "PRI": pri(x, data.y), "cov": coverage(x, data.y),
                    "cov_unique": dict(zip(model, unique_coverage(own, data.y).tolist()))})
    return Solution(kind, space.table, tuple(listed), n_models, complete, space.names(first.primes),
                    table, pd.DataFrame(fit), {t: terms[t] for t in names}, pairs,
                    (*data.messages, *_messages(space, listed, n_models, counted, first)))


def _cases(space: Space, term: np.ndarray) -> tuple[str, ...]:
    """Cases of the positive rows that a term covers, row by row."""
    positive = space.table.observed[space.table.observed["OUT"] == "1"]
    inside = covers(term[None, :], space.positive)[0]
    return tuple(c for cases in positive["cases"][inside] for c in cases)


def _messages(space: Space, listed: list[Model], n_models: int, counted: bool,
              first: Minimised) -> list[str]:
    messages = []
    if len(space.table.configurations("0", "C")) == 0:
        messages.append("no observed row is negative: the solution rests on limited diversity alone")
    if not first.covers.smallest:
        messages.append("the models are covers, but the smallest number of terms is not proved")
    if not counted and n_models == 1:
        messages.append("1 model is listed; whether others tie with it was not counted")
    elif not counted or n_models > len(listed):
        bound = "" if counted else "at least "
        are = "is" if len(listed) == 1 else "are"
        messages.append(f"{bound}{n_models} models are tied; {len(listed)} of them {are} listed")
    return messages
