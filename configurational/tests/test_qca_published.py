"""Published sets (Lipset; Cebotari & Vink; Ragin & Strand; Hicks et al.) to 1e-9."""

import pytest
from qca_reference import PUBLISHED, listed, model_set, published_table

import configurational as qca

EXACT = {"abs": 1e-9, "rel": 0}
SOLVED = [(name, kind) for name in PUBLISHED for kind in ("conservative", "parsimonious")]
WITH_EXPECTATIONS = [name for name in PUBLISHED if PUBLISHED[name].get("intermediate")]


@pytest.mark.parametrize("name", PUBLISHED)
def test_truth_table(name):
    table = published_table(name)
    complete = table.complete()
    assert len(complete) == len(PUBLISHED[name]["truth_table"])
    for reference, (row, line) in zip(PUBLISHED[name]["truth_table"], complete.iterrows()):
        assert (row, line.OUT, line.n) == (int(reference["row"]), reference["OUT"], reference["n"])
        assert ",".join(line.cases) == reference["cases"]
        if reference["incl"] != "-":
            assert line.incl == pytest.approx(float(reference["incl"]), **EXACT)
            assert line.PRI == pytest.approx(float(reference["PRI"]), **EXACT)


@pytest.mark.parametrize("name, kind", SOLVED)
def test_models_primes_and_assumptions(name, kind):
    reference = PUBLISHED[name][kind]
    solution = qca.minimize(published_table(name), kind)
    assert list(solution.models) == model_set(reference["models"])
    assert solution.n_models == len(reference["models"]) and solution.complete
    assert list(solution.primes) == sorted(listed(reference["primes"]))
    for i, model in enumerate(reference["models"], start=1):
        mine = solution.assumptions[solution.models.index(tuple(sorted(listed(model))))]
        assert list(mine) == listed(reference["SA"][f"M{i}"])


def check_terms(reference, terms):
    for line in reference:
        mine = terms.loc[line["term"]]
        for ours, theirs in (("incl", "inclS"), ("PRI", "PRI"), ("cov_raw", "covS")):
            assert mine[ours] == pytest.approx(line[theirs], **EXACT)
        # A single term adds all that it covers; R leaves the cell empty.
        unique = line["covS"] if line["covU"] is None else line["covU"]
        assert mine["cov_unique"] == pytest.approx(unique, **EXACT)
        assert ",".join(mine["cases"]) == line["cases"].replace("; ", ",")


def check_model(reference, fit):
    (line,) = reference
    assert fit["incl"] == pytest.approx(line["inclS"], **EXACT)
    assert fit["PRI"] == pytest.approx(line["PRI"], **EXACT)
    assert fit["cov"] == pytest.approx(line["covS"], **EXACT)


@pytest.mark.parametrize("name, kind", SOLVED)
def test_fit(name, kind):
    reference = PUBLISHED[name][kind]["IC"]
    solution = qca.minimize(published_table(name), kind)
    check_terms(reference.get("overall", reference)["incl.cov"], solution.terms)
    if "overall" not in reference:
        check_model(reference["sol.incl.cov"], solution.fit.iloc[0])
        return
    for model, single in zip(PUBLISHED[name][kind]["models"], reference["individual"]):
        fit = solution.fit.iloc[solution.models.index(tuple(sorted(model)))]
        check_model(single["sol.incl.cov"], fit)
        for line in single["incl.cov"]:
            assert fit["cov_unique"][line["term"]] == pytest.approx(line["covU"], **EXACT)


@pytest.mark.parametrize("name", WITH_EXPECTATIONS)
def test_intermediate_per_pair(name):
    # Pairs are matched by their models: the numbers of tied models follow no common order.
    reference = PUBLISHED[name]
    solution = qca.minimize(published_table(name), "intermediate", reference["dir.exp"])
    assert len(solution.pairs) == len(reference["intermediate"])
    mine = {(p.conservative, p.parsimonious): p for p in solution.pairs}
    for pair in reference["intermediate"].values():
        found = mine[tuple(sorted(listed(pair["c.sol"]))), tuple(sorted(listed(pair["p.sol"])))]
        assert list(found.models) == model_set(pair["models"])
        assert list(found.easy) == listed(pair["EC"])
        assert list(found.difficult) == listed(pair["DC"])
        check_model(
            pair["IC"]["sol.incl.cov"], solution.fit.iloc[solution.models.index(found.models[0])]
        )
        if len(solution.models) == 1:
            check_terms(pair["IC"]["incl.cov"], solution.terms)


def test_textbook_solutions_of_the_fuzzy_lipset_data():
    table = published_table("LF")
    assert qca.minimize(table, "parsimonious").models == (("DEV*~IND", "URB*STB"),)
    assert qca.minimize(table, "intermediate", "1,1,1,1,1").models == (
        ("DEV*LIT*~IND*STB", "DEV*URB*LIT*STB"),
    )
