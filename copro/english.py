"""English that any sentence may need: names in a row, numbers as words, the minus sign."""

from collections.abc import Iterable

MINUS = "\N{MINUS SIGN}"
NUMBERS = tuple("no one two three four five six seven eight nine ten eleven twelve".split())


def listed(names: Iterable[str], tie: str = "and") -> str:
    """Names in a row; nothing where there are none.

    >>> [listed(names) for names in ("", "a", "ab", "abc")]
    ['', 'a', 'a and b', 'a, b and c']
    >>> listed("abc", tie="or")
    'a, b or c'
    """
    *first, last = [*names] or [""]
    return f"{', '.join(first)} {tie} {last}" if first else last


def number_word(n: int) -> str:
    """A number as a word up to twelve ("no" for none), as digits beyond.

    >>> [number_word(n) for n in (0, 12, 13, 1300)]
    ['no', 'twelve', '13', '1,300']
    """
    return NUMBERS[n] if n < len(NUMBERS) else f"{n:,}"
