"""Drawing a figure in a theme and a width, and its twins in a process of their own.

A cell draws its figure once, as it shows it. The other pictures of a page, for phones and for the
dark theme, are drawn from the same chart, data and options by ``copro.run.twins``, while the
notebook goes on.
"""

import io
import pickle
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from copro.report.charts import phone, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# The pictures of a page beside the light one: end of the file name -> theme and width.
TWINS = {
    "-dark": ("dark", style.WIDTH),
    "-phone": ("light", style.PHONE),
    "-dark-phone": ("dark", style.PHONE),
}
SVG_DPI = 72  # points
PHONE_HEIGHT = 1.2  # times the height at full width: room for lines that are wrapped
WAITING, FAILED = ".drawing", ".failed"  # ends of the names of files that stand for twins


@dataclass(frozen=True)
class Drawing:
    """What a picture is drawn from; ``height`` in inches, ``source`` the line below it."""

    chart: Callable[..., None]
    data: pd.DataFrame
    title: str
    source: str
    height: float
    options: dict[str, Any]
    places: dict[float, Any] = field(default_factory=dict)  # width -> where its parts stand

    def draw(self, theme: str, width: float, *kinds: str) -> list[bytes]:
        """The picture in one theme and width (inches), in each of the file formats ``kinds``."""
        from matplotlib.figure import Figure

        with style.theme(theme) as colours:
            figure = Figure((width, self.height * (PHONE_HEIGHT if width < style.WIDTH else 1)))
            # A subfigure of its own, so that legends of the chart stay below the title.
            self.chart(figure.subfigures(), self.data, colours, **self.options)
            if style.narrow(figure):
                phone.fit(figure)
            figure.suptitle(
                textwrap.fill(self.title, 74 if width == style.WIDTH else 43),
                x=0.01,
                ha="left",
                fontsize=13,
                fontweight="bold",
                linespacing=1.15,
            )
            figure.supxlabel(
                textwrap.fill(self.source, 120 if width == style.WIDTH else 74),
                x=0.01,
                ha="left",
                fontsize=7.5,
                color=colours["quiet"],
                linespacing=1.2,
            )
            self._lay_out(figure, width)
            return [_save(figure, kind, colours["paper"]) for kind in kinds]

    def _lay_out(self, figure: "Figure", width: float) -> None:
        """Put the parts in their places: all themes have the same ones, measured in the first."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.layout_engine import ConstrainedLayoutEngine

        titles = [text for text in figure.texts]
        (body,) = figure.subfigs
        if width in self.places:
            said, within, axes = self.places[width]
            body.bbox_relative.set(within)
            for text, place in zip(titles, said):
                text.set_position(place)
            for axis, bounds in zip(figure.axes, axes):
                axis.set_position(bounds)
        else:
            FigureCanvasAgg(figure)  # which can measure
            ConstrainedLayoutEngine(h_pad=0.06, hspace=0.06).execute(figure)
            self.places[width] = (
                [text.get_position() for text in titles],
                body.bbox_relative.frozen(),
                [axis.get_position(original=True).frozen() for axis in figure.axes],
            )

    def later(self, folder: Path, id: str) -> None:
        """Leave what is needed to draw the twins of the figure ``id`` in the folder."""
        part = folder / f".{id}"
        part.write_bytes(pickle.dumps(self))
        part.rename(folder / f"{id}{WAITING}")  # whole or not there


def _save(figure: "Figure", kind: str, paper: str) -> bytes:
    """The figure, which has its layout, as a file: what ``savefig`` writes, without drawing it once
    more before for the sake of a layout. An SVG travels, so it has its ``paper`` as ground.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    if kind == "png":
        figure.set_dpi(style.DPI)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        return _smaller(np.asarray(canvas.buffer_rgba()))
    figure.set_dpi(SVG_DPI)
    figure.patch.set_facecolor(paper)
    target = io.BytesIO()
    FigureCanvasSVG(figure).print_svg(target, metadata={"Date": None, "Creator": None})
    return target.getvalue()


def _smaller(points: np.ndarray) -> bytes:
    """The picture with 256 colours: a third of the bytes, no difference to the eye."""
    from PIL import Image

    target = io.BytesIO()
    Image.fromarray(points).quantize(256, method=Image.Quantize.FASTOCTREE).save(
        target, "PNG", optimize=True
    )
    return target.getvalue()


def twins(waiting: Path) -> None:
    """Draw the twins of one figure beside the file that stands for them, which then goes.

    Where one cannot be drawn, a file ``<id>.failed`` says which and why.
    """
    id = waiting.name.removesuffix(WAITING)
    drawing: Drawing = pickle.loads(waiting.read_bytes())
    for end, (theme, width) in TWINS.items():
        try:
            (picture,) = drawing.draw(theme, width, "png")
            (waiting.parent / f"{id}{end}.png").write_bytes(picture)
        except Exception as problem:  # noqa: BLE001 - whatever it is, it is told with its figure
            (waiting.parent / f"{id}{FAILED}").write_text(
                f"figure {id!r}, drawn again as {id}{end}.png: {type(problem).__name__}: {problem}",
                encoding="utf-8",
            )
            break
    waiting.unlink()
