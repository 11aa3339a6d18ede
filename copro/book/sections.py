"""The claims of a section: its messages where they are made, all others under one fold at its end.

A section ends where the next heading of the second level begins, or with the chapter. Only chapters
in which a claim is a message are folded; all others show every claim in its place.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

Cell = dict[str, Any]  # as the JSON of a notebook holds it
Record = dict[str, Any]  # of a claim
HEADING = "## "
FENCES = ("```", "~~~")


def folded(cells: list[Cell], fold: Callable[[list[Record]], str]) -> list[Cell]:
    """The cells of a chapter, with the claims that are no message gathered by section.

    ``fold`` makes Markdown of the records of a section. The cells are returned as they are where no
    claim is a message.
    """
    if not any(claim.get("message") for cell in cells for claim in claims(cell)):
        return cells
    kept: list[Cell] = []
    waiting: list[Record] = []
    for cell in chain.from_iterable(map(parts, cells)):
        if cell["cell_type"] == "markdown" and _text(cell).startswith(HEADING):
            kept += _end(waiting, fold, len(kept))
            waiting = []
        waiting += [claim for claim in claims(cell) if not claim.get("message")]
        kept.append(_messages(cell))
    return kept + _end(waiting, fold, len(kept))


def claims(cell: Cell) -> Iterator[Record]:
    """The records of the claims that a cell makes."""
    return (one for output in cell.get("outputs", []) if (one := record(output)) and _claim(one))


def record(output: dict[str, Any]) -> Record:
    """The record of the result that an output shows; empty if it shows none."""
    return output.get("metadata", {}).get("copro", {})


def parts(cell: Cell) -> list[Cell]:
    """A cell of text cut before every heading of the second level; any other cell as it is."""
    if cell["cell_type"] != "markdown":
        return [cell]
    pieces: list[list[str]] = [[]]
    fenced = False
    for line in _text(cell).splitlines(keepends=True):
        fenced ^= line.startswith(FENCES)
        if line.startswith(HEADING) and not fenced and any(pieces[-1]):
            pieces.append([])
        pieces[-1].append(line)
    return [
        cell | {"source": lines} | ({"id": f"{cell['id']}-{n}"} if n and "id" in cell else {})
        for n, lines in enumerate(pieces)
    ]


def _claim(one: Record) -> bool:
    return one.get("type") == "claim"


def _text(cell: Cell) -> str:
    return "".join(cell["source"])


def _messages(cell: Cell) -> Cell:
    """A cell without the claims that its section gathers."""
    if "outputs" not in cell:
        return cell
    folded = [claim["id"] for claim in claims(cell) if not claim.get("message")]
    shown = [
        output
        for output in cell["outputs"]
        if not (_claim(record(output)) and record(output)["id"] in folded)
    ]
    return cell | {"outputs": shown}


def _end(waiting: list[Record], fold: Callable[[list[Record]], str], place: int) -> list[Cell]:
    """The fold of a section as a cell of text; none if nothing waits for it."""
    if not waiting:
        return []
    text = fold(waiting).splitlines(keepends=True)
    return [{"cell_type": "markdown", "id": f"numbers-{place}", "metadata": {}, "source": text}]
