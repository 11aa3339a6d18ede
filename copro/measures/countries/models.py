"""Country-years for three questions about institutions, and their estimates in words.

Units: percent (shares, spending in percent of GDP), beds per 1,000 inhabitants aged 65 and over,
persons aged 65+ per 100 aged 15-64. Rows without one of the values are left out by the model.
"""

from dataclasses import dataclass

import pandas as pd

from copro.english import listed, number_word
from copro.measures.countries import indicators as inst
from copro.measures.shared.statistics import model_table, share_between


@dataclass(frozen=True)
class Question:
    """One regression: outcome, terms, and how they are called."""

    key: str
    title: str
    y: str
    x: tuple[str, ...]
    years: tuple[int, int]
    unit: str


QUESTIONS = (
    Question(
        "transfers",
        "Transfer dependency",
        "transfers",
        ("local_tax", "local_social"),
        (1990, 2016),
        "percentage points",
    ),
    Question(
        "volunteering",
        "Volunteering",
        "volunteering",
        ("spending",),
        inst.GIVING_YEARS,
        "percentage points",
    ),
    Question(
        "beds",
        "Long-term care beds",
        "beds",
        ("ageing", "old_spending"),
        (1990, 2019),
        "beds per 1,000 aged 65+",
    ),
)
LINKS = tuple((q.key, term) for q in QUESTIONS for term in q.x)
NAMES = {
    "transfers": "Transfer dependency of municipalities",
    "local_tax": "Municipal share of taxes",
    "local_social": "Municipal share of social protection",
    "volunteering": "Volunteered in the past month",
    "spending": "Public social spending",
    "beds": "Beds in long-term care",
    "ageing": "Old-age dependency ratio",
    "old_spending": "Public spending on old age and health",
}


def country_years(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Country-years with all variables of ``QUESTIONS`` (columns as in ``NAMES``),
    empty where not known.

    ``ageing`` is the old-age dependency ratio; ``old_spending`` adds the branches old age and
    health, because care for the old can be booked under either.
    """
    wide = inst.values(tables).pivot(index=["iso3", "year"], columns="key", values="value")
    care, spending = tables[inst.CARE], tables[inst.SPENDING]
    ageing = care[care["indicator"] == "old_age_dependency_ratio"].set_index(["iso3", "year"])[
        "value"
    ]
    branches = spending[
        (spending["source"] == "public") & spending["branch"].isin(["old_age", "health"])
    ]
    both = branches.groupby(["iso3", "year"])["spending_pct_gdp"].agg(["sum", "count"])
    out = wide.join(
        [ageing.rename("ageing"), both["sum"].where(both["count"] == 2).rename("old_spending")],
        how="outer",
    )
    return out[list(NAMES)].reset_index()


def sample(
    data: pd.DataFrame, question: Question, years: tuple[int, int] | None = None
) -> pd.DataFrame:
    """Complete country-years of a question, within its years (or others)."""
    rows = data[data["year"].between(*(years or question.years))]
    return rows[["iso3", "year", question.y, *question.x]].dropna().reset_index(drop=True)


def variation(data: pd.DataFrame) -> pd.DataFrame:
    """How much of each variable lies between countries: question, variable, countries, rows,
    ``between_pct`` (share of the variance) and ``within_sd`` (spread within countries).
    """
    rows = []
    for question in QUESTIONS:
        part = sample(data, question)
        for name in (question.y, *question.x):
            inside = part[name] - part.groupby("iso3")[name].transform("mean")
            rows.append(
                {
                    "question": question.title,
                    "variable": NAMES[name],
                    "countries": part["iso3"].nunique(),
                    "rows": len(part),
                    "between_pct": share_between(part[name], part["iso3"]),
                    "within_sd": inside.std(),
                }
            )
    return pd.DataFrame(rows)


def fallers(data: pd.DataFrame, column: str, first: int, last: int) -> tuple[int, int]:
    """Countries in which a variable was lower in ``last`` than in ``first``,
    and countries with both.
    """
    wide = data.pivot(index="iso3", columns="year", values=column)[[first, last]].dropna()
    return int((wide[last] < wide[first]).sum()), len(wide)


def stack(results: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Tables of ``fit_panel`` by question key as one, with question and term spelt out."""
    titles = {q.key: q.title for q in QUESTIONS}
    rows = pd.concat([r.assign(key=key) for key, r in results.items()], ignore_index=True)
    rows["panel"] = rows["key"].map(titles) + ": " + rows["term"].map(NAMES).str.lower()
    return rows.assign(
        term_label=rows["term"].map(NAMES),
        question=rows["key"].map(titles),
        model=rows["estimator"].replace(
            {
                "fixed": "country effects",
                "two-way": "country and year effects",
                "random": "random effects",
            }
        ),
    )


def of_them(some: int, of: int) -> str:
    """ "none of the five", "two of the five", "all five"."""
    return (
        f"all {number_word(of)}"
        if some == of
        else f"{'none' if some == 0 else number_word(some)} of the {number_word(of)}"
    )


def excluding_zero(estimates: pd.DataFrame, estimator: str) -> list[str]:
    """Links ("outcome and term") whose interval by one estimator excludes zero,
    in the order of the rows of ``stack``.
    """
    rows = estimates[estimates["estimator"] == estimator]
    clear = rows.loc[(rows["low"] > 0) | (rows["high"] < 0), "panel"]
    return [inst.lowered(panel.replace(":", " and", 1)) for panel in clear]


def across(links: list[str], of: int) -> str:
    """What the estimates between countries tell from zero (``excluding_zero``), as a sentence."""
    if not links:
        return f"Between countries none of the {number_word(of)} links is clear."
    verb = "is" if len(links) == 1 else "are"
    return f"Between countries {of_them(len(links), of)} links {verb} clear: {'; '.join(links)}."


def verdict(clear: int, of: int) -> str:
    """What the estimates with country and year effects tell from zero, as sentences."""
    if clear == 0:
        return f"Within countries over time none of the {number_word(of)} links is clear."
    verb = "is" if clear == 1 else "are"
    return f"Within countries over time {of_them(clear, of)} links {verb} clear."


def crowding(short: tuple[float, float], long: tuple[float, float]) -> str:
    """What the intervals (low, high) of spending and volunteering say on crowding out,
    over both periods, as sentences.
    """
    below = [high < 0 for _, high in (short, long)]
    if all(below):
        return "Common years taken out, a correlation remains that fits crowding out."
    if any(below):
        period = "shorter" if below[0] else "longer"
        return (
            "Common years taken out, such a correlation remains over the "
            f"{period} period only: crowding out is not shown."
        )
    room = " Nor is it ruled out." if min(short[0], long[0]) < 0 else ""
    return f"Common years taken out, no clear link remains: crowding out is not shown.{room}"


def line_ends(rows: pd.DataFrame, series: str, value: str) -> pd.DataFrame:
    """First and last value of each line: name, one, start, other, end; takes column year."""
    ordered = rows.sort_values("year").groupby(series, sort=False)
    out = pd.DataFrame(
        {
            "one": ordered[value].first(),
            "start": ordered["year"].first(),
            "other": ordered[value].last(),
            "end": ordered["year"].last(),
        }
    )
    return out.rename_axis("name").reset_index()


def absent_in_words(absent: list[str]) -> str:
    """Countries without a line, as a sentence; nothing where all have one.

    >>> absent_in_words(["Denmark"]), absent_in_words([])
    ('No value for Denmark.', '')
    """
    return f"No value for {listed(absent)}." if absent else ""


def crossed(series: pd.Series, focus: list[str]) -> str:
    """ "below" where Norwegian beds came from above the German level and are below it now, and both
    countries are drawn; else "plain". ``series`` is indexed by iso3 and year.
    """
    norway = series.loc["NOR"].sort_index()
    last = norway.index[-1]
    fell = norway.iloc[0] > series["DEU", 2003] and norway.iloc[-1] < series["DEU", last]
    return "below" if fell and {"NOR", "DEU"} <= set(focus) else "plain"


def influence_table(
    estimates: pd.DataFrame, ranges: dict[str, pd.DataFrame], names: pd.Series
) -> pd.DataFrame:
    """Two-way estimates beside their range without each country (``range_of``),
    a row for each term.

    Columns: question, term_label, estimate, low, high, lowest, highest, country (whose absence
    moves the estimate most), units and include_zero (fits whose interval includes zero).
    """
    both = pd.concat([part.assign(key=key) for key, part in ranges.items()], ignore_index=True)
    kept = estimates.loc[
        estimates["estimator"] == "two-way",
        ["key", "question", "term", "term_label", "low", "high"],
    ]
    return kept.merge(both, on=["key", "term"], validate="1:1").assign(
        country=lambda d: d["most"].map(names)
    )


def models_side_by_side(estimates: pd.DataFrame) -> pd.DataFrame:
    """``model_table`` by question: all texts first, then all estimates, then all errors."""
    models = estimates["model"].unique()
    columns = [f"{model}{end}" for end in ("", "_estimate", "_se") for model in models]
    return model_table(estimates, "question")[["question", "term_label", *columns]]
