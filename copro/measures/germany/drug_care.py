"""Germany: drug care and drug deaths by Land, and the European indicators beside Norway.

Units: persons, persons per 100,000 inhabitants, facilities. Drug deaths of the Länder are those
counted by the police, which the Norwegian register does not do: levels of the two countries are
parallel measures. The stored copy of the table by Land breaks off: ten Länder have deaths for all
years 2002-2011, one stops in 2005 and five are missing.
"""

import pandas as pd

from copro.english import number_word

PROVIDERS = {
    "specialised_treatment_centres": "Specialised treatment centres",
    "any_medical_doctor_office": "Any doctor's practice",
    "specialised_medical_doctors_offices": "Practices of specialised doctors",
    "pharmacies": "Pharmacies",
    "mobile_outreach_units": "Mobile and outreach units",
    "other_provider": "Other providers",
}
FIRST, LAST = 2002, 2011  # years of the table of drug deaths by Land
COMPLETE = LAST - FIRST + 1


def land_population(kreise: pd.DataFrame) -> pd.DataFrame:
    """Inhabitants of the Länder at the end of each year, from their Kreise: land_code, year,
    population.

    A Land-year in which a Kreis has no value is left out, so that no sum is too small.
    """
    rows = kreise.assign(land_code=kreise["kreis_code"].str[:2])
    grouped = rows.groupby(["land_code", "year"])["population_1000"]
    sums = grouped.sum().where(grouped.apply(lambda values: values.notna().all())) * 1000
    return sums.dropna().rename("population").reset_index()


def substitution(register: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Patients in substitution treatment by Land, highest rate first: land_name, patients,
    physicians, patients per 100,000 inhabitants (of the end of the year) and per physician.
    """
    rows = register.assign(land_code=register["land_code"].astype(str).str.zfill(2))
    year = int(rows["reference_date"].astype(str).str[:4].iloc[0])
    now = people[people["year"] == year]
    out = rows.merge(now[["land_code", "population"]], on="land_code", validate="1:1")
    if len(out) != len(rows):
        raise ValueError(f"{len(rows) - len(out)} Länder have no inhabitants for {year}")
    patients = out["registered_substitution_patients"]
    return pd.DataFrame(
        {
            "land_name": out["land_name"],
            "land_abbrev": out["land_abbrev"],
            "patients": patients,
            "physicians": out["substituting_physicians"],
            "population": out["population"],
            "per_100000": 1e5 * patients / out["population"],
            "per_physician": patients / out["substituting_physicians"],
        }
    ).sort_values("per_100000", ascending=False, ignore_index=True)


def complete_laender(deaths: pd.DataFrame) -> list[str]:
    """Länder with a number of deaths in every year (abbreviations, sorted)."""
    count = deaths[deaths["region_code"] != "DE"].groupby("region_code")["drug_deaths"].count()
    return sorted(count.index[count == COMPLETE])


def ends(years: int) -> dict[str, tuple[int, int]]:
    """The first and the last years of the deaths by Land, as many as said at each end: label ->
    first and last year.

    >>> ends(3)
    {'2002–2004': (2002, 2004), '2009–2011': (2009, 2011)}
    >>> ends(1)
    {'2002': (2002, 2002), '2011': (2011, 2011)}
    """
    both = (FIRST, FIRST + years - 1), (LAST - years + 1, LAST)
    return {f"{a}–{b}" if a < b else str(a): (a, b) for a, b in both}


def means_told(years: int) -> str:
    """What a dot stands for, by the years that are taken together.

    >>> means_told(3), means_told(1)
    ('means of three years', 'single years')
    """
    return f"means of {number_word(years)} years" if years > 1 else "single years"


def death_rates(
    deaths: pd.DataFrame,
    people: pd.DataFrame,
    names: pd.DataFrame,
    periods: dict[str, tuple[int, int]],
) -> pd.DataFrame:
    """Deaths per 100,000 inhabitants and year in each period, for the complete Länder.

    ``names`` maps ``land_abbrev`` to ``land_code`` and ``land_name``; ``periods`` names first and
    last years. Returns land_name, period, deaths (of the period) and rate, highest last period
    first.
    """
    rows = deaths[deaths["region_code"].isin(complete_laender(deaths))].merge(
        names.rename(columns={"land_abbrev": "region_code"}), on="region_code", validate="m:1"
    )
    rows = rows.merge(people, on=["land_code", "year"], validate="1:1")
    parts = []
    for period, (first, last) in periods.items():
        sums = (
            rows[rows["year"].between(first, last)]
            .groupby("land_name")[["drug_deaths", "population"]]
            .sum()
        )
        parts.append(
            pd.DataFrame(
                {
                    "deaths": sums["drug_deaths"],
                    "period": period,
                    "rate": 1e5 * sums["drug_deaths"] / sums["population"],
                }
            ).reset_index()
        )
    order = parts[-1].sort_values("rate", ascending=False)["land_name"]
    return pd.concat(parts).set_index("land_name").loc[order].reset_index()


def both_populations(end_of_year: pd.Series, first_of_january: pd.Series) -> pd.DataFrame:
    """Inhabitants of Germany (end of the year) and Norway (1 January of the next year): country,
    year, population.

    The two dates are one night apart; each is put under the year that ends.
    """
    norway = first_of_january.rename(index=lambda year: year - 1)
    parts = {"Germany": end_of_year, "Norway": norway}
    return pd.concat(parts, names=["country", "year"]).rename("population").reset_index()


def european_deaths(european: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Drug-induced deaths (men and women) per 100,000 inhabitants: country, year, deaths, rate.

    ``population`` has country, year and population; years without one of the sexes or without
    inhabitants are left out.
    """
    rows = european[
        (european["indicator"] == "drug_induced_deaths") & (european["age_group"] == "all")
    ]
    sexes = (
        rows[rows["sex"].isin(["male", "female"])]
        .pivot_table(index=["country", "year"], columns="sex", values="value")
        .dropna()
    )
    deaths = sexes.sum(axis=1).rename("deaths").reset_index()
    out = deaths.merge(population, on=["country", "year"], validate="1:1")
    return out.assign(rate=1e5 * out["deaths"] / out["population"])


def substitution_clients(european: pd.DataFrame, year: int) -> pd.Series:
    """Clients in opioid substitution by country and medicine in one year (persons)."""
    rows = european[
        european["indicator"].str.startswith("ost_clients_") & (european["year"] == year)
    ]
    medicine = rows["indicator"].str.removeprefix("ost_clients_")
    return rows.assign(medicine=medicine).set_index(["country", "medicine"])["value"].sort_index()


def provider_types(types: pd.DataFrame, countries: list[str]) -> pd.DataFrame:
    """For each type of provider the number of substitution medicines it is marked as offering,
    by country.

    Four medicines were asked about. Zero means not marked, which is not the same as not allowed.
    """
    rows = types[types["country"].isin(countries)]
    wide = rows.assign(marked_available=rows["marked_available"].astype(int)).pivot_table(
        index="provider_type", columns="country", values="marked_available", aggfunc="sum"
    )
    return (
        wide.reindex(PROVIDERS)[countries]
        .rename(index=PROVIDERS)
        .rename_axis("provider")
        .reset_index()
    )


def leading(land: pd.DataFrame) -> str:
    """Which Länder lead ``substitution``: "cities" if the three city states do, else "other"."""
    cities = {"Berlin", "Bremen", "Hamburg"}
    return "cities" if set(land["land_name"].iloc[: len(cities)]) == cities else "other"
