"""Profiles of places: positions on made-up frames, facts and missing values on the tables."""

import numpy as np
import pandas as pd
import pytest

from copro.data import load
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
SHARE = places.Indicator("share", "x", "Share", "percent", 1, (), "", "")
COUNT = places.Indicator("count", "x", "Count", "persons", 0, (), "", "", compare=False)


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


@pytest.mark.parametrize(("country", "count"), [("norway", 357), ("germany", 400)])
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
    assert {"1508", "1580"} < missing["home-services", 2023] and len(
        missing["home-services", 2023]
    ) == 14
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
    assert rows["value"].isna().all() and rows["missing"].str.contains("prints 0 for 2019").all()
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


def test_debt_of_dresden_is_a_true_zero(germany):
    assert value(germany, "14612", "debt", 2019) == 0
