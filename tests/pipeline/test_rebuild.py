"""What runs again after a change, and what does not."""

import hashlib
import json

from .conftest import ran


def test_with_nothing_changed_no_notebook_runs(project):
    done = project.build()
    assert done.returncode == 0 and ran(done) == set()
    assert "nothing to do" in done.stdout


def test_results_name_notebook_cell_tables_and_parameters(project):
    claim = project.claims()["test-norway-elderly-care"]
    assert claim["value"] == 357 and claim["notebook"] == "norway_elderly_care" and claim["cell"] == 2
    assert claim["parameters"]["year"] == 2025 and list(claim["hashes"]) == ["norway/municipalities_2024"]


def test_a_changed_notebook_runs_with_its_dependants_only(project):
    project.write("norway_elderly_care", "1 + 1")
    assert ran(project.build()) == {"norway_elderly_care", "verdicts"}


def test_renewed_outputs_are_no_change(project):
    file = project.path("norway_elderly_care")
    notebook = json.loads(file.read_text())
    notebook["cells"][2]["outputs"] = [{"name": "stdout", "output_type": "stream", "text": "x"}]
    file.write_text(json.dumps(notebook))
    assert ran(project.build()) == set()


def test_a_changed_module_runs_what_imports_it(project):
    file = project.root / "copro/measures/literature.py"
    file.write_text(file.read_text() + "\n# changed\n")
    assert ran(project.build()) == {"literature_map", "verdicts"}


def test_a_changed_table_runs_what_loads_it(project):
    file = project.root / "data/germany/kreise_2021.csv"
    content = file.read_bytes().replace(b",91113", b",91114", 1)
    file.write_bytes(content)
    package = project.root / "data/datapackage.json"
    cards = json.loads(package.read_text())
    card = next(r for r in cards["resources"] if r["name"] == "germany/kreise_2021")
    card["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
    package.write_text(json.dumps(cards))
    assert ran(project.build()) == {"germany_elderly_care", "verdicts"}


def test_a_table_that_is_not_declared_may_not_be_loaded(project):
    project.write("literature_map", "load('germany/kreise_2021')")
    done = project.build()
    assert done.returncode != 0
    assert "UndeclaredTable" in done.stderr and "germany/kreise_2021" in done.stderr


def test_a_claim_id_in_two_notebooks_stops_the_build(project):
    project.write("norway_elderly_care", "claim('test-literature-map', 'It has {value} rows.', rows, unit='count', "
                  "kind='register', tables=['norway/municipalities_2024'])")
    done = project.build()
    assert done.returncode != 0
    assert "claim 'test-literature-map' is made in" in done.stderr
