"""Literature: the three institutional factors, the outcomes and the two justifications, by study.

Works that report the same data are one study. A study carries the direction that one of its works
states; works of one study that state different directions make it "mixed". An empty cell means "not
stated in the text read", never "no". Sources: ``literature/coding_first`` and ``coding_second``;
rules in ``data/literature/codebook.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from copro.measures.literature import in_words, works as lit


@dataclass(frozen=True)
class Factor:
    """An institutional factor, the hypothesis it belongs to and the direction this one expects."""

    words: str
    hypothesis: str
    expected: str
    finding: str
    title: str
    name: str

    @property
    def called(self) -> str:
        """The hypothesis with its name: "H1, discretion"."""
        return f"{self.hypothesis}, {self.name}"

    @property
    def heading(self) -> str:
        """Title and hypothesis: "Laws and regulations (H1, discretion)"."""
        return f"{self.title} ({self.called})"


FACTORS = {
    "laws_regulations": Factor(
        "laws and regulations",
        "H1",
        "negative",
        "less co-production under stricter rules",
        "Laws and regulations",
        "discretion",
    ),
    "formalisation": Factor(
        "formalisation",
        "H2",
        "positive",
        "more co-production with more formal contact",
        "Agreements and plans",
        "formal agreements",
    ),
    "resource_dependency": Factor(
        "resource dependency",
        "H3",
        "positive",
        "more co-production with more voluntary resources, mutual dependence or public support",
        "Resources on either side",
        "mutual need",
    ),
}
# The study from which the hypotheses come: its agreement with them is no independent evidence.
ORIGIN = "traetteberg_enjolras_2023"
# Code -> words. ``unclear`` is a factor that is named without a direction for co-production.
DIRECTIONS = {"positive": "more", "mixed": "mixed", "negative": "less", "unclear": "no direction"}
OUTCOMES = {
    "positive": "positive",
    "mixed": "mixed",
    "none": "no effect",
    "negative": "negative",
    "not_studied": "not studied",
}
FRAMES = {"effectiveness": "better services", "both": "both", "democracy": "stronger democracy"}
# Where no factor is named most often by every pass.
NOBODY = "none alone"
# The parts of a bar: what studies say of a factor, and of outcomes, in the order of drawing.
SAID = ("as expected", "mixed", "the opposite", "left open")
RESULTS = ("not studied", "mixed", "positive", "none or negative")
OPEN = ("unclear", "not_studied")  # codes that give way to a stated direction
# Ways to settle what two passes say. The first two take one pass at its word.
READINGS = ("pass 1", "pass 2", "union", "intersection")


def reading(first: pd.DataFrame, second: pd.DataFrame, which: str) -> pd.DataFrame:
    """The coded works under one of ``READINGS``, with the columns of the first pass.

    Only works in which a result was read count. The first pass decides that for itself and the
    union, the second for itself; the intersection needs both. Union: a code that only one pass
    gives is kept; where they give two, a stated direction goes before an open one and two
    directions are mixed (two frames: both). Intersection: only codes that both passes give.
    Fields with several labels are joined or intersected as sets.

    Raises ``ValueError`` for another word than those of ``READINGS``.
    """
    if which not in READINGS:
        raise ValueError(f"found {which!r}, expected one of {', '.join(READINGS)}")
    one, two = lit.findings(first).set_index("key"), second.set_index("key")
    if which == "pass 1":
        return one.reset_index()
    if which == "pass 2":
        return lit.findings(two).reset_index()
    keys = [
        key
        for key in one.index
        if key in two.index and (which == "union" or two.at[key, "result_read"] == "yes")
    ]
    one, two = one.loc[keys].copy(), two.loc[keys]
    for column in [c for c in one if c in two and c not in ("coder", "result_read")]:
        merge = _merge_sets if column in lit.NAMES else _merge_codes
        one[column] = [merge(a, b, which, column) for a, b in zip(one[column], two[column])]
    return one.reset_index()


def _merge_codes(one: str | None, two: str | None, which: str, column: str) -> str | None:
    if pd.isna(one) or pd.isna(two):
        return (two if pd.isna(one) else one) if which == "union" else None
    if one == two:
        return one
    if which == "intersection":
        return None
    for a, b in ((one, two), (two, one)):
        if a in OPEN:
            return b
    return "both" if column == "justification_frame" else "mixed"


def _merge_sets(one: str | None, two: str | None, which: str, column: str) -> str | None:
    sets = [
        {c.strip() for c in cell.split(";")} if isinstance(cell, str) else set()
        for cell in (one, two)
    ]
    # Two codes of one country are the same label in either pass.
    names = lit.NAMES[column]
    if which == "union":
        return ";".join(sorted(sets[0] | sets[1])) or None
    shared = {names[c] for c in sets[0]} & {names[c] for c in sets[1]}
    return ";".join(sorted(c for c in sets[0] if names[c] in shared)) or None


def of_studies(keys: pd.Series, codes: pd.Series) -> pd.Series:
    """The set of codes that the works of each study carry (``codes``, in the order of ``keys``),
    by key of the study.
    """
    found: dict[str, set[str]] = {}
    for study, code in zip(lit.studies(keys), codes):
        found.setdefault(study, set()).add(code)
    return pd.Series(found, name=codes.name, dtype=object).sort_index().rename_axis("study")


def by_study(coding: pd.DataFrame, column: str) -> pd.Series:
    """One code for each study that has one, by key of the study (rules above)."""
    stated = coding[["key", column]].dropna()
    return of_studies(stated["key"], stated[column]).map(_one_code)


def _one_code(codes: set[str]) -> str:
    settled = codes - set(OPEN) or codes
    return settled.pop() if len(settled) == 1 else "both" if settled <= set(FRAMES) else "mixed"


def studies_n(coding: pd.DataFrame) -> int:
    """Studies among the works."""
    return lit.studies(coding["key"]).nunique()


def mentions(coding: pd.DataFrame) -> pd.DataFrame:
    """Studies that name each factor: factor (words), mentioned_n, studies_n (all)."""
    rows = [
        {
            "factor": factor.words,
            "mentioned_n": len(named(coding, code)),
            "studies_n": studies_n(coding),
        }
        for code, factor in FACTORS.items()
    ]
    return pd.DataFrame(rows)


def named(coding: pd.DataFrame, code: str) -> set[str]:
    """Keys of the studies that name a factor (``code`` is a key of ``FACTORS``)."""
    return set(lit.studies(coding.loc[coding[f"{code}_mentioned"] == "yes", "key"]))


def stated(coding: pd.DataFrame, label: str) -> set[str]:
    """Keys of the studies of a policy field that state a direction for any of the factors."""
    keys = lit.labels(coding, "policy_field").query("label == @label")["key"]
    here = coding[coding["key"].isin(keys)]
    found = [by_study(here, f"{code}_effect") for code in FACTORS]
    return {study for codes in found for study in codes[~codes.isin(OPEN)].index}


def directions(coding: pd.DataFrame) -> pd.DataFrame:
    """Studies by factor and direction, zeros kept: factor, direction (words), studies_n."""
    rows = []
    for code, factor in FACTORS.items():
        found = by_study(coding, f"{code}_effect").value_counts()
        rows += [
            {"factor": factor.words, "direction": words, "studies_n": int(found.get(direction, 0))}
            for direction, words in DIRECTIONS.items()
        ]
    return pd.DataFrame(rows)


def split(coding: pd.DataFrame, column: str) -> pd.DataFrame:
    """Directions by the labels of a multi-label column: factor, label, a column for each
    direction, named_n.

    A study counts once for each of its labels; labels under which no study names the factor are
    left out. Works of a study without the label do not carry it there.
    """
    parts = []
    for code, factor in FACTORS.items():
        for label, keys in lit.labels(coding, column).groupby("label")["key"]:
            found = by_study(coding[coding["key"].isin(keys)], f"{code}_effect")
            if len(found):
                counts = {words: int((found == d).sum()) for d, words in DIRECTIONS.items()}
                parts.append({"factor": factor.words, "label": label, **counts})
    out = pd.DataFrame(parts, columns=["factor", "label", *DIRECTIONS.values()])
    out["named_n"] = out[list(DIRECTIONS.values())].sum(axis=1)
    order = [factor.words for factor in FACTORS.values()]
    return out.sort_values(
        ["factor", "named_n", "label"],
        ascending=[True, False, True],
        ignore_index=True,
        key=lambda s: s.map(order.index) if s.name == "factor" else s,
    )


def evidence(coding: pd.DataFrame) -> pd.DataFrame:
    """What the studies say for H1 to H3, a row each, in numbers of studies.

    Returns hypothesis, factor, code, finding (what the hypothesis expects, in words), mentioned_n,
    stated_n (a direction is stated), expected_n (as the hypothesis expects), mixed_n, against_n,
    and the same without the study from which the hypotheses come: others_stated_n,
    others_expected_n.
    """
    rows = []
    for code, factor in FACTORS.items():
        found = by_study(coding, f"{code}_effect")
        told = found[~found.isin(OPEN)]
        others = told.drop(ORIGIN, errors="ignore")
        rows.append(
            {
                "hypothesis": factor.hypothesis,
                "factor": factor.words,
                "code": code,
                "finding": factor.finding,
                "mentioned_n": len(named(coding, code)),
                "stated_n": len(told),
                "expected_n": int((told == factor.expected).sum()),
                "mixed_n": int((told == "mixed").sum()),
                "against_n": int((~told.isin([factor.expected, "mixed"])).sum()),
                "others_stated_n": len(others),
                "others_expected_n": int((others == factor.expected).sum()),
            }
        )
    return pd.DataFrame(rows)


def direction_parts(passes: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What the studies that name a factor say of it, for drawing: factor (a heading), coding
    (name of the pass), part (of ``SAID``), studies_n.
    """
    rows = []
    found = {name: evidence(coding).set_index("factor") for name, coding in passes.items()}
    told = {
        name: directions(coding).set_index(["factor", "direction"])["studies_n"]
        for name, coding in passes.items()
    }
    for factor in FACTORS.values():
        for name in passes:
            row = found[name].loc[factor.words]
            counts = (
                row["expected_n"],
                row["mixed_n"],
                row["against_n"],
                told[name][factor.words, DIRECTIONS["unclear"]],
            )
            rows += [
                {"factor": factor.heading, "coding": name, "part": part, "studies_n": int(count)}
                for part, count in zip(SAID, counts)
            ]
    return pd.DataFrame(rows)


def direction_summary(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """How many of the directions stated for each factor are as expected, by pass and in words:
    factor (heading), one, two.
    """
    said = [
        [
            in_words.part_of(*counts)
            for counts in evidence(part)[["expected_n", "stated_n"]].to_numpy()
        ]
        for part in (first, second)
    ]
    headings = [factor.heading for factor in FACTORS.values()]
    return pd.DataFrame({"factor": headings, "one": said[0], "two": said[1]})


def outcome_parts(passes: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What the studies with a code say of outcomes, for drawing: coding (name of the pass), part
    (of ``RESULTS``), studies_n.
    """
    rows = []
    for name, coding in passes.items():
        found = by_study(coding, "outcome_direction").map(OUTCOMES)
        part = found.where(~found.isin(["no effect", "negative"]), RESULTS[-1])
        counts = part.value_counts().reindex(RESULTS, fill_value=0)
        rows += [{"coding": name, "part": p, "studies_n": int(n)} for p, n in counts.items()]
    return pd.DataFrame(rows)


class Asked(NamedTuple):
    """Studies with a code for outcomes in both passes: coded (all of them), neither (both passes
    say that it was not asked whether it helps), both (that it was), differ.
    """

    coded: int
    neither: int
    both: int
    differ: int


def asked(passes: Mapping[str, pd.DataFrame]) -> Asked:
    """What both passes say of whether studies asked for outcomes.

    >>> two = [
    ...     pd.DataFrame({"key": list("abc"), "outcome_direction": codes})
    ...     for codes in (["not_studied", "mixed", None], ["not_studied"] * 3)
    ... ]
    >>> asked(dict(enumerate(two)))
    Asked(coded=2, neither=1, both=0, differ=1)
    """
    found = [by_study(coding, "outcome_direction") for coding in passes.values()]
    silent = pd.concat(found, axis=1).dropna().eq("not_studied").sum(axis=1)
    return Asked(len(silent), *(int((silent == n).sum()) for n in (2, 0, 1)))


def named_most(passes: Mapping[str, pd.DataFrame]) -> str:
    """The factor that most studies name in every pass, in words; ``NOBODY`` where the passes
    differ, several lead or nothing is named.
    """
    leaders = set()
    for coding in passes.values():
        counts = mentions(coding).set_index("factor")["mentioned_n"]
        top = list(counts.index[counts == counts.max()]) if counts.max() else []
        leaders.add(top[0] if len(top) == 1 else "")
    leader = leaders.pop() if len(leaders) == 1 else ""
    return leader or NOBODY


def leader_title(leader: str) -> str:
    """What ``named_most`` says, as the title of a figure."""
    if leader == NOBODY:
        return "No condition is named most often by both passes"
    return f"{_title(leader)} are named most often, but the passes agree little"


def leader_sentence(leader: str) -> str:
    """What ``named_most`` says, as a sentence of the text."""
    if leader == NOBODY:
        return "The two passes do not agree on the condition that is named most often."
    return f"{_title(leader)} are the condition that is named most often in both passes."


def _title(words: str) -> str:
    return next(factor.title for factor in FACTORS.values() if factor.words == words)


def mixed_sentence(parts: pd.DataFrame) -> str:
    """Whether mixed outcomes are reported more often than any other in every pass (``parts`` is
    ``outcome_parts``), as a sentence.
    """
    counts = parts.pivot(index="coding", columns="part", values="studies_n")[list(RESULTS[1:])]
    if all(row["mixed"] > row.drop("mixed").max() for _, row in counts.iterrows()):
        return "Where an outcome is reported, it is most often mixed."
    return "No single outcome is reported most often in both passes."


def strength(row: Mapping[str, int]) -> str:
    """How much a row of ``evidence`` can say, in words; a rule for reading small counts, no test.

    "points that way": at least five other studies state a direction and at least three in four of
    them state the expected one. "leans that way": more than half do, whatever their number.
    Otherwise "no clear direction".
    """
    stated, expected = row["others_stated_n"], row["others_expected_n"]
    if stated >= 5 and expected >= 0.75 * stated:
        return "points that way"
    return "leans that way" if expected > 0.5 * stated else "no clear direction"


def split_in_words(passes: dict[str, pd.DataFrame], column: str) -> pd.DataFrame:
    """``split`` of several passes side by side: factor, label, a column of words for each pass.

    "2 more, 1 mixed, 5 no direction"; "not named" where a pass sees the factor under no study.
    """
    names = list(DIRECTIONS.values())
    rows = {
        name: split(coding, column).set_index(["factor", "label"])
        for name, coding in passes.items()
    }
    texts = {
        name: part.apply(lambda row: ", ".join(f"{row[n]} {n}" for n in names if row[n]), axis=1)
        for name, part in rows.items()
    }
    out = pd.DataFrame(texts).fillna("not named").reset_index()
    most = pd.concat(rows.values()).groupby(["factor", "label"])["named_n"].sum()
    order = [factor.words for factor in FACTORS.values()]
    out["rank"] = [(order.index(f), -most[f, x], x) for f, x in zip(out["factor"], out["label"])]
    return out.sort_values("rank", ignore_index=True).drop(columns="rank")


def stated_works(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Works for which a pass states a direction: factor, work, country, first, second, finding.

    ``finding`` is the sentence noted in the first pass. Each work is listed, also where two report
    the same data.
    """
    both = first.merge(second, on="key", suffixes=("", "_2"))
    country = lit.labels(first, "countries").groupby("key")["label"].agg(", ".join)
    parts = []
    for code, factor in FACTORS.items():
        codes = both[[f"{code}_effect", f"{code}_effect_2"]]
        rows = both[(codes.notna() & ~codes.isin(OPEN)).any(axis=1)].sort_values(["year", "key"])
        words = {
            side: rows[column].map(DIRECTIONS).fillna("not named")
            for side, column in zip(("first", "second"), codes)
        }
        parts.append(
            pd.DataFrame(
                {
                    "factor": factor.words,
                    "work": [
                        lit.short_name(*row)
                        for row in rows[["authors", "year", "title"]].itertuples(index=False)
                    ],
                    "country": rows["key"].map(country).fillna("not stated"),
                    **words,
                    "finding": rows["key_finding"],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def outcomes_by_method(passes: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Studies by method and direction of outcomes: label, a column for each outcome with the number
    of each pass ("22 / 20").

    A study counts once for each of its methods; studies without an outcome code or a method are
    left out. Methods are ordered by their number of studies in the first pass.
    """
    counts = [
        _cross(coding, lit.labels(coding, "method"), "outcome_direction", OUTCOMES, "outcome")
        for coding in passes.values()
    ]
    labels = list(dict.fromkeys(label for part in counts for label in part["label"]))
    wide = [
        part.pivot(index="label", columns="outcome", values="studies_n")
        .reindex(index=labels, columns=list(OUTCOMES.values()), fill_value=0)
        .astype(int)
        .astype(str)
        for part in counts
    ]
    return _joined(wide).reset_index().rename_axis(columns=None)


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Tables of words of one shape as one, their cells set side by side."""
    out = parts[0]
    for part in parts[1:]:
        out = out + " / " + part
    return out


def frames(passes: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Studies by justification: frame (words), a column for each pass."""
    found = {
        name: by_study(coding, "justification_frame").value_counts().reindex(FRAMES, fill_value=0)
        for name, coding in passes.items()
    }
    return pd.DataFrame(found).rename(index=FRAMES).rename_axis("frame").reset_index()


def _cross(
    coding: pd.DataFrame, long: pd.DataFrame, column: str, words: dict[str, str], name: str
) -> pd.DataFrame:
    rows = []
    for label, keys in long.groupby("label")["key"]:
        found = by_study(coding[coding["key"].isin(keys)], column)
        rows += [
            {"label": label, name: text, "studies_n": int((found == code).sum())}
            for code, text in words.items()
        ]
    out = pd.DataFrame(rows, columns=["label", name, "studies_n"])
    total = out.groupby("label")["studies_n"].transform("sum")
    return (
        out.assign(total=total)
        .sort_values(["total", "label"], ascending=[False, True], kind="stable", ignore_index=True)
        .drop(columns="total")
    )
