"""Expressions as trees: reading "~(A*B + C[1,2]) -> Y", and De Morgan.

Negation is carried down to the literals, so that a "-" cell ("does not apply") is a member of
neither side of any expression.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from .errors import ParameterError

SUFFICIENCY, NECESSITY = "sufficiency", "necessity"
ARROWS = {"->": SUFFICIENCY, "=>": SUFFICIENCY, "<-": NECESSITY, "<=": NECESSITY}
_ARROW = re.compile(r"<[-=]+>|[-=]>|<[-=]|→|⇒|←|⇐")
_SPOKEN = {"→": "->", "⇒": "=>", "←": "<-", "⇐": "<="}
_LEVELS = r"\s*[\[{]\s*(?P<levels>[^\]}]*?)\s*[\]}]"
_TOKEN = re.compile(rf"\s*(?:(?P<sign>[~*+()])|(?P<name>[^\s\[\]{{}}()~*+]+)(?:{_LEVELS})?)")
SHAPE = "literals such as A, ~A or A[1,2] joined by * and +, with brackets closed"


@dataclass(frozen=True)
class Literal:
    """A set named by its column: "A", "~A", "A[0,2]" (levels of a multi-value column)."""

    name: str
    levels: tuple[int, ...] | None = None
    negated: bool = False

    def __str__(self) -> str:
        levels = "" if self.levels is None else f"[{','.join(map(str, self.levels))}]"
        return f"{'~' if self.negated else ''}{self.name}{levels}"


@dataclass(frozen=True)
class Conjunction:
    """Parts joined by `*`: the smallest membership."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return "*".join(f"({p})" if isinstance(p, Disjunction) else str(p) for p in self.parts)


@dataclass(frozen=True)
class Disjunction:
    """Parts joined by `+`: the largest membership."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " + ".join(map(str, self.parts))


Node = Literal | Conjunction | Disjunction


@dataclass(frozen=True)
class Formula:
    """A claim about sets: `left` is sufficient or necessary for `outcome`.

    `terms` are the parts of `left` as they were written: what stands between its `+` signs.
    """

    left: Node
    relation: str
    outcome: Node
    terms: tuple[tuple[str, Node], ...]


def parse_set(text: str) -> Node:
    """Read an expression into a tree with negation on the literals only.

    Raises
    ------
    ParameterError
        Naming the character at which the text stops being an expression.

    Examples
    --------
    >>> str(parse_set("~(A*B + C{1,2})"))
    '(~A + ~B)*~C[1,2]'
    """
    return _Reader(text).whole()


def parse_formula(text: str, outcome: str | None = None, relation: str | None = None) -> Formula:
    """Read "A*B + ~C -> Y" (sufficiency: `->`, `=>`) or "A + B <- Y" (necessity: `<-`, `<=`).

    Parameters
    ----------
    outcome, relation : str, optional
        For a text without an arrow: the explained set, and "sufficiency" or "necessity".

    Raises
    ------
    ParameterError
    """
    arrows = list(_ARROW.finditer(text))
    if len(arrows) > 1 or any(len(a[0]) > 2 for a in arrows):
        raise ParameterError(
            f"expression {text!r}",
            " and ".join(repr(a[0]) for a in arrows),
            "one of -> => (sufficiency) or <- <= (necessity)",
        )
    if arrows:
        if outcome is not None or relation is not None:
            raise ParameterError(
                f"expression {text!r}",
                f"{arrows[0][0]!r} beside an outcome or relation given by name",
                "either the arrow or the arguments",
            )
        left, outcome = text[: arrows[0].start()], text[arrows[0].end() :]
        relation = ARROWS[_SPOKEN.get(arrows[0][0], arrows[0][0])]
    else:
        left, relation = text, relation or SUFFICIENCY
    if outcome is None or not outcome.strip():
        raise ParameterError(
            f"expression {text!r}", "no outcome", "an arrow and an outcome, as in 'A*B + ~C -> Y'"
        )
    if relation not in (SUFFICIENCY, NECESSITY):
        raise ParameterError("relation", repr(relation), f"{SUFFICIENCY} or {NECESSITY}")
    reader = _Reader(left)
    node = reader.whole()
    return Formula(node, relation, parse_set(outcome), tuple(reader.terms))


def has_arrow(text: str) -> bool:
    """Whether a text claims something of an outcome."""
    return _ARROW.search(text) is not None


def names_in(node: Node) -> tuple[str, ...]:
    """Columns that an expression speaks about, in order of appearance."""
    if isinstance(node, Literal):
        return (node.name,)
    return tuple(dict.fromkeys(n for part in node.parts for n in names_in(part)))


class _Reader:
    """Recursive descent over the tokens of one expression; remembers the terms as written."""

    def __init__(self, text: str):
        self.text, self.at = str(text), 0
        self.terms: list[tuple[str, Node]] = []

    def whole(self) -> Node:
        node = self._sum(top=True)
        if self.at < len(self.text.rstrip()):
            self._fail("an end of the expression, or * or + before it")
        return node

    def _sum(self, top: bool = False) -> Node:
        parts = []
        while True:
            start = self.at
            part = self._product()
            parts.append(part)
            if top:
                self.terms.extend(self._written(part, start))
            if not self._take("+"):
                return _joined(Disjunction, parts)

    def _written(self, part: Node, start: int) -> list[tuple[str, Node]]:
        # A bracket around everything is no term of its own: "(A + B)" has two.
        if isinstance(part, Disjunction):
            return [(str(p), p) for p in part.parts]
        return [(" ".join(self.text[start : self.at].split()), part)]

    def _product(self) -> Node:
        parts = [self._factor()]
        while self._take("*"):
            parts.append(self._factor())
        return _joined(Conjunction, parts)

    def _factor(self) -> Node:
        if self._take("~"):
            return negated(self._factor())
        if self._take("("):
            node = self._sum()
            if not self._take(")"):
                self._fail("a closing )")
            return node
        match = _TOKEN.match(self.text, self.at)
        if match is None or match["name"] is None:
            self._fail("a name, ~ or (")
        self.at = match.end()
        return Literal(match["name"], self._levels(match["levels"]))

    def _levels(self, text: str | None) -> tuple[int, ...] | None:
        if text is None:
            return None
        if not re.fullmatch(r"\d+(\s*,\s*\d+)*", text):
            raise ParameterError(
                f"expression {self.text.strip()!r}",
                f"the levels [{text}]",
                "whole numbers from 0, such as [1] or [0,2]",
            )
        return tuple(sorted({int(v) for v in text.split(",")}))

    def _take(self, sign: str) -> bool:
        match = _TOKEN.match(self.text, self.at)
        if match is None or match["sign"] != sign:
            return False
        self.at = match.end()
        return True

    def _fail(self, wanted: str) -> NoReturn:
        rest = self.text[self.at :].strip()
        position = len(self.text) - len(self.text[self.at :].lstrip()) + 1
        found = f"{rest[0]!r} as character {position}" if rest else "its end"
        raise ParameterError(f"expression {self.text.strip()!r}", found, f"{wanted} ({SHAPE})")


def negated(node: Node) -> Node:
    """The complement of an expression, by De Morgan's laws."""
    if isinstance(node, Literal):
        return Literal(node.name, node.levels, not node.negated)
    other = Disjunction if isinstance(node, Conjunction) else Conjunction
    return _joined(other, [negated(part) for part in node.parts])


def _joined(kind: type[Conjunction] | type[Disjunction], parts: Sequence[Node]) -> Node:
    """Parts under one sign, nested ones of the same kind flattened."""
    flat = [q for p in parts for q in (p.parts if isinstance(p, kind) else (p,))]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))
