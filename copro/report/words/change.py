"""Changes in words: a sentence says "rose by" or "fell by", and its number carries no sign."""

from copro.report.words.numbers import number, quantity


def moved(change: float, unit: str, digits: int = 1) -> str:
    """``moved(-2.24, "percentage points")`` -> ``fell by 2.2 percentage points``.

    A change that is written as zero "did not change".
    """
    if float(number(abs(change), digits).replace(",", "")) == 0:
        return "did not change"
    return f"{'rose' if change > 0 else 'fell'} by {quantity(abs(change), unit, digits)}"


def went(before: float, after: float, digits: int = 1) -> str:
    """What a figure did, as a verb: "rose", "fell", or "stayed the same" where both are written
    alike.

    >>> went(63, 55, 0), went(3.9, 6.2), went(5.01, 5.04)
    ('fell', 'rose', 'stayed the same')
    """
    return compared(before, after, ("rose", "stayed the same", "fell"), digits)


def compared(
    one: float,
    other: float,
    words: tuple[str, str, str] = ("less", "equal", "more"),
    digits: int = 1,
) -> str:
    """The word that is true of one figure beside another: the first of ``words`` where it is
    lower, the second where both are written alike, the third where it is higher.

    >>> compared(4.4, 20.1), compared(5, 5), compared(60, 38, ("a smaller", "the same", "a larger"))
    ('less', 'equal', 'a larger')
    """
    low, same, high = words
    if number(one, digits) == number(other, digits):
        return same
    return low if one < other else high
