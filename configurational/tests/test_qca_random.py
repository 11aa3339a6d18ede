"""Forty random crisp and fuzzy sets: truth tables, models and fit identical to R."""

import pytest
from qca_reference import RANDOM, model_set, random_table

import configurational as qca

EXACT = {"abs": 1e-9, "rel": 0}
NOTHING = "None of the values in OUT is explained"


def test_there_are_forty():
    assert len(RANDOM) == 40


@pytest.mark.parametrize("name", [n for n, r in RANDOM.items() if "tt" in r])
def test_truth_table(name):
    complete = random_table(name).complete()
    for reference, (_, line) in zip(RANDOM[name]["tt"], complete.iterrows(), strict=True):
        assert (line.OUT, line.n) == (reference["OUT"], reference["n"])
        if reference["n"]:
            assert line.incl == pytest.approx(float(reference["incl"]), **EXACT)
            assert line.PRI == pytest.approx(float(reference["PRI"]), **EXACT)


@pytest.mark.parametrize("name", RANDOM)
@pytest.mark.parametrize(
    "kind, key", [("conservative", "cons"), ("parsimonious", "pars"), ("intermediate", "inter")]
)
def test_models(name, kind, key):
    reference = RANDOM[name][key]
    expect = RANDOM[name]["dir"] if kind == "intermediate" else None
    if reference[0] is not None and str(reference[0]).startswith(NOTHING):
        with pytest.raises(qca.NoPositiveRowError):
            qca.minimize(random_table(name), kind, expect)
        return
    if kind == "intermediate":
        reference = {m: m.split(" + ") for m in reference}.values()
    solution = qca.minimize(random_table(name), kind, expect)
    assert list(solution.models) == model_set(reference)


@pytest.mark.parametrize("name", [n for n, r in RANDOM.items() if "cons_ic" in r])
def test_fit_of_the_conservative_model(name):
    reference = RANDOM[name]
    solution = qca.minimize(random_table(name), "conservative")
    columns = {"incl": "inclS", "PRI": "PRI", "cov_raw": "covS", "cov_unique": "covU"}
    for i, term in enumerate(reference["cons_terms"]):
        line = solution.terms.loc[term]
        for ours, theirs in columns.items():
            value = reference["cons_ic"][theirs][i]
            if value is not None:
                assert line[ours] == pytest.approx(value, **EXACT)
        assert ",".join(line["cases"]) == reference["cons_ic"]["cases"][i].replace("; ", ",")
    for ours, theirs in {"incl": "inclS", "PRI": "PRI", "cov": "covS"}.items():
        assert solution.fit[ours][0] == pytest.approx(reference["cons_sol"][theirs][0], **EXACT)
