"""Framing conditions of the coded cases: what the chapter on them counts, solves and says.

Cases are those of ``cases.calibrate``, conditions its D, F and R, the outcome is HIGH. Counts are
cases, shares are between 0 and 1 unless a column ends with ``_pct``.
"""

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

import configurational as qca
from copro import english
from copro.english import number_word
from copro.measures.synthesis import cases as coded
from copro.measures.synthesis.survey_design import ANY

CONDITIONS = ["D", "F", "R"]
NAMES = {"D": "discretion", "F": "formal agreement", "R": "associations needed"}
# The same as a reader says it.
PLAIN = {"discretion": "discretion", "formal agreement": "agreement", "associations needed": "need"}
# The same as the question of the chapter names them, the plural last.
ASKED = {"R": "need", "D": "room to choose", "F": "agreements"}
# Kind of solution -> what is expected of each condition, where the kind asks for it.
TYPES = {"conservative": None, "intermediate": "1,1,1", "parsimonious": None}
NO_SOLUTION = "no solution"
YES_NO = {True: "yes", False: "no"}
MOVES = {-1: "lower", 0: "the same", 1: "higher", 2: "higher"}
# Columns of ``cells`` -> what holds of a case there, as a clause.
HOLDS = {
    "association": "an association coordinates",
    "municipality": "the municipality coordinates",
    "both jointly": "both sides coordinate jointly",
    "formal agreement": "a formal agreement exists",
    "associations needed": "the municipality needs the associations",
}
# Two fields of each of two studies that point in opposite directions on discretion.
FIELDS = ("DE_ZiviZ_youth", "DE_ZiviZ_elderly", "NO_T4_children", "NO_T4_culture")


def sides() -> dict[str, str]:
    """Conditions and their absence in words.

    >>> sides()["~F"]
    'formal agreement: absent'
    """
    return {
        sign + condition: f"{name}: {side}"
        for condition, name in NAMES.items()
        for sign, side in (("", "present"), ("~", "absent"))
    }


def of_all(part: int, whole: int) -> str:
    """How many of how many, as a sentence says it.

    >>> of_all(0, 6), of_all(6, 6), of_all(3, 4), of_all(2, 2), of_all(13, 40)
    ('none of the six', 'all six', 'three of four', 'both', '13 of 40')
    """
    if part == 0:
        return f"none of the {number_word(whole)}"
    if part == whole:
        return "both" if whole == 2 else f"all {number_word(whole)}"
    return f"{number_word(part)} of {number_word(whole)}"


def tally_words(part: int, whole: int) -> str:
    """Cases of cases in digits, with a word for nothing and a dash where there is no case.

    >>> tally_words(0, 17), tally_words(4, 13), tally_words(0, 0)
    ('none of 17', '4 of 13', '–')
    """
    return f"{part or 'none'} of {whole}" if whole else "–"


def together(frame: pd.DataFrame) -> tuple[str, int]:
    """Cases in which all three conditions come together: how many are high, as "3 of 4",
    and how many there are.
    """
    high, n = coded.tally(frame, D=1, F=1, R=1)
    return f"{high} of {n}", n


def together_told(complete: pd.DataFrame) -> pd.DataFrame:
    """The cases in which all three conditions come together, with the remarks of the code book
    in words: same (agreement and level from one fact), new (planned or new), b (level by rule b).
    """
    found = complete[(complete[CONDITIONS] == 1).all(axis=1)]
    return found.replace({"policy_field": coded.FIELDS}).assign(
        same=found["formalisation_and_level_rest_on_same_fact"].map(YES_NO),
        new=found["arrangement_only_planned_or_new"].map(YES_NO),
        b=found["level_by_rule_b"].map(YES_NO),
    )


def truth_told(whole: pd.DataFrame) -> pd.DataFrame:
    """A truth table for a page: D, F and R as yes or no, cases, share (coded high) and mark."""
    words = whole[CONDITIONS].eq(1).replace(YES_NO)
    return words.assign(
        cases=whole["n"], share=whole["incl"], mark=whole["OUT"].map(coded.MARKS)
    ).sort_values("share", ascending=False)


def solution(part: pd.DataFrame, incl_cut: float, n_cut: int) -> dict[str, int | str]:
    """The three solutions for some cases, with the size of the sample.

    Keys: cases, clusters, high, dfr (high among all three conditions, as text), empty
    (combinations with too few cases), assumed (those that a solution takes to have the outcome),
    behind (cases in the solution), and a text for each of ``TYPES``: its models, ``ANY`` if no
    combination is left to keep out, ``NO_SOLUTION`` if none has the outcome. ``assumed`` and
    ``behind`` are those of the last type with a solution.
    """
    rows = qca.truth_table(part, "HIGH", CONDITIONS, "case_id", incl_cut=incl_cut, n_cut=n_cut)
    whole = rows.complete()
    line: dict[str, int | str] = {
        "cases": len(part),
        "clusters": part["cluster"].nunique(),
        "high": int(part["HIGH"].sum()),
        "dfr": together(part)[0],
        "empty": int(whole["OUT"].eq("?").sum()),
        "assumed": "none",
        "behind": 0,
    }
    for kind, expected in TYPES.items():
        try:
            found = qca.minimize(rows, kind, expected)
        except qca.QCAError as error:  # none is left to keep out, or no row is positive
            line[kind] = ANY if isinstance(error, qca.AllPositiveError) else NO_SOLUTION
            continue
        line[kind] = " or ".join(" + ".join(model) for model in found.models)
        line["behind"] = len({case for own in found.terms["cases"] for case in own})
        used = sorted(set().union(*found.assumptions))
        if used:
            line["assumed"] = ", ".join(combination(whole.loc[row, CONDITIONS]) for row in used)
    return line


def combination(values: pd.Series) -> str:
    """A row of the truth table as a product.

    >>> combination(pd.Series({"D": 1, "F": 0, "R": 1}))
    'D*~F*R'
    """
    return "*".join(name if value else f"~{name}" for name, value in values.items())


def solutions(groups: dict[str, pd.DataFrame], incl_cut: float, n_cut: int) -> pd.DataFrame:
    """``solution`` of each group of cases, a row a group, its name as ``sample``."""
    return pd.DataFrame(
        [{"sample": name, **solution(part, incl_cut, n_cut)} for name, part in groups.items()]
    )


class Stability(NamedTuple):
    """How the conservative solution of the whole set does in the samples nested in it."""

    samples: int
    same: int
    none: int


def stability(solved: pd.DataFrame, samples: Collection[str]) -> Stability:
    """``Stability`` of ``solutions``; ``samples`` names the whole set, which stands first, and
    those nested in it.
    """
    rows = solved[solved["sample"].isin(samples)]
    whole, nested = rows["conservative"].iloc[0], rows.iloc[1:]
    return Stability(
        len(nested),
        int((nested["conservative"] == whole).sum()),
        int((nested["conservative"] == NO_SOLUTION).sum()),
    )


def choices(complete: pd.DataFrame, incl_cut: float, n_cut: int) -> tuple[int, int]:
    """Ways to keep one case of each cluster, and those in which all three conditions together
    reach the cut-off.
    """
    ways = coded.cluster_choices(complete["cluster"])
    patterns = coded.row_patterns(complete, ways, CONDITIONS, incl_cut, n_cut)
    reached = patterns["pattern"].str[-1] == "1"
    return len(ways), int(patterns.loc[reached, "choices"].sum())


def bounds_told(bounds: pd.DataFrame) -> pd.DataFrame:
    """``cases.by_bound`` in words: name (of the condition), row (which cases), and present and
    absent (high with and without it) as "9 of 22".
    """
    size = bounds.groupby("bound")["cases"].first()
    rows = {
        "kept": f"all {size['kept']} cases of other studies",
        "dropped": f"without the {doubtful(bounds)} doubtful rows ({size['dropped']})",
    }
    return bounds.assign(
        name=bounds["condition"].map(NAMES),
        row=bounds["bound"].map(rows),
        present=[tally_words(a, b) for a, b in zip(bounds["present_high"], bounds["present"])],
        absent=[tally_words(a, b) for a, b in zip(bounds["absent_high"], bounds["absent"])],
    )


def doubtful(bounds: pd.DataFrame) -> int:
    """Rows that only one of the bounds of ``cases.by_bound`` keeps."""
    size = bounds.groupby("bound")["cases"].first()
    return int(size["kept"] - size["dropped"])


def slopes(told: pd.DataFrame) -> pd.DataFrame:
    """``bounds_told`` with a row a point: name, where (which cases), difference (percentage points
    by which more cases are high with the condition than without it) and size (cases).
    """
    where = {"kept": "all cases", "dropped": "without doubtful codes"}
    rows = told.assign(
        where=told["bound"].map(where) + told["cases"].map("\n({} cases)".format),
        name=told["name"].map(PLAIN),
    )
    return rows[["name", "condition", "where", "difference", "cases"]]


def ends(points: pd.DataFrame) -> pd.DataFrame:
    """``slopes`` with a row a condition: name, kept and dropped (percentage points)."""
    by = points.groupby("name", sort=False)["difference"].agg(["first", "last"]).reset_index()
    return by.rename(columns={"first": "kept", "last": "dropped"})


def rising(bounds: pd.DataFrame) -> list[str]:
    """Names of the conditions with more high cases than without them at both bounds, whether the
    draws keep it or not.
    """
    least = bounds.groupby("condition")["difference"].min()
    return [name for condition, name in NAMES.items() if least[condition] > 0]


def lasting(said: dict[str, str]) -> list[str]:
    """Names of the conditions that ``cases.at_both`` gives a direction."""
    return [name for condition, name in NAMES.items() if said[condition] in ("for", "against")]


def listed(names: list[str]) -> str:
    """Names as a list in a sentence, "none" if there are none."""
    return ", ".join(names) or "none"


def number_of_lasting(names: list[str]) -> str:
    """Which title holds: "none", "one" or "several"."""
    return ("none", "one", "several")[min(len(names), 2)]


class More(NamedTuple):
    """Groups of cases in which more cases are high with a condition than without it."""

    more: int
    compared: int  # groups with cases of both kinds


def more_with(complete: pd.DataFrame, column: str, condition: str = "R") -> More:
    """Compare the shares of high cases with and without a condition in each group of a column."""
    shares = complete.pivot_table(index=column, columns=condition, values="HIGH").dropna()
    return More(int((shares[1] > shares[0]).sum()), len(shares))


def ahead(names: list[str]) -> str:
    """The conditions of ``rising`` as a title says it.

    >>> ahead([]), ahead(["associations needed"])
    ('no condition stays ahead', 'only need stays ahead')
    >>> ahead(["discretion", "associations needed"])
    'discretion and need stay ahead'
    """
    if len(names) < 2:
        return f"only {PLAIN[names[0]]} stays ahead" if names else "no condition stays ahead"
    return f"{' and '.join(PLAIN[name] for name in names)} stay ahead"


def best_case(moves: pd.DataFrame, lasting: list[str]) -> str:
    """Which condition its pairs speak for most, a sentence: the largest part of pairs that are
    closer with it, less those that are less close. A weak one has no direction that lasts.

    ``moves`` as ``case_choice.moves`` gives them.
    """
    own = moves.set_index("condition", drop=False)
    net = (own["closer"] - own["less"]) / own["pairs"]
    best = list(net.index[net == net.max()])
    if len(best) > 1 or not net.max() > 0:
        return "No condition has the best case."
    has = "have" if best[0] == "F" else "has"
    weak = "" if NAMES[best[0]] in lasting else ", but a weak one"
    return f"{ASKED[best[0]].capitalize()} {has} the best case{weak}."


def no_pattern(rising: list[str]) -> str:
    """Which conditions do not stay ahead at both bounds, a sentence; takes ``rising``.

    >>> no_pattern(["associations needed"])
    'Room to choose and agreements show no lasting pattern.'
    """
    left = [ASKED[condition] for condition in ASKED if NAMES[condition] not in rising]
    if not left:
        return "All three stay ahead without doubtful codes."
    verb = "shows" if left in (["need"], ["room to choose"]) else "show"
    return f"{english.listed(left).capitalize()} {verb} no lasting pattern."


def doubtful_high(bounds: dict[str, pd.DataFrame]) -> str:
    """How many of the doubtful rows are coded high, in words; takes ``cases.bounds``."""
    kept, dropped = bounds["kept"], bounds["dropped"]
    gone = kept[~kept["case_id"].isin(dropped["case_id"])]
    return of_all(int(gone["HIGH"].sum()), len(gone))


def by_sample(samples: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """``cases.contrasts`` of every sample, with sample (its name and size), necessity and
    sufficiency (shares) of each condition.
    """
    rows = pd.concat(
        [
            coded.contrasts(part, CONDITIONS).assign(sample=f"{name} ({len(part)})")
            for name, part in samples.items()
        ]
    )
    return rows.assign(
        necessity=rows["present_high"] / (rows["present_high"] + rows["absent_high"]),
        sufficiency=rows["present_pct"] / 100,
    )


def single(found: pd.DataFrame) -> pd.DataFrame:
    """``by_sample`` with a row a sample: sample, necessity_D, …, sufficiency_R."""
    wide = found.pivot(
        index="sample", columns="condition", values=["necessity", "sufficiency"]
    ).reindex(found["sample"].unique())
    wide.columns = [f"{what}_{condition}" for what, condition in wide.columns]
    return wide.reset_index()


def by_part(complete: pd.DataFrame) -> pd.DataFrame:
    """Cases by policy field, then by country: part, cases, high, needed and not_needed (high
    where associations are needed and where not, as "9 of 22").
    """
    groups = [
        *complete.groupby(complete["policy_field"].map(coded.FIELDS)),
        *complete.groupby(complete["country"].map(coded.COUNTRIES)),
    ]
    return pd.DataFrame(
        [
            {
                "part": name,
                "cases": len(part),
                "high": int(part["HIGH"].sum()),
                "needed": tally_words(*coded.tally(part, R=1)),
                "not_needed": tally_words(*coded.tally(part, R=0)),
            }
            for name, part in groups
        ]
    )


def pairs_told(pairs: pd.DataFrame) -> pd.DataFrame:
    """``cases.before_after`` with moves (of the level) and rests (on the agreement) in words."""
    return pairs.assign(
        moves=pairs["rise"].map(MOVES).fillna("not known"), rests=coded.grounds(pairs)
    )


class Rises(NamedTuple):
    """Pairs of ``cases.before_after`` by what the level does."""

    events: int  # pairs over time
    higher: int  # of them with a higher second level
    same: int  # of them with the same level
    apart: int  # contrasts of two places with a higher second level
    all: int  # pairs of both kinds with a higher second level
    resting: int  # of them on the agreement
    marked: int  # of these by the mark of the coding
    ruled: int  # of these by the rule of the code book


def rises(pairs: pd.DataFrame) -> Rises:
    """Count the pairs of ``cases.before_after``."""
    risen, after = pairs["rise"] > 0, pairs["over_time"]
    return Rises(
        int(after.sum()),
        int((risen & after).sum()),
        int((after & (pairs["rise"] == 0)).sum()),
        int((risen & ~after).sum()),
        int(risen.sum()),
        int((risen & (pairs["same_fact"] | pairs["by_rule"])).sum()),
        int((risen & pairs["same_fact"]).sum()),
        int((risen & pairs["by_rule"]).sum()),
    )


def fields_told(everything: pd.DataFrame) -> pd.DataFrame:
    """The four cases of ``FIELDS`` in words, in the order of the table, with dependence."""
    rows = everything[everything["case_id"].isin(FIELDS)]
    dependence = rows["resource_dependency"]
    return rows.replace({"country": coded.COUNTRIES, "policy_field": coded.FIELDS}).assign(
        dependence=dependence.map(coded.SHORT).fillna(dependence)
    )


def turned(mandated: str, voluntary: str) -> str:
    """What the levels of a mandated and of a voluntary field say about discretion.

    >>> turned("high", "medium")
    'points the other way'
    """
    more = coded.LEVELS[mandated] - coded.LEVELS[voluntary]
    if more == 0:
        return "no difference"
    return "points the other way" if more > 0 else "points that way"


def cells(types: pd.DataFrame) -> pd.DataFrame:
    """``cases.typology`` with the names of its rows and columns in one line: name and what, which
    are its index and columns too.
    """
    named = types.assign(
        name=types["type"].str.split("\n").str[0],
        what=types["column"].str.replace("-\n", "").str.replace("\n", " "),
    )
    return named.set_index(["name", "what"], drop=False)


def of_cell(found: pd.DataFrame, kind: str, what: str) -> str:
    """A cell of ``cells`` as "32 of 45"."""
    return f"{found.loc[(kind, what), 'part']} of {found.loc[(kind, what), 'whole']}"


def typology_told(types: pd.DataFrame) -> pd.DataFrame:
    """The framing conditions of ``cases.typology`` in words, a row a type: type, and a column for
    each condition as "9 of 22".
    """
    rows = cells(types[types["group"] == "framing conditions"])
    told = rows.assign(
        words=[tally_words(part, whole) for part, whole in zip(rows["part"], rows["whole"])]
    ).reset_index(drop=True)
    wide = told.pivot(index="type", columns="what", values="words")
    return wide.loc[list(dict.fromkeys(told["type"]))].reset_index()


def leading(types: pd.DataFrame) -> pd.DataFrame:
    """The cells of the most frequent coordinator of each type, several where they tie."""
    rows = cells(types[types["group"] == "who coordinates"])
    return rows[rows["share"] == rows.groupby("type")["share"].transform("max")]
