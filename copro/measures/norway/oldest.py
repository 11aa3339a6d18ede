"""Norway: people aged 80 or over until 2040 by municipality, and what they would use of services
at rates of today.

Units: persons; rates in percent of the people aged 80 or over.
"""

import numpy as np
import pandas as pd

from copro.measures.norway.municipalities import SIZE_CLASSES
from copro.measures.shared.oldest import GROUPS, LEVEL, Counts
from copro.methods import weighted

BANDS = {67: "population_67_79", 80: "population_80_89", 90: "population_90_plus"}
WIDE = 20_000  # inhabitants of the widest class, so that enough errors are in it
SIZES = {least: name for least, name in SIZE_CLASSES.items() if least < WIDE} | {
    WIDE: f"{WIDE:,} and over"
}
STEP = 10
OLD = [*GROUPS][2]
HOME = "Home services"
NORWAY = "EAK"  # its code in the table typed over
RATES = {
    HOME: "home_services_users_80plus_pct",
    "Nursing homes": "nursing_home_residents_80plus_pct",
}
TODAY, LOWEST, HIGHEST, FALLING = (
    "rate as today",
    "rate of the lowest tenth",
    "rate of the highest tenth",
    "rate falling on",
)


def counts(population: pd.DataFrame, level: int = LEVEL) -> Counts:
    """The table of people by age as counts; the first two digits of a code are its county."""
    return Counts(population, BANDS, SIZES, lambda code: code[:2], STEP, level)


def rates(kostra: pd.DataFrame) -> pd.DataFrame:
    """Users in percent of the people aged 80 or over, end of 2025 (columns: ``RATES``), and these
    people (``people``), by municipality.
    """
    now = kostra[kostra["year"] == 2025].set_index("municipality_code")
    named = now[[*RATES.values()]].set_axis([*RATES], axis="columns")
    return named.assign(people=now["population_80plus_jan1_next_year"])


def users(expected: pd.DataFrame, kostra: pd.DataFrame) -> pd.DataFrame:
    """People with each service by municipality if its rate of 2025 stays: a row for each
    municipality, year and service with rate_pct, now, users, low and high.

    The interval is that of the people alone. Missing where a municipality has no rate.
    """
    old = expected[expected["group"] == OLD].drop(columns="group")
    long = rates(kostra)[[*RATES]].rename_axis("municipality_code").reset_index()
    rows = old.merge(long.melt("municipality_code", var_name="service", value_name="rate_pct"))
    part = rows["rate_pct"] / 100
    for column in ("now", "people", "low", "high"):
        rows[column] *= part
    return rows.rename(columns={"people": "users"})


def of_country(typed: pd.DataFrame, kostra: pd.DataFrame) -> pd.Series:
    """Rate of home services of the whole country by year: 2019 and 2023 as printed for Norway
    (``typed``, the table typed over), 2025 that of all municipalities with a rate together.
    """
    printed = typed[typed["region_code"] == NORWAY].set_index("year")[RATES[HOME]]
    now = rates(kostra).dropna(subset=HOME)
    return pd.concat([printed, pd.Series({2025: np.average(now[HOME], weights=now["people"])})])


def yearly_fall(rate: pd.Series, since: int) -> float:
    """Factor by which a rate by year changed a year, from ``since`` to its last year.

    >>> yearly_fall(pd.Series({2019: 40.0, 2023: 20.0, 2025: 5.0}), since=2023)
    0.5
    """
    return float((rate.iloc[-1] / rate[since]) ** (1 / (rate.index[-1] - since)))


def by_points(yearly: float, over: int, years: int) -> float:
    """What is left of a rate that loses as many percentage points a year as it did in the last
    ``over`` years, over which its factor a year was ``yearly``; at least nothing.

    >>> round(by_points(0.9**0.5, 2, 9), 2), by_points(0.9**0.5, 2, 40)  # 10 % less after two years
    (0.5, 0.0)
    """
    return max(0.0, 1 + years * (1 - yearly**-over) / over)


def scenarios(
    expected: pd.DataFrame, kostra: pd.DataFrame, yearly: float, last: int
) -> pd.DataFrame:
    """Users in the country by year under each scenario: service, scenario, year, rate_pct, users.

    Today's rate is that of all municipalities with one. The lowest and the highest tenth are the
    rates below and above which a tenth of the people aged 80 or over live. ``yearly`` is the factor
    of ``yearly_fall``, known for home services alone; ``last`` the year of the last count.
    """
    old, table = expected[expected["group"] == OLD], rates(kostra)
    people = {last: old.loc[old["year"] == old["year"].min(), "now"].sum()}
    people |= old.groupby("year")["people"].sum().to_dict()
    rows = []
    for service in RATES:
        known = table[table[service].notna()]
        usual = float(np.average(known[service], weights=known["people"]))
        ends = [weighted.quantile(known[service], known["people"], q) for q in (0.1, 0.9)]
        # Not a number after this year: how the rate of nursing homes changed is not known.
        pace_on = yearly if service == HOME else np.nan
        paces = [
            (TODAY, usual, 1.0),
            (LOWEST, ends[0], 1.0),
            (HIGHEST, ends[1], 1.0),
            (FALLING, usual, pace_on),
        ]
        for name, rate, pace in paces:
            for year, all_old in people.items():
                then = rate * pace ** (year - last)
                rows.append((service, name, year, then, then / 100 * all_old))
    return pd.DataFrame(rows, columns=["service", "scenario", "year", "rate_pct", "users"])
