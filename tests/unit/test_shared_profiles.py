"""Profiles of places: positions on made-up frames, facts and missing values on the tables."""

import numpy as np
import pandas as pd
import pytest

from copro.data import load
from copro.measures.denmark import profiles as places_denmark
from copro.measures.germany import profiles as places_germany
from copro.measures.norway import profiles as places_norway
from copro.measures.shared import profiles as places

UNITS = pd.DataFrame(
    {  # made up
        "unit_code": list("abcdef"),
        "unit_name": ["Ås", "Bø", "Bø", "Hof", "Hof", "Ulm, Stadt"],
        "kind": ["K", "K", "K", "Stadt", "Kreis", "Stadt"],
        "region_code": list("112233"),
        "region_name": ["One", "One", "Two", "Two", "Three", "Three"],
        "group": ["s", "s", "s", "s", "t", "t"],
    }
)
SHARE = places.Indicator("share", "x", "percent", 1, (), "")
COUNT = places.Indicator("count", "x", "persons", 0, (), "", compare=False)


def made_up(values, **more):
    values = pd.Series(values, index=list("abcdef"))
    return places.rows("share", 2020, values, "none", UNITS, **more)


def test_positions_count_the_others_of_the_group_that_have_a_value():
    found = places.placed(
        made_up([10.0, 20.0, 20.04, np.nan, 5.0, np.nan]), UNITS, (SHARE,)
    ).set_index("unit_code")
    assert found["group_n"].tolist() == [3, 3, 3, 3, 1, 1]
    assert found["lower_n"].tolist()[:3] == [0, 1, 1] and found["equal_n"].tolist()[:3] == [0, 1, 1]
    assert (
        found["percentile"].tolist()[:3] == [0, 75, 75]
        and found["percentile"].iloc[3:].isna().all()
    )
    assert found.loc["d", "group_median"] == 20.0 and pd.isna(found.loc["d", "lower_n"])
    assert found.loc["d", "missing"] == "none" and pd.isna(found.loc["a", "missing"])


def test_the_typical_value_is_the_same_in_the_sentence_and_in_the_table():
    found = places.placed(made_up([29.8, 30.1, np.nan, np.nan, 5.0, 6.0]), UNITS, (SHARE,))
    assert found["group_median"].iloc[0] == 29.95  # not 29.950000000000003, which reads 30.0


def test_counts_have_no_position():
    rows = places.rows("count", 2020, pd.Series(range(6), index=list("abcdef")), "none", UNITS)
    assert places.placed(rows, UNITS, (COUNT,))["group_n"].isna().all()


def test_no_value_without_a_reason():
    with pytest.raises(ValueError, match="share 2020: no value and no reason for b"):
        places.rows(
            "share", 2020, pd.Series({"a": 1.0}), pd.Series(dict.fromkeys("acdef", "why")), UNITS
        )


def test_labels_tell_names_apart():
    assert places.labels(UNITS).tolist() == [
        "Ås",
        "Bø (One)",
        "Bø (Two)",
        "Hof (Stadt)",
        "Hof (Kreis)",
        "Ulm, Stadt",
    ]


def profiles(source):
    return source.placed({name: load(name) for name in source.tables})


@pytest.fixture(scope="module")
def norway():
    return profiles(places_norway.SOURCE)


@pytest.fixture(scope="module")
def germany():
    return profiles(places_germany.SOURCE)


@pytest.fixture(scope="module")
def denmark():
    return profiles(places_denmark.SOURCE)


def value(found, code, indicator, year):
    rows = found[1].query("unit_code == @code and indicator == @indicator and year == @year")
    return rows["value"].item()


def test_facts_of_single_places(norway, germany):
    # Oslo, 1 January 2026, and Munich, as printed in the tables
    people = (
        load(places_norway.POPULATION).query("municipality_code == '0301' and year == 2026").iloc[0]
    )
    assert value(norway, "0301", "inhabitants", 2026) == people["population_total"]
    assert value(norway, "0301", "aged-80-plus", 2026) == pytest.approx(
        100
        * (people["population_80_89"] + people["population_90_plus"])
        / people["population_total"]
    )
    assert value(norway, "0301", "home-services", 2023) == 23.7
    assert value(germany, "09162", "inhabitants", 2021) == 1_487_708
    assert value(germany, "01001", "cash", 2023) == pytest.approx(100 * 2471 / 5298)


def test_municipalities_and_kreise_add_up_to_their_country(norway, germany):
    wide = norway[1].pivot(index="unit_code", columns=["indicator", "year"], values="value")
    people = wide["inhabitants", 2026]
    assert people.sum() == 5_627_400
    assert (people * wide["aged-80-plus", 2026] / 100).sum() == pytest.approx(284_939)
    wide = germany[1].pivot(index="unit_code", columns=["indicator", "year"], values="value")
    assert (
        wide["inhabitants", 2021].sum() == 83_237_124
        and wide["number-80-plus", 2023].sum() == 6_041_003
    )


def test_groups_have_their_sizes(norway, germany):
    assert norway[0]["group"].value_counts().to_dict() == {
        "under 2,000": 76,
        "2,000 to 4,999": 98,
        "5,000 to 9,999": 71,
        "10,000 to 19,999": 43,
        "20,000 to 49,999": 48,
        "50,000 and over": 21,
    }
    assert germany[0]["group"].value_counts().to_dict() == {
        "Large cities": 67,
        "Urban Kreise": 131,
        "Rural, some towns": 101,
        "Sparsely populated": 101,
    }


@pytest.mark.parametrize(("country", "count"), [("norway", 357), ("germany", 400), ("denmark", 98)])
def test_every_unit_has_every_indicator_or_a_reason(country, count, request):
    units, frame = request.getfixturevalue(country)
    assert len(units) == units["unit_code"].nunique() == places.labels(units).nunique() == count
    assert frame.groupby(["indicator", "year"])["unit_code"].nunique().eq(count).all()
    assert (frame["value"].isna() == frame["missing"].notna()).all()
    compared = frame[frame["group_n"].notna() & frame["value"].notna()]
    assert (compared["lower_n"] + compared["equal_n"] <= compared["group_n"] - 1).all()


def test_what_the_cards_call_missing_is_missing(norway, germany):
    missing = (
        norway[1][norway[1]["value"].isna()].groupby(["indicator", "year"])["unit_code"].agg(set)
    )
    assert missing["home-services", 2025] == {"1151", "1835", "4629"}
    assert missing["nursing-home", 2025] == {"1151", "1835", "4629", "1816", "4218", "4224", "5630"}
    # Four are missing at Statistics Norway itself; two hold parts of a divided municipality.
    assert missing["home-services", 2023] == {"1508", "1580", "1151", "1835", "1857", "4629"}
    assert {"1508", "1580"} == missing["growth-80-plus", 2026] and missing["need-index", 2026] == {
        "1151",
        "4629",
    }
    missing = (
        germany[1][germany[1]["value"].isna()].groupby(["indicator", "year"])["unit_code"].agg(set)
    )
    cities = {"02000", "04011", "04012", "11000"}
    assert missing["tax", 2019] == missing["debt", 2019] == cities
    assert missing["grants", 2019] == cities | {
        "03103",
        "05111",
        "06433",
        "09463",
        "13003",
        "13004",
    }


def test_declared_zeros_are_missing_with_their_reason(germany):
    assert places_germany.corrected(
        places_germany.FINANCE, "key_allocations_eur_per_inhabitant", 2019
    ) == ["13003", "13004"]
    rows = germany[1].query("indicator == 'grants' and unit_code in ('13003', '13004')")
    assert rows["value"].isna().all() and rows["missing"].eq("doubtful").all()
    finance = load(places_germany.FINANCE).set_index(["kreis_code", "year"])[
        "key_allocations_eur_per_inhabitant"
    ]
    assert (
        min(finance[code, year] for code in ("13003", "13004") for year in range(2016, 2019)) > 300
    )
    assert finance["14612", 2019] > 0


def test_shares_of_the_care_mix_add_up_with_care_grade_1(germany):
    wide = (
        germany[1]
        .query("year == 2023")
        .pivot(index="unit_code", columns="indicator", values="value")
    )
    whole = wide[["cash", "home-care", "residential", "grade-1"]].sum(axis=1, skipna=False)
    assert whole.isna().sum() == 14 and whole.dropna().between(99.7, 100.0001).all()


def test_the_eight_municipalities_of_the_typed_table_say_so(norway):
    """Their shares of 2023 are those that Statistics Norway has, under the codes of 2024."""
    typed = norway[1].query("note == 'typed'").set_index("unit_code")["value"]
    assert typed.to_dict() == {
        "1806": 33.6,
        "1875": 44.4,
        "5055": 41.7,
        "5056": 33.7,
        "5059": 30.6,
        "5503": 31.5,
        "5512": 33.4,
        "5540": 40.1,
    }


def test_names_of_municipalities_and_counties_are_the_everyday_ones(norway):
    units = norway[0].set_index("unit_code")
    assert units.loc["0301", ["label", "region_name"]].tolist() == ["Oslo", "Oslo"]
    assert units.loc["5610", ["label", "region_name"]].tolist() == ["Karasjok", "Finnmark"]
    assert units.loc["3226", "label"] == "Aurskog-Høland"
    assert units.loc["5610", "other_name"] == "Kárášjohka-Karasjok"


def test_danish_facts(denmark):
    """Copenhagen and Denmark on 1 January 2020, as Statistics Denmark prints them."""
    assert value(denmark, "0101", "inhabitants", 2020) == 632_340
    wide = denmark[1].pivot(index="unit_code", columns=["indicator", "year"], values="value")
    christiansø = 84
    assert wide["inhabitants", 2020].sum() == 5_822_763 - christiansø
    assert wide["deaths", 2019].sum() == pytest.approx(53_958, abs=2)
    assert wide["nursing-homes", 2026].sum() == 907 and wide["dwellings", 2026].sum() == 43_454
    owners = wide[[(name, 2026) for name in places_denmark.OWNERS]].sum(axis=1)
    assert owners.round(6).eq(100).all()
    own = wide["self-owning", 2026] * wide["dwellings", 2026] / 100
    assert own.sum() == pytest.approx(5_457)
    empty = wide["life-expectancy", 2019]
    assert set(empty.index[empty.isna()]) == {"0492", "0563", "0741", "0825"}  # four islands


def test_danish_municipalities_are_grouped_by_size(denmark):
    assert denmark[0]["group"].value_counts().to_dict() == {
        "40,000 to 59,999": 35,
        "20,000 to 39,999": 30,
        "60,000 to 99,999": 18,
        "under 20,000": 8,
        "100,000 and over": 7,
    }


@pytest.mark.parametrize("country", ["norway", "germany", "denmark"])
def test_a_rank_has_a_range_where_persons_are_counted_and_only_there(country, request):
    _, frame = request.getfixturevalue(country)
    source = {"norway": places_norway, "germany": places_germany, "denmark": places_denmark}
    counted = set(source[country].SOURCE.persons({n: load(n) for n in source[country].TABLES}))
    ranged = frame[frame["rank_low"].notna()]
    assert set(map(tuple, ranged[["indicator", "year"]].drop_duplicates().values)) == counted
    assert (1 <= ranged["rank_low"]).all() and (ranged["rank_low"] <= ranged["rank_high"]).all()
    assert (ranged["rank_high"] <= ranged["group_n"]).all() and ranged["value"].notna().all()


def test_ranks_of_small_municipalities_are_wider_than_those_of_cities(norway):
    """One person in Modalen moves a share by two points; in Bergen nobody notices."""
    found = norway[1].query("indicator == 'aged-80-plus' and year == 2026").set_index("unit_code")
    width = (found["rank_high"] - found["rank_low"]) / found["group_n"]
    assert width["4629"] > 0.5 > 0.2 > width["4601"]


def test_lines_begin_and_end_with_their_tables_and_end_in_the_value_shown(norway, denmark):
    for module, (units, frame) in ((places_norway, norway), (places_denmark, denmark)):
        lines = module.SOURCE.series({name: load(name) for name in module.TABLES}, units)
        last = lines.sort_values("year").groupby(["unit_code", "indicator"]).tail(1)
        both = last.merge(frame, on=["unit_code", "indicator", "year"], suffixes=("", "_shown"))
        assert len(both) > len(units) and both["value"].to_numpy() == pytest.approx(
            both["value_shown"].to_numpy()
        )
        assert not lines.duplicated(["unit_code", "indicator", "year"]).any()


def test_what_danish_profiles_lack_is_in_the_statbank():
    found = places_denmark.absent(load(places_denmark.STATBANK))
    assert found["home-help"]["table_id"].tolist() == ["AED06", "AED12", "VH33"]
    assert all(rows["last_period"].str[:4].ge("2024").all() for rows in found.values())
