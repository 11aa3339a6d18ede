"""The rural municipalities of Hordaland: their traits in words, and what explains an outcome.

The cases and their conditions are those of ``cases.rural_cases``.
"""

import pandas as pd

import configurational as qca
from copro.methods.configurations import chance_of_necessity

# The conditions of the rural municipalities as traits in words.
TRAITS = {
    "GROWTH": "population growth",
    "RURBAN": "rurbanisation",
    "EDUCATION": "rising education",
    "SECULAR": "secularisation",
    "CHRISTIAN": "Christian stronghold",
    "DENSE": "high density",
    "CENTRES": "several centres",
    "CITY": "near a city",
}


def chance(rural: pd.DataFrame, conditions: list[str], target: str) -> pd.DataFrame:
    """``configurations.chance_of_necessity`` of the rural municipalities, with each trait in words:
    trait.
    """
    found = chance_of_necessity(rural, conditions, target)
    return found.assign(
        trait=[
            ("no " + TRAITS[name[1:]]).replace("no near", "not near")
            if name[0] == "~"
            else TRAITS[name]
            for name in found["literal"]
        ]
    )


def traits(found: pd.DataFrame, positive: int, everyone: int) -> pd.DataFrame:
    """Traits of ``chance`` that at least half of the ``positive`` municipalities have, most
    frequent first: trait, of (whose share), share (percent).
    """
    shares = pd.DataFrame(
        {
            "trait": found["trait"],
            "with the outcome": 100 * found["positive_in_literal"] / positive,
            "of all municipalities": 100 * found["in_literal"] / everyone,
        }
    )
    often = shares[shares["with the outcome"] >= 50].sort_values(
        "with the outcome", ascending=False
    )
    return often.melt(id_vars="trait", var_name="of", value_name="share")


def solutions(rows: qca.TruthTable) -> pd.DataFrame:
    """The conservative and the parsimonious solution of a truth table in numbers: kind, models
    (tied), terms and literals (of the shortest model), incl, cov and assumed (combinations).
    """
    found = [qca.minimize(rows, kind) for kind in ("conservative", "parsimonious")]
    return pd.DataFrame(
        [
            {
                "kind": s.kind,
                "models": s.n_models,
                "terms": min(map(len, s.models)),
                "literals": min(sum(t.count("*") + 1 for t in m) for m in s.models),
                "incl": s.fit["incl"].min(),
                "cov": s.fit["cov"].min(),
                "assumed": max(map(len, s.assumptions)),
            }
            for s in found
        ]
    )
