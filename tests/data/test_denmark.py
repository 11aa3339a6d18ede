"""Facts of the Danish tables: Sundhedsdatastyrelsen (Plejehjemsoversigten)."""

import pytest

HOMES = "denmark/nursing_homes_by_owner_2026"
# Nursing homes and dwellings by owner, added up by hand from the list of the register.
BY_OWNER = {
    "municipal": (730, 33_849),
    "self-owning": (94, 5_457),
    "free nursing home (friplejebolig)": (48, 2_148),
    "private": (14, 933),
    "not stated": (21, 1_067),
}


@pytest.mark.parametrize("owner", BY_OWNER)
def test_nursing_homes_and_dwellings_by_owner(table, owner):
    rows = table(HOMES).query("owner == @owner")
    assert (rows["nursing_homes_n"].sum(), rows["homes_n"].sum()) == BY_OWNER[owner]


def test_every_municipality_is_there_and_one_has_no_municipal_nursing_home(table):
    t = table(HOMES)
    assert t["municipality_code"].nunique() == 98  # since the reform of 2007
    assert set(t["municipality_code"]) - set(
        t.query("owner == 'municipal'")["municipality_code"]
    ) == {"0270"}  # Gribskov


def test_the_only_unknown_size_is_in_vejle(table):
    rows = table(HOMES).query("nursing_homes_without_size_n > 0")
    assert rows[["municipality_code", "owner", "nursing_homes_without_size_n"]].values.tolist() == [
        ["0630", "municipal", 1]
    ]


def test_the_list_and_an_employers_organisation_agree_where_no_home_is_self_owning(table):
    """The list has 160 of 365 dwellings in Greve as private (44 %);
    Dansk Industri printed 42 % for 2024.
    """
    greve = table(HOMES).query("municipality_code == '0253'").set_index("owner")["homes_n"]
    assert greve.to_dict() == {"municipal": 205, "private": 160}
    printed = (
        table("published/dk_care_homes_outside_municipality")
        .query("subgroup == 'Greve'")["value"]
        .item()
    )
    assert 100 * greve["private"] / greve.sum() == pytest.approx(printed, abs=2)
