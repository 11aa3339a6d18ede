"""A build that is ended while it works, and one that finds another at work."""

import os
import signal
import time

import pytest

from .conftest import ran


def stamp(project, name):
    return project.root / f"_build/stamps/{name}.json"


def heed_interrupts():
    """A shell lets what it starts in the background ignore Ctrl-C, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def at_work(project, marker):
    """A build that stays in one of its notebooks until ``marker`` is gone."""
    project.write(
        "norway_elderly_care",
        f"import pathlib, time\npathlib.Path({str(marker)!r}).touch()\n"
        "while pathlib.Path(" + repr(str(marker)) + ").exists(): time.sleep(0.05)",
    )
    process = project.copro(
        "build",
        "--until",
        "results",
        "--jobs",
        "1",
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )
    deadline = time.monotonic() + 120
    while not marker.exists() and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.05)
    assert marker.exists(), "the notebook did not start"
    return process


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_goes_on_without_a_manual_clean(project, number):
    marker = project.root / "_build/started"
    process = at_work(project, marker)
    os.killpg(process.pid, number)
    _, said = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in said and "Mend" not in said
    told = [line for line in said.splitlines() if line.startswith("copro:")]
    if number == signal.SIGKILL:
        assert process.returncode == -number and not told
    else:
        assert process.returncode == 128 + number
        assert told == [
            "copro: interrupted; finished steps are kept, and the same command goes on from there."
        ]
    assert not stamp(project, "norway_elderly_care").exists()
    marker.unlink()
    project.write("norway_elderly_care")
    done = project.build()
    assert done.returncode == 0, done.stderr
    assert (
        "norway_elderly_care" in ran(done)
        and "verdicts" in project.claims()["test-verdicts"]["notebook"]
    )


def test_two_builds_in_one_folder_do_not_mix(project):
    import fcntl

    with open(project.root / "_build/.lock", "a+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        done = project.build()
    assert done.returncode != 0 and "another build is at work" in done.stderr


def test_a_build_whose_head_was_ended_still_keeps_others_out(project):
    process = at_work(project, project.root / "_build/started")
    try:
        process.kill()  # the head alone; Snakemake and its step go on
        process.wait(timeout=60)
        done = project.build()
        assert done.returncode != 0 and "another build is at work" in done.stderr
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
