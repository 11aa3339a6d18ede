"""The Folketing from October 1990 to June 2021: when the word for co-creation enters, and what is
said instead.

Sums over sittings; rates per million words, since before 2002 fewer speeches were told apart. There
are no random passages: what is usual is known for 2023 only, from another record. Policy fields and
arguments are looked for in whole speeches, so long speeches hold more of them. Limits: the cards of
``discourse/folketing_*``.
"""

import pandas as pd

from copro.english import listed
from copro.measures.parliaments.counts import CORPORA, FIELDS, FRAMES, GROUPS, WORD
from copro.measures.parliaments.words import compared
from copro.measures.shared.country import DENMARK
from copro.methods import rates

TERMS = {
    "da_frivillige_org": "voluntary_organisations",
    "da_frivillighed": "voluntary_sector",
    "da_frivilligt_arbejde": "voluntary_work",
    "da_civilsamfund": "civil_society",
    "da_frivilligcenter": "volunteer_centre",
    "cocreation_read": WORD,
}
FIRST = 2015  # H8 speaks of the years after 2014
PART_YEARS = (1990, 2021)
DECADES = {"1991–2000": (1991, 2000), "2001–2010": (2001, 2010), "2011–2020": (2011, 2020)}
DAYS_2023 = 103  # sitting days of the record of January 2023 to January 2024
# Words followed over the decades: volunteer centres are rare, and frivillighed meant acting of free
# will more often in the 1990s.
FOLLOWED = ("Voluntary organisations", "Voluntary work", "Civil society")
RARE = 1.0  # uses per million words below which a word is called rare


def sittings(meetings: pd.DataFrame) -> pd.DataFrame:
    """A row a sitting, with the columns of ``counts.matching``: date, year, words, n_* by group of
    words, n_vocabulary (hits of the established words).
    """
    out = meetings.rename(
        columns={term: f"n_{group}" for term, group in TERMS.items()} | {"n_tokens": "words"}
    )
    own = [f"n_{group}" for group in CORPORA[DENMARK.iso3].groups]
    return out.assign(n_vocabulary=out[own].sum(axis=1), year=out["date"].dt.year)


def word_by(rows: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """Uses of the word for co-creation in ``sittings``, a row for each value of ``by``.

    Columns: ``by``, words (million), word (uses), days and word_days (sitting days, and those with
    the word), and rate, low and high per million words (``rates.exact_rates``).
    """
    used = rows.loc[rows[f"n_{WORD}"] > 0]
    out = pd.DataFrame(
        {
            "words": rows.groupby(by)["words"].sum() / 1e6,
            "word": rows.groupby(by)[f"n_{WORD}"].sum(),
            "days": rows.groupby(by)["date"].nunique(),
            "word_days": used.groupby(by.loc[used.index])["date"].nunique(),
        }
    )
    out["word_days"] = out["word_days"].fillna(0).astype(int)
    return rates.exact_rates(out, count="word", base="words").reset_index()


def by_group(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a sitting and group of established words: date, year, group (its name), n (hits)."""
    names = {f"n_{g}": GROUPS[g] for g in CORPORA[DENMARK.iso3].groups}
    kept = rows[["date", "year", *names]].rename(columns=names)
    return kept.melt(["date", "year"], var_name="group", value_name="n")


def decades(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the three full decades, with ``period``."""
    bins = pd.IntervalIndex.from_tuples(list(DECADES.values()), closed="both")
    place = bins.get_indexer(rows["year"])
    return rows[place >= 0].assign(period=pd.Series(list(DECADES))[place[place >= 0]].to_numpy())


def moves(levels: pd.DataFrame) -> dict[str, list[str]]:
    """Groups by what they did from the first decade to the last: "more", "less" and "same", in the
    order of the rows. Takes group, period, low, high; overlapping intervals are no move.
    """
    out: dict[str, list[str]] = {"more": [], "less": [], "same": []}
    first, *_, last = DECADES
    for group, part in levels.groupby("group", sort=False):
        ends = part.set_index("period")
        word = compared(ends.loc[last], ends.loc[first]).split()[0]
        out["same" if word == "neither" else word].append(str(group))
    return out


def moved(found: dict[str, list[str]]) -> str:
    """The variant of the words for ``moves``: more, less, both or same."""
    more, less = bool(found["more"]), bool(found["less"])
    return "both" if more and less else "more" if more else "less" if less else "same"


def moves_told(found: dict[str, list[str]]) -> str:
    """``moves`` as a sentence."""
    parts = [
        f"{listed([name.lower() for name in found[way]])} {way} often"
        for way in ("more", "less")
        if found[way]
    ]
    if not parts:
        return "No kind of word became clearly more or less common."
    return f"Since the 1990s it has named {listed(parts)}."


def entered(first: int | None, last: int, rate: float) -> str:
    """Whether the word has taken off: ``first`` is ``counts.take_off``, ``rate`` its uses per
    million words from then on; a verdict in words.
    """
    if first is None:
        return f"no take-off up to {last}"
    return f"a {'weak ' if rate < RARE else ''}take-off from {first}"


def rarely(rate: float) -> str:
    """How common a word is, by its uses per million words: the end of a sentence."""
    return "and stays rare" if rate < RARE else "and is in common use"


def named_by_field(speeches: pd.DataFrame) -> pd.DataFrame:
    """A row a speech that names the voluntary sector and policy field: date, field, n (1 if the
    speech names the field). Speeches that hold no established word are left out.
    """
    groups = [term for term in TERMS if term in speeches]
    own = speeches[speeches[groups].sum(axis=1) > 0]
    columns = {f"field_{key}": name for key, name in FIELDS.items()}
    return (
        own[["date", *columns]]
        .rename(columns=columns)
        .melt("date", var_name="field", value_name="n")
    )


def arguments(speeches: pd.DataFrame, recent: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Speeches that name the voluntary sector and hold a kind of words, percent, by decade.

    Columns: kind, the decades, recent (such speeches of 2023) and all (all speeches of 2023). The
    last row has the mean words of a speech. ``recent`` and ``totals`` are the rows of 2023
    (``counts.matching``, ``counts.spoken``).
    """
    own = decades(speeches.assign(year=speeches["date"].dt.year))
    near = recent[recent["names_it"] == 1]
    rows = [
        {"kind": name}
        | (100 * own.groupby("period")[f"frame_{key}"].mean()).to_dict()
        | {
            "recent": 100 * near[f"speech_frame_{key}"].mean(),
            "all": 100 * totals[f"n_speeches_frame_{key}"].sum() / totals["speeches"].sum(),
        }
        for key, name in FRAMES.items()
    ]
    length = (
        {"kind": "Mean words of a speech"}
        | own.groupby("period")["n_words"].mean().to_dict()
        | {
            "recent": near["n_tokens"].mean(),
            "all": totals["words"].sum() / totals["speeches"].sum(),
        }
    )
    return pd.DataFrame([*rows, length])
