"""Discourse: the words of the sentences that follow from counts of words.

What is "none", "once" or "more often" depends on parliament, first year, draws and seed, so it is
computed. A change of a frame is called one only where two intervals lie apart.
"""

from collections.abc import Mapping

import pandas as pd

from copro.english import listed, number_word
from copro.measures.parliaments.counts import FRAMES, LEAST_HITS, Corpus


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


def part_years(corpus: Corpus, first: int) -> list[int]:
    """Years from ``first`` on of which only a part is there."""
    return [year for year in corpus.partial if year >= first]


def limits(corpus: Corpus, first: int) -> str:
    """What the record of a parliament lacks in the years from ``first`` on."""
    years = part_years(corpus, first)
    told = (
        f"{listed([str(y) for y in years])} "
        f"{'is a part year' if len(years) == 1 else 'are part years'}"
    )
    return corpus.limits.format(part=told)


def breaks(corpus: Corpus, first: int, last: int) -> dict[int, str]:
    """Years before which a line is cut, with the words beside the cut:
    part years and new editions of the minutes.
    """
    years = part_years(corpus, first)
    cuts = dict.fromkeys(
        sorted({end for y in years for end in (y, y + 1) if first < end <= last}), ""
    )
    if not corpus.editions and cuts:
        cuts[min(cuts)] = f"{listed([str(y) for y in years])}:\npart year{'s' * (len(years) > 1)}"
    return cuts | {year: label for year, label in corpus.editions.items() if year > first}


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
    count = {0: "no change of level", 1: "one change of level"}.get(
        len(first_years), f"{len(first_years)} changes of level"
    )
    same = (
        "the same is found"
        if calm == first_years
        else f"new levels would begin in {years[1]}"
        if calm
        else "none is found"
    )
    return (
        f"{count}{f' (from {years[0]})' if first_years else ''}; without the "
        f"busiest day of each year {same}"
    )


def elderly_frames(whole: pd.DataFrame, others: pd.DataFrame) -> str:
    """Which frames are more common where elderly care and associations are named together,
    in a sentence.

    ``whole`` and ``others`` (without the words for non-profit providers) are indexed by frame, with
    the column ``low``; one without rows was too small to be counted.
    """
    if whole.empty:
        return "Near elderly care there are too few hits to speak of frames."
    said = (
        f"Near elderly care {_stand_out(above_usual(whole))} more common than in "
        "other talk of elderly care"
    )
    if others.empty:
        return f"{said}; too few hits are left without the words for non-profit providers."
    if above_usual(whole) == above_usual(others):
        return f"{said}, with the words for non-profit providers and without."
    return f"{said}; without the words for non-profit providers {_stand_out(above_usual(others))}."


def _stand_out(frames: list[str]) -> str:
    return f"words of {listed(frames)} are" if frames else "no family of words is clearly"


def above_usual(cells: pd.DataFrame) -> list[str]:
    """Names of the frames (index), in small letters, whose interval lies above 1."""
    return [frame.lower() for frame in cells.index[cells["low"] > 1]]


def shifts(periods: pd.DataFrame, others: pd.DataFrame) -> str:
    """Which frames moved between the first period and the last, in sentences.

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
                f"Words of {frame.lower()} moved from {_ratio(start)} times in "
                f"{start['period'].replace('-', '–')} to {_ratio(end)} times in "
                f"{end['period'].replace('-', '–')}; without the words for non-profit providers "
                f"from {_ratio(once)} to {_ratio(then)}, which {clear}."
            )
    return " ".join(found) or "No frame moved clearly between the first period and the last."


def _ratio(row: Mapping[str, float]) -> str:
    return f"{row['ratio']:.2f} ({row['low']:.2f} to {row['high']:.2f})"


def too_rare(word: str, hits: int) -> str:
    """Whether the word for co-creation has enough hits for frames of its own."""
    return (
        (
            f"They are not those of {word}: with {hits} hit{'' if hits == 1 else 's'} it "
            "is too rare to have any."
        )
        if hits < LEAST_HITS
        else f"They are not those of {word}."
    )
