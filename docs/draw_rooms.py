"""Draw rooms.svg, the plan of the house, from the import statements of the code.

python docs/draw_rooms.py
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENGINE = "configurational"
# What each room is, in the words of the plan, and in which column it is drawn.
ROOMS = {
    "notebooks": ("the chapters", 2.2),
    "cli": ("the command copro", 1),
    "book": ("pages, Sphinx, PDF", 1),
    "run": ("builds, kernels, checks", 0),
    "chapters": ("what a chapter is", 0),
    "report": ("claims, figures, tables", 1),
    "measures": ("the subjects", 3),
    "data": ("tables and their cards", 1),
    "methods": ("statistics", 3.4),
    ENGINE: ("set analysis (QCA)", 2.4),
}
WIDE, HIGH, ACROSS, DOWN, EDGE = 168, 52, 200, 104, 16  # sizes of the drawing in pixels
PAGE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" \
height="{height:g}" font-family="sans-serif" text-anchor="middle">
<title>The rooms of the code on their floors</title>
<desc>An arrow goes from a room to one that it imports from.</desc>
<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" \
orient="auto"><path d="M0 0L10 5L0 10z" fill="#5b6770"/></marker></defs>
<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>
{lines}
</svg>
"""


def main() -> None:
    """Write the drawing beside this file."""
    (ROOT / "docs/rooms.svg").write_text(drawing(arrows()), encoding="utf-8")


def arrows() -> set[tuple[str, str]]:
    """(room, room that it imports from), in function bodies too; ``copro.paths`` and
    ``copro.errors`` stand in no room.
    """
    found = set()
    for room in ROOMS:
        for code in _sources(room):
            found |= {(room, other) for other in _imported(code) if other != room}
    return found


def _sources(room: str) -> Iterator[str]:
    if room == "notebooks":
        for file in sorted((ROOT / room).glob("*/*.ipynb")):
            cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
            yield "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
        return
    folder = ROOT / (f"{ENGINE}/src/{ENGINE}" if room == ENGINE else f"copro/{room}")
    for file in sorted(folder.rglob("*.py")):
        yield file.read_text(encoding="utf-8")


def _imported(code: str) -> set[str]:
    """Rooms that a piece of code imports from."""
    names = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    parts = [name.split(".") for name in names]
    rooms = {part[1] for part in parts if part[0] == "copro" and len(part) > 1}
    return (rooms | {part[0] for part in parts if part[0] == ENGINE}) & set(ROOMS)


def floors(found: set[tuple[str, str]]) -> dict[str, int]:
    """Floor of each room: one above the highest room that it imports from.

    Raises ``ValueError`` where rooms import each other.
    """
    below = {room: {other for one, other in found if one == room} for room in ROOMS}
    placed: dict[str, int] = {}
    while len(placed) < len(ROOMS):
        ready = [room for room in ROOMS if room not in placed and below[room] <= set(placed)]
        if not ready:
            raise ValueError(f"a circle of imports among {sorted(set(ROOMS) - set(placed))}")
        for room in ready:
            placed[room] = max((placed[other] + 1 for other in below[room]), default=0)
    return placed


def drawn(found: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The arrows without those that follow from two others."""
    reach = set(found)
    for middle in ROOMS:
        reach |= {
            (one, other) for one, a in reach if a == middle for b, other in reach if b == middle
        }
    return sorted(
        (one, other)
        for one, other in found
        if not any((one, middle) in found and (middle, other) in reach for middle in ROOMS)
    )


def drawing(found: set[tuple[str, str]]) -> str:
    """The plan as SVG: rooms on their floors, an arrow from who imports to what is imported."""
    floor = floors(found)
    top = max(floor.values())
    width = EDGE * 2 + WIDE + max(column for _, column in ROOMS.values()) * ACROSS
    height = EDGE * 2 + HIGH + top * DOWN
    at = {
        room: (EDGE + WIDE / 2 + column * ACROSS, EDGE + (top - floor[room]) * DOWN)
        for room, (_, column) in ROOMS.items()
    }
    arrow_lines = [_arrow(a, b, at) for a, b in drawn(found)]
    boxes = [_box(room, floor[room], x, y) for room, (x, y) in at.items()]
    return PAGE.format(width=width, height=height, lines="\n".join([*arrow_lines, *boxes]))


def _arrow(one: str, other: str, at: dict[str, tuple[float, float]]) -> str:
    (x, y), (x2, y2) = at[one], at[other]
    return (
        f'<path data-arrow="{one} {other}" d="M{x:g} {y + HIGH:g}L{x2:g} {y2:g}" '
        'stroke="#5b6770" stroke-width="1.5" marker-end="url(#head)"/>'
    )


def _box(room: str, floor: int, x: float, y: float) -> str:
    return (
        f'<g data-room="{room}" data-floor="{floor}" fill="#1f2933">'
        f'<rect x="{x - WIDE / 2:g}" y="{y:g}" width="{WIDE}" height="{HIGH}" rx="6" '
        'fill="#eaf2f8" stroke="#0072B2"/>'
        f'<text x="{x:g}" y="{y + 22:g}" font-size="15" font-weight="600">{room}</text>'
        f'<text x="{x:g}" y="{y + 40:g}" font-size="12.5">{ROOMS[room][0]}</text></g>'
    )


if __name__ == "__main__":
    main()
