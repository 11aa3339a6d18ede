"""What a build notes, to know at once that nothing changed. The files here are made up."""

import json
import os
import subprocess
import sys

import pytest

from copro.paths import ROOT
from copro.run import unchanged


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project that was built: one input of each kind, and one stamp."""
    monkeypatch.setattr(unchanged, "ROOT", tmp_path)
    monkeypatch.setattr(unchanged, "BUILD", tmp_path / "_build")
    monkeypatch.setattr(unchanged, "RECORD", tmp_path / "_build/unchanged.json")
    names = [*(f"{folder}/deep/file" for folder in unchanged.FOLDERS), "Snakefile"]
    for name in [*names, "_build/stamps/book.json"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("first", encoding="utf-8")
    unchanged.note("book", unchanged.state())
    assert unchanged.holds("book", unchanged.state())
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        *("data/deep/file", "copro/deep/file", "configurational/src/deep/file", "book/deep/file"),
        *("notebooks/deep/file", "Snakefile", "_build/stamps/book.json"),
    ],
)
def test_a_changed_file_is_seen_though_its_size_and_date_are_kept(project, name):
    file = project / name
    before = file.stat()
    file.write_text("other", encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert not unchanged.holds("book", unchanged.state())


@pytest.mark.parametrize("name", ["data/deep/file", "_build/stamps/book.json"])
def test_a_file_that_is_gone_is_seen(project, name):
    (project / name).unlink()
    assert not unchanged.holds("book", unchanged.state())


def test_a_new_file_is_seen(project):
    (project / "data/deep/more").write_text("", encoding="utf-8")
    assert not unchanged.holds("book", unchanged.state())


def test_a_change_during_the_build_is_seen_by_the_next(project):
    began = unchanged.state()
    (project / "data/deep/file").write_text("changed meanwhile", encoding="utf-8")
    unchanged.note("book", began)
    assert not unchanged.holds("book", unchanged.state())


def test_another_address_of_the_book_is_seen(project, monkeypatch):
    monkeypatch.setenv("COPRO_BASE_URL", "https://example.org/")
    assert not unchanged.holds("book", unchanged.state())


def test_what_was_built_says_nothing_of_another_target(project):
    assert not unchanged.holds("results", unchanged.state())


@pytest.mark.parametrize("record", [None, "", "[]", "{}", '{"target": "book"}'])
def test_without_a_whole_record_snakemake_is_asked(project, record):
    if record is None:
        unchanged.forget()
    else:
        unchanged.RECORD.write_text(record, encoding="utf-8")
    assert not unchanged.holds("book", unchanged.state())


def test_help_steps_and_the_question_whether_anything_changed_load_no_heavy_package():
    heavy = ("pandas", "pandera", "snakemake", "numpy", "matplotlib", "papermill")
    code = (
        "import json, sys\n"
        "import copro.cli.main, copro.cli.steps, copro.run.build, copro.data.catalogue\n"
        f"print(json.dumps([name for name in {heavy} if name in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []
