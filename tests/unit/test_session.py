"""What a process may read, where it writes, and what it has read so far."""

import pytest

from copro import session
from copro.data import load
from copro.data.errors import UndeclaredTable
from copro.paths import BUILD, REFERENCE
from copro.report import read_claims
from copro.report.records.ledger import Ledger
from copro.session import Session, current

TABLE = "norway/people_who_inject_drugs_2012_2024"
OTHER = "norway/drug_use_prevalence_2013_2025"


def test_a_table_outside_the_declaration_is_an_error_that_names_those_inside():
    with Session(allowed=(TABLE, "cases/cases")).entered():
        assert len(load(TABLE))
        with pytest.raises(UndeclaredTable, match=rf"{OTHER}.*one of {TABLE} cases/cases"):
            load(OTHER)
    with Session(allowed=()).entered(), pytest.raises(UndeclaredTable):
        load(TABLE)


def test_a_live_session_may_load_every_table_and_reads_the_committed_claims():
    with Session().entered() as live:
        load(TABLE)
        assert len(live.loaded[TABLE]) == 64 and not live.published
        assert read_claims().text() == (REFERENCE / "claims.json").read_text(encoding="utf-8")
        assert live.folder("tables") == BUILD / "live" / "tables"


def test_claims_that_were_read_bring_their_tables_with_them():
    with Session().entered() as live:
        claim = read_claims()["no-drug-deaths-last"]
        assert set(claim.tables) <= live.known.keys() and not live.loaded


def test_what_one_session_did_another_does_not_know():
    with Session().entered() as outer:
        with Session().entered() as inner:
            load(TABLE)
            assert current() is inner
        assert current() is outer and not outer.known


def test_a_run_finds_its_session_in_the_file_that_the_variable_names(tmp_path, monkeypatch):
    claims = tmp_path / "claims.json"
    claims.write_text(Ledger([]).text(), encoding="utf-8")
    given = Session(out=tmp_path, claims=claims, allowed=(TABLE,))
    monkeypatch.setenv(session.VARIABLE, str(given.write(tmp_path / "session.json")))
    monkeypatch.setattr(session, "_sessions", [])
    assert current() == given and len(read_claims()) == 0
    assert current().folder("figures") == tmp_path / "figures"
