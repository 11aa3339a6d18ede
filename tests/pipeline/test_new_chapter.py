"""A new chapter builds and keeps the house rules before a word of it is written."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from copro.chapters.new import new
from copro.chapters.notebooks import ChapterError
from copro.paths import ROOT
from copro.run import warm

KEPT = ("Snakefile", "_toc.yml", "requirements.lock")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project, without what was built."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("copro", "configurational/src", "data", "notebooks", "results"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in KEPT:
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def copro(project, *words):
    searched = os.pathsep.join(map(str, (project, project / "configurational/src")))
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name[:6] != "COPRO_" or name == warm.ADDRESS
    }
    return subprocess.run(
        [sys.executable, "-m", "copro.run.warm", "copro.cli.main", *words],
        check=False,
        cwd=project,
        capture_output=True,
        text=True,
        env=inherited | {"PYTHONPATH": searched},
        timeout=300,
    )


@pytest.fixture(scope="module")
def made(project):
    """The project after a chapter was made; what other files were, too."""
    before = {f: f.read_bytes() for f in project.rglob("*") if f.is_file() and f.suffix != ".pyc"}
    done = copro(project, "new", "2_norway/housing", "--title", "Housing")
    assert done.returncode == 0, done.stderr
    return before, done.stdout


def test_only_the_notebook_and_one_line_of_the_contents_are_new(project, made):
    before, said = made
    changed = {
        f
        for f in project.rglob("*")
        if f.is_file() and f.suffix != ".pyc" and f.read_bytes() != before.get(f)
    }
    notebook = project / "notebooks/2_norway/housing.ipynb"
    assert changed == {notebook, project / "_toc.yml"}
    lines = (project / "_toc.yml").read_text().splitlines()
    new_line = lines.index("      - file: 2_norway/housing")
    pages = [line for line in lines[: new_line + 1] if "- file: " in line]
    assert pages[-2] == "      - file: 2_norway/oldest_2040"  # not among the parliaments
    assert "copro lint housing" in said
    caption = [line for line in lines[:new_line] if "- caption: " in line][-1]
    assert caption == '  - caption: "Appendices: countries"'
    assert "it stands under “Appendices: countries”, below “2_norway/oldest_2040”" in said
    first = json.loads(notebook.read_text())["cells"][0]["source"][0]
    assert first == "# Housing\n"


def test_it_keeps_the_house_rules(project, made):
    done = copro(project, "lint", "housing")
    assert done.returncode == 0 and "housing.ipynb: keeps all" in done.stdout, done.stdout


def test_it_runs_and_its_numbers_are_those_of_its_table(project, made):
    done = copro(project, "step", "notebook", "housing")
    assert done.returncode == 0, done.stderr
    folder = project / "_build/notebooks/housing"
    found = json.loads((folder / "results.json").read_text())
    claims = {claim["id"]: claim for claim in found["claims"]}
    rows = (project / "data/norway/municipalities_2024.csv").read_text().splitlines()[1:]
    assert claims["housing-municipalities"]["value"] == len(rows)
    assert {t for claim in claims.values() for t in claim["tables"]} == {
        "norway/municipalities_2024"
    }
    assert found["page"] == "2_norway/housing"
    assert (folder / "figures/housing-counties.png").is_file()
    shown = (folder / "tables/housing-regions.csv").read_text().splitlines()[1:]
    assert sum(int(row.split(",")[-1]) for row in shown) == len(rows)


def test_it_is_part_of_the_build(project, made):
    code = (
        "from copro.run import dependencies as d; found = d.graph();"
        "print(list(found)[-1], found['housing'].sources().tables)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        cwd=project,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(project)},
    )
    assert done.stdout == "housing ('norway/municipalities_2024',)\n"


@pytest.mark.parametrize(
    ("page", "title", "words"),
    [
        ("housing", "Housing", "expected PART/NAME"),
        ("2_norway/Housing", "Housing", "expected PART/NAME in small letters"),
        ("5_sweden/housing", "Housing", "no part '5_sweden'; expected 1_literature or 2_norway"),
        ("2_norway/discourse", "Discourse", "there is a chapter 'discourse' already"),
        ("2_norway/discourse_germany", "D", "there is a chapter 'discourse_germany' already"),
        ("2_norway/housing", " ", "found an empty title"),
    ],
)
def test_what_cannot_be_made_is_refused_before_anything_is_written(page, title, words):
    before = (ROOT / "_toc.yml").read_text()
    with pytest.raises(ChapterError) as problem:
        new(page, title)
    assert words in str(problem.value)
    assert (ROOT / "_toc.yml").read_text() == before
