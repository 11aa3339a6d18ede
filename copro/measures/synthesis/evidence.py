"""Evidence on the hypotheses: which claim speaks to which, what it says,
and the verdict that follows.

The rows are in ``evidence_rows``. Directions, verdicts and what they hang on are computed: another
piece of evidence is one more row.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from copro.english import listed, number_word
from copro.measures.literature import factors as lf
from copro.measures.shared.stated import Said
from copro.measures.synthesis import cases
from copro.measures.synthesis.evidence_rows import EVIDENCE, FOUNDING as FOUNDING, SOURCES, Cell
from copro.measures.synthesis.hypotheses import HYPOTHESES, in_text, named

NATIONAL = ("Norway", "Germany", "Denmark")  # tables of one country: one column of the board
ANSWERS = ("for", "against", "no clear direction", "no answer")
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
    "both ways": "no clear direction",
    "leans that way": "no clear direction",
    "no clear direction": "no clear direction",
    "no answer": "no answer",
    "not testable": "no answer",
    "not testable with these data": "no answer",
}
# A verdict on a tile, in one or two words.
TILES = {word: word for word in VERDICTS} | {"not testable with these data": "cannot be tested"}
RELIABLE = 0.667  # Krippendorff's alpha below which a code gives no answer
FIXED = "the same by every choice tried"  # what a verdict would be that hangs on no choice
FIRM_KINDS = ("register", "survey", "published figure")


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
    else no clear direction.
    """
    return (
        "no answer" if not alpha >= RELIABLE else first if first == second else "no clear direction"
    )


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

    Rows without an answer are left aside; where the others differ the cell says no clear
    direction. A cell is firm if a firm row has its direction, and compares if a row does.
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
    differ there is no clear direction.

    >>> together(["no answer", "for"]), together(["for", "against"]), together(["no answer"])
    ('for', 'no clear direction', 'no answer')
    """
    told = {one for one in directions if one != "no answer"}
    return "no answer" if not told else "no clear direction" if len(told) > 1 else told.pop()


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
                s
                if d in ("no clear direction", "no answer")
                else f"{s} ({'firm' if firm else 'weak'})"
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
