"""What co-production brought, in words: titles of figures and what their alternative texts name,
from the frames of ``copro.measures.literature.outcomes``.
"""

from collections.abc import Iterable

import pandas as pd

from copro.measures.literature import outcomes


def basis_title(grounds: pd.DataFrame) -> str:
    """What ``basis`` says of users, as the title of a figure."""
    users = [outcomes.BASIS[code] for code in ("measured_users", "perceived_users")]
    here = grounds[grounds["basis"].isin(users)]
    most = int(here.groupby("coding")["works_n"].sum().max())
    works = int(grounds.groupby("coding")["works_n"].sum().max())
    if most == 0:
        return f"None of {works} works measured or asked users"
    return f"At most {most} of {works} works measured or asked users"


def people_title(told: pd.DataFrame) -> str:
    """What ``summary`` says of the outcome reported most for people, as the title of a figure."""
    people = told[told["group"] != outcomes.SERVICES]
    first = outcomes.most_reported(people)
    most = people.drop(index=first.name)[["one_n", "two_n"]].max(axis=None)
    return f"{first['outcome']}: {first['said']}; all others: {most} studies at most"


def services_title(drawn: pd.DataFrame, without: Iterable[tuple[int, int]]) -> str:
    """Whether more than half of the works on quality argue or review, in every pass
    (``without_data`` of each), as the title of a figure; where quality is not ``drawn``, what has
    most studies.
    """
    quality = outcomes.OUTCOMES["service_quality"].words
    if quality not in set(drawn["outcome"]):
        return f"{longest(drawn)}: reported most of what both passes see alike"
    shares = [part / whole if whole else 0 for part, whole in without]
    if min(shares) > 0.5:
        return "Quality of services: most reports argue or review, few measure"
    return "Quality of services: reports differ in what they rest on"


def longest(drawn: pd.DataFrame) -> str:
    """The outcome of ``drawn`` with the longest bar."""
    bars = drawn.groupby(["outcome", "coding"], sort=False)["studies_n"].sum()
    return str(bars.idxmax()[0])


def cases_title(judged: pd.DataFrame) -> str:
    """How the judged cases end, as the title of a figure; no field is set beside another."""
    ends = judged["perceived_outcome"].value_counts()
    good, mixed, bad = (int(ends.get(code, 0)) for code in ("positive", "mixed", "negative"))
    return f"Of {len(judged)} judged cases {good} end well, {mixed} mixed, {bad} badly"
