"""Three parliaments side by side: their words, and the frames near associations.

Levels must not be compared between languages, since the patterns differ. So words are shares of the
uses of each parliament's own vocabulary, in percent, and frames are multiples of random windows of
the same parliament, taken from the claims of the chapters on the parliaments. The Folketing has no
random windows: its frames are missing. What a word pattern does not exist for in a language is
missing too, which is not the same as never said. Limits: data/discourse/README.md.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from copro.english import listed, number_word
from copro.measures.parliaments.counts import CORPORA, FRAMES, WORD, Corpus
from copro.measures.parliaments.words import of_all, times as uses_told
from copro.measures.shared.stated import Said, Stated
from copro.methods import multiplicity, rates

WORDS, TALK, ELDERLY = "Words used", "Frames, all talk", "Frames, elderly care"
BARE = ", no providers"  # the vocabulary without its words for non-profit providers
TOPICS = {
    "Organisations, sector": ("voluntary_organisations", "voluntary_sector"),
    "Work, engagement": ("voluntary_work", "dugnad", "civic_engagement", "volunteering"),
    "Non-profit providers": ("nonprofit_provider", "free_welfare", "self_help"),
    "Volunteer centres": ("volunteer_centre",),
    "Civil society": ("civil_society",),
    "Co-production": (WORD,),
}
# Topics that the figure leaves out: one is rare in every parliament, the other stands in the table.
SELDOM = ("Volunteer centres", "Co-production")
INSTEAD = 100  # the same bound as in the chapter on the Bundestag
TOO_FEW = "too few to count"
USUAL = {
    "as usual": "as common as usual",
    "more common": "more common than usual",
    "less common": "less common than usual",
}
# Words of voluntary work or engagement, by country code.
ENGAGEMENT = {
    "NOR": "voluntary work (frivillig arbeid, dugnad)",
    "DEU": "civic engagement and volunteering (bürgerschaftliches Engagement, Ehrenamt)",
    "DNK": "voluntary work (frivilligt arbejde)",
}
# What the founding documents lead one to expect near elderly care: frame, country.
EXPECTED = (("Efficiency", "NOR"), ("Market", "NOR"), ("Democracy", "DEU"))


def by_topic(corpus: Corpus, found: pd.DataFrame) -> pd.DataFrame:
    """A row a speech and topic the corpus has a pattern for: topic, date, n (hits)."""
    groups = {*corpus.groups, WORD}
    sums = {
        topic: found[[f"n_{g}" for g in own if g in groups]].sum(axis=1)
        for topic, own in TOPICS.items()
        if groups & set(own)
    }
    return (
        pd.DataFrame(sums).assign(date=found["date"]).melt("date", var_name="topic", value_name="n")
    )


def within(found: Mapping[str, pd.DataFrame], period: str) -> dict[str, pd.DataFrame]:
    """Rows by country code with a column year: all of them ("own"), or those of the years that all
    have ("common").
    """
    if period == "own":
        return dict(found)
    years = [rows["year"] for rows in found.values()]
    first, last = max(y.min() for y in years), min(y.max() for y in years)
    return {code: rows[rows["year"].between(first, last)] for code, rows in found.items()}


def covered(spans: Mapping[str, str], period: str) -> str:
    """Whose minutes of which years are counted; arguments rest on all years."""
    said = listed([f"{CORPORA[code].parliament} {span}" for code, span in spans.items()])
    return said if period == "own" else f"{said} (arguments: all years of the minutes)"


def stand_against(uses: Mapping[str, int], word: Mapping[str, int]) -> dict[str, float]:
    """Established words for one of co-production, by country code; without end where there is
    none of co-production.

    >>> stand_against({"NOR": 100, "DEU": 50}, {"NOR": 4, "DEU": 0})
    {'NOR': 25.0, 'DEU': inf}
    """
    return {code: uses[code] / word[code] if word[code] else float("inf") for code in word}


def shares(
    found: Mapping[str, pd.DataFrame], days: Mapping[str, float], *, draws: int, seed: int
) -> dict[str, pd.DataFrame]:
    """Shares of the topics in the uses of each parliament's own vocabulary, percent, with intervals
    from sitting days: ``clustered_rates`` by country code.

    ``found`` are the rows of ``counts.matching`` and ``days`` the sitting days.
    """
    out = {}
    for code, speeches in found.items():
        rows = by_topic(CORPORA[code], speeches)
        topics = pd.Index(rows["topic"].unique(), name="topic")
        out[code] = rates.clustered_rates(
            rows,
            by=["topic"],
            count="n",
            cluster="date",
            per=100,
            base=pd.Series(speeches["n_vocabulary"].sum(), topics),
            clusters=pd.Series(days[code], topics),
            draws=draws,
            seed=seed,
        )
    return out


def told(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``words_block`` with their share in words (``told``)."""
    return rows.assign(
        told=["not counted" if pd.isna(share) else f"{share:.0f} %" for share in rows["value"]]
    )


def words_block(shares: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Shares of topics (``topic``, ``rate``, ``low``,
    ``high`` by country code) as rows of the figure.

    Every country has every topic; one without a pattern has no value.
    """
    rows = []
    for code, part in shares.items():
        whole = (
            part.set_index("topic")[["rate", "low", "high"]]
            .reindex(list(TOPICS))
            .rename(columns={"rate": "value"})
        )
        rows.append(
            whole.rename_axis("row")
            .reset_index()
            .assign(block=WORDS, iso3=code, country=CORPORA[code].name)
        )
    return pd.concat(rows, ignore_index=True)


def frames_block(ledger: Said, words: str = "") -> pd.DataFrame:
    """Frames near associations as rows of the figure: block, row, iso3, country, value, low, high,
    clear (differs from usual, the rows of one block and parliament taken as one family).

    Takes the claims of the chapters on the parliaments; ``words`` is the end of their ids: nothing
    for the whole vocabulary, "-others" for that without the words for non-profit providers. A
    parliament without random windows keeps rows without values, and so does elderly care where too
    few words were near it for a claim. Raises ``KeyError`` if a claim of all talk is not there.
    """
    rows = []
    for block, part in ((TALK, "frame"), (ELDERLY, "elderly")):
        for code, corpus in CORPORA.items():
            for key, frame in FRAMES.items():
                id = f"disc-{code.lower()}-{part}-{key}{words}"
                counted = corpus.baseline and (block == TALK or id in ledger)
                ends = _ends(ledger[id]) if counted else (None, None, None)
                rows.append((block, frame, code, corpus.name, *ends))
    out = pd.DataFrame(
        rows, columns=["block", "row", "iso3", "country", "value", "low", "high"]
    ).astype({"value": float, "low": float, "high": float})
    told = [
        multiplicity.family(part.rename(columns={"value": "ratio"}))["clear"]
        for _, part in out[out["value"].notna()].groupby(["iso3", "block"])
    ]
    return out.assign(clear=pd.concat(told).reindex(out.index, fill_value=False))


def _ends(claim: Stated) -> tuple[float, float, float]:
    """Value of a claim, low and high end of its interval."""
    if claim.interval is None:
        raise ValueError(f"the claim {claim.id!r} has no interval")
    return claim.value, *claim.interval


def stands_out(row: pd.Series) -> str:
    """Whether a frame is more common than usual, less common, or neither; a row that says whether
    it is ``clear`` of 1 among its family, or of which only the interval is known. ``TOO_FEW`` where
    it was not counted.
    """
    if pd.isna(row["low"]):
        return TOO_FEW
    if not row.get("clear", True):
        return "as usual"
    return "more common" if row["low"] > 1 else "less common" if row["high"] < 1 else "as usual"


def frame_table(frames: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Two parliaments by block and frame: what is common in each against its own talk.

    Whether their intervals lie apart is not asked: a multiple in one language is not compared with
    one in another.
    """
    cells, rows = frames.set_index(["block", "row", "iso3"]), []
    for block in (TALK, ELDERLY):
        for frame in FRAMES.values():
            one, two = (cells.loc[(block, frame, code)] for code in (first, second))
            rows.append(
                {"block": block, "frame": frame}
                | {
                    f"{code}{end}": value
                    for code, cell in ((first, one), (second, two))
                    for end, value in (("", _told(cell)), ("_is", stands_out(cell)))
                }
            )
    return pd.DataFrame(rows)


def market_by_words(ledger: Said) -> pd.DataFrame:
    """Words of the market near the words for non-profit providers,
    a row a parliament with random windows.

    Indexed by country code. Columns value, low, high (times as common as usual near these words),
    told and is (the same in words), share (percent of the hits that are such words).
    """
    rows = {}
    for code in (code for code, corpus in CORPORA.items() if corpus.baseline):
        whole, near = (
            ledger[f"disc-{code.lower()}-frame-market{end}"] for end in ("", "-providers")
        )
        cell: dict[str, Any] = dict(zip(("value", "low", "high"), _ends(near)))
        rows[code] = cell | {
            "told": _told(cell),
            "is": stands_out(cell),
            "share": 100 * near.n / whole.n,
        }
    return pd.DataFrame(rows).T


def _told(cell: Mapping[str, float]) -> str:
    if pd.isna(cell["value"]):
        return "–"
    return f"{cell['value']:.2f} ({cell['low']:.2f} to {cell['high']:.2f})"


def expected_contrast(table: pd.DataFrame) -> pd.DataFrame:
    """What is expected near elderly care, part by part: frame, country, stands_out (bool)."""
    own = table[table["block"] == ELDERLY].set_index("frame")
    return pd.DataFrame(
        [
            {
                "frame": frame,
                "country": CORPORA[code].name,
                "stands_out": own.loc[frame, f"{code}_is"] == "more common",
            }
            for frame, code in EXPECTED
        ]
    )


def instead(times: dict[str, float]) -> str:
    """Whether only Germany speaks in established words *instead* of co-production,
    in the words of a verdict.

    ``times`` has, for each parliament by itself, how many established words stand against one of
    co-production; more than ``INSTEAD`` counts as instead. Parliaments are never compared by the
    numbers themselves.
    """
    norway, germany = times["NOR"] > INSTEAD, times["DEU"] > INSTEAD
    if norway == germany:
        return "no difference between the parliaments" if germany else "against, strong"
    return "for, strong" if germany else "against, strong"


def instead_told(value: str) -> str:
    """What the word of ``instead`` means for the German half of the hypothesis,
    in a sentence or two.
    """
    if value.startswith("no difference"):
        return (
            "That is true of the Bundestag, but it does not set Germany apart. In the "
            "years of its minutes the Storting, too, used its own older words."
        )
    if value.startswith("for"):
        return "That is true of the Bundestag and not of the Storting."
    return "That is not true of the Bundestag."


def spoken_of(
    uses: Mapping[str, int], welfare: Mapping[str, int], times: Mapping[str, float]
) -> str:
    """The answer on words of co-production, in sentences: ``welfare`` uses read as co-production
    in welfare, all ``uses`` where the subject was not asked, and how many established words stand
    against one (``times``).
    """
    told = listed(
        [f"{uses_told(welfare[code])} in the {CORPORA[code].parliament}" for code in welfare]
    )
    seldom = all(one > INSTEAD for one in times.values())
    opening = "They hardly speak of co-production." if seldom else "Co-production is spoken of."
    said = f"{opening} On welfare its words came up {told}"
    if "DEU" in welfare:
        said += ", where the caring community is counted apart"
    rest = listed(
        [
            f"in the {CORPORA[code].parliament} they came up {uses_told(uses[code])}"
            for code in uses
            if code not in welfare
        ]
    )
    return f"{said}. {rest[0].upper()}{rest[1:]}, subject not asked." if rest else f"{said}."


def genres_told(*said: Stated) -> str:
    """Whether the word is in other genres, as the end of a sentence; takes claims of rates."""
    none = not any(one.value for one in said)
    whole = listed([f"{one.n:,}" for one in said])
    return f"{'none' if none else 'some'} of the {whole} has samskaping or samproduksjon."


def more_often(times: Mapping[str, float]) -> str:
    """In how many parliaments established words are more than ``INSTEAD`` times as frequent."""
    count = sum(one > INSTEAD for one in times.values())
    return f"In {of_all(count, len(times))} parliaments"


def alike(table: pd.DataFrame) -> pd.DataFrame:
    """Frames of all talk that read the same way in both parliaments; takes ``frame_table``."""
    return table[(table["block"] == TALK) & (table["NOR_is"] == table["DEU_is"])]


def both_more(table: pd.DataFrame) -> list[str]:
    """Frames that are more common than usual in both parliaments, in small letters."""
    rows = alike(table)
    return rows.loc[rows["NOR_is"] == "more common", "frame"].str.lower().tolist()


def both_told(frames: list[str]) -> str:
    """``both_more`` as a sentence."""
    return (
        "When the Storting and the Bundestag speak of associations, words of "
        f"{listed(frames)} are more common than usual."
        if frames
        else "No kind of argument is more common than usual in both the Storting and the Bundestag."
    )


def market_told(near: pd.DataFrame, other: Mapping[str, str]) -> str:
    """Where each parliament uses words of the market, in sentences. Takes ``market_by_words`` and,
    by country code, what they are near other words for associations.
    """
    return " ".join(
        f"In the {CORPORA[code].parliament} market words are {USUAL[near.loc[code, 'is']]} near "
        f"non-profit providers and {USUAL[other[code]]} near other associations."
        for code in near.index
    )


def met(parts: pd.DataFrame) -> str:
    """How many of the expected arguments of ``expected_contrast`` are more common than usual, and
    which: ``two (market in Norway and democracy in Germany)``.
    """
    rows = parts[parts["stands_out"]]
    which = listed([f"{r.frame.lower()} in {r.country}" for r in rows.itertuples()])
    return f"{number_word(len(rows))} ({which})" if which else "none"


def clearer(table: pd.DataFrame, code: str) -> str:
    """Frames that are more common near elderly care in one parliament: ``democracy and
    community``, or ``no kind of word``. Takes ``frame_table``.
    """
    rows = table[(table["block"] == ELDERLY) & (table[f"{code}_is"] == "more common")]
    return listed(rows["frame"].str.lower()) or "no kind of word"
