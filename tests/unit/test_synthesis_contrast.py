"""The contrast of regimes.

Small frames and claims are made up for the test; the rest are the tables and the ledger.
"""

import pandas as pd
import pytest

from copro.chapters.parameters import ParameterError, validate
from copro.data import card, load
from copro.measures.countries import indicators as inst
from copro.measures.germany import sector
from copro.measures.synthesis import contrast, contrast_table, contrast_words
from copro.methods.proportion import with_wilson
from copro.report import read_claims


@pytest.fixture(scope="module")
def ledger():
    return read_claims()


@pytest.fixture(scope="module")
def tables():
    return {name: load(name) for name in inst.TABLES}


@pytest.fixture(scope="module")
def names(tables):
    return inst.country_names(tables)


@pytest.fixture(scope="module")
def now(tables):
    return inst.latest(inst.values(tables))


@pytest.fixture(scope="module")
def views(tables, names):
    return with_wilson(inst.attitudes(tables[inst.ATTITUDES], names), "share_pct", "n")


@pytest.fixture(scope="module")
def values(ledger, now, views):
    owners = sector.ownership(load(contrast.OWNERS))
    return pd.concat(
        [
            contrast.claimed(ledger),
            contrast.public_places(owners, 2015),
            contrast.shared(now),
            contrast.duty(views),
        ],
        ignore_index=True,
    )


@pytest.fixture(scope="module")
def home(values, now, names):
    return contrast.readings(values, "NOR", "DEU", contrast.least_difference(now), names).set_index(
        "key"
    )


NAMES = pd.Series({"AAA": "Nord", "BBB": "Syd", "CCC": "Vest"})


def figures(key, **by_country):
    """Synthetic: (value, low, high, years) by country."""
    return pd.DataFrame(
        [(key, code, *row, None) for code, row in by_country.items()], columns=contrast.COLUMNS
    )


def read(key, first, second, least=0.0):
    """Synthetic: AAA in the place of the social-democratic country,
    BBB in that of the corporatist one.
    """
    given = {code: row for code, row in (("AAA", first), ("BBB", second)) if row}
    found = contrast.readings(figures(key, **given), "AAA", "BBB", pd.Series({key: least}), NAMES)
    return tuple(found.set_index("key").loc[key, ["reading", "compared"]])


LOW, HIGH, OPEN = (5.0, 5, 5, "2014"), (55.0, 55, 55, "2015"), (None, 0, 60, "2016")


@pytest.mark.parametrize(
    "first, second, expected",
    [
        (LOW, HIGH, (contrast.FOR, True)),
        (HIGH, HIGH, (contrast.AGAINST, True)),
        (LOW, LOW, (contrast.AGAINST, True)),
        (HIGH, None, (contrast.SILENT, False)),
        (None, LOW, (contrast.SILENT, False)),  # one country alone compares nothing
        (OPEN, HIGH, (contrast.SILENT, False)),
        (LOW, None, (contrast.SILENT, False)),
        (LOW, (*HIGH[:3], ""), (contrast.SILENT, False)),  # no year printed: shown, not read
        ((None, 0, 49, "2016"), (None, 51, 100, "2016"), (contrast.FOR, True)),
    ],
)
def test_shares_are_read_against_half_within_each_country(first, second, expected):
    assert read("places", first, second) == expected


@pytest.mark.parametrize(
    "first, second, least, expected",
    [(30, 20, 8, contrast.FOR), (30, 20, 12, contrast.SILENT), (20, 30, 8, contrast.AGAINST)],
)
def test_a_difference_on_one_definition_must_be_large_enough(first, second, least, expected):
    assert read(
        "volunteering", (first, first, first, "2016"), (second, second, second, "2015"), least
    ) == (expected, True)


def test_spending_by_level_of_government_is_shown_and_not_read(home):
    assert read("local_social", (30, 30, 30, "2016"), (10, 10, 10, "2015"), 5.0) == (
        contrast.SILENT,
        False,
    )
    assert set(home.loc[["local_social", "local_health"], "why"]) == {contrast.LEVELS}


@pytest.mark.parametrize(
    "first, second, expected",
    [
        ((80, 78, 82, "2016"), (53, 51, 55, "2016"), contrast.FOR),
        ((80, 70, 90, "2016"), (75, 65, 85, "2016"), contrast.SILENT),
        ((53, 51, 55, "2016"), (80, 78, 82, "2016"), contrast.AGAINST),
    ],
)
def test_intervals_must_lie_apart(first, second, expected):
    assert read("duty_2016", first, second)[0] == expected


def test_a_least_difference_is_part_of_the_distance_between_quartiles():
    made = pd.DataFrame(
        {"key": "local_tax", "iso3": list("ABCDE"), "value": [0.0, 10, 20, 30, 100]}
    )
    assert (
        contrast.least_difference(made)["local_tax"] == 10
        and contrast.least_difference(made, 1)["local_tax"] == 20
    )


def test_the_pair_follows_the_regimes_and_not_the_order():
    regimes = load(contrast.REGIMES)
    assert (
        contrast.pair(["DNK", "AUT", "SWE"], regimes)
        == ("DNK", "AUT")
        == contrast.pair(["AUT", "DNK"], regimes)
    )
    assert contrast.pair(["NOR", "DEU", "DNK"], regimes) == ("NOR", "DEU")
    assert contrast.pair(["NOR", "POL"], regimes) == ("NOR", None)


def test_without_a_pair_nothing_is_read(values, now, names):
    found = contrast.readings(values, "NOR", None, contrast.least_difference(now), names)
    assert set(found["reading"]) == {contrast.SILENT} and not found["compared"].any()


def test_a_third_country_stands_with_the_nearer_one_or_on_its_side_of_half():
    made = figures(
        "volunteering", AAA=(30, 30, 30, "1"), BBB=(10, 10, 10, "1"), CCC=(80, 80, 80, "1")
    )
    more = figures("places", AAA=LOW, BBB=HIGH, CCC=(None, 0, 9, "2024"))
    both = pd.concat([made, more])
    found = contrast.readings(both, "AAA", "BBB", pd.Series({"volunteering": 5.0}), NAMES)
    side = contrast.beside(both, found, "AAA", "BBB", "CCC")
    assert side["volunteering"] == side["places"] == "AAA" and side["drug"] == "–"
    assert (
        contrast.beside(both[both["iso3"] != "CCC"], found, "AAA", "BBB", "CCC")["places"]
        == "no value"
    )


def test_claims_exist_and_their_years_are_theirs(ledger):
    used = {i: years for _, _, _, ids, years in contrast.CLAIMED for i in ids}
    found = contrast.behind(ledger)
    assert {contrast.OWNERS, contrast.DANISH} < set(found) and all(card(name) for name in found)
    for i, years in used.items():
        if years != contrast.MINUTES:
            assert years in ledger[i].sentence, i
    years = contrast.claimed(ledger).set_index(["key", "iso3"])["years"].loc["leisure"]
    assert years.to_dict() == {"NOR": "1998–2016", "DEU": "2009–2026"}


def test_figures_are_the_printed_ones(values):
    known = values.set_index(["key", "iso3"])["value"]
    assert (
        known["places", "NOR"] == 4.9
        and known["places", "DEU"] == 55
        and known["public", "DEU"] == 6
    )
    assert known["public", "NOR"] == pytest.approx(88.9) and known[
        "funding", "NOR"
    ] == pytest.approx(43.3)
    assert known["local_social", "NOR"] == pytest.approx(23.9028) and known[
        "local_social", "DEU"
    ] == pytest.approx(14.0236)
    assert known["leisure", "DEU"] < 1 > known["leisure", "NOR"]


def test_facts_of_the_field(home):
    assert (
        home.loc[["places", "public", "duty_2016", "regional_authority"], "reading"]
        .eq(contrast.FOR)
        .all()
    )
    assert home.loc[["leisure", "local_tax"], "reading"].eq(contrast.AGAINST).all()
    assert (
        home.loc[
            ["home", "drug", "funding", "local_autonomy", "volunteering", "duty_1990"], "reading"
        ]
        .eq(contrast.SILENT)
        .all()
    )
    assert (
        "parts of Germany" in home.loc["duty_1990", "why"] and "no year" in home.loc["drug", "why"]
    )
    assert home.loc["drug", "compared"] is not True and home.loc["volunteering", "compared"]


def test_danish_homes_are_shown_with_what_their_owners_leave_open(values, home, names):
    """Of the dwellings 77.9 % are municipal, 12.6 % self-owning; free,
    private and unstated owners may be non-profit or not.
    """
    own = values[values["iso3"] == "DNK"].set_index("key")
    assert own.loc[["places", "public"], "value"].isna().all() and own.loc[
        ["places", "public"], "note"
    ].tolist() == ["12.6 to 22.1 % of the list", "77.9 % of the list"]
    assert (
        contrast.above(own.loc["places"], 50) is False
        and contrast.above(own.loc["public"], 50) is True
    )
    sides = contrast.beside(values, home.reset_index(), "NOR", "DEU", "DNK")
    assert sides[["places", "public"]].tolist() == ["NOR", "NOR"] and sides["drug"] == "–"


def test_themes_are_named_by_what_they_come_to(home):
    found = contrast_table.themes(contrast_table.by_theme(home.reset_index()))
    assert found == {
        "for": ["care institutions", "who is held responsible"],
        "against": ["what is said in parliament"],
        "no clear direction": ["who decides"],
        "no answer": ["home care", "drug treatment", "who pays", "who volunteers"],
    }


def test_germany_in_1990_has_two_parts_and_no_value_of_its_own(values):
    row = values.set_index(["key", "iso3"]).loc[("duty_1990", "DEU")]
    assert (
        pd.isna(row["value"])
        and row["low"] < 54.09 < 84.72 < row["high"]
        and "East Germany 84.7 %" in row["note"]
    )


def test_countries_without_a_figure_are_written_as_missing(values, now, names):
    focus, least = ["SWE", "AUT"], contrast.least_difference(now)
    pair = contrast.pair(focus, load(contrast.REGIMES))
    found = contrast.readings(values, *pair, least, names)
    shown = contrast_table.contrast_table(values, found, focus, pair, names).set_index("key")
    assert len(shown) == len(contrast.POINTS) and (
        shown.loc[["places", "drug", "leisure"], focus] == "no value"
    ).all(axis=None)
    assert (
        shown.loc["local_social", "SWE"] == "33.5 % (2016)"
        and shown.loc["duty_2016", "reading"] == contrast.SILENT
    )
    owners = sector.ownership(load(contrast.OWNERS))
    rows = contrast_table.providers(values, owners, ["NOR", "DEU", *focus], names)
    assert rows[rows["iso3"] == "SWE"]["low"].isna().all() and (rows["iso3"] == "SWE").sum() == 3
    assert (
        rows.set_index(["group", "row"]).loc[("Care institutions", "Germany 1999"), "value"] == 63
    )


def test_a_theme_is_a_question_with_one_measure_and_the_finding_of_all(values, home, names):
    found = home.reset_index()
    sums = contrast_table.by_theme(found)
    texts = contrast_table.contrast_table(values, found, ["NOR", "DEU"], ("NOR", "DEU"), names)
    rows = contrast_table.theme_table(sums, texts).set_index("question")
    assert set(rows.index) == {question for question, _ in contrast_table.QUESTIONS.values()}
    assert tuple(rows.loc["Who runs care homes?", ["NOR", "DEU", "finding"]]) == (
        "4.9 % (2014)",
        "55.0 % (2015)",
        "as expected",
    )
    assert rows.loc["Who decides: municipalities or regions?", "finding"] == "both ways"
    assert rows.loc["Who runs home care?", "finding"] == "no answer"


def test_what_a_theme_comes_to():
    made = pd.DataFrame(
        [
            ("a", contrast.FOR, True),
            ("a", contrast.SILENT, False),
            ("b", contrast.FOR, True),
            ("b", contrast.AGAINST, True),
            ("c", contrast.AGAINST, True),
            ("d", contrast.SILENT, True),
            ("e", contrast.SILENT, False),
        ],
        columns=["theme", "reading", "compared"],
    )
    assert list(contrast_table.by_theme(made)["word"]) == [
        "for, one of the two points",
        "no clear direction, 1 for and 1 against",
        "against, the only point",
        "no answer",
        "not testable with these data",
    ]


def test_every_theme_has_its_claim():
    assert {p.theme for p in contrast.POINTS} == set(contrast_table.CLAIMS)


def test_focus_takes_the_codes_of_the_tables_and_no_other():
    assert validate("contrast", {"focus": "[SWE,AUT]"}).focus == ["SWE", "AUT"]
    with pytest.raises(ParameterError, match=r"'ALB'.*'USA'"):
        validate("contrast", {"focus": "[NOR,XXX]"})
    with pytest.raises(ParameterError, match="each country once"):
        validate("contrast", {"focus": "[NOR,NOR]"})


def test_the_regimes_are_declared_a_judgement():
    assert "not data" in card(contrast.REGIMES)["known_problems"]


def test_the_answer_follows_the_themes(home):
    found = home.reset_index()
    assert contrast_words.in_homes(found) == "In nursing homes they were"
    assert contrast_words.elsewhere(found) == (
        "Together the picture is mixed. As the theory expects: care institutions and who is held "
        "responsible. The other way: what is said in parliament. For the rest, figures are "
        "missing, are too close or point both ways."
    )
    turned = found.replace({"reading": {contrast.FOR: contrast.AGAINST}})
    assert contrast_words.in_homes(turned) == "In nursing homes they were not"
    assert "both ways" not in contrast_words.elsewhere(turned)
    nothing = found.assign(reading=contrast.SILENT, compared=False)
    assert contrast_words.elsewhere(nothing) == "For the rest, figures are missing."
    assert contrast_words.in_homes(nothing).endswith("no clear answer")


def test_a_german_share_below_half_is_not_excused_by_a_missing_norwegian_one():
    assert "speaks against it for Germany" in contrast_words.german_half(49.4)
    assert contrast_words.german_half(50).endswith("leaves open.")


def test_who_decides_is_told_point_by_point(home):
    word, why = contrast_words.who_decides(home.reset_index())
    assert word == "both ways"
    assert why.startswith("Regions are stronger in Germany. Norwegian municipalities raise")
    assert why.endswith("about the same room for decisions.")
    even = home.reset_index().assign(reading=contrast.SILENT)
    assert contrast_words.who_decides(even)[0] == contrast.SILENT
    with pytest.raises(ValueError, match="regional_authority: a figure is missing"):
        contrast_words.who_decides(even.assign(compared=False))


def test_east_germans_answered_as_norwegians_did(views):
    assert contrast_words.east_germans(views) == "East Germans answered as Norwegians did"
    swapped = {"East Germany": "West Germany", "West Germany": "East Germany"}
    west = views.replace({"group": swapped})
    assert "did not" in contrast_words.east_germans(west)


def test_words_on_parliaments_and_volunteers_follow_the_figures(values, home):
    assert contrast_words.in_parliament(values) == "They do not, and neither do Norwegian ones."
    talk = values["key"].eq("leisure") & values["iso3"].eq("DEU")
    more = values.assign(low=values["low"].mask(talk, 1.2), high=values["high"].mask(talk, 1.4))
    assert contrast_words.in_parliament(more) == "They do; Norwegian ones do not."
    assert "too small" in contrast_words.volunteers(home.reset_index())
    assert contrast_words.danish_homes("DEU") == "Denmark is nearer to Germany in homes."
