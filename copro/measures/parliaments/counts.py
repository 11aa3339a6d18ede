"""Discourse: what three parliaments say about the voluntary sector, from counts of words.

Units: hits and speeches; rates per million words or per 1,000 speeches. Levels must not be
compared between languages: the patterns differ. ``cooperation_voluntary`` is left out
everywhere, because its phrases are made of words that other groups count too; the published
column ``n_hits_core`` holds it and is not used for that reason. Limits: data/discourse/README.md.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from copro.english import listed
from copro.measures.shared.country import DENMARK, GERMANY, NORWAY

GROUPS = {
    "voluntary_organisations": "Voluntary organisations",
    "nonprofit_provider": "Non-profit providers",
    "free_welfare": "Welfare associations",
    "self_help": "Self-help",
    "volunteer_centre": "Volunteer centres",
    "voluntary_sector": "Voluntary sector",
    "voluntary_work": "Voluntary work",
    "dugnad": "Dugnad",
    "civic_engagement": "Civic engagement",
    "volunteering": "Volunteering (Ehrenamt)",
    "civil_society": "Civil society",
}
WORD = "coproduction"
FIELDS = {
    "culture_leisure": "Culture and leisure",
    "drug_care": "Drug care",
    "elderly_care": "Elderly care",
    "health": "Health",
    "social_services": "Social services",
    "children_youth": "Children and youth",
    "integration_immigrants": "Integration",
    "municipality": "Municipality",
}
LEISURE = "Culture and leisure"  # the field that the two fields of care are set beside
CARE = {"Elderly care": "elderly", "Drug care": "drug"}  # the ends of the ids of their claims
FRAMES = {
    "efficiency": "Efficiency",
    "democracy": "Democracy",
    "community": "Community",
    "market": "Market",
}
ANY = "ANY"
LEAST_HITS, LEAST_DAYS, LEAST_WINDOWS = 100, 30, 100  # below one of these a field says nothing
LEAST_WORDS = 300_000  # of a party
TAKE_OFF = 3  # years in a row with the word
LAST_YEAR = 2026  # of the speeches in the tables
NOT_SPEECH = ("chair", "procedure")  # in the totals, but in no count of words or speeches


@dataclass(frozen=True)
class Corpus:
    """One parliament: its names, its tables, and what its record lacks."""

    country: str
    name: str
    parliament: str
    word: str  # the word for co-creation whose spread is asked for
    terms: tuple[str, ...]  # its patterns
    comparison: str  # the established word it is compared with: volunteer centres
    groups: tuple[str, ...]
    partial: tuple[int, ...] = ()  # years of which only a part is there
    editions: tuple[int, ...] = ()  # first years of new editions of the minutes
    baseline: bool = True
    welfare_check: str = "domestic welfare, strict reading"
    sense_check: str = "right sense, uniform sample"
    domestic_check: str = "right sense, domestic strata"
    tables: tuple[str, ...] = ("discourse/speeches", "discourse/totals_year_party")
    coverage: str | None = None
    terms_table: str = "discourse/counts_year_party_term"
    party_note: str = "Parties that spoke fewer than 300,000 words are left out."
    left_out_fields: tuple[str, ...] = ()
    # What the record lacks; ``{part}`` stands for its part years (see ``words.limits``).
    limits: str = ""
    span: str = ""  # the months, where the years would mislead
    programmes_note: str = ""  # what the collection of programmes lacks
    gap: str = ""  # the record that would change the readings
    providers: str = ""  # examples of its words for non-profit providers
    tender: str = ""  # what its words of the market hold for a tender
    overlap: str = ""  # what makes market words stand near its words for providers by definition


NORDIC = ("voluntary_sector", "voluntary_organisations", "voluntary_work", "volunteer_centre")
CORPORA = {
    NORWAY.iso3: Corpus(
        NORWAY.iso3,
        NORWAY.name,
        "Storting",
        "samskaping",
        ("no_samskaping",),
        "frivilligsentral",
        (*NORDIC, "nonprofit_provider", "dugnad", "civil_society"),
        partial=(1998, 2016),
        coverage="discourse/coverage_storting",
        party_note="The party is known mostly for opening speeches and ministers.",
        programmes_note="2025 is without Høyre and Pensjonistpartiet; 2017 comes "
        "from another collection.",
        providers="ideelle organisasjoner, ideelle aktører",
        tender="The words of the market hold one for tender (anbud).",
        overlap="partly by definition: the pattern also catches phrases such as ideelle og "
        "kommersielle aktører, and kommersiell is a word of the market",
        gap="Minutes of the Storting after February 2016, white papers of the years since, and "
        "municipal plans of more than one county.",
        limits="The Norwegian minutes end on 11 February 2016; {part}.",
    ),
    GERMANY.iso3: Corpus(
        GERMANY.iso3,
        GERMANY.name,
        "Bundestag",
        "Ko-Produktion or Ko-Kreation",
        ("de_koproduktion", "de_kokreation"),
        "Freiwilligenagentur",
        (
            "civic_engagement",
            "volunteering",
            "nonprofit_provider",
            "free_welfare",
            "self_help",
            "volunteer_centre",
            "civil_society",
        ),
        partial=(2009, 2015, 2017, 2026),
        coverage="discourse/coverage_bundestag",
        editions=(2016, 2018),
        # Volunteer services are left out of the vocabulary, so the reading without them applies.
        welfare_check="domestic welfare, strict reading, without volunteer_service",
        left_out_fields=("drug_care",),
        programmes_note="2013 and 2018 include the coalition agreements.",
        providers="freie Träger, gemeinnützige Einrichtungen",
        tender="The words of the market hold none for tender (no Ausschreibung, no Vergabe).",
        gap="Minutes of the Bundestag before October 2009, and of the sittings "
        "missing in 2015 and 2017.",
        limits="The German minutes lack June to December 2015 and January to October 2017; {part}.",
    ),
    DENMARK.iso3: Corpus(
        DENMARK.iso3,
        DENMARK.name,
        "Folketing",
        "samskabelse",
        ("da_samskabelse",),
        "frivilligcenter",
        (*NORDIC, "civil_society"),
        baseline=False,
        sense_check="right sense",
        tables=("discourse/folketing_meetings_1990_2021",),
        span="October 1990 to June 2021",
    ),
}
# Debates behind years and days that stand out, as documented with the tables.
DEBATES = {
    ("NOR", 2007): "value-added tax and the voluntary register",
    ("NOR", 2010): "tendering",
    ("NOR", 2014): "tendering",
    ("DEU", 2011): "end of conscription",
    ("DEU", 2019): "engagement bills",
}


def precision(validation: pd.DataFrame, country: str, check: str) -> tuple[int, int]:
    """(right, read) of a check by hand-reading. Raises ``ValueError`` if it was not made."""
    row = validation[(validation["country"] == country) & (validation["check"] == check)]
    if len(row) != 1:
        raise ValueError(f"{country}: no check {check!r}")
    return int(row["n_true"].iloc[0]), int(row["n_read"].iloc[0])


def matching(
    corpus: Corpus, speeches: pd.DataFrame, year_from: int, year_to: int = LAST_YEAR
) -> pd.DataFrame:
    """Speeches of a corpus from one year to another, with ``n_vocabulary`` (hits of its groups) and
    ``names_it`` (1 if there is any).
    """
    rows = speeches[
        (speeches["country"] == corpus.country) & speeches["year"].between(year_from, year_to)
    ]
    hits = rows[[f"n_{g}" for g in corpus.groups]].sum(axis=1)
    return rows.assign(
        n_vocabulary=hits,
        names_it=(hits > 0).astype(int),
        corpus=corpus.name,
        date=pd.to_datetime(rows["date"]),
    )


def spoken(
    corpus: Corpus, totals: pd.DataFrame, year_from: int, year_to: int = LAST_YEAR
) -> pd.DataFrame:
    """Totals of a corpus without the chair and without procedure, from one year to another."""
    own = totals.assign(country=corpus.country) if "country" not in totals else totals
    own = own[(own["country"] == corpus.country) & ~own["role"].isin(NOT_SPEECH)]
    return own[own["year"].between(year_from, year_to)].rename(
        columns={"n_tokens": "words", "n_speeches": "speeches"}
    )


def sitting_days(corpus: Corpus, found: pd.DataFrame, coverage: pd.DataFrame | None) -> pd.Series:
    """Sitting days by year, those without a hit included.

    The Bundestag's are listed. The Storting's are known by session (October to September): days
    without a hit are shared out to the two years of a session like its days with one, in whole
    days that add up to those of the table.
    """
    if coverage is None:
        raise ValueError(f"{corpus.country}: sitting days need a table of what is covered")
    if "date" in coverage:
        dates = pd.to_datetime(coverage["date"])
        days = coverage.assign(year=dates.dt.year).groupby("year")["date"].nunique()
        return days[days.index.isin(found["year"])].rename("days")
    seen = found.groupby(["parl_session", "year"])["date"].nunique().rename("seen").reset_index()
    whole = coverage.set_index("parl_session")["n_sitting_days"]
    in_session = seen.groupby("parl_session")["seen"].transform("sum")
    seen["days"] = seen["seen"] * seen["parl_session"].map(whole) / in_session
    days = seen.groupby("year")["days"].sum()
    down = np.floor(
        days + 1e-9
    )  # the days that are left go to the years with the largest remainders
    more = (
        (days - down)
        .sort_values(ascending=False, kind="stable")
        .index[: round(days.sum() - down.sum())]
    )
    return (down + days.index.isin(more)).astype(int)


def days_within(
    corpus: Corpus, every: pd.DataFrame, coverage: pd.DataFrame | None, found: pd.DataFrame
) -> pd.Series:
    """``sitting_days`` of the years of ``found``, a part of ``every``: a session that begins before
    the first of these years does not give it all its days.
    """
    days = sitting_days(corpus, every, coverage)
    return days[days.index.isin(found["year"])]


def by_group(corpus: Corpus, found: pd.DataFrame) -> pd.DataFrame:
    """A row a speech and group of the vocabulary, and one for co-production: group, date, n."""
    columns = {f"n_{g}": GROUPS[g] for g in corpus.groups} | {f"n_{WORD}": "Co-production"}
    return (
        found[["date", *columns]]
        .rename(columns=columns)
        .melt("date", var_name="group", value_name="n")
    )


def word_by_year(
    corpus: Corpus, spoken_: pd.DataFrame, terms: pd.DataFrame, read: pd.DataFrame
) -> pd.DataFrame:
    """Hits of the word and of all co-production patterns by year, zeros included.

    Columns year, words (million), word (hits), all (hits of the group), welfare (of ``all``, those
    read as welfare co-production), comparison (hits of volunteer centres).
    """
    years = spoken_.groupby("year")["words"].sum() / 1e6
    own = terms[terms["country"] == corpus.country]
    counts = {
        "word": own["term_id"].isin(corpus.terms),
        "all": own["term_group"] == WORD,
        "comparison": own["term_group"] == "volunteer_centre",
    }
    out = pd.DataFrame(
        {"words": years} | {k: own[v].groupby("year")["n_hits"].sum() for k, v in counts.items()}
    )
    coded = read[
        (read["country"] == corpus.country)
        & (read["is_welfare_coproduction"] == 1)
        & ~read["term_id"].str.contains("gemeinschaft")
    ]
    out["welfare"] = coded.groupby(pd.to_datetime(coded["date"]).dt.year)["n_hits"].sum()
    out = (
        out.loc[years.index]
        .fillna(0)
        .astype(dict.fromkeys(("word", "all", "comparison", "welfare"), int))
    )
    return out.rename_axis("year").reset_index()


def programmes(corpus: Corpus, counts: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Election programmes and coalition agreements by year: documents, words (million), hits of
    the vocabulary per million words, hits of co-production words and documents that use one.
    """
    own, papers = (f[f["country"] == corpus.country] for f in (counts, documents))
    out = papers.groupby("year").agg(documents=("party", "size"), words=("n_tokens", "sum"))
    vocabulary = own[own["term_group"].isin(corpus.groups)].groupby("year")["n_hits"].sum()
    word = own[(own["term_group"] == WORD) & (own["n_hits"] > 0)].groupby("year")
    out = out.assign(
        vocabulary=vocabulary / out["words"] * 1e6,
        word=word["n_hits"].sum(),
        users=word["party"].nunique(),
        parties=word["party"].agg(", ".join),
        words=out["words"] / 1e6,
    )
    return (
        out.fillna({"word": 0, "users": 0, "parties": ""})
        .astype({"word": int, "users": int})
        .reset_index()
    )


def programme_word(corpus: Corpus, counts: pd.DataFrame, year: int) -> str:
    """What the programmes of a year use: the word for co-creation,
    if they use it and no other word of the group.
    """
    used = counts[
        (counts["country"] == corpus.country)
        & (counts["year"] == year)
        & (counts["term_group"] == WORD)
        & (counts["n_hits"] > 0)
    ]["term_id"]
    return (
        f"the word {corpus.word}"
        if len(used) and used.isin(corpus.terms).all()
        else "a word of co-production"
    )


def busiest_days(found: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """The day with most hits of each year: year, date, hits, share_pct of the year, debate."""
    days = found.groupby(["year", "date"])["n_vocabulary"].sum().rename("hits").reset_index()
    days["share_pct"] = 100 * days["hits"] / days.groupby("year")["hits"].transform("sum")
    top = days.sort_values(["year", "hits"]).groupby("year").tail(1)
    return top.assign(
        date=top["date"].dt.strftime("%d %b %Y").str.lstrip("0"),
        debate=[DEBATES.get((corpus.country, y), "") for y in top["year"]],
    ).reset_index(drop=True)


def without_busiest(found: pd.DataFrame) -> pd.DataFrame:
    """Speeches without those of the day with most hits of each year."""
    days = found.groupby(["year", "date"])["n_vocabulary"].sum()
    top = days.groupby("year").idxmax()
    return found[~pd.MultiIndex.from_frame(found[["year", "date"]]).isin(list(top))]


def days_with(corpus: Corpus, found: pd.DataFrame, read: pd.DataFrame) -> dict[str, int]:
    """Sitting days with the word (from the hand-read hits) and with volunteer centres."""
    own = read[(read["country"] == corpus.country) & read["term_id"].isin(corpus.terms)]
    dates, ends = pd.to_datetime(own["date"]), (found["year"].min(), found["year"].max())
    return {
        "word": int(dates[dates.dt.year.between(*ends)].nunique()),
        "comparison": int(found.loc[found["n_volunteer_centre"] > 0, "date"].nunique()),
    }


class Searched(NamedTuple):
    """Texts of one kind that were searched for the words of co-creation: how many, how many hold
    one, the exact 95 % limits of that share, and the years.
    """

    asked: int
    word: int
    ends: tuple[float, float]
    span: str


def _searched(asked: int, word: int, span: str) -> Searched:
    low, high = proportion_confint(word, asked, method="beta")
    return Searched(int(asked), int(word), (float(low), float(high)), span)


def questions(rows: pd.DataFrame) -> Searched:
    """Questions and interpellations in the Storting by kind and year, summed."""
    word = rows[["samskaping", "samproduksjon"]].sum().sum()
    years = rows["year"]
    return _searched(rows["n_questions"].sum(), word, f"{years.min()} to {years.max()}")


def titles(rows: pd.DataFrame) -> Searched:
    """Titles of cases of the Storting by source and year, summed."""
    word = rows[["samskaping_titles_n", "samproduksjon_titles_n"]].sum().sum()
    years = rows["period"].str[:4]
    return _searched(rows["titles_n"].sum(), word, f"{years.min()} to {years.max()}")


def genres_told(asked: Searched, headed: Searched) -> str:
    """What the two genres beside the minutes hold, as a sentence."""
    told = [
        f"{'none' if not one.word else f'{one.word:,}'} of the {one.asked:,} {what} from {one.span}"
        for one, what in ((asked, "questions"), (headed, "titles of cases"))
    ]
    return f"Two other genres were searched: the word is in {listed(told)}."


def put_aside(found: pd.DataFrame) -> dict[str, int]:
    """What is known of uses that the list misses: ``counted`` and ``aside`` (hits of patterns that
    were put aside because their word often means something else), ``phrases`` and ``met`` (speeches
    with a phrase on cooperation, whose pattern is wider, and those that also hold a word of the
    list).

    The share of ``met`` is no recall of all talk: both patterns share words, and no text without
    any hit was read.
    """
    wider = found[found["n_cooperation_voluntary"] > 0]
    return {
        "counted": int(found["n_vocabulary"].sum()),
        "aside": int(found[["n_voluntariness_ambiguous", "n_other_sense"]].sum().sum()),
        "phrases": len(wider),
        "met": int(wider["names_it"].sum()),
    }


def take_off(years: pd.DataFrame) -> int | None:
    """First of ``TAKE_OFF`` years in a row in which the word was used; None if there are none."""
    used = (years.set_index("year")["word"] > 0).astype(int)
    runs = used.rolling(TAKE_OFF).sum() == TAKE_OFF
    return int(runs.idxmax()) - TAKE_OFF + 1 if runs.any() else None


def levels(full: pd.DataFrame, stretches: list[tuple[int, int]]) -> pd.DataFrame:
    """Mean yearly rate of each stretch: first and last year, rate (years count alike)."""
    return pd.DataFrame(
        [
            (
                int(full["year"].iloc[a]),
                int(full["year"].iloc[b - 1]),
                full["rate"].iloc[a:b].mean(),
            )
            for a, b in stretches
        ],
        columns=["first", "last", "rate"],
    )


def in_both(corpus: Corpus, counts: pd.DataFrame, documents: pd.DataFrame) -> dict[str, int]:
    """Parties with an election programme in the first and the last year, and how many of them used
    a word of co-production: first, last, parties, before, after. ``parties`` is 0 with one year.
    """
    own, papers = (
        f[(f["country"] == corpus.country) & (f["document_type"] == "election_programme")]
        for f in (counts, documents)
    )
    first, last = papers["year"].min(), papers["year"].max()
    same = set(papers.loc[papers["year"] == first, "party"]) & set(
        papers.loc[papers["year"] == last, "party"]
    )
    users = own[(own["term_group"] == WORD) & (own["n_hits"] > 0) & own["party"].isin(same)]
    used = {year: users.loc[users["year"] == year, "party"].nunique() for year in (first, last)}
    return {
        "first": int(first),
        "last": int(last),
        "parties": len(same) if first < last else 0,
        "before": used[first],
        "after": used[last],
    }
