"""Synthesis: the hypotheses, how each is judged,
and what the field table of Trætteberg and Enjolras says.

The hypotheses follow Trætteberg and Enjolras (H1 to H6), the comparison of welfare states
(H7) and the study of the word *samskaping* (H8).
"""

from dataclasses import dataclass
from itertools import pairwise

import pandas as pd


@dataclass(frozen=True)
class Hypothesis:
    """A hypothesis with the plain question that it answers, the measure it will be judged by and
    what would count clearly against it.
    """

    id: str
    name: str
    question: str
    sentence: str
    judged_by: str
    counts_against: str


HYPOTHESES = (
    Hypothesis(
        "H1",
        "Discretion",
        "Is cooperation closer where national law leaves municipalities more freedom?",
        "The less a field is a core task under national law, the more co-production.",
        "level of co-production by discretion, coded cases of other studies",
        "as much co-production in mandated fields as in voluntary ones",
    ),
    Hypothesis(
        "H2",
        "Formal agreements",
        "Do formal agreements bring closer cooperation?",
        "Formal agreements raise co-production, in design more than in delivery.",
        "level of co-production by formal agreement and stage, coded cases of "
        "other studies and literature",
        "no difference between formal and informal contact, or more in delivery than in design",
    ),
    Hypothesis(
        "H3",
        "Mutual need",
        "Is cooperation closer where the municipality needs what associations have?",
        "Co-production rises where associations hold a critical resource, most "
        "where dependence is mutual.",
        "level of co-production by direction of dependence, coded cases of other studies",
        "as much co-production where associations depend one-sidedly on the "
        "municipality as where it needs them",
    ),
    Hypothesis(
        "H4",
        "From delivery to design",
        "Do associations that deliver a service also help to design it?",
        "Associations that will deliver a service are more often part of its design.",
        "design and delivery of the same service, if any table with a reliable code has both",
        "delivering associations no more often in design than others",
    ),
    Hypothesis(
        "H5",
        "Order of fields",
        "Is cooperation closer in culture than in care, and in care than in services for children?",
        "Culture and leisure before integration, health and care, before children and adolescents.",
        "order of fields in coded cases and in surveys of institutions, if any has them all",
        "an inversion: a later field above an earlier one",
    ),
    Hypothesis(
        "H6",
        "Place",
        "Is the pattern the same in small and large municipalities, in town and country?",
        "The pattern holds across municipal size and geography.",
        "co-production by size and region, if any table has both",
        "levels that differ by size or region",
    ),
    Hypothesis(
        "H7",
        "Welfare regime",
        "Are associations the main providers in Germany, and a complement in Norway?",
        "In Germany associations are the main providers; "
        "in Norway they complement public provision.",
        "ownership, financing, discretion and vocabulary in both countries, point by point",
        "associations with the same role in both countries",
    ),
    Hypothesis(
        "H8",
        "The word",
        "Has the word samskaping taken off in Norway since 2014, for efficiency, while Germany "
        "speaks of civic engagement?",
        "The vocabulary of co-creation takes off in Norway after 2014 and is justified by "
        "efficiency more than by democracy; Germany speaks of civic engagement.",
        "terms and frames in parliament and party programmes, against a baseline",
        "no take-off, or democracy as the leading frame",
    ),
)
_BY_ID = {h.id: h for h in HYPOTHESES}

FACTORS = {
    "laws and regulations": "discretion",
    "formalization": "formalisation",
    "resource dependency": "dependence",
    "co-production in policy formulation": "co-production",
}
# What counts as the condition of H1, H2, H3 and as the outcome, in the words of the field table.
PRESENT = {
    "discretion": "much local discretion",
    "formalisation": "high",
    "dependence": "mutual dependence",
    "co-production": "high",
}
EXPECTED_ORDER = (
    ("culture and leisure",),
    ("integration of immigrants", "health and care"),
    ("children and adolescents",),
)
RANKS = {"low": 0, "medium": 1, "high": 2}


def named(id: str) -> str:
    """A hypothesis as every page calls it, number and name: ``H3, mutual need``.

    Raises ``KeyError`` for a number that none has.
    """
    return f"{id}, {_BY_ID[id].name.lower()}"


def in_text(id: str) -> str:
    """A hypothesis within a sentence, name first: ``mutual need (H3)``."""
    return f"{_BY_ID[id].name.lower()} ({id})"


def field_profile(table4: pd.DataFrame) -> pd.DataFrame:
    """The field table as printed: a row a policy field, a column a factor, words unchanged.

    Each cell is split at the first comma into what holds in general and the exception
    (columns ``<factor>`` and ``<factor>_exception``; empty text where none is printed).
    """
    wide = table4.assign(factor=table4["indicator"].map(FACTORS)).pivot(
        index="subgroup", columns="factor", values="value_text"
    )
    out = {}
    for factor in FACTORS.values():
        parts = wide[factor].str.split(", ", n=1)
        out[factor], out[f"{factor}_exception"] = parts.str[0], parts.str[1].fillna("")
    return pd.DataFrame(out).rename_axis("field").reset_index()


PROPOSED = ("discretion", "formalisation", "dependence")  # by the study that set H1 to H3


def coincident_factors(profile: pd.DataFrame) -> list[str]:
    """Factors that are present in exactly the fields in which co-production is high.

    With more than one such factor the fields cannot tell the explanations apart.
    """
    outcome = profile["co-production"] == PRESENT["co-production"]
    return [
        factor for factor in PROPOSED if ((profile[factor] == PRESENT[factor]) == outcome).all()
    ]


def exceptions(profile: pd.DataFrame) -> pd.DataFrame:
    """Fields for which the field table prints an exception in the level of co-production, with the
    factors that print an exception too (columns field, exception, factors_that_differ).
    """
    rows = profile[profile["co-production_exception"] != ""]
    return pd.DataFrame(
        {
            "field": rows["field"],
            "exception": rows["co-production_exception"],
            "factors_that_differ": [
                ", ".join(f for f in PROPOSED if row[f"{f}_exception"])
                for _, row in rows.iterrows()
            ],
        }
    ).reset_index(drop=True)


def order_verdict(
    levels: dict[str, str], expected: tuple[tuple[str, ...], ...] = EXPECTED_ORDER
) -> str:
    """Verdict on an expected order of fields: supported if every step falls, partly supported
    if none rises and at least one falls, not supported if one rises or none falls.
    """
    steps = [
        (RANKS[levels[a]], RANKS[levels[b]])
        for upper, lower in pairwise(expected)
        for a in upper
        for b in lower
    ]
    if any(a < b for a, b in steps) or all(a == b for a, b in steps):
        return "not supported"
    return "supported" if all(a > b for a, b in steps) else "partly supported"
