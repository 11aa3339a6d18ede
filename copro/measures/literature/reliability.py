"""Reliability of the codes: both passes side by side, and what a sentence must admit.

The passes can be compared for the works that both coded. An empty cell is a code of its own, "not
stated": to see nothing is a judgement too. Fields with several codes are compared as sets.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from copro.english import listed
from copro.measures.literature import works as lit

NOT_STATED = "not stated"
MULTI = {
    "countries": "country",
    "policy_field": "policy field",
    "method": "method",
    "level": "level",
    "stage": "stage",
    "actor": "actor",
}
SINGLE = {
    "justification_frame": "justification frame",
    "laws_regulations_mentioned": "mention of laws and regulations",
    "laws_regulations_effect": "direction for laws and regulations",
    "formalisation_mentioned": "mention of formalisation",
    "formalisation_effect": "direction for formalisation",
    "resource_dependency_mentioned": "mention of resource dependency",
    "resource_dependency_effect": "direction for resource dependency",
    "outcome_direction": "direction of outcomes",
}
THEMES = {code: f"outcome theme: {words}" for code, words in lit.THEMES.items()}
WORDS = {**MULTI, **SINGLE, **THEMES}
# Codes of one kind, which a list counts instead of naming them one by one.
KINDS = {
    "mentions of a factor": [f for f in SINGLE if f.endswith("_mentioned")],
    "directions for a factor": [f for f in SINGLE if f.endswith("_effect")],
    "outcome themes": list(THEMES),
}


def ratings(
    first: pd.DataFrame, second: pd.DataFrame, themes: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """For every code a frame with a row for each work of both passes and a column for each pass.

    Values are sets of labels (``MULTI``), codes or "not stated" (``SINGLE``), and truth values
    (``THEMES``, which were read from one sentence and not from the text, and for the works of
    ``themes`` only: none where no work of both passes is among them).
    """
    keys = first.loc[first["key"].isin(second["key"]), "key"]
    out = {}
    for field in MULTI:
        one, two = (_label_sets(part, field) for part in (first, second))
        out[field] = _side_by_side(
            [one.get(key, frozenset()) for key in keys],
            [two.get(key, frozenset()) for key in keys],
            keys,
        )
    for field in SINGLE:
        one, two = (
            part.set_index("key")[field].fillna(NOT_STATED).reindex(keys)
            for part in (first, second)
        )
        out[field] = _side_by_side(one, two, keys)
    marked = keys[keys.isin(themes["key"])]
    wide = themes.pivot(index="key", columns="coder", values=list(THEMES)).reindex(marked)
    for field in THEMES if len(marked) else ():
        out[field] = _side_by_side(wide[field]["pass_1"], wide[field]["pass_2"], marked)
    return out


def behind(alphas: pd.Series, *fields: str) -> dict[str, float]:
    """Alpha of the codes that a claim rests on, by the words for them: for ``claim(alphas=)``.

    Raises ``KeyError`` for a code without an alpha.
    """
    return {WORDS[field]: float(alphas[field]) for field in fields}


def gate(alphas: dict[str, float], limit: float) -> str:
    """Whether a conclusion may be drawn from some codes (words -> alpha), in two sentences, the
    last without its full stop: from none of them, from those that reach ``limit``, or from all.
    A missing alpha counts as below.
    """
    shown: dict[bool, list[str]] = {True: [], False: []}
    for name, alpha in alphas.items():
        shown[bool(alpha >= limit)].append(f"{name} ({alpha:.2f})")
    firm, weak = (listed(shown[side]) for side in (True, False))
    needed = f"At least {limit} is needed"
    if not firm:
        return f"No conclusion is drawn: the two passes agree too little on {weak}. {needed}"
    if not weak:
        return f"The two passes agree enough for a conclusion on {firm}. {needed}"
    return (
        f"A conclusion is drawn only on {firm}; the two passes agree too little on {weak}. {needed}"
    )


def codes_in_words(fields: Iterable[str]) -> str:
    """Codes in words, those of one of ``KINDS`` counted: "method and 4 of the 5 outcome themes";
    "none".
    """
    fields = set(fields)
    parts = [
        words
        for field, words in WORDS.items()
        if field in fields and not any(field in kind for kind in KINDS.values())
    ]
    for name, kind in KINDS.items():
        held = len(fields.intersection(kind))
        parts += (
            [f"all {held} {name}" if held == len(kind) else f"{held} of the {len(kind)} {name}"]
            if held
            else []
        )
    return listed(parts) or "none"


def by_label(rated: dict[str, pd.DataFrame], fields: tuple[str, ...]) -> pd.DataFrame:
    """Works by label of each code and by who gives it: code (words), label, both_n, first_only_n,
    second_only_n, shared_pct (both, in percent of the works to which either gives the label).

    A code without several labels has one row, "named".
    """
    rows = []
    for field in fields:
        one, two = (rated[field][column].map(_labels) for column in ("pass 1", "pass 2"))
        for label in sorted(frozenset().union(*one, *two)):
            a, b = (side.map(lambda labels, label=label: label in labels) for side in (one, two))
            rows.append(
                {
                    "code": WORDS[field],
                    "label": label,
                    "both_n": int((a & b).sum()),
                    "first_only_n": int((a & ~b).sum()),
                    "second_only_n": int((b & ~a).sum()),
                    "shared_pct": 100 * (a & b).sum() / (a | b).sum(),
                }
            )
    return pd.DataFrame(rows)


def _labels(value: frozenset[str] | str | bool) -> frozenset[str]:
    if isinstance(value, frozenset):
        return value
    return frozenset({"named"}) if value in ("yes", True) else frozenset()


def _label_sets(coding: pd.DataFrame, column: str) -> dict[str, frozenset[str]]:
    """The labels of each work that carries any, by its key."""
    found: dict[str, set[str]] = {}
    for key, label in lit.labels(coding, column).itertuples(index=False):
        found.setdefault(key, set()).add(label)
    return {key: frozenset(own) for key, own in found.items()}


def _side_by_side(one: Iterable[Any], two: Iterable[Any], keys: Iterable[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {"pass 1": list(one), "pass 2": list(two)}, index=pd.Index(keys, name="key"), dtype=object
    )
