"""Evidence on the hypotheses: which claim speaks to which, what it says, and the verdict that follows.

A row of ``EVIDENCE`` is one cell: hypothesis, source, the id of a claim and how its value is read.
Everything else (direction, strength, verdict, what would overturn it) is computed from the claims,
so another piece of evidence is one more row.
"""

from typing import NamedTuple

import pandas as pd

from copro.measures.synthesis import HYPOTHESES

SOURCES = ("literature", "Norway", "Germany", "Denmark", "countries", "configurations")


class Cell(NamedTuple):
    """One piece of evidence.

    ``reads``: "words" (by ``WORDS``), "majority" or "minority" (a share of an owner), "at most" (a
    share that holds more than what is asked: a small one speaks, a large one does not tell), or
    "silent" (on the subject, but it cannot speak to the hypothesis; ``note`` says why). ``caution``
    makes a published figure weak and says why. H1 to H6 were set by the study behind Table 4:
    readings of that table are not ``independent`` and cannot test them.
    """

    hypothesis: str
    source: str
    claim: str
    reads: str = "words"
    note: str = ""
    caution: str = ""
    independent: bool = True


EVIDENCE = (
    Cell("H1", "literature", "lf-strength-h1"),
    Cell("H1", "Norway", "nocase-h1", independent=False),
    Cell("H1", "Germany", "frame-german-fields", note="two of the coded cases, which also count among the configurations"),
    Cell("H1", "countries", "frc-h1"),
    Cell("H1", "configurations", "frame-h1"),
    Cell("H2", "literature", "lf-strength-h2"),
    Cell("H2", "Norway", "nocase-h2", independent=False),
    Cell("H2", "configurations", "frame-h2"),
    Cell("H3", "literature", "lf-strength-h3", note="one code for resources of associations, mutual dependence and public support"),
    Cell("H3", "Norway", "nocase-h3", independent=False),
    Cell("H3", "configurations", "frame-h3", note="mutual need and need of the municipality alone counted together"),
    Cell("H4", "literature", "lit-scheme-early", "silent", "says who takes part before delivery, not who delivers as well"),
    Cell("H4", "Norway", "nocase-h4", independent=False),
    Cell("H5", "Norway", "nocase-h5", independent=False),
    Cell("H5", "Denmark", "dk-institutions", "silent", "schools and social help are counted together, so its fields are not those of H5"),
    Cell("H6", "Norway", "no-home-services-size", "silent", "services by size of municipality; co-production is not counted"),
    Cell("H6", "Germany", "de-home-care-east", "silent", "services by region; co-production is not counted"),
    Cell("H7", "Norway", "no-sector-nonprofit-places-2014", "minority", "elderly care"),
    Cell("H7", "Norway", "no-sector-drug-private-2016", "at most", "drug treatment: non-profit and commercial places are not told apart"),
    Cell("H7", "Norway", "no-drug-nonprofit-days", "minority", "drug treatment", "a news item without a reference period"),
    Cell("H7", "Germany", "de-sector-places-2015", "majority", "elderly care"),
    Cell("H7", "Germany", "de-drug-charitable", "majority", "drug treatment"),
    Cell("H7", "Denmark", "dk-private-dwellings", "at most", "elderly care: non-profit places are among the private ones"),
    Cell("H7", "countries", "contrast-h7-home-care", note="home care; known for Germany only"),
    Cell("H7", "countries", "contrast-h7-financing", note="who pays, not who provides"),
    Cell("H7", "countries", "contrast-h7-discretion", note="who decides"),
    Cell("H7", "countries", "contrast-h7-vocabulary", note="what is said in parliament"),
    Cell("H7", "countries", "contrast-h7-volunteering", note="who volunteers"),
    Cell("H7", "countries", "contrast-h7-responsibility", note="who is held responsible for the old"),
    Cell("H8", "literature", "lf-frames", "silent", "two readings of the same works do not agree on the argument"),
    Cell("H8", "Norway", "disc-nor-h8-take-off"),
    Cell("H8", "Norway", "disc-nor-h8-frames"),
    Cell("H8", "Germany", "disc-deu-h8-instead"),
    Cell("H8", "Denmark", "disc-dnk-h8-take-off"),
    Cell("H8", "countries", "discomp-h8-instead"),
)
# How a claim in words is read: its beginning, by one rule.
# For: the source compares what the hypothesis compares, and what is expected shows.
# Against: it compares this, and the difference is absent or the other way round.
# Neither way: it compares this, but parts or readings of it disagree, or its record ends too early for
# an absence to count (the minutes of the Storting in 2016, H8 speaks of the time after 2014).
# Does not tell: it has nothing to compare, or a difference too small for the chapter to read.
WORDS = {
    "for": ("supports", "points that way", "for,"),
    "against": ("no difference", "points the other way", "contradicts", "against"),
    "unclear": ("no clear direction", "leans that way", "mixed", "partly supported", "does not survive",
                "no take-off up to 2016", "no difference between the parliaments"),
    "none": ("not testable", "one year cannot", "cannot tell")}
HALF = 50  # percent: from here on an owner provides most of the places
SAID = {"for": "for", "against": "against", "unclear": "neither way", "none": "does not tell"}
ABSENT = "no evidence in this source"
FIRM_KINDS = ("register", "survey", "published figure", "model estimate")


def direction(reads: str, value) -> str:
    """What a claim says on its hypothesis: for, against, unclear or none (see ``Cell``).

    Raises ``ValueError`` for a word that no rule reads.
    """
    if reads == "silent":
        return "none"
    if reads in ("majority", "minority") and value == "most":
        return "for" if reads == "majority" else "against"
    if reads in ("majority", "minority"):
        return "for" if (value > HALF) == (reads == "majority") else "against"
    if reads == "at most":
        return "for" if value < HALF else "none"
    found = [(len(beginning), meaning) for meaning, beginnings in WORDS.items() for beginning in beginnings
             if str(value).startswith(beginning)]
    if found:
        return max(found)[1]  # the longest beginning: "no difference between the parliaments" is not "no difference"
    raise ValueError(f"no rule reads {value!r}; expected a word beginning with one of {', '.join(sum(WORDS.values(), ()))}")


def strength(kind: str, value, independent: bool, caution: str = "") -> str:
    """Firm: counted or asked, printed as a number, by others than the study that set the hypothesis;
    weak: everything coded, judged, printed in words, marked with a caution, or from that study."""
    firm = kind in FIRM_KINDS and not isinstance(value, str) and independent and not caution
    return "firm" if firm else "weak"


def evidence(claims: pd.DataFrame, rows=EVIDENCE) -> pd.DataFrame:
    """All cells: hypothesis, source, claim, direction, strength, independent, note, with sentence,
    kind, notebook and tables of the claim. Raises ``KeyError`` if a claim is not in the ledger."""
    by_id = claims.set_index("id")
    out = []
    for cell in rows:
        found = by_id.loc[cell.claim]
        out.append({"hypothesis": cell.hypothesis, "source": cell.source, "claim": cell.claim,
                    "direction": direction(cell.reads, found["value"]), "independent": cell.independent,
                    "strength": strength(found["kind"], found["value"], cell.independent, cell.caution),
                    "note": "; ".join(filter(None, [cell.note, cell.caution])), "sentence": found["sentence"],
                    "kind": found["kind"], "notebook": found["notebook"], "tables": found["tables"]})
    table = pd.DataFrame(out)
    return table.assign(said=[_said(d, s) for d, s in zip(table["direction"], table["strength"])])


def verdict(cells: pd.DataFrame) -> str:
    """The verdict that follows from the cells of one hypothesis, by a stated rule.

    * no cell: not yet assessed;
    * no cell of another study than the one that set the hypothesis says anything: not testable;
    * otherwise, if no such cell points its way: not supported;
    * as many or more such cells point against it: mixed;
    * such a cell points its way, all that says anything agrees, at least two cells do, and one of
      them is firm: supported;
    * otherwise: partly supported.
    """
    if cells.empty:
        return "not yet assessed"
    telling = cells[cells["direction"] != "none"]
    others = telling[telling["independent"]]
    if others.empty:
        return "not testable with these data"
    speaks_for, speaks_against = ((others["direction"] == d).sum() for d in ("for", "against"))
    if not speaks_for:
        return "not supported"
    if speaks_against >= speaks_for:
        return "mixed"
    clean = (telling["direction"] == "for").all() and len(telling) >= 2 and (telling["strength"] == "firm").any()
    return "supported" if clean else "partly supported"


def verdict_table(cells: pd.DataFrame) -> pd.DataFrame:
    """All hypotheses with verdict, count of cells for, against, unclear and silent, the sources of
    each direction in words, and what would overturn the verdict (see ``overturned``)."""
    rows = []
    for h in HYPOTHESES:
        own = cells[cells["hypothesis"] == h.id]
        rows.append({
            "id": h.id, "name": h.name, "hypothesis": h.sentence, "verdict": verdict(own),
            **{f"{d}_n": int((own["direction"] == d).sum()) for d in SAID},
            **{f"{d}_from": _listed(own.loc[own["direction"] == d, "source"]) for d in SAID},
            "absent": _listed(s for s in SOURCES if s not in set(own["source"])),
            "firm_n": int(((own["strength"] == "firm") & (own["direction"] != "none")).sum()),
            **overturned(own), "counts_against": h.counts_against})
    return pd.DataFrame(rows)


def overturned(cells: pd.DataFrame) -> dict[str, str]:
    """The verdict with one more firm and independent claim for or against the hypothesis
    (``one_for``, ``one_against``), and the claims of which each alone carries it (``carried_by``:
    without it the verdict is another)."""
    now, row = verdict(cells), {"independent": True, "strength": "firm"}
    more = {d: pd.concat([cells, pd.DataFrame([{"direction": d, **row}])]) for d in ("for", "against")}
    alone = [c for c in cells["claim"] if verdict(cells[cells["claim"] != c]) != now]
    return {"one_for": verdict(more["for"]), "one_against": verdict(more["against"]), "carried_by": ", ".join(alone) or "no single claim"}


def in_words(row) -> str:
    """Count and sources of the directions of a row of ``verdict_table``; what does not occur is left
    out: ``2 point against it (Norway, Germany), 1 does not tell (countries)``."""
    phrases = {"for": ("points its way", "point its way"), "against": ("points against it", "point against it"),
               "unclear": ("points neither way", "point neither way"), "none": ("does not tell", "do not tell")}
    parts = [f"{row[f'{d}_n']} {phrases[d][int(row[f'{d}_n'] != 1)]} ({row[f'{d}_from']})" for d in SAID if row[f"{d}_n"]]
    if not parts:
        return "there is none"
    tell = sum(row[f"{d}_n"] for d in SAID if d != "none")
    weak = "; it is weak" if tell == 1 else "; all that tell are weak" if row["none_n"] else "; all of them weak"
    firm = f"; {row['firm_n']} of the {tell} that tell {'is' if row['firm_n'] == 1 else 'are'} firm" if row["firm_n"] else weak
    return ", ".join(parts) + (firm if tell else "")


def matrix(cells: pd.DataFrame) -> pd.DataFrame:
    """Hypotheses by sources: direction and strength of each cell in words, ``ABSENT`` where none."""
    rows = []
    for h in HYPOTHESES:
        own = cells[cells["hypothesis"] == h.id]
        rows.append({"id": h.id, "name": h.name, **{
            s: "; ".join(own.loc[own["source"] == s, "said"]) or ABSENT for s in SOURCES}})
    return pd.DataFrame(rows)


def leading(cells: pd.DataFrame, among=("H1", "H2", "H3")) -> list[str]:
    """Hypotheses among some for which most independent cells point their way (none if no cell does)."""
    count = {h: int(((cells["hypothesis"] == h) & (cells["direction"] == "for") & cells["independent"]).sum()) for h in among}
    most = max(count.values())
    return [h for h in among if most and count[h] == most]


def hold(cells: pd.DataFrame, expected: dict[str, str]) -> None:
    """Raise ``ValueError`` unless the claims have the directions that a paragraph was written for."""
    found = cells.set_index("claim")["direction"]
    wrong = [f"{id}: written for {d!r}, found {found.get(id, 'no such cell')!r}" for id, d in expected.items() if found.get(id) != d]
    if wrong:
        raise ValueError("a paragraph no longer fits its cells; rewrite it: " + "; ".join(wrong))


def _said(direction: str, strength: str) -> str:
    return SAID[direction] + ("" if direction == "none" else f" ({strength})")


def _listed(names) -> str:
    return ", ".join(dict.fromkeys(names)) or "none"
