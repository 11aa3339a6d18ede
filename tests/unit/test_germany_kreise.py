"""Facts of the field that the German measures must respect.

The first part uses small frames made up for the test (no real Kreis behind the numbers), the
second the published tables.
"""

import numpy as np
import pandas as pd
import pytest
from shapely import Polygon, box

from copro.data import load
from copro.measures.germany import kreise
from copro.measures.shared.statistics import model_table

HOME, HOMES, CASH = (
    "share_home_care_service_pct",
    "share_residential_longterm_care_pct",
    "share_cash_allowance_pct",
)


@pytest.fixture
def made_up():
    """Synthetic: a large Kreis and a small one with another mix, in one year."""
    return pd.DataFrame(
        {
            "kreis_code": ["01001", "01002"],
            "land_code": "01",
            "year": 2015,
            CASH: [40.0, 60.0],
            HOMES: [30.0, 20.0],
            HOME: [29.0, 19.0],
            kreise.NEED: [4.0, 2.0],
            kreise.PLACES: [100.0, 50.0],
            kreise.AGED_65: [25.0, 20.0],
            "population": [300_000.0, 100_000.0],
            "need": [12_000.0, 2_000.0],
            "aged_65": [75_000.0, 20_000.0],
            "settlement_code": [1, 4],
            "settlement": ["Large cities", "Sparsely populated"],
            "east_west": ["West", "East"],
        }
    )


@pytest.fixture
def typology():
    """Synthetic: Eisenach beside Wartburgkreis and one other Kreis."""
    return pd.DataFrame(
        {
            "kreis_code": ["16056", "16063", "01001"],
            "settlement_type_code": [4, 4, 1],
            "east_west": ["Ost", "Ost", "West"],
            "population_2017": [40_000, 120_000, 90_000],
        }
    )


@pytest.fixture
def finance():
    """Synthetic: the same Kreise and a city state whose zero means missing."""
    return pd.DataFrame(
        {
            "kreis_code": ["16056", "16063", "01001", "02000"],
            "year": 2015,
            kreise.TAX: [400.0, 800.0, 1000.0, 0.0],
            kreise.GRANTS: [300.0, 300.0, 0.0, 0.0],
        }
    )


def test_shares_are_weighted_by_people_in_need_not_by_kreise(made_up):
    out = kreise.weighted(made_up).iloc[0]
    assert out[CASH] == pytest.approx((40 * 12_000 + 60 * 2_000) / 14_000)
    assert out[kreise.PLACES] == pytest.approx((100 * 3 + 50) / 4)
    assert out["places_per_1000_65plus"] == pytest.approx(1000 * (3000 + 500) / 95_000)


def test_a_kreis_without_a_value_leaves_the_mean_and_not_as_zero(made_up):
    made_up.loc[1, HOME] = np.nan
    out = kreise.weighted(made_up).iloc[0]
    assert out[HOME] == pytest.approx(29.0) and out[f"{HOME}_n"] == 1 and out["kreise_n"] == 2


def test_means_by_group_keep_the_groups_apart(made_up):
    out = kreise.weighted(made_up, ["east_west"]).set_index("east_west")
    assert out[CASH].to_dict() == pytest.approx({"East": 60.0, "West": 40.0})


def test_totals_follow_the_base_of_each_rate(made_up):
    assert kreise.total(made_up, kreise.NEED, 2015) == pytest.approx(14_000)
    assert kreise.total(made_up, kreise.PLACES, 2015) == pytest.approx(3_500)
    assert kreise.total(made_up, HOMES, 2015) == pytest.approx(0.3 * 12_000 + 0.2 * 2_000)


def test_no_count_is_rebuilt_for_the_census_year(made_up):
    with pytest.raises(ValueError, match="census"):
        kreise.total(made_up.assign(year=2011), kreise.NEED, 2011)


def test_a_total_with_a_missing_kreis_is_an_error(made_up):
    made_up.loc[0, HOME] = np.nan
    with pytest.raises(ValueError, match="1 Kreise have no value"):
        kreise.total(made_up, HOME, 2015)


def test_eisenach_is_dropped_from_the_typology(typology):
    out = kreise.settlement(typology).set_index("kreis_code")
    assert list(out.index) == ["16063", "01001"] and out.loc["16063", "east_west"] == "East"


def test_a_kreis_without_settlement_type_is_named(typology):
    keys = {"kreis_code": ["01001", "99999"], "year": 2015}
    care = pd.DataFrame(keys | {kreise.NEED: 4.0})
    population, context = (
        pd.DataFrame(keys | {"population_1000": 100.0}),
        pd.DataFrame(keys | {kreise.AGED_65: 20.0}),
    )
    with pytest.raises(ValueError, match="99999"):
        kreise.care_panel(care, population, context, typology)


def test_eisenach_joins_wartburgkreis_weighted_by_inhabitants(finance, typology):
    out = kreise.finance_2021(finance, typology, [kreise.TAX]).set_index("kreis_code")
    assert out.loc["16063", kreise.TAX] == pytest.approx((400 * 40 + 800 * 120) / 160)
    assert "16056" not in out.index


def test_city_states_are_left_out_of_finance(finance, typology):
    assert "02000" not in set(kreise.finance_2021(finance, typology, [kreise.TAX])["kreis_code"])


def panel_of(made_up):
    second = made_up.assign(year=2013, **{CASH: [38.0, 50.0]})
    city = made_up.iloc[[0]].assign(kreis_code="11000", land_code="11")
    return pd.concat([made_up, second, city], ignore_index=True)


def money(first, second):
    return pd.DataFrame(
        {
            "kreis_code": ["01001", "01002"] * 2,
            "year": [2013, 2013, 2015, 2015],
            kreise.TAX: [first, second, 2 * first, 2 * second],
            kreise.GRANTS: 100.0,
        }
    )


def test_a_common_rise_of_prices_does_not_count(made_up):
    out = kreise.model_panel(panel_of(made_up), money(500, 550), [2013, 2015]).set_index(
        ["kreis_code", "year"]
    )
    assert out.loc[("01001", 2013), "tax_10pct"] == pytest.approx(
        out.loc[("01001", 2015), "tax_10pct"]
    )
    gap = out["tax_10pct"].xs("01002") - out["tax_10pct"].xs("01001")
    assert gap.to_numpy() == pytest.approx(1.0)  # 550 is 10 % more than 500
    assert out.groupby("year")[CASH].mean().to_numpy() == pytest.approx(0.0)


def test_city_states_are_left_out_of_the_models(made_up):
    out = kreise.model_panel(panel_of(made_up), money(500, 550), [2013, 2015])
    assert "11" not in set(out["land_code"]) and len(out) == 4


def test_finance_of_one_year_is_carried_only_when_asked(made_up):
    one = money(500, 550).query("year == 2013")
    assert kreise.model_panel(panel_of(made_up), one, [2015])["tax_10pct"].isna().all()
    assert (
        kreise.model_panel(panel_of(made_up), one, [2015], finance_year=2013)["tax_10pct"]
        .notna()
        .all()
    )


def test_zero_tax_capacity_is_missing_not_minus_infinity(made_up):
    out = kreise.model_panel(panel_of(made_up), money(0.0, 550), [2015]).set_index("kreis_code")
    assert np.isnan(out.loc["01001", "tax_10pct"]) and np.isfinite(out.loc["01002", "tax_10pct"])


def test_the_band_of_kreise_stands_beside_the_weighted_mean(made_up):
    row = kreise.mix_over_time(made_up).set_index("service").loc["Cash allowance"]
    assert (row["low"], row["high"]) == pytest.approx((42.0, 58.0))
    assert row["share_pct"] == pytest.approx(kreise.weighted(made_up)[CASH].item())


def test_shares_of_recipients_add_up_to_all_of_them(made_up):
    """40, 30 and 29 of 99, 60, 20 and 19 of 99; the base shrinks with them."""
    found = kreise.among_recipients(made_up)
    assert found[[CASH, HOMES, HOME]].sum(axis=1).to_numpy() == pytest.approx([100, 100])
    assert found[CASH].to_numpy() == pytest.approx([4000 / 99, 6000 / 99]) and found[
        "need"
    ].to_numpy() == pytest.approx([11_880, 1_980])
    unknown = kreise.among_recipients(made_up.assign(**{HOME: [np.nan, 19.0]})).iloc[0]
    assert unknown[[CASH, HOMES, HOME, "need"]].isna().all()


def span(estimate, low, high):
    return {"estimate": estimate, "low": low, "high": high}


def test_words_are_firm_only_where_no_interval_includes_zero():
    """With "too few Länder" the ends are infinite; nothing is certain then."""
    homes, cash = (-3.4, span(0.86, 0.4, 1.3)), (2.8, span(-0.84, -1.3, -0.4))
    firm = kreise.ageing_told("2009 to 2015", {"in homes": homes, "with cash only": cash})
    assert firm == (
        "Where the population aged faster from 2009 to 2015, the share in homes fell less (by 0.9 "
        "points) and the share with cash only rose less (by 0.8 points)."
    )
    wide = (2.8, span(-0.84, -1.6, 0.2))
    both = kreise.ageing_told("2009 to 2015", {"in homes": homes, "with cash only": wide})
    assert "certain" not in both.split(". ")[0] and both.split(". ")[1] == (
        "Where the population of these districts aged faster from 2009 to 2015, the share with "
        "cash only rose less (by 0.8 points), but this is not certain."
    )
    none = (-3.4, span(-0.86, -np.inf, np.inf))
    assert "fell more (by 0.9 points), but" in kreise.ageing_told("x", {"in homes": none})
    assert kreise.ageing_told("x", {"in homes": (-3.4, span(0.1, -0.3, 0.4))}) == (
        "For the share in homes the link with ageing is too small to matter."
    )


def test_every_land_has_a_name_on_the_map():
    assert set(kreise.LAND_NAMES) == set(load("germany/boundaries_laender")["land_code"])


def test_map_limits_are_whole_and_split_the_kreise_evenly():
    limits = kreise.class_limits(pd.Series(np.arange(1, 101.0)))
    assert limits == [21, 41, 60, 80]


def test_borders_lose_their_holes_and_nothing_else():
    import geopandas

    ring = Polygon(box(0, 0, 4, 4).exterior, [box(1, 1, 2, 2).exterior])
    out = kreise.outer_borders(
        geopandas.GeoDataFrame({"land_code": ["99"]}, geometry=[ring], crs="EPSG:3035")
    )
    assert out.geometry.area.item() == pytest.approx(16.0)


def test_absorbed_terms_are_empty_cells():
    rows = pd.DataFrame(
        {
            "estimator": ["pooled", "pooled", "two-way"],
            "term": [kreise.AGED_65, "east", kreise.AGED_65],
            "estimate": [0.5, -1.234, 0.25],
            "se": 0.1,
            "cluster": "kreis_code",
            "clusters": 9,
        }
    )
    estimates = kreise.stack([(CASH, "2009–2015", "kreis_code", rows)])
    out = model_table(estimates, "outcome").set_index("term_label")
    assert out.loc["East (without Berlin)", "pooled"] == "\N{MINUS SIGN}1.23 (0.10)"
    assert pd.isna(out.loc["East (without Berlin)", "Kreis and year effects"])


# Published tables.


def test_four_hundred_kreise_in_every_wave(kreis_panel):
    assert kreis_panel.groupby("year").size().to_dict() == dict.fromkeys(range(2003, 2022, 2), 400)


def test_means_of_kreise_are_the_national_row_except_home_care_2017(kreis_panel):
    gaps = kreise.against_published(
        kreise.weighted(kreis_panel), load("germany/land_care_inkar_2003_2021")
    )
    odd = (gaps["year"] == 2017) & (gaps["measure"] == HOME)
    assert gaps.loc[~odd, "difference"].abs().max() < 0.011
    # Rostock and Schwerin are missing; the national row counts them as zero.
    assert gaps.loc[odd, "difference"].item() == pytest.approx(0.10, abs=0.005)


def test_merged_finance_is_that_of_the_publisher_for_the_kreise_of_2021():
    merged = kreise.finance_2021(
        load("germany/kreis_municipal_finance_1995_2019"),
        load("germany/kreis_typology_2017"),
        [kreise.TAX],
    )
    printed = load("germany/kreis_context_1995_2022")[
        ["kreis_code", "year", "municipal_tax_capacity_eur_per_inhabitant"]
    ]
    both = merged[merged["year"] >= 2009].merge(printed, on=["kreis_code", "year"], validate="1:1")
    assert len(both) == 396 * 11
    assert (both[kreise.TAX] - both["municipal_tax_capacity_eur_per_inhabitant"]).abs().max() < 0.25


def test_among_recipients_cash_grew_by_four_points_from_2019_to_2021_and_among_all_hardly(
    kreis_panel,
):
    """National rates of the publisher: 51.28, 19.26 and 23.81 % in 2019; 51.48,
    15.55 and 21.10 % in 2021.
    """
    among = kreise.weighted(kreise.among_recipients(kreis_panel)).set_index("year")
    for year, cash, homes, home in ((2019, 51.28, 19.26, 23.81), (2021, 51.48, 15.55, 21.10)):
        whole = cash + homes + home
        assert among.loc[year, [CASH, HOMES]].to_numpy(float) == pytest.approx(
            [100 * cash / whole, 100 * homes / whole], abs=0.02
        )
    assert among.loc[2021, CASH] - among.loc[2019, CASH] == pytest.approx(4.06, abs=0.02)


def test_the_part_without_a_benefit_grew_unequally(kreis_panel):
    rise = kreise.uncovered(kreis_panel)
    assert (
        len(rise) == 400
        and (rise > 2).all()
        and rise.max() > 10
        and rise.median() == pytest.approx(6.37, abs=0.01)
    )


def test_both_bases_are_drawn_for_every_wave(kreis_panel):
    found = kreise.mix_on_two_bases(kreis_panel)
    assert found.groupby("base")["year"].nunique().tolist() == [7, 7]
    spans = found.groupby(["base", "year"])["share_pct"].sum().unstack()
    assert spans.loc[
        "Of those with one of the three benefits", [2009, 2015, 2019, 2021]
    ].to_numpy() == pytest.approx(100)
    assert spans.loc["Of all in need of care", 2021] == pytest.approx(88.13, abs=0.01)


@pytest.mark.parametrize("year", [2009, 2011, 2013, 2015, 2019, 2021])
def test_home_care_reaches_more_in_the_east_and_cash_is_most_common_in_urban_kreise_of_the_west(
    kreis_panel, year
):
    """What the chapter says of the table by settlement type, for every year that can be chosen,
    on both bases.
    """
    for panel in (kreis_panel, kreise.among_recipients(kreis_panel)):
        found = kreise.weighted(
            panel[panel["year"] == year], ["east_west", "settlement_code"]
        ).set_index(["settlement_code", "east_west"])
        home, cash = found[HOME].unstack(), found[CASH].unstack()["West"]
        assert (home["East"] > home["West"]).all() and cash.idxmax() == 2
