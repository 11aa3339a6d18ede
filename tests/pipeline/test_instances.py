"""What a build makes of its notebooks, each of which may stand in the book more than once."""

import json
import shutil

from .conftest import ran


def test_a_notebook_stands_in_the_book_once_for_each_instance(project):
    claims = project.claims()
    own, other = claims["test-discourse-nor"], claims["test-discourse-deu"]
    assert (own["notebook"], own["page"], own["parameters"]["country"]) == (
        "discourse",
        "2_norway/discourse",
        "NOR",
    )
    assert (other["notebook"], other["page"], other["parameters"]["country"]) == (
        "discourse_germany",
        "3_germany/discourse_germany",
        "DEU",
    )
    page = json.loads(
        (project.root / "_build/notebooks/discourse_germany/discourse_germany.ipynb").read_text()
    )
    assert "".join(page["cells"][0]["source"]).startswith(
        "# The voluntary sector in parliament: Germany\n"
    )
    (settings,) = [
        cell
        for cell in page["cells"]
        if {"parameters", "injected-parameters"} & set(cell["metadata"]["tags"])
    ]
    assert settings["metadata"]["tags"][0] == "parameters" and "country = 'DEU'" in "".join(
        settings["source"]
    )


def test_a_changed_notebook_runs_as_every_instance(project):
    project.write("discourse", "1 + 1")
    assert ran(project.build()) == {"discourse", "discourse_germany"}


def test_a_missing_instance_is_run_again_before_the_end_result_counts(project):
    (project.root / "_build/stamps/discourse_germany.json").unlink()
    assert "discourse_germany" in ran(project.build())


def test_a_run_is_compared_with_its_nearest_instance(project):
    shutil.copyfile(
        project.root / "_build/results/claims.json", project.root / "results/claims.json"
    )
    done = project.run("run", "discourse", "--set", "country=DEU")
    assert done.returncode == 0 and "1 claims, 0 differ" in done.stdout
    wrong = project.run("run", "discourse", "--set", "country=NO")
    assert wrong.returncode != 0 and "did you mean NOR" in wrong.stderr


def test_a_claim_id_in_two_notebooks_stops_the_build(project):
    project.write(
        "norway_elderly_care",
        "claim('test-literature-map', 'It has {value} rows.', rows, unit='count', "
        "kind='register', tables=['norway/municipalities_2024'])",
    )
    done = project.build()
    assert done.returncode != 0
    assert "claim 'test-literature-map' is made in" in done.stderr


def test_results_name_notebook_cell_tables_and_parameters(project):
    claim = project.claims()["test-norway-elderly-care"]
    assert (
        claim["value"] == 357 and claim["notebook"] == "norway_elderly_care" and claim["cell"] == 2
    )
    assert claim["parameters"]["year"] == 2025 and list(claim["hashes"]) == [
        "norway/municipalities_2024"
    ]
