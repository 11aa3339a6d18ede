"""What an interval leaves out, measured by the smallest difference of interest.

"Not to be told from zero" says nothing on what the data rule out. Here the smallest difference that
would matter is set first; then an interval says which differences it excludes. An interval of
level L that lies within plus and minus that difference is two one-sided tests of equivalence, each
at (1 - L) / 2 (Schuirmann 1987; Lakens, Scheel and Isager 2018). With the 95 % interval that stands
beside an estimate each test is at 2.5 %, half of what is usual, so that a reader can see the answer
from the interval alone.
"""

EQUIVALENT = "too small to matter"
MORE = "more, by enough to matter"
LESS = "less, by enough to matter"
SOME_MORE = "more, perhaps too little to matter"
SOME_LESS = "less, perhaps too little to matter"
NOT_MORE = "not more by enough to matter, perhaps less"
NOT_LESS = "not less by enough to matter, perhaps more"
UNDECIDED = "undecided"
READINGS = (EQUIVALENT, MORE, LESS, SOME_MORE, SOME_LESS, NOT_MORE, NOT_LESS, UNDECIDED)


def reading(low: float, high: float, smallest: float) -> str:
    """What an interval from ``low`` to ``high`` says, one of ``READINGS``.

    ``smallest`` is the smallest difference of interest, in the unit of the interval. Ends that
    touch it do not exclude it.

    Raises ``ValueError`` for a ``smallest`` that is not above zero, or an interval that ends before
    it begins.

    >>> reading(-0.4, 0.3, 0.5), reading(-0.4, 0.9, 0.5), reading(-0.8, 0.9, 0.5)
    ('too small to matter', 'not less by enough to matter, perhaps more', 'undecided')
    >>> reading(0.6, 0.9, 0.5), reading(0.1, 0.9, 0.5)
    ('more, by enough to matter', 'more, perhaps too little to matter')
    """
    if not smallest > 0 or not low <= high:
        raise ValueError(
            f"found the interval {low} to {high} and the smallest difference {smallest}; "
            "expected low <= high, and a difference above zero"
        )
    if -smallest < low and high < smallest:
        return EQUIVALENT
    if low > smallest or high < -smallest:
        return MORE if low > 0 else LESS
    if low > 0 or high < 0:
        return SOME_MORE if low > 0 else SOME_LESS
    if high < smallest:
        return NOT_MORE
    return NOT_LESS if low > -smallest else UNDECIDED
