"""Faults while it runs: one clear message, no success, earlier results kept, no manual clean."""

import json
import resource

import pytest


def stamp(project, name):
    return project.root / f"_build/stamps/{name}.json"


def test_each_of_several_faults_names_notebook_cell_and_cause(project):
    """A cell that fails, a kernel that dies and one without memory, side by side."""
    before = project.claims()
    project.write("norway_elderly_care", "rows", "1 / 0")
    project.write("germany_elderly_care", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    project.write(
        "literature_map",
        "import psutil, resource\nlimit = psutil.Process().memory_info().vms + 2**29\n"
        "resource.setrlimit(resource.RLIMIT_AS, (limit, limit))\nblock = bytearray(2**32)",
    )
    done = project.run("build", "--until", "results", "--jobs", "3")
    assert done.returncode != 0
    assert (
        "notebook norway_elderly_care, cell 5 (The last section): "
        "ZeroDivisionError: division by zero"
    ) in done.stderr
    died, short = (
        "".join(line for line in done.stderr.splitlines() if f"stopped: notebook {name}" in line)
        for name in ("germany_elderly_care", "literature_map")
    )
    assert "germany_elderly_care, cell 4 (The last section): DeadKernelError" in died
    assert "it was killed, by someone or for want of memory: " in died
    assert "literature_map, cell 4 (The last section): MemoryError" in short
    assert "; memory ran out: " in short and " GB, of which " in short
    assert (
        "earlier results" in done.stderr
        and done.stderr.count("ZeroDivisionError: division by zero") <= 2
    )
    assert project.claims() == before
    assert (
        project.root / "_build/notebooks/norway_elderly_care/norway_elderly_care.ipynb"
    ).exists()
    assert not stamp(project, "norway_elderly_care").exists()


def test_a_full_disk_stops_the_build_and_leaves_no_half_result(project):
    before = project.claims()
    project.write(
        "norway_elderly_care",
        "import pathlib\nfrom copro import session\n"
        "pathlib.Path(session.current().out, 'large').write_bytes(b'0' * 60_000_000)",
    )

    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000_000, 50_000_000))

    done = project.build(preexec_fn=small_disk)
    assert done.returncode != 0
    assert "notebook norway_elderly_care, cell 4" in done.stderr
    assert project.claims() == before
    leftover = [f for f in (project.root / "_build/notebooks").iterdir() if f.name.startswith(".")]
    assert not leftover


def test_a_run_with_other_parameters_keeps_to_its_own_folder(project):
    before = project.claims()
    (project.root / "results/claims.json").write_text(json.dumps(list(before.values())))
    project.write(
        "norway_elderly_care",
        "claim('test-more', 'The year is {value}.', year, unit='year', "
        "kind='register', tables=['norway/municipalities_2024'])",
    )
    done = project.run("run", "norway_elderly_care", "--set", "year=2023")
    assert done.returncode == 0, done.stderr
    assert (
        "2 claims, 1 differ" in done.stdout
        and "added" in done.stdout
        and "test-more" in done.stdout
    )
    folder = project.root / "_build/runs/norway_elderly_care-year=2023"
    assert json.loads((folder / "results.json").read_text())["parameters"]["year"] == 2023
    assert project.claims() == before


@pytest.mark.parametrize("setting", ["countyr=3", "year=NO", "min_population=1.5"])
def test_a_bad_parameter_starts_no_kernel(project, setting):
    done = project.run("run", "norway_elderly_care", "--set", setting)
    assert done.returncode != 0 and "cell" not in done.stderr and "Traceback" not in done.stderr
