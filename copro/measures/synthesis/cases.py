"""Cases for configurational analysis: coded words to conditions, and which cases count.

D = the municipality itself decides whether and how; F = formal agreement, plan or joint body;
R = the municipality needs something the association has (dependence mutual or on its side).
"""

import re
from itertools import product
from math import prod

import numpy as np
import pandas as pd

from copro.measures.literature.works import NAMES
from copro.measures.shared.country import DENMARK, GERMANY, NORWAY, SWEDEN
from copro.methods.configurations import passes

CODES = ["local_discretion", "formalisation", "resource_dependency", "coproduction_level"]
DEPENDENT = ("mutual", "municipality_on_vo")
LEVELS = {"low": 0, "medium": 1, "high": 2}
ROOM = {"little": 0, "some": 1, "high": 2}
FOUNDING = "NO_T4"  # cluster of the rows that restate the study from which H1 to H6 come
# Percent of the resamples that have to keep the sign of a difference if it is to count as a
# direction.
KEEP = 97.5
# Rows that code the legal room of a whole field, all others that of one arrangement.
FIELD_LEVEL = ("NO_T4_", "DE_ZiviZ_", "NO_crisis_centres_")

SHORT = {"vo_on_municipality": "associations depend", "municipality_on_vo": "municipality depends"}
TYPES = {
    "co_governance": "co-governance",
    "co_management": "co-management",
    "delivery": "delivery",
    "several": "several types",
}
STEERS = {
    "voluntary_organisation": "association",
    "joint": "both\njointly",
    "municipality": "munici-\npality",
    "volunteer_centre": "volunteer\ncentre",
}
COUNTRIES = {country.iso3: country.name for country in (GERMANY, NORWAY, DENMARK, SWEDEN)}
# The fields of the cases, in the words that the literature chapters use where they share a code.
FIELDS = NAMES["policy_field"] | {"social_work": "social work", "other": "other"}
# The groups of fields that H5 puts in order.
TIERS = {
    "culture and leisure": ("culture_leisure",),
    "integration, health and care": ("integration", "health", "elderly_ltc", "drug_mental_health"),
    "children and adolescents": ("children_youth",),
}
# Place or field, event, case before, case after.
PAIRS = (
    (
        "Würzburg, refugees",
        "coordination agreement of 2015",
        "DE_Wuerzburg_2014",
        "DE_Wuerzburg_2015_2020",
    ),
    (
        "Miltenberg, refugees",
        "state money from 2016",
        "DE_Miltenberg_before2016",
        "DE_Miltenberg_2016_2020",
    ),
    (
        "Kitzingen, volunteer centre",
        "state grant ended, city and county asked",
        "DE_Kitzingen_2015",
        "DE_Kitzingen_2020",
    ),
    (
        "Sweden, user organisations in addiction care",
        "national money ended in 2014",
        "SE_user_orgs_2009_2014",
        "SE_user_orgs_2018",
    ),
    (
        "Veitshöchheim, neighbourhood help",
        "contract of 2024",
        "DE_Veitshoechheim_2008",
        "DE_Veitshoechheim_2024",
    ),
    (
        "Norway, integration (field table)",
        "arrival of asylum seekers in 2015",
        "NO_T4_integration",
        "NO_T4_integration_2015",
    ),
    (
        "Norway, children (field table)",
        "disadvantaged districts of Oslo instead of elsewhere",
        "NO_T4_children",
        "NO_T4_children_oslo",
    ),
)
# Later cases of pairs that set one place beside another instead of following it over time.
OTHER_PLACE = ("NO_T4_children_oslo",)

# What a row of the truth table is marked with; a mark is no finding at cut-offs below the usual
# one.
MARKS = {"1": "marked for illustration", "0": "below the cut-off", "?": "too few cases"}

RURAL = {
    "high_population_growth": "GROWTH",
    "high_rurbanization": "RURBAN",
    "high_education_increase": "EDUCATION",
    "high_secularization": "SECULAR",
    "christian_strongholds": "CHRISTIAN",
    "high_organizational_density": "DENSE",
    "polycephality": "CENTRES",
    "urban_proximity": "CITY",
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
        HIGH=(level == 2).astype(int),
        ABOVE_LOW=(level >= 1).astype(int),
        room=room,
        level=level,
    ).reset_index(drop=True)


def table4_rows(cases: pd.DataFrame) -> pd.DataFrame:
    """The six configurations of the field table of Trætteberg and Enjolras,
    four fields and two exceptions, with short names.
    """
    names = {
        "NO_T4_culture": "culture and leisure",
        "NO_T4_integration": "integration",
        "NO_T4_integration_2015": "integration in 2015",
        "NO_T4_health_care": "health and care",
        "NO_T4_children": "children and adolescents",
        "NO_T4_children_oslo": "children, Oslo districts",
    }
    rows = cases.set_index("case_id").loc[list(names)].reset_index()
    return rows.assign(name=rows["case_id"].map(names))


def interview_base(table4: pd.DataFrame) -> tuple[int, int]:
    """Interviews and municipalities behind the field table,
    from the sample size printed in every row.

    Raises ``ValueError`` if the rows disagree or the words are not those expected.
    """
    printed = table4["sample_size"].unique()
    found = re.fullmatch(r"(\d+) interviews in (\d+) municipalities", printed[0])
    if len(printed) != 1 or found is None:
        raise ValueError(
            f"sample size of the field table: found {list(printed)}; expected one text such as "
            "'89 interviews in 12 municipalities'"
        )
    return int(found[1]), int(found[2])


def direction(contrasts: pd.DataFrame, condition: str) -> str:
    """What pairs that differ in one condition alone say about it.

    "for" if the outcome rises in every pair, "against" if it falls in one, "no difference" if it
    changes in none, "both ways" if it rises in some only, "no answer" without a pair.
    """
    change = contrasts.loc[contrasts["condition"] == condition, "change"]
    if change.empty:
        return "no answer"
    if (change < 0).any():
        return "against"
    if (change > 0).all():
        return "for"
    return "both ways" if (change > 0).any() else "no difference"


def inversions(levels: dict[str, int], tiers: tuple[tuple[str, ...], ...]) -> list[tuple[str, str]]:
    """Pairs (upper, lower) of an expected order in which the lower one has the higher level."""
    return [
        (upper, lower)
        for i, tier in enumerate(tiers)
        for upper in tier
        for later in tiers[i + 1 :]
        for lower in later
        if levels[lower] > levels[upper]
    ]


def rural_cases(table: pd.DataFrame, outcome: str) -> tuple[pd.DataFrame, list[str], str]:
    """The rural municipalities with short names of conditions, the conditions and the outcome.

    ``outcome``: "volatility" (eight conditions, density among them) or "density" (seven; the
    volatility of the same years is no condition of it).
    """
    frame = table.rename(columns={**RURAL, "municipality_abbreviation": "municipality"})
    target = {"volatility": "VOLATILE", "density": "DENSE"}[outcome]
    conditions = [c for c in RURAL.values() if c not in (target, "VOLATILE")]
    return frame[["municipality", *conditions, target]], conditions, target


def samples(complete: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The calibrated cases, whole and without the rows that the code book warns of.

    One dictionary entry a sample, from the whole to the strictest; clusters are not thinned here.
    """
    same, rule_b = (
        complete[c].astype(bool)
        for c in ("formalisation_and_level_rest_on_same_fact", "level_by_rule_b")
    )
    low, planned = (
        complete["confidence"] == "low",
        complete["arrangement_only_planned_or_new"].astype(bool),
    )
    field = complete["case_id"].str.startswith(FIELD_LEVEL)
    return {
        "all complete cases": complete,
        "without low confidence": complete[~low],
        "without planned or new": complete[~planned],
        "without the founding study": others(complete),
        "without field-level rows": complete[~field],
        "without level by rule (b)": complete[~rule_b],
        "without rule (b), planned, low": complete[~(rule_b | planned | low)],
        "without agreement = level": complete[~same],
        "without any of these": complete[~(same | rule_b | planned | low | field)],
    }


def tally(frame: pd.DataFrame, outcome: str = "HIGH", **wanted: int) -> tuple[int, int]:
    """Cases with the outcome, and all cases, among those with the wanted values (``D=1, R=0``)."""
    inside = pd.Series(True, index=frame.index)
    for condition, value in wanted.items():
        inside &= frame[condition] == value
    return int(frame.loc[inside, outcome].sum()), int(inside.sum())


def on_one_fact(frame: pd.DataFrame) -> tuple[int, int]:
    """High cases whose agreement and level rest on one fact, and all high cases; ``frame`` holds
    calibrated cases.
    """
    same = frame["formalisation_and_level_rest_on_same_fact"].astype(bool)
    return tally(frame[same])[0], tally(frame)[0]


def of_type(cases: pd.DataFrame, code: str) -> tuple[int, int]:
    """Cases with a code of ``coproduction_type``, and all cases of the table."""
    return int((cases["coproduction_type"] == code).sum()), len(cases)


def cluster_choices(clusters: pd.Series, most: int = 100_000) -> np.ndarray:
    """Every way to keep one case of each cluster: positions, one row a choice.

    Raises ``ValueError`` if there are more than ``most`` ways.
    """
    groups = [np.flatnonzero(clusters.to_numpy() == name) for name in dict.fromkeys(clusters)]
    ways = prod(len(g) for g in groups)
    if ways > most:
        raise ValueError(
            f"{ways:,} ways to keep one case of each cluster; expected at most {most:,}"
        )
    return np.array(list(product(*groups)))


def row_patterns(
    frame: pd.DataFrame,
    choices: np.ndarray,
    conditions: list[str],
    incl_cut: float,
    n_cut: int,
    outcome: str = "HIGH",
) -> pd.DataFrame:
    """Choices that lead to the same truth table: columns pattern, choices (how many), example.

    ``pattern`` has a sign for each configuration in binary order: 1, 0 or ? (too few cases).
    """
    code = frame[conditions].to_numpy() @ (2 ** np.arange(len(conditions))[::-1])
    member = code[:, None] == np.arange(2 ** len(conditions))
    n = member[choices].sum(axis=1)
    hits = (member & (frame[outcome].to_numpy() == 1)[:, None])[choices].sum(axis=1)
    signs = np.where(n < n_cut, "?", np.where(passes(hits / np.maximum(n, 1), incl_cut), "1", "0"))
    patterns = pd.Series(["".join(row) for row in signs])
    grouped = patterns.groupby(patterns)
    return (
        pd.DataFrame({"choices": grouped.size(), "example": grouped.apply(lambda p: p.index[0])})
        .rename_axis("pattern")
        .reset_index()
    )


def contrasts(frame: pd.DataFrame, conditions: list[str], outcome: str = "HIGH") -> pd.DataFrame:
    """Cases with the outcome where a condition is present and absent.

    Columns: condition, present_high, present, absent_high, absent (cases), present_pct, absent_pct.
    """
    lines = []
    for c in conditions:
        (high, n), (high_0, n_0) = tally(frame, outcome, **{c: 1}), tally(frame, outcome, **{c: 0})
        lines.append(
            {
                "condition": c,
                "present_high": high,
                "present": n,
                "absent_high": high_0,
                "absent": n_0,
                "present_pct": 100 * high / n,
                "absent_pct": 100 * high_0 / n_0,
            }
        )
    return pd.DataFrame(lines)


def others(complete: pd.DataFrame) -> pd.DataFrame:
    """The cases that do not come from the study that set the hypotheses."""
    return complete[complete["cluster"] != FOUNDING]


def bounds(complete: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The cases of other studies with and without the rows whose level rests on the fact
    that also gives a condition.

    All but one of these rows are flagged because agreement and level were read from one fact, the
    last because its level follows from the dependence (rule b). All are coded high: to drop them is
    to drop by the outcome, to keep them is to keep what the coding made. What holds must hold both
    ways.
    """
    own = others(complete)
    touched = own["formalisation_and_level_rest_on_same_fact"].astype(bool) | own[
        "level_by_rule_b"
    ].astype(bool)
    return {"kept": own, "dropped": own[~touched]}


def differences(
    frame: pd.DataFrame, condition: str, draws: int = 4000, seed: int = 2023, outcome: str = "HIGH"
) -> np.ndarray:
    """Share with the outcome where a condition is present less the share where it is absent, in
    percentage points, for ``draws`` sets of as many clusters drawn from the clusters with
    replacement.

    How far a difference depends on single clusters; no sampling error, since the cases were chosen.
    Sets in which one side is empty are left out.
    """
    counts = (
        pd.DataFrame(
            {
                (side, what): (frame[condition] == value)
                & (True if what == "all" else frame[outcome] == 1)
                for side, value in (("present", 1), ("absent", 0))
                for what in ("all", "high")
            }
        )
        .groupby(frame["cluster"])
        .sum()
    )
    picked = np.random.default_rng(seed).integers(0, len(counts), (draws, len(counts)))
    sums = {column: counts[column].to_numpy()[picked].sum(axis=1) for column in counts}
    filled = (sums["present", "all"] > 0) & (sums["absent", "all"] > 0)
    shares = {
        side: 100 * sums[side, "high"][filled] / sums[side, "all"][filled]
        for side in ("present", "absent")
    }
    return shares["present"] - shares["absent"]


def by_bound(
    complete: pd.DataFrame,
    conditions: list[str],
    draws: int = 4000,
    seed: int = 2023,
    keep: float = KEEP,
) -> pd.DataFrame:
    """What the cases of other studies say on each condition at both bounds (see ``bounds``).

    Columns of ``contrasts`` and bound, cases, difference (percentage points), low and high (middle
    95 % of ``differences``), kept (percent of these with the same sign; one without a difference
    does not keep it), direction: "for" (or "against") if the share is higher (lower) with the
    condition and at least ``keep`` percent of the draws keep that; otherwise "no clear direction".
    """
    parts = []
    for bound, part in bounds(complete).items():
        rows = contrasts(part, conditions).assign(bound=bound, cases=len(part))
        rows["difference"] = rows["present_pct"] - rows["absent_pct"]
        drawn = {c: differences(part, c, draws, seed) for c in conditions}
        rows["low"], rows["high"] = (
            [np.percentile(drawn[c], q) for c in conditions] for q in (2.5, 97.5)
        )
        rows["kept"] = [
            100 * np.mean(np.sign(drawn[c]) == np.sign(d))
            for c, d in zip(rows["condition"], rows["difference"])
        ]
        said = np.select(
            [rows["difference"] > 0, rows["difference"] < 0],
            ["for", "against"],
            "no clear direction",
        )
        parts.append(
            rows.assign(direction=np.where(rows["kept"] >= keep, said, "no clear direction"))
        )
    return pd.concat(parts, ignore_index=True)


def by_tier(cases: pd.DataFrame) -> pd.DataFrame:
    """Cases of other studies with a known level by group of fields of H5: tier, high, known
    (cases), words ("3 of 5", "none of 3").
    """
    known = others(cases).dropna(subset="coproduction_level")
    rows = [known[known["policy_field"].isin(fields)] for fields in TIERS.values()]
    out = pd.DataFrame(
        {
            "tier": list(TIERS),
            "high": [int((r["coproduction_level"] == "high").sum()) for r in rows],
            "known": [len(r) for r in rows],
        }
    )
    return out.assign(
        words=[f"{high or 'none'} of {n}" for high, n in zip(out["high"], out["known"])]
    )


def at_both(found: pd.DataFrame) -> dict[str, str]:
    """By condition: the direction that both bounds of ``by_bound`` have,
    or "no clear direction" where they differ.
    """
    return {
        c: rows["direction"].iloc[0] if rows["direction"].nunique() == 1 else "no clear direction"
        for c, rows in found.groupby("condition")
    }


def before_after(cases: pd.DataFrame) -> pd.DataFrame:
    """The pairs of cases that show one place, field or programme before and after an event.

    Columns: pair, event, over_time (False where two places are set beside each other), the four
    codes as "before → after" ("–" where the text read does not tell), rise (level after minus
    before, missing if one is), same_fact (the later level and formalisation are marked as resting
    on one fact), by_rule (the level rose to medium when formalisation became high: the code book
    makes a contract at least medium, so the agreement alone explains the rise).
    """
    rows, out = cases.set_index("case_id"), []
    for pair, event, first, later in PAIRS:
        a, b = rows.loc[first], rows.loc[later]
        levels = before, after = [LEVELS.get(x["coproduction_level"]) for x in (a, b)]
        out.append(
            {
                "pair": pair,
                "event": event,
                "over_time": later not in OTHER_PLACE,
                **{c: " → ".join(_words(x[c]) for x in (a, b)) for c in CODES},
                "rise": None if before is None or after is None else after - before,
                "same_fact": bool(b["formalisation_and_level_rest_on_same_fact"]),
                "by_rule": levels == [LEVELS["low"], LEVELS["medium"]]
                and b["formalisation"] == "high" != a["formalisation"],
            }
        )
    return pd.DataFrame(out)


def grounds(pairs: pd.DataFrame) -> pd.Series:
    """Whether the later level of ``before_after`` rests on the agreement, in words."""
    return pd.Series(
        np.select(
            [pairs["same_fact"], pairs["by_rule"]], ["yes, marked", "yes, by the code book"], "no"
        ),
        pairs.index,
    )


def _words(code: str | float) -> str:
    """A code in short words; "–" where it is missing."""
    return SHORT.get(code, code) if isinstance(code, str) else "–"


def typology(cases: pd.DataFrame) -> pd.DataFrame:
    """Who coordinates, and which framing conditions hold, by type of co-production.

    All cases with a type count; each share is taken over those whose other code is known too.
    Columns: type, group, column, part, whole, share (percent).
    """
    columns = {
        **{
            ("who coordinates", words): ("coordination_model", (code,))
            for code, words in STEERS.items()
        },
        ("framing conditions", "municipality\ndecides itself"): ("local_discretion", ("high",)),
        ("framing conditions", "formal\nagreement"): ("formalisation", ("high",)),
        ("framing conditions", "associations\nneeded"): ("resource_dependency", DEPENDENT),
    }
    out = []
    for code, words in TYPES.items():
        own = cases[cases["coproduction_type"] == code]
        for (group, column), (source, wanted) in columns.items():
            known = own[source].dropna()
            part, whole = int(known.isin(wanted).sum()), len(known)
            out.append(
                {
                    "type": f"{words}\n({len(own)} cases)",
                    "group": group,
                    "column": column,
                    "part": part,
                    "whole": whole,
                    "share": 100 * part / whole if whole else np.nan,
                }
            )
    return pd.DataFrame(out)
