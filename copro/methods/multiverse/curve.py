"""The multiverse of a panel estimate: every defensible specification,
and a test of all of them at once.

After Steegen, Tuerlinckx, Gelman and Vanpaemel (2016) and Simonsohn, Simmons and Nelson (2020). A
grid names the choices (dimensions with options); the multiverse is their product without the
combinations that are excluded with a reason. The first option of each dimension is the preferred
one.

The test asks how often a curve as extreme as the observed one arises when exposure and outcome have
nothing to do with each other. In each draw every unit keeps its outcome, controls, weights and
clusters in every year, and gets another history of the exposure, the same in all specifications:

* ``swap``: that of another unit, drawn without replacement among all units, year by year as it was;
* ``mirror``: its own with the sign of its deviations (from unit and year means) kept or turned with
  probability 1/2, for panels in which units are observed in different years.

The null is that histories could be exchanged (or mirrored) without anyone noticing: no association,
whether causal or not. It treats units as independent of each other. It does not keep the link
between exposure and controls. Rejecting it says that the association is more than chance; it says
nothing on causes, and nothing on choices that all specifications share.
"""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd
from scipy import stats

from copro.methods.multiverse import blocks
from copro.methods.multiverse.grid import Grid
from copro.methods.multiverse.rows import Part

LEVEL = 0.05
SIGN = 95
EDGE = 10
# Where ``place`` puts the preferred estimate, in words: "the chapter's own lies …".
PLACES = {
    "": "inside it",
    "low": "at its lower edge, so the chapter chose a nearly extreme specification",
    "high": "at its upper edge, so the chapter chose a nearly extreme specification",
    "below": "below it, so the chapter chose an extreme specification",
    "above": "above it, so the chapter chose an extreme specification",
}


def run(
    panels: Mapping[str, pd.DataFrame], grids: Iterable[Grid], *, permutations: int, seed: int
) -> dict[str, "Curve"]:
    """Curve of every claim of the grids. ``panels`` maps the name of a grid to its unit-years.

    Blocks that were computed before (``copro multiverse``) are taken, the others are computed here.
    Raises ``ValueError`` for a duplicate unit-year, for a history with gaps under ``swap``, and as
    ``regressions.Regressions`` does.

    >>> from copro.methods.multiverse.example import grid, panel
    >>> found = run({"beds": panel()}, [grid()], permutations=99, seed=1)["beds-follow-need"]
    >>> found.rows[["held constant", "estimate", "n"]].round(1)
      held constant  estimate   n
    0       nothing       2.0  36
    1          size       2.0  36
    >>> int(found.summary()["same_sign"])  # percent
    100
    """
    found: dict[str, Curve] = {}
    for grid in grids:
        task = blocks.task(panels[grid.name], grid, seed)
        found |= curves(task, blocks.plan(task, permutations), blocks.found_or_computed(task))
    return found


def curves(
    task: blocks.Task, plan: Iterable[blocks.Block], part: Callable[[blocks.Block], Part]
) -> dict[str, "Curve"]:
    """Curve of every claim of a task from the results of all its blocks, whose order is free.

    Raises ``ValueError`` where the observed history is not among them.

    >>> from copro.methods.multiverse.example import grid, panel
    >>> work = blocks.task(panel(), grid(), seed=1)
    >>> made = curves(work, blocks.plan(work, 9), lambda block: blocks.compute(work, block))
    >>> len(made["beds-follow-need"].medians)
    9
    """
    whole, medians = blocks.merge(plan, part)
    frame = task.specifications
    return {
        claim: Curve(task.grid, frame, whole, place, medians[place])
        for place, claim in enumerate(task.grid.claims)
    }


class Curve:
    """All estimates of one claim.

    ``rows`` has a row a specification: its options, estimate, se, low, high (95 %), p, n, units,
    clusters; ``medians`` the median of the estimates in each draw.
    """

    def __init__(
        self, grid: Grid, frame: pd.DataFrame, whole: Part, place: int, medians: np.ndarray
    ) -> None:
        wide = stats.t.ppf(1 - LEVEL / 2, whole.clusters - 1)
        found, error = whole.estimate[place, 0], whole.se[place]
        self.grid = grid
        self.rows = frame.assign(
            n=whole.n,
            units=whole.units,
            clusters=whole.clusters,
            estimate=found,
            se=error,
            low=found - wide * error,
            high=found + wide * error,
            p=2 * stats.t.sf(np.abs(found / error), whole.clusters - 1),
        )
        self.medians = medians

    def summary(self) -> dict[str, float]:
        """The curve in numbers; shares in percent.

        preferred, n (specifications), fits (without those that differ in clustering only), repeated
        (fits that give the estimate of another one: none should), median, low and high (5th and
        95th percentile), lowest, highest, lower (estimates below the preferred), same_sign (sign of
        the preferred) and p_median: the permutation test. A draw counts as extreme if its median is
        at least as far from zero.
        """
        rows = self.rows
        value, cluster = (
            rows["estimate"],
            next(d.name for d in self.grid.dimensions if d.sets == "cluster"),
        )
        fits = rows[~rows.duplicated([d.name for d in self.grid.dimensions if d.name != cluster])]
        same = np.sign(value) == np.sign(value.iloc[0])
        return {
            "preferred": value.iloc[0],
            "n": len(rows),
            "fits": len(fits),
            "repeated": int(
                fits.assign(estimate=fits["estimate"].round(10)).duplicated("estimate").sum()
            ),
            "median": value.median(),
            "low": value.quantile(0.05),
            "high": value.quantile(0.95),
            "lowest": value.min(),
            "highest": value.max(),
            "lower": 100 * (value < value.iloc[0]).mean(),
            "same_sign": 100 * same.mean(),
            "p_median": _share(np.abs(self.medians) >= abs(value.median())),
        }

    def by_option(self) -> pd.DataFrame:
        """What each option of a choice gives: dimension, option, n (specifications), units
        (median), median, and compared with ``against``, the preferred
        option of its choice: shift, the median difference over the pairs of specifications that
        differ in this alone, and pairs, their number.
        """
        rows = []
        for dimension in self.grid.dimensions:
            if len(dimension.options) > 1:
                other = [d.name for d in self.grid.dimensions if d.name != dimension.name]
                wide = self.rows.set_index([*other, dimension.name])["estimate"].unstack(
                    dimension.name
                )
                first = wide[next(iter(dimension.options))]
                for option, part in self.rows.groupby(dimension.name)[["estimate", "units"]]:
                    apart = (wide[option] - first).dropna()
                    rows.append(
                        {
                            "dimension": dimension.name,
                            "option": option,
                            "n": len(part),
                            "units": part["units"].median(),
                            "median": part["estimate"].median(),
                            "against": first.name,
                            "pairs": len(apart),
                            "shift": np.nan if option == first.name else apart.median(),
                        }
                    )
        order = [
            (d.name, option)
            for d in self.grid.dimensions
            if len(d.options) > 1
            for option in d.options
        ]
        return pd.DataFrame(rows).set_index(["dimension", "option"]).loc[order].reset_index()

    def strongest(self) -> pd.DataFrame:
        """The option of each choice that moves the estimate most, as rows of ``by_option``,
        strongest first.

        Options that keep fewer than half of the units ask about other units and are left out.
        """
        rows = self.by_option().dropna(subset="shift")
        rows = rows[rows["units"] >= self.rows["units"].iloc[0] / 2]
        return rows.sort_values("shift", key=abs, ascending=False, kind="stable").drop_duplicates(
            "dimension", ignore_index=True
        )


def reading(summary: Mapping[str, float]) -> str:
    """How far a claim depends on the choices, by a fixed rule on its ``Curve.summary``.

    "robust": at least ``SIGN`` percent of the estimates have the sign of the preferred one, and
    their median is further from zero than chance would bring about (permutation test, p < .05);
    "direction only": the sign alone is as steady; "depends on choices": it is not. How many single
    estimates have a small p decides nothing: they are not independent of each other.

    >>> reading({"same_sign": 100, "p_median": 0.01})
    'robust'
    >>> reading({"same_sign": 100, "p_median": 0.30})
    'direction only'
    >>> reading({"same_sign": 80, "p_median": 0.01})
    'depends on choices'
    """
    if summary["same_sign"] < SIGN:
        return "depends on choices"
    return "robust" if summary["p_median"] < LEVEL else "direction only"


def place(summary: Mapping[str, float]) -> str:
    """Where the preferred estimate lies in its curve: "below" or "above" the range of nine in ten,
    "low" or "high" inside it where fewer than ``EDGE`` percent of the estimates lie further out, or
    "" (inside).

    >>> place({"low": 1.0, "high": 3.0, "preferred": 3.5, "lower": 99})
    'above'
    >>> place({"low": 1.0, "high": 3.0, "preferred": 2.0, "lower": 50})
    ''
    """
    if not summary["low"] <= summary["preferred"] <= summary["high"]:
        return "below" if summary["preferred"] < summary["low"] else "above"
    return "low" if summary["lower"] < EDGE else "high" if summary["lower"] > 100 - EDGE else ""


def whole(percent: float) -> int:
    """A percentage without decimals: 100 only where it is all of them, 0 only where it is none.

    >>> whole(99.7), whole(100), whole(0.2), whole(41.6)
    (99, 100, 1, 42)
    """
    return int(percent) if percent in (0, 100) else int(min(99, max(1, round(percent))))


def p_value(p: float, permutations: int, sign: str = "") -> str:
    """A p-value of a permutation test in words: "0.030", or "≤ 0.005" where no draw was as extreme.

    The observed curve counts as a draw, so p is never below 1 / (``permutations`` + 1): that floor
    is a limit and no value. ``sign`` stands before a value ("= " in a sentence).

    >>> p_value(0.03, 999, "= ")
    '= 0.030'
    >>> p_value(0.001, 999)
    '≤ 0.001'
    """
    floor = 1 / (permutations + 1)
    digits = max(3, int(np.ceil(-np.log10(floor))))
    return (
        f"\N{LESS-THAN OR EQUAL TO} {floor:.{digits}f}"
        if p <= floor * (1 + 1e-9)
        else f"{sign}{p:.{digits}f}"
    )


def _share(extreme: np.ndarray) -> float:
    return float((1 + extreme.sum()) / (1 + len(extreme)))
