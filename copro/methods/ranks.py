"""How two ratings go together: rank correlation and ordered logit."""

import warnings

import numpy as np
import pandas as pd
from scipy import stats


def spearman(one: pd.Series, other: pd.Series, level: float = 0.95) -> dict[str, float]:
    """Spearman's rank correlation with the interval of Bonett and Wright (2000): estimate, low,
    high, n, and p, two-sided, with the same standard error.

    Raises ``ValueError`` for fewer than five pairs or a rating that does not vary.

    >>> found = spearman(pd.Series([1, 2, 3, 4, 5, 5]), pd.Series([1, 3, 2, 4, 5, 4]))
    >>> [round(found[key], 2) for key in ("estimate", "low", "high")]
    [0.9, 0.12, 0.99]
    """
    if len(one) < 5 or one.nunique() < 2 or other.nunique() < 2:
        raise ValueError(f"found {len(one)} pairs; expected five or more, and ratings that vary")
    rho = float(stats.spearmanr(one, other).statistic)
    error = np.sqrt((1 + rho**2 / 2) / (len(one) - 3))
    wide = stats.norm.ppf((1 + level) / 2) * error
    low, high = np.tanh(np.arctanh(rho) - wide), np.tanh(np.arctanh(rho) + wide)
    p = 2 * stats.norm.sf(abs(np.arctanh(rho)) / error)
    return {"estimate": rho, "low": float(low), "high": float(high), "n": len(one), "p": float(p)}


def ordered_logit(condition: pd.Series, form: pd.Series, level: float = 0.95) -> dict[str, float]:
    """Odds of a higher ``form`` for one point more of ``condition``, by an ordered logit of
    statsmodels: odds_ratio, odds_low, odds_high.

    >>> x = pd.Series([1, 1, 2, 2, 3, 3, 4, 4, 5, 5] * 3)
    >>> y = pd.Series([1, 2, 1, 2, 2, 3, 1, 3, 2, 3] * 3)
    >>> ordered_logit(x, y)["odds_ratio"] > 1
    True
    """
    from statsmodels.miscmodels.ordinal_model import OrderedModel  # late: seconds

    kinds = pd.Categorical(form, ordered=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = OrderedModel(pd.Series(kinds), condition.to_numpy(float)[:, None], distr="logit").fit(
            method="bfgs", disp=False
        )
    b, se = float(fit.params.iloc[0]), float(fit.bse.iloc[0])
    wide = stats.norm.ppf((1 + level) / 2)
    low, middle, high = np.exp([b - wide * se, b, b + wide * se])
    return {"odds_ratio": float(middle), "odds_low": float(low), "odds_high": float(high)}
