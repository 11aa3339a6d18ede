"""Two texts side by side, with the words in which they differ marked in each."""

import re
from difflib import SequenceMatcher

from markupsafe import Markup, escape


def apart(old: str, new: str) -> tuple[Markup, Markup]:
    """Both texts as HTML; words that the other has not are marked.

    >>> apart("It is 3 %.", "It is 4 %.")
    (Markup('It is <del>3</del> %.'), Markup('It is <ins>4</ins> %.'))
    """
    pair = [re.findall(r"\s+|[\w,.]*\w|.", text) for text in (old, new)]
    told: tuple[list[str], list[str]] = [], []
    for what, a, b, c, d in SequenceMatcher(None, pair[0], pair[1], autojunk=False).get_opcodes():
        for side, tag, words in ((0, "del", pair[0][a:b]), (1, "ins", pair[1][c:d])):
            text = escape("".join(words))
            told[side].append(text if what == "equal" or not text else f"<{tag}>{text}</{tag}>")
    old, new = ("".join(side) for side in told)
    return Markup(old.replace("</del> <del>", " ")), Markup(new.replace("</ins> <ins>", " "))
