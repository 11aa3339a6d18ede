"""What a reader may choose from on the page of interactive charts: long tables, one row a mark."""

import pandas as pd

from copro.measures.countries import indicators
from copro.measures.literature import gaps, works as literature
from copro.measures.parliaments import counts as discourse


def country_values(tables: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Indicators of institutions by country and year: indicator, unit, country, year, value; and
    the value of today by indicator and country: indicator, unit, country, years, value.

    ``tables`` as for ``countries.indicators.values``.
    """
    every = indicators.values(tables)
    return _labelled(every, tables), _labelled(indicators.latest(every), tables)


def _labelled(frame: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    by_key = {i.key: i for i in indicators.INDICATORS}
    named = frame.assign(
        country=frame["iso3"].map(indicators.country_names(tables)),
        indicator=[by_key[k].label for k in frame["key"]],
        unit=[by_key[k].unit for k in frame["key"]],
    )
    return named.dropna(subset="country").drop(columns=["key", "iso3"]).reset_index(drop=True)


def term_series(country: str, totals: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Hits of each group of words per million words by year, zeros included.

    ``totals`` and ``counts`` are ``discourse/totals_year_party`` and ``counts_year_party_term``.
    Returns term, year, hits, rate and ``part_year``. Groups that mix senses, or that count
    phrases made of words of other groups, are left out.
    """
    corpus = discourse.CORPORA[country]
    words = discourse.spoken(corpus, totals, 0).groupby("year")["words"].sum() / 1e6
    kept = {g: discourse.GROUPS[g] for g in corpus.groups} | {discourse.WORD: "Co-production"}
    own = counts[
        (counts["country"] == country)
        & counts["term_group"].isin(kept)
        & ~counts["role"].isin(discourse.NOT_SPEECH)
    ]
    hits = own.groupby(["term_group", "year"])["n_hits"].sum()
    cells = pd.MultiIndex.from_product([kept, words.index], names=["term_group", "year"])
    out = hits.reindex(cells, fill_value=0).rename("hits").reset_index()
    out["rate"] = out["hits"] / out["year"].map(words)
    out["part_year"] = out["year"].isin(corpus.partial)
    return out.assign(term=out["term_group"].map(kept))[
        ["term", "year", "hits", "rate", "part_year"]
    ]


def gap_works(first: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """The works behind each cell of the evidence-gap map: reading, field, theme, study, work.

    ``first`` is the first pass with records (``literature.with_record``), ``themes`` the outcome
    themes of both passes. Works on the same data share a ``study``.
    """
    read = first[first["key"].isin(themes["key"])]
    fields = literature.labels(read, "policy_field").rename(columns={"label": "field"})
    found = gaps.theme_labels(themes).merge(fields[["key", "field"]], on="key")
    names = {
        row.key: literature.short_name(row.authors, row.year, row.title)
        for row in read.itertuples()
    }
    found = found.assign(
        study=literature.studies(found["key"]),
        work=found["key"].map(names),
        reading=found["coder"].map({"pass_1": "first", "pass_2": "second"}),
    )
    return (
        found[["reading", "field", "theme", "study", "work"]]
        .sort_values(["reading", "field", "theme", "work"])
        .reset_index(drop=True)
    )


def gap_counts(works: pd.DataFrame) -> pd.DataFrame:
    """Studies in each cell of the map, empty ones included: reading, field, theme, studies."""
    cells = pd.MultiIndex.from_product(
        [
            sorted(works["reading"].unique()),
            literature.NAMES["policy_field"].values(),
            gaps.THEMES.values(),
        ],
        names=["reading", "field", "theme"],
    )
    found = works.groupby(["reading", "field", "theme"])["study"].nunique()
    return found.reindex(cells, fill_value=0).rename("studies").reset_index()
