"""Literature: counts of studies as words of a sentence, so that nothing is ever "0 of 5"."""

from collections.abc import Iterable

import pandas as pd

from copro.english import listed, number_word


def larger(shares: Iterable[float]) -> str:
    """How much of their studies several passes find, as a word: "most" where each finds more than
    half, "many" where one of them does, otherwise "some".

    >>> [larger(found) for found in ([0.6, 0.7], [0.5, 0.6], [0.1, 0])]
    ['most', 'many', 'some']
    """
    above = [share > 0.5 for share in shares]
    return ("some", "many", "most")[any(above) + all(above)]


def how_many(part: int, whole: int) -> str:
    """A part of a whole as the subject of a sentence: "none", "all" or its number.

    >>> [how_many(*counts) for counts in ((0, 11), (11, 11), (3, 11), (0, 0))]
    ['none', 'all', '3', 'none']
    """
    return "none" if part == 0 else "all" if part == whole else f"{part}"


def part_of(part: int, whole: int) -> str:
    """A part of a whole in words where it is nothing or everything.

    >>> [part_of(*counts) for counts in ((0, 3), (2, 2), (8, 8), (1, 7), (0, 0))]
    ['none of 3', 'both', 'all 8', '1 of 7', 'none']
    """
    if whole == 0:
        return "none"
    if part == whole:
        return {1: "the only one", 2: "both"}.get(whole, f"all {whole}")
    return f"{part or 'none'} of {whole}"


def out_of(part: int, whole: int) -> str:
    """``how_many`` studies of some, with the noun.

    >>> [out_of(*counts) for counts in ((0, 11), (0, 0))]
    ['none of the 11 studies', 'no study']
    """
    return f"{how_many(part, whole)} of the {whole} studies" if whole else "no study"


def each(numbers: pd.Series) -> int | str:
    """A number, or several of them as words where things share a place.

    >>> [each(pd.Series(n)) for n in ([13], [11, 13])]
    [13, '11 and 13']
    """
    return int(numbers.iloc[0]) if len(numbers) == 1 else listed(map(str, numbers))


def at_most(number: int) -> str:
    """A number as the subject of a sentence on works: "none" or "at most 2".

    >>> [at_most(n) for n in (0, 1)]
    ['none', 'at most 1']
    """
    return f"at most {number}" if number else "none"


def of_them(part: int, whole: int, noun: str) -> str:
    """A part of things as the subject that begins a sentence.

    >>> [of_them(k, 7, "tables") for k in (0, 2, 7)]
    ['None of the seven tables', 'Two of the seven tables', 'All seven tables']
    """
    if part == whole:
        return f"All {number_word(whole)} {noun}"
    first = number_word(part).capitalize() if part else "None"
    return f"{first} of the {number_word(whole)} {noun}"


def sums(counts: pd.Series) -> str:
    """Counts by name as a row of words, in their order.

    >>> sums(pd.Series({"elderly care": 22, "health": 2}))
    '22 on elderly care and 2 on health'
    """
    return listed(f"{n} on {name.replace(', ', ' or ')}" for name, n in counts.items())


def moved_in_words(general: int, moved: int) -> str:
    """What the second pass does with the works that only the first places in elderly care."""
    if not moved:
        return "The first pass alone places no work in elderly care."
    return (
        f"The second pass files {how_many(general, moved)} of the {moved} works there that only "
        "the first places in elderly care."
    )
