"""Floors inside measures and methods, and no circle of imports in copro: those that stand inside a
function count like all others.
"""

import ast
import functools
from graphlib import CycleError, TopologicalSorter

import pytest

from copro.paths import ROOT

# Room -> rooms of the same layer that it may import from. A subject knows no other; what several
# measure alike is shared, what sets them side by side is a synthesis.
SUBJECTS = {"literature", "norway", "germany", "denmark", "parliaments", "countries"}
MEASURES = {
    "shared": set(),
    **{subject: {"shared"} for subject in SUBJECTS},
    "synthesis": {"shared", *SUBJECTS},
}
METHODS = {
    "agreement": set(),
    "changepoint": set(),
    "clusters": set(),
    "cohorts": set(),
    "configurations": set(),
    "equivalence": set(),
    "influence": {"panel"},
    "multiverse": {"clusters"},
    "multiplicity": set(),
    "mundlak": set(),
    "panel": {"clusters"},
    "pooling": set(),
    "power": set(),
    "proportion": set(),
    "ranks": set(),
    "rates": set(),
    "solutions": {"configurations", "multiverse"},
    "spatial": {"clusters", "panel"},
    "weighted": set(),
    "wild": {"spatial"},
}


def name(file):
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name(file): file for file in sorted((ROOT / "copro").rglob("*.py"))}


def imported(file):
    """Modules of copro that a file imports, wherever the import stands."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import"
            inside = {f"{node.module}.{alias.name}" for alias in node.names} & set(MODULES)
            found |= inside or {node.module}
    return found & set(MODULES)


@functools.cache
def graph():
    return {module: imported(file) for module, file in MODULES.items()}


@pytest.mark.parametrize(
    ("layer", "floors"), [("measures", MEASURES), ("methods", METHODS)], ids=["measures", "methods"]
)
def test_a_room_imports_only_from_rooms_below_it(layer, floors):
    for module, targets in graph().items():
        if module.startswith(f"copro.{layer}."):
            room = module.split(".")[2]
            rooms = {t.split(".")[2] for t in targets if t.startswith(f"copro.{layer}.")}
            assert rooms - {room} <= floors[room], module


def test_no_imports_run_in_a_circle():
    try:
        TopologicalSorter(graph()).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_an_import_inside_a_function_counts(tmp_path):
    file = tmp_path / "late.py"
    file.write_text("def late():\n    from copro.data import errors\n    import copro.paths\n")
    assert imported(file) == {"copro.data.errors", "copro.paths"}
