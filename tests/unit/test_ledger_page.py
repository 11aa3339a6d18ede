"""The ledger leads from a claim to the cards of its tables, their credit lines and licences."""

from copro.book.pages import catalogue, ledger
from copro.data import card, tables

CLAIM = {
    "id": "made-up",
    "page": "2_norway/made_up",
    "kind": "register",
    "sentence": "Made up for the test.",
    "interval": None,
    "unit": "percent",
    "digits": 1,
    "n": None,
    "level": None,
    "cell": 3,
    "cell_id": "a1b2c3d4",
    "notebook": "made_up",
    "parameters": {},
    "value": 1.0,
    "hashes": {},
    "tolerance": 1e-6,
}
CHAPTERS = {CLAIM["page"]: {"title": "Made up", "name": "made_up"}}
CODE = {
    "made_up": [
        "year = 2024",
        "from copro.methods.rates import per",
        "claim('made-up', '{value}.', per(1, 2))",
    ]
}


def test_every_table_of_a_claim_leads_to_its_card():
    names = ["published/no_municipal_contact_2022", "norway/municipalities_2024"]
    text, cards = ledger.ledger([CLAIM | {"tables": names}], CHAPTERS, CODE), catalogue.catalogue()
    for name in names:
        target = f"table-{name.replace('/', '-')}"
        link = f'<a href="data_catalogue.html#{target.replace("_", "-")}">{name}</a>'
        assert link in text and f"({target})=" in cards
        assert card(name)["licence_as_stated"].split(" ")[0] in text
    assert "Credit: Frivillighet Norge; " in text


def test_every_claim_leads_to_its_cell_and_names_the_function_that_computes_it():
    text = ledger.ledger([CLAIM | {"tables": []}], CHAPTERS, CODE)
    link = '<a href="2_norway/made_up.html#cell-3">cell 3</a>'
    by = "(number by <code>copro.methods.rates.per</code>), tables"
    assert f"<code>made-up</code>, {link} {by}" in text


def test_a_claim_on_many_tables_leaves_credit_and_licence_to_the_cards():
    names = list(tables()["name"])[: ledger.NAMED + 1]
    assert ledger.terms(names) == "" and ledger.terms(names[:1]).startswith(". Credit: ")


def test_municipalities_left_out_of_a_table_have_their_names():
    text = card("norway/elderly_care_kostra_2023_2025")["known_problems"]
    assert "1151 Utsira" in text and "5402 Harstad" in text


def test_every_claim_says_how_it_fares_and_which_codes_are_doubtful():
    doubtful = CLAIM | {"tables": [], "kind": "coding", "disagree": {"stage": 0.318}}
    text = ledger.ledger([doubtful], CHAPTERS, CODE)
    assert 'data-labels="Chapter|Kind of evidence|How it fares under other choices"' in text
    assert 'data-facts="Made up|coding|not varied"' in text
    assert "stage (0.32)" in text and ">passes disagree</a>" in text


def test_a_claim_says_with_which_choices_it_moves_and_can_be_found_by_them():
    claims = [CLAIM | {"id": id, "tables": []} for id in ("moved", "still")]
    moves = {"moved": ["year", "weights"], "still": []}
    text = ledger.ledger(claims, CHAPTERS, CODE, moves)
    assert text.count("<em>moves with: year, weights</em>") == 1 and "|Moves with" in text
    assert "|year; weights" in text and "|no choice that was tried" in text
    plain = ledger.ledger(claims, CHAPTERS, CODE)
    assert "oves with" not in plain and "choice that was tried" not in plain
