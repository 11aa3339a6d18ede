"""A second case base: ratings of 60 published collaborations on H2 and H3, and beside H4.

The Collaborative Governance Case Database is neither care nor a sample: its cases were chosen and
rated by their own researchers. Only counts of pairs of ratings are here, from 1 to 5: a condition
in the middle of a collaboration, a realised form at its end.
"""

import pandas as pd

from copro.english import number_word
from copro.measures.shared.interest import SMALLEST
from copro.methods import equivalence as eq, multiplicity, ranks

ALL, WITH_US = "all", "non-profit or citizens took part"
RULES, APPLIED = "ground_rules_explicated", "ground_rules_applied"
EXPLICIT, OPERATIVE = "joint_goals_explicit", "joint_goals_operationalised"
MONITORED, DEPENDENCE = "joint_goals_monitored", "mutual_dependence"
DESIGN, DELIVERY = "co_development", "co_production"
CONDITIONS = {
    RULES: "Ground rules laid down",
    APPLIED: "Ground rules applied",
    EXPLICIT: "Explicit goals",
    OPERATIVE: "Goals made operational",
    MONITORED: "Goals monitored",
    DEPENDENCE: "Mutual dependence",
    f"realised_{DESIGN}": "Joint design before",
}
FORMS = {DESIGN: "joint design", DELIVERY: "joint delivery"}
# Hypothesis -> pairs of condition and form that speak to it. H2 has every item of the codebook on
# rules and goals, so that none is picked.
PAIRS = {
    "H2": tuple(
        (condition, form)
        for condition in (RULES, APPLIED, EXPLICIT, OPERATIVE, MONITORED)
        for form in FORMS
    ),
    "H3": ((DEPENDENCE, DELIVERY),),
    "H4": ((f"realised_{DESIGN}", DELIVERY),),
}
# H4 speaks of associations that deliver and others that do not; the ratings are of whole
# collaborations, so they compare something else.
COMPARED = ("H2", "H3")
INTEREST = SMALLEST["rank correlation"]


def ratings(counts: pd.DataFrame, sample: str, condition: str, form: str) -> pd.DataFrame:
    """One row a collaboration that has both ratings: condition, form (1 to 5).

    Raises ``ValueError`` for a pair that the table does not have.
    """
    part = counts[
        (counts["sample"] == sample) & (counts["condition"] == condition) & (counts["form"] == form)
    ]
    if part.empty:
        raise ValueError(f"the table has no pair {condition} and {form} in the sample {sample}")
    known = part[(part[["condition_value", "form_value"]] != "not answered").all(axis=1)]
    rows = known.loc[known.index.repeat(known["cases_n"])]
    return pd.DataFrame(
        {
            "condition": rows["condition_value"].astype(int).to_numpy(),
            "form": rows["form_value"].astype(int).to_numpy(),
        }
    )


def correlations(counts: pd.DataFrame) -> pd.DataFrame:
    """A row for each sample and each of ``PAIRS``: hypothesis, condition, form (in words: rated,
    joint, and both as name), estimate, low, high (Spearman), odds_ratio, odds_low, odds_high
    (ordered logit), n, p, ``reading``, what the interval of the rank correlation leaves out, and
    ``clear``, whether the link is clear among all that speak to its hypothesis in its sample.
    """
    rows: list[dict[str, str | float]] = []
    for sample in (ALL, WITH_US):
        for hypothesis, pairs in PAIRS.items():
            for condition, form in pairs:
                both = ratings(counts, sample, condition, form)
                found = ranks.spearman(both["condition"], both["form"])
                rows.append(
                    {
                        "sample": sample,
                        "hypothesis": hypothesis,
                        "condition": condition,
                        "form": form,
                        "rated": CONDITIONS[condition],
                        "joint": FORMS[form].capitalize(),
                        "name": f"{CONDITIONS[condition]}, {FORMS[form]}",
                        "reading": eq.reading(found["low"], found["high"], INTEREST.size),
                        **found,
                        **ranks.ordered_logit(both["condition"], both["form"]),
                    }
                )
    out = pd.DataFrame(rows)
    clear = out.groupby(["sample", "hypothesis"])["p"].transform(multiplicity.among)
    return out.assign(clear=clear.astype(bool))


def direction(rows: pd.DataFrame) -> str:
    """What the pairs of one hypothesis say together, in the words of the evidence: "points that
    way" if every interval lies above zero, "leans that way" if some do and none below, "against" if
    none does and one lies below or each is too small to matter, else "no clear direction".

    >>> seen = pd.DataFrame(
    ...     {"low": [0.1, -0.2], "high": [0.6, 0.3], "reading": [eq.SOME_MORE, eq.UNDECIDED]}
    ... )
    >>> direction(seen), direction(seen.tail(1))
    ('leans that way', 'no clear direction')
    """
    above, below = rows["low"] > 0, rows["high"] < 0
    if above.all():
        return "points that way"
    if above.any() and not below.any():
        return "leans that way"
    if not above.any() and (below.any() or (rows["reading"] == eq.EQUIVALENT).all()):
        return "against"
    return "no clear direction"


def above_zero(rows: pd.DataFrame) -> str:
    """How many intervals lie above zero, and how many links are clear among all of ``rows``
    (``correlations``), as a part of a sentence.

    >>> above_zero(pd.DataFrame({"low": [-0.2], "clear": [False]}))
    'no interval lies above zero'
    >>> above_zero(pd.DataFrame({"low": [0.1, 0.1, -0.2], "clear": [True, False, False]}))
    'two of three intervals lie above zero, one of them beyond chance among three'
    """
    above, clear = rows["low"] > 0, int((rows["clear"] & (rows["low"] > 0)).sum())
    if not above.any():
        return "no interval lies above zero"
    verb, every = "lies" if above.sum() == 1 else "lie", number_word(len(rows))
    told = f"{number_word(int(above.sum()))} of {every} intervals {verb} above zero"
    if clear == above.sum():
        return told
    return f"{told}, {number_word(clear) if clear else 'none'} of them beyond chance among {every}"


def said(hypothesis: str, rows: pd.DataFrame) -> tuple[str, str]:
    """What the pairs of one hypothesis say on it, and why in a few words: ``direction`` and
    ``above_zero``, or no answer where the ratings do not compare what it compares.

    >>> pairs = pd.DataFrame({"low": [0.1, 0.2], "high": [0.5, 0.6], "clear": True})
    >>> said("H3", pairs), said("H4", pairs)[0]
    (('points that way', 'two of two intervals lie above zero'), 'no answer')
    """
    if hypothesis not in COMPARED:
        return "no answer", "it rates whole collaborations, not associations that deliver or do not"
    return direction(rows), above_zero(rows)


def clear_forms(rows: pd.DataFrame, condition: str) -> str:
    """The forms with which a condition has a clear link (``correlations``), as part of a sentence.

    >>> pairs = pd.DataFrame(
    ...     {"condition": OPERATIVE, "form": [DESIGN, DELIVERY], "clear": [True, False]}
    ... )
    >>> clear_forms(pairs, OPERATIVE), clear_forms(pairs.tail(1), OPERATIVE)
    ('in design only', 'in neither design nor delivery')
    """
    clear = set(rows.loc[(rows["condition"] == condition) & rows["clear"], "form"])
    if clear == {DESIGN, DELIVERY}:
        return "in design and delivery"
    if not clear:
        return "in neither design nor delivery"
    return f"in {'design' if DESIGN in clear else 'delivery'} only"


def own_cases(complete: pd.DataFrame) -> pd.DataFrame:
    """The same in our own coded cases (``cases.others``): level of co-production (low, medium,
    high) by formal agreement (H2) and by need (H3). Columns hypothesis, estimate, low, high, n.
    """
    level = complete["coproduction_level"].map({"low": 1, "medium": 2, "high": 3})
    return pd.DataFrame(
        {"hypothesis": hypothesis} | ranks.spearman(complete[column], level)
        for hypothesis, column in (("H2", "F"), ("H3", "R"))
    )
