"""Countries as fuzzy sets: what is calibrated, at which anchors and why,
and what other anchors would say.

Every anchor is a threshold that can be put into words without the order of the countries (a tenth,
a fifth, half of the index), the upper one of participation apart. None is a quantile of the
countries. Percent unless said otherwise; a country without a value on one of the sets is left out
of the analysis that uses it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import pandas as pd

from configurational import AllPositiveError, QCAError, direct, minimize, truth_table
from copro.measures.countries import indicators as inst
from copro.methods.configurations import passes

REGIMES = "countries/welfare_regime_analyst_coding"
Anchors = dict[
    str, tuple[float, float, float]
]  # full exclusion, crossover, full inclusion by letter


@dataclass(frozen=True)
class FuzzySet:
    """A set of countries: its raw indicator, the anchors (full exclusion, crossover, full
    inclusion), why they stand there, and other anchors that could be defended.
    """

    letter: str
    key: str
    name: str
    anchors: tuple[float, float, float]
    reason: str
    others: tuple[tuple[float, float, float], ...] = ()


SETS = (
    FuzzySet(
        "V",
        "volunteering",
        "many people volunteer",
        (10, 20, 30),
        "one adult in ten volunteered in the past month: not many; one in five: the "
        "threshold; three in ten: many",
        ((10, 25, 40), (5, 15, 25)),
    ),
    FuzzySet(
        "A",
        "local_autonomy",
        "autonomous municipalities",
        (33, 50, 67),
        "a third, half and two thirds of the points that the index can give",
        ((25, 50, 75), (40, 60, 80)),
    ),
    FuzzySet(
        "S",
        "local_social",
        "municipalities pay for social protection",
        (5, 12.5, 20),
        "one part in twenty is administration, one in five a leading "
        "payer; between them the middle",
        ((2, 7, 12), (10, 20, 30)),
    ),
    FuzzySet(
        "P",
        "participation",
        "associations with broad participation",
        (0, 1.6, 3.2),
        "0 is by the design of the scale about the average of all countries and years judged, "
        "3.2 the highest value here; between them the middle",
        ((0, 1, 2), (1, 2.2, 3.2)),
    ),
    FuzzySet(
        "T",
        "transfers",
        "municipalities live on own money",
        (67, 50, 33),
        "transfers cover two thirds, half or a third of the own spending; the "
        "less, the more own money",
        ((80, 60, 40), (60, 40, 20)),
    ),
)
BY_LETTER = {s.letter: s for s in SETS}
CORE = ("A", "S", "P")
SOCIAL_DEMOCRATIC = "D"
CUTS = (0.8, 0.75, 0.85)
ANY = "any combination (none speaks against)"
# Steps by which a crossover is moved, in the unit of its indicator.
STEPS = {"V": 1, "A": 2, "S": 1, "P": 0.2}
COMPARED = ("Norway", "Germany", "Denmark")
LABELS = {"A": "autonomy", "S": "municipal\nsocial share", "P": "participation"}


def raw_values(everything: pd.DataFrame, regimes: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Raw values of all sets by country: iso3, country, a column for each letter, and D (1 social
    democratic, 0 another regime, missing where the analyst classified none).

    ``everything`` are rows of ``indicators.values``. Volunteering and participation are means of
    2011 to 2017, so that no condition is younger than the outcome; autonomy and the fiscal shares
    are the last value since 2010. Countries without volunteering are left out.
    """
    own = everything["key"] == "participation"
    same_years = everything["year"].between(*inst.GIVING_YEARS)
    wide = inst.latest(everything[~own]).pivot(index="iso3", columns="key", values="value")
    wide["participation"] = everything[own & same_years].groupby("iso3")["value"].mean()
    out = pd.DataFrame({s.letter: wide[s.key] for s in SETS}).dropna(subset="V")
    regime = regimes.set_index("iso3")["welfare_regime"].reindex(out.index)
    out[SOCIAL_DEMOCRATIC] = (regime == "social_democratic").astype(float).where(regime.notna())
    out.insert(0, "country", names.reindex(out.index).fillna(pd.Series(out.index, out.index)))
    return out.rename_axis("iso3").reset_index()


def members(
    raw: pd.DataFrame, letters: Sequence[str], anchors: Anchors | None = None
) -> pd.DataFrame:
    """Memberships of the countries that have all of ``letters`` and V: country, V and the letters.

    Direct calibration; D is crisp already. ``anchors`` replaces those of single letters.
    """
    chosen = ["V", *letters]
    rows = raw.dropna(subset=chosen)
    out = {"country": rows["country"]}
    for letter in chosen:
        if letter == SOCIAL_DEMOCRATIC:
            out[letter] = rows[letter]
            continue
        e, c, i = (anchors or {}).get(letter, BY_LETTER[letter].anchors)
        out[letter] = direct(rows[letter], {"e": e, "c": c, "i": i})
    return pd.DataFrame(out).reset_index(drop=True)


def by_wave(raw: pd.DataFrame, giving: pd.DataFrame) -> dict[int, pd.DataFrame]:
    """``raw`` with the volunteering of one wave instead of the mean, by year of the wave."""
    rows = giving[giving["year"].between(*inst.GIVING_YEARS)]
    return {
        int(year): raw.assign(V=raw["iso3"].map(part.set_index("iso3")["volunteered_time_pct"]))
        for year, part in rows.groupby("year")
    }


def choices(letters: Sequence[str] = CORE) -> list[Anchors]:
    """All combinations of defensible anchors of V and the letters;
    the first is the one argued for.
    """
    every = [(BY_LETTER[letter].anchors, *BY_LETTER[letter].others) for letter in ("V", *letters)]
    return [dict(zip(("V", *letters), picked)) for picked in product(*every)]


def counting(whole: pd.DataFrame, incl_cut: float, n_cut: int) -> tuple[int, ...]:
    """Rows of a complete truth table (n, incl) that count at a cut-off of inclusion and
    of countries.
    """
    return tuple(whole.index[(whole["n"] >= n_cut) & passes(whole["incl"], incl_cut)])


def words(configuration: pd.Series, letters: Sequence[str]) -> str:
    """A configuration in letters: ``A*~S*P``."""
    return "*".join(letter if configuration[letter] == 1 else f"~{letter}" for letter in letters)


def plain(configuration: pd.Series, letters: Sequence[str] = CORE) -> str:
    """A configuration as the names of what is present: ``autonomy + participation``,
    or ``none``.
    """
    present = [
        LABELS[letter].replace("\n", " ") for letter in letters if configuration[letter] == 1
    ]
    return " + ".join(present) or "none of the three"


def told(many: pd.DataFrame, few: pd.DataFrame) -> pd.DataFrame:
    """The complete truth tables of many and of few volunteers in words, a row a combination:
    the columns of the first, combination, names (of countries), few_incl, few_PRI and few_OUT, and
    plain; OUT and few_OUT say "yes", "no" or "too few countries".
    """
    said = {"1": "yes", "0": "no", "?": "too few countries"}
    rows = many.assign(
        combination=[words(row, CORE) for _, row in many.iterrows()],
        names=many["cases"].str.join(", "),
        few_incl=few["incl"],
        few_PRI=few["PRI"],
        few_OUT=few["OUT"].map(said),
        plain=[plain(row) for _, row in many.iterrows()],
        OUT=many["OUT"].map(said),
    )
    return rows.drop(columns="cases").reset_index(drop=True)


def corner(place: Mapping[str, str], names: Sequence[str] = COMPARED) -> str:
    """Where the countries of this book sit, from the combination of each country.

    >>> corner(dict.fromkeys(("Norway", "Germany", "Denmark"), "A*S*P"))
    'in the same combination, with all three conditions'
    >>> corner({"Norway": "A*S*P", "Germany": "A*~S*P", "Denmark": "A*S*P"})
    'in different combinations'
    """
    found = {place[name] for name in names}
    if found == {"A*S*P"}:
        return "in the same combination, with all three conditions"
    return "in the same combination" if len(found) == 1 else "in different combinations"


def all_choices(
    raw: pd.DataFrame, outcomes: Mapping[str, bool], n_cut: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every defensible set of anchors with every cut-off, for each outcome (name -> negated).

    Returns a row for each analysis and combination (outcome, configuration, n, passed; see
    ``tally``), and a row for each analysis (outcome, counts, the combinations that count).
    """
    results, counts = [], []
    for anchors in choices():
        part = members(raw, CORE, anchors)
        for outcome, negate in outcomes.items():
            whole = truth_table(part, "V", list(CORE), "country", negate=negate).complete()
            names = {i: plain(row) for i, row in whole.iterrows()}
            for cut in CUTS:
                passing = counting(whole, cut, n_cut)
                counts.append({"outcome": outcome, "counts": passing})
                results += [
                    {
                        "outcome": outcome,
                        "configuration": names[i],
                        "n": int(n >= n_cut) * n,
                        "passed": i in passing,
                    }
                    for i, n in whole["n"].items()
                ]
    return pd.DataFrame(results), pd.DataFrame(counts)


def solution(
    raw: pd.DataFrame,
    outcome: str,
    negate: bool,
    sample: str,
    letters: Sequence[str],
    incl_cut: float,
    n_cut: int,
) -> dict[str, str | float]:
    """The three solutions for an outcome and some conditions: outcome, sample (with its countries),
    held (combinations), rows, a text for each kind, incl and cov (of the parsimonious one) and
    behind (countries of the conservative one, "none" without any).
    """
    part = members(raw, letters)
    truth = truth_table(
        part, "V", list(letters), "country", incl_cut=incl_cut, n_cut=n_cut, negate=negate
    )
    line: dict[str, str | float] = {
        "outcome": outcome,
        "sample": f"{sample} ({len(part)})",
        "held": int((truth.observed["n"] >= n_cut).sum()),
        "rows": 2 ** len(letters),
        "incl": float("nan"),
        "cov": float("nan"),
        "behind": "none",
    }
    expected = ("0,-,0" if negate else "1,-,1") + ",-" * (len(letters) - 3)
    for kind in ("conservative", "intermediate", "parsimonious"):
        try:
            found = minimize(truth, kind, expected if kind == "intermediate" else None)
        except QCAError as error:  # none is left to keep out, or no row is positive
            line[kind] = ANY if isinstance(error, AllPositiveError) else "no solution"
            continue
        line[kind] = " or ".join(" + ".join(model) for model in found.models)
        if kind == "parsimonious":
            line |= {"incl": found.fit["incl"].iloc[0], "cov": found.fit["cov"].iloc[0]}
        if kind == "conservative":
            line["behind"] = ", ".join(sorted({c for own in found.terms["cases"] for c in own}))
    return line


def crossovers(
    raw: pd.DataFrame,
    outcomes: Mapping[str, bool],
    argued: Mapping[str, tuple[int, ...]],
    incl_cut: float,
    n_cut: int,
) -> pd.DataFrame:
    """One crossover moved at a time between full exclusion and full inclusion, by ``STEPS``:
    outcome, set, cross (argued for), tried, same (positions with the combinations ``argued``) and
    span (the lowest and the highest of these, as text).
    """
    lines = []
    for letter, step in STEPS.items():
        e, c, i = BY_LETTER[letter].anchors
        places = [e + step * k for k in range(1, round((i - e) / step))]
        parts = {cross: members(raw, CORE, {letter: (e, cross, i)}) for cross in places}
        for outcome, negate in outcomes.items():
            same = [
                cross
                for cross, part in parts.items()
                if counting(
                    truth_table(part, "V", list(CORE), "country", negate=negate).complete(),
                    incl_cut,
                    n_cut,
                )
                == argued[outcome]
            ]
            lines.append(
                {
                    "outcome": outcome,
                    "set": BY_LETTER[letter].name,
                    "cross": c,
                    "tried": len(places),
                    "same": len(same),
                    "span": f"{min(same):g} to {max(same):g}" if same else "none",
                }
            )
    return pd.DataFrame(lines)


def anchor_table() -> pd.DataFrame:
    """The sets with their anchors, reason and alternatives as text."""
    labels = {i.key: f"{i.label}, {i.unit}" for i in inst.INDICATORS}
    return pd.DataFrame(
        [
            {
                "set": f"{s.letter}: {s.name}",
                "indicator": labels[s.key],
                "out": s.anchors[0],
                "cross": s.anchors[1],
                "in": s.anchors[2],
                "reason": s.reason,
                "others": "; ".join("/".join(f"{x:g}" for x in other) for other in s.others),
            }
            for s in SETS
        ]
    )


def briefly(passed: pd.DataFrame) -> pd.DataFrame:
    """``tally`` with short names for a chart: has (what a combination has), and zero where it never
    held a country.
    """
    short = passed["configuration"].str.replace(LABELS["S"].replace("\n", " "), "money")
    everything = "autonomy + money + participation"
    return passed.assign(
        has=short.replace({everything: "all three", "none of the three": "none"}),
        share_pct=passed["share_pct"].fillna(0),
    )


def tally(results: pd.DataFrame) -> pd.DataFrame:
    """How often each configuration passes, over all choices: outcome, configuration, part (times
    passed), whole (times it held a case) and share_pct (missing where it never held a case).

    ``results`` has outcome, configuration, n and passed, a row for each choice and configuration.
    """
    held = (
        results[results["n"] > 0]
        .groupby(["outcome", "configuration"])["passed"]
        .agg(part="sum", whole="size")
    )
    both = pd.MultiIndex.from_frame(results[["outcome", "configuration"]].drop_duplicates())
    out = held.reindex(both).fillna({"part": 0, "whole": 0}).reset_index()
    return out.assign(share_pct=100 * out["part"] / out["whole"].where(out["whole"] > 0))
