"""Evidence on the hypotheses: which claim speaks to which, what it says,
and the verdict that follows.

A row of ``EVIDENCE`` is one claim: hypothesis, source, id and how its value is read. The claims of
one source are one cell; a source is an independent body of evidence, so whatever could enter two is
a row of one of them, and ``note`` says so. The study that set a hypothesis is a check of
consistency (``FOUNDING``) and no source. Directions, verdicts and what they hang on are computed:
another piece of evidence is one more row.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from copro.english import listed, number_word
from copro.measures.literature import factors as lf
from copro.measures.shared.stated import Said
from copro.measures.synthesis import cases
from copro.measures.synthesis.hypotheses import HYPOTHESES, in_text, named

SOURCES = (
    "literature",
    "coded cases",
    "second cases",
    "Norway",
    "Germany",
    "Denmark",
    "countries",
    "parliaments",
)
NATIONAL = ("Norway", "Germany", "Denmark")  # tables of one country: one column of the board
ANSWERS = ("for", "against", "both ways", "no answer")
# What each verdict takes, in the words of every page; the first that is met holds.
RULE = {
    "supported": "at least two sources for it, one of them firm, and none against it",
    "partly supported": (
        "otherwise, more sources for it than against it, and at most one against it"
    ),
    "not supported": "none for it, and one firm source or two weak ones against it",
    "undecided": "otherwise, if a source compares what the hypothesis compares",
    "not testable with these data": "no source compares what the hypothesis compares",
}
VERDICTS = tuple(RULE)
# The words by which chapters say what they find; what follows the first comma is detail.
WORDS = {
    "for": "for",
    "points that way": "for",
    "against": "against",
    "both ways": "both ways",
    "leans that way": "both ways",
    "no clear direction": "both ways",
    "no answer": "no answer",
    "not testable": "no answer",
    "not testable with these data": "no answer",
}
# A verdict on a tile, in one or two words.
TILES = {word: word for word in VERDICTS} | {"not testable with these data": "cannot be tested"}
RELIABLE = 0.667  # Krippendorff's alpha below which a code gives no answer
FIXED = "the same by every choice tried"  # what a verdict would be that hangs on no choice
FIRM_KINDS = ("register", "survey", "published figure")


RATED = "rated by the researchers of each collaboration themselves; none is elderly or drug care"
BOTH = "the partnership in Gothenburg and the report on Arendal count under the coded cases"


class Cell(NamedTuple):
    """One claim on one hypothesis.

    ``reads``: "words" (by ``WORDS``), "passes" (a word of each coding pass of the literature, if
    the code is reliable) or "silent" (on the subject, but it does not compare what the hypothesis
    compares; ``note`` says why). ``firm``: counted or asked, printed as a number, and comparing
    what the hypothesis compares.
    """

    hypothesis: str
    source: str
    claim: str
    reads: str = "words"
    note: str = ""
    firm: bool = False


EVIDENCE = (
    Cell("H1", "literature", "lf-strength-h1", "passes", f"without the founding study; {BOTH}"),
    Cell(
        "H1",
        "coded cases",
        "frame-h1",
        note="without the founding study; the two German fields count here and not under Germany",
    ),
    Cell("H1", "countries", "frc-h1", note="volunteering is no substitute for cooperation"),
    Cell(
        "H2",
        "literature",
        "lf-strength-h2",
        "passes",
        "without the founding study; a press report on municipalities with a "
        f"policy counts here; {BOTH}",
    ),
    Cell(
        "H2",
        "coded cases",
        "frame-h2",
        note="without the founding study; design and delivery are not compared",
    ),
    Cell("H2", "second cases", "sc-h2", note=f"rules and goals, not agreements; {RATED}"),
    Cell(
        "H3",
        "literature",
        "lf-strength-h3",
        "passes",
        "without the founding study; one code for resources of associations, mutual dependence "
        f"and public support; {BOTH}",
    ),
    Cell(
        "H3",
        "coded cases",
        "frame-h3",
        note="without the founding study; mutual need and need of the "
        "municipality alone counted together",
    ),
    Cell("H3", "second cases", "sc-h3", note=RATED),
    Cell(
        "H4",
        "literature",
        "lit-scheme-early",
        "silent",
        "says who takes part before delivery, not who delivers as well",
    ),
    Cell(
        "H4",
        "coded cases",
        "frame-several-jointly",
        "silent",
        "cases that hold design and delivery at once, without others to set beside them",
    ),
    Cell("H4", "second cases", "sc-h4", note=f"collaborations, not associations; {RATED}"),
    Cell(
        "H5",
        "coded cases",
        "frame-fields",
        "silent",
        "too few cases of culture and of services for children",
    ),
    Cell(
        "H5",
        "Denmark",
        "dk-institutions",
        "silent",
        "schools and social help are counted together, so its fields are not those of H5",
    ),
    Cell(
        "H6",
        "Norway",
        "no-home-services-size",
        "silent",
        "services by size of municipality; co-production is not counted",
    ),
    Cell(
        "H6",
        "Germany",
        "de-home-care-east",
        "silent",
        "services by region; co-production is not counted",
    ),
    # H7 compares two countries: figures of one alone compare nothing, so pairs of national figures
    # are one source.
    Cell(
        "H7",
        "countries",
        "contrast-h7-institutions",
        note="care institutions; national figures of both countries count here",
        firm=True,
    ),
    Cell(
        "H7",
        "countries",
        "no-drug-nonprofit-days",
        "silent",
        "drug treatment: a news item without a year; 60 % of days, 38 % of admissions; for "
        'Germany only the word "most"',
    ),
    Cell("H7", "countries", "contrast-h7-home-care", note="known for Germany only"),
    Cell(
        "H7",
        "countries",
        "contrast-h7-financing",
        note="which level of government pays, not who provides",
    ),
    Cell(
        "H7",
        "countries",
        "contrast-h7-discretion",
        "silent",
        "which level of government decides, not what associations do",
    ),
    Cell("H7", "countries", "contrast-h7-volunteering", note="who volunteers"),
    Cell(
        "H7",
        "countries",
        "contrast-h7-responsibility",
        note="whom people hold responsible for the old: a proxy",
    ),
    Cell(
        "H7",
        "parliaments",
        "contrast-h7-vocabulary",
        note="what is said, not who provides: a proxy",
    ),
    Cell(
        "H8",
        "literature",
        "lf-frames",
        "silent",
        "what researchers argue, not parliaments; the two passes do not agree on it",
    ),
    Cell(
        "H8",
        "Denmark",
        "disc-dnk-h8-take-off",
        "silent",
        "H8 is about Norway and Germany",
    ),
    Cell(
        "H8",
        "parliaments",
        "disc-nor-programmes-same",
        "silent",
        "both programmes, 2017 and 2025, are from after 2014",
    ),
    Cell(
        "H8",
        "parliaments",
        "disc-nor-h8-take-off",
        "silent",
        "the minutes end in February 2016, H8 speaks of the years after 2014",
    ),
    Cell(
        "H8",
        "parliaments",
        "disc-nor-questions-1996",
        "silent",
        "questions up to 2015: weak",
    ),
    Cell(
        "H8",
        "parliaments",
        "disc-nor-case-titles",
        "silent",
        "titles, none before 2015: weak",
    ),
    Cell(
        "H8",
        "parliaments",
        "disc-nor-frame-efficiency",
        "silent",
        "arguments near associations up to 2016, not near the word",
    ),
    Cell(
        "H8",
        "parliaments",
        "discomp-h8-instead",
        "silent",
        "up to 2016; established words prevail in both parliaments, so "
        "they do not set Germany apart",
    ),
)
# What the study behind H1 to H6 says on them itself: agreement is consistency, never evidence.
FOUNDING = {f"H{i}": f"nocase-h{i}" for i in range(1, 6)}


def direction(reads: str, value: str | float) -> str:
    """What a value says on its hypothesis, one of ``ANSWERS`` (see ``Cell``;
    "passes" are read by ``both_passes``).

    Raises ``ValueError`` for a word that is not in ``WORDS``.
    """
    if reads == "silent":
        return "no answer"
    word = str(value).split(",")[0]
    if word not in WORDS:
        raise ValueError(
            f"no rule reads {value!r}; expected one of {', '.join(WORDS)}, and "
            "after a comma any detail"
        )
    return WORDS[word]


def compares(reads: str, value: str | float) -> bool:
    """Whether a claim compares what its hypothesis compares: neither silent nor "not testable",
    whatever it then says.
    """
    return reads != "silent" and not str(value).startswith("not testable")


def in_both(first: pd.DataFrame, complete: pd.DataFrame) -> set[str]:
    """Keys of the coded works that are also complete cases
    (``cases.calibrate``) of another study than the founding one.
    """
    return set(first["key"]) & set(cases.others(complete)["source_key"])


def passes(first: pd.DataFrame, second: pd.DataFrame, counted: set[str]) -> pd.DataFrame:
    """Direction for H1 to H3 in each coding pass alone: index hypothesis, columns first, second.

    The founding study is left out, and so are the works ``counted`` under the coded cases
    (``in_both``).
    """
    first, second = (coding[~coding["key"].isin(counted)] for coding in (first, second))
    said = {
        name: {
            row["hypothesis"]: direction("words", lf.strength(row))
            for row in lf.evidence(lf.reading(first, second, which)).to_dict("records")
        }
        for name, which in (("first", "pass 1"), ("second", "pass 2"))
    }
    return pd.DataFrame(said)


def both_passes(first: str, second: str, alpha: float) -> str:
    """What two passes say together: no answer below ``RELIABLE``, for or against if both do,
    else both ways.
    """
    return "no answer" if not alpha >= RELIABLE else first if first == second else "both ways"


def evidence(claims: Said, read: pd.DataFrame, rows: tuple[Cell, ...] = EVIDENCE) -> pd.DataFrame:
    """All rows with what they say: hypothesis, source, claim, direction, strength, said (both in
    words), compares, note, and sentence, kind, notebook and tables of the claim; ``read`` are the
    ``passes``.

    Raises ``KeyError`` if a claim is not in the ledger, ``ValueError`` if a firm row rests on a
    coding or a rating.
    """
    out = []
    for cell in rows:
        found = claims[cell.claim]
        if cell.firm and found.kind not in FIRM_KINDS:
            raise ValueError(
                f"{cell.claim} is firm, but its evidence is {found.kind!r}; expected one "
                f"of {', '.join(FIRM_KINDS)}"
            )
        if cell.reads == "passes":
            one, two = read.loc[cell.hypothesis, ["first", "second"]]
            alpha = claims[f"ca-alpha-{cell.hypothesis.lower()}"].value
            said = both_passes(one, two, alpha)
        else:
            said = direction(cell.reads, found.value)
        strength = "" if said == "no answer" else "firm" if cell.firm else "weak"
        out.append(
            {
                "hypothesis": cell.hypothesis,
                "source": cell.source,
                "claim": cell.claim,
                "direction": said,
                "strength": strength,
                "said": f"{said} ({strength})" if strength else said,
                "compares": compares(cell.reads, found.value),
                "note": cell.note,
                "sentence": found.sentence,
                "kind": found.kind,
                "notebook": found.chapter,
                "tables": list(found.tables),
            }
        )
    return pd.DataFrame(out)


def by_source(rows: pd.DataFrame) -> pd.DataFrame:
    """One cell for each hypothesis and source that has a row: hypothesis, source, direction, firm,
    compares.

    Rows without an answer are left aside; where the others differ the cell says both ways. A cell
    is firm if a firm row has its direction, and compares if a row does.
    """
    cells = []
    for (hypothesis, source), part in rows.groupby(["hypothesis", "source"], sort=False):
        told, said = part[part["direction"] != "no answer"], together(part["direction"])
        cells.append(
            {
                "hypothesis": hypothesis,
                "source": source,
                "direction": said,
                "firm": bool((told["strength"] == "firm").any()) and said in ("for", "against"),
                "compares": bool(part["compares"].any()),
            }
        )
    return pd.DataFrame(
        cells, columns=["hypothesis", "source", "direction", "firm", "compares"]
    ).astype({"firm": bool, "compares": bool})


def together(directions: Iterable[str]) -> str:
    """What several answers say together: those that are none are left aside, and where the others
    differ it is both ways.

    >>> together(["no answer", "for"]), together(["for", "against"]), together(["no answer"])
    ('for', 'both ways', 'no answer')
    """
    told = {one for one in directions if one != "no answer"}
    return "no answer" if not told else "both ways" if len(told) > 1 else told.pop()


def verdict(cells: pd.DataFrame) -> str:
    """The verdict that follows by ``RULE`` from the cells of one hypothesis, a row a source."""
    speaks_for, against = (cells[cells["direction"] == d] for d in ("for", "against"))
    if len(speaks_for) >= 2 and speaks_for["firm"].any() and against.empty:
        return "supported"
    if len(speaks_for) > len(against) <= 1:
        return "partly supported"
    if speaks_for.empty and (against["firm"].any() or len(against) >= 2):
        return "not supported"
    return "undecided" if cells["compares"].any() else "not testable with these data"


def others(cells: pd.DataFrame, read: pd.DataFrame, bounds: pd.DataFrame) -> pd.DataFrame:
    """The verdict without each source that compares,
    with each pass of the literature and with each bound of the cases.

    ``bounds``: hypothesis, bound, direction. Columns: hypothesis, change (in words), verdict, now,
    changes.
    """
    rows = []
    for h in HYPOTHESES:
        own, seen = cells[cells["hypothesis"] == h.id], []
        now = verdict(own)
        for source in own.loc[own["compares"], "source"]:
            seen.append((f"without {_named(source)}", verdict(own[own["source"] != source])))
        if h.id in read.index:
            seen += [
                (
                    f"with the {name} pass over the literature alone",
                    verdict(_replaced(own, "literature", said)),
                )
                for name, said in read.loc[h.id].items()
            ]
        for bound, said in bounds.loc[
            bounds["hypothesis"] == h.id, ["bound", "direction"]
        ].itertuples(index=False):
            seen.append(
                (f"with the doubtful cases {bound}", verdict(_replaced(own, "coded cases", said)))
            )
        rows += [
            {
                "hypothesis": h.id,
                "change": change,
                "verdict": found,
                "now": now,
                "changes": found != now,
            }
            for change, found in seen
        ]
    return pd.DataFrame(rows)


def verdict_table(cells: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    """All hypotheses, a row each: id, name, question, hypothesis, verdict, the sources of each
    answer in words (``for_from``, ``against_from``, ``both_from``, ``none_from``), hangs (what the
    verdict would be by another choice, see ``hangs``).
    """
    rows = []
    for h in HYPOTHESES:
        own = cells[cells["hypothesis"] == h.id]
        told = {
            d: ", ".join(
                s if d in ("both ways", "no answer") else f"{s} ({'firm' if firm else 'weak'})"
                for s, firm in own.loc[own["direction"] == d, ["source", "firm"]].itertuples(
                    index=False
                )
            )
            or "none"
            for d in ANSWERS
        }
        rows.append(
            {
                "id": h.id,
                "name": h.name,
                "question": h.question,
                "hypothesis": h.sentence,
                "verdict": verdict(own),
                **dict(zip(("for_from", "against_from", "both_from", "none_from"), told.values())),
                "hangs": hangs(changed[changed["hypothesis"] == h.id]),
            }
        )
    return pd.DataFrame(rows)


def board(cells: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The verdict board: a row a hypothesis with its name, its question, the verdict in the words
    of a tile, what each source says (``ANSWERS``; empty where it has no row), and ``national``,
    what the tables of the three countries say together, so that the board fits a page.

    ``cells`` as ``by_source`` gives them, ``verdicts`` as ``verdict_table`` does.
    """
    said = cells.pivot(index="hypothesis", columns="source", values="direction")
    own = verdicts.set_index("id")
    out = pd.DataFrame(
        {
            "hypothesis": [named(id) for id in own.index],
            "question": [f"{asked} ({id})" for id, asked in own["question"].items()],
            "verdict": own["verdict"].map(TILES),
        }
    )
    said = said.reindex(columns=list(SOURCES))
    said["national"] = [
        together(row.dropna()) if row.notna().any() else None
        for _, row in said[list(NATIONAL)].iterrows()
    ]
    return out.join(said).reset_index(drop=True)


def hangs(changed: pd.DataFrame) -> str:
    """What the verdict of one hypothesis would be by another choice:
    "partly supported without the parliaments"; ``FIXED`` if the same.
    """
    groups = changed[changed["changes"]].groupby("verdict", sort=False)["change"]
    return "; ".join(f"{found} {listed(changes, 'or')}" for found, changes in groups) or FIXED


def in_words(row: Mapping[str, str]) -> str:
    """The answers of a row of ``verdict_table``, a short sentence each.

    Such as "For: coded cases (weak). No answer: literature.".
    """
    parts = [
        f"{words.capitalize()}: {row[column]}."
        for words, column in zip(ANSWERS, ("for_from", "against_from", "both_from", "none_from"))
        if row[column] != "none"
    ]
    return " ".join(parts) or "No source."


def card(verdicts: pd.DataFrame, rows: pd.DataFrame, id: str) -> dict[str, Any]:
    """What the claim of one hypothesis says, as keywords of ``claim``: the plain question, the
    verdict, the sources by answer, and what the verdict hangs on.

    ``rows`` as ``evidence`` gives them; raises ``KeyError`` for an unknown hypothesis.
    """
    row = verdicts.set_index("id").loc[id]
    own = rows[rows["hypothesis"] == id]
    return {
        "id": f"syn-verdict-{id.lower()}",
        "template": "{question} {named}: {value}. {words}{hangs}",
        "value": row["verdict"],
        "unit": "verdict",
        "kind": "coding",
        "tables": sorted(set(own["tables"].explode())),
        "n": len(own),
        "message": True,
        "question": row["question"],
        "named": named(id),
        "words": in_words(row),
        "hangs": "" if row["hangs"] == FIXED else f" It would be {row['hangs']}.",
    }


def told(rows: pd.DataFrame, claim: str) -> str:
    """What one claim says on its hypothesis, as a card says it: "as expected, and firm", "the
    other way, but indirect", "no answer". ``rows`` as ``evidence`` gives them.
    """
    row = rows.set_index("claim").loc[claim]
    words = {"for": "as expected", "against": "the other way"}
    strength = {"firm": ", and firm", "weak": ", but indirect"}.get(row["strength"], "")
    return words.get(row["direction"], row["direction"]) + strength


def overall(verdicts: Iterable[str]) -> str:
    """How many hypotheses get each verdict, a sentence of plain words: "None of the eight
    hypotheses is supported; four are undecided and four cannot be tested.".
    """
    count = Counter(verdicts)
    best, every = count[VERDICTS[0]], number_word(count.total())
    first = number_word(best) if best else "none"
    parts = [
        f"{number_word(count[word])} {_verb(TILES[word], count[word])}{TILES[word]}"
        for word in VERDICTS[1:]
        if count[word]
    ]
    head = f"{first.capitalize()} of the {every} hypotheses {'are' if best > 1 else 'is'} supported"
    return f"{'; '.join([head, *([listed(parts)] if parts else [])])}."


def _verb(words: str, n: int) -> str:
    return "" if words.startswith("cannot") else "is " if n == 1 else "are "


def why_none(cells: pd.DataFrame) -> str:
    """Why no hypothesis is supported, a sentence; empty if one is."""
    found = [cells[cells["hypothesis"] == h] for h in cells["hypothesis"].unique()]
    if "supported" in map(verdict, found):
        return ""
    most = max(int((own["direction"] == "for").sum()) for own in found)
    return "No hypothesis has two independent sources " + (
        "that speak for it." if most < 2 else "for it, one of them firm, and none against it."
    )


def nearest(changed: pd.DataFrame) -> str:
    """Which hypotheses would be (partly) supported by another choice, a sentence:
    "By another choice mutual need (H3) would be partly supported.".
    """
    better = changed[changed["changes"] & changed["verdict"].isin(VERDICTS[:2])].groupby(
        "verdict", sort=False
    )["hypothesis"]
    return (
        " ".join(
            f"By another choice {listed(map(in_text, ids.unique()))} would be {found}."
            for found, ids in better
        )
        or "No other choice tried here changes that."
    )


def _replaced(cells: pd.DataFrame, source: str, said: str) -> pd.DataFrame:
    return cells.assign(
        direction=cells["direction"].where(cells["source"] != source, said),
        firm=cells["firm"] & (cells["source"] != source),
    )


def _named(source: str) -> str:
    return {
        "literature": "the literature",
        "coded cases": "the coded cases",
        "second cases": "the second case base",
        "countries": "the comparison of countries",
        "parliaments": "the parliaments",
    }.get(source, f"the tables of {source}")
