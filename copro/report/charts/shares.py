"""A grid of shares in which each cell says "k of n", so that few cases never look like many."""

import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from matplotlib.typing import ColorType

from copro.report.charts import style
from copro.report.charts.axes import grid
from copro.report.charts.style import Canvas, Colours


def shares(
    fig: Canvas,
    data: pd.DataFrame,
    colours: Colours,
    *,
    row: str,
    column: str,
    group: str,
    part: str,
    whole: str,
    few: int,
) -> None:
    """Rows by columns, a panel for each ``group``; cells of fewer than ``few`` cases stay unshaded.

    The shade is part / whole; the words in a cell are "part of whole", or "–" if whole is 0.
    """
    groups = list(dict.fromkeys(data[group]))
    rows = list(dict.fromkeys(data[row]))
    wide = [data.loc[data[group] == name, column].nunique() for name in groups]
    axes = grid(
        fig,
        len(groups),
        len(groups),
        sharey=True,
        width_ratios=None if style.narrow(fig) else wide,
    )
    ramp = LinearSegmentedColormap.from_list("shares", colours.ramp)
    for axis, name in zip(axes, groups):
        cells = data[data[group] == name]
        columns = list(dict.fromkeys(cells[column]))
        for cell in cells.to_dict("records"):
            x, y = columns.index(cell[column]), rows.index(cell[row])
            share = cell[part] / cell[whole] if cell[whole] >= few else None
            axis.add_patch(
                _tile(x, y, ramp(share) if share is not None else "none", colours["faint"])
            )
            ink = colours["quiet"] if share is None else style.ink(ramp(share))
            axis.text(
                x,
                y,
                f"{cell[part]} of {cell[whole]}" if cell[whole] else "–",
                ha="center",
                va="center",
                color=ink,
                fontsize=10,
            )
        axis.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -0.5), title=name)
        axis.set_xticks(range(len(columns)), columns, fontsize=9.5)
        axis.set_yticks(range(len(rows)), rows)
        axis.tick_params(length=0)
        axis.grid(False)
        axis.spines["bottom"].set_visible(False)


def _tile(x: float, y: float, face: ColorType, edge: ColorType) -> "Rectangle":
    return Rectangle((x - 0.47, y - 0.46), 0.94, 0.92, facecolor=face, edgecolor=edge, linewidth=1)
