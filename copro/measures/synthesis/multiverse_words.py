"""Words of the chapter on the multiverse that follow from its numbers.

Readings are those of ``copro.methods.multiverse.reading``: "robust", "direction only", "depends on
choices". Rows (of the summary table of the chapter) have question ("Norway", "Germany",
"Countries"), title, reading, place, own and range, ``told``: whether the interval of the chapter
leaves out zero, and ``excluded``: what else it leaves out (``copro.measures.shared.interest``).
"""

from collections.abc import Mapping
from math import inf
from typing import Any

import pandas as pd

from copro.english import MINUS, listed, number_word
from copro.measures.shared import interest
from copro.methods.multiverse.curve import SIGN, p_value, place, reading, whole

# Readings of Norwegian levels, size on size: of the range, not of equality.
INCLUDES, LEAVES_OUT = "the range includes 1", "the range leaves out 1"
# Reading -> heading of its rows in the figure, in the order in which they are shown.
HEADINGS = {
    "robust": "Same direction in nearly all, and more than chance",
    "direction only": "Same direction in nearly all, but chance could do it",
    "depends on choices": "The direction depends on the choices",
    INCLUDES: "Does it rise in proportion? Line: 1 % for 1 %",
    LEAVES_OUT: "Does it rise in proportion? Line: 1 % for 1 %",
}
# Where the estimate of a chapter lies in its range, by ``copro.methods.multiverse.curve.place``.
EDGES = {
    "low": "near the lower end",
    "high": "near the upper end",
    "below": "below the range",
    "above": "above the range",
}
COUNTRIES = {"Norway": "NOR", "Germany": "DEU"}


def summarised(
    summaries: Mapping[str, Mapping[str, float]],
    titles: Mapping[str, str],
    claims: Mapping[str, Any],
    permutations: int,
) -> pd.DataFrame:
    """A row a claim: its summary, its title and what the tables of the chapter show of it.

    ``claims`` have ``value`` and ``interval``, those of the chapter.

    ``level`` marks Norwegian levels, size on size: they ask about 1 and not about zero, so what is
    said on the sign and on p is left out there.
    """
    rows = pd.DataFrame(
        {"id": id, "title": titles[id]} | dict(one) | {"reading": reading(one), "place": place(one)}
        for id, one in summaries.items()
    )
    rows["question"] = rows["title"].str.split(":").str[0]
    rows["name"] = rows["title"].str.split(": ").str[1].str.capitalize()
    rows["range"] = [f"{_short(row.low)} to {_short(row.high)}" for row in rows.itertuples()]
    rows["own"] = [_short(value) for value in rows["preferred"]]
    rows["chapter"] = [float(claims[id].value) for id in rows["id"]]
    rows["told"] = [_leaves_out_zero(claims[id]) for id in rows["id"]]
    rows["beside_one"] = [_beside_one(claims[id]) for id in rows["id"]]
    rows["excluded"] = [interest.reads(id, *_ends(claims[id])) for id in rows["id"]]
    rows["level"] = rows["title"].str.fullmatch("Norway: .*, levels")
    rows["same_whole"] = rows["same_sign"].map(whole)
    rows["p_median_shown"] = [p_value(p, permutations) for p in rows["p_median"]]
    level, zero = rows["level"], ["same_whole", "p_median_shown"]
    inside = rows["low"].le(1) & rows["high"].ge(1)
    rows.loc[level, "reading"] = inside.map({True: INCLUDES, False: LEAVES_OUT})
    rows.loc[level, zero] = None
    return rows


def _ends(claim: Any) -> tuple[float, float]:
    """The interval of a claim; where there is none, nothing is left out."""
    return claim.interval or (-inf, inf)


def _leaves_out_zero(claim: Any) -> bool:
    """Whether the interval of a claim lies on one side of zero."""
    low, high = _ends(claim)
    return low > 0 or high < 0


def _beside_one(claim: Any) -> str:
    """Where the interval of a claim lies, "below" or "above" 1; "" where it includes 1."""
    low, high = _ends(claim)
    return "below" if high < 1 else "above" if low > 1 else ""


def _short(value: float) -> str:
    """A number with two decimals; a zero has no sign."""
    return f"{round(value, 2) + 0:.2f}".replace("-", MINUS)


def reproduced(same: int, of: int) -> str:
    """The sentence of the claim on how many numbers of the chapters come out again."""
    all = "all {value}" if same == of else "{value} of {all}"
    return f"Our own specification gives the number of the chapter for {all} estimates."


def edge(place: str, own: str) -> str:
    """What a claim says where its chapter chose a nearly extreme specification; else nothing."""
    return f"; the chapter's own, {own}, lies {EDGES[place]}" if place else ""


def counted(n: int) -> str:
    """A number at the head of a sentence: "Two", "None"."""
    return number_word(n).capitalize() if n else "None"


def part(n: int, of: int) -> str:
    """ "none of them", "one of them", "both of them", "all three of them"."""
    if n == of and n > 1:
        return "both of them" if n == 2 else f"all {number_word(n)} of them"
    return f"{'none' if n == 0 else number_word(n)} of them"


def answer(readings: pd.Series) -> str:
    """How many findings keep their direction, and beyond chance, as sentences."""
    hold, sign, turn = (
        int((readings == word).sum()) for word in ("robust", "direction only", "depends on choices")
    )
    keeps = "{} keep {} direction" if hold > 1 else "{} keeps {} direction"
    said = keeps.format(counted(hold), "their" if hold > 1 else "its")
    said += " in nearly all of them, more than chance would give."
    if sign:
        keeps = "{} keep their direction" if sign > 1 else "{} keeps its direction"
        said += f" {keeps.format(counted(sign))}, but chance alone could do that."
    if turn:
        keeps = "do not keep their" if turn > 1 else "does not keep its"
        said += f" {counted(turn)} {keeps} direction in {SIGN} % of them."
    return said


def title(readings: pd.Series) -> str:
    """Title of the figure: how many findings are robust."""
    n, all = int((readings == "robust").sum()), len(readings)
    if n == 0:
        return f"None of {number_word(all)} findings survives nearly all other choices"
    named = f"All {number_word(all)}" if n == all else f"{counted(n)} of {number_word(all)}"
    return f"{named} findings survive{'s' * (n == 1)} nearly all other choices"


def levels(rows: pd.DataFrame) -> str:
    """What is known on whether Norwegian levels are in proportion, as sentences: of the range over
    all choices, and of the intervals of the chapter. A range that includes 1 shows no equality.

    Needs reading, ``beside_one``, name and own.
    """
    of = len(rows)
    inside = int((rows["reading"] == INCLUDES).sum())
    ranges = "the range includes 1" if of == 1 else f"the range includes 1 for {part(inside, of)}"
    said = f"No choice settles it: {ranges}." if inside == of else f"{ranges.capitalize()}."
    for side in ("below", "above"):
        clear = rows[rows["beside_one"] == side]
        if len(clear):
            named = listed(
                f"{row.name.split(' and ')[0].lower()} ({row.own})"
                for row in clear[["name", "own"]].itertuples(index=False)
            )
            one = len(clear) == 1
            said += (
                f" The chapter's own interval{'' if one else 's'} for {named} "
                f"{'lies' if one else 'lie'} {side} 1."
            )
    return said


def outside(rows: pd.DataFrame) -> str:
    """Claims whose chapter chose a nearly extreme specification (a ``place`` of its own),
    as sentences.
    """
    far = rows[rows["place"] != ""]
    if far.empty:
        return "No chapter's own estimate lies at the edge of its range or outside it."
    one = len(far) == 1
    named = listed(f"{row.title} ({row.own}; range {row.range})" for row in far.itertuples())
    return (
        f"For {number_word(len(far))} of the {number_word(len(rows))} estimates the chapter chose "
        f"a nearly extreme specification. {'Its estimate lies' if one else 'Their estimates lie'} "
        f"at the edge of the range or outside it: {named}."
    )


def drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of the figure: by ``HEADINGS``, those of a heading as they come; with
    heading, country, name, text and ``line``, the value that is asked about.
    """
    order = {heading: place for place, heading in enumerate(dict.fromkeys(HEADINGS.values()))}
    made = rows.assign(
        heading=rows["reading"].map(HEADINGS),
        country=rows["question"].map(COUNTRIES),
        name=rows["title"].str.replace(r", changes$|(?<=over), levels$", "", regex=True),
        text=rows["range"],
        own=rows["preferred"],
        line=rows["reading"].isin([INCLUDES, LEAVES_OUT]).astype(int),
    )
    made = made.sort_values("heading", key=lambda one: one.map(order), kind="stable")
    kept = ["id", "heading", "name", "country", "low", "median", "high", "own", "line", "text"]
    return made[kept].reset_index(drop=True)


def unsure(rows: pd.DataFrame) -> str:
    """What the other choices say where the interval of a chapter includes zero, as sentences."""
    open_ = rows[~rows["told"]]
    if open_.empty:
        return "In every chapter the interval of the estimate leaves out zero."
    turning = int((open_["reading"] == "depends on choices").sum())
    robust = open_[open_["reading"] == "robust"]
    said = interest.counted(open_["excluded"])
    text = (
        f"For {number_word(len(open_))} of the estimates the chapter itself could not rule out "
        f"zero. By the smallest difference that would matter, {said}. "
        f"The direction of {part(turning, len(open_))} changes with the choices as well."
    )
    if robust.empty:
        return text
    return (
        f"{text} Over all choices these keep their direction more than chance would give: "
        f"{listed(robust['title'])}. But the test takes places as independent."
    )


def fragile(rows: pd.DataFrame) -> str:
    """Estimates clear in their chapter and not robust over the choices, as sentences."""
    weak = rows[rows["told"] & rows["reading"].ne("robust")]
    clear = int(rows["told"].sum())
    if not clear:
        return "No finding leaves out zero in its chapter."
    if weak.empty:
        if clear == 1:
            return "The one finding that leaves out zero in its chapter is robust here."
        all_ = "Both" if clear == 2 else f"All {number_word(clear)}"
        return f"{all_} findings that leave out zero in their chapter are robust here."
    n = len(weak)
    return (
        f"{counted(n)} {'are' if n > 1 else 'is'} clear in {'their' if n > 1 else 'its'} chapter "
        f"and not robust here. Quote {'them' if n > 1 else 'it'} with the range: "
        f"{'; '.join(weak['title'])}."
    )
