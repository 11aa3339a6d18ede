"""Shared fixtures. Synthetic data occur in tests only, and each test that uses them says so."""

import contextlib
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# What `.gitignore` leaves out, for where there is no Git.
BUILT = {
    ".git",
    ".venv",
    "_build",
    ".snakemake",
    "__pycache__",
    ".ipynb_checkpoints",
    ".hypothesis",
    ".pytest_cache",
}
os.environ.setdefault("MPLBACKEND", "agg")


def _files_below(root):
    """Files of the project relative to ``root``: those that Git knows,
    or in an archive all but what was built there.
    """
    import subprocess

    listed = ""
    with contextlib.suppress(FileNotFoundError):  # no Git on this machine
        listed = subprocess.run(
            ["git", "ls-files", "-z"], check=False, cwd=root, capture_output=True, encoding="utf-8"
        ).stdout
    if listed:
        return [name for name in listed.split("\0") if name]
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f not in BUILT and not f.endswith(".egg-info")]
        found += [
            str((Path(folder) / name).relative_to(root))
            for name in names
            if not name.endswith(".pyc")
        ]
    return sorted(found)


@pytest.fixture(scope="session")
def files_below():
    """``files_below(root)``: the files of a copy of the project,
    without what was built or installed in it.
    """
    return _files_below


@pytest.fixture(scope="session")
def own_files():
    """Names of the project's own files, relative to its root."""
    return _files_below(ROOT)


@pytest.fixture(scope="session")
def chromium():
    """Path of the browser; without one a test is skipped, with a message,
    or fails where one is required (as in CI).
    """
    from copro.book import pdf

    where = pdf.browser()
    if where is None:
        message = (
            "no Chromium found: install it (Debian: apt-get install chromium) or "
            "set CHROMIUM to its path"
        )
        (pytest.fail if os.environ.get("COPRO_BROWSER") == "required" else pytest.skip)(message)
    return where


@pytest.fixture(scope="session")
def site():
    """The built book; brought up to date first, which is quick where nothing changed.

    Tests run side by side: the first to ask builds, the others wait for it.
    """
    import fcntl
    import subprocess

    (ROOT / "_build").mkdir(exist_ok=True)
    with open(ROOT / "_build" / ".tests", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        done = subprocess.run(
            [sys.executable, "-m", "copro.cli.main", "build", "--jobs", "2"],
            check=False,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr + done.stdout
    return ROOT / "_build" / "html"
