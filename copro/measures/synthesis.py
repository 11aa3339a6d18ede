"""Synthesis: the hypotheses, how each will be judged, and what Table 4 of one study says.

The hypotheses follow Trætteberg and Enjolras (H1 to H6), the comparison of welfare states
(H7) and the study of the word *samskaping* (H8).
"""

from dataclasses import dataclass
from itertools import pairwise

import pandas as pd


@dataclass(frozen=True)
class Hypothesis:
    """A hypothesis with the measure it will be judged by and what would refute it."""

    id: str
    name: str
    sentence: str
    judged_by: str
    refuted_by: str


HYPOTHESES = (
    Hypothesis("H1", "Discretion",
               "The less a field is a core task under national law, the more co-production.",
               "level of co-production by discretion, coded cases and Table 4",
               "as much co-production in mandated fields as in voluntary ones"),
    Hypothesis("H2", "Formalisation",
               "Formal agreements raise co-production, in design more than in delivery.",
               "level of co-production by formal agreement and stage, coded cases and literature",
               "no difference between formal and informal contact, or more in delivery than in design"),
    Hypothesis("H3", "Resource dependency",
               "Co-production rises where associations hold a critical resource, most where dependence is mutual.",
               "level of co-production by direction of dependence, coded cases and Table 4",
               "high co-production where associations depend one-sidedly on the municipality"),
    Hypothesis("H4", "From delivery to design",
               "Associations that will deliver a service are more often part of its design.",
               "works and cases in which design and delivery are both reported",
               "delivering associations no more often in design than others"),
    Hypothesis("H5", "Order of fields",
               "Culture and leisure before integration, health and care, before children and adolescents.",
               "order of fields in Table 4 and in surveys of institutions",
               "an inversion: a later field above an earlier one"),
    Hypothesis("H6", "Place",
               "The pattern holds across municipal size and geography.",
               "co-production by size and region, if any table has both",
               "levels that differ by size or region"),
    Hypothesis("H7", "Regime",
               "In Germany associations are providers first; in Norway they complement public provision.",
               "ownership, financing, discretion and vocabulary in both countries, point by point",
               "associations with the same role in both countries"),
    Hypothesis("H8", "Diffusion",
               "The vocabulary of co-creation takes off in Norway after 2014 and is justified by efficiency "
               "more than by democracy; Germany speaks of civic engagement.",
               "terms and frames in parliament and party programmes, against a baseline",
               "no take-off, or democracy as the leading frame"),
)

FACTORS = {"laws and regulations": "discretion", "formalization": "formalisation",
           "resource dependency": "dependence", "co-production in policy formulation": "co-production"}
# What counts as the condition of H1, H2, H3 and as the outcome, in the words of Table 4.
PRESENT = {"discretion": "much local discretion", "formalisation": "high",
           "dependence": "mutual dependence", "co-production": "high"}
EXPECTED_ORDER = (("culture and leisure",), ("integration of immigrants", "health and care"),
                  ("children and adolescents",))
RANKS = {"low": 0, "medium": 1, "high": 2}

# Hypothesis, source, claim and how its value is read: "words" by the list below, a share as
# "majority" or "minority", and "scene" for a claim on services that is silent on co-production.
EVIDENCE = (
    ("H1", "literature", "lf-strength-h1", "words"), ("H1", "Table 4, Norway", "nocase-h1", "words"),
    ("H1", "coded cases", "frame-h1", "words"),
    ("H2", "literature", "lf-strength-h2", "words"), ("H2", "Table 4, Norway", "nocase-h2", "words"),
    ("H2", "coded cases", "frame-h2", "words"),
    ("H3", "literature", "lf-strength-h3", "words"), ("H3", "Table 4, Norway", "nocase-h3", "words"),
    ("H3", "coded cases", "frame-h3", "words"),
    ("H4", "Table 4, Norway", "nocase-h4", "words"),
    ("H5", "Table 4, Norway", "nocase-h5", "words"),
    ("H6", "municipal services, Norway", "no-home-services-size", "scene"),
    ("H7", "nursing homes, Germany", "de-sector-places-2015", "majority"),
    ("H7", "care institutions, Norway", "no-sector-nonprofit-places-2014", "minority"),
    ("H7", "drug treatment, Norway", "no-sector-drug-private-2016", "minority"),
    ("H8", "parliament, Norway", "disc-nor-h8-take-off", "words"),
    ("H8", "parliament, Norway", "disc-nor-h8-frames", "words"),
    ("H8", "parliament, Germany", "disc-deu-h8-instead", "words"),
)
# Beginnings of the words that chapters use. The minutes of the Storting end in 2016, too early
# to speak against a take-off after 2014.
WORDS = {"supports": "for", "points that way": "for", "for,": "for", "partly supported": "for",
         "no difference": "against", "points the other way": "against", "against": "against",
         "not testable": "none", "cannot tell": "unclear", "leans": "unclear", "no clear direction": "unclear",
         "does not survive": "unclear", "no take-off": "unclear"}
HALF = 50  # percent: from here on an owner provides most of the places


def field_profile(table4: pd.DataFrame) -> pd.DataFrame:
    """Table 4 as printed: a row a policy field, a column a factor, words unchanged.

    Each cell is split at the first comma into what holds in general and the exception
    (columns ``<factor>`` and ``<factor>_exception``; empty text where none is printed).
    """
    wide = table4.assign(factor=table4["indicator"].map(FACTORS)).pivot(
        index="subgroup", columns="factor", values="value_text")
    out = {}
    for factor in FACTORS.values():
        parts = wide[factor].str.split(", ", n=1)
        out[factor], out[f"{factor}_exception"] = parts.str[0], parts.str[1].fillna("")
    return pd.DataFrame(out).rename_axis("field").reset_index()


def coincident_factors(profile: pd.DataFrame) -> list[str]:
    """Factors that are present in exactly the fields in which co-production is high.

    With more than one such factor the fields cannot tell the explanations apart.
    """
    outcome = profile["co-production"] == PRESENT["co-production"]
    return [factor for factor in ("discretion", "formalisation", "dependence")
            if ((profile[factor] == PRESENT[factor]) == outcome).all()]


def exceptions(profile: pd.DataFrame) -> pd.DataFrame:
    """Fields for which Table 4 prints an exception in the level of co-production, with the
    factors that print an exception too (columns field, exception, factors_that_differ)."""
    rows = profile[profile["co-production_exception"] != ""]
    factors = ("discretion", "formalisation", "dependence")
    return pd.DataFrame({
        "field": rows["field"], "exception": rows["co-production_exception"],
        "factors_that_differ": [", ".join(f for f in factors if row[f"{f}_exception"])
                                for _, row in rows.iterrows()],
    }).reset_index(drop=True)


def order_verdict(levels: dict[str, str], expected=EXPECTED_ORDER) -> str:
    """Verdict on an expected order of fields: supported if every step falls, partly supported
    if none rises and at least one falls, not supported if one rises or none falls."""
    steps = [(RANKS[levels[a]], RANKS[levels[b]])
             for upper, lower in pairwise(expected) for a in upper for b in lower]
    if any(a < b for a, b in steps) or all(a == b for a, b in steps):
        return "not supported"
    return "supported" if all(a > b for a, b in steps) else "partly supported"


def direction(reads: str, value) -> str:
    """What a claim says on its hypothesis: for, against, unclear or none (see ``EVIDENCE``).

    Raises ``ValueError`` for a word that no rule reads.
    """
    if reads == "scene":
        return "none"
    if reads in ("majority", "minority"):
        return "for" if (value > HALF) == (reads == "majority") else "against"
    for beginning, meaning in WORDS.items():
        if str(value).startswith(beginning):
            return meaning
    raise ValueError(f"no rule reads {value!r}; expected a word beginning with one of {', '.join(WORDS)}")


def evidence(claims: pd.DataFrame) -> pd.DataFrame:
    """All cells of evidence: hypothesis, source, claim, direction, with sentence, kind, notebook
    and tables of the claim. Raises ``KeyError`` if a claim is not in the ledger."""
    by_id = claims.set_index("id")
    rows = []
    for hypothesis, source, id, reads in EVIDENCE:
        found = by_id.loc[id]
        rows.append({"hypothesis": hypothesis, "source": source, "claim": id,
                     "direction": direction(reads, found["value"]), "sentence": found["sentence"],
                     "kind": found["kind"], "notebook": found["notebook"], "tables": found["tables"]})
    return pd.DataFrame(rows)


def verdict(cells: pd.DataFrame) -> str:
    """The verdict that follows from the cells of one hypothesis, by a stated rule.

    * no cell: not yet assessed; no cell that says anything on co-production: not testable;
    * nothing points its way though something was tested: not supported;
    * something points its way, and nothing else is against it or unclear, and at least two
      cells agree of which one was counted or asked rather than coded: supported;
    * otherwise, if something points its way: partly supported.
    """
    said = cells["direction"]
    if cells.empty:
        return "not yet assessed"
    if (said == "none").all():
        return "not testable with these data"
    if not (said == "for").any():
        return "not supported"
    agreed = cells[said != "none"]
    firm = (~agreed["kind"].isin(["coding", "expert index"])).any()
    clean = (agreed["direction"] == "for").all() and len(agreed) >= 2 and firm
    return "supported" if clean else "partly supported"


def verdict_table(cells: pd.DataFrame) -> pd.DataFrame:
    """All hypotheses with their verdict and the count of cells for, against, unclear and silent."""
    rows = []
    for h in HYPOTHESES:
        own = cells[cells["hypothesis"] == h.id]
        count = own["direction"].value_counts()
        rows.append({"id": h.id, "name": h.name, "hypothesis": h.sentence, "verdict": verdict(own),
                     **{f"{d}_n": int(count.get(d, 0)) for d in ("for", "against", "unclear", "none")},
                     "refuted_by": h.refuted_by})
    return pd.DataFrame(rows)
