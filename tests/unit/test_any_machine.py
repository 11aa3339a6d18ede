"""What a checkout asks of a machine, a file system and a user; `make hostile` tries more."""

import ctypes
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter

import pytest

from copro import paths
from copro.book.copies import copied
from copro.paths import ROOT
from copro.run import isolation
from copro.run.nursery import FIXED

SEARCHED = os.pathsep.join(map(str, (ROOT, ROOT / "configurational/src")))


def without_privileges():
    """Let the administrator be refused what others are."""
    for capability in (1, 2) if sys.platform == "linux" else ():
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


def copro(*words, options=(), cwd=ROOT, **variables):
    kept = {name: value for name, value in os.environ.items() if name[:6] != "COPRO_"}
    return subprocess.run(
        [sys.executable, *options, "-m", "copro.cli.main", *words],
        check=False,
        cwd=cwd,
        env=kept | {"PYTHONPATH": SEARCHED} | variables,
        preexec_fn=without_privileges,
        capture_output=True,
        encoding="utf-8",
    )


def test_a_checkout_that_can_only_be_read_says_where_to_build(tmp_path):
    (tmp_path / "data").symlink_to(ROOT / "data")
    tmp_path.chmod(0o555)
    try:
        done = copro("build", COPRO_ROOT=str(tmp_path))
    finally:
        tmp_path.chmod(0o755)
    assert done.returncode == 1
    assert done.stderr == (
        f"copro: {tmp_path}/_build: Permission denied; give yourself the right to read and write "
        "there, or build in another folder: COPRO_BUILD=folder copro build\n"
    )


def test_an_interpreter_without_the_packages_names_the_right_one():
    done = copro("tables", options=["-S"])
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "No module named" in done.stderr and "call .venv/bin/copro" in done.stderr


def test_folders_are_named_from_where_the_command_was_called(tmp_path):
    code = (
        "from copro.run.isolation import isolate; isolate(); import os; "
        "from copro.paths import BUILD, shown; print(os.environ['COPRO_BUILD'], shown(BUILD))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": SEARCHED, "COPRO_BUILD": "out"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.split() == [str(tmp_path / "out"), "out"]


def test_steps_name_paths_from_where_the_build_was_called(monkeypatch, tmp_path):
    monkeypatch.setenv(paths.CALLED_FROM, str(ROOT / "docs"))
    assert paths.shown(ROOT / "docs/style.md") == "style.md"
    assert paths.shown(ROOT / "README.md") == str(ROOT / "README.md")


@pytest.mark.parametrize("name", ["PYTHONWARNINGS", "PYTHONOPTIMIZE", "MATPLOTLIBRC"])
def test_settings_of_the_shell_reach_nothing_that_is_started(monkeypatch, name):
    for own in (*isolation.FOLDERS, "PYTHONUTF8"):
        monkeypatch.setenv(own, "")
    monkeypatch.setenv(name, "error")
    isolation.isolate()
    assert name not in os.environ


def test_what_a_nursery_has_when_it_starts_is_left(monkeypatch):
    for name in isolation.FOLDERS:
        monkeypatch.setenv(name, "")
    for name, value in FIXED.items():
        monkeypatch.setenv(name, value)
    isolation.isolate()
    assert {name: os.environ.get(name) for name in FIXED} == FIXED


def test_a_copy_of_what_can_only_be_read_can_be_written(tmp_path):
    source = tmp_path / "source"
    (source / "deep").mkdir(parents=True)
    (source / "deep/file").write_text("text")
    (source / "deep/file").chmod(0o444)
    (source / "deep").chmod(0o555)
    for _ in range(2):
        copied(source, tmp_path / "copy")
    assert (tmp_path / "copy/deep/file").read_text() == "text"
    assert {f.stat().st_mode & 0o200 for f in (tmp_path / "copy").rglob("*")} == {0o200}
    (source / "deep").chmod(0o755)


def test_names_of_files_suit_every_file_system(own_files):
    """Some tell no capitals, some refuse signs or links."""
    assert max(Counter(map(str.lower, own_files)).values()) == 1
    for name in own_files:
        assert name.isascii() and not set(name) & set('<>:"|?*\\') and len(name) < 150, name
        assert not (ROOT / name).is_symlink(), name


def test_a_wheel_holds_every_file_of_the_package(tmp_path, own_files):
    code = "import sys, hatchling.build as b; b.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, tmp_path], cwd=ROOT, check=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        held = {name for name in wheel.namelist() if name.startswith("copro/")}
    assert {n for n in own_files if n.startswith("copro/") and (ROOT / n).is_file()} <= held


@pytest.mark.parametrize("home", ["/proc/nonexistent", None])
def test_make_needs_no_home_folder_and_no_settings_of_the_user(home, tmp_path):
    if shutil.which("make") is None:
        pytest.skip("there is no make on this machine")
    outside = {name: value for name, value in os.environ.items() if name != "PIP_NO_CACHE_DIR"}
    said = subprocess.run(
        ["make", "--silent", "--eval", "shown: ; @env", "shown"],
        check=True,
        cwd=ROOT,
        env=outside | {"HOME": home or str(tmp_path), "PYTHONPATH": "/x", "PIP_USER": "1"},
        capture_output=True,
        encoding="utf-8",
    ).stdout.splitlines()
    assert "PIP_USER=0" in said and not any(line.startswith("PYTHONPATH=") for line in said)
    assert ("PIP_NO_CACHE_DIR=1" in said) == (home is not None)
