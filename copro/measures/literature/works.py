"""Literature: the purposive set of works, its two coding passes, and its gaps by outcome theme.

Units: numbers of works (or of studies: works that report the same data count once), shares in
percent of the works in which the code is stated. Several codes may stand in a cell, so shares
may add to more than 100 %. An empty cell means "not stated in the text read", never "no".
Sources: the tables ``literature/*``; rules and their limits in ``data/literature/codebook.md``.
"""

import pandas as pd

from copro.english import listed

THEMES = {
    "empowerment": "empowerment",
    "innovation": "innovation",
    "accountability": "accountability",
    "cost_effectiveness": "cost-effectiveness",
    "unintended_effects": "unintended effects",
}
# The same in lines that fit above the columns of a grid.
SHORT_THEMES = {
    "empowerment": "empowerment",
    "innovation": "innovation",
    "accountability": "accountability",
    "cost-effectiveness": "costs and\neffects",
    "unintended effects": "unintended\neffects",
}
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
    one, two = (set(labels(part, column).itertuples(index=False)) for part in (first, second))
    keys = first.loc[first["key"].isin(second["key"]), "key"]
    return pd.Series(~keys.isin({key for key, _ in one ^ two}).to_numpy(), index=keys)


def studies(keys: pd.Series) -> pd.Series:
    """Key of the study behind each work: works that report the same data share one."""
    return keys.map(lambda key: SAME_DATA.get(key, key))


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


def theme_labels(themes: pd.DataFrame) -> pd.DataFrame:
    """Outcome themes that are true, a row for each coder, work and theme: coder, key, theme."""
    long = themes.melt(id_vars=["coder", "key"], value_vars=list(THEMES), var_name="theme")
    long = long[long["value"]].drop(columns="value")
    return long.assign(theme=long["theme"].map(THEMES)).reset_index(drop=True)


def gaps(themes: pd.DataFrame, fields: pd.DataFrame) -> pd.DataFrame:
    """Studies by coder, policy field and outcome theme, every combination with its zero.

    Parameters
    ----------
    themes : a row for each work and coder, five truth values (``outcome_themes``)
    fields : key and label, from ``labels``; the same fields serve every coder

    Returns coder, label, theme, studies_n, field_studies_n (all studies of the field with a
    finding, whatever its theme) and, for drawing, row (the field with that number) and heading.
    Fields without any such study are kept with zero.
    """
    fields = fields.assign(study=studies(fields["key"]))
    read = fields[fields["key"].isin(themes["key"])]
    hits = theme_labels(themes).merge(read, on="key")
    cells = pd.MultiIndex.from_product(
        [
            sorted(themes["coder"].unique()),
            list(NAMES["policy_field"].values()),
            list(THEMES.values()),
        ],
        names=["coder", "label", "theme"],
    )
    found = hits.groupby(["coder", "label", "theme"])["study"].nunique()
    out = found.reindex(cells, fill_value=0).rename("studies_n").reset_index()
    totals = read.groupby("label")["study"].nunique()
    out["field_studies_n"] = out["label"].map(totals).fillna(0).astype(int)
    return out.assign(
        row=out["label"] + " (" + out["field_studies_n"].astype(str) + ")",
        heading=out["theme"].map(SHORT_THEMES),
    )


def gap_rows(grid: pd.DataFrame, focus: tuple[str, ...], last: str) -> pd.DataFrame:
    """Cells of ``gaps`` with the passes side by side, for drawing: label, theme, row, heading,
    field_studies_n, first_n, second_n.

    The fields of ``focus`` come first, ``last`` at the end, the others by their number of studies.
    """
    keys = ["label", "theme", "row", "heading", "field_studies_n"]
    wide = grid.pivot(index=keys, columns="coder", values="studies_n").reset_index()
    wide = wide.rename(columns={"pass_1": "first_n", "pass_2": "second_n"})
    names = [*focus, *(f for f in NAMES["policy_field"].values() if f not in (*focus, last)), last]
    order = {name: at for at, name in enumerate(names)}
    return (
        wide.assign(
            group=wide["label"].map(lambda label: (label == last) - (label in focus)),
            place=wide["label"].map(order).where(wide["label"].isin(focus), 0),
            column=wide["theme"].map(list(THEMES.values()).index),
        )
        .sort_values(
            ["group", "place", "field_studies_n", "label", "column"],
            ascending=[True, True, False, True, True],
            ignore_index=True,
        )[[*keys, "first_n", "second_n"]]
        .rename_axis(columns=None)
    )


def empty_cells(grid: pd.DataFrame) -> pd.DataFrame:
    """Cells of ``gaps`` that no coder fills: label, theme, field_studies_n."""
    most = grid.groupby(["label", "theme"], sort=False)[["studies_n", "field_studies_n"]].max()
    return most[most["studies_n"] == 0].drop(columns="studies_n").reset_index()


def empty_themes(empty: pd.DataFrame, field: str) -> str:
    """Themes of a field that are empty, as words: "innovation and accountability", or "none"."""
    themes = list(empty.loc[empty["label"] == field, "theme"])
    return listed(themes) or "none"


def unreported(missing: dict[str, str]) -> str:
    """The empty themes of some fields (words for the field -> ``empty_themes``) as a sentence
    without its full stop: "No study of elderly care reports on innovation; no study of ...".
    """
    parts = [
        f"studies of {field} report on every outcome"
        if themes == "none"
        else f"no study of {field} reports on {themes.replace(' and ', ' or ')}"
        for field, themes in missing.items()
    ]
    text = "; ".join(parts)
    return text[0].upper() + text[1:]


def theme_agreement(themes: pd.DataFrame) -> pd.DataFrame:
    """How far the two passes agree on each theme, in works.

    Returns theme, both_n, first_only_n, second_only_n, neither_n, agreement_pct (same answer,
    of all works) and shared_pct (named by both, of the works for which either names it; missing
    if neither ever does). Agreement is high by itself where a theme is rare.
    """
    one, two = (
        themes[themes["coder"] == coder].set_index("key")[list(THEMES)]
        for coder in ("pass_1", "pass_2")
    )
    two = two.loc[one.index]
    out = pd.DataFrame(
        {
            "both_n": (one & two).sum(),
            "first_only_n": (one & ~two).sum(),
            "second_only_n": (two & ~one).sum(),
            "neither_n": (~one & ~two).sum(),
        }
    )
    out["agreement_pct"] = 100 * (out["both_n"] + out["neither_n"]) / len(one)
    either = len(one) - out["neither_n"]
    out["shared_pct"] = 100 * out["both_n"] / either.where(either > 0)
    return out.rename(index=THEMES).rename_axis("theme").reset_index()


def focus_works(first: pd.DataFrame, themes: pd.DataFrame, fields: list[str]) -> pd.DataFrame:
    """The works with a finding in some fields, and the themes each pass gives them.

    Returns field, work (first author and year, or title), country, both and one: the themes that
    both passes name and those that only one does, as words ("not read for this" for works outside
    ``themes``).
    """
    long = (
        labels(first, "policy_field").query("label in @fields").rename(columns={"label": "field"})
    )
    long["order"] = long["field"].map(fields.index)
    frame = long.merge(first, on="key")
    country = labels(first, "countries").groupby("key")["label"].agg(", ".join)
    named = theme_labels(themes).groupby(["key", "theme"])["coder"].nunique().reset_index()
    words = {
        name: named[named["coder"] == n].groupby("key")["theme"].agg(", ".join)
        for name, n in (("both", 2), ("one", 1))
    }
    frame["country"] = frame["key"].map(country).fillna("not stated")
    for name, text in words.items():
        unnamed = frame["key"].isin(themes["key"]).map({True: "none", False: "not read for this"})
        frame[name] = frame["key"].map(text).fillna(unnamed)
    frame["work"] = [
        short_name(*row) for row in frame[["authors", "year", "title"]].itertuples(index=False)
    ]
    frame = frame.sort_values(["order", "year", "work"])
    return frame[["field", "work", "country", "both", "one"]].reset_index(drop=True)


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
