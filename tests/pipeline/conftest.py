"""A small project: the real code and tables, with notebooks that are made up and quick."""

import fcntl
import json
import os
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from copro.chapters.parameters import cell_source, model_of
from copro.paths import NOTEBOOKS, ROOT
from copro.run import warm

# The chapters of the small project, each with the table that it names.
TABLES = {
    "literature_map": "literature/works",
    "norway_elderly_care": "norway/municipalities_2024",
    "germany_elderly_care": "germany/kreise_2021",
    "discourse": "discourse/validation",
    "verdicts": "published/no_traetteberg_enjolras_table4",
}
# Instances of a notebook beside its own page.
INSTANCES = {"discourse_germany"}
CONTENTS = """\
format: jb-book
root: index
parts:
- caption: All
  chapters:
  - file: 1_literature/literature_map
  - file: 2_norway/norway_elderly_care
  - file: 2_norway/discourse
  - file: 3_germany/germany_elderly_care
  - file: 3_germany/discourse_germany
  - file: 4_synthesis/verdicts
  - file: glossary
"""
EARLIER = ["literature_map", "norway_elderly_care", "germany_elderly_care"]


class Project:
    """A copy of the project in an empty folder; ``build`` and ``run`` call its command line, in a
    process of the nursery where one is there, ``copro`` in a new one.
    """

    def __init__(self, folder):
        self.root = folder
        for name in ("copro", "configurational/src", "data"):
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        (folder / "docs").mkdir()
        # A certificate is made of the last three.
        for name in (
            *("requirements.lock", "Snakefile", "conftest.py"),
            *("CITATION.cff", "_config.yml", "docs/certificate.md"),
        ):
            shutil.copyfile(ROOT / name, folder / name)
        (folder / "_toc.yml").write_text(CONTENTS)
        (folder / "results").mkdir()
        (folder / "results" / "claims.json").write_text("[]")
        for name in TABLES:
            self.write(name)

    @property
    def searched(self):
        """Folders of its own two packages, for Python to search before those that are installed."""
        return os.pathsep.join(map(str, (self.root, self.root / "configurational/src")))

    def path(self, name):
        part = next(NOTEBOOKS.glob(f"*/{name}.ipynb")).parent.name
        return self.root / "notebooks" / part / f"{name}.ipynb"

    def write(self, name, *extra):
        """A notebook with one claim: the number of rows of its table, and further cells."""
        own = " + '-' + country.lower()" if "country" in model_of(name).model_fields else ""
        named = f"from copro.data import load\ndata = load({TABLES[name]!r})"
        if name == "verdicts":
            named += f"\nfrom copro.report import read_claims\nearlier = read_claims(*{EARLIER})"
        claim = (
            "from copro.report import claim\nrows = len(data)\n"
            f"claim('test-{name.replace('_', '-')}'{own}, 'It has {{value}} rows.', rows, "
            "unit='count', digits=0,\n"
            f"      kind='published figure', tables=[{TABLES[name]!r}])"
        )
        # In the pipeline it reads the claims of the chapters it comes after, live those of the
        # whole reference.
        use = {
            "literature_map": "from copro.measures.literature import works",
            "verdicts": "assert not earlier or len(earlier) > 2",
        }.get(name, "pass")
        cells = [
            new_markdown_cell("# Made up\n\n## The first section", id="a0"),
            new_code_cell(cell_source(model_of(name)), id="a1", metadata={"tags": ["parameters"]}),
            new_code_cell(named, id="s1", metadata={"tags": ["sources"]}),
            new_code_cell(claim, id="a2"),
            new_code_cell(use, id="a3"),
            new_markdown_cell("## The last section", id="a4"),
            *(new_code_cell(source, id=f"b{i}") for i, source in enumerate(extra)),
        ]
        book = new_notebook(
            cells=cells,
            metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
            },
        )
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(book, self.path(name))

    def copro(self, *arguments, begin=(), **options):
        environment = os.environ | {"PYTHONPATH": self.searched}
        for name in [n for n in environment if n.startswith("COPRO_") and n != warm.ADDRESS]:
            del environment[name]
        return subprocess.Popen(
            [sys.executable, "-m", *begin, "copro.cli.main", *arguments],
            cwd=self.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    def run(self, *arguments, **options):
        begin = ["copro.run.warm"] if warm.ADDRESS in os.environ else []
        process = self.copro(*arguments, begin=begin, **options)
        out, err = process.communicate(timeout=300)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def build(self, **options):
        return self.run("build", "--until", "results", "--jobs", "2", **options)

    def claims(self):
        return {
            c["id"]: c for c in json.loads((self.root / "_build/results/claims.json").read_text())
        }


def ran(done):
    """Names of the notebooks that a build ran."""
    return {
        line.removeprefix("notebook: ")
        for line in done.stderr.splitlines()
        if line.startswith("notebook: ")
    }


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A project that has been built once; tests that run side by side share it."""
    workers = os.environ.get("PYTEST_XDIST_WORKER")
    folder = tmp_path_factory.getbasetemp()
    folder = (folder.parent if workers else folder) / "built"
    with open(folder.with_suffix(".turn"), "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if (folder / "_build/results").exists():
            project = Project.__new__(Project)
            project.root = folder
            return project
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        project = Project(folder)
        done = project.build()
    assert done.returncode == 0, done.stderr
    assert ran(done) == set(TABLES) | INSTANCES
    return project


@pytest.fixture
def project(built, tmp_path):
    """A copy of the built project, for the test to change."""
    copy = Project.__new__(Project)
    copy.root = tmp_path / "project"
    shutil.copytree(built.root, copy.root)
    return copy


def pytest_terminal_summary(terminalreporter):
    """After `make hostile`: a line for each situation, with its result and its seconds."""
    ran = [
        (report.nodeid.split("::test_")[-1].replace("_", " "), result, report.duration)
        for result in ("passed", "failed", "skipped")
        for report in terminalreporter.stats.get(result, [])
        if "hostile" in report.keywords
    ]
    if ran:
        terminalreporter.section("situations")
        for situation, result, seconds in sorted(ran):
            terminalreporter.write_line(f"{situation:80} {result:8} {seconds:6.0f} s")
