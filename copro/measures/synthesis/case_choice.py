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

MATCHED = """
    condition present absent policy_field country level_present level_absent move same_study
""".split()


def within(
    inside: pd.Series, cases: pd.DataFrame, column: str, outcome: str = "HIGH"
) -> pd.DataFrame:
    """Some of the cases within each value of a column (country, study).

    ``inside`` is true for the cases that count as members; its index is that of ``cases``, which
    have the column and the outcome (0/1). Gives the column, cases (all there), members, high (of
    these) and share (high / members, missing without a member).
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

    It asks for no solution and no outcome: pairs in which nothing changes, or the wrong way, count
    as well.

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
