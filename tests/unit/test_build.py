"""What a build hands to Snakemake."""

import os
import subprocess

import pytest

from copro.errors import Expected
from copro.run import build


@pytest.mark.parametrize(("profile", "asked"), [("", os.devnull), ("slurm", "own")])
def test_slurm_is_asked_only_where_steps_are_sent_there(monkeypatch, profile, asked):
    seen = {}

    def popen(_, env, **__):
        seen.update(env)
        return real(["true"])

    real = subprocess.Popen
    monkeypatch.setattr(build.sys, "executable", "/usr/bin/python3")
    monkeypatch.setenv("SLURM_CONF", "own")
    monkeypatch.setattr(build.subprocess, "Popen", popen)
    assert build.snakemake(1, ["book"], lock=0, profile=profile) == 0
    assert seen["SLURM_CONF"] == asked


def test_a_cluster_that_cannot_start_this_python_is_not_asked(monkeypatch):
    monkeypatch.setattr(build.sys, "executable", "/home/eldre omsorg & rus/.venv/bin/python")
    with pytest.raises(Expected, match="without --profile"):
        build.snakemake(1, ["book"], lock=0, profile="slurm")
