"""Part 3: every figure and table that compares countries begins with its badge."""

import ast
import json

import pytest

from copro.paths import NOTEBOOKS

BADGES = ("Same definition.", "Parallel measure.")
CHAPTERS = sorted((NOTEBOOKS / "3_germany").glob("*.ipynb"))
COUNTRY = {
    "norway": "NOR",
    "germany": "DEU",
    "no": "NOR",
    "de": "DEU",
    "dk": "DNK",
    "scandinavia": "several",
}


def countries(table: str) -> set[str]:
    """Countries that a table describes; a table of ``countries/`` describes several."""
    folder, name = table.split("/")
    if folder == "countries":
        return {"several", "countries"}
    return {COUNTRY.get(name.split("_")[0] if folder == "published" else folder, "several")}


def is_written_out(node: ast.stmt) -> bool:
    """An import, or an assignment that calls nothing but ``list`` and ``tuple``."""
    calls = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
    return isinstance(node, (ast.Assign, ast.Import, ast.ImportFrom)) and all(
        getattr(f, "id", "") in ("list", "tuple") for f in calls
    )


def names_of(code: str, known: dict) -> dict:
    """Names bound to words, or to collections of words, at the top level of a cell."""
    for node in ast.parse(code).body:
        if is_written_out(node):
            try:
                exec(compile(ast.Module([node], []), "cell", "exec"), known)  # noqa: S102 - our own constants
            except Exception:  # noqa: BLE001, S112 - rests on a result: not a constant
                continue
    return known


def first_words(node: ast.expr) -> str:
    """The beginning of a caption as far as it is written out."""
    while isinstance(node, (ast.BinOp, ast.JoinedStr)):
        node = node.left if isinstance(node, ast.BinOp) else node.values[0]
    return node.value if isinstance(node, ast.Constant) else ""


def results(codes: list[str]):
    """(id, tables, beginning of the caption) of every figure and table of a notebook."""
    known = {}
    for code in codes:
        known = names_of(code, known)
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("figure", "table"):
                given = {k.arg: k.value for k in node.keywords}
                tables = compile(ast.Expression(given["tables"]), "cell", "eval")
                used = eval(tables, dict(known))  # noqa: S307 - of our own notebooks
                yield (
                    getattr(node.args[0], "value", "in a loop"),
                    used,
                    first_words(given["caption"]),
                )


def lacking(codes: list[str]) -> list[str]:
    return [
        id
        for id, tables, caption in results(codes)
        if len(set().union(*map(countries, tables))) > 1 and not caption.startswith(BADGES)
    ]


@pytest.mark.parametrize("notebook", CHAPTERS, ids=lambda f: f.stem)
def test_comparisons_carry_their_badge(notebook):
    cells = json.loads(notebook.read_text())["cells"]
    assert not lacking(["".join(c["source"]) for c in cells if c["cell_type"] == "code"])


def test_a_comparison_without_badge_is_found():
    start = 'N, D, C = "norway/a", "germany/b", "countries/c"\nPAIR = [N, D]'
    call = 'figure("f-one", None, None, caption={caption}, tables={tables})'
    assert lacking([start, call.format(caption='"Lines."', tables="PAIR")]) == ["f-one"]
    assert lacking([start, call.format(caption='f"Lines {1}."', tables="[C]")]) == ["f-one"]
    assert not lacking(
        [start, call.format(caption='"Parallel measure. Lines." + x', tables="PAIR")]
    )
    assert not lacking([start, call.format(caption='"Lines."', tables="[D]")])
