"""Directional expectations: which counterfactuals count as easy (Ragin 2008, ch. 8-9)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .errors import ExpectationError, ParameterError
from .terms import FREE, contains, parse_expression


@dataclass(frozen=True)
class Expectation:
    """One expectation: the conditions it speaks about and the terms that fulfil it.

    A simple expectation ("A contributes when present") speaks about one condition; a
    conjunctural one ("A helps when B is absent") about several, to be fulfilled together.
    """

    conditions: frozenset[int]
    terms: np.ndarray

    def fulfilled_by(self, term: np.ndarray) -> bool:
        """Whether a term has all the literals that the expectation asks for."""
        return any(contains(wanted, term) for wanted in self.terms)


def read_expectations(expect: str | Sequence, conditions: tuple[str, ...],
                      levels: np.ndarray) -> tuple[Expectation, ...]:
    """Read expectations.

    Parameters
    ----------
    expect : str or sequence
        One entry per condition, in order: a level (1 present, 0 absent), several levels
        ("1|2" for a multi-value condition) or "-" (none), as a sequence or as "1,0,-". Or
        expressions: "A, ~B, C*~D", where conditions that are not named have none.

    Raises
    ------
    ExpectationError
        Wrong length, an unknown condition, or a level that does not exist.
    """
    # Commas inside "A[1,2]" separate levels, not expectations.
    entries = re.split(r",(?![^\[{]*[\]}])", expect) if isinstance(expect, str) else list(expect)
    entries = ["-" if e is None else str(e).strip() for e in entries]
    if all(re.fullmatch(r"-|\d+(\|\d+)*", e) for e in entries):
        if len(entries) != len(conditions):
            raise ExpectationError("directional expectations", f"{len(entries)} entries",
                                   f"{len(conditions)}, one per condition ({', '.join(conditions)})")
        entries = [f"{c}[{e.replace('|', ',')}]" for c, e in zip(conditions, entries) if e != "-"]
    try:
        terms = [parse_expression(e, conditions, levels) for e in entries]
    except ParameterError as error:
        raise ExpectationError("directional expectations", f"{error.found} in {error.where}",
                               f"{len(conditions)} entries of 1, 0 or -, or {error.expected}") from None
    return tuple(Expectation(frozenset(np.flatnonzero((t != FREE).any(axis=0)).tolist()), t)
                 for t in terms)


def easy_term(conservative: np.ndarray, parsimonious: np.ndarray,
              expectations: Sequence[Expectation]) -> np.ndarray:
    """What easy counterfactuals make of a conservative term inside a parsimonious one.

    A literal of the conservative term goes when the parsimonious term does without it and an
    expectation speaks about its condition that the conservative term fails: making the expected
    change cannot then prevent the outcome. Literals that fulfil an expectation, or on which there
    is none, stay.
    """
    kept = set(np.flatnonzero(parsimonious != FREE).tolist())
    spoken: set[int] = set()
    for expectation in expectations:
        spoken |= expectation.conditions
        if expectation.fulfilled_by(conservative):
            kept |= expectation.conditions
    return np.array([FREE if j in spoken and j not in kept else level
                     for j, level in enumerate(conservative)])
