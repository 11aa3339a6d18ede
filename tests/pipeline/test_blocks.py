"""Blocks as jobs: the same bytes for one process and two, and only what is missing runs."""

import shutil
import signal

MULTIVERSE = "multiverse inst-beds-ageing --specifications 24 --permutations 29 --size 150".split()
ROBUSTNESS = "robustness framing_conditions --draws 90 --size 30".split()


def blocks(project):
    """Name of each block that is there, and its bytes."""
    folder = project.root / "_build/blocks"
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.glob("*/*x*.npz")}


def made(project, command, *options):
    """Blocks of a small task, its table, and the names of the blocks that were computed."""
    done = project.run(*command, *options)
    assert done.returncode == 0, done.stderr
    (table,) = (project.root / "_build" / command[0]).glob("*.csv")
    assert table.name.startswith(f"{command[1]}-"), "it says what was asked for"
    ran = [one.split()[1] + ".npz" for one in done.stderr.splitlines() if one[:7] == "block: "]
    return blocks(project), table.read_bytes(), set(ran)


def test_one_process_two_and_an_interrupted_one_give_the_same_bytes(project):
    two, table, ran = made(project, MULTIVERSE, "--jobs", "2")
    assert len(two) > 4 and two.keys() == ran
    shutil.rmtree(project.root / "_build/blocks")
    killed = project.copro(*MULTIVERSE, "--jobs", "1")
    begun = 0
    while begun < 3:  # when the third begins, the first two have ended
        begun += killed.stderr.readline().startswith("block: ")
    killed.send_signal(signal.SIGTERM)
    killed.communicate(timeout=60)
    kept = blocks(project)
    assert killed.returncode == 128 + signal.SIGTERM and 2 <= len(kept) < len(two)
    lost = min(kept)
    (project.root / "_build/blocks" / lost).unlink()
    missing = two.keys() - kept.keys() | {lost}
    assert made(project, MULTIVERSE, "--jobs", "1") == (two, table, missing)


def test_robustness_gives_the_same_bytes_for_two_processes_and_one_that_goes_on(project):
    two, table, ran = made(project, ROBUSTNESS, "--jobs", "2")
    assert len(two) == 4 and two.keys() == ran
    lost = set(sorted(two)[1:3])
    for name in lost:
        (project.root / "_build/blocks" / name).unlink()
    assert made(project, ROBUSTNESS, "--jobs", "1") == (two, table, lost)
