"""Exact counts on crisp configurations: which rules fit few rows, and what chance would do."""

from itertools import product

import numpy as np
import pandas as pd
from configurational.truthtable import TOLERANCE
from scipy.stats import hypergeom


def passes(incl: np.ndarray | pd.Series, incl_cut: float) -> np.ndarray | pd.Series:
    """Whether inclusions reach a cut-off, as in a truth table: rounding of the last digits aside.

    >>> passes(np.array([0.1 + 0.7, 0.79]), 0.8).tolist()
    [True, False]
    """
    return incl >= incl_cut - TOLERANCE


def consistent_rules(
    rows: pd.DataFrame, conditions: list[str], outcome: str, increasing: bool = False
) -> pd.DataFrame:
    """All rules from conditions to outcome that agree with every observed case.

    A rule gives each of the 2^k configurations the outcome 0 or 1. With ``increasing`` only rules
    in which no condition ever takes the outcome away when it is added.

    Returns
    -------
    DataFrame, a row a rule, a column a configuration (a tuple of 0/1 in condition order).

    Raises
    ------
    ValueError
        More than four conditions (2^32 rules and more cannot be listed).

    >>> rows = pd.DataFrame({"A": [1], "Y": [1]})
    >>> consistent_rules(rows, ["A"], "Y").values.tolist()  # the outcome without A is open
    [[0, 1], [1, 1]]
    """
    k = len(conditions)
    if k > 4:
        raise ValueError(f"rules are listed for at most 4 conditions, found {k}")
    cells = list(product((0, 1), repeat=k))
    rules = np.array(list(product((0, 1), repeat=len(cells))), dtype=np.int8)
    for row in rows[[*conditions, outcome]].astype(int).itertuples(index=False):
        rules = rules[rules[:, cells.index(tuple(row[:k]))] == row[k]]
    if increasing:
        for i, low in enumerate(cells):
            for j, high in enumerate(cells):
                if all(a <= b for a, b in zip(low, high)):
                    rules = rules[rules[:, i] <= rules[:, j]]
    return pd.DataFrame(rules, columns=pd.Index(cells, tupleize_cols=False))


def single_contrasts(
    cases: pd.DataFrame, conditions: list[str], outcome: str, name: str
) -> pd.DataFrame:
    """Pairs of cases that differ in one condition alone.

    Conditions and outcome may have more than two ordered levels. Columns: condition, lower and
    upper (names of the cases, the second has more of the condition), change (of the outcome).

    >>> cases = pd.DataFrame(
    ...     {"case": ["x", "y", "z"], "A": [0, 1, 1], "B": [0, 0, 1], "Y": [0, 1, 1]}
    ... )
    >>> single_contrasts(cases, ["A", "B"], "Y", "case")
      condition lower upper  change
    0         A     x     y       1
    1         B     y     z       0
    """
    pairs = []
    for a, b in product(cases.to_dict("records"), repeat=2):
        differ = [c for c in conditions if a[c] != b[c]]
        if len(differ) == 1 and a[differ[0]] < b[differ[0]]:
            pairs.append((differ[0], a[name], b[name], b[outcome] - a[outcome]))
    return pd.DataFrame(pairs, columns=["condition", "lower", "upper", "change"])


def chance_of_necessity(frame: pd.DataFrame, conditions: list[str], outcome: str) -> pd.DataFrame:
    """How easily each literal would be necessary if the outcome fell on cases at random.

    Crisp 0/1 columns. With m of n cases positive and s cases in the literal, the chance that all
    m lie in it is hypergeometric. Columns: literal, in_literal (s), positive_in_literal,
    necessary (bool), chance (0 to 1).

    >>> frame = pd.DataFrame({"A": [1, 1, 1, 0], "Y": [1, 1, 0, 0]})
    >>> # Two of four cases are positive; by chance both have A in 3 of 6 ways.
    >>> chance_of_necessity(frame, ["A"], "Y").round(3)
      literal  in_literal  positive_in_literal  necessary  chance
    0       A           3                    2       True     0.5
    1      ~A           1                    0      False     0.0
    """
    n, m = len(frame), int(frame[outcome].sum())
    lines = []
    for condition, sign in product(conditions, ("", "~")):
        member = frame[condition] == (not sign)
        inside, hit = int(member.sum()), int((member & (frame[outcome] == 1)).sum())
        chance = float(hypergeom.pmf(m, n, inside, m))
        lines.append((f"{sign}{condition}", inside, hit, hit == m, chance))
    columns = ["literal", "in_literal", "positive_in_literal", "necessary", "chance"]
    return pd.DataFrame(lines, columns=columns)
