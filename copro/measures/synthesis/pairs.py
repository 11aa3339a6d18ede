"""Pairs of cases and cases to read next: what figures draw of them, and what sentences say."""

import pandas as pd

import configurational as qca
from copro.english import number_word
from copro.measures.synthesis import cases as coded, framing

# Places of cases that are no places, as a row of a figure names them.
STUDIED = {
    "three case municipalities": "three municipalities",
    "12 municipalities (fields compared across them)": "12 municipalities",
    "Norway (nearly 140 municipalities)": "Norway, whole programme",
    "Oslo, disadvantaged districts": "Oslo districts",
    "Landkreis Erlangen-Höchstadt": "Erlangen-Höchstadt",
    "Landkreis Pfaffenhofen": "Pfaffenhofen",
    "Kreis Coesfeld (Dülmen)": "Coesfeld",
    "Eichstetten am Kaiserstuhl": "Eichstetten",
    "Landkreis Würzburg": "Würzburg (county)",
}
# Kind of case to read next -> how the page calls it.
KINDS = {
    "typical": "Has all three, cooperation close",
    "deviant_consistency": "Has all three, cooperation not close",
    "deviant_coverage": "Lacks one or more, cooperation close",
}
# Question that a case to read next answers, in the words of the page.
ASKS = {
    "typical": "How does it work?",
    "deviant_consistency": "What gets in the way?",
    "deviant_coverage": "What else leads there?",
}
MOVED = {1: "closer", 0: "the same", -1: "less close"}


def pairs_to_read(pairs: pd.DataFrame, cases: pd.DataFrame, condition: str) -> pd.DataFrame:
    """The pairs of ``case_choice.matched`` for one condition, as a figure draws them: row (field
    and places), absent and present (levels), move (in words); those with the largest step first.
    """
    places = cases.set_index("case_id")["place"].replace(STUDIED)
    own = pairs[pairs["condition"] == condition]
    own = own.assign(step=own["level_present"] - own["level_absent"])
    own = own.sort_values(["step", "policy_field", "present"], ascending=[False, True, True])
    fields = own["policy_field"].map(coded.FIELDS)
    return pd.DataFrame(
        {
            "row": [
                f"{field}:\n{there} / {here}"
                for field, there, here in zip(
                    fields, own["present"].map(places), own["absent"].map(places)
                )
            ],
            "absent": own["level_absent"].to_numpy(),
            "present": own["level_present"].to_numpy(),
            "move": own["move"].map(MOVED).to_numpy(),
        }
    )


def moves_told(moves: pd.DataFrame) -> pd.DataFrame:
    """``case_choice.moves`` with the name of each condition."""
    return moves.assign(name=moves["condition"].map(framing.NAMES))


def pairs_in_words(row: pd.Series) -> str:
    """A row of ``case_choice.moves`` in words.

    >>> pairs_in_words(pd.Series({"pairs": 8, "closer": 6, "same": 2, "less": 0}))
    'closer in six of eight pairs, less close in none'
    """
    less = number_word(row["less"]) if row["less"] else "none"
    closer = framing.of_all(row["closer"], row["pairs"])
    return f"closer in {closer} pairs, less close in {less}"


def rest_on(pairs: pd.DataFrame, condition: str) -> str:
    """On how many cases without a condition its pairs of ``case_choice.matched`` rest, and in how
    many of the closer ones the level is high, a sentence.
    """
    own = pairs[pairs["condition"] == condition]
    closer, lacking = own[own["move"] > 0], own["absent"].nunique()
    high = int((closer["level_present"] == coded.LEVELS["high"]).sum())
    cases = f"{number_word(lacking)} case{'s' if lacking != 1 else ''}"
    return (
        f"the {number_word(len(own))} pairs on {framing.ASKED[condition]} rest on {cases} without "
        f"it. Cooperation is coded high in {framing.of_all(high, len(closer))} closer pairs."
    )


def closer_in(pairs: pd.DataFrame, condition: str) -> str:
    """In how many pairs of ``configurations.single_contrasts`` the level is higher where there is
    more of a condition, after "closer": "in both pairs", "in no pair, for there is none".
    """
    own = pairs[pairs["condition"] == condition]
    if own.empty:
        return "in no pair, for there is none"
    closer = int((own["change"] > 0).sum())
    if len(own) == 1:
        return "in the one pair" if closer else "not in the one pair"
    return f"in {framing.of_all(closer, len(own))} pairs"


def sharing(pairs: pd.DataFrame, condition: str) -> str:
    """Whether one case is in all pairs of ``configurations.single_contrasts`` for a condition, a
    clause that names it.
    """
    own, what = pairs[pairs["condition"] == condition], framing.PLAIN[framing.NAMES[condition]]
    of_pairs = [{one, other} for one, other in zip(own["lower"], own["upper"])]
    common = sorted(set.intersection(*of_pairs)) if len(of_pairs) > 1 else []
    if not common:
        return f"no case is in all pairs on {what}"
    return f"all pairs on {what} share one case ({common[0]})"


def alone(pairs: pd.DataFrame, condition: str) -> str:
    """How many pairs differ in a condition alone, a sentence."""
    n = int((pairs["condition"] == condition).sum())
    many = f"{number_word(n).capitalize()} {'pairs differ' if n > 1 else 'pair differs'}"
    return f"{many} in {framing.NAMES[condition]} alone."


def room_reached(pairs: pd.DataFrame, room: pd.Series) -> str:
    """Whether a pair that differs in discretion alone reaches much of it (2), a sentence; ``room``
    has the steps (0 to 2) by name of the case.
    """
    reached = (pairs.loc[pairs["condition"] == "D", "upper"].map(room) == 2).any()
    return f"{'Some' if reached else 'No'} pair on discretion alone reaches much of it."


def field_pairs(pairs: pd.DataFrame, levels: pd.Series) -> pd.DataFrame:
    """The pairs of ``configurations.single_contrasts`` as a figure draws them: row (condition and
    the two cases), less and more (their ``levels``, by name of the case).
    """
    pairs = pairs.sort_values("condition", ascending=False, kind="stable")
    named = pairs["condition"].map(framing.NAMES).map(framing.PLAIN)
    return pd.DataFrame(
        {
            "row": named + ":\n" + pairs["upper"] + " / " + pairs["lower"],
            "less": pairs["lower"].map(levels),
            "more": pairs["upper"].map(levels),
        }
    )


def traits(number: int) -> str:
    """So many traits.

    >>> traits(0), traits(1), traits(3)
    ('no trait', 'one trait', 'three traits')
    """
    return f"{number_word(number)} trait{'s' if number > 1 else ''}"


def solved_levels(
    five: pd.DataFrame, outcomes: dict[str, str], name: str = "name"
) -> tuple[pd.DataFrame, dict[tuple[str, str], list[str]]]:
    """The three solutions for each of several outcomes.

    ``outcomes`` maps a column to the level it stands for. Returns a row a model (level, kind, model
    and remainders, the combinations that it assumes) and the models by outcome and kind.
    """
    lines, top = [], {}
    for outcome, level in outcomes.items():
        rows = qca.truth_table(five, outcome, framing.CONDITIONS, name)
        whole = rows.complete()
        for kind, expected in framing.TYPES.items():
            found = qca.minimize(rows, kind, expected)
            top[outcome, kind] = [" + ".join(model) for model in found.models]
            lines += [
                {
                    "level": level,
                    "kind": kind,
                    "model": " + ".join(model),
                    "remainders": ", ".join(
                        framing.combination(whole.loc[r, framing.CONDITIONS]) for r in used
                    )
                    or "none",
                }
                for model, used in zip(found.models, found.assumptions)
            ]
    return pd.DataFrame(lines), top


def to_read_next(chosen: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """``case_choice.to_read_next`` for a page: kind and question in words, place, field, country,
    and lacks (the conditions that the case does not have).
    """
    codes = cases.set_index("case_id")
    rows = codes.loc[chosen["case"]].reset_index()
    return pd.DataFrame(
        {
            "kind": chosen["kind"].map(KINDS).to_numpy(),
            "asks": chosen["kind"].map(ASKS).to_numpy(),
            "place": rows["place"].replace(STUDIED),
            "field": rows["policy_field"].map(coded.FIELDS),
            "country": rows["country"].map(coded.COUNTRIES),
            "lacks": [
                ", ".join(framing.NAMES[c] for c in framing.CONDITIONS if not row[c]) or "–"
                for row in rows.to_dict("records")
            ],
        }
    )
