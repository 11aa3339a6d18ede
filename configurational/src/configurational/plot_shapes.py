"""Shapes of charts: axes, the ellipses of Venn diagrams, free places for labels, texts that fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .errors import QCAError
from .robustness import StableRange

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Centre, half axes and turn (degrees) of the ellipses of a Venn diagram of k sets.
ELLIPSES: dict[int, list[tuple[float, float, float, float, float]]] = {
    2: [(-0.45, 0, 0.9, 0.9, 0), (0.45, 0, 0.9, 0.9, 0)],
    3: [(0, 0.45, 0.85, 0.85, 0), (-0.42, -0.25, 0.85, 0.85, 0), (0.42, -0.25, 0.85, 0.85, 0)],
    4: [
        (-0.375, -0.2, 1.15, 0.737, -36.2),
        (0.026, 0.05, 1.15, 0.737, -36.2),
        (-0.026, 0.05, 1.15, 0.737, 36.2),
        (0.375, -0.2, 1.15, 0.737, 36.2),
    ],
    # Five turned copies of one ellipse meet in all 31 regions (Grünbaum 1975).
    5: [
        (0.25 * np.cos(np.radians(a)), 0.25 * np.sin(np.radians(a)), 1.15, 0.68, a + 21)
        for a in (90, 162, 234, 306, 378)
    ],
}
# Width of a letter and height of a line of a label, as shares of the side of an XY plot.
LETTER, LINE = 0.0148, 0.025

Box = tuple[float, float, float, float]


def free_place(x: float, y: float, wide: float, boxes: Sequence[Box]) -> tuple[int, Box]:
    """Where a text of some width beside a point touches nothing, and how many steps away.

    Of the places tried (left, right, above and below, farther with each step) the first free one,
    else the one with the least overlap.
    """
    best: tuple[float, int, Box] | None = None
    for step in range(9):
        far = 0.017 + 0.022 * step
        for dx, dy in ((1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (0, -1)):
            reach = far if step else 0.017
            left = (
                x + dx * (0.017 + 0.012 * step) - (wide if dx < 0 else wide / 2 if dx == 0 else 0)
            )
            middle = y + dy * max(reach, 0.026)
            box = (left, middle - LINE / 2, left + wide, middle + LINE / 2)
            outside = max(0.0, -0.02 - box[0], box[2] - 1.03, -0.02 - box[1], box[3] - 1.03)
            cost = outside + sum(overlap(box, other) for other in boxes)
            if cost == 0:
                return step, box
            if best is None or cost < best[0]:
                best = (cost, step, box)
    assert best is not None
    return best[1], best[2]


def overlap(a: Box, b: Box) -> float:
    """Shared area of two boxes."""
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def away(x: np.ndarray | float, y: np.ndarray | float, box: Box) -> np.ndarray:
    """Distance (n,) of points from a box, 0 inside it.

    >>> float(away(0.0, 0.5, (0.3, 0.1, 0.6, 0.9)))
    0.3
    """
    beside = np.maximum(0, np.maximum(box[0] - x, x - box[2]))
    above = np.maximum(0, np.maximum(box[1] - y, y - box[3]))
    return np.hypot(beside, above)


def inside_ellipse(
    xs: np.ndarray, ys: np.ndarray, x: float, y: float, a: float, b: float, turn: float
) -> np.ndarray:
    """Which points (n, n) lie in an ellipse."""
    angle = np.radians(turn)
    u = (xs - x) * np.cos(angle) + (ys - y) * np.sin(angle)
    v = -(xs - x) * np.sin(angle) + (ys - y) * np.cos(angle)
    return (u / a) ** 2 + (v / b) ** 2 <= 1


def innermost(region: np.ndarray) -> tuple[int, int]:
    """The point of a region that lies farthest from its edge."""
    from scipy.ndimage import distance_transform_edt

    row, column = np.unravel_index(distance_transform_edt(region).argmax(), region.shape)
    return int(row), int(column)


def few(cases: Sequence[str], most: int = 28) -> str:
    """Labels within a number of characters, then how many more."""
    kept: list[str] = []
    for i, case in enumerate(cases):
        if kept and len(", ".join([*kept, case])) > most:
            return f"{', '.join(kept)} +{len(cases) - i}"
        kept.append(case)
    return ", ".join(kept)


def broken(expression: str, width: int = 58) -> str:
    """A formula broken before a plus."""
    lines = [""]
    for part in expression.split(" + "):
        joined = f"{lines[-1]} + {part}" if lines[-1] else part
        if len(joined) > width and lines[-1]:
            lines.append("+ " + part)
        else:
            lines[-1] = joined
    return "\n".join(lines)


def scale_of(each: StableRange) -> tuple[float, float]:
    """Ends of the scale of one range: 0 to 1 for shares, else a quarter beyond each end."""
    if each.parameter in ("incl", "pri"):
        return 0.0, 1.0
    margin = max((each.upper - each.lower) / 4, abs(each.value) / 10, 1e-9)
    return each.lower - margin, each.upper + margin


def new_axes(ax: Axes | None, size: tuple[float, float]) -> Axes:
    """The axes that are given, or those of a figure of some size (inches).

    Raises
    ------
    QCAError
        matplotlib is not installed.
    """
    if ax is not None:
        return ax
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        raise QCAError("charts", "no matplotlib", 'pip install "configurational[plots]"') from None
    return plt.subplots(figsize=size, layout="constrained")[1]


def bare(ax: Axes) -> None:
    """Axes without a frame and ticks; the line below stays."""
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0)
