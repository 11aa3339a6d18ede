"""Literature: what co-production brought, to whom, and how people coped, two passes side by side.

Units: numbers of studies (works that report the same data count once). ``not_reported`` is "no
finding in the text read", never "no effect". A work that a pass could not find is not rated by it.
Sources: ``literature/outcomes_first`` and ``outcomes_second``; rules in
``data/literature/codebook_outcomes.md``.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from copro.coding import RELIABLE
from copro.english import listed
from copro.measures.literature import works as lit
from copro.measures.literature.factors import of_studies
from copro.methods import agreement

FEW = 5  # studies: fewer in a pass give no direction, if nothing else is asked for
UNSAID = "not_reported"


class Rule(NamedTuple):
    """What a direction needs: least agreement of the passes, and least studies in each."""

    alpha: float = RELIABLE
    studies: int = FEW


RULE = Rule()


class Outcome(NamedTuple):
    """An outcome in words, the group it is about, its theme in the panel's scheme (or none)."""

    words: str
    group: str
    theme: str


SERVICES = "Municipalities and services"
OUTCOMES = {
    "users_wellbeing": Outcome("Wellbeing of users", "Users", ""),
    "users_influence": Outcome("Influence of users", "Users", "empowerment and inclusion"),
    "inclusion": Outcome("Inclusion of weaker groups", "Users", "empowerment and inclusion"),
    "volunteers": Outcome("Volunteers", "Volunteers", ""),
    "staff": Outcome("Work of staff", "Staff", ""),
    "associations": Outcome("Associations", "Associations", ""),
    "service_quality": Outcome("Quality of services", SERVICES, "cost-effectiveness"),
    "cost": Outcome("Costs and resources", SERVICES, "cost-effectiveness"),
    "innovation": Outcome("New ways of working", SERVICES, "innovation"),
    "accountability": Outcome("Clear responsibility", SERVICES, "accountability"),
    "democracy": Outcome("Participation and trust", SERVICES, "innovation"),
}
# The five themes of the panel on co-production, in its order.
THEMES = (
    "empowerment and inclusion",
    "innovation",
    "accountability",
    "cost-effectiveness",
    "unintended effects",
)
# Code -> what it says of the outcome, in the order of drawing.
DIRECTIONS = {
    "positive": "for the better",
    "mixed": "mixed",
    "none": "no change",
    "negative": "for the worse",
}
BASIS = {
    "measured_users": "users measured",
    "perceived_users": "users asked",
    "perceived_volunteers_or_associations": "volunteers or associations asked",
    "perceived_staff_or_managers": "staff or managers asked",
    "measured_other": "something else measured",
    "documents": "documents",
    "review": "other studies reviewed",
    "argued": "argued, no data",
    UNSAID: "no outcome reported",
}
NOTHING = ("none_named", "none_reported")
QUESTIONS = {
    "expectations": {
        "better_services": "better services",
        "savings": "savings",
        "empowerment": "empowerment",
        "democracy": "democracy",
        "innovation": "innovation",
        "community": "community",
        "prevention": "prevention",
        "none_named": "none named",
    },
    "challenges": {
        "role_conflict": "roles in conflict",
        "power_inequality": "unequal power",
        "time_and_resources": "time and money",
        "professional_resistance": "resistance of professionals",
        "rules_and_law": "rules and law",
        "accountability_gap": "unclear responsibility",
        "recruitment_of_volunteers": "too few volunteers",
        "dependence_on_public_money": "dependence on public money",
        "representativeness": "who is represented",
        "coordination": "coordination",
        "culture_and_language": "culture and language",
        "performance_management": "performance management",
        "none_reported": "none reported",
    },
    "coping": {
        "coordinator_or_boundary_spanner": "someone who coordinates",
        "training": "training",
        "formal_agreement": "a formal agreement",
        "dialogue_and_trust": "dialogue and trust",
        "shared_leadership": "shared leadership",
        "piloting": "pilots",
        "political_anchoring": "backing by politics",
        "flexible_funding": "flexible funding",
        "co_location_or_meeting_place": "a place to meet",
        "recognition_of_volunteers": "recognition of volunteers",
        "clear_roles": "clear roles",
        "user_involvement_in_design": "users in the design",
        "digital_tools": "digital tools",
        "none_reported": "none reported",
    },
}
# Agreement as the card of the tables states it, from a quick computation of its own.
STATED = {
    "users_wellbeing": 0.65,
    "users_influence": 0.72,
    "inclusion": 0.87,
    "volunteers": 0.89,
    "staff": 1.0,
    "associations": 0.90,
    "service_quality": 0.74,
    "cost": 0.85,
    "innovation": 0.74,
    "accountability": 0.0,
    "democracy": 1.0,
    "basis": 0.82,
    "expectations:savings": 0.96,
    "expectations:prevention": 0.93,
    "expectations:innovation": 0.91,
    "expectations:democracy": 0.89,
    "expectations:better_services": 0.84,
    "expectations:community": 0.74,
    "expectations:empowerment": 0.42,
    "challenges:coordination": 0.75,
    "challenges:representativeness": 0.71,
    "challenges:professional_resistance": 0.65,
    "challenges:culture_and_language": 0.49,
    "coping:digital_tools": 1.0,
    "coping:recognition_of_volunteers": 0.88,
    "coping:coordinator_or_boundary_spanner": 0.81,
    "coping:user_involvement_in_design": 0.79,
    "coping:political_anchoring": 0.78,
    "coping:dialogue_and_trust": 0.64,
    "coping:shared_leadership": 0.26,
    "coping:flexible_funding": 0.0,
}
WORDS = (
    {code: outcome.words for code, outcome in OUTCOMES.items()}
    | {"unintended": "Side effects named", "basis": "What outcomes rest on"}
    | {
        f"{question}:{label}": words
        for question, labels in QUESTIONS.items()
        for label, words in labels.items()
    }
)


def found(coding: pd.DataFrame) -> pd.DataFrame:
    """The works of a pass whose text it found."""
    return coding[coding["read"] != "not_found"]


def sets(coding: pd.DataFrame, question: str) -> pd.Series:
    """The labels that each work carries on one of ``QUESTIONS``, by key; "none" is no label."""
    split = found(coding).set_index("key")[question].str.split(";")
    return split.map(lambda labels: frozenset(labels) - frozenset(NOTHING))


def ratings(first: pd.DataFrame, second: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """For every code of ``WORDS`` that a pass uses a frame with a row for each work that both
    passes found and a column for each pass: codes, and for side effects and labels truth values.
    """
    parts = [found(part).set_index("key") for part in (first, second)]
    keys = parts[0].index.intersection(parts[1].index)

    def both(values: list[pd.Series]) -> pd.DataFrame:
        one, two = (part.reindex(keys) for part in values)
        return pd.DataFrame({"pass 1": one, "pass 2": two})

    out = {code: both([part[code] for part in parts]) for code in (*OUTCOMES, "basis")}
    out["unintended"] = both([part["unintended"].notna() for part in parts])
    for question, labels in QUESTIONS.items():
        given = [sets(part, question) for part in (first, second)]
        for label in labels:
            if label in NOTHING:
                marks = both([s.map(len).eq(0) for s in given])
            else:
                marks = both([s.map(lambda cell, label=label: label in cell) for s in given])
            if marks.to_numpy().any():
                out[f"{question}:{label}"] = marks
    return out


def behind(alphas: pd.Series, *codes: str) -> dict[str, float]:
    """Alpha of the codes that a claim rests on, by the words for them: for ``claim(alphas=)``.

    Raises ``KeyError`` for a code without an alpha.
    """
    return {WORDS[code].lower(): float(alphas[code]) for code in codes}


def by_study(coding: pd.DataFrame, code: str) -> pd.Series:
    """The direction of one outcome for each study that reports one, by key of the study; works of
    one study that say different things make it "mixed".
    """
    told = coding.loc[coding[code] != UNSAID, ["key", code]]
    return of_studies(told["key"], told[code]).map(
        lambda codes: next(iter(codes)) if len(codes) == 1 else "mixed"
    )


def counts(coding: pd.DataFrame, code: str) -> pd.Series:
    """Studies by direction of one outcome, zeros kept, in the order of ``DIRECTIONS``."""
    return by_study(coding, code).value_counts().reindex(list(DIRECTIONS), fill_value=0)


def in_words(tally: pd.Series) -> str:
    """Counts by direction: "13 mixed, 4 for the better"; "none" where nothing is reported.

    >>> in_words(pd.Series({"positive": 4, "mixed": 13, "none": 0, "negative": 2}))
    '13 mixed, 4 for the better, 2 for the worse'
    >>> in_words(pd.Series({"positive": 0}))
    'none'
    """
    told = tally[tally > 0].sort_values(ascending=False, kind="stable")
    return ", ".join(f"{n} {DIRECTIONS[code]}" for code, n in told.items()) or "none"


def conclusion(one: pd.Series, two: pd.Series, alpha: float, rule: Rule = RULE) -> str:
    """What the counts of both passes allow to say of one outcome; a rule for small counts, no test.

    Nothing below the alpha of the rule or with fewer studies in a pass than it asks; otherwise the
    direction that more than half of the studies of either pass report, if it is the same.

    >>> most, few = pd.Series({"positive": 2, "mixed": 9}), pd.Series({"positive": 2, "mixed": 1})
    >>> [conclusion(most, most, 0.9), conclusion(most, few, 0.9), conclusion(most, most, 0.4)]
    ['over half mixed', 'too few studies', 'no conclusion, the passes differ']
    """
    if not alpha >= rule.alpha:
        return "no conclusion, the passes differ"
    if min(one.sum(), two.sum()) < rule.studies:
        return "too few studies"
    leaders = {part.idxmax() if part.max() > part.sum() / 2 else "" for part in (one, two)}
    leader = leaders.pop() if len(leaders) == 1 else ""
    return f"over half {DIRECTIONS[leader]}" if leader else "no clear direction"


def summary(
    first: pd.DataFrame, second: pd.DataFrame, alphas: pd.Series, rule: Rule = RULE
) -> pd.DataFrame:
    """A row for each outcome: code, group, theme, outcome, one and two (directions in words),
    one_n, two_n, alpha, said (``conclusion``).
    """
    rows = []
    for code, outcome in OUTCOMES.items():
        one, two = counts(first, code), counts(second, code)
        rows.append(
            {
                "code": code,
                "group": outcome.group,
                "theme": outcome.theme,
                "outcome": outcome.words,
                "one": in_words(one),
                "two": in_words(two),
                "one_n": int(one.sum()),
                "two_n": int(two.sum()),
                "alpha": float(alphas[code]),
                "said": conclusion(one, two, alphas[code], rule),
            }
        )
    return pd.DataFrame(rows)


def by_theme(
    told: pd.DataFrame, rated: dict[str, pd.DataFrame], alpha: float, rule: Rule = RULE
) -> pd.DataFrame:
    """The rows of ``summary`` under the five themes of the panel, in its order, with side effects
    last: theme, outcome, one, two, alpha, said.

    Side effects have no direction: they are counted, with the agreement ``alpha`` on naming any.
    """
    rows = told[told["theme"].isin(THEMES)].copy()
    noted = rated["unintended"].sum()
    last = {
        "theme": THEMES[-1],
        "outcome": WORDS["unintended"],
        "one": f"named by {noted['pass 1']} works",
        "two": f"named by {noted['pass 2']} works",
        "alpha": alpha,
        "said": "no conclusion, the passes differ"
        if not alpha >= rule.alpha
        else "named, no direction",
    }
    rows = pd.concat([rows, pd.DataFrame([last])], ignore_index=True)
    at = rows["theme"].map(THEMES.index)
    return rows.iloc[at.argsort(kind="stable")][list(last)].reset_index(drop=True)


def drawn(
    passes: Mapping[str, pd.DataFrame], told: pd.DataFrame, people: bool, rule: Rule = RULE
) -> pd.DataFrame:
    """The outcomes of people, or of services, that may carry a conclusion, for drawing: outcome,
    coding (name of the pass), direction (words), studies_n; no row without a study.
    """
    kept = told[(told["alpha"] >= rule.alpha) & (told["group"].ne(SERVICES) == people)]
    rows = [
        {"outcome": row.outcome, "coding": name, "direction": DIRECTIONS[code], "studies_n": int(n)}
        for row in kept.itertuples()
        for name, coding in passes.items()
        for code, n in counts(coding, row.code).items()
        if n
    ]
    return pd.DataFrame(rows)


def basis(passes: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Works by what their outcomes rest on: basis (words), coding (name of the pass), works_n."""
    rows = [
        {"basis": words, "coding": name, "works_n": int((found(coding)["basis"] == code).sum())}
        for code, words in BASIS.items()
        for name, coding in passes.items()
    ]
    return pd.DataFrame(rows)


def without_data(coding: pd.DataFrame, code: str) -> tuple[int, int]:
    """Of the works that report a direction of one outcome: those that argue it or review others,
    and all.
    """
    told = coding[coding[code] != UNSAID]
    return int(told["basis"].isin(["argued", "review"]).sum()), len(told)


def named(
    first: pd.DataFrame, second: pd.DataFrame, alphas: pd.Series, rule: Rule = RULE
) -> pd.DataFrame:
    """Studies by label of the three questions: question, code, label (words), one_n, two_n, alpha
    (missing where no pass gives the label), kept (alpha reaches that of the rule).

    Most frequent first within a question; labels that nobody gives are left out.
    """
    rows = []
    for question, labels in QUESTIONS.items():
        given = [sets(part, question) for part in (first, second)]
        for label, words in labels.items():
            code = f"{question}:{label}"
            if code not in alphas.index or label in NOTHING:
                continue
            hits = [s.index[s.map(lambda cell, label=label: label in cell)] for s in given]
            one, two = (lit.studies(pd.Series(h, dtype=object)).nunique() for h in hits)
            rows.append((question, code, words, one, two, float(alphas[code])))
    out = pd.DataFrame(rows, columns=["question", "code", "label", "one_n", "two_n", "alpha"])
    out["kept"] = out["alpha"] >= rule.alpha
    order = out["question"].map(list(QUESTIONS).index)
    return (
        out.assign(order=order, sum=-(out["one_n"] + out["two_n"]))
        .sort_values(["order", "sum", "label"], ignore_index=True)
        .drop(columns=["order", "sum"])
    )


def leaders(rows: pd.DataFrame, question: str) -> pd.DataFrame:
    """The labels of a question that most studies of both passes together carry, of those that may
    carry a conclusion: one row, or several where they share the first place.
    """
    kept = rows[rows["question"].eq(question) & rows["kept"]]
    total = kept["one_n"] + kept["two_n"]
    return kept[total == total.max()]


def leading(rows: pd.DataFrame, question: str) -> str:
    """``leaders`` in words, with a comma before "and" where a label holds one itself."""
    labels = list(leaders(rows, question)["label"])
    return ", and ".join(labels) if any(" and " in name for name in labels) else listed(labels)


def silent(coding: pd.DataFrame, question: str) -> int:
    """Works in which a pass found nothing on a question."""
    return int(sets(coding, question).map(len).eq(0).sum())


def agreed(rated: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Agreement on every code beside what the card states: group, code, name, one_n, two_n (works
    that carry it in each pass), alpha, stated (missing where the card gives no number).
    """
    rows = []
    for code, frame in rated.items():
        question = code.split(":")[0]
        carries = frame.ne(UNSAID) if frame["pass 1"].dtype != bool else frame
        rows.append(
            {
                "group": question.capitalize() if question in QUESTIONS else "Outcomes",
                "code": code,
                "name": WORDS[code],
                "one_n": int(carries["pass 1"].sum()),
                "two_n": int(carries["pass 2"].sum()),
                "alpha": agreement.alpha(frame),
                "stated": STATED.get(code, float("nan")),
            }
        )
    return pd.DataFrame(rows)


def side_effects(first: pd.DataFrame, second: pd.DataFrame, works: pd.DataFrame) -> pd.DataFrame:
    """Side effects that a pass noted in own words: work, one, two ("none noted")."""
    wide = first[["key", "unintended"]].merge(second[["key", "unintended"]], on="key")
    wide = wide.dropna(subset=["unintended_x", "unintended_y"], how="all").fillna("none noted")
    record = works.set_index("key").loc[wide["key"], ["authors", "year", "title"]]
    names = [lit.short_name(*row) for row in record.itertuples(index=False)]
    return pd.DataFrame({"work": names, "one": wide["unintended_x"], "two": wide["unintended_y"]})


def cases_parts(cases: pd.DataFrame, fields: Mapping[str, str]) -> pd.DataFrame:
    """Published cases by field and perceived outcome, for drawing: field (with its number of
    cases), direction (words), cases_n; fields with fewer than ``FEW`` such cases are one row.
    """
    told = cases.dropna(subset="perceived_outcome")
    sizes = told["policy_field"].value_counts()
    name = told["policy_field"].map(
        lambda code: fields[code] if sizes[code] >= FEW else "all other fields"
    )
    size = name.value_counts()
    tally = pd.crosstab(name, told["perceived_outcome"])
    order = sorted(size.index, key=lambda n: (n == "all other fields", -size[n], n))
    return pd.DataFrame(
        [
            {
                "field": f"{n} ({size[n]})",
                "direction": words,
                "cases_n": int(tally.at[n, code]) if code in tally else 0,
            }
            for n in order
            for code, words in DIRECTIONS.items()
            if code != "none"
        ]
    )


def long(rows: pd.DataFrame, question: str, passes: list[str]) -> pd.DataFrame:
    """The labels of a question that may carry a conclusion, for drawing: label, coding (name of the
    pass), studies_n.
    """
    kept = rows[rows["question"].eq(question) & rows["kept"]]
    wide = kept.set_index("label")[["one_n", "two_n"]].set_axis(passes, axis=1)
    out = wide.rename_axis(columns="coding").stack().rename("studies_n")
    return out.reset_index()


def most_reported(told: pd.DataFrame) -> pd.Series:
    """The row of ``summary`` on which both passes together find most studies."""
    return told.loc[(told["one_n"] + told["two_n"]).idxmax()]
