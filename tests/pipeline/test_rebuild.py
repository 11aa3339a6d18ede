"""What runs again after a change, and what does not."""

import hashlib
import json

from copro.run import warm

from .conftest import ran


def test_snakemake_is_asked_only_after_a_change_and_with_none_no_notebook_runs(
    project, monkeypatch
):
    def nothing_to_do():
        done = project.build()
        assert done.returncode == 0 and ran(done) == set()
        return "nothing to do" in done.stdout

    assert nothing_to_do()  # a copy: Snakemake is asked
    monkeypatch.setenv(warm.ADDRESS, "nobody")  # else it has been read in already
    broken = project.root / "snakemake"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise RuntimeError('Snakemake was asked')")
    assert nothing_to_do()
    project.write("norway_elderly_care", "1 + 1")
    done = project.build()
    assert done.returncode != 0 and "Snakemake was asked" in done.stderr


def test_a_changed_notebook_runs_with_its_dependants_only_and_renewed_outputs_are_no_change(
    project,
):
    project.write("norway_elderly_care", "1 + 1")
    file = project.path("germany_elderly_care")
    notebook = json.loads(file.read_text())
    notebook["cells"][2]["outputs"] = [{"name": "stdout", "output_type": "stream", "text": "x"}]
    file.write_text(json.dumps(notebook))
    assert ran(project.build()) == {"norway_elderly_care", "verdicts"}


def test_a_changed_module_runs_what_imports_it(project):
    file = project.root / "copro/measures/literature/works.py"
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
