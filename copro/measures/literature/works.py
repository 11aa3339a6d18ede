"""Literature: the purposive set of works, its two coding passes, and what they are about.

Units: numbers of works (or of studies: works that report the same data count once), shares in
percent of the works in which the code is stated. Several codes may stand in a cell, so shares
may add to more than 100 %. An empty cell means "not stated in the text read", never "no".
Sources: the tables ``literature/*``; rules and their limits in ``data/literature/codebook.md``.
"""

import pandas as pd

CROSS_NATIONAL = "several or none named"
# Code -> words for the reader. Two codes with the same words are one label: United Kingdom is UK
# in pass 1 and GB in pass 2; three entries of pass 1 name groups of countries.
NAMES = {
    "countries": {
        "NO": "Norway",
        "DE": "Germany",
        "DK": "Denmark",
        "SE": "Sweden",
        "US": "United States",
        "GB": "United Kingdom",
        "UK": "United Kingdom",
        "FR": "France",
        "CZ": "Czechia",
        "NL": "Netherlands",
        "AU": "Australia",
        "IL": "Israel",
        "BE": "Belgium",
        "BR": "Brazil",
        "NG": "Nigeria",
        "RU": "Russia",
        "ES": "Spain",
        "CN": "China",
        "cross-national": CROSS_NATIONAL,
        "8 countries": CROSS_NATIONAL,
        "EU28": CROSS_NATIONAL,
        "North America": CROSS_NATIONAL,
    },
    "policy_field": {
        "elderly_ltc": "elderly care",
        "drug_mental_health": "drugs, mental health",
        "health": "health",
        "children_youth": "children, youth",
        "integration": "integration",
        "culture_leisure": "culture, leisure",
        "education": "education",
        "environment_safety": "environment, safety",
        "general": "services in general",
    },
    "method": {
        "conceptual": "conceptual",
        "survey": "survey",
        "case_study": "case study",
        "interviews": "interviews",
        "focus_groups": "focus groups",
        "qualitative": "other qualitative",
        "systematic_review": "systematic review",
        "literature_review": "literature review",
        "document_analysis": "documents",
        "comparative": "comparison",
        "QCA": "QCA",
        "experiment": "experiment",
        "register": "register data",
        "quantitative": "other quantitative",
        "mixed": "mixed methods",
        "report": "report",
    },
    "stage": {
        code: code
        for code in (
            "commissioning",
            "planning",
            "design",
            "delivery",
            "assessment",
            "co-governance",
            "co-management",
            "co-production",
        )
    },
    "actor": {
        "users": "users",
        "citizens": "citizens",
        "volunteers": "volunteers",
        "voluntary_orgs": "voluntary organisations",
        "professionals": "professionals",
        "municipality": "municipality",
        "organisations": "organisations, kind not named",
    },
    "level": {code: code for code in ("individual", "group", "collective", "organisation")},
}
READING = {
    "fulltext": "opening of the full text",
    "record": "abstract or record",
    "listing": "listing only",
    "reference": "reference list only",
}
# Works that report the same data (codebook, rules of pass 1), the last two by inference: they
# count once among findings.
SAME_DATA = {
    "kommunal_frivillighetspolitikk_2020": "traetteberg_enjolras_2023",
    "loeffler_etal_2008": "parrado_etal_2013",
    "bovaird_etal_2014": "parrado_etal_2013",
    "stoelen_volunteers_fun": "stoelen_etal_2019",
    "volunteers_informal_caregivers_2020": "coordination_ltc_volunteers",
}


def with_record(coding: pd.DataFrame, works: pd.DataFrame) -> pd.DataFrame:
    """One coding pass, a row a work, with authors, year, title, status and way of reading.

    Raises ``ValueError`` naming the keys that have no bibliographic record.
    """
    lacking = sorted(set(coding["key"]) - set(works["key"]))
    if lacking:
        raise ValueError(f"coded works without a record: {', '.join(lacking)}")
    record = works[["key", "authors", "year", "title", "status", "verification_level"]]
    return coding.merge(record, on="key", how="left", validate="1:1")


def since(frame: pd.DataFrame, first_year: int) -> pd.DataFrame:
    """The works of ``first_year`` or later and those without a year, which cannot be placed."""
    return frame[frame["year"].isna() | (frame["year"] >= first_year)]


def of_set(frame: pd.DataFrame, which: str, later: set[str]) -> pd.DataFrame:
    """The works of a set: "all", or the "first_set" without the keys that entered ``later``."""
    return frame if which == "all" else frame[~frame["key"].isin(later)]


def within(frame: pd.DataFrame, first_year: int, which: str = "all") -> str:
    """What ``since`` and ``of_set`` keep, as words after a noun: " (2005 or later, or undated)";
    nothing where they keep all.
    """
    dated = f"{first_year} or later, or undated" if (frame["year"] < first_year).any() else ""
    said = "; ".join(filter(None, [dated, "" if which == "all" else "first set only"]))
    return f" ({said})" if said else ""


def dating(frame: pd.DataFrame, first_year: int) -> pd.Series:
    """Numbers of works dated earlier than ``first_year``, from it on, and without a year."""
    return pd.Series(
        {
            "earlier": (frame["year"] < first_year).sum(),
            "shown": (frame["year"] >= first_year).sum(),
            "undated": frame["year"].isna().sum(),
        }
    )


def findings(first: pd.DataFrame) -> pd.DataFrame:
    """The works of pass 1 in which a result or argument was read; only these count as findings."""
    return first[first["result_read"] == "yes"]


def depth(works: pd.DataFrame, first: pd.DataFrame) -> pd.Series:
    """How far each work was used, in the order of ``works``: three words for three depths."""
    coded, read = works["key"].isin(first["key"]), works["key"].isin(findings(first)["key"])
    words = pd.Series("not coded", index=works.index)
    return words.mask(coded, "coded, no finding read").mask(read, "coded, finding read")


def reading_table(works: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """Works by what was read of them: all, verified, partial, coded, with a finding; total last."""
    frame = works.assign(
        reading=works["verification_level"].map(READING), depth=depth(works, first)
    )
    out = (
        pd.DataFrame(
            {
                "works_n": frame.groupby("reading").size(),
                "verified_n": frame[frame["status"] == "verified"].groupby("reading").size(),
                "partial_n": frame[frame["status"] == "partial"].groupby("reading").size(),
                "coded_n": frame[frame["depth"] != "not coded"].groupby("reading").size(),
                "finding_n": frame[frame["depth"] == "coded, finding read"]
                .groupby("reading")
                .size(),
            }
        )
        .reindex([way for way in READING.values() if way in set(frame["reading"])])
        .fillna(0)
        .astype(int)
    )
    out.loc["all works"] = out.sum()
    return out.rename_axis("reading").reset_index()


def labels(coding: pd.DataFrame, column: str) -> pd.DataFrame:
    """Codes of a multi-label column, a row for each work and label: key, label.

    A cell is split at ';' and a label counts once per work; empty cells give no row. Raises
    ``ValueError`` naming the work and the code if a code is not in ``NAMES``.
    """
    names, found = NAMES[column], {}
    for key, cell in coding.set_index("key")[column].dropna().items():
        for code in map(str.strip, cell.split(";")):
            if code not in names:
                raise ValueError(
                    f"{column} of {key}: found {code!r}, expected one of {', '.join(names)}"
                )
            found[key, names[code]] = True
    return pd.DataFrame(list(found), columns=["key", "label"], dtype="str")


def label_sets(coding: pd.DataFrame, column: str) -> dict[str, frozenset[str]]:
    """The labels of each work that carries any, by its key; raises as ``labels``."""
    found: dict[str, set[str]] = {}
    for key, label in labels(coding, column).itertuples(index=False):
        found.setdefault(key, set()).add(label)
    return {key: frozenset(own) for key, own in found.items()}


def lump(long: pd.DataFrame, keep: list[str], name: str) -> pd.DataFrame:
    """Labels outside ``keep`` as one label, which again counts once per work."""
    return long.assign(label=long["label"].where(long["label"].isin(keep), name)).drop_duplicates()


def counts(long: pd.DataFrame) -> pd.DataFrame:
    """Works by label, most frequent first: label, works_n, share_pct of the works in ``long``."""
    out = long.groupby("label")["key"].nunique().rename("works_n").reset_index()
    out["share_pct"] = 100 * out["works_n"] / max(long["key"].nunique(), 1)
    return out.sort_values(["works_n", "label"], ascending=[False, True], ignore_index=True)


def lump_rare(
    series: dict[str, pd.DataFrame], least: int, name: str
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Sets of labels in which those with fewer than ``least`` works in every set are one label,
    ``name``, and the labels that went into it.
    """
    most = pd.concat([counts(long) for long in series.values()]).groupby("label")["works_n"].max()
    rare = sorted(most.index[most < least])
    keep = [label for label in most.index if label not in rare]
    return {of: lump(long, keep, name) for of, long in series.items()}, rare


def compare(series: dict[str, pd.DataFrame], last: tuple[str, ...] = ()) -> pd.DataFrame:
    """Counts of several sets of labels, with explicit zeros: series, label, works_n, share_pct.

    Labels are ordered by the first series; those in ``last`` come at the end.
    """
    first = counts(next(iter(series.values())))["label"]
    every = dict.fromkeys([*first, *(x for long in series.values() for x in counts(long)["label"])])
    order = [x for x in every if x not in last] + [x for x in last if x in every]
    parts = [
        counts(long).set_index("label").reindex(order).fillna(0).reset_index().assign(series=name)
        for name, long in series.items()
    ]
    return pd.concat(parts, ignore_index=True).astype({"works_n": int})


def label_agreement(first: pd.DataFrame, second: pd.DataFrame, column: str) -> pd.Series:
    """True for every work of both passes that carries the same set of labels, by key."""
    one, two = (label_sets(part, column) for part in (first, second))
    keys = first.loc[first["key"].isin(second["key"]), "key"]
    return pd.Series([one.get(key) == two.get(key) for key in keys], index=keys)


def studies(keys: pd.Series) -> pd.Series:
    """Key of the study behind each work: works that report the same data share one."""
    return keys.map(lambda key: SAME_DATA.get(key, key))


def of_studies(keys: pd.Series, codes: pd.Series) -> pd.Series:
    """The set of codes that the works of each study carry (``codes``, in the order of ``keys``),
    by key of the study.

    >>> two = pd.Series(["stoelen_etal_2019", "stoelen_volunteers_fun"])
    >>> of_studies(two, pd.Series(["positive", "positive"])).to_dict()
    {'stoelen_etal_2019': {'positive'}}
    """
    found: dict[str, set[str]] = {}
    for study, code in zip(studies(keys), codes):
        found.setdefault(study, set()).add(code)
    return pd.Series(found, name=codes.name, dtype=object).sort_index().rename_axis("study")


def field_studies(first: pd.DataFrame, field: str, country: str | None = None) -> set[str]:
    """Keys of the studies of one policy field, or of those among them that name a country."""

    def of(column: str, label: str) -> set[str]:
        return set(labels(first, column).query("label == @label")["key"])

    here = of("policy_field", field) & (of("countries", country) if country else set(first["key"]))
    return {SAME_DATA.get(key, key) for key in here}


def entered(candidates: pd.DataFrame) -> pd.DataFrame:
    """The further works that entered the set: its second batch."""
    return candidates[candidates["entry"] == "entered"]


def outside(candidates: pd.DataFrame) -> pd.DataFrame:
    """The further works that are known and not coded."""
    return candidates[candidates["entry"] != "entered"]


def entry_ratings(candidates: pd.DataFrame) -> pd.DataFrame:
    """Whether each pass saw cooperation with public bodies ("yes", "no") in the further works that
    both passes found, by key: pass 1, pass 2.
    """
    told = candidates.set_index("key")[["first_pass", "second_pass"]]
    return told[told.ne("not_found").all(axis=1)].set_axis(["pass 1", "pass 2"], axis=1)


def by_field(candidates: pd.DataFrame, *named: str) -> pd.Series:
    """Works by policy field in words, most first; only fields that are ``named``, where any are,
    and then the sum of the others.
    """
    found = candidates["field"].map(NAMES["policy_field"]).value_counts()
    if not named:
        return found
    rest = found.drop(list(named), errors="ignore").sum()
    return pd.concat([found[found.index.isin(named)], pd.Series({"other fields": rest})])


def short_name(authors: str, year: float, title: str) -> str:
    """``Tingvold and others (2018)``; the title where no author is known,
    its subject where that is not either.
    """
    when = "n.d." if pd.isna(year) else f"{year:.0f}"
    if authors.startswith("("):
        subject = title.removeprefix("(title not shown) ")
        return f"{subject} ({when})" if subject == title else f"Work on: {subject} ({when})"
    names = [name.split(",")[0].split(" (")[0].strip() for name in authors.split(";")]
    who = (
        names[0]
        if len(names) == 1
        else " and ".join(names)
        if len(names) == 2
        else f"{names[0]} and others"
    )
    return f"{who} ({when})"
