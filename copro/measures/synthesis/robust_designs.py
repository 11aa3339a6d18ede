"""The configurational analyses of the book, with every choice that could be defended."""

import pandas as pd

from copro.measures.countries import fuzzy_sets as sets, indicators
from copro.measures.synthesis import cases as coded, framing
from copro.methods.solutions import Design

COUNTS = [1, 2]


def framing_countries(tables: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, Design]:
    """Countries and their institutions: the thresholds that ``fuzzy_sets`` declares."""
    raw = sets.raw_values(
        indicators.values(tables), tables[sets.REGIMES], indicators.country_names(tables)
    )
    design = Design(
        name="framing_countries",
        conditions=list(sets.CORE),
        outcome="V",
        outcomes={
            "many people volunteer": (False, "1,-,1"),
            "few people volunteer": (True, "0,-,0"),
        },
        thresholds={
            letter: [sets.BY_LETTER[letter].anchors, *sets.BY_LETTER[letter].others]
            for letter in ("V", *sets.CORE)
        },
        samples=["all countries"],
        cluster="country",
        cuts=list(sets.CUTS),
        counts=COUNTS,
    )
    return raw.assign(**{"all countries": True}), design


def framing_conditions(tables: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, Design]:
    """Coded cases: the samples nested in the whole, and room to choose from "high" or "some" on."""
    complete = coded.calibrate(tables[CASES])
    samples = coded.samples(complete)
    inside = {name: complete["case_id"].isin(part["case_id"]) for name, part in samples.items()}
    cases = complete.assign(D=complete["room"], **inside)
    design = Design(
        name="framing_conditions",
        conditions=framing.CONDITIONS,
        outcome="HIGH",
        outcomes={"cooperation is close": (False, "1,1,1")},
        thresholds={"HIGH": [(1,)], "D": [(2,), (1,)], "F": [(1,)], "R": [(1,)]},
        samples=list(samples),
        cluster="cluster",
        cuts=[0.75, 0.7, 0.8],
        counts=COUNTS,
    )
    return cases, design


CASES = "cases/cases"
# Chapter -> tables, and what makes its cases and design of them.
MADE = {
    "framing_conditions": ([CASES], framing_conditions),
    "framing_countries": ([*indicators.TABLES, sets.REGIMES], framing_countries),
}
