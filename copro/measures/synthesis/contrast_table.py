"""The points of the contrast as a table of words, and what they come to by theme."""

import pandas as pd

from copro.english import number_word
from copro.measures.shared.country import GERMANY
from copro.measures.synthesis.contrast import (
    AGAINST,
    CORPORATIST,
    DUTY,
    FOR,
    GIVEN,
    PAID,
    POINTS,
    ROLE,
    ROOM,
    SILENT,
    TALK,
    Point,
    beside,
)
from copro.measures.synthesis.evidence import ANSWERS, WORDS

# Theme -> what its claim is called, and the kind of evidence its points are.
CLAIMS = {
    ROLE + "care institutions": ("institutions", "published figure"),
    ROLE + "home care": ("home-care", "published figure"),
    ROLE + "drug treatment": ("drug", "published figure"),
    PAID: ("financing", "published figure"),
    ROOM: ("discretion", "expert index"),
    TALK: ("vocabulary", "coding"),
    GIVEN: ("volunteering", "survey"),
    DUTY: ("responsibility", "survey"),
}
# Theme -> the question a reader asks, and the point that stands for it in the short table.
QUESTIONS = {
    ROLE + "care institutions": ("Who runs care homes?", "places"),
    ROLE + "home care": ("Who runs home care?", "home"),
    ROLE + "drug treatment": ("Who runs drug treatment?", "drug"),
    PAID: ("Who pays associations?", "funding"),
    ROOM: ("Who decides: municipalities or regions?", "regional_authority"),
    TALK: ("What do parliaments connect associations with?", "leisure"),
    GIVEN: ("Who volunteers?", "volunteering"),
    DUTY: ("Who is held responsible in old age?", "duty_2016"),
}
# Answer of a theme (``evidence.ANSWERS``) -> what a reader sees.
PLAIN = {"for": "as expected", "against": "the other way", "no clear direction": "both ways"}
# Figure heading by point, and the panel of the German ownership figures that goes back to 1999.
PROVIDERS = {
    "places": ("Care institutions", "Places in nursing homes"),
    "home": ("Home care", "Clients of home-care services"),
    "drug": ("Drug treatment", None),
}
FIRST = 1999


def cell(p: Point, row: pd.Series | None) -> str:
    """A value as written in the table: number, unit, interval and year, or "no value"."""
    if row is None:
        return "no value"
    year = row["years"] or "no year printed"
    if isinstance(row["note"], str):
        return f"{row['note']} ({year})"
    unit = p.unit.replace("times", "").strip()
    span = "" if row["low"] == row["high"] else f", {row['low']:.1f} to {row['high']:.1f}"
    return f"{row['value']:.1f} {unit}".strip() + f" ({year}{span})"


def expects(p: Point, social: str, corporatist: str) -> str:
    """What H7 expects of two countries, in words."""
    high, low = (corporatist, social) if p.high == CORPORATIST else (social, corporatist)
    if p.rule == "shown":
        return "nothing of associations"
    return f"{high} above {p.says}, {low} below" if p.rule == "limit" else f"{high} higher"


def contrast_table(
    values: pd.DataFrame,
    found: pd.DataFrame,
    focus: list[str],
    pair: tuple[str | None, str | None],
    names: pd.Series,
) -> pd.DataFrame:
    """A row a point: theme, measure, expects, a column of text for each focus country, badge,
    reading, why, shown (reading and why) and others (on whose side each further country stands).

    ``found`` are the ``readings`` for ``pair``; a country without a value is written as "no value".
    """
    known = values.set_index(["key", "iso3"])
    social, corporatist = pair
    sides = (
        {c: beside(values, found, social, corporatist, c) for c in focus if c not in pair}
        if social is not None and corporatist is not None
        else {}
    )
    rows = []
    for p, one in zip(POINTS, found.itertuples()):
        row = {
            "key": p.key,
            "theme": p.theme,
            "measure": p.measure,
            "badge": p.badge,
            "reading": one.reading,
            "why": one.why,
            "expects": expects(p, *(names[c] for c in pair)) if None not in pair else "–",
            "shown": f"{one.reading}: {one.why}",
            "others": "; ".join(f"{names[c]}: {_with(sides[c][p.key], names)}" for c in sides),
        }
        rows.append(
            row
            | {
                c: cell(p, known.loc[(p.key, c)] if (p.key, c) in known.index else None)
                for c in focus
            }
        )
    return pd.DataFrame(rows)


def _with(side: str, names: pd.Series) -> str:
    return f"with {names[side]}" if side in names.index else side


def tally(found: pd.DataFrame) -> dict[str, int]:
    """Number of points for H7, against it and silent."""
    count = found["reading"].value_counts()
    return {
        "for_n": int(count.get(FOR, 0)),
        "against_n": int(count.get(AGAINST, 0)),
        "silent_n": int(count.get(SILENT, 0)),
    }


def part(some: int, whole: int) -> str:
    """How many of a few, in words.

    >>> part(0, 4), part(3, 4), part(4, 4), part(2, 2)
    ('none', 'three of the four', 'all four', 'both')
    """
    if not some:
        return "none"
    if some < whole:
        return f"{number_word(some)} of the {number_word(whole)}"
    return "both" if whole == 2 else f"all {number_word(whole)}"


def by_theme(found: pd.DataFrame) -> pd.DataFrame:
    """What the points of a theme come to: theme, word, for_n, against_n, points.

    The word is "for" or "against" if all points that tell say so, "no clear direction" if they
    differ, "no answer" if figures were compared and none tells, "not testable" if none could be.
    """
    rows = []
    for theme, points in found.groupby("theme", sort=False):
        n, size = tally(points), len(points)
        if n["for_n"] and n["against_n"]:
            word = f"no clear direction, {n['for_n']} for and {n['against_n']} against"
        elif n["for_n"] or n["against_n"]:
            way, agreeing = ("for", n["for_n"]) if n["for_n"] else ("against", n["against_n"])
            word = f"{way}, {'the only point' if size == 1 else part(agreeing, size) + ' points'}"
        else:
            word = "no answer" if points["compared"].any() else "not testable with these data"
        rows.append(
            {
                "theme": theme,
                "word": word,
                **n,
                "points": size,
            }
        )
    return pd.DataFrame(rows)


def theme_table(sums: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """A row a theme: question, measure, a column of text for Norway and Germany, finding.

    ``sums`` is ``by_theme``, ``texts`` the ``contrast_table`` for Norway and Germany. The measure
    is the one point that stands for the theme; the finding is that of all its points.
    """
    known = texts.set_index("key")
    answers = sums["word"].str.split(",").str[0].map(WORDS)
    rows = []
    for theme, answer in zip(sums["theme"], answers):
        question, key = QUESTIONS[theme]
        rows.append(
            {
                "question": question,
                "measure": known.loc[key, "measure"],
                "NOR": known.loc[key, "NOR"],
                "DEU": known.loc[key, "DEU"],
                "finding": PLAIN.get(answer, "no answer"),
            }
        )
    return pd.DataFrame(rows)


def themes(sums: pd.DataFrame) -> dict[str, list[str]]:
    """Themes of ``by_theme`` by what they come to: for, against, no clear direction, no answer;
    in small letters.
    """
    answers = sums["word"].str.split(",").str[0].map(WORDS)
    short = sums["theme"].str.split(": ").str[-1].str.lower()
    return {answer: list(short[answers == answer]) for answer in ANSWERS}


def providers(
    values: pd.DataFrame, owners: pd.DataFrame, shown: list[str], names: pd.Series
) -> pd.DataFrame:
    """Non-profit shares for the figure: group, row, iso3, value, low, high, text;
    a row for every country of ``shown``.

    The German figures of the first year stand above those of the last; ``owners`` is
    ``germany.sector.ownership``. Countries without a figure keep a row without values.
    """
    known = values.set_index(["key", "iso3"])
    first = owners[(owners["year"] == FIRST) & (owners["owner"] == "Non-profit")].set_index(
        "panel"
    )["share_pct"]
    rows = []
    for key, (group, panel) in PROVIDERS.items():
        for code in shown:
            if code == GERMANY.iso3 and panel:
                rows.append(
                    (
                        group,
                        f"{names[code]} {FIRST}",
                        code,
                        *[first[panel]] * 3,
                        f"{first[panel]:.0f} %",
                    )
                )
            if (key, code) not in known.index:
                rows.append((group, names[code], code, None, None, None, ""))
                continue
            r = known.loc[(key, code)]
            text = r["note"] if isinstance(r["note"], str) else f"{r['value']:.3g} %"
            rows.append(
                (
                    group,
                    f"{names[code]} {r['years'] or '(no year)'}",
                    code,
                    r["value"],
                    r["low"],
                    r["high"],
                    text,
                )
            )
    return pd.DataFrame(
        rows, columns=["group", "row", "iso3", "value", "low", "high", "text"]
    ).astype({"value": float, "low": float, "high": float})
