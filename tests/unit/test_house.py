"""The house rules: layers import one way, files stay small, and chapters keep the rules that
``copro lint`` names.

Size is counted in characters without blanks: lines can be made few by being made long, and the
formatter sets them anyway. How branched a function may be is a rule of the linter.
"""

import ast

import pytest

from copro.chapters.notebooks import notebooks
from copro.errors import FOUND
from copro.paths import NOTEBOOKS, ROOT
from copro.run import rules
from copro.run.dependencies import modules_of, modules_of_notebook

# Layer -> layers it may import from, in function bodies too.
ALLOWED = {
    "data": {"data"},
    "measures": {"measures", "data", "methods"},
    "methods": {"methods"},
    "report": {"report", "data"},
    "chapters": {"chapters", "data"},
    "run": {"run", "chapters", "report", "measures", "data", "methods"},
    "book": {"book", "run", "chapters", "report", "measures", "data", "methods"},
    "cli": {"cli", "book", "run", "chapters", "report", "data"},
}
# Modules below all layers.
GROUND = [f"copro.{one}" for one in "paths errors session english coding kept".split()]
MOST_IN_A_FILE = 16_000  # characters without blanks
MODULES = sorted((ROOT / "copro").glob("*/**/*.py"))


def imported_layers(file):
    for node in ast.walk(ast.parse(file.read_text())):
        # A relative import may not climb out of its layer, where this test would not see it.
        if getattr(node, "level", 0) >= len(file.relative_to(ROOT / "copro").parts):
            yield f"climbs out in line {node.lineno}"
        names = (
            [a.name for a in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
        )
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"copro.{name}" for name in names] if node.module == "copro" else [node.module]
        for name in names:
            if name.startswith("copro.") and name not in GROUND:
                yield name.split(".")[1]


def test_layers_import_one_way():
    wrong = []
    for file in MODULES:
        place = file.relative_to(ROOT / "copro")
        found = set(imported_layers(file)) - ALLOWED[place.parts[0]] - {"__version__"}
        wrong += [(str(place), layer) for layer in sorted(found)]
    assert not wrong, "\n".join(map(str, wrong))


def test_chapters_keep_the_house_rules():
    wrong = [
        (notebook.name, said)
        for notebook in map(rules.read, notebooks())
        for rule in rules.RULES
        for said in rule(notebook)
    ]
    assert not wrong, "\n".join(map(str, wrong))


CLEAN = {
    "1": "# T\n\n**Question.** q\n\n**Answer.** {glue:text}`a-b`\n\n"
    "**Evidence.** e\n\n**Limits.** l",
    "2": "## What would change the answer",
}


def made(code="", tags=("hide-input",), texts=CLEAN, outputs=()):
    """A made-up notebook: opening, a cell of code, and the last section."""
    return rules.Notebook(
        "made_up",
        NOTEBOOKS / "2_norway" / "made_up.ipynb",
        (
            rules.Cell("text above cell 1", "markdown", texts["1"], ()),
            rules.Cell("cell 1", "code", code, tuple(tags), tuple(outputs)),
            rules.Cell("text below cell 1", "markdown", texts["2"], ()),
        ),
    )


@pytest.mark.parametrize(
    ("rule", "notebook", "words"),
    [
        (rules.python, made("x = "), "no Python"),
        (rules.defines_nothing, made("def f():\n    pass"), "line 1: defines f; put it"),
        (rules.defines_nothing, made("f = lambda: 1"), "defines a lambda"),
        (rules.small_cells, made("x = 1\n" * 900), "2,700 characters without blanks"),
        (rules.short_lines, made("x = 1  # " + "-" * 100), "line 1: 109 characters"),
        (rules.short_texts, made(f"x = {'a' * 151!r}"), "a text of 151 characters"),
        (rules.short_texts, made("x = f'" + "a" * 151 + "{1}'"), "a text of 151 characters"),
        (
            rules.opening,
            made(texts=CLEAN | {"1": CLEAN["1"][2:]}),
            "begin with a cell of text and `# Title`",
        ),
        (
            rules.opening,
            made(texts=CLEAN | {"1": CLEAN["1"].replace("Limits", "Limit")}),
            "no limits; add",
        ),
        (
            rules.opening,
            made(texts=CLEAN | {"1": CLEAN["1"].replace("{glue:text}", "")}),
            "carries no computed number",
        ),
        (
            rules.opening,
            made(texts=CLEAN | {"1": CLEAN["1"].replace("Question", "Answer", 1)}),
            "no question; add",
        ),
        (rules.opening, made(texts=CLEAN | {"2": "## End"}), "add `## What would change the"),
        (rules.few_figures, made("figure('a-b')\n" * 6), "6 figures, more than 5"),
        (rules.no_paths, made("x = pd.read_csv('x')"), "'read_csv': a path is written out"),
        (rules.tags, made(tags=()), "tag it 'hide-input'"),
        (rules.sources, made("x = load('a/b')"), "line 1: reads with load; read it in the cell"),
        (rules.sources, made("x = list(map(load, []))"), "reads with load"),
        (rules.ids, made("claim('Wrong', 'x')"), "claim 'Wrong': an id is words of a-z"),
        (rules.ids, made("figure('a-b')\nfigure('a-b')"), "line 2: figure 'a-b': the id is used"),
        (
            rules.quiet,
            made(outputs=[{"output_type": "stream", "text": ["UserWarning: x"]}]),
            "its output says 'UserWarning: x'",
        ),
    ],
)
def test_a_broken_rule_is_named_with_how_to_mend_it(rule, notebook, words):
    (said,) = rule(notebook)
    assert words in said
    assert list(rule(made())) == []


def test_what_a_chapter_breaks_is_named_all_at_once(monkeypatch, capsys):
    broken = made("x = load('a/b')\nprint(open('x'))", tags=())
    monkeypatch.setattr(rules, "read", lambda name: broken)
    monkeypatch.setattr(rules, "notebook_path", lambda name: broken.path)
    monkeypatch.setattr(rules, "RULES", (rules.tags, rules.no_paths, rules.sources))
    assert rules.lint("made_up") == FOUND
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "3 to mend" and len(said) == 4
    assert all(line.startswith("notebooks/2_norway/made_up.ipynb: cell 1") for line in said[:-1])


def test_every_function_says_its_types(own_files):
    """Of its parameters and of what it gives, also where the type checker is told to pass over."""
    untyped = [
        f"{file}:{node.lineno} {node.name}"
        for file in own_files
        if file.startswith(("copro/", "configurational/src/")) and file.endswith(".py")
        for node in ast.walk(ast.parse((ROOT / file).read_text()))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not typed(node)
    ]
    assert not untyped


def typed(node):
    taken = node.args
    named = [*taken.posonlyargs, *taken.args, *taken.kwonlyargs, taken.vararg, taken.kwarg]
    free = ("self", "cls")
    return (node.returns is not None or node.name == "__init__") and all(
        one.annotation is not None for one in named if one is not None and one.arg not in free
    )


@pytest.mark.parametrize(
    ("code", "enough"),
    [
        ("def f(a: int, *b: int, **c: int) -> None: ...", True),
        ("def __init__(self, a: int): ...", True),
        ("def f(a: int): ...", False),
        ("def f(a) -> None: ...", False),
        ("def f(*, a=1) -> None: ...", False),
        ("def f(*a) -> None: ...", False),
    ],
)
def test_a_type_that_is_not_said_is_seen(code, enough):
    assert typed(ast.parse(code).body[0]) is enough


def test_files_stay_small(own_files):
    assert "copro/paths.py" in own_files
    assert not [f for f in own_files if f.startswith((".venv/", "_build/"))]
    sizes = {
        f: len("".join((ROOT / f).read_text().split())) for f in own_files if f.endswith(".py")
    }
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
