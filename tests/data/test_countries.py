"""Facts of the country tables: Eurostat, OECD, IMF, EMCDDA, ISSP, Regional Authority Index, Local
Autonomy Index, V-Dem, Comparative Political and Welfare States Data Sets, World Giving Index.
"""

import pytest

IMF = "fiscal_decentralisation_imf_1990_2017"
RAI = "regional_authority_index_1950_2018"
LAI = "local_autonomy_index_1990_2014"
SOCX = "social_expenditure_oecd_1990_2022"
RESOURCES = "care_health_resources_1960_2025"
CARERS = "informal_care_ehis_2014_2019"
ISSP = "issp_government_responsibility_1985_2016"
DRUGS = "drug_care_emcdda_1990_2017"
PANEL = "country_year_panel_1990_2023"
VDEM = "civil_society_vdem_1950_2023"
CWS = "welfare_states_cws_1960_2018"
CPDS = "political_data_cpds_1960_2013"
NUTS = "nuts_age_structure_2020"
SHARES = [
    "pct_definitely_should",
    "pct_probably_should",
    "pct_probably_should_not",
    "pct_definitely_should_not",
]
OST = "ost_methadone_clients"


def rows(t, **where):
    for column, value in where.items():
        t = t[t[column] == value]
    return t


def cell(column, **where):
    def get(t):
        [found] = rows(t, **where)[column]
        return found

    return get


def local_share(iso3, year, field):
    return cell("value", iso3=iso3, year=year, sector_code="LG", indicator_code=field)


def public_spending(iso3):
    return cell("spending_pct_gdp", iso3=iso3, year=2019, source="public", branch="total")


def beds(iso3, year):
    return lambda t: round(
        cell("value", iso3=iso3, year=year, indicator="ltc_beds_per_1000_65plus")(t), 1
    )


def definitely(iso3, part=None):
    def get(t):
        t = rows(t, iso3=iso3, year=1990, item="provide_living_standard_for_old", breakdown="total")
        t = t[t["part_of_country"] == part] if part else t
        [found] = t["pct_definitely_should"]
        return found

    return get


def regions(country):
    return lambda t: rows(t, country=country).groupby("nuts_level").size().tolist()


EXACT = {
    "German regions at four levels": (NUTS, regions("DE"), [1, 16, 38, 401]),
    "Norwegian regions at four levels": (NUTS, regions("NO"), [1, 1, 7, 18]),
    "aged 80+ in Germany": (NUTS, cell("share_80plus_pct", nuts_id="DE"), 6.8),
    "aged 80+ in Norway": (NUTS, cell("share_80plus_pct", nuts_id="NO"), 4.3),
    "Norway and Germany in V-Dem": (VDEM, lambda t: int(t["iso3"].isin(["NOR", "DEU"]).sum()), 148),
    "local health Norway before the hospital reform": (
        IMF,
        lambda t: round(local_share("NOR", 2001, "health")(t), 3),
        0.75,
    ),
    "local health Norway after the hospital reform": (
        IMF,
        lambda t: round(local_share("NOR", 2002, "health")(t), 3),
        0.309,
    ),
    "local social protection Germany 2015": (
        IMF,
        lambda t: round(local_share("DEU", 2015, "sp")(t), 2),
        0.14,
    ),
    "regional authority Germany": (RAI, cell("n_rai", iso3="DEU", year=2018), 37.67),
    "regional authority Norway": (RAI, cell("n_rai", iso3="NOR", year=2018), 12.11),
    "local autonomy Germany": (LAI, cell("local_autonomy_index", iso3="DEU", year=2014), 71.62),
    "local autonomy Norway": (LAI, cell("local_autonomy_index", iso3="NOR", year=2014), 70.23),
    "39 countries four times": (
        LAI,
        lambda t: t.groupby("year").size().to_dict(),
        dict.fromkeys([1990, 2000, 2010, 2014], 39),
    ),
    "public social expenditure Germany 2019": (SOCX, public_spending("DEU"), 25.59),
    "public social expenditure Norway 2019": (SOCX, public_spending("NOR"), 25.278),
    **{
        f"long-term care beds {iso3} {year}": (RESOURCES, beds(iso3, year), n)
        for iso3, year, n in [
            ("NOR", 2010, 57.1),
            ("NOR", 2024, 38.6),
            ("DEU", 2011, 52.8),
            ("DEU", 2024, 53.0),
        ]
    },
    **{
        f"informal carers {geo}": (
            CARERS,
            cell(
                "giving_informal_care_pct",
                geo=geo,
                year=2019,
                assistance="any_informal_care",
                age_group="15_plus",
            ),
            n,
        )
        for geo, n in {"DE": 21.7, "NO": 16.4}.items()
    },
    "for the old, definitely, Norway": (ISSP, definitely("NOR"), 85.64),
    "for the old, definitely, West Germany": (ISSP, definitely("DEU", "west"), 54.09),
    "for the old, definitely, East Germany": (ISSP, definitely("DEU", "east"), 84.72),
    "30 countries, 4 medicines, 6 types of provider": (
        "opioid_substitution_provider_types_2019",
        lambda t: [
            len(t),
            t["country"].nunique(),
            t["medication"].nunique(),
            t["provider_type"].nunique(),
        ],
        [720, 30, 4, 6],
    ),
    "size of the panel": (
        PANEL,
        lambda t: [len(t), t["iso3"].nunique(), t.shape[1]],
        [1322, 39, 52],
    ),
    "regime of Norway": (
        "welfare_regime_analyst_coding",
        cell("welfare_regime", iso3="NOR"),
        "social_democratic",
    ),
    "regime of Germany": (
        "welfare_regime_analyst_coding",
        cell("welfare_regime", iso3="DEU"),
        "conservative",
    ),
    "CDU/CSU not counted": (CWS, lambda t: rows(t, iso3="DEU")["cncrcum"].max(), 0.0),
    "Christian democrats Norway": (CWS, lambda t: rows(t, iso3="NOR")["cncrcum"].max(), 4.874),
    "countries of the political data set": (CPDS, lambda t: t["iso3"].nunique(), 36),
    "aged 65+ Germany 2013": (CPDS, cell("elderly", iso3="DEU", year=2013), 21.3),
    "aged 65+ Norway 2013": (CPDS, cell("elderly", iso3="NOR", year=2013), 15.8),
}


@pytest.mark.parametrize(("name", "compute", "expected"), EXACT.values(), ids=list(EXACT))
def test_fact(table, name, compute, expected):
    assert compute(table(f"countries/{name}")) == expected


def test_giving_score_is_the_mean_of_its_parts(table):
    t = table("countries/world_giving_index_2009_2021")
    parts = t[["donated_money_pct", "volunteered_time_pct", "helped_stranger_pct"]].mean(axis=1)
    assert round((t["wgi_score_pct"] - parts).abs().max(), 2) == 0.67


def test_self_rule_and_shared_rule_add_up(table):
    t = table(f"countries/{RAI}")
    assert round((t["n_selfrule"] + t["n_sharedrule"] - t["n_rai"]).abs().max(), 3) == 0.01


def test_branches_of_public_expenditure_add_up(table):
    t = rows(table(f"countries/{SOCX}"), source="public")
    t = t[t["iso3"].isin(["NOR", "DEU"]) & (t["year"] <= 2019)]
    wide = t.pivot(index=["iso3", "year"], columns="branch", values="spending_pct_gdp")
    assert len(wide) == 60
    assert round((wide.drop(columns="total").sum(axis=1) - wide["total"]).abs().max(), 3) == 0.002


def test_informal_carers_of_relatives_and_others_add_up(table):
    wide = (
        table(f"countries/{CARERS}")
        .pivot(
            index=["geo", "year", "age_group"],
            columns="assistance",
            values="giving_informal_care_pct",
        )
        .dropna()
    )
    gap = wide["any_informal_care"] - wide["mainly_relatives"] - wide["mainly_non_relatives"]
    assert len(wide) == 186 and round(gap.abs().max(), 3) == 0.1


def test_four_answers_add_up_to_a_hundred(table):
    assert round((table(f"countries/{ISSP}")[SHARES].sum(axis=1) - 100).abs().max(), 3) == 0.01


@pytest.mark.parametrize("iso3", ["NOR", "DEU"])
def test_weights_change_nothing_in_norway_and_germany(table, iso3):
    t = rows(table("countries/issp_government_responsibility_weighted_1996_2006"), iso3=iso3)
    assert len(t) == 8 and (t["pct_should_weighted"] == t["pct_should_unweighted"]).all()
    assert (t["weight_sd"] == 0).all()


@pytest.mark.parametrize(
    ("country", "years"),
    [
        ("France", [2000, 2001, 2002]),
        ("Turkey", [2014, 2015, 2016]),
        ("Netherlands", [1995]),
        ("Sweden", [1995, 1996, 1997, 1998, 1999, 2000]),
    ],
)
def test_deaths_by_sex_and_by_age_disagree(table, country, years):
    t = rows(table(f"countries/{DRUGS}"), indicator="drug_induced_deaths", country=country)
    by_sex = rows(t, age_group="all").groupby("year")["value"].sum()
    by_age = rows(t, sex="total").groupby("year")["value"].sum()
    assert ((by_sex - by_age)[years].abs() > 5).all()


def test_methadone_clients_of_norway_are_corrected(table, raw):
    """The table by year prints 991 for 2017, the table by medicine 2,896; loaded is 2,896."""
    where = {"country": "Norway", "indicator": OST}
    assert rows(raw(f"countries/{DRUGS}"), year="2017", **where)["value"].tolist() == ["991.0"]
    t = table(f"countries/{DRUGS}")
    assert cell("value", year=2017, **where)(t) == 2896
    assert cell("value", year=2017, country="Norway", indicator="ost_clients_methadone")(t) == 2896


@pytest.mark.parametrize(
    ("column", "source", "source_column", "where"),
    [
        pytest.param(
            "socx_public_total",
            SOCX,
            "spending_pct_gdp",
            {"source": "public", "branch": "total"},
            id="public social expenditure",
        ),
        pytest.param("v2csprtcpt", VDEM, "v2csprtcpt", {}, id="participation in civil society"),
        pytest.param("local_autonomy_index", LAI, "local_autonomy_index", {}, id="local autonomy"),
        pytest.param("rai_rai", RAI, "n_rai", {}, id="regional authority"),
        pytest.param(
            "imf_sp_lg",
            IMF,
            "value",
            {"indicator_code": "sp", "sector_code": "LG"},
            id="local share of social protection",
        ),
        pytest.param("cws_ud", CWS, "ud", {}, id="union density"),
        pytest.param(
            "ltc_beds_per_1000_65plus",
            RESOURCES,
            "value",
            {"indicator": "ltc_beds_per_1000_65plus"},
            id="long-term care beds",
        ),
    ],
)
def test_panel_repeats_its_components(table, column, source, source_column, where):
    keys = ["iso3", "year"]
    part = rows(table(f"countries/{source}"), **where).set_index(keys)[source_column]
    panel = table(f"countries/{PANEL}").set_index(keys)[column].dropna()
    assert len(panel) > 100
    assert (panel == part.reindex(panel.index)).all()
