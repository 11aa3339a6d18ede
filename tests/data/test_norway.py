"""Facts of the Norwegian tables, as printed by Statistics Norway (elderly care from KOSTRA,
population, code lists, satellite account) and the Norwegian Directorate of Health (drug use)."""

import pytest

KOSTRA = "elderly_care_kostra_2023_2025"
NATIONAL = "elderly_care_national_1992_2010"
ACCOUNT = "nonprofit_satellite_account_2009_2018"
CROSSWALK = "municipality_code_crosswalk_to_2024"
POPULATION_2020 = "population_by_age_2017_2023_borders_2020"
POPULATION_2024 = "population_by_age_2006_2026_borders_2024"
PAYMENTS = "care_user_payments_2003_2016"
HOME_BASED = "user_payments_home_based_care_nok_1000"
HOME = "home_services_users_80plus_pct"
NURSING = "nursing_home_residents_80plus_pct"
INHABITANTS = "population_80plus_jan1_next_year"
AGE_GROUPS = ["0_17", "18_49", "50_66", "67_79", "80_89", "90_plus"]


def of_year(frame, year):
    return frame[frame["year"] == year]


def total(year, column):
    return lambda t: of_year(t, year)[column].sum()


def by_year(column):
    return lambda t: t.groupby("year")[column].sum().tolist()


def rows_by_year(t):
    return t.groupby("year").size().tolist()


def value(**where):
    """The one value of a long table in the row with these keys."""

    def get(t):
        for column, key in where.items():
            t = t[t[column] == key]
        [found] = t.filter(regex="^value$|_pct$").iloc[:, 0]
        return found

    return get


def codes_valid_in(year):
    def count(t):
        valid = t[(t["first_year"] <= year) & (year <= t["last_year"])]
        return valid["municipality_code_original"].nunique()

    return count


def weighted_mean(year, column):
    def mean(t):
        t = of_year(t, year).dropna(subset=column)
        return (t[column] * t[INHABITANTS]).sum() / t[INHABITANTS].sum()

    return mean


def persons_fit_percentage(t):
    persons = (t[HOME] * t[INHABITANTS] / 100).round()
    return int(((100 * persons / t[INHABITANTS] - t[HOME]).abs() < 0.0501).sum())


def monthly_maxima_above(limit):
    return lambda t: int((t.filter(like="max_monthly_cost") > limit).sum().sum())


def interval_contains(t):
    return int(t["prevalence_pct"].between(t["ci95_lower_pct"], t["ci95_upper_pct"]).sum())


def dwellings_1999(t):
    t = (
        of_year(t, 1999)
        .query("measure == 'care_dwelling_residents'")
        .set_index("age_group")["value"]
    )
    return t.drop("total").sum() - t["total"]


EXACT = {
    "counties in 2024": ("municipalities_2024", lambda t: t["county_code"].nunique(), 15),
    "regions": ("municipalities_2024", lambda t: t["region_name"].nunique(), 5),
    **{
        f"codes valid in {year}": (CROSSWALK, codes_valid_in(year), n)
        for year, n in {2006: 431, 2016: 428, 2018: 422, 2020: 356, 2022: 356, 2024: 357}.items()
    },
    "codes split in parts": (CROSSWALK, lambda t: int((t["weight"] < 1).sum()), 20),
    "population 2020": (POPULATION_2020, total(2020, "population_total"), 5_367_580),
    "population 2023": (POPULATION_2020, total(2023, "population_total"), 5_488_984),
    "population 2024": (POPULATION_2024, total(2024, "population_total"), 5_550_203),
    "population 2025": (POPULATION_2024, total(2025, "population_total"), 5_594_340),
    "population 2026": (POPULATION_2024, total(2026, "population_total"), 5_627_400),
    "population 2020 in the borders of 2024, short of 2": (
        POPULATION_2024,
        total(2020, "population_total"),
        5_367_578,
    ),
    "aged 80+ in 2026": (POPULATION_2024, total(2026, "population_80_plus"), 284_939),
    "units a year, borders of 2024": (
        POPULATION_2024,
        rows_by_year,
        [351] * 14 + [356] * 4 + [357] * 3,
    ),
    "units a year, borders of 2020": (POPULATION_2020, rows_by_year, [351] * 3 + [356] * 4),
    "municipalities in elderly care": (KOSTRA, rows_by_year, [344, 354]),
    "whole persons give the printed percentage": (KOSTRA, persons_fit_percentage, 698),
    "nursing-home share in 2025 only": (
        KOSTRA,
        lambda t: t.groupby("year")[NURSING].count().tolist(),
        [0, 350],
    ),
    "in nursing homes 2025, percent": (
        KOSTRA,
        lambda t: round(weighted_mean(2025, NURSING)(t), 1),
        9.0,
    ),
    "beds in care institutions": (
        "care_institution_beds_2015_2018",
        lambda t: [round(v) for v in by_year("care_institution_beds_n")(t)],
        [42243, 42164, 42060, 41791],
    ),
    "user payments 2007": (PAYMENTS, total(2007, HOME_BASED), 439_142),
    "user payments 2008, the same sum": (PAYMENTS, total(2008, HOME_BASED), 439_142),
    "user payments 2016": (PAYMENTS, total(2016, HOME_BASED), 639_880),
    "monthly maxima above NOK 5,000": (
        "home_help_user_fees_2004_2016",
        monthly_maxima_above(5000),
        58,
    ),
    "monthly maximum of NOK 800,880": (
        "home_help_user_fees_2004_2016",
        monthly_maxima_above(800_879),
        1,
    ),
    "municipalities with drug offences": (
        "social_assistance_drug_offences_2015_2020",
        rows_by_year,
        [318, 307, 273, 306, 74, 251],
    ),
    "beds for substance-use treatment, public trusts": (
        "health_trust_beds_2024_2025",
        by_year("beds_substance_use_treatment_n"),
        [755, 738],
    ),
    "health trusts": ("health_trust_beds_2024_2025", rows_by_year, [20, 20]),
    **{
        f"satellite account 2010 {measure}": (
            ACCOUNT,
            value(year=2010, icnpo_group_code="00", measure=measure),
            n,
        )
        for measure, n in {
            "paid_employees_fte": 80_105,
            "volunteers_fte": 115_149,
            "paid_and_volunteers_fte": 195_255,
        }.items()
    },
    "satellite account 2018 paid": (
        ACCOUNT,
        value(year=2018, icnpo_group_code="00", measure="paid_employees_fte"),
        89_161,
    ),
    **{
        f"{measure} {year}": (NATIONAL, value(year=year, measure=measure, age_group=group), n)
        for measure, group, year, n in [
            ("home_services_recipients", "total", 1992, 146_272),
            ("home_services_recipients", "total", 2008, 167_442),
            ("institutions_places_n", "all", 2008, 41_542),
            ("institutions_private_places_pct", "all", 2001, 10.7),
            ("institutions_private_places_pct", "all", 2008, 10.3),
        ]
    },
    "care dwellings 1999, age groups minus total": (NATIONAL, dwellings_1999, -886),
    "interval contains value": ("drug_use_prevalence_2013_2025", interval_contains, 702),
    **{
        f"cannabis in the last year {year}": (
            "drug_use_prevalence_2013_2025",
            value(
                year=year,
                substance="cannabis",
                period="last_12_months",
                age_group="16-64",
                sex="all",
            ),
            pct,
        )
        for year, pct in {2013: 5.1, 2025: 5.8}.items()
    },
    "municipalities of Østfold and Akershus": (
        "mental_health_earmarked_2004_ostfold_akershus",
        lambda t: t["municipality_code"].str[:2].value_counts().to_dict(),
        {"01": 18, "02": 22},
    ),
    "unpaid work 2014, old question": (
        "volunteering_survey_2011_2022",
        value(year=2014, measure="unpaid_work_for_organisations_last_12_months"),
        38.0,
    ),
    "voluntary effort 2022, new question": (
        "volunteering_survey_2011_2022",
        value(year=2022, measure="any_voluntary_effort_last_12_months"),
        51.6,
    ),
    "outlines 2024 that cross themselves": (
        "boundaries_municipalities_2024",
        lambda t: int((~t.is_valid).sum()),
        25,
    ),
    "outlines 2020 that cross themselves": (
        "boundaries_municipalities_2020",
        lambda t: int((~t.is_valid).sum()),
        8,
    ),
}


@pytest.mark.parametrize(("name", "compute", "expected"), EXACT.values(), ids=list(EXACT))
def test_fact(table, name, compute, expected):
    assert compute(table(f"norway/{name}")) == expected


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        pytest.param(2023, 26.8, id="344 municipalities"),
        pytest.param(2025, 24.8, id="354 municipalities"),
    ],
)
def test_share_of_the_aged_80_plus_with_home_services(table, year, expected):
    assert weighted_mean(year, HOME)(table(f"norway/{KOSTRA}")) == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize("name", [POPULATION_2020, POPULATION_2024])
def test_age_groups_add_up_to_the_total(table, name):
    t = table(f"norway/{name}")
    assert (
        t[[f"population_{group}" for group in AGE_GROUPS]].sum(axis=1) == t["population_total"]
    ).all()
    assert (t["population_80_89"] + t["population_90_plus"] == t["population_80_plus"]).all()


def test_weights_of_an_old_code_add_up_to_one(table):
    t = table(f"norway/{CROSSWALK}")
    assert t.groupby("municipality_code_original")["weight"].sum().to_numpy() == pytest.approx(
        1, abs=1e-9
    )
    assert (t["weight_is_equal_split_not_population"] == (t["weight"] < 1)).all()


def test_activities_of_the_satellite_account_add_up_to_the_total(table):
    t = table(f"norway/{ACCOUNT}").query("year in [2009, 2010]")
    wide = t.pivot(index=["year", "measure"], columns="icnpo_group_code", values="value").dropna(
        subset="01"
    )
    gap = (wide.drop(columns="00").sum(axis=1) - wide["00"]).dropna().abs()
    assert len(gap) == 9 and gap.max() == 2


def test_shares_of_funding_add_up(table):
    t = table(f"norway/{ACCOUNT}")
    shares = t[t["measure"].str.startswith("funding_share")].groupby("year")["value"].sum()
    assert shares.to_dict() == pytest.approx({2016: 100, 2017: 100, 2018: 100}, abs=0.15)


@pytest.mark.parametrize("year", [2025, 2026])
def test_need_index_has_a_mean_of_one(table, year):
    index = of_year(table("norway/expenditure_need_index_2025_2026"), year).set_index(
        "municipality_code"
    )
    people = of_year(table(f"norway/{POPULATION_2024}"), year).set_index("municipality_code")[
        "population_total"
    ]
    people = people[index.index]
    assert round((index["expenditure_need_index"] * people).sum() / people.sum(), 4) == 0.9998


def test_care_refers_to_the_population_of_the_next_first_of_january(table):
    care = of_year(table(f"norway/{KOSTRA}"), 2025).set_index("municipality_code")[INHABITANTS]
    people = of_year(table(f"norway/{POPULATION_2024}"), 2026).set_index("municipality_code")
    assert int((care == people.loc[care.index, "population_80_plus"]).sum()) == 354


def test_twelve_municipalities_are_missing_in_2023(table):
    missing = set(of_year(table(f"norway/{POPULATION_2020}"), 2023)["municipality_code"]) - set(
        of_year(table(f"norway/{KOSTRA}"), 2023)["municipality_code"]
    )
    assert missing == set("1151 1806 1835 1857 1875 4629 5055 5056 5059 5402 5412 5426".split())


def test_years_of_the_population_are_continuous(table):
    assert sorted(table(f"norway/{POPULATION_2024}")["year"].unique()) == list(range(2006, 2027))


UNKNOWN_CODES = {
    PAYMENTS: {"1154", "1159", "1569", "1572", "1842", "2111"},
    "home_help_user_fees_2004_2016": {"1569", "1572"},
}


@pytest.mark.parametrize(
    "name",
    [
        KOSTRA,
        PAYMENTS,
        POPULATION_2020,
        POPULATION_2024,
        "home_help_user_fees_2004_2016",
        "care_institution_beds_2015_2018",
        "expenditure_need_index_2025_2026",
        "social_assistance_drug_offences_2015_2020",
        "mental_health_earmarked_2004_ostfold_akershus",
        "boundaries_municipalities_2020",
        "boundaries_municipalities_2024",
        "municipalities_2024",
    ],
)
def test_codes_are_in_the_crosswalk(table, name):
    known = set(table(f"norway/{CROSSWALK}")["municipality_code_original"])
    assert set(table(f"norway/{name}")["municipality_code"]) - known == UNKNOWN_CODES.get(
        name, set()
    )


def test_successors_are_the_municipalities_of_2024(table):
    units = set(table("norway/municipalities_2024")["municipality_code"])
    assert set(table(f"norway/{CROSSWALK}")["municipality_code_2024"]) == units
    assert set(table(f"norway/{KOSTRA}")["municipality_code_2024"].dropna()) <= units
    assert set(table("norway/boundaries_municipalities_2024")["municipality_code"]) == units


def test_typed_shares_of_home_services_agree_with_the_copy_and_fill_eight_gaps(table):
    typed = of_year(table("norway/home_services_80plus_kostra_2019_2023"), 2023)
    typed = typed.set_index("region_code")["home_services_users_80plus_pct"]
    copied = of_year(table(f"norway/{KOSTRA}"), 2023).set_index("municipality_code")[HOME]
    assert (typed[copied.index] == copied).all() and len(copied) == 344
    filled = typed.drop(copied.index).dropna().drop(["EAK", "EAKUO"])
    assert set(filled.index) == {"1806", "1875", "5055", "5056", "5059", "5402", "5412", "5426"}
    assert (typed["EAK"], filled["1806"]) == (26.9, 33.6)


def test_home_services_in_2019_know_every_municipality_of_that_year(table):
    typed = of_year(table("norway/home_services_80plus_kostra_2019_2023"), 2019)
    places = typed[typed["region_code"].str.isdigit()]
    assert len(places) == 422 and places[HOME].isna().sum() == 6
    assert typed.set_index("region_code")[HOME]["EAK"] == 30.0
