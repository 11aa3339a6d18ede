"""People aged 80 or over by municipality, carried on from the last count, and how sure that is.

The country comes from its birth years (``copro.methods.cohorts``). A municipality has the survival
of the country and a factor of its own, which holds what moves in and out of it. Persons on 1
January; errors are logarithms of what came over what was forecast.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from copro.methods import cohorts
from copro.methods.cohorts import Cohorts

LEVEL = 80  # percent of past errors that lie within an interval
TAILS = {80: "a tenth", 90: "a twentieth"}  # level -> what lies beyond either end of one
GROUPS: dict[str, tuple[float, float]] = {
    "80 to 89": (80, 90),
    "90 or over": (90, np.inf),
    "80 or over": (80, np.inf),
}


@dataclass(frozen=True, eq=False)
class Counts:
    """Counts of a country: a row for each municipality and year, and what its columns hold.

    ``bands`` maps the lowest age of each group to its column, the last being open; ``sizes`` maps
    the least inhabitants of a class to its name; ``region`` gives the county of a code. A factor is
    seen over ``step`` years; ``level`` percent of past errors lie within an interval.
    """

    rows: pd.DataFrame
    bands: Mapping[int, str]
    sizes: Mapping[int, str]
    region: Callable[[str], str]
    step: int
    level: int = LEVEL

    @property
    def last(self) -> int:
        """The year of the last count."""
        return int(self.rows["year"].max())

    @cached_property
    def before(self) -> "Counts":
        """What was known a step before the last count."""
        return replace(self, rows=self.rows[self.rows["year"] <= self.last - self.step])

    def at(self, year: int) -> pd.DataFrame:
        """People of each band (columns: its lowest age) by municipality."""
        now = self.rows[self.rows["year"] == year].set_index("municipality_code")
        return now[[*self.bands.values()]].set_axis([*self.bands], axis="columns").astype(float)

    def groups(self, year: int) -> pd.DataFrame:
        """People of each group of ``GROUPS`` (columns) by municipality."""
        return grouped(self.at(year))

    def size(self, year: int) -> pd.Series:
        """Size class of each municipality, as text."""
        people = self.rows[self.rows["year"] == year].set_index("municipality_code")
        edges, names = [*self.sizes, np.inf], [*self.sizes.values()]
        return pd.cut(people["population_total"], edges, right=False, labels=names).astype(str)

    def regions(self, codes: pd.Index) -> pd.Series:
        """The county of each code."""
        return pd.Series([self.region(code) for code in codes], index=codes)

    @cached_property
    def country(self) -> Cohorts:
        """Birth years and death rates of the country, from the municipalities that are counted in
        every year.
        """
        years = self.rows.groupby("municipality_code")["year"].transform("nunique")
        whole = self.rows[years == self.rows["year"].nunique()]
        return cohorts.fit_cohorts(
            whole.groupby("year")[[*self.bands.values()]].sum(), [*self.bands]
        )


def grouped(bands: pd.DataFrame) -> pd.DataFrame:
    """People of each group of ``GROUPS`` from those of bands named by their lowest age.

    >>> grouped(pd.DataFrame({67: [9.0], 80: [2.0], 85: [1.0], 90: [0.5]})).loc[0].tolist()
    [3.0, 0.5, 3.5]
    """
    return pd.DataFrame(
        {
            name: bands[[age for age in bands if low <= age < high]].sum(axis=1)
            for name, (low, high) in GROUPS.items()
        }
    )


def _past(counts: Counts) -> tuple[pd.DataFrame, pd.DataFrame]:
    """People of the two ages in the last year (columns) and what the survival of the country made
    of those a step before, in municipalities counted in both; both have the sums of the last year.
    """
    start = counts.last - counts.step
    then, now = counts.at(start), counts.groups(counts.last)
    both = then.index.intersection(now.index)
    usual = grouped(then.loc[both] @ counts.country.carried(start, counts.step))
    now = now.loc[both, [*GROUPS][:2]]
    usual = usual[[*GROUPS][:2]]
    return now, usual * now.sum() / usual.sum()


def _with_sum(ages: pd.DataFrame) -> pd.DataFrame:
    return ages.assign(**{[*GROUPS][2]: ages.sum(axis=1)})


def forecast(counts: Counts, target: int) -> pd.DataFrame:
    """People of each group of ``GROUPS`` (columns) by municipality on 1 January of ``target``.

    A municipality has the survival of the country times its own
    factor of the last step, drawn to that of its county; the sum is that of the country.
    """
    launch = counts.last
    usual = grouped(counts.at(launch) @ counts.country.carried(launch, target - launch))
    seen, before = _past(counts)
    regions, every = counts.regions(seen.index), counts.regions(usual.index)
    out = pd.DataFrame(index=usual.index)
    for name in seen:
        own, _ = cohorts.pooled_factors(seen[name], before[name], regions)
        usual_there = seen[name].groupby(regions).sum() / before[name].groupby(regions).sum()
        factor = own.reindex(usual.index).fillna(every.map(usual_there)).fillna(1.0)
        people = usual[name] * factor ** ((target - launch) / counts.step)
        out[name] = people * usual[name].sum() / people.sum()
    return _with_sum(out)


def errors_of_step(counts: Counts) -> pd.DataFrame:
    """How far municipalities came, over the last step, from what all others of their county had
    them expect: what can be known of errors before any forecast was made.
    """
    now, usual = _past(counts)
    regions = counts.regions(now.index)
    guess = usual.apply(lambda u: u * cohorts.factors_of_others(now[str(u.name)], u, regions))
    now, guess = _with_sum(now), _with_sum(guess)
    return pd.DataFrame({name: cohorts.log_errors(now[name], guess[name]) for name in now})


def _long(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    named = frame.rename_axis("municipality_code").reset_index()
    return named.melt("municipality_code", var_name="group", value_name=value)


def _with_limits(rows: pd.DataFrame, limits: pd.DataFrame, of: str, scale: float) -> pd.DataFrame:
    """``rows`` with low and high: limits of errors by group and size_class, as wide as ``scale``
    says, around the column ``of``.
    """
    out = rows.merge(limits.rename_axis(["group", "size_class"]).reset_index(), how="left")
    for end in ("low", "high"):
        out[end] = out[of] * np.exp(out[end] * scale)
    return out


def _limits(errors: pd.DataFrame, level: int) -> pd.DataFrame:
    """Limits of errors (municipality_code, group, error, size_class) by group and size_class, with
    ``level`` percent within.
    """
    return pd.concat(
        {
            name: cohorts.error_limits(part["error"], part["size_class"], level / 100)
            for name, part in errors.groupby("group", sort=False)
        }
    )


def _known_errors(counts: Counts) -> pd.DataFrame:
    """``errors_of_step`` in rows, with the size of a municipality when the step began."""
    rows = _long(errors_of_step(counts), "error")
    size = counts.size(counts.last - counts.step)
    return rows.assign(size_class=rows["municipality_code"].map(size))


def backtest(counts: Counts) -> pd.DataFrame:
    """What a forecast made a step before the last count said of it, and what came.

    A row for each municipality and group: municipality_code, group, size_class (when the forecast
    is made), then, forecast, low, high (interval), came, error, inside. All but
    ``came`` was known then.
    """
    known = counts.before
    rows = _long(forecast(known, counts.last), "forecast").assign(
        size_class=lambda d: d["municipality_code"].map(known.size(known.last))
    )
    rows = rows.merge(_long(known.groups(known.last), "then"))
    rows = _with_limits(rows, _limits(_known_errors(known), counts.level), "forecast", 1.0)
    rows = rows.merge(_long(counts.groups(counts.last), "came"))
    return rows.assign(
        error=cohorts.log_errors(rows["came"], rows["forecast"]),
        inside=rows["came"].between(rows["low"], rows["high"]),
    )


def misses(tested: pd.DataFrame) -> pd.Series:
    """By how much (log) the sum of all municipalities came otherwise than forecast, by group."""
    sums = tested.groupby("group", sort=False)[["came", "forecast"]].sum()
    return pd.Series(np.log(sums["came"] / sums["forecast"]))


def coverage(tested: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Part of municipalities (percent) whose count lay within its interval: ``by``, inside_pct, n,
    and half of the errors were smaller than median_error_pct.
    """
    rows = tested.assign(size_off=100 * np.expm1(tested["error"].abs()))
    cells = rows.groupby(by, sort=False, observed=True)
    return pd.DataFrame(
        {
            "inside_pct": 100 * cells["inside"].mean(),
            "n": cells.size(),
            "median_error_pct": cells["size_off"].median(),
        }
    ).reset_index()


def expected(counts: Counts, tested: pd.DataFrame, targets: list[int]) -> pd.DataFrame:
    """People of each group by municipality in ``targets``, with the interval of past errors.

    A row for each municipality, group and year: municipality_code, year, group, size_class, now,
    people, low, high. The errors are those of both steps: the first without a forecast, the second
    those of ``tested``. The part of the country is taken out of the second and added again on
    either side, for the country may be missed as far in the other direction. Errors grow with the
    square root of the years.
    """
    launch, missed = counts.last, misses(tested)
    own = tested[["municipality_code", "group", "size_class", "error"]]
    own = own.assign(error=own["error"] - own["group"].map(missed))
    both = pd.concat([_known_errors(counts.before), own])
    away = both["group"].map(missed)
    limits = _limits(
        pd.concat([both.assign(error=both["error"] + side * away) for side in (-1, 1)]),
        counts.level,
    )
    size, parts = counts.size(launch), []
    for target in targets:
        rows = _long(forecast(counts, target), "people").assign(
            year=target, size_class=lambda d: d["municipality_code"].map(size)
        )
        rows = rows.merge(_long(counts.groups(launch), "now"))
        parts.append(
            _with_limits(rows, limits, "people", float(np.sqrt((target - launch) / counts.step)))
        )
    out = pd.concat(parts, ignore_index=True)
    return out[["municipality_code", "year", "group", "size_class", "now", "people", "low", "high"]]


@dataclass(frozen=True, eq=False)
class Ahead:
    """People aged 80 or over that municipalities may have in the year ``target``.

    ``rows`` has now (the last count, of the year ``then``), people, low and high by code.
    ``tested`` is the percent of municipalities that such intervals held, over ``step`` years.
    """

    rows: pd.DataFrame
    then: int
    target: int
    step: int
    tested: float


def ahead(counts: Counts, target: int) -> Ahead:
    """What is expected of every municipality, with the test of the method."""
    old, tests = [*GROUPS][2], backtest(counts)
    rows = expected(counts, tests, [target])
    own = rows[rows["group"] == old].set_index("municipality_code")
    held = coverage(tests, ["group"]).set_index("group")["inside_pct"]
    return Ahead(
        own[["now", "people", "low", "high"]], counts.last, target, counts.step, float(held[old])
    )


def of_country(counts: Counts, last: int) -> pd.DataFrame:
    """The country year by year to ``last``: year, group, people, low and high.

    Counts have no low and high. Later years follow from the birth years; the ends are those of
    death rates that stay as they are, and that fall twice as fast as they did.
    """
    fitted, launch = counts.country, counts.last
    whole, years = counts.at(launch).sum(), range(launch + 1, last + 1)
    sums = counts.rows.groupby("year")[[*counts.bands.values()]].sum()
    past = grouped(sums.set_axis([*counts.bands], axis="columns"))
    usual, low, high = (
        grouped(pd.DataFrame([whole @ one.carried(launch, y - launch) for y in years], years))
        for one in (fitted, fitted.with_fall(0.0), fitted.with_fall(2 * fitted.fall))
    )
    people = pd.concat([past, usual]).rename_axis("year").rename_axis("group", axis="columns")
    rows = people.stack().to_frame("people").assign(low=low.stack(), high=high.stack())
    return rows.reset_index()


def side_by_side(rows: pd.DataFrame) -> pd.DataFrame:
    """``expected`` with a row for each municipality: for each group its people now, and for each
    year its people, low and high, and these three as text ("410 (380 to 450)").

    Columns are named ``80 or over now``, ``80 or over 2036``, ``80 or over 2036 low`` and so on.
    """
    out = {}
    for name, part in rows.groupby("group", sort=False):
        cells = part.set_index("municipality_code")
        out[f"{name} now"] = cells.loc[cells["year"] == cells["year"].min(), "now"]
        for year, one in cells.groupby("year"):
            values = one[["people", "low", "high"]]
            for column, end in (("people", ""), ("low", " low"), ("high", " high")):
                out[f"{name} {year}{end}"] = values[column]
            out[f"{name} {year} text"] = pd.Series(
                [f"{p:,.0f} ({a:,.0f} to {b:,.0f})" for p, a, b in values.values],
                index=values.index,
            )
    return pd.DataFrame(out).rename_axis("municipality_code").reset_index()


def kept(inside_pct: float, level: int = LEVEL) -> str:
    """What a test says of intervals that should hold ``level`` percent of the municipalities.

    >>> kept(79.7), kept(65.7), kept(86.7)
    ('as often as it should', 'less often than it should', 'more often than it should')
    """
    least, most = level - 5, level + 5
    if least <= inside_pct <= most:
        return "as often as it should"
    return f"{'less' if inside_pct < least else 'more'} often than it should"


def growth(whole: pd.DataFrame, now: int, last: int) -> pd.DataFrame:
    """Growth in percent from the count of ``now`` to ``last`` by group: people, low and high.

    ``whole`` is ``of_country`` by group and year.
    """
    then = whole["people"].xs(now, level="year")
    return 100 * (whole[["people", "low", "high"]].xs(last, level="year").div(then, axis=0) - 1)


def tested_said(inside_pct: float, missed: float, level: int = LEVEL) -> str:
    """What a test says of a group: how many municipalities were inside, and how the country came.

    >>> tested_said(65.7, -0.099)
    '66 % of municipalities were in an interval meant for 80 %, and Norway had 9 % fewer than said'
    """
    side = "fewer" if missed < 0 else "more"
    return (
        f"{inside_pct:.0f} % of municipalities were in an interval meant for {level} %, "
        f"and Norway had {100 * abs(np.expm1(missed)):.0f} % {side} than said"
    )
