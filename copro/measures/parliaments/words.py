"""Discourse: the words of the sentences that follow from counts of words.

What is "none", "once" or "more often" depends on parliament, years, draws and seed, so it is
computed. A change of a frame is called one only where two intervals lie apart.
"""

from collections.abc import Iterable

import pandas as pd

from copro.english import listed, number_word
from copro.measures.parliaments.counts import FRAMES, Corpus


def times(count: int) -> str:
    """A number of uses in words: never, once, 12 times."""
    return {0: "never", 1: "once"}.get(int(count), f"{int(count):,} times")


def some(count: int) -> str:
    """How many of a set: none, one, 4."""
    return {0: "none", 1: "one"}.get(int(count), f"{int(count):,}")


def of_all(count: int, whole: int) -> str:
    """How many of a set: none of the three, two of the three, all three."""
    if count == whole:
        return "both" if whole == 2 else f"all {number_word(whole)}"
    return f"{'none' if not count else number_word(count)} of the {number_word(whole)}"


def programmes_told(latest: pd.Series) -> str:
    """Programmes of the newest year that use a word of co-production: ``4 of 16 (2025)``,
    ``none of 7 (2025)``.
    """
    users = f"{latest['users']}" if latest["users"] else "none"
    return f"{users} of {latest['documents']} ({latest['year']})"


def some_do(count: int, one: str, many: str) -> str:
    """How many of a set do something: ``none uses``, ``one uses``, ``4 use``."""
    return f"{some(count)} {one if count <= 1 else many}"


def of_welfare(every: int, welfare: int) -> str:
    """How many uses of words of co-production were read as co-production in welfare,
    with a comma before it.
    """
    if not every:
        return ""
    if welfare in (0, every):
        return (
            ", never of welfare"
            if not welfare
            else ", of welfare"
            if every == 1
            else ", each time of welfare"
        )
    return f", {welfare} of them of welfare"


def part_years(corpus: Corpus, first: int, last: int) -> list[int]:
    """Years from ``first`` to ``last`` of which only a part is there."""
    return [year for year in corpus.partial if first <= year <= last]


def limits(corpus: Corpus, first: int, last: int) -> str:
    """What the record of a parliament lacks in the years from ``first`` to ``last``."""
    years = part_years(corpus, first, last)
    told = (
        f"{listed([str(y) for y in years])} "
        f"{'is a part year' if len(years) == 1 else 'are part years'}"
    )
    return corpus.limits.format(part=told)


def spans(corpus: Corpus, years: Iterable[int], found: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Periods that the line of a series does not cross, by their name: editions of the minutes
    where there are several, else the stretches with one level each (``series.changed``).
    """
    first, last = min(years), max(years)
    if corpus.editions:
        begins = [first, *(year for year in corpus.editions if first < year <= last)]
        ends = [*(year - 1 for year in begins[1:]), last]
        return {f"edition {_through(begin, end)}": (begin, end) for begin, end in zip(begins, ends)}
    return {
        f"{_through(row.first, row.last)}: {row.rate:.0f}": (row.first, row.last)
        for row in found.itertuples()
    }


def _through(first: int, last: int) -> str:
    return f"{first}–{last % 100:02d}"


def course(found: pd.DataFrame) -> str:
    """What a series did, the name of a variant: ``same``, ``more``, ``less``, or ``changes`` where
    there are several new levels. Takes ``series.changed``.
    """
    rates = found["rate"].tolist()
    if len(rates) > 2:
        return "changes"
    return "same" if len(rates) == 1 else "more" if rates[1] > rates[0] else "less"


def compared(first: pd.Series, second: pd.Series) -> str:
    """Two rows with ``low`` and ``high`` in words; overlapping intervals are not told apart."""
    if first["high"] < second["low"]:
        return "less often than"
    return (
        "more often than"
        if first["low"] > second["high"]
        else "neither clearly more nor less often than"
    )


def against_leisure(elderly: str, drug: str) -> str:
    """How often the two fields of care are named with associations beside culture and leisure,
    in a sentence.

    Takes the words of ``compared``; ``drug`` is empty where nothing is said on drug care.
    """
    if not drug:
        return (
            f"Elderly care is named with associations {elderly} culture and leisure. Drug care "
            "is left out: there are too few hits near it for any statement."
        )
    if drug != elderly:
        return (
            f"Elderly care is named with associations {elderly} culture and leisure; drug care "
            f"is named with them {drug} culture and leisure."
        )
    if elderly.startswith("neither"):
        return (
            "Neither elderly care nor drug care is named with associations clearly more or less "
            "often than culture and leisure."
        )
    return (
        "Both elderly care and drug care are named with associations "
        f"{elderly} culture and leisure."
    )


def new_levels(first_years: list[int], calm: list[int]) -> str:
    """How often a series moves to a new level, with the first year of each, and whether it does so
    without the busiest day of each year (``calm``).
    """
    years = [listed([str(year) for year in some_years]) for some_years in (first_years, calm)]
    count = {0: "no lasting change of level", 1: "one lasting change of level"}.get(
        len(first_years), f"{number_word(len(first_years))} lasting changes of level"
    )
    same = (
        "the same is found"
        if calm == first_years
        else f"new levels would begin in {years[1]}"
        if calm
        else "none is found"
    )
    return (
        f"{count}{f' (from {years[0]})' if first_years else ''}. Without the "
        f"busiest day of each year {same}"
    )


def elderly_frames(whole: pd.DataFrame, others: pd.DataFrame) -> str:
    """Which frames are more common where elderly care and associations are named together,
    in a sentence.

    ``whole`` and ``others`` (without the words for non-profit providers) are indexed by frame, with
    ratio and clear; one without rows was too small to be counted.
    """
    if whole.empty:
        return "Too few passages name elderly care and associations to look at arguments."
    said = f"Near elderly care {_stand_out(above_usual(whole))} more common than usual"
    if others.empty:
        return f"{said}. Too few passages are left without the words for non-profit providers."
    if above_usual(whole) == above_usual(others):
        return f"{said}, with and without the words for non-profit providers."
    return (
        f"{said}. Without the words for non-profit providers "
        f"{_stand_out(above_usual(others))} more common."
    )


def _stand_out(frames: list[str]) -> str:
    return f"words of {listed(frames)} are" if frames else "no kind of word is clearly"


def above_usual(cells: pd.DataFrame) -> list[str]:
    """Names of the frames (index), in small letters, that are clearly above 1: ratio and
    ``clear`` (``multiplicity.family``).
    """
    return [frame.lower() for frame in cells.index[cells["clear"] & (cells["ratio"] > 1)]]


def shifts(periods: pd.DataFrame, others: pd.DataFrame) -> str:
    """Which kinds of words moved between the first period and the last, in sentences.

    Both have a row a period and frame: period, frame, ratio, low, high; ``others`` without the
    words for non-profit providers. Nothing is said of a single period.
    """
    if periods["period"].nunique() < 2:
        return ""
    found = []
    for frame in FRAMES.values():
        start, end = periods[periods["frame"] == frame].iloc[[0, -1]].to_dict("records")
        once, then = others[others["frame"] == frame].iloc[[0, -1]].to_dict("records")
        if not compared(end, start).startswith("neither"):
            clear = (
                "is no clear move"
                if compared(then, once).startswith("neither")
                else "is a clear move too"
            )
            found.append(
                f"Words of {frame.lower()} moved from {start['ratio']:.2f} times the usual in "
                f"{start['period'].replace('-', '–')} to {end['ratio']:.2f} times in "
                f"{end['period'].replace('-', '–')}. Without the words for non-profit providers "
                f"they moved from {once['ratio']:.2f} to {then['ratio']:.2f}, which {clear}."
            )
    return " ".join(found) or "No kind of word moved clearly between the first period and the last."


def used(word: str, uses: int) -> str:
    """Whether a word was used, as a sentence: ``It used dugnad once``."""
    return f"It never used {word}." if not uses else f"It used {word} {times(uses)}."


def before(found: pd.DataFrame) -> str:
    """The level before the first change, as the end of a sentence; empty where there is none.
    Takes ``series.changed``.
    """
    if len(found) == 1:
        return ""
    first = found.iloc[0]
    return f", after {first['rate']:.0f} from {first['first']:.0f} to {first['last']:.0f}"


def taken_off(first: int | None, last: int) -> str:
    """Whether a word has taken off, in the words of a verdict: ``first`` is ``counts.take_off``."""
    return f"no take-off up to {last}" if first is None else f"a take-off from {first}"


def care_told(elderly: str) -> str:
    """How often elderly care is named with associations, in multiples of what is usual, as a
    sentence; takes ``compared``.
    """
    return (
        f"Compared with what is usual, elderly care is named near them {elderly} culture and "
        "leisure."
    )


def near_told(more: list[str]) -> str:
    """Which kinds of words are more common near associations, as a sentence."""
    if not more:
        return "No kind of argument is more common than usual near them."
    return f"Words of {listed(more)} are more common than usual near them."


def party_order(apart: bool) -> str:
    """Whether the parties that name the sector most and least differ clearly: a variant."""
    return "apart" if apart else "alike"
