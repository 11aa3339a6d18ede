"""A sweep on a cluster: the same bytes as here, and after a lost job only what is missing again.

Needs a Slurm on this machine (``.ci/slurm start``); says so and is skipped where there is none.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys

import pytest

from copro.paths import ROOT
from copro.run import sweep

from .test_blocks import MULTIVERSE, ROBUSTNESS, made

CHOICES = len(sweep.plan(["norway_elderly_care"]))
# Each run of the chapter notes its choices; one of them takes its own job away, the first time.
NOTE = """
import os
import subprocess
from pathlib import Path

root = Path({root!r})
choices = f"{{year}} {{min_population}} {{weights}} {{without_oslo}} {{payments_from}}"
with open(root / "ran.txt", "a") as file:
    file.write(choices + "\\n")
job, lost = os.environ.get("SLURM_JOB_ID"), root / "lost"
if choices == "2025 0 population False 2006" and job and not lost.exists():
    lost.touch()
    subprocess.run(["scancel", job], check=True)
    subprocess.run(["scontrol", "wait_job", job])
claim('test-year', 'It is {{value}}.', year, unit='year', digits=0, kind='register',
      tables=['norway/municipalities_2024'])
"""


@pytest.fixture
def cluster():
    """Skip where there is no Slurm, or none can start this Python; fail where one is required."""
    if shlex.quote(sys.executable) != sys.executable:
        pytest.skip("a cluster starts no Python in a folder with spaces or signs of the shell")
    if (
        not shutil.which("scontrol")
        or subprocess.run(["scontrol", "ping"], check=False, capture_output=True).returncode
    ):
        said = "no Slurm answers here; `.ci/slurm start` sets one up (Debian, root)"
        if os.environ.get("COPRO_SLURM") == "required":
            pytest.fail(said)
        pytest.skip(said)


def results(project):
    """Executed notebooks, claims and tables of all variants; times of a run are none of them."""
    folder = project.root / "_build/variants"
    found = {
        str(file.relative_to(folder)): file.read_bytes()
        for file in [*folder.rglob("*.ipynb"), *folder.rglob("*.csv"), *folder.rglob("*.png")]
    }
    for file in folder.rglob("results.json"):
        told = json.loads(file.read_text(encoding="utf-8"))
        found[str(file.relative_to(folder))] = {k: v for k, v in told.items() if k != "seconds"}
    return found


def quick_profile(project):
    """The profile of Slurm, asking often how a job is; each step is a job."""
    profile = project.root / "profiles" / "slurm"
    shutil.copytree(ROOT / "profiles", profile.parent)
    text = (profile / "config.yaml").read_text(encoding="utf-8")
    text = text.replace("group-components: [variant=4]\n", "")
    quick = "slurm-init-seconds-before-status-checks: 1\nseconds-between-status-checks: 2\n"
    (profile / "config.yaml").write_text(text + quick, encoding="utf-8")


@pytest.mark.slurm
def test_a_cluster_gives_the_same_bytes_and_a_lost_job_alone_runs_again(project, cluster):
    quick_profile(project)
    project.write("norway_elderly_care", NOTE.format(root=str(project.root)))
    assert project.build().returncode == 0
    ran = project.root / "ran.txt"
    ran.unlink()
    done = project.run("sweep", "norway_elderly_care", "--profile", "slurm")
    assert done.returncode == 0, done.stderr
    there = results(project)
    lines = ran.read_text().splitlines()
    assert len(lines) == CHOICES + 1 and len(set(lines)) == CHOICES
    assert lines.count("2025 0 population False 2006") == 2  # the lost one
    shutil.rmtree(project.root / "_build/variants")
    assert project.run("sweep", "norway_elderly_care", "--jobs", "2").returncode == 0
    assert there and there == results(project)


@pytest.mark.slurm
def test_a_cluster_gives_the_same_bytes_of_blocks(project, cluster):
    quick_profile(project)
    for command in (MULTIVERSE, ROBUSTNESS):
        there, table, _ = made(project, command, "--profile", "slurm")
        assert len(there) >= 4
        shutil.rmtree(project.root / "_build/blocks")
        assert made(project, command, "--jobs", "1")[:2] == (there, table)
        shutil.rmtree(project.root / "_build/blocks")
