"""Theory: definitions, the framework as boxes and arrows, and what each hypothesis is judged with.

The hypotheses themselves, the measure and what would count against each stand in
``hypotheses.HYPOTHESES`` and nowhere else.
"""

from dataclasses import dataclass

import pandas as pd

from copro.measures.synthesis.hypotheses import HYPOTHESES, PRESENT, named

DEFINITIONS = {
    "co-production": (
        "A public body and citizens, alone or in organisations, produce a service together, each "
        "giving something that the other needs. Here the partner is a voluntary organisation."
    ),
    "co-creation": (
        "Co-production that includes finding and shaping the solution and may involve any actor "
        "(Norwegian: samskaping)."
    ),
    "design": "Deciding what the service is to be, for whom and how, before it is given.",
    "delivery": "Giving the service to those who use it.",
    "voluntary organisation": (
        "A non-profit body with members or volunteers that is not part of the public "
        "administration; it may have paid staff."
    ),
    "discretion": (
        "The room that national law leaves to a municipality to decide whether and "
        "how to provide a service."
    ),
    "formalisation": (
        "Contact that rests on plans, agreements, coordinators or adopted policies "
        "and not on acquaintance."
    ),
    "resource dependency": (
        "One side needs what the other holds and cannot easily get it elsewhere; mutual "
        "if that is true of both."
    ),
    "institution": (
        "A rule or routine that outlasts those who follow it: law, agreement, or "
        "what is taken for granted."
    ),
}


@dataclass(frozen=True)
class Judgement:
    """The tables and the test of a hypothesis; whether a table holds co-production
    with what should explain it.
    """

    tables: tuple[str, ...]
    test: str
    recorded: bool


TABLE4, CASES = "published/no_traetteberg_enjolras_table4", "cases/cases"
CODING = ("literature/coding_first", "literature/coding_second")
JUDGED_WITH = {
    "H1": Judgement(
        (TABLE4, CASES, *CODING),
        "share coded high with and without the condition, with and without the doubtful "
        "rows, clusters redrawn",
        True,
    ),
    "H2": Judgement((TABLE4, CASES, *CODING), "the same for formal agreements", True),
    "H3": Judgement(
        (TABLE4, CASES, *CODING),
        "the same for need of the municipality, mutual or on its side alone (counted together)",
        True,
    ),
    "H4": Judgement(
        (TABLE4, "cases/collaborative_governance_crosstabs"),
        "none: the field table covers design only, and the cases that others rated are whole "
        "collaborations, not associations that deliver beside those that do not",
        False,
    ),
    "H5": Judgement(
        (TABLE4, "published/dk_institutions_by_field"),
        "does any step of the expected order run the other way",
        True,
    ),
    "H6": Judgement(
        (),
        "none: only coded cases name a place, without its size, and they were chosen and not drawn",
        False,
    ),
    "H7": Judgement(
        (
            "published/no_ssb_care_institution_ownership",
            "germany/care_provider_ownership_1999_2021",
            "published/no_addiction_treatment_by_owner",
            "countries/regional_authority_index_1950_2018",
        ),
        "point by point, the role of associations in both countries; two "
        "countries allow no estimate",
        False,
    ),
    "H8": Judgement(
        (
            "discourse/counts_year_party_term",
            "discourse/baseline_frames_by_field",
            "discourse/programme_counts",
        ),
        "rate of the terms over time; share of each argument as a ratio to a baseline",
        False,
    ),
}
BOXES = [  # name, text, x, y, width, height, slot, frame
    (
        "regime",
        "Country: role of associations beside the state",
        8.3,
        10.2,
        7.0,
        1.1,
        "purple",
        False,
    ),
    ("field", "Policy field and its laws", 1.0, 5.3, 2.0, 2.6, "quiet", False),
    ("discretion", "Freedom of the municipality", 4.9, 7.3, 2.6, 1.3, "blue", False),
    ("formalisation", "Formal agreements", 4.9, 5.3, 2.6, 1.3, "blue", False),
    ("dependence", "Resources and mutual need", 4.9, 3.3, 2.6, 1.3, "blue", False),
    ("co-production", "Co-production", 10.5, 5.3, 2.8, 5.4, "orange", True),
    ("design", "Design", 10.5, 6.3, 1.9, 0.9, "orange", False),
    ("delivery", "Delivery", 10.5, 3.4, 1.9, 0.9, "orange", False),
    ("place", "Place: size and region", 3.6, 0.1, 3.4, 1.1, "quiet", False),
    ("words", "Words in politics", 9.6, 0.1, 4.0, 1.1, "green", False),
]
# Source, target, question, line; dashed: goes along with it, dotted: expected to be absent.
ARROWS = [
    ("field", "discretion", "", "solid"),
    ("field", "formalisation", "which\nfirst?\n(H5)", "solid"),
    ("field", "dependence", "", "solid"),
    ("discretion", "co-production", "closer?\n(H1)", "solid"),
    ("formalisation", "co-production", "closer?\n(H2)", "solid"),
    ("dependence", "co-production", "closer?\n(H3)", "solid"),
    ("delivery", "design", "and then\nthis? (H4)", "solid"),
    ("place", "co-production", "no difference?\n(H6)", "dotted"),
    ("regime", "co-production", "provider or\ncomplement?\n(H7)", "solid"),
    ("words", "co-production", "word takes\noff? (H8)", "dashed"),
]


def definitions() -> pd.DataFrame:
    """The words of this book: term, definition."""
    return pd.DataFrame(list(DEFINITIONS.items()), columns=["term", "definition"])


def framework() -> pd.DataFrame:
    """The framework for drawing: rows of kind "box" and "arrow" (see
    ``report.charts.diagram.boxes``).
    """
    names = ["name", "text", "x", "y", "width", "height", "slot", "frame"]
    nodes = pd.DataFrame(BOXES, columns=names).assign(kind="box")
    edges = pd.DataFrame(ARROWS, columns=["source", "target", "text", "line"]).assign(kind="arrow")
    return pd.concat([nodes, edges], ignore_index=True)


def judged_with() -> pd.DataFrame:
    """Every hypothesis with how it is judged: id, name, called (number and name), question,
    hypothesis, judged_by, tables, test, counts_against, recorded (a table holds co-production
    together with what should explain it).
    """
    return pd.DataFrame(
        [
            {
                "id": h.id,
                "name": h.name,
                "called": named(h.id),
                "question": h.question,
                "hypothesis": h.sentence,
                "judged_by": h.judged_by,
                "tables": ", ".join(JUDGED_WITH[h.id].tables) or "none",
                "test": JUDGED_WITH[h.id].test,
                "counts_against": h.counts_against,
                "recorded": JUDGED_WITH[h.id].recorded,
            }
            for h in HYPOTHESES
        ]
    )


def combinations_seen(profile: pd.DataFrame) -> int:
    """Combinations of the three factors, present or absent, among the fields of the field table."""
    factors = [factor for factor in PRESENT if factor != "co-production"]
    present = pd.DataFrame({factor: profile[factor] == PRESENT[factor] for factor in factors})
    return len(present.drop_duplicates())
