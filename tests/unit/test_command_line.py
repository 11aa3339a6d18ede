"""The command line: what it prints, and that faults end with one message and a code."""

import os
import shutil
import subprocess
import sys
import tomllib

import pytest

from copro.data import tables
from copro.data.catalogue import package
from copro.errors import FOUND
from copro.paths import DATA, ROOT
from copro.run import warm

# Both packages of this checkout, whatever is installed.
SEARCHED = os.pathsep.join(map(str, (ROOT, ROOT / "configurational/src")))


def copro(*arguments, root=ROOT):
    """A command in a process of its own, from the nursery where one is there."""
    nursery = {name: os.environ[name] for name in (warm.ADDRESS, *warm.FIXED) if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "copro.run.warm", "copro.cli.main", *arguments],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=nursery | {"COPRO_ROOT": str(root), "PATH": "/usr/bin:/bin", "PYTHONPATH": SEARCHED},
    )


def test_tables_lists_them_all():
    done = copro("tables")
    assert done.returncode == 0
    assert "norway/elderly_care_kostra_2023_2025" in done.stdout
    assert f"{len(tables())} tables" in done.stdout


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("table", ["NAME"]),
        ("run", ["NOTEBOOK", "--set NAME=VALUE"]),
        ("build", ["--jobs JOBS", "--until {results,book}"]),
        ("check", ["--jobs JOBS"]),
        ("reference", ["--jobs JOBS"]),
        ("sheet", ["--check FILE"]),
    ],
)
def test_every_argument_is_explained(command, names):
    done = copro(command, "--help")
    assert done.returncode == 0
    for name in names:
        explained = done.stdout.split(f"\n  {name}", 1)[1].split("\n  -")[0]
        assert len(explained.split()) >= 4, (command, name)


def test_version_is_that_of_the_project():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    assert copro("--version").stdout == f"copro {declared}\n"


def test_installed_without_a_checkout_it_says_what_is_missing(tmp_path):
    """As a wheel in site-packages: there are no tables,
    and none of its commands leaves a folder there.
    """
    for command in ("tables", "build", "check-data", "reference"):
        done = copro(command, root=tmp_path)
        assert done.returncode == 1 and "Traceback" not in done.stderr
        assert (
            "data/datapackage.json: file cannot be read" in done.stderr
            and "COPRO_ROOT" in done.stderr
        )
    assert not list(tmp_path.iterdir())
    assert (
        copro(
            "qca",
            "truth-table",
            str(ROOT / "tests/data/LF.csv"),
            "--outcome",
            "SURV",
            root=tmp_path,
        ).returncode
        == 0
    )


def test_table_prints_card_and_rows():
    done = copro("table", "germany/kreise_2021")
    assert done.returncode == 0
    assert copro("table", "data/germany/kreise_2021.csv").stdout == done.stdout
    for words in ("Destatis", "kreis_code", "01001", "LicenseRef-Destatis"):
        assert words in done.stdout


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["table", "germany/kreise"], "germany/kreise_2021"),
        (["table", "elderly"], "norway/elderly_care_kostra_2023_2025"),
        (
            ["run", "notebooks/2_norway/norway_elderly_care.ipynb", "--set", "yaer=2025"],
            "norway_elderly_care: unknown parameter",
        ),
        (["run", "norway_elderly_care", "--set", "countyr=3"], "unknown parameter 'countyr'"),
        (["run", "norway_elderly_care", "--set", "yaer=2025"], "did you mean 'year'"),
        (["run", "norway_elderly_care", "--set", "year=2024"], "2024; expected 2023 or 2025"),
        (["run", "norway_elderly_care", "--set", "min_population=many"], "min_population"),
        (["run", "norway_elderly_car"], "norway_elderly_care"),
        (["run", "discourse_germany"], "expected: copro run discourse --set country=DEU"),
        (["run", "norway_elderly_care", "--set", "year"], "NAME=VALUE"),
        (["table", "literature/references"], "a bib file"),
        (["table", "data/germany/kreise.csv"], "germany/kreise_2021"),
        (["run", "2_norway/norway_elderly_car"], "norway_elderly_care"),
        (["lint", "norway_elderly_car"], "expected norway_elderly_care"),
        (["plain", "norwy_practice"], "expected norway_practice"),
        (["sweep", "norway_eldery_care"], "expected norway_elderly_care"),
        (["sheet", "--check", str(ROOT / "README.md")], "expected a CSV file as UTF-8"),
        (["build", "--settings", "nowhere.yml"], "nowhere.yml: No such file or directory; exp"),
    ],
)
def test_wrong_words_are_one_message_and_no_success(arguments, words):
    done = copro(*arguments)
    assert done.returncode != 0
    assert words in done.stderr and "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "near"),
    [(["tabels"], "tables"), (["chek"], "check"), (["build", "--until", "result"], "results")],
)
def test_a_mistyped_command_is_answered_with_the_nearest(arguments, near):
    done = copro(*arguments)
    assert done.returncode == 2 and done.stderr.endswith(f"; did you mean '{near}'?\n")


@pytest.mark.parametrize("jobs", ["0", "-1", "two"])
def test_a_number_of_jobs_that_does_not_work_is_refused(jobs):
    done = copro("build", "--jobs", jobs)
    assert (
        done.returncode == 2 and f"found '{jobs}'; expected a whole number from 1 on" in done.stderr
    )


def test_a_changed_cell_is_named_where_the_file_no_longer_fits_its_card(tmp_path):
    for name in ("data", "results"):
        shutil.copytree(ROOT / name, tmp_path / name)
    table = "norway/people_who_inject_drugs_2012_2024"
    file = tmp_path / "data" / f"{table}.csv"
    file.write_bytes(file.read_bytes().replace(b"11779", b"12679"))
    done = copro("table", table, root=tmp_path)
    assert done.returncode == 1 and "file differs from its card: found sha256:" in done.stderr
    assert f"data/{table}.csv, row 2018 (line 8), column " in done.stderr
    assert "11779 -> 12679 (its card expects sha256 " in done.stderr


def test_check_data_names_every_fault_and_fails(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    (tmp_path / "data" / "countries" / "world_giving_index_2009_2021.csv").unlink()
    for name, old, new in (
        ("norway/people_who_inject_drugs_2012_2024.csv", b"2012", b"1912"),
        ("literature/references.bib", b"2022", b"2023"),
    ):
        file = tmp_path / "data" / name
        file.write_bytes(file.read_bytes().replace(old, new, 1))
    done = copro("check-data", root=tmp_path)
    assert done.returncode == FOUND
    assert f"{len(package()['resources'])} files checked, 3 problems" in done.stdout
    assert (
        "people_who_inject_drugs_2012_2024, line 2" in done.stderr
        and "out of bounds" in done.stderr
    )
    assert "countries/world_giving_index_2009_2021: file cannot be read" in done.stderr
    assert "literature/references" in done.stderr and "sha256" in done.stderr
