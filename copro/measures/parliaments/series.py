"""The course of the vocabulary over the years: rates, and the years in which the level changes.

Units: hits per million words, speeches that name the vocabulary per 1,000 speeches. Part years are
in the series and in no test of a change.
"""

import numpy as np
import pandas as pd

from copro.measures.parliaments.counts import Corpus, levels
from copro.methods import changepoint, rates

# What is counted, over what, and for how many.
MEASURES = {"hits": ("n_vocabulary", "words", 1e6), "speeches": ("names_it", "speeches", 1000)}
WITHIN = 3.92  # standard errors between the ends of a 95 % interval


def yearly(
    measure: str,
    found: pd.DataFrame,
    years: pd.DataFrame,
    days: pd.Series,
    *,
    draws: int,
    seed: int,
    precision: tuple[int, int] | None = None,
) -> pd.DataFrame:
    """The rate of each year with its interval, for a key of ``MEASURES``."""
    count, base, per = MEASURES[measure]
    return rates.clustered_rates(
        found,
        by=["year"],
        count=count,
        cluster="date",
        base=years[base],
        clusters=days,
        per=per,
        precision=precision,
        draws=draws,
        seed=seed,
    )


def full_years(rows: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Rows of the years that are there as a whole."""
    return rows[~rows["year"].isin(corpus.partial)]


def changed(full: pd.DataFrame) -> pd.DataFrame:
    """Stretches of years with one level each: first and last year, mean rate (``counts.levels``).

    Takes full years without precision. The cuts lower the weighted squares of the logarithm of the
    rate by more than 2 ln(n) each; variances are scaled by the noise between neighbouring years.
    """
    logs = np.log(full["rate"])
    noise = (np.log(full["high"] / full["low"]) / WITHIN) ** 2
    return levels(full, changepoint.segments(logs, noise * changepoint.noise_scale(logs, noise)))
