"""The house rules: layers import one way, notebooks hold no functions, cells and files stay small.

Size is counted in characters without blanks: lines can be made few by being made long, and the
formatter sets them anyway. How branched a function may be is a rule of the linter.
"""

import ast
import json
import re

import pytest

from copro.paths import NOTEBOOKS, ROOT
from copro.run.dependencies import modules_of, modules_of_notebook

# Layer -> layers it may import from, in function bodies too.
ALLOWED = {
    "data": {"data"},
    "measures": {"measures", "data", "methods"},
    "methods": {"methods"},
    "report": {"report", "data"},
    "chapters": {"chapters", "data"},
    "run": {"run", "chapters", "report", "data"},
    "book": {"book", "run", "chapters", "report", "measures", "data", "methods"},
    "cli": {"cli", "book", "run", "chapters", "report", "data"},
}
GROUND = ("copro.paths", "copro.errors", "copro.session")  # modules below all layers
MOST_IN_A_CELL, MOST_IN_A_FILE = 2_500, 16_000  # characters without blanks
MODULES = sorted((ROOT / "copro").glob("*/**/*.py"))
CHAPTERS = sorted(NOTEBOOKS.glob("*/*.ipynb"))


def imported_layers(file):
    for node in ast.walk(ast.parse(file.read_text())):
        # A relative import may not climb out of its layer, where this test would not see it.
        assert getattr(node, "level", 0) < len(file.relative_to(ROOT / "copro").parts), (
            file,
            node.lineno,
        )
        names = (
            [a.name for a in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
        )
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"copro.{name}" for name in names] if node.module == "copro" else [node.module]
        for name in names:
            if name.startswith("copro.") and name not in GROUND:
                yield name.split(".")[1]


@pytest.mark.parametrize("file", MODULES, ids=lambda f: str(f.relative_to(ROOT)))
def test_layers_import_one_way(file):
    layer = file.relative_to(ROOT / "copro").parts[0]
    assert set(imported_layers(file)) <= ALLOWED[layer] | {"__version__"}


def size(code: str) -> int:
    """Characters of code without blanks and line ends."""
    return len("".join(code.split()))


def cells(notebook, kind="code"):
    return [
        "".join(c["source"])
        for c in json.loads(notebook.read_text())["cells"]
        if c["cell_type"] == kind
    ]


@pytest.mark.parametrize("notebook", CHAPTERS, ids=lambda f: f.stem)
def test_notebooks_are_thin(notebook):
    for code in cells(notebook):
        assert not any(
            isinstance(n, (ast.FunctionDef, ast.ClassDef, ast.Lambda))
            for n in ast.walk(ast.parse(code))
        )
        assert size(code) <= MOST_IN_A_CELL, code
        assert not re.search(r"read_csv|open\(|\.\./|Path\(", code), "a path is written out"


@pytest.mark.parametrize("notebook", CHAPTERS, ids=lambda f: f.stem)
def test_chapters_begin_with_question_answer_evidence_limits(notebook):
    opening = cells(notebook, "markdown")[0]
    words = [opening.index(f"**{word}.**") for word in ("Question", "Answer", "Evidence", "Limits")]
    assert words == sorted(words)
    assert "{glue:text}" in opening[words[1] : words[2]], "the answer carries no computed number"
    assert any("What would change" in text for text in cells(notebook, "markdown"))


@pytest.mark.parametrize("notebook", CHAPTERS, ids=lambda f: f.stem)
def test_at_most_five_figures_carry_a_chapter(notebook):
    assert sum(len(re.findall(r"^figure\(", code, flags=re.M)) for code in cells(notebook)) <= 5


@pytest.mark.parametrize("notebook", CHAPTERS, ids=lambda f: f.stem)
def test_committed_outputs_hold_no_warning_and_no_path(notebook):
    for cell in json.loads(notebook.read_text())["cells"]:
        assert not [o for o in cell.get("outputs", []) if o["output_type"] in ("stream", "error")]


def test_lines_of_a_notebook_are_short_on_average():
    """Code is read in lines; a sentence of a claim is one long line among several short ones."""
    for notebook in CHAPTERS:
        lines = [line for code in cells(notebook) for line in code.splitlines() if line.strip()]
        assert sum(map(len, lines)) <= 48 * len(lines), notebook.stem


def test_files_stay_small(own_files):
    assert "copro/paths.py" in own_files
    assert not [f for f in own_files if f.startswith((".venv/", "_build/"))]
    sizes = {f: size((ROOT / f).read_text()) for f in own_files if f.endswith(".py")}
    assert not {f: n for f, n in sizes.items() if n > MOST_IN_A_FILE}


@pytest.mark.parametrize("path", ["/nowhere", None], ids=["no Git", "no repository"])
def test_an_archive_has_the_same_files_as_a_clone(
    files_below, own_files, tmp_path, monkeypatch, path
):
    for name in [
        *own_files,
        ".venv/lib/a.py",
        "_build/html/index.html",
        "copro/__pycache__/a.pyc",
        "copro.egg-info/PKG-INFO",
    ]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    if path:
        monkeypatch.setenv("PATH", path)
    assert files_below(tmp_path) == sorted(own_files)


def test_dependencies_are_found_through_the_imports():
    found = modules_of_notebook("norway_elderly_care")
    assert {
        "copro/measures/norway/municipalities.py",
        "copro/methods/panel.py",
        "copro/data/loading.py",
        "copro/report/charts/maps.py",
    } <= set(found)
    assert not [
        f
        for f in found
        if "germany" in f or f.startswith(("copro/run", "copro/book")) or "qca" in f
    ]
    assert "copro/report/records/claim.py" in modules_of("copro.book.stage")


def test_dependencies_are_found_through_relative_imports():
    found = set(modules_of("configurational"))
    everything = (ROOT / "configurational/src/configurational").glob("*.py")
    alone = {
        "__main__.py",
        "cli.py",
        "commands.py",
        "commands_sets.py",
        "arguments.py",
        "plots.py",
        "plot_shapes.py",
    }
    assert {f.name for f in everything if str(f.relative_to(ROOT)) not in found} <= alone


def test_a_chapter_depends_on_the_engine_that_it_calls():
    found = modules_of_notebook("framing_conditions")
    assert "configurational/src/configurational/cover.py" in found
    assert not [f for f in modules_of_notebook("norway_elderly_care") if "configurational" in f]
