"""A check names the changed input behind each difference; its certificate serves elsewhere."""

import json
import re
import shutil

import pytest
import yaml

from copro.book.certificate import SPECIFICATION
from copro.errors import FOUND

from . import conftest
from .test_reader import FIGURE, INJECTING, change_a_cell

CELL = (
    "data/norway/people_who_inject_drugs_2012_2024.csv, row 2018 (line 8), column "
    "people_who_inject_drugs_estimate_n: 11779 -> 12679 (its card fits)"
)
MODULE = "copro/measures/literature/works.py"
WHY = f"""\
why:
  {CELL}
    claims test-2018, test-twice
    figure test-injecting
    pages 2_norway/norway_elderly_care, 4_synthesis/verdicts
  {MODULE}: changed
    claim test-module
    page 1_literature/literature_map
  no changed input explains this:
    claim test-germany-elderly-care
    page 3_germany/germany_elderly_care
"""
SECRETS = {"HOME": "/home/kari-nordmann", "USER": "kari-nordmann", "HOSTNAME": "kontor-pc-17",
           "LOGNAME": "kari-nordmann", "GITHUB_TOKEN": "ghp_abcdef123456"}  # fmt: skip


def claimed(id, value, table):
    return (
        f"claim({id!r}, 'It is {{value}}.', {value}, unit='persons', digits=0, kind='register', "
        f"tables=[{table!r}])"
    )


@pytest.fixture
def changed(project, monkeypatch):
    """A project with a reference, in which since then a raw cell, a module and a number of the
    reference were changed.
    """
    monkeypatch.setitem(conftest.TABLES, "norway_elderly_care", INJECTING)
    module = project.root / MODULE
    module.write_text(module.read_text() + "\nMADE_UP = 5\n")
    people = "int(data.set_index('year').loc[2018, 'people_who_inject_drugs_estimate_n'])"
    drawn = FIGURE.replace("load(TABLE)", "data").replace("TABLE", repr(INJECTING))
    twice = "2 * earlier['test-2018'].value"
    for name, *extra in (
        (
            "norway_elderly_care",
            f"from copro.report import charts, figure\n{drawn}",
            claimed("test-2018", people, INJECTING),
        ),
        ("literature_map", claimed("test-module", "works.MADE_UP", "literature/works")),
        ("verdicts", claimed("test-twice", twice, INJECTING)),
    ):
        project.write(name, *extra)
    done = project.run("reference", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    change_a_cell(project.root / "data", INJECTING, b"11779", b"12679")
    module.write_text(module.read_text().replace("MADE_UP = 5", "MADE_UP = 6"))
    committed = project.root / "results" / "claims.json"
    claims = json.loads(committed.read_text(encoding="utf-8"))
    next(one for one in claims if one["id"] == "test-germany-elderly-care")["value"] += 1
    committed.write_text(json.dumps(claims), encoding="utf-8")
    return project


def test_a_check_names_each_cause_and_its_certificate_is_held_against_another_run(
    changed, monkeypatch
):
    kept = {file: file.read_bytes() for file in changed.root.glob("results/*.*")}
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    whole = changed.root / "_build" / "certificate" / "receipt.json"
    whole.parent.mkdir()
    whole.write_text("of a check with its pages")
    done = changed.run("check", "--jobs", "2", "--until", "results")
    assert done.returncode == FOUND, done.stderr
    assert WHY in done.stdout
    assert whole.read_text() == "of a check with its pages"
    assert kept == {file: file.read_bytes() for file in kept}
    folder = changed.root / "_build" / "certificate_results"
    differ = "5 results differ (4 claims, 1 figure), 1 raw table changed"
    assert done.stdout.splitlines()[-1] == f"{differ}; nbval failed; certificate: {folder}"
    _holds_what_a_codecheck_needs(folder)
    _says_nothing_of_the_person(folder, changed.root)

    same = changed.run("verify", str(folder))
    assert same.returncode == 0 and "all agrees" in same.stdout, same.stdout
    assert f"its own check: {differ}; nbval failed" in same.stdout
    change_a_cell(changed.root / "data", INJECTING, b"12679", b"11779")
    assert changed.build().returncode == 0
    other = changed.run("verify", str(folder / "receipt.json"))
    assert other.returncode == FOUND
    assert "claims: 7 agree, 2 differ, 0 missing here" in other.stdout
    assert "differs: test-2018: changed: 12679 -> 11779" in other.stdout
    assert "estimate_n: 12679 -> 11779 (its card fits)" in other.stdout
    alone = shutil.copyfile(folder / "receipt.json", changed.root / "_build" / "alone.json")
    assert "by its sha256; numbers" in changed.run("verify", str(alone)).stdout
    (folder / "results" / "claims.json").write_text("[]")
    assert "is not the file that the receipt names" in changed.run("verify", str(folder)).stdout

    table = changed.root / f"data/{INJECTING}.csv"
    table.write_bytes(table.read_bytes().replace(b"11779", b"12679"))
    said = changed.build().stderr
    assert "file differs from its card" in said
    assert f"copro: changed since the reference: {CELL.split(' (its')[0]} (its card expects" in said


def _holds_what_a_codecheck_needs(folder):
    receipt = json.loads((folder / "receipt.json").read_text(encoding="utf-8"))
    (cell,) = (one for one in receipt["differences"] if one["id"] == "test-2018")
    assert "11779 -> 12679" in cell["what"] and cell["why"] == [CELL]
    assert cell["pages"] == ["2_norway/norway_elderly_care"]
    assert receipt["changed_pages"]["4_synthesis/verdicts"] == [CELL]
    assert len(receipt["lock"]["sha256"]) == 64 and receipt["began"] < receipt["ended"]
    for one in receipt["outputs"] + receipt["inputs"]:
        assert (folder / one["file"]).stat().st_size == one["bytes"], one
    text = (folder / "codecheck.yml").read_text(encoding="utf-8")
    assert text.startswith("%YAML 1.1\n---\n# Left to those who check or publish: codechecker, ")
    manifest = yaml.safe_load(text)
    assert manifest["version"] == SPECIFICATION and manifest["paper"]["title"]
    assert {one["file"] for one in manifest["manifest"]} == {
        "results/claims.json",
        "figures/test-injecting.png",
    }
    assert all(one["comment"] for one in manifest["manifest"])
    assert not {"codechecker", "report", "certificate"} & manifest.keys()  # none is made up
    graph = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    known = {one["@id"]: one for one in graph}
    run, flow = known["#run"], known[known["./"]["mainEntity"]["@id"]]
    assert run["@type"] == "CreateAction" and "ComputationalWorkflow" in flow["@type"]
    assert run["instrument"]["@id"] == flow["@id"] and "agent" not in run
    assert {"figures/test-injecting.png", "results/claims.json"} <= {
        one["@id"] for one in run["result"]
    }
    for part in known["./"]["hasPart"]:
        assert (folder / part["@id"]).is_file()


def _says_nothing_of_the_person(folder, root):
    for name in ("receipt.json", "codecheck.yml", "ro-crate-metadata.json"):
        text = (folder / name).read_text(encoding="utf-8")
        assert not [value for value in (*SECRETS.values(), str(root)) if value in text], name
        assert not re.search(r'"(/|[A-Z]:\\\\)', text), name
