"""Who provides: what the tables of three countries have in common."""

import pytest

from copro.data import load
from copro.measures.synthesis import providers


@pytest.fixture(scope="module")
def owners():
    return providers.owners(
        load("published/no_ssb_care_institution_ownership"),
        load("germany/care_provider_ownership_1999_2021"),
        load("denmark/nursing_homes_by_owner_2026"),
    )


def test_the_owners_of_a_country_make_a_hundred_percent(owners):
    assert owners.groupby("iso3")["share_pct"].sum().tolist() == pytest.approx([100] * 3, abs=0.5)


def test_most_places_are_nonprofit_in_germany_and_few_in_norway(owners):
    """The title of the figure, and where Denmark lies."""
    share = owners[owners["owner"] == "Non-profit"].set_index("iso3")["share_pct"]
    rest = owners[owners["owner"] == "Kind not known"].set_index("iso3")["share_pct"]
    assert share["NOR"] < 10 and share["DEU"] > 50
    most = share["DNK"] + rest["DNK"]
    assert providers.lies(share["DNK"], most, share["NOR"], share["DEU"]) == "between the two"


def test_private_institutions_had_most_beds_in_drug_treatment_already_in_2007():
    """As in 2016, by another count (60 %)."""
    table = load("published/nordic_drug_treatment_owners_1995_2020")
    assert providers.private_places_2007(table) == pytest.approx(100 * 1154 / 1833)


def test_the_density_of_associations_is_a_ratio_of_two_places():
    dense = providers.times_as_dense(load("published/no_dk_association_density"))
    assert dense["cities"] == pytest.approx(15.9 / 9.6)


def test_paid_work_is_that_of_health_and_social_services():
    work = providers.paid_work_in_care(
        load("norway/nonprofit_satellite_account_2009_2018"), load("germany/nonprofit_sector_1995")
    )
    assert work["DEU"] == pytest.approx(38 + 30.6)
    assert 30 < work["NOR"] < 60
