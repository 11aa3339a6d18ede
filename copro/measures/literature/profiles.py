"""Literature: stage, actor and level, country profiles, and the list of all coded works.

Units: numbers of works, or of studies (works that report the same data count once). An empty code
means "not stated in the text read". Stage, actor and level are the softest codes of the set.
Sources: ``literature/coding_first`` and ``coding_second``; rules in
``data/literature/codebook.md``.
"""

from itertools import product

import pandas as pd

from copro.measures.literature import works as lit

# Label -> what is drawn. Stages that come before a service is delivered are few and stand together,
# and so do the codes of a second scheme, which names roles and not stages.
BEFORE = "before delivery"
STAGES = {
    "commissioning": BEFORE,
    "planning": BEFORE,
    "design": BEFORE,
    "delivery": "delivery",
    "assessment": "assessment",
    "co-governance": "other scheme",
    "co-management": "other scheme",
    "co-production": "other scheme",
}
LEVELS = {
    "individual": "people",
    "group": "people",
    "collective": "people",
    "organisation": "organisations",
}
ACTORS = {label: label for label in lit.NAMES["actor"].values()}
SCHEME = {"stage": STAGES, "actor": ACTORS, "level": LEVELS}
NOT_STATED = "not stated"


def combinations(coding: pd.DataFrame) -> pd.DataFrame:
    """Stage, actor and level of every study that states all three: study, stage, actor, level.

    A study stands in a row for each combination of its codes, whether or not the text read ties
    them together.
    """
    out = coding[["key"]]
    for column, words in SCHEME.items():
        long = lit.labels(coding, column)
        long[column] = long["label"].map(words)
        out = out.merge(long[["key", column]], on="key")
    out.insert(0, "study", lit.studies(out["key"]))
    return out.drop(columns="key").drop_duplicates().reset_index(drop=True)


def stated(coding: pd.DataFrame, column: str, label: str | None = None) -> set[str]:
    """Keys of the studies with a code in a column, or with one label of it."""
    long = lit.labels(coding, column)
    return set(lit.studies(long.loc[long["label"].eq(label) if label else slice(None), "key"]))


def early(combined: pd.DataFrame, actor: str, level: str) -> set[str]:
    """Keys of the studies, out of ``combinations``, with an actor and a level before delivery."""
    own = (combined["actor"] == actor) & (combined["level"] == level)
    return set(combined.loc[own & (combined["stage"] == BEFORE), "study"])


def stages(passes: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Studies by stage: stage, a column for each pass; a study counts once for each stage."""
    found = {
        name: [len(stated(part, "stage", label)) for label in STAGES]
        for name, part in passes.items()
    }
    return pd.DataFrame({"stage": list(STAGES), **found})


def naming(coding: pd.DataFrame, country: str) -> pd.DataFrame:
    """The works that name a country."""
    return coding[
        coding["key"].isin(lit.labels(coding, "countries").query("label == @country")["key"])
    ]


def profiles(
    coded: dict[str, pd.DataFrame], passes: dict[str, pd.DataFrame], countries: list[str]
) -> pd.DataFrame:
    """Works by country and pass: group, label and a column for each, such as "Norway, pass 1".

    ``coded`` holds all works of each pass, ``passes`` those whose fields and methods are counted:
    the works in which that pass read a result. Each pass has its own countries. A work counts once
    for each of its labels; labels without a work keep their zero, and works without a code are
    counted as not stated.
    """
    columns = {}
    for country, name in product(countries, passes):
        every, here = naming(coded[name], country), naming(passes[name], country)
        column = {
            ("Works", "coded in this pass"): len(every),
            ("Works", "result or argument read in this pass"): len(lit.findings(every)),
        }
        for group, code in (("Policy field", "policy_field"), ("Method", "method")):
            tally = lit.labels(here, code)["label"].value_counts()
            column |= {
                (group, label): tally.get(label, 0)
                for label in dict.fromkeys(lit.NAMES[code].values())
            }
            column[group, NOT_STATED] = here[code].isna().sum()
        columns[f"{country}, {name}"] = column
    return pd.DataFrame(columns).rename_axis(["group", "label"]).reset_index()


def listing(passes: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Every reading of every coded work: work, countries, policy_field, method, read, reading.

    Several labels are joined by "; ". The rows of a work stand together, in the order of
    the passes.
    """
    parts = []
    for name, part in passes.items():
        frame = part[["key"]].assign(
            reading=name,
            read=part["result_read"],
            work=[
                _title(*row) for row in part[["authors", "year", "title"]].itertuples(index=False)
            ],
        )
        for column in ("countries", "policy_field", "method"):
            words = lit.labels(part, column).groupby("key")["label"].agg("; ".join)
            frame[column] = frame["key"].map(words).fillna(NOT_STATED)
        parts.append(frame)
    out = (
        pd.concat(parts)
        .assign(order=lambda x: x["work"].str.casefold())
        .sort_values(["order", "key", "reading"])
    )
    return out[["work", "countries", "policy_field", "method", "read", "reading"]].reset_index(
        drop=True
    )


def _title(authors: str, year: float, title: str) -> str:
    name = lit.short_name(authors, year, title)
    return name if authors.startswith("(") else f"{name}: {title}"
