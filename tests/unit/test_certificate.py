"""What only the people involved can say of a check is taken from them, and never made up."""

import yaml

from copro.book.certificate import codecheck, crate

OUTPUT = {"file": "results/claims.json", "bytes": 2, "sha256": "ab"}
FLOW = {"file": "inputs/Snakefile", "bytes": 2, "sha256": "cd"}
RECEIPT = {
    "version": "1.0.0",
    "began": "2026-01-31T12:00:00+00:00",
    "ended": "2026-01-31T12:20:00+00:00",
    "seconds": {"results": 1200},
    "compared": {"claim": 5},
    "differences": [],
    "nbval": "passed",
    "outputs": [OUTPUT, {"file": "html/index.html", "bytes": 2, "sha256": "ef"}],
    "inputs": [FLOW],
}
COMMENTS = {"results/claims.json": "All claims"}
FILLED = {
    "codechecker": [{"name": "Josiah Carberry", "ORCID": "0000-0002-1825-0097"}],
    "report": "https://doi.org/10.5555/report",
    "certificate": "2026-001",
    "paper": {
        "authors": [{"name": "Josiah Carberry", "ORCID": "0000-0002-1825-0097"}],
        "reference": "https://doi.org/10.5555/paper",
    },
}


def test_a_filled_codecheck_has_all_that_the_specification_demands():
    text = codecheck(RECEIPT, COMMENTS, FILLED)
    assert text.startswith("%YAML 1.1\n---\n") and "Left to those" not in text
    found = yaml.safe_load(text)
    assert {
        "version",
        "manifest",
        "paper",
        "codechecker",
        "report",
        "summary",
        "certificate",
    } <= set(found)
    assert found["manifest"] == [{"file": "results/claims.json", "comment": "All claims"}]
    assert {"title", "authors", "reference"} == set(found["paper"])
    assert found["check_time"] == RECEIPT["ended"]
    assert (
        "5 claims were compared" in found["summary"]
        and "no result differs beyond" in found["summary"]
    )


def test_what_nobody_has_said_is_left_out_and_named():
    text = codecheck(RECEIPT, COMMENTS, {})
    assert not {"codechecker", "report", "certificate"} & yaml.safe_load(text).keys()
    assert "# Left to those who check or publish: codechecker, report, certificate, " in text


def test_the_crate_names_who_checked_only_where_they_say_so():
    for filled, agents in (({}, []), (FILLED, ["https://orcid.org/0000-0002-1825-0097"])):
        made = {one["@id"]: one for one in crate(RECEIPT, COMMENTS, filled)["@graph"]}
        run = made["#run"]
        named = run.get("agent", [])
        assert [one["@id"] for one in (named if isinstance(named, list) else [named])] == agents
        assert run["instrument"] == {"@id": "inputs/Snakefile"}
        assert (run["startTime"], run["endTime"]) == (RECEIPT["began"], RECEIPT["ended"])
        assert "html/index.html" not in made  # a page is named in the receipt, and not copied
