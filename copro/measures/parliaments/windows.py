"""Discourse: what stands within 300 characters of the vocabulary,
beside random windows of all talk.

Random windows are those of the same country and policy field, of all periods or, by period, of the
same one. Windows on foreign affairs are left out on both sides. The Folketing has no random
windows.
"""

from dataclasses import dataclass

import pandas as pd

from copro.measures.parliaments.counts import (
    ANY,
    FIELDS,
    FRAMES,
    LAST_YEAR,
    LEAST_DAYS,
    LEAST_HITS,
    LEAST_WINDOWS,
    LEAST_WORDS,
    Corpus,
)

PROVIDER = "nonprofit_provider"  # the group near which words of the market gather
OFFICE = {"GOV": "Government", "unknown": "Speaker not known"}
PARTIES = {
    "NOR": {
        "A": "Labour (A)",
        "H": "Conservatives (H)",
        "FrP": "Progress (FrP)",
        "KrF": "Christian Dem. (KrF)",
        "Sp": "Centre (Sp)",
        "V": "Liberals (V)",
        "SV": "Socialist Left (SV)",
        **OFFICE,
    },
    "DEU": {"GRUENE": "Greens", "LINKE": "The Left", **OFFICE},
    "DNK": OFFICE,  # the letters of the ballot paper and short names, as in the minutes
}


def windows(corpus: Corpus, hits: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """A row a hit of the vocabulary outside foreign affairs, with date,
    year and the flags of its window.
    """
    own = hits[hits["term_group"].isin(corpus.groups) & (hits["w_foreign_affairs"] == 0)]
    return own.merge(found[["speech_id", "date", "year"]], on="speech_id", validate="m:1")


def random_windows(
    corpus: Corpus, baseline: pd.DataFrame, year_from: int, year_to: int = LAST_YEAR
) -> pd.DataFrame:
    """Random windows by period and field, of the periods that lie wholly within the years chosen.

    The first period is kept whenever ``year_from`` is not after its first year.
    """
    own = baseline[(baseline["country"] == corpus.country) & (baseline["period"] != "ALL")]
    first, last = (own["period"].str[part].astype(int) for part in (slice(4), slice(5, None)))
    return own[(first >= year_from) & (last <= year_to)].assign(first=first, last=last)


def dated(rows: pd.DataFrame, usual: pd.DataFrame) -> pd.DataFrame:
    """Windows with their ``period``; those outside the periods of ``usual`` are dropped."""
    spans = usual[["period", "first", "last"]].drop_duplicates()
    bins = pd.IntervalIndex.from_arrays(spans["first"], spans["last"], closed="both")
    place = bins.get_indexer(rows["year"])
    return rows[place >= 0].assign(period=spans["period"].to_numpy()[place[place >= 0]])


def fields_named(corpus: Corpus, rows: pd.DataFrame) -> pd.DataFrame:
    """A row a hit and policy field: field, date, part (1 if the window names the field)."""
    columns = {f"w_{f}": name for f, name in FIELDS.items() if f not in corpus.left_out_fields}
    return (
        rows[["date", *columns]]
        .rename(columns=columns)
        .melt("date", var_name="field", value_name="part")
    )


def fields_usual(corpus: Corpus, usual: pd.DataFrame) -> pd.DataFrame:
    """Random windows that name a field (part) among all of them (whole), by field."""
    sums = usual.groupby("policy_field")["n_windows"].sum()
    fields = {f: name for f, name in FIELDS.items() if f not in corpus.left_out_fields}
    return pd.DataFrame(
        {"part": sums[list(fields)].to_numpy(), "whole": sums[ANY]},
        index=pd.Index(fields.values(), name="field"),
    )


def frames_named(corpus: Corpus, rows: pd.DataFrame, usual: pd.DataFrame) -> pd.DataFrame:
    """A row a hit, field and frame: field, period, frame, date, part.

    ``field`` holds the fields that carry a statement (see ``carried``) and "All domestic talk".
    """
    flags = {f"wf_{f}": name for f, name in FRAMES.items()}
    parts = [rows.assign(field="All domestic talk")]
    parts += [
        rows[rows[f"w_{key}"] == 1].assign(field=FIELDS[key])
        for key in carried(corpus, rows, usual)
    ]
    long = pd.concat(parts)[["field", "period", "date", *flags]].rename(columns=flags)
    return long.melt(["field", "period", "date"], var_name="frame", value_name="part")


def frames_usual(corpus: Corpus, usual: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Random windows with a frame (part) among those of the field (whole), by ``by``
    (field and frame, with or without period); windows of a field are those that name it.
    """
    names = FIELDS | {ANY: "All domestic talk"}
    own = usual[usual["policy_field"].isin(list(names))].assign(
        field=usual["policy_field"].map(names)
    )
    long = own.rename(columns={f"n_{f}": name for f, name in FRAMES.items()}).melt(
        ["field", "period", "n_windows"], list(FRAMES.values()), "frame", "part"
    )
    return (
        long.rename(columns={"n_windows": "whole"}).groupby(by, sort=False)[["part", "whole"]].sum()
    )


def frames_by_words(corpus: Corpus, rows: pd.DataFrame, usual: pd.DataFrame) -> pd.DataFrame:
    """``frames_named`` for two parts of the vocabulary, told apart in ``words``: "providers" (the
    words for non-profit providers) and "others" (all other words). A total says which words are
    used as much as what stands near them. Each part has the fields that it carries by itself.
    """
    own = rows["term_group"] == PROVIDER
    parts = {"providers": rows[own], "others": rows[~own]}
    return pd.concat(
        [frames_named(corpus, part, usual).assign(words=name) for name, part in parts.items()],
        ignore_index=True,
    )


def usual_by_words(
    corpus: Corpus, parted: pd.DataFrame, usual: pd.DataFrame, by: list[str]
) -> pd.DataFrame:
    """``frames_usual`` once for each part of the vocabulary (``words``, then ``by``), as far as
    ``parted`` has rows: random windows know no words, so both parts are set over the same.
    """
    own = frames_usual(corpus, usual, by)
    both = pd.concat(dict.fromkeys(parted["words"].unique(), own), names=["words"])
    return both[both.index.isin(pd.MultiIndex.from_frame(parted[["words", *by]].drop_duplicates()))]


@dataclass(frozen=True)
class Overlap:
    """A phrase of the vocabulary that holds, by itself, a word of what is looked for near it."""

    phrase: str
    term: str  # the term that catches it; the tables do not tell its phrases apart
    column: str  # flag of the window
    name: str  # field or kind of words

    @property
    def words(self) -> str:
        """What is looked for near the vocabulary, in a sentence."""
        return f"words of {self.name.lower()}"


OVERLAPS = {
    "NOR": (
        Overlap("ideelle og kommersielle aktører", "no_ideell", "wf_market", "Market"),
        Overlap("frivillige ressurser", "no_frivillig_innsats", "wf_efficiency", "Efficiency"),
        Overlap("frivillig omsorg", "no_frivillig_innsats", "w_social_services", "Social services"),
        Overlap("ideelle barnehager", "no_ideell", "w_children_youth", "Children and youth"),
    ),
    "DEU": (
        Overlap("Seniorenbüro", "de_freiwilligenagentur", "w_elderly_care", "Elderly care"),
        Overlap("gemeinnützige Pflege", "de_freie_traeger", "w_elderly_care", "Elderly care"),
        Overlap("gemeinnützige Pflege", "de_freie_traeger", "w_social_services", "Social services"),
    ),
}


def disjoint(
    rows: pd.DataFrame, usual: pd.DataFrame, overlap: Overlap
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Windows and baseline of one overlap, for ``rates.share_ratios`` by ``words``: "all" has the
    whole vocabulary, "without" leaves out the term that catches the phrase.

    The counts do not tell the phrases of a term apart, so the whole term goes: what is left is a
    vocabulary that holds no word of what is looked for.
    """
    long = rows.assign(part=rows[overlap.column])[["date", "term_id", "part"]]
    parts = {"all": long, "without": long[long["term_id"] != overlap.term]}
    field, key = overlap.column.split("_", 1)
    whole = usual[usual["policy_field"] == ANY]
    seen = (
        usual.loc[usual["policy_field"] == key, "n_windows"].sum()
        if field == "w"
        else whole[f"n_{key}"].sum()
    )
    base = pd.DataFrame(
        {"part": seen, "whole": whole["n_windows"].sum()},
        index=pd.Index(list(parts), name="words"),
    )
    return pd.concat([part.assign(words=name) for name, part in parts.items()]), base


def overlaps_told(corpus: Corpus, cells: list[pd.DataFrame], rows: pd.DataFrame) -> pd.DataFrame:
    """A row an overlap of the vocabulary: phrase, name, uses (percent of all that the term has),
    all and without (multiples with their intervals). ``cells`` are the ratios of each overlap.
    """
    return pd.DataFrame(
        {
            "phrase": overlap.phrase,
            "name": overlap.name,
            "uses": 100 * (rows["term_id"] == overlap.term).mean(),
        }
        | {r.words: f"{r.ratio:.2f} ({r.low:.2f} to {r.high:.2f})" for r in cell.itertuples()}
        for overlap, cell in zip(OVERLAPS[corpus.country], cells)
    )


def frames_wide(cells: pd.DataFrame, by: str) -> pd.DataFrame:
    """Multiples with their intervals as text, a row for each ``by`` in the order of the rows and a
    column for each frame: ``2.01 (1.72 to 2.42)``, with a star where ``clear``.
    """
    told = cells.assign(
        text=[
            f"{r.ratio:.2f} ({r.low:.2f} to {r.high:.2f}){' *' * bool(r.clear)}"
            for r in cells.itertuples()
        ]
    )
    order = list(dict.fromkeys(cells[by]))
    return told.pivot(index=by, columns="frame", values="text").loc[order].reset_index()


def provider_share(rows: pd.DataFrame) -> pd.Series:
    """Hits of words for non-profit providers, percent of all hits, by period."""
    return 100 * (rows["term_group"] == PROVIDER).groupby(rows["period"]).mean()


def carried(corpus: Corpus, rows: pd.DataFrame, usual: pd.DataFrame) -> list[str]:
    """Fields with enough hits, days with a hit and random windows for a statement on frames."""
    sizes = usual.groupby("policy_field")["n_windows"].sum()
    return [
        key
        for key in FIELDS
        if key not in corpus.left_out_fields
        and sizes[key] >= LEAST_WINDOWS
        and rows[f"w_{key}"].sum() >= LEAST_HITS
        and rows.loc[rows[f"w_{key}"] == 1, "date"].nunique() >= LEAST_DAYS
    ]


def speeches_by_field(
    corpus: Corpus, found: pd.DataFrame, totals: pd.DataFrame
) -> tuple[pd.DataFrame, pd.Series]:
    """Speeches that touch a field and name the vocabulary (rows: field, date, n), and all speeches
    that touch the field (by field).
    """
    fields = {f: name for f, name in FIELDS.items() if f not in corpus.left_out_fields}
    named = found[found["names_it"] == 1].rename(
        columns={f"speech_{f}": name for f, name in fields.items()}
    )
    rows = named[["date", *fields.values()]].melt("date", var_name="field", value_name="n")
    base = pd.Series({name: totals[f"n_speeches_touching_{f}"].sum() for f, name in fields.items()})
    return rows, base.rename_axis("field")


def by_party(
    corpus: Corpus, found: pd.DataFrame, totals: pd.DataFrame
) -> tuple[pd.DataFrame, pd.Series]:
    """Hits by party and day (party, date, n), and words by party, largest parties only.

    Ministers are "Government" whatever their party; members of the Länder and others are left out.
    """
    words = totals.groupby("party")["words"].sum()
    words = words[(words >= LEAST_WORDS) & ~words.index.isin(["OTHER", "LAND", "fraktionslos"])]
    rows = found[found["party"].isin(words.index)].rename(columns={"n_vocabulary": "n"})
    rows = rows.assign(party=rows["party"].replace(PARTIES[corpus.country]))[["party", "date", "n"]]
    return rows, words.rename(index=PARTIES[corpus.country]).rename_axis("party")
