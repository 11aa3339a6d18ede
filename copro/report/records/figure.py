"""The one function that saves figures."""

import base64
import hashlib
import html
import io
import textwrap

import pandas as pd

from copro.report.charts import phone, style
from copro.report.records import output
from copro.report.records.digest import drawn, plain
from copro.report.records.model import Figure
from copro.report.records.output import ReportError
from copro.report.words.numbers import typeset
from copro.report.words.sources import short_source, source_line
from copro.session import current

MAX_PNG_BYTES = 250_000  # five figures of this size still leave a page under 1.5 MB
# The pictures of a page beside the light one: end of the file name -> theme and width.
TWINS = {
    "-dark": ("dark", style.WIDTH),
    "-phone": ("light", style.PHONE),
    "-dark-phone": ("dark", style.PHONE),
}
PHONE_HEIGHT = 1.2  # times the height at full width: room for lines that are wrapped
MIN_ALT = 60  # characters; what is seen cannot be said in fewer


def figure(
    id: str,
    chart,
    data: pd.DataFrame,
    *,
    title: str,
    caption: str,
    alt: str,
    tables: list[str],
    height: float = 3.8,
    **options,
) -> None:
    """Draw, save and show a figure.

    Parameters
    ----------
    id : unique across the book, words joined by hyphens
    chart : a function of ``copro.report.charts.basic`` or ``maps``:
        ``chart(fig, data, colours, **options)``
    data : what is drawn, a row a mark; saved beside the figure as CSV
    title : what the figure shows, in one short sentence, set above it
    caption : how to read it, with definitions and limits
    alt : what is seen, for a reader who cannot see it (not "line chart of x")
    tables : names of the tables it rests on; the source line is derived from their cards
    height : inches; the width is the same for all

    Writes ``<id>.png`` (light), ``<id>.svg``, ``<id>.csv`` and, in the pipeline, ``<id>-dark.png``
    and both once more for phones (``<id>-phone.png``, ``<id>-dark-phone.png``), all without dates
    or random ids, so that two runs give the same bytes.

    Raises ``ReportError`` if title, caption, alt text, tables or data are missing.
    """
    output.check(id, "figure", tables, title=title, caption=caption, alt=alt)
    if len(alt) < MIN_ALT:
        raise ReportError(
            f"figure {id!r}: the alt text has {len(alt)} characters; "
            f"say what is seen in at least {MIN_ALT}"
        )
    if data.empty:
        raise ReportError(f"figure {id!r}: there is no row to draw")
    folder = current().folder("figures")
    drawing = (chart, data, title, tables, height, options)
    light, svg = _draw("light", style.WIDTH, ["png", "svg"], *drawing)
    files = {f"{id}.png": light, f"{id}.svg": svg, f"{id}.csv": _csv(data)}
    for end, (theme, width) in TWINS.items() if current().published else ():
        (files[f"{id}{end}.png"],) = _draw(theme, width, ["png"], *drawing)
    if len(light) > MAX_PNG_BYTES:
        raise ReportError(
            f"figure {id!r}: the PNG has {len(light):,} bytes, more than {MAX_PNG_BYTES:,}"
        )
    for name, content in files.items():
        (folder / name).write_bytes(content)
    title, caption, alt = (typeset(" ".join(text.split())) for text in (title, caption, alt))
    source, shows, picture = source_line(tables), drawn(data, options), _on_paper(light)
    known = current().known
    stated = Figure(
        id=id,
        title=title,
        caption=caption,
        alt=alt,
        source=source,
        tables=tuple(sorted(tables)),
        hashes={name: known[name] for name in sorted(tables)},
        drawn=shows,
        picture_sha256=hashlib.sha256(picture).hexdigest(),
    )
    # Two outputs: of one with a picture and HTML, viewers show the HTML alone.
    output.show(
        {
            "image/png": base64.b64encode(picture).decode(),
            "text/plain": f"[figure] {title}\n{alt}\nDrawn: {shows}.",
        },
        {"type": "picture", "id": id},
        **{"image/png": {"alt": alt, "width": round(style.WIDTH * 100)}},
    )
    output.show(
        {
            "text/html": (
                f"<p><b>{html.escape(title)}</b><br>{html.escape(caption)}<br>Source: "
                f"{html.escape(source)}</p>"
            ),
            "text/plain": f"{title}\n{caption}\nSource: {source}",
        },
        output.labelled(stated),
    )


def _draw(theme, width, kinds, chart, data, title, tables, height, options) -> list[bytes]:
    """The figure in one theme and width, in each of the file formats ``kinds``."""
    import matplotlib.pyplot as plt
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    with style.theme(theme) as colours:
        tall = height * (PHONE_HEIGHT if width < style.WIDTH else 1)
        layout = ConstrainedLayoutEngine(h_pad=0.06, hspace=0.06)
        figure = plt.figure(figsize=(width, tall), layout=layout)
        try:
            # A subfigure of its own, so that legends of the chart stay below the title.
            chart(figure.subfigures(), data, colours, **options)
            if style.narrow(figure):
                phone.fit(figure)
            figure.suptitle(
                textwrap.fill(title, 74 if width == style.WIDTH else 43),
                x=0.01,
                ha="left",
                fontsize=13,
                fontweight="bold",
                linespacing=1.15,
            )
            figure.supxlabel(
                textwrap.fill(short_source(tables), 120 if width == style.WIDTH else 74),
                x=0.01,
                ha="left",
                fontsize=7.5,
                color=colours["quiet"],
                linespacing=1.2,
            )
            figure.draw_without_rendering()
            figure.set_layout_engine("none")  # laid out once, saved in every format
            return [_save(figure, kind) for kind in kinds]
        finally:
            plt.close(figure)


def _save(figure, kind) -> bytes:
    target = io.BytesIO()
    undated = {"Software": None} if kind == "png" else {"Date": None, "Creator": None}
    figure.savefig(target, format=kind, metadata=undated)
    return _smaller(target) if kind == "png" else target.getvalue()


def _smaller(png: io.BytesIO) -> bytes:
    """The picture with 256 colours: a third of the bytes, no difference to the eye."""
    from PIL import Image

    target = io.BytesIO()
    Image.open(png).quantize(256, method=Image.Quantize.FASTOCTREE).save(
        target, "PNG", optimize=True
    )
    return target.getvalue()


def _on_paper(png: bytes) -> bytes:
    """The light picture on its paper: a notebook may be shown on a dark ground."""
    from matplotlib.colors import to_rgb
    from PIL import Image

    drawing, target = Image.open(io.BytesIO(png)), io.BytesIO()
    drawing.apply_transparency()
    paper = [255 * part for part in to_rgb(style.THEMES["light"]["paper"])]
    shades = zip(*[iter(drawing.getpalette("RGBA") or [])] * 4)
    drawing.putpalette(
        [
            round(c + (ground - c) * (1 - alpha / 255))
            for *shade, alpha in shades
            for c, ground in zip(shade, paper)
        ]
    )
    drawing.save(target, "PNG", optimize=True)
    return target.getvalue()


def _csv(data: pd.DataFrame) -> bytes:
    """The rows behind the figure."""
    return plain(data).to_csv(index=False, float_format="%.10g", lineterminator="\n").encode()
