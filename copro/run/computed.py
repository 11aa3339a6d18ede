"""Where the number and the sentence of a claim are made: read from the code of its notebook,
without running it.

From the value of the ``claim(...)`` call the names are followed back to where they were last bound,
cell by cell. The functions of ``copro.measures``, ``copro.methods`` and ``configurational`` on the
way are named, and the cells that reckon with what these return. Branches are not told apart: what
may have computed the number is named too.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from copro.paths import ROOT
from copro.report.records.model import Claim

COMPUTING = ("copro.measures.", "copro.methods.", "configurational.")
OURS = (*COMPUTING, "copro.data.load", "copro.report.evidence", "copro.report.read_claims")
# What only picks rows, columns or keys, or changes the form of a frame, does not reckon.
PICKS = set(
    "loc iloc at get query set_index reset_index itertuples iterrows items values squeeze head "
    "tail copy xs dropna sort_values sort_index to_dict to_frame item rename filter".split()
)
CASTS = set("int float str dict list tuple next iter reversed sorted zip enumerate".split())
Place = tuple[int, int, int]  # cell, line, column


class Binding(NamedTuple):
    """A name that gets a value, or part of one: where, from what, and whether the old one stays."""

    name: str
    place: Place
    source: ast.expr
    partly: bool


class Made(NamedTuple):
    """Where a claim is made: the functions behind its number, nearest first; the cells that reckon
    with what these return; the functions that make its sentence, none where it stands in the cell.
    """

    functions: list[str]
    cells: list[int]
    sentence: list[str]


def made(code: Sequence[str], claim: Claim) -> Made:
    """Where number and sentence of ``claim`` are made, functions by their dotted names.

    ``code`` is the code of its page, cell by cell (``copro.chapters.cells.code``). Neither function
    nor cell: the number is taken from a table, or from another claim, as it stands.
    """
    trees = [_tree(source) for source in code[: claim.origin.cell]]
    call = _call(trees[-1], claim.id)
    if call is None:
        return Made([], [], [])
    imported = dict(pair for tree in trees for pair in _imported(tree))
    bound = [one for cell, tree in enumerate(trees, start=1) for one in _bindings(tree, cell)]
    value = _given(call, "value", -1)
    start = value, _place(value, len(trees))

    def left(source: ast.expr) -> list[ast.expr]:
        return list(_left(source, imported))

    found = [name for source, _ in _way(start, bound, _names) for name in _called(source, imported)]
    reckoned = {
        place[0]
        for source, place in _way(start, bound, lambda source: _plain(left(source)))
        if len(_plain(left(source))) < len(left(source))
    }
    said = _called(_given(call, "template", 1), imported)
    return Made(list(dict.fromkeys(found)), sorted(reckoned), list(dict.fromkeys(said)))


def _way(
    start: tuple[ast.expr, Place],
    bound: Sequence[Binding],
    names: Callable[[ast.expr], list[str]],
) -> Iterator[tuple[ast.expr, Place]]:
    """Expressions from ``start`` back along the ``names`` in each, with their places."""
    waiting, seen = [start], set[Place]()
    while waiting:
        source, place = waiting.pop(0)
        yield source, place
        for name in names(source):
            for one in _behind(name, place, bound):
                if one.place not in seen:
                    seen.add(one.place)
                    waiting.append((one.source, one.place))


def _left(source: ast.expr, imported: dict[str, str]) -> Iterator[ast.expr]:
    """What is left of an expression without what only picks from it or casts it: names, and
    reckoning. A call of our functions leaves nothing, nor does a reading of tables or claims.
    """
    match source:
        case ast.Call(func=ast.Attribute(value=inner, attr=attr)) if attr in PICKS:
            yield from _left(inner, imported)
        case ast.Call(func=ast.Name(id=cast), args=[inner, *_]) if cast in CASTS:
            yield from _left(inner, imported)
        case ast.Call(func=function) if _dotted(function, imported).startswith(OURS):
            return
        case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Starred(value=inner):
            yield from _left(inner, imported)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Dict(values=parts):
            for part in parts:
                if not isinstance(part, ast.Constant):
                    yield from _left(part, imported)
        case ast.DictComp(value=inner) | ast.ListComp(elt=inner) | ast.GeneratorExp(elt=inner):
            own = _stored(source)
            for part in (inner, *(loop.iter for loop in source.generators)):
                named = _left(part, imported)
                yield from (one for one in named if not own.intersection(_plain([one])))
        case _:
            yield source


@cache
def _tree(source: str) -> ast.Module:
    return ast.parse(source)


def _call(cell: ast.Module, id: str) -> ast.Call | None:
    """The call that makes the claim: the one that spells its id, else one that puts it together
    so, else one that takes it from a variable, else one that takes all from a function.
    """
    ranks = [(rank, call) for call in _calls(cell) if (rank := _rank(call, id)) is not None]
    return min(ranks, key=lambda one: one[0], default=(0, None))[1]


def _rank(call: ast.Call, id: str) -> int | None:
    match call.args[:1]:
        case [ast.Constant(value=value)]:
            return 0 if value == id else None
        case [ast.JoinedStr(values=parts)]:
            texts = [
                re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in parts
            ]
            return 1 if re.fullmatch("".join(texts), id) else None
        case [ast.Name()]:
            return 2
    return None if call.args else 3


@cache
def _calls(cell: ast.Module) -> list[ast.Call]:
    """The calls in a cell that make claims."""
    return [node for node in _nodes(cell) if isinstance(node, ast.Call) and _last(node) == "claim"]


@cache  # the code behind one claim is behind most others of its chapter
def _nodes(source: ast.AST) -> list[ast.AST]:
    return list(ast.walk(source))


def _given(call: ast.Call, name: str, place: int) -> ast.expr:
    """An argument of a call by its name, else by its place, else the dict that holds them all."""
    named = {word.arg: word.value for word in call.keywords}
    return named[name] if name in named else call.args[place] if call.args else named[None]


def _last(call: ast.Call) -> str:
    """The last word of the name of the function that is called."""
    return ast.unparse(call.func).rpartition(".")[2]


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
                stored = _stored(part)
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


@cache
def _names(source: ast.expr) -> list[str]:
    """Names that an expression reads; those of its own comprehensions are not from outside."""
    own = _stored(source)
    names = (node.id for node in _nodes(source) if isinstance(node, ast.Name))
    return [name for name in names if name not in own]


@cache
def _stored(source: ast.AST) -> set[str]:
    """Names that get a value within an expression."""
    return {
        node.id
        for node in _nodes(source)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _plain(parts: Iterable[ast.expr]) -> list[str]:
    """Those parts that are names."""
    return [part.id for part in parts if isinstance(part, ast.Name)]


def _called(source: ast.expr, imported: dict[str, str]) -> Iterator[str]:
    """Our functions that an expression names; neither modules nor classes and constants."""
    nodes = _nodes(source)
    inner = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        if isinstance(node, ast.Attribute | ast.Name) and id(node) not in inner:
            dotted = _dotted(node, imported)
            if dotted.startswith(COMPUTING) and dotted.islower() and not _is_module(dotted):
                yield dotted


def _dotted(node: ast.expr, imported: dict[str, str]) -> str:
    """The whole name of what was imported; empty for all else."""
    first, *rest = ast.unparse(node).split(".")
    whole = ".".join([imported.get(first, ""), *rest])
    return whole if re.fullmatch(r"\w[\w.]*", whole) else ""


def _is_module(dotted: str) -> bool:
    """Whether a dotted name of ``copro`` is a module or a package."""
    path = ROOT / dotted.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()
