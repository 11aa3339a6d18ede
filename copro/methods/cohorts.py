"""Cohorts carried on in time: birth years read out of counts of a few age groups, and small places
that get the survival of the country and a factor of their own.

Nobody has to be born: who is 80 in fourteen years is 66 today. Death rates rise by a fixed part
with each year of age (Gompertz) and fall by a fixed part with each calendar year; migration is not
modelled, and stands in the factors of the places.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

OLDEST = 110
# Weight of a smooth sequence of birth years against the counts: little, to settle what the counts
# leave open (who was how old when they begin).
SMOOTH = 0.002
START = (-3.0, 0.11, 0.015)  # log death rate at 80, its rise a year of age, its fall a year


@dataclass(frozen=True, eq=False)
class Cohorts:
    """People by single year of age (rows) on 1 January of each year (columns), and death rates.

    ``lower`` are the lowest ages of the groups, the last of which is open. ``level`` is the log of
    the death rate at age 80 in ``middle``, ``rise`` its increase with each year of age, ``fall``
    its decrease with each calendar year.
    """

    people: pd.DataFrame
    lower: tuple[int, ...]
    level: float
    rise: float
    fall: float
    middle: float

    def carried(self, start: int, years: int) -> pd.DataFrame:
        """People of the groups of ``start`` (rows) who are in each group ``years`` later
        (columns), for one person in the group of ``start``.

        Who is younger than the youngest group in ``start`` counts to it; as many come to its
        lowest age each year as in the last year. Raises ``ValueError`` for a year without people.

        >>> people = pd.DataFrame({2000: [100.0] * 44}, index=range(67, 111))
        >>> immortal = Cohorts(people, (67, 80), -99, 0, 0, 2000)
        >>> immortal.carried(2000, 1).round(2).loc[67].tolist()  # 12 of 13 stay, one comes new
        [1.0, 0.08]
        """
        if start not in self.people:
            raise ValueError(f"no people in {start}; there are {list(self.people.columns)}")
        ages, now = self.people.index.to_numpy(), self.people[start].to_numpy()
        group = np.searchsorted(self.lower, ages, side="right") - 1
        parts = np.where(group[:, None] == np.arange(len(self.lower)), now[:, None], 0.0)
        for year in range(start, start + years):
            new = np.zeros_like(parts)
            new[1:] = parts[:-1] * _survival(self, ages, year)[:-1, None]
            new[0, 0] = now[0]
            parts = new
        ends = np.array([parts[group == one].sum(axis=0) for one in range(len(self.lower))])
        whole = np.array([now[group == one].sum() for one in range(len(self.lower))])
        return pd.DataFrame((ends / whole).T, index=self.lower, columns=self.lower)

    def with_fall(self, fall: float) -> "Cohorts":
        """The same people, with death rates that go on from the last year at another pace."""
        last = int(self.people.columns[-1])
        level = self.level - self.fall * (last - self.middle)
        return replace(self, level=level, fall=fall, middle=last)


def _survival(rates: Cohorts, ages: np.ndarray, year: int) -> np.ndarray:
    """Part of those of each age on 1 January who are alive a year later."""
    exponent = rates.level + rates.rise * (ages + 1 - 80)
    return np.asarray(np.exp(-np.exp(exponent - rates.fall * (year + 0.5 - rates.middle))))


def fit_cohorts(counts: pd.DataFrame, lower: Sequence[int]) -> Cohorts:
    """Birth years and death rates that fit counts of a few age groups over many years best.

    ``counts`` has a row for each 1 January, without gaps, and a column for each group, whose lowest
    ages are ``lower``; the last group is open. The three numbers of the death rates are found by
    least squares, the people of each age for any three numbers by linear least squares, and a
    sequence of birth years that is as smooth as the counts allow. What is off in a count is divided
    by the square root of the count, its error by chance.

    Raises ``ValueError`` for years with gaps, another number of groups, or a count of nobody.

    >>> still = pd.DataFrame({67: [100.0] * 15, 80: [55.0] * 15}, index=range(2000, 2015))
    >>> people = fit_cohorts(still, [67, 80]).people[2014]  # by single year of age
    >>> [round(float(part)) for part in (people.loc[:79].sum(), people.loc[80:].sum())]
    [100, 55]
    """
    from scipy.optimize import least_squares  # late, as in ``pooling``

    years = counts.index.to_numpy()
    if len(lower) != counts.shape[1] or (np.diff(years) != 1).any():
        raise ValueError(f"groups from {list(lower)} and years {list(years)}: expected no gap")
    if not (counts > 0).all(axis=None):
        empty = counts.index[~(counts > 0).all(axis="columns")][0]
        raise ValueError(f"{empty}: found a group without people; expected some in every group")
    ages, middle = np.arange(lower[0], OLDEST + 1), float(years.mean())
    group = np.searchsorted(lower, ages, side="right") - 1
    closed, steps = lower[-1] - lower[0], len(years) - 1
    unknown = (
        closed + 1 + steps
    )  # people of each age at the beginning, of the open group, newcomers
    order = [*range(closed - 1, -1, -1), *range(closed + 1, unknown)]
    bend = np.zeros((len(order) - 2, unknown))
    for row, three in enumerate(zip(order, order[1:], order[2:])):
        bend[row, list(three)] = 1, -2, 1
    observed = counts.to_numpy(float).ravel()
    weight = 1 / np.sqrt(observed)

    def solved(numbers: np.ndarray) -> tuple[np.ndarray, list[np.ndarray], np.ndarray]:
        level, rise, fall = map(float, numbers)
        rates = Cohorts(pd.DataFrame(), tuple(lower), level, rise, fall, middle)
        people = np.zeros((len(ages), unknown))
        people[:closed, :closed] = np.eye(closed)
        alive = np.cumprod(_survival(rates, ages, int(years[0]))[closed:])
        people[closed:, closed] = alive / alive.sum()
        every = [people]
        for step, year in enumerate(years[:-1]):
            new = np.zeros_like(people)
            new[1:] = people[:-1] * _survival(rates, ages, int(year))[:-1, None]
            new[0, closed + 1 + step] = 1
            every.append(people := new)
        sums = np.array([one[group == g].sum(axis=0) for one in every for g in range(len(lower))])
        system = np.vstack([sums * weight[:, None], SMOOTH * bend])
        wanted = np.r_[observed * weight, np.zeros(len(bend))]
        found, *_ = np.linalg.lstsq(system, wanted, rcond=None)
        return found, every, system @ found - wanted

    best = least_squares(lambda numbers: solved(numbers)[2], START, x_scale=(0.1, 0.01, 0.01))
    found, every, _ = solved(best.x)
    people = pd.DataFrame({int(y): one @ found for y, one in zip(years, every)}, index=ages)
    level, rise, fall = map(float, best.x)
    return Cohorts(people, tuple(lower), level, rise, fall, middle)


def pooled_factors(
    observed: pd.Series, expected: pd.Series, group: pd.Series
) -> tuple[pd.Series, float]:
    """Observed over expected counts of places, drawn to that of their group where they are small.

    Each place gets as many expected people with the factor of its group as make the differences
    within groups those of chance alone (gamma and Poisson, by moments). Returns the factors, and
    how many people that are; infinity where chance explains all differences.

    >>> counts = pd.Series([60.0, 140.0]), pd.Series([100.0, 100.0])
    >>> factors, added = pooled_factors(*counts, pd.Series(["a", "a"]))
    >>> round(added, 1), [round(one, 1) for one in factors.tolist()]
    (6.7, [0.6, 1.4])
    """
    of_group = observed.groupby(group).transform("sum") / expected.groupby(group).transform("sum")
    usual = of_group * expected
    beyond = (((observed - usual) ** 2 / usual) - 1).sum() / usual.sum()
    if beyond <= 0:
        return of_group, float("inf")
    added = 1 / beyond
    return (observed + added * of_group) / (expected + added), float(added)


def factors_of_others(observed: pd.Series, expected: pd.Series, group: pd.Series) -> pd.Series:
    """Observed over expected counts of all other places of the group; of all other places where the
    group has one only.

    >>> observed, expected = pd.Series([1.0, 2.0, 6.0]), pd.Series([1.0, 1.0, 2.0])
    >>> factors_of_others(observed, expected, pd.Series(["a", "a", "b"])).tolist()
    [2.0, 1.0, 1.5]
    """
    seen, usual = (one.groupby(group).transform("sum") - one for one in (observed, expected))
    everywhere = (observed.sum() - observed) / (expected.sum() - expected)
    return (seen / usual.where(usual > 0)).fillna(everywhere)


def log_errors(observed: pd.Series, forecast: pd.Series) -> pd.Series:
    """Logarithm of what came over what was forecast; half a person more keeps none finite.

    >>> log_errors(pd.Series([99.5]), pd.Series([99.5])).tolist()
    [0.0]
    """
    return pd.Series(np.log((observed + 0.5) / (forecast + 0.5)))


def error_limits(errors: pd.Series, classes: pd.Series, level: float = 0.8) -> pd.DataFrame:
    """The middle ``level`` of past errors by class: a row a class, with low and high.

    >>> error_limits(pd.Series([-1.0, 0.0, 1.0]), pd.Series(["a"] * 3), 0.5).loc["a"].tolist()
    [-0.5, 0.5]
    """
    ends = errors.groupby(classes, observed=True)
    return pd.DataFrame(
        {"low": ends.quantile((1 - level) / 2), "high": ends.quantile((1 + level) / 2)}
    )
