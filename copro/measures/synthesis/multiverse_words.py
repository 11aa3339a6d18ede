"""Words of the chapter on the multiverse that follow from its numbers.

Readings are those of ``copro.methods.multiverse.reading``: "robust", "direction only", "depends on
choices". Rows (of the summary table of the chapter) have question ("Norway", "Germany",
"Countries"), title, reading, same_sign and clear (percent), and ``told``: whether the chapter tells
the estimate from zero.
"""

import pandas as pd

from copro.english import number_word
from copro.methods.multiverse.curve import SIGN


def _subject(n: int) -> str:
    return number_word(n).capitalize() if n else "None of them"


def _own(n: int, verb: str) -> str:
    return f"{verb} their" if n > 1 else f"{verb}s its"


def part(n: int, of: int) -> str:
    """ "none of them", "one of them", "all three of them"."""
    word = number_word(n)
    return f"{'none' if n == 0 else f'all {word}' if n == of > 1 else word} of them"


def share(percent: float) -> str:
    """A share of specifications in words: hardly any (below 10 %), fewer than half (45 %), about
    half (55 %), most (90 %), nearly all.
    """
    steps = ((10, "hardly any"), (45, "fewer than half"), (55, "about half"), (90, "most"))
    return next((words for bound, words in steps if percent < bound), "nearly all")


def answer(readings: pd.Series) -> str:
    """How many claims hold, keep their direction only, or depend on the choices, as sentences."""
    found = {
        word: int((readings == word).sum())
        for word in ("robust", "direction only", "depends on choices")
    }
    hold, sign, turn = found.values()
    return " ".join(
        [
            (
                f"{_subject(hold)} {_own(hold, 'keep')} sign in nearly every "
                f"specification{', and' if hold else ' while'} shuffled histories "
                "hardly ever give such a curve."
            ),
            *(
                [
                    (
                        f"{_subject(sign)} {_own(sign, 'keep')} sign, but chance alone "
                        "could draw such a curve."
                    )
                ]
                if sign
                else []
            ),
            *([f"{_subject(turn)} {_own(turn, 'change')} sign with the choices."] if turn else []),
        ]
    )


def outside(rows: pd.DataFrame) -> str:
    """Claims whose chapter chose a nearly extreme specification (a ``place`` of its own),
    as a sentence.
    """
    far = rows[rows["place"] != ""]
    if far.empty:
        return (
            "No chapter's own estimate lies at the edge of the range of nine in ten, or outside it."
        )
    named = "; ".join(f"{row.title} ({row.own}; range {row.range})" for row in far.itertuples())
    return (
        f"For {number_word(len(far))} of the {number_word(len(rows))} estimates the chapter chose "
        "a nearly extreme specification: its own estimate lies at the edge of the range of nine "
        f"in ten, or outside it. {'This is' if len(far) == 1 else 'These are'} {named}."
    )


def beds_title(lowest: float, highest: float, same_sign: float) -> str:
    """Title of the figure on beds and the oldest: lowest and highest elasticity, share
    (percent) with the chapter's sign.
    """
    if highest >= 1 or (lowest <= 0 and same_sign < SIGN):
        return "How far beds go with the number of the oldest depends on the specification"
    if lowest > 0:
        return (
            "Beds go with the number of the oldest, by less than one for one in every "
            "specification of the grid"
        )
    return (
        "Beds go with the number of the oldest in nearly all specifications of the grid, by "
        "less than one for one in all"
    )


def homes_title(reading: str, clear: float) -> str:
    """Title of the figure on ageing and residential care."""
    if reading == "depends on choices":
        return "The link of ageing with residential care depends on the choices"
    chance = "" if reading == "robust" else ", but chance could draw such a curve"
    return (
        f"Ageing goes with residential care in nearly all specifications{chance}; "
        f"{share(clear)} of them have p < .05"
    )


def others_title(rows: pd.DataFrame) -> str:
    """Title of the figure on the other claims that ask about zero: how many are robust,
    and where.
    """
    clear = rows[rows["reading"] == "robust"]
    words = (
        "None"
        if clear.empty
        else "All"
        if len(clear) == len(rows)
        else number_word(len(clear)).capitalize()
    )
    where = {"Norway": "in Norway", "Germany": "in Germany", "Countries": "among countries"}
    tail = ""
    if clear["question"].nunique() == 1:
        who = {1: "", 2: "both "}.get(len(clear), "all of them ")
        tail = f", {who}{where[clear['question'].iloc[0]]}"
    return (
        f"{words} of the {number_word(len(rows))} other curves that ask about zero "
        f"{'stands' if len(clear) == 1 else 'stand'} clear of chance in every respect{tail}"
    )


def unsure(rows: pd.DataFrame) -> str:
    """What the curves say where a chapter cannot tell its estimate from zero, as sentences."""
    open_ = rows[~rows["told"]]
    if open_.empty:
        return "Every chapter tells its estimate from zero."
    turning, robust = (
        open_[open_["reading"] == "depends on choices"],
        open_[open_["reading"] == "robust"],
    )
    text = (
        f"Chapters cannot tell {number_word(len(open_))} of the estimates from zero. The sign of "
        f"{part(len(turning), len(open_))} changes with the choices as well."
    )
    return (
        text
        if robust.empty
        else text
        + (
            " Over all choices these are clearer than in their chapter: "
            f"{'; '.join(robust['title'])}."
        )
    )


def fragile(rows: pd.DataFrame) -> str:
    """Estimates told from zero in their chapter and not robust over the choices, as a sentence."""
    weak = rows[rows["told"] & rows["reading"].ne("robust")]
    if weak.empty:
        return "Every estimate that a chapter tells from zero is robust here."
    named = "; ".join(f"{row.title} ({row.reading})" for row in weak.itertuples())
    return (
        "Quote these only with their range: their chapter tells them from zero, and here they "
        f"are not robust: {named}."
    )
