"""Cases nested in countries and studies, pairs that differ in one condition, cases to read next.

The engine scores cases by their memberships; crisp codes leave most scores tied. What tells tied
pairs apart is what the cases share otherwise: the policy field, the country, the study.
"""

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

import configurational as qca

# Why a case of a kind is worth reading.
PURPOSES = {
    "typical": "how the combination works",
    "deviant_consistency": "what keeps the level from being high",
    "deviant_coverage": "what else leads to a high level",
}

MATCHED = [
    "condition",
    "present",
    "absent",
    "policy_field",
    "country",
    "level_present",
    "level_absent",
    "move",
    "same_study",
]


def spread(
    solution: qca.Solution, cases: pd.DataFrame, column: str, outcome: str = "HIGH"
) -> pd.DataFrame:
    """Each term of the first model within each value of a column (country, study).

    Parameters
    ----------
    solution : Solution
        Of crisp cases with the labels ``case_id``.
    cases : DataFrame
        One row per case, with ``case_id``, the column and the outcome (0/1).

    Returns
    -------
    DataFrame with term, the column, cases (all there), members (of the term), high (of these) and
    share (high / members, missing without a member).
    """
    parts = [
        within(cases["case_id"].isin(members(solution, term)), cases, column, outcome).assign(
            term=term
        )
        for term in solution.models[0]
    ]
    table = pd.concat(parts, ignore_index=True)
    return table[["term", *table.columns.drop("term")]]


def within(
    inside: pd.Series, cases: pd.DataFrame, column: str, outcome: str = "HIGH"
) -> pd.DataFrame:
    """Some of the cases within each value of a column: columns of ``spread`` without the term.

    ``inside`` is true for the cases that count as members; its index is that of ``cases``.
    """
    lines = []
    for value, part in cases.groupby(column):
        own = part[inside.loc[part.index]]
        lines.append(
            {
                column: value,
                "cases": len(part),
                "members": len(own),
                "high": int(own[outcome].sum()),
                "share": own[outcome].mean() if len(own) else float("nan"),
            }
        )
    return pd.DataFrame(lines)


def best(cases: pd.DataFrame, conditions: Sequence[str], outcome: str = "HIGH") -> qca.Solution:
    """The solution that names the combination with the largest share of high cases, whatever that
    share is: a place to look for cases to read, no finding.
    """
    rows = qca.truth_table(cases, outcome, list(conditions), "case_id", incl_cut=0.5)
    top = float(rows.observed["incl"].max())
    return qca.minimize(qca.truth_table(cases, outcome, list(conditions), "case_id", incl_cut=top))


def matched(cases: pd.DataFrame, conditions: Sequence[str]) -> pd.DataFrame:
    """Every pair of cases from one policy field and one country that differs in one condition.

    Unlike ``one_condition_pairs`` it asks for no solution and no outcome: pairs in which nothing
    changes, or the wrong way, count as well.

    Parameters
    ----------
    cases : DataFrame
        With ``case_id``, policy_field, country, cluster, level (0 low, 1 medium, 2 high) and the
        conditions (0/1).

    Returns
    -------
    DataFrame with condition, present and absent (labels of the two cases), policy_field, country,
    level_present, level_absent, move (1 closer where the condition is present, 0 the same, -1 less
    close) and same_study.
    """
    lines = []
    for one, other in combinations(cases.to_dict("records"), 2):
        differ = [c for c in conditions if one[c] != other[c]]
        alike = all(one[c] == other[c] for c in ("policy_field", "country"))
        if len(differ) != 1 or not alike:
            continue
        have, lack = (one, other) if one[differ[0]] == 1 else (other, one)
        lines.append(
            {
                "condition": differ[0],
                "present": have["case_id"],
                "absent": lack["case_id"],
                "policy_field": have["policy_field"],
                "country": have["country"],
                "level_present": have["level"],
                "level_absent": lack["level"],
                "move": int(have["level"] > lack["level"]) - int(have["level"] < lack["level"]),
                "same_study": have["cluster"] == lack["cluster"],
            }
        )
    return pd.DataFrame(lines, columns=MATCHED)


def moves(pairs: pd.DataFrame, conditions: Sequence[str]) -> pd.DataFrame:
    """What the pairs of ``matched`` say on each condition: condition, pairs, closer, same, less
    (pairs), and repeated (pairs of which a case stands in another pair too).
    """
    lines = []
    for condition in conditions:
        own = pairs[pairs["condition"] == condition]
        used = pd.concat([own["present"], own["absent"]]).value_counts()
        often = own[["present", "absent"]].isin(used.index[used > 1]).any(axis=1)
        lines.append(
            {
                "condition": condition,
                "pairs": len(own),
                "closer": int((own["move"] > 0).sum()),
                "same": int((own["move"] == 0).sum()),
                "less": int((own["move"] < 0).sum()),
                "repeated": int(often.sum()),
            }
        )
    return pd.DataFrame(lines)


def members(solution: qca.Solution, term: str) -> list[str]:
    """Labels of the cases with a membership above 0.5 in a term."""
    member = qca.expression_membership(_frame(solution), term)
    return list(member.index[member > 0.5])


def _frame(solution: qca.Solution) -> pd.DataFrame:
    data = solution.table.data
    return pd.DataFrame(data.values, index=pd.Index(data.cases), columns=list(data.conditions))


def nested(solution: qca.Solution, cases: pd.DataFrame, unit: str, cluster: str) -> qca.ClusterFit:
    """Say, by cluster, how consistently the cases of the first model lead to the outcome."""
    clusters, units = qca.cluster_columns(
        solution.table.data, cases, cluster, unit, id_column="case_id"
    )
    return qca.cluster_solution(solution, list(clusters), list(units))[-1]


def one_condition_pairs(solution: qca.Solution, cases: pd.DataFrame, focal: str) -> pd.DataFrame:
    """A high case of a term beside a case that is not high and differs in one condition alone.

    Parameters
    ----------
    focal : str
        The condition in which the two differ.

    Returns
    -------
    DataFrame with term, first, second (labels), same_field, same_country, same_study and shared
    (how many of field and country); most alike first. Pairs of one study are of its text alone.
    """
    pairs = qca.select_cases(solution, "focal_typical_irrelevant")
    pairs = pairs[pairs["focal"].str.lstrip("~") == focal]
    codes = cases.set_index("case_id")
    rest = [c for c in solution.table.data.conditions if c != focal]
    alike = (
        codes.loc[pairs["first"], rest].to_numpy() == codes.loc[pairs["second"], rest].to_numpy()
    ).all(axis=1)
    differ = (
        codes.loc[pairs["first"], focal].to_numpy() != codes.loc[pairs["second"], focal].to_numpy()
    )
    return _alike(pairs[alike & differ], codes)


def _alike(pairs: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Pairs with what the two cases share, most first."""
    table = pairs[["term", "first", "second"]].reset_index(drop=True)
    for name, column in (("field", "policy_field"), ("country", "country"), ("study", "cluster")):
        table[f"same_{name}"] = (
            codes.loc[table["first"], column].to_numpy()
            == codes.loc[table["second"], column].to_numpy()
        )
    table["shared"] = table["same_field"].astype(int) + table["same_country"].astype(int)
    return table.sort_values(
        ["shared", "same_field", "first", "second"], ascending=[False, False, True, True]
    ).reset_index(drop=True)


def to_read_next(solution: qca.Solution) -> pd.DataFrame:
    """Cases by the question that they answer: kind, purpose, case and row (their configuration)."""
    rows = {
        case: config
        for line, config in zip(
            solution.table.observed.itertuples(), solution.table.config(solution.table.observed)
        )
        for case in line.cases
    }
    tables = [
        pd.DataFrame(
            {
                "kind": kind,
                "purpose": purpose,
                "case": qca.select_cases(solution, kind)["case"].drop_duplicates(),
            }
        )
        for kind, purpose in PURPOSES.items()
    ]
    table = pd.concat(tables, ignore_index=True)
    return table.assign(row=table["case"].map(rows))
