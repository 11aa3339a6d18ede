"""Literature: what the conclusions on factors, outcomes and arguments become when read otherwise.

The readings are those of ``factors.READINGS``: each pass at its word, their union and
their intersection.
"""

import pandas as pd

from copro.measures.literature import factors as lf, works as lit

TIE = " and "


def conclusions(coding: pd.DataFrame) -> pd.DataFrame:
    """The conclusions that one reading gives: conclusion, answer (words), basis ("k of n" studies).

    A tie is answered with all that lead, "none" where nothing was counted.
    """
    rows = []
    for row in lf.evidence(coding).to_dict("records"):
        rows.append(
            (
                f"{lf.FACTORS[row['code']].called}: direction for {row['factor']}",
                lf.strength(row),
                row["others_expected_n"],
                row["others_stated_n"],
            )
        )
    named = lf.mentions(coding).set_index("factor")["mentioned_n"]
    rows.append(("Factor named most often", *_leader(named), lf.studies_n(coding)))
    outcomes = lf.by_study(coding, "outcome_direction").map(lf.OUTCOMES).value_counts()
    unstudied = outcomes.get("not studied", 0)
    rows.append(
        (
            "Most studies leave outcomes unstudied",
            _yes(unstudied > outcomes.sum() / 2),
            unstudied,
            outcomes.sum(),
        )
    )
    reported = outcomes.drop("not studied", errors="ignore")
    rows.append(("Direction of outcomes reported most often", *_leader(reported), reported.sum()))
    frames = lf.by_study(coding, "justification_frame").map(lf.FRAMES).value_counts()
    rows.append(("Argument met most often", *_leader(frames), frames.sum()))
    democracy, services = (
        frames.get(lf.FRAMES[code], 0) for code in ("democracy", "effectiveness")
    )
    rows.append(
        (
            "Better services alone are argued more often than democracy alone",
            _yes(services > democracy),
            services,
            services + democracy,
        )
    )
    for words, field in (
        ("elderly care", "elderly care"),
        ("drugs or mental health", "drugs, mental health"),
    ):
        told, all_n = len(lf.stated(coding, field)), len(lit.field_studies(coding, field))
        rows.append(
            (
                f"Five studies or more on {words} state a direction for a factor",
                _yes(told >= 5),
                told,
                all_n,
            )
        )
    out = pd.DataFrame(rows, columns=["conclusion", "answer", "k", "n"])
    out["basis"] = out["k"].astype(int).astype(str) + " of " + out["n"].astype(int).astype(str)
    return out.drop(columns=["k", "n"])


def across(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Conclusions under every reading: conclusion, a column of words for each reading, changes.

    A cell is "answer (k of n)"; ``changes`` is "yes" where the answers, not the numbers, differ.
    """
    found = {
        name: conclusions(lf.reading(first, second, name)).set_index("conclusion")
        for name in lf.READINGS
    }
    out = pd.DataFrame(
        {name: part["answer"] + " (" + part["basis"] + ")" for name, part in found.items()}
    )
    answers = pd.DataFrame({name: part["answer"] for name, part in found.items()})
    out["changes"] = [_yes(row.nunique() > 1) for _, row in answers.iterrows()]
    return out.reset_index()


def _leader(counts: pd.Series) -> tuple[str, int]:
    """What occurs most often, and how often."""
    if counts.sum() == 0:
        return "none", 0
    return TIE.join(sorted(counts.index[counts == counts.max()])), int(counts.max())


def _yes(condition: bool) -> str:
    return "yes" if condition else "no"
