"""Sentences of the contrast of welfare regimes that follow from its readings.

``found`` are always ``contrast.readings`` for Norway and Germany, a row a point.
"""

import pandas as pd

from copro.english import listed
from copro.measures.synthesis import contrast, contrast_table
from copro.measures.synthesis.contrast import AGAINST, FOR, SILENT

HOMES = contrast.ROLE + "care institutions"
# Point -> what a reading of it says, a sentence. SILENT: compared, and too close.
DECIDES = {
    "regional_authority": {
        FOR: "Regions are stronger in Germany.",
        AGAINST: "Regions are stronger in Norway.",
        SILENT: "Regions are about equally strong.",
    },
    "local_tax": {
        FOR: "German municipalities raise a larger share of taxes.",
        AGAINST: (
            "Norwegian municipalities raise a larger share of taxes, which the theory does not "
            "expect."
        ),
        SILENT: "The municipal share of taxes is about the same.",
    },
    "local_autonomy": {
        FOR: "German municipalities have more room for decisions.",
        AGAINST: "Norwegian municipalities have more room for decisions.",
        SILENT: "Municipalities have about the same room for decisions.",
    },
}
VOLUNTEERS = {
    FOR: "That Norwegians volunteer more is what the theory expects.",
    AGAINST: "That Germans volunteer more is not what the theory expects.",
    SILENT: "The difference is too small to count, since the survey prints no margins.",
}


def in_homes(found: pd.DataFrame) -> str:
    """Whether associations are the main providers in German homes and not in Norwegian ones, the
    first words of the answer.
    """
    answers = contrast_table.themes(contrast_table.by_theme(found))
    name = HOMES.removeprefix(contrast.ROLE)
    if name in answers["for"]:
        return "In nursing homes they were"
    if name in answers["against"]:
        return "In nursing homes they were not"
    return "In nursing homes the figures give no clear answer"


def german_half(most_pct: float) -> str:
    """What the largest possible share of non-profit providers in Germany (percent) says of the
    first half of H7, that they are the main ones, a sentence.

    >>> german_half(49.4)
    'The theory expects more than half, so this speaks against it for Germany.'
    """
    if most_pct < 50:
        return "The theory expects more than half, so this speaks against it for Germany."
    return "The theory expects more than half, which this leaves open."


def elsewhere(found: pd.DataFrame) -> str:
    """What the themes say, in up to four sentences: which as expected, which the other way, and
    why the rest gives no answer.
    """
    sums = contrast_table.by_theme(found)
    answers = contrast_table.themes(sums)
    parts = []
    if answers["for"] and (answers["against"] or answers["no clear direction"]):
        parts.append("Together the picture is mixed.")
    for words, key in (("As the theory expects", "for"), ("The other way", "against")):
        if answers[key]:
            parts.append(f"{words}: {listed(answers[key])}.")
    compared = found.groupby("theme", sort=False)["compared"].any()
    silent = compared[~compared.index.isin(_telling(found))]
    reasons = [
        words
        for words, met in (
            ("are missing", not silent.all()),
            ("are too close", silent.any()),
            ("point both ways", bool(answers["no clear direction"])),
        )
        if met
    ]
    if reasons:
        parts.append(f"For the rest, figures {listed(reasons, 'or')}.")
    return " ".join(parts)


def _telling(found: pd.DataFrame) -> set[str]:
    return set(found.loc[found["reading"].isin([FOR, AGAINST]), "theme"])


def who_decides(found: pd.DataFrame) -> tuple[str, str]:
    """Which way the figures on who decides point (as the board says it), and why, in sentences.

    Raises ``ValueError`` where a figure is missing: there is no word for that.
    """
    points = found.set_index("key").loc[list(DECIDES)]
    if lacking := list(points.index[~points["compared"]]):
        raise ValueError(f"{lacking[0]}: a figure is missing; expected one of both countries")
    ways = set(points["reading"]) - {SILENT}
    word = "both ways" if len(ways) > 1 else ways.pop() if ways else SILENT
    return word, " ".join(DECIDES[key][reading] for key, reading in points["reading"].items())


def volunteers(found: pd.DataFrame) -> str:
    """What the difference in volunteering comes to, a sentence."""
    return VOLUNTEERS[found.set_index("key").loc["volunteering", "reading"]]


def east_germans(views: pd.DataFrame) -> str:
    """How East Germans answered in 1990, a clause; takes ``indicators.attitudes`` with ``low`` and
    ``high``.
    """
    at = views[views["year"] == 1990].set_index("group")
    east, north = at.loc["East Germany"], at.loc["Norway"]
    alike = east["low"] <= north["high"] and north["low"] <= east["high"]
    return f"East Germans {'answered' if alike else 'did not answer'} as Norwegians did"


def in_parliament(values: pd.DataFrame) -> str:
    """Whether members of parliament name associations with elderly care as much as with culture, a
    sentence on Germans and Norwegians; takes the rows of ``contrast.claimed``.
    """
    rows = values[values["key"] == "leisure"].set_index("iso3")
    limit = contrast.BY_KEY["leisure"].limit
    german, norwegian = (contrast.above(rows.loc[code], limit) for code in ("DEU", "NOR"))
    does = {True: "do", False: "do not", None: "may or may not"}
    if german is norwegian and german is not None:
        return f"They {does[german]}, and {'so' if german else 'neither'} do Norwegian ones."
    return f"They {does[german]}; Norwegian ones {does[norwegian]}."


def danish_homes(side: str) -> str:
    """Whom Denmark is like in homes; ``side`` as ``contrast.beside`` has it for "places".

    >>> danish_homes("NOR"), danish_homes("no value")
    ('Denmark is nearer to Norway in homes.', 'Homes in Denmark.')
    """
    country = {"NOR": "Norway", "DEU": "Germany"}.get(side)
    return f"Denmark is nearer to {country} in homes." if country else "Homes in Denmark."
