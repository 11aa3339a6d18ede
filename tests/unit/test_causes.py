"""What stops a build is said last and once; who knows best says it."""

import argparse
import logging
import os
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from copro.chapters import notebooks, registry
from copro.chapters.notebooks import ChapterError
from copro.cli import main
from copro.data import DataError
from copro.errors import Expected
from copro.run import build, causes, dependencies, unchanged


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv(causes.VARIABLE, str(tmp_path / "causes"))
    return tmp_path / "causes"


def test_outside_a_build_nothing_is_written_down(monkeypatch):
    monkeypatch.delenv(causes.VARIABLE, raising=False)
    assert not causes.record("a cause")


def test_where_the_disk_is_full_the_cause_is_printed_at_once(monkeypatch, capsys):
    monkeypatch.setenv(causes.VARIABLE, "/dev/full")
    assert main._failed("results.json: No space left on device") == 1
    assert capsys.readouterr().err == "copro: results.json: No space left on device\n"


def test_what_a_step_says_goes_before_what_snakemake_says(file):
    error = logging.LogRecord(
        "snakemake", logging.ERROR, "", 0, 'Missing input\n  File "x.py", line 1\n', (), None
    )
    assert causes.Listener().filter(error)
    assert causes.recorded(file) == ["Snakemake: Missing input"]
    lost = logging.LogRecord("snakemake", logging.ERROR, "", 0, "Error in rule notebook", (), None)
    lost.rule_name, lost.output = "notebook", ["_build/stamps/theory.json"]
    causes.Listener().filter(lost)
    (said,) = causes.recorded(file)
    assert said.startswith(
        "the step theory ended without a word; it was killed, by someone or for want of memory: "
    )
    assert " GB, of which " in said
    causes.record("notebook theory, cell 3")
    causes.record("notebook theory, cell 3")
    assert causes.recorded(file) == ["notebook theory, cell 3"]


@pytest.mark.parametrize(("limits", "expected"), [((18, 4096), (256, 4096)), ((512, 512), None)])
def test_a_build_allows_itself_open_files(monkeypatch, limits, expected):
    given = []
    monkeypatch.setattr(build.resource, "getrlimit", lambda _: limits)
    monkeypatch.setattr(build.resource, "setrlimit", lambda _, new: given.append(new))
    build._open_enough()
    assert given == ([expected] if expected else [])


def test_too_few_open_files_are_named_before_anything_runs(monkeypatch):
    monkeypatch.setattr(build.resource, "getrlimit", lambda _: (18, 18))
    with pytest.raises(Expected, match=r"may have 18 files open at once; a build needs 256: allow"):
        build._open_enough()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (1, "no step named a cause; see what stands above"),
        (137, "Snakemake was killed (signal 9)"),
    ],
)
def test_without_a_named_cause_it_says_how_it_ended(code, words):
    assert words in build._stopped([], code).splitlines()[0]


def test_a_stopped_build_says_what_and_what_to_do():
    told = ["notebook theory, cell 3: ValueError"]
    said = build._stopped(told, changed=["data/a.csv, line 3, column n: 1 -> 2"]).splitlines()
    assert said == [
        "copro: the build stopped: notebook theory, cell 3: ValueError",
        "copro: data/a.csv, line 3, column n: 1 -> 2",
        "Mend this and run it again; earlier results in _build/ are as they were.",
    ]


@pytest.fixture
def book(tmp_path, monkeypatch, file):
    """Writes the contents of a small book and the cells of sources of two of its chapters."""
    monkeypatch.setattr(registry, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(notebooks, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(registry, "CONTENTS", tmp_path / "_toc.yml")

    def write(pages="1_literature/theory 1_literature/literature_map", **sources):
        lines = "".join(f"  - file: {page}\n" for page in pages.split())
        (tmp_path / "_toc.yml").write_text(f"parts:\n- caption: All\n  chapters:\n{lines}")
        for name in ("theory", "literature_map"):
            cell = new_code_cell(sources.get(name, ""), metadata={"tags": ["sources"]})
            target = tmp_path / "notebooks/1_literature" / f"{name}.ipynb"
            target.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(new_notebook(cells=[cell]), target)

    return write


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (
            {"theory": "one = load('germany/kreise_2012')"},
            ["theory.ipynb: chapter 'theory' needs germany/kreise_2012", "germany/kreise_2021"],
        ),
        (
            {"literature_map": "said = read_claims('teory')"},
            ["chapter 'literature_map' reads the claims of 'teory'", "expected theory"],
        ),
        (
            {
                "theory": "said = read_claims('literature_map')",
                "literature_map": "said = read_claims('theory')",
            },
            ["read each other's claims: 'theory' which reads those of 'literature_map'"],
        ),
        (
            {"theory": "said = read_claims()"},
            ["theory.ipynb, cell tagged 'sources', line 1", "found no name; expected names"],
        ),
        (
            {"theory": "one = load('cases/cases')\nrows = len(one)"},
            ["theory.ipynb, cell tagged 'sources', line 2: cannot be carried out before the run"],
        ),
        (
            {"theory": "if True:\n    one = load('cases/cases')"},
            ["line 1: found `if True:", "expected imports and assignments only"],
        ),
    ],
)
def test_a_mistyped_source_is_an_error_whatever_was_built(book, file, sources, words):
    book(**sources)
    with pytest.raises(ChapterError) as problem:
        dependencies.graph()
    for word in words:
        assert word in str(problem.value)
    assert causes.recorded(file) == [str(problem.value)]


def test_a_page_of_the_book_that_needs_a_table_that_is_not_there(book, file):
    book()
    with pytest.raises(ChapterError, match=r"the pages of the book need norway/kommuner.*no table"):
        dependencies.graph("norway/kommuner")


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        (
            "1_literature/teory",
            "_toc.yml: 1_literature/teory: no page of this name; expected 1_literature/theory",
        ),
        ("1_literature/theory glossary", ""),
    ],
)
def test_a_mistyped_page_of_the_table_of_contents_is_named(book, pages, said):
    book(pages)
    if not said:
        assert list(dependencies.graph()) == ["theory"]
        return
    with pytest.raises(ChapterError) as problem:
        dependencies.graph()
    assert str(problem.value).startswith(said)


def test_contents_that_are_no_yaml_are_named(book, tmp_path):
    book()
    (tmp_path / "_toc.yml").write_text("parts: [\n")
    with pytest.raises(ChapterError, match=r"^_toc\.yml: no YAML: "):
        dependencies.graph()


def test_a_table_that_was_moved_away_is_an_error_whatever_was_built(book, monkeypatch, tmp_path):
    book(theory="one = load('germany/kreise_2021')")
    dependencies.graph()
    monkeypatch.setattr("copro.data.catalogue.DATA", tmp_path)
    with pytest.raises(ChapterError, match="kreise_2021: file cannot be read: found No such file"):
        dependencies.graph()


def test_files_dated_in_the_future_are_set_to_the_present(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(unchanged, "ROOT", tmp_path)
    monkeypatch.setattr(build, "BUILD", tmp_path / "_build")
    table, stamp, old = (
        tmp_path / "data/table.csv",
        tmp_path / "_build/stamps/theory.json",
        tmp_path / "_toc.yml",
    )
    for made in (table, stamp, old):
        made.parent.mkdir(parents=True, exist_ok=True)
        made.touch()
    os.utime(old, (1e9, 1e9))
    for ahead in (table, stamp):
        os.utime(ahead, (time.time() + 1e6,) * 2)
    build._heed_the_clock()
    assert abs(table.stat().st_mtime - time.time()) < 60 and old.stat().st_mtime == 1e9
    assert not stamp.exists(), "made by a clock that ran ahead: it would outlive later changes"
    assert (
        capsys.readouterr().err
        == "copro: dated in the future, now set to the present: data/table.csv\n"
    )


@pytest.mark.parametrize(
    ("problem", "code", "said"),
    [
        (
            OSError(28, "No space left on device", "_build/x.json"),
            1,
            " MB are free there; make room, or build in another folder: COPRO_BUILD=folder",
        ),
        (
            PermissionError(13, "Permission denied", "_build"),
            1,
            "copro: _build: Permission denied; give yourself the right to read and write there, or",
        ),
        (
            DataError("a/b", found="x", expected="y"),
            1,
            "copro: a/b: is not valid: found x; expected y\n",
        ),
        (MemoryError(), 1, "copro: MemoryError: ; memory ran out: "),
        (RuntimeError("can't start new thread"), 1, "new thread; memory ran out: "),
        (OSError(24, "Too many open files"), 1, "allow this process more open files: ulimit -n"),
        (OSError(27, "File too large", "a"), 1, "copro: a: File too large; allow this process lar"),
        (FileNotFoundError(2, "No usable temporary directory"), 1, "; name a folder that can be "),
        (ModuleNotFoundError("No module named 'pandas'"), 1, "expected the environment that `make"),
        (KeyboardInterrupt(), 130, "copro: interrupted; the same command begins it again.\n"),
    ],
)
def test_what_is_no_fault_of_the_program_is_no_traceback(monkeypatch, capsys, problem, code, said):
    def fails():
        raise problem

    monkeypatch.delenv(causes.VARIABLE, raising=False)
    monkeypatch.setattr("copro.data.tables", fails)
    assert main.main(["tables"]) == code
    assert said in capsys.readouterr().err.splitlines(keepends=True)[-1]


def test_only_steps_that_are_sent_away_keep_to_a_rate():
    here, away = (argparse.Namespace(executor=e, max_jobs_per_timespan=9) for e in (None, "slurm"))
    assert causes._when_asked(here).max_jobs_per_timespan is None
    assert causes._when_asked(away).max_jobs_per_timespan == 9
