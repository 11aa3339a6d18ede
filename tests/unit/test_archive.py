"""The archive of the source: the same bytes for the same files, whole, and nothing private."""

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile

import pytest
import yaml

from copro.book import archive
from copro.paths import ROOT

PRIVATE = ("_build/html/index.html", ".venv/bin/python", ".git/config", ".env", "copro/a.pyc",
           "copro/__pycache__/a.cpython-311.pyc", "deploy.key", ".netrc", "copro.egg-info/PKG-INFO",
           ".pytest_cache/README.md", ".ipynb_checkpoints/x.ipynb")  # fmt: skip
KEPT = ("Makefile", ".gitattributes", ".ci/run", "copro/__init__.py", "data/a.csv")


@pytest.fixture
def copy(tmp_path):
    """A made-up copy of a compendium without Git, with what was built and hidden in it."""
    for name in (*PRIVATE, *KEPT):
        file = tmp_path / "copy" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return tmp_path / "copy"


def unpacked(content):
    return tarfile.open(fileobj=io.BytesIO(content), mode="r:gz")


def test_the_same_files_give_the_same_bytes(copy):
    listed = archive.names(copy)
    first = archive.packed(copy, listed, "book-1")
    digest = archive.digest(copy, listed)
    for name in listed:
        os.utime(copy / name, (1, 1))
    assert archive.packed(copy, listed, "book-1") == first
    (copy / "data" / "a.csv").write_text("another")
    assert archive.packed(copy, listed, "book-1") != first
    assert archive.digest(copy, listed) != digest


def test_no_clock_and_no_owner_is_in_it(copy):
    with unpacked(archive.packed(copy, archive.names(copy), "book-1")) as found:
        for entry in found.getmembers():
            assert (entry.mtime, entry.uid, entry.gid, entry.uname) == (0, 0, 0, "")
            assert entry.name.startswith("book-1/") and ".." not in entry.name


def test_without_git_what_is_built_or_private_is_left_out(copy):
    assert archive.names(copy) == sorted(KEPT)


def test_with_git_it_holds_what_git_tracks(copy):
    if shutil.which("git") is None:
        pytest.skip("there is no Git on this machine")
    shutil.rmtree(copy / ".git")  # made up
    for order in (["init", "--quiet"], ["add", "data", "Makefile"]):
        subprocess.run(["git", *order], cwd=copy, check=True)
    assert archive.names(copy) == ["Makefile", "data/a.csv"]


def test_it_holds_every_file_of_the_project(own_files):
    assert set(archive.names()) == {name for name in own_files if (ROOT / name).is_file()}


def test_without_git_the_same_files_are_found():
    """A file with a dot in its name that is the project's own is named in ``SEEN``."""
    hidden = {name.partition("/")[0] for name in archive.names() if name.startswith(".")}
    assert hidden == archive.SEEN


def test_it_holds_what_a_build_reads():
    listed = set(archive.names())
    needed = "Makefile requirements.lock pyproject.toml Snakefile _config.yml _toc.yml CITATION.cff"
    assert {*needed.split(), "book/terms.json", "data/datapackage.json"} <= listed
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert {f"data/{card['path']}" for card in package["resources"]} <= listed
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["parts"]
    pages = {chapter["file"] for part in parts for chapter in part["chapters"]}
    notebooks = {
        name for name in listed if name.endswith(".ipynb") and name.startswith("notebooks/")
    }
    assert notebooks and {name[10:-6] for name in notebooks} <= pages


def test_what_was_unpacked_runs_by_itself(tmp_path):
    listed = [name for name in archive.names() if not name.startswith(("tests/", "results/"))]
    with unpacked(archive.packed(ROOT, listed, "book-1")) as found:
        found.extractall(tmp_path)
    root = tmp_path / "book-1"
    assert os.access(root / ".ci" / "run", os.X_OK) == os.access(ROOT / ".ci" / "run", os.X_OK)
    kept = os.environ | {"PYTHONPATH": f"{root}{os.pathsep}{root / 'configurational' / 'src'}"}
    code = (
        "from copro.chapters import registry; from copro.data import load; from copro.paths import "
        "ROOT; load('norway/municipalities_2024'); print(ROOT, len(registry.chapters()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        cwd=root,
        env=kept,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    where, chapters = done.stdout.split()
    assert where == str(root) and int(chapters) > 20
