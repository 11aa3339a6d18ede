"""Cases for configurational analysis: coded words to conditions, and which cases count.

D = the municipality itself decides whether and how; F = formal agreement, plan or joint body;
R = the municipality needs something the association has (dependence mutual or on its side).
"""

import re

import pandas as pd

CODES = ["local_discretion", "formalisation", "resource_dependency", "coproduction_level"]
DEPENDENT = ("mutual", "municipality_on_vo")
LEVELS = {"low": 0, "medium": 1, "high": 2}
ROOM = {"little": 0, "some": 1, "high": 2}
# Rows that code the legal room of a whole field, all others that of one arrangement.
FIELD_LEVEL = ("NO_T4_", "DE_ZiviZ_", "NO_crisis_centres_")

RURAL = {
    "high_population_growth": "GROWTH", "high_rurbanization": "RURBAN",
    "high_education_increase": "EDUCATION", "high_secularization": "SECULAR",
    "christian_strongholds": "CHRISTIAN", "high_organizational_density": "DENSE",
    "polycephality": "CENTRES", "urban_proximity": "CITY",
    "very_high_volatility_of_associations": "VOLATILE",
}


def calibrate(cases: pd.DataFrame, some_is_discretion: bool = False) -> pd.DataFrame:
    """Crisp conditions of the cases in which all four codes are known.

    Adds D, F, R, HIGH (level high), ABOVE_LOW (level medium or high) as 0/1, and the ordered
    codes room (0 little, 1 some, 2 high) and level (0 low, 1 medium, 2 high). With
    ``some_is_discretion`` D is 1 for "some" too. Other cases are left out, never guessed.
    """
    known = cases[cases[CODES].notna().all(axis=1)]
    room = known["local_discretion"].map(ROOM)
    level = known["coproduction_level"].map(LEVELS)
    return known.assign(
        D=(room >= (1 if some_is_discretion else 2)).astype(int),
        F=(known["formalisation"] == "high").astype(int),
        R=known["resource_dependency"].isin(DEPENDENT).astype(int),
        HIGH=(level == 2).astype(int), ABOVE_LOW=(level >= 1).astype(int), room=room, level=level,
    ).reset_index(drop=True)


def table4_rows(cases: pd.DataFrame) -> pd.DataFrame:
    """The six configurations of Table 4, four fields and two exceptions, with short names."""
    names = {"NO_T4_culture": "culture and leisure", "NO_T4_integration": "integration",
             "NO_T4_integration_2015": "integration in 2015", "NO_T4_health_care": "health and care",
             "NO_T4_children": "children and adolescents",
             "NO_T4_children_oslo": "children, Oslo districts"}
    rows = cases.set_index("case_id").loc[list(names)].reset_index()
    return rows.assign(name=rows["case_id"].map(names))


def interview_base(table4: pd.DataFrame) -> tuple[int, int]:
    """Interviews and municipalities behind Table 4, from the sample size printed in every row.

    Raises ``ValueError`` if the rows disagree or the words are not those expected.
    """
    printed = table4["sample_size"].unique()
    found = re.fullmatch(r"(\d+) interviews in (\d+) municipalities", printed[0])
    if len(printed) != 1 or found is None:
        raise ValueError(f"sample size of Table 4: found {list(printed)}; expected one text such as "
                         "'89 interviews in 12 municipalities'")
    return int(found[1]), int(found[2])


def direction(contrasts: pd.DataFrame, condition: str) -> str:
    """What pairs that differ in one condition alone say about it.

    "supports" if the outcome rises in every pair, "contradicts" if it falls in one, "no
    difference" if it changes in none, "mixed" if it rises in some only, "cannot tell" without
    a pair.
    """
    change = contrasts.loc[contrasts["condition"] == condition, "change"]
    if change.empty:
        return "cannot tell"
    if (change < 0).any():
        return "contradicts"
    if (change > 0).all():
        return "supports"
    return "mixed" if (change > 0).any() else "no difference"


def inversions(levels: dict[str, int], tiers: tuple[tuple[str, ...], ...]) -> list[tuple[str, str]]:
    """Pairs (upper, lower) of an expected order in which the lower one has the higher level."""
    return [(upper, lower) for i, tier in enumerate(tiers) for upper in tier
            for later in tiers[i + 1:] for lower in later if levels[lower] > levels[upper]]


def rural_cases(table: pd.DataFrame, outcome: str) -> tuple[pd.DataFrame, list[str], str]:
    """The rural municipalities with short names of conditions, the conditions and the outcome.

    ``outcome``: "volatility" (eight conditions, density among them) or "density" (seven; the
    volatility of the same years is no condition of it).
    """
    frame = table.rename(columns={**RURAL, "municipality_abbreviation": "municipality"})
    target = {"volatility": "VOLATILE", "density": "DENSE"}[outcome]
    conditions = [c for c in RURAL.values() if c not in (target, "VOLATILE")]
    return frame[["municipality", *conditions, target]], conditions, target
