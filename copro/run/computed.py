"""Which functions compute the number of a claim: read from the code of its notebook, without
running it.

From the value of the ``claim(...)`` call the names are followed back to where they were last bound,
cell by cell, and the functions of ``copro.measures``, ``copro.methods`` and ``configurational`` on
the way are named. Branches are not told apart: what may have computed the number is named too.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from copro.paths import ROOT
from copro.report.records.model import Claim

COMPUTING = ("copro.measures.", "copro.methods.", "configurational.")
Place = tuple[int, int, int]  # cell, line, column


class Binding(NamedTuple):
    """A name that gets a value, or part of one: where, from what, and whether the old one stays."""

    name: str
    place: Place
    source: ast.expr
    partly: bool


def functions(code: Sequence[str], claim: Claim) -> list[str]:
    """Dotted names of the functions behind the value of ``claim``, the nearest first.

    ``code`` is the code of its page, cell by cell (``copro.chapters.cells.code``). Empty where the
    value is read from a table without any of our functions, or where no call makes the claim.
    """
    trees = [_tree(source) for source in code[: claim.origin.cell]]
    value = _value(trees[-1], claim.id)
    if value is None:
        return []
    imported = dict(pair for tree in trees for pair in _imported(tree))
    bound = [one for cell, tree in enumerate(trees, start=1) for one in _bindings(tree, cell)]
    found: dict[str, None] = {}
    waiting, seen = [(value, _place(value, len(trees)))], set[Place]()
    while waiting:
        source, place = waiting.pop(0)
        found |= dict.fromkeys(_called(source, imported))
        for name in _names(source):
            for one in _behind(name, place, bound):
                if one.place not in seen:
                    seen.add(one.place)
                    waiting.append((one.source, one.place))
    return list(found)


@cache
def _tree(source: str) -> ast.Module:
    return ast.parse(source)


def _value(cell: ast.Module, id: str) -> ast.expr | None:
    """The value in the call that makes the claim: the one that spells its id, else one that
    puts it together so, else one that takes it from a variable.
    """
    calls = [
        node
        for node in ast.walk(cell)
        if isinstance(node, ast.Call) and _last(node.func) == "claim" and node.args
    ]
    for fits in (_spells, _composes, lambda argument, _: isinstance(argument, ast.Name)):
        for call in calls:
            if fits(call.args[0], id):
                named = [word.value for word in call.keywords if word.arg == "value"]
                return (named or call.args)[-1]
    return None


def _spells(argument: ast.expr, id: str) -> bool:
    return isinstance(argument, ast.Constant) and argument.value == id


def _composes(argument: ast.expr, id: str) -> bool:
    if not isinstance(argument, ast.JoinedStr):
        return False
    parts = (
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
        for part in argument.values
    )
    return re.fullmatch("".join(parts), id) is not None


def _last(function: ast.expr) -> str:
    """The last word of the name of a function."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


@cache
def _imported(tree: ast.Module) -> list[tuple[str, str]]:
    """Names in a cell, each with the dotted name of what was imported."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found += [(one.asname or one.name, f"{node.module}.{one.name}") for one in node.names]
        elif isinstance(node, ast.Import):
            found += [(one.asname or one.name, one.name) for one in node.names]
    return found


@cache
def _bindings(tree: ast.Module, cell: int) -> list[Binding]:
    """All that a cell binds, in the order of its lines."""
    return list(_bound(tree, cell))


def _bound(tree: ast.Module, cell: int) -> Iterator[Binding]:
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=value):
                pass
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.AugAssign(target=target, value=value)
                | ast.NamedExpr(target=target, value=value)
                | ast.For(target=target, iter=value)
            ):
                targets = [target]
            case ast.Call(func=ast.Attribute(value=ast.Name() as target, attr="append" | "extend")):
                targets, value = [target], node
            case _:
                continue
        for target in targets:
            pairs = (
                list(zip(target.elts, value.elts))
                if isinstance(target, ast.Tuple)
                and isinstance(value, ast.Tuple)
                and len(target.elts) == len(value.elts)
                else [(target, value)]
            )
            for part, source in pairs:
                whole = {n.id for n in ast.walk(part) if isinstance(n, ast.Name)}
                stored = {
                    n.id
                    for n in ast.walk(part)
                    if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
                }
                partly = isinstance(node, ast.AugAssign | ast.Call)
                for name in stored or whole:
                    yield Binding(name, _place(part, cell), source, partly or not stored)


def _place(node: ast.expr, cell: int) -> Place:
    return cell, node.lineno, node.col_offset


def _behind(name: str, place: Place, bound: Sequence[Binding]) -> Iterator[Binding]:
    """The binding of a name that holds at a place, and what changed it in part since."""
    earlier = [one for one in bound if one.name == name and one.place < place]
    for one in sorted(earlier, key=lambda one: one.place, reverse=True):
        yield one
        if not one.partly:
            return


def _names(source: ast.expr) -> list[str]:
    """Names that an expression reads; those of its own comprehensions are not from outside."""
    names = [node for node in ast.walk(source) if isinstance(node, ast.Name)]
    own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return [node.id for node in names if node.id not in own]


def _called(source: ast.expr, imported: dict[str, str]) -> Iterator[str]:
    """Our functions that an expression names; neither modules nor classes and constants."""
    nodes = list(ast.walk(source))
    inner = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        if isinstance(node, ast.Attribute | ast.Name) and id(node) not in inner:
            first, *rest = ast.unparse(node).split(".")
            dotted = ".".join([imported.get(first, ""), *rest])
            if dotted.startswith(COMPUTING) and dotted.islower() and not _is_module(dotted):
                yield dotted


def _is_module(dotted: str) -> bool:
    """Whether a dotted name of ``copro`` is a module or a package."""
    path = ROOT / dotted.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()
