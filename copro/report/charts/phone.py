"""What a figure needs on a phone: words in more lines, so that the marks keep their room."""

import textwrap

from copro.report.charts.axes import spot
from copro.report.charts.style import Axes, Canvas

LABEL = 19  # characters of a row label in a line,
SMALL = 27  # and of one in type below 9 pt
ACROSS = 40  # characters of 11 pt type across the axes of a figure of one column


def fit(figure: Canvas) -> None:
    """Wrap the row labels, axis labels and headings of all axes of a figure
    that is drawn narrow.
    """
    for axis in figure.axes:
        columns = spot(axis).get_gridspec().ncols
        rows = [text.get_text() for text in axis.get_yticklabels()]
        if any(map(_wordy, rows)):
            wide = SMALL if float(axis.get_yticklabels()[0].get_fontsize()) < 9 else LABEL
            axis.set_yticks(axis.get_yticks(), [in_lines(row, wide) for row in rows])
        heads = [text.get_text() for text in axis.get_xticklabels()]
        if any(map(_wordy, heads)) and not axis.get_xticklabels()[0].get_rotation():
            axis.set_xticks(
                axis.get_xticks(), [wrap(head, max(30 // len(heads), 6)) for head in heads]
            )
        room = (ACROSS - (LABEL if max(map(len, rows), default=0) > LABEL else 6)) // _labelled(
            axis
        )
        axis.set_xlabel(wrap(axis.get_xlabel(), max(room, 14)))
        axis.set_ylabel(wrap(axis.get_ylabel(), 30))
        axis.set_title(
            wrap(axis.get_title(loc="left").replace("\n", " "), max(ACROSS // columns, 16)),
            loc="left",
        )


def _labelled(axis: Axes) -> int:
    """Number of axes in the row of this one that share its room for axis labels."""
    grid, row = spot(axis).get_gridspec(), spot(axis).rowspan.start
    spots = [(other, spot(other)) for other in axis.figure.axes]
    return max(
        sum(
            bool(a.get_xlabel())
            for a, s in spots
            if s.get_gridspec() is grid and s.rowspan.start == row
        ),
        1,
    )


def wrap(text: str, width: int) -> str:
    """Lines of at most ``width`` characters; lines that are there stay."""
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False) for line in text.split("\n")
    )


def in_lines(row: str, wide: int) -> str:
    """A row label in lines that fit; its own line breaks stay if its lines are short enough."""
    return row if max(map(len, row.split("\n"))) <= wide else wrap(row.replace("\n", " "), wide)


def _wordy(text: str) -> bool:
    return any(map(str.isalpha, text))
