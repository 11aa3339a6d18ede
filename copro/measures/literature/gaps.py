"""Literature: which outcomes the works of a policy field report on, and the gaps.

Units: numbers of works, or of studies: works that report the same data count once. No mark means
"not seen in the text read", never "no". Source: ``literature/outcome_themes``.
"""

import pandas as pd

from copro.english import listed
from copro.measures.literature import works

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


def theme_labels(themes: pd.DataFrame) -> pd.DataFrame:
    """Outcome themes that are true, a row for each coder, work and theme: coder, key, theme."""
    long = themes.melt(id_vars=["coder", "key"], value_vars=list(THEMES), var_name="theme")
    long = long[long["value"]].drop(columns="value")
    return long.assign(theme=long["theme"].map(THEMES)).reset_index(drop=True)


def grid(themes: pd.DataFrame, fields: pd.DataFrame) -> pd.DataFrame:
    """Studies by coder, policy field and outcome theme, every combination with its zero.

    Parameters
    ----------
    themes : a row for each work and coder, five truth values (``outcome_themes``)
    fields : key and label, from ``labels``; the same fields serve every coder

    Returns coder, label, theme, studies_n, field_studies_n (all studies of the field with a
    finding, whatever its theme) and, for drawing, row (the field with that number) and heading.
    Fields without any such study are kept with zero.
    """
    fields = fields.assign(study=works.studies(fields["key"]))
    read = fields[fields["key"].isin(themes["key"])]
    hits = theme_labels(themes).merge(read, on="key")
    cells = pd.MultiIndex.from_product(
        [
            sorted(themes["coder"].unique()),
            list(works.NAMES["policy_field"].values()),
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


def rows(found: pd.DataFrame, focus: tuple[str, ...], last: str) -> pd.DataFrame:
    """Cells of ``grid`` with the passes side by side, for drawing: label, theme, row, heading,
    field_studies_n, first_n, second_n.

    The fields of ``focus`` come first, ``last`` at the end, the others by their number of studies.
    """
    keys = ["label", "theme", "row", "heading", "field_studies_n"]
    wide = found.pivot(index=keys, columns="coder", values="studies_n").reset_index()
    wide = wide.rename(columns={"pass_1": "first_n", "pass_2": "second_n"})
    names = [
        *focus,
        *(f for f in works.NAMES["policy_field"].values() if f not in (*focus, last)),
        last,
    ]
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


def empty_cells(found: pd.DataFrame) -> pd.DataFrame:
    """Cells of ``grid`` that no coder fills: label, theme, field_studies_n."""
    most = found.groupby(["label", "theme"], sort=False)[["studies_n", "field_studies_n"]].max()
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
        works.labels(first, "policy_field")
        .query("label in @fields")
        .rename(columns={"label": "field"})
    )
    long["order"] = long["field"].map(fields.index)
    frame = long.merge(first, on="key")
    country = works.labels(first, "countries").groupby("key")["label"].agg(", ".join)
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
        works.short_name(*row)
        for row in frame[["authors", "year", "title"]].itertuples(index=False)
    ]
    frame = frame.sort_values(["order", "year", "work"])
    return frame[["field", "work", "country", "both", "one"]].reset_index(drop=True)
