"""The cells of a page, and the one number by which each is named everywhere.

Code cells count from 1 in the order in which they stand on the page, where the fold above each says
its number. What was written for another choice is not on the page and has no number, nor has the
cell of values that a run puts in. The cell of sources stands on the page at the head of the code
that follows it, and has its number. A cell of text is named by the code below it.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

INJECTED = "injected-parameters"  # papermill tags the cell of values that it puts in so
SOURCES = "sources"
NEEDS = "needs:"

Cell = Mapping[str, Any]  # as the JSON of a notebook holds it


def tags(cell: Cell) -> list[str]:
    """The tags of a cell.

    >>> tags({"cell_type": "markdown", "metadata": {}})
    []
    """
    return list(cell["metadata"].get("tags", []))


def needs(tags: Iterable[str]) -> dict[str, list[str]]:
    """What a cell is written for: the values of each parameter that its tags
    ``needs:name=value`` (or ``value|other``) name.

    >>> needs(["hide-input", "needs:country=NOR|DEU"])
    {'country': ['NOR', 'DEU']}
    """
    found = (tag.removeprefix(NEEDS).split("=", 1) for tag in tags if tag.startswith(NEEDS))
    return {name: value.split("|") for name, value in found}


def holds(cell: Cell, parameters: Mapping[str, object] | None) -> bool:
    """Whether all that a cell needs is met; without parameters nothing is left out."""
    return parameters is None or all(
        str(parameters.get(name)) in values for name, values in needs(tags(cell)).items()
    )


def heads(cells: Sequence[Cell]) -> set[int]:
    """Indices of the cells of sources that a code cell follows: on a page they are one with it."""
    return {
        index
        for index, (cell, after) in enumerate(pairwise(cells))
        if SOURCES in tags(cell) and after["cell_type"] == "code"
    }


def numbers(cells: Sequence[Cell], parameters: Mapping[str, object] | None) -> list[int | None]:
    """The number of each cell on the page of these parameters; None for text and for cells of code
    that are not on it.

    >>> said = {"cell_type": "markdown", "metadata": {}}
    >>> code = {"cell_type": "code", "metadata": {}}
    >>> read = {"cell_type": "code", "metadata": {"tags": ["sources"]}}
    >>> numbers([said, code, read, code, said, code], None)
    [None, 1, 2, 2, None, 3]
    """
    kept = [index for index, cell in enumerate(cells) if holds(cell, parameters)]
    above = heads([cells[index] for index in kept])
    found: list[int | None] = [None] * len(cells)
    number = 1
    for place, index in enumerate(kept):
        if cells[index]["cell_type"] == "code" and INJECTED not in tags(cells[index]):
            found[index] = number
            number += place not in above
    return found


def code(cells: Sequence[Cell], parameters: Mapping[str, object] | None = None) -> list[str]:
    r"""The code of a page, a text for each number: that of cell 1 stands first.

    >>> read = {"cell_type": "code", "metadata": {"tags": ["sources"]}, "source": ["a = 1"]}
    >>> code([read, read | {"metadata": {}}])
    ['a = 1\n\na = 1']
    """
    found: dict[int, list[str]] = {}
    for number, cell in zip(numbers(cells, parameters), cells):
        if number:
            found.setdefault(number, []).append("".join(cell["source"]))
    return ["\n\n".join(parts) for parts in found.values()]


def names(cells: Sequence[Cell], parameters: Mapping[str, object] | None) -> list[str]:
    """How a message names each cell.

    >>> said = {"cell_type": "markdown", "metadata": {}}
    >>> code = {"cell_type": "code", "metadata": {}}
    >>> other = {"cell_type": "code", "metadata": {"tags": ["needs:year=2020"]}}
    >>> names([said, code, said], {})
    ['text above cell 1', 'cell 1', 'text below cell 1']
    >>> names([other, code], {"year": 2021})
    ["code with the tag 'needs:year=2020', above cell 1", 'cell 1']
    """
    found: list[str] = []
    count, last = numbers(cells, parameters), 0
    for index, cell in enumerate(cells):
        last = count[index] or last
        after = next((number for number in count[index:] if number), 0)
        near = f"above cell {after}" if after else f"below cell {last}"
        what = "text" if cell["cell_type"] == "markdown" else "code"
        if not holds(cell, parameters):
            what += f" with the tag {next(tag for tag in tags(cell) if tag.startswith(NEEDS))!r},"
        number = count[index]
        found.append(f"cell {number}" if number else f"{what} {near}")
    return found
